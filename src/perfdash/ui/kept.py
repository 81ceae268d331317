"""Answers that are kept by the version of the store, so that a new load shows at once and nothing has to be emptied.

One read-only connection a version, a cursor a read: versions are never replaced in place, so a kept connection
cannot go stale, and opening one for every read would cost more than the query.
"""

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.periods import Periods
from perfdash.measures.selection import Selection
from perfdash.store.places import find_store
from perfdash.store.publish import Connection
from perfdash.store.read import open_version

Version = tuple[str, int]
P = ParamSpec("P")
Answer = TypeVar("Answer")

# Streamlit walks through a dataclass field by field, which took longer than some of the questions. The printed form of
# these says all that they hold.
_PRINTED: dict[str | type[Any], Callable[[Any], Any]] = dict.fromkeys((Selection, PeopleSelection, Periods), repr)


def kept(
    at_most: int, *, shared: bool = False
) -> Callable[[Callable[Concatenate[Version, P], Answer]], Callable[P, Answer]]:
    """Keeps the answers of one question, which is asked without its first argument: the version that is current then.

    Each reader gets a copy; a `shared` answer is handed to all as it is, so nobody may change it. There is one kept function
    for each question: one that took the question as an argument returned another question's answer.
    """
    hold = st.cache_resource if shared else st.cache_data

    def decorate(ask: Callable[Concatenate[Version, P], Answer]) -> Callable[P, Answer]:
        found = hold(max_entries=at_most, show_spinner=False, hash_funcs=_PRINTED)(ask)

        @wraps(ask)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Answer:
            return found(version(), *args, **kwargs)

        return answer

    return decorate


def version() -> Version:
    """Which published file is current: its path and when it was written.

    Raises:
        StoreMissing: there is none.
    """
    path = _presented() or find_store().current()
    return str(path), path.stat().st_mtime_ns


def _presented() -> Path | None:
    """The published file that is being presented, while it is kept: a load during a meeting changes nothing on screen."""
    build = st.query_params.get("build", "") if st.query_params.get("present") == "1" else ""
    file = find_store().published / f"perfdash-{build}.duckdb"
    return file if re.fullmatch(r"[\w-][\w.-]*", build) and file.is_file() else None


@st.cache_resource(max_entries=3, show_spinner=False)
def _connection(current: Version) -> Connection:
    return open_version(Path(current[0]))


def cursor(current: Version) -> Connection:
    """A cursor of its own on a version, for one read."""
    return _connection(current).cursor()
