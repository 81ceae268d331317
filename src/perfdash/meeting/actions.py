"""Actions that a meeting sets: a text, the post that owns it and a due date. Open, done, closed; overdue follows from the date.

As with questions an action is one entry and what becomes of it is one step after another. A due date is put off by a
step with a reason, so the first one stays readable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from perfdash.errors import BadEntry, BadQuestion
from perfdash.meeting import log
from perfdash.meeting.questions import question, steps_by_number
from perfdash.meeting.rights import Act, line, need, need_same, plain, wanted
from perfdash.meeting.shown import Shown, from_body, to_body

KIND, STEP = "action", "action step"


class State(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"


_REOPENED, _PUT_OFF = "reopened", "put off"


@dataclass(frozen=True)
class Step:
    """Done, closed, reopened or put off (to `due`): in whose words and when (UTC)."""

    says: str
    text: str
    due: date | None
    who: str
    at: datetime


@dataclass(frozen=True)
class Action:
    """One action: where it was set, from which question if from one, and what became of it, the oldest step first."""

    number: int
    shown: Shown
    text: str
    owner: str
    first_due: date
    question: int | None
    who: str
    at: datetime
    steps: tuple[Step, ...] = ()

    @property
    def due(self) -> date:
        """The day it is due, as it was last put off."""
        return next((step.due for step in reversed(self.steps) if step.due), self.first_due)

    @property
    def state(self) -> State:
        """Where it stands: a report that crosses a closing is kept, and the action stays closed."""
        state = State.OPEN
        for step in self.steps:
            if step.says == _REOPENED:
                state = State.OPEN
            elif step.says != _PUT_OFF and state is not State.CLOSED:
                state = State(step.says)
        return state

    def days_overdue(self, on: date) -> int:
        """Days since it was due while nobody has said it is done; 0 otherwise, and on the day itself."""
        return max((on - self.due).days, 0) if self.state is State.OPEN else 0


def set_action(
    path: Path, seen: Shown, text: str, owner: str, due: date, who: str, today: date, from_question: int | None = None
) -> Action:
    """Sets an action on a post, to be done by a day.

    Raises:
        BadEntry: not this role's to set, no text, no owner, or a day that has passed.
        BadQuestion: it comes from a question that does not exist.
        LogProblem: the log cannot be written.
    """
    need(Act.SET, who)
    if from_question is not None:
        question(path, from_question)
    body = {
        "shown": to_body(seen),
        "text": wanted(text, "The action"),
        "owner": wanted(line(owner, "The owner"), "The owner"),
        "due": _to_come(due, today).isoformat(),
        "question": from_question,
    }
    return _action(log.append(path, KIND, f"{seen.force}/{seen.meeting}/{uuid4().hex}", body, who), ())


def report_done(path: Path, number: int, text: str, who: str) -> Action:
    """Says that an action is done, and what shows it; whoever set it closes it.

    Raises:
        BadEntry: not this role's to report, nothing shows it, or it is not open.
        BadQuestion: there is no such action.
        LogProblem: the log cannot be written.
    """
    need(Act.REPORT, who)
    found = action(path, number)
    if found.state is not State.OPEN:
        raise BadEntry(f"Action {number} is {found.state} already.")
    return _step(path, number, State.DONE, wanted(text, "What shows that it is done"), who)


def close(path: Path, number: int, who: str, words: str = "") -> Action:
    """Closes an action: whoever set it is content.

    Raises:
        BadEntry: another role set it, it is closed already, or it is not done and no words say why it is closed.
        BadQuestion, LogProblem: as `report_done`.
    """
    found = action(path, number)
    need_same(who, found.who, "close it")
    if found.state is State.CLOSED:
        raise BadEntry(f"Action {number} is closed already.")
    kept = plain(words, "The words")
    if found.state is State.OPEN and not kept:
        raise BadEntry(f"Nobody has said that action {number} is done; say why it is closed.")
    return _step(path, number, State.CLOSED, kept, who)


def reopen(path: Path, number: int, words: str, who: str) -> Action:
    """Opens an action again, saying what is still to be done.

    Raises:
        BadEntry: another role set it, it is open, or nothing is said.
        BadQuestion, LogProblem: as `report_done`.
    """
    found = action(path, number)
    need_same(who, found.who, "reopen it")
    if found.state is State.OPEN:
        raise BadEntry(f"Action {number} is open already.")
    return _step(path, number, _REOPENED, wanted(words, "What is still to be done"), who)


def put_off(path: Path, number: int, due: date, reason: str, who: str, today: date) -> Action:
    """Gives an open action another due date, with a reason; the first one stays in the history.

    Raises:
        BadEntry: another role set it, no reason, a day that has passed, or it is not open.
        BadQuestion, LogProblem: as `report_done`.
    """
    found = action(path, number)
    need_same(who, found.who, "put it off")
    if found.state is not State.OPEN:
        raise BadEntry(f"Action {number} is {found.state}; there is nothing to put off.")
    return _step(path, number, _PUT_OFF, wanted(reason, "The reason"), who, _to_come(due, today))


def actions(path: Path, force: str, meeting: str = "") -> tuple[Action, ...]:
    """A force's actions, or those set at one meeting (its id), oldest first."""
    steps = steps_by_number(path, STEP)
    found = (_action(entry, steps.get(entry.id, ())) for entry in log.entries(path, KIND))
    return tuple(row for row in found if row.shown.force == force and meeting in ("", row.shown.meeting))


def action(path: Path, number: int) -> Action:
    """One action.

    Raises:
        BadQuestion: there is none of that number.
    """
    for entry in log.entries(path, KIND):
        if entry.id == number:
            return _action(entry, log.entries(path, STEP, str(number)))
    raise BadQuestion(f"There is no action {number}; 'perfdash meeting actions' numbers them.")


def overdue(held: Iterable[Action], on: date) -> tuple[Action, ...]:
    """Those overdue on a day, the longest first."""
    late = [row for row in held if row.days_overdue(on)]
    return tuple(sorted(late, key=lambda row: (row.due, row.number)))


def _to_come(due: date, today: date) -> date:
    if due < today:
        raise BadEntry("The due date has passed; choose today or a day to come.")
    return due


def _step(path: Path, number: int, says: str, text: str, who: str, due: date | None = None) -> Action:
    body = {"says": str(says), "text": text, "due": due.isoformat() if due else None}
    log.append(path, STEP, str(number), body, who)
    return action(path, number)


def _action(entry: log.Entry, steps: Iterable[log.Entry]) -> Action:
    body = entry.body
    told = tuple(
        Step(
            step.body["says"],
            step.body["text"],
            date.fromisoformat(step.body["due"]) if step.body["due"] else None,
            step.who,
            step.at,
        )
        for step in steps
    )
    first_due = date.fromisoformat(body["due"])
    seen = from_body(body["shown"])
    return Action(entry.id, seen, body["text"], body["owner"], first_due, body["question"], entry.who, entry.at, told)
