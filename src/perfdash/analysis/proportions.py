"""Process limits for shares of known counts: the p chart and Laney's p′ chart.

Binomial (p) limits allow for chance in the counts and nothing else. On thousands of calls a month they are so
narrow that every month looks special: there, use XmR on the percentage (`spc`) or p′, which widens them by
the variation actually seen from month to month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from perfdash.analysis.errors import BaseTooShort, CountsDisagree, LengthsDiffer
from perfdash.analysis.spc_rules import MAKING_DATA_COUNT, RuleSet

FloatArray = npt.NDArray[np.float64]

# The mean moving range of independent normal values is this many standard deviations.
RANGE_PER_SIGMA = 1.128


@dataclass(frozen=True, slots=True, eq=False)
class ShareLimits:
    """One value a period (shape n, shares 0–1): limits at three sigma, near ones at two, none beyond 0 or 1.

    `mean` is the base's total successes over its total count; `sigma_z` is 1 for a p chart and the variation
    beyond (above 1) or short of (below 1) the binomial for p′.
    """

    share: FloatArray
    mean: float
    sigma_z: float
    lower_process_limit: FloatArray
    upper_process_limit: FloatArray
    lower_near_limit: FloatArray
    upper_near_limit: FloatArray
    is_outside_limits: npt.NDArray[np.bool_]


def p_limits(successes: npt.ArrayLike, n: npt.ArrayLike, *, fix_after_n_points: int | None = None) -> ShareLimits:
    """Binomial limits for `successes` out of `n` a period (shape n each, in order of date).

    `fix_after_n_points` takes the mean from the first periods only. A period with n = 0 has NaN throughout.
    Raises `CountsDisagree`, `LengthsDiffer` and `BaseTooShort`. Source: Shewhart (1931); Montgomery,
    Introduction to Statistical Quality Control (6th ed.), section 7.2.
    """
    x, total = _counted(successes, n)
    return _limits(x, total, _base_mean(x, total, fix_after_n_points), 1.0)


def laney_limits(
    successes: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    fix_after_n_points: int | None = None,
    rules: RuleSet = MAKING_DATA_COUNT,
) -> ShareLimits:
    """Laney's p′ limits: the binomial ones times the period-to-period variation of the standardised shares.

    Arguments, answer and errors as `p_limits`; `rules` says whether freak moving ranges are screened out
    first. With fewer than two periods in the base the limits are NaN. Source: Laney (2002), Quality
    Engineering 14, 531–537.
    """
    x, total = _counted(successes, n)
    mean = _base_mean(x, total, fix_after_n_points)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (x / total - mean) / np.sqrt(mean * (1 - mean) / total)
    ranges = np.abs(np.diff(z[:fix_after_n_points]))
    return _limits(x, total, mean, _average(ranges[~np.isnan(ranges)], rules) / RANGE_PER_SIGMA)


def _counted(successes: npt.ArrayLike, n: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, total = np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if x.shape != total.shape:
        raise LengthsDiffer()
    if ((x < 0) | (x > total)).any():
        raise CountsDisagree()
    return x, total


def _base_mean(x: FloatArray, total: FloatArray, fix_after_n_points: int | None) -> float:
    if fix_after_n_points is not None and fix_after_n_points < 12:
        raise BaseTooShort()
    base = slice(fix_after_n_points)
    known = ~np.isnan(x[base] + total[base])
    counted = float(total[base][known].sum())
    return float(x[base][known].sum()) / counted if counted else float("nan")


def _average(ranges: FloatArray, rules: RuleSet) -> float:
    if rules.screen_outliers and ranges.size:
        ranges = ranges[ranges < rules.screening_multiplier * ranges.mean()]
    return float(ranges.mean()) if ranges.size else float("nan")


def _limits(x: FloatArray, total: FloatArray, mean: float, sigma_z: float) -> ShareLimits:
    counted = np.where(total > 0, total, np.nan)
    share, sigma = x / counted, np.sqrt(mean * (1 - mean) / counted) * sigma_z
    lower, upper = np.maximum(mean - 3 * sigma, 0.0), np.minimum(mean + 3 * sigma, 1.0)
    return ShareLimits(
        share=share,
        mean=mean,
        sigma_z=sigma_z,
        lower_process_limit=lower,
        upper_process_limit=upper,
        lower_near_limit=np.maximum(mean - 2 * sigma, 0.0),
        upper_near_limit=np.minimum(mean + 2 * sigma, 1.0),
        is_outside_limits=(share < lower) | (share > upper),
    )
