"""Strength: people in post at the close of a day, as headcount and as full-time equivalents (docs/retention.md).

Counted from posts, over the mart `strength_cells`. A person stands once a worker type, under the post with the most hours.
Special constables and volunteers have no full-time equivalents.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from perfdash.contract.columns import NOT_KNOWN
from perfdash.contract.strength import FTE
from perfdash.errors import NotHeld
from perfdash.measures.disclosed import Counted
from perfdash.measures.people_counts import Source, every_period, part_labels, whole_numbers
from perfdash.measures.people_periods import TIMES, months_held, quarter_sql, year_sql
from perfdash.measures.people_selection import IS_SUPERVISOR, PeopleSelection

GROUPS = ("force", "worker_type", "rank", "command", "lpt", "service_band", "supervisor")
RESTS_ON = {name: name for name in ("worker_type", "rank", "command", "lpt", "leaver_type", "joiner_type")}
RESTS_ON |= {"supervisor": "is_supervisor"}
STRENGTH = Source(
    mart="strength_cells",
    kind="employments",
    noun="People in post",
    columns={name: name for name in GROUPS}
    | {
        "supervisor": IS_SUPERVISOR,
        "month": "date_trunc('month', as_at_on)",
        "quarter": quarter_sql("as_at_on"),
        "year": year_sql("as_at_on"),
    },
    rests_on=RESTS_ON,
    breakdowns=(*GROUPS, *TIMES),
)
SUMS = {
    "n_people": "coalesce(sum(n_people), 0)::BIGINT",
    "fte": "sum(fte)",
    "n_fte_unknown": "coalesce(sum(n_fte_unknown), 0)::BIGINT",
}


def strength_by(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()) -> Counted:
    """One row a group: people in post at the close of the last day held of the period, of each month or of each year.

    Columns: `as_at_on`, `n_people`, `n_fte_unknown` (people with a post of unknown hours), `fte`, `strength` (in the
    basis chosen). By month also `is_part`: the month is not over on the day the data reach to.
    """
    by = STRENGTH.checked(connection, selection, by)
    days = _days(connection, selection, by)
    source = "(SELECT * FROM strength_cells WHERE list_contains($days, as_at_on)) AS cells"
    rows = STRENGTH.grouped(
        connection, selection, by, SUMS | {"as_at_on": "max(as_at_on)"}, source=source, parameters={"days": days}
    )
    rows = every_period(connection, rows, selection, by)
    rows = whole_numbers(rows, ("n_people", "n_fte_unknown"))
    rows["strength"] = rows["fte"] if selection.is_fte else rows["n_people"]
    return Counted(
        rows.assign(as_at_on=rows["as_at_on"].fillna(pd.Timestamp(days[-1]))),
        by,
        counts=("n_people", "n_fte_unknown"),
        resting_on={"fte": "n_people", "strength": "n_people"},
        amounts=("fte", "strength"),
        labels=("as_at_on", *part_labels(by)),
    )


def _days(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str]) -> list[date]:
    months = months_held(connection, selection)
    if months.empty:
        raise NotHeld("No month of this period is held: the records of who left begin later, or the data end earlier.")
    for time in TIMES:
        if time in by:
            return [day.date() for day in months.groupby(time)["last_on"].max()]
    return [months["last_on"].iloc[-1].date()]


def strength_on(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str], days: Sequence[date]
) -> pd.DataFrame:
    """One row a day and group: `as_at_on`, the breakdown and what the strength is summed from (`SUMS`)."""
    where, parameters = selection.where(STRENGTH.filters, STRENGTH.noun)
    listed = ", ".join(["as_at_on", *(f"{STRENGTH.columns[name]} AS {name}" for name in by)])
    sums = ", ".join(f"{sql} AS {name}" for name, sql in SUMS.items())
    return connection.execute(
        f"SELECT {listed}, {sums} FROM strength_cells WHERE {where} AND list_contains($days, as_at_on) GROUP BY ALL ORDER BY ALL",
        parameters | {"days": list(days)},
    ).df()


# Published strength: control totals beside our own -------------------------------------------------------------------

PUBLISHED = Source(
    mart="strength_rows",
    kind="strength",
    noun="Published strengths",
    columns={name: name for name in ("force", "worker_type", "rank")}
    | {"month": "date_trunc('month', as_at_on)", "quarter": quarter_sql("as_at_on"), "year": year_sql("as_at_on")},
    rests_on={"worker_type": "worker_type", "rank": "rank"},
    breakdowns=("force", "worker_type", "rank", *TIMES),
)


def published_strength(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a published figure: `force, as_at_on, worker_type, rank, basis`, `strength`, our own that day and the difference.

    `own_strength` is NaN where no employments are held for that day. A figure without a rank is of every rank.
    """
    PUBLISHED.checked(connection, selection, by)
    where, parameters = selection.where(PUBLISHED.filters, PUBLISHED.noun)
    rows = connection.execute(
        "SELECT force, as_at_on, worker_type, rank, basis, sum(strength) AS strength, "
        f"CAST(date_trunc('month', as_at_on) AS DATE) AS month FROM strength_rows WHERE {where} "
        f"{_period(selection, parameters)} GROUP BY ALL ORDER BY ALL",
        parameters,
    ).df()
    own = pd.DataFrame([_own(connection, row) for row in rows.to_dict("records")], columns=["n_people", "own_strength"])
    return Counted(
        rows.join(own.astype({"n_people": "int64", "own_strength": float})),
        ("force", "as_at_on", "worker_type", "rank", "basis"),
        counts=("n_people",),
        resting_on={"own_strength": "n_people"},
        amounts=("own_strength",),
        labels=("month", "strength"),
        sensitivity="workforce",  # what was published is public, and what we hold beside it is not
        finish=_beside,
    )


def _beside(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop(columns=["n_people"]).assign(difference=rows["own_strength"] - rows["strength"])


def _period(selection: PeopleSelection, parameters: dict[str, Any]) -> str:
    parts = []
    for sign, month, name in ((">=", selection.from_month, "from_month"), ("<=", selection.to_month, "to_month")):
        if month:
            parts.append(f"AND date_trunc('month', as_at_on) {sign} ${name}")
            parameters[name] = month
    return " ".join(parts)


def _own(connection: duckdb.DuckDBPyConnection, row: dict[Any, Any]) -> tuple[int, float | None]:
    """How many people we hold of a published figure on its day, and our figure in its basis."""
    own = PeopleSelection(filters=(("force", (row["force"],)), ("worker_type", (row["worker_type"],))))
    if row["worker_type"] == NOT_KNOWN:
        own = own.having(worker_type=())
    if row["rank"] != NOT_KNOWN:
        own = own.having(rank=row["rank"])
    held = strength_on(connection, own, (), [row["as_at_on"].date()])
    if held.empty:
        return 0, None
    return int(held["n_people"].iloc[0]), float(held["fte" if row["basis"] == FTE else "n_people"].iloc[0])
