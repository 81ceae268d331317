"""Cached reads of the published store. Every answer is kept by the store's version, so a new load shows at once.

One read-only connection a version, a cursor a read: versions are never replaced in place, so a kept connection
cannot go stale, and opening one for every read would cost more than the query. One cached function a question.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from perfdash.measures import attendance, calls, held, hours, incidents, medians, missing, review, stages
from perfdash.measures import definitions as lens
from perfdash.measures.months_held import MonthsHeld
from perfdash.measures.months_held import months_held as held_by_measure
from perfdash.measures.periods import Periods
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


def connection(current: Version) -> Connection:
    """The one connection of a version, for reads that stand in a module of their own."""
    return _connection(current)


def moment(text: str) -> datetime:
    """A time of the ledger, which is text there."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


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


@st.cache_data(max_entries=20, show_spinner=False)
def _columns_held(current: Version, force: str) -> dict[str, int]:
    return held.columns_held(_connection(current).cursor(), force)


def columns_held(force: str) -> dict[str, int]:
    """For every column of the contract, how many source rows of the force fill it."""
    return _columns_held(version(), force)


@st.cache_data(max_entries=200, show_spinner=False)
def _median_intervals(current: Version, selection: Selection, by: tuple[str, ...], number: int) -> pd.DataFrame:
    return medians.median_intervals_by(_connection(current).cursor(), selection, by, number)


def median_intervals(selection: Selection, *by: str, number: int = 1) -> pd.DataFrame:
    """Intervals for the medians of groups, widened for their number."""
    return _median_intervals(version(), selection, by, number)


@st.cache_data(max_entries=200, show_spinner=False)
def _beside_median(current: Version, selection: Selection, median_seconds: float) -> pd.DataFrame:
    return hours.beside_median(_connection(current).cursor(), selection, median_seconds)


def beside_median(selection: Selection, median_seconds: float) -> pd.DataFrame:
    """How many times of each hour of the week lie below a time, and at or below it."""
    return _beside_median(version(), selection, median_seconds)


@st.cache_data(max_entries=200, show_spinner=False)
def _definitions(current: Version, selection: Selection) -> lens.Definitions:
    return lens.definitions(_connection(current).cursor(), selection)


def definitions(selection: Selection) -> lens.Definitions:
    """The same incidents under every definition, one row a variant, and both extremes."""
    return _definitions(version(), selection)


@st.cache_data(max_entries=200, show_spinner=False)
def _stages_compared(current: Version, selection: Selection, periods: Periods) -> stages.StagesCompared:
    return stages.stages_compared(_connection(current).cursor(), selection, periods)


def stages_compared(selection: Selection, periods: Periods) -> stages.StagesCompared:
    """The stages of a selection in two periods; the selection's own months are left aside."""
    return _stages_compared(version(), selection, periods)


@st.cache_data(max_entries=200, show_spinner=False)
def _calls(current: Version, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    return calls.calls_by(_connection(current).cursor(), selection, by)


def call_answering(selection: Selection, *by: str) -> pd.DataFrame:
    """Call answering of a selection, one row a group."""
    return _calls(version(), selection, by)


@st.cache_data(max_entries=200, show_spinner=False)
def _call_funnel(current: Version, selection: Selection) -> pd.DataFrame:
    return calls.call_funnel(_connection(current).cursor(), selection)


def call_funnel(selection: Selection) -> pd.DataFrame:
    """Calls by status, every status listed."""
    return _call_funnel(version(), selection)


@st.cache_data(max_entries=200, show_spinner=False)
def _listed(current: Version, selection: Selection) -> dict[str, int]:
    return incidents.listed(_connection(current).cursor(), selection)


def listed(selection: Selection) -> dict[str, int]:
    """How many incidents each way of listing them holds."""
    return _listed(version(), selection)


@st.cache_data(max_entries=100, show_spinner=False)
def _incidents_behind(current: Version, selection: Selection, listing: str, offset: int) -> pd.DataFrame:
    return incidents.incidents_behind(_connection(current).cursor(), selection, listing, offset=offset)


def incidents_behind(selection: Selection, listing: str, offset: int) -> pd.DataFrame:
    """One screen of the incidents behind a figure."""
    return _incidents_behind(version(), selection, listing, offset)


@st.cache_data(max_entries=100, show_spinner=False)
def _incident(current: Version, selection: Selection, key: str) -> pd.DataFrame:
    return incidents.incident(_connection(current).cursor(), selection, key)


def incident(selection: Selection, key: str) -> pd.DataFrame:
    """One incident by its key; no row where the selection does not hold it."""
    return _incident(version(), selection, key)


def incidents_csv(selection: Selection, listing: str) -> str:
    """Every row of a listing as CSV, made anew each time: too large to be kept."""
    return incidents.csv_of(_connection(version()).cursor(), selection, listing)


@st.cache_data(max_entries=200, show_spinner=False)
def _n_for_review(current: Version, selection: Selection) -> dict[str, int]:
    return review.n_for_review(_connection(current).cursor(), selection)


def n_for_review(selection: Selection) -> dict[str, int]:
    """How many incidents each list of the tail review holds."""
    return _n_for_review(version(), selection)


@st.cache_data(max_entries=100, show_spinner=False)
def _for_review(current: Version, selection: Selection, name: str, offset: int) -> pd.DataFrame:
    return review.for_review(_connection(current).cursor(), selection, name, offset=offset)


def for_review(selection: Selection, name: str, offset: int) -> pd.DataFrame:
    """One screen of a list of the tail review, with reasons."""
    return _for_review(version(), selection, name, offset)


@st.cache_data(max_entries=100, show_spinner=False)
def _reviewed(current: Version, selection: Selection, keys: tuple[str, ...]) -> pd.DataFrame:
    return review.reviewed(_connection(current).cursor(), selection, keys)


def reviewed(selection: Selection, keys: tuple[str, ...]) -> pd.DataFrame:
    """The incidents of a selection among those keys, with reasons."""
    return _reviewed(version(), selection, keys)


@st.cache_data(max_entries=100, show_spinner=False)
def _reasons_counted(current: Version, selection: Selection, name: str) -> pd.DataFrame:
    return review.reasons_counted(_connection(current).cursor(), selection, name)


def reasons_counted(selection: Selection, name: str) -> pd.DataFrame:
    """For how many incidents of a list each rule holds."""
    return _reasons_counted(version(), selection, name)


@st.cache_data(max_entries=100, show_spinner=False)
def _longest_reviewed_wait(
    current: Version, selection: Selection, verdicts: tuple[tuple[str, review.Verdict], ...]
) -> review.LongestWait:
    return review.longest_reviewed_wait(_connection(current).cursor(), selection, dict(verdicts))


def longest_reviewed_wait(selection: Selection, verdicts: tuple[tuple[str, review.Verdict], ...]) -> review.LongestWait:
    """The longest wait that was reviewed and found real, by what stands for each reviewed incident."""
    return _longest_reviewed_wait(version(), selection, verdicts)


@st.cache_data(max_entries=20, show_spinner=False)
def _months_held(current: Version, force: str) -> dict[str, MonthsHeld]:
    return held_by_measure(_connection(current).cursor(), force)


def months_held(force: str) -> dict[str, MonthsHeld]:
    """For every measure of the register, the months of a force that have a figure."""
    return _months_held(version(), force)
