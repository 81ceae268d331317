"""What the attendance page and the overview show, put together from reads, statistics and sentences."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

import pandas as pd

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.contract.incidents import NOT_KNOWN
from perfdash.figures import sentences, words
from perfdash.figures.cards import Card
from perfdash.figures.process_chart import Step
from perfdash.measures.missing import Missingness
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection
from perfdash.measures.series import ambitions_for, monthly_process, rebases_for, whole_months
from perfdash.measures.words import definition, filter_words
from perfdash.reference import attendance as reference
from perfdash.store.read import ForceHeld
from perfdash.ui import people_reads, reads

WITHIN, TIME, COVERAGE, TAIL = (
    "attendance_within_standard",
    "attendance_time",
    "attendance_coverage",
    "attendance_tail",
)
_YEAR = 12  # months


@dataclass(frozen=True)
class AttendanceView:
    """Everything one attendance page says: the months, the month in the headline and the processes behind the cards."""

    selection: Selection
    held: ForceHeld
    months: pd.DataFrame
    latest: pd.Series
    latest_words: str
    within: ProcessBehaviour | None
    time: ProcessBehaviour | None
    coverage: ProcessBehaviour | None
    tail: ProcessBehaviour | None
    steps: tuple[Step, ...]
    aim: sentences.Aim | None

    @property
    def subject(self) -> str:
        """'grade 1' or 'all'."""
        grades = self.selection.chosen("grade")
        return ", ".join(_lower(reference.grade_name(self.held.force, grade)) for grade in grades) or "all"

    @property
    def where(self) -> str:
        """' in Burton', or nothing for the whole force: a figure of a part never passes for the whole's."""
        names = [reference.lpt_name(self.held.force, lpt) for lpt in self.selection.chosen("lpt")]
        placed = sentences.in_places(names, " and ".join(self.selection.chosen("rurality")))
        kept = [key for key in ("domestic_abuse", "weekday", "hour", "status", "origin") if self.selection.chosen(key)]
        others = [filter_words(key, self.selection.chosen(key), (self.held.force,)) for key in kept]
        return f"{placed} ({', '.join(others)})" if others else placed

    @property
    def formal(self) -> str:
        """The formal line of the page: the definition, and the limits in force at the end of the period."""
        defined = definition(measure(WITHIN), self.selection)
        grades, last = self.selection.chosen("grade"), self.selection.to_month or self.held.last_on
        rows = [row for row in reference.standards_for(self.held.force, "attendance") if row.grade in grades]
        on = [row for row in rows if row.from_on <= last <= row.to_on]
        known = [row for row in on if row.rurality != NOT_KNOWN] or on
        limits = ", ".join(dict.fromkeys(row.name for row in known))
        return f"{defined} · limits: {limits}" if limits else defined

    @cached_property
    def headline(self) -> str:
        """The finding of the page in one sentence."""
        if self.within is not None:
            return sentences.within_standard(self.within, self.subject, self.aim, self.where)
        if self.latest["n_judged"]:
            share = words.percent(self.latest["share_within"])
            which = "incidents that have a standard" if self.subject == "all" else f"{self.subject} incidents"
            return f"{share} of {which}{self.where} were attended within standard, {self.latest_words}"
        if self.latest["n_measured"]:
            median = words.minutes(self.latest["median_seconds"])
            reached = f"Half of {self.subject} incidents{self.where} were reached within {median}, {self.latest_words}"
            return f"{reached}; no standard is recorded for them"
        return f"No attendance time can be measured for {self.subject} incidents{self.where}, {self.latest_words}"


def _lower(name: str) -> str:
    return name.partition(" (")[0].lower()


def held_for(selection: Selection) -> ForceHeld:
    """What the store holds of the selected force."""
    force = selection.chosen("force")[0]
    found = next((held for held in reads.status().forces if held.force == force), None)
    return found or people_reads.force_held(force)


def has_incidents(selection: Selection) -> bool:
    """Whether any incident of the selected force is loaded: of some there are people alone."""
    return any(held.force in selection.chosen("force") for held in reads.status().forces)


def attendance_view(selection: Selection) -> AttendanceView:
    """Reads and judges one selection."""
    held = held_for(selection)
    months = reads.attendances(selection, "month")
    whole = whole_months(months)
    if whole.empty:
        latest, spoken = reads.attendances(selection).iloc[0], days(held.first_on, held.last_on)
    else:
        latest, spoken = whole.iloc[-1], words.month(whole["month"].iloc[-1])
    ambitions = ambitions_for(selection, WITHIN)
    steps = tuple(Step(row.from_on, row.to_on, row.share, row.name) for row in ambitions)
    aim = sentences.Aim(_aim_words(ambitions[-1].name), ambitions[-1].share) if ambitions else None
    return AttendanceView(
        selection,
        held,
        months,
        latest,
        spoken,
        monthly_process(months, WITHIN, aim.value if aim else None, rebases_for(selection, WITHIN)),
        monthly_process(months, TIME, rebase_on=rebases_for(selection, TIME)),
        monthly_process(months, COVERAGE),
        monthly_process(months, TAIL, rebase_on=rebases_for(selection, TAIL)),
        steps,
        aim,
    )


def link(page: str, selection: Selection) -> str:
    """The address of a page with the same selection."""
    return f"{page}?{urlencode(selection.to_query())}"


