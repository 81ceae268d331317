"""The choices of a page: sidebar controls that start from the URL, and write what was chosen back into it."""

from collections.abc import Callable, Iterable
from datetime import date

import pandas as pd
import streamlit as st

from perfdash.contract.incidents import NOT_KNOWN
from perfdash.errors import BadQuestion
from perfdash.measures.selection import Selection
from perfdash.reference import attendance as reference
from perfdash.ui import chrome, people_reads, reads
from perfdash.ui.trail import here

_KEPT, _SHOWN, _CHOSEN_ON = "chosen_query", "shown_choices", "chosen_on_page"
_KEYS = ("force", "grade", "lpt", "rurality", "domestic_abuse", "from", "to", "clock", "standard")
_CARRIED = (
    "hour",
    "weekday",
    "status",
    "origin",
)  # filters without a control: a link sets them, the trail removes them


def chosen_selection(cuts: pd.DataFrame) -> Selection:
    """The reader's selection: from the URL on arrival, then from the controls, always written back to the URL."""
    if cuts.empty:
        return default_selection(cuts)  # a store of people alone: there is nothing to choose from
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
        flags = _one("Domestic abuse", "domestic_abuse", _flags(force), started, str.capitalize)
        first, last = _period(sorted(held["month"].unique()), started)
        clock = _clock(started)
        _start("standard", started.standard == "today")
        today = st.toggle("Judge the past by today's standard", key="standard")
    filters = {"force": (force,), "grade": grades, "lpt": lpts, "rurality": ruralities, "domestic_abuse": flags}
    filters |= {key: started.chosen(key) for key in _CARRIED}
    chosen = Selection(first, last, tuple(filters.items()), clock, "today" if today else "of the day")
    _write_url(chosen)
    st.session_state[_SHOWN] = _shown()
    st.session_state[_CHOSEN_ON] = here()
    return chosen


def _shown() -> dict[str, object]:
    return {key: st.session_state[key] for key in _KEYS if key in st.session_state}


def _asked() -> dict[str, str]:
    """What the URL says of the selection; a page's own parameters (which view, which incident) are not ours."""
    return {key: value for key, value in st.query_params.to_dict().items() if key in Selection.PARAMETERS}


def _has_moved() -> bool:
    # The reader went back, or followed another link: the URL is new while the controls stand as they were left. (A URL
    # that is merely late, after two quick choices, comes with controls that have changed.)
    query = _asked()
    follows = bool(query) and query != st.session_state.get(_KEPT) and _shown() == st.session_state.get(_SHOWN)
    # Another page's controls of the same name are others to Streamlit, though what they held is still there.
    return follows or st.session_state.get(_CHOSEN_ON) != here()


def _start(key: str, value: object) -> None:
    # Through the session state and not through the control's own default: only so does it change when the URL does.
    if key not in st.session_state:
        st.session_state[key] = value


def default_selection(cuts: pd.DataFrame) -> Selection:
    """The first force of the store, its emergencies, every month; the first with people where none has incidents."""
    if cuts.empty:
        return Selection(filters=(("force", people_reads.forces()[:1]),))
    force = str(cuts["force"].iloc[0])
    grades = cuts.loc[cuts["force"] == force, "grade"].unique()
    return Selection(filters=(("force", (force,)), ("grade", ("1",) if "1" in grades else ())))


def grades_of(cuts: pd.DataFrame, selection: Selection) -> list[str]:
    """The grades that the selected force has incidents of, in order; the unknown one last."""
    force = selection.chosen("force")[0]
    return sorted(cuts.loc[cuts["force"] == force, "grade"].unique(), key=lambda grade: (grade == NOT_KNOWN, grade))


def _starting_selection(cuts: pd.DataFrame) -> Selection:
    query = _asked() or st.session_state.get(_KEPT, {})
    default = default_selection(cuts)
    if not query:
        return default
    try:
        asked = Selection.from_query(query)
    except BadQuestion as error:
        chrome.warning(f"The link cannot be followed: {error}")
        return default
    if not asked.chosen("force") or asked.chosen("force")[0] not in cuts["force"].unique():
        asked = asked.having(force=default.chosen("force"))
    _say_unknown(cuts[cuts["force"] == asked.chosen("force")[0]], asked)
    return asked


def _say_unknown(held: pd.DataFrame, asked: Selection) -> None:
    # A grade that is left out without a word would show the figure of all grades under a link that asked for one.
    for column, word in (("grade", "grade"), ("lpt", "local policing team"), ("rurality", "area")):
        unknown = [value for value in asked.chosen(column) if value not in held[column].unique()]
        if unknown:
            listed = ", ".join(f"'{value}'" for value in unknown)
            chrome.warning(f"The link asks for {word} {listed}, of which there are no incidents; it is left out.")


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


def _flags(force: str) -> tuple[str, ...]:
    return ("yes", "no", NOT_KNOWN) if reads.columns_held(force).get("is_domestic_abuse") else ()


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
    if _asked() != query:
        others = {key: value for key, value in st.query_params.to_dict().items() if key not in Selection.PARAMETERS}
        st.query_params.from_dict(query | others)
