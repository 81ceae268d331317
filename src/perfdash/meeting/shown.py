"""What stood on the screen when somebody asked, decided or set an action: kept with what they wrote.

A year later the page behind the link may show another figure; the question is then still read beside the one that
prompted it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from perfdash.measures.register import measure
from perfdash.meeting.meetings import Meeting
from perfdash.meeting.screens import Screen


@dataclass(frozen=True)
class Shown:
    """A screen as it was seen at a meeting. Without a screen it is the meeting as a whole.

    `title` is the finding, `figure` the number said large with its unit, `measures` the keys of the register it shows.
    """

    force: str
    meeting: str
    build: str
    screen: str = ""
    link: str = ""
    title: str = ""
    figure: str = ""
    measures: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The subject in the log. The link is part of it: one panel may stand on an agenda for two grades."""
        return "/".join(part for part in (self.force, self.meeting, self.screen, self.link) if part)


def shown(
    meeting: Meeting, screen: Screen | None, build: str, measures: tuple[str, ...] = (), figure: str = ""
) -> Shown:
    """A screen as it is seen at a meeting; its figure is the first number it says, unless another is given.

    Raises:
        BadQuestion: there is no such measure.
    """
    for key in measures:
        measure(key)
    if screen is None:
        return Shown(meeting.force, meeting.id, build, measures=measures, figure=figure)
    said = " ".join(part for number in screen.numbers[:1] for part in (number.value, number.unit) if part)
    return Shown(meeting.force, meeting.id, build, screen.key, screen.link, screen.title, figure or said, measures)


def to_body(seen: Shown) -> dict[str, Any]:
    """As an entry of the log holds it."""
    return asdict(seen) | {"measures": list(seen.measures)}


def from_body(body: Mapping[str, Any]) -> Shown:
    """What `to_body` wrote."""
    return Shown(**(dict(body) | {"measures": tuple(body["measures"])}))
