"""Published cross-tables: the wanted row is found or refused in words, and a later edition replaces the earlier."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from door import Ran, perfdash
from perfdash.store.places import find_store
from perfdash.store.read import reading

PROFILE = """name = "tables"
title = "Published tables"
force = "staffordshire"
kind = "strength"
{top}
[file]
blank = [".."]
[times]
formats = ["%d %B %Y", "%b-%y"]
{tables}
[key]
record = ["as at", "worker type", "basis"]
[columns]
as_at_on = "as at"
worker_type = "worker type"
basis = "basis"
strength = "strength"
"""
TABLE = """[[file.tables]]
sheet = "{sheet}"
header_row = 3
row = "{row}"
{more}
constants = {{ "worker type" = "{worker_type}", basis = "FTE" }}
"""
MARCH, SEPTEMBER = datetime(2024, 3, 31), datetime(2024, 9, 30)
OFFICERS: list[list[Any]] = [
    ["Table 1: Police officers1, 30 September 20242"],
    ["", "As at:", "", "Change"],
    ["", MARCH, SEPTEMBER, "number", "%"],
    ["West Midlands", 14500.25, 14610, 109.75, 0.8],
    ["Staffordshire 1,2", 1981.4, 1990.5, 9.1, 0.5],
    ["West Midlands", 8000, 8010, 10, 0.1],
    ["Staffordshire and Warwickshire", 1, 2, 1, 100],
]


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def table(sheet: str = "Officers", row: str = "Staffordshire", worker_type: str = "officer", more: str = "") -> str:
    return TABLE.format(sheet=sheet, row=row, worker_type=worker_type, more=more)


def run(folder: Path, file: Path, tables: str = "", top: str = "", command: str = "load") -> Ran:
    profile = folder / "tables.toml"
    profile.write_text(PROFILE.format(tables=tables or table(), top=top), encoding="utf-8")
    if command == "check":
        return perfdash("profile", "check", file, "--profile", profile)
    return perfdash("load", "strength", file, "--profile", profile, "--store", folder / "store", "--json")


def stored(folder: Path) -> list[tuple[Any, ...]]:
    with reading(find_store(folder / "store")) as connection:
        return connection.execute(
            "SELECT worker_type, as_at_on, as_at_exact_to, strength FROM strength_rows ORDER BY 1, 2"
        ).fetchall()


def test_the_wanted_row_and_no_other(tmp_path: Path) -> None:
    report = run(tmp_path, workbook(tmp_path / "edition.xlsx", Officers=OFFICERS)).json
    assert (report["rows_read"], report["accepted"]) == (2, 2)
    assert stored(tmp_path) == [
        ("officer", date(2024, 3, 31), "day", 1981.4),
        ("officer", date(2024, 9, 30), "day", 1990.5),
    ]


def test_cells_that_are_not_available_are_left_out(tmp_path: Path) -> None:
    staff = [*OFFICERS[:3], ["staffordshire[note 3]", "..", 1104.0, "..", ".."]]
    book = workbook(tmp_path / "edition.xlsx", Officers=OFFICERS, Staff=staff)
    assert run(tmp_path, book, table() + table("Staff", worker_type="staff")).json["accepted"] == 3
    assert stored(tmp_path)[2] == ("staff", date(2024, 9, 30), "day", 1104)


def test_a_later_edition_replaces_what_it_revises(tmp_path: Path) -> None:
    run(tmp_path, workbook(tmp_path / "first.xlsx", Officers=OFFICERS))
    revised = [["Table 1"], [""], ["", "30 September 2024 [note 1]", "As at 31 March 2025", "%"]]
    revised += [["STAFFORDSHIRE", "1,991.5", "2,001", "0.5"]]
    report = run(tmp_path, workbook(tmp_path / "second.xlsx", Officers=revised)).json
    assert (report["inserted"], report["superseded"], report["unchanged"]) == (1, 1, 0)
    assert [row[3] for row in stored(tmp_path)] == [1981.4, 1991.5, 2001]


def test_months_alone_stay_months(tmp_path: Path) -> None:
    rows = [["t"], [""], ["", "Mar-24", "Sep-24", "%"], ["Staffordshire", 1, 2, 50]]
    run(tmp_path, workbook(tmp_path / "edition.xlsx", Officers=rows))
    assert stored(tmp_path)[0] == ("officer", date(2024, 3, 1), "month", 1)


SENTENCES: dict[str, tuple[str, str]] = {
    "no row": (
        table(row="Stafford"),
        "sheet Officers: there is no row 'Stafford' below row 3; correct row in the profile's",
    ),
    "two rows": (
        table(row="West Midlands"),
        "'West Midlands' stands in row 4 and 6; write row_number = 4 for that one",
    ),
    "no sheet": (table(sheet="Officer"), "has no sheet 'Officer', only Officers"),
    "no dates": (
        table().replace("header_row = 3", "header_row = 2"),
        "row 2: no column is headed by a date (dates are in row 3)",
    ),
    "other constants": (
        table() + table().replace(', basis = "FTE"', ""),
        "table 2 states worker type, table 1 basis, worker type; state the same of all",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_a_table_that_cannot_be_read(tmp_path: Path, case: str) -> None:
    tables, words = SENTENCES[case]
    assert words in run(tmp_path, workbook(tmp_path / "edition.xlsx", Officers=OFFICERS), tables).sentence


def test_one_of_two_rows_by_its_number(tmp_path: Path) -> None:
    book = workbook(tmp_path / "edition.xlsx", Officers=OFFICERS)
    assert run(tmp_path, book, table(row="West Midlands", more="row_number = 6")).code == 0
    assert stored(tmp_path)[0][3] == 8000


def test_a_refused_cell_is_named_by_its_sheet_and_row(tmp_path: Path) -> None:
    rows = [*OFFICERS[:3], ["", 1, 2, 3, 4], ["Staffordshire", "about 2,000", 1990.5, 0, 0]]
    ran = run(tmp_path, workbook(tmp_path / "edition.xlsx", Officers=rows), top="refuse_above = 0.5", command="check")
    assert "edition.xlsx, sheet Officers, line 5, column strength: 'about 2,000' is refused (not a number)." in ran.out


def test_an_error_matters_only_in_the_wanted_row(tmp_path: Path) -> None:
    rows = [*OFFICERS[:3], ["Cheshire", "=1/0", 2], ["Staffordshire", 1981.4, 1990.5]]
    assert run(tmp_path, workbook(tmp_path / "fine.xlsx", Officers=rows)).code == 0
    rows[-1] = ["Staffordshire", "=1/0", 1990.5]
    assert "the cell B5 holds a formula" in run(tmp_path, workbook(tmp_path / "bad.xlsx", Officers=rows)).sentence


def test_nothing_but_blanks(tmp_path: Path) -> None:
    rows = [*OFFICERS[:3], ["Staffordshire", "..", ".."]]
    sentence = run(tmp_path, workbook(tmp_path / "edition.xlsx", Officers=rows)).sentence
    assert "are blank, so there is nothing to load" in sentence


def test_a_table_in_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "edition.csv"
    lines = ["Table 1,,,", ",As at:,,", ",31 March 2024,30 September 20241,%", 'Staffordshire2,"1,981.4","1,990.5",0.5']
    path.write_text("\n".join(lines), encoding="utf-8")
    assert run(tmp_path, path, table().replace('sheet = "Officers"\n', "")).json["accepted"] == 2
    assert [row[3] for row in stored(tmp_path)] == [1981.4, 1990.5]
