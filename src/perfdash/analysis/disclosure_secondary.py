"""Which further cells are hidden so that the small ones cannot be worked out from the rest.

First the plain rule: no line with a total keeps a single hidden cell, and nothing is shown of a hidden base. Then every
secret is put to the `Reader`; where it can still be worked out, one more of its neighbours is hidden and the plain rule
applied again. Both only ever hide more. They end: when everything but the noughts is hidden, every multiple of the table
looks the same, so nothing is left to work out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from perfdash.analysis.disclosure_reader import BoolArray, FloatArray, Line, Reader, Secret, Table, differs


def lines_of(rows: pd.DataFrame, by: Sequence[str], values: FloatArray, total: object) -> Iterator[Line]:
    """Every row and column of a tidy frame that has its total among the rows (where a `by` column says `total`).

    `values` has shape (rows, columns); cell numbers count through it row by row. A line whose parts come to more than
    its total, beyond rounding, does not add up (several reasons a person) and is left out.
    """
    width = values.shape[1]
    for column in by:
        is_total = np.array([value == total for value in rows[column]], dtype=bool)
        for places in _groups(rows, [other for other in by if other != column]):
            parts, totals = places[~is_total[places]], places[is_total[places]]
            if not (parts.size and totals.size):
                continue
            for n in range(width):
                left_over = float(values[totals[0], n] - values[parts, n].sum())
                rounding = max(1.0, 0.01 * float(values[totals[0], n]))
                if left_over > -rounding:
                    cells = tuple((parts * width + n).tolist())
                    yield Line(cells, int(totals[0]) * width + n, left_over, left_over < rounding)


def _groups(rows: pd.DataFrame, others: list[str]) -> list[np.ndarray]:
    if not others:
        return [np.arange(len(rows))]
    numbered = rows.groupby(others, dropna=False, sort=False).ngroup().to_numpy()
    return [np.flatnonzero(numbered == n) for n in range(int(numbered.max()) + 1)]


def protect(table: Table, hidden: BoolArray) -> BoolArray:
    """The cells to hide (n), the `hidden` ones among them, so that every secret of the table stays in doubt."""
    open_secrets = list(table.secrets)
    if not open_secrets:
        return hidden
    hidden, reader = _paired(table, hidden.copy()), Reader(table)
    while open_secrets:
        other = reader.alternative(hidden, open_secrets[0])
        if other is not None:
            open_secrets = [secret for secret in open_secrets if not differs(secret, table.values, other)]
            continue
        chosen = _next_to_hide(table, hidden, _neighbours(table, open_secrets[0]))
        chosen = _next_to_hide(table, hidden, range(len(hidden))) if chosen is None else chosen
        if chosen is None:
            return np.ones_like(hidden)
        hidden[chosen] = True
        hidden = _paired(table, hidden)
    return hidden


def _paired(table: Table, hidden: BoolArray) -> BoolArray:
    """The same, with more hidden until no line has just one hidden cell and no part is shown of a hidden base."""
    n_before = -1
    while n_before != hidden.sum():
        n_before = int(hidden.sum())
        for base, part in table.pairs:
            hidden[part] |= hidden[base] and table.values[part] > 0
        for line in table.lines:
            if hidden[list(line.cells)].sum() == 1:
                chosen = _next_to_hide(table, hidden, line.cells)
                hidden[[] if chosen is None else chosen] = True
    return hidden


def _neighbours(table: Table, secret: Secret) -> set[int]:
    """The cells that share a line or a pair with the secret."""
    own = {secret.cell, secret.cell if secret.less is None else secret.less}
    groups = [line.cells for line in table.lines] + list(table.pairs)
    return {cell for cells in groups if own & set(cells) for cell in cells}


def _next_to_hide(table: Table, hidden: BoolArray, cells: Iterable[int]) -> int | None:
    """The smallest that is shown, a total only where there is nothing else; a nought of people is never hidden for another."""
    totals = {line.total for line in table.lines}
    able = [cell for cell in cells if not hidden[cell] and (table.values[cell] > 0 or table.hidden_low[cell] == 0)]
    return min(able, key=lambda cell: (table.values[cell] == 0, cell in totals, table.values[cell], cell), default=None)
