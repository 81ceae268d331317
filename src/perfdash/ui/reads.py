"""Cached reads of what the store holds of incidents and calls: one kept function a question."""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd

from perfdash.measures import attendance, calls, held, hours, incidents, medians, missing, review, stages
from perfdash.measures import definitions as lens
from perfdash.measures.months_held import MonthsHeld
from perfdash.measures.months_held import months_held as held_by_measure
from perfdash.measures.periods import Periods
from perfdash.measures.selection import Selection
from perfdash.store.read import StoreStatus, store_status
from perfdash.ui.kept import Version, cursor, kept, version


def moment(text: str) -> datetime:
    """A time of the ledger, which is text there."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@kept(3)
def status(current: Version) -> StoreStatus:
    """What the store holds."""
    return store_status(cursor(current))


def attendances(selection: Selection, *by: str) -> pd.DataFrame:
    """Attendance times of a selection, one row a group."""
    if "month" not in by:
        return _attendances(selection, *by)
    # A month's figures are the same whatever period it is shown in: asked once, they serve every period.
    every = _attendances(replace(selection, from_month=None, to_month=None), *by)
    first, last = (pd.Timestamp(month) if month else None for month in (selection.from_month, selection.to_month))
    months = pd.to_datetime(every["month"])
    shown = (months >= (first or months.min())) & (months <= (last or months.max()))
    return every[shown].reset_index(drop=True)


@kept(500)
def _attendances(current: Version, selection: Selection, *by: str) -> pd.DataFrame:
    return attendance.attendance_by(cursor(current), selection, by)


@kept(200)
def funnel(current: Version, selection: Selection) -> pd.DataFrame:
    """Incidents by status, every status listed."""
    return attendance.funnel(cursor(current), selection)


@kept(200)
def missingness(current: Version, selection: Selection) -> missing.Missingness:
    """How the selection's times are missing."""
    return missing.missingness(cursor(current), selection)


@kept(3)
def offered(current: Version) -> tuple[attendance.Offered, ...]:
    """What there is to choose from, a row a force."""
    return attendance.offered(cursor(current))


@kept(20)
def columns_held(current: Version, force: str) -> dict[str, int]:
    """For every column of the contract, how many source rows of the force fill it."""
    return held.columns_held(cursor(current), force)


@kept(200)
def median_intervals(current: Version, selection: Selection, *by: str, number: int = 1) -> pd.DataFrame:
    """Intervals for the medians of groups, widened for their number."""
    return medians.median_intervals_by(cursor(current), selection, by, number)


@kept(200)
def beside_median(current: Version, selection: Selection, median_seconds: float) -> pd.DataFrame:
    """How many times of each hour of the week lie below a time, and at or below it."""
    return hours.beside_median(cursor(current), selection, median_seconds)


@kept(200)
def definitions(current: Version, selection: Selection) -> lens.Definitions:
    """The same incidents under every definition, one row a variant, and both extremes."""
    return lens.definitions(cursor(current), selection)


@kept(200)
def stages_compared(current: Version, selection: Selection, periods: Periods) -> stages.StagesCompared:
    """The stages of a selection in two periods; the selection's own months are left aside."""
    return stages.stages_compared(cursor(current), selection, periods)


@kept(200)
def call_answering(current: Version, selection: Selection, *by: str) -> pd.DataFrame:
    """Call answering of a selection, one row a group."""
    return calls.calls_by(cursor(current), selection, by)


@kept(200)
def call_funnel(current: Version, selection: Selection) -> pd.DataFrame:
    """Calls by status, every status listed."""
    return calls.call_funnel(cursor(current), selection)


@kept(200)
def listed(current: Version, selection: Selection) -> dict[str, int]:
    """How many incidents each way of listing them holds."""
    return incidents.listed(cursor(current), selection)


@kept(100)
def incidents_behind(current: Version, selection: Selection, listing: str, offset: int) -> pd.DataFrame:
    """One screen of the incidents behind a figure."""
    return incidents.incidents_behind(cursor(current), selection, listing, offset=offset)


@kept(100)
def incident(current: Version, selection: Selection, key: str) -> pd.DataFrame:
    """One incident by its key; no row where the selection does not hold it."""
    return incidents.incident(cursor(current), selection, key)


def incidents_csv(selection: Selection, listing: str) -> str:
    """Every row of a listing as CSV, made anew each time: too large to be kept."""
    return incidents.csv_of(cursor(version()), selection, listing)


@kept(200)
def n_for_review(current: Version, selection: Selection) -> dict[str, int]:
    """How many incidents each list of the tail review holds."""
    return review.n_for_review(cursor(current), selection)


@kept(100)
def for_review(current: Version, selection: Selection, name: str, offset: int) -> pd.DataFrame:
    """One screen of a list of the tail review, with reasons."""
    return review.for_review(cursor(current), selection, name, offset=offset)


@kept(100)
def reviewed(current: Version, selection: Selection, keys: tuple[str, ...]) -> pd.DataFrame:
    """The incidents of a selection among those keys, with reasons."""
    return review.reviewed(cursor(current), selection, keys)


@kept(100)
def reasons_counted(current: Version, selection: Selection, name: str) -> pd.DataFrame:
    """For how many incidents of a list each rule holds."""
    return review.reasons_counted(cursor(current), selection, name)


@kept(100)
def longest_reviewed_wait(
    current: Version, selection: Selection, verdicts: tuple[tuple[str, review.Verdict], ...]
) -> review.LongestWait:
    """The longest wait that was reviewed and found real, by what stands for each reviewed incident."""
    return review.longest_reviewed_wait(cursor(current), selection, dict(verdicts))


@kept(20)
def months_held(current: Version, force: str) -> dict[str, MonthsHeld]:
    """For every measure of the register, the months of a force that have a figure."""
    return held_by_measure(cursor(current), force)
