"""What the page of the recommendations says: where each stands by its due date and the log, and which measures speak to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd

from perfdash.figures.due_dates import Dated, Due, state_html
from perfdash.figures.words import count, month
from perfdash.measures.register import measure, measures
from perfdash.measures.selection import Selection
from perfdash.meeting import progress
from perfdash.meeting.progress import State, Written
from perfdash.reference import attendance as reference
from perfdash.reference import dated
from perfdash.reference import recommendations as asked_for
from perfdash.reference.recommendations import Closing, Recommendation, Status
from perfdash.store.places import find_store
from perfdash.store.read import ForceHeld
from perfdash.ui.attendance_views import held_for

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ANCHOR = "recommendation"  # where the panel of the one shown begins
SOURCE = "the report and the response record as in data/reference, and the log of this store"

STYLE = f"<style>{Path(__file__).with_name('recommendations.css').read_text(encoding='utf-8')}</style>"


@dataclass(frozen=True)
class RecommendationsView:
    """Every recommendation as it stands on a day for one force, with what people wrote of them."""

    selection: Selection
    held: ForceHeld
    on: date
    states: tuple[State, ...]
    entries: tuple[Written, ...]
    speaking: dict[str, tuple[str, ...]]

    @property
    def force(self) -> str:
        """The force whose log is read."""
        return self.held.force

    @property
    def ours(self) -> tuple[State, ...]:
        """The recommendations that are the force's to deliver."""
        return tuple(state for state in self.states if state.asked.is_ours)

    @property
    def options(self) -> dict[str, str]:
        """Every recommendation with a short label for the switch, ours first."""
        return {state.asked.key: state.asked.key for state in self.states}

    def state(self, key: str) -> State:
        """One of them."""
        return next(state for state in self.states if state.asked.key == key)

    @property
    def dues(self) -> list[Due]:
        """What the chart draws."""
        return [
            Due(state.asked.key, state.asked.due_on, state.status, state.words, state.asked.is_ours)
            for state in self.states
        ]


def recommendations_view(selection: Selection, on: date) -> RecommendationsView:
    """Reads the log of the selected force's store, ours first."""
    held = held_for(selection)
    entries = progress.read(find_store().log, held.force)
    rows = _rows(on)
    states = [progress.state(row, entries, on) for row in sorted(rows, key=lambda row: not row.is_ours)]
    return RecommendationsView(
        selection, held, on, tuple(states), entries, asked_for.measures_by_recommendation(measures())
    )


def _rows(on: date) -> list[Recommendation]:
    """Every recommendation once: the row that holds on the day, else the one that ran out and was not renewed."""
    listed = asked_for.recommendations()
    shown = (*dated.standing(listed, on), *dated.ended(listed, on))
    return [row for row in listed if row in shown]


def ran_out(row: dated.KeyedRow, on: date) -> str:
    """'Ran out on 31 March 2026: nothing has replaced it', where a row of the reference data is past its end."""
    return f"Ran out on {row.to_on:%-d %B %Y}: nothing has replaced it" if row.to_on < on else ""


# Sentences


def headline(view: RecommendationsView) -> str:
    """'Three recommendations are the force's to deliver: none is recorded as implemented; all were due by January 2024'."""
    ours = view.ours
    if not ours:
        return "No recommendation is the force's to deliver"
    subject = f"{_number(len(ours)).capitalize()} recommendation{'s are' if len(ours) > 1 else ' is'}"
    return f"{subject} the force's to deliver: {_delivered(ours)}; {_dates(ours, view.on)}"


def _delivered(ours: Sequence[State]) -> str:
    done = [state for state in ours if state.status is Status.IMPLEMENTED]
    refused = [state for state in ours if state.status is Status.NOT_ACCEPTED]
    said = f"{_of(len(done), len(ours))} recorded as implemented"
    return f"{said}, {_number(len(refused))} as not accepted" if refused else said


def _dates(ours: Sequence[State], on: date) -> str:
    late = [state for state in ours if state.status is Status.OVERDUE]
    past = [state.asked.due_on for state in ours if state.asked.due_on < on]
    if not late:
        return f"the next is due by {month(min(s.asked.due_on for s in ours))}" if not past else "none is overdue"
    if len(past) == len(ours) == len(late):
        return f"{'all were' if len(ours) > 1 else 'it was'} due by {month(max(past))}"
    keys = " and ".join(state.asked.key for state in late)
    return f"{keys} {'is' if len(late) == 1 else 'are'} overdue"


def _of(n: int, whole: int) -> str:
    """'none is', 'one is', 'two are', 'all three are'."""
    if n == whole > 1:
        return f"all {_number(n)} are"
    return "none is" if n == 0 else f"{_number(n)} {'is' if n == 1 else 'are'}"


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else count(n)


