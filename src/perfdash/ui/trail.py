"""The trail above a page: force › grade › area › period, each a link back, and the way on to the incidents."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

import streamlit as st

from perfdash.measures.selection import Selection
from perfdash.measures.words import filter_words, period
from perfdash.ui.roles import role

_PAGE = "page_path"
_ORDER = ("force", "grade", "lpt", "rurality", "domestic_abuse", "weekday", "hour", "status", "origin")
INCIDENTS = "pages/incidents.py"


def stand_on(page: str) -> None:
    """Remembers which page the frame is about to run: a step of the trail stays on it."""
    st.session_state[_PAGE] = page


def here() -> str:
    """The page that runs now."""
    return str(st.session_state.get(_PAGE, "pages/attendance.py"))


def trail(selection: Selection, has_incidents: bool = True) -> None:
    """Prints the trail. The last step is where the reader stands; the steps before it open this page for more.

    A page whose records are not incidents has none behind it.
    """
    steps = list(_steps(selection))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="trail"):
        for number, (label, wider) in enumerate(steps[:-1]):
            # Not a link: Streamlit follows one to the page it stands on, but leaves the browser's address as it was.
            st.button(
                f"{label} ›",
                f"step_{number}",
                type="tertiary",
                on_click=st.query_params.from_dict,
                args=[wider.to_query()],
            )
        st.html(f'<p class="pd-here" aria-current="page">{escape(steps[-1][0])}</p>')
        if has_incidents and here() != INCIDENTS and role().sees_incidents:
            st.page_link(INCIDENTS, label="The incidents behind this →", query_params=selection.to_query())


def _steps(selection: Selection) -> Iterator[tuple[str, Selection]]:
    """Every step with the selection it stands for: each one narrows the one before."""
    held = replace(selection, filters=(), from_month=None, to_month=None)
    for key in (key for key in _ORDER if selection.chosen(key)):
        held = held.having(**{key: selection.chosen(key)})
        yield filter_words(key, selection.chosen(key), selection.chosen("force")), held
    if selection.from_month or selection.to_month:
        yield period(selection.from_month, selection.to_month), selection
