"""A frozen meeting: its screens as they were said and the published file they came from, kept for ever.

Both are made in a folder of their own that gets its name in one step, and the entry in the log comes last: it alone
says that the meeting is frozen. A process that dies before leaves the meeting as it was, and at most a folder that no
entry names. Freezing again makes another version; the earlier ones stay.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from perfdash.errors import BadEntry, BadQuestion, StoreFull, StoreProblem
from perfdash.figures.words import day
from perfdash.meeting import log
from perfdash.meeting.commentary import beside, notes
from perfdash.meeting.meetings import Kind, Meeting, meetings, past
from perfdash.meeting.plain import plain_screens
from perfdash.meeting.rights import Act, need
from perfdash.meeting.screens import Screen, from_json, to_json
from perfdash.store.places import Store, sync_file, sync_folder
from perfdash.store.publish import is_disk_full

KIND = "frozen meeting"
SCREENS, DATABASE = "screens.json", "perfdash.duckdb"

# The measure and the period that a screen is about, for the commentary beside it; nothing for a screen that has none.
About = Callable[[Screen], tuple[str, str] | None]


@dataclass(frozen=True)
class Version:
    """One freezing of a meeting: which, from which build, by whom and when (UTC); `folder` is below the store's."""

    number: int
    build: str
    folder: str
    sha256: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Frozen:
    """A meeting as it was frozen: its screens, and the published file of their build."""

    meeting: Meeting
    version: Version
    screens: tuple[Screen, ...]
    database: Path

    @property
    def build(self) -> str:
        """The build that the screens were made from."""
        return self.version.build

    @property
    def as_at(self) -> str:
        """'Frozen on 2 December 2026, 16:05, by the analyst, from build 2026-12-02.4'; the hour is the one here."""
        at = self.version.at.astimezone()
        again = f" (version {self.version.number})" if self.version.number > 1 else ""
        return f"Frozen on {day(at.date())}, {at:%H:%M}, by the {self.version.who}, from build {self.build}{again}"


def freeze(
    store: Store, meeting: Meeting, screens: Sequence[Screen], build: str, who: str, about: About = lambda screen: None
) -> Frozen:
    """Keeps the screens, with the commentary approved by now, and the build's published file.

    Raises:
        BadEntry: not this role's to freeze, no screens, or the meeting is called off.
        StoreProblem, StoreFull: the build's file is not kept any more, or the folder cannot be written.
        LogProblem: the log cannot be written.
    """
    need(Act.FREEZE, who)
    if meeting.is_called_off or not screens:
        why = "is called off" if meeting.is_called_off else "has no screens; choose its agenda first"
        raise BadEntry(f"The meeting {meeting.id} {why}.")
    text = to_json(plain_screens(_with_commentary(store.log, meeting.force, screens, about)))
    try:
        folder = _keep(store, meeting, text, build)
    except OSError as error:
        raise _problem(store, build, error) from error
    body = {"build": build, "folder": folder, "sha256": _digest(text.encode())}
    log.append(store.log, KIND, meeting.subject, body, who)
    return _read(store, meeting, versions(store.log, meeting)[-1])


def frozen(store: Store, meeting: Meeting, number: int | None = None) -> Frozen | None:
    """A meeting as it was last frozen, or in one version; nothing where it was not frozen yet.

    Raises:
        BadQuestion: there is no such version.
        StoreProblem: what was frozen is not there, or is not what was frozen.
    """
    held = versions(store.log, meeting)
    if number is not None and not 1 <= number <= len(held):
        raise BadQuestion(f"The meeting {meeting.id} has no frozen version {number}; it has {len(held)}.")
    if not held:
        return None
    return _read(store, meeting, held[-1 if number is None else number - 1])


def versions(path: Path, meeting: Meeting) -> tuple[Version, ...]:
    """Every freezing of a meeting, the first one first; the last stands."""
    entries = log.entries(path, KIND, meeting.subject)
    return tuple(
        Version(number, entry.body["build"], entry.body["folder"], entry.body["sha256"], entry.who, entry.at)
        for number, entry in enumerate(entries, 1)
    )


def last_frozen(store: Store, force: str, before: date, kind: Kind | None = None) -> Frozen | None:
    """The last meeting before a day (of one kind, where given) that was frozen: what 'since last time' is counted from.

    Raises:
        StoreProblem: as `frozen`.
    """
    for meeting in past(meetings(store.log, force), before):
        if kind in (None, meeting.kind) and versions(store.log, meeting):
            return frozen(store, meeting)
    return None


def _with_commentary(path: Path, force: str, screens: Sequence[Screen], about: About) -> list[Screen]:
    held = notes(path, force)
    told = ((screen, about(screen)) for screen in screens)
    return [beside(screen, held, *subject) if subject else screen for screen, subject in told]


def _keep(store: Store, meeting: Meeting, text: str, build: str) -> str:
    """Writes a new folder and gives its place below the store's."""
    parent = store.path / "frozen" / meeting.subject
    parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(suffix=".part", dir=parent))
    try:
        (part / SCREENS).write_text(text, encoding="utf-8")
        _link_or_copy(store.published / f"perfdash-{build}.duckdb", part / DATABASE)
        for file in (part / SCREENS, part / DATABASE):
            sync_file(file)
        sync_folder(part)
        place = _named(part, parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    for folder in (parent, *list(parent.parents)[:3]):  # up to the store's own, which may be new to it
        sync_folder(folder)
    return place.relative_to(store.path).as_posix()


def _link_or_copy(file: Path, target: Path) -> None:
    """A published file is never written again, so a second name keeps it whole at no cost, on disks that have such names."""
    try:
        os.link(file, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(file, target)


def _named(part: Path, parent: Path) -> Path:
    """Gives the folder the next free number: two who freeze at once get two."""
    for number in count(1):
        place = parent / str(number)
        if not place.exists():
            try:
                return part.rename(place)
            except OSError:
                if not place.exists():
                    raise
    raise AssertionError("numbers do not end")


def _problem(store: Store, build: str, error: OSError) -> StoreProblem:
    if is_disk_full(error):
        return StoreFull(
            f"The disk that holds {store.path} is full; nothing was frozen. Free some space and try again."
        )
    if isinstance(error, FileNotFoundError):
        return StoreProblem(
            f"Build {build} is not kept any more; open the meeting again and freeze what it shows then."
        )
    return StoreProblem(f"The folder {store.path / 'frozen'} cannot be written ({error.strerror}); mend it.")


def _read(store: Store, meeting: Meeting, version: Version) -> Frozen:
    folder = store.path / version.folder
    try:
        content = (folder / SCREENS).read_bytes()
    except OSError as error:
        raise StoreProblem(f"{folder / SCREENS} cannot be read ({error.strerror}); fetch it from a backup.") from error
    if _digest(content) != version.sha256:
        raise StoreProblem(f"{folder / SCREENS} is not what was frozen; fetch it from a backup.")
    return Frozen(meeting, version, from_json(content.decode()), folder / DATABASE)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
