"""Commentary: a short note of an analyst on one measure and period, a draft until somebody else approves it.

What is approved is one draft, by its number: a later draft waits for its own approval, and until then the approved one
stands. Nothing is lost: drafts, approvals and withdrawals are entries of the log.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from perfdash.errors import BadEntry, BadQuestion
from perfdash.figures.words import day
from perfdash.measures.register import measure
from perfdash.measures.selection import parse_month
from perfdash.meeting import log
from perfdash.meeting.rights import MOST_IN_A_LINE, Act, line, need, plain, wanted
from perfdash.meeting.screens import Screen

DRAFT, APPROVAL = "commentary", "commentary approval"
MOST_CHARACTERS = 600


@dataclass(frozen=True)
class Approval:
    """Who approved a draft and when (UTC). `why` says why the author's own role did."""

    who: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Note:
    """One note: a draft, or approved. `period` is a month (2026-10) or whole months (2025-11..2026-10)."""

    number: int
    force: str
    measure: str
    period: str
    text: str
    who: str
    at: datetime
    approval: Approval | None = None

    @property
    def words(self) -> str:
        """The note with its author's role and date, as it stands on a screen."""
        return f"{self.text} ({self.who}, {_day(self.at)}{self._approved})"

    @property
    def _approved(self) -> str:
        if self.approval is None:
            return "; draft"
        why = f": {self.approval.why}" if self.approval.why else ""
        return f"; approved by the {self.approval.who}, {_day(self.approval.at)}{why}"


def write(path: Path, force: str, about: str, period: str, text: str, who: str) -> Note:
    """Writes a draft on a measure and a period; line breaks become spaces.

    Raises:
        BadEntry: not this role's to write, empty, too long, or no period.
        BadQuestion: there is no such measure or month.
        LogProblem: the log cannot be written.
    """
    need(Act.COMMENT, who)
    body = {
        "force": force,
        "measure": measure(about).key,
        "period": _period(period),
        "text": wanted(line(text, "The commentary", MOST_CHARACTERS), "The commentary"),
    }
    return _note(log.append(path, DRAFT, f"{force}/{about}/{period}", body, who), None)


def approve(path: Path, number: int, who: str, why: str = "") -> Note:
    """Approves a draft, by the number that was read: what was written since is not approved with it.

    Raises:
        BadEntry: not this role's to approve, approved already, or the author's own role without saying why.
        BadQuestion: there is no such draft.
        LogProblem: the log cannot be written.
    """
    need(Act.APPROVE, who)
    found = note(path, number)
    if found.approval:
        raise BadEntry(f"Commentary {number} is approved already.")
    reason = line(why, "The reason")
    if who == found.who and not reason:
        raise BadEntry(f"Commentary {number} was written as {who} too; another role approves it, or say why not.")
    return _decide(path, found, True, reason, who)


def withdraw(path: Path, number: int, why: str, who: str) -> Note:
    """Takes an approval back: the note is a draft again.

    Raises:
        BadEntry: not this role's to approve, it is not approved, or no reason.
        BadQuestion, LogProblem: as `approve`.
    """
    need(Act.APPROVE, who)
    found = note(path, number)
    if not found.approval:
        raise BadEntry(f"Commentary {number} is not approved.")
    return _decide(path, found, False, wanted(line(why, "The reason", MOST_IN_A_LINE), "The reason"), who)


def notes(path: Path, force: str) -> tuple[Note, ...]:
    """Every draft of a force, approved or not, oldest first."""
    approvals = log.current(path, APPROVAL)
    found = (_note(entry, approvals.get(str(entry.id), (None,))[0]) for entry in log.entries(path, DRAFT))
    return tuple(row for row in found if row.force == force)


def note(path: Path, number: int) -> Note:
    """One draft.

    Raises:
        BadQuestion: there is none of that number.
    """
    for entry in log.entries(path, DRAFT):
        if entry.id == number:
            return _note(entry, next(reversed(log.entries(path, APPROVAL, str(number))), None))
    raise BadQuestion(f"There is no commentary {number}.")


def newest(held: Iterable[Note], about: str, period: str) -> Note | None:
    """What was written last on a measure and a period, approved or not: what its author sees."""
    return next(reversed([row for row in held if (row.measure, row.period) == (about, period)]), None)


def approved(held: Iterable[Note], about: str, period: str) -> Note | None:
    """The newest approved note on a measure and a period: what everybody sees; nothing where none is."""
    return newest((row for row in held if row.approval), about, period)


def beside(screen: Screen, held: Iterable[Note], about: str, period: str) -> Screen:
    """The screen with the approved note on its measure and period; as it is where there is none."""
    found = approved(held, about, period)
    if found is None or found.words in screen.commentary:
        return screen
    return replace(screen, commentary=(*screen.commentary, found.words))


def _decide(path: Path, found: Note, is_approved: bool, why: str, who: str) -> Note:
    body = {"is_approved": is_approved, "why": plain(why, "The reason")}
    return replace(found, approval=_approval(log.append(path, APPROVAL, str(found.number), body, who)))


def _period(text: str) -> str:
    months = text.split("..")
    if not re.fullmatch(r"\d{4}-\d\d(\.\.\d{4}-\d\d)?", text) or [str(parse_month(m))[:7] for m in months] != months:
        raise BadEntry(f"'{text}' is no period; write a month as 2026-10, or whole months as 2025-11..2026-10.")
    if months != sorted(months):
        raise BadEntry(f"The period {text} ends before it starts.")
    return text


def _note(entry: log.Entry, decided: log.Entry | None) -> Note:
    body = entry.body
    approval = _approval(decided) if decided else None
    return Note(entry.id, body["force"], body["measure"], body["period"], body["text"], entry.who, entry.at, approval)


def _approval(entry: log.Entry) -> Approval | None:
    return Approval(entry.who, entry.at, entry.body["why"]) if entry.body["is_approved"] else None


def _day(at: datetime) -> str:
    return day(at.astimezone().date())
