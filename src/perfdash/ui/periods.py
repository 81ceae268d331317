"""The two periods of a comparison: boxes of whole months that start from the URL and write back into it."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from perfdash.errors import BadQuestion
from perfdash.measures.periods import Period, Periods, checked
from perfdash.measures.selection import Selection
from perfdash.measures.stages import periods_asked
from perfdash.ui import chrome

_NAMES = ("before", "after")  # the URL's parameters, each as 2023-04..2024-03
_KEPT = "periods_kept"


def chosen_periods(held: Period | None, selection: Selection) -> Periods:
    """The two periods: from the URL on arrival, then from the boxes, always written back to the URL.

    The default leaves no trace in the URL, and follows the selection until the reader chooses otherwise. `held` are the
    whole months of the extract.

    Raises:
        NothingToCompare: there are fewer than two whole months.
    """
    default = periods_asked(held, selection)
    months = held.months if held else []
    query = {name: st.query_params.get(name, "") for name in _NAMES}
    if _is_stale(query, default, months):
        _start(_asked(query, held, selection, default))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="periods"):
        chosen = Periods(_boxes("before", months), _boxes("after", months))
    _write_url(chosen, default)
    if (chosen.before, chosen.after) == (default.before, default.after):
        return default
    try:
        return checked(chosen, held)
    except BadQuestion as error:
        chrome.warning(f"{error} Shown is {default.after.words} against {default.before.words}.")
        return default


def _asked(query: Mapping[str, str], held: Period | None, selection: Selection, default: Periods) -> Periods:
    try:
        return periods_asked(held, selection, **query)
    except BadQuestion as error:
        chrome.warning(f"The link cannot be followed: {error}")
        return default


def _is_stale(query: Mapping[str, str], default: Periods, months: Sequence[date]) -> bool:
    if not set(_shown()) <= set(months) or len(_shown()) < 2 * len(_NAMES):
        return True
    written, left, default_then = st.session_state[_KEPT]
    # As the reader left them, the boxes give way to a new URL or a new default; a change of theirs goes before both.
    followed = written == dict.fromkeys(_NAMES, "")
    return bool(_shown() == left and (dict(query) != written or (followed and _texts(default) != default_then)))


def _shown() -> list[date]:
    keys = [f"{name}_{end}" for name in _NAMES for end in ("from", "to")]
    return [st.session_state[key] for key in keys if key in st.session_state]


def _start(periods: Periods) -> None:
    for name in _NAMES:
        one: Period = getattr(periods, name)
        st.session_state[f"{name}_from"], st.session_state[f"{name}_to"] = one.first, one.last


def _boxes(name: str, months: Sequence[date]) -> Period:
    ends = [
        st.selectbox(f"{name.capitalize()}, {end}", months, format_func=_short, key=f"{name}_{end}", width=170)
        for end in ("from", "to")
    ]
    return Period(min(ends), max(ends))


def _short(day: date) -> str:
    return f"{day:%b %Y}"


def _texts(periods: Periods) -> dict[str, str]:
    return {"before": periods.before.text, "after": periods.after.text}


def _write_url(chosen: Periods, default: Periods) -> None:
    texts, usual = _texts(chosen), _texts(default)
    written = {name: "" if texts[name] == usual[name] else texts[name] for name in _NAMES}
    st.session_state[_KEPT] = (written, _shown(), usual)
    for name, text in written.items():
        if text and st.query_params.get(name) != text:
            st.query_params[name] = text
        elif not text and name in st.query_params:
            del st.query_params[name]
