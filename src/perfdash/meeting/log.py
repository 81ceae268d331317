"""The append-only log of what people write: SQLite, apart from the store's published files, which are rebuilt at will.

An entry is about a subject (an incident, a measure, an action) and of a kind (a tail review, a question, a decision).
A later entry on the same subject replaces the one that stood, and the replaced one stays: nothing is ever changed or
removed, and triggers in the file itself forbid it. Many processes may write at once, each entry is in one transaction
that is on the disk before `append` returns, and a process that is killed leaves either its whole entry or none.
"""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from perfdash.errors import LogProblem

BUSY_SECONDS = 20.0  # how long one writer waits for the others

_TABLES = """
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    body TEXT NOT NULL CHECK (json_valid(body)),
    who TEXT NOT NULL CHECK (who <> ''),
    at TEXT NOT NULL,
    replaces INTEGER UNIQUE REFERENCES entries (id)
) STRICT;
CREATE INDEX entries_by_subject ON entries (kind, subject, id);
CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER entries_are_not_removed BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER entries_are_not_overwritten BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
"""
_COLUMNS = "id, kind, subject, body, who, at, replaces"


@dataclass(frozen=True)
class Entry:
    """One thing that somebody wrote. `at` is in UTC; `replaces` is the id of the entry that stood on this subject."""

    id: int
    kind: str
    subject: str
    body: Mapping[str, Any]
    who: str
    at: datetime
    replaces: int | None


def append(path: Path, kind: str, subject: str, body: Mapping[str, Any], who: str) -> Entry:
    """Writes one entry, which from then on stands on its subject, and returns it; makes the log if there is none.

    Raises:
        LogProblem: the log cannot be written.
    """
    if not path.exists():
        _make(path)
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, sort_keys=True)
    with _opened(path, "rw") as connection:
        # IMMEDIATE, so that nobody writes between the look at what stands and the entry that replaces it.
        connection.execute("BEGIN IMMEDIATE")
        row = connection.execute(
            "INSERT INTO entries (kind, subject, body, who, at, replaces) VALUES (?1, ?2, ?3, ?4, ?5, "
            "(SELECT max(id) FROM entries WHERE kind = ?1 AND subject = ?2)) "
            f"RETURNING {_COLUMNS}",
            (kind, subject, text, who, datetime.now(UTC).isoformat(timespec="milliseconds")),
        ).fetchone()
        connection.execute("COMMIT")
    return _entry(row)


def entries(path: Path, kind: str, subject: str | None = None) -> list[Entry]:
    """Every entry of a kind, or of a kind on one subject, oldest first; none where there is no log yet.

    Raises:
        LogProblem: the log cannot be read.
    """
    if not path.exists():
        return []
    with _opened(path, "ro") as connection:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM entries WHERE kind = ?1 AND subject = coalesce(?2, subject) ORDER BY id",
            (kind, subject),
        ).fetchall()
    return [_entry(row) for row in rows]


def current(path: Path, kind: str) -> dict[str, tuple[Entry, ...]]:
    """Every subject of a kind with its history, newest first: the first entry is the one that stands."""
    histories: dict[str, list[Entry]] = {}
    for entry in reversed(entries(path, kind)):
        histories.setdefault(entry.subject, []).append(entry)
    return {subject: tuple(history) for subject, history in histories.items()}


def version(path: Path) -> int:
    """The id of the newest entry, 0 where there is none: what a reader may keep answers by."""
    if not path.exists():
        return 0
    with _opened(path, "ro") as connection:
        return int(connection.execute("SELECT coalesce(max(id), 0) FROM entries").fetchone()[0])


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", BUSY_SECONDS, uri=True)) as connection:
            connection.isolation_level = None  # transactions are ours to begin and to end
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
    except sqlite3.Error as error:
        raise LogProblem(
            f"The log {path} cannot be read or written ({error}); try again, or mend its folder."
        ) from error


def _make(path: Path) -> None:
    """A new log appears whole: made beside its place and linked there, so that ten first writers make one log."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{path.stem}-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise LogProblem(f"The log {path} cannot be made ({error.strerror}); mend its folder.") from error
    os.close(handle)
    part = Path(name)
    try:
        with _opened(part, "rw") as connection:
            connection.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
            connection.executescript(_TABLES)
        with suppress(FileExistsError):  # another process was first
            os.link(part, path)
        _sync(path.parent)
    finally:
        part.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _entry(row: tuple[Any, ...]) -> Entry:
    number, kind, subject, body, who, at, replaces = row
    return Entry(number, kind, subject, json.loads(body), who, datetime.fromisoformat(at), replaces)
