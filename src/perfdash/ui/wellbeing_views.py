"""What a page of wellbeing says of a selection, worked out whole before any of it is drawn, and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfdash.analysis.disclosure import Audience
from perfdash.figures.cards import Card
from perfdash.measures.people_selection import PeopleSelection
from perfdash.store.read import ForceHeld
from perfdash.ui import people_reads
from perfdash.ui.people_cards import NO_DATA
from perfdash.ui.people_rows import force_of, who
from perfdash.ui.wellbeing_cards import Maker
from perfdash.ui.wellbeing_rows import kinds_of_page


@dataclass(frozen=True)
class WellbeingView:
    """What the page says of a selection, whichever chart is chosen."""

    selection: PeopleSelection
    reader: Audience
    held: ForceHeld
    headline: str
    formal: str
    cards: tuple[Card, ...]
    views: Mapping[str, str]


def page_view(
    selection: PeopleSelection,
    reader: Audience,
    said: tuple[str, str],
    makers: Sequence[Maker],
    views: Mapping[str, str],
    keys: Sequence[str],
) -> WellbeingView:
    """A page with its headline and formal line (`said`) and the cards that have data; `keys` are the measures it shows."""
    cards = tuple(card for make in makers if (card := make(selection, reader)).verdict != NO_DATA)
    held = people_reads.force_held(force_of(selection), kinds_of_page(keys))
    return WellbeingView(selection, reader, held, *said, cards, views)


def of_whom(selection: PeopleSelection) -> str:
    """' (officers in Response)' where part of the force is chosen: a figure of a part never passes for the whole's."""
    is_part = selection.chosen("worker_type") or selection.chosen("command")
    return f" ({who(selection)})" if is_part else ""
