"""The trail above a page about people: force › worker type › command › period, each a link back to more."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

import streamlit as st

from perfdash.figures.curve_facets import type_name
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.words import period
from perfdash.reference.attendance import force_name
from perfdash.ui.audience import carried
from perfdash.ui.trail import here

_ORDER = ("force", "worker_type", "command")


def people_trail(selection: PeopleSelection) -> None:
    """Prints the trail. The last step is where the reader stands; the steps before it open this page for more."""
    steps = list(_steps(selection))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="trail"):
        for number, (label, wider) in enumerate(steps[:-1]):
            # Not a link: Streamlit follows one to the page it stands on, but leaves the browser's address as it was.
            st.button(
                f"{label} ›",
                f"step_{here()}_{number}",
                type="tertiary",
                on_click=st.query_params.from_dict,
                args=[wider.to_query() | carried()],
            )
        st.html(f'<p class="pd-here" aria-current="page">{escape(steps[-1][0])}</p>')


def _steps(selection: PeopleSelection) -> Iterator[tuple[str, PeopleSelection]]:
    """Every step with the selection it stands for: each one narrows the one before."""
    wider = replace(selection, filters=(), from_month=None, to_month=None)
    for key in (key for key in _ORDER if selection.chosen(key)):
        wider = wider.having(**{key: selection.chosen(key)})
        yield _words(key, selection.chosen(key)[0]), wider
    if selection.from_month or selection.to_month:
        yield period(selection.from_month, selection.to_month), selection


def _words(key: str, value: str) -> str:
    if key == "force":
        return force_name(value)
    return type_name(value) if key == "worker_type" else value
