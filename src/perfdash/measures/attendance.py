"""Attendance times: one query function a question, each over the mart `incident_times` (grain: an incident).

Definitions (domain.md section 2). due = measured + every status that leaves the time unknown. judged = measured,
of a grade with a standard. share within = judged and at or under the limit ÷ judged. Percentiles are exact, from
rows, interpolated linearly (Hyndman and Fan type 7). All times are whole seconds.
"""

from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd

from perfdash.analysis.intervals import wilson
from perfdash.contract import statuses
from perfdash.measures.selection import Selection, breakdown_sql

_UNKNOWN = ", ".join(f"'{name}'" for name in statuses.UNKNOWN)


def attendance_by(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str] = ()) -> pd.DataFrame:
    """One row a group: counts, coverage, share within with its interval and both bounds, percentiles, stage means.

    Returns:
        The breakdown columns, then `n_incidents, n_due, n_measured, coverage, n_judged, n_within, share_within,
        share_within_low, share_within_high, share_within_if_missing_failed, share_within_if_missing_passed,
        median_seconds, p90_seconds, mean_seconds, n_tail, n_far_tail, n_last_tail, n_staged, control_room_seconds,
        despatch_seconds, travel_seconds, grade_share, is_part`. Shares are 0–1, NaN where nothing can be said.
    """
    attendances = _query(connection, selection, by)
    if "month" in by:
        attendances["is_part"] = _part_months(connection, attendances["month"], attendances.get("force"), selection)
    return _with_shares(attendances, by)


def _query(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str]) -> pd.DataFrame:
    clock, (where, parameters) = selection.clock, selection.where()
    limit = "limit_seconds" if selection.standard == "of the day" else "today_limit_seconds"
    status, seconds = f"{clock}_status", f"{clock}_seconds"
    measured = f"{status} = 'measured'"
    groups = [f"{_text(name, clock)} AS {name}" for name in by]
    counted = {
        "n_incidents": "count(*)",
        "n_due": f"count(*) FILTER ({status} IN ('measured', {_UNKNOWN}))",
        "n_measured": f"count(*) FILTER ({measured})",
        "n_judged": f"count(*) FILTER ({measured} AND {limit} IS NOT NULL)",
        "n_within": f"count(*) FILTER ({measured} AND {seconds} <= {limit})",
        "n_unknown": f"count(*) FILTER ({status} IN ({_UNKNOWN}) AND {limit} IS NOT NULL)",
        "percentiles": f"quantile_cont({seconds}, [0.5, 0.9]) FILTER ({measured})",
        "mean_seconds": f"avg({seconds}) FILTER ({measured})",
        "n_tail": f"count(*) FILTER ({measured} AND {seconds} > tail_seconds)",
        "n_far_tail": f"count(*) FILTER ({measured} AND {seconds} > far_tail_seconds)",
        "n_last_tail": f"count(*) FILTER ({measured} AND {seconds} > last_tail_seconds)",
        "n_staged": f"count(control_room_seconds) FILTER ({measured})",
        "control_room_seconds": f"avg(control_room_seconds) FILTER ({measured})",
        "despatch_seconds": f"avg(despatch_seconds) FILTER ({measured})",
        "travel_seconds": f"avg(travel_seconds) FILTER ({measured})",
    }
    listed = [*groups, *(f"{sql} AS {name}" for name, sql in counted.items())]
    grouped = f" GROUP BY {', '.join(str(n) for n in range(1, len(by) + 1))} ORDER BY ALL" if by else ""
    result = connection.execute(
        f"SELECT *, percentiles[1] AS median_seconds, percentiles[2] AS p90_seconds FROM "
        f"(SELECT {', '.join(listed)} FROM incident_times WHERE {where}{grouped})",
        parameters,
    )
    return result.df().drop(columns="percentiles")


def _text(name: str, clock: str) -> str:
    column = breakdown_sql(name, clock)
    if name == "domestic_abuse":
        return f"CASE {column} WHEN true THEN 'yes' WHEN false THEN 'no' ELSE 'not known' END"
    return column if name in ("month", "day", "hour", "weekday") else f"CAST({column} AS VARCHAR)"


def _with_shares(attendances: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    n = {name: attendances[name].to_numpy(dtype=float) for name in attendances.columns if name.startswith("n_")}
    low, high = wilson(n["n_within"], n["n_judged"])
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = {
            "coverage": n["n_measured"] / n["n_due"],
            "share_within": n["n_within"] / n["n_judged"],
            "share_within_low": low,
            "share_within_high": high,
            "share_within_if_missing_failed": n["n_within"] / (n["n_judged"] + n["n_unknown"]),
            "share_within_if_missing_passed": (n["n_within"] + n["n_unknown"]) / (n["n_judged"] + n["n_unknown"]),
            "grade_share": _grade_share(attendances, by),
        }
    return attendances.assign(**shares)


def _grade_share(attendances: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    others = [name for name in by if name != "grade"]
    counts = attendances["n_incidents"]
    whole = attendances.groupby(others)["n_incidents"].transform("sum") if others else counts.sum()
    return counts / whole


def _part_months(
    connection: duckdb.DuckDBPyConnection, months: pd.Series, forces: pd.Series | None, selection: Selection
) -> pd.Series:
    """True for a month that the extract does not hold whole: never to be plotted as a full one."""
    held = connection.execute("SELECT force, first_on, last_on FROM forces").df().set_index("force")
    chosen = [force for force in (selection.chosen("force") or held.index) if force in held.index]
    spans = held.loc[chosen]
    first = spans["first_on"].min() if forces is None else forces.map(held["first_on"])
    last = spans["last_on"].max() if forces is None else forces.map(held["last_on"])
    starts = pd.to_datetime(months)
    return (starts < first) | (starts + pd.offsets.MonthEnd(0) > last)


def funnel(connection: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """One row a status, in the order of its rules: `status, part, n_incidents`; statuses nobody has are left in as 0."""
    counts = attendance_by(connection, selection, ("status",)).set_index("status")["n_incidents"]
    rows = [(s.name, s.part.value, int(counts.get(s.name, 0))) for s in statuses.STATUSES]
    return pd.DataFrame(rows, columns=["status", "part", "n_incidents"])


def cuts(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What there is to choose from: `force, month, grade, lpt, rurality, n_incidents`, codes as text."""
    codes = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in ("force", "grade", "lpt", "rurality"))
    return connection.execute(f"SELECT {codes}, month, n_incidents FROM cuts ORDER BY ALL").df()
