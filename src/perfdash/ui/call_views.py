"""What the page of 999 calls shows, put together from reads, statistics and sentences."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.contract.calls import EMERGENCY
from perfdash.figures import call_sentences, words
from perfdash.figures.process_chart import Event, Step
from perfdash.figures.sentences import Aim
from perfdash.measures.attendance import widened
from perfdash.measures.calls import call_basis, call_definition, of_calls
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection
from perfdash.measures.series import monthly_process, rebases_for, whole_months
from perfdash.measures.words import filter_words
from perfdash.reference import attendance as reference
from perfdash.store.read import ForceHeld
from perfdash.ui import reads

WITHIN, TIME, ABANDONED = "call_answering_within_standard", "call_answering_time", "calls_abandoned"
_NOT_OURS = ("grade", "lpt", "rurality", "domestic_abuse", "status", "origin")


@dataclass(frozen=True)
class CallView:
    """Everything the page says: the months, the month in the headline, its processes and the standards that judge it."""

    selection: Selection
    held: ForceHeld
    months: pd.DataFrame
    latest: pd.Series
    latest_words: str
    within: ProcessBehaviour | None
    abandoned: ProcessBehaviour | None
    standards: tuple[reference.Standard, ...]
    aim: Aim | None

    @property
    def limit(self) -> str:
        """'10 seconds': the limit in force at the end of the months shown."""
        return call_sentences.wait(self.standards[-1].limit_seconds) if self.standards else "a standard"

    @property
    def when(self) -> str:
        """' (hour: 22:00 to 22:59)', or nothing: a figure of a part never passes for the whole's."""
        kept = [key for key in ("weekday", "hour") if self.selection.chosen(key)]
        said = ", ".join(filter_words(key, self.selection.chosen(key), (self.held.force,)) for key in kept)
        return f" ({said})" if said else ""

    @property
    def headline(self) -> str:
        """The finding of the page in one sentence."""
        if self.within is not None:
            return call_sentences.answered_within(self.within, self.limit, self.aim, self.when)
        row = self.latest
        if row["n_judged"]:
            return call_sentences.answered_in(row["share_within"], self.limit, self.when, self.latest_words)
        return call_sentences.waited(row["median_seconds"], row["n_answered"], self.when, self.latest_words)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The shares that were to be reached, each while it held."""
        return tuple(
            Step(row.from_on, row.to_on, row.pass_share, f"{words.percent(row.pass_share, 0)} in {row.name}")
            for row in self.standards
            if row.pass_share
        )


def calls_held(selection: Selection) -> ForceHeld | None:
    """What the store holds of the selected force's calls; nothing where none were loaded."""
    (force,) = selection.chosen("force")
    return next((held for held in reads.status().calls if held.force == force), None)


def none_loaded(selection: Selection) -> str:
    """Whose calls are not there."""
    return f"No call records are loaded for {reference.force_name(selection.chosen('force')[0])}"


HOW_TO_LOAD = (
    "Call answering comes from the telephone system, not from command and control. Write a profile of kind calls "
    "(docs/profiles.md), then: perfdash load calls FILE --profile NAME."
)


def call_view(selection: Selection, held: ForceHeld) -> CallView:
    """Reads and judges the emergency calls of one selection."""
    asked = of_calls(selection).having(line=EMERGENCY)
    months = reads.call_answering(asked, "month")
    whole = whole_months(months) if len(months) else months
    if whole.empty:
        days = _days(asked, held)
        latest, spoken = reads.call_answering(asked).iloc[0], f"{_day(days[0])} to {_day(days[-1])}"
    else:
        latest, spoken = whole.iloc[-1], words.month(whole["month"].iloc[-1])
    last = pd.Timestamp(latest["month"]).date() if "month" in latest else held.last_on
    standards = tuple(row for row in _standards(held.force) if row.from_on <= last)
    aim = _aim(standards, last)
    return CallView(
        asked,
        held,
        months,
        latest,
        spoken,
        _process(months, asked, WITHIN, aim),
        _process(months, asked, ABANDONED),
        standards,
        aim,
    )


def _process(months: pd.DataFrame, selection: Selection, key: str, aim: Aim | None = None) -> ProcessBehaviour | None:
    if months.empty:
        return None
    # In the reference tables a line stands where a grade does: rebases of calls are found under it.
    rebased_on = rebases_for(selection.having(grade=EMERGENCY), key)
    return monthly_process(months, key, aim.value if aim else None, rebased_on)


