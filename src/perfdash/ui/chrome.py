"""What stands around every page: our own quiet styling, the badge of invented figures and the stamp below."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Literal

import streamlit as st

from perfdash.errors import PerfdashError
from perfdash.figures.words import both, unbroken
from perfdash.measures.register import measures
from perfdash.reference.attendance import force_name
from perfdash.reference.validate import check_reference
from perfdash.store.read import ForceHeld, StoreStatus
from perfdash.ui import people_reads, reads
from perfdash.ui.roles import role
from perfdash.ui.taken import own_link
from perfdash.ui.trail import here

METHOD = Path(__file__).parents[3] / "docs" / "method.md"
ICON = str(Path(__file__).with_name("icon.png"))  # a named icon would be fetched from another site
SYNTHETIC = "Demonstration: invented figures"
MEETINGS = "pages/meetings.py"
CAME_FROM = "came_from"  # in the session: the link of the page that was last looked at
Needs = Literal["incidents", "people", "either"]

_CSS = f"<style>{Path(__file__).with_name('page.css').read_text(encoding='utf-8')}</style>"


def begin(has_real_figures: bool = False, needs: Needs = "incidents") -> None:
    """Dresses the page, or stops with one plain sentence where there is no store or the reference data is wrong.

    `needs` says which records the page cannot do without; a store that lacks them is told what to load.

    Each page calls it first, and not app.py: Streamlit runs a page without the frame where it takes the pages/ folder
    for its old layout (a first visitor's deep link under `streamlit run`, and every page under AppTest).
    """
    try:
        check_reference(measures())
        status = reads.status()
        _dress(status, has_real_figures)
        lacking = _lacking(needs, status)
        if lacking:
            stop_with(lacking)
    except PerfdashError as error:
        _dress(None)
        stop_with(str(error))


def _lacking(needs: Needs, status: StoreStatus) -> str:
    """Why a page has nothing to show: what the store holds, and the command that loads what it lacks."""
    people = people_reads.forces()
    if needs == "people" and not people:
        return (
            "No records of people are loaded: this page tells of leavers, exit interviews and stay interviews; run 'perfdash "
            "load employments FILE --profile NAME', or load exit-interviews, stay-interviews or interviewers."
        )
    if needs == "people" or status.forces or (needs == "either" and people):
        return ""
    kinds = [kind.replace("-", " ") for kind, held in people_reads.held().items() if held]
    held = both(["calls"] * bool(status.calls) + kinds) or "nothing of any force"
    return f"No incidents are loaded yet, only {held}; run 'perfdash load incidents FILE --profile NAME'."


def _dress(status: StoreStatus | None, has_real_figures: bool = False) -> None:
    badge = ""
    if has_real_figures:
        badge = '<div class="pd-badge pd-real" role="note">Real figures, as published by others</div>'
    elif status and (any(held.is_synthetic for held in status.forces) or people_reads.is_synthetic()):
        badge = f'<div class="pd-badge" role="note">{SYNTHETIC}</div>'
    st.html(_CSS + badge)


def headline(text: str, formal: str) -> None:
    """The finding of the page, and the formal line that defines it."""
    st.html(headline_html(text, formal))


def headline_html(text: str, formal: str) -> str:
    """The same as a text, for a page that puts it together with what follows."""
    return f'<h1>{escape(unbroken(text))}</h1><p class="pd-formal">{escape(unbroken(formal))}</p>'


def stack(*parts: str) -> str:
    """Parts of a page in one element, as far apart as elements stand: each element of its own costs the browser time."""
    return f'<div class="pd-stack">{"".join(f"<div>{part}</div>" for part in parts if part)}</div>'


def warning(text: str) -> None:
    """Something that must be known before a figure is quoted."""
    st.html(warning_html(text))


def warning_html(text: str) -> str:
    """The same as a text, for a page that puts it together with what follows."""
    return f'<p class="pd-warning" role="note">{escape(unbroken(text))}</p>'


def foot(held: ForceHeld, status: StoreStatus, folds: Mapping[str, str] | None = None) -> None:
    """The end of a page: what may be unfolded (HTML by title), what the supplier's profile warns of, and the stamp."""
    warned = "".join(f'<p class="pd-formal">{escape(caveat)}</p>' for caveat in held.caveats)
    all_folds = dict(folds or {}) | ({"About this extract": warned} if warned else {})
    folded = "".join(
        f'<details class="pd-fold"><summary>{escape(title)}</summary>{html}</details>'
        for title, html in all_folds.items()
    )
    _stamp(held, status, folded)


def stamp(held: ForceHeld, status: StoreStatus) -> None:
    """Data to, loaded when, build: the last line of every page, with the way to present it."""
    _stamp(held, status)


def _stamp(held: ForceHeld, status: StoreStatus, above: str = "") -> None:
    if here() != MEETINGS:  # to whose agendas the others are added
        st.session_state[CAME_FROM] = own_link()
    invented = f" · {SYNTHETIC}" if held.is_synthetic else ""
    st.html(
        f'{above}<div class="pd-stamp"><span>{escape(force_name(held.force))} · data to {held.last_on:%-d %B %Y} · oldest '
        f"source loaded {held.loaded_at:%-d %B %Y, %H:%M} UTC · build {escape(status.build)} · seen as {role()}{invented}"
        "</span><span>Dashed line: ambition · band: process limits · ▲ better ◆ worse ● no clear change · "
        f'<a href="{escape(own_link(present="1"))}" target="_self">Present this</a> · '
        '<a href="method" target="_self">How to read this</a></span></div>'
    )


def method_text() -> str:
    """The method page of the documentation; its links to other documents, which the server does not hold, as plain words."""
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\.md[^)]*\)", r"\1", METHOD.read_text(encoding="utf-8"))
    return re.sub(r'<a id="[^"]*"></a>', "", plain)


def stop_with(sentence: str) -> None:
    """One plain sentence instead of a page."""
    st.html(f'<h1>There is nothing to show yet</h1><p class="pd-warning" role="alert">{escape(sentence)}</p>')
    st.stop()
