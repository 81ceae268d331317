"""The meetings of a force: created, renamed or called off in the log, so that what was planned stays readable.

An entry says only what it changes; a meeting is its entries laid over each other, the oldest first. So two people who
change different things of one meeting at once lose neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from perfdash.errors import BadEntry, BadQuestion
from perfdash.meeting import log
from perfdash.meeting.rights import Act, line, need, wanted
from perfdash.reference.dated import standing
from perfdash.reference.framework import forums_of

KIND = "meeting"


class Kind(StrEnum):
    """Which forum meets: the keys of forums.csv."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    PUBLIC = "public"


@dataclass(frozen=True)
class Meeting:
    """One meeting: whose, when, which forum and under which title. `reason` says why it was called off."""

    force: str
    on: date
    kind: Kind
    title: str
    is_called_off: bool = False
    reason: str = ""

    @property
    def id(self) -> str:
        """'2026-12-03-public'."""
        return f"{self.on.isoformat()}-{self.kind}"

    @property
    def subject(self) -> str:
        """The subject in the log, and the folder of what is frozen: 'staffordshire/2026-12-03-public'."""
        return f"{self.force}/{self.id}"

    @property
    def is_public(self) -> bool:
        """Whether it is webcast, so that the screens are shown as to the public."""
        return self.kind is Kind.PUBLIC


def create(path: Path, force: str, on: date, kind: Kind, title: str, who: str) -> Meeting:
    """Plans a meeting; without a title it has its forum's name. One that was called off can be planned again.

    Raises:
        BadEntry: not this role's to plan, a title too long, or that forum has a meeting on that day.
        LogProblem: the log cannot be written.
    """
    need(Act.PLAN, who)
    named = line(title, "The title") or _forum_name(force, kind, on)
    new = Meeting(force, on, kind, named)
    if any(found.id == new.id for found in meetings(path, force)):
        raise BadEntry(f"There is a meeting {new.id} already; rename it, or choose another day.")
    body = {"force": force, "on": on.isoformat(), "kind": str(kind), "title": named, "is_called_off": False}
    log.append(path, KIND, new.subject, body, who)
    return meeting(path, force, new.id)


def rename(path: Path, found: Meeting, title: str, who: str) -> Meeting:
    """Gives a meeting another title.

    Raises:
        BadEntry: not this role's to plan, or a title empty or too long.
        LogProblem: the log cannot be written.
    """
    need(Act.PLAN, who)
    log.append(path, KIND, found.subject, {"title": wanted(line(title, "The title"), "The title")}, who)
    return meeting(path, found.force, found.id)


def call_off(path: Path, found: Meeting, reason: str, who: str) -> Meeting:
    """Calls a meeting off; it stays in the log, and what was said at it stays with it.

    Raises:
        BadEntry: not this role's to plan, or no reason.
        LogProblem: the log cannot be written.
    """
    need(Act.PLAN, who)
    body = {"is_called_off": True, "reason": wanted(reason, "The reason")}
    log.append(path, KIND, found.subject, body, who)
    return meeting(path, found.force, found.id)


def meetings(path: Path, force: str, *, also_called_off: bool = False) -> tuple[Meeting, ...]:
    """A force's meetings, the earliest first."""
    found = (_meeting(history) for history in log.current(path, KIND).values())
    own = (row for row in found if row.force == force and (also_called_off or not row.is_called_off))
    return tuple(sorted(own, key=lambda row: row.id))


def meeting(path: Path, force: str, key: str) -> Meeting:
    """One meeting by its id, called off or not.

    Raises:
        BadQuestion: there is none.
    """
    for found in meetings(path, force, also_called_off=True):
        if found.id == key:
            return found
    raise BadQuestion(f"There is no meeting '{key}'; 'perfdash meeting list' names them.")


def upcoming(held: Iterable[Meeting], on: date) -> tuple[Meeting, ...]:
    """Those of a day and later, the next first."""
    return tuple(sorted((row for row in held if row.on >= on), key=lambda row: row.id))


def past(held: Iterable[Meeting], on: date) -> tuple[Meeting, ...]:
    """Those before a day, the last first."""
    return tuple(sorted((row for row in held if row.on < on), key=lambda row: row.id, reverse=True))


def parse_day(text: str) -> date:
    """The day written 2026-12-03.

    Raises:
        BadQuestion: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadQuestion(f"'{text}' is not a day; write it as 2026-12-03.") from error


def parse_kind(text: str) -> Kind:
    """The kind of that name.

    Raises:
        BadQuestion: there is none.
    """
    if text not in set(Kind):
        raise BadQuestion(f"There is no kind of meeting '{text}'; choose from {', '.join(Kind)}.")
    return Kind(text)


def _forum_name(force: str, kind: Kind, on: date) -> str:
    names = {forum.key: forum.name for forum in standing(forums_of(force), on)}
    return names.get(kind, f"{kind.capitalize()} performance meeting")


def _meeting(history: tuple[log.Entry, ...]) -> Meeting:
    told = laid_over(history)
    return Meeting(
        told["force"],
        date.fromisoformat(told["on"]),
        Kind(told["kind"]),
        told["title"],
        told["is_called_off"],
        told.get("reason", "") if told["is_called_off"] else "",
    )


def laid_over(history: Iterable[log.Entry]) -> dict[str, Any]:
    """What stands after entries (the newest first) that each say only what they change."""
    told: dict[str, Any] = {}
    for entry in reversed(tuple(history)):
        told |= entry.body
    return told
