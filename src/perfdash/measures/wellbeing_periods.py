"""The months for which wellbeing records are held, and what every question about them shares: whose rows are the police's.

Occupational health is shared. Rows of the fire service, and of others, never enter a figure of the police: they have rows
of their own when asked for by organisation. Rows of nobody knows whose stand apart and are counted (docs/wellbeing.md).
"""

from collections.abc import Mapping, Sequence

import duckdb
import pandas as pd

from perfdash.contract.columns import NOT_KNOWN
from perfdash.contract.wellbeing import POLICE
from perfdash.errors import NotHeld
from perfdash.measures.people_counts import Source, in_period, tally
from perfdash.measures.people_held import need_columns
from perfdash.measures.people_periods import TIMES, YEAR_FROM_MONTH, is_within, quarter_sql, year_sql
from perfdash.measures.people_selection import PeopleSelection

GROUPS = ("force", "worker_type", "command", "role", "role_group", "listed")
RESTS_ON = {"worker_type": "worker_type", "command": "command", "role": "role", "role_group": "role", "listed": "role"}
_LENGTHS = {"month": 1, "quarter": 3, "year": 12}
UNKNOWN = "n_organisation_unknown"


def times(month: str = "month") -> dict[str, str]:
    """SQL for the month, quarter and year of a mart's column of months."""
    return {"month": month, "quarter": quarter_sql(month), "year": year_sql(month)}


def grouped_by(mart: str, kind: str, noun: str, *more: str, month: str = "month") -> Source:
    """A mart of people in roles that may be asked by the usual groups, by `more` columns of it, and by time."""
    names = (*GROUPS, *more)
    rests = RESTS_ON | {name: name for name in more if name in ("organisation", "reason_group", "course")}
    return Source(mart, kind, noun, {name: name for name in names} | times(month), rests, (*names, *TIMES))


def need_organisation(connection: duckdb.DuckDBPyConnection, source: Source, selection: PeopleSelection) -> None:
    """Refuses records of which nobody has said whose they are.

    Raises:
        NotHeld: no row of the forces chosen names its organisation; a profile can say it once for all rows.
    """
    need_columns(connection, source.kind, selection, ("organisation",), {"organisation": "organisation"})


def is_split(selection: PeopleSelection, by: Sequence[str]) -> bool:
    """Whether the organisation itself is asked for."""
    return "organisation" in by or bool(selection.chosen("organisation"))


def of_police(sums: Mapping[str, str], selection: PeopleSelection, by: Sequence[str]) -> tuple[dict[str, str], str]:
    """The same conditions as SQL tallies of the police's rows, and which rows to read; all of them if asked by organisation."""
    if is_split(selection, by):
        return {name: tally(condition) for name, condition in sums.items()} | {UNKNOWN: "0"}, "true"
    own = {name: tally(f"organisation = '{POLICE}' AND ({condition})") for name, condition in sums.items()}
    return own | {UNKNOWN: tally(f"organisation = '{NOT_KNOWN}'")}, f"organisation IN ('{POLICE}', '{NOT_KNOWN}')"


def distinct(condition: str, selection: PeopleSelection, by: Sequence[str]) -> str:
    """SQL that counts the people of the rows for which a condition holds, the police's unless asked by organisation."""
    own = "true" if is_split(selection, by) else f"organisation = '{POLICE}'"
    return f"count(DISTINCT force || person) FILTER (WHERE {own} AND ({condition}))"


def months_of(connection: duckdb.DuckDBPyConnection, kind: str, selection: PeopleSelection) -> pd.DataFrame:
    """One row a month of the selection's period held of a kind: `month, last_on, is_part, quarter, year`.

    Of several forces, from the first month to the last that any of them holds.
    """
    months = connection.execute(
        "SELECT month, min(last_on) AS last_on, bool_or(is_part) AS is_part, "
        f"{quarter_sql('month')} AS quarter, {year_sql('month')} AS year FROM wellbeing_months "
        "WHERE kind = $kind AND (len($forces) = 0 OR list_contains($forces, force)) GROUP BY month ORDER BY month",
        {"kind": kind, "forces": list(selection.chosen("force"))},
    ).df()
    return months.loc[is_within(months["month"], selection)].reset_index(drop=True)


def in_time(selection: PeopleSelection, month: str = "month") -> tuple[str, dict[str, object]]:
    """SQL for the months of a selection, whole history where it names none, and its parameters."""
    if selection.from_month or selection.to_month:
        when, parameters = in_period(selection, month)
        return when, dict(parameters)
    return "true", {}


def closing_months(months: pd.DataFrame, by: Sequence[str]) -> list[object]:
    """The last month held of every month, quarter or year asked for; of the whole period where asked by none.

    Raises:
        NotHeld: no month of the period is held.
    """
    if months.empty:
        raise NotHeld("No month of this period is held: the records begin later, or the data end earlier.")
    for time in TIMES:
        if time in by:
            return [month.date() for month in months.groupby(time)["month"].max()]
    return [months["month"].iloc[-1].date()]


def every_close(rows: pd.DataFrame, months: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The same with a row for every period and every other group, of figures that tell the close of a period.

    `is_part` says that the period is not over on the last day held. Without a period among the breakdown, as they are.
    """
    asked = [name for name in TIMES if name in by]
    if not asked:
        return rows
    closes = (
        months.sort_values("month")
        .groupby(asked, as_index=False)
        .agg(closed=("month", "max"), is_part=("is_part", "last"))
    )
    length = min(_LENGTHS[name] for name in asked)
    is_last = (closes.pop("closed").dt.month - YEAR_FROM_MONTH + 1) % length == 0
    closes = closes.assign(is_part=closes["is_part"].astype(bool) | ~is_last)
    others = [name for name in by if name not in asked]
    grid = rows[others].drop_duplicates().merge(closes, how="cross") if others else closes
    if "month" in asked:
        grid, rows = (frame.assign(month=frame["month"].astype("datetime64[us]")) for frame in (grid, rows))
    return grid.merge(rows, on=list(by), how="left").sort_values(list(by)).reset_index(drop=True)
