"""An extract that has been opened: UTF-8 delimited text, its column names, the way back to its own lines."""

import csv
import os
import re
import tempfile
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path


@dataclass(frozen=True)
class Extract:
    """One file, ready to be read as text.

    `text` is UTF-8 without a byte-order mark, either the file as given or a copy in the work directory; its
    first `skip` lines are not data. `header` holds the column names as written, stripped. `first_row` is the
    line, or the spreadsheet row, at which data begin. `is_typed` says the values came from cells with types,
    so dates are ISO text. `has_folded_records` says that a quoted field somewhere holds a line break.
    """

    name: str
    text: Path
    delimiter: str
    header: tuple[str, ...]
    skip: int
    first_row: int
    is_typed: bool = False
    is_even: bool = True  # every record is one line, with no blank lines between
    has_folded_records: bool = False
    gaps: tuple[tuple[int, int], ...] = ()  # (record, blank spreadsheet rows left out before it)
    numbered: Path | None = None  # the text with the file's own lines, where `text` had to be rewritten
    numbered_skip: int = 0
    places: tuple[tuple[str, int], ...] = ()  # (sheet, row) of each record, where one record is one cell of a table

    @property
    def row_word(self) -> str:
        """What a reader of the original calls one of its rows."""
        return "row" if self.is_typed else "line"


def forgive(name: str) -> str:
    """A name without case, spacing and punctuation: 'Time of  Call' and 'TIME_OF_CALL' are one name."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def spaced(name: str) -> str:
    """A name's words without case and punctuation: 'Work life' and 'WORK_LIFE' are one name, 'Worklife' another."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def place_of(extract: Extract, record_numbers: Iterable[int]) -> dict[int, tuple[str, int]]:
    """The file, with its sheet where there are several, and the line at which each data record begins."""
    if extract.places:
        return {number: extract.places[number] for number in record_numbers}
    return {number: (extract.name, line) for number, line in line_of(extract, record_numbers).items()}


def line_of(extract: Extract, record_numbers: Iterable[int]) -> dict[int, int]:
    """The line (or spreadsheet row) at which each data record begins; records are counted from 0.

    Blank lines are not records. Only an extract with line breaks inside fields, blank lines or mixed line
    endings is read again for this.
    """
    wanted = set(record_numbers)
    if extract.is_even:
        starts = [record for record, _ in extract.gaps]
        skipped = [0, *(blank for _, blank in extract.gaps)]
        return {n: extract.first_row + n + skipped[bisect_right(starts, n)] for n in sorted(wanted)}
    return _lines_by_reading(extract, wanted)


def _lines_by_reading(extract: Extract, wanted: set[int]) -> dict[int, int]:
    lines: dict[int, int] = {}
    path, skip = (extract.numbered, extract.numbered_skip) if extract.numbered else (extract.text, extract.skip)
    with path.open(encoding="utf-8", newline="") as text:
        below_header = islice(text, skip, None)
        reader = csv.reader(below_header, delimiter=extract.delimiter, skipinitialspace=True)
        record, begins = 0, extract.first_row
        for fields in reader:
            if fields:
                if record in wanted:
                    lines[record] = begins
                record += 1
            if len(lines) == len(wanted):
                break
            begins = extract.first_row + reader.line_num
    return lines


def new_file(work: Path, suffix: str) -> Path:
    """A new, empty file in the work directory, with a name nobody else has."""
    handle, name = tempfile.mkstemp(dir=work, prefix="extract-", suffix=suffix)
    os.close(handle)
    return Path(name)
