"""Loads extracts: keep the originals, read, judge, land, publish. Or checks them, and changes nothing."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from perfdash.errors import BadExtract, StoreMissing, TooManyRefused
from perfdash.ingest.profile import Profile
from perfdash.ingest.pseudonyms import check_same_key, fingerprint, read_key
from perfdash.ingest.readings import Readings, Reject, read_extracts
from perfdash.store import land
from perfdash.store.build import preparing, unpublished
from perfdash.store.places import Store, sync_file, sync_folder
from perfdash.store.publish import connect, writing
from perfdash.store.read import loaded_files, next_load_id, reading

Progress = Callable[[float], None]
_SHOWN_VALUE = 60  # a sentence shows no more of a value than this, and on one line


def _silent(share: float) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class LoadResult:
    """What a load did. `record` is None where every file had been loaded before with this profile: nothing changed."""

    record: land.LoadRecord | None
    readings: Readings
    files: tuple[dict[str, str], ...]


def load(store: Store, profile: Profile, paths: Sequence[Path], progress: Progress = _silent) -> LoadResult:
    """Loads the files with the profile and publishes the store.

    Raises:
        BadExtract: a file cannot be read, or changed while it was read; the last good store is untouched.
        TooManyRefused: more rows were refused than the profile allows; nothing was loaded.
    """
    if not paths:
        raise BadExtract("No file was given to load.")
    with writing(store):
        before = set(store.originals.iterdir())
        # What people are called must not lie in the store: their files are read from the work folder, which is emptied.
        folder = store.work if profile.records.is_about_people else store.originals
        originals = [keep_original(store, path, folder) for path in paths]
        if not _not_loaded_yet(store, profile, originals) and not unpublished(store):
            return _loaded_before(store, profile, originals, progress)
        kept: list[Path] = []
        try:
            with preparing(store) as connection:
                return _load_fresh(store, connection, profile, originals, kept, progress)
        except BaseException:
            # What was not loaded is not kept: an original may hold what the contract has no place for.
            for record in kept:
                land.drop_record(record)
            for original in set(store.originals.iterdir()) - before:
                shutil.rmtree(original)
            raise


def _loaded_before(store: Store, profile: Profile, originals: list[tuple[Path, str]], progress: Progress) -> LoadResult:
    """Reads the files again for their counts, and lands nothing: a later correction of their rows stands."""
    once = list({sha256: (path, sha256) for path, sha256 in originals}.values())
    with connect() as connection:
        readings = _read(connection, store, profile, once, progress)
    return LoadResult(None, readings, _named(originals))


def _read(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    profile: Profile,
    originals: list[tuple[Path, str]],
    progress: Progress,
) -> Readings:
    if not profile.records.is_about_people:
        return read_extracts(connection, profile, originals, store.work, progress)
    return read_extracts(connection, profile, originals, store.work, progress, read_key(store)).without_values()


def _load_fresh(
    store: Store,
    connection: duckdb.DuckDBPyConnection,
    profile: Profile,
    originals: list[tuple[Path, str]],
    kept: list[Path],
    progress: Progress,
) -> LoadResult:
    known = loaded_files(connection, profile_digest(profile))
    fresh = list({sha256: (path, sha256) for path, sha256 in originals if sha256 not in known}.values())
    if not fresh:
        return _loaded_before(store, profile, originals, progress)
    mark = _key_mark(connection, store, profile)
    readings = _read(connection, store, profile, fresh, progress)
    _refuse_if_too_many(profile, readings)
    load_id = next_load_id(connection)
    _rejects_table(connection, load_id, readings)
    # Only now: the disk has been writing the copies while they were read, so the wait is short.
    for path, _ in fresh:
        sync_file(path)
        sync_folder(path.parent)
    kept.append(land.keep_record(connection, store, replace(_record(load_id, profile, readings), key_fingerprint=mark)))
    return LoadResult(land.land(connection, kept[0], "accepted_rows"), readings, _named(originals))


def _key_mark(connection: duckdb.DuckDBPyConnection, store: Store, profile: Profile) -> str:
    """The fingerprint of the key that replaces identifiers, checked against the store's; '' where none is needed."""
    if not profile.records.is_about_people:
        return ""
    key = read_key(store)
    check_same_key(connection, key)
    return fingerprint(key)


