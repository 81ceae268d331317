"""The one front for questions about people: a measure of the register, a selection, a breakdown, and who is looking.

Nothing else of the workforce's questions may be used outside this room (tests/test_house.py): what they count is raw, and
only what `people_answer` gives back has been suppressed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.analysis.spc import xmr
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.contract.workforce import SERVICE_BANDS
from perfdash.errors import BadQuestion
from perfdash.measures import (
    exit_interviews,
    leaver_rates,
    leavers,
    people_words,
    retention,
    stay_interviews,
    strength,
    wellbeing_absences,
    wellbeing_health,
    wellbeing_pilots,
    wellbeing_programmes,
    wellbeing_reach,
    wellbeing_trauma,
    wellbeing_words,
)
from perfdash.measures.disclosed import Counted, disclosed, marking
from perfdash.measures.people_cuts import TWELVE_MONTHS, check_cut
from perfdash.measures.people_held import need_records
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.people_totals import Question, shown_rows
from perfdash.measures.register import Measure, measure

KINDS = ("employments", "exit-interviews", "stay-interviews", "interviewers", "strength")  # what `records` may say
WELLBEING = ("programme-contacts", "exposures", "referrals", "absences", "training", "assessments", "sessions")
QUESTIONS: dict[str, Question] = {
    "strength": strength.strength_by,
    "published_strength": strength.published_strength,
    "leavers": leavers.leavers_by,
    "joiners": leavers.joiners_by,
    "leaver_rate": leaver_rates.leaver_rates_by,
    "resignation_rate": leaver_rates.leaver_rates_by,
    "supervisor_leaver_rate": leaver_rates.leaver_rates_by,
    "early_leavers": retention.early_leavers_by,
    "retention_curve": retention.retention_curves,
    "exit_interviews_offered": exit_interviews.exit_interviews_by,
    "exit_interviews_completed": exit_interviews.exit_interviews_by,
    "exit_interview_days": exit_interviews.exit_interviews_by,
    "leaving_reasons": exit_interviews.leaving_reasons_by,
    "stay_interviews": stay_interviews.stay_interviews_by,
    "joiners_reached": stay_interviews.joiners_reached_by,
    "pensionable_reached": stay_interviews.pensionable_reached_by,
    "interviewer_pool": stay_interviews.interviewer_pool_by,
    **wellbeing_programmes.SCREENING_STAGES,
    "programme_members": wellbeing_programmes.members_by,
    "programme_on_time": wellbeing_programmes.enhanced_by,
    "follow_ups_done": wellbeing_programmes.follow_ups_by,
    "reached_beyond_screening": wellbeing_reach.reached_by,
    "unlisted_reached": wellbeing_reach.unlisted_reached_by,
    **wellbeing_trauma.STAGES,
    "first_appointment_days": wellbeing_health.first_appointment_by,
    "referrals_seen": wellbeing_health.referrals_by,
    "referrals_open": wellbeing_health.open_by,
    "leadership_resilience": wellbeing_pilots.leadership_courses_by,
    "assessments_completed": wellbeing_pilots.assessments_by,
    "bus_attendance": wellbeing_pilots.bus_by,
    "hours_lost_share": wellbeing_absences.hours_lost_by,
    "hours_lost_per_fte": wellbeing_absences.hours_lost_per_fte_by,
    "long_absences": wellbeing_absences.long_absences_by,
}
_PROCESSES = (
    *("leavers", "joiners", "screening_on_time", "programme_on_time", "trauma_within_72_hours", "trauma_within_7_days"),
    *("first_appointment_days", "hours_lost_share", "long_absences"),
)


@dataclass(frozen=True)
class PeopleAnswer:
    """A measure answered: `rows` may be shown to `audience` as they are. `notes` are sentences that belong beside them.

    `rows` has the breakdown, `value` (the measure's figure), the columns that the question names, `hidden` (why a value of
    the row is hidden, '' where none is) and `hidden_<column>`; a hidden value is NaN.
    """

    asked: Measure
    selection: PeopleSelection
    by: tuple[str, ...]
    audience: str
    rows: pd.DataFrame
    definition: str
    notes: tuple[str, ...] = ()

    @property
    def statistic(self) -> str:
        """The column that `value` repeats."""
        return people_words.statistic(self.asked, self.selection, self.by)

    @property
    def marking(self) -> str:
        """What every screen and export of it carries."""
        return marking(self.audience)


@dataclass(frozen=True)
class RollingAnswer(PeopleAnswer):
    """Rates of twelve months, month by month: each shares eleven months with the last, so it is no process and never charted
    as one."""


def people_answer(
    connection: duckdb.DuckDBPyConnection,
    key: str,
    selection: PeopleSelection,
    by: Sequence[str] = (),
    audience: str = Audience.OFFICIAL.value,
) -> PeopleAnswer:
    """A measure of the workforce, suppressed for its audience: official (threshold 5), public, or analyst (nothing hidden).

    Raises:
        BadQuestion: a measure, breakdown, filter or audience that there is not.
        NotHeld: no such records are loaded, or a column that the breakdown needs is filled by nobody.
    """
    asked, ask = measure(key), QUESTIONS.get(key)
    if ask is None:
        raise BadQuestion(f"'{key}' is no measure of the workforce; 'perfdash measures' lists which are.")
    chosen = selection.having(supervisor="yes") if key == "supervisor_leaver_rate" else selection
    check_cut(asked, selection, by, audience)
    held = need_records(connection, asked.records, selection)
    counted = ask(connection, chosen, tuple(by))
    check_cut(asked, selection, counted.by, audience, _smallest(counted))
    rows = _in_order(shown_rows(connection, ask, asked, chosen, counted, audience), counted.by)
    rows.insert(len(counted.by), "value", rows[people_words.statistic(asked, chosen, counted.by)])
    is_rolling = key in TWELVE_MONTHS and bool({"month", "quarter"} & set(by))
    return (RollingAnswer if is_rolling else PeopleAnswer)(
        asked,
        selection,
        counted.by,
        audience,
        rows,
        people_words.definition(asked, chosen, counted.by, rows, held),
        (
            *_undated(connection, asked, chosen, counted.by, audience),
            *people_words.notes(asked, chosen, counted.by, held),
            *wellbeing_words.notes(connection, asked, chosen, counted.by),
        ),
    )


def monthly_leavers(
    connection: duckdb.DuckDBPyConnection,
    selection: PeopleSelection,
    by: Sequence[str] = (),
    audience: str = Audience.OFFICIAL.value,
) -> PeopleAnswer:
    """Leavers a month, by worker type or another breakdown: a series that may be charted as a process (`people_process`)."""
    return people_answer(connection, "leavers", selection, ("month", *by), audience)


def rolling_leaver_rates(
    connection: duckdb.DuckDBPyConnection,
    selection: PeopleSelection,
    by: Sequence[str] = (),
    audience: str = Audience.OFFICIAL.value,
) -> RollingAnswer:
    """The leaver rate of the twelve months that end with each month: beside the process, for the national comparison."""
    found = people_answer(connection, "leaver_rate", selection, ("month", *by), audience)
    assert isinstance(found, RollingAnswer)
    return found


def people_process(answer: PeopleAnswer, **group: str) -> ProcessBehaviour | None:
    """The months of one group as a judged process, part months left off; None where a month is hidden or there is none.

    Raises:
        BadQuestion: a rolling series, or an answer that is not by month: neither is a process.
    """
    if isinstance(answer, RollingAnswer) or answer.asked.key not in _PROCESSES or "month" not in answer.by:
        raise BadQuestion(
            f"{answer.asked.name} so asked is no series of months of its own: it cannot be judged as a process."
        )
    rows = answer.rows[~answer.rows["is_part"].astype(bool)]
    for name, value in group.items():
        rows = rows[rows[name] == value]
    if rows.empty or rows["value"].isna().any():
        return None
    return xmr(rows["month"], rows["value"], improvement_direction=answer.asked.improvement_direction)


def _smallest(counted: Counted) -> float | None:
    """How many people the smallest group has: the first count of an answer is the largest of a row."""
    return float(counted.rows[counted.counts[0]].min()) if counted.counts and len(counted.rows) else None


def _in_order(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Bands of service from the shortest; everything else as the question gave it."""
    if "service_band" not in by:
        return rows
    places = {name: place for place, (name, _) in enumerate(SERVICE_BANDS)}
    others = [name for name in by if name != "service_band"]
    order = rows.assign(service_band=rows["service_band"].map(lambda name: places.get(name, len(places))))
    return rows.loc[order.sort_values([*others, "service_band"]).index].reset_index(drop=True)


def _undated(
    connection: duckdb.DuckDBPyConnection, asked: Measure, selection: PeopleSelection, by: Sequence[str], audience: str
) -> tuple[str, ...]:
    if asked.records != "exit-interviews":
        return ()
    found = exit_interviews.undated(connection, selection.having(), by)
    if found is None:
        return ()
    n_undated = disclosed(found, audience, asked.sensitivity)["n_undated"].iloc[0]
    return people_words.undated(n_undated)
