"""What takes part in the hiding beside the rows asked for: the totals of every breakdown that adds up, and in public more.

Where a measure has one public breakdown, its headline is suppressed together with that breakdown, whichever of the two is
asked for: so a headline never shows what was hidden to protect a part of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

import duckdb
import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.errors import NotHeld
from perfdash.measures.disclosed import ANALYST, Counted, check_audience, disclosed
from perfdash.measures.people_cuts import PUBLIC_BREAKDOWNS
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.register import Measure

Question = Callable[[duckdb.DuckDBPyConnection, PeopleSelection, Sequence[str]], Counted]
# A breakdown by these adds up to its total, which anybody can ask for: the total takes part in what is hidden.
ADDING_UP = ("force", "worker_type", "rank", "command", "lpt", "leaver_type", "service_band", "joiner_type", "trigger",
             "interviewer_group", "part", "supervisor", "role", "role_group", "listed", "age_band", "wait_band",
             "area", "stop", "course")  # fmt: skip
_MOST_TOTALS = 2
ALL = "all"


def shown_rows(
    connection: duckdb.DuckDBPyConnection,
    ask: Question,
    asked: Measure,
    selection: PeopleSelection,
    counted: Counted,
    audience: str,
) -> pd.DataFrame:
    """The rows of an answer as its audience may see them."""
    wider = _wider(connection, ask, asked, selection, counted) if audience == Audience.PUBLIC else None
    if wider is None:
        return _without_totals(_disclosed(connection, ask, asked, selection, counted, audience), counted)
    rows = _disclosed(connection, ask, asked, selection, wider, audience)
    further = [name for name in wider.by if name not in counted.by]
    is_headline = (rows[further] == ALL).all(axis=1)
    return _without_totals(rows[is_headline].drop(columns=further), counted)


def _disclosed(
    connection: duckdb.DuckDBPyConnection,
    ask: Question,
    asked: Measure,
    selection: PeopleSelection,
    counted: Counted,
    audience: str,
) -> pd.DataFrame:
    return disclosed(_with_totals(connection, ask, selection, counted, audience), audience, asked.sensitivity)


def _wider(
    connection: duckdb.DuckDBPyConnection, ask: Question, asked: Measure, selection: PeopleSelection, counted: Counted
) -> Counted | None:
    """The same by the measure's public breakdown too; nothing where it has none, or is asked by it already."""
    further = [name for name in PUBLIC_BREAKDOWNS.get(asked.key, ()) if name not in counted.by]
    if not further or counted.rows.empty:
        return None
    try:
        wider = ask(connection, selection, (*counted.by, *further))
    except NotHeld:  # no record says which group it is of, so nobody can ask for groups either
        return None
    return None if wider.rows.empty else wider


def _with_totals(
    connection: duckdb.DuckDBPyConnection, ask: Question, selection: PeopleSelection, counted: Counted, audience: str
) -> Counted:
    """The same with the totals of every breakdown that adds up, for what is hidden must not follow from them."""
    adding = _adding(counted)
    if check_audience(audience) == ANALYST or not adding or len(adding) > _MOST_TOTALS or counted.rows.empty:
        return counted
    frames = [counted.rows.astype(dict.fromkeys(adding, object))]
    for number in range(1, len(adding) + 1):
        for left_out in combinations(adding, number):
            totals = ask(connection, selection, [name for name in counted.by if name not in left_out]).rows
            if not totals.empty:
                frames.append(totals.assign(**dict.fromkeys(left_out, ALL)))
    return replace(counted, rows=pd.concat(frames, ignore_index=True))


def _without_totals(rows: pd.DataFrame, counted: Counted) -> pd.DataFrame:
    adding = _adding(counted)
    return rows[~(rows[adding] == ALL).any(axis=1)].reset_index(drop=True) if adding else rows.reset_index(drop=True)


def _adding(counted: Counted) -> list[str]:
    """The breakdowns that add up to their totals: hours by their reason do, people by the reasons they give do not."""
    return [name for name in counted.by if name in ADDING_UP or (name == "reason_group" and counted.sums)]
