"""The choices of a page about people: sidebar controls that start from the URL and write back into it; none in public.

Sister of `choices`: the same habits (docs/decisions.md), other words. Its controls have keys of their own, so that a force
chosen for the incidents and one chosen for the people never overwrite each other unseen.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from perfdash.analysis.disclosure import Audience
from perfdash.contract.strength import FTE, HEADCOUNT
from perfdash.contract.workforce import HEADCOUNT_ONLY
from perfdash.errors import BadQuestion
from perfdash.figures.curve_facets import type_name
from perfdash.measures.people import KINDS
from perfdash.measures.people_selection import PeopleSelection
from perfdash.reference import attendance as reference
from perfdash.ui import chrome, people_reads
from perfdash.ui.choices import kept_force
from perfdash.ui.url_controls import UrlControls, start

_NAMES = ("force", "worker_type", "command", "from", "to", "basis", "transfers")
_CONTROLS = UrlControls("people", tuple(f"people_{name}" for name in _NAMES), PeopleSelection.PARAMETERS)
_ALL = ""  # of a control: everything
DEFAULT_MONTHS = 48  # shown at first: of ten years some months are always too small to be drawn
NO_FILTERS = "In public these figures are shown without filters; those of the link are left out."
_PUBLIC = ("force",)


def chosen_people(
    reader: Audience,
    may_be_all: bool = False,
    of_leavers: bool = False,
    begin: Callable[[str, Audience], PeopleSelection] | None = None,
) -> PeopleSelection:
    """The reader's selection of one force and worker type: from the URL on arrival, then from the controls.

    `may_be_all` offers every worker type beside each other; `of_leavers` offers how they are counted, which is nothing to
    interviews. In public only the force can be chosen. `begin` gives what is shown before anything is chosen, else
    `default_people` does.
    """
    started = _starting(reader, may_be_all, begin or default_people)
    _CONTROLS.give_way()
    with st.sidebar:
        force = _force(started)
        if reader is Audience.PUBLIC:
            chosen = PeopleSelection(filters=(("force", (force,)),))
        else:
            chosen = _narrowed(force, started, reader, may_be_all, of_leavers)
    _CONTROLS.settle(chosen.to_query())
    return chosen


def default_people(force: str, reader: Audience) -> PeopleSelection:
    """What is shown before anything is chosen: officers, or the first worker type held, over the last four years."""
    selection = PeopleSelection(filters=(("force", (force,)),))
    if reader is Audience.PUBLIC:
        return selection
    types = people_reads.choices_of(force, reader, "worker_type")
    months = months_of(force)
    first = months[-DEFAULT_MONTHS - 1] if _is_long(force, months) else None
    return replace(selection.having(worker_type=types[:1]), from_month=first)


def default_everybody(force: str, reader: Audience) -> PeopleSelection:
    """The same of every worker type together, for what is counted of all of them in one."""
    return default_people(force, reader).having(worker_type=())


def _is_long(force: str, months: Sequence[date]) -> bool:
    return "employments" in people_reads.kinds_of(force) and len(months) > DEFAULT_MONTHS + 1


def months_of(force: str) -> list[date]:
    """Every month of which the store holds a record of the force's people, the last may not be over."""
    every = [one for kind in people_reads.held().values() for one in kind if one.force == force]
    found = [one for one in every if one.kind in KINDS] or every
    firsts = [first for one in found if (first := one.records_from or one.first_on)]
    last = max(one.data_to for one in found)
    return [month.date() for month in pd.date_range(min(firsts, default=last).replace(day=1), last, freq="MS")]


