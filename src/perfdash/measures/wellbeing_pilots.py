"""Leadership courses with resilience in them, the pilot of assessments for muscles and joints, and the wellbeing bus.

Over the marts `training_completions`, `assessments` and `bus_sessions` (docs/wellbeing.md). None has an organisation: all
their rows are the police's.
"""

from collections.abc import Sequence

import duckdb
import pandas as pd

from perfdash.measures.disclosed import Counted
from perfdash.measures.people_counts import Source, every_period, part_labels, tally, whole_numbers
from perfdash.measures.people_periods import TIMES
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.wellbeing_periods import in_time, months_of, times


def _source(mart: str, kind: str, noun: str, *groups: str) -> Source:
    names = ("force", *groups)
    return Source(
        mart, kind, noun, {name: name for name in names} | times(), {name: name for name in groups}, (*names, *TIMES)
    )


COURSES = _source("training_completions", "training", "Courses completed", "worker_type", "command", "role", "course")
ASSESSMENTS = _source("assessments", "assessments", "Assessments", "worker_type", "area")
SESSIONS = _source("bus_sessions", "sessions", "Sessions of the bus", "stop")


def leadership_courses_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: leadership courses completed in the period, and how many of these completions taught resilience.

    Columns: `n_completions`, of them `n_with_resilience`; `n_content_unknown` (among the completions, and not counted as
    resilience); for analysts `n_people` behind them; `share_with_resilience` with `_low` and `_high`.
    """
    by = COURSES.checked(connection, selection, by)
    when, parameters = in_time(selection)
    sums = {
        "n_completions": "count(*)",
        "n_with_resilience": tally("has_resilience_content"),
        "n_content_unknown": tally("has_resilience_content IS NULL"),
        "n_people": "count(DISTINCT force || person)",
    }
    rows = COURSES.grouped(connection, selection, by, sums, when=f"is_leadership AND {when}", parameters=parameters)
    rows = every_period(connection, rows, selection, by, months_of(connection, COURSES.kind, selection))
    counts = ("n_completions", "n_with_resilience", "n_content_unknown")
    return Counted(
        whole_numbers(rows, (*counts, "n_people")),
        by,
        counts=counts,
        nested=counts[:2],
        shares={"share_with_resilience": ("n_with_resilience", "n_completions")},
        behind=dict.fromkeys(counts[:2], "n_people"),
        for_checking=("n_people",),
        beside=("n_content_unknown",),
        labels=part_labels(by),
    )


def assessments_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: assessments of muscles and joints offered in the period, by pilot area.

    Columns: `n_offered`, of them `n_completed`; for analysts `n_people` behind them; `share_completed` with `_low` and `_high`;
    `median_days` from offer to completion.
    """
    by = ASSESSMENTS.checked(connection, selection, by)
    when, parameters = in_time(selection)
    sums = {
        "n_offered": "count(*)",
        "n_completed": tally("is_completed = 1"),
        "n_people": "count(DISTINCT force || person)",
        "median_days": "median(days_to_complete)",
    }
    rows = ASSESSMENTS.grouped(connection, selection, by, sums, when=when, parameters=parameters)
    rows = every_period(connection, rows, selection, by, months_of(connection, ASSESSMENTS.kind, selection))
    counts = ("n_offered", "n_completed")
    return Counted(
        whole_numbers(rows, (*counts, "n_people")),
        by,
        counts=counts,
        nested=counts[:2],
        shares={"share_completed": ("n_completed", "n_offered")},
        behind=dict.fromkeys(counts[:2], "n_people"),
        for_checking=("n_people",),
        resting_on={"median_days": "n_completed"},
        labels=part_labels(by),
    )


def bus_by(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()) -> Counted:
    """One row a group: who came to the wellbeing bus, and at how many sessions. It toured once: a count at each stop, no trend.

    Columns: `n_attended` (whoever came twice counts twice), `sessions`, `attended_a_session` (of the numbers as shown);
    `sessions_unknown` are sessions whose attendance nobody wrote down: they are not among `sessions`.
    """
    by = SESSIONS.checked(connection, selection, by)
    when, parameters = in_time(selection)
    sums = {
        "n_attended": "coalesce(sum(n_attended), 0)::BIGINT",
        "sessions": tally("n_attended IS NOT NULL"),
        "sessions_unknown": tally("n_attended IS NULL"),
    }
    rows = SESSIONS.grouped(connection, selection, by, sums, when=when, parameters=parameters)
    rows = every_period(connection, rows, selection, by, months_of(connection, SESSIONS.kind, selection))
    return Counted(
        whole_numbers(rows, tuple(sums)),
        by,
        counts=("n_attended",),
        labels=("sessions", "sessions_unknown", *part_labels(by)),
        finish=_a_session,
    )


def _a_session(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(attended_a_session=rows["n_attended"] / rows["sessions"].where(rows["sessions"] > 0))
