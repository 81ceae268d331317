"""Series with seasons: the same month a year earlier, and a series with the months' usual pattern taken out.

A process chart takes each winter for a special cause. Both answers here carry a `label` that must be shown
with them: an adjusted figure is not what happened, and nobody may take it for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, auto

import numpy as np
import numpy.typing as npt
import pandas as pd

from perfdash.analysis.errors import DuplicateDate, GapInMonths, ModelNotPossible
from perfdash.analysis.series import dated_values

MONTHS = 12


class Pattern(StrEnum):
    """Whether a month usually differs by so many (ADDITIVE) or by so many per cent (MULTIPLICATIVE)."""

    ADDITIVE = auto()
    MULTIPLICATIVE = auto()


@dataclass(frozen=True, slots=True, eq=False)
class SeasonalSeries:
    """Points, one row a month and oldest first, and the label to show with them."""

    label: str
    points: pd.DataFrame


def same_month_last_year(dates: Iterable[object], values: Iterable[object]) -> SeasonalSeries:
    """Each month beside the same calendar month a year earlier; monthly series, gaps allowed.

    Columns: date, value, value_last_year, change (the values' unit), share_change (change over last year's
    value; NaN where that is 0). NaN where either month is missing. Raises `DuplicateDate` (also for two dates
    in one month), `NotADate`, `NotANumber` and `LengthsDiffer`.
    """
    when, what = _monthly(dates, values)
    month = when.astype("datetime64[M]").astype(np.int64)
    earlier = np.array([dict(zip(month, what, strict=True)).get(m - MONTHS, np.nan) for m in month], dtype=np.float64)
    points = pd.DataFrame({"date": when, "value": what, "value_last_year": earlier, "change": what - earlier})
    points["share_change"] = points["change"] / points["value_last_year"].where(earlier != 0)
    return SeasonalSeries("compared with the same month of the year before", points)


def month_adjusted(
    dates: Iterable[object], values: Iterable[object], *, pattern: Pattern | str = Pattern.ADDITIVE
) -> SeasonalSeries:
    """The series with each calendar month's usual departure from the yearly course taken out.

    Columns: date, value, month_effect, adjusted_value. The effect is in the values' unit if additive and a
    factor around 1 if multiplicative. Needs two full years without a gap. Raises `GapInMonths`,
    `ModelNotPossible` and the errors of `same_month_last_year`. Source: classical decomposition by a centred
    12-month moving average (statsmodels).
    """
    when, what = _monthly(dates, values)
    pattern = Pattern(pattern)
    _check_complete(when, what, pattern)
    from statsmodels.tsa.seasonal import seasonal_decompose

    effect = seasonal_decompose(what, model=pattern.value, period=MONTHS).seasonal
    adjusted = what - effect if pattern is Pattern.ADDITIVE else what / effect
    points = pd.DataFrame({"date": when, "value": what, "month_effect": effect, "adjusted_value": adjusted})
    period = f"{pd.Timestamp(when[0]):%B %Y} to {pd.Timestamp(when[-1]):%B %Y}"
    return SeasonalSeries(f"seasonally adjusted by the usual pattern of the months, {period}", points)


def _monthly(
    dates: Iterable[object], values: Iterable[object]
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.float64]]:
    when, what = dated_values(dates, values)
    month = when.astype("datetime64[M]")
    twice = month[1:][month[1:] == month[:-1]]
    if twice.size:
        raise DuplicateDate(f"The month {twice[0]} occurs twice in one monthly series.")
    return when, np.array(what, dtype=np.float64)


def _check_complete(when: npt.NDArray[np.datetime64], what: npt.NDArray[np.float64], pattern: Pattern) -> None:
    if len(what) < 2 * MONTHS:
        raise ModelNotPossible(f"Seasonal adjustment needs 24 months; there are {len(what)}.")
    if (np.diff(when.astype("datetime64[M]").astype(np.int64)) != 1).any() or np.isnan(what).any():
        raise GapInMonths()
    if pattern is Pattern.MULTIPLICATIVE and (what <= 0).any():
        raise ModelNotPossible("A multiplicative pattern needs every value to be above 0.")
