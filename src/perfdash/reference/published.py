"""Figures that others published, each with its source, basis and edition (data/published). Evidence A and B only.

Two such figures may stand on one axis only where `definition` is the same for both.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Annotated, Literal
from urllib.parse import urlparse

from pydantic import Field, field_validator

from perfdash.errors import BadReference
from perfdash.reference.attendance import Parts, places_of
from perfdash.reference.tables import REFERENCE, Row, read_table

FILES = ("published/attendance.csv", "published/workforce.csv")
CONTRADICTIONS = "published/contradictions.csv"
ENGLAND_AND_WALES = "England and Wales"

Scope = Literal["force", "England and Wales", "several forces", "another service", "abroad"]
Topic = Literal[
    "attendance time", "attendance within a limit", "target", "incidents", "recording", "crimes",
    "calls", "call answering", "abandoned calls",
    "strength", "joiners", "leavers", "leaver rate", "resignations", "length of service", "probation",
    "stay interviews", "sickness", "survey", "wellbeing programmes", "workforce mix",
]  # fmt: skip
Difference = Literal["clock", "base", "basis", "statistic", "edition", "unit", "period"]
DIFFERENCES = frozenset(Difference.__args__)  # type: ignore[attr-defined]


class PublishedFigure(Row):
    """One figure as it was published, and what we know of how it was made; None means that it is not stated.

    `value` and `unit` are as published, `number` and `number_unit` the same in one unit (minutes, seconds, percent …).
    """

    key: Annotated[str, Field(pattern=r"^(attendance|workforce)-\d{3}$")]
    force: str
    name: str
    scope: Scope
    topic: Topic
    period: str
    group: str | None
    area: str | None
    measure: str
    value: str
    unit: str
    number: float
    number_unit: str
    qualifier: Literal["approximate or a bound"] | None
    basis: str | None
    edition: str | None
    released_on: date | None
    evidence: Literal["A", "B"]
    note: str | None
    source: str

    @property
    def definition(self) -> tuple[str | None, ...]:
        """What must be equal before two figures may stand on one axis."""
        return (self.topic, self.group, self.area, self.measure, self.number_unit, self.basis)

    @property
    def in_words(self) -> str:
        """The figure with its unit, as people read it: 41 %, 16,529, 11 hours, 00:12:34 (h:min:s)."""
        plain = self.value.replace(".", "", 1).lstrip("-").isdigit()
        value = f"{float(self.value):,}".removesuffix(".0") if plain else self.value
        unit = {"percent": "%", "hh:mm:ss": "(h:min:s)", "count": ""}.get(self.unit, self.unit)
        return f"{value} {unit}".rstrip()

    @property
    def publisher(self) -> str:
        """Where it was read: the site, or the source itself where it is no address."""
        return urlparse(self.source).netloc.removeprefix("www.") or self.source

    @property
    def citation(self) -> str:
        """Basis, edition and source in one line, and what of them is not stated."""
        day = self.released_on
        released = f", released {day.day} {day:%B %Y}" if day else ""
        basis, edition = self.basis or "basis not stated", self.edition or "edition not stated"
        return f"{basis}; {edition}{released}; {self.publisher} (evidence {self.evidence})"


class Contradiction(Row):
    """Figures that claim the same thing and differ, and why they do: the argument for recommendation 1a."""

    key: str
    title: str
    rows: Parts
    differs: Parts
    what_differs: str

    @field_validator("differs")
    @classmethod
    def are_known(cls, differs: tuple[str, ...]) -> tuple[str, ...]:
        if not differs or not set(differs) <= DIFFERENCES:
            raise ValueError(f"what differs is one or more of {', '.join(sorted(DIFFERENCES))}")
        return differs


@cache
def figures() -> dict[str, PublishedFigure]:
    """Every published figure by key, in the order of the files.

    Raises:
        BadReference: a cell does not fit its column, or a key stands twice.
    """
    found: dict[str, PublishedFigure] = {}
    for name in FILES:
        for number, row in enumerate(read_table(PublishedFigure, name, REFERENCE.parent), 2):
            if row.key in found:
                raise BadReference(name, number, "key", f"'{row.key}' stands twice")
            found[row.key] = row
    return found


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """Every group of figures that contradict each other.

    Raises:
        BadReference: a group names a figure that is not there, fewer than two, or figures that agree.
    """
    rows = read_table(Contradiction, CONTRADICTIONS, REFERENCE.parent)
    for number, row in enumerate(rows, 2):
        if unknown := [key for key in row.rows if key not in figures()]:
            raise BadReference(CONTRADICTIONS, number, "rows", f"there is no published figure '{unknown[0]}'")
        if len({(figures()[key].number, figures()[key].number_unit) for key in row.rows}) < 2:
            raise BadReference(CONTRADICTIONS, number, "rows", "two figures that differ are needed")
        if row.key in {other.key for other in rows[: number - 2]}:
            raise BadReference(CONTRADICTIONS, number, "key", f"'{row.key}' stands twice")
    return rows


def published(
    *, force: str | None = None, topic: str | None = None, measure: str | None = None, scope: str | None = None
) -> tuple[PublishedFigure, ...]:
    """The published figures of a force (or of the force it is shaped like), a topic, a measure's own words, a scope."""
    places = places_of(force) if force else None
    return tuple(
        row
        for row in figures().values()
        if (places is None or row.force in places)
        and topic in (None, row.topic)
        and measure in (None, row.measure)
        and scope in (None, row.scope)
    )


def england_and_wales(topic: str | None = None) -> tuple[PublishedFigure, ...]:
    """The context rows; `name` and `basis` say how many forces they cover."""
    return published(topic=topic, scope=ENGLAND_AND_WALES)


def by_definition(rows: Iterable[PublishedFigure]) -> dict[tuple[str | None, ...], tuple[PublishedFigure, ...]]:
    """The rows by definition: only those of one group may share an axis."""
    groups: dict[tuple[str | None, ...], list[PublishedFigure]] = {}
    for row in rows:
        groups.setdefault(row.definition, []).append(row)
    return {definition: tuple(group) for definition, group in groups.items()}


def claims(contradiction: Contradiction) -> tuple[PublishedFigure, ...]:
    """The figures that contradict each other, in the order of the group."""
    return tuple(figures()[key] for key in contradiction.rows)


def contradictions_of(rows: Iterable[PublishedFigure]) -> tuple[Contradiction, ...]:
    """The contradictions that any of these figures is part of: to be shown wherever one of them is."""
    shown = {row.key for row in rows}
    return tuple(row for row in contradictions() if shown & set(row.rows))
