"""Marks of the tail review: kept in the log, keyed to the times that were reviewed, and without effect on any figure."""

import json
from pathlib import Path
from typing import Any

import pytest

from door import Ran, perfdash, write_csv, write_profile
from perfdash.measures.review import Verdict
from perfdash.meeting import log, reviews
from perfdash.store.places import find_store

HEADER = ("Ref", "Call", "Arrived", "Grade")
KEY = "staffordshire/L1"
ROWS = [
    ("L1", "2025-05-01 10:00:00", "2025-05-01 13:12:00", 1),  # 3 h 12 min
    ("L2", "2025-05-02 10:00:00", "2025-05-02 15:00:01", 1),
    ("N1", "2025-05-03 10:00:00", "2025-05-03 10:09:00", 1),
]


@pytest.fixture
def store(tmp_path: Path, profile: Path) -> Path:
    load(tmp_path, profile, "first", ROWS)
    return tmp_path / "store"


def load(folder: Path, profile: Path, name: str, rows: list[tuple[Any, ...]]) -> None:
    extract = write_csv(folder / f"{name}.csv", HEADER, rows)
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", folder / "store").code == 0


def review(store: Path, *options: str) -> Any:
    return perfdash("review", *options, "--store", store, "--json").json


def mark_of(reply: Any, key: str) -> Any:
    return next(row["mark"] for row in reply["rows"] if row["incident_key"] == key)


def test_a_mark_is_kept_with_who_when_and_the_times_reviewed(store: Path) -> None:
    assert mark_of(review(store), KEY) is None
    mark = mark_of(review(store, "--mark", KEY, "--verdict", "real wait"), KEY)
    assert (mark["verdict"], mark["who"], mark["is_outdated"]) == ("real wait", "chief officer", False)
    (entry,) = log.entries(find_store(store).log, reviews.KIND, KEY)
    assert entry.body["times"]["arrived_at"] == "2025-05-01T12:12:00+00:00"  # 13:12 on the wall in May
    assert entry.body["verdict"] == "real wait"
    assert log.entries(find_store(store).log, reviews.KIND, "staffordshire/L2") == []


def test_a_second_mark_stands_and_the_first_stays_in_the_history(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review(store, "--mark", KEY, "--verdict", "to be checked")
    monkeypatch.setenv("PERFDASH_ROLE", "analyst")
    review(store, "--mark", KEY, "--verdict", "error in the record")
    history = reviews.marks(find_store(store).log)[KEY]
    assert [(mark.verdict, mark.who) for mark in history] == [
        (Verdict.ERROR, "analyst"), (Verdict.OPEN, "chief officer"),
    ]  # fmt: skip
    assert history[0].at >= history[1].at


def test_no_figure_moves_by_a_mark(store: Path) -> None:
    asked = ("measure", "attendance_within_standard", "--by", "month", "--store", store, "--json")
    before = perfdash(*asked).out
    for verdict in Verdict:
        review(store, "--mark", KEY, "--verdict", verdict)
    assert perfdash(*asked).out == before


def test_a_load_that_changes_the_times_outdates_the_mark(store: Path, profile: Path, tmp_path: Path) -> None:
    reply = review(store, "--mark", KEY, "--verdict", "real wait")
    assert reply["longest_reviewed_wait"] == {"seconds": 11_520, "incident_key": KEY, "n_longer": 1}
    load(tmp_path, profile, "same", [*ROWS, ("N2", "2025-05-04 10:00:00", "2025-05-04 10:01:00", 1)])
    assert mark_of(review(store), KEY)["is_outdated"] is False  # loaded again, unchanged
    load(tmp_path, profile, "corrected", [("L1", "2025-05-01 10:00:00", "2025-05-01 13:11:00", 1)])
    after = review(store)
    assert mark_of(after, KEY)["is_outdated"] is True
    # Two waits past the hour and, the world being small, the others among its twenty slowest: none has a mark that holds.
    assert after["longest_reviewed_wait"] == {"seconds": None, "incident_key": None, "n_longer": 4}
    again = review(store, "--mark", KEY, "--verdict", "real wait")
    assert mark_of(again, KEY)["is_outdated"] is False
    assert again["longest_reviewed_wait"] == {"seconds": 11_460, "incident_key": KEY, "n_longer": 1}


def test_a_mark_survives_a_build_afresh(store: Path) -> None:
    before = mark_of(review(store, "--mark", KEY, "--verdict", "real wait"), KEY)
    assert perfdash("build", "--store", store).code == 0
    assert mark_of(review(store), KEY) == before


def refused(ran: Ran) -> str:
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    return ran.err


def test_wrong_marks_are_refused_and_nothing_is_written(store: Path) -> None:
    assert "no incident 'L1'" in refused(perfdash("review", "--mark", "L1", "--verdict", "real wait", "--store", store))
    assert "no verdict 'fine'" in refused(perfdash("review", "--mark", KEY, "--verdict", "fine", "--store", store))
    assert "no list 'best'" in refused(perfdash("review", "--list", "best", "--store", store))
    assert not find_store(store).log.exists()


def test_people_get_reasons_and_marks_in_a_table(store: Path) -> None:
    review(store, "--mark", KEY, "--verdict", "error in the record")
    out = perfdash("review", "--store", store).out
    assert "slowest: 3, over_cap: 0, zero: 0, out_of_sequence: 0" in out
    (line,) = [line for line in out.splitlines() if KEY in line]
    assert line.split("  ")[-1].strip() == "error in the record (chief officer)"
    assert "not reviewed" in out


def test_a_profile_of_another_zone_is_noted_by_its_load(tmp_path: Path) -> None:
    profile = write_profile(
        tmp_path / "far.toml", times='zone = "America/Los_Angeles"\nformats = ["%Y-%m-%d %H:%M:%S"]'
    )
    load(tmp_path, profile, "far", ROWS[:1])
    (row,) = perfdash("incidents", "--store", tmp_path / "store", "--json").json["rows"]
    assert (row["zone"], row["arrived_at"]) == ("America/Los_Angeles", "2025-05-01T13:12:00-07:00")


def test_a_load_kept_before_zones_were_noted_shows_utc(store: Path) -> None:
    (record,) = find_store(store).record.glob("*/record.json")
    cells = json.loads(record.read_text(encoding="utf-8"))
    assert cells.pop("zone") == "Europe/London"
    record.write_text(json.dumps(cells), encoding="utf-8")
    assert perfdash("build", "--store", store).code == 0
    row = perfdash("incidents", "--store", store, "--json").json["rows"][0]
    assert (row["zone"], row["arrived_at"]) == ("", "2025-05-01T12:12:00+00:00")
