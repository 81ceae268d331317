"""Questions that a meeting asks of a screen: open, answered, closed. Answers are added, never replaced.

A question is one entry, and its number is the entry's; what becomes of it is one step after another. Two people may
answer at once: both answers stand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from perfdash.errors import BadEntry, BadQuestion
from perfdash.meeting import log
from perfdash.meeting.rights import Act, need, need_same, plain, wanted
from perfdash.meeting.shown import Shown, from_body, to_body

KIND, STEP = "question", "question step"


class State(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


_REOPENED = "reopened"


@dataclass(frozen=True)
class Step:
    """An answer, a closing or a reopening: in whose words and when (UTC)."""

    says: str
    text: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Question:
    """One question with what prompted it and what became of it, the oldest step first."""

    number: int
    shown: Shown
    text: str
    who: str
    at: datetime
    steps: tuple[Step, ...] = ()

    @property
    def answers(self) -> tuple[Step, ...]:
        """Every answer, the first one first."""
        return tuple(step for step in self.steps if step.says == State.ANSWERED)

    @property
    def state(self) -> State:
        """Where it stands: an answer that crosses a closing is kept, and the question stays closed."""
        state = State.OPEN
        for step in self.steps:
            if step.says == _REOPENED:
                state = State.OPEN
            elif state is not State.CLOSED:
                state = State(step.says)
        return state


def ask(path: Path, seen: Shown, text: str, who: str) -> Question:
    """Asks a question of a screen.

    Raises:
        BadEntry: not this role's to ask, or no question, or one too long.
        LogProblem: the log cannot be written.
    """
    need(Act.ASK, who)
    body = {"shown": to_body(seen), "text": wanted(text, "The question")}
    return _question(log.append(path, KIND, f"{seen.force}/{seen.meeting}/{uuid4().hex}", body, who), ())


def answer(path: Path, number: int, text: str, who: str) -> Question:
    """Adds an answer.

    Raises:
        BadEntry: not this role's to answer, no answer, one too long, or the question is closed.
        BadQuestion: there is no such question.
        LogProblem: the log cannot be written.
    """
    need(Act.ANSWER, who)
    if question(path, number).state is State.CLOSED:
        raise BadEntry(f"Question {number} is closed; it must be reopened before it is answered again.")
    return _step(path, number, State.ANSWERED, wanted(text, "The answer"), who)


def close(path: Path, number: int, who: str, words: str = "") -> Question:
    """Closes a question: whoever asked is content, with or without an answer.

    Raises:
        BadEntry: another role asked it, it is closed already, or it has no answer and no words say why it is closed.
        BadQuestion, LogProblem: as `answer`.
    """
    found = question(path, number)
    need_same(who, found.who, "close it")
    if found.state is State.CLOSED:
        raise BadEntry(f"Question {number} is closed already.")
    kept = plain(words, "The words")
    if not found.answers and not kept:
        raise BadEntry(f"Question {number} has no answer; say why it is closed without one.")
    return _step(path, number, State.CLOSED, kept, who)


def reopen(path: Path, number: int, words: str, who: str) -> Question:
    """Opens a question again, saying what is still to be answered.

    Raises:
        BadEntry: another role asked it, it is open, or nothing is said.
        BadQuestion, LogProblem: as `answer`.
    """
    found = question(path, number)
    need_same(who, found.who, "reopen it")
    if found.state is State.OPEN:
        raise BadEntry(f"Question {number} is open already.")
    return _step(path, number, _REOPENED, wanted(words, "What is still to be answered"), who)


def questions(path: Path, force: str, meeting: str = "") -> tuple[Question, ...]:
    """A force's questions, or those asked at one meeting (its id), oldest first."""
    steps = steps_by_number(path, STEP)
    found = (_question(entry, steps.get(entry.id, ())) for entry in log.entries(path, KIND))
    return tuple(q for q in found if q.shown.force == force and meeting in ("", q.shown.meeting))


def question(path: Path, number: int) -> Question:
    """One question.

    Raises:
        BadQuestion: there is none of that number.
    """
    for entry in log.entries(path, KIND):
        if entry.id == number:
            return _question(entry, log.entries(path, STEP, str(number)))
    raise BadQuestion(f"There is no question {number}; 'perfdash meeting questions' numbers them.")


def steps_by_number(path: Path, kind: str) -> dict[int, tuple[log.Entry, ...]]:
    """The steps of every question (or action), oldest first."""
    return {int(subject): history[::-1] for subject, history in log.current(path, kind).items()}


def _step(path: Path, number: int, says: str, text: str, who: str) -> Question:
    log.append(path, STEP, str(number), {"says": str(says), "text": text}, who)
    return question(path, number)


def _question(entry: log.Entry, steps: Iterable[log.Entry]) -> Question:
    told = tuple(Step(step.body["says"], step.body["text"], step.who, step.at) for step in steps)
    return Question(entry.id, from_body(entry.body["shown"]), entry.body["text"], entry.who, entry.at, told)
