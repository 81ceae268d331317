"""The log of what people write: nothing is changed or lost, whoever writes at once and whoever is killed."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from door import ROOT, perfdash, write_csv
from perfdash.errors import LogProblem
from perfdash.meeting import log
from perfdash.store.places import find_store

WRITERS, EACH, KILLS = 10, 25, 12

# Says each entry's id only when it is written, so that whatever was said must be found again.
WRITE = """
import sys
from pathlib import Path
from perfdash.meeting import log
for number in range(int(sys.argv[3])):
    entry = log.append(Path(sys.argv[1]), "note", f"subject {number % 3}", {"writer": sys.argv[2], "number": number}, "tester")
    print(entry.id, flush=True)
"""


def writer(path: Path, name: str, times: int) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", WRITE, str(path), name, str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "log.sqlite"


def test_an_entry_comes_back_as_it_was_written(path: Path) -> None:
    before = datetime.now(UTC)
    body = {"verdict": "real wait", "times": {"arrived_at": None}, "words": "Ärger, “quoted” – and\nmore"}
    written = log.append(path, "tail review", "force/1", body, "analyst")
    (found,) = log.entries(path, "tail review")
    assert found == written
    assert (found.id, found.kind, found.subject, found.body, found.who, found.replaces) == (
        1, "tail review", "force/1", body, "analyst", None,
    )  # fmt: skip
    assert found.at.tzinfo is UTC
    assert -1 < (found.at - before).total_seconds() < 60


def test_a_later_entry_replaces_the_one_that_stood_and_both_stay(path: Path) -> None:
    for subject, word in (("a", "first"), ("b", "other"), ("a", "second"), ("a", "third")):
        log.append(path, "decision", subject, {"word": word}, "chief officer")
    log.append(path, "question", "a", {"word": "of another kind"}, "commissioner")
    standing = log.current(path, "decision")
    assert [(e.body["word"], e.id, e.replaces) for e in standing["a"]] == [
        ("third", 4, 3), ("second", 3, 1), ("first", 1, None),
    ]  # fmt: skip
    assert [(e.body["word"], e.replaces) for e in standing["b"]] == [("other", None)]
    assert [e.body["word"] for e in log.entries(path, "decision", "a")] == ["first", "second", "third"]
    assert [e.replaces for e in log.entries(path, "question")] == [None]
    assert log.entries(path, "nothing") == []
    assert log.version(path) == 5


def test_reading_makes_no_log(path: Path) -> None:
    assert log.entries(path, "note") == []
    assert log.current(path, "note") == {}
    assert log.version(path) == 0
    assert not path.parent.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}'",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries (id, kind, subject, body, who, at) VALUES (1, 'note', 'a', '{}', 'x', 'now')",
        "INSERT INTO entries (kind, subject, body, who, at) VALUES ('note', 'a', 'no JSON', 'x', 'now')",
        "INSERT INTO entries (kind, subject, body, who, at) VALUES ('note', 'a', '{}', '', 'now')",
    ],
)
def test_the_file_itself_refuses_to_change_or_lose_an_entry(path: Path, statement: str) -> None:
    written = log.append(path, "note", "a", {"n": 1}, "tester")
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    assert log.entries(path, "note") == [written]


def test_two_entries_cannot_replace_the_same_one(path: Path) -> None:
    for _ in range(2):
        log.append(path, "note", "a", {}, "tester")
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO entries (kind, subject, body, who, at, replaces) VALUES ('note', 'a', '{}', 'x', 'now', 1)"
        )


def test_ten_processes_that_make_the_log_and_write_at_once_lose_nothing(path: Path) -> None:
    writers = [writer(path, f"w{number}", EACH) for number in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        said = [set(map(int, out.split())) for out, _ in pool.map(lambda process: process.communicate(), writers)]
    assert [process.returncode for process in writers] == [0] * WRITERS
    found = log.entries(path, "note")
    assert sorted(entry.id for entry in found) == list(range(1, WRITERS * EACH + 1))
    assert set().union(*said) == {entry.id for entry in found}
    for history in log.current(path, "note").values():
        # One line of history a subject: each entry replaces the one before it, whoever wrote that.
        assert [entry.replaces for entry in history] == [*(entry.id for entry in history[1:]), None]
    assert not list(path.parent.glob("*.part"))


def test_a_killed_writer_loses_nothing_that_it_said(path: Path) -> None:
    chance = random.Random(4)
    said: set[int] = set()
    for number in range(KILLS):
        process = writer(path, f"k{number}", 100_000)
        assert process.stdout is not None
        said.add(int(process.stdout.readline()))  # it is writing now
        time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        said |= {int(line) for line in process.communicate()[0].splitlines() if line.strip()}
    found = [entry.id for entry in log.entries(path, "note")]
    assert said <= set(found)
    assert found == list(range(1, len(found) + 1))
    assert len(found) - len(said) <= KILLS  # at most the entry that was written but not said yet
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert log.append(path, "note", "after", {}, "tester").id == len(found) + 1


def test_the_log_survives_loads_and_builds(good_store: Path, profile: Path, tmp_path: Path) -> None:
    path = find_store(good_store).log
    written = log.append(path, "note", "a", {"n": 1}, "tester")
    more = write_csv(tmp_path / "more.csv", ("Ref", "Call", "Arrived", "Grade"), [("M1", "2025-06-01 10:00:00", "", 1)])
    assert perfdash("load", "incidents", more, "--profile", profile, "--store", good_store).code == 0
    assert perfdash("build", "--store", good_store).code == 0
    assert log.entries(path, "note") == [written]


def test_a_log_that_cannot_be_made_or_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LogProblem, match=r"cannot be made .*\.$"):
        log.append(tmp_path / "file" / "log.sqlite", "note", "a", {}, "tester")
    broken = tmp_path / "log.sqlite"
    broken.write_bytes(b"this is no database, however long it is" * 100)
    with pytest.raises(LogProblem, match=r"cannot be read or written .*\.$"):
        log.entries(broken, "note")