def _narrowed(
    force: str, started: PeopleSelection, reader: Audience, may_be_all: bool, of_leavers: bool
) -> PeopleSelection:
    worker_type = _worker_type(force, started, reader, may_be_all)
    commands = people_reads.choices_of(force, reader, "command", worker_type) if worker_type else ()
    command = _one("Command", "command", (_ALL, *commands), started, lambda name: name or "All")
    first, last = _period(months_of(force), started)
    basis, transfers = _counted(started, worker_type) if of_leavers else (started.basis, started.transfers)
    filters = {"force": (force,), "worker_type": (worker_type,), "command": (command,)}
    kept = tuple((key, values) for key, values in filters.items() if values != (_ALL,))
    return PeopleSelection(first, last, kept, basis, transfers)


def _starting(reader: Audience, may_be_all: bool, begin: Callable[[str, Audience], PeopleSelection]) -> PeopleSelection:
    query, forces = _CONTROLS.asked() or _CONTROLS.kept(), people_reads.forces()
    elsewhere = kept_force()
    default = begin(elsewhere if elsewhere in forces else forces[0], reader)
    if not query:
        return default
    try:
        asked = PeopleSelection.from_query(query)
    except BadQuestion as error:
        chrome.warning(f"The link cannot be followed: {error}")
        return default
    if not set(asked.chosen("force")) & set(forces):
        asked = asked.having(force=default.chosen("force"))
    if reader is Audience.PUBLIC:
        if set(_CONTROLS.asked()) - set(_PUBLIC):
            chrome.warning(NO_FILTERS)
        return asked
    if not asked.chosen("worker_type") and not may_be_all:
        asked = asked.having(worker_type=default_people(asked.chosen("force")[0], reader).chosen("worker_type"))
    return asked


def _force(started: PeopleSelection) -> str:
    forces = people_reads.forces()
    if len(forces) == 1:
        return forces[0]
    return _one("Force", "force", forces, started, reference.force_name)


def _worker_type(force: str, started: PeopleSelection, reader: Audience, may_be_all: bool) -> str:
    types = people_reads.choices_of(force, reader, "worker_type")
    options = (*types, _ALL) if may_be_all and len(types) > 1 else types
    return _one("Worker type", "worker_type", options, started, lambda name: type_name(name) or "All")


def _one(label: str, name: str, options: Sequence[str], started: PeopleSelection, words: Callable[[str], str]) -> str:
    """The value of a box; nothing is asked where there is nothing to choose from."""
    if len(options) <= 1:
        return options[0] if options else _ALL
    key, wanted = f"people_{name}", next(iter(started.chosen(name)), _ALL)
    if wanted and wanted not in options and key not in st.session_state:
        chrome.warning(f"The link asks for {label.lower()} '{wanted}', of which there is nothing; it is left out.")
    if st.session_state.get(key) not in options:
        st.session_state[key] = wanted if wanted in options else options[0]
    return str(st.selectbox(label, options, format_func=words, key=key))


def _period(months: Sequence[date], started: PeopleSelection) -> tuple[date | None, date | None]:
    for key, wanted, end in (("from", started.from_month, months[0]), ("to", started.to_month, months[-1])):
        if st.session_state.get(f"people_{key}") not in months:
            st.session_state[f"people_{key}"] = wanted if wanted in months else end
    boxes = [st.selectbox(label, months, format_func=_short, key=f"people_{label.lower()}") for label in ("From", "To")]
    first, last = min(boxes), max(boxes)
    return (first if first != months[0] else None), (last if last != months[-1] else None)


def _short(day: date) -> str:
    return f"{day:%b %Y}"


def _basis(started: PeopleSelection, worker_type: str) -> str:
    if worker_type in HEADCOUNT_ONLY:  # they have no full-time equivalents
        return HEADCOUNT
    start("people_basis", started.basis)
    return str(st.selectbox("Count", (HEADCOUNT, FTE), format_func=_basis_words, key="people_basis"))


def _counted(started: PeopleSelection, worker_type: str) -> tuple[str, bool]:
    basis = _basis(started, worker_type)
    start("people_transfers", started.transfers)
    return basis, st.toggle("Count transfers to other forces", key="people_transfers")


def _basis_words(basis: str) -> str:
    return "Full-time equivalents (FTE)" if basis == FTE else "People (headcount)"
