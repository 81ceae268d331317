"""Exit interviews: who was asked, who answered, and why people say they leave (docs/retention.md).

Over the marts `exit_interviews` (grain: a record) and `exit_reasons` (a completed interview and a reason). Whoever is
dismissed or has died is in no base; other ways of leaving stand apart. Records without a date stand in no month, and are told.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from perfdash.contract.columns import NOT_KNOWN
from perfdash.contract.exit_interviews import REASONS
from perfdash.measures.disclosed import Counted
from perfdash.measures.leavers import LEAVERS, LEFT
from perfdash.measures.people_counts import Source, tally, whole_numbers
from perfdash.measures.people_held import people_held
from perfdash.measures.people_periods import TIMES, quarter_sql, year_sql
from perfdash.measures.people_selection import PeopleSelection
from perfdash.store.interview_marts import FULL_FORM, SHORT_FORM

_GROUPS = ("force", "worker_type", "rank", "command", "lpt", "leaver_type", "service_band")
_YEAR = (
    f"CASE WHEN dated_exact_to = 'year' THEN 'in ' || year(dated_on) WHEN dated_on IS NULL THEN '{NOT_KNOWN}' "
    f"ELSE {year_sql('dated_on')} END"
)
_QUARTER = f"CASE WHEN month IS NULL THEN '{NOT_KNOWN}' ELSE {quarter_sql('dated_on')} END"
_RESTS_ON = {name: name for name in ("worker_type", "rank", "command", "lpt", "leaver_type")}
EXITS = Source(
    mart="exit_interviews",
    kind="exit-interviews",
    noun="Exit interviews",
    columns={name: name for name in (*_GROUPS, "part", "month")} | {"quarter": _QUARTER, "year": _YEAR},
    rests_on=_RESTS_ON | {"service_band": "service_started_on"},
    breakdowns=(*_GROUPS, "part", *TIMES),
)
REASONS_GIVEN = replace(
    EXITS,
    mart="exit_reasons",
    columns={name: sql for name, sql in EXITS.columns.items() if name != "part"}
    | {"reason": "reason", "reason_group": "reason_group"},
    rests_on=dict(EXITS.rests_on) | {"reason": "reasons", "reason_group": "reasons"},
    breakdowns=(*_GROUPS, *TIMES, "reason", "reason_group"),
)
_DUE = "part IN ('full', 'short')"
_FUNNEL = ("n_eligible", "n_offered", "n_completed")
_SUMS = {
    "n_eligible": tally(_DUE),
    "n_offered": tally(f"{_DUE} AND status IN ('completed', 'declined', 'offered, no answer')"),
    "n_completed": tally(f"{_DUE} AND status = 'completed'"),
    "n_declined": tally(f"{_DUE} AND status = 'declined'"),
    "n_not_asked": tally(f"{_DUE} AND status = 'not asked'"),
    "n_unknown": tally(f"{_DUE} AND status = '{NOT_KNOWN}'"),
    "n_apart": tally("part = 'apart'"),
    "n_never": tally("part = 'never'"),
    "n_timed": tally(f"{_DUE} AND status = 'completed' AND days_to_complete IS NOT NULL"),
}
_BESIDE = "n_leavers_without_record"
_GROUPED = ("organisational", "occupational", "reward", "personal", "normal", "not grouped")


def exit_interviews_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: how far exit interviews came, and how long they took.

    Columns: `n_eligible`, of them `n_offered`, of them `n_completed`; `n_declined`, `n_not_asked`, `n_unknown` (what became
    of it); `n_apart` and `n_never` (in no base); `share_offered`, `share_completed` with `_low` and `_high`; `median_days`
    from notice to completion, of `n_timed`; `n_leavers_without_record` (leavers by the employments who should have one).
    """
    by = EXITS.checked(connection, selection, by)
    when, parameters = placed(selection)
    median = f"median(days_to_complete) FILTER ({_DUE} AND status = 'completed')"
    rows = EXITS.grouped(connection, selection, by, _SUMS | {"median_days": median}, when=when, parameters=parameters)
    counts: tuple[str, ...] = tuple(_SUMS)
    without = _without_record(connection, selection, by)
    if without is not None:
        rows = rows.merge(without, on=list(by), how="outer") if by else rows.assign(**without.iloc[0])
        counts = (*counts, _BESIDE)
    return Counted(
        whole_numbers(rows, counts),
        by,
        counts=counts,
        nested=_FUNNEL,
        shares={"share_offered": ("n_offered", "n_eligible"), "share_completed": ("n_completed", "n_offered")},
        resting_on={"median_days": "n_timed"},
    )


