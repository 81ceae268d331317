"""A list of incidents on a page: one screen of rows at a time, and the one that the reader has chosen, both in the URL."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from perfdash.figures.words import count
from perfdash.measures.incidents import PAGE_ROWS

_ROW, _TALL, _SHORT = 35, 600, 250  # pixels; below a chosen row its line of time must find room on the screen
_PAGE, _CHOSEN, _KEPT = "page", "incident", "incident_kept"


def chosen_offset(n: int, place: str) -> int:
    """How far down the list the screen begins: from the URL, and back to the top when the list (`place`) is another."""
    if st.session_state.get("page_of", place) != place:
        st.query_params.pop(_PAGE, None)
    st.session_state["page_of"] = place
    asked = st.query_params.get(_PAGE, "1")
    page = int(asked) if asked.isdecimal() else 1
    return min(max(page - 1, 0), max(n - 1, 0) // PAGE_ROWS) * PAGE_ROWS


def steps(n: int, offset: int) -> None:
    """Which rows are on the screen, between the steps to the rows before and after."""
    if n <= PAGE_ROWS:
        return
    page = offset // PAGE_ROWS + 1
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button("← Previous", key="before", on_click=_turn, args=(page - 1,), disabled=page == 1)
        shown = f"{count(offset + 1)} to {count(min(offset + PAGE_ROWS, n))} of {count(n)}"
        st.html(f'<p class="pd-here">{escape(shown)}</p>')
        st.button("Next →", key="after", on_click=_turn, args=(page + 1,), disabled=offset + PAGE_ROWS >= n)


def _turn(page: int) -> None:
    st.query_params[_PAGE] = str(page)
    st.query_params.pop(_CHOSEN, None)


def chosen_incident(keys: list[str], table: pd.DataFrame, config: dict[str, Any], place: str, alt: str) -> str:
    """Draws the table and returns the key of the chosen incident: of the row that was ticked, else of the URL; or ''.

    `keys` are the incidents of the table's rows. `place` names the list and the screen: on another, nothing is ticked,
    and an incident that was chosen before is forgotten, unless a link has just asked for it.
    """
    asked = st.query_params.get(_CHOSEN, "")
    kept_place, kept = st.session_state.get(_KEPT, ("", ""))
    if asked and asked == kept and kept_place != place:
        asked = ""
    widget = f"rows_{hash(place)}"
    if asked in keys and widget not in st.session_state:
        st.session_state[widget] = {"selection": {"rows": [keys.index(asked)], "columns": [], "cells": []}}
    is_chosen = bool(asked or st.session_state.get(widget, {}).get("selection", {}).get("rows"))
    ticked = _ticked(keys, table, config, widget, alt, _SHORT if is_chosen else _TALL)
    # A row that was ticked and no longer is: the reader has put the incident away.
    put_away = not ticked and kept_place == place and kept in keys and asked == kept
    chosen = ticked or ("" if put_away else asked)
    st.session_state[_KEPT] = (place, chosen)
    if st.query_params.get(_CHOSEN, "") != chosen:
        st.query_params.pop(_CHOSEN, None) if not chosen else st.query_params.update({_CHOSEN: chosen})
    return chosen


def _ticked(keys: list[str], table: pd.DataFrame, config: dict[str, Any], widget: str, alt: str, height: int) -> str:
    state = st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=min(_ROW * (len(table) + 1) + 3, height),
        column_config=config,
        key=widget,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="–",
        alt=alt,
    )
    rows = [row for row in state["selection"]["rows"] if row < len(keys)]
    return keys[rows[0]] if rows else ""
