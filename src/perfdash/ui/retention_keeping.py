"""The page "Keeping people": who is asked to stay, in time or not, and what became of it; never a claim that it worked."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from perfdash.analysis.disclosure import Audience
from perfdash.contract.strength import HEADCOUNT
from perfdash.figures.cards import Card
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.store.read import ForceHeld
from perfdash.ui import people_reads
from perfdash.ui import people_talk_cards as cards
from perfdash.ui import retention_reached as charts
from perfdash.ui.kept import Version, kept
from perfdash.ui.people_cards import NO_DATA
from perfdash.ui.people_panels import Shown
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import force_of, told, who
from perfdash.ui.retention_reached import EVERYBODY

KINDS = ("stay-interviews", "interviewers", "exit-interviews")
PROMISED = "promised"
VIEWS = {
    PROMISED: "Promised and done",
    "funnel": "Asked to stay, step by step",
    "joiners": "New joiners",
    "retiring": "Near retirement",
    "pool": "Interviewers",
}
TOGETHER = "In public: whole years, everybody together, small numbers hidden and the rest rounded to 5"


@dataclass(frozen=True)
class KeepingView:
    """What the page says of a selection, whichever chart is chosen."""

    selection: PeopleSelection
    reader: Audience
    held: ForceHeld
    headline: str
    formal: str
    cards: tuple[Card, ...]
    triggers: tuple[str, ...]

    @property
    def trigger_labels(self) -> dict[str, str]:
        """Why people are asked to stay: all together, or by what started it."""
        return {EVERYBODY: "All"} | {name: f"{name[:1].upper()}{name[1:]}" for name in self.triggers}

    def shown(self, view: str, trigger: str = EVERYBODY) -> Shown:
        """The chart of one view."""
        return _shown(self.selection, self.reader, view, trigger)


def keeping_view(selection: PeopleSelection, reader: Audience) -> KeepingView:
    """What the page says of a selection, as this audience may see it."""
    return _view(replace(selection, basis=HEADCOUNT, transfers=False), reader)


@kept(200, shared=True)
def _view(current: Version, selection: PeopleSelection, reader: Audience) -> KeepingView:
    makers = (cards.joiners_card, cards.pensionable_card, cards.held_card, cards.pool_card)
    made = tuple(make(selection, reader, "") for make in makers)
    # In public the second is never shown: who is near retirement is of one day, and no whole year.
    shown = made if reader is Audience.OFFICIAL else (made[0], *made[2:])
    with_data = tuple(card for card in shown if card.verdict != NO_DATA)
    headline, formal = _headline(selection, reader, made)
    found = (
        people_reads.answer("stay_interviews", selection, reader, "trigger") if reader is Audience.OFFICIAL else None
    )
    triggers = tuple(dict.fromkeys(found.rows["trigger"].astype(str))) if isinstance(found, PeopleAnswer) else ()
    held = people_reads.force_held(force_of(selection), KINDS)
    return KeepingView(selection, reader, held, headline, formal, with_data, triggers)


def _headline(selection: PeopleSelection, reader: Audience, made: tuple[Card, ...]) -> tuple[str, str]:
    joiners, retiring, *_ = made
    name = f"new {who(selection)}" if reader is Audience.OFFICIAL else "new joiners"
    said = []
    if joiners.unit:
        said.append(f"{joiners.value} % of {name} were spoken to by month 9")
    if retiring.unit:
        said.append(f"{retiring.value} % of those near retirement were asked to stay")
    found = told("joiners_reached", selection, reader)
    if not said:
        why = found.why if isinstance(found, NotAnswered) else "Every share is hidden: small numbers."
        return "Whether people are asked to stay cannot be told", why
    public = TOGETHER if reader is Audience.PUBLIC else ""
    caption = " · ".join(selection.caption())
    parts = ("Stay interviews: counted only of those with enough time elapsed", caption, public)
    return ", and ".join(said), " · ".join(part for part in parts if part)


@kept(300, shared=True)
def _shown(current: Version, selection: PeopleSelection, reader: Audience, view: str, trigger: str) -> Shown:
    made: dict[str, Callable[[], Shown]] = {
        "funnel": lambda: charts.funnel(selection, reader, trigger),
        "joiners": lambda: charts.joiners(selection, reader),
        "retiring": lambda: charts.retiring(selection, reader),
        "pool": lambda: charts.pool(selection, reader),
    }
    return made[view]()
