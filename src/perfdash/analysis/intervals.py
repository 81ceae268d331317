"""How sure we may be of a share or a percentile.

Shares: Wilson (the interval shown by default) and exact (Clopper-Pearson). Percentiles: order statistics,
which assume nothing about the shape of the distribution. None of them covers bias: missing arrivals move a
share further than chance does, so show coverage and both bounds beside the interval.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import overload

import numpy as np
import numpy.typing as npt

from perfdash.analysis.errors import CountsDisagree, NotAShare, NotInOrder

FloatArray = npt.NDArray[np.float64]

# A binomial probability that equals the wanted tail exactly must count as reaching it, whichever way its last
# bits were rounded. R's qbinom allows the same 64 units in the last place.
_TIE = 64 * float(np.finfo(np.float64).eps)


@overload
def wilson(successes: float, n: float, level: float = ...) -> tuple[float, float]: ...
@overload
def wilson(successes: npt.ArrayLike, n: npt.ArrayLike, level: float = ...) -> tuple[FloatArray, FloatArray]: ...


def wilson(
    successes: npt.ArrayLike, n: npt.ArrayLike, level: float = 0.95
) -> tuple[FloatArray, FloatArray] | tuple[float, float]:
    """Wilson score interval for a share, without continuity correction.

    `successes` and `n` are counts, numbers or arrays that broadcast together; the answer is `(low, high)` as
    shares 0–1 of the same shape. Where `n` is 0 or a count is missing there is no share, and both ends are
    NaN. Raises `CountsDisagree` and `NotAShare`. Source: Wilson (1927), JASA 22, 209–212.
    """
    x, total = _counts(successes, n)
    z = NormalDist().inv_cdf(0.5 + _checked(level) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (x + z * z / 2) / (total + z * z)
        half = z / (total + z * z) * np.sqrt(x * (total - x) / total + z * z / 4)
    return _ends(x, total, centre - half, centre + half)


@overload
def exact(successes: float, n: float, level: float = ...) -> tuple[float, float]: ...
@overload
def exact(successes: npt.ArrayLike, n: npt.ArrayLike, level: float = ...) -> tuple[FloatArray, FloatArray]: ...


def exact(
    successes: npt.ArrayLike, n: npt.ArrayLike, level: float = 0.95
) -> tuple[FloatArray, FloatArray] | tuple[float, float]:
    """Exact (Clopper-Pearson) interval for a share: never too short, usually too long.

    Arguments, answer and errors as `wilson`. Source: Clopper and Pearson (1934), Biometrika 26, 404–413, by
    quantiles of the beta distribution.
    """
    from scipy.special import betaincinv

    x, total = _counts(successes, n)
    tail = (1 - _checked(level)) / 2
    with np.errstate(invalid="ignore"):
        low = betaincinv(x, total - x + 1, tail)
        high = betaincinv(x + 1, total - x, 1 - tail)
    return _ends(x, total, np.asarray(low), np.asarray(high))


def percentile_ranks(n: int, share: float, level: float = 0.95) -> tuple[int, int, float]:
    """Which of `n` sorted values bound the percentile at `share`: `(low_rank, high_rank, coverage)`.

    Ranks count from 1. Rank 0 means that so few values give no lower bound, rank n + 1 that they give no
    upper one. `coverage` is the probability actually attained, never below `level`. Raises `CountsDisagree`
    and `NotAShare`. Source: David and Nagaraja, Order Statistics (3rd ed., 2003), section 7.1: the number of
    values below the percentile is binomial(n, share).
    """
    if n < 0:
        raise CountsDisagree()
    tail = (1 - _checked(level)) / 2
    low = _binomial_quantile(tail, n, _checked(share))
    high = _binomial_quantile(1 - tail, n, share) + 1
    return low, high, _binomial_cdf(high - 1, n, share) - _binomial_cdf(low - 1, n, share)


def percentile_interval(sorted_values: npt.ArrayLike, share: float, level: float = 0.95) -> tuple[float, float]:
    """Interval for the percentile at `share`, in the unit of the values, which are sorted from the smallest.

    A bound that so few values cannot give is NaN, never the smallest or largest value. Leave missing values
    out first. Raises `NotInOrder` (also for a missing value) and `NotAShare`.
    """
    values = np.asarray(sorted_values, dtype=np.float64)
    if np.isnan(values).any() or (values[1:] < values[:-1]).any():
        raise NotInOrder()
    low, high, _ = percentile_ranks(values.size, share, level)
    return (
        float(values[low - 1]) if low >= 1 else float("nan"),
        float(values[high - 1]) if high <= values.size else float("nan"),
    )


def _counts(successes: npt.ArrayLike, n: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, total = np.broadcast_arrays(np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64))
    if ((x < 0) | (total < 0) | (x > total)).any():
        raise CountsDisagree()
    return x, total


def _checked(share: float) -> float:
    if not 0 < share < 1:
        raise NotAShare()
    return share


def _ends(
    x: FloatArray, total: FloatArray, low: FloatArray, high: FloatArray
) -> tuple[FloatArray, FloatArray] | tuple[float, float]:
    """None and all are certain at their own end: 0 and 1 exactly, whatever the rounding."""
    nothing = ~(total > 0) | np.isnan(x)
    low = np.where(nothing, np.nan, np.where(x == 0, 0.0, low))
    high = np.where(nothing, np.nan, np.where(x == total, 1.0, high))
    return (float(low), float(high)) if low.ndim == 0 else (low, high)


def _binomial_cdf(k: int, n: int, share: float) -> float:
    from scipy.special import betainc

    if k < 0 or k >= n:
        return 0.0 if k < 0 else 1.0
    return float(betainc(n - k, k + 1, 1 - share))


def _binomial_quantile(probability: float, n: int, share: float) -> int:
    """The smallest count whose cumulative probability reaches `probability`, found by halving."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if _binomial_cdf(middle, n, share) >= probability * (1 - _TIE):
            high = middle
        else:
            low = middle + 1
    return low
