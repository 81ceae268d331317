"""The page "Occupational health": how long do people wait to be seen, and who still waits?"""

from collections.abc import Callable
from math import isnan

from perfdash.analysis.disclosure import Audience
from perfdash.figures.words import count, in_unit
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_reads
from perfdash.ui import wellbeing_cards as cards
from perfdash.ui import wellbeing_waits as charts
from perfdash.ui.kept import Version, kept
from perfdash.ui.people_panels import Shown
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.wellbeing_rows import formal, told
from perfdash.ui.wellbeing_views import WellbeingView, of_whom, page_view

VIEWS = {"waits": "How long they waited", "open": "Who still waits", "fire": "Police and fire apart"}
PUBLIC = {"waits": "How long they waited"}
_KEYS = (charts.SEEN,)


@kept(200, shared=True)
def health_view(current: Version, selection: PeopleSelection, reader: Audience) -> WellbeingView:
    """What the page says of a selection, as this audience may see it."""
    official = (cards.median_card, cards.late_card, cards.open_card, cards.fire_card)
    is_public = reader is Audience.PUBLIC
    makers, views = (official[:2], PUBLIC) if is_public else (official, VIEWS)
    return page_view(selection, reader, _headline(selection, reader), makers, views, _KEYS)


def _headline(selection: PeopleSelection, reader: Audience) -> tuple[str, str]:
    found = told(charts.SEEN, selection, reader)
    if isinstance(found, NotAnswered):
        return "How long people wait for occupational health cannot be told yet", found.why
    median, late, line = found.number("median_days"), found.number("p90_days"), formal(found.found.definition, reader)
    if isnan(median):
        return f"How long people{of_whom(selection)} waited for occupational health is hidden: small number", line
    lately = found.when.partition(",")[0]
    said = f"Half of those referred{of_whom(selection)} were first seen within {in_unit(median, 'days')} in {lately}"
    nine = "" if isnan(late) else f", nine in ten within {in_unit(late, 'days')}"
    return f"{said}{nine}{_still(selection, reader)}", line


def _still(selection: PeopleSelection, reader: Audience) -> str:
    found = people_reads.answer(charts.OPEN, selection, reader)
    n = float("nan") if isinstance(found, NotAnswered) else float(found.rows["n_open"].iloc[0])
    return "" if isnan(n) else f"; {count(n)} still wait{'s' if n == 1 else ''}"


def shown(view: WellbeingView, chosen: str) -> Shown:
    """The chart of one view."""
    return _shown(view.selection, view.reader, chosen)


@kept(300, shared=True)
def _shown(current: Version, selection: PeopleSelection, reader: Audience, chosen: str) -> Shown:
    made: dict[str, Callable[[PeopleSelection, Audience], Shown]] = {
        "waits": charts.waits,
        "open": charts.waiting,
        "fire": charts.apart,
    }
    return made[chosen](selection, reader)
