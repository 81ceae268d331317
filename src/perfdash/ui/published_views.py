"""The page of published figures, and the few of them that belong at the foot of the attendance page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from perfdash.figures import published as drawn
from perfdash.figures.reference_tables import table_html
from perfdash.figures.words import spelt, unbroken
from perfdash.measures.selection import Selection
from perfdash.reference import published
from perfdash.reference.attendance import force_name, forces, places_of
from perfdash.reference.published import Contradiction, PublishedFigure

CONTRADICTIONS = "contradictions"
VIEWS = {
    "times": "Attendance times",
    "within": "Within a limit",
    "calls": "999 and 101",
    "targets": "Targets",
    CONTRADICTIONS: "Contradictions",
}
_TOPICS = {
    "times": ("attendance time",),
    "within": ("attendance within a limit", "recording", "incidents"),
    "calls": ("call answering", "abandoned calls", "calls"),
    "targets": ("target",),
}
_NOUNS = {
    "times": "attendance times",
    "within": "figures on limits",
    "calls": "figures on calls",
    "targets": "targets",
}
CONTEXT_TOPICS = ("attendance time", "attendance within a limit")
SOURCE = "Source: the publisher that each row names. Evidence A: an official body's own page; B: press, or others quoting one."


@dataclass(frozen=True)
class PublishedView:
    """The figures of one view: those that share a definition with another, those that stand alone, what contradicts."""

    name: str
    force: str
    rows: tuple[PublishedFigure, ...]
    groups: tuple[tuple[PublishedFigure, ...], ...]
    alone: tuple[PublishedFigure, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def headline(self) -> str:
        """How many figures there are, of how many definitions."""
        if self.name == CONTRADICTIONS:
            return drawn.contradictions_headline(self.contradictions)
        n_definitions = len(published.by_definition(self.rows))
        unstated = sum(is_unstated(row) for row in self.rows)
        return drawn.groups_headline(_NOUNS[self.name], len(self.rows), n_definitions, unstated)

    @property
    def formal(self) -> str:
        """Whose figures these are, and what may stand on one axis."""
        if self.name == CONTRADICTIONS:
            return "Figures that claim to tell the same thing, side by side and never on one axis"
        rule = "A scale is shared only by figures of one definition, and where that is not stated in full, of one body"
        return f"{rule} · {whose(self.force)}"

    @property
    def alone_title(self) -> str:
        """The finding over the figures that nothing can be compared with."""
        n = len(self.alone)
        stand = "figure stands" if n == 1 else "figures stand"
        return f"{spelt(n).capitalize()} {stand} alone: no other is known to have the same definition"

    @property
    def contradictions_title(self) -> str:
        """The finding over the contradictions among the figures shown."""
        n = len(self.contradictions)
        return f"{spelt(n).capitalize()} claim{'s are' if n > 1 else ' is'} told in figures that contradict each other"

    @property
    def claims(self) -> list[tuple[Contradiction, tuple[PublishedFigure, ...]]]:
        """The contradictions with their figures."""
        return [(claim, published.claims(claim)) for claim in self.contradictions]


def published_view(name: str, force: str) -> PublishedView:
    """Reads the figures of a view; those of the force and of England and Wales first."""
    if name == CONTRADICTIONS:
        claims = published.contradictions()
        told = dict.fromkeys(row for claim in claims for row in published.claims(claim))
        return PublishedView(name, force, tuple(told), (), (), claims)
    rows = tuple(row for topic in _TOPICS[name] for row in published.published(topic=topic))
    groups = sorted(on_one_scale(rows), key=lambda group: (_rank(group, force), -len(group)))
    alone = tuple(row for group in groups if len(group) == 1 for row in group)
    together = tuple(group for group in groups if len(group) > 1)
    return PublishedView(name, force, rows, together, alone, published.contradictions_of(rows))


def on_one_scale(rows: Iterable[PublishedFigure]) -> list[tuple[PublishedFigure, ...]]:
    """The rows by definition; where the definition leaves something open, by body too: two forces that do not say when
    their clock starts are not known to mean the same."""
    groups: dict[tuple[str | None, ...], list[PublishedFigure]] = {}
    for definition, group in published.by_definition(rows).items():
        for row in group:
            groups.setdefault((*definition, row.name if is_unstated(row) else None), []).append(row)
    return [tuple(group) for group in groups.values()]


def _rank(group: Iterable[PublishedFigure], force: str) -> int:
    """0 where a figure of the force itself is among them, 1 for England and Wales, 2 for others."""
    own = set(places_of(force))
    ranks = [0 if row.force in own else 1 if row.scope == published.ENGLAND_AND_WALES else 2 for row in group]
    return min(ranks)


def is_unstated(row: PublishedFigure) -> bool:
    """Whether a figure leaves open how it was made: its clock, its kind of average or its base."""
    return row.basis is None or "not stated" in row.basis


def whose(force: str) -> str:
    """Whose published figures stand for a force."""
    own = [place for place in places_of(force) if published.published(force=place)]
    lender = next((place for place in own if place != force), "")
    if lender:
        none = f"The {force_name(force).lower()} is invented and has none"
        return f"{none}: those of {force_name(lender)} stand first in each list in its place"
    return (
        f"Those of {force_name(force)} stand first in each list" if own else f"No figure of {force_name(force)} is held"
    )


def download_rows(rows: Sequence[PublishedFigure]) -> list[dict[str, object]]:
    """Every column of the figures, for a download."""
    return [{name: "" if cell is None else cell for name, cell in row.model_dump(mode="json").items()} for row in rows]


def published_context(selection: Selection, topics: Sequence[str] = CONTEXT_TOPICS) -> tuple[PublishedFigure, ...]:
    """The published figures of a selection's force, and of England and Wales, on its grades (on all where none is chosen).

    Nothing for a service that the national standards do not hold for: police figures say nothing of a fire brigade.
    """
    (force,) = selection.chosen("force")
    listed = forces().get(force)
    if listed and listed.standards == "own":
        return ()
    rows = [
        row
        for topic in topics
        for row in (*published.published(force=force, topic=topic), *published.england_and_wales(topic))
    ]
    grades = tuple(f"Grade {grade}" for grade in selection.chosen("grade"))
    return tuple(row for row in rows if not grades or (row.group or "").startswith(grades))


def context_html(selection: Selection) -> str:
    """The same as a compact table in words, whose figures they are, and what contradicts them; it has no axis."""
    (force,) = selection.chosen("force")
    rows = published_context(selection)
    if not rows:
        said = f"No published figure on this selection is held for {force_name(force)}."
        return f'<p class="pd-formal">{escape(said)} {_ALL}</p>'
    claims = [f"{claim.title}: {claim.what_differs}." for claim in published.contradictions_of(rows)]
    apart = "No figure here is known to have the definition of those above, so it stands on none of their charts"
    caution = f"{apart}. {whose(force)}."
    listed = "".join(f"<p class='pd-formal'>◆ Contradicted. {escape(unbroken(claim))}</p>" for claim in claims)
    table = table_html("Published figures elsewhere, each with its basis", drawn.ALONE, drawn.alone_rows(rows))
    return f'<p class="pd-formal">{escape(unbroken(caution))} {_ALL}</p>{table}{listed}'


_ALL = '<a href="published" target="_self">All published figures</a>'
