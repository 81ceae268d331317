"""All that the attendance page says of one selection, worked out once and kept: a choice made before costs no work."""

from dataclasses import dataclass

import pandas as pd

from perfdash.figures import sentences
from perfdash.figures.cards import cards_html
from perfdash.figures.comparisons import funnel_chart
from perfdash.figures.process_chart import Event, process_chart
from perfdash.figures.style import Figure
from perfdash.measures.attendance import together
from perfdash.measures.selection import Selection
from perfdash.measures.words import basis
from perfdash.store.read import StoreStatus
from perfdash.ui import attendance_charts as charts
from perfdash.ui import attendance_views as views
from perfdash.ui import chrome, published_views, reads
from perfdash.ui.kept import Version, kept


@dataclass(frozen=True)
class ChartAnswer:
    """One chart with its words and the rows behind it."""

    key: str
    title: str
    formal: str
    figure: Figure
    alt: str
    rows: pd.DataFrame
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class AttendanceAnswer:
    """What the page says of a selection, whichever process chart is chosen: kept whole, so read and never changed."""

    status: StoreStatus
    view: views.AttendanceView
    top: str
    recent: Selection
    funnel: ChartAnswer
    published: str

    def by_month(self, chart: str) -> ChartAnswer | None:
        """The process chart chosen of `CHARTS`; nothing where it cannot be drawn."""
        return _by_month(self.view.selection, chart)


# Shared and not copied: nothing on the page changes an answer, and to copy a figure costs more than to draw it.
@kept(300, shared=True)
def attendance_answer(current: Version, selection: Selection) -> AttendanceAnswer:
    """What the page says of a selection."""
    view = views.attendance_view(selection)
    recent = views.recent(selection, view)
    published = published_views.context_html(selection)
    return AttendanceAnswer(reads.status(), view, _top(view), recent, _funnel(view, recent), published)


def _top(view: views.AttendanceView) -> str:
    missing = views.missing_words(reads.missingness(view.selection), view.held.force)
    parts = [chrome.headline_html(view.headline, view.formal), chrome.warning_html(missing) if missing else ""]
    return chrome.stack(*parts, cards_html(views.cards(view)))


@kept(300, shared=True)
def _by_month(current: Version, selection: Selection, chart: str) -> ChartAnswer | None:
    view = attendance_answer(selection).view
    drawn = charts.drawn(view, chart)
    if drawn.process is None:
        return None
    marked = charts.events(view, drawn)
    figure = process_chart(drawn.process, drawn.unit, drawn.steps, marked)
    alt = sentences.alt_text(drawn.process, drawn.title, drawn.unit)
    key = f"{drawn.key}_by_month"
    return ChartAnswer(key, drawn.title, drawn.formal, figure, alt, view.months, tuple(marked))


def _funnel(view: views.AttendanceView, recent: Selection) -> ChartAnswer:
    title, counted = charts.coverage_sentence(together(views.recent_months(view))), reads.funnel(recent)
    formal = f"From all incidents to measured ones, one reason each · {basis(recent)}"
    return ChartAnswer("funnel", title, formal, funnel_chart(counted), title, counted)
