"""Cells a spreadsheet reader passes over in silence: formulas never calculated, and error values.

python-calamine gives an empty text, or even 0, for both, so the sheet's own XML is searched.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from perfdash.errors import BadExtract
from perfdash.ingest.kinds import Kind

_BLOCK = 1 << 22
_XLSX_HINT = re.compile(rb"""t=["']e["']|<(?:\w+:)?f[\s>/]""")
_XLSX_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_XLSX_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)<")
_XLSX_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]+)(\d+)["']""")
_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
_ODS_HINT = re.compile(rb'table:formula=|:value-type="error"')
_ODS_ERROR = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!)|Err:\d+")
_LETTERS = 26


def check_cells(place: str, path: Path, kind: Kind, sheet: str, header_row: int, only_row: int | None = None) -> None:
    """Refuses a sheet with an error value or an uncalculated formula in its header or data, or in one row of them.

    Raises BadExtract naming the cell. XLS is not searched: its formulas are stored with their values.
    """
    if kind not in (Kind.XLSX, Kind.ODS):
        return
    faults = (_faults_xlsx if kind is Kind.XLSX else _faults_ods)(path, sheet, header_row)
    found = next((fault for fault in faults if only_row in (None, _row_of(fault[0]))), None)
    if found is None:
        return
    cell, error = found
    if error:
        raise BadExtract(f"{place}: the cell {cell} holds the error {error}: correct or clear it.")
    raise BadExtract(
        f"{place}: the cell {cell} holds a formula whose value is not stored: "
        "open and save the workbook in a spreadsheet program, or paste values only."
    )


def column_letters(number: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _row_of(cell: str) -> int | None:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdecimal() else None


def _faults_xlsx(path: Path, sheet: str, header_row: int) -> Iterator[tuple[str, str]]:
    """(cell, error) of each faulty cell; the error is '' for a formula without a value."""
    with zipfile.ZipFile(path) as archive, archive.open(_part_of(archive, sheet)) as xml:
        carried = b""
        while block := xml.read(_BLOCK):
            block = carried + block
            end = block.rfind(b"</row>") + 1 or block.rfind(b":row>") + 1 or len(block)
            block, carried = block[:end], block[end:]
            # Most sheets hold neither, and are only glanced at.
            if _XLSX_HINT.search(block):
                yield from _faults_in(block, header_row)
        yield from _faults_in(carried, header_row)


def _faults_in(block: bytes, header_row: int) -> Iterator[tuple[str, str]]:
    for attributes, content in _XLSX_CELL.findall(block):
        reference, kind = _REFERENCE.search(attributes), _TYPE.search(attributes)
        if reference and int(reference[2]) < header_row:
            continue
        cell = (reference[1] + reference[2]).decode() if reference else "(unnamed)"
        value = _XLSX_VALUE.search(content)
        if kind and kind[1] == b"e":
            yield cell, value[1].decode() if value else "#N/A"
        # A formula may rightly give an empty text; Excel then says that its type is a string.
        elif _XLSX_FORMULA.search(content) and not value and not (kind and kind[1] == b"str"):
            yield cell, ""


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The file inside the workbook that holds the sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    wanted = next(e for e in book.iter() if e.tag.endswith("}sheet") and e.get("name") == sheet)
    link = next(value for key, value in wanted.attrib.items() if key.endswith("}id"))
    target = targets[link]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _faults_ods(path: Path, sheet: str, header_row: int) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        with archive.open("content.xml") as xml:
            if not any(_ODS_HINT.search(block) for block in iter(lambda: xml.read(_BLOCK), b"")):
                return
        with archive.open("content.xml") as xml:
            for row, cells in _ods_rows(xml, sheet):
                if row >= header_row:
                    yield from _faults_in_ods_row(row, cells)


def _ods_rows(xml: object, sheet: str) -> Iterator[tuple[int, ElementTree.Element]]:
    """(row number, its element) of one sheet; a row that is repeated is given once."""
    row, is_wanted = 1, False
    for event, element in ElementTree.iterparse(xml, events=("start", "end")):  # type: ignore[call-overload]
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "table":
            is_wanted, row = _attribute(element, "name") == sheet, 1
        elif event == "end" and tag == "table-row":
            if is_wanted:
                yield row, element
            row += int(_attribute(element, "number-rows-repeated") or 1)
            element.clear()


def _faults_in_ods_row(row: int, cells: ElementTree.Element) -> Iterator[tuple[str, str]]:
    column = 0
    for cell in cells:
        shown = "".join(cell.itertext()).strip()
        place = f"{column_letters(column)}{row}"
        if _attribute(cell, "formula") is not None or _attribute(cell, "value-type") == "error":
            if _ODS_ERROR.fullmatch(shown):
                yield place, shown
            elif _attribute(cell, "value-type") is None:
                yield place, ""
        column += int(_attribute(cell, "number-columns-repeated") or 1)


def _attribute(element: ElementTree.Element, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
