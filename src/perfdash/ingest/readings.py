"""Reads extracts through a profile into one temporary table: every record once, accepted or with its fault."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from perfdash.contract.columns import Column
from perfdash.contract.kinds import RecordKind
from perfdash.errors import BadExtract, BadProfile
from perfdash.ingest.extract import Extract, place_of
from perfdash.ingest.faults import judged_sql
from perfdash.ingest.instants import ISO, NOT_A_TIME, reason_sql, zone_macros
from perfdash.ingest.mapping import Mapping
from perfdash.ingest.profile import Profile
from perfdash.ingest.pseudonyms import any_key, teach_pseudonym
from perfdash.ingest.sources import open_extract

CLASH = "same key, different values"
WRONG_WIDTH = "more or fewer fields than the header"
UNCLOSED_QUOTE = "a quotation mark that is not closed or stands inside a value"

_STRUCTURE = {"MISSING COLUMNS": WRONG_WIDTH, "TOO MANY COLUMNS": WRONG_WIDTH, "UNQUOTED VALUE": UNCLOSED_QUOTE}
_PARENT = "parent_reference"
_SAYS_THE_YEAR = re.compile(r"%-?[YyGcx]")


@dataclass(frozen=True)
class FileRead:
    """One file as it was read: its extract, its SHA-256, its size and its rows."""

    extract: Extract
    sha256: str
    size: int
    rows_read: int
    broken: dict[int, str]  # records whose structure is broken, by number


@dataclass(frozen=True)
class Reject:
    """One refused row: where it stands, the supplier's column, the text and the reason."""

    file: str
    line: int
    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True)
class Readings:
    """What a profile makes of some files, before anything is landed."""

    files: tuple[FileRead, ...]
    rejects: tuple[Reject, ...]
    rows_read: int
    accepted: int
    repeated: int

    @property
    def rejected(self) -> int:
        return len(self.rejects)

    def without_values(self) -> "Readings":
        """The same, without the refused values: of people, a value may be anything that somebody wrote."""
        return replace(self, rejects=tuple(replace(reject, value=None) for reject in self.rejects))

    @property
    def rejects_by_reason(self) -> dict[str, int]:
        """Refused rows by reason, the most frequent first."""
        counts: dict[str, int] = {}
        for reject in self.rejects:
            counts[reject.reason] = counts.get(reject.reason, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def read_extracts(
    connection: duckdb.DuckDBPyConnection,
    profile: Profile,
    originals: Sequence[tuple[Path, str]],
    work: Path,
    progress: Callable[[float], None] = lambda share: None,
    key: bytes = b"",
) -> Readings:
    """Reads every (path, SHA-256) into the temporary table `accepted_rows`, shaped like the kind's landing table.

    `key` replaces the identifiers of people; without one they are replaced by hashes that mean nothing afterwards.

    Raises:
        BadExtract: a file cannot be read as a whole.
        BadProfile: the profile names a column that a file does not have.
    """
    _check_formats(connection, profile)
    for macro in zone_macros(profile.times):
        connection.execute(macro)
    if profile.records.is_about_people:
        teach_pseudonym(connection, key or any_key(), profile.force)
    files: list[FileRead] = []
    rejects: list[Reject] = []
    for number, (path, sha256) in enumerate(originals):
        extract = open_extract(path, profile.file, work, formats=profile.times.formats)
        broken = _read_one(connection, Mapping(profile, extract), number)
        counted = connection.execute(f"SELECT count(*) FROM read_{number}").fetchone()
        rows = (int(counted[0]) if counted else 0) + len(broken)
        files.append(FileRead(extract, sha256, path.stat().st_size, rows, broken))
        rejects += _rejects(connection, extract, number, broken)
        progress((number + 1) / len(originals))
    _accept(connection, profile, files)
    rejects += _clashes(connection, files)
    rejects = _without_identifiers(profile, rejects)
    accepted, kept = connection.execute(
        "SELECT (SELECT count(*) FROM fine_rows) - (SELECT count(*) FROM clashing_rows), (SELECT count(*) FROM accepted_rows)"
    ).fetchone() or (0, 0)
    return Readings(tuple(files), tuple(rejects), sum(f.rows_read for f in files), accepted, accepted - kept)


def _check_formats(connection: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    for pattern in profile.times.formats:
        if pattern != ISO and not _SAYS_THE_YEAR.search(pattern):
            raise BadProfile(
                f"{profile.name}: times.formats: '{pattern}' has no year, so nothing it reads can be dated; a time of day "
                "is joined to its date, and a month alone dates nothing."
            )
        try:
            connection.execute("SELECT try_strptime('', $pattern)", {"pattern": pattern})
        except duckdb.InvalidInputException as error:
            raise BadProfile(
                f"{profile.name}: times.formats: '{pattern}' is not a format; write it as in %d/%m/%Y %H:%M:%S."
            ) from error


def _read_one(connection: duckdb.DuckDBPyConnection, mapping: Mapping, number: int) -> dict[int, str]:
    """Creates `read_<number>` in record order; returns the records whose structure is broken, by number."""
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE read_{number} AS {judged_sql(mapping)}")
    except duckdb.InvalidInputException as error:
        raise BadExtract(f"{mapping.extract.name} cannot be read as CSV: {str(error).splitlines()[0]}.") from error
    connection.execute(
        f"UPDATE read_{number} SET fault = {reason_sql('fault_value', mapping.formats)} WHERE fault = '{NOT_A_TIME}'"
    )
    rows = connection.execute("SELECT DISTINCT line, error_type FROM reject_errors ORDER BY line").fetchall()
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    return {int(line) - 1 - mapping.extract.skip: _STRUCTURE.get(str(kind), WRONG_WIDTH) for line, kind in rows}


def _without_identifiers(profile: Profile, rejects: list[Reject]) -> list[Reject]:
    """Refused rows of people without the values that say who they are about."""
    if not profile.records.is_about_people:
        return rejects
    people = profile.records.holding(Column.PERSON)
    named = {str(profile.columns[name]) for name in people if name in profile.columns}
    secret = {*profile.key.of_record, *named, "key"}
    return [replace(reject, value=None) if reject.column in secret else reject for reject in rejects]


def _record_numbers(rowids: list[int], broken: dict[int, str]) -> dict[int, int]:
    """Table row number → record number: broken records never reached the table, so those after them moved up."""
    gone, moved, ahead = sorted(broken), {}, 0
    for rowid in sorted(rowids):
        while ahead < len(gone) and gone[ahead] <= rowid + ahead:
            ahead += 1
        moved[rowid] = rowid + ahead
    return moved


def _rejects(
    connection: duckdb.DuckDBPyConnection, extract: Extract, number: int, broken: dict[int, str]
) -> list[Reject]:
    rows = connection.execute(
        f"SELECT rowid, fault_column, fault_value, fault FROM read_{number} WHERE fault IS NOT NULL ORDER BY rowid"
    ).fetchall()
    records = _record_numbers([row[0] for row in rows], broken)
    places = place_of(extract, [*records.values(), *broken])
    faults = [Reject(*places[records[row[0]]], row[1], row[2], row[3]) for row in rows]
    faults += [Reject(*places[record], None, None, reason) for record, reason in broken.items()]
    return sorted(faults, key=lambda reject: reject.line)


def _accept(connection: duckdb.DuckDBPyConnection, profile: Profile, files: list[FileRead]) -> None:
    """Creates `fine_rows` (no fault), `clashing_rows` (one key, different values) and `accepted_rows`."""
    union = " UNION ALL ".join(
        f"SELECT *, '{file.sha256[:12]}' AS source_file, CAST(rowid AS INTEGER) AS source_record FROM read_{number}"
        for number, file in enumerate(files)
    )
    content = _content(profile.records)
    listed = [*_keys(profile), _occurred(profile.records), *content, "source_file", "source_record"]
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW fine_rows AS SELECT {', '.join(listed)} FROM ({union}) WHERE fault IS NULL"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repeated_keys AS SELECT row_key FROM fine_rows GROUP BY row_key HAVING count(*) > 1"
    )
    same = ", ".join([*(["parent_key"] if profile.records.is_folded else []), "occurred_local", *content])
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE clashing_keys AS SELECT row_key FROM (SELECT DISTINCT row_key, {same} "
        "FROM fine_rows WHERE row_key IN (FROM repeated_keys)) GROUP BY row_key HAVING count(*) > 1"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW clashing_rows AS SELECT * FROM fine_rows WHERE row_key IN (FROM clashing_keys)"
    )
    # Only repeated keys pay for a window; the first copy in file order stands for all that agree.
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW accepted_rows AS SELECT * FROM fine_rows WHERE row_key NOT IN (FROM repeated_keys) "
        "UNION ALL SELECT * FROM fine_rows WHERE row_key IN (FROM repeated_keys) AND row_key NOT IN (FROM clashing_keys) "
        "QUALIFY row_number() OVER (PARTITION BY row_key ORDER BY source_file, source_record) = 1"
    )


