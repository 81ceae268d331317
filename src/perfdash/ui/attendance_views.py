"""What the attendance page and the overview show, put together from reads, statistics and sentences."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import pandas as pd

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures import sentences, words
from perfdash.figures.cards import Card
from perfdash.figures.process_chart import Event, Step
from perfdash.measures.missing import Missingness
from perfdash.measures.selection import Selection
from perfdash.measures.series import ambitions_for, monthly_process, processes_by, rebases_for, whole_months
from perfdash.reference import attendance as reference
from perfdash.store.read import ForceHeld
from perfdash.ui import reads

_WITHIN, _TIME, _COVERAGE, _TAIL = (
    "attendance_within_standard",
    "attendance_time",
    "attendance_coverage",
    "attendance_tail",
)


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
        return sentences.in_places(names, " and ".join(self.selection.chosen("rurality")))

    @property
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
    return next(held for held in reads.status().forces if held.force == force)


def attendance_view(selection: Selection) -> AttendanceView:
    """Reads and judges one selection."""
    held = held_for(selection)
    months = reads.attendances(selection, "month")
    whole = whole_months(months)
    if whole.empty:
        latest, spoken = reads.attendances(selection).iloc[0], days(held.first_on, held.last_on)
    else:
        latest, spoken = whole.iloc[-1], words.month(whole["month"].iloc[-1])
    ambitions = ambitions_for(selection, _WITHIN)
    steps = tuple(Step(row.from_on, row.to_on, row.share, row.name) for row in ambitions)
    aim = sentences.Aim(_aim_words(ambitions[-1].name), ambitions[-1].share) if ambitions else None
    return AttendanceView(
        selection,
        held,
        months,
        latest,
        spoken,
        monthly_process(months, _WITHIN, aim.value if aim else None, rebases_for(selection, _WITHIN)),
        monthly_process(months, _TIME, rebase_on=rebases_for(selection, _TIME)),
        monthly_process(months, _COVERAGE),
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
        title, absent = "Attended within standard", "No standard recorded"
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
        notes=(reference.clocks()[view.selection.clock].name,),
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
    return Card(
        "Incidents with a usable time (coverage)",
        words.percent(row["coverage"]).removesuffix(" %"),
        "%",
        view.coverage,
        sentences.variation_label(view.coverage) if view.coverage else "",
        notes=(f"{words.count(row['n_measured'])} of {words.count(row['n_due'])} due an attendance",),
    )


def _tail_card(view: AttendanceView) -> Card:
    row, force = view.latest, view.held.force
    chosen = view.selection.chosen("grade")
    limits = [grade for grade in reference.grades() if grade.grade in chosen and grade.force in (force, "all")]
    title = (
        f"Waited over {words.minutes(limits[0].tail_seconds)}"
        if len(limits) == 1 and limits[0].tail_seconds
        else "In the long tail"
    )
    far = ""
    if len(limits) == 1 and limits[0].far_tail_seconds:
        far = f"{words.count(row['n_far_tail'])} over {words.minutes(limits[0].far_tail_seconds)}"
    return Card(title, words.count(row["n_tail"]), notes=(f"of {words.count(row['n_measured'])} measured", far))


def events(view: AttendanceView) -> list[Event]:
    """Dated events and rebases of the force and of the nation that fall in the months shown."""
    if view.within is None:
        return []
    first, last = view.within.points["date"].iloc[0], view.within.points["date"].iloc[-1] + pd.offsets.MonthEnd(0)
    own = (*reference.places_of(view.held.force), "national")
    dated = [(row.on, row.text) for row in reference.annotations() if row.force in own]
    dated += [(row.on, row.reason) for row in reference.rebases() if row.on in rebases_for(view.selection, _WITHIN)]
    fitting = sorted({(on, text) for on, text in dated if first <= pd.Timestamp(on) <= last})
    return [Event(number, on, text) for number, (on, text) in enumerate(fitting, 1)]


def why_no_area(whole: pd.Series) -> str:
    """Why no area can be judged: there is nothing to judge, or nothing to judge it by."""
    if not whole["n_measured"]:
        return "No area can be judged: no incident of this selection has a usable time"
    return "No area can be judged: no standard is recorded for these incidents"


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


def areas_by_month(view: AttendanceView) -> dict[str, ProcessBehaviour]:
    """A judged process of the share within standard for every local policing team, by its name."""
    months = reads.attendances(view.selection, "lpt", "month")
    target, rebases = view.aim.value if view.aim else None, rebases_for(view.selection, _WITHIN)
    processes = processes_by(months, "lpt", _WITHIN, target, rebases)
    return {reference.lpt_name(view.held.force, lpt): process for lpt, process in processes.items()}


def everywhere(selection: Selection) -> Selection:
    """The selection over every local policing team, so that a chosen one stands beside the others."""
    return selection.having(lpt=())


def recent(selection: Selection, view: AttendanceView) -> Selection:
    """The last twelve whole months of the selection; the selection itself where it is shorter."""
    last = whole_months(view.months).tail(12)
    if len(last) < 12:
        return selection
    first_month, last_month = (pd.Timestamp(last["month"].iloc[end]).date() for end in (0, -1))
    return replace(selection, from_month=first_month, to_month=last_month)
