"""Statuses and closings in the real log: kept apart, never overwritten, only by those who may, from many processes."""

import ast
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from door import ROOT
from perfdash.errors import BadEntry
from perfdash.meeting import log, progress
from perfdash.meeting.progress import Standing, State
from perfdash.meeting.progress_entries import MAY_WRITE, MOST_CHARACTERS, Draft, may_write, write
from perfdash.reference.recommendations import Closing, Commitment, Status, commitments_of, recommendation
from perfdash.ui.roles import Role

FORCE = "staffordshire"
TODAY = datetime.now(UTC).astimezone().date()
LONG_AGO, TOMORROW = date(2024, 1, 15), TODAY + timedelta(1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "log.sqlite"


def draft(
    key: str, says: Status | Closing, evidence: str = "Board paper 12", reason: str = "", **more: object
) -> Draft:
    return replace(Draft(FORCE, recommendation(key), says, evidence, reason), **more)  # type: ignore[arg-type]


def state(path: Path, key: str, on: date = TODAY) -> State:
    return progress.state(recommendation(key), progress.read(path, FORCE), on)


def commitment(name: str) -> Commitment:
    return next(row for row in commitments_of(FORCE) if row.key == name)


def test_without_entries_ours_are_overdue_without_a_reason_and_others_not_ours(path: Path) -> None:
    ours, others = state(path, "2"), state(path, "1a")
    assert (ours.status, ours.words, ours.lacks_reason) == (Status.OVERDUE, "overdue", True)
    assert ours.days_overdue == (TODAY - date(2024, 1, 31)).days
    assert (others.status, others.words, others.lacks_reason, others.days_overdue) == (
        Status.NOT_OURS, "not ours to deliver", False, 0,
    )  # fmt: skip
    before = state(path, "2", date(2024, 1, 31))
    assert (before.status, before.words, before.lacks_reason, before.days_overdue) == (
        None, "nothing recorded yet", False, 0,
    )  # fmt: skip
    assert not path.exists()


def test_an_overdue_one_in_progress_carries_the_reason_and_stays_overdue(path: Path) -> None:
    write(path, draft("2", Status.IN_PROGRESS, reason="The form was rebuilt twice"), "analyst", TODAY)
    found = state(path, "2")
    assert (found.status, found.reason, found.lacks_reason) == (Status.OVERDUE, "The form was rebuilt twice", False)
    assert found.standing.status is Status.IN_PROGRESS


def test_closings_stay_apart_from_each_other_and_from_the_status(path: Path) -> None:
    write(path, draft("2", Closing.FORCE_DONE, "Closing report", since=LONG_AGO), "chief officer", TODAY)
    found = state(path, "2")
    done = found.standing.closed(Closing.FORCE_DONE)
    assert done is not None
    assert (done.who, done.evidence, done.since) == ("chief officer", "Closing report", LONG_AGO)
    assert done.at.astimezone().date() == TODAY
    assert found.standing.closed(Closing.PCC_SATISFIED) is None
    assert found.standing.closed(Closing.HMICFRS_CLOSED) is None
    assert found.status is Status.OVERDUE
    write(path, draft("2", Closing.PCC_SATISFIED), "commissioner", TODAY)
    write(path, draft("2", Closing.HMICFRS_CLOSED, "Letter of 3 March"), "commissioner", TODAY)
    assert {closing for closing in Closing if state(path, "2").standing.closed(closing)} == set(Closing)
    assert state(path, "2").status is Status.OVERDUE


def test_a_wrong_entry_is_corrected_by_a_new_one_and_both_stay(path: Path) -> None:
    first = write(path, draft("3", Status.IMPLEMENTED), "analyst", TODAY)
    second = write(path, draft("3", Status.IN_PROGRESS, reason="Entered too early"), "chief officer", TODAY)
    found = state(path, "3")
    assert found.standing.history == (second, first)
    assert found.standing.written == second
    assert [entry.replaces for entry in log.entries(path, progress.KINDS[progress.STATUS])] == [None, first.id]


def test_what_is_taken_back_stands_no_longer_and_stays_in_the_history(path: Path) -> None:
    write(path, draft("6", Closing.PCC_SATISFIED), "commissioner", TODAY)
    write(path, draft("6", Closing.PCC_SATISFIED, "", "Meant for 3", is_taken_back=True), "commissioner", TODAY)
    found = state(path, "6").standing
    assert found.closed(Closing.PCC_SATISFIED) is None
    assert [entry.words for entry in found.history] == ["taken back: PCC satisfied", "PCC satisfied"]
    write(path, draft("6", Status.IMPLEMENTED), "analyst", TODAY)
    write(path, draft("6", Status.IMPLEMENTED, "", "Not yet", is_taken_back=True), "analyst", TODAY)
    assert state(path, "6").status is Status.OVERDUE


def test_a_day_sees_only_what_had_been_written_by_then(path: Path) -> None:
    write(path, draft("2", Status.IMPLEMENTED), "analyst", TODAY)
    assert state(path, "2").status is Status.IMPLEMENTED
    assert state(path, "2", TODAY - timedelta(1)).status is Status.OVERDUE


def test_others_recommendations_keep_their_owner_in_the_words(path: Path) -> None:
    write(path, draft("1a", Status.IN_PROGRESS, "Announcement"), "analyst", TODAY)
    found = state(path, "1a")
    assert (found.words, found.days_overdue) == ("in progress by others", 0)


def test_forces_and_recommendations_do_not_mix(path: Path) -> None:
    write(path, draft("2", Status.IMPLEMENTED), "analyst", TODAY)
    write(path, draft("3", Status.IMPLEMENTED, force="demonstration"), "analyst", TODAY)
    assert state(path, "3").status is Status.OVERDUE
    assert [entry.recommendation for entry in progress.read(path, "demonstration")] == ["3"]


def test_a_commitment_has_a_standing_of_its_own(path: Path) -> None:
    row = commitment("stay_joiners")
    write(path, draft("2", Status.IN_PROGRESS, commitment=row), "analyst", TODAY)  # no due date: no reason needed
    write(path, draft("2", Closing.PCC_SATISFIED, commitment=row), "commissioner", TODAY)
    entries = progress.read(path, FORCE)
    standing = progress.commitment_standing(row, entries, TODAY)
    assert standing.status is Status.IN_PROGRESS
    assert standing.closed(Closing.PCC_SATISFIED) is not None
    assert state(path, "2").standing == Standing()
    assert progress.commitment_standing(commitment("stay_retiring"), entries, TODAY) == Standing()


REFUSED = {
    "public": (draft("2", Status.IMPLEMENTED), "public", "not for the role 'public'"),
    "unknown role": (draft("2", Status.IMPLEMENTED), "inspector", "not for the role 'inspector'"),
    "commissioner's status": (draft("2", Status.IMPLEMENTED), "commissioner", "not for the role 'commissioner'"),
    "commissioner for the force": (draft("2", Closing.FORCE_DONE), "commissioner", "'force says done' is not for"),
    "force for the commissioner": (draft("2", Closing.PCC_SATISFIED), "chief officer", "'PCC satisfied' is not for"),
    "overdue": (draft("2", Status.OVERDUE), "analyst", "'overdue' is not for the role"),
    "not ours": (draft("2", Status.NOT_OURS), "analyst", "'not ours' is not for the role"),
    "done for others": (draft("1a", Closing.FORCE_DONE), "analyst", "cannot be said of recommendation 1a"),
    "refusing for others": (draft("1a", Status.NOT_ACCEPTED), "analyst", "cannot be said of recommendation 1a"),
    "no evidence": (draft("2", Closing.HMICFRS_CLOSED, "  \n"), "analyst", "needs evidence"),
    "implemented without": (draft("2", Status.IMPLEMENTED, ""), "analyst", "needs evidence"),
    "overdue without reason": (draft("2", Status.IN_PROGRESS), "analyst", "of an overdue recommendation needs a reason"),
    "refused without reason": (draft("2", Status.NOT_ACCEPTED, reason=" "), "analyst", "'not accepted' needs a reason"),
    "back without reason": (draft("2", Status.IMPLEMENTED, is_taken_back=True), "analyst", "Taking back 'implemented'"),
    "tomorrow": (draft("2", Status.IMPLEMENTED, since=TOMORROW), "analyst", "lies in the future"),
    "too long": (draft("2", Status.IMPLEMENTED, "x" * (MOST_CHARACTERS + 1)), "analyst", "2,000 characters"),
    "closing a commitment": (
        draft("2", Closing.HMICFRS_CLOSED, commitment=commitment("exit_offered")), "analyst", "commitment 'exit_offered'",
    ),
    "a gap": (
        draft("2", Status.IMPLEMENTED, commitment=commitment("specials_and_volunteers")), "analyst", "cannot be said",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_written_is_refused_in_one_sentence(name: str, path: Path) -> None:
    refused, who, words = REFUSED[name]
    with pytest.raises(BadEntry) as told:
        write(path, refused, who, TODAY)
    assert words in str(told.value)
    assert str(told.value).endswith(".")
    assert not path.exists()


def test_every_role_but_the_public_writes_something() -> None:
    assert set(MAY_WRITE) == {str(role) for role in Role} - {"public"}
    assert may_write("public", recommendation("2")) == ()
    assert may_write("commissioner", recommendation("1a")) == (Closing.HMICFRS_CLOSED,)
    assert Closing.HMICFRS_CLOSED in may_write("analyst", recommendation("2"))


def test_before_the_due_date_in_progress_needs_no_reason(path: Path) -> None:
    write(path, draft("2", Status.IN_PROGRESS), "analyst", date(2024, 1, 31))
    # Written without one, it lacks its reason once the day has passed.
    assert state(path, "2").lacks_reason


WRITE = """
import sys
from datetime import date
from pathlib import Path
from perfdash.meeting.progress_entries import Draft, write
from perfdash.reference.recommendations import Status, recommendation
for number in range(int(sys.argv[3])):
    draft = Draft("staffordshire", recommendation("2"), Status.IMPLEMENTED, f"{sys.argv[2]} {number}")
    print(write(Path(sys.argv[1]), draft, "analyst", date.today()).id, flush=True)
"""


def test_two_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    each = 40
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, str(path), name, str(each)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for name in ("first", "second")
    ]
    with ThreadPoolExecutor(2) as pool:
        said = [set(map(int, out.split())) for out, _ in pool.map(lambda process: process.communicate(), started)]
    assert [process.returncode for process in started] == [0, 0]
    history = state(path, "2").standing.history
    assert {entry.id for entry in history} == said[0] | said[1]
    assert {entry.evidence for entry in history} == {f"{name} {n}" for name in ("first", "second") for n in range(each)}
    replaced = [entry.replaces for entry in log.entries(path, progress.KINDS[progress.STATUS])]
    assert replaced == [None, *range(1, 2 * each)]


@pytest.mark.parametrize("name", ["progress", "progress_entries"])
def test_the_modules_know_neither_pages_nor_store(name: str) -> None:
    code = (ROOT / "src" / "perfdash" / "meeting" / f"{name}.py").read_text(encoding="utf-8")
    known = {node.module for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ImportFrom) and node.module}
    ours = {module for module in known if module.startswith("perfdash")}
    assert all(module.startswith(("perfdash.meeting", "perfdash.reference", "perfdash.errors")) for module in ours)
