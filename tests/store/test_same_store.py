"""Any permutation, split or repetition of files ends in the same store, in one load or over several."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from door import PLAIN_COLUMNS, perfdash, write_csv, write_profile
from perfdash.store.places import find_store
from perfdash.store.read import build_stamp, reading

HEADER = ("Ref", "Unit", "Call", "Arrived", "Grade", "Repeats")
Record = tuple[str, str, str, str, str, str]

# Many examples of small stores; each example is a dozen real loads, so there are few.
few = settings(max_examples=10, deadline=None)


def contents(store: Path) -> tuple[list[Any], list[Any]]:
    """What a store holds, but for where each row came from, in an order of its own."""
    with reading(find_store(store)) as connection:
        rows = connection.execute(
            "SELECT * EXCLUDE (source_file, source_record) REPLACE (CAST(call_answered_at AS TIMESTAMP) AS call_answered_at, "
            "CAST(arrived_at AS TIMESTAMP) AS arrived_at, NULL AS created_at, NULL AS ready_for_despatch_at, "
            "NULL AS despatched_at, NULL AS en_route_at, NULL AS stood_down_at, NULL AS closed_at) "
            "FROM incident_rows ORDER BY row_key"
        ).fetchall()
        times = connection.execute("SELECT COLUMNS(*)::VARCHAR FROM incident_times ORDER BY incident_key").fetchall()
    return rows, times


def build_of(store: Path) -> str:
    with reading(find_store(store)) as connection:
        return build_stamp(connection)


def load(store: Path, profile: Path, files: Iterable[Path]) -> dict[str, Any]:
    ran = perfdash("load", "incidents", *files, "--profile", profile, "--store", store, "--json")
    report: dict[str, Any] = ran.json
    assert report["rejected"] == 0, report
    return report


def plain_profile(folder: Path, *, per_resource: bool) -> Path:
    columns = PLAIN_COLUMNS + '\nparent_reference = "Repeats"'
    if not per_resource:
        return write_profile(folder / "plain.toml", columns=columns)
    key = 'incident = ["Ref"]\nresource = ["Unit"]'
    return write_profile(folder / "plain.toml", top='one_row_per = "resource"', key=key, columns=columns)


def record(ref: int, unit: int, minute: int, wait: int | None, grade: int, repeats: int | None) -> Record:
    call = datetime(2025, 5, 1, 9, 0) + timedelta(hours=ref, minutes=minute)
    arrived = "" if wait is None else f"{call + timedelta(seconds=wait)}"
    return f"R{ref}", f"U{unit}", str(call), arrived, str(grade), "" if repeats is None else f"R{repeats}"


numbers = st.integers(0, 6)
records = st.lists(
    st.builds(
        record,
        numbers,
        st.integers(0, 2),
        st.integers(0, 3),
        st.none() | st.integers(-60, 4000),
        st.integers(1, 3),
        st.none() | numbers,
    ),
    min_size=1,
    max_size=20,
)


@st.composite
def cut_up(draw: st.DrawFn, width: int) -> tuple[list[Record], list[list[Record]], list[list[int]]]:
    """Records without two of one key that disagree; files that hold each at least once; loads that take each file."""
    unique = list({row[:width]: row for row in draw(records)}.values())
    n_files = draw(st.integers(1, 4))
    files: list[list[Record]] = [[] for _ in range(n_files)]
    for row in unique:
        for number in draw(st.lists(st.integers(0, n_files - 1), min_size=1, max_size=3)):
            files[number].append(row)
    files = [draw(st.permutations(rows)) for rows in files if rows]
    order = draw(st.permutations(range(len(files))))
    again = draw(st.lists(st.sampled_from(range(len(files))), max_size=2))
    loads = [[number] for number in [*order, *again]] if draw(st.booleans()) else [[*order, *again]]
    return unique, files, loads


def same_however_it_comes(
    case: tuple[list[Record], list[list[Record]], list[list[int]]], *, per_resource: bool
) -> None:
    unique, files, loads = case
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = plain_profile(folder, per_resource=per_resource)
        whole = write_csv(folder / "whole.csv", HEADER, unique)
        parts = [write_csv(folder / f"part-{number}.csv", HEADER, rows) for number, rows in enumerate(files)]
        load(folder / "one", profile, [whole])
        for numbers_of_files in loads:
            load(folder / "other", profile, [parts[number] for number in numbers_of_files])
        expected = contents(folder / "one")
        assert len(expected[0]) == len(unique)
        assert contents(folder / "other") == expected
        assert perfdash("build", "--store", folder / "other").code == 0
        assert contents(folder / "other") == expected


@few
@given(cut_up(width=1))
def test_one_row_an_incident(case: tuple[list[Record], list[list[Record]], list[list[int]]]) -> None:
    same_however_it_comes(case, per_resource=False)


@few
@given(cut_up(width=2))
def test_one_row_a_resource(case: tuple[list[Record], list[list[Record]], list[list[int]]]) -> None:
    same_however_it_comes(case, per_resource=True)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=6))
def test_a_key_made_from_the_row_is_stable(refs: Sequence[str]) -> None:
    """Without a key in the extract, equal rows are one incident, wherever their columns stand."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = write_profile(folder / "keyless.toml", key="")
        rows = [(ref, f"2025-05-0{1 + 'abc'.index(ref)} 10:00:00", "", "1") for ref in refs]
        one = write_csv(folder / "one.csv", ("Ref", "Call", "Arrived", "Grade"), rows)
        moved = write_csv(folder / "two.csv", ("Grade", "Arrived", "Call", "Ref"), [row[::-1] for row in rows[::-1]])
        load(folder / "store", profile, [one])
        before = contents(folder / "store")
        report = load(folder / "store", profile, [moved])
        assert len(before[0]) == len(set(refs))
        assert (report["inserted"], report["superseded"]) == (0, 0)
        assert contents(folder / "store") == before


