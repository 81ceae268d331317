"""Freezing on the page of a meeting: what stands, what would differ today, and the packs that are made when asked for."""

from datetime import date
from html import escape

import streamlit as st

from perfdash.errors import PerfdashError
from perfdash.figures.words import count, day
from perfdash.meeting.pack_files import FORMS, pack_content
from perfdash.meeting.rights import Act, may
from perfdash.meeting.since_last import Revised, SinceLast
from perfdash.ui import chrome
from perfdash.ui.meeting_screens import build_now, differences, freeze_now, pack_of, since_the_last
from perfdash.ui.meeting_views import MeetingView
from perfdash.ui.meeting_writing import act_button, who
from perfdash.ui.views_switch import chosen_view

_MOST = 12  # revised figures that are listed; the rest is counted
_FORM_NAMES = {"pptx": "PowerPoint", "pdf": "PDF", "html": "HTML", "zip": "CSV files"}
_MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html",
    "zip": "application/zip",
}
_PACK, _DIFFERS = "meeting_pack", "meeting_differs"


def show_freeze(view: MeetingView, on: date) -> None:
    """As at when the figures are, the button that freezes them, and what would differ if they were taken today."""
    st.html(f"<h2>Figures</h2>{_banner(view)}")
    with st.container(horizontal=True, key="freezing"):
        if may(Act.FREEZE, who()) and view.n_items and not view.meeting.is_called_off:
            again = "Freeze again, as version " + str(view.frozen.version.number + 1) if view.frozen else "Freeze now"
            act_button(again, "freeze", lambda: freeze_now(view.store, view.meeting, who()), "The meeting is frozen.",
                       "Runs every page of the agenda and keeps what it shows")  # fmt: skip
        if view.frozen and st.button("What would differ today?", "differs"):
            with st.spinner("The pages of the agenda are run …"):
                st.session_state[_DIFFERS] = (view.frozen.version, *_try_differences(view, on))
    kept = st.session_state.get(_DIFFERS)
    if view.frozen and kept and kept[0] == view.frozen.version:
        _show_differences(kept[1], kept[2], "Taken today, these screens")
    if view.frozen:
        _show_since_last(view, on)


def _banner(view: MeetingView) -> str:
    if view.frozen is None:
        return chrome.warning_html(
            "Not frozen: a load would change what this meeting is shown. Freeze it before it begins."
        )
    now = build_now(view.store)
    newer = (
        "" if now == view.frozen.build else f" Figures of build {now} are published since; they change nothing here."
    )
    return f'<p class="pd-as-at" role="note"><b>As at:</b> {escape(view.frozen.as_at)}.{escape(newer)}</p>'


def _try_differences(view: MeetingView, on: date) -> tuple[SinceLast | None, str]:
    try:
        assert view.frozen is not None
        return differences(view.store, view.frozen, on), ""
    except PerfdashError as error:
        return None, str(error)


def _show_since_last(view: MeetingView, on: date) -> None:
    assert view.frozen is not None
    found = since_the_last(view.store, view.frozen, on)
    if found:
        before, changed = found
        with st.expander(f"Since the last one, {day(before.meeting.on)}"):
            _show_differences(changed, "", "Against the last meeting, these screens")


def _show_differences(changed: SinceLast | None, failed: str, what: str) -> None:
    if changed is None:
        chrome.warning(failed)
        return
    if not changed.reworded and not changed.revised:
        same = "nothing was loaded in between" if changed.is_same_build else "what was loaded since moved none of them"
        st.html(f'<p class="pd-formal" role="status">{what} say the same: {same}.</p>')
    rows = [
        f"{escape(c.of or c.key)}: was <b>{escape(c.then)}</b>, is <b>{escape(c.now)}</b>" for c in changed.reworded
    ]
    rows += [_revised(c) for c in changed.revised[:_MOST]]
    rest = len(changed.revised) - _MOST
    rows += [f"and {count(rest)} more figures"] if rest > 0 else []
    rows += [f"not compared: {escape(title)}" for title in changed.not_compared]
    if rows:
        st.html(f'<ul class="pd-reasons">{"".join(f"<li>{row}</li>" for row in rows)}</ul>')


def _revised(change: Revised) -> str:
    then, now = ("hidden" if value is None else f"{value:,.4g}" for value in (change.then, change.now))
    return f"{escape(change.column.replace('_', ' '))}, {escape(change.of)}: was <b>{then}</b>, is <b>{now}</b>"


def show_packs(view: MeetingView, on: date) -> None:
    """The choice of a form, the button that makes the file, and then the file."""
    st.html("<h2>Packs</h2>")
    form = chosen_view({key: _FORM_NAMES[key] for key in FORMS}, key="form", label="Form of the pack")
    made = (view.meeting.subject, view.frozen.version.number if view.frozen else 0, form)
    if st.button("Make the pack", "make_pack", disabled=not view.n_items):
        with st.spinner("The pack is made …"):
            try:
                st.session_state[_PACK] = (made, pack_content(pack_of(view.store, view.meeting, on), form))
            except PerfdashError as error:
                chrome.warning(str(error))
    kept = st.session_state.get(_PACK)
    if kept and kept[0] == made:
        name = f"{view.meeting.id}.{form}"
        st.download_button(f"Download {name}", kept[1], name, _MIME[form], key="pack_file", on_click="ignore")
    if view.frozen is None:
        st.html('<p class="pd-note">Nothing is frozen, so a pack takes the figures of today and says so.</p>')
