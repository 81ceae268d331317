"""A screen of a meeting: one finding, with everything that shows it, as plain values that outlive code and data.

A page's panel becomes a screen; a frozen meeting keeps its screens as they were said, and every pack is made from the
same. So what was shown a year ago is shown again word for word, whatever was loaded or redefined since.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Number:
    """One number said large: its figure and unit, what it is of, and how sure it is."""

    title: str
    value: str
    unit: str = ""
    verdict: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Happened:
    """A dated event that a chart marks by its number."""

    number: int
    on: str
    text: str


@dataclass(frozen=True)
class Screen:
    """One finding.

    `title` is the finding and `formal` what it is of. `figure` is a Plotly figure in the sizes of work mode, or nothing
    where the screen says `numbers`. `rows` are what the chart draws, suppressed already, for table and download.
    `source` says where they come from, to which day, and when they were loaded. `question` and `notes` are the
    agenda's; `link` is the page and query that the screen was taken from.
    """

    key: str
    title: str
    formal: str
    source: str
    link: str
    alt: str = ""
    question: str = ""
    notes: str = ""
    is_synthetic: bool = False
    figure: Mapping[str, Any] | None = None
    numbers: tuple[Number, ...] = ()
    rows: Sequence[Mapping[str, Any]] = ()
    events: tuple[Happened, ...] = ()
    commentary: tuple[str, ...] = field(default=())


def to_json(screens: Sequence[Screen]) -> str:
    """Screens as text, in order."""
    return json.dumps([asdict(screen) for screen in screens], ensure_ascii=False, allow_nan=False, default=str)


def from_json(text: str) -> tuple[Screen, ...]:
    """The screens that `to_json` wrote."""
    return tuple(_screen(cells) for cells in json.loads(text))


def _screen(cells: dict[str, Any]) -> Screen:
    numbers = tuple(Number(**(number | {"notes": tuple(number["notes"])})) for number in cells["numbers"])
    events = tuple(Happened(**event) for event in cells["events"])
    return Screen(**(cells | {"numbers": numbers, "events": events, "commentary": tuple(cells["commentary"])}))
