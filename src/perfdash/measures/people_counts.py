"""What every question about people shares: its breakdowns as SQL, counts by group, and groups that nobody is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from perfdash.errors import BadQuestion
from perfdash.measures.people_held import need_columns, need_records
from perfdash.measures.people_periods import TIMES, months_held
from perfdash.measures.people_selection import PeopleSelection


@dataclass(frozen=True)
class Source:
    """A mart and how it may be asked: SQL for its breakdowns and filters, and the contract columns that these rest on."""

    mart: str
    kind: str
    noun: str
    columns: Mapping[str, str]
    rests_on: Mapping[str, str]
    breakdowns: Sequence[str]

    def checked(
        self, connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str]
    ) -> tuple[str, ...]:
        """The breakdown, if it can be given.

        Raises:
            BadQuestion: a breakdown that there is not.
            NotHeld: nothing of the kind is loaded, or a column that is asked for is filled by nobody.
        """
        for name in by:
            if name not in self.breakdowns:
                raise BadQuestion(f"{self.noun} have no breakdown '{name}'; choose from {', '.join(self.breakdowns)}.")
        need_records(connection, self.kind, selection)
        need_columns(connection, self.kind, selection, by, self.rests_on)
        return tuple(dict.fromkeys(by))

    def grouped(
        self,
        connection: duckdb.DuckDBPyConnection,
        selection: PeopleSelection,
        by: Sequence[str],
        sums: Mapping[str, str],
        *,
        source: str = "",
        when: str = "",
        parameters: Mapping[str, Any] | None = None,
    ) -> pd.DataFrame:
        """One row a group: the breakdown and `sums` (SQL by name), over the mart or a `source` with its columns.

        Without a breakdown one row, whatever there is. Filters that the mart does not have are refused.
        """
        where, chosen = selection.where(self.filters, self.noun)
        listed = [
            *(f"{self.columns[name]} AS {name}" for name in by),
            *(f"{sql} AS {name}" for name, sql in sums.items()),
        ]
        groups = f" GROUP BY {', '.join(str(n) for n in range(1, len(by) + 1))} ORDER BY ALL" if by else ""
        conditions = " AND ".join(filter(None, [where, when]))
        sql = f"SELECT {', '.join(listed)} FROM {source or self.mart} WHERE {conditions}{groups}"
        return connection.execute(sql, chosen | dict(parameters or {})).df()

    @property
    def filters(self) -> dict[str, str]:
        """SQL for every filter: the columns that are no time."""
        return {name: sql for name, sql in self.columns.items() if name not in (*TIMES, "cohort", "stage")}


def tally(condition: str) -> str:
    """SQL that counts the rows for which a condition holds."""
    return f"count(*) FILTER (WHERE {condition})"


def in_period(selection: PeopleSelection, month: str = "month") -> tuple[str, dict[str, date]]:
    """SQL for the months of a selection, and its parameters."""
    parts, parameters = [f"{month} IS NOT NULL"], dict[str, date]()
    for sign, at, name in ((">=", selection.from_month, "from_month"), ("<=", selection.to_month, "to_month")):
        if at:
            parts.append(f"{month} {sign} ${name}")
            parameters[name] = at
    return " AND ".join(parts), parameters


def whole_numbers(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The same with those columns as whole numbers, 0 where nobody was counted."""
    return rows.assign(**{name: rows[name].fillna(0).astype("int64") for name in names})


def every_period(
    connection: duckdb.DuckDBPyConnection,
    rows: pd.DataFrame,
    selection: PeopleSelection,
    by: Sequence[str],
    months: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The same with a row for every month, quarter or year held and every other group, so that one without anybody is 0.

    `months` are those held where they are others than the employments'.

    `is_part` says that the period is not over, or not held whole: never to be taken for a full one. Without a period among
    the breakdown, the rows as they are.
    """
    times = [name for name in TIMES if name in by]
    if not times:
        return rows
    months = months_held(connection, selection) if months is None else months
    periods = months.groupby(times, as_index=False).agg(is_part=("is_part", "any"), n_months=("month", "count"))
    full = min({"month": 1, "quarter": 3, "year": 12}[name] for name in times)
    periods = periods.assign(is_part=periods["is_part"] | (periods.pop("n_months") < full))
    others = [name for name in by if name not in times]
    grid = rows[others].drop_duplicates().merge(periods, how="cross") if others else periods
    if "month" in times:
        grid, rows = (frame.assign(month=frame["month"].astype("datetime64[us]")) for frame in (grid, rows))
    return grid.merge(rows, on=list(by), how="left").sort_values(list(by)).reset_index(drop=True)


def part_labels(by: Sequence[str]) -> tuple[str, ...]:
    """The label that `every_period` adds."""
    return ("is_part",) if set(by) & set(TIMES) else ()
