"""The page "Support by role": are people in high-stress roles reached by anything beyond the yearly screening?"""

from collections.abc import Callable
from math import isnan

from perfdash.analysis.disclosure import Audience
from perfdash.figures.words import percent
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import wellbeing_cards as cards
from perfdash.ui import wellbeing_reach as reach
from perfdash.ui import wellbeing_screening as screening
from perfdash.ui.kept import Version, kept
from perfdash.ui.people_panels import Shown, places_of
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import Told
from perfdash.ui.wellbeing_offers import OFFERS, offer
from perfdash.ui.wellbeing_rows import formal, told
from perfdash.ui.wellbeing_views import WellbeingView, of_whom, page_view

LIST = "list"
VIEWS = {
    "reached": "Beyond screening",
    "means": "By what",
    "unlisted": "Roles not on the list",
    "screening": "Yearly screening",
    "on_time": "On time",
    "offers": "Pilots and courses",
    LIST: "The list",
}
PUBLIC = {name: words for name, words in VIEWS.items() if name != "means"}
PARTS = {"screening": screening.STAGES, "on_time": screening.PROGRAMMES, "offers": OFFERS}
_KEYS = ("reached_beyond_screening",)


@kept(200, shared=True)
def roles_view(current: Version, selection: PeopleSelection, reader: Audience) -> WellbeingView:
    """What the page says of a selection, as this audience may see it."""
    keys = ("reached_beyond_screening", "unlisted_reached", "screening_on_time", "programme_on_time")
    makers = [cards.CARDS[key] for key in keys]
    views = PUBLIC if reader is Audience.PUBLIC else VIEWS
    return page_view(selection, reader, _headline(selection, reader), makers, views, _KEYS)


def _headline(selection: PeopleSelection, reader: Audience) -> tuple[str, str]:
    found, others = (told(key, selection, reader) for key in ("reached_beyond_screening", "unlisted_reached"))
    if isinstance(found, NotAnswered):
        return "Who is reached in high-stress roles cannot be told yet", found.why
    share, line = found.number("share_reached"), formal(found.found.definition, reader)
    if isnan(share):
        return f"How many people in high-stress roles{of_whom(selection)} were reached is hidden: small number", line
    places = places_of(found.found)
    said = f"{percent(share, places)} of people in high-stress roles{of_whom(selection)} were reached by anything beyond the"
    return f"{said} yearly screening in {found.when.partition(',')[0]}{_others(others, places)}", line


def _others(others: Told | NotAnswered, places: int) -> str:
    share = others.number("share_reached") if isinstance(others, Told) else float("nan")
    return "" if isnan(share) else f"; {percent(share, places)} of those in all other roles"


def shown(view: WellbeingView, chosen: str, part: str) -> Shown:
    """The chart of one view; `part` is what its second row of choices says."""
    return _shown(view.selection, view.reader, chosen, part)


@kept(300, shared=True)
def _shown(current: Version, selection: PeopleSelection, reader: Audience, chosen: str, part: str) -> Shown:
    made: dict[str, Callable[[], Shown]] = {
        "reached": lambda: reach.reached(selection, reader),
        "means": lambda: reach.means(selection, reader),
        "unlisted": lambda: reach.unlisted(selection, reader),
        "screening": lambda: screening.by_group(selection, reader, part),
        "on_time": lambda: screening.on_time(selection, reader, part),
        "offers": lambda: offer(selection, reader, part),
    }
    return made[chosen]()
