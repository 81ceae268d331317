"""Attendance times: one query function a question, each over the mart `incident_times` (grain: an incident).

Definitions (docs/measures.md). due = measured + every status that leaves the time unknown. judged = measured,
of a grade with a standard. share within = judged and at or under the limit ÷ judged. Percentiles are exact, from
rows, interpolated linearly (Hyndman and Fan type 7). All times are whole seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from perfdash.analysis.intervals import wilson
from perfdash.contract import statuses
from perfdash.measures.percentiles import percentiles_by
from perfdash.measures.selection import Selection, breakdown_sql, text_of
from perfdash.store.counts import source_sql

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
    "n_tail",
    "n_far_tail",
    "n_last_tail",
    "n_staged",
    "sum_seconds",
    "sum_control_room_seconds",
    "sum_despatch_seconds",
    "sum_travel_seconds",
)

_JUDGED = ("n_judged", "n_within", "n_unknown")  # what depends on the standard that judges


def attendance_by(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str] = ()) -> pd.DataFrame:
    """One row a group: counts, coverage, share within with its interval and both bounds, percentiles, stage means.

    Returns:
        The breakdown columns, then `n_incidents, n_due, n_measured, coverage, n_judged, n_within, share_within,
        share_within_low, share_within_high, share_within_if_missing_failed, share_within_if_missing_passed,
        median_seconds, p90_seconds, mean_seconds, n_tail, n_far_tail, n_last_tail, n_staged, control_room_seconds,
        despatch_seconds, travel_seconds, grade_share, is_part`. Shares are 0–1, NaN where nothing can be said.
    """
    attendances = _joined(counts_by(connection, selection, by), percentiles_by(connection, selection, by), by)
    if "month" in by:
        attendances["is_part"] = part_months(connection, attendances["month"], attendances.get("force"), selection)
    return _with_shares(attendances, by)


def counts_by(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str] = ()) -> pd.DataFrame:
    """Everything that adds up, one row a group: counts, and sums of seconds. Quick at any size of store."""
    where, parameters = selection.where()
    clock, groups = selection.clock, [breakdown_sql(name, selection.clock) for name in by]
    filtered = [breakdown_sql(key, clock) for key, _ in selection.filters]
    source = source_sql(clock, groups, filtered, where)
    today = "_today" if selection.standard == "today" else ""
    sums = [f"sum({name}{today if name in _JUDGED else ''})::BIGINT AS {name}" for name in _SUMMED]
    grouped = f" GROUP BY {', '.join(str(n) for n in range(1, len(by) + 1))} ORDER BY ALL" if by else ""
    listed = [*(f"{text_of(name, clock)} AS {name}" for name in by), *sums]
    counts = connection.execute(f"SELECT {', '.join(listed)} FROM {source}{grouped}", parameters).df()
    if not by:
        counts = counts.fillna(0).astype("int64")  # nothing selected sums to nothing, not to zero
    return counts


def _joined(counts: pd.DataFrame, percentiles: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    joined = counts.merge(percentiles, on=list(by), how="left") if by else pd.concat([counts, percentiles], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = {name: joined[_sum_of(name)].to_numpy(float) / joined[n].to_numpy(float) for name, n in _MEANS.items()}
    return joined.drop(columns=[_sum_of(name) for name in means]).assign(**means)


def _sum_of(mean: str) -> str:
    return f"sum_{mean.removeprefix('mean_')}"


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


def together(groups: pd.DataFrame) -> pd.Series:
    """Groups that share no incident as one: counts added up, with their shares. Percentiles do not add up and are left out."""
    counts = groups[[name for name in groups.columns if name.startswith("n_")]]
    return _with_shares(counts.sum().to_frame().T, ()).iloc[0]


def part_months(
    connection: duckdb.DuckDBPyConnection,
    months: pd.Series,
    forces: pd.Series | None,
    selection: Selection,
    spans_from: str = "forces",
) -> pd.Series:
    """True for a month that the extract does not hold whole: never to be plotted as a full one.

    `spans_from` is the mart that knows each force's first and last day of the kind of record.
    """
    rows = connection.execute(f"SELECT force, first_on, last_on FROM {spans_from}").fetchall()
    held = {force: (pd.Timestamp(first), pd.Timestamp(last)) for force, first, last in rows}
    chosen = [held[force] for force in (selection.chosen("force") or held) if force in held]
    first: Any = min((first for first, _ in chosen), default=pd.NaT)
    last: Any = max((last for _, last in chosen), default=pd.NaT)
    if forces is not None:
        first, last = (pd.to_datetime(forces.map({force: span[end] for force, span in held.items()})) for end in (0, 1))
    starts = pd.to_datetime(months)
    is_part: pd.Series = (starts < first) | (starts + pd.offsets.MonthEnd(0) > last)
    return is_part


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


@dataclass(frozen=True)
class Offered:
    """What there is to choose from of one force: every value that some incident has, sorted."""

    force: str
    grades: tuple[str, ...]
    lpts: tuple[str, ...]
    ruralities: tuple[str, ...]
    months: tuple[date, ...]


def offered(connection: duckdb.DuckDBPyConnection) -> tuple[Offered, ...]:
    """What there is to choose from, a row a force."""
    lists = [f"list_sort(list(DISTINCT CAST({name} AS VARCHAR)))" for name in ("grade", "lpt", "rurality")]
    rows = connection.execute(
        f"SELECT CAST(force AS VARCHAR) AS force, {', '.join(lists)}, list_sort(list(DISTINCT month)) "
        "FROM cuts GROUP BY ALL ORDER BY force"
    ).fetchall()
    return tuple(Offered(force, *(tuple(values) for values in held)) for force, *held in rows)
