"""Occupational health: how long from the referral to the first appointment, and who still waits (docs/wellbeing.md).

Over the mart `health_referrals` (grain: a referral). Percentiles come from the referrals themselves. Those seen in a period
say how long people had waited; those referred in it, with the open ones beside, whether the wait is over.
"""

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pandas as pd

from perfdash.contract.columns import NOT_KNOWN
from perfdash.measures.disclosed import Counted
from perfdash.measures.people_counts import every_period, part_labels, whole_numbers
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.wellbeing_periods import (
    UNKNOWN,
    distinct,
    grouped_by,
    in_time,
    is_split,
    months_of,
    need_organisation,
    of_police,
    times,
)

# Upper ends in days, included; the last band is open.
AGE_BANDS = (("0 to 14 days", 14), ("15 to 28 days", 28), ("29 to 56 days", 56), ("over 56 days", None))
_AGE = (
    "CASE "
    + " ".join(f"WHEN days_open <= {end} THEN '{name}'" for name, end in AGE_BANDS if end)
    + f" ELSE '{AGE_BANDS[-1][0]}' END"
)
WAIT_BANDS = (
    *(("0 to 14 days", 14), ("15 to 21 days", 21), ("22 to 28 days", 28)),
    *(("29 to 42 days", 42), ("43 to 56 days", 56), ("over 56 days", None)),
)
_WAIT = (
    f"CASE WHEN days_to_seen IS NULL THEN '{NOT_KNOWN}' "
    + " ".join(f"WHEN days_to_seen <= {end} THEN '{name}'" for name, end in WAIT_BANDS if end)
    + f" ELSE '{WAIT_BANDS[-1][0]}' END"
)
REFERRED = grouped_by("health_referrals", "referrals", "Referrals", "organisation", month="referred_month")
SEEN = replace(
    REFERRED,
    columns=dict(REFERRED.columns) | times("seen_month") | {"wait_band": _WAIT},
    breakdowns=(*REFERRED.breakdowns, "wait_band"),
)
WAITING = replace(
    REFERRED,
    columns={name: sql for name, sql in REFERRED.columns.items() if name not in times()} | {"age_band": _AGE},
    breakdowns=(*(name for name in REFERRED.breakdowns if name not in times()), "age_band"),
)


def first_appointment_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: people seen for the first time in the period, and how many days they had waited since the referral.

    Columns: `n_seen` with both days known to the day, `median_days` and `p90_days` of these; `median_days_to_offer` from the
    referral to the day of the first appointment offered; `n_seen_undated`; `n_organisation_unknown`. For analysts `n_people`
    behind them. By `wait_band` the same people by how many days they had waited: the distribution of the waits.
    """
    by = SEEN.checked(connection, selection, by)
    need_organisation(connection, SEEN, selection)
    when, parameters = in_time(selection, "seen_month")
    seen = "is_seen = 1 AND days_to_seen IS NOT NULL"
    sums, whose = of_police({"n_seen": seen, "n_seen_undated": "is_seen = 1 AND days_to_seen IS NULL"}, selection, by)
    sums |= {"n_people": distinct(seen, selection, by)} | _percentiles(seen, selection, by)
    rows = SEEN.grouped(
        connection, selection, by, sums, when=f"is_seen = 1 AND {whose} AND {when}", parameters=parameters
    )
    rows = every_period(connection, rows, selection, by, months_of(connection, SEEN.kind, selection))
    if by == ("wait_band",):
        rows = pd.DataFrame({"wait_band": [name for name, _ in WAIT_BANDS]}).merge(rows, on="wait_band", how="left")
    counts = ("n_seen", "n_seen_undated", UNKNOWN)
    return Counted(
        whole_numbers(rows, (*counts, "n_people")),
        by,
        counts=counts,
        behind={"n_seen": "n_people"},
        for_checking=("n_people",),
        beside=("n_seen_undated", UNKNOWN),
        resting_on=dict.fromkeys(("median_days", "p90_days", "median_days_to_offer"), "n_seen"),
        labels=part_labels(by),
    )


def referrals_by(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()) -> Counted:
    """One row a group: people referred in the period, and what has become of it by the day the data reach to.

    Columns: `n_referred`, of them `n_seen`; `n_open` (neither seen nor closed); `n_closed_unseen`; `n_organisation_unknown`;
    `share_seen` with `_low` and `_high`; `median_days`, `p90_days` and `median_days_to_offer` of those seen so far, which are too
    short while many are open. For analysts `n_offered` a first appointment and `n_people` behind the referrals.
    """
    by = REFERRED.checked(connection, selection, by)
    need_organisation(connection, REFERRED, selection)
    when, parameters = in_time(selection, "referred_month")
    funnel = {"n_referred": "true", "n_offered": "is_offered = 1", "n_seen": "is_seen = 1"}
    beside = {"n_closed_unseen": "is_closed_unseen = 1", "n_open": "is_open = 1"}
    sums, whose = of_police(funnel | beside, selection, by)
    sums |= {"n_people": distinct("true", selection, by)} | _percentiles("is_seen = 1", selection, by)
    rows = REFERRED.grouped(connection, selection, by, sums, when=f"{whose} AND {when}", parameters=parameters)
    rows = every_period(connection, rows, selection, by, months_of(connection, REFERRED.kind, selection))
    shown = ("n_referred", "n_seen")
    counts = (*shown, *beside, UNKNOWN)
    return Counted(
        whole_numbers(rows, (*counts, "n_offered", "n_people")),
        by,
        counts=counts,
        nested=shown,
        shares={"share_seen": ("n_seen", "n_referred")},
        behind=dict.fromkeys((*shown, *beside), "n_people"),
        for_checking=("n_offered", "n_people"),
        beside=("n_closed_unseen", UNKNOWN),
        resting_on=dict.fromkeys(("median_days", "p90_days", "median_days_to_offer"), "n_seen"),
        labels=part_labels(by),
    )


def _percentiles(condition: str, selection: PeopleSelection, by: Sequence[str]) -> dict[str, str]:
    """SQL for the exact percentiles of the days of the rows that are counted."""
    own = "true" if is_split(selection, by) else "organisation = 'police'"
    which = f"FILTER (WHERE {own} AND ({condition}))"
    return {
        "median_days": f"quantile_cont(days_to_seen, 0.5) {which}",
        "p90_days": f"quantile_cont(days_to_seen, 0.9) {which}",
        "median_days_to_offer": f"quantile_cont(days_to_offered, 0.5) {which}",
    }


def open_by(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()) -> Counted:
    """One row a group: referrals neither seen nor closed on the day the data reach to, whenever they were made.

    By `age_band` how many days they have been open. Columns: `n_open`, `n_organisation_unknown`; for analysts `n_people` behind.
    """
    by = WAITING.checked(connection, selection, by)
    need_organisation(connection, WAITING, selection)
    sums, whose = of_police({"n_open": "true"}, selection, by)
    sums |= {"n_people": distinct("true", selection, by)}
    rows = WAITING.grouped(connection, selection, by, sums, when=f"is_open = 1 AND {whose}")
    if by == ("age_band",):
        rows = pd.DataFrame({"age_band": [name for name, _ in AGE_BANDS]}).merge(rows, on="age_band", how="left")
    counts = ("n_open", UNKNOWN)
    return Counted(
        whole_numbers(rows, (*counts, "n_people")),
        by,
        counts=counts,
        behind={"n_open": "n_people"},
        for_checking=("n_people",),
    )
