"""What stands around every page: our own quiet styling, the badge of invented figures and the stamp below."""

import re
from html import escape
from pathlib import Path

import streamlit as st

from perfdash.errors import PerfdashError
from perfdash.figures.words import unbroken
from perfdash.measures.register import measures
from perfdash.reference import attendance
from perfdash.reference.attendance import force_name
from perfdash.store.read import ForceHeld, StoreStatus
from perfdash.ui import reads

METHOD = Path(__file__).parents[3] / "docs" / "method.md"
ICON = str(Path(__file__).with_name("icon.png"))  # a named icon would be fetched from another site
SYNTHETIC = "Demonstration: invented figures"

_CSS = """
<style>
 .stMainBlockContainer {padding: 4.2rem 3.2rem 2rem; max-width: 1800px}
 [data-testid="stMain"] h1 {font-size: 2rem; line-height: 1.2; font-weight: 700; padding: 0; max-width: 62ch}
 [data-testid="stMain"] h2 {font-size: 1.3rem; font-weight: 700; padding: .2rem 0 0; line-height: 1.3}
 [data-testid="stMain"] [data-testid="stVerticalBlock"] {gap: .55rem}
 [data-testid="stMain"] h1, [data-testid="stMain"] h2, [data-testid="stMain"] h3 {margin: 0}
 .pd-formal {color: #595959; font-size: .95rem; margin: .1rem 0 .4rem; max-width: 110ch}
 .pd-badge {position: fixed; top: .85rem; right: 4.2rem; z-index: 1000000; background: #801650; color: #fff;
   font-weight: 700; font-size: .95rem; padding: .25rem .8rem; border-radius: 3px}
 .pd-cards {display: grid; grid-template-columns: repeat(auto-fit, minmax(13.4rem, 1fr)); gap: 1.2rem 1.5rem;
   border-top: 2px solid #12436D; padding-top: .8rem}
 .pd-card h3 {font-size: 1.02rem; font-weight: 400; margin: 0; padding: 0; line-height: 1.3; min-height: 2.6em}
 .pd-card h3 a {color: #12436D}
 .pd-figure {display: flex; flex-wrap: wrap; align-items: center; gap: 0 1rem}
 .pd-value {font-size: 2.4rem; font-weight: 700; margin: 0; line-height: 1.25; white-space: nowrap}
 .pd-unit {font-size: 1.1rem; font-weight: 400; color: #595959}
 .pd-spark {flex: 1; min-width: 6.5rem; max-width: 15rem; height: 3.2rem; object-fit: fill}
 .pd-verdict {display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: center; margin: .15rem 0; font-size: 1.02rem}
 .pd-verdict span {color: #3D3D3D; display: inline-flex; gap: .4rem; align-items: center}
 .pd-note {color: #595959; font-size: .92rem; margin: 0}
 .pd-warning {border-left: 5px solid #F46A25; padding: .35rem 0 .35rem .9rem; font-size: 1.05rem; max-width: 110ch; margin: 0}
 .pd-events {columns: 2; font-size: .95rem; margin: 0; padding-left: 0; list-style: none}
 .pd-events b {background: #1D1D1B; color: #fff; padding: 0 .4rem; margin-right: .4rem}
 .pd-stamp {color: #595959; font-size: .92rem; border-top: 1px solid #E3E3E3; padding-top: .6rem; margin-top: .6rem;
   display: flex; flex-wrap: wrap; justify-content: space-between; gap: .3rem 2rem}
 .pd-theme {display: grid; grid-template-columns: 15rem 1fr; gap: 0 2rem; border-top: 2px solid #12436D; padding: .8rem 0 1.4rem}
 .pd-theme .pd-cards {border-top: none; padding-top: 0}
 .pd-theme h2 {font-size: 1.3rem}
 .pd-state {display: inline-block; border: 1px solid #595959; border-radius: 1rem; padding: .05rem .7rem; font-size: .92rem}
 @media (max-width: 1500px) {.pd-theme {grid-template-columns: 11rem 1fr; gap: 0 1.5rem} .pd-value {font-size: 2rem}
   [data-testid="stMain"] [data-testid="stHorizontalBlock"] {flex-wrap: wrap; row-gap: .55rem}
   [data-testid="stMain"] [data-testid="stColumn"] {min-width: 100%}}
 @media (max-width: 900px) {.pd-theme {grid-template-columns: 1fr} .pd-events {columns: 1} .pd-card h3 {min-height: 0}
   .stMainBlockContainer {padding: 4.2rem 1rem 2rem} .pd-badge {right: 3.4rem; font-size: .8rem}
   [data-testid="stMain"] h1 {font-size: 1.5rem}}
 @media (max-width: 700px) {[data-testid="stElementContainer"]:has(.stPlotlyChart) {overflow-x: auto}
   [data-testid="stFullScreenFrame"]:has(.stPlotlyChart) {min-width: 50rem}}
 [data-testid="stSidebar"] input {text-overflow: ellipsis}
 button:focus-visible, a:focus-visible, summary:focus-visible {outline: 3px solid #12436D; outline-offset: 2px}
 [data-testid="stExpander"] summary p {font-size: 1rem}
</style>
"""


def begin() -> None:
    """Dresses the page, or stops with one plain sentence where there is no store or the reference data is wrong.

    Each page calls it first, and not app.py: Streamlit runs a page without the frame where it takes the pages/ folder
    for its old layout (a first visitor's deep link under `streamlit run`, and every page under AppTest).
    """
    try:
        attendance.validate(measures())
        _dress(reads.status())
    except PerfdashError as error:
        _dress(None)
        stop_with(str(error))


def _dress(status: StoreStatus | None) -> None:
    st.html(_CSS)
    if status and any(held.is_synthetic for held in status.forces):
        st.html(f'<div class="pd-badge" role="note">{SYNTHETIC}</div>')


def headline(text: str, formal: str) -> None:
    """The finding of the page, and the formal line that defines it."""
    st.html(f'<h1>{escape(unbroken(text))}</h1><p class="pd-formal">{escape(unbroken(formal))}</p>')


def caveats(held: ForceHeld) -> None:
    """What the supplier's profile warns of, one click away."""
    if held.caveats:
        with st.expander("About this extract"):
            st.html("".join(f'<p class="pd-formal">{escape(caveat)}</p>' for caveat in held.caveats))


def warning(text: str) -> None:
    """Something that must be known before a figure is quoted."""
    st.html(f'<p class="pd-warning" role="note">{escape(unbroken(text))}</p>')


def stamp(held: ForceHeld, status: StoreStatus) -> None:
    """Data to, loaded when, build: the last line of every page."""
    invented = f" · {SYNTHETIC}" if held.is_synthetic else ""
    st.html(
        f'<div class="pd-stamp"><span>{escape(force_name(held.force))} · data to {held.last_on:%-d %B %Y} · oldest source '
        f"loaded {held.loaded_at:%-d %B %Y, %H:%M} UTC · build {escape(status.build)}{invented}</span>"
        "<span>Dashed line: ambition · band: process limits · ▲ better ◆ worse ● no clear change · "
        '<a href="method" target="_self">How to read this</a></span></div>'
    )


def method_text() -> str:
    """The method page of the documentation; its links to other documents, which the server does not hold, as plain words."""
    return re.sub(r"\[([^\]]+)\]\([^)]*\.md[^)]*\)", r"\1", METHOD.read_text(encoding="utf-8"))


def stop_with(sentence: str) -> None:
    """One plain sentence instead of a page."""
    st.html(f'<h1>There is nothing to show yet</h1><p class="pd-warning" role="alert">{escape(sentence)}</p>')
    st.stop()
