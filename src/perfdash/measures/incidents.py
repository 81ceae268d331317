"""The incidents behind a figure: rows of the mart `incident_times`, page by page. Nothing here can name a person:
the contract has no column that could, and the key is the supplier's own number of the incident.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from perfdash.contract import statuses
from perfdash.contract.incidents import INSTANTS
from perfdash.errors import BadQuestion
from perfdash.measures.attendance import counts_by
from perfdash.measures.selection import Selection

PAGE_ROWS = 200
SLOWEST_ROWS = 10_000  # as far down as the slowest are listed: past them a rank means nothing, and costs a sort of all
CSV_ROWS = 100_000  # in one download: about 30 MB, and a spreadsheet still opens it
BEGAN = "coalesce(call_answered_at, created_at, ready_for_despatch_at, despatched_at)"
_CODES = ("force", "grade", "initial_grade", "despatch_grade", "lpt", "rurality", "origin")


@dataclass(frozen=True)
class Listing:
    """One way to list a selection: its words, which rows it keeps, and their order, as SQL with the clock's name open."""

    words: str
    condition: str
    order: str


LISTINGS: Mapping[str, Listing] = {
    "all": Listing("All, in order of time", "true", f"month, {BEGAN}, incident_key"),
    "over": Listing(
        "Over the standard",
        "{clock}_status = 'measured' AND {clock}_seconds > {limit}",
        f"month, {BEGAN}, incident_key",
    ),
    "unknown": Listing(
        "Without a usable time",
        "{clock}_status IN (" + ", ".join(f"'{name}'" for name in statuses.UNKNOWN) + ")",
        f"month, {BEGAN}, incident_key",
    ),
    "slowest": Listing("Slowest first", "{clock}_status = 'measured'", f"{{clock}}_seconds DESC, {BEGAN}, rowid"),
}
_RULES = {status.name: status.rule for status in statuses.STATUSES} | {statuses.MEASURED: "its time can be used"}


def incidents_behind(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    listing: str = "all",
    limit: int = PAGE_ROWS,
    offset: int = 0,
) -> pd.DataFrame:
    """One row an incident of the selection, in the order of the listing.

    Returns:
        `incident_key, force, zone, month, day, hour, weekday`, grade `grade` (final) with `initial_grade` and
        `despatch_grade`, `lpt, rurality, origin, is_domestic_abuse, outcome`, every instant of the contract (UTC),
        `status` by the selection's clock with its `reason`, `seconds` by that clock, `limit_seconds` it is judged by
        (none where its grade has no standard), `is_within` (none unless measured and with a limit),
        `control_room_seconds, despatch_seconds, travel_seconds` (none unless all three are known). `zone` is that of
        the force's clock on the wall, empty where no load noted it.

    Raises:
        BadQuestion: there is no such listing.
    """
    page, parameters = _page_sql(connection, selection, listing, limit, offset)
    return rows_where(connection, selection, f"rowid IN ({page})", parameters, _order(selection, listing))


def incident(connection: duckdb.DuckDBPyConnection, selection: Selection, key: str) -> pd.DataFrame:
    """The one incident of that key, as a row of `incidents_behind`; no row where the selection does not hold it."""
    where, parameters = selection.where()
    return rows_where(connection, selection, f"{where} AND incident_key = $key", parameters | {"key": key}, "rowid")


def listed(connection: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, int]:
    """How many incidents each listing holds (the slowest no more than `SLOWEST_ROWS`), and how many have a standard to be
    over: `judged`, as in the figure."""
    row = counts_by(connection, selection).iloc[0]
    return {name: _n_listed(row, name) for name in LISTINGS} | {"judged": int(row["n_judged"])}


def rows_where(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    where: str,
    parameters: dict[str, Any],
    order: str,
    extra: str = "",
    source: str = "incident_times",
) -> pd.DataFrame:
    """Rows of a mart as `incidents_behind` returns them, with the columns of `extra` at the end.

    `where`, `order`, `extra` and `source` are SQL of this room's own, never a reader's words.
    """
    listed_columns = f"{_columns(selection)}, {extra}" if extra else _columns(selection)
    rows = connection.execute(
        f"SELECT {listed_columns} FROM {source} AS incident_times WHERE {where} ORDER BY {order}", parameters
    ).df()
    # Fetched without their zone, which is always UTC: pandas warns of how DuckDB would put it on.
    rows = rows.assign(**{name: rows[name].dt.tz_localize("UTC") for name in INSTANTS})
    rows.insert(2, "zone", rows["force"].map(zones(connection)).fillna(""))
    rows.insert(list(rows.columns).index("status") + 1, "reason", rows["status"].map(_RULES))
    return rows


