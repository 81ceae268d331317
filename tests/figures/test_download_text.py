"""A download is safe to open in a spreadsheet, and loses nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdash.figures.tables import csv_text, safe_cell

RUN = ("=", "+", "-", "@", "\t", "\r")
TEMPTING = ["=1+1", "+44", "-x", "@SUM(A1)", "\t=1", "\r=1", "a;=b", '"=1"']
cells = st.one_of(st.text(), st.sampled_from(TEMPTING), st.integers(), st.floats(), st.none())


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.fixed_dictionaries({"name": cells, "figure": cells})), st.lists(st.text(min_size=1)))
def test_no_text_cell_is_written_raw_that_a_spreadsheet_would_run(
    rows: list[dict[str, object]], notes: list[str]
) -> None:
    read = read_back(csv_text(rows, notes))
    given_cells = [cell for row in rows for cell in map(row.get, rows[0])]
    written = [cell for row in read[1 if rows else 0 :][: len(rows)] for cell in row]
    assert len(written) == len(given_cells)
    for cell, original in zip(written, given_cells, strict=True):
        assert not isinstance(original, str) or not cell.startswith(RUN)
        assert cell.removeprefix("'") == ("" if original is None else str(original)).removeprefix("'")
    assert not [cell for row in read[-len(notes) :] for cell in row if notes and cell.startswith(RUN)]


@given(st.dictionaries(st.text(min_size=1), st.just(1), min_size=1, max_size=4))
def test_no_heading_is_written_raw_either(row: dict[str, int]) -> None:
    heading = read_back(csv_text([row]))[0]
    assert not [cell for cell in heading if cell.startswith(RUN)]


@pytest.mark.parametrize("number", [-1, -0.5, 3])
def test_a_negative_number_stays_a_number(number: float) -> None:
    assert safe_cell(number) == number


def test_notes_follow_the_rows() -> None:
    text = csv_text([{"Month": "2026-10", "Share": "85.0 %"}], ["Source: extracts, as loaded", "=cmd"])
    assert text == 'Month,Share\r\n2026-10,85.0 %\r\n"Source: extracts, as loaded"\r\n\'=cmd\r\n'


def test_nothing_is_nothing() -> None:
    assert csv_text([]) == ""
