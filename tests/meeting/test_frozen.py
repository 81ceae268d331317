"""A frozen meeting stays as it was shown: through loads, rebuilds, ten who freeze at once, and processes that are killed."""

import json
import random
import signal
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from one_meeting import FORCE, TODAY, at_once, process, public_meeting, screen

from door import perfdash, write_csv
from perfdash.errors import BadEntry, BadQuestion, StoreFull, StoreProblem
from perfdash.figures.words import day
from perfdash.meeting import commentary, frozen, log, meetings
from perfdash.meeting.frozen import DATABASE, SCREENS, freeze
from perfdash.meeting.meetings import Kind, Meeting
from perfdash.meeting.plain import plain_screens
from perfdash.store.places import Store, find_store
from perfdash.store.read import build_stamp, open_version, reading

HEADER = ("Ref", "Call", "Arrived", "Grade")
WRITERS, KILLS = 10, 12
MEASURE = "attendance_within_standard"


@pytest.fixture
def place(good_store: Path) -> Store:
    return find_store(good_store)


@pytest.fixture
def meeting(place: Store) -> Meeting:
    return public_meeting(place.log)


@pytest.fixture
def cheap(tmp_path: Path) -> Store:
    """A store whose published file is no database: freezing does not look inside."""
    store = Store(tmp_path / "cheap")
    store.published.mkdir(parents=True)
    (store.published / "perfdash-b.1.duckdb").write_bytes(b"a published file")
    return store


def build(store: Store) -> str:
    with reading(store) as connection:
        return build_stamp(connection)


def n_incidents(path: Path) -> int:
    with open_version(path) as connection:
        row = connection.execute("SELECT count(*) FROM incident_rows").fetchone()
    assert row
    return int(row[0])


def folders(store: Store, meeting: Meeting) -> set[str]:
    return {path.name for path in (store.path / "frozen" / meeting.subject).glob("*")}


def test_what_is_frozen_comes_back_with_its_stamp(place: Store, meeting: Meeting) -> None:
    assert frozen.frozen(place, meeting) is None
    shown = (screen(), screen("places", rows=[{"month": "2026-10-01", "share": 0.859}]))
    kept = freeze(place, meeting, shown, build(place), "analyst")
    assert frozen.frozen(place, meeting) == kept
    assert kept.screens == plain_screens(shown)
    at = kept.version.at.astimezone()
    assert kept.as_at == f"Frozen on {day(TODAY)}, {at:%H:%M}, by the analyst, from build {build(place)}"
    assert kept.database == place.path / "frozen" / FORCE / meeting.id / "1" / DATABASE
    assert n_incidents(kept.database) == 40


def test_three_loads_and_a_build_later_the_frozen_file_still_opens(
    place: Store, meeting: Meeting, profile: Path, tmp_path: Path
) -> None:
    then, published = build(place), place.current()
    kept = freeze(place, meeting, [screen()], then, "analyst")
    content = kept.database.read_bytes()
    for number in range(3):
        more = write_csv(tmp_path / f"more{number}.csv", HEADER, [(f"M{number}", "2025-06-01 10:00:00", "", 1)])
        assert perfdash("load", "incidents", more, "--profile", profile, "--store", place.path).code == 0
    assert perfdash("build", "--store", place.path).code == 0
    assert not published.exists()  # swept, as always
    found = frozen.frozen(place, meeting)
    assert found == kept
    assert found.database.read_bytes() == content
    assert (n_incidents(found.database), n_incidents(place.current())) == (40, 43)
    with open_version(found.database) as connection:
        assert build_stamp(connection) == then


def test_a_swept_build_cannot_be_frozen_and_nothing_is_left_behind(place: Store, meeting: Meeting) -> None:
    with pytest.raises(StoreProblem, match=r"Build 2020-01-01\.1 is not kept any more; .*\.$"):
        freeze(place, meeting, [screen()], "2020-01-01.1", "analyst")
    assert frozen.frozen(place, meeting) is None
    assert folders(place, meeting) == set()


def test_freezing_again_is_another_version_and_the_first_one_stays(cheap: Store) -> None:
    meeting = public_meeting(cheap.log)
    first = freeze(cheap, meeting, [screen()], "b.1", "analyst")
    (cheap.published / "perfdash-b.2.duckdb").write_bytes(b"another")
    second = freeze(cheap, meeting, [screen(title="Corrected")], "b.2", "chief officer")
    assert frozen.frozen(cheap, meeting) == second
    assert frozen.frozen(cheap, meeting, 1) == first
    assert (second.screens[0].title, second.database.read_bytes()) == ("Corrected", b"another")
    assert second.as_at.endswith("by the chief officer, from build b.2 (version 2)")
    assert [version.build for version in frozen.versions(cheap.log, meeting)] == ["b.1", "b.2"]
    for number in (0, 3):
        with pytest.raises(BadQuestion, match=f"no frozen version {number}; it has 2"):
            frozen.frozen(cheap, meeting, number)


