"""Who left and who joined: one query function a question, over the mart `service_spells` (grain: a spell of service).

A leaver is the end of a spell of continuous service. A change of worker type is none: it stands in a count of its own.
Counted in the month of the last day; rank, command and hours as last held. Definitions: docs/retention.md.
"""

from collections.abc import Sequence
from functools import partial

import duckdb
import pandas as pd

from perfdash.contract.columns import NOT_KNOWN
from perfdash.contract.workforce import RESIGNATION, TRANSFER_IN, TRANSFER_OUT
from perfdash.measures.disclosed import Counted
from perfdash.measures.people_counts import Source, every_period, in_period, part_labels, tally, whole_numbers
from perfdash.measures.people_periods import TIMES, months_held, quarter_sql, year_sql
from perfdash.measures.people_selection import IS_SUPERVISOR, PeopleSelection
from perfdash.measures.strength import GROUPS, RESTS_ON

CHANGE = "change of worker type"
IN_POST = "in post"
_GROUPS = {name: name for name in GROUPS} | {"supervisor": IS_SUPERVISOR}
LEFT = "end_kind <> 'in post' AND gone_on <= data_to"
_IS_LEAVER = f"end_kind <> '{CHANGE}'"
_IS_KEPT = f"end_kind NOT IN ('{CHANGE}', '{TRANSFER_OUT}')"

LEAVERS = Source(
    mart="service_spells",
    kind="employments",
    noun="Leavers",
    columns=_GROUPS
    | {"leaver_type": "end_kind", "month": "gone_month", "quarter": quarter_sql("gone_on"), "year": year_sql("gone_on")}
    | {"cohort": year_sql("started_on")},
    rests_on=RESTS_ON,
    breakdowns=(*GROUPS, "leaver_type", *TIMES, "cohort"),
)
JOINERS = Source(
    mart="service_spells",
    kind="employments",
    noun="Joiners",
    columns=_GROUPS
    | {"joiner_type": "start_kind", "month": "started_month"}
    | {"quarter": quarter_sql("started_on"), "year": year_sql("started_on")},
    rests_on=RESTS_ON,
    breakdowns=(*GROUPS, "joiner_type", *TIMES),
)
LEAVER_SUMS = {
    "n_leavers": tally(_IS_KEPT),
    "n_resignations": tally(f"end_kind = '{RESIGNATION}'"),
    "n_transfers_out": tally(f"end_kind = '{TRANSFER_OUT}'"),
    "n_changes": tally(f"end_kind = '{CHANGE}'"),
    "n_leaver_type_unknown": tally(f"end_kind = '{NOT_KNOWN}'"),
    "n_fte_unknown": tally(f"{_IS_LEAVER} AND n_fte_unknown > 0"),
    "fte_left": f"coalesce(sum(fte) FILTER (WHERE {_IS_KEPT}), 0)",
    "fte_resigned": f"coalesce(sum(fte) FILTER (WHERE end_kind = '{RESIGNATION}'), 0)",
    "fte_transferred": f"coalesce(sum(fte) FILTER (WHERE end_kind = '{TRANSFER_OUT}'), 0)",
}
NESTED = ("n_leavers", "n_resignations")
LEAVER_FTE = {"fte_left": "n_leavers", "fte_resigned": "n_resignations", "fte_transferred": "n_transfers_out"}
LEAVER_COUNTS = (*NESTED, "n_transfers_out", "n_changes", "n_leaver_type_unknown", "n_fte_unknown")


def leavers_by(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()) -> Counted:
    """One row a group: leavers of the period, a row for every month, quarter or year held where asked by one.

    Columns: `n_leavers` (without those who went to another force), of them `n_resignations`; `n_transfers_out`;
    `n_leavers_with_transfers`, which is both, and hidden where either is; apart `n_changes` of worker type;
    `n_leaver_type_unknown`, `n_fte_unknown`; `leavers` in the basis chosen, with or without transfers as chosen (by leaver
    type always with); by a time `is_part`.
    """
    by = LEAVERS.checked(connection, selection, by)
    months = months_held(connection, PeopleSelection(filters=selection.filters))
    when, parameters = in_period(selection, "gone_month")
    rows = LEAVERS.grouped(
        connection,
        selection,
        by,
        LEAVER_SUMS,
        when=f"{LEFT} AND list_contains($months, gone_month) AND {when}",
        parameters={"months": [month.date() for month in months["month"]], **parameters},
    )
    rows = every_period(connection, rows, selection, by)
    fte = rows[list(LEAVER_FTE)].fillna(0)
    return Counted(
        whole_numbers(rows, LEAVER_COUNTS).assign(**{name: fte[name] for name in LEAVER_FTE}),
        by,
        counts=LEAVER_COUNTS,
        nested=NESTED,
        resting_on=LEAVER_FTE,
        amounts=tuple(LEAVER_FTE),
        labels=part_labels(by),
        finish=partial(_in_basis, selection=selection, with_transfers=selection.transfers or "leaver_type" in by),
    )


def _in_basis(rows: pd.DataFrame, selection: PeopleSelection, with_transfers: bool) -> pd.DataFrame:
    """The leavers asked for, of what is shown: one hidden part hides the whole, or the part would follow from it."""
    rows = rows.assign(n_leavers_with_transfers=rows["n_leavers"] + rows["n_transfers_out"])
    fte = rows["fte_left"] + rows["fte_transferred"] if with_transfers else rows["fte_left"]
    heads = rows["n_leavers_with_transfers" if with_transfers else "n_leavers"]
    return rows.assign(leavers=fte if selection.is_fte else heads).drop(columns=list(LEAVER_FTE))


def joiners_by(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()) -> Counted:
    """One row a group: who joined in the period, by rank and command as last held.

    Columns: `n_joiners`, of them `n_new_joiners` (known to be neither transferred nor back again); `n_transfers_in`,
    `n_rejoiners`; apart `n_changes` of worker type; by a time `is_part`.
    """
    by = JOINERS.checked(connection, selection, by)
    when, parameters = in_period(selection, "started_month")
    months = months_held(connection, PeopleSelection(filters=selection.filters))
    rows = JOINERS.grouped(
        connection,
        selection,
        by,
        {
            "n_joiners": tally(f"start_kind <> '{CHANGE}'"),
            "n_new_joiners": tally("start_kind = 'new joiner'"),
            "n_transfers_in": tally(f"start_kind = '{TRANSFER_IN}'"),
            "n_rejoiners": tally("start_kind = 'rejoiner'"),
            "n_changes": tally(f"start_kind = '{CHANGE}'"),
        },
        when=f"list_contains($months, started_month) AND {when}",
        parameters={"months": [month.date() for month in months["month"]], **parameters},
    )
    rows = every_period(connection, rows, selection, by)
    counts = ("n_joiners", "n_new_joiners", "n_transfers_in", "n_rejoiners", "n_changes")
    rows = whole_numbers(rows, counts)
    return Counted(rows, by, counts=counts, nested=counts[:2], labels=part_labels(by))


def known_to_leave(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection) -> pd.DataFrame:
    """One row: `n_known_to_leave`, people in post on the day the data reach to whose last day is already recorded."""
    return LEAVERS.grouped(connection, selection, (), {"n_known_to_leave": tally("known_to_leave_on IS NOT NULL")})
