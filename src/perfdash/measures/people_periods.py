"""The months and years that questions about people are asked by: what is held whole, and windows of twelve months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from perfdash.errors import NotHeld
from perfdash.measures.people_selection import PeopleSelection

YEAR_FROM_MONTH = 4  # years run from April to March, as the Home Office publishes them
TIMES = ("month", "quarter", "year")


@dataclass(frozen=True)
class Window:
    """Twelve months, from the first to the last, and the day at whose close they open."""

    first: date
    last: date
    opened_on: date


def year_sql(day: str) -> str:
    """SQL for the year from April to March that a day lies in: '2025/26'."""
    year = f"year(CAST({day} AS DATE) - INTERVAL {YEAR_FROM_MONTH - 1} MONTH)"
    return f"{year} || '/' || lpad(CAST(({year} + 1) % 100 AS VARCHAR), 2, '0')"


def quarter_sql(day: str) -> str:
    """SQL for the quarter that a day lies in, April to June the first of the year: '2025/26 Q1'."""
    month = f"month(CAST({day} AS DATE) - INTERVAL {YEAR_FROM_MONTH - 1} MONTH)"
    return f"{year_sql(day)} || ' Q' || CAST(ceil({month} / 3) AS INTEGER)"


def months_held(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection) -> pd.DataFrame:
    """One row a month of the selection's period for which leavers are complete: `month, opened_on, last_on, is_part`, and
    the `quarter` and `year` that it lies in.

    Of several forces, the months that all of them hold.
    """
    parameters: dict[str, Any] = {"forces": list(selection.chosen("force"))}
    chosen = "(len($forces) = 0 OR list_contains($forces, force))"
    months = connection.execute(
        "SELECT month, min(opened_on) AS opened_on, min(last_on) AS last_on, bool_or(is_part) AS is_part, "
        f"{quarter_sql('month')} AS quarter, {year_sql('month')} AS year FROM service_months WHERE {chosen} GROUP BY month "
        f"HAVING count(*) = (SELECT count(DISTINCT force) FROM service_months WHERE {chosen}) ORDER BY month",
        parameters,
    ).df()
    return months.loc[is_within(months["month"], selection)].reset_index(drop=True)


def is_within(months: pd.Series, selection: PeopleSelection) -> pd.Series:
    """Which months lie in the selection's period."""
    first, last = selection.from_month or date.min, selection.to_month or date.max
    return pd.Series([first <= pd.Timestamp(month).date() <= last for month in months], months.index, dtype=bool)


def windows(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str]
) -> dict[object, Window]:
    """The windows of twelve whole months that a rate is asked for: ending with every month, quarter or year, or the last.

    Keyed by what the breakdown calls them: the month, the quarter, the year, or nothing. The selection's first month is of
    no matter to the last window, which is always twelve months long.

    Raises:
        NotHeld: no twelve whole months are held.
    """
    every = months_held(connection, PeopleSelection(filters=selection.filters))
    whole = every[~every["is_part"].astype(bool)]
    held = {month.date(): opened.date() for month, opened in zip(whole["month"], whole["opened_on"], strict=True)}
    found = {last: window for last in held if (window := _window(last, held))}
    if not (time := next((name for name in TIMES if name in by), None)):
        ends = [last for last in found if last <= (selection.to_month or date.max)]
        return _some({None: found[ends[-1]]} if ends else {})
    named = {month.date(): name for month, name in zip(every["month"], every[time], strict=True)}
    months = {"month": 1, "quarter": 3, "year": 12}[time]
    wanted = [last for last in found if (last.month - YEAR_FROM_MONTH + 1) % months == 0]
    inside = is_within(pd.Series(wanted, dtype=object), selection)
    return _some({named[last]: found[last] for last, is_in in zip(wanted, inside, strict=True) if is_in})


def _window(last: date, held: dict[date, date]) -> Window | None:
    first = (pd.Timestamp(last) - pd.DateOffset(months=11)).date()
    return Window(first, last, held[first]) if first in held else None


def _some(found: dict[Any, Window]) -> dict[Any, Window]:
    if not found:
        raise NotHeld(
            "A leaver rate needs 12 whole months of leavers, and the employments held have no such months in this period."
        )
    return found
