"""Small numbers: what may be shown to whom. Stands between the answer to a query and everything else.

`suppress` takes the raw answer and gives back only what the audience may see: a hidden value is NaN, with the reason in
the column `hidden_<column>`. Which questions may be asked at all: `disclosure_cuts`. In words: docs/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from perfdash.analysis import disclosure_rules as rules
from perfdash.analysis.disclosure_reader import FloatArray
from perfdash.analysis.disclosure_rules import RULES, Asked, Audience, Rate, Rule, Sensitivity
from perfdash.analysis.disclosure_secondary import lines_of, protect
from perfdash.analysis.errors import AlreadySuppressed, CountsDisagree, DuplicateCell, NotACount, NotANumber

__all__ = [
    "KEY",
    "SYMBOL",
    "Audience",
    "Hidden",
    "Rate",
    "Sensitivity",
    "may_be_charted",
    "suppress",
    "why_not_charted",
]

SYMBOL = "‡"
KEY = "‡ hidden: a small number, or a number that would give one away"


class Hidden(StrEnum):
    """Why a value is hidden. One hidden to protect a small number says the same: told apart, they would give more away."""

    NO = ""
    SMALL_NUMBER = "small number"
    DOMINATED = "one person dominates"


def suppress(
    rows: pd.DataFrame,
    *,
    counts: Sequence[str],
    by: Sequence[str],
    audience: Audience,
    sensitivity: Sensitivity,
    nested: Sequence[str] = (),
    rates: Mapping[str, Rate] | None = None,
    sums: Mapping[str, tuple[str, str]] | None = None,
    resting_on: Mapping[str, str] | None = None,
    behind: Mapping[str, str] | None = None,
    labels: Sequence[str] = (),
    total: object = "all",
) -> pd.DataFrame:
    """What `audience` may see of `rows`, one row a cell of the breakdown `by`; rows where `by` says `total` are totals.

    `counts` are numbers of people (or full-time equivalents); those in `nested`, largest first, each contain the next.
    `rates` are worked out here, from what is shown. `sums` of days or hours name the count of the people behind them
    and the column of the largest person's share (0–1). `resting_on` names the count behind any other value (a median),
    `behind` names for a count of events (contacts, spells) the column of the people behind it, which is not shown and must
    not be small either.
    `labels` are words to keep. The answer has the columns named here and no others: floats, NaN where hidden,
    `hidden_<column>` with the reason, `hidden` with the row's. Every total shown anywhere must be among the rows.
    Raises `AlreadySuppressed`, `DuplicateCell`, `NotACount`, `NotANumber` and `CountsDisagree`.
    """
    audience, sensitivity = Audience(audience), Sensitivity(sensitivity)  # a misspelt word must not show everything
    seen_by = (str(audience), str(sensitivity))
    if "hidden" in rows:
        return _as_it_was(rows, seen_by)
    asked = Asked(tuple(counts), tuple(nested), rates or {}, sums or {}, resting_on or {}, behind or {})
    values, rule = _checked(rows, by, asked), RULES.get((audience, sensitivity))
    reasons = _reasons(rows, values, asked, rule, by, total)
    if audience is Audience.PUBLIC:  # it would tell of a small group that one colleague was away most of the time
        reasons[reasons == Hidden.DOMINATED] = str(Hidden.SMALL_NUMBER)
    shown = np.where(reasons == Hidden.NO, rules.rounded(values) if rule and rule.is_rounded else values, np.nan)
    answer = rows[[*by, *labels]].assign(**dict(zip(asked.columns, shown.T, strict=True)))
    answer = _completed(answer, rows, dict(zip(asked.columns, reasons.T, strict=True)), asked, rule)
    answer.attrs["suppressed_for"] = seen_by
    return answer


def may_be_charted(answer: pd.DataFrame, column: str) -> bool:
    """Whether one series of a suppressed answer may be drawn as a process chart: only with nothing hidden."""
    return not why_not_charted(answer, column)


def why_not_charted(answer: pd.DataFrame, column: str) -> str:
    """The sentence that stands where the process chart would; empty where it may be drawn."""
    n_hidden = int((answer[f"hidden_{column}"] != Hidden.NO).sum())
    if not n_hidden:
        return ""
    are = "is" if n_hidden == 1 else "are"
    return f"No process chart: {n_hidden} of {len(answer)} values {are} hidden to protect small numbers."


def _as_it_was(rows: pd.DataFrame, seen_by: tuple[str, str]) -> pd.DataFrame:
    if rows.attrs.get("suppressed_for") != seen_by:
        raise AlreadySuppressed()
    return rows.copy()


def _checked(rows: pd.DataFrame, by: Sequence[str], asked: Asked) -> FloatArray:
    """The numbers (rows, columns), if they can be what they are said to be."""
    if strangers := sorted(asked.used - {*asked.columns}):
        raise NotACount(f"'{strangers[0]}' is used but is not among the counts handed over.")
    if rows.duplicated(list(by)).any() if by else len(rows) > 1:
        raise DuplicateCell()
    values = rows[asked.columns].to_numpy(dtype=np.float64, na_value=np.nan)
    if not np.isfinite(values).all():
        raise NotANumber("A count is missing or is not a number; leave out the rows of which nothing is known.")
    contained = values[:, [asked.columns.index(name) for name in asked.nested]]
    if (values < 0).any() or (np.diff(contained, axis=1) > 0).any():
        raise CountsDisagree()
    return values


def _reasons(
    rows: pd.DataFrame, values: FloatArray, asked: Asked, rule: Rule | None, by: Sequence[str], total: object
) -> npt.NDArray[np.object_]:
    """Why each number (rows, columns) is hidden."""
    reasons = np.full(values.shape, str(Hidden.NO), dtype=object)
    if rule is None or not values.size:
        return reasons
    few, dominated = rules.few_or_dominated(rows, asked, rule)
    hidden = rules.too_small(values, asked, rule) | few | dominated
    cells = rules.table(values, hidden, few, asked, rule, tuple(lines_of(rows, by, values, total)))
    reasons[protect(cells, hidden.ravel()).reshape(values.shape)] = str(Hidden.SMALL_NUMBER)
    reasons[dominated] = str(Hidden.DOMINATED)
    return reasons


def _completed(
    answer: pd.DataFrame, rows: pd.DataFrame, why: dict[str, npt.NDArray[np.object_]], asked: Asked, rule: Rule | None
) -> pd.DataFrame:
    """The answer with its rates, the values that rest on a count, and the reasons."""
    for name, (numerator, denominator, *per) in asked.rates.items():
        rate = Rate(numerator, denominator, *per)
        why[name] = np.where(why[numerator] != Hidden.NO, why[numerator], why[denominator])
        answer[name], is_extreme = _rate(answer, rate, rule, numerator in asked.counts)
        why[name] = np.where(is_extreme, Hidden.SMALL_NUMBER, why[name])
    for name, count in asked.resting_on.items():
        answer[name], why[name] = rows[name].where(why[count] == Hidden.NO), why[count]
    answer = answer.assign(**{f"hidden_{name}": reasons for name, reasons in why.items()})
    answer["hidden"] = [max(row, key=list(Hidden).index) for row in zip(*why.values(), strict=True)]
    return answer


def _rate(
    answer: pd.DataFrame, rate: Rate, rule: Rule | None, is_share: bool
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """The rate of the numbers as shown, NaN where one is hidden or nobody is counted; and where it is 0 or 100 % and hidden."""
    base = answer[rate.denominator].to_numpy()
    shown = rate.per * answer[rate.numerator].to_numpy() / np.where(base == 0, np.nan, base)
    if rule is None or not rule.is_rounded:
        return shown, np.zeros(len(answer), dtype=bool)
    shown = np.round(shown, rule.places + 2 * (rate.per == 1))  # a share is read in per cent
    is_extreme = ((shown <= 0) | ((shown >= rate.per) & is_share)) & rule.hides_nought
    return np.where(is_extreme, np.nan, shown), is_extreme
