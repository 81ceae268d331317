"""XLSX, XLS and ODS: one sheet, its header checked, its cells written as text."""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, load_workbook

from perfdash.errors import BadExtract
from perfdash.ingest.cells import check_cells, column_letters
from perfdash.ingest.extract import Extract, new_file
from perfdash.ingest.headers import LOOK_AHEAD, check_header, likely_header
from perfdash.ingest.kinds import Kind
from perfdash.ingest.profile import FileShape

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_WHOLE = 1e15  # floats beyond this are no longer exact integers
_ODS_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)([.,]\d+)?S")


def open_sheet(name: str, path: Path, kind: Kind, shape: FileShape, work: Path) -> Extract:
    """Opens one sheet as text in the work directory.

    Raises:
        BadExtract: the workbook is damaged or has a password, the sheet is not named or not there, its header
            is not in the stated row, or a cell holds an error or an uncalculated formula, or has no column name.
    """
    with opened(name, path) as workbook:
        sheet = named_sheet(name, workbook, shape.sheet)
        place = f"{name}, sheet {sheet.name}"
        check_cells(place, path, kind, sheet.name, shape.header_row)
        header = _header(place, sheet, shape.header_row)
        text = new_file(work, ".csv")
        gaps = _write(place, sheet, header, shape.header_row, text)
        return Extract(name, text, ",", header, 1, shape.header_row + 1, is_typed=True, gaps=gaps)


@contextmanager
def opened(name: str, path: Path) -> Iterator[CalamineWorkbook]:
    """The workbook.

    Raises:
        BadExtract: it is damaged or has a password.
    """
    try:
        with load_workbook(path) as workbook:
            yield workbook
    except PasswordError as error:
        raise BadExtract(f"{name} has a password: save it without one.") from error
    except CalamineError as error:
        raise BadExtract(f"{name} is damaged and cannot be opened as a spreadsheet: ask for it again.") from error


def first_rows(sheet: CalamineSheet, count: int) -> list[list[str]]:
    """The first rows of a sheet as text, blank ones included, so that row numbers hold."""
    return [[as_text(cell).strip() for cell in row] for row in islice(sheet.iter_rows(), count)]


def filled_sheets(workbook: CalamineWorkbook) -> list[str]:
    """The names of the sheets that have anything in them."""
    return [name for name in workbook.sheet_names if workbook.get_sheet_by_name(name).height]


def as_text(cell: Cell) -> str:
    """A cell as text: ISO dates and times, 'true' and 'false', whole numbers without a decimal point."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < _WHOLE:
            return str(int(cell))
        case dt.datetime():
            return cell.isoformat(sep=" ")
        case dt.timedelta():
            return _clock(cell)
        case str() if iso := _ODS_TIME.fullmatch(cell):
            hours, minutes, seconds, fraction = iso.groups(default="")
            return f"{int(hours):02}:{int(minutes):02}:{int(seconds):02}{fraction.replace(',', '.')}"
        case _:
            return str(cell)


def _clock(duration: dt.timedelta) -> str:
    minutes, seconds = divmod(duration.days * 86_400 + duration.seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def named_sheet(name: str, workbook: CalamineWorkbook, wanted: str | None) -> CalamineSheet:
    """The sheet of that name, or the only one with anything in it.

    Raises:
        BadExtract: there is none of that name, or several are filled and none was named.
    """
    listed = ", ".join(workbook.sheet_names)
    if wanted is not None:
        if wanted not in workbook.sheet_names:
            raise BadExtract(f"{name} has no sheet '{wanted}', only {listed}: correct it in the profile's [file].")
        return workbook.get_sheet_by_name(wanted)
    filled = filled_sheets(workbook)
    if len(filled) > 1:
        raise BadExtract(
            f"{name} has {len(filled)} sheets with something in them ({', '.join(filled)}): "
            f'say which in the profile\'s [file], as in sheet = "{filled[0]}".'
        )
    if not filled:
        raise BadExtract(f"{name} is empty: none of its sheets ({listed}) has anything in it.")
    return workbook.get_sheet_by_name(filled[0])


def _header(place: str, sheet: CalamineSheet, row: int) -> tuple[str, ...]:
    rows = first_rows(sheet, max(LOOK_AHEAD, row))
    if not rows:
        raise BadExtract(f"{place} is empty: name another sheet in the profile's [file].")
    if len(rows) < row:
        short = f"{place} has only {len(rows)} rows, so its column names are not in row {row}"
        raise BadExtract(f"{short}: correct header_row in the profile's [file].")
    trimmed = [_without_tail(cells) for cells in rows]
    _refuse_merged(place, trimmed, sheet, row)
    check_header(place, trimmed, row, "row")
    return tuple(trimmed[row - 1])


def _refuse_merged(place: str, rows: list[list[str]], sheet: CalamineSheet, row: int) -> None:
    """Merged cells give their value to the first column alone. A better row below is named by `check_header`."""
    merged = [span for span in sheet.merged_cell_ranges or [] if span[0][0] <= row - 1 <= span[1][0]]
    if not merged or likely_header(rows) not in (None, row):
        return
    (top, left), (bottom, right) = merged[0]
    cells = f"{column_letters(left)}{top + 1} to {column_letters(right)}{bottom + 1}"
    raise BadExtract(f"{place}, row {row}: the cells {cells} are merged: unmerge them and name every column.")


def _write(
    place: str, sheet: CalamineSheet, header: Sequence[str], header_row: int, text: Path
) -> tuple[tuple[int, int], ...]:
    """Writes the header and the rows that hold anything; the blank rows left out, as `Extract.gaps`."""
    gaps: list[tuple[int, int]] = []
    record = blank = 0
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for number, cells in _data_rows(sheet, header_row):
            if not any(cells):
                blank += 1
                continue
            if number - header_row - 1 - record != (gaps[-1][1] if gaps else 0):
                gaps.append((record, blank))
            writer.writerow(_fitted(place, cells, len(header), number, sheet))
            record += 1
    if not record:
        raise BadExtract(f"{place} has column names in row {header_row} but no rows below: ask for it again.")
    return tuple(gaps)


def _data_rows(sheet: CalamineSheet, header_row: int) -> Iterator[tuple[int, list[str]]]:
    below = islice(sheet.iter_rows(), header_row, None)
    for number, row in enumerate(below, start=header_row + 1):
        yield number, [as_text(cell) for cell in row]


def _fitted(place: str, cells: list[str], width: int, row: int, sheet: CalamineSheet) -> list[str]:
    """The cells under the header. A value beside it would be lost, so it is refused."""
    beyond = next((number for number in range(width, len(cells)) if cells[number]), None)
    if beyond is not None:
        left = sheet.start[1] if sheet.start else 0
        raise BadExtract(
            f"{place}, row {row}: the cell {column_letters(left + beyond)}{row} holds a value, "
            "but its column has no name: name the column or clear the cell."
        )
    return cells[:width] + [""] * (width - len(cells))


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells
