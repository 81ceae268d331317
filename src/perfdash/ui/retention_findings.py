"""The retention row of the overview: who leaves, how early, who is asked why, and who is asked to stay; each opens its page."""

from dataclasses import replace
from urllib.parse import urlencode

from perfdash.analysis.disclosure import Audience
from perfdash.figures.cards import Card
from perfdash.figures.curve_facets import people
from perfdash.figures.overview_sentences import Judged
from perfdash.figures.sentences import variation_label
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_cards, people_reads, people_talk_cards
from perfdash.ui.findings import Finding
from perfdash.ui.people_choices import default_people
from perfdash.ui.people_rows import type_of, without_last_month

NOTES = 2  # of a card: the row has four, and they are read from across a room


def retention_findings(force: str, reader: Audience) -> list[Finding]:
    """The findings of a force for an audience; none where no record of its people is held."""
    if not people_reads.kinds_of(force):
        return []
    selection = default_people(force, reader)
    first = people_cards.first_type(selection, reader)
    rate = _rate(selection, reader, first)
    made = (
        (people_cards.early_card, "retention", {"view": "early"}),
        (people_talk_cards.completed_card, "leaving_reasons", {"view": "answers"}),
        (people_talk_cards.joiners_card, "keeping_people", {"view": "joiners"}),
    )
    rest = [_linked(make(selection, reader, first), page, selection, more) for make, page, more in made]
    found = [rate, *(Finding(card) for card in rest)]
    return [finding for finding in found if finding.card.verdict != people_cards.NO_DATA]


def _rate(selection: PeopleSelection, reader: Audience, first: str) -> Finding:
    card = people_cards.leaver_rate_card(selection, reader, first)
    process = None if first else people_cards.process_of(selection, reader)
    if process is None:
        return Finding(_linked(card, "retention", selection, {}))
    card = replace(card, result=process, verdict=variation_label(process), aside="month by month")
    baseline = [note for note in card.notes if note.startswith(("Baseline", "The baseline"))]
    card = replace(card, notes=(*card.notes[:1], *baseline))
    before = people_cards.process_of(without_last_month(selection), reader)
    name = f"the number of {people(type_of(selection))} who leave"
    return Finding(_linked(card, "retention", selection, {}), Judged(name, process, before))


def _linked(card: Card, page: str, selection: PeopleSelection, more: dict[str, str]) -> Card:
    notes = tuple(note for note in card.notes if note)[:NOTES]
    return replace(card, notes=notes, href=f"{page}?{urlencode(selection.to_query() | more)}")
