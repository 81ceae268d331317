"""Hour × weekday: which hours differ from the whole beyond chance, and how busy each is. Local time of the call.

A week has 168 hours. One in twenty would stand out by chance alone, so every interval is widened for the number of groups
looked at (Bonferroni: Dunn 1961, JASA 56, 52–64). Single hours hold few incidents, so what is said in words is judged by
28 blocks, six hours of a weekday each: the same days, six times the incidents.
"""

from datetime import date

import duckdb
import numpy as np
import pandas as pd

from perfdash.analysis.intervals import percentile_ranks, wilson
from perfdash.measures.selection import Selection

BLOCK_HOURS = 6
FEW = 10  # an hour with fewer incidents behind its figure is not coloured
_LEVEL = 0.05
_SUMMED = ("n_incidents", "n_measured", "n_judged", "n_within", "n_below", "n_at_or_below")


def beside_median(connection: duckdb.DuckDBPyConnection, selection: Selection, median_seconds: float) -> pd.DataFrame:
    """One row an hour of the week: `weekday, hour, n_below, n_at_or_below`, measured incidents beside a given time."""
    where, parameters = selection.where()
    seconds, status = f"{selection.clock}_seconds", f"{selection.clock}_status"
    return connection.execute(
        f"SELECT weekday, hour, count(*) FILTER ({seconds} < $median) AS n_below, "
        f"count(*) FILTER ({seconds} <= $median) AS n_at_or_below FROM incident_times "
        f"WHERE {where} AND {status} = 'measured' GROUP BY 1, 2 ORDER BY 1, 2",
        parameters | {"median": median_seconds},
    ).df()


def every_hour(hours: pd.DataFrame, beside: pd.DataFrame) -> pd.DataFrame:
    """All 168 hours of the week in order, with 0 for counts nobody has; `hours` as by `attendance_by(weekday, hour)`."""
    week = pd.MultiIndex.from_product([range(1, 8), range(24)], names=["weekday", "hour"])
    keys = ["weekday", "hour"]
    filled = hours.merge(beside, on=keys, how="left").set_index(keys).reindex(week).reset_index()
    # The store's weekdays and hours are a byte each: one less than Monday 0 would be 255.
    return filled.assign(**{name: filled[name].fillna(0).astype("int64") for name in (*keys, *_SUMMED)})


def by_block(hours: pd.DataFrame) -> pd.DataFrame:
    """The hours summed into blocks: `weekday, hour` (the block's first), counts, `share_within`."""
    summed = hours.assign(hour=hours["hour"] // BLOCK_HOURS * BLOCK_HOURS)
    blocks = summed.groupby(["weekday", "hour"], as_index=False)[list(_SUMMED)].sum()
    return blocks.assign(share_within=blocks["n_within"] / blocks["n_judged"].where(blocks["n_judged"] > 0))


def sides(groups: pd.DataFrame, unit: str, whole: float) -> pd.Series:
    """−1, 0 or 1 a group: its share or median is below the whole's, not clearly different, above it.

    Shares by Wilson intervals. Medians by the order statistics that `percentile_interval` would choose: the upper one lies
    below the whole's median if enough times do, without looking any time up.
    """
    level = 1 - _LEVEL / max(len(groups), 1)
    if unit == "share":
        low, high = wilson(groups["n_within"].to_numpy(float), groups["n_judged"].to_numpy(float), level)
        return pd.Series(np.where(high < whole, -1, np.where(low > whole, 1, 0)), groups.index)
    counts = groups[["n_measured", "n_below", "n_at_or_below"]].to_numpy()
    return pd.Series([_side(n, below, at_or_below, level) for n, below, at_or_below in counts], groups.index)


def _side(n: int, n_below: int, n_at_or_below: int, level: float) -> int:
    low, high, _ = percentile_ranks(int(n), 0.5, level)
    if high <= n and n_below >= high:
        return -1
    return 1 if low >= 1 and n_at_or_below < low else 0


def days_by_weekday(first_on: date, last_on: date) -> dict[int, int]:
    """How many Mondays (1) to Sundays (7) there are from a day to a day, both included."""
    counted = pd.date_range(first_on, last_on).isocalendar()["day"].value_counts()
    return {weekday: int(counted.get(weekday, 0)) for weekday in range(1, 8)}


def with_volume(hours: pd.DataFrame, first_on: date, last_on: date) -> pd.DataFrame:
    """The hours with `per_hour`: incidents in an average such hour of the period."""
    days = days_by_weekday(first_on, last_on)
    on = hours["weekday"].map(days).astype(float)
    return hours.assign(per_hour=hours["n_incidents"] / on.where(on > 0))


def days_of(selection: Selection, first_on: date, last_on: date) -> tuple[date, date]:
    """The first and the last day that a selection covers of an extract."""
    start = max(selection.from_month or first_on, first_on)
    if selection.to_month is None:
        return start, last_on
    return start, min((pd.Timestamp(selection.to_month) + pd.offsets.MonthEnd(0)).date(), last_on)
