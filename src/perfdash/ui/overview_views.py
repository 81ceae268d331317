"""The overview: a row a theme, its headline figures as cards with what moves first, its recommendations and its gaps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

import pandas as pd

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures import words
from perfdash.figures.cards import Card, cards_html
from perfdash.figures.overview_sentences import BETTER, WORSE, Judged
from perfdash.measures.register import measure, measures
from perfdash.measures.selection import Selection
from perfdash.measures.series import monthly_process, rebases_for, whole_months
from perfdash.measures.words import period
from perfdash.meeting import progress
from perfdash.reference import framework
from perfdash.reference import recommendations as asked_for
from perfdash.store.places import find_store
from perfdash.ui import attendance_views as attendance
from perfdash.ui import call_cards, call_views, reads
from perfdash.ui.audience import audience
from perfdash.ui.choices import grades_of
from perfdash.ui.findings import Finding
from perfdash.ui.retention_findings import retention_findings
from perfdash.ui.wellbeing_findings import wellbeing_findings

NO_INCIDENTS = (
    "No incidents of this force are loaded, so nothing is told of attendance; run 'perfdash load incidents FILE "
    "--profile NAME'."
)
_FIRST = {WORSE: 0, BETTER: 1}  # what is judged neither way, or not at all, comes after


@dataclass(frozen=True)
class ThemeRow:
    """One row: the theme, its recommendations with their state, its findings in order of attention, or why it has none."""

    theme: asked_for.Theme
    recommendations: tuple[asked_for.Recommendation, ...]
    findings: tuple[Finding, ...]
    gap: str = ""


def theme_rows(selection: Selection) -> list[ThemeRow]:
    """Every theme that stands today, with what the store and the reference tables say of it."""
    found = {
        "attendance": _attendance(selection),
        "retention": retention_findings(selection.chosen("force")[0], audience()),
        "wellbeing": wellbeing_findings(selection.chosen("force")[0], audience()),
        "framework": _framework(selection),
        "analysis": _analysis(selection),
        "evaluation": _evaluation(selection),
    }
    return [_row(theme, found.get(theme.key, []), selection) for theme in asked_for.themes()]


def _row(theme: asked_for.Theme, findings: list[Finding], selection: Selection) -> ThemeRow:
    answering = tuple(row for row in asked_for.recommendations() if theme.key in row.themes)
    ordered = sorted(findings, key=lambda finding: _FIRST.get(finding.judged.verdict if finding.judged else "", 2))
    return ThemeRow(theme, answering, tuple(ordered), "" if findings else _gap(answering, selection))


def _gap(answering: Sequence[asked_for.Recommendation], selection: Selection) -> str:
    """What would be counted, in the words of the commitments; a theme without a figure is a gap and says so."""
    (force,) = selection.chosen("force")
    rows = [row for rec in answering for row in asked_for.commitments_of(force, rec.key)]
    awaited = [row.awaits for row in rows if row.awaits]
    counted = [measure(key).question.rstrip("?") for row in rows for key in row.measures]
    named = list(dict.fromkeys(map(_lowered, [*counted, *awaited])))
    would = f" It would show: {'; '.join(named[:3])}." if named else ""
    return f"No measure has data yet.{would}"


def first_cards(rows: Sequence[ThemeRow]) -> list[Card]:
    """The figure of each theme that is to be looked at first."""
    return [row.findings[0].card for row in rows if row.findings]


def judged(rows: Sequence[ThemeRow]) -> list[Judged]:
    """Every judged measure of the overview, in the order of the rows."""
    return [finding.judged for row in rows for finding in row.findings if finding.judged]


# Attendance


def _attendance(selection: Selection) -> list[Finding]:
    if not attendance.has_incidents(selection):
        return _calls(selection)
    view = attendance.attendance_view(selection)
    share, median, *_ = attendance.cards(view, href=attendance.link("attendance", selection))
    first = _found(share, f"{view.subject} within standard", view, attendance.WITHIN, view.within)
    waited = f"the median wait of {view.subject}"
    others = _second_grade(selection) or [
        _found(_to(median, selection, "median"), waited, view, attendance.TIME, view.time)
    ]
    return [first, *others, *_calls(selection)]


def _second_grade(selection: Selection) -> list[Finding]:
    if selection.chosen("grade") != ("1",) or "2" not in grades_of(selection):
        return []
    second = selection.having(grade="2")
    view = attendance.attendance_view(second)
    share, *_, tail = attendance.cards(view, href=attendance.link("attendance", second))
    waited = f"{view.subject} incidents that {_lowered(tail.title)}"
    return [
        _found(share, f"{view.subject} within standard", view, attendance.WITHIN, view.within),
        _found(_to(tail, second, "tail"), waited, view, attendance.TAIL, view.tail),
    ]


def _calls(selection: Selection) -> list[Finding]:
    held = call_views.calls_held(selection)
    if held is None:
        return []
    view = call_views.call_view(replace(selection, filters=()).having(force=held.force), held)
    share = replace(call_cards.cards(view)[0], href=attendance.link("calls", selection))
    named = replace(share, title=f"999 calls {_lowered(share.title)}")
    before = _before(view.months, call_views.WITHIN, view.aim.value if view.aim else None, ())
    return [Finding(named, Judged(f"999 calls {_lowered(share.title)}", view.within, before))]


def _found(
    card: Card, name: str, view: attendance.AttendanceView, key: str, process: ProcessBehaviour | None
) -> Finding:
    target = view.aim.value if view.aim and key == attendance.WITHIN else None
    title = f"{view.subject.capitalize()}: {_lowered(card.title)}"
    card = replace(card, title=title, notes=(*card.notes[:1], _baseline(view.selection, key)))
    return Finding(card, Judged(name, process, _before(view.months, key, target, rebases_for(view.selection, key))))


def _baseline(selection: Selection, key: str) -> str:
    """'Baseline 84.2 %, April 2023 to March 2024': fixed in the register; a count is given for a month of it."""
    asked = measure(key)
    span = replace(selection, from_month=asked.baseline_from, to_month=asked.baseline_to.replace(day=1))
    months, when = whole_months(reads.attendances(span, "month")), period(span.from_month, span.to_month)
    if len(months) < len(pd.period_range(asked.baseline_from, asked.baseline_to, freq="M")):
        return f"The baseline, {when}, is not held whole"
    if asked.unit == "count":
        return f"Baseline {words.in_unit(months[asked.statistic].mean(), asked.unit)} a month, {when}"
    return f"Baseline {words.in_unit(reads.attendances(span).iloc[0][asked.statistic], asked.unit)}, {when}"


def _before(
    months: pd.DataFrame, key: str, target: float | None, rebased_on: Sequence[date]
) -> ProcessBehaviour | None:
    """The same process as it stood a whole month ago, at the last monthly forum."""
    earlier = whole_months(months).iloc[:-1] if len(months) else months
    return monthly_process(earlier, key, target, rebased_on) if len(earlier) else None


def month_before(selection: Selection) -> str:
    """The month whose figures the last monthly forum saw, in words; nothing where there is none."""
    if not attendance.has_incidents(selection):
        return ""
    whole = whole_months(reads.attendances(selection, "month"))
    return words.month(whole["month"].iloc[-2]) if len(whole) > 1 else ""


def _to(card: Card, selection: Selection, chart: str) -> Card:
    return replace(card, href=f"{attendance.link('attendance', selection)}&chart={chart}")


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


# The other themes


def _analysis(selection: Selection) -> list[Finding]:
    if not attendance.has_incidents(selection):
        return []
    view = attendance.attendance_view(selection)
    coverage = attendance.cards(view)[3]
    name = f"usable times of {view.subject}"
    return [_found(_to(coverage, selection, "coverage"), name, view, attendance.COVERAGE, view.coverage)]


def _framework(selection: Selection) -> list[Finding]:
    (force,) = selection.chosen("force")
    products = framework.data_products_of(force)
    delivered = [row for row in products if row.state == "delivered"]
    covered = [theme for theme, keys in asked_for.measures_by_theme(measures()).items() if keys]
    cards = [
        _counted(
            "Themes with a measure", len(covered), len(asked_for.themes()), "counted in the register", "framework"
        ),
        _counted(
            "Data products delivered", len(delivered), len(products), "of those planned", "framework?view=products"
        ),
    ]
    return [Finding(card) for card in cards if card]


def _evaluation(selection: Selection) -> list[Finding]:
    (force,) = selection.chosen("force")
    rows = framework.self_assessment_of(force)
    answered = [row for row in rows if row.evidence]
    card = _counted(
        "Self-assessment with evidence",
        len(answered),
        len(rows),
        "questions of the force's own",
        "framework?view=assessment",
    )
    return [Finding(card)] if card else []


def _counted(title: str, n: int, of: int, noun: str, href: str) -> Card | None:
    return Card(title, words.count(n), f"of {of}", notes=(noun,), href=href) if of else None


# Drawing


def row_html(row: ThemeRow, states: str) -> str:
    """One row of the overview; `states` says where its recommendations stand."""
    keys = ", ".join(rec.key for rec in row.recommendations)
    told = f"Rec {escape(keys)} · {escape(states)}" if keys else "No recommendation"
    cards = cards_html([finding.card for finding in row.findings]) if row.findings else ""
    body = cards or f'<p class="pd-gap">{escape(row.gap)}</p>'
    return (
        f'<div class="pd-theme"><div><h2>{escape(row.theme.name)}</h2><p class="pd-note">{escape(row.theme.question)}</p>'
        f'<p class="pd-note"><a href="recommendations" target="_self">{told}</a></p></div>{body}</div>'
    )


def states(row: ThemeRow, selection: Selection) -> str:
    """Where the recommendations of a theme stand: 'not ours to deliver', 'overdue', or what was written in the log."""
    written = progress.read(find_store().log, selection.chosen("force")[0])
    today = date.today()
    return ", ".join(dict.fromkeys(progress.state(rec, written, today).words for rec in row.recommendations))
