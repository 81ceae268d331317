"""Delimited text in the stated encoding, made ready for the CSV reader and copied only where it must be."""

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from perfdash.errors import BadExtract
from perfdash.ingest import encodings, lines
from perfdash.ingest.extract import Extract, new_file
from perfdash.ingest.headers import LOOK_AHEAD, check_delimiter, check_header, clean
from perfdash.ingest.profile import FileShape

_HEAD = 1 << 20
_GLOB = set("*?[")


@dataclass(frozen=True)
class _Head:
    """The lines down to the column names: the names, their lines and bytes, quotes and line endings."""

    names: tuple[str, ...]
    lines: int
    bytes: int
    is_quoted: bool
    endings: frozenset[str]


def open_text(name: str, path: Path, shape: FileShape, work: Path, is_copy: bool) -> Extract:
    """Opens delimited text; `is_copy` says that `path` is a file of ours, unpacked into the work directory.

    Raises:
        BadExtract: the file is empty, has no data rows, is not in the stated encoding or delimiter, or its
            header or quotation marks are at fault.
    """
    if _is_blank(path):
        raise BadExtract(f"{name} is empty: ask for it again.")
    text = path
    if encodings.needs_copy(name, path, shape.encoding):
        text = encodings.transcode(name, path, shape.encoding, work)
    head = _read_head(name, text, shape)
    found = lines.survey(name, text, head.bytes)
    if not found.has_data:
        raise BadExtract(f"{name} has column names in line {head.lines} but no rows below: ask for it again.")
    if found.is_quote_open:
        lines.check_quotes(name, text, shape.delimiter, head.lines, head.lines + 1)
    ready, skip, numbered = _readable(text, head, found, work)
    for stale in {text, path} - {ready, numbered} - (set() if is_copy else {path}):
        stale.unlink()
    return Extract(
        name,
        _without_wildcards(ready, work),
        shape.delimiter,
        head.names,
        skip,
        head.lines + 1,
        is_even=found.is_even,
        has_folded_records=found.has_folded_records or found.is_quote_open,
        numbered=numbered,
        numbered_skip=head.lines if numbered else 0,
    )


def _readable(text: Path, head: _Head, found: lines.Survey, work: Path) -> tuple[Path, int, Path | None]:
    """The text as the CSV reader takes it, the lines to skip, and the text whose lines count if it is another."""
    if len(found.endings | head.endings) > 1 or found.has_blank_lines:
        # The reader passes over blank lines, yet counts them where it reports a row it cannot read.
        return lines.even_out(text, head.bytes, work), 1, text
    if head.is_quoted:
        # It counts a quoted line break as one line, so a head with quotes is cut off, not skipped.
        return lines.without_head(text, head.bytes, "".join(head.endings), work), 1, None
    return text, head.lines, None


def _is_blank(path: Path) -> bool:
    with path.open("rb") as file:
        return not file.read(_HEAD).removeprefix(codecs.BOM_UTF8).strip()


def _read_head(name: str, path: Path, shape: FileShape) -> _Head:
    raw = _first_lines(path)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = 1 + raw[: error.start].count(b"\n")
        raise encodings.bad_byte(name, path, "utf-8", line, error) from error
    if "\0" in text:
        lines.survey(name, path, len(raw))
    written = list(io.StringIO(text, newline=""))
    if len(written) < shape.header_row:
        short = f"{name} has only {len(written)} lines, so its column names are not in line {shape.header_row}"
        raise BadExtract(f"{short}: correct header_row in the profile's [file].")
    names, taken = _names(name, written[shape.header_row - 1 :], shape)
    ends = shape.header_row - 1 + taken
    _check(name, names, written, ends, shape)
    above = "".join(written[:ends])
    is_quoted = '"' in above and (ends > 1)
    endings = frozenset(line[len(line.rstrip("\r\n")) :] for line in written[:ends])
    return _Head(clean(names), ends, len(above.encode()), is_quoted, endings)


def _first_lines(path: Path) -> bytes:
    """The head of the file, cut at a line end so that no character is cut in two."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        return head if len(head) < _HEAD else head + file.readline(_HEAD)


def _names(name: str, written: list[str], shape: FileShape) -> tuple[list[str], int]:
    reader = csv.reader(written, delimiter=shape.delimiter, strict=True, skipinitialspace=True)
    try:
        return next(reader), reader.line_num
    except csv.Error as error:
        raise BadExtract(
            f"{name}, line {shape.header_row}: a quotation mark in the column names is not closed: "
            "ask for the file again."
        ) from error


def _check(name: str, names: list[str], written: list[str], ends: int, shape: FileShape) -> None:
    check_delimiter(name, names, written[ends:], shape.delimiter)
    first = [row.rstrip("\r\n") for row in written[: max(LOOK_AHEAD, shape.header_row)]]
    rows = [next(csv.reader([row], delimiter=shape.delimiter), []) for row in first]
    rows[shape.header_row - 1] = names
    check_header(name, rows, shape.header_row, "line")


def _without_wildcards(path: Path, work: Path) -> Path:
    """DuckDB takes *, ? and [ in a path for wildcards and would read other files too, hence another name."""
    if not _GLOB & set(str(path)):
        return path
    link = new_file(work, ".csv")
    link.unlink()
    link.symlink_to(path.resolve())
    return link
