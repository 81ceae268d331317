"""Finished percentiles: the same to the last bit as those worked out from the incidents, and right by hand."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from door import perfdash, write_csv, write_profile
from perfdash.measures.percentiles import _of_cells, _of_rows, is_finished
from perfdash.measures.selection import Selection
from perfdash.reference.attendance import clocks
from perfdash.store.places import Store
from perfdash.store.publish import connect

BREAKDOWNS = [(), ("month",), ("month", "lpt"), ("grade", "month"), ("month", "rurality"), ("month", "domestic_abuse")]
CHOICES = {
    "grade": ["1", "2", "3"],
    "lpt": ["burton", "leek", "hanley", "nowhere"],
    "rurality": ["urban", "rural"],
    "domestic_abuse": ["yes", "no", "not known"],
    "hour": ["22"],
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A small demonstration store, open for reading."""
    store = tmp_path_factory.mktemp("percentiles") / "store"
    assert perfdash("demo", "--years", 2, "--incidents-per-year", 5000, "--store", store).code == 0
    with connect(Store(store).current(), read_only=True) as connection:
        yield connection


def any_selection(dice: random.Random) -> tuple[Selection, tuple[str, ...]]:
    filters = [("force", ("demonstration",))] if dice.random() < 0.8 else []
    for name, values in CHOICES.items():
        if dice.random() < 0.35:
            filters.append((name, tuple(dice.sample(values, dice.randint(1, min(2, len(values)))))))
    first = date(2025, dice.randint(1, 12), 1) if dice.random() < 0.5 else None
    last = date(2026, dice.randint(1, 10), 1) if dice.random() < 0.5 else None
    return Selection(first, last, tuple(filters), dice.choice(list(clocks()))), dice.choice(BREAKDOWNS)


def test_finished_cells_and_rows_give_one_answer(demo: duckdb.DuckDBPyConnection) -> None:
    dice, finished = random.Random(4), 0
    for _ in range(600):
        selection, by = any_selection(dice)
        if is_finished(selection, by):
            finished += 1
            cells, rows = (ask(demo, selection, by) for ask in (_of_cells, _of_rows))
            ordered = [found.sort_values(list(by)).reset_index(drop=True) for found in (cells, rows)]
            assert ordered[0].equals(ordered[1]), (selection, by)
    assert finished > 100


@pytest.mark.parametrize(
    ("filters", "by", "finished"),
    [
        ({"grade": ("1",)}, ("month",), True),
        ({"grade": ("1", "2")}, ("month", "grade"), True),
        ({"grade": ("1", "2")}, ("month",), False),  # two grades together are not two finished cells
        ({"lpt": ("burton", "leek")}, ("month",), False),
        ({"grade": ("1",)}, (), False),  # nor are months
        ({"hour": ("22",)}, ("month",), False),
        ({"domestic_abuse": ("yes",), "grade": ("2",)}, ("month",), True),
        ({"domestic_abuse": ("yes",), "lpt": ("leek",)}, ("month",), False),
    ],
)
def test_only_what_the_store_finished_is_taken_from_it(
    filters: dict[str, tuple[str, ...]], by: tuple[str, ...], finished: bool
) -> None:
    selection = Selection(filters=tuple((filters | {"force": ("demonstration",)}).items()))
    assert is_finished(selection, by) is finished


def test_by_hand(tmp_path: Path) -> None:
    """Times of 5, 9 and 20 minutes: the middle is 9; nine tenths of the way from first to last is 9 + 0.8 × 11 = 17.8."""
    rows = [
        (f"A{n}", "2025-05-01 10:00:00", f"2025-05-01 10:{minutes:02d}:00", 1) for n, minutes in enumerate((20, 5, 9))
    ]
    extract = write_csv(tmp_path / "three.csv", ("Ref", "Call", "Arrived", "Grade"), rows)
    profile = write_profile(tmp_path / "plain.toml")
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", tmp_path / "s").code == 0
    asked = (
        "--by",
        "month",
        "--where",
        "grade=1",
        "--where",
        "force=staffordshire",
        "--store",
        tmp_path / "s",
        "--json",
    )
    row = perfdash("measure", "attendance_time", *asked).json["rows"][0]
    assert (row["median_seconds"], row["p90_seconds"]) == (540, 17.8 * 60)
