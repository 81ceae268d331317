"""Which questions about people an audience may ask at all, before they are put to the store (analysis/disclosure_cuts.py)."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from perfdash.analysis.disclosure import Audience, Sensitivity
from perfdash.analysis.disclosure_cuts import Period, check_question
from perfdash.analysis.errors import NotPermitted
from perfdash.errors import BadQuestion
from perfdash.measures.disclosed import ANALYST, check_audience
from perfdash.measures.people_periods import TIMES, YEAR_FROM_MONTH
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.register import Measure

TWELVE_MONTHS = (  # whatever the selection's months are
    *("leaver_rate", "resignation_rate", "supervisor_leaver_rate"),
    *("hours_lost_per_fte", "reached_beyond_screening", "unlisted_reached"),
)
_AS_AT = ("interviewer_pool", "pensionable_reached", "referrals_open")  # on the day the data reach to
_OWN_PERIOD = ("early_leavers", "retention_curve")  # joining years
_NO_BREAKDOWN = (*TIMES, "cohort", "stage", "reason", "reason_group", "years")  # the measure's own rows
_SPAN = "a span of months"

# In public a measure of wellbeing has one breakdown and no other, and its headline is suppressed together with it: so all
# that anybody can ask of it is one table. Of two breakdowns that lie within each other, a small number could be worked out.
_OF_ROLES = ("role_group",)
PUBLIC_BREAKDOWNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("screening_offered", "screening_completed", "screening_on_time"), _OF_ROLES),
    **dict.fromkeys(("programme_members", "programme_on_time", "follow_ups_done"), _OF_ROLES),
    **dict.fromkeys(("reached_beyond_screening", "trauma_within_72_hours"), _OF_ROLES),
    **dict.fromkeys(("trauma_within_7_days", "trauma_held"), _OF_ROLES),
    **dict.fromkeys(("first_appointment_days", "referrals_seen", "hours_lost_share"), _OF_ROLES),
    **dict.fromkeys(("hours_lost_per_fte", "long_absences"), _OF_ROLES),
    "unlisted_reached": ("role",),
    "referrals_open": (),
    "leadership_resilience": (),
    "assessments_completed": ("area",),
    "bus_attendance": ("stop",),
}


def check_cut(
    asked: Measure, selection: PeopleSelection, by: Sequence[str], audience: str, smallest: float | None = None
) -> None:
    """Refuses what an audience may not ask. `smallest` is the number of people in the smallest group of an answer.

    Raises:
        BadQuestion: the question, with the sentence that says why.
    """
    if check_audience(audience) == ANALYST:
        return
    if audience == Audience.PUBLIC and asked.key in PUBLIC_BREAKDOWNS:
        _check_breakdowns(asked, by)
    period = period_of(asked, selection, by)
    if audience == Audience.OFFICIAL and period == _SPAN:
        period = Period.YEAR  # chief officers may ask for any span
    try:
        check_question(
            Audience(audience),
            Sensitivity(asked.sensitivity),
            "yearly" if asked.key in TWELVE_MONTHS else asked.frequency,
            period=period,
            breakdowns=[name for name in by if name not in _NO_BREAKDOWN],
            filters=[key for key, _ in selection.filters if key != "force"],
            smallest_group=smallest if smallest is not None or period != Period.MONTH else float("inf"),
        )
    except NotPermitted as error:
        raise BadQuestion(str(error)) from error


def _check_breakdowns(asked: Measure, by: Sequence[str]) -> None:
    offered = PUBLIC_BREAKDOWNS[asked.key]
    if strange := [name for name in by if name not in (*TIMES, "force", *offered)]:
        only = f"by {' or '.join(offered).replace('_', ' ')} only" if offered else "without a breakdown"
        raise BadQuestion(f"In public, {asked.name.lower()} is shown {only}; leave {', '.join(strange)} out.")


def period_of(asked: Measure, selection: PeopleSelection, by: Sequence[str]) -> str:
    """How long the periods of an answer are, in the words of the rules; a span of the reader's own has none."""
    if asked.key in TWELVE_MONTHS:
        ends_in_march = selection.to_month and selection.to_month.month == YEAR_FROM_MONTH - 1
        is_yearly = "year" in by or (ends_in_march and not set(TIMES) & set(by))
        return Period.YEAR if is_yearly else Period.ROLLING_YEAR
    if asked.key in _OWN_PERIOD:
        return _joining_years(asked, selection, by)
    for time in TIMES:
        if time in by:
            return Period(time)
    if asked.key in _AS_AT:
        return {"monthly": Period.MONTH, "quarterly": Period.QUARTER, "yearly": Period.YEAR}[asked.frequency]
    return _span(selection.from_month, selection.to_month)


def _joining_years(asked: Measure, selection: PeopleSelection, by: Sequence[str]) -> str:
    """Whole joining years; curves one by one, for what is of several together could be taken from what is of each."""
    first, last = selection.from_month, selection.to_month
    if asked.key == "retention_curve" and "cohort" not in by:
        return _SPAN
    starts = first is None or first.month == YEAR_FROM_MONTH
    return Period.YEAR if starts and (last is None or last.month == YEAR_FROM_MONTH - 1) else _SPAN


def _span(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return _SPAN
    months = pd.Period(last, "M").ordinal - pd.Period(first, "M").ordinal + 1
    starts = (first.month - YEAR_FROM_MONTH) % 12
    if months == 1:
        return Period.MONTH
    if months == 3 and starts % 3 == 0:
        return Period.QUARTER
    return (Period.ROLLING_YEAR if starts else Period.YEAR) if months == 12 else _SPAN
