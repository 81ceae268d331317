"""What the page of the stages shows, put together from reads, statistics and sentences."""

from dataclasses import dataclass

import pandas as pd

from perfdash.analysis.differences import Comparison
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.contract.stages import NEEDED_COLUMNS, STAGES
from perfdash.figures import sentences
from perfdash.figures.process_chart import Event
from perfdash.figures.stage_sentences import (
    change_words,
    comparison_sentence,
    interval_words,
    month_sentence,
    steps_sentence,
)
from perfdash.figures.stages import Span
from perfdash.figures.words import count, minutes, month
from perfdash.measures.periods import Period, Periods, whole_span
from perfdash.measures.selection import Selection
from perfdash.measures.series import monthly_process, rebases_for, whole_months
from perfdash.measures.stages import MEANS, StagesCompared, periods_words
from perfdash.measures.words import basis
from perfdash.reference import attendance as reference
from perfdash.store.read import ForceHeld
from perfdash.ui import reads
from perfdash.ui.attendance_views import days, held_for
from perfdash.ui.events import events_between
from perfdash.ui.stage_tables import COLUMNS, stage_name

_MEANS = f"Mean time by stage of incidents with all three stages ({MEANS})"
_MEAN = "Mean attendance time of measured incidents"


@dataclass(frozen=True)
class StagesView:
    """One selection's stages: by month, over all its months, and what its extract lacks for them."""

    selection: Selection
    held: ForceHeld
    months: pd.DataFrame
    total: pd.Series
    lacking: tuple[str, ...]

    @property
    def whole(self) -> pd.DataFrame:
        """The whole months with a place on the chart; none where no whole month has a staged incident."""
        months = whole_months(self.months)
        return months if months["n_staged"].sum() else months.head(0)

    @property
    def held_whole(self) -> Period | None:
        """The whole months that the extract holds."""
        return whole_span(self.held.first_on, self.held.last_on)

    @property
    def has_stages(self) -> bool:
        """Whether any incident of the selection has all three stages."""
        return bool(self.total["n_staged"])

    @property
    def who(self) -> str:
        """'Grade 1 incidents in Burton': a figure of a part never passes for the whole's."""
        force, chosen = self.held.force, self.selection.chosen
        grades = [reference.grade_name(force, grade).partition(" (")[0].lower() for grade in chosen("grade")]
        flags = {"yes": " with domestic abuse", "no": " without domestic abuse"}
        flag = " or".join(flags.get(value, "") for value in chosen("domestic_abuse")[:1])
        lpts = [reference.lpt_name(force, lpt) for lpt in chosen("lpt")]
        words = f"{', '.join(grades)} incidents{flag}{sentences.in_places(lpts, ' and '.join(chosen('rurality')))}"
        return words.strip()[:1].upper() + words.strip()[1:]


def stages_view(selection: Selection) -> StagesView:
    """Reads one selection."""
    held = held_for(selection)
    filled = reads.columns_held(held.force)
    return StagesView(
        selection,
        held,
        reads.attendances(selection, "month"),
        reads.attendances(selection).iloc[0],
        tuple(name for name in NEEDED_COLUMNS if not filled.get(name)),
    )


@dataclass(frozen=True)
class ComparedView:
    """Two periods compared, and what of it is drawn: the stages, or the clock's own time where there are none."""

    compared: StagesCompared
    drawn: Comparison

    @property
    def before(self) -> str:
        """The first period in words."""
        return self.compared.periods.before.words

    @property
    def after(self) -> str:
        """The second period in words."""
        return self.compared.periods.after.words

    @property
    def is_drawn(self) -> bool:
        """Whether both periods have a mean to draw."""
        return bool(self.drawn.whole.before.n and self.drawn.whole.after.n)

    @property
    def title(self) -> str:
        """The finding of the waterfall."""
        return steps_sentence(self.drawn, self.before, self.after)


def compared_view(view: StagesView, periods: Periods) -> ComparedView:
    """Reads the comparison of two periods."""
    compared = reads.stages_compared(view.selection, periods)
    return ComparedView(compared, compared.stages if view.has_stages else Comparison((), compared.by_clock))


def headline(view: StagesView, compared: ComparedView | None) -> str:
    """The finding of the page: what changed between the periods, else where the minutes go now."""
    if compared is not None and compared.is_drawn:
        return comparison_sentence(compared.drawn, view.who, compared.before, compared.after)
    if view.has_stages:
        return now_sentence(view)
    return f"No stage can be measured: none of the {view.who[:1].lower()}{view.who[1:]} selected has all three"


def now_row(view: StagesView) -> pd.Series:
    """The means of the last whole month with any; of all the days held where there is none."""
    staged = view.whole[view.whole["n_staged"] > 0]
    return view.total if staged.empty else staged.iloc[-1]


