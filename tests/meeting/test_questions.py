"""Questions: asked of what stood on a screen, answered by the force, closed by whoever asked, carried to the next meeting."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from one_meeting import BUILD, FORCE, TODAY, at_once, public_meeting, screen, seen

from perfdash.errors import BadEntry, BadQuestion
from perfdash.meeting import actions, carried, log, meetings, questions
from perfdash.meeting.meetings import Meeting
from perfdash.meeting.questions import State
from perfdash.meeting.rights import MOST_CHARACTERS
from perfdash.meeting.screens import Number
from perfdash.meeting.shown import shown

WRITERS, EACH = 10, 5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "log.sqlite"


@pytest.fixture
def meeting(path: Path) -> Meeting:
    return public_meeting(path)


def ask(
    path: Path, meeting: Meeting, text: str = "Why is Burton slower?", who: str = "commissioner"
) -> questions.Question:
    return questions.ask(path, seen(meeting), text, who)


def test_a_question_keeps_what_prompted_it(path: Path, meeting: Meeting) -> None:
    asked = ask(path, meeting)
    kept = asked.shown
    assert (kept.force, kept.meeting, kept.build) == (FORCE, "2026-12-03-public", BUILD)
    assert (kept.screen, kept.link, kept.figure) == ("attendance_by_month", "attendance?grade=1&to=2026-10", "85.9 %")
    assert kept.title == screen().title
    assert kept.measures == ("attendance_within_standard",)
    assert (asked.text, asked.who, asked.state) == ("Why is Burton slower?", "commissioner", State.OPEN)
    assert questions.questions(path, FORCE) == (asked,) == questions.questions(path, FORCE, meeting.id)
    assert questions.questions(path, FORCE, "2026-11-03-public") == () == questions.questions(path, "lfb")


def test_a_screen_without_a_number_a_given_figure_and_a_meeting_as_a_whole(path: Path, meeting: Meeting) -> None:
    bare = screen(numbers=())
    assert shown(meeting, bare, BUILD).figure == ""
    assert shown(meeting, bare, BUILD, figure="12:10 min").figure == "12:10 min"
    assert shown(meeting, screen(numbers=(Number("Calls", "–"),)), BUILD).figure == "–"
    assert shown(meeting, None, BUILD).subject == "staffordshire/2026-12-03-public"
    with pytest.raises(BadQuestion, match="no measure 'speed'"):
        shown(meeting, bare, BUILD, ("speed",))


def test_a_question_is_answered_closed_and_reopened_and_every_step_stays(path: Path, meeting: Meeting) -> None:
    number = ask(path, meeting).number
    assert questions.answer(path, number, "A road is closed", "analyst").state is State.ANSWERED
    assert questions.answer(path, number, "Until May", "chief officer").state is State.ANSWERED
    assert questions.close(path, number, "commissioner").state is State.CLOSED
    assert questions.reopen(path, number, "The road is open", "commissioner").state is State.OPEN
    found = questions.answer(path, number, "Two units less", "chief officer")
    assert [(step.says, step.text, step.who) for step in found.steps] == [
        ("answered", "A road is closed", "analyst"), ("answered", "Until May", "chief officer"),
        ("closed", "", "commissioner"), ("reopened", "The road is open", "commissioner"),
        ("answered", "Two units less", "chief officer"),
    ]  # fmt: skip
    assert [step.text for step in found.answers] == ["A road is closed", "Until May", "Two units less"]
    assert questions.question(path, number) == found


def test_an_answer_that_crosses_a_closing_is_kept_and_opens_nothing(path: Path, meeting: Meeting) -> None:
    number = ask(path, meeting).number
    questions.close(path, number, "commissioner", "Asked by mistake")
    # As if another process had looked at the question before it was closed.
    log.append(path, questions.STEP, str(number), {"says": "answered", "text": "Late"}, "analyst")
    found = questions.question(path, number)
    assert (found.state, [step.text for step in found.answers]) == (State.CLOSED, ["Late"])


REFUSED = {
    "public asks": (lambda p, m, n: ask(p, m, who="public"), "commissioner and chief officer to ask a question"),
    "analyst asks": (lambda p, m, n: ask(p, m, who="analyst"), "to ask a question, not for the analyst"),
    "empty": (lambda p, m, n: ask(p, m, " \n"), "The question is empty"),
    "too long": (
        lambda p, m, n: ask(p, m, "x" * (MOST_CHARACTERS + 1)),
        "has room for 2,000 characters, not for 2,001",
    ),
    "commissioner answers": (lambda p, m, n: questions.answer(p, n, "x", "commissioner"), "to answer a question"),
    "public answers": (lambda p, m, n: questions.answer(p, n, "x", "public"), "chief officer and analyst"),
    "empty answer": (lambda p, m, n: questions.answer(p, n, "", "analyst"), "The answer is empty"),
    "force closes": (lambda p, m, n: questions.close(p, n, "chief officer"), "for the commissioner, who asked"),
    "public closes": (lambda p, m, n: questions.close(p, n, "public"), "not for the public"),
    "closed unanswered": (lambda p, m, n: questions.close(p, n, "commissioner"), "has no answer; say why"),
    "open reopened": (lambda p, m, n: questions.reopen(p, n, "x", "commissioner"), "is open already"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_written_is_refused_in_one_sentence(name: str, path: Path, meeting: Meeting) -> None:
    number = ask(path, meeting).number
    before = log.version(path)
    refused, words = REFUSED[name]
    with pytest.raises(BadEntry) as told:
        refused(path, meeting, number)  # type: ignore[no-untyped-call]
    assert words in str(told.value)
    assert str(told.value).endswith(".")
    assert log.version(path) == before


def test_a_closed_question_is_neither_answered_nor_closed_again(path: Path, meeting: Meeting) -> None:
    number = ask(path, meeting).number
    questions.close(path, number, "commissioner", "Asked twice")
    for refused in (
        lambda: questions.answer(path, number, "x", "analyst"),
        lambda: questions.close(path, number, "commissioner"),
    ):
        with pytest.raises(BadEntry, match=f"Question {number} is closed"):
            refused()
    with pytest.raises(BadQuestion, match="There is no question 99"):
        questions.answer(path, 99, "x", "analyst")


# What comes first at the next meeting


def test_what_is_not_closed_comes_first_and_what_is_overdue_before_it(path: Path) -> None:
    autumn, winter, spring = (public_meeting(path, date(2030, month, 3)) for month in (9, 12, 3))
    old, new = ask(path, autumn, "old"), ask(path, winter, "new")
    answered, closed, later = (ask(path, winter, text) for text in ("answered", "closed", "later"))
    questions.answer(path, answered.number, "x", "analyst")
    questions.close(path, closed.number, "commissioner", "Withdrawn")

    def act(text: str, due: date, meeting: Meeting = winter) -> actions.Action:
        return actions.set_action(path, seen(meeting), text, "Head of Contact", due, "commissioner", TODAY)

    due_later, on_the_day = act("due later", date(2031, 6, 1)), act("on the day", date(2031, 3, 3))
    late, later_still = act("late", date(2031, 2, 1)), act("longer late", date(2031, 1, 1), autumn)
    done, ended = act("done", date(2031, 1, 1)), act("ended", date(2031, 1, 1))
    actions.report_done(path, done.number, "It runs", "analyst")
    actions.close(path, ended.number, "commissioner", "Overtaken")
    assert spring.on < winter.on  # spring 2030 comes before what was asked
    assert carried.carried_forward(path, FORCE, spring.on) == ()
    found = carried.carried_forward(path, FORCE, date(2031, 3, 3))
    assert [row.text for row in found] == [
        "longer late", "late", old.text, new.text, later.text, "on the day", "due later", "answered", "done",
    ]  # fmt: skip
    assert found[0] == later_still and found[1] == late and on_the_day in found and due_later in found
    assert carried.carried_forward(path, "lfb", date(2031, 3, 3)) == ()
    assert [row.text for row in carried.carried_forward(path, FORCE, winter.on)] == ["old", "longer late"]


def test_a_meeting_called_off_later_still_asked_what_it_asked(path: Path, meeting: Meeting) -> None:
    asked = ask(path, meeting)
    meetings.call_off(path, meeting, "Broken off", "commissioner")
    assert carried.carried_forward(path, FORCE, meeting.on + timedelta(1)) == (asked,)


# At once

ASK = """
import sys
from pathlib import Path
from one_meeting import FORCE, seen
from perfdash.meeting import meetings, questions
path, times = Path(sys.argv[1]), int(sys.argv[2])
def run(who):
    meeting = meetings.meeting(path, FORCE, "2026-12-03-public")
    for number in range(times):
        asked = questions.ask(path, seen(meeting), f"{who}-{number}", "commissioner")
        questions.answer(path, 2, f"answer {who}-{number}", "analyst")
        print(asked.number)
"""


def test_ten_who_ask_and_answer_at_once_lose_nothing(path: Path, meeting: Meeting) -> None:
    first = ask(path, meeting)
    assert first.number == 2
    said = at_once(ASK, WRITERS, path, EACH)
    found = questions.questions(path, FORCE)
    written = {f"{who}-{number}" for who in range(WRITERS) for number in range(EACH)}
    assert {row.number for row in found[1:]} == {int(number) for number in said}
    assert {row.text for row in found[1:]} == written
    assert {step.text for step in found[0].answers} == {f"answer {text}" for text in written}
