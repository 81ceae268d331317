"""The choices of a page: sidebar controls that start from the URL, and write what was chosen back into it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from perfdash.contract.incidents import NOT_KNOWN
from perfdash.errors import BadQuestion
from perfdash.measures.attendance import Offered
from perfdash.measures.selection import Selection
from perfdash.reference import attendance as reference
from perfdash.ui import chrome, people_reads, reads
from perfdash.ui.url_controls import UrlControls, forget, start

_FOLDED = ("rurality", "domestic_abuse", "from", "to", "clock", "standard")
_CONTROLS = UrlControls("chosen", ("force", "grade", "lpt", *_FOLDED), Selection.PARAMETERS)
MORE, MORE_LABEL = "more_choices", "Period, area, clock"  # the fold's key, and what it says


def chosen_selection() -> Selection:
    """The reader's selection: from the URL on arrival, then from the controls, always written back to the URL.

    Filters without a control (hour, weekday, status, origin) are set by a link and removed by the trail.
    """
    offered = {held.force: held for held in reads.offered()}
    if not offered:
        return default_selection()  # a store of people alone: there is nothing to choose from
    started = _starting_selection(offered)
    _CONTROLS.give_way()
    with st.sidebar:
        force = _force(list(offered), started)
        held = offered[force]
        grades = _one("Grade", "grade", held.grades, started, lambda code: reference.grade_name(force, code))
        lpts = _many("Local policing team", held.lpts, started, lambda key: reference.lpt_name(force, key))
        chosen = _more(held, started.having(force=(force,), grade=grades, lpt=lpts))
    _CONTROLS.settle(chosen.to_query())
    return chosen


def kept_force() -> str:
    """The force whose incidents were looked at last; nothing before the first."""
    return _CONTROLS.kept().get("force", "")


def _more(held: Offered, started: Selection) -> Selection:
    """The rarer choices. Closed, their fold costs nothing: no control is sent, and the selection stands as the link has it."""
    flags = _flags(held.force)
    known = _known(started, held, flags)
    with st.expander(MORE_LABEL, key=MORE, on_change="rerun") as more:
        if more.open:
            return _unfolded(known, held, flags)
    forget(*_FOLDED)
    n_set = len(set(known.to_query()) & set(_FOLDED))
    if n_set:  # not in the label: with another one, the fold would be another and closed
        st.html(f'<p class="pd-formal">{n_set} of these {"are" if n_set > 1 else "is"} set</p>')
    return known


def _unfolded(known: Selection, held: Offered, flags: tuple[str, ...]) -> Selection:
    rurality = _one("Area", "rurality", held.ruralities, known, str.capitalize)
    flag = _one("Domestic abuse", "domestic_abuse", flags, known, str.capitalize)
    first, last = _period(held.months, known)
    clock = _clock(known)
    start("standard", known.standard == "today")
    is_today = st.toggle("Judge the past by today's standard", key="standard")
    chosen = known.having(rurality=rurality, domestic_abuse=flag)
    return replace(chosen, from_month=first, to_month=last, clock=clock, standard="today" if is_today else "of the day")


def _known(started: Selection, held: Offered, flags: tuple[str, ...]) -> Selection:
    """The selection with only what its controls could hold."""
    options = {"rurality": held.ruralities, "domestic_abuse": flags}
    filters = {
        key: tuple(value for value in started.chosen(key) if value in values)[:1] if len(values) > 1 else ()
        for key, values in options.items()
    }
    first = started.from_month if started.from_month in held.months[1:] else None
    last = started.to_month if started.to_month in held.months[:-1] else None
    return replace(started.having(**filters), from_month=first, to_month=last)


def default_selection() -> Selection:
    """The first force of the store, its emergencies, every month; the first with people where none has incidents."""
    for first in reads.offered():
        return Selection(filters=(("force", (first.force,)), ("grade", ("1",) if "1" in first.grades else ())))
    return Selection(filters=(("force", people_reads.forces()[:1]),))


def grades_of(selection: Selection) -> list[str]:
    """The grades that the selected force has incidents of, in order; the unknown one last."""
    grades = [grade for held in reads.offered() if held.force in selection.chosen("force") for grade in held.grades]
    return sorted(grades, key=lambda grade: (grade == NOT_KNOWN, grade))


def _starting_selection(offered: Mapping[str, Offered]) -> Selection:
    query = _CONTROLS.asked() or _CONTROLS.kept()
    default = default_selection()
    if not query:
        return default
    try:
        asked = Selection.from_query(query)
    except BadQuestion as error:
        chrome.warning(f"The link cannot be followed: {error}")
        return default
    if not asked.chosen("force") or asked.chosen("force")[0] not in offered:
        asked = asked.having(force=default.chosen("force"))
    _say_unknown(offered[asked.chosen("force")[0]], asked)
    return asked


def _say_unknown(held: Offered, asked: Selection) -> None:
    # A grade that is left out without a word would show the figure of all grades under a link that asked for one.
    listed = {
        "grade": ("grade", held.grades),
        "lpt": ("local policing team", held.lpts),
        "rurality": ("area", held.ruralities),
    }
    for column, (word, values) in listed.items():
        unknown = [value for value in asked.chosen(column) if value not in values]
        if unknown:
            names = ", ".join(f"'{value}'" for value in unknown)
            chrome.warning(f"The link asks for {word} {names}, of which there are no incidents; it is left out.")


def _force(forces: Sequence[str], started: Selection) -> str:
    if len(forces) == 1:
        return forces[0]
    start("force", started.chosen("force")[0])
    return str(st.selectbox("Force", forces, format_func=reference.force_name, key="force"))


def _one(
    label: str, column: str, values: Sequence[str], started: Selection, words: Callable[[str], str]
) -> tuple[str, ...]:
    options = ["", *values]
    if len(options) <= 2:
        return ()
    chosen = started.chosen(column)
    start(column, chosen[0] if chosen and chosen[0] in options else "")
    value = st.selectbox(label, options, format_func=lambda code: words(code) if code else "All", key=column)
    return (value,) if value else ()


def _many(label: str, values: Sequence[str], started: Selection, words: Callable[[str], str]) -> tuple[str, ...]:
    if len(values) <= 1:
        return ()
    start("lpt", [value for value in started.chosen("lpt") if value in values])
    return tuple(st.multiselect(label, values, format_func=words, placeholder="All", key="lpt"))


def _flags(force: str) -> tuple[str, ...]:
    return ("yes", "no", NOT_KNOWN) if reads.columns_held(force).get("is_domestic_abuse") else ()


def _period(days: Sequence[date], started: Selection) -> tuple[date | None, date | None]:
    start("from", started.from_month or days[0])
    start("to", started.to_month or days[-1])
    boxes = [st.selectbox(label, days, format_func=_short, key=label.lower()) for label in ("From", "To")]
    first, last = min(boxes), max(boxes)
    return (first if first != days[0] else None), (last if last != days[-1] else None)


def _short(day: date) -> str:
    return f"{day:%b %Y}"


def _clock(started: Selection) -> str:
    clocks = reference.clocks()
    start("clock", started.clock)
    return str(
        st.selectbox(
            "Clock",
            list(clocks),
            format_func=lambda key: clocks[key].name + (" (chosen)" if clocks[key].is_chosen else ""),
            key="clock",
        )
    )