def leaving_reasons_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ("reason",)
) -> Counted:
    """One row a reason (or group of reasons) and group: how many completed interviews name it, and as the main one.

    Columns: `n_eligible`, of them `n_completed`, of them `n_naming`, of them `n_main`; `share_naming` and `share_main` of
    the completed, with `_low` and `_high`; `share_answered` is completed ÷ eligible: the others were not asked or did not
    answer. Several reasons a person, so the shares add up to more than 1. With `reason` also its `reason_group`.
    """
    if not {"reason", "reason_group"} & set(by):
        by = (*by, "reason")
    by = REASONS_GIVEN.checked(connection, selection, by)
    others = tuple(name for name in by if name not in ("reason", "reason_group"))
    when, parameters = placed(selection)
    bases = {name: _SUMS[name] for name in ("n_eligible", "n_completed")}
    base = EXITS.grouped(connection, selection, others, bases, when=when, parameters=parameters)
    named = {"n_naming": "count(DISTINCT row_key)", "n_main": "count(DISTINCT row_key) FILTER (WHERE is_main)"}
    found = REASONS_GIVEN.grouped(connection, selection, by, named, when=f"{_DUE} AND {when}", parameters=parameters)
    rows = base.merge(_every(by), how="cross").merge(found, on=list(by), how="left")
    counts = ("n_eligible", "n_completed", "n_naming", "n_main")
    shares = {"share_naming": ("n_naming", "n_completed"), "share_main": ("n_main", "n_completed")}
    return Counted(
        whole_numbers(rows, counts),
        by,
        counts=counts,
        nested=counts,
        shares=shares | {"share_answered": ("n_completed", "n_eligible")},
    )


def _every(by: Sequence[str]) -> pd.DataFrame:
    """Every reason of the contract, or every group, so that one that nobody names is 0."""
    groups = pd.DataFrame({"reason_group": _GROUPED})
    if "reason" not in by:
        return groups
    reasons = pd.DataFrame({"reason": REASONS})
    return reasons.merge(groups, how="cross") if "reason_group" in by else reasons


def undated(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str]) -> Counted | None:
    """One row, `n_undated`: records of the selection that may belong to the period, or to a month of it, and stand in none.

    Nothing where neither a period nor a breakdown by time is asked for: then every record is counted.
    """
    if not (selection.from_month or selection.to_month or set(TIMES) & set(by)):
        return None
    when, parameters = placed(selection)
    may_lie_in = when.replace("12, 1", "13, 1").replace("1, 1", "12, 1").replace("13, 1", "1, 1")
    is_vague = (
        "dated_exact_to = 'year'" if {"month", "quarter"} & set(by) else f"dated_exact_to = 'year' AND NOT ({when})"
    )
    sums = {"n_undated": tally(f"dated_on IS NULL OR ({is_vague} AND ({may_lie_in}))")}
    return Counted(EXITS.grouped(connection, selection, (), sums, parameters=parameters), (), counts=("n_undated",))


def placed(selection: PeopleSelection) -> tuple[str, dict[str, date]]:
    """SQL for the records of a period, and its parameters; one exact to a year is in it if the whole of that year is."""
    parts, parameters = list[str](), dict[str, date]()
    for sign, month, name, day in (
        (">=", selection.from_month, "from_month", "make_date(year(dated_on), 1, 1)"),
        ("<=", selection.to_month, "to_month", "make_date(year(dated_on), 12, 1)"),
    ):
        if month:
            parts.append(f"coalesce(month, CASE WHEN dated_exact_to = 'year' THEN {day} END) {sign} ${name}")
            parameters[name] = month
    return " AND ".join(parts) or "true", parameters


def _without_record(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str]
) -> pd.DataFrame | None:
    """Leavers by the employments who are due an exit interview and have no record; nothing where that cannot be said."""
    if not set(by) | {key for key, _ in selection.filters} <= set(LEAVERS.columns):
        return None
    if not people_held(connection, "employments", selection.chosen("force")):
        return None
    due = ", ".join(f"'{kind}'" for kind in (*FULL_FORM, *SHORT_FORM))
    has_record = (
        "EXISTS (SELECT 1 FROM exit_interviews AS records WHERE records.force = service_spells.force AND records.person = "
        "service_spells.person AND (records.matched_from IS NULL OR gone_on BETWEEN matched_from AND matched_to))"
    )
    parts, parameters = [f"{LEFT} AND end_kind IN ({due}) AND NOT {has_record}"], dict[str, Any]()
    for sign, month, name in ((">=", selection.from_month, "from_month"), ("<=", selection.to_month, "to_month")):
        if month:
            parts.append(f"gone_month {sign} ${name}")
            parameters[name] = month
    span = (
        "force IN (SELECT force FROM exit_interviews) AND gone_on >= (SELECT coalesce(min(dated_on), DATE '9999-12-31') "
        "FROM exit_interviews AS first_ones WHERE first_ones.force = service_spells.force AND dated_exact_to <> 'year')"
    )
    sums = {_BESIDE: "count(*)"}
    return LEAVERS.grouped(connection, selection, by, sums, when=" AND ".join([*parts, span]), parameters=parameters)
