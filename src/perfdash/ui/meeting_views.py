"""The list of meetings and the head of one: what is next, what it stands on, and where its presentation opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from perfdash.errors import BadQuestion
from perfdash.figures.reference_tables import Cell, Column, table_html
from perfdash.figures.words import count, day
from perfdash.meeting import meetings as planned
from perfdash.meeting.agenda import agenda
from perfdash.meeting.frozen import Frozen, frozen
from perfdash.meeting.meetings import Kind, Meeting
from perfdash.meeting.rights import Act, may
from perfdash.reference.attendance import force_name
from perfdash.store.places import Store
from perfdash.store.read import ForceHeld
from perfdash.ui import chrome, people_reads, reads
from perfdash.ui.meeting_screens import KINDS
from perfdash.ui.meeting_writing import button, who
from perfdash.ui.views_switch import chosen_view

_CSS = f"<style>{Path(__file__).with_name('meetings.css').read_text(encoding='utf-8')}</style>"
WHICH = "Which meeting? Leave, and open one in the list."
MEETING, NOTES = "meeting", "notes"
COLUMNS = tuple(Column(name) for name in ("Meeting", "When", "Kind", "Screens", "Frozen"))


@dataclass(frozen=True)
class MeetingView:
    """One meeting as its page shows it."""

    store: Store
    meeting: Meeting
    frozen: Frozen | None
    n_items: int

    @property
    def headline(self) -> str:
        """The meeting, when it is, and whether its figures stand."""
        state = "its figures are frozen" if self.frozen else "its figures are not frozen yet"
        screens = f"{count(self.n_items)} screen{'s' * (self.n_items != 1)}" if self.n_items else "no screens yet"
        return f"{self.meeting.title}, {day(self.meeting.on)}: {screens}; {state}"

    @property
    def formal(self) -> str:
        """What is shown, as at when."""
        if self.frozen is None:
            return f"{KINDS[self.meeting.kind]} · shown as to the public · presented from what is frozen, never from a page"
        return f"{KINDS[self.meeting.kind]} · {self.frozen.as_at} · shown as to the public"

    def link(self, **more: str) -> str:
        """The address of this meeting, or of a way of showing it."""
        return f"meetings?{urlencode({'force': self.meeting.force, MEETING: self.meeting.id} | more)}"


def chosen_force() -> str:
    """The force whose meetings are shown, on a page that is dressed for them."""
    st.html(_CSS)
    held = {row.force for row in reads.status().forces} | set(people_reads.forces())
    forces = {force: force_name(force) for force in sorted(held)}
    return chosen_view(forces, key="force", label="Force") if len(forces) > 1 else next(iter(forces))


def held_of(force: str) -> ForceHeld:
    """What the store holds of the force, for the stamp."""
    return next((row for row in reads.status().forces if row.force == force), None) or people_reads.force_held(force)


def chosen_meeting(store: Store, force: str) -> Meeting | None:
    """The meeting that the URL names; a warning where it names one in vain."""
    asked = st.query_params.get(MEETING, "")
    try:
        return planned.meeting(store.log, force, asked) if asked else None
    except BadQuestion as error:
        chrome.warning(str(error))
        return None


def meeting_view(store: Store, meeting: Meeting) -> MeetingView:
    """Reads one meeting."""
    return MeetingView(store, meeting, frozen(store, meeting), len(agenda(store.log, meeting)))


def list_headline(found: Sequence[Meeting], on: date) -> str:
    """What is next, in one sentence."""
    coming = planned.upcoming(found, on)
    if coming:
        days = (coming[0].on - on).days
        when = "today" if not days else f"in {count(days)} day{'s' * (days != 1)}"
        return f"Next: {coming[0].title}, {day(coming[0].on)}, {when}"
    return "No meeting is planned" if not found else f"No meeting is planned; the last was on {day(found[-1].on)}"


def show_list(store: Store, found: Sequence[Meeting], on: date) -> None:
    """The meetings to come, the next first, then those that were, the last first."""
    for title, rows in (("To come", planned.upcoming(found, on)), ("Held", planned.past(found, on))):
        if rows:
            st.html(f"<h2>{title}</h2>" + table_html("One row a meeting", COLUMNS, [_row(store, row) for row in rows]))


def _row(store: Store, meeting: Meeting) -> list[Cell]:
    view = meeting_view(store, meeting)
    as_at = f"build {view.frozen.build}" if view.frozen else "not yet"
    return [
        Cell(meeting.title, href=view.link()),
        Cell(day(meeting.on)),
        Cell(KINDS[meeting.kind]),
        Cell(count(view.n_items)),
        Cell(as_at),
    ]


def show_create(store: Store, force: str, on: date) -> None:
    """The form that plans a meeting, for those who may."""
    if not may(Act.PLAN, who()):
        return
    st.html("<h2>Plan a meeting</h2>")
    with st.form("create", border=False):
        first, second, third = st.columns((1, 1, 3))
        first.date_input("On", on, format="DD/MM/YYYY", key="new_on")
        second.selectbox("Kind", list(Kind), format_func=KINDS.__getitem__, key="new_kind")
        third.text_input("Title (its forum's name unless said)", key="new_title")
        button(
            "Plan it",
            "create_meeting",
            lambda told: planned.create(store.log, force, told["on"], told["kind"], told["title"], who()),
            "The meeting is planned; open it in the list to choose its screens.",
            on="new_on",
            kind="new_kind",
            title="new_title",
        )


def show_head(view: MeetingView, place: int | None) -> None:
    """The meeting with the ways of showing it, each in a new tab; `place` is the screen that is presented now."""
    chrome.headline(view.headline, view.formal)
    parts = [_opens(view.link(present="1", screen="1"), "Present from the start")] if view.frozen else []
    parts += [_opens(view.link(present="1"), f"Join at screen {place}")] if view.frozen and place is not None else []
    parts += [_opens(view.link(notes="1"), "Presenter’s notes")] if view.frozen else []
    back = '<a href="meetings" target="_self">All meetings</a>'
    st.html(f'<p class="pd-ways">{" · ".join([*parts, back])}</p>')


def _opens(link: str, words: str) -> str:
    return f'<a href="{escape(link)}" target="_blank">{escape(words)}</a>'
