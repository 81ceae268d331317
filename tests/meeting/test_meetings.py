"""Meetings and their agendas: planned in the log, safe with ten people at once, and nothing of them is lost."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from one_meeting import FORCE, at_once, public_meeting
from typer.testing import CliRunner

from door import ROOT
from perfdash.commands.meetings import meeting_app
from perfdash.errors import BadEntry, BadQuestion
from perfdash.meeting import agenda, log, meetings
from perfdash.meeting.meetings import Kind, Meeting
from perfdash.meeting.rights import MAY, MOST_CHARACTERS, MOST_IN_A_LINE, Act, may
from perfdash.ui.roles import Role

WRITERS, EACH = 10, 5
DAY = date(2026, 12, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "log.sqlite"


@pytest.fixture
def meeting(path: Path) -> Meeting:
    return public_meeting(path)


def questions_of(path: Path, meeting: Meeting) -> list[str]:
    return [item.question for item in agenda.agenda(path, meeting)]


def add(path: Path, meeting: Meeting, question: str, link: str = "attendance?grade=1") -> agenda.Item:
    return agenda.add(path, meeting, link, question, "", "analyst")


# Meetings


def test_a_meeting_is_named_by_its_day_and_forum(path: Path) -> None:
    planned = meetings.create(path, "demonstration", DAY, Kind.PUBLIC, "", "commissioner")
    assert (planned.id, planned.title, planned.is_public) == (
        "2026-12-03-public", "Public performance meeting (webcast)", True,
    )  # fmt: skip
    own = meetings.create(path, "demonstration", DAY, Kind.MONTHLY, "  A  title of\nits own ", "analyst")
    assert (own.id, own.title, own.is_public) == ("2026-12-03-monthly", "A title of its own", False)
    assert meetings.meetings(path, "demonstration") == (own, planned)
    assert meetings.meetings(path, FORCE) == ()


def test_a_force_without_forums_has_meetings_too(path: Path) -> None:
    assert meetings.create(path, "lfb", DAY, Kind.QUARTERLY, "", "analyst").title == "Quarterly performance meeting"


def test_upcoming_and_past(path: Path) -> None:
    days = (date(2026, 9, 1), date(2026, 11, 1), DAY, date(2027, 1, 5))
    held = [public_meeting(path, day) for day in reversed(days)][::-1]
    assert meetings.meetings(path, FORCE) == tuple(held)
    assert meetings.upcoming(held, DAY) == tuple(held[2:])
    assert meetings.past(held, DAY) == (held[1], held[0])


def test_one_day_and_forum_is_one_meeting(path: Path, meeting: Meeting) -> None:
    with pytest.raises(BadEntry, match="There is a meeting 2026-12-03-public already"):
        public_meeting(path)
    assert public_meeting(path, force="lfb").id == meeting.id
    assert meetings.meetings(path, FORCE) == (meeting,)


def test_a_meeting_called_off_is_left_out_and_can_be_planned_again(path: Path, meeting: Meeting) -> None:
    off = meetings.call_off(path, meeting, "No quorum", "commissioner")
    assert (off.is_called_off, off.reason) == (True, "No quorum")
    assert meetings.meetings(path, FORCE) == ()
    assert meetings.meetings(path, FORCE, also_called_off=True) == (off,)
    with pytest.raises(BadEntry, match="called off"):
        add(path, off, "Why?")
    assert meetings.create(path, FORCE, DAY, Kind.PUBLIC, "Again", "commissioner") == meetings.meeting(
        path, FORCE, meeting.id
    )
    assert len(log.entries(path, meetings.KIND, meeting.subject)) == 3


def test_a_title_is_changed_and_the_old_one_stays_in_the_history(path: Path, meeting: Meeting) -> None:
    assert meetings.rename(path, meeting, "December webcast", "analyst").title == "December webcast"
    entries = log.entries(path, meetings.KIND)
    assert [(e.body["title"], e.who, e.replaces) for e in entries] == [
        (meeting.title, "commissioner", None), ("December webcast", "analyst", 1),
    ]  # fmt: skip


def test_days_kinds_and_ids_that_are_none(path: Path) -> None:
    for refused in (lambda: meetings.parse_day("3.12.2026"), lambda: meetings.parse_kind("yearly"),
                    lambda: meetings.meeting(path, FORCE, "2026-12-03-public")):  # fmt: skip
        with pytest.raises(BadQuestion, match=r"\.$"):
            refused()


# Who may


def test_rights_are_those_of_the_roles_and_the_public_writes_nothing() -> None:
    assert set(MAY) == set(Act)
    assert {who for roles in MAY.values() for who in roles} == {str(role) for role in Role} - {"public"}
    assert not any(may(act, "public") or may(act, "inspector") for act in Act)


def test_the_page_on_meetings_names_the_same_rights() -> None:
    page = (ROOT / "docs" / "meetings.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| ([a-z ,]+) \| ([a-zA-Z ;]+) \|$", page.partition("## Who may do what?")[2], re.MULTILINE)
    told = {act: tuple(who.split(", ")) for who, acts in table for act in acts.split("; ") if who != "who"}
    assert told == {str(act): roles for act, roles in MAY.items()}


@pytest.mark.parametrize("who", ["public", "inspector", ""])
def test_who_may_not_plan_is_told_so_and_writes_nothing(path: Path, meeting: Meeting, who: str) -> None:
    item = add(path, meeting, "Why?")
    before = log.version(path)
    for refused in (
        lambda: meetings.create(path, FORCE, DAY, Kind.MONTHLY, "", who),
        lambda: meetings.rename(path, meeting, "Other", who),
        lambda: meetings.call_off(path, meeting, "No quorum", who),
        lambda: agenda.add(path, meeting, "attendance", "Why?", "", who),
        lambda: agenda.edit(path, meeting, item.number, who, notes="x"),
        lambda: agenda.remove(path, meeting, item.number, who),
        lambda: agenda.move(path, meeting, item.number, 1, who),
    ):
        with pytest.raises(BadEntry, match=r"^It is for the commissioner, chief officer and analyst to plan .*\.$"):
            refused()
    assert log.version(path) == before


# Agendas


def test_an_item_is_a_link_a_question_and_notes(path: Path, meeting: Meeting) -> None:
    item = agenda.add(path, meeting, "attendance?grade=1", "Are we fast\nenough?", "First line\n\nSecond", "analyst")
    assert (item.page, item.query, item.link) == ("attendance", "grade=1", "attendance?grade=1")
    assert (item.question, item.notes, item.who) == ("Are we fast enough?", "First line\n\nSecond", "analyst")
    assert agenda.agenda(path, meeting) == (item,)


LINKS = {
    "attendance?grade=1": ("attendance", "grade=1"),
    "http://localhost:8501/attendance?grade=1&present=1&lpt=burton%7Cleek": ("attendance", "grade=1&lpt=burton|leek"),
    "http://localhost:8501/": ("", ""),
    "/places": ("places", ""),
    "places?shown=median_seconds#map": ("places", "shown=median_seconds"),
    "?present=1": ("", ""),
}


@pytest.mark.parametrize("link", LINKS)
def test_of_a_pasted_address_only_page_and_query_count(link: str) -> None:
    assert agenda.own_link(link) == LINKS[link]


@pytest.mark.parametrize("link", ["", "  ", "javascript:alert(1)", "a/b", "attendance.py", "http://[", "../x", "<b>"])
def test_what_is_no_link_is_refused(path: Path, meeting: Meeting, link: str) -> None:
    with pytest.raises(BadEntry, match=r"link.*\.$"):
        add(path, meeting, "Why?", link)
    assert agenda.agenda(path, meeting) == ()


def test_parameters_are_read_as_a_page_reads_them(path: Path, meeting: Meeting) -> None:
    item = add(path, meeting, "Why?", "http://x/attendance?lpt=burton%7Cleek&grade=1")
    assert item.parameters == {"lpt": "burton|leek", "grade": "1"}


def test_items_move_and_go_and_nothing_else_moves(path: Path, meeting: Meeting) -> None:
    first, second, third = (add(path, meeting, text) for text in ("a", "b", "c"))
    assert [item.question for item in agenda.move(path, meeting, third.number, 1, "analyst")] == ["c", "a", "b"]
    fourth = add(path, meeting, "d")
    assert questions_of(path, meeting) == ["c", "a", "b", "d"]
    agenda.move(path, meeting, first.number, 99, "analyst")
    assert questions_of(path, meeting) == ["c", "b", "d", "a"]
    agenda.move(path, meeting, first.number, -3, "analyst")
    agenda.remove(path, meeting, second.number, "analyst")
    assert questions_of(path, meeting) == ["a", "c", "d"]
    agenda.move(path, meeting, fourth.number, 2, "analyst")
    assert questions_of(path, meeting) == ["a", "d", "c"]
    for number in (second.number, 999):
        with pytest.raises(BadQuestion, match=f"no item {number}"):
            agenda.move(path, meeting, number, 1, "analyst")


def test_what_was_planned_stays_in_the_history(path: Path, meeting: Meeting) -> None:
    item = add(path, meeting, "a")
    agenda.edit(path, meeting, item.number, "commissioner", question="b", link="places")
    agenda.move(path, meeting, item.number, 1, "analyst")
    agenda.remove(path, meeting, item.number, "chief officer")
    told = agenda.history(path, meeting)
    assert [(entry.who, entry.body.get("question")) for entry in told] == [
        ("analyst", "a"), ("commissioner", "b"), ("analyst", None), ("chief officer", None),
    ]  # fmt: skip
    assert [entry.replaces for entry in told] == [None, told[0].id, None, told[1].id]


def test_edits_of_different_parts_at_once_both_stand(path: Path, meeting: Meeting) -> None:
    """An entry holds only what it changes, so it does not matter that each had read the item before the other wrote."""
    item = add(path, meeting, "a")
    agenda.edit(path, meeting, item.number, "analyst", notes="Say this")
    edited = agenda.edit(path, meeting, item.number, "commissioner", question="b")
    assert (edited.question, edited.notes, edited.link) == ("b", "Say this", "attendance?grade=1")


def test_agendas_of_meetings_do_not_mix(path: Path, meeting: Meeting) -> None:
    other = public_meeting(path, date(2026, 12, 30))
    item = add(path, meeting, "a")
    assert agenda.agenda(path, other) == ()
    with pytest.raises(BadQuestion):
        agenda.remove(path, other, item.number, "analyst")


@pytest.mark.parametrize(
    ("question", "notes"), [("", ""), (" \n", ""), ("x" * (MOST_IN_A_LINE + 1), ""), ("x", "x" * (MOST_CHARACTERS + 1))]
)
def test_texts_are_neither_missing_nor_too_long(path: Path, meeting: Meeting, question: str, notes: str) -> None:
    with pytest.raises(BadEntry, match=r"(is empty|has room for).*\.$"):
        agenda.add(path, meeting, "attendance", question, notes, "analyst")


PLAN = """
import sys
from pathlib import Path
from one_meeting import FORCE, public_meeting
from perfdash.meeting import agenda, meetings
path, times = Path(sys.argv[1]), int(sys.argv[2])
def run(who):
    meeting = meetings.meeting(path, FORCE, "2026-12-03-public")
    for number in range(times):
        item = agenda.add(path, meeting, "attendance", f"{who}-{number}", "", "analyst")
        agenda.move(path, meeting, item.number, number % 3 + 1, "analyst")
        agenda.edit(path, meeting, item.number, "analyst", notes=f"notes of {who}-{number}")
        print(item.number)