def _aim_words(name: str) -> str:
    return f"the {name.removeprefix('Ambition ')} ambition"


def days(first: date, last: date) -> str:
    """A span of days in words."""
    return f"{first:%-d %B %Y} to {last:%-d %B %Y}"


def cards(view: AttendanceView, href: str = "") -> list[Card]:
    """Share within standard, median, slowest tenth, coverage, tail: the month in the headline, with how sure it is."""
    return [_share_card(view, href), _median_card(view), _slowest_card(view), _coverage_card(view), _tail_card(view)]


def _share_card(view: AttendanceView, href: str) -> Card:
    row = view.latest
    if not row["n_judged"]:
        title = "Attended within standard"
        absent = "No standard recorded" if row["n_measured"] else "No usable time"
        return Card(title, words.HIDDEN, verdict=absent, notes=(view.latest_words,), href=href)
    low, high = words.percent(row["share_within_low"]), words.percent(row["share_within_high"])
    failed, passed = row["share_within_if_missing_failed"], row["share_within_if_missing_passed"]
    return Card(
        "Attended within standard",
        words.percent(row["share_within"]).removesuffix(" %"),
        "%",
        view.within,
        sentences.variation_label(view.within) if view.within else "",
        sentences.assurance_words(view.within, view.aim) if view.within else "",
        (
            f"{view.latest_words}, n = {words.count(row['n_judged'])} · 95 % interval {low} to {high}",
            f"If missing times failed {words.percent(failed)}, if they passed {words.percent(passed)}",
        ),
        view.aim.value if view.aim else None,
        href,
    )


def _median_card(view: AttendanceView) -> Card:
    figure, unit = words.figure_and_unit(words.minutes(view.latest["median_seconds"]))
    return Card(
        "Half are reached within (median)",
        figure,
        unit,
        view.time,
        sentences.variation_label(view.time) if view.time else "",
        notes=(f"{view.latest_words}, {reference.clocks()[view.selection.clock].name}",),
    )


def _slowest_card(view: AttendanceView) -> Card:
    figure, unit = words.figure_and_unit(words.minutes(view.latest["p90_seconds"]))
    return Card(
        "One in ten waits longer than (90th percentile)",
        figure,
        unit,
        notes=(f"{view.latest_words}, exact, from every row",),
    )


def _coverage_card(view: AttendanceView) -> Card:
    row = view.latest
    figure, unit = words.figure_and_unit(words.percent(row["coverage"]))
    return Card(
        "Incidents with a usable time (coverage)",
        figure,
        unit,
        view.coverage,
        sentences.variation_label(view.coverage) if view.coverage else "",
        notes=(
            f"{view.latest_words}, {words.count(row['n_measured'])} of {words.count(row['n_due'])} due an attendance",
        ),
    )


def _tail_card(view: AttendanceView) -> Card:
    row, limits = view.latest, _tail_limits(view)
    far = ""
    if limits and limits.far_tail_seconds:
        far = f"{words.count(row['n_far_tail'])} over {words.minutes(limits.far_tail_seconds)}"
    return Card(
        tail_words(view),
        words.count(row["n_tail"]),
        "",
        view.tail,
        sentences.variation_label(view.tail) if view.tail else "",
        notes=(f"{view.latest_words}, of {words.count(row['n_measured'])} measured", far),
    )


def tail_words(view: AttendanceView) -> str:
    """'Waited over 30 min', or plain words where several grades have tails of their own."""
    limits = _tail_limits(view)
    return f"Waited over {words.minutes(limits.tail_seconds)}" if limits and limits.tail_seconds else "In the long tail"


def _tail_limits(view: AttendanceView) -> reference.Grade | None:
    chosen = view.selection.chosen("grade")
    return reference.grade_row(view.held.force, chosen[0]) if len(chosen) == 1 else None


def missing_words(found: Missingness, force: str) -> str:
    """Why the missing times cannot be taken for a fair sample; empty where nothing speaks against it."""
    reasons = []
    if found.uneven and found.by:
        most, least = (_group_words(found.by, force, name) for name in (found.uneven.most, found.uneven.least))
        reasons.append(
            f"{words.percent(found.uneven.most_share)} are missing for {most} against "
            f"{words.percent(found.uneven.least_share)} for {least}"
        )
    if found.cut_off_seconds:
        reasons.append(
            f"recorded times stop short at {words.minutes(found.cut_off_seconds)}, as if longer ones had been left out"
        )
    return f"Missing times are not random: {' and '.join(reasons)}." if reasons else ""


def _group_words(by: str, force: str, name: str) -> str:
    if by == "grade":
        return reference.grade_name(force, name)
    return reference.lpt_name(force, name) if by == "lpt" else name


def recent(selection: Selection, view: AttendanceView) -> Selection:
    """The last twelve whole months of the selection; the selection itself where it is shorter."""
    last = whole_months(view.months).tail(_YEAR)
    if len(last) < _YEAR:
        return selection
    first_month, last_month = (pd.Timestamp(last["month"].iloc[end]).date() for end in (0, -1))
    return replace(selection, from_month=first_month, to_month=last_month)


def recent_months(view: AttendanceView) -> pd.DataFrame:
    """The months of that period, with what they hold."""
    last = whole_months(view.months).tail(_YEAR)
    return last if len(last) == _YEAR else view.months
