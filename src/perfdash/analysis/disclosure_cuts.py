"""Which questions may be asked of sensitive figures, so that no two answers can be taken from each other.

One answer is made safe by `disclosure`. Two answers that differ by a few people give those people away all the same: a
rolling year minus the one before, a filter on minus off, the force minus its commands, a year minus its quarters. Hence
the public is offered one period length a measure, one breakdown at a time with its total, and no filters.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from perfdash.analysis.disclosure_rules import Audience, Sensitivity
from perfdash.analysis.errors import NotPermitted

FEWEST_BY_MONTH = 50  # people in a group whose health figures are shown month by month


class Period(StrEnum):
    """How long each figure's period is. Years end on 31 March and quarters are the fixed four; a rolling year ends monthly."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ROLLING_YEAR = "rolling year"


_FREQUENCIES = {"monthly": Period.MONTH, "quarterly": Period.QUARTER, "yearly": Period.YEAR}
_SHORTEST_IN_PUBLIC = {Sensitivity.WORKFORCE: Period.QUARTER, Sensitivity.HEALTH: Period.YEAR}
_NAMES = {Sensitivity.WORKFORCE: "workforce", Sensitivity.HEALTH: "health and pension"}
_WORDS = {Period.MONTH: "months", Period.QUARTER: "fixed quarters", Period.YEAR: "whole years to 31 March"}


@dataclass(frozen=True, slots=True)
class Cuts:
    """What may be asked: period lengths, how many breakdowns at a time beside the period (None: any), and filters or none."""

    periods: tuple[Period, ...]
    n_breakdowns: int | None
    may_filter: bool


def permitted_cuts(audience: Audience, sensitivity: Sensitivity, frequency: str) -> Cuts:
    """What `audience` may ask of a measure; `frequency` is the register's: monthly, quarterly or yearly.

    In public a sensitive measure has one period length: its own, but no shorter than a quarter (workforce) or a year (health).
    """
    audience, sensitivity = Audience(audience), Sensitivity(sensitivity)
    if sensitivity is Sensitivity.PUBLIC:
        return Cuts(tuple(Period), None, True)
    if audience is Audience.OFFICIAL:
        return Cuts(tuple(Period), 2, True)
    lengths = list(Period)
    longer = max(_FREQUENCIES[frequency], _SHORTEST_IN_PUBLIC[sensitivity], key=lengths.index)
    return Cuts((longer,), 1, False)


def check_question(
    audience: Audience,
    sensitivity: Sensitivity,
    frequency: str,
    *,
    period: str,
    breakdowns: Collection[str] = (),
    filters: Collection[str] = (),
    smallest_group: float | None = None,
) -> None:
    """Refuse a question that `audience` may not ask, before it is put to the store.

    `period` is a `Period`'s word, anything else (a span of the reader's own) is refused where lengths are fixed.
    `breakdowns` are those beside the period, `filters` those in use; `smallest_group` is the number of people in the
    smallest group shown, needed for health figures by month. Raises `NotPermitted` with one plain sentence.
    """
    cuts = permitted_cuts(audience, sensitivity, frequency)
    if sensitivity == Sensitivity.PUBLIC:
        return
    if period not in cuts.periods:
        raise NotPermitted(_wrong_period(cuts, sensitivity))
    if cuts.n_breakdowns is not None and len(breakdowns) > cuts.n_breakdowns:
        at_most = {1: "one thing", 2: "two things"}[cuts.n_breakdowns]
        raise NotPermitted(
            f"These {_NAMES[sensitivity]} figures are broken down by {at_most} at a time; take one away."
        )
    if filters and not cuts.may_filter:
        raise NotPermitted(
            f"In public, {_NAMES[sensitivity]} figures are shown without filters; remove {', '.join(filters)}."
        )
    if sensitivity == Sensitivity.HEALTH and period == Period.MONTH and not (smallest_group or 0) >= FEWEST_BY_MONTH:
        raise NotPermitted(
            f"Health figures by month are shown for groups of {FEWEST_BY_MONTH} people or more; ask for quarters or years."
        )


def _wrong_period(cuts: Cuts, sensitivity: Sensitivity) -> str:
    if len(cuts.periods) > 1:
        return f"These {_NAMES[sensitivity]} figures are shown by {', '.join(cuts.periods[:-1])} or {cuts.periods[-1]}."
    return f"In public, these {_NAMES[sensitivity]} figures are shown for {_WORDS[cuts.periods[0]]} only."