"""


def test_ten_who_plan_at_once_lose_no_item(path: Path, meeting: Meeting) -> None:
    said = at_once(PLAN, WRITERS, path, EACH)
    items = agenda.agenda(path, meeting)
    assert {item.number for item in items} == {int(number) for number in said}
    assert {item.question for item in items} == {f"{who}-{n}" for who in range(WRITERS) for n in range(EACH)}
    assert all(item.notes == f"notes of {item.question}" for item in items)


CREATE = """
import sys
from datetime import date
from pathlib import Path
from one_meeting import FORCE
from perfdash.errors import BadEntry
from perfdash.meeting.meetings import Kind, create
def run(who):
    try:
        create(Path(sys.argv[1]), FORCE, date(2026, 12, 3), Kind.PUBLIC, f"Title {who}", "analyst")
    except BadEntry:
        print("refused")
"""


def test_ten_who_plan_the_same_meeting_at_once_plan_one(path: Path) -> None:
    said = at_once(CREATE, WRITERS, path)
    (found,) = meetings.meetings(path, FORCE)
    assert found.title in {f"Title {number}" for number in range(WRITERS)}
    assert WRITERS - len(said) == len(log.entries(path, meetings.KIND))


# Commands


def run(store: Path, *arguments: object) -> Any:
    found = CliRunner().invoke(meeting_app, [*map(str, arguments), "--store", str(store)])
    assert found.exception is None, found.exception
    return found.stdout


def test_a_meeting_is_planned_from_the_command_line(good_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDASH_ROLE", "analyst")
    assert run(good_store, "create", "2026-12-03", "public", "--title", "December") == "2026-12-03-public: December\n"
    key = "2026-12-03-public"
    for question in ("Fast enough?", "Everywhere?"):
        told = run(good_store, "agenda", "add", key, "attendance?grade=1", "--question", question)
    number = told.split()[1].removesuffix(":")
    run(good_store, "agenda", "move", key, number, 1)
    assert run(good_store, "show", key).splitlines()[0] == "December, 3 December 2026"
    assert run(good_store, "show", key).index("Everywhere?") < run(good_store, "show", key).index("Fast enough?")
    run(good_store, "agenda", "remove", key, number)
    assert "Everywhere?" not in run(good_store, "show", key)
    assert key in run(good_store, "list")
    assert '"n_items": 1' in run(good_store, "list", "--json")
    assert run(good_store, "questions", "--json").split() == ["{", '"questions":', "[]", "}"]
    assert run(good_store, "actions", "--json").split() == ["{", '"actions":', "[]", "}"]
