"""Drafts a profile of a workbook of published cross-tables: one [[file.tables]] for each sheet with dates along the top."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from perfdash.contract.columns import ContractColumn
from perfdash.contract.kinds import STRENGTH
from perfdash.ingest.drafts import quoted, title_lines
from perfdash.ingest.headers import LOOK_AHEAD
from perfdash.ingest.personnel_meanings import guess_word
from perfdash.ingest.published_tables import AS_AT
from perfdash.ingest.spreadsheets import Cell, opened

_TWO_IN_ONE = re.compile(r"\b(combined|total|all)\b|officers?\d*, police staff|staff and", re.IGNORECASE)
_SAID_IN_ROWS = 4  # the title and the lines under it say what is counted and how
_WORKER_TYPE, _BASIS = STRENGTH.column("worker_type"), STRENGTH.column("basis")


@dataclass(frozen=True)
class DatedTable:
    """A sheet with dates along the top: where they stand, its title, and all that is said above them."""

    sheet: str
    header_row: int
    title: str
    said: str


def dated_tables(name: str, path: Path) -> list[DatedTable]:
    """The tables of a workbook with at least two dates in one of its first rows.

    Raises:
        BadExtract: the workbook is damaged or has a password.
    """
    found = []
    with opened(name, path) as workbook:
        for sheet in workbook.sheet_names:
            rows = list(workbook.get_sheet_by_name(sheet).iter_rows())[:LOOK_AHEAD]
            number = next((number for number, row in enumerate(rows, 1) if _n_dates(row) > 1), None)
            if number:
                said = [
                    str(cell).strip() for row in rows[:_SAID_IN_ROWS] for cell in row if isinstance(cell, str) and cell
                ]
                found.append(DatedTable(sheet, number, said[0] if said else sheet, " ".join(said)))
    return found


def draft_tables(path: Path, tables: list[DatedTable]) -> tuple[str, list[str]]:
    """The profile as TOML, and what the analyst has to decide."""
    lines = [
        f"# Drafted from {path.name} ({len(tables)} tables). Read every line; then run perfdash profile check.",
        *title_lines(path),
        f"kind = {quoted(STRENGTH.name)}",
        "",
        "[file]",
        'blank = ["", ".."]',
        *(line for table in tables for line in _table_lines(table)),
        "",
        "[key]",
        f'record = ["{AS_AT}", "worker type", "basis"]  # what a figure is of; a later edition then replaces it',
        "",
        "[columns]",
        f'as_at_on = "{AS_AT}"',
        'worker_type = "worker type"',
        'basis = "basis"',
        'strength = "strength"',
    ]
    notes = [
        "Write the name of the force's row, as the table has it, for every row = '?'.",
        "Tables that add worker types together stand behind a #: they would count people twice.",
    ]
    return "\n".join(lines) + "\n", notes


def _table_lines(table: DatedTable) -> list[str]:
    worker_type, basis = _guessed(_WORKER_TYPE, table.title), _guessed(_BASIS, table.said)
    is_open = "?" in (worker_type, basis) or bool(_TWO_IN_ONE.search(table.title))
    mark = "# " if is_open else ""
    return [
        "",
        f"# {' '.join(table.title.split())}",
        f"{mark}[[file.tables]]",
        f"{mark}sheet = {quoted(table.sheet)}",
        f"{mark}header_row = {table.header_row}  # the row of the dates",
        f'{mark}row = "?"',
        f'{mark}constants = {{ "worker type" = {quoted(worker_type)}, basis = {quoted(basis)} }}',
    ]


def _guessed(column: ContractColumn | None, text: str) -> str:
    return (guess_word(column, text) if column else "") or "?"


def _n_dates(row: list[Cell]) -> int:
    return sum(isinstance(cell, dt.date) for cell in row)
