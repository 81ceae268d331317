"""A pack of a meeting, and the words that every form of it says in the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from perfdash.figures.words import count, day
from perfdash.meeting.record_layout import printable
from perfdash.meeting.screens import Happened, Screen

DEMONSTRATION = "Demonstration: invented figures"
LANGUAGE = "en-GB"


@dataclass(frozen=True)
class Pack:
    """What is handed out for a meeting: when and of what kind it is, which figures it stands on, and its screens in order.

    `as_at` says of which day and build the figures are; `suppression` how small numbers were hidden, or nothing.
    """

    title: str
    held_on: date
    kind: str
    as_at: str
    is_synthetic: bool
    suppression: str
    screens: tuple[Screen, ...]


def when(pack: Pack) -> str:
    """'26 November 2026 · Held in public'."""
    return printable(" · ".join(filter(None, (day(pack.held_on), pack.kind))))


def place_words(number: int, pack: Pack) -> str:
    """'3 of 9'."""
    return f"{count(number)} of {count(len(pack.screens))}"


def source_words(screen: Screen) -> str:
    """'Source: extracts as loaded; data to 31 October 2026.'"""
    source = printable(screen.source).strip().rstrip(".")
    return f"{'' if source.startswith('Source') else 'Source: '}{source}." if source else ""


def stand_words(pack: Pack) -> str:
    """What every screen stands on: 'As at 23 November 2026. Numbers below 5 are hidden.'"""
    return " ".join(f"{printable(words).strip().rstrip('.')}." for words in (pack.as_at, pack.suppression) if words)


def event_words(event: Happened) -> str:
    """'27 June 2023: new shift pattern'; the number stands before it."""
    return printable(f"{event.on}: {event.text}")


def file_stem(number: int, screen: Screen) -> str:
    """'03-attendance': what a screen is called among files."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in screen.key.lower())
    return f"{number:02d}-{plain.strip('-') or 'screen'}"


def is_invented(pack: Pack, screens: Sequence[Screen]) -> bool:
    """Whether the badge stands on these screens: one invented figure makes all beside it doubtful."""
    return pack.is_synthetic or any(screen.is_synthetic for screen in screens)
