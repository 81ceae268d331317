"""Cached reads of the published store. Every answer is kept by the store's version, so a new load shows at once.

One read-only connection a version, a cursor a read: versions are never replaced in place, so a kept connection
cannot go stale, and opening one for every read would cost more than the query. One cached function a question.
"""

from pathlib import Path

import pandas as pd
import streamlit as st

from perfdash.measures import attendance, missing
from perfdash.measures.selection import Selection
from perfdash.store.places import find_store
from perfdash.store.publish import Connection
from perfdash.store.read import StoreStatus, open_version, store_status

Version = tuple[str, int]


def version() -> Version:
    """Which published file is current: its path and when it was written.

    Raises:
        StoreMissing: there is none.
    """
    path = find_store().current()
    return str(path), path.stat().st_mtime_ns


@st.cache_resource(max_entries=3, show_spinner=False)
def _connection(current: Version) -> Connection:
    return open_version(Path(current[0]))


@st.cache_data(max_entries=3, show_spinner=False)
def _status(current: Version) -> StoreStatus:
    return store_status(_connection(current).cursor())


def status() -> StoreStatus:
    """What the store holds."""
    return _status(version())


@st.cache_data(max_entries=500, show_spinner=False)
def _attendances(current: Version, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    return attendance.attendance_by(_connection(current).cursor(), selection, by)


def attendances(selection: Selection, *by: str) -> pd.DataFrame:
    """Attendance times of a selection, one row a group."""
    return _attendances(version(), selection, by)


@st.cache_data(max_entries=200, show_spinner=False)
def _funnel(current: Version, selection: Selection) -> pd.DataFrame:
    return attendance.funnel(_connection(current).cursor(), selection)


def funnel(selection: Selection) -> pd.DataFrame:
    """Incidents by status, every status listed."""
    return _funnel(version(), selection)


@st.cache_data(max_entries=200, show_spinner=False)
def _missingness(current: Version, selection: Selection) -> missing.Missingness:
    return missing.missingness(_connection(current).cursor(), selection)


def missingness(selection: Selection) -> missing.Missingness:
    """How the selection's times are missing."""
    return _missingness(version(), selection)


@st.cache_data(max_entries=3, show_spinner=False)
def _cuts(current: Version) -> pd.DataFrame:
    return attendance.cuts(_connection(current).cursor())


def cuts() -> pd.DataFrame:
    """What there is to choose from: force × month × grade × LPT × rurality, with volumes."""
    return _cuts(version())
