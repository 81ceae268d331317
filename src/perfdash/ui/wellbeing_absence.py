"""The page "Absence": three measures that are never mixed, each with the same month of the year before beside it."""

from perfdash.analysis.disclosure import Audience
from perfdash.figures import sentences
from perfdash.figures.health_sentences import ROLLING, absence_sentence
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import wellbeing_absence_charts as charts
from perfdash.ui import wellbeing_cards as cards
from perfdash.ui.kept import Version, kept
from perfdash.ui.people_panels import NotDrawn, Shown
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.wellbeing_absence_charts import LONG, NAMES, SHARE, TITLES, by_year, of_part
from perfdash.ui.wellbeing_series import (
    by_month,
    whole_rows,
    without_seasons,
    year_before,
)
from perfdash.ui.wellbeing_views import WellbeingView, page_view

REASONS = "reasons"
VIEWS = NAMES | {REASONS: "By reason"}
PUBLIC = {name: words for name, words in VIEWS.items() if name != REASONS}
_NEVER_MIXED = "Three measures of absence, never mixed and never added"


@kept(200, shared=True)
def absence_view(current: Version, selection: PeopleSelection, reader: Audience) -> WellbeingView:
    """What the page says of a selection, as this audience may see it."""
    makers = [cards.CARDS[key] for key in TITLES]
    if reader is Audience.OFFICIAL:
        makers.append(cards.psychological_card)
    views = PUBLIC if reader is Audience.PUBLIC else VIEWS
    return page_view(selection, reader, _headline(selection, reader), makers, views, (SHARE, LONG))


def _headline(selection: PeopleSelection, reader: Audience) -> tuple[str, str]:
    if reader is Audience.PUBLIC:
        return _public_headline(selection, reader)
    for key in (SHARE, LONG):
        found = by_month(key, selection, reader)
        if not isinstance(found, NotAnswered) and len(whole_rows(found)):
            said = _whole_said(key, found)
            return of_part(said, selection), f"{found.definition} · {_NEVER_MIXED}"
    first = by_month(SHARE, selection, reader)
    why = first.why if isinstance(first, NotAnswered) else "No whole month is held."
    return "Absence cannot be told by month here", why


def _whole_said(key: str, found: PeopleAnswer) -> str:
    """The newest month with its verdict; the year before stands with the chart."""
    said, _, _ = absence_sentence(key, year_before(found)).partition("; ")
    judged = without_seasons(found)
    if judged is None:
        return said
    words = sentences.variation_words(judged)
    return f"{said}: {words} once the months' usual pattern is taken out"


def _public_headline(selection: PeopleSelection, reader: Audience) -> tuple[str, str]:
    shown = by_year(SHARE, selection, reader)
    if isinstance(shown, NotDrawn):
        return "Absence cannot be told yet", shown.why
    return shown.title, f"{shown.formal} · {_NEVER_MIXED}"


def shown(view: WellbeingView, chosen: str) -> tuple[Shown, ...]:
    """The charts of one view."""
    return _shown(view.selection, view.reader, chosen)


@kept(300, shared=True)
def _shown(current: Version, selection: PeopleSelection, reader: Audience, chosen: str) -> tuple[Shown, ...]:
    if chosen == REASONS:
        return (charts.by_reason(selection, reader),)
    if reader is Audience.PUBLIC:
        return (by_year(chosen, selection, reader),)
    if chosen in ROLLING:
        return (charts.beside_last_year(chosen, selection, reader),)
    return (charts.beside_last_year(chosen, selection, reader), charts.process(chosen, selection, reader))
