"""Lands accepted rows: first the immutable Parquet record, then MERGE and the ledger row in one transaction."""

import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from perfdash.contract.kinds import KINDS
from perfdash.store.places import Store, sync_file, sync_folder

_RECORD = "record.json"


@dataclass(frozen=True)
class LoadRecord:
    """One load, as the ledger keeps it. Counts are rows, except inserted, superseded and unchanged: stored rows."""

    load_id: int
    kind: str
    profile: str
    profile_sha256: str
    title: str
    force: str
    is_synthetic: bool
    caveats: tuple[str, ...]
    files: tuple[dict[str, Any], ...]
    rows_read: int
    accepted: int
    rejected: int
    repeated: int
    loaded_at: str
    zone: str = ""  # of the clock on the wall; records kept before it was noted have none
    key_fingerprint: str = ""  # of the key that replaced identifiers; empty where none was needed
    inserted: int = 0
    superseded: int = 0
    unchanged: int = 0
    first_on: date | None = None
    last_on: date | None = None


def keep_record(connection: duckdb.DuckDBPyConnection, store: Store, load: LoadRecord) -> Path:
    """Writes `accepted_rows`, `load_rejects` and the load's own facts as one immutable folder; returns it.

    The folder is renamed into place whole. From then on the load is kept, even if the process dies before it
    is published: the next writer takes it up.
    """
    target = store.record / f"{load.load_id:06d}-{load.kind}"
    part = target.with_suffix(".part")
    part.mkdir(parents=True)
    for table in ("accepted_rows", "load_rejects"):
        path = str(part / f"{table}.parquet").replace("'", "''")
        connection.execute(f"COPY (FROM {table}) TO '{path}' (FORMAT parquet, PARQUET_VERSION v2)")
        sync_file(part / f"{table}.parquet")
    (part / _RECORD).write_text(json.dumps(asdict(load), default=str, indent=1), encoding="utf-8")
    sync_file(part / _RECORD)
    os.replace(part, target)
    sync_folder(store.record)
    return target


def drop_record(folder: Path) -> None:
    """Forgets a record that could not be published; renamed first, so that a kill leaves no half of one."""
    part = folder.with_suffix(".part")
    os.replace(folder, part)
    shutil.rmtree(part)


def records(store: Store) -> list[Path]:
    """Every kept load, oldest first."""
    return sorted(folder for folder in store.record.glob("*-*") if (folder / _RECORD).exists())


def read_record(folder: Path) -> LoadRecord:
    """The facts of one kept load."""
    cells = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    return LoadRecord(**{**cells, "caveats": tuple(cells["caveats"]), "files": tuple(cells["files"])})


def land(connection: duckdb.DuckDBPyConnection, folder: Path, rows: str | None = None) -> LoadRecord:
    """Merges one kept load into the store's rows by key, with its ledger row, in one transaction.

    Args:
        rows: the relation that holds the accepted rows, where they are still at hand; else the Parquet record.
    """
    source = rows or _parquet(folder / "accepted_rows.parquet")
    read = read_record(folder)
    table = KINDS[read.kind].table
    before = _count(connection, table)
    connection.execute("BEGIN")
    moved = connection.execute(_merge_sql(connection, table, source)).fetchone()
    after = _count(connection, table)
    facts = connection.execute(
        f"SELECT count(*), CAST(min(occurred_local) AS DATE), CAST(max(occurred_local) AS DATE) FROM {source}"
    ).fetchone() or (0, None, None)
    inserted = after - before
    superseded = (int(moved[0]) if moved else 0) - inserted
    load = replace(
        read,
        inserted=inserted,
        superseded=superseded,
        unchanged=int(facts[0]) - inserted - superseded,
        first_on=facts[1],
        last_on=facts[2],
    )
    _write_ledger(connection, load)
    connection.execute(f"INSERT INTO rejects FROM {_parquet(folder / 'load_rejects.parquet')}")
    connection.execute("COMMIT")
    return load


def _parquet(path: Path) -> str:
    return "read_parquet('" + str(path).replace("'", "''") + "')"


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _merge_sql(connection: duckdb.DuckDBPyConnection, table: str, source: str) -> str:
    columns = [str(row[0]) for row in connection.execute(f"DESCRIBE {table}").fetchall()]
    content = [name for name in columns if name not in ("row_key", "source_file", "source_record")]
    differs = " OR ".join(f"{table}.{name} IS DISTINCT FROM loaded.{name}" for name in content)
    updates = ", ".join(f"{name} = loaded.{name}" for name in columns)
    values = ", ".join(f"loaded.{name}" for name in columns)
    return (
        f"MERGE INTO {table} USING (SELECT * FROM {source}) AS loaded ON {table}.row_key = loaded.row_key "
        f"WHEN MATCHED AND ({differs}) THEN UPDATE SET {updates} "
        f"WHEN NOT MATCHED THEN INSERT ({', '.join(columns)}) VALUES ({values})"
    )


def _write_ledger(connection: duckdb.DuckDBPyConnection, load: LoadRecord) -> None:
    cells = asdict(load) | {"caveats": list(load.caveats), "files": list(load.files)}
    names = ", ".join(cells)
    marks = ", ".join(f"${name}" for name in cells)
    connection.execute(f"INSERT INTO ledger ({names}) VALUES ({marks})", cells)


def now_text() -> str:
    """This moment, in UTC, as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
