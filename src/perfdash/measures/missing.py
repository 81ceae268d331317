"""How a selection's times are missing: unevenly between groups, or cut off at the long end."""

from dataclasses import dataclass

import duckdb

from perfdash.analysis.missing import UnevenMissing, is_cut_off, uneven_missing
from perfdash.measures.attendance import counts_by
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
    names = [f"{value:%B %Y}" if by == "month" else str(value) for value in groups[by]]
    return uneven_missing(names, (groups["n_due"] - groups["n_measured"]).tolist(), groups["n_due"].tolist())


def _cut_off(connection: duckdb.DuckDBPyConnection, selection: Selection) -> int | None:
    where, parameters = selection.where()
    seconds = f"{selection.clock}_seconds"
    # With those over the cap: a cap of ours must not look like a supplier who leaves long times out.
    measured = f"{where} AND {selection.clock}_status IN ('measured', 'over cap')"
    row = connection.execute(
        f"WITH longest AS (SELECT max({seconds}) AS seconds FROM incident_times WHERE {measured}) "
        f"SELECT longest.seconds, count(*) FILTER ({seconds} < 0.9 * longest.seconds), "
        f"count(*) FILTER ({seconds} >= 0.9 * longest.seconds) FROM incident_times, longest "
        f"WHERE {measured} AND {seconds} >= 0.8 * longest.seconds GROUP BY longest.seconds",
        parameters,
    ).fetchone()
    return int(row[0]) if row and is_cut_off(int(row[1]), int(row[2])) else None