CALLS: list[Record] = [record(n, 0, 0, 300 + n, 1, None) for n in range(10)]


@pytest.fixture
def loaded(store: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A store, its profile, and the file of ten calls in it."""
    profile = plain_profile(tmp_path, per_resource=False)
    calls = write_csv(tmp_path / "calls.csv", HEADER, CALLS)
    load(store, profile, [calls])
    return store, profile, calls


def test_the_same_file_twice_changes_nothing(loaded: tuple[Path, Path, Path]) -> None:
    store, profile, calls = loaded
    before, build = contents(store), build_of(store)
    pointer = find_store(store).pointer.read_bytes()
    report = load(store, profile, [calls, calls])
    assert report["already_loaded"]
    assert (contents(store), build_of(store)) == (before, build)
    assert find_store(store).pointer.read_bytes() == pointer
    assert len(perfdash("status", "--store", store, "--json").json["loads"]) == 1


def test_the_same_bytes_under_another_name_change_nothing(loaded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    store, profile, calls = loaded
    build = build_of(store)
    other = tmp_path / "calls (1).csv"
    other.write_bytes(calls.read_bytes())
    assert load(store, profile, [other])["already_loaded"]
    assert build_of(store) == build


def test_a_corrected_file_supersedes_by_key(loaded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    store, profile, _ = loaded
    corrected = [
        *CALLS[:8],
        record(8, 0, 0, 1000, 2, None),
        record(9, 0, 0, None, 1, None),
        record(10, 0, 0, 60, 1, None),
    ]
    report = load(store, profile, [write_csv(tmp_path / "corrected.csv", HEADER, corrected)])
    assert (report["unchanged"], report["superseded"], report["inserted"]) == (8, 2, 1)
    fresh = tmp_path / "fresh"
    load(fresh, profile, [tmp_path / "corrected.csv"])
    assert contents(store) == contents(fresh)
    assert perfdash("build", "--store", store).code == 0
    assert contents(store) == contents(fresh)


def test_two_forces_may_use_the_same_references(loaded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    store, _, calls = loaded
    other = write_profile(tmp_path / "other.toml", force="elsewhere")
    load(store, other, [calls])
    held = perfdash("status", "--store", store, "--json").json["forces"]
    assert {force["force"]: force["n_incidents"] for force in held} == {"staffordshire": 10, "elsewhere": 10}


def test_a_changed_profile_reads_the_same_file_again(loaded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    store, _, calls = loaded
    zero = write_profile(tmp_path / "again.toml", top="zero_is_attended = true", columns=PLAIN_COLUMNS)
    report = load(store, zero, [calls])
    assert (report["already_loaded"], report["superseded"], report["inserted"]) == (False, 10, 0)


def test_every_build_has_a_name_of_its_own(loaded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """Pages are cached by the build's name, so a build afresh must not take the name of an earlier one."""
    store, profile, _ = loaded
    names = [build_of(store)]
    for number in range(3):
        assert perfdash("build", "--store", store).code == 0
        names.append(build_of(store))
        load(store, profile, [write_csv(tmp_path / f"{number}.csv", HEADER, [record(20 + number, 0, 0, 60, 1, None)])])
        names.append(build_of(store))
    assert len(set(names)) == len(names)


def test_readers_keep_their_version_while_another_is_published(loaded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    store, profile, _ = loaded
    with reading(find_store(store)) as early:
        load(store, profile, [write_csv(tmp_path / "more.csv", HEADER, [record(30, 0, 0, 60, 1, None)])])
        assert early.execute("SELECT count(*) FROM incident_times").fetchone() == (10,)
        with reading(find_store(store)) as late:
            assert late.execute("SELECT count(*) FROM incident_times").fetchone() == (11,)


def test_originals_are_kept_by_their_sha256(loaded: tuple[Path, Path, Path]) -> None:
    store, _, calls = loaded
    (file,) = perfdash("status", "--store", store, "--json").json["loads"][0]["files"]
    kept = store / "originals" / file["sha256"] / "calls.csv"
    assert kept.read_bytes() == calls.read_bytes()
    assert json.loads((store / "published" / "current.json").read_text())["build"] == build_of(store)


def test_a_store_is_built_from_its_record_alone(loaded: tuple[Path, Path, Path]) -> None:
    store, _, _ = loaded
    before = contents(store)
    for file in (store / "published").iterdir():
        file.unlink()
    assert "There is no store" in perfdash("status", "--store", store).sentence
    assert perfdash("build", "--store", store).code == 0
    assert contents(store) == before


def test_building_without_any_load_is_refused(store: Path) -> None:
    assert "Nothing was ever loaded" in perfdash("build", "--store", store).sentence
