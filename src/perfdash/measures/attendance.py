"""Attendance times: one query function a question, each over the mart `incident_times` (grain: an incident).

Definitions (docs/measures.md). due = measured + every status that leaves the time unknown. judged = measured,
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
from perfdash.store.counts import GROUPS, counts_sql

_MEANS = {
    "mean_seconds": "n_measured",
    "control_room_seconds": "n_staged",
    "despatch_seconds": "n_staged",
    "travel_seconds": "n_staged",
}
_SUMMED = (
    "n_incidents",
    "n_due",
    "n_measured",
    "n_judged",
    "n_within",
    "n_unknown",
    "n_judged_today",
    "n_within_today",
    "n_unknown_today",
    "n_tail",
    "n_far_tail",
    "n_last_tail",
    "n_staged",
    "sum_seconds",
    "sum_control_room_seconds",
    "sum_despatch_seconds",
    "sum_travel_seconds",
)


def attendance_by(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str] = ()) -> pd.DataFrame:
    """One row a group: counts, coverage, share within with its interval and both bounds, percentiles, stage means.

    Returns:
        The breakdown columns, then `n_incidents, n_due, n_measured, coverage, n_judged, n_within, share_within,
        share_within_low, share_within_high, share_within_if_missing_failed, share_within_if_missing_passed,
        median_seconds, p90_seconds, mean_seconds, n_tail, n_far_tail, n_last_tail, n_staged, control_room_seconds,
        despatch_seconds, travel_seconds, grade_share, is_part`. Shares are 0–1, NaN where nothing can be said.
    """
    attendances = _joined(counts_by(connection, selection, by), _percentiles(connection, selection, by), by)
    if "month" in by:
        attendances["is_part"] = part_months(connection, attendances["month"], attendances.get("force"), selection)
    return _with_shares(attendances, by)


def counts_by(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str] = ()) -> pd.DataFrame:
    """Everything that adds up, one row a group: counts, and sums of seconds. Quick at any size of store."""
    where, parameters = selection.where()
    clock, groups = selection.clock, [breakdown_sql(name, selection.clock) for name in by]
    asked = {*groups, *(breakdown_sql(key, clock) for key, _ in selection.filters)}
    source = f"counts_{clock} WHERE {where}"
    if not asked <= set(GROUPS):
        source = f"({counts_sql(clock, groups, where)})"
    sums = [f"sum({name})::BIGINT AS {name}" for name in _SUMMED]
    grouped = f" GROUP BY {', '.join(str(n) for n in range(1, len(by) + 1))} ORDER BY ALL" if by else ""
    listed = [*(f"{_text(name, clock)} AS {name}" for name in by), *sums]
    counts = connection.execute(f"SELECT {', '.join(listed)} FROM {source}{grouped}", parameters).df()
    if not by:
        counts = counts.fillna(0).astype("int64")  # nothing selected sums to nothing, not to zero
    if selection.standard == "today":
        counts = counts.assign(**{name: counts[f"{name}_today"] for name in ("n_judged", "n_within", "n_unknown")})
    return counts.drop(columns=[name for name in counts.columns if name.endswith("_today")])


def _percentiles(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str]) -> pd.DataFrame:
    where, parameters = selection.where()
    clock = selection.clock
    listed = [f"{_text(name, clock)} AS {name}" for name in by]
    grouped = f" GROUP BY {', '.join(str(n) for n in range(1, len(by) + 1))}" if by else ""
    return connection.execute(
        f"SELECT * EXCLUDE (cuts), cuts[1] AS median_seconds, cuts[2] AS p90_seconds FROM (SELECT "
        f"{', '.join([*listed, f'quantile_cont({clock}_seconds, [0.5, 0.9]) AS cuts'])} FROM incident_times "
        f"WHERE {where} AND {clock}_status = 'measured'{grouped})",
        parameters,
    ).df()


def _joined(counts: pd.DataFrame, percentiles: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    joined = counts.merge(percentiles, on=list(by), how="left") if by else pd.concat([counts, percentiles], axis=1)
    for name, n in _MEANS.items():
        with np.errstate(divide="ignore", invalid="ignore"):
            joined[name] = joined.pop(f"sum_{name.removeprefix('mean_')}") / joined[n]
    return joined


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


def part_months(
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


def widened(groups: pd.DataFrame) -> pd.DataFrame:
    """The same groups with intervals widened for their number (Bonferroni), so that a group stands apart by more than
    the chance of having looked at them all."""
    low, high = wilson(
        groups["n_within"].to_numpy(float), groups["n_judged"].to_numpy(float), 1 - 0.05 / max(len(groups), 1)
    )
    return groups.assign(share_within_low=low, share_within_high=high)


def funnel(connection: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """One row a status, in the order of its rules: `status, part, n_incidents`; statuses nobody has are left in as 0."""
    counts = counts_by(connection, selection, ("status",)).set_index("status")["n_incidents"]
    rows = [(s.name, s.part.value, int(counts.get(s.name, 0))) for s in statuses.STATUSES]
    return pd.DataFrame(rows, columns=["status", "part", "n_incidents"])


def cuts(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What there is to choose from: `force, month, grade, lpt, rurality, n_incidents`, codes as text."""
    codes = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in ("force", "grade", "lpt", "rurality"))
    return connection.execute(f"SELECT {codes}, month, n_incidents FROM cuts ORDER BY ALL").df()
