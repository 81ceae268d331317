"""Calls through the same door: any permutation, split or repetition ends in the same store, and incidents stay as they are."""

import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from door import perfdash, tree, write_csv, write_profile
from perfdash.store.places import find_store
from perfdash.store.read import build_stamp, reading

HEADER = ("Id", "Line", "Offered", "Wait", "Gave up")
Record = tuple[str, str, str, str, str]


def contents(store: Path) -> list[Any]:
    """Every stored call, but for where it came from, with what the mart makes of it in sum."""
    with reading(find_store(store)) as connection:
        rows = connection.execute(
            "SELECT row_key, occurred_local, call_line, epoch_us(presented_at), epoch_us(answered_at), epoch_us(abandoned_at) "
            "FROM call_rows ORDER BY row_key"
        ).fetchall()
        return [rows, connection.execute("SELECT * FROM call_counts ORDER BY ALL").fetchall()]


def plain_profile(folder: Path) -> Path:
    columns = (
        'call_line = "Line"\npresented_at = "Offered"\nanswered_at = { after = "presented_at", seconds = "Wait" }\n'
        'abandoned_at = { after = "presented_at", seconds = "Gave up" }'
    )
    return write_profile(folder / "calls.toml", top='kind = "calls"', key='record = ["Id"]', columns=columns)


def load(store: Path, profile: Path, files: Iterable[Path]) -> dict[str, Any]:
    report: dict[str, Any] = perfdash("load", "calls", *files, "--profile", profile, "--store", store, "--json").json
    assert report["rejected"] == 0, report
    return report


def record(number: int, line: str, wait: int | None, gave_up: int | None) -> Record:
    offered = datetime(2025, 5, 1, 9, 0) + timedelta(minutes=number)
    return f"T{number}", line, str(offered), *("" if n is None else str(n) for n in (wait, gave_up))  # type: ignore[return-value]


waits = st.none() | st.integers(-5, 120)
records = st.lists(
    st.builds(record, st.integers(0, 9), st.sampled_from(["999", "101", ""]), waits, waits), min_size=1, max_size=20
)


@st.composite
def cut_up(draw: st.DrawFn) -> tuple[list[Record], list[list[Record]], list[list[int]]]:
    """Calls without two of one key that disagree; files that hold each at least once; loads that take each file."""
    unique = list({row[0]: row for row in draw(records)}.values())
    n_files = draw(st.integers(1, 3))
    files: list[list[Record]] = [[] for _ in range(n_files)]
    for row in unique:
        for number in draw(st.lists(st.integers(0, n_files - 1), min_size=1, max_size=2)):
            files[number].append(row)
    files = [draw(st.permutations(rows)) for rows in files if rows]
    order = draw(st.permutations(range(len(files))))
    return unique, files, [[number] for number in order] if draw(st.booleans()) else [[*order, order[0]]]


@settings(max_examples=8, deadline=None)
@given(cut_up())
def test_however_it_comes(case: tuple[list[Record], list[list[Record]], list[list[int]]]) -> None:
    unique, files, loads = case
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = plain_profile(folder)
        load(folder / "one", profile, [write_csv(folder / "whole.csv", HEADER, unique)])
        parts = [write_csv(folder / f"part-{number}.csv", HEADER, rows) for number, rows in enumerate(files)]
        for numbers in loads:
            load(folder / "other", profile, [parts[number] for number in numbers])
        expected = contents(folder / "one")
        assert len(expected[0]) == len(unique)
        assert contents(folder / "other") == expected
        assert perfdash("build", "--store", folder / "other").code == 0
        assert contents(folder / "other") == expected


CALLS = [record(n, "999", 3 + n, None) for n in range(10)]


@pytest.fixture
def loaded(store: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    profile = plain_profile(tmp_path)
    calls = write_csv(tmp_path / "calls.csv", HEADER, CALLS)
    load(store, profile, [calls])
    return store, profile, calls


def test_the_same_file_twice_changes_nothing(loaded: tuple[Path, Path, Path]) -> None:
    store, profile, calls = loaded
    before = tree(store)
    report = load(store, profile, [calls, calls])
    assert (report["already_loaded"], report["unchanged"]) == (True, 10)
    assert tree(store) == before


def test_a_corrected_file_supersedes_by_key(loaded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    store, profile, _ = loaded
    corrected = [*CALLS[:9], record(9, "999", None, 40), record(10, "101", 30, None)]
    report = load(store, profile, [write_csv(tmp_path / "corrected.csv", HEADER, corrected)])
    assert (report["unchanged"], report["superseded"], report["inserted"]) == (9, 1, 1)
    fresh = tmp_path / "fresh"
    load(fresh, profile, [tmp_path / "corrected.csv"])
    assert contents(store) == contents(fresh)


def test_two_calls_of_one_key_that_disagree_are_both_refused(loaded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    store, profile, _ = loaded
    rows = [*(record(n, "999", 5, None) for n in range(20, 70)), record(80, "999", 5, None), record(80, "999", 6, None)]
    extract = write_csv(tmp_path / "clash.csv", HEADER, rows)
    report = perfdash("load", "calls", extract, "--profile", profile, "--store", store, "--json").json
    assert (report["inserted"], report["rejects_by_reason"]) == (50, {"same key, different values": 2})


def incidents_of(store: Path) -> list[Any]:
    asked = ("attendance_within_standard", "--by", "month,grade")
    rows: list[Any] = perfdash("measure", *asked, "--store", store, "--json").json["rows"]
    return rows


def test_calls_leave_the_incidents_as_they_are(good_store: Path, tmp_path: Path) -> None:
    before, profile = incidents_of(good_store), plain_profile(tmp_path)
    held = perfdash("status", "--store", good_store, "--json").json["forces"]
    load(good_store, profile, [write_csv(tmp_path / "calls.csv", HEADER, CALLS)])
    assert incidents_of(good_store) == before
    status = perfdash("status", "--store", good_store, "--json").json
    assert status["forces"] == held
    assert [load["kind"] for load in status["loads"]] == ["incidents", "calls"]
    assert perfdash("check", "--store", good_store).code == 0


def test_a_store_without_calls_answers_with_none(good_store: Path) -> None:
    answer = perfdash("measure", "call_answering_within_standard", "--store", good_store, "--json").json
    (row,) = answer["rows"]
    assert (row["n_calls"], row["value"], row["median_seconds"]) == (0, None, None)
    asked = ("measure", "call_answering_time", "--by", "month", "--store", good_store, "--json")
    assert perfdash(*asked).json["rows"] == []
    assert perfdash("status", "--store", good_store, "--json").json["calls"] == []


def test_the_build_changes_with_every_load_of_calls(loaded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    store, profile, _ = loaded
    with reading(find_store(store)) as connection:
        before = build_stamp(connection)
    load(store, profile, [write_csv(tmp_path / "more.csv", HEADER, [record(30, "999", 1, None)])])
    with reading(find_store(store)) as connection:
        assert build_stamp(connection) != before
