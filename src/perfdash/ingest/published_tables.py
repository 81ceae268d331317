"""Published cross-tables: dates along the top, areas down the side. One row of each becomes ordinary rows.

Each cell under a date is written as a row of its own (as at, strength, area, sheet and what the profile says of the
table), so that it goes on through the same mapping as any extract. Columns that no date heads (changes, percentages)
are left out, and so are cells that hold a word for "nothing".
"""

import csv
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

from perfdash.errors import BadExtract
from perfdash.ingest import encodings
from perfdash.ingest.cells import check_cells
from perfdash.ingest.dates import exactness
from perfdash.ingest.extract import Extract, new_file
from perfdash.ingest.kinds import SHEETS, Kind
from perfdash.ingest.profile import FileShape, PublishedTable
from perfdash.ingest.spreadsheets import Cell, as_text, named_sheet, opened

AS_AT, STRENGTH, AREA, SHEET = "as at", "strength", "area", "sheet"
_SETTING = "the profile's [[file.tables]]"
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})([T ][\d:.]+)?")
_FOOTNOTES = re.compile(r"(\s*[\[(]?\s*(note\s*)?\d+\s*[\])]?\s*,?)+$", re.IGNORECASE)
_BESIDE_A_DATE = re.compile(r"^as at:? |[\[(] ?note [\d, ]+[\])]", re.IGNORECASE)
_GLUED_TO_A_YEAR = re.compile(r"((?:19|20)\d\d)[\d,]+$")
_DIGITS = 12  # of a number that was calculated, no more are meant


def open_tables(name: str, path: Path, kind: Kind, shape: FileShape, formats: tuple[str, ...], work: Path) -> Extract:
    """Opens the file's tables as one extract, each record of which knows the sheet and the row it came from.

    Raises:
        BadExtract: a sheet or a row is not there exactly once, no column is headed by a date, or a cell is at fault.
    """
    constants = list(shape.tables[0].constants)
    records: list[list[str]] = []
    places: list[tuple[str, int]] = []
    for table in shape.tables:
        place, number, cells = _melted(name, path, kind, shape, table, formats, work)
        records += [[*cell, *(table.constants[constant] for constant in constants)] for cell in cells]
        places += [(place, number)] * len(cells)
    if not records:
        raise BadExtract(f"{name}: all cells of the rows that {_SETTING} names are blank, so there is nothing to load.")
    header = (AS_AT, STRENGTH, AREA, SHEET, *constants)
    text = new_file(work, ".csv")
    with text.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *records])
    return Extract(name, text, ",", header, 1, 1, is_typed=True, places=tuple(places))


def _melted(
    name: str, path: Path, kind: Kind, shape: FileShape, table: PublishedTable, formats: tuple[str, ...], work: Path
) -> tuple[str, int, list[list[str]]]:
    """Where the table stands, the number of its wanted row, and (as at, strength, area, sheet) of each of its cells."""
    place, sheet, grid = _grid(name, path, kind, shape, table, work)
    dated = _dated_columns(place, grid, table, formats)
    number = _wanted_row(place, grid, table, min(dated))
    if sheet:
        check_cells(place, path, kind, sheet, table.header_row, only_row=number)
    row = grid[number - 1]
    blank = {word.strip().lower() for word in shape.blank} | {""}
    values = [(day, _number(row[column]) if column < len(row) else "") for column, day in dated.items()]
    cells = [[day, value, table.row, sheet] for day, value in values if value.lower() not in blank]
    return place, number, cells


def _grid(
    name: str, path: Path, kind: Kind, shape: FileShape, table: PublishedTable, work: Path
) -> tuple[str, str, list[list[Cell]]]:
    """What messages call the table, its sheet ('' in a file of text) and all its cells."""
    if kind in SHEETS:
        with opened(name, path) as workbook:
            sheet = named_sheet(name, workbook, table.sheet)
            return f"{name}, sheet {sheet.name}", sheet.name, [list(row) for row in sheet.iter_rows()]
    if kind is not Kind.TEXT:
        raise BadExtract(f"{name} is a Parquet file, which holds rows and no tables: remove [[file.tables]].")
    is_copied = encodings.needs_copy(name, path, shape.encoding)
    text = encodings.transcode(name, path, shape.encoding, work) if is_copied else path
    with text.open(encoding="utf-8", newline="") as file:
        return name, "", [list(row) for row in csv.reader(file, delimiter=shape.delimiter)]


def _dated_columns(
    place: str, grid: list[list[Cell]], table: PublishedTable, formats: tuple[str, ...]
) -> dict[int, str]:
    """The columns that a date heads, each with its date."""
    header = grid[table.header_row - 1] if table.header_row <= len(grid) else []
    dated = {number: day for number, cell in enumerate(header) if (day := _date(cell, formats))}
    if not dated:
        elsewhere = next((n for n, row in enumerate(grid, 1) if any(_date(cell, formats) for cell in row)), None)
        hint = f"dates are in row {elsewhere}" if elsewhere else "no row has any: state how they are written in formats"
        raise BadExtract(
            f"{place}, row {table.header_row}: no column is headed by a date ({hint}); correct {_SETTING}."
        )
    days = list(dated.values())
    twice = next((day for day in days if days.count(day) > 1), None)
    if twice:
        raise BadExtract(f"{place}, row {table.header_row}: two columns are headed {twice}: ask which one is meant.")
    return dated


def _wanted_row(place: str, grid: list[list[Cell]], table: PublishedTable, first_date: int) -> int:
    """The number of the one row below the header with the wanted label left of its first figure."""
    wanted = _label(table.row)
    below = enumerate(grid[table.header_row :], start=table.header_row + 1)
    found = [number for number, row in below if wanted in {_label(cell) for cell in row[: max(first_date, 1)]}]
    stated = table.row_number
    chosen = [number for number in found if stated in (None, number)]
    if len(chosen) == 1:
        return chosen[0]
    if not found:
        what = f"there is no row '{table.row}' below row {table.header_row}"
        raise BadExtract(f"{place}: {what}; correct row in {_SETTING}.")
    listed = " and ".join(map(str, found))
    raise BadExtract(
        f"{place}: '{table.row}' stands in row {listed}; write row_number = {found[0]} for that one in {_SETTING}."
    )


def _label(cell: Cell) -> str:
    """A label without case, surplus spaces and the marks of its footnotes."""
    text = " ".join(as_text(cell).split())
    return (_FOOTNOTES.sub("", text) or text).strip().casefold()


def _date(cell: Cell, formats: Sequence[str]) -> str:
    """The date in a column's name, '' where it is none: as ISO where it is a day, else as it is written."""
    if isinstance(cell, dt.date):
        return cell.isoformat()[:10]
    text = _BESIDE_A_DATE.sub("", " ".join(cell.split())).strip() if isinstance(cell, str) else ""
    text = _GLUED_TO_A_YEAR.sub(r"\1", text)
    if iso := _ISO_DAY.fullmatch(text):
        return iso[1]
    for pattern in formats:
        try:
            day = dt.datetime.strptime(text, pattern)
        except ValueError:
            continue
        return f"{day:%Y-%m-%d}" if exactness(pattern) == "day" else text
    return ""


def _number(cell: Cell) -> str:
    return f"{cell:.{_DIGITS}g}" if isinstance(cell, float) else as_text(cell).strip()