def now_sentence(view: StagesView) -> str:
    """Where the minutes went in that month or in those days."""
    row = now_row(view)
    when = f"in {month(row['month'])}" if "month" in row else f"in the days held ({_days_held(view)})"
    return month_sentence(row, view.who, when)


def why_no_months(view: StagesView) -> str:
    """Why nothing can be drawn by month."""
    if not view.has_stages:
        return "Nothing to chart: no incident of this selection has all three stages."
    return f"No whole month to chart: the days held are {_days_held(view)}."


def _days_held(view: StagesView) -> str:
    """The days of the extract that lie in the selection's months."""
    first, last = view.selection.from_month, view.selection.to_month
    end = (pd.Timestamp(last) + pd.offsets.MonthEnd(0)).date() if last else view.held.last_on
    return days(max(first or view.held.first_on, view.held.first_on), min(end, view.held.last_on))


def too_few(view: StagesView, compared: ComparedView) -> str:
    """Why two periods are not drawn one against the other."""
    return f"{comparison_sentence(compared.drawn, view.who, compared.before, compared.after)}."


def waterfall_words(compared: ComparedView) -> str:
    """The waterfall for people who do not see it: every step with its interval."""
    steps = [
        f"{stage_name(part.key)}: {change_words(part.difference.change)}, 95 % interval {interval_words(part.difference)}"
        for part in compared.drawn.parts
    ]
    return f"{compared.title}. Waterfall of means. {'. '.join(steps)}"


def months_words(view: StagesView) -> str:
    """The stacked months for people who do not see them."""
    totals = view.whole[COLUMNS].sum(axis=1, skipna=False)
    bars = f"{len(view.whole)} month{'' if len(view.whole) == 1 else 's'}"
    span = f"lowest {minutes(totals.min())}, highest {minutes(totals.max())}"
    return f"{now_sentence(view)}. Stacked bars of {bars}, {span}."


def formal(view: StagesView, compared: ComparedView | None) -> str:
    """What the finding stands on: means and why, the chosen definition, and how many."""
    if compared is None or not compared.is_drawn:
        return f"{_MEANS} · n = {count(view.total['n_staged'])} · {basis(view.selection)}"
    return f"{_MEANS if view.has_stages else _MEAN} · {_basis_compared(view, compared)}"


def formal_of_waterfall(view: StagesView, compared: ComparedView) -> str:
    """The same for the way from one mean to the other."""
    steps = (
        "Mean before, what each stage adds or takes away, mean after" if view.has_stages else "Mean before and after"
    )
    return f"{steps}, 95 % intervals (Welch) · {_basis_compared(view, compared)}"


def _basis_compared(view: StagesView, compared: ComparedView) -> str:
    whole = compared.drawn.whole
    n = f"n = {count(whole.after.n)} against {count(whole.before.n)}"
    return f"{periods_words(view.selection, compared.compared.periods)} · {n}{_stages_note(view)}"


def formal_by_month(view: StagesView) -> str:
    """The same for the months."""
    n = count(view.whole["n_staged"].sum())
    return f"{_MEANS} by month, whole months only · n = {n} · {basis(view.selection)}{_stages_note(view)}"


def formal_of_processes(view: StagesView, judged: dict[str, ProcessBehaviour]) -> str:
    """The formal line of the three process charts."""
    rules = next(iter(judged.values())).rules
    return f"Mean of each stage by month, each on its own scale, limits by {rules} · {basis(view.selection)}"


def _stages_note(view: StagesView) -> str:
    starts = reference.clocks()[view.selection.clock].starts
    note = " · stages run from the call whatever the clock, which decides only which incidents count"
    return "" if "call_answered_at" in starts else note


def spans(compared: ComparedView | None) -> list[Span]:
    """The two periods with the mean of all stages, for the chart by month."""
    if compared is None:
        return []
    whole, periods = compared.drawn.whole, compared.compared.periods
    return [
        Span("before", periods.before.first, periods.before.last, whole.before.mean),
        Span("after", periods.after.first, periods.after.last, whole.after.mean),
    ]


def processes(view: StagesView) -> dict[str, ProcessBehaviour]:
    """A judged process of each stage's mean, by its name; none of a single month, which is no series."""
    if len(view.whole) < 2:
        return {}
    judged = {
        stage.name.capitalize(): monthly_process(
            view.whole, stage.measure, rebase_on=rebases_for(view.selection, stage.measure)
        )
        for stage in STAGES
    }
    return {name: process for name, process in judged.items() if process is not None}


def events(view: StagesView) -> list[Event]:
    """Dated events, and fresh starts of any stage's limits, that fall in the months drawn."""
    months = view.whole["month"]
    rebased = [on for stage in STAGES for on in rebases_for(view.selection, stage.measure)]
    return events_between(view.selection, months.iloc[0], months.iloc[-1], rebased)
