"""How a selection's times are missing: unevenly between groups, or cut off at the long end."""

from dataclasses import dataclass

import duckdb

from perfdash.analysis.missing import UnevenMissing, is_cut_off, uneven_missing
from perfdash.measures.attendance import counts_by, part_months
from perfdash.measures.selection import Selection

_COMPARED = ("grade", "lpt", "month")


@dataclass(frozen=True)
class Missingness:
    """What is known of the missing times. `by` names the breakdown in which they differ most."""

    by: str | None
    uneven: UnevenMissing | None
    cut_off_seconds: int | None

    @property
    def is_random(self) -> bool:
        """Whether nothing speaks against chance."""
        return self.uneven is None and self.cut_off_seconds is None


def missingness(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Missingness:
    """Compares the missing share between grades, LPTs and months, and looks at the longest recorded time."""
    found = [(by, _uneven(connection, selection, by)) for by in _COMPARED]
    worst = max(
        ((by, uneven) for by, uneven in found if uneven),
        key=lambda pair: pair[1].most_share - pair[1].least_share,
        default=(None, None),
    )
    return Missingness(worst[0], worst[1], _cut_off(connection, selection))


def _uneven(connection: duckdb.DuckDBPyConnection, selection: Selection, by: str) -> UnevenMissing | None:
    groups = counts_by(connection, selection, (by,))
    if by == "month":  # the newest incidents of a part month are still open: missing for want of time
        groups = groups[~part_months(connection, groups["month"], None, selection).to_numpy()]
    names = [f"{value:%B %Y}" if by == "month" else str(value) for value in groups[by]]
    return uneven_missing(names, (groups["n_due"] - groups["n_measured"]).tolist(), groups["n_due"].tolist())


def _cut_off(connection: duckdb.DuckDBPyConnection, selection: Selection) -> int | None:
    where, parameters = selection.where()
    seconds = f"{selection.clock}_seconds"
    measured = f"{where} AND {selection.clock}_status = 'measured'"
    row = connection.execute(
        f"WITH longest AS (SELECT max({seconds}) FILTER ({selection.clock}_status = 'measured') AS seconds, "
        f"count(*) FILTER ({selection.clock}_status = 'over cap') AS n_over_cap FROM incident_times WHERE {where}) "
        f"SELECT longest.seconds, count(*) FILTER ({seconds} < 0.9 * longest.seconds), "
        f"count(*) FILTER ({seconds} >= 0.9 * longest.seconds), longest.n_over_cap FROM incident_times, longest "
        f"WHERE {measured} AND {seconds} >= 0.8 * longest.seconds GROUP BY longest.seconds, longest.n_over_cap",
        parameters,
    ).fetchone()
    # A supplier who leaves long times out has none over our cap; where there are some, the cap ends the tail.
    return int(row[0]) if row and not row[3] and is_cut_off(int(row[1]), int(row[2])) else None
