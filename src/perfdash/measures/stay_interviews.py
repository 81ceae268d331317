"""Stay interviews: from the trigger to still in post, who was reached in time, and who may hold them (docs/retention.md).

Each stage's base holds only those of whom it can be said by the day the data reach to: *too early* is not *did not*, and
not *stayed*. What is counted has no comparison group, so it says nothing of what the interviews did (evidence level 1 of 5).
"""

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pandas as pd

from perfdash.contract.columns import NOT_KNOWN
from perfdash.measures.disclosed import Counted
from perfdash.measures.leavers import IN_POST, JOINERS
from perfdash.measures.people_counts import Source, in_period, whole_numbers
from perfdash.measures.people_held import need_columns, need_records
from perfdash.measures.people_periods import TIMES, quarter_sql, year_sql
from perfdash.measures.people_selection import PeopleSelection
from perfdash.store.interview_marts import STAGES

EVIDENCE = "no comparison group, so the counts cannot show that the interviews kept anybody (evidence level 1 of 5)"
REACHED_WITHIN_MONTHS = 9  # the response record: joiners in their first six to nine months
PENSIONABLE_WITHIN_MONTHS = 12  # the response record: over a rolling 12 months

_GROUPS = ("force", "worker_type", "rank", "command", "lpt", "trigger")
STAYS = Source(
    mart="stay_stages",
    kind="stay-interviews",
    noun="Stay interviews",
    columns={name: name for name in (*_GROUPS, "stage", "month")}
    | {"quarter": quarter_sql("month"), "year": year_sql("month")},
    rests_on={name: name for name in ("worker_type", "rank", "command", "lpt", "trigger")},
    breakdowns=(*_GROUPS, "stage", *TIMES),
)
_COUNTS = ("n_base", "n_reached", "n_too_early", "n_unknown")


def stay_interviews_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a stage and group, the stages in order: who became eligible in the period, and how far they came.

    Columns: `stage`, `stage_number`, `n_base` (those who came to the stage before and have had the time), of them
    `n_reached`; `n_too_early`, `n_unknown`; `share_reached` with `_low` and `_high`.
    """
    by = STAYS.checked(connection, selection, tuple(dict.fromkeys((*by, "stage"))))
    when, parameters = in_period(selection) if selection.from_month or selection.to_month else ("true", {})
    sums = {name: f"coalesce(sum({name}), 0)::BIGINT" for name in _COUNTS}
    rows = STAYS.grouped(connection, selection, by, sums, when=when, parameters=parameters)
    others = [name for name in by if name != "stage"]
    every = rows[others].drop_duplicates().merge(_every_stage(), how="cross") if others else _every_stage()
    rows = every.merge(rows, on=list(by), how="left")
    return Counted(
        whole_numbers(rows, _COUNTS).sort_values([*others, "stage_number"]).reset_index(drop=True),
        by,
        counts=_COUNTS,
        nested=_COUNTS[:2],
        shares={"share_reached": ("n_reached", "n_base")},
        labels=("stage_number",),
    )


def _every_stage() -> pd.DataFrame:
    return pd.DataFrame({"stage": STAGES, "stage_number": range(1, len(STAGES) + 1)})


# Who was reached ------------------------------------------------------------------------------------------------------

_REACH = {name: name for name in ("force", "worker_type", "rank", "command", "lpt")}
NEW_JOINERS = replace(
    JOINERS,
    noun="New joiners",
    columns=_REACH
    | {"month": "started_month", "quarter": quarter_sql("started_on")}
    | {"year": year_sql("started_on"), "cohort": year_sql("started_on")},
    breakdowns=(*_REACH, *TIMES, "cohort"),
)
RETIRING = replace(JOINERS, noun="People near retirement", columns=_REACH, breakdowns=tuple(_REACH))
_MET = (
    "EXISTS (SELECT 1 FROM stay_interviews AS stays WHERE stays.force = service_spells.force "
    "AND stays.person = service_spells.person AND {condition})"
)
_BEGAN = "(SELECT first_on FROM people_forces WHERE people_forces.force = joiners.force AND kind = 'stay-interviews')"
_BOTH_TO = (
    "(SELECT min(last_on) FROM people_forces WHERE people_forces.force = service_spells.force "
    "AND kind IN ('employments', 'stay-interviews'))"
)


def joiners_reached_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: new joiners of the period with a stay interview held within nine months of joining.

    Columns: `n_joiners` who joined at least nine months before the data end, of them `n_reached`; `n_too_early`;
    `share_reached` with `_low` and `_high`. Whoever left before nine months were over counts: nobody reached them in time.
    Whoever joined before the first stay interview arose does not: there was nothing yet that could have reached them.
    """
    need_records(connection, STAYS.kind, selection)
    by = NEW_JOINERS.checked(connection, selection, by)
    when, parameters = in_period(selection, "started_month")
    month_nine = f"CAST(started_on + INTERVAL {REACHED_WITHIN_MONTHS} MONTH AS DATE)"
    met = _MET.format(condition=f"held_on BETWEEN started_on AND {month_nine}")
    is_old = f"{month_nine} <= {_BOTH_TO}"
    rows = NEW_JOINERS.grouped(
        connection,
        selection,
        by,
        {
            "n_joiners": "count(*) FILTER (WHERE is_old)",
            "n_reached": "count(*) FILTER (WHERE is_old AND is_met)",
            "n_too_early": "count(*) FILTER (WHERE NOT is_old)",
        },
        source=f"(SELECT service_spells.*, {is_old} AS is_old, {met} AS is_met FROM service_spells) AS joiners",
        when=f"start_kind IN ('new joiner', '{NOT_KNOWN}') AND started_on >= {_BEGAN} AND {when}",
        parameters=parameters,
    )
    counts = ("n_joiners", "n_reached", "n_too_early")
    return Counted(
        whole_numbers(rows, counts),
        by,
        counts=counts,
        nested=counts[:2],
        shares={"share_reached": ("n_reached", "n_joiners")},
    )


