"""A dated series as every function of this room wants it: sorted, each date once, missing values as NaN."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from perfdash.analysis.errors import DuplicateDate, LengthsDiffer, NotADate, NotANumber


def dated_values(dates: Iterable[object], values: Iterable[object]) -> tuple[npt.NDArray[np.datetime64], list[float]]:
    """Dates (n, oldest first) and their values (n, NaN where missing), whatever order they come in.

    Raises `LengthsDiffer`, `NotADate`, `DuplicateDate` and `NotANumber`.
    """
    when, what = instants(dates), numbers(values)
    if len(when) != len(what):
        raise LengthsDiffer()
    order = np.argsort(when, kind="stable")
    when = when[order]
    repeated = when[1:][when[1:] == when[:-1]]
    if len(repeated):
        raise DuplicateDate(f"The date {str(repeated[0])[:10]} occurs twice in one series.")
    return when, what[order].tolist()


def instants(dates: Iterable[object]) -> npt.NDArray[np.datetime64]:
    """Dates, timestamps, periods or ISO strings as microseconds; a zone is dropped and its wall time kept."""
    if isinstance(dates, np.ndarray) and dates.dtype.kind == "M":
        return _complete(dates)
    listed = [date.start_time if isinstance(date, pd.Period) else date for date in dates]
    if not listed:
        return np.array([], dtype="datetime64[us]")
    # ISO only: 01/02/2026 would otherwise be read as the second of January.
    try:
        index = pd.DatetimeIndex(pd.to_datetime(pd.Series(listed, dtype=object), format="ISO8601"))
    except (ValueError, TypeError) as error:
        raise NotADate() from error
    return _complete(index.tz_localize(None).to_numpy())


def numbers(values: Iterable[object]) -> npt.NDArray[np.float64]:
    """Values as floats, NaN for anything missing. Raises `NotANumber` for words and for infinity."""
    listed = [None if value is pd.NA else value for value in values]
    try:
        what = np.array(listed, dtype=np.float64)
    except (ValueError, TypeError) as error:
        raise NotANumber() from error
    if np.isinf(what).any():
        raise NotANumber()
    return what


def _complete(dates: npt.NDArray[np.datetime64]) -> npt.NDArray[np.datetime64]:
    if np.isnat(dates).any():
        raise NotADate()
    return dates.astype("datetime64[us]")
