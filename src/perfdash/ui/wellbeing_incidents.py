"""The page "After an incident": are people offered support in time, whatever their role?"""

from collections.abc import Callable
from math import isnan

from perfdash.analysis.disclosure import Audience
from perfdash.figures.words import percent
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import wellbeing_cards as cards
from perfdash.ui import wellbeing_trauma as charts
from perfdash.ui.kept import Version, kept
from perfdash.ui.people_panels import Shown, places_of
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.wellbeing_rows import formal, told
from perfdash.ui.wellbeing_views import WellbeingView, of_whom, page_view

VIEWS = {
    "offered": "Offered in time",
    "months": "Month by month",
    "roles": "Situations beside roles",
    "held": "Held and followed up",
}
PUBLIC = {name: words for name, words in VIEWS.items() if name != "months"}
_KEYS = ("trauma_within_72_hours",)


@kept(200, shared=True)
def incidents_view(current: Version, selection: PeopleSelection, reader: Audience) -> WellbeingView:
    """What the page says of a selection, as this audience may see it."""
    keys = ("trauma_within_72_hours", "trauma_within_7_days", "trauma_held")
    makers = [*(cards.CARDS[key] for key in keys), cards.followed_card]
    views = PUBLIC if reader is Audience.PUBLIC else VIEWS
    return page_view(selection, reader, _headline(selection, reader), makers, views, _KEYS)


def _headline(selection: PeopleSelection, reader: Audience) -> tuple[str, str]:
    soon, week = (told(key, selection, reader) for key in ("trauma_within_72_hours", "trauma_within_7_days"))
    if isinstance(soon, NotAnswered):
        return "Whether support follows an incident cannot be told yet", soon.why
    share, line, places = (
        soon.number("share_within_72_hours"),
        formal(soon.found.definition, reader),
        places_of(soon.found),
    )
    whom = f"people exposed at an incident{of_whom(selection)}"
    if isnan(share):
        return f"How many {whom} were offered support in time is hidden: small number", line
    said = f"{percent(share, places)} of {whom} were offered TRiM within 72 hours in {soon.when.partition(',')[0]}"
    later = float("nan") if isinstance(week, NotAnswered) else week.number("share_within_7_days")
    return said if isnan(later) else f"{said}, {percent(later, places)} within 7 days", line


def shown(view: WellbeingView, chosen: str) -> Shown:
    """The chart of one view."""
    return _shown(view.selection, view.reader, chosen)


@kept(300, shared=True)
def _shown(current: Version, selection: PeopleSelection, reader: Audience, chosen: str) -> Shown:
    made: dict[str, Callable[[PeopleSelection, Audience], Shown]] = {
        "offered": charts.offered,
        "months": charts.by_months,
        "roles": charts.beside_roles,
        "held": charts.held,
    }
    return made[chosen](selection, reader)