def pensionable_reached_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: people in post who can draw a pension within 12 months of the day the data reach to.

    Columns: `n_pensionable`, of them `n_invited` to a stay interview in the 12 months before that day, of them `n_held`;
    `share_invited` and `share_held` (of the invited), with `_low` and `_high`. The selection's months are of no matter.
    """
    need_records(connection, STAYS.kind, selection)
    by = RETIRING.checked(connection, selection, by)
    need_columns(connection, RETIRING.kind, selection, ("pensionable_on",), {"pensionable_on": "pensionable_on"})
    months = f"INTERVAL {PENSIONABLE_WITHIN_MONTHS} MONTH"
    recent = f"> CAST(service_spells.data_to - {months} AS DATE)"
    invited = _MET.format(condition=f"invited_on {recent}")
    held = _MET.format(condition=f"invited_on {recent} AND held_on {recent}")
    rows = RETIRING.grouped(
        connection,
        selection,
        by,
        {
            "n_pensionable": "count(*)",
            "n_invited": "count(*) FILTER (WHERE is_invited)",
            "n_held": "count(*) FILTER (WHERE is_held)",
        },
        source=f"(SELECT service_spells.*, {invited} AS is_invited, {held} AS is_held FROM service_spells)",
        when=f"end_kind = '{IN_POST}' AND pensionable_on > data_to AND pensionable_on <= CAST(data_to + {months} AS DATE)",
    )
    counts = ("n_pensionable", "n_invited", "n_held")
    shares = {"share_invited": ("n_invited", "n_pensionable"), "share_held": ("n_held", "n_invited")}
    return Counted(whole_numbers(rows, counts), by, counts=counts, nested=counts, shares=shares)


POOL = Source(
    mart="interviewers",
    kind="interviewers",
    noun="Interviewers",
    columns={name: name for name in ("force", "worker_type", "interviewer_group")},
    rests_on={"worker_type": "worker_type", "interviewer_group": "worker_type"},
    breakdowns=("force", "worker_type", "interviewer_group"),
)


def interviewer_pool_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: people who may hold stay interviews on the day the data reach to: `n_interviewers`.

    `interviewer_group` is police (officers, special constables) or staff (everybody else).
    """
    by = POOL.checked(connection, selection, by)
    pool = {"n_interviewers": "count(DISTINCT force || person)"}
    rows = POOL.grouped(connection, selection, by, pool, when="from_on <= data_to AND to_on >= data_to")
    return Counted(whole_numbers(rows, ("n_interviewers",)), by, counts=("n_interviewers",))
