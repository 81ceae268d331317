"""What the response record promised for recommendation 2 against what is counted: a row a count, a column a worker type.

Specials and volunteers, whom the recommendation names and the record does not, have columns and rows in every store.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfdash.analysis.disclosure import KEY, SYMBOL, Audience
from perfdash.contract.workforce import HEADCOUNT_ONLY
from perfdash.figures.cards import Card
from perfdash.figures.curve_facets import type_name
from perfdash.figures.reference_tables import Cell, Column, gap
from perfdash.figures.words import HIDDEN, spelt
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.register import measure
from perfdash.reference import recommendations as asked_for
from perfdash.reference.attendance import force_name
from perfdash.reference.recommendations import Commitment
from perfdash.ui import people_reads
from perfdash.ui.people_rows import force_of, of_force
from perfdash.ui.people_talk_cards import CARDS, invited_card
from perfdash.ui.retention_context import title as context

RECOMMENDATION = "2"
CAPTION = "Recommendation 2: what the response record says, in our words, and what is counted"
FORMAL = (
    "Figures of all the months held, whichever are chosen above · a promise without a figure says what is missing · no row "
    "says that an interview kept anybody: there is no comparison group"
)
SILENT = "The force's record is silent"
NOT_NAMED = "–"
TOGETHER = ""  # a figure of the whole force, whatever the worker type
_WHO = (TOGETHER, "officer", "staff", *HEADCOUNT_ONLY)
COLUMNS = (
    Column("What was promised", width=22),
    Column("What is counted", width=20),
    Column("All together", width=8),
    *(Column(type_name(kind), width=9) for kind in _WHO[1:]),
)
_SILENT_MEASURES = ("leaver_rate", "exit_interviews_offered", "joiners_reached")
# Whom a promise is about, where it says so; all others are about those who are paid.
_WHOM: Mapping[str, tuple[str, ...]] = {"stay_retiring": ("officer",), "leaving_below_average": ("officer",)}
_AGAINST_OTHERS = "leaving_below_average"
_PAID = ("officer", "staff")
_TRIGGER = {"stay_considering": "considering leaving"}
_WHOLE_FORCE = ("interviewer_pool",)
_BY_TYPE_IN_PUBLIC = (
    "leaver_rate", "exit_interviews_offered", "exit_interviews_completed", "exit_interview_days", "joiners_reached",
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """One row: what was said (once a promise), what is counted, and the card of everybody it is about."""

    said: Cell
    counted: str
    cards: Mapping[str, Card] = field(default_factory=dict)
    beside: str = ""


def promises(selection: PeopleSelection, reader: Audience) -> list[Counted]:
    """Every commitment of the force with what answers it; then specials and volunteers, whatever the record says."""
    force = force_of(selection)
    rows = asked_for.commitments_of(force, RECOMMENDATION)
    found = [one for row in rows if not row.gap for one in _of_commitment(row, selection, reader)]
    silent = next((str(row.gap) for row in rows if row.gap), f"No response record of {force_name(force)} is held")
    return [*found, *_silent(silent, selection, reader)]


def _of_commitment(row: Commitment, selection: PeopleSelection, reader: Audience) -> Iterator[Counted]:
    said = Cell(row.said or "", notes=(row.ambiguity,) if row.ambiguity else ())
    if not row.measures:
        is_evidence = row.check == "evidence"
        why = "By evidence, not by a count: see Recommendations" if is_evidence else f"Not counted yet: {row.awaits}"
        yield Counted(said, why)
    for key in row.measures:
        whom = _whom(row.key, key, reader)
        cards = {kind: _card(key, selection, kind, reader, _TRIGGER.get(row.key, "")) for kind in whom}
        yield Counted(said, measure(key).question, cards, context() if row.key == _AGAINST_OTHERS else "")
        said = Cell("")  # told once: the rows below it answer the same promise


def _whom(promise: str, key: str, reader: Audience) -> tuple[str, ...]:
    if key in _WHOLE_FORCE or (reader is Audience.PUBLIC and key not in _BY_TYPE_IN_PUBLIC):
        return (TOGETHER,)
    return _WHOM.get(promise, _PAID)


def _card(key: str, selection: PeopleSelection, kind: str, reader: Audience, trigger: str = "") -> Card:
    """Over all the months held: a promise is not kept in a month alone. What was promised of stay interviews is to ask."""
    make = invited_card if key == "stay_interviews" else CARDS[key]
    if reader is Audience.PUBLIC:
        return make(of_force(selection), reader, kind)
    filters = {name: value for name, value in (("worker_type", kind), ("trigger", trigger)) if value}
    return make(of_force(selection).having(**filters), reader, "")


def _silent(words: str, selection: PeopleSelection, reader: Audience) -> Iterator[Counted]:
    said = gap(SILENT, words)
    for key in _SILENT_MEASURES:
        cards = {kind: _card(key, selection, kind, reader) for kind in HEADCOUNT_ONLY}
        yield Counted(said, measure(key).question, cards)
        said = Cell("")


def table(found: Sequence[Counted]) -> list[list[Cell]]:
    """The rows as cells: a figure that is missing is a gap with its reason, never a nought."""
    return [[one.said, Cell(one.counted, notes=_when(one)), *(_figure(one, kind) for kind in _WHO)] for one in found]


def _when(one: Counted) -> tuple[str, ...]:
    """The period of the row, or the one sentence that says what is missing of it."""
    told = dict.fromkeys(card.notes[0] for card in one.cards.values() if card.notes and card.notes[0])
    return (*told, *([one.beside] if one.beside else []))


def _figure(one: Counted, kind: str) -> Cell:
    card = one.cards.get(kind)
    if card is None:
        return Cell(NOT_NAMED)
    if card.value == HIDDEN:
        return gap(card.verdict or "No figure")
    if card.value == SYMBOL:
        return Cell(SYMBOL, spoken="hidden")
    behind = card.notes[1].partition(" · ")[0] if len(card.notes) > 1 else ""
    return Cell(f"{card.value} {card.unit}".strip(), notes=(behind,) if behind else ())


def title(found: Sequence[Counted]) -> str:
    """'Seven promises, six answered by a figure; on specials and volunteers the record is silent'."""
    promised = [one for one in found if one.said.text and one.said.state is None]
    silent = "on specials and volunteers the record is silent"
    if not promised:
        return f"No promise of this force is held; {silent}"
    return f"{spelt(len(promised)).capitalize()} promises, {spelt(_answered(found))} answered by a figure; {silent}"


def _answered(found: Sequence[Counted]) -> int:
    """How many promises have at least one figure among their rows."""
    n, is_open = 0, False
    for one in found:
        if one.said.text:
            is_open = one.said.state is None
        if is_open and any(card.value not in (HIDDEN, SYMBOL) for card in one.cards.values()):
            n, is_open = n + 1, False
    return n


def source(force: str) -> str:
    """Where the promises come from, and the figures."""
    held = people_reads.force_held(force)
    invented = "demonstration extracts (invented)" if held.is_synthetic else f"extracts of {force} as loaded"
    rows = asked_for.commitments_of(force, RECOMMENDATION)
    record = f"promises: {rows[0].source}" if rows else "no response record of this force"
    return f"Source: {record}; figures: {invented}; data to {held.last_on:%-d %B %Y}. {KEY}. – not named by the promise"