def formal(view: RecommendationsView) -> str:
    """Whose recommendations, of when, how many are for others, and as recorded by when."""
    keys = {state.asked.inspection for state in view.states}
    reports = [row for row in asked_for.inspections().values() if row.inspection in keys]
    titles = ", ".join(f"{row.inspectorate}, {row.title}, {row.published_on:%-d %B %Y}" for row in reports)
    others = len(view.states) - len(view.ours)
    return (
        f"{titles} · {count(len(view.states))} recommendations, {count(others)} for national bodies to deliver · states of "
        f"{reference.force_name(view.force)} as recorded by {view.on:%-d %B %Y}"
    )


def timeline_title(view: RecommendationsView) -> str:
    """The finding of the chart: how long ago the last due date was, and when the national standard was announced."""
    late = [state for state in view.ours if state.status is Status.OVERDUE]
    announced = announcement(view.force)
    first = "None of the force's own is overdue"
    if late:
        days = {state.days_overdue for state in late}
        by = f"by {'up to ' if len(days) > 1 else ''}{count(max(days))} days"
        first = f"{_number(len(late)).capitalize()} {'is' if len(late) == 1 else 'are'} overdue, {by}"
    due = [state.asked.due_on for state in view.states if "attendance" in state.asked.themes]
    if announced is None or not due or announced.on <= min(due):
        return first
    later = count((announced.on - min(due)).days)
    return f"{first}; the national standard was announced {later} days after the first due date on attendance"


def announcement(force: str) -> Dated | None:
    """The day on which the national standard of attendance was announced, where it holds for the force."""
    days = [row.from_on for row in reference.standards_for(force, "attendance") if row.status == "announced"]
    return Dated(min(days), "standard announced") if days else None


# The table


def table_html(view: RecommendationsView) -> str:
    """Owner, due date, state and measures of each, ours first; the key opens its panel below."""
    heads = (("Key", 6), ("In our words, and whose it is", 46), ("Due", 11), ("State", 23), ("Measures", 14))
    head = "".join(f'<th scope="col" style="width:{share}%">{name}</th>' for name, share in heads)
    body = "".join(_row_html(view, state) for state in view.states)
    return STYLE + table_region("The recommendations", head, body)


def table_region(name: str, head: str, body: str) -> str:
    """A table that scrolls sideways on a phone, and can then be reached with the keyboard."""
    return (
        f'<div class="pd-scroll" role="region" tabindex="0" aria-label="{escape(name)}"><table class="pd-recs"><thead><tr>'
        f"{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row_html(view: RecommendationsView, state: State) -> str:
    row = state.asked
    gone = ran_out(row, view.on)
    summary = f'{escape(row.summary)}<p class="pd-note">{escape(row.owner)}</p>'
    summary += f'<p class="pd-gap">{escape(gone)}</p>' if gone else ""
    return (
        f'<tr class="{"pd-ours" if row.is_ours else "pd-others"}"><th scope="row"><a href="{escape(address(view, row.key))}" '
        f'target="_self" aria-label="Recommendation {escape(row.key)}"><b>{escape(row.key)}</b></a></th><td>{summary}</td>'
        f'<td class="pd-nowrap">{row.due_on:%b %Y}</td><td>{state_cell(state)}</td>'
        f"<td>{_speaking_html(view, row.key)}</td></tr>"
    )


def address(view: RecommendationsView, key: str) -> str:
    """The address of one recommendation's panel, with the same selection."""
    return f"recommendations?{urlencode(view.selection.to_query() | {'rec': key})}#{ANCHOR}"


def state_cell(state: State) -> str:
    """The state as shape and word; below it what is lacking."""
    mark = f'<span class="pd-mark">{state_html(state.status, state.asked.is_ours)}<span>{escape(state.words)}</span></span>'
    return mark + ('<p class="pd-gap">no reason recorded</p>' if state.lacks_reason else "")


def speaking_words(view: RecommendationsView, key: str) -> str:
    """The questions of the measures that speak to a recommendation."""
    return " · ".join(measure(name).question for name in view.speaking[key]) or "no measure"


def _speaking_html(view: RecommendationsView, key: str) -> str:
    n = len(view.speaking[key])
    return f"{count(n)} measure{'' if n == 1 else 's'}" if n else '<p class="pd-gap">no measure</p>'


def plain_table(view: RecommendationsView) -> pd.DataFrame:
    """The same as plain rows, with the closings, for the table and the download."""
    return pd.DataFrame(
        {
            "Key": [state.asked.key for state in view.states],
            "Owner": [state.asked.owner for state in view.states],
            "Due": [f"{state.asked.due_on:%Y-%m-%d}" for state in view.states],
            "State": [state.words for state in view.states],
            **{
                closing[:1].upper() + closing[1:]: [closed_words(state, closing) for state in view.states]
                for closing in Closing
            },
            "Measures": [speaking_words(view, state.asked.key) for state in view.states],
        }
    )


def closed_words(state: State, closing: Closing) -> str:
    """'since 2026-03-01 (commissioner)', or 'not recorded'."""
    entry = state.standing.closed(closing)
    return f"since {entry.since:%Y-%m-%d} ({entry.who})" if entry else "not recorded"
