"""The one seam through which every answer about people leaves: suppressed for its audience (docs/retention.md).

Questions count into a `Counted`, which nobody outside this room may hold; `disclosed` gives back the frame that may be
shown. Intervals, and what is put together of several numbers, are worked out from the numbers as shown, so they tell no more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from perfdash.analysis.disclosure import Audience, Rate, Sensitivity, suppress
from perfdash.analysis.disclosure_rules import ROUNDED_TO
from perfdash.analysis.intervals import wilson
from perfdash.errors import BadQuestion
from perfdash.measures.people_periods import TIMES

ANALYST = "analyst"  # everything, for checking
AUDIENCES = (Audience.OFFICIAL.value, Audience.PUBLIC.value, ANALYST)
CHECKING = "for checking only, not for sharing"


@dataclass(frozen=True)
class Counted:
    """A raw answer and what its columns are.

    `rows` has the breakdown `by`, `counts` of people, `labels` that say nothing of anybody, and values `resting_on` one
    of the counts. `shares` are numerator ÷ denominator of two counts, `ratios` of two sums, which have no interval.
    `nested` counts contain each other, largest first. `amounts` are those of `resting_on` that are people too (full-time
    equivalents), and rounded like them. `sums` of hours name the count of the people behind them and the column of the
    largest person's share; `behind` names for a count of events (contacts, spells) the column of the people behind it.
    Counts `beside` the figure the public is not given, and columns `for_checking` only analysts are. `sensitivity` stands
    where it is another than the measure's. `finish` sees what may be shown and nothing else.
    """

    rows: pd.DataFrame
    by: tuple[str, ...]
    counts: tuple[str, ...]
    shares: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    ratios: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    nested: tuple[str, ...] = ()
    resting_on: Mapping[str, str] = field(default_factory=dict)
    amounts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    sums: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    behind: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    for_checking: tuple[str, ...] = ()
    sensitivity: str = ""
    finish: Callable[[pd.DataFrame], pd.DataFrame] | None = None


def check_audience(audience: str) -> str:
    """The audience, if there is such a one.

    Raises:
        BadQuestion: there is none of that name.
    """
    if audience not in AUDIENCES:
        raise BadQuestion(f"There is no audience '{audience}'; choose from {', '.join(AUDIENCES)}.")
    return audience


def marking(audience: str) -> str:
    """What every screen and every export for this audience carries."""
    return CHECKING if audience == ANALYST else Audience(audience).marking


def disclosed(counted: Counted, audience: str, sensitivity: str) -> pd.DataFrame:
    """What `audience` may see: breakdown, labels, counts, shares with `_low` and `_high`, ratios, `hidden` (a reason or '').

    Hidden values are NaN, and `hidden_<column>` says why. For analysts nothing is hidden, and `marking` says what that means.
    """
    shown = (
        _raw(counted)
        if check_audience(audience) == ANALYST
        else _suppressed(counted, audience, counted.sensitivity or sensitivity)
    )
    for name, (numerator, denominator) in counted.shares.items():
        shown = _with_interval(shown, name, numerator, denominator)
    shown = shown.reset_index(drop=True)
    return counted.finish(shown) if counted.finish else shown


def _suppressed(counted: Counted, audience: str, sensitivity: str) -> pd.DataFrame:
    times = [name for name in TIMES if name in counted.by]
    # No total runs over months, so each month is a table of its own; one large table takes five times as long.
    is_cut = bool(times) and len(counted.by) > len(times)
    parts = [rows for _, rows in counted.rows.groupby(times, dropna=False)] if is_cut else [counted.rows]
    shown = pd.concat([_one(counted, rows, audience, sensitivity) for rows in parts or [counted.rows]]).sort_index()
    if audience == Audience.PUBLIC:
        shown = shown.assign(**{name: (shown[name] / ROUNDED_TO).round() * ROUNDED_TO for name in counted.amounts})
    return shown


def _one(counted: Counted, rows: pd.DataFrame, audience: str, sensitivity: str) -> pd.DataFrame:
    counts = [name for name in counted.counts if audience != Audience.PUBLIC or name not in counted.beside]
    return suppress(
        rows,
        counts=counts,
        by=counted.by,
        audience=Audience(audience),
        sensitivity=Sensitivity(sensitivity),
        rates={name: Rate(*parts) for name, parts in (*counted.shares.items(), *counted.ratios.items())},
        nested=counted.nested,
        sums=counted.sums,
        behind={name: people for name, people in counted.behind.items() if name in counts},
        resting_on=counted.resting_on,
        labels=counted.labels,
    )


def _raw(counted: Counted) -> pd.DataFrame:
    kept = [*counted.by, *counted.labels, *counted.counts, *counted.sums, *counted.resting_on]
    rows = counted.rows[kept].copy()
    for name, (numerator, denominator) in (*counted.shares.items(), *counted.ratios.items()):
        rows[name] = rows[numerator] / rows[denominator].where(rows[denominator] > 0)
    rows = rows.assign(**{name: counted.rows[name] for name in counted.for_checking})
    named = [*counted.counts, *counted.sums, *counted.resting_on, *counted.shares, *counted.ratios]
    return rows.assign(**{f"hidden_{name}": "" for name in named}, hidden="")


def with_share(rows: pd.DataFrame, name: str, numerator: str, denominator: str) -> pd.DataFrame:
    """The same with a share of two numbers that may be shown, and its interval."""
    share = rows[numerator] / rows[denominator].where(rows[denominator] > 0)
    return _with_interval(rows.assign(**{name: share}), name, numerator, denominator)


def _with_interval(rows: pd.DataFrame, name: str, numerator: str, denominator: str) -> pd.DataFrame:
    """Wilson's; none where more left than there were at the start, as may be where people joined and left in between."""
    x, n = rows[numerator].to_numpy(dtype=float), rows[denominator].to_numpy(dtype=float)
    is_share = (x <= n) & (n > 0) & rows[name].notna().to_numpy()
    low, high = wilson(np.where(is_share, x, np.nan), np.where(is_share, n, np.nan))
    return rows.assign(**{f"{name}_low": low, f"{name}_high": high})
