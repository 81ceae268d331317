"""Whether two series go together: a rank correlation and a difference of two shares, each with its interval.

Neither says why. Months follow each other, so an interval that takes them for independent is rather too short: read an
end close to 0 as no answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from perfdash.analysis.errors import LengthsDiffer
from perfdash.analysis.intervals import wilson

MINIMUM_PAIRS = 13  # as many months as a process chart asks for


@dataclass(frozen=True, slots=True)
class Association:
    """A rank correlation from −1 to 1 with its interval, and the number of pairs; NaN throughout where nothing can be said."""

    correlation: float
    low: float
    high: float
    n: int

    @property
    def has_too_few_pairs(self) -> bool:
        """Fewer pairs than `MINIMUM_PAIRS`: the numbers must not be quoted."""
        return self.n < MINIMUM_PAIRS

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves 0 out."""
        return not self.has_too_few_pairs and (self.low > 0 or self.high < 0)


def rank_correlation(x: npt.ArrayLike, y: npt.ArrayLike, level: float = 0.95) -> Association:
    """Spearman's rank correlation of two series of one length; a pair with a missing value is left out, ties share a rank.

    Ranks, because one freak month moves them by one place only. The interval is Fisher's z with the standard error
    √((1 + r²/2)/(n − 3)) of Bonett and Wright (2000), Psychometrika 65, 23–28. NaN where a series does not vary or there
    are fewer than four pairs. Raises `LengthsDiffer`. Source of the correlation: Spearman (1904), Am. J. Psychol. 15, 72–101.
    """
    first, second = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if first.shape != second.shape:
        raise LengthsDiffer()
    known = ~(np.isnan(first) | np.isnan(second))
    n = int(known.sum())
    r = _correlation(_ranks(first[known]), _ranks(second[known])) if n > 3 else math.nan
    if math.isnan(r) or abs(r) == 1:
        return Association(r, r, r, n)
    half = NormalDist().inv_cdf(0.5 + level / 2) * math.sqrt((1 + r * r / 2) / (n - 3))
    return Association(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half), n)


def difference_of_shares(
    successes: tuple[float, float], n: tuple[float, float], level: float = 0.95
) -> tuple[float, float, float]:
    """First share minus second, with its interval: `(difference, low, high)`; NaN throughout where either n is 0.

    Newcombe's hybrid score interval, from the two Wilson intervals. Raises `CountsDisagree`. Source: Newcombe (1998),
    Statistics in Medicine 17, 873–890, method 10.
    """
    (low_a, high_a), (low_b, high_b) = (wilson(x, of, level) for x, of in zip(successes, n, strict=True))
    if not all(n):
        return math.nan, math.nan, math.nan
    a, b = successes[0] / n[0], successes[1] / n[1]
    below, above = math.hypot(a - low_a, high_b - b), math.hypot(high_a - a, b - low_b)
    return a - b, a - b - below, a - b + above


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    from scipy.stats import rankdata

    return np.asarray(rankdata(values), dtype=np.float64)


def _correlation(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> float:
    x, y = x - x.mean(), y - y.mean()
    spread = math.sqrt(float(x @ x) * float(y @ y))
    return float(np.clip(x @ y / spread, -1, 1)) if spread else math.nan
