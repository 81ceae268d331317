"""One pass over the bytes of a delimited file: UTF-8, NUL, line endings, folded records, blank lines."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from perfdash.errors import BadExtract
from perfdash.ingest.encodings import bad_byte
from perfdash.ingest.extract import new_file

_BLOCK = 1 << 22
_LONGEST_LINE = 1 << 26
_LF, _CR, _QUOTE = 10, 13, 34
# DuckDB takes the first line break it meets for the file's; this line shows it the right one, outside any quotes.
_HEAD_LINE = b"-"
_Bytes = npt.NDArray[np.uint8]
_Positions = npt.NDArray[np.int64]


@dataclass
class Survey:
    """What the pass found in the lines below the header."""

    endings: set[str] = field(default_factory=set)
    has_data: bool = False
    has_blank_lines: bool = False
    has_folded_records: bool = False
    is_quote_open: bool = False  # the quotation marks do not pair up

    @property
    def is_even(self) -> bool:
        """Whether every record is one line, so that a record's number gives its line."""
        is_uneven = self.has_blank_lines or self.has_folded_records or self.is_quote_open
        return not is_uneven and "\r" not in self.endings


def survey(name: str, path: Path, start: int) -> Survey:
    """Reads the file once in blocks of whole lines; `start` is the byte at which data begin.

    Raises:
        BadExtract: a byte is not valid UTF-8 or is NUL; the line is named.
    """
    found = Survey()
    with path.open("rb") as file:
        _check_bytes(name, path, 0, file.read(start))
        offset = start
        for block in _whole_lines(name, file):
            _check_bytes(name, path, offset, block)
            _note_lines(found, np.frombuffer(block, dtype=np.uint8))
            found.has_data = found.has_data or bool(block.strip(b"\r\n"))
            offset += len(block)
    return found


def even_out(path: Path, start: int, work: Path) -> Path:
    """A copy of the data, below one line to skip, in which every record ends with a line feed and no line is blank."""
    target = new_file(work, ".csv")
    is_inside = False
    with path.open("rb") as source, target.open("wb") as copy:
        source.seek(start)
        copy.write(_HEAD_LINE + b"\n")
        for block in _whole_lines(path.name, source):
            content = np.frombuffer(block, dtype=np.uint8)
            quotes = np.flatnonzero(content == _QUOTE)
            copy.write(_evened(content, quotes, is_inside).tobytes())
            is_inside ^= bool(len(quotes) % 2)
    return target


def _evened(content: _Bytes, quotes: _Positions, is_inside: bool) -> _Bytes:
    """The bytes of whole lines with one kind of ending and no blank line; what stands in quotes is untouched."""
    breaks = np.flatnonzero((content == _CR) | (content == _LF))
    breaks = breaks[~_are_inside(breaks, quotes, is_inside)]
    evened = content.copy()
    evened[breaks] = _LF
    # A break right after another ends no line: it is the second half of a pair, or a blank line.
    return np.delete(evened, breaks[np.diff(breaks, prepend=-1) == 1])


def without_head(path: Path, start: int, ending: str, work: Path) -> Path:
    """A copy of the data below one line to skip, for a head that the CSV reader would not skip line by line."""
    target = new_file(work, ".csv")
    with path.open("rb") as source, target.open("wb") as copy:
        source.seek(start)
        copy.write(_HEAD_LINE + ending.encode())
        while block := source.read(_BLOCK):
            copy.write(block)
    return target


def check_quotes(name: str, path: Path, delimiter: str, skip: int, first_row: int) -> None:
    """Finds the quotation mark that is never closed, in a file whose marks do not pair up.

    A single mark inside a value (5" pipe) is text and passes. Raises BadExtract with the line it opens in.
    """
    with path.open(encoding="utf-8", newline="") as text:
        below_header = islice(text, skip, None)
        reader = csv.reader(below_header, delimiter=delimiter, strict=True, skipinitialspace=True)
        opened = first_row
        try:
            for _ in reader:
                opened = first_row + reader.line_num
        except csv.Error as error:
            raise BadExtract(
                f"{name}, line {opened}: a quotation mark is opened and not closed: close or remove it, "
                "or ask for an export with its quotation marks doubled."
            ) from error


def _whole_lines(name: str, file: BinaryIO) -> Iterator[bytes]:
    """Blocks that end with a line feed, so neither a character nor a line ending is ever cut in two."""
    while block := file.read(_BLOCK):
        rest = file.readline(_LONGEST_LINE)
        if len(rest) == _LONGEST_LINE:
            raise BadExtract(f"{name} has a line longer than 64 MB, so it is not a table: save it as CSV.")
        yield block + rest


def _check_bytes(name: str, path: Path, offset: int, block: bytes) -> None:
    if not block.isascii():
        try:
            block.decode()
        except UnicodeDecodeError as error:
            line = _line_at(path, offset + error.start)
            raise bad_byte(name, path, "utf-8", line, error) from error
    if b"\0" in block:
        line = _line_at(path, offset + block.index(b"\0"))
        raise BadExtract(
            f"{name}, line {line}: there is a NUL byte, which no text has: the file is damaged, so ask for it again."
        )


def _note_lines(found: Survey, content: _Bytes) -> None:
    feeds = np.flatnonzero(content == _LF)
    returns = np.flatnonzero(content == _CR)
    quotes = np.flatnonzero(content == _QUOTE)
    if len(quotes):
        folded_feeds = _are_inside(feeds, quotes, found.is_quote_open)
        folded_returns = _are_inside(returns, quotes, found.is_quote_open)
        found.has_folded_records |= bool(folded_feeds.any() or folded_returns.any())
        feeds, returns = feeds[~folded_feeds], returns[~folded_returns]
        found.is_quote_open ^= bool(len(quotes) % 2)
    _note_endings(found, content, feeds, returns)


def _note_endings(found: Survey, content: _Bytes, feeds: _Positions, returns: _Positions) -> None:
    before = content[feeds - 1] == _CR if len(feeds) else np.zeros(0, dtype=bool)
    # A feed that opens the block has nothing before it; index -1 would look at the block's last byte.
    before[feeds == 0] = False
    pairs = int(before.sum())
    found.endings |= {
        ending for ending, n in (("\r\n", pairs), ("\n", len(feeds) - pairs), ("\r", len(returns) - pairs)) if n
    }
    lengths = np.diff(feeds, prepend=-1) - 1 - before
    found.has_blank_lines |= bool((lengths == 0).any())


def _are_inside(positions: _Positions, quotes: _Positions, is_inside: bool) -> npt.NDArray[np.bool_]:
    """Which positions lie between quotation marks: those with an odd number of marks before them."""
    marks_before = np.searchsorted(quotes, positions) + int(is_inside)
    return np.asarray(marks_before % 2 == 1, dtype=np.bool_)


def _line_at(path: Path, offset: int) -> int:
    line = 1
    with path.open("rb") as file:
        while offset > 0 and (block := file.read(min(offset, _BLOCK))):
            line += block.count(b"\n")
            offset -= len(block)
    return line
