"""The row of column names: found, checked, and, when it stands elsewhere, pointed at."""

import re
from collections.abc import Sequence

from perfdash.errors import BadExtract
from perfdash.ingest.extract import spaced

DELIMITERS = (",", ";", "\t", "|")
LOOK_AHEAD = 25  # rows among which a header is looked for
_NOT_A_NAME = re.compile(r"[\d\s.,:/+%£$-]*([tTzZ]|[aApP][mM]|true|false)?[\d\s.,:+-]*[zZ]?")
_FEW = 2
_NEARLY_ALL = 0.8


def clean(cells: Sequence[str]) -> tuple[str, ...]:
    """Column names as written, stripped; names the spreadsheet gave no cell at the end are left off."""
    return tuple(cell.strip() for cell in cells)


def likely_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The row, from 1, that looks like column names: nearly full, all different, none a number or date."""
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows[:LOOK_AHEAD]]
    most = max((len(cells) for cells in filled), default=0)
    for number, cells in enumerate(filled, start=1):
        is_full = len(cells) >= max(_FEW, _NEARLY_ALL * most)
        if is_full and len(set(cells)) == len(cells) and all(map(_is_name, cells)):
            return number
    return None


def check_header(name: str, rows: Sequence[Sequence[str]], stated: int, word: str) -> None:
    """Refuses a header row that is blank in places, holds data or names a column twice.

    `rows` are the first rows of the file, the stated one among them; `word` is line or row.
    Raises BadExtract: which row, which column, and where the column names seem to be.
    """
    header = clean(rows[stated - 1])
    elsewhere = likely_header(rows)
    if elsewhere not in (None, stated) and _looks_wrong(header, rows, stated, elsewhere or 0):
        raise BadExtract(
            f"{name}, {word} {stated}: these are not column names; they seem to be in {word} {elsewhere}: "
            f"set header_row = {elsewhere} in the profile's [file]."
        )
    if not any(header):
        raise BadExtract(f"{name}, {word} {stated}: there are no column names: set header_row to their row.")
    _check_names(name, header, f"{word} {stated}")


def check_delimiter(name: str, header: Sequence[str], rows: Sequence[str], stated: str) -> None:
    """Refuses a header of one column that another delimiter would split.

    Raises BadExtract with the delimiter to write. `rows` are the lines below: a title is no reason.
    """
    if len(header) != 1 or any(row.count(stated) >= _FEW for row in rows[:LOOK_AHEAD]):
        return
    counts = {other: header[0].count(other) for other in DELIMITERS if other != stated}
    best = max(counts, key=lambda other: counts[other])
    if counts[best]:
        shown = best.replace("\t", "\\t")
        raise BadExtract(
            f"{name} looks separated by '{shown}', not '{stated}'".replace("\t", "\\t")
            + f': set delimiter = "{shown}" in the profile\'s [file].'
        )


def _looks_wrong(header: Sequence[str], rows: Sequence[Sequence[str]], stated: int, elsewhere: int) -> bool:
    filled = sum(map(bool, header))
    fuller = sum(map(bool, clean(rows[elsewhere - 1])))
    holds_data = elsewhere < stated and not all(map(_is_name, header))
    return holds_data or (filled < fuller and (filled <= _FEW or filled < len(header)))


def _check_names(name: str, header: Sequence[str], place: str) -> None:
    first_seen: dict[str, int] = {}
    for number, column in enumerate(header, start=1):
        if not column:
            raise BadExtract(f"{name}, {place}: column {number} has no name: name it, or remove the column.")
        earlier = first_seen.setdefault(spaced(column) or column, number)
        if earlier != number:
            raise BadExtract(
                f"{name}, {place}: columns {earlier} and {number} are both called '{column}' "
                "(case and spacing do not count): rename or remove one."
            )


def _is_name(cell: str) -> bool:
    return not _NOT_A_NAME.fullmatch(cell)
