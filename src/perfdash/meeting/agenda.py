"""A meeting's agenda: screens in order, each a deep link with the question it is to answer and the presenter's notes.

Each item is a subject of its own and the order is another, so ten people may add, edit and move at once: an item is
never lost by a move, nor a question by an edit of the notes beside it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

from perfdash.errors import BadEntry, BadQuestion
from perfdash.meeting import log
from perfdash.meeting.meetings import Meeting, laid_over
from perfdash.meeting.rights import MOST_CHARACTERS, Act, line, need, plain, wanted

ITEM, ORDER = "agenda item", "agenda order"
MODES = ("present",)  # how a page is shown, and not what it shows
_NO_LINK = "'{}' is no link to a page; copy it from the browser, as in attendance?grade=1."


@dataclass(frozen=True)
class Item:
    """One item. `number` names it for as long as the log stands; `who` wrote it last, and when (UTC)."""

    number: int
    page: str
    query: str
    question: str
    notes: str
    who: str
    at: datetime

    @property
    def link(self) -> str:
        """'attendance?grade=1', below the pages' own address."""
        return f"{self.page}?{self.query}" if self.query else self.page

    @property
    def parameters(self) -> dict[str, str]:
        """The query as a page reads it."""
        return dict(parse_qsl(self.query))


def agenda(path: Path, meeting: Meeting) -> tuple[Item, ...]:
    """The items that stand, in order; those nobody has moved come last, as they were added."""
    order = log.entries(path, ORDER, meeting.subject)
    places = {number: place for place, number in enumerate(order[-1].body["order"] if order else ())}
    items = (_item(history) for history in _histories(path, meeting) if not laid_over(history)["is_removed"])
    return tuple(sorted(items, key=lambda item: (places.get(item.number, len(places)), item.number)))


def history(path: Path, meeting: Meeting) -> tuple[log.Entry, ...]:
    """Every entry on a meeting's agenda, oldest first: who added, edited, moved or removed what, and when."""
    told = [entry for entries in _histories(path, meeting) for entry in entries]
    return tuple(sorted((*told, *log.entries(path, ORDER, meeting.subject)), key=lambda entry: entry.id))


def add(path: Path, meeting: Meeting, link: str, question: str, notes: str, who: str) -> Item:
    """Adds an item at the end.

    Raises:
        BadEntry: not this role's to plan, a meeting called off, no question, a text too long, or no link of ours.
        LogProblem: the log cannot be written.
    """
    need(Act.PLAN, who)
    if meeting.is_called_off:
        raise BadEntry(f"The meeting {meeting.id} is called off; plan it again first.")
    body = _body(link, question, notes) | {"is_removed": False}
    return _item((log.append(path, ITEM, f"{meeting.subject}/{uuid4().hex}", body, who),))


def edit(
    path: Path,
    meeting: Meeting,
    number: int,
    who: str,
    *,
    link: str | None = None,
    question: str | None = None,
    notes: str | None = None,
) -> Item:
    """Changes what is given of an item and leaves the rest as it stands.

    Raises:
        BadQuestion: there is no such item.
        BadEntry, LogProblem: as `add`.
    """
    need(Act.PLAN, who)
    body = _body(link, question, notes)
    log.append(path, ITEM, _subject(path, meeting, number), body, who)
    return _standing(path, meeting, number)


def remove(path: Path, meeting: Meeting, number: int, who: str) -> None:
    """Takes an item off; it stays in the history.

    Raises:
        BadQuestion: there is no such item.
        BadEntry, LogProblem: as `add`.
    """
    need(Act.PLAN, who)
    log.append(path, ITEM, _subject(path, meeting, number), {"is_removed": True}, who)


def move(path: Path, meeting: Meeting, number: int, place: int, who: str) -> tuple[Item, ...]:
    """Moves an item to a place, 1 the first; a place past the end is the end. Gives the agenda as it then stands.

    Raises:
        BadQuestion: there is no such item.
        BadEntry, LogProblem: as `add`.
    """
    need(Act.PLAN, who)
    _standing(path, meeting, number)
    order = [item.number for item in agenda(path, meeting) if item.number != number]
    order.insert(max(place, 1) - 1, number)
    log.append(path, ORDER, meeting.subject, {"order": order}, who)
    return agenda(path, meeting)


def own_link(text: str) -> tuple[str, str]:
    """Page and query of a deep link; of a browser's address only these count. The mode it was seen in is left out.

    Raises:
        BadEntry: it is no link to a page.
    """
    try:
        address = urlsplit(wanted(line(text, "The link", MOST_CHARACTERS), "The link"))
    except ValueError as error:
        raise BadEntry(_NO_LINK.format(text)) from error
    page = address.path.strip("/")
    if not re.fullmatch(r"[\w-]*", page):
        raise BadEntry(_NO_LINK.format(text))
    query = [(key, value) for key, value in parse_qsl(address.query) if key not in MODES]
    return page, urlencode(query, safe="|,")


def _body(link: str | None = None, question: str | None = None, notes: str | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if link is not None:
        body["page"], body["query"] = own_link(link)
    if question is not None:
        body["question"] = wanted(line(question, "The question"), "The question")
    if notes is not None:
        body["notes"] = plain(notes, "The notes")
    return body


def _histories(path: Path, meeting: Meeting) -> list[tuple[log.Entry, ...]]:
    return [told for subject, told in log.current(path, ITEM).items() if subject.startswith(f"{meeting.subject}/")]


def _subject(path: Path, meeting: Meeting, number: int) -> str:
    _standing(path, meeting, number)
    return next(told[-1].subject for told in _histories(path, meeting) if told[-1].id == number)


def _standing(path: Path, meeting: Meeting, number: int) -> Item:
    for item in agenda(path, meeting):
        if item.number == number:
            return item
    raise BadQuestion(f"The agenda of {meeting.id} has no item {number}; 'perfdash meeting show' numbers them.")


def _item(told: tuple[log.Entry, ...]) -> Item:
    body = laid_over(told)
    return Item(told[-1].id, body["page"], body["query"], body["question"], body["notes"], told[0].who, told[0].at)
