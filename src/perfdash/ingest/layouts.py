"""How an unknown file is written: its encoding, its delimiter, its sheet and the row of its column names."""

import codecs
import csv
import io
from collections import Counter
from pathlib import Path
from typing import Literal

from python_calamine import load_workbook

from perfdash.ingest.headers import DELIMITERS, LOOK_AHEAD, likely_header
from perfdash.ingest.kinds import SHEETS, Kind
from perfdash.ingest.profile import FileShape
from perfdash.ingest.spreadsheets import first_rows

_HEAD = 1 << 20
_BLOCK = 1 << 22


def guess_shape(path: Path, kind: Kind) -> tuple[FileShape, list[str]]:
    """The shape of the file, and what was guessed in it, one sentence each."""
    if kind in SHEETS:
        return _guess_sheet(path)
    if kind is Kind.PARQUET:
        return FileShape(), []
    encoding = _encoding(path)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    text = codecs.getincrementaldecoder(codec)(errors="replace").decode(head)
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    return FileShape(encoding=encoding, delimiter=delimiter, header_row=likely_header(rows) or 1), []


def _guess_sheet(path: Path) -> tuple[FileShape, list[str]]:
    with load_workbook(path) as workbook:
        sizes = {name: workbook.get_sheet_by_name(name).height for name in workbook.sheet_names}
        filled = [name for name, height in sizes.items() if height]
        largest = max(sizes, key=lambda name: sizes[name])
        rows = first_rows(workbook.get_sheet_by_name(largest), LOOK_AHEAD)
    notes = []
    if len(filled) > 1:
        notes.append(f"Of the sheets {', '.join(filled)} the longest, '{largest}', was taken.")
    return FileShape(sheet=largest if len(filled) > 1 else None, header_row=likely_header(rows) or 1), notes


def _encoding(path: Path) -> Literal["utf-8", "cp1252", "utf-16"]:
    """By its mark, or UTF-8 where the whole file is valid UTF-8, or Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    """The delimiter under which most rows have the same number of fields, and more than one."""

    def merit(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in _rows(text, delimiter) if row)
        width, count = max(widths.items(), key=lambda pair: pair[1] * (pair[0] > 1), default=(1, 0))
        return (count / max(1, widths.total()) if width > 1 else 0.0, width)

    return max(DELIMITERS, key=merit)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    return [row for _, row in zip(range(LOOK_AHEAD), csv.reader(lines, delimiter=delimiter), strict=False)]
