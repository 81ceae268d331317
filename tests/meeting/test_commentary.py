"""Commentary: short, plain, a draft until another role approves it, and shown with who and when."""

from pathlib import Path

import pytest
from one_meeting import FORCE, TODAY, at_once, screen

from perfdash.errors import BadEntry, BadQuestion
from perfdash.figures.words import day
from perfdash.meeting import commentary, log
from perfdash.meeting.commentary import MOST_CHARACTERS

MEASURE, PERIOD = "attendance_within_standard", "2026-10"
WRITERS = 10


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "log.sqlite"


def write(path: Path, text: str = "A road was closed", who: str = "analyst", period: str = PERIOD) -> commentary.Note:
    return commentary.write(path, FORCE, MEASURE, period, text, who)


def approved(path: Path, period: str = PERIOD) -> str | None:
    found = commentary.approved(commentary.notes(path, FORCE), MEASURE, period)
    return found.text if found else None


def test_a_draft_is_shown_to_nobody_until_another_role_approves_it(path: Path) -> None:
    draft = write(path)
    assert (draft.approval, approved(path)) == (None, None)
    assert draft.words == f"A road was closed (analyst, {day(TODAY)}; draft)"
    found = commentary.approve(path, draft.number, "chief officer")
    assert approved(path) == "A road was closed"
    assert found.words == f"A road was closed (analyst, {day(TODAY)}; approved by the chief officer, {day(TODAY)})"
    assert commentary.notes(path, FORCE) == (found,)
    assert commentary.notes(path, "lfb") == ()


def test_the_authors_own_role_approves_only_with_a_reason_that_is_shown(path: Path) -> None:
    draft = write(path)
    with pytest.raises(BadEntry, match="another role approves it, or say why not"):
        commentary.approve(path, draft.number, "analyst", "  ")
    found = commentary.approve(path, draft.number, "analyst", "the chief is on leave")
    assert found.words.endswith(f"approved by the analyst, {day(TODAY)}: the chief is on leave)")


def test_what_is_approved_is_the_draft_that_was_read(path: Path) -> None:
    first = write(path, "First")
    second = write(path, "Second, written while the first was read")
    commentary.approve(path, first.number, "chief officer")
    assert approved(path) == "First"
    held = commentary.notes(path, FORCE)
    newest = commentary.newest(held, MEASURE, PERIOD)
    assert newest is not None and (newest.number, newest.approval) == (second.number, None)
    commentary.approve(path, second.number, "chief officer")
    assert approved(path) == second.text
    commentary.withdraw(path, second.number, "It was the wrong road", "chief officer")
    assert approved(path) == "First"
    assert [entry.body["is_approved"] for entry in log.entries(path, commentary.APPROVAL)] == [True, True, False]


def test_measures_and_periods_do_not_mix(path: Path) -> None:
    for period in (PERIOD, "2025-11..2026-10"):
        commentary.approve(path, write(path, f"On {period}", period=period).number, "chief officer")
    assert (approved(path), approved(path, "2025-11..2026-10")) == ("On 2026-10", "On 2025-11..2026-10")
    assert commentary.approved(commentary.notes(path, FORCE), "attendance_time", PERIOD) is None


def test_beside_a_screen_stands_what_is_approved_once(path: Path) -> None:
    draft = write(path)
    bare = screen()
    assert commentary.beside(bare, commentary.notes(path, FORCE), MEASURE, PERIOD) == bare
    found = commentary.approve(path, draft.number, "chief officer")
    held = commentary.notes(path, FORCE)
    told = commentary.beside(bare, held, MEASURE, PERIOD)
    assert told.commentary == (found.words,)
    assert commentary.beside(told, held, MEASURE, PERIOD) == told


def test_a_note_is_plain_text_of_one_paragraph(path: Path) -> None:
    draft = write(path, "  A <b>road</b>\nwas\x00 closed\n\n=1+1 ")
    assert draft.text == "A <b>road</b> was closed =1+1"  # kept as typed; whoever draws it takes nothing for markup
    assert len(write(path, "x" * MOST_CHARACTERS).text) == MOST_CHARACTERS


REFUSED = {
    "commissioner": (lambda p, n: write(p, who="commissioner"), "chief officer and analyst to write commentary"),
    "public": (lambda p, n: write(p, who="public"), "not for the public"),
    "empty": (lambda p, n: write(p, " \n"), "The commentary is empty"),
    "too long": (lambda p, n: write(p, "x" * (MOST_CHARACTERS + 1)), "room for 600 characters, not for 601"),
    "no period": (lambda p, n: write(p, period="October"), "'October' is no period"),
    "no month": (lambda p, n: write(p, period="2026-1"), "'2026-1' is no period"),
    "backwards": (lambda p, n: write(p, period="2026-10..2026-01"), "ends before it starts"),
    "public approves": (lambda p, n: commentary.approve(p, n, "public"), "to approve commentary, not for the public"),
    "commissioner approves": (lambda p, n: commentary.approve(p, n, "commissioner"), "to approve commentary"),
    "not approved": (lambda p, n: commentary.withdraw(p, n, "x", "analyst"), "is not approved"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_written_is_refused_in_one_sentence(name: str, path: Path) -> None:
    number = write(path).number
    before = log.version(path)
    refused, words = REFUSED[name]
    with pytest.raises(BadEntry) as told:
        refused(path, number)  # type: ignore[no-untyped-call]
    assert words in str(told.value)
    assert str(told.value).endswith(".")
    assert log.version(path) == before


def test_an_approved_note_is_not_approved_again_and_a_withdrawal_needs_a_reason(path: Path) -> None:
    number = commentary.approve(path, write(path).number, "chief officer").number
    with pytest.raises(BadEntry, match="approved already"):
        commentary.approve(path, number, "chief officer")
    with pytest.raises(BadEntry, match="The reason is empty"):
        commentary.withdraw(path, number, "", "chief officer")


def test_measures_drafts_and_months_that_do_not_exist(path: Path) -> None:
    for refused in (
        lambda: commentary.write(path, FORCE, "speed", PERIOD, "x", "analyst"),
        lambda: write(path, period="2026-13"),
        lambda: commentary.approve(path, 9, "chief officer"),
    ):
        with pytest.raises(BadQuestion, match=r"\.$"):
            refused()


COMMENT = """
import sys
from pathlib import Path
from one_meeting import FORCE
from perfdash.meeting import commentary
path = Path(sys.argv[1])
def run(who):
    for number in range(3):
        note = commentary.write(path, FORCE, "attendance_time", "2026-10", f"{who}-{number}", "analyst")
        commentary.approve(path, note.number, "chief officer")
        print(note.number)
"""


def test_ten_who_comment_at_once_lose_nothing(path: Path) -> None:
    said = {int(number) for number in at_once(COMMENT, WRITERS, path)}
    found = commentary.notes(path, FORCE)
    assert {note.number for note in found} == said
    assert {note.text for note in found} == {f"{who}-{number}" for who in range(WRITERS) for number in range(3)}
    assert all(note.approval for note in found)
