"""Whether missing times are missing at random: compared between groups, and at the long end of what is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from perfdash.analysis.intervals import wilson

_LEAST_DUE = 100  # groups smaller than this say nothing of a share
_LEAST_GAP = 0.02  # a difference of under two points is of no consequence, however certain
_LEAST_LOST = 10.0  # expected times beyond the longest one before "cut off" is said


@dataclass(frozen=True)
class UnevenMissing:
    """The two groups whose missing shares differ most, by more than their 95 % intervals allow."""

    most: str
    most_share: float
    least: str
    least_share: float


def uneven_missing(groups: Sequence[str], n_missing: Sequence[int], n_due: Sequence[int]) -> UnevenMissing | None:
    """The most and the least missing group where their widened Wilson intervals lie apart; None where chance will do."""
    missing, due = np.asarray(n_missing, dtype=float), np.asarray(n_due, dtype=float)
    large = np.flatnonzero(due >= _LEAST_DUE)
    if len(large) < 2:
        return None
    shares = missing[large] / due[large]
    # Comparing many groups finds some pair by chance, so each interval is widened for their number (Bonferroni).
    low, high = wilson(missing[large], due[large], 1 - 0.05 / len(large))
    most, least = int(shares.argmax()), int(shares.argmin())
    if shares[most] - shares[least] < _LEAST_GAP or low[most] <= high[least]:
        return None
    return UnevenMissing(groups[large[most]], float(shares[most]), groups[large[least]], float(shares[least]))


def is_cut_off(n_eighty_to_ninety: int, n_ninety_to_longest: int) -> bool:
    """Whether times stop short at the longest one.

    Counts of times in the ninth and the last tenth of the way to the longest time. A tail that thins by the ratio r
    from tenth to tenth goes on with r + r² + … = r / (1 − r) of its last tenth: where that is ten times or more, and
    none is recorded, the longer ones were left out.
    """
    if n_ninety_to_longest == 0:
        return False
    if n_ninety_to_longest >= n_eighty_to_ninety:
        return n_ninety_to_longest >= _LEAST_LOST
    thinning = n_ninety_to_longest / n_eighty_to_ninety
    return n_ninety_to_longest * thinning / (1 - thinning) >= _LEAST_LOST
