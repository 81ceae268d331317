"""Any measure of the register as a card that opens its page with the same period; a gap where it has no data yet."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd

from perfdash.contract.calls import EMERGENCY
from perfdash.contract.stages import STAGES
from perfdash.figures import sentences, words
from perfdash.figures.cards import Card
from perfdash.figures.curve_facets import type_name
from perfdash.measures.calls import call_basis, of_calls
from perfdash.measures.people import KINDS, WELLBEING
from perfdash.measures.register import Measure, measure
from perfdash.measures.selection import Selection
from perfdash.measures.series import monthly_process, rebases_for, whole_months
from perfdash.measures.words import basis
from perfdash.ui import attendance_views as attendance
from perfdash.ui import call_cards, call_views, people_reads, reads
from perfdash.ui.audience import audience
from perfdash.ui.people_cards import first_type
from perfdash.ui.people_choices import default_people
from perfdash.ui.people_rows import type_of
from perfdash.ui.people_talk_cards import CARDS
from perfdash.ui.wellbeing_cards import CARDS as WELLBEING_CARDS
from perfdash.ui.wellbeing_findings import wellbeing_card

# The page of a measure, with the parameters that show it there.
_STAGES: dict[str, tuple[str, dict[str, str]]] = {stage.measure: ("stages", {}) for stage in STAGES}
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "attendance_within_standard": ("attendance", {}),
    "attendance_time": ("attendance", {"chart": "median"}),
    "attendance_coverage": ("attendance", {"chart": "coverage"}),
    "attendance_tail": ("attendance", {"chart": "tail"}),
    "grade_share": ("definitions", {}),
    "incident_volume": ("places", {}),
    "call_answering_within_standard": ("calls", {}),
    "call_answering_time": ("calls", {}),
    "calls_abandoned": ("calls", {}),
    **_STAGES,
}
PEOPLE_PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "strength": ("retention", {}),
    "joiners": ("retention", {"view": "early"}),
    "retention_curve": ("retention", {"view": "curves"}),
    "leavers": ("retention", {}),
    "leaver_rate": ("retention", {}),
    "resignation_rate": ("retention", {"view": "leaver_type"}),
    "supervisor_leaver_rate": ("retention", {}),
    "early_leavers": ("retention", {"view": "early"}),
    "exit_interviews_offered": ("leaving_reasons", {"view": "answers"}),
    "exit_interviews_completed": ("leaving_reasons", {"view": "answers"}),
    "exit_interview_days": ("leaving_reasons", {"view": "answers"}),
    "leaving_reasons": ("leaving_reasons", {}),
    "stay_interviews": ("keeping_people", {"view": "funnel"}),
    "joiners_reached": ("keeping_people", {"view": "joiners"}),
    "pensionable_reached": ("keeping_people", {"view": "retiring"}),
    "interviewer_pool": ("keeping_people", {"view": "pool"}),
}
EVERYBODY = "Wellbeing: every worker type together, the police's own people alone"
_ATTENDANCE = {attendance.WITHIN: 0, attendance.TIME: 1, attendance.COVERAGE: 3, attendance.TAIL: 4}
_CALLS = {call_views.WITHIN: 0, call_views.TIME: 1, call_views.ABANDONED: 3}
NO_DATA = "No data yet"


def measure_card(key: str, selection: Selection) -> Card:
    """A measure of the register for a selection."""
    asked = measure(key)
    if key in CARDS:
        return _people(asked, selection)
    if key in WELLBEING_CARDS:
        force = selection.chosen("force")[0]
        is_held = asked.records in people_reads.kinds_of(force)
        return wellbeing_card(key, force, audience()) if is_held else no_data(asked)
    make = {"incidents": _incidents, "calls": _calls}.get(asked.records)
    return replace(make(asked, selection) if make else no_data(asked), href=address(key, selection))


def _people(asked: Measure, selection: Selection) -> Card:
    """A measure of the workforce, of the people that its page shows first."""
    force, reader = selection.chosen("force")[0], audience()
    if asked.records not in people_reads.kinds_of(force):
        return no_data(asked)
    chosen = default_people(force, reader)
    card = CARDS[asked.key](chosen, reader, first_type(chosen, reader))
    page, parameters = PEOPLE_PAGES[asked.key]
    notes = tuple(note for note in card.notes if note)
    return replace(card, notes=notes, href=f"{page}?{urlencode(chosen.to_query() | parameters)}")


def people_basis(selection: Selection) -> str:
    """Whom the cards of the workforce tell of."""
    chosen = default_people(selection.chosen("force")[0], audience())
    kind = type_of(chosen)
    words = type_name(kind) if kind else "In public everybody together, or the first worker type alone"
    return " · ".join([words, *chosen.caption(with_period=False), "interviewers: the whole force"])


def address(key: str, selection: Selection) -> str:
    """Where a measure is shown, with the same selection; nothing for one that has no page yet."""
    page, parameters = PAGES.get(key, ("", {}))
    return f"{page}?{urlencode(selection.to_query() | parameters)}" if page else ""


def bases(keys: Sequence[str], selection: Selection) -> list[str]:
    """What the figures of some measures stand on, a line a kind of record among them."""
    spoken = {"incidents": basis(selection), "calls": call_basis(of_calls(selection).having(line=EMERGENCY))}
    kinds = dict.fromkeys(measure(key).records for key in keys)
    force = selection.chosen("force")[0]
    held = set(kinds) & set(people_reads.kinds_of(force))
    told = [spoken[kind] for kind in kinds if kind in spoken and attendance.has_incidents(selection)]
    return [
        *told,
        *([people_basis(selection)] if held & set(KINDS) else []),
        *([EVERYBODY] if held & set(WELLBEING) else []),
    ]


def no_data(asked: Measure) -> Card:
    """A measure of the register that the store has no data for, and what would be counted."""
    return Card(asked.question, words.HIDDEN, verdict=NO_DATA, notes=(f"Would be counted: {asked.denominator}",))


def has_data(card: Card) -> bool:
    """Whether a card shows a figure."""
    return card.value != words.HIDDEN


def _incidents(asked: Measure, selection: Selection) -> Card:
    if asked.key in _ATTENDANCE:
        view = attendance.attendance_view(selection)
        card = attendance.cards(view)[_ATTENDANCE[asked.key]]
        # A count of none is a figure only where something could have been counted.
        needed = view.latest["n_measured" if asked.key == attendance.TAIL else "n_incidents"]
        return card if needed and (has_data(card) or card.verdict) else no_data(asked)
    months = reads.attendances(selection, "month")
    if asked.key == "grade_share":
        grades = selection.chosen("grade")
        if len(grades) != 1:
            return Card(asked.question, words.HIDDEN, verdict="Choose one grade", notes=(f"Of {asked.denominator}",))
        every = reads.attendances(selection.having(grade=()), "month", "grade")
        months = every[every["grade"] == grades[0]]
    return _by_month(asked, selection, months)


def _by_month(asked: Measure, selection: Selection, months: pd.DataFrame) -> Card:
    """The last whole month of any figure that stands by month, judged like every other."""
    process = monthly_process(months, asked.key, rebase_on=rebases_for(selection, asked.key)) if len(months) else None
    if process is None:
        return no_data(asked)
    last = process.points.dropna(subset="value").iloc[-1]
    row = whole_months(months).set_index("month").loc[last["date"]]
    figure, unit = words.figure_and_unit(words.in_unit(last["value"], asked.unit))
    return Card(
        asked.question,
        figure,
        unit,
        process,
        sentences.variation_label(process),
        notes=(f"{words.month(last['date'])} · {_statistic(asked, row)}",),
    )


def _statistic(asked: Measure, row: pd.Series) -> str:
    if asked.key in _STAGES:
        return f"mean of {words.count(row['n_staged'])} incidents with all three stages"
    if asked.unit == "share":
        return f"{words.count(row['n_incidents'])} incidents of the grade"
    return f"of {asked.denominator}" if asked.key != "incident_volume" else "incidents of the month"


def _calls(asked: Measure, selection: Selection) -> Card:
    held = call_views.calls_held(selection)
    if held is None:
        return no_data(asked)
    view = call_views.call_view(selection, held)
    card = call_cards.cards(view)[_CALLS[asked.key]]
    return (
        replace(card, title=f"999 calls: {card.title[:1].lower()}{card.title[1:]}")
        if has_data(card)
        else no_data(asked)
    )
