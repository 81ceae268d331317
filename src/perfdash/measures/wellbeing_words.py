"""Sentences that belong beside the figures of wellbeing: whose rows they are, what is missing, what may not be compared."""

from collections.abc import Sequence

import duckdb

from perfdash.contract.wellbeing import FIRE
from perfdash.measures.people_held import people_held
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.register import Measure
from perfdash.measures.wellbeing_changes import OUTDATED, list_state
from perfdash.measures.wellbeing_periods import is_split
from perfdash.store.wellbeing_marts import FULL_WEEK, FULL_WEEKS

SHARED = ("programme-contacts", "referrals")
OF_THE_LIST = ("role_group", "listed")
REACHED = ("reached_beyond_screening", "unlisted_reached")
_MEANS = {
    "exposures": "trauma risk management",
    "referrals": "occupational health",
    "training": "resilience training",
    "employments": "roles but those of contacts",
}
HOURS = ("hours_lost_share", "hours_lost_per_fte")


def notes(
    connection: duckdb.DuckDBPyConnection, asked: Measure, selection: PeopleSelection, by: Sequence[str]
) -> tuple[str, ...]:
    """The sentences for one answer, none for what is not about wellbeing."""
    said = []
    if asked.records in SHARED and not is_split(selection, by) and asked.key not in REACHED:
        said.append(f"Only the police's own: rows of {FIRE} and of others are left out; ask by organisation for them.")
    if asked.key in REACHED:
        said += _of_reach(connection, selection, by)
    if asked.key in HOURS:
        weeks = ", ".join(f"{hours:g} for {kind}s" for kind, hours in FULL_WEEKS.items())
        said.append(f"A full week is {weeks} and {FULL_WEEK:g} hours for everybody else who is paid.")
    if "reason_group" in by or selection.chosen("reason_group"):
        said.append("The Home Office collects no reasons of absence: there is no national benchmark.")
    if asked.key == "hours_lost_per_fte" and {"month", "quarter"} & set(by):
        said.append(
            "Each figure shares most of its months with the one before it: a rolling series is never a process chart."
        )
    if asked.key in REACHED or set(OF_THE_LIST) & {*by, *dict(selection.filters)}:
        said += _of_list(connection)
    return tuple(said)


def _of_reach(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str]) -> list[str]:
    missing = [what for kind, what in _MEANS.items() if not people_held(connection, kind, selection.chosen("force"))]
    said = [f"Nothing is held of {', '.join(missing)}, so it cannot count."] if missing else []
    if "means" in by:
        said.append("One person may be reached by several means: the rows do not add up.")
    if {"month", "quarter"} & set(by):
        said.append("Each figure is of twelve months and shares most of them with the one before it: it is no process.")
    return said


def _of_list(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [OUTDATED] if list_state(connection).differs else []
