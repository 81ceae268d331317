"""One writer at a time prepares the next version of the published file; readers see it only when it is whole.

The next version starts as a copy of the current one, so a process that dies at any instant leaves the current
version as it was: there is nothing to repair. MERGE and ledger row still share one transaction inside it.
"""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from perfdash import __version__
from perfdash.errors import StoreBusy, StoreFull, StoreMissing
from perfdash.store.people_tables import tables_sql
from perfdash.store.places import Store, sync_file, sync_folder
from perfdash.store.sql_files import statements

Connection = duckdb.DuckDBPyConnection  # the name other rooms use

KEPT_VERSIONS = 3
LAYOUT = 5  # one more whenever the tables of a published file change


def connect(path: Path | None = None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to a store file, or to memory, that fetches no extensions and speaks UTC."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")  # ours is the only one, and never on standard output
    return connection


@contextmanager
def writing(store: Store) -> Iterator[None]:
    """Holds the store's one writing place; a full disk becomes a sentence.

    Raises:
        StoreBusy: another process holds it.
        StoreFull: the disk is full.
    """
    for folder in (store.originals, store.record, store.published, store.work):
        folder.mkdir(parents=True, exist_ok=True)
    with (store.path / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreBusy(
                f"Another load or build is writing to {store.path}; try again when it has ended."
            ) from error
        _sweep(store)
        try:
            yield
        except (OSError, duckdb.Error) as error:
            if is_disk_full(error):
                raise StoreFull(
                    f"The disk that holds {store.path} is full; nothing changed. Free some space and repeat the command."
                ) from error
            raise
        finally:
            _sweep(store)


def is_disk_full(error: BaseException) -> bool:
    """Whether an error, from Python or from DuckDB, means that the disk has no room."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return True
    text = str(error).lower()
    return any(words in text for words in ("no space left", "disk full", "file too large", "max_temp_directory_size"))


def _sweep(store: Store) -> None:
    for old in set(newest_first(store)[KEPT_VERSIONS:]) - _current(store):
        old.unlink()
    for leftover in [*store.published.glob("next.duckdb*"), *store.record.glob("*.part")]:
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    shutil.rmtree(store.work, ignore_errors=True)
    store.work.mkdir(exist_ok=True)


def newest_first(store: Store) -> list[Path]:
    """The kept versions. Processes that died before they switched the pointer may have left some newer than the current."""
    return sorted(_versions(store), key=lambda file: file.stat().st_mtime_ns, reverse=True)


def _versions(store: Store) -> list[Path]:
    return list(store.published.glob("perfdash-*.duckdb"))


def _current(store: Store) -> set[Path]:
    try:
        return {store.current()}
    except StoreMissing:
        return set()


@contextmanager
def next_version(store: Store, *, afresh: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A writable copy of the current version; leaving the block without an error publishes it."""
    path = store.published / "next.duckdb"
    if not afresh:
        with suppress(StoreMissing):
            shutil.copyfile(store.current(), path)
    with connect(path) as connection:
        connection.execute(f"SET temp_directory = '{str(store.work).replace(chr(39), chr(39) * 2)}'")
        for statement in [*statements("tables.sql"), *tables_sql()]:
            connection.execute(statement)
        yield connection
        name = _stamp(store, connection)
        connection.execute("CHECKPOINT")
    _switch(store, path, name)


def made_by() -> str:
    """What a store file is marked with; another mark means that its tables may be others."""
    return f"perfdash {__version__}, layout {LAYOUT}"


def _stamp(store: Store, connection: duckdb.DuckDBPyConnection) -> str:
    # One more than any file here, so that a build afresh never takes the name of a version somebody has cached.
    sequence = 1 + max((int(path.stem.rpartition(".")[2]) for path in _versions(store)), default=0)
    now = datetime.now(UTC)
    build = f"{now:%Y-%m-%d}.{sequence}"
    connection.execute("DELETE FROM build")
    connection.execute("INSERT INTO build VALUES (?, ?, ?, ?)", [build, sequence, now, made_by()])
    return build


def _switch(store: Store, path: Path, build: str) -> None:
    sync_file(path)
    target = store.published / f"perfdash-{build}.duckdb"
    os.replace(path, target)
    pointer = store.pointer.with_suffix(".part")
    pointer.write_text(json.dumps({"file": target.name, "build": build}), encoding="utf-8")
    sync_file(pointer)
    os.replace(pointer, store.pointer)
    sync_folder(store.published)