def _keys(profile: Profile) -> list[str]:
    """SQL for what identifies a row: its own key and, where rows are folded, the keys of its record and of its parent."""
    force = profile.force.replace("'", "''")
    key = f"'{force}/' || record_reference"
    if not profile.records.is_folded:
        return [f"{key} AS row_key", f"'{force}' AS force"]
    per_resource = profile.one_row_per == "resource"
    row_key = f"{key} || '/' || resource_reference" if per_resource else key
    return [
        f"{row_key} AS row_key",
        f"{key} AS {profile.records.noun}_key",
        f"'{force}/' || {_PARENT} AS parent_key",
        f"'{force}' AS force",
        f"{per_resource} AS is_per_resource",
        f"{profile.zero_is_attended} AS is_zero_attended",
    ]


def _occurred(kind: RecordKind) -> str:
    dating = f"coalesce({', '.join(kind.dating)})"
    if not kind.instants:
        return f"CAST({dating} AS TIMESTAMP) AS occurred_local"
    return f"make_timestamp(epoch_us({dating}) + utc_offset(make_timestamp(epoch_us({dating})))) AS occurred_local"


def _content(kind: RecordKind) -> list[str]:
    return [name for name in kind.landed if name != _PARENT]


def _clashes(connection: duckdb.DuckDBPyConnection, files: list[FileRead]) -> list[Reject]:
    rows = connection.execute(
        "SELECT source_file, source_record, row_key FROM clashing_rows ORDER BY source_file, source_record"
    ).fetchall()
    rejects = []
    for file in files:
        mine = {record: key for sha, record, key in rows if sha == file.sha256[:12]}
        records = _record_numbers(list(mine), file.broken)
        places = place_of(file.extract, records.values()) if mine else {}
        rejects += [
            Reject(*places[records[record]], "key", key.partition("/")[2], CLASH) for record, key in mine.items()
        ]
    return rejects
