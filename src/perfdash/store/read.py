"""Opens the published store read-only, and says what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from perfdash.errors import StoreProblem
from perfdash.store.places import Store
from perfdash.store.publish import connect, made_by


@contextmanager
def reading(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the current version, closed afterwards: a new version is seen by the next reader.

    Raises:
        StoreMissing: nothing was published yet.
        StoreProblem: the published file cannot be opened.
    """
    with open_version(store.current()) as connection:
        yield connection


def open_version(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to one published file.

    Raises:
        StoreProblem: it cannot be opened, or another perfdash built it.
    """
    try:
        connection = connect(path, read_only=True)
        row = connection.execute("SELECT made_by FROM build").fetchone()
    except duckdb.Error as error:
        raise StoreProblem(f"The store file {path} cannot be opened; run 'perfdash build' to make it again.") from error
    if not row or row[0] != made_by():
        raise StoreProblem(
            f"The store file {path} was built by another perfdash; run 'perfdash build' to make it again."
        )
    return connection


def build_stamp(connection: duckdb.DuckDBPyConnection) -> str:
    """The build's name, read from inside the store."""
    row = connection.execute("SELECT build FROM build").fetchone()
    return str(row[0]) if row else "none"


def loaded_files(connection: duckdb.DuckDBPyConnection, profile_sha256: str) -> set[str]:
    """SHA-256 of every file that was loaded with a profile of that meaning."""
    rows = connection.execute(
        "SELECT DISTINCT file.sha256 FROM (SELECT unnest(files) AS file FROM ledger WHERE profile_sha256 = ?)",
        [profile_sha256],
    ).fetchall()
    return {str(row[0]) for row in rows}


def next_load_id(connection: duckdb.DuckDBPyConnection) -> int:
    """The number the next load gets."""
    row = connection.execute("SELECT coalesce(max(load_id), 0) + 1 FROM ledger").fetchone()
    return int(row[0]) if row else 1


@dataclass(frozen=True)
class ForceHeld:
    """One force and one kind of record in the store: its days, its volume, whether it is invented, and what its supplier
    warns of."""

    force: str
    first_on: date
    last_on: date
    n_records: int
    is_synthetic: bool
    caveats: tuple[str, ...]
    loaded_at: datetime
    zone: str  # of the clock on the wall, as its last profile says; empty where no load noted it
    kind: str = "incidents"


@dataclass(frozen=True)
class StoreStatus:
    """What the store holds: its build, its forces (by incidents, by calls, by each kind about people) and every load."""

    build: str
    built_at: datetime
    forces: tuple[ForceHeld, ...]
    loads: tuple[dict[str, Any], ...]
    calls: tuple[ForceHeld, ...] = ()
    people: tuple[ForceHeld, ...] = ()


def store_status(connection: duckdb.DuckDBPyConnection) -> StoreStatus:
    """What is in the store, to which day, from which files."""
    stamp = _rows(connection, "SELECT build, epoch_us(built_at) AS built_us FROM build")[0]
    loads = _rows(
        connection, "SELECT * REPLACE (strftime(loaded_at, '%Y-%m-%dT%H:%M:%SZ') AS loaded_at) FROM ledger ORDER BY 1"
    )
    return StoreStatus(
        stamp["build"],
        _moment(stamp["built_us"]),
        _held(connection, "forces", "n_incidents"),
        tuple(loads),
        _held(connection, "call_forces", "n_calls"),
        _held(connection, "people_forces", "n_records"),
    )


def _held(connection: duckdb.DuckDBPyConnection, mart: str, n: str) -> tuple[ForceHeld, ...]:
    rows = _rows(
        connection, f"SELECT * EXCLUDE (loaded_at), epoch_us(loaded_at) AS loaded_us FROM {mart} ORDER BY 1, 2"
    )
    return tuple(
        ForceHeld(
            row["force"],
            row["first_on"],
            row["last_on"],
            row[n],
            bool(row["is_synthetic"]),
            tuple(row["caveats"] or ()),
            _moment(row["loaded_us"]),
            row["zone"] or "",
            row.get("kind", "incidents"),
        )
        for row in rows
    )


def rejects(connection: duckdb.DuckDBPyConnection, load_id: int | None = None) -> list[dict[str, Any]]:
    """Refused rows of one load, or of all: file, line, column, value, reason."""
    return _rows(
        connection,
        "SELECT load_id, file, line, column_name, value, reason FROM rejects "
        "WHERE load_id = coalesce($load_id, load_id) ORDER BY load_id, file, line",
        {"load_id": load_id},
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    result = connection.execute(sql, parameters or {})
    names = [str(column[0]) for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _moment(microseconds: int) -> datetime:
    # Through an integer: fetching a TIMESTAMPTZ would need pytz.
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