def check(profile: Profile, paths: Sequence[Path], progress: Progress = _silent) -> Readings:
    """What loading the files would accept and refuse, on every row, without a store."""
    with tempfile.TemporaryDirectory(prefix="perfdash-") as folder, connect() as connection:
        originals = [(path, _digest(path)) for path in paths]
        return read_extracts(connection, profile, originals, Path(folder), progress)


def keep_original(store: Store, path: Path, into: Path) -> tuple[Path, str]:
    """Copies the file into a folder of the store under its SHA-256; (copy, SHA-256). Everything after reads the copy.

    Raises:
        BadExtract: the file is missing, or it changed while it was copied.
    """
    if not path.is_file():
        raise BadExtract(f"There is no file {path}; check its name and folder.")
    part = store.work / f"{path.name}.part"
    before = path.stat()
    shutil.copyfile(path, part)
    sha256 = _digest(part)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (
        after.st_size,
        after.st_mtime_ns,
    ) or part.stat().st_size != after.st_size:
        raise BadExtract(
            f"{path.name} changed while it was being read; wait until its export has ended and load it again."
        )
    folder = into / sha256
    folder.mkdir(exist_ok=True)
    os.replace(part, folder / path.name)
    return folder / path.name, sha256


def _digest(path: Path) -> str:
    if not path.is_file():
        raise BadExtract(f"There is no file {path}; check its name and folder.")
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _named(originals: list[tuple[Path, str]]) -> tuple[dict[str, str], ...]:
    return tuple({"name": path.name, "sha256": sha256} for path, sha256 in originals)


def profile_digest(profile: Profile) -> str:
    """The SHA-256 of a profile's meaning: comments and spacing do not count."""
    # A setting that came later says nothing where it is not used: what was loaded before it existed is still known.
    unused = {} if profile.key.record else {"key": {"record"}}
    unused |= {} if profile.file.tables else {"file": {"tables"}}
    return hashlib.sha256(profile.model_dump_json(exclude=unused).encode()).hexdigest()


def _not_loaded_yet(store: Store, profile: Profile, originals: list[tuple[Path, str]]) -> bool:
    try:
        with reading(store) as connection:
            known = loaded_files(connection, profile_digest(profile))
    except StoreMissing:
        return True
    return any(sha256 not in known for _, sha256 in originals)


def _refuse_if_too_many(profile: Profile, readings: Readings) -> None:
    if not readings.rejected or readings.rejected <= profile.refuse_above * readings.rows_read:
        return
    raise TooManyRefused(
        f"{readings.rejected:,} of {readings.rows_read:,} rows were refused, first {describe(readings.rejects[0])}; "
        f"nothing was loaded. Correct the file or the profile, or allow more with refuse_above in the profile."
    )


def describe(reject: Reject) -> str:
    """One refused row in words: file, line, column, value, reason."""
    column = f", column {reject.column}" if reject.column else ""
    text = " ".join((reject.value or "").split())
    shown = text if len(text) <= _SHOWN_VALUE else f"{text[:_SHOWN_VALUE]}…"
    value = f": '{shown}' is refused ({reject.reason})" if reject.value else f" is refused ({reject.reason})"
    return f"{reject.file}, line {reject.line:,}{column}{value}"


def _record(load_id: int, profile: Profile, readings: Readings) -> land.LoadRecord:
    return land.LoadRecord(
        load_id=load_id,
        kind=profile.kind,
        profile=profile.name,
        profile_sha256=profile_digest(profile),
        title=profile.title,
        force=profile.force,
        is_synthetic=profile.synthetic,
        caveats=profile.caveats,
        files=tuple(
            {"name": f.extract.name, "sha256": f.sha256, "bytes": f.size, "rows_read": f.rows_read}
            for f in readings.files
        ),
        rows_read=readings.rows_read,
        accepted=readings.accepted,
        rejected=readings.rejected,
        repeated=readings.repeated,
        loaded_at=land.now_text(),
        zone=profile.times.zone,
    )


def _rejects_table(connection: duckdb.DuckDBPyConnection, load_id: int, readings: Readings) -> None:
    connection.execute("CREATE OR REPLACE TEMP TABLE load_rejects AS SELECT * FROM rejects LIMIT 0")
    names = ("file", "line", "column", "value", "reason")
    columns = [[getattr(reject, name) for reject in readings.rejects] for name in names]
    # In one go: row by row, as many refusals as a profile may allow would take longer than the load.
    connection.register("refused", pa.table(columns, names=list(names)))
    connection.execute(f"INSERT INTO load_rejects SELECT {load_id}, * FROM refused")
    connection.unregister("refused")
