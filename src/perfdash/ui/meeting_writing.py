"""Writes what people say around a meeting into the log, and says once what became of it."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import streamlit as st

from perfdash.errors import PerfdashError
from perfdash.ui import chrome
from perfdash.ui.roles import role

PROMISE = (
    "An entry is dated, carries the role that wrote it and is never changed or removed. It is read out and printed: name "
    "nobody, and write nothing about a single person."
)
_FAILED, _SAID = "meeting_failed", "meeting_said"


def who() -> str:
    """Who writes: the role of the server."""
    return str(role())


def button(label: str, key: str, act: Callable[[Mapping[str, Any]], object], said: str, **fields: str) -> None:
    """The button of a form, which does `act` with what its fields hold: `fields` are their keys by the names `act` knows.

    What was written leaves the form; what was refused stays in it, to be mended.
    """
    st.form_submit_button(label, key=key, on_click=_do, args=(act, said, fields))


def act_button(label: str, key: str, act: Callable[[], object], said: str, help: str = "") -> None:
    """A button that stands alone."""
    st.button(label, key, on_click=_do, args=(lambda _: act(), said, {}), help=help or None)


def _do(act: Callable[[Mapping[str, Any]], object], said: str, fields: Mapping[str, str]) -> None:
    # A callback runs before the page, outside the frame that turns errors into sentences: the page says it instead.
    told = {name: st.session_state.get(key) for name, key in fields.items()}
    try:
        act({name: "" if value is None else value for name, value in told.items()})
    except PerfdashError as error:
        st.session_state[_FAILED] = str(error)
    else:
        st.session_state[_SAID] = said
        for key in fields.values():
            st.session_state.pop(key, None)


def outcome() -> None:
    """What became of the last entry, said once."""
    failed, told = st.session_state.pop(_FAILED, ""), st.session_state.pop(_SAID, "")
    if failed:
        chrome.warning(f"Nothing was written. {failed}")
    if told:
        st.html(f'<p class="pd-formal" role="status">{escape(told)}</p>')
