"""The choices of a page: sidebar controls that start from the URL, and write what was chosen back into it."""

from collections.abc import Callable, Iterable
from datetime import date

import pandas as pd
import streamlit as st

from perfdash.contract.incidents import NOT_KNOWN
from perfdash.errors import BadQuestion
from perfdash.measures.selection import Selection
from perfdash.reference import attendance as reference
from perfdash.ui import chrome

_KEPT, _SHOWN = "chosen_query", "shown_choices"
_KEYS = ("force", "grade", "lpt", "rurality", "from", "to", "clock", "standard")


def chosen_selection(cuts: pd.DataFrame) -> Selection:
    """The reader's selection: from the URL on arrival, then from the controls, always written back to the URL."""
    started = _starting_selection(cuts)
    if _has_moved():
        for key in _KEYS:
            st.session_state.pop(key, None)
    with st.sidebar:
        force = _force(cuts, started)
        held = cuts[cuts["force"] == force]
        grades = _one("Grade", "grade", held["grade"].unique(), started, lambda code: reference.grade_name(force, code))
        lpts = _many("Local policing team", held["lpt"].unique(), started, lambda key: reference.lpt_name(force, key))
        ruralities = _one("Area", "rurality", held["rurality"].unique(), started, str.capitalize)
        first, last = _period(sorted(held["month"].unique()), started)
        clock = _clock(started)
        _start("standard", started.standard == "today")
        today = st.toggle("Judge the past by today's standard", key="standard")
    chosen = Selection(
        first,
        last,
        (("force", (force,)), ("grade", grades), ("lpt", lpts), ("rurality", ruralities)),
        clock,
        "today" if today else "of the day",
    )
    _write_url(chosen)
    st.session_state[_SHOWN] = _shown()
    return chosen


def _shown() -> dict[str, object]:
    return {key: st.session_state[key] for key in _KEYS if key in st.session_state}


def _has_moved() -> bool:
    # The reader went back, or followed another link: the URL is new while the controls stand as they were left. (A URL
    # that is merely late, after two quick choices, comes with controls that have changed.)
    query = dict(st.query_params)
    return bool(query) and query != st.session_state.get(_KEPT) and _shown() == st.session_state.get(_SHOWN)


def _start(key: str, value: object) -> None:
    # Through the session state and not through the control's own default: only so does it change when the URL does.
    if key not in st.session_state:
        st.session_state[key] = value


def default_selection(cuts: pd.DataFrame) -> Selection:
    """The first force of the store, its emergencies, every month."""
    force = str(cuts["force"].iloc[0])
    grades = cuts.loc[cuts["force"] == force, "grade"].unique()
    return Selection(filters=(("force", (force,)), ("grade", ("1",) if "1" in grades else ())))


def grades_of(cuts: pd.DataFrame, selection: Selection) -> list[str]:
    """The grades that the selected force has incidents of, in order; the unknown one last."""
    force = selection.chosen("force")[0]
    return sorted(cuts.loc[cuts["force"] == force, "grade"].unique(), key=lambda grade: (grade == NOT_KNOWN, grade))


def _starting_selection(cuts: pd.DataFrame) -> Selection:
    query = dict(st.query_params) or st.session_state.get(_KEPT, {})
    default = default_selection(cuts)
    if not query:
        return default
    try:
        asked = Selection.from_query(query)
    except BadQuestion as error:
        chrome.warning(f"The link cannot be followed: {error}")
        return default
    if not asked.chosen("force") or asked.chosen("force")[0] not in set(cuts["force"]):
        asked = asked.having(force=default.chosen("force"))
    _say_unknown(cuts[cuts["force"] == asked.chosen("force")[0]], asked)
    return asked


def _say_unknown(held: pd.DataFrame, asked: Selection) -> None:
    # A grade that is left out without a word would show the figure of all grades under a link that asked for one.
    for column in ("grade", "lpt", "rurality"):
        unknown = [value for value in asked.chosen(column) if value not in set(held[column])]
        if unknown:
            listed = ", ".join(f"'{value}'" for value in unknown)
            chrome.warning(f"The link asks for {column} {listed}, of which there are no incidents; it is left out.")


def _force(cuts: pd.DataFrame, started: Selection) -> str:
    forces = list(cuts["force"].unique())
    if len(forces) == 1:
        return str(forces[0])
    _start("force", started.chosen("force")[0])
    return str(st.selectbox("Force", forces, format_func=reference.force_name, key="force"))


def _one(
    label: str, column: str, values: Iterable[str], started: Selection, words: Callable[[str], str]
) -> tuple[str, ...]:
    options = ["", *sorted(str(value) for value in values)]
    if len(options) <= 2:
        return ()
    chosen = started.chosen(column)
    _start(column, chosen[0] if chosen and chosen[0] in options else "")
    value = st.selectbox(label, options, format_func=lambda code: words(code) if code else "All", key=column)
    return (value,) if value else ()


def _many(label: str, values: Iterable[str], started: Selection, words: Callable[[str], str]) -> tuple[str, ...]:
    options = sorted(str(value) for value in values)
    if len(options) <= 1:
        return ()
    _start("lpt", [value for value in started.chosen("lpt") if value in options])
    return tuple(st.multiselect(label, options, format_func=words, placeholder="All", key="lpt"))


def _period(months: list[pd.Timestamp], started: Selection) -> tuple[date | None, date | None]:
    days = [pd.Timestamp(value).date() for value in months]
    _start("from", started.from_month if started.from_month in days else days[0])
    _start("to", started.to_month if started.to_month in days else days[-1])
    first = st.selectbox("From", days, format_func=_short, key="from")
    last = st.selectbox("To", days, format_func=_short, key="to")
    first, last = min(first, last), max(first, last)
    return (first if first != days[0] else None), (last if last != days[-1] else None)


def _short(day: date) -> str:
    return f"{day:%b %Y}"


def _clock(started: Selection) -> str:
    clocks = reference.clocks()
    _start("clock", started.clock)
    return str(
        st.selectbox(
            "Clock",
            list(clocks),
            format_func=lambda key: clocks[key].name + (" (chosen)" if clocks[key].is_chosen else ""),
            key="clock",
        )
    )


def _write_url(chosen: Selection) -> None:
    query = chosen.to_query()
    st.session_state[_KEPT] = query
    if dict(st.query_params) != query:
        st.query_params.from_dict(query)
