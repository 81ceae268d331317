"""What an answer about people says in English: its figure, the formal line and the notes that belong beside it."""

import math
from collections.abc import Sequence

import pandas as pd

from perfdash.measures.people_held import PeopleHeld
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.register import Measure
from perfdash.measures.stay_interviews import EVIDENCE
from perfdash.reference.workforce import ambition_for

_RATES = {"leaver_rate": "leaver_rate_with_transfers", "supervisor_leaver_rate": "leaver_rate_with_transfers"}
_IN_BASIS = ("strength", "leavers", "leaver_rate", "resignation_rate", "supervisor_leaver_rate")
_OF_TRANSFERS = ("leavers", "leaver_rate", "supervisor_leaver_rate")
_TWELVE = (*_RATES, "resignation_rate", "hours_lost_per_fte")
_OWN_PERIOD = (*_TWELVE, "pensionable_reached", "interviewer_pool", "referrals_open")


def statistic(asked: Measure, selection: PeopleSelection, by: Sequence[str] = ()) -> str:
    """The column that is the measure's figure: of the two leaver rates the one that the selection asks for.

    By way of leaving it is always the one that has every way in it.
    """
    return _RATES.get(asked.key, asked.statistic) if selection.transfers or "leaver_type" in by else asked.statistic


def definition(
    asked: Measure, selection: PeopleSelection, by: Sequence[str], rows: pd.DataFrame, held: Sequence[PeopleHeld]
) -> str:
    """The formal line: what is counted, of what, on which basis, where, when, and to which day the data reach."""
    words = [asked.question, f"Of {asked.denominator}"]
    if asked.key in _IN_BASIS:
        words.append("in full-time equivalents" if selection.is_fte else "by headcount")
    if asked.key in _OF_TRANSFERS:
        is_in = selection.transfers or "leaver_type" in by
        words.append(f"{'including' if is_in else 'excluding'} transfers to other forces")
    words += selection.caption(with_period=asked.key not in _OWN_PERIOD)
    if asked.key in _TWELVE:
        words.append(_months(rows))
    to = max(one.data_to for one in held)
    return " · ".join([*words, f"data to {to.day} {to:%B %Y}"])


def _months(rows: pd.DataFrame) -> str:
    ends = pd.to_datetime(rows["to_month"]).drop_duplicates().sort_values()
    if ends.empty:
        return "12 months"
    if len(ends) == 1:
        return f"the 12 months to {ends.iloc[0]:%B %Y}"
    return f"12 months each, to {ends.iloc[0]:%B %Y} at first and to {ends.iloc[-1]:%B %Y} at last"


def notes(asked: Measure, selection: PeopleSelection, by: Sequence[str], held: Sequence[PeopleHeld]) -> tuple[str, ...]:
    """Sentences that belong beside the figures."""
    said = []
    if asked.key == "stay_interviews":
        said.append(f"Evidence: {EVIDENCE}.")
    if asked.key in (*_RATES, "resignation_rate") and {"month", "quarter"} & set(by):
        said.append(
            "Each rate shares most of its months with the one before it: a rolling series is never a process chart."
        )
    if selection.is_fte and asked.key in _IN_BASIS:
        said.append("Special constables and volunteers have no full-time equivalents and are left out.")
    for one in held:
        if ambition := ambition_for(asked.key, one.force, one.data_to):
            said.append(f"{ambition.name}: hoped for since {ambition.from_on:%B %Y}, neither a standard nor a promise.")
    return tuple(said)


def undated(n_undated: float) -> tuple[str, ...]:
    """How many records stand in no month; nothing where there is none."""
    if math.isnan(n_undated):
        return ("Few records, if any, have no date that is exact enough, and so stand in no period here.",)
    if not n_undated:
        return ()
    are = "record has" if n_undated == 1 else "records have"
    return (f"{n_undated:,.0f} {are} no date that is exact enough, and so stand in no period here.",)
