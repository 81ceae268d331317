"""A frozen meeting on screen, and the presenter's notes in another window: both stand at one place, which the server holds.

No page runs behind the screens and no figure is read from the store, so a load changes nothing. Whoever moves, by the
keyboard of the screen or by the notes, moves both within a second; after a restart the URL of the screen says where.
"""

from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from perfdash.figures.words import day, unbroken
from perfdash.meeting.frozen import Frozen, frozen, versions
from perfdash.meeting.meetings import Meeting
from perfdash.meeting.screens import Screen
from perfdash.store.places import Store
from perfdash.ui import present
from perfdash.ui.meeting_said import title_of, unclosed
from perfdash.ui.meeting_views import MeetingView
from perfdash.ui.present_screen import in_parts

_BEAT = 1.0  # seconds after which one window has followed the other
_NOT_FROZEN = "This meeting is not frozen yet: freeze it on its page, then present it."


@dataclass
class Live:
    """Where a meeting stands that is on screen; nowhere until somebody presents it."""

    place: int | None = None

    def go(self, place: int | None) -> None:
        """Moves the presentation, or ends it."""
        self.place = place


@st.cache_resource(max_entries=50, show_spinner=False)
def _live(path: str, subject: str) -> Live:
    return Live()


@st.cache_resource(max_entries=4, show_spinner=False)
def _kept(path: str, subject: str, sha256: str, _store: Store, _meeting: Meeting) -> Frozen | None:
    return frozen(_store, _meeting)


def live(store: Store, meeting: Meeting) -> Live:
    """The place of a meeting, one for everybody."""
    return _live(str(store.path), meeting.subject)


def kept(store: Store, meeting: Meeting) -> Frozen | None:
    """The meeting as it was last frozen, read once."""
    held = versions(store.log, meeting)
    return _kept(str(store.path), meeting.subject, held[-1].folder + held[-1].sha256, store, meeting) if held else None


def present_meeting(store: Store, meeting: Meeting) -> None:
    """Shows the frozen screens, at the place of the URL or of whoever presents already."""
    found = kept(store, meeting)
    if found is None:
        present.show((), nothing=_NOT_FROZEN)
        return
    at = live(store, meeting)
    if st.query_params.get(present.PLACE):
        at.go(present.place_of(len(in_parts(found.screens))))
    else:
        st.query_params[present.PLACE] = str(1 if at.place is None else at.place)
        at.go(int(st.query_params[present.PLACE]))
    as_at = f"frozen {day(found.version.at.astimezone().date())}"
    present.show(found.screens, name=f"{meeting.title}, {day(meeting.on)}", as_at=as_at, moved=at.go)
    _follow(at)


@st.fragment(run_every=_BEAT)
def _follow(at: Live) -> None:
    """Goes where the notes have gone."""
    if at.place is not None and str(at.place) != st.query_params.get(present.PLACE, ""):
        st.query_params[present.PLACE] = str(at.place)
        st.rerun()


def show_notes(view: MeetingView) -> None:
    """The presenter's window: what is on screen, its notes, what comes next and what is open."""
    found = kept(view.store, view.meeting)
    if found is None:
        st.html(f"<h1>{_NOT_FROZEN}</h1>")
        return
    _notes(view, in_parts(found.screens), live(view.store, view.meeting))


@st.fragment(run_every=_BEAT)
def _notes(view: MeetingView, screens: tuple[Screen, ...], at: Live) -> None:
    place = at.place
    with st.container(horizontal=True, key="notes_steps"):
        _step("Previous", "notes_back", "Left", at, max((place or 1) - 1, 1), place is None or place <= 1)
        _step("Next", "notes_next", "Right", at, (place or 0) + 1, place == len(screens))
        _step("Overview", "notes_over", "Home", at, present.OVERVIEW, place == present.OVERVIEW)
    st.html(_now_html(screens, place) + _next_html(screens, place))
    open_rows = [title_of(row, date.today()) for row in unclosed(view, date.today())]
    listed = "".join(f"<li>{escape(row)}</li>" for row in open_rows)
    st.html(f'<h2>Open</h2><ul class="pd-reasons">{listed}</ul>' if open_rows else "<h2>Nothing is open</h2>")


def _step(label: str, key: str, shortcut: str, at: Live, to: int, is_off: bool) -> None:
    st.button(label, key, shortcut=shortcut, disabled=is_off, on_click=at.go, args=[to])


def _now_html(screens: tuple[Screen, ...], place: int | None) -> str:
    if place is None:
        return "<h1>Nothing is on screen yet: open the presentation, or press Next</h1>"
    if place == present.OVERVIEW:
        return f"<h1>On screen: the overview of {len(screens)} screens</h1>"
    screen = screens[min(place, len(screens)) - 1]
    asked = f'<p class="pd-asked-now">{escape(screen.question)}</p>' if screen.question else ""
    notes = escape(screen.notes) if screen.notes else "No notes for this screen."
    head = f"<h1>{place} of {len(screens)}: {escape(unbroken(screen.title))}</h1>"
    return f'{head}{asked}<p class="pd-said pd-notes-now">{notes}</p>'


def _next_html(screens: tuple[Screen, ...], place: int | None) -> str:
    coming = screens[(place or 0) : (place or 0) + 1]
    words = f"Next: {present.name_of(coming[0])}" if coming else "This is the last screen"
    return f'<p class="pd-formal">{escape(unbroken(words))}</p>'
