"""By how much a mean changed between two periods, how sure that is, and which part of it brought the change.

The interval is Welch's: the two periods may vary by different amounts and hold different numbers. It covers
chance between incidents only: that months differ among themselves is what a process chart shows (`spc`).
Times are skewed, and a mean of few of them is not normal: see `LEAST`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan, sqrt

from perfdash.analysis.errors import CountsDisagree, NotAShare

# Below so many in either period no interval is given. Drawn 4,000 times from stage times shaped like a force's, "95 %"
# held the truth 94 to 99 times in 100 for two periods of one size from 100 up, but as little as 55 for 10 against 500
# (85 to 93 for 200 to 500 against ten times as many: docs/measures.md says so).
LEAST = 100


@dataclass(frozen=True, slots=True)
class Sample:
    """Whole numbers summed: how many, their total and the total of their squares. Nothing is rounded until asked."""

    n: int
    total: int
    squares: int

    @property
    def mean(self) -> float:
        """In the values' unit; NaN for none."""
        return self.total / self.n if self.n else nan

    @property
    def variance(self) -> float:
        """Of a sample (divided by n − 1), in the unit squared; NaN below two values."""
        if self.n < 2:
            return nan
        return (self.n * self.squares - self.total**2) / (self.n * (self.n - 1))


@dataclass(frozen=True, slots=True)
class Difference:
    """After less before, in the values' unit, with its interval; NaN where so few values tell nothing."""

    change: float
    low: float
    high: float
    degrees_of_freedom: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Change:
    """One quantity in two periods. `share` is its part of the whole change (0–1; below 0 or above 1 where parts pull
    against each other), NaN where there is no clear change to share out."""

    key: str
    before: Sample
    after: Sample
    difference: Difference
    share: float = nan


@dataclass(frozen=True, slots=True)
class Comparison:
    """Parts that add up, and the whole that they add up to."""

    parts: tuple[Change, ...]
    whole: Change

    @property
    def can_be_split(self) -> bool:
        """Whether the whole changed clearly, so that its change has shares."""
        return self.whole.difference.is_clear


def welch(before: Sample, after: Sample, level: float = 0.95) -> Difference:
    """The difference of two means and its interval, without taking the two variances for equal.

    Below two values in either period there is no interval: its ends are NaN.
    Raises `CountsDisagree` and `NotAShare`. Source: Welch (1947), Biometrika 34, 28–35; the degrees of freedom
    are those of Satterthwaite (1946), Biometrics Bulletin 2, 110–114.
    """
    if min(before.n, after.n) < 0:
        raise CountsDisagree()
    if not 0 < level < 1:
        raise NotAShare()
    change = after.mean - before.mean
    squared = [part.variance / part.n if part.n else nan for part in (before, after)]
    if isnan(sum(squared)):
        return Difference(change, nan, nan, nan)
    if not sum(squared):
        return Difference(change, change, change, nan)
    freedom = sum(squared) ** 2 / sum(
        part**2 / (sample.n - 1) for part, sample in zip(squared, (before, after), strict=True)
    )
    half = _student(freedom, level) * sqrt(sum(squared))
    return Difference(change, change - half, change + half, freedom)


def compare(parts: Mapping[str, tuple[Sample, Sample]], whole: tuple[Sample, Sample], key: str = "whole") -> Comparison:
    """Every part's change and its share of the whole's, in the order given; each pair is before and after.

    Shares are given only where the whole's interval leaves out zero: a share of nothing is noise. With fewer than
    `LEAST` in either period no interval is given, and so no share.
    """
    total = Change(key, *whole, _difference(*whole))
    changes = []
    for name, (before, after) in parts.items():
        difference = _difference(before, after)
        share = difference.change / total.difference.change if total.difference.is_clear else nan
        changes.append(Change(name, before, after, difference, share))
    return Comparison(tuple(changes), total)


def _difference(before: Sample, after: Sample) -> Difference:
    found = welch(before, after)
    return found if min(before.n, after.n) >= LEAST else Difference(found.change, nan, nan, nan)


def _student(freedom: float, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2))
