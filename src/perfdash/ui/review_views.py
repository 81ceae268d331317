"""What the tail review says and keeps: the lists, the longest reviewed wait, the reasons and the marks of one incident."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from perfdash.errors import LogProblem
from perfdash.figures.cards import Card, cards_html
from perfdash.figures.timeline import clock_time
from perfdash.figures.words import HIDDEN, count, figure_and_unit, incidents, minutes
from perfdash.measures.incidents import PAGE_ROWS
from perfdash.measures.review import LISTS, TOP, LongestWait, Verdict, times_of
from perfdash.measures.review_rules import BY_KEY
from perfdash.measures.selection import Selection
from perfdash.measures.words import basis
from perfdash.meeting import reviews
from perfdash.store.places import find_store
from perfdash.store.read import ForceHeld
from perfdash.ui import chrome, incident_views, reads
from perfdash.ui.roles import role

REVIEWED = "reviewed"
_FAILED = "mark_failed"
PROMISE = (
    "A mark changes no figure: nothing is dropped from, or added to, any share or time. It says what somebody found, and "
    "which long waits may be spoken of. A mark holds for the times that were reviewed; if a later load changes them, it is "
    "outdated and the incident must be looked at again."
)
# Three cards with short titles need less height than the five of the attendance page: the list must be on the screen.
_STYLE = """<style>.pd-short .pd-card h3 {min-height: 0} .pd-short .pd-card:first-child {grid-column: auto}
 .pd-short .pd-cards {grid-template-columns: 1fr 1fr 2fr}</style>"""
COLUMNS: dict[str, Any] = {
    name: incident_views.COLUMNS[name] for name in ("Reference", "Began", "Grade", "LPT", "Area")
} | {
    "Wait": st.column_config.TextColumn(width=110),
    "Why it may be an error": st.column_config.TextColumn(
        width=430, help="The rules that hold; each is explained below"
    ),
    "Review": st.column_config.TextColumn(width=300),
}


@dataclass(frozen=True)
class ReviewView:
    """The tail review of one selection: how long each list is, and every mark in the log."""

    selection: Selection
    held: ForceHeld
    n_listed: Mapping[str, int]
    marks: Mapping[str, tuple[reviews.Mark, ...]]

    @cached_property
    def marked(self) -> pd.DataFrame:
        """The marked incidents that the selection holds, with reasons."""
        return reads.reviewed(self.selection, tuple(sorted(self.marks)))

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """What stands for each marked incident whose times are still those that were reviewed."""
        times = {row["incident_key"]: times_of(row) for row in self.marked.to_dict("records")}
        return reviews.standing(self.marks, times)

    @cached_property
    def longest(self) -> LongestWait:
        """The longest wait of the selection that was found real."""
        return reads.longest_reviewed_wait(self.selection, tuple(sorted(self.verdicts.items())))

    @property
    def n_settled(self) -> int:
        """How many incidents of the selection somebody has settled."""
        return sum(verdict.settles for verdict in self.verdicts.values())

    @property
    def headline(self) -> str:
        """How many incidents are listed, and how many of the selection are settled."""
        n = sum(self.n_listed.values())
        scope = incident_views.scope(self.selection, self.held, reads.listed(self.selection)["all"])
        settled = count(self.n_settled) if self.n_settled else "none"
        return f"{count(n)} of {scope}, {'is' if n == 1 else 'are'} listed for review: {settled} settled yet"

    @property
    def formal(self) -> str:
        """Who is listed, and by which clock."""
        return (
            f"Measured incidents past the last tail threshold of their grade, and in any case the {TOP} slowest; times over "
            f"the cap, of zero seconds and out of sequence · a mark changes no figure · {basis(self.selection)}"
        )

    @property
    def labels(self) -> dict[str, str]:
        """The lists with their lengths."""
        lists = {key: f"{words} ({count(self.n_listed[key])})" for key, words in LISTS.items()}
        return lists | {REVIEWED: f"Marked ({count(len(self.marked))})"}

    def rows(self, name: str, offset: int) -> pd.DataFrame:
        """One screen of a list."""
        if name == REVIEWED:
            return self.marked.iloc[offset : offset + PAGE_ROWS].reset_index(drop=True)
        return reads.for_review(self.selection, name, offset)

    def length(self, name: str) -> int:
        """How many incidents a list holds."""
        return len(self.marked) if name == REVIEWED else self.n_listed[name]


def review_view(selection: Selection, held: ForceHeld) -> ReviewView:
    """Reads the lists of a selection, and the log as it stands now."""
    return ReviewView(selection, held, reads.n_for_review(selection), reviews.marks(find_store().log))


def longest_words(longest: LongestWait) -> str:
    """'Longest reviewed wait: 3 h 12 min; 14 longer ones are not reviewed yet': never a wait that nobody looked at."""
    n = longest.n_longer
    if longest.seconds is None:
        given = "No longest wait is given, since none was reviewed and found real"
        left = f"{incidents(n)} far in the tail or over the cap {'is' if n == 1 else 'are'} not reviewed yet"
        return f"{given}: {left}" if n else given
    others = (
        f"{count(n)} longer {'one is' if n == 1 else 'ones are'} not reviewed yet" if n else "none is left to review"
    )
    return f"Longest reviewed wait: {minutes(longest.seconds)}; {others}"


def cards(view: ReviewView) -> str:
    """What is listed, how far the review has come, and the longest wait that may be spoken of."""
    lists = ", ".join(f"{count(view.n_listed[key])} {words.lower()}" for key, words in LISTS.items())
    n_open = sum(not verdict.settles for verdict in view.verdicts.values())
    n_outdated = len(view.marked) - len(view.verdicts)
    longest = view.longest
    figure, unit = figure_and_unit(minutes(longest.seconds) if longest.seconds is not None else HIDDEN)
    rest = longest_words(longest).partition("; ")[2] or longest_words(longest)
    shown = [
        Card("Listed for review", count(sum(view.n_listed.values())), notes=(lists,)),
        Card(
            "Settled",
            count(view.n_settled),
            notes=(
                "Found a real wait, or an error",
                f"{count(n_open)} to be checked, {count(n_outdated)} outdated by a later load",
            ),
        ),
        Card("Longest reviewed wait", figure, unit, notes=(rest[:1].upper() + rest[1:],)),
    ]
    return f'{_STYLE}<div class="pd-short">{cards_html(shown)}</div>'


def review_table(rows: pd.DataFrame, view: ReviewView) -> pd.DataFrame:
    """One row an incident with the names of the rules that hold, and what stands in the log."""
    records = rows.to_dict("records")
    shared = incident_views.incident_table(rows, view.held.force)[["Reference", "Began", "Grade", "LPT", "Area"]]
    return shared.assign(
        **{
            "Wait": [minutes(row["seconds"]) for row in records],
            "Why it may be an error": [", ".join(BY_KEY[key].name for key in row["reasons"]) or "–" for row in records],
            "Review": [review_words(row, view) for row in records],
        }
    )


def review_words(row: Mapping[Any, Any], view: ReviewView) -> str:
    """What stands for an incident: 'real wait (analyst, 3 Mar 2026)', 'outdated: …', 'not reviewed'."""
    history = view.marks.get(row["incident_key"])
    if not history:
        return "not reviewed"
    mark = history[0]
    said = f"{mark.verdict} ({mark.who}, {mark.at:%-d %b %Y})"
    return said if mark.holds_for(times_of(row)) else f"outdated, review again: {said}"


def rules_table(selection: Selection, name: str) -> pd.DataFrame:
    """Every rule with its sentence and how many incidents of the list it holds for."""
    counted = reads.reasons_counted(selection, name)
    return pd.DataFrame(
        {
            "Rule": [BY_KEY[key].name for key in counted["rule"]],
            "What it says": counted["sentence"],
            "Incidents in this list": counted["n_incidents"],
        }
    )


def show_mark(row: Mapping[Any, Any], view: ReviewView) -> None:
    """The reasons of one incident, its marks so far, and the control that writes another."""
    reasons = [BY_KEY[key].sentence for key in row["reasons"]] or [
        "No rule finds a fault, which does not make it true."
    ]
    listed = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    st.html(f'<h2>Why it may be an error</h2><ul class="pd-reasons">{listed}</ul>')
    failed = st.session_state.pop(_FAILED, "")
    if failed:
        chrome.warning(f"The mark was not written. {failed}")
    key = row["incident_key"]
    with st.container(horizontal=True, vertical_alignment="center", key="mark"):
        verdict = st.segmented_control("Verdict", list(Verdict), format_func=_capital, key=f"verdict_{key}")
        st.button(
            f"Write the mark as {role()}",
            key="write_mark",
            disabled=verdict is None,
            on_click=_write,
            args=(key, times_of(row), verdict),
        )
    st.html(f'<p class="pd-note">{escape(PROMISE)}</p>')
    zone = ZoneInfo(row["zone"] or "UTC")
    history = [
        f"<li>{escape(f'{_capital(mark.verdict)}: {mark.who}, {clock_time(mark.at.astimezone(zone))}')}"
        f"{'' if mark.holds_for(times_of(row)) else ' (for other times than those held now)'}</li>"
        for mark in view.marks.get(key, ())
    ]
    if history:
        st.html(f'<p class="pd-note">Marks so far, the newest first</p><ul class="pd-reasons">{"".join(history)}</ul>')


def _write(key: str, times: Mapping[str, str | None], verdict: Verdict) -> None:
    # A callback runs before the page, outside the frame that turns errors into sentences: the page says it instead.
    try:
        reviews.mark(find_store().log, key, times, verdict, str(role()))
    except LogProblem as error:
        st.session_state[_FAILED] = str(error)
    else:
        st.session_state[f"verdict_{key}"] = None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