def _standards(force: str) -> list[reference.Standard]:
    return [row for row in reference.standards_for(force, "call answering") if row.grade == EMERGENCY]


def _aim(standards: tuple[reference.Standard, ...], on: date) -> Aim | None:
    """The share to be reached on a day; none where the standard of that day gives none."""
    shares = [row.pass_share for row in standards if row.pass_share and row.from_on <= on <= row.to_on]
    return Aim(f"the {words.percent(shares[-1], 0)} aim", shares[-1]) if shares else None


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def formal(view: CallView, chosen: Selection) -> str:
    """The formal line of the page, with the standard in force and what of the reader's choices has no part in it."""
    unused = [key.replace("_", " ") for key in _NOT_OURS if chosen.chosen(key)]
    aside = [f"{' and '.join(unused)} chosen elsewhere: no part in it"] if unused else []
    return " · ".join([call_definition(measure(WITHIN), view.selection), *standard_words(view), *aside])


def standard_words(view: CallView) -> list[str]:
    """The standard in force at the end of the months shown, and whether it says what share must reach it."""
    if not view.standards:
        return ["no standard recorded"]
    row = view.standards[-1]
    return [f"{row.name}, {row.status} ({_share_words(row)})"]


def _share_words(row: reference.Standard) -> str:
    return f"{words.percent(row.pass_share, 0)} of calls" if row.pass_share else "no share to be reached is recorded"


def formal_by_month(view: CallView) -> str:
    """The formal line of the monthly chart, with the steps it draws."""
    first, last = _months_shown(view)
    ended = [step for step in view.steps if first <= step.to_on <= last and step.from_on <= last]
    drawn = [f"dashed: {step.name} until {_day(step.to_on)}" for step in ended]
    limits = [f"limits by {view.within.rules}"] if view.within is not None else []
    spoken = "Share of answered calls within the limit by month, whole months only"
    return " · ".join([spoken, call_basis(view.selection), *drawn, *limits])


def events(view: CallView) -> list[Event]:
    """The force's own events and the days on which a standard of call answering began, in the months shown."""
    first, last = _months_shown(view)
    own = reference.places_of(view.held.force)
    dated = [(row.on, row.text) for row in reference.annotations("attendance") if row.force in own and not row.grade]
    dated += [
        (row.from_on, f"999 calls, standard of {row.name}: {row.status} ({_share_words(row)})")
        for row in view.standards
    ]
    fitting = sorted({(on, text) for on, text in dated if first <= on <= last})
    return [Event(number, on, text) for number, (on, text) in enumerate(fitting, 1)]


def _months_shown(view: CallView) -> tuple[date, date]:
    months = whole_months(view.months)["month"]
    return pd.Timestamp(months.iloc[0]).date(), (pd.Timestamp(months.iloc[-1]) + pd.offsets.MonthEnd(0)).date()


def recent(view: CallView) -> Selection:
    """The last twelve whole months of the selection; the selection itself where it is shorter."""
    last = whole_months(view.months).tail(12) if len(view.months) else view.months
    if len(last) < 12:
        return view.selection
    first_month, last_month = (pd.Timestamp(last["month"].iloc[end]).date() for end in (0, -1))
    return replace(view.selection, from_month=first_month, to_month=last_month)


def by_hour(selection: Selection, held: ForceHeld) -> pd.DataFrame:
    """One row an hour, its interval widened for the number of hours, with the calls presented a day."""
    hours = widened(reads.call_answering(selection, "hour"))
    weekdays = [int(day) for day in selection.chosen("weekday")]
    days = [day for day in _days(selection, held) if not weekdays or day.isoweekday() in weekdays]
    return hours.assign(per_day=hours["n_calls"] / max(len(days), 1))


def _days(selection: Selection, held: ForceHeld) -> list[date]:
    """The days of the extract that the selection asks for; the extract's own where it asks for none of them."""
    first = max(pd.Timestamp(selection.from_month or held.first_on), pd.Timestamp(held.first_on))
    end = pd.Timestamp(selection.to_month) + pd.offsets.MonthEnd(0) if selection.to_month else held.last_on
    days = pd.date_range(first, min(pd.Timestamp(end), pd.Timestamp(held.last_on)))
    return [day.date() for day in days] or [held.first_on, held.last_on]
