"""The process charts of the attendance page: which there are, what each draws and says, and what a click opens."""

from dataclasses import dataclass, replace

import pandas as pd

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures import sentences
from perfdash.figures.process_chart import Event, Step
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection, parse_month
from perfdash.measures.series import rebases_for, whole_months
from perfdash.measures.words import basis
from perfdash.ui.attendance_views import COVERAGE, TAIL, TIME, WITHIN, AttendanceView, tail_words
from perfdash.ui.events import events_between
from perfdash.ui.trail import INCIDENTS

CHARTS = {
    "within": "Within standard",
    "median": "Median",
    "coverage": "Coverage",
    "tail": "Long waits",
}


@dataclass(frozen=True)
class Drawn:
    """What one process chart draws and says: the measure, its process, its aims and its sentence."""

    key: str
    process: ProcessBehaviour | None
    title: str
    formal: str
    steps: tuple[Step, ...] = ()

    @property
    def unit(self) -> str:
        """share, seconds or count."""
        return measure(self.key).unit


def drawn(view: AttendanceView, chart: str) -> Drawn:
    """The process chart chosen of `CHARTS`."""
    key, process, words_for = {
        "within": (WITHIN, view.within, "Share within standard"),
        "median": (TIME, view.time, "Median attendance time"),
        "coverage": (
            COVERAGE,
            view.coverage,
            "Share of incidents due an attendance that have a usable time (coverage)",
        ),
        "tail": (TAIL, view.tail, f"Number of incidents: {tail_words(view).lower()}"),
    }[chart]
    title = sentences.usual_range(process, measure(key).unit) if process else "No whole month to chart"
    limits = f" · limits by {process.rules}" if process else ""
    formal = f"{words_for} by month, whole months only · {basis(view.selection)}{limits}"
    return Drawn(key, process, title, formal, view.steps if key == WITHIN else ())


def why_no_chart(view: AttendanceView) -> str:
    """Why a process chart cannot be drawn: no whole month, or nothing to judge."""
    if whole_months(view.months).empty:
        return f"No whole month to chart: the extract covers {view.latest_words}."
    if not whole_months(view.months)["n_measured"].sum():
        return "Nothing to chart: no incident of this selection has a usable time."
    return "Nothing to chart: no standard is recorded for these incidents; the median is drawn all the same."


def coverage_sentence(whole: pd.Series) -> str:
    """How many of the incidents due an attendance have a usable time, and what the missing ones could do."""
    failed, passed = whole["share_within_if_missing_failed"], whole["share_within_if_missing_passed"]
    return sentences.coverage(whole["n_measured"], whole["n_due"], failed, passed)


def opened_month(selection: Selection, month: str) -> tuple[str, Selection]:
    """What a click on a month opens: the incidents of that month."""
    on = parse_month(month)
    return INCIDENTS, replace(selection, from_month=on, to_month=on)


def opened_status(selection: Selection, status: str) -> tuple[str, Selection] | None:
    """What a click on a bar of the funnel opens: the incidents of that status."""
    return (INCIDENTS, selection.having(status=status)) if status else None


def events(view: AttendanceView, chart: Drawn) -> list[Event]:
    """Dated events of the force and of the nation, and the measure's fresh starts, that fall in the months drawn."""
    if chart.process is None:
        return []
    months = chart.process.points["date"]
    return events_between(view.selection, months.iloc[0], months.iloc[-1], rebases_for(view.selection, chart.key))