def test_a_disk_without_second_names_gets_a_copy(cheap: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*paths: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    meeting = public_meeting(cheap.log)
    monkeypatch.setattr(frozen.os, "link", refuse)
    assert freeze(cheap, meeting, [screen()], "b.1", "analyst").database.read_bytes() == b"a published file"


def test_a_full_disk_is_said_and_leaves_nothing(cheap: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    meeting = public_meeting(cheap.log)
    monkeypatch.setattr(frozen, "sync_file", full)
    with pytest.raises(StoreFull, match=r"nothing was frozen.*\.$"):
        freeze(cheap, meeting, [screen()], "b.1", "analyst")
    assert (frozen.frozen(cheap, meeting), folders(cheap, meeting)) == (None, set())


def test_who_may_freeze_and_what(cheap: Store) -> None:
    meeting = public_meeting(cheap.log)
    off = public_meeting(cheap.log, date(2026, 12, 30))
    off = meetings.call_off(cheap.log, off, "No quorum", "analyst")
    for words, refused in {
        "to freeze a meeting, not for the public": lambda: freeze(cheap, meeting, [screen()], "b.1", "public"),
        "has no screens": lambda: freeze(cheap, meeting, [], "b.1", "analyst"),
        "is called off": lambda: freeze(cheap, off, [screen()], "b.1", "analyst"),
    }.items():
        with pytest.raises(BadEntry, match=words):
            refused()
    assert not (cheap.path / "frozen").exists()


def test_forces_with_a_meeting_on_one_day_do_not_mix(cheap: Store) -> None:
    ours, theirs = (public_meeting(cheap.log, force=force) for force in (FORCE, "lfb"))
    freeze(cheap, ours, [screen()], "b.1", "analyst")
    assert ours.id == theirs.id
    assert frozen.frozen(cheap, theirs) is None


def test_what_was_changed_or_lost_on_the_disk_is_said(cheap: Store) -> None:
    meeting = public_meeting(cheap.log)
    kept = freeze(cheap, meeting, [screen()], "b.1", "analyst")
    file = kept.database.with_name(SCREENS)
    file.write_text(file.read_text(encoding="utf-8").replace("85.9", "95.9"), encoding="utf-8")
    with pytest.raises(StoreProblem, match="is not what was frozen; fetch it from a backup"):
        frozen.frozen(cheap, meeting)
    file.unlink()
    with pytest.raises(StoreProblem, match=r"cannot be read .*; fetch it from a backup"):
        frozen.frozen(cheap, meeting)


def test_the_last_frozen_meeting_before_a_day(cheap: Store) -> None:
    days = [date(2026, month, 3) for month in (9, 10, 11)]
    held = [public_meeting(cheap.log, on) for on in days]
    monthly = meetings.create(cheap.log, FORCE, date(2026, 11, 20), Kind.MONTHLY, "", "analyst")
    for meeting in (held[0], held[1], monthly):
        freeze(cheap, meeting, [screen()], "b.1", "analyst")

    def last(before: date, kind: Kind | None = None) -> Meeting | None:
        found = frozen.last_frozen(cheap, FORCE, before, kind)
        return found.meeting if found else None

    assert last(date(2026, 12, 1)) == monthly
    assert last(date(2026, 12, 1), Kind.PUBLIC) == held[1]  # that of November was never frozen
    assert last(days[1]) == held[0]
    assert last(days[0]) is None


# Commentary


def test_what_is_approved_by_then_is_frozen_and_stays(cheap: Store) -> None:
    meeting = public_meeting(cheap.log)
    write = [commentary.write(cheap.log, FORCE, MEASURE, f"2026-{m}", f"On {m}", "analyst") for m in (10, 11)]
    note = commentary.approve(cheap.log, write[0].number, "chief officer")
    of = {"1": (MEASURE, "2026-10"), "2": (MEASURE, "2026-11"), "3": None}
    shown = [screen(grade=grade) for grade in of]
    kept = freeze(cheap, meeting, shown, "b.1", "analyst", lambda one: of[one.link[len("attendance?grade=")]])
    assert [one.commentary for one in kept.screens] == [(note.words,), (), ()]
    commentary.withdraw(cheap.log, note.number, "It was the wrong road", "chief officer")
    assert frozen.frozen(cheap, meeting) == kept


# Plain values


def test_numbers_and_days_of_any_library_are_kept_as_what_they_are() -> None:
    rows = pd.DataFrame(
        {"month": pd.to_datetime(["2026-10-01", None]), "n": np.array([3, 4]), "share": [0.5, float("nan")]}
    ).to_dict("records")
    figure = {
        "x": np.array(["2026-10-01"], dtype="datetime64[ns]"),
        "y": np.arange(3000),
        "z": [np.float32(0.5), np.bool_(True)],
    }
    (kept,) = plain_screens([screen(rows=[*rows, {"month": date(2026, 10, 1), "n": 5, "share": 1.0}], figure=figure)])
    assert kept.rows == [
        {"month": "2026-10-01", "n": 3, "share": 0.5},
        {"month": None, "n": 4, "share": None},
        {"month": "2026-10-01", "n": 5, "share": 1.0},
    ]
    assert kept.figure == {"x": ["2026-10-01"], "y": list(range(3000)), "z": [0.5, True]}
    assert plain_screens([kept]) == (kept,)


# At once, and killed

FREEZE = """
import sys
from pathlib import Path
from one_meeting import FORCE, screen
from perfdash.meeting import frozen, meetings
from perfdash.store.places import Store
store, times = Store(Path(sys.argv[1])), int(sys.argv[2])
def run(who):
    meeting = meetings.meeting(store.log, FORCE, "2026-12-03-public")
    for number in range(times):
        text = f"{who}-{number}"
        frozen.freeze(store, meeting, [screen(title=text, alt="x" * 200_000)], "b.1", "analyst")
        print(text, flush=True)
"""


def all_versions(store: Store, meeting: Meeting) -> Iterator[str]:
    """The title of every version; each must be whole."""
    for version in frozen.versions(store.log, meeting):
        kept = frozen.frozen(store, meeting, version.number)
        assert kept is not None
        assert kept.database.read_bytes() == b"a published file"
        yield kept.screens[0].title


def test_ten_who_freeze_at_once_each_keep_a_version(cheap: Store) -> None:
    meeting = public_meeting(cheap.log)
    said = at_once(FREEZE, WRITERS, cheap.path, 3)
    assert sorted(all_versions(cheap, meeting)) == sorted(said)
    assert folders(cheap, meeting) == {str(number) for number in range(1, WRITERS * 3 + 1)}


def test_a_killed_process_leaves_the_meeting_frozen_or_not(cheap: Store) -> None:
    meeting = public_meeting(cheap.log)
    chance = random.Random(8)
    said: set[str] = set()
    for number in range(KILLS):
        running = process(f"{FREEZE}run('k{number}')", cheap.path, 100_000)
        assert running.stdout is not None
        said.add(running.stdout.readline().strip())  # it is freezing now
        time.sleep(chance.uniform(0, 0.05))
        running.send_signal(signal.SIGKILL)
        said |= {line for line in running.communicate()[0].splitlines() if line.strip()}
    found = set(all_versions(cheap, meeting))
    assert said <= found
    assert len(found - said) <= KILLS  # at most what was frozen but not said yet
    assert {entry.body["folder"] for entry in log.entries(cheap.log, frozen.KIND)} <= {
        f"frozen/{meeting.subject}/{name}" for name in folders(cheap, meeting) if not name.endswith(".part")
    }
    assert freeze(cheap, meeting, [screen()], "b.1", "analyst") == frozen.frozen(cheap, meeting)


@pytest.mark.parametrize("step", ["sync_file", "sync_folder", "_named"])
def test_a_death_before_the_entry_leaves_the_earlier_version(
    cheap: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    meeting = public_meeting(cheap.log)
    first = freeze(cheap, meeting, [screen()], "b.1", "analyst")
    with monkeypatch.context() as dying:
        dying.setattr(frozen, step, lambda *paths: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            freeze(cheap, meeting, [screen(title="Never")], "b.1", "analyst")
    with monkeypatch.context() as dying:
        dying.setattr(log, "append", lambda *told: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            freeze(cheap, meeting, [screen(title="Never")], "b.1", "analyst")
    assert frozen.frozen(cheap, meeting) == first
    again = freeze(cheap, meeting, [screen(title="Again")], "b.1", "analyst")
    assert (again.version.number, frozen.frozen(cheap, meeting)) == (2, again)
    assert json.loads(again.database.with_name(SCREENS).read_text(encoding="utf-8"))[0]["title"] == "Again"
