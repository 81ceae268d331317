"""Actions and decisions: owners and dates, done and closed, and a satisfied PCC on the recommendations page."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from one_meeting import BUILD, FORCE, TODAY, TOMORROW, YESTERDAY, at_once, public_meeting, screen, seen

from perfdash.errors import BadEntry, BadQuestion
from perfdash.meeting import actions, decisions, log, progress, questions
from perfdash.meeting.actions import State
from perfdash.meeting.decisions import Draft, Says
from perfdash.meeting.meetings import Meeting
from perfdash.meeting.shown import shown
from perfdash.reference.recommendations import Closing, recommendation

WRITERS = 10
OF_OURS = "call_answering_within_standard"  # speaks to recommendation 6, which is the force's to deliver
OF_OTHERS = "attendance_within_standard"  # speaks to 1a and 1d, which are not


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "log.sqlite"


@pytest.fixture
def meeting(path: Path) -> Meeting:
    return public_meeting(path)


def act(
    path: Path, meeting: Meeting, due: date = TOMORROW, who: str = "commissioner", **more: object
) -> actions.Action:
    told = {"text": "Find out why", "owner": "Head of  Contact"} | more
    return actions.set_action(path, seen(meeting), due=due, who=who, today=TODAY, **told)  # type: ignore[arg-type]


def closing(path: Path, key: str = "6") -> progress.Written | None:
    state = progress.state(recommendation(key), progress.read(path, FORCE), TODAY)
    return state.standing.closed(Closing.PCC_SATISFIED)


def decide(path: Path, meeting: Meeting, draft: Draft, who: str = "commissioner", *measures: str) -> decisions.Decision:
    return decisions.decide(path, seen(meeting, *(measures or (OF_OURS,))), draft, who, TODAY)


# Actions


def test_an_action_has_an_owner_a_day_and_where_it_came_from(path: Path, meeting: Meeting) -> None:
    asked = questions.ask(path, seen(meeting), "Why?", "commissioner")
    found = act(path, meeting, from_question=asked.number)
    assert (found.text, found.owner, found.due, found.question) == (
        "Find out why", "Head of Contact", TOMORROW, asked.number,
    )  # fmt: skip
    assert (found.state, found.who, found.shown) == (State.OPEN, "commissioner", seen(meeting))
    assert actions.actions(path, FORCE) == (found,) == actions.actions(path, FORCE, meeting.id)
    assert actions.actions(path, "lfb") == ()


def test_an_action_is_done_by_the_force_and_closed_by_whoever_set_it(path: Path, meeting: Meeting) -> None:
    number = act(path, meeting).number
    assert actions.report_done(path, number, "Paper 12", "analyst").state is State.DONE
    assert actions.reopen(path, number, "The paper is empty", "commissioner").state is State.OPEN
    actions.report_done(path, number, "Paper 13", "chief officer")
    found = actions.close(path, number, "commissioner")
    assert found.state is State.CLOSED
    assert [(step.says, step.text, step.who) for step in found.steps] == [
        ("done", "Paper 12", "analyst"), ("reopened", "The paper is empty", "commissioner"),
        ("done", "Paper 13", "chief officer"), ("closed", "", "commissioner"),
    ]  # fmt: skip


def test_overdue_follows_from_the_day_and_never_from_what_is_done(path: Path, meeting: Meeting) -> None:
    found = act(path, meeting, TODAY)
    assert (found.days_overdue(TODAY), found.days_overdue(TODAY + timedelta(3))) == (0, 3)
    later = act(path, meeting, TOMORROW)
    assert actions.overdue((later, found), TODAY + timedelta(3)) == (found, later)
    assert actions.overdue((later, found), TOMORROW) == (found,)
    done = actions.report_done(path, found.number, "Paper 12", "analyst")
    assert done.days_overdue(TODAY + timedelta(3)) == 0


def test_a_day_put_off_keeps_the_first_one_and_the_reason(path: Path, meeting: Meeting) -> None:
    number = act(path, meeting).number
    far = TODAY + timedelta(40)
    found = actions.put_off(path, number, far, "Waiting for the supplier", "commissioner", TODAY)
    assert (found.due, found.first_due, found.state) == (far, TOMORROW, State.OPEN)
    assert [(step.says, step.due, step.text) for step in found.steps] == [("put off", far, "Waiting for the supplier")]
    actions.report_done(path, number, "Paper 12", "analyst")
    with pytest.raises(BadEntry, match="nothing to put off"):
        actions.put_off(path, number, far, "x", "commissioner", TODAY)


REFUSED = {
    "analyst sets": (lambda p, m, n: act(p, m, who="analyst"), "to set an action, not for the analyst"),
    "public sets": (lambda p, m, n: act(p, m, who="public"), "to set an action, not for the public"),
    "no text": (lambda p, m, n: act(p, m, text=" "), "The action is empty"),
    "no owner": (lambda p, m, n: act(p, m, owner=""), "The owner is empty"),
    "too late": (lambda p, m, n: act(p, m, YESTERDAY), "The due date has passed"),
    "commissioner reports": (lambda p, m, n: actions.report_done(p, n, "x", "commissioner"), "to report an action done"),
    "nothing shows it": (lambda p, m, n: actions.report_done(p, n, "", "analyst"), "What shows that it is done is empty"),
    "force closes": (lambda p, m, n: actions.close(p, n, "chief officer", "x"), "for the commissioner, who asked for it"),
    "closed undone": (lambda p, m, n: actions.close(p, n, "commissioner"), "Nobody has said that action"),
    "open reopened": (lambda p, m, n: actions.reopen(p, n, "x", "commissioner"), "is open already"),
    "force puts off": (lambda p, m, n: actions.put_off(p, n, TOMORROW, "x", "analyst", TODAY), "to put it off"),
    "no reason": (lambda p, m, n: actions.put_off(p, n, TOMORROW, "", "commissioner", TODAY), "The reason is empty"),
    "put off to the past": (
        lambda p, m, n: actions.put_off(p, n, YESTERDAY, "x", "commissioner", TODAY), "The due date has passed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_written_is_refused_in_one_sentence(name: str, path: Path, meeting: Meeting) -> None:
    number = act(path, meeting).number
    before = log.version(path)
    refused, words = REFUSED[name]
    with pytest.raises(BadEntry) as told:
        refused(path, meeting, number)  # type: ignore[no-untyped-call]
    assert words in str(told.value)
    assert str(told.value).endswith(".")
    assert log.version(path) == before


def test_actions_and_questions_that_do_not_exist(path: Path, meeting: Meeting) -> None:
    for refused in (lambda: actions.close(path, 99, "commissioner"), lambda: act(path, meeting, from_question=99)):
        with pytest.raises(BadQuestion, match=r"There is no (action|question) 99; .*\.$"):
            refused()


# Decisions


def test_a_decision_stands_on_its_screen_and_a_later_one_replaces_it(path: Path, meeting: Meeting) -> None:
    first = decide(path, meeting, Draft(Says.KEEP, "It works"))
    other = decisions.decide(path, shown(meeting, screen(grade="2"), BUILD), Draft(Says.NOTED), "chief officer", TODAY)
    second = decide(path, meeting, Draft(Says.STOP, "It does not"), "chief officer")
    assert decisions.decisions(path, FORCE, meeting.id) == (other, second)
    assert decisions.history(path, second.shown) == (second, first)
    assert (second.says, second.words, second.satisfied_words, second.closing) == (Says.STOP, "It does not", "", None)


def test_to_be_satisfied_with_a_screen_closes_nothing_of_itself(path: Path, meeting: Meeting) -> None:
    found = decide(path, meeting, Draft(Says.KEEP, "Content with the answer", is_satisfied=True))
    assert (found.satisfied_words, found.recommendation) == ("PCC satisfied", "")
    assert closing(path) is None
    assert decisions.on_recommendation((found,), "6") == (found,)
    assert decisions.on_recommendation((found,), "2") == ()


def test_a_satisfied_pcc_closes_the_recommendation_that_is_named(path: Path, meeting: Meeting) -> None:
    assert decisions.closable([OF_OURS, OF_OTHERS], "commissioner") == ("6",)
    found = decide(path, meeting, Draft(Says.NOTED, "Answered in full", True, "6"))
    closed = closing(path)
    assert closed is not None
    assert (closed.id, closed.who, closed.since) == (found.closing, "commissioner", TODAY)
    assert closed.evidence.startswith("Answered in full (meeting 2026-12-03-public: '85.9 % of grade 1 incidents")
    assert closed.evidence.endswith(f"build {BUILD})")


def test_a_pcc_no_longer_satisfied_opens_it_again(path: Path, meeting: Meeting) -> None:
    unmoved = decide(path, meeting, Draft(Says.CHANGE, "Not enough", False, "6"))
    assert (unmoved.closing, progress.read(path, FORCE)) == (None, ())  # nothing stood that could be taken back
    decide(path, meeting, Draft(Says.NOTED, "Enough", True, "6"))
    found = decide(path, meeting, Draft(Says.CHANGE, "Not enough after all", False, "6"))
    assert closing(path) is None
    assert [entry.words for entry in progress.read(path, FORCE)] == ["PCC satisfied", "taken back: PCC satisfied"]
    assert (found.satisfied_words, found.closing) == ("PCC not satisfied", progress.read(path, FORCE)[-1].id)


def test_a_finding_of_any_length_and_the_longest_words_fit_into_the_evidence(path: Path, meeting: Meeting) -> None:
    long = shown(meeting, screen(title="word " * 500), BUILD, (OF_OURS,))
    decisions.decide(path, long, Draft(Says.KEEP, "x" * decisions.MOST_WORDS, True, "6"), "commissioner", TODAY)
    assert closing(path) is not None


REFUSED_DECISIONS = {
    "analyst": (Draft(Says.KEEP, "x"), "analyst", (OF_OURS,), "to write a decision, not for the analyst"),
    "public": (Draft(Says.KEEP, "x"), "public", (OF_OURS,), "not for the public"),
    "no reason": (Draft(Says.STOP), "commissioner", (OF_OURS,), "The decision 'stop' needs a reason"),
    "force is satisfied": (Draft(Says.KEEP, "x", True), "chief officer", (OF_OURS,), "whether the PCC is satisfied"),
    "satisfied with what": (Draft(Says.NOTED, "", True), "commissioner", (OF_OURS,), "say with what"),
    "not said": (Draft(Says.NOTED, "x", None, "6"), "commissioner", (OF_OURS,), "Say whether the PCC is satisfied"),
    "another's": (Draft(Says.NOTED, "x", True, "2"), "commissioner", (OF_OURS,), "recommendation 2; it could close 6"),
    "not ours": (Draft(Says.NOTED, "x", True, "1a"), "commissioner", (OF_OTHERS,), "speak to none that the PCC closes"),
    "too long": (Draft(Says.KEEP, "x" * 1001), "commissioner", (OF_OURS,), "has room for 1,000 characters"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED_DECISIONS)
def test_a_decision_that_may_not_be_written_is_refused(name: str, path: Path, meeting: Meeting) -> None:
    draft, who, measures, words = REFUSED_DECISIONS[name]
    before = log.version(path)
    with pytest.raises(BadEntry) as told:
        decide(path, meeting, draft, who, *measures)
    assert words in str(told.value)
    assert str(told.value).endswith(".")
    assert log.version(path) == before


def test_a_decision_outlives_the_measure_it_was_about(
    path: Path, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = decide(path, meeting, Draft(Says.NOTED))
    monkeypatch.setattr(decisions, "measures", dict)
    assert decisions.decisions(path, FORCE) == (found,)
    assert decisions.on_recommendation((found,), "6") == ()


def test_a_death_between_closing_and_decision_is_mended_by_writing_again(
    path: Path, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = Draft(Says.NOTED, "Answered in full", True, "6")
    with monkeypatch.context() as dying:
        dying.setattr(decisions, "to_body", lambda seen: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            decide(path, meeting, draft)
    assert closing(path) is not None
    assert decisions.decisions(path, FORCE) == ()
    found = decide(path, meeting, draft)
    closed = closing(path)
    assert closed is not None and closed.id == found.closing


# At once

DECIDE = """
import sys
from pathlib import Path
from one_meeting import FORCE, TODAY, TOMORROW, seen
from perfdash.meeting import actions, decisions, meetings
path = Path(sys.argv[1])
def run(who):
    meeting = meetings.meeting(path, FORCE, "2026-12-03-public")
    shown = seen(meeting, "call_answering_within_standard")
    draft = decisions.Draft(decisions.Says.NOTED, f"words {who}", True, "6")
    decision = decisions.decide(path, shown, draft, "commissioner", TODAY)
    action = actions.set_action(path, shown, f"action {who}", "Head of Contact", TOMORROW, "commissioner", TODAY)
    actions.report_done(path, action.number, "Paper", "analyst")
    print(decision.id, decision.closing)
"""


def test_ten_who_decide_and_set_actions_at_once_lose_nothing(path: Path, meeting: Meeting) -> None:
    said = {tuple(map(int, out.split())) for out in at_once(DECIDE, WRITERS, path)}
    (standing,) = decisions.decisions(path, FORCE)
    assert {(row.id, row.closing) for row in decisions.history(path, standing.shown)} == said
    assert {entry.id for entry in progress.read(path, FORCE)} == {number for _, number in said}
    found = actions.actions(path, FORCE)
    assert {row.text for row in found} == {f"action {who}" for who in range(WRITERS)}
    assert {row.state for row in found} == {State.DONE}
