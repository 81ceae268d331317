"""The way in for every file: whatever it comes packed or written as, it leaves as UTF-8 delimited text."""

from pathlib import Path

from perfdash.errors import BadExtract
from perfdash.ingest.archives import gunzip, unzip
from perfdash.ingest.columnar import open_parquet
from perfdash.ingest.delimited import open_text
from perfdash.ingest.extract import Extract, forgive, line_of
from perfdash.ingest.kinds import SHEETS, Kind, kind_of
from perfdash.ingest.profile import FileShape
from perfdash.ingest.published_tables import open_tables
from perfdash.ingest.spreadsheets import open_sheet

__all__ = ["Extract", "forgive", "line_of", "open_extract", "unpack"]

_PACKED = (Kind.GZIP, Kind.ZIP)


def open_extract(
    path: Path, shape: FileShape, work: Path, name: str | None = None, formats: tuple[str, ...] = ()
) -> Extract:
    """Opens one file as the profile says it is written; copies go into `work`, an existing directory.

    `name` is what messages call the file, by default its own name; `formats` are those of dates in column names.
    Raises BadExtract: one sentence naming file, line or row, column where there is one, and what to do.
    """
    name = name or path.name
    inner, kind, found = unpack(path, work, name)
    is_copy = found != path
    # A gzip file keeps its own name in messages; of an archive one wants to know which file was meant.
    name = inner if "/" in inner else name
    if shape.tables:
        extract = open_tables(name, found, kind, shape, formats, work)
    elif kind is Kind.PARQUET:
        extract = open_parquet(name, found, work)
    elif kind in SHEETS:
        extract = open_sheet(name, found, kind, shape, work)
    else:
        return open_text(name, found, shape, work, is_copy)
    if is_copy:
        found.unlink()
    return extract


def unpack(path: Path, work: Path, name: str) -> tuple[str, Kind, Path]:
    """The file itself, out of any gzip or ZIP around it: its name, its kind and where it lies.

    Raises BadExtract: it is missing, a folder, damaged, another kind than its name says, or packed twice.
    """
    if path.is_dir():
        raise BadExtract(f"{path} is a folder: name the files in it.")
    if not path.is_file():
        raise BadExtract(f"There is no file {path}; check its name and folder.")
    if not path.stat().st_size:
        raise BadExtract(f"{name} is empty: ask for it again.")
    kind = kind_of(name, path)
    if kind not in _PACKED:
        return name, kind, path
    inner, found = gunzip(name, path, work) if kind is Kind.GZIP else unzip(name, path, work)
    kind = kind_of(inner, found)
    if kind in _PACKED:
        raise BadExtract(f"{name} is packed twice: unpack it and load the file inside.")
    return inner, kind, found
