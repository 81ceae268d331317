"""One question at a time: a row of choices at the top of a page, kept in the URL, that says which view is shown."""

from collections.abc import Mapping

import streamlit as st

from perfdash.ui import chrome


def chosen_view(options: Mapping[str, str], key: str = "view", label: str = "Show") -> str:
    """The key of the chosen view: from the URL on arrival, then from the control, always written back to the URL.

    `options` are labels by key; the first is the default and leaves no trace in the URL. `key` names the URL's parameter
    and the control: each switch of a page needs one of its own. A key that the URL asks for in vain is said, and the first
    view is shown. `label` is read out by screen readers and not drawn.
    """
    asked = st.query_params.get(key, "")
    if _is_stale(options, key, asked):
        st.session_state[key] = _start(options, key, asked)
    chosen = st.segmented_control(
        label, list(options), format_func=options.__getitem__, key=key, required=True, label_visibility="collapsed"
    )
    view = str(chosen or next(iter(options)))
    _write_url(options, key, view)
    return view


def _is_stale(options: Mapping[str, str], key: str, asked: str) -> bool:
    shown = st.session_state.get(key)
    if shown not in options:
        return True
    # A link or a step back brings a new URL while the control stands as it was left. A URL that is merely late comes with
    # a control that has changed, and then the control is right.
    of_page, written, left = st.session_state.get(f"{key}_kept", ((), "", None))
    return bool(of_page != tuple(options) or (asked != written and shown == left))


def _start(options: Mapping[str, str], key: str, asked: str) -> str:
    if asked and asked not in options:
        chrome.warning(
            f"The link asks for {key} '{asked}', which there is not; {next(iter(options.values()))} is shown."
        )
    return asked if asked in options else next(iter(options))


def _write_url(options: Mapping[str, str], key: str, view: str) -> None:
    written = "" if view == next(iter(options)) else view
    st.session_state[f"{key}_kept"] = (tuple(options), written, view)
    if st.query_params.get(key, "") == written:
        return
    if written:
        st.query_params[key] = written
    else:
        del st.query_params[key]
