"""What a reader who knows the rules can work out from the cells that are shown.

A secret is safe while another table, different in the secret, would have looked the same. That table is looked for by
integer programming, so 'cannot be worked out' is tried, not assumed. Source: auditing in cell suppression, Hundepool
et al. (2012), Statistical Disclosure Control, chapter 4; Fischetti and Salazar (2001), Management Science 47, 1008–1027.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Line:
    """Cells, the cell that is their total, and what is left over of it, which a reader knows where the parts add up."""

    parts: tuple[int, ...]
    total: int
    left_over: float
    adds_up: bool

    @property
    def cells(self) -> tuple[int, ...]:
        """All of them, the total last."""
        return (*self.parts, self.total)


@dataclass(frozen=True, slots=True)
class Secret:
    """A cell, or a base `less` a part of it, that must stay in doubt by at least `room` (in the cell's unit)."""

    cell: int
    less: int | None
    room: float

    def of(self, values: FloatArray) -> float:
        """Its value in a table."""
        return float(values[self.cell] - (0.0 if self.less is None else values[self.less]))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Raw cells (n, every column of every row) and what a reader knows of each: bounds if shown, the least if hidden.

    `pairs` are (base, part); shown both, they differ by nothing or by `fewest` at least. `is_whole` cells count people.
    """

    values: FloatArray
    shown_low: FloatArray
    shown_high: FloatArray
    hidden_low: FloatArray
    is_whole: BoolArray
    fewest: int
    lines: tuple[Line, ...]
    pairs: tuple[tuple[int, int], ...]
    secrets: tuple[Secret, ...]


class Reader:
    """Someone with the whole answer, the totals, the rules and a computer, but without the raw numbers."""

    def __init__(self, table: Table) -> None:
        """Write the table's lines and pairs down once, a row each: parts − total, base − part."""
        from scipy.sparse import lil_matrix

        self._table = table
        facts = lil_matrix((len(table.lines) + len(table.pairs), len(table.values)))
        for row, line in enumerate(table.lines):
            facts[row, list(line.parts)], facts[row, line.total] = 1.0, -1.0
        for row, (base, part) in enumerate(table.pairs, len(table.lines)):
            facts[row, base], facts[row, part] = 1.0, -1.0
        self._facts = facts.tocsr()

    def alternative(self, hidden: BoolArray, secret: Secret) -> FloatArray | None:
        """A table that looks the same with the `hidden` cells left out, yet differs in the secret; None if there is none."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        table, weights = self._table, np.zeros(len(self._table.values))
        weights[secret.cell] = 1.0
        if secret.less is not None:
            weights[secret.less] = -1.0
        far = 10 * float(table.values.max()) + 100
        cells = Bounds(np.where(hidden, table.hidden_low, table.shown_low), np.where(hidden, far, table.shown_high))
        facts = [LinearConstraint(self._facts, *self._limits(hidden))] if self._facts.shape[0] else []
        for sign in (-1.0, 1.0):
            # Its presolve prints to standard output, where the answer of a command goes.
            found = milp(
                sign * weights,
                integrality=table.is_whole,
                bounds=cells,
                constraints=facts,
                options={"presolve": False},
            ).x
            if found is not None and differs(secret, table.values, found):
                return np.asarray(found, dtype=np.float64)
        return None

    def _limits(self, hidden: BoolArray) -> tuple[FloatArray, FloatArray]:
        """Between what the reader knows each line and each pair to lie."""
        table = self._table
        lines = [(-line.left_over,) * 2 if line.adds_up else (-np.inf, 0.0) for line in table.lines]
        limits = np.array(lines + [self._gap(base, part, hidden) for base, part in table.pairs])
        return limits[:, 0] - _TOLERANCE / 10, limits[:, 1] + _TOLERANCE / 10

    def _gap(self, base: int, part: int, hidden: BoolArray) -> tuple[float, float]:
        gap = self._table.values[base] - self._table.values[part]
        if gap < 0:
            return -np.inf, np.inf
        if hidden[base] or hidden[part]:
            return 0.0, np.inf
        return (0.0, 0.0) if gap == 0 else (float(self._table.fewest), np.inf)


def differs(secret: Secret, values: FloatArray, others: FloatArray) -> bool:
    """Whether the secret is another in the other table, by the room it needs."""
    return abs(secret.of(values) - secret.of(others)) >= secret.room - _TOLERANCE
