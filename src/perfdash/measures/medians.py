"""Intervals for medians of groups: two of the incidents' own times, chosen by counting places."""

from collections.abc import Sequence

import duckdb
import pandas as pd

from perfdash.analysis.intervals import percentile_ranks
from perfdash.measures.attendance import counts_by
from perfdash.measures.selection import Selection, text_of


def median_intervals_by(
    connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str], number: int = 1
) -> pd.DataFrame:
    """One row a group with measured incidents: the breakdown, then `median_low_seconds, median_high_seconds`.

    95 % intervals by order statistics (analysis.intervals), widened for a `number` of groups looked at (Bonferroni). An end
    that so few incidents cannot give is NaN.
    """
    counted = counts_by(connection, selection, by)
    counted = counted.loc[counted["n_measured"] > 0, [*by, "n_measured"]].reset_index(drop=True)
    ranks = [percentile_ranks(int(n), 0.5, 1 - 0.05 / number)[:2] for n in counted["n_measured"]]
    wanted = sorted({(rank - 0.5) / n for ends, n in _paired(ranks, counted) for rank in ends if 1 <= rank <= n})
    if not wanted:
        return counted[list(by)].assign(median_low_seconds=float("nan"), median_high_seconds=float("nan"))
    times = _times(connection, selection, by, wanted)
    joined = counted.merge(times, on=list(by), how="left")
    at = {share: place for place, share in enumerate(wanted)}
    for end, name in enumerate(("median_low_seconds", "median_high_seconds")):
        found = [
            row[at[(rank[end] - 0.5) / n]] if 1 <= rank[end] <= n else float("nan")
            for row, rank, n in zip(joined["times"], ranks, joined["n_measured"], strict=True)
        ]
        joined[name] = pd.Series(found, dtype=float)
    return joined.drop(columns=["times", "n_measured"])


def _paired(ranks: list[tuple[int, int]], counted: pd.DataFrame) -> list[tuple[tuple[int, int], int]]:
    return list(zip(ranks, (int(n) for n in counted["n_measured"]), strict=True))


def _times(
    connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str], shares: list[float]
) -> pd.DataFrame:
    # quantile_disc gives the k-th of n sorted values for any share above (k − 1)/n and up to k/n: half a place below k/n
    # is the k-th whatever the last bits of the division.
    where, parameters = selection.where()
    listed = ", ".join(f"{text_of(name, selection.clock)} AS {name}" for name in by)
    groups = ", ".join(str(place) for place in range(1, len(by) + 1))
    return connection.execute(
        f"SELECT {listed}, quantile_disc({selection.clock}_seconds, {shares}) AS times FROM incident_times "
        f"WHERE {where} AND {selection.clock}_status = 'measured' GROUP BY {groups}",
        parameters,
    ).df()
