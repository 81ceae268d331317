"""The screens of a meeting: taken from the pages of its agenda, frozen, compared with now, and put into a pack."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from perfdash.errors import BadEntry
from perfdash.figures.words import day
from perfdash.measures.register import measures
from perfdash.meeting.actions import actions
from perfdash.meeting.agenda import agenda
from perfdash.meeting.frozen import Frozen, freeze, frozen, last_frozen
from perfdash.meeting.meetings import Kind, Meeting
from perfdash.meeting.pack_words import Pack
from perfdash.meeting.rights import Act, need
from perfdash.meeting.screens import Screen
from perfdash.meeting.since_last import SinceLast, since_last
from perfdash.store.places import Store
from perfdash.ui.screen_taker import screens_at

KINDS = {Kind.MONTHLY: "Monthly forum", Kind.QUARTERLY: "Quarterly forum", Kind.PUBLIC: "Held in public"}
SUPPRESSION = "Shown as to the public: small numbers of people are hidden and the rest rounded"
# What a page is about where the key of its panel does not name a measure.
_OF_PAGE = {
    "attendance": "attendance_within_standard",
    "stages": "control_room_time",
    "definitions": "attendance_within_standard",
    "places": "attendance_within_standard",
    "calls": "call_answering_within_standard",
    "retention": "leaver_rate",
    "leaving_reasons": "leaving_reasons",
    "keeping_people": "stay_interviews",
}


def build_now(store: Store) -> str:
    """The build that readers see.

    Raises:
        StoreMissing: nothing was ever published.
    """
    return store.current().stem.removeprefix("perfdash-")


def screens_of(store: Store, meeting: Meeting, build: str) -> tuple[Screen, ...]:
    """The agenda's screens as a build shows them, each with its question and the presenter's notes.

    Raises:
        BadEntry: the page of an item gives no such screen.
    """
    items = agenda(store.log, meeting)
    taken = screens_at((item.link for item in items), build)
    return tuple(replace(taken[item.link], question=item.question, notes=item.notes) for item in items)


def freeze_now(store: Store, meeting: Meeting, who: str) -> Frozen:
    """Freezes a meeting as its pages stand at this moment.

    Raises:
        BadEntry: not this role's to freeze, an agenda without screens, or a page that gives none.
        StoreProblem, LogProblem: as `freeze`.
    """
    need(Act.FREEZE, who)
    if meeting.is_called_off or not agenda(store.log, meeting):
        why = "is called off" if meeting.is_called_off else "has no screens; choose its agenda first"
        raise BadEntry(f"The meeting {meeting.id} {why}.")
    build = build_now(store)
    return freeze(store, meeting, screens_of(store, meeting, build), build, who, about)


def differences(store: Store, found: Frozen, on: date) -> SinceLast:
    """What the frozen screens would show otherwise if they were taken now."""
    build = build_now(store)
    now = screens_of(store, found.meeting, build)
    return since_last(found.screens, now, found.build, build, actions(store.log, found.meeting.force), on)


def since_the_last(store: Store, found: Frozen, on: date) -> tuple[Frozen, SinceLast] | None:
    """The last meeting of the same kind that was frozen, and what changed from it to this one; nothing where none was."""
    meeting = found.meeting
    before = last_frozen(store, meeting.force, meeting.on, meeting.kind)
    if before is None:
        return None
    open_actions = actions(store.log, meeting.force)
    return before, since_last(before.screens, found.screens, before.build, found.build, open_actions, on)


def pack_of(store: Store, meeting: Meeting, on: date) -> Pack:
    """What is handed out: the frozen screens, or today's where nothing is frozen, and then it says so.

    Raises:
        BadEntry: the agenda is empty, or a page gives no screen.
        StoreProblem: what was frozen cannot be read.
    """
    found = frozen(store, meeting)
    build = found.build if found else build_now(store)
    screens = found.screens if found else screens_of(store, meeting, build)
    if not screens:
        raise BadEntry(f"The meeting {meeting.id} has no screens; choose its agenda first.")
    as_at = found.as_at if found else f"Not frozen: the figures of {day(on)}, build {build}"
    is_synthetic = any(screen.is_synthetic for screen in screens)
    return Pack(meeting.title, meeting.on, KINDS[meeting.kind], as_at, is_synthetic, SUPPRESSION, screens)


def measures_of(screen: Screen) -> tuple[str, ...]:
    """The measure of the register that a screen shows: by the key of its panel, else by its page; it may be none."""
    named = [key for key in measures() if screen.key.startswith(key)]
    of_page = _OF_PAGE.get(urlsplit(screen.link).path, "")
    return (max(named, key=len),) if named else tuple(key for key in (of_page,) if key in measures())


def about(screen: Screen) -> tuple[str, str] | None:
    """The measure and the last whole month of a screen, which the commentary beside it is on; nothing where it has none."""
    keys, month = measures_of(screen), _last_month(screen.rows)
    return (keys[0], month) if keys and month else None


def _last_month(rows: Sequence[object]) -> str:
    whole = [row for row in rows if isinstance(row, dict) and row.get("month") and row.get("is_part") is not True]
    return max((str(row["month"])[:7] for row in whole), default="")
