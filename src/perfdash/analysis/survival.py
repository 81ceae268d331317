"""How long people stay: the Kaplan-Meier curve, for people who join and for people already in post.

Someone already in post when the records begin is observed only from then on (left truncation). Counting them
from their first day would credit the force with everyone who stayed and none who left before the records
began.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from perfdash.analysis.errors import LengthsDiffer, NotAShare, TimesDisagree
from perfdash.analysis.series import numbers

FloatArray = npt.NDArray[np.float64]


def kaplan_meier(
    exit_times: Iterable[object],
    has_left: Iterable[object],
    *,
    entry_times: Iterable[object] | None = None,
    level: float = 0.95,
    minimum_at_risk: int = 1,
) -> pd.DataFrame:
    """Share still in post by time since joining, in whatever unit the times have.

    One row a person in: when last seen, whether they left then (otherwise they were still there), and when
    they came under observation (from the start where `entry_times` is not given). One row a distinct exit
    time out: time, n_at_risk, n_events, n_censored, share_remaining, low, high; the interval is log-log and
    NaN while nobody or everybody has left. The curve stops before fewer than `minimum_at_risk` remain under
    observation: charts of people ask for 10. Raises `LengthsDiffer`, `TimesDisagree`, `NotANumber` and
    `NotAShare`. Sources: Kaplan and Meier (1958), JASA 53, 457–481; Greenwood's variance; Kalbfleisch and
    Prentice, The Statistical Analysis of Failure Time Data.
    """
    left, events, entered = _observed(exit_times, has_left, entry_times)
    if not 0 < level < 1:
        raise NotAShare()
    curve = _counts(left, events, entered)
    share, error = _estimate(left, events, entered, curve["time"].to_numpy())
    low, high = _log_log(share, error, NormalDist().inv_cdf(0.5 + level / 2))
    curve = curve.assign(share_remaining=share, low=low, high=high)
    too_few = np.flatnonzero(curve["n_at_risk"] < minimum_at_risk)
    return curve.iloc[: too_few[0]] if too_few.size else curve


def _observed(
    exit_times: Iterable[object], has_left: Iterable[object], entry_times: Iterable[object] | None
) -> tuple[FloatArray, npt.NDArray[np.int64], FloatArray | None]:
    left, events = numbers(exit_times), numbers(has_left)
    entered = None if entry_times is None else numbers(entry_times)
    if len(events) != len(left) or (entered is not None and len(entered) != len(left)):
        raise LengthsDiffer()
    if np.isnan(left + events).any() or not np.isin(events, (0, 1)).all():
        raise TimesDisagree("Everyone needs a time, and a yes or no to whether they had left by then.")
    # Written so that a missing entry is refused too.
    if not (left >= 0).all() or (entered is not None and not (left > entered).all()):
        raise TimesDisagree()
    return left, events.astype(np.int64), entered


def _counts(left: FloatArray, events: npt.NDArray[np.int64], entered: FloatArray | None) -> pd.DataFrame:
    """Numbers at risk just before each time: those who entered before it and have not gone before it."""
    times = np.unique(left)
    gone_before = np.searchsorted(np.sort(left), times, side="left")
    here = len(left) if entered is None else np.searchsorted(np.sort(entered), times, side="left")
    positions = np.searchsorted(times, left)
    n_events = np.bincount(positions[events == 1], minlength=len(times))
    n_censored = np.bincount(positions[events == 0], minlength=len(times))
    return pd.DataFrame(
        {"time": times, "n_at_risk": here - gone_before, "n_events": n_events, "n_censored": n_censored}
    )


def _estimate(
    left: FloatArray, events: npt.NDArray[np.int64], entered: FloatArray | None, times: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Share remaining at each of `times` and its standard error; it only steps where somebody leaves."""
    if not events.any():
        return np.ones(len(times)), np.zeros(len(times))
    from statsmodels.duration.survfunc import SurvfuncRight

    # The last step to 0 leaves the error 0/0; it is not used there.
    with np.errstate(divide="ignore", invalid="ignore"):
        fit = SurvfuncRight(left, events, entry=entered)
    step = np.searchsorted(fit.surv_times, times, side="right")
    return np.r_[1.0, fit.surv_prob][step], np.r_[0.0, fit.surv_prob_se][step]


def _log_log(share: FloatArray, error: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    """Symmetric on the scale log(-log share), so that neither end leaves 0–1."""
    within = (share > 0) & (share < 1)
    inside = np.where(within, share, 0.5)
    width = z * np.where(within, error, 0.0) / (inside * np.log(inside))
    low, high = inside ** np.exp(-width), inside ** np.exp(width)
    return np.where(within, low, np.nan), np.where(within, high, np.nan)
