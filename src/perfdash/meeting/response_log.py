"""What people write into a response record: its texts, its versions and its signatures, all in the append-only log.

Only the office that a part belongs to writes it, and only the commissioner signs: the reply is the local policing body's
(Police Act 1996, section 55). A signed version is kept as it was seen, and never changes; the next starts as a draft.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from perfdash.errors import BadEntry
from perfdash.meeting import log
from perfdash.meeting.record_layout import Document, as_json, from_json, printable

TEXT, VERSION = "response text", "response version"
COMMISSIONER, CHIEF_OFFICER = "commissioner", "chief officer"
SUMMARY, INITIAL, OVERALL = "summary", "initial response", "overall comments"
_RESPONSE = "response to "


@dataclass(frozen=True)
class Part:
    """A part of the record that people write: its key, its heading and the role that writes it."""

    key: str
    title: str
    writer: str


@dataclass(frozen=True)
class Written:
    """What stands in a part, who wrote it and when (UTC)."""

    text: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Signed:
    """A signed version, word for word."""

    version: int
    document: Document
    who: str
    at: datetime


@dataclass(frozen=True)
class Versions:
    """The version being worked on, and every signed one by its number."""

    number: int
    signed: dict[int, Signed]

    @property
    def is_signed(self) -> bool:
        """Whether the newest version is signed, so that nothing can be written until the next is started."""
        return self.number in self.signed


def response_to(recommendation: str) -> str:
    """The key of the chief constable's response to a recommendation."""
    return f"{_RESPONSE}{recommendation}"


def parts(recommendations: Iterable[str]) -> tuple[Part, ...]:
    """Every part of a record, in its order; a response for each recommendation."""
    responses = [Part(response_to(key), f"Response to recommendation {key}", CHIEF_OFFICER) for key in recommendations]
    return (
        Part(SUMMARY, "Summary of the inspection", COMMISSIONER),
        Part(INITIAL, "Initial response", COMMISSIONER),
        *responses,
        Part(OVERALL, "Overall comments", COMMISSIONER),
    )


def write_text(path: Path, force: str, inspection: str, part: Part, text: str, who: str) -> Written:
    """Writes a part; what stood in it stays in the log. An empty text leaves the part missing again.

    Raises:
        BadEntry: the part is another office's, or the version is signed.
        LogProblem: the log cannot be written.
    """
    if who != part.writer:
        raise BadEntry(f"'{part.title}' is for the {part.writer} to write, not for the {who}.")
    _need_draft(versions(path, force, inspection))
    body = {"text": printable(text).strip()}
    return _written(log.append(path, TEXT, f"{_subject(force, inspection)}/{part.key}", body, who))


def texts(path: Path, force: str, inspection: str) -> dict[str, Written]:
    """What stands in each part, by its key; parts nobody wrote, and parts emptied again, are left out."""
    place = f"{_subject(force, inspection)}/"
    standing = {
        subject.removeprefix(place): _written(history[0])
        for subject, history in log.current(path, TEXT).items()
        if subject.startswith(place)
    }
    return {key: written for key, written in standing.items() if written.text}


def versions(path: Path, force: str, inspection: str) -> Versions:
    """Which version is being worked on, and which are signed; version 1 is a draft before anybody wrote anything."""
    entries = log.entries(path, VERSION, _subject(force, inspection))
    signed: dict[int, Signed] = {}
    for entry in entries:
        if "document" in entry.body:  # should two people sign at once, the first has signed
            number = int(entry.body["version"])
            signed.setdefault(number, Signed(number, from_json(entry.body["document"]), entry.who, entry.at))
    return Versions(max([1, *(int(entry.body["version"]) for entry in entries)]), signed)


def check_may_sign(who: str) -> None:
    """Raises BadEntry unless the role may sign."""
    if who != COMMISSIONER:
        raise BadEntry(f"The record is for the {COMMISSIONER} to sign, not for the {who}.")


def keep_signed(path: Path, force: str, inspection: str, document: Document, who: str) -> None:
    """Keeps a signed version as it was seen.

    Raises:
        BadEntry: not the commissioner's role, or that version is not the draft any more.
        LogProblem: the log cannot be written.
    """
    check_may_sign(who)
    found = versions(path, force, inspection)
    _need_draft(found)
    if document.version != found.number:
        raise BadEntry(f"Version {document.version} is not the draft any more; look at version {found.number} first.")
    body = {"version": document.version, "document": as_json(document)}
    log.append(path, VERSION, _subject(force, inspection), body, who)


def start_version(path: Path, force: str, inspection: str, who: str) -> int:
    """Starts the next version as a draft, with the texts as they stand; gives its number.

    Raises:
        BadEntry: the newest version is still a draft, or the role writes no part.
        LogProblem: the log cannot be written.
    """
    if who not in (COMMISSIONER, CHIEF_OFFICER):
        raise BadEntry(f"A version is for the {COMMISSIONER} or the {CHIEF_OFFICER} to start, not for the {who}.")
    found = versions(path, force, inspection)
    if not found.is_signed:
        raise BadEntry(f"Version {found.number} is still a draft.")
    log.append(path, VERSION, _subject(force, inspection), {"version": found.number + 1}, who)
    return found.number + 1


def _need_draft(found: Versions) -> None:
    if found.is_signed:
        raise BadEntry(f"Version {found.number} is signed and stays as it is; start version {found.number + 1} first.")


def _subject(force: str, inspection: str) -> str:
    return f"{force}/{inspection}"


def _written(entry: log.Entry) -> Written:
    return Written(str(entry.body["text"]), entry.who, entry.at)
