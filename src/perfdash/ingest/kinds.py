"""What a file is, by its name and by its bytes; where the two disagree the file is refused."""

import zipfile
from enum import StrEnum
from pathlib import Path, PurePosixPath

from perfdash.errors import BadExtract


class Kind(StrEnum):
    """The kinds of file an extract comes in. The value is the extension that says so."""

    TEXT = ".csv"
    GZIP = ".gz"
    ZIP = ".zip"
    PARQUET = ".parquet"
    XLSX = ".xlsx"
    XLS = ".xls"
    ODS = ".ods"


SHEETS = (Kind.XLSX, Kind.XLS, Kind.ODS)
_WORDS = {
    Kind.TEXT: "plain text",
    Kind.GZIP: "gzip-compressed",
    Kind.ZIP: "a ZIP archive",
    Kind.PARQUET: "a Parquet file",
    Kind.XLSX: "an Excel workbook (.xlsx)",
    Kind.XLS: "an Excel 97 workbook (.xls) or a workbook with a password",
    Kind.ODS: "an OpenDocument spreadsheet (.ods)",
}
_MAGIC = {
    b"\x1f\x8b": Kind.GZIP,
    b"PAR1": Kind.PARQUET,
    b"\xd0\xcf\x11\xe0": Kind.XLS,
    b"PK\x03\x04": Kind.ZIP,
    b"PK\x05\x06": Kind.ZIP,
}
_FOREIGN = {
    b"%pdf": "a PDF document",
    b"<html": "a web page",
    b"<table": "a web page",
    b"<!doc": "a web page",
    b"<?xml": "an XML document",
}


def kind_of(name: str, path: Path) -> Kind:
    """The kind of the file at `path`, which is called `name`.

    Raises:
        BadExtract: its bytes are of another kind than its name says.
    """
    stated, actual = _by_name(name), _by_bytes(path, name)
    if stated is actual:
        return stated
    if actual is Kind.TEXT:
        raise BadExtract(
            f"{name} is not {_WORDS[stated]}, though its name says so: ask for it again if it is damaged, "
            f"or rename it to {_renamed(name, actual)} if it is text."
        )
    advice = f"rename it to {_renamed(name, actual)}"
    if actual is Kind.XLS and stated is Kind.XLSX:
        advice = f"save it without a password, or {advice}"
    raise BadExtract(f"{name} is {_WORDS[actual]}, whatever its name says: {advice}.")


def _by_name(name: str) -> Kind:
    suffix = PurePosixPath(name).suffix.lower()
    suffix = ".xlsx" if suffix == ".xlsm" else suffix
    return Kind(suffix) if suffix in set(Kind) else Kind.TEXT


def _by_bytes(path: Path, name: str) -> Kind:
    with path.open("rb") as file:
        head = file.read(8)
    for start, words in _FOREIGN.items():
        if head.lower().startswith(start):
            raise BadExtract(f"{name} is {words}, not a table: save it as CSV or XLSX.")
    kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), Kind.TEXT)
    return _inside_zip(path, name) if kind is Kind.ZIP else kind


def _inside_zip(path: Path, name: str) -> Kind:
    """Workbooks are ZIP archives too. One too damaged to list is what its name says, and refused when opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        stated = _by_name(name)
        return stated if stated in (Kind.XLSX, Kind.ODS) else Kind.ZIP
    if "xl/workbook.xml" in members:
        return Kind.XLSX
    return Kind.ODS if {"mimetype", "content.xml"} <= members else Kind.ZIP


def _renamed(name: str, kind: Kind) -> str:
    if kind is Kind.GZIP:
        return f"{name}.gz"
    return str(PurePosixPath(name).with_suffix(kind.value))
