"""Loading a million incidents, beside a bare typed read_csv + insert of the same file in the same run."""

import resource
import shutil
import tempfile
from functools import partial
from pathlib import Path

import duckdb

from benchmarks.floors import in_turn
from perfdash.demo.incidents import write_extracts
from perfdash.ingest.load import load
from perfdash.ingest.profile import read_profile
from perfdash.ingest.readings import read_extracts
from perfdash.store.places import Store
from perfdash.store.publish import connect

_TIMES = (
    "Call Answered",
    "Created",
    "Ready For Despatch",
    "First Despatched",
    "First En Route",
    "First On Scene",
    "Stood Down",
    "Closed",
)


def one_file(folder: Path, rows_a_year: int = 250_000) -> Path:
    """The demonstration extracts as one CSV, without the rows that a typed reader would stop at."""
    extracts = [str(path) for path in write_extracts(folder / "extracts", incidents_per_year=rows_a_year)]
    target = folder / "million.csv"
    clean = " AND ".join(
        f'("{name}" IS NULL OR try_strptime("{name}", \'%d/%m/%Y %H:%M:%S\') IS NOT NULL)' for name in _TIMES
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv({extracts}, all_varchar = true, header = true) WHERE {clean}) "
            f"TO '{target}' (HEADER, DELIMITER ',')"
        )
    return target


def bare(source: Path, folder: Path) -> int:
    """The floor: typed read_csv straight into a table on disk."""
    target = folder / "bare.duckdb"
    target.unlink(missing_ok=True)
    with duckdb.connect() as probe:
        names = [
            str(row[0]) for row in probe.execute(f"DESCRIBE FROM read_csv('{source}', all_varchar = true)").fetchall()
        ]
    columns = ", ".join(f"'{name}': '{'TIMESTAMP' if name in _TIMES else 'VARCHAR'}'" for name in names)
    with duckdb.connect(str(target)) as connection:
        connection.execute(
            f"CREATE TABLE incidents AS FROM read_csv('{source}', columns = {{{columns}}}, header = true, "
            "auto_detect = false, delim = ',', quote = '\"', timestampformat = '%d/%m/%Y %H:%M:%S')"
        )
        row = connection.execute("SELECT count(*) FROM incidents").fetchone()
    return int(row[0]) if row else 0


def judged(source: Path, folder: Path) -> None:
    """The load up to the point that the floor reaches: every row read, parsed, judged and in a table."""
    with connect() as connection:
        read_extracts(connection, read_profile("demo"), [(source, "0" * 64)], folder)


def whole(source: Path, folder: Path) -> None:
    """All of it: original kept, judged, recorded as Parquet, merged with its ledger row, marts, checks, published."""
    shutil.rmtree(folder / "store", ignore_errors=True)
    load(Store(folder / "store"), read_profile("demo"), [source])


def main() -> None:
    """Prints rows a second of judging alone and of the whole load, each beside the floor."""
    with tempfile.TemporaryDirectory(prefix="perfdash-bench-") as name:
        folder = Path(name)
        source = one_file(folder)
        rows = bare(source, folder)
        for label, ours in {"read and judged": judged, "judged, recorded, merged and published": whole}.items():
            floor, seconds = in_turn(lambda: bare(source, folder), partial(ours, source, folder))
            print(f"Load of {rows:,} incidents, {label}: {rows / seconds:,.0f} rows/s in {seconds:.2f} s")
            print(f"  floor, bare typed read_csv + insert: {rows / floor:,.0f} rows/s; ratio {floor / seconds:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory of this process: {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