def zones(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The zone of each force's clock on the wall, as its last profile says; empty where no load noted it."""
    return dict(connection.execute("SELECT force, coalesce(zone, '') FROM forces").fetchall())


def local_times(row: Mapping[Any, Any]) -> dict[str, datetime | None]:
    """The instants of one incident by the force's clock on the wall (UTC where its zone was not noted), in order of
    the contract; none where an instant is not recorded."""
    zone = ZoneInfo(row["zone"] or "UTC")
    return {name: None if pd.isna(row[name]) else row[name].to_pydatetime().astimezone(zone) for name in INSTANTS}


def limit_sql(selection: Selection) -> str:
    """The column of the limit that the selection judges by."""
    return "limit_seconds" if selection.standard == "of the day" else "today_limit_seconds"


def csv_of(connection: duckdb.DuckDBPyConnection, selection: Selection, listing: str) -> str:
    """The rows of a listing as CSV with a heading, up to `CSV_ROWS`: written by the database, to be quick.

    Instants are local time with its offset, as ISO text. A text that a spreadsheet would run as a formula gets an
    apostrophe before it (OWASP, "CSV injection").
    """
    most = SLOWEST_ROWS if listing == "slowest" else CSV_ROWS
    page, parameters = _page_sql(connection, selection, listing, most, 0)
    cursor = connection.cursor()  # of its own: the zone it is told holds for no other reader
    cursor.execute(f"SET TimeZone = '{_one_zone(connection, selection)}'")
    with TemporaryDirectory(prefix="perfdash-csv-") as folder:
        path = Path(folder) / "incidents.csv"
        cursor.execute(
            f"COPY (SELECT {_csv_columns(selection)} FROM incident_times WHERE rowid IN ({page}) "
            f"ORDER BY {_order(selection, listing)}) TO '{path}' (FORMAT csv, HEADER true)",
            parameters,
        )
        return path.read_text(encoding="utf-8").replace("\n", "\r\n")


def _page_sql(
    connection: duckdb.DuckDBPyConnection, selection: Selection, listing: str, limit: int, offset: int
) -> tuple[str, dict[str, Any]]:
    """SQL for the row numbers of a page: sorted by few columns, so that only the page itself is read whole."""
    where, parameters = _where(selection, listing)
    if (offset or limit > PAGE_ROWS) and listing != "slowest":
        # Only the months that the page touches are put in order: the last page is as quick as the first.
        first, last, offset = _months_of(connection, selection, listing, limit, offset)
        where += " AND month BETWEEN $first_listed AND $last_listed"
        parameters |= {"first_listed": first, "last_listed": last}
    order = f"{_order(selection, listing)} LIMIT {int(limit)} OFFSET {int(offset)}"
    return f"SELECT rowid FROM incident_times WHERE {where} ORDER BY {order}", parameters


def _order(selection: Selection, listing: str) -> str:
    return LISTINGS[listing].order.format(clock=selection.clock)


def _where(selection: Selection, listing: str) -> tuple[str, dict[str, Any]]:
    if listing not in LISTINGS:
        raise BadQuestion(f"There is no listing '{listing}'; choose from {', '.join(LISTINGS)}.")
    where, parameters = selection.where()
    kept = LISTINGS[listing].condition.format(clock=selection.clock, limit=limit_sql(selection))
    return f"{where} AND {kept}", parameters


def _n_listed(counts: pd.Series, listing: str) -> int:
    found = {
        "all": counts["n_incidents"],
        "over": counts["n_judged"] - counts["n_within"],
        "unknown": counts["n_due"] - counts["n_measured"],
        "slowest": min(counts["n_measured"], SLOWEST_ROWS),
    }
    return int(found[listing])


def _months_of(
    connection: duckdb.DuckDBPyConnection, selection: Selection, listing: str, limit: int, offset: int
) -> tuple[Any, Any, int]:
    """The first and the last month of a page, and how far into the first one it starts."""
    months = counts_by(connection, selection, ("month",))
    ends = months.apply(_n_listed, axis=1, listing=listing).cumsum()
    starts = ends.shift(fill_value=0)
    touched = months.index[(ends > offset) & (starts < offset + limit)]
    if touched.empty:
        return None, None, 0  # past the last row: nothing lies between no months
    first, last = touched[0], touched[-1]
    return months["month"][first], months["month"][last], offset - int(starts[first])


def _columns(selection: Selection) -> str:
    clock, limit = selection.clock, limit_sql(selection)
    codes = [f"CAST({name} AS VARCHAR) AS {name}" for name in _CODES]
    return ", ".join(
        [
            "incident_key",
            *codes,
            "month, day, hour, weekday, is_domestic_abuse, outcome",
            *(f"timezone('UTC', incident_times.{name}) AS {name}" for name in INSTANTS),
            f"CAST({clock}_status AS VARCHAR) AS status, {clock}_seconds AS seconds, {limit} AS limit_seconds",
            f"CASE WHEN {clock}_status = 'measured' THEN {clock}_seconds <= {limit} END AS is_within",
            "control_room_seconds, despatch_seconds, travel_seconds",
        ]
    )


def _csv_columns(selection: Selection) -> str:
    names = ("grade", "initial_grade", "despatch_grade", "lpt", "rurality", "origin", "outcome")
    clock, limit = selection.clock, limit_sql(selection)
    return ", ".join(
        [
            f"{_safe('incident_key')} AS incident_key",
            *(f"{_safe(f'CAST({name} AS VARCHAR)')} AS {name}" for name in names),
            "CASE WHEN is_domestic_abuse THEN 'yes' WHEN NOT is_domestic_abuse THEN 'no' ELSE 'not known' END "
            "AS domestic_abuse",
            *(f"strftime({name}, '%Y-%m-%dT%H:%M:%S%z') AS {name}" for name in INSTANTS),
            f"{clock}_status AS status, {clock}_seconds AS seconds, {limit} AS limit_seconds",
            f"CASE WHEN {clock}_status <> 'measured' OR {limit} IS NULL THEN '' WHEN {clock}_seconds <= {limit} "
            "THEN 'yes' ELSE 'no' END AS within_standard",
            "control_room_seconds, despatch_seconds, travel_seconds",
        ]
    )


def _safe(text: str) -> str:
    return f"CASE WHEN left({text}, 1) IN ('=', '+', '-', '@', chr(9), chr(13)) THEN chr(39) || {text} ELSE {text} END"


def _one_zone(connection: duckdb.DuckDBPyConnection, selection: Selection) -> str:
    """The zone of the selected force; UTC where there are several zones, or where none was noted."""
    held = zones(connection)
    chosen = {held.get(force, "") for force in selection.chosen("force") or held}
    return (chosen.pop() if len(chosen) == 1 else "").replace("'", "") or "UTC"
