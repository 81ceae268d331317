"""Every query of the pages, at one force's four years and at 20 million incidents, beside a raw DuckDB scan."""

import resource
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.floors import median_seconds
from perfdash.demo.incidents import write_extracts
from perfdash.ingest.load import load
from perfdash.ingest.profile import read_profile
from perfdash.measures import attendance, missing
from perfdash.measures.selection import Selection, parse_month
from perfdash.reference.attendance import clocks
from perfdash.store.counts import summed_tables
from perfdash.store.places import Store
from perfdash.store.publish import connect
from perfdash.store.read import store_status

_GRADE_1 = Selection(filters=(("force", ("demonstration",)), ("grade", ("1",))))
_ALL = Selection(filters=(("force", ("demonstration",)),))
_YEAR = Selection(parse_month("2025-11"), parse_month("2026-10"), (("force", ("demonstration",)), ("grade", ("1",))))


def questions() -> dict[str, Callable[[duckdb.DuckDBPyConnection], object]]:
    """What the pages ask, by name."""
    return {
        "by month, grade 1": lambda c: attendance.attendance_by(c, _GRADE_1, ("month",)),
        "by month, all grades": lambda c: attendance.attendance_by(c, _ALL, ("month",)),
        "by LPT, twelve months": lambda c: attendance.attendance_by(c, _YEAR, ("lpt",)),
        "total, twelve months": lambda c: attendance.attendance_by(c, _YEAR),
        "funnel, twelve months": lambda c: attendance.funnel(c, _YEAR),
        "by hour and weekday, grade 1": lambda c: attendance.attendance_by(c, _GRADE_1, ("hour", "weekday")),
        "missing at random, grade 1": lambda c: missing.missingness(c, _GRADE_1),
        "what there is to choose": attendance.offered,
        "what is in the store": store_status,
    }


def grow(path: Path, times: int) -> None:
    """Repeats every incident of a store, in the order in which marts are kept."""
    with connect(path) as connection:
        connection.execute(
            f"CREATE TABLE grown AS SELECT incident_times.* FROM incident_times, range({times}) ORDER BY force, lpt, grade, month"
        )
        connection.execute("DROP TABLE incident_times")
        connection.execute("ALTER TABLE grown RENAME TO incident_times")
        for clock in clocks():
            for name, sql in summed_tables(clock).items():
                connection.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")


def report(path: Path, label: str) -> None:
    """Prints every question's median time, and the raw scan it stands on."""
    with connect(path, read_only=True) as connection:
        counted = connection.execute("SELECT count(*) FROM incident_times").fetchone()
        scan = "SELECT month, count(*) FROM incident_times WHERE grade = '1' GROUP BY month"
        floor = median_seconds(lambda: connection.execute(scan).fetchall())
        print(
            f"{label}: {counted[0] if counted else 0:,} incidents; raw scan of grade 1 by month {1000 * floor:.0f} ms"
        )
        for name, ask in questions().items():
            seconds = median_seconds(lambda ask=ask: ask(connection))  # type: ignore[misc]
            print(f"  {1000 * seconds:6.0f} ms  {seconds / floor:5.1f} × raw  {name}")
    print(f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def main(times: int = 20) -> None:
    """One force's four years, then that many times as much."""
    with tempfile.TemporaryDirectory(prefix="perfdash-bench-") as name:
        folder = Path(name)
        load(Store(folder / "store"), read_profile("demo"), write_extracts(folder / "extracts"))
        current = Store(folder / "store").current()
        report(current, "One force, four years")
        large = folder / "large.duckdb"
        shutil.copyfile(current, large)
        grow(large, times)
        report(large, f"{times} × as many")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
