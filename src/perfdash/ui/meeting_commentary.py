"""Commentary beside a screen: a draft on its measure and period, and the approval of another role."""

from datetime import date
from html import escape

import streamlit as st

from perfdash.measures.register import measure, measures
from perfdash.meeting import commentary
from perfdash.meeting.commentary import Note
from perfdash.meeting.rights import MOST_IN_A_LINE, Act, may
from perfdash.meeting.screens import Screen
from perfdash.ui.meeting_screens import about
from perfdash.ui.meeting_views import MeetingView
from perfdash.ui.meeting_writing import button, who


def show_commentary(view: MeetingView, screen: Screen | None) -> None:
    """What stands on the screen's measure and month, and the forms to write and to approve."""
    subject = about(screen) if screen else None
    held = commentary.notes(view.store.log, view.meeting.force)
    if subject:
        _standing(view, held, *subject)
    if may(Act.COMMENT, who()):
        _write(view, *(subject or ("attendance_within_standard", f"{date.today():%Y-%m}")))
    for note in held:
        if note.approval is None and may(Act.APPROVE, who()):
            _approve(view, note)


def _standing(view: MeetingView, held: tuple[Note, ...], key: str, period: str) -> None:
    found = commentary.approved(held, key, period)
    words = found.words if found else "No commentary is approved"
    st.html(f'<p class="pd-note">{escape(measure(key).question)} · {escape(period)} · {escape(words)}</p>')
    if view.frozen and found:
        st.html(
            '<p class="pd-note">What was approved after freezing stands on the screens when they are frozen again.</p>'
        )


def _write(view: MeetingView, key: str, period: str) -> None:
    keys = list(measures())
    place = f"comment_{key}_{period}"
    with st.form(place, border=False):
        left, right = st.columns((3, 1))
        left.selectbox(
            "Measure", keys, keys.index(key), format_func=lambda name: measure(name).question, key=f"{place}_of"
        )
        right.text_input("Month, or months as 2025-11..2026-10", period, key=f"{place}_period")
        st.text_area("Commentary", max_chars=commentary.MOST_CHARACTERS, key=f"{place}_text", height=90)
        button(
            f"Write a draft as {who()}",
            f"go_{place}",
            lambda told: commentary.write(
                view.store.log, view.meeting.force, told["of"], told["period"], told["text"], who()
            ),
            "Written as a draft; another role approves it.",
            of=f"{place}_of",
            period=f"{place}_period",
            text=f"{place}_text",
        )


def _approve(view: MeetingView, note: Note) -> None:
    with st.form(f"approve_{note.number}"):
        st.html(
            f"<p><b>{escape(measure(note.measure).question)} {escape(note.period)}</b></p><p>{escape(note.words)}</p>"
        )
        if note.who == who():
            st.text_input("Why your own role approves it", max_chars=MOST_IN_A_LINE, key=f"why_{note.number}")
        button(
            f"Approve as {who()}",
            f"go_approve_{note.number}",
            lambda told: commentary.approve(view.store.log, note.number, who(), told["why"]),
            "Approved; it stands beside its screen when the meeting is frozen.",
            why=f"why_{note.number}",
        )
