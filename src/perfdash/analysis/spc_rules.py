"""The rules of a process-behaviour (XmR) chart: what the limits are and which points are special.

Everything here speaks of one segment: the points between two rebases, in order of date, NaN where a value is
missing. Source: NHS England, Making Data Count, as carried out by NHSRplotthedots 0.2.2; departures are in
docs/deviations.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import groupby, pairwise
from math import fsum, isnan, nan


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A named set of rules. Change one with `dataclasses.replace`, and give the result a name of its own."""

    name: str
    shift_points: int = 7
    trend_points: int = 7
    minimum_points: int = 13
    settled_points: int = 20
    screen_outliers: bool = True
    limit_multiplier: float = 2.66
    screening_multiplier: float = 3.267
    outside_counts_in_two_in_three: bool = False
    trend_ends_by_next_step: bool = False
    zero_width_limits: bool = True
    undefined_limits_hit_or_miss: bool = False
    unknown_rebase_is_error: bool = True

    def __str__(self) -> str:
        """The name and the settings that matter to a reader, for the method page and exports."""
        screening = "outliers screened" if self.screen_outliers else "outliers not screened"
        return (
            f"{self.name}: shift of {self.shift_points}, trend of {self.trend_points}, "
            f"two in three, {screening}, at least {self.minimum_points} points"
        )


MAKING_DATA_COUNT = RuleSet(name="Making Data Count")


class SpecialCause(StrEnum):
    """Why a point is special; one label a point, the first of limit, trend, two in three, shift."""

    NONE = auto()
    ABOVE_LIMIT = auto()
    BELOW_LIMIT = auto()
    TREND_INCREASING = auto()
    TREND_DECREASING = auto()
    TWO_IN_THREE_ABOVE = auto()
    TWO_IN_THREE_BELOW = auto()
    SHIFT_ABOVE = auto()
    SHIFT_BELOW = auto()

    @property
    def is_high(self) -> bool:
        """Whether the point is special by being high, or by rising."""
        return self in _HIGH


_HIGH = {
    SpecialCause.ABOVE_LIMIT,
    SpecialCause.TREND_INCREASING,
    SpecialCause.TWO_IN_THREE_ABOVE,
    SpecialCause.SHIFT_ABOVE,
}


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Mean, process limits and near limits (two thirds of the way out); NaN where undefined."""

    mean: float
    lower: float = nan
    upper: float = nan
    near_lower: float = nan
    near_upper: float = nan


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of each point; `sides` is 1 above, -1 below, 0 on the mean, NaN missing."""

    sides: list[float]
    outside: list[bool]
    close: list[bool]
    causes: list[SpecialCause]

    @property
    def last_cause(self) -> SpecialCause:
        """The label of the last row; NONE where there is no row."""
        return self.causes[-1] if self.causes else SpecialCause.NONE


def process_limits(base: Sequence[float], rules: RuleSet) -> ProcessLimits:
    """Limits from the `base` rows: mean ± 2.66 × average moving range.

    A moving range next to a missing value is missing. Limits are not cut at 0 or 100. Without a moving range
    the limits are NaN; without a value the mean is too. Source: Wheeler, Understanding Variation (2nd ed.,
    2000): 2.66 is 3/1.128 as he rounds it, and 3.267 the limit for a moving range.
    """
    mean = exact_mean([value for value in base if value == value])
    ranges = [abs(b - a) for a, b in pairwise(base) if a == a and b == b]
    average = exact_mean(_screened(ranges, rules))
    if isnan(average) or (average == 0 and not rules.zero_width_limits):
        return ProcessLimits(mean)
    width, near = rules.limit_multiplier * average, 2 * (rules.limit_multiplier / 3) * average
    return ProcessLimits(mean, mean - width, mean + width, mean - near, mean + near)


def judge(values: Sequence[float], limits: ProcessLimits, rules: RuleSet) -> Judgement:
    """Label every point. A missing value breaks every run and window and is itself never special."""
    sides = [(v > limits.mean) - (v < limits.mean) for v in values]
    outside = [v > limits.upper or v < limits.lower for v in values]
    close = [
        (v > limits.near_upper or v < limits.near_lower) and not out for v, out in zip(values, outside, strict=True)
    ]
    return Judgement(
        sides=_known_sides(values, sides),
        outside=outside,
        close=close,
        causes=_labels(values, sides, outside, close, rules),
    )


def unjudged(values: Sequence[float], limits: ProcessLimits) -> Judgement:
    """No label at all, for a segment too short to be judged; the sides of its mean are still known."""
    sides = [(v > limits.mean) - (v < limits.mean) for v in values]
    nothing = [False] * len(values)
    return Judgement(_known_sides(values, sides), nothing, nothing, [SpecialCause.NONE] * len(values))


def exact_mean(values: Sequence[float]) -> float:
    """The mean to the last bit: a value exactly on it breaks a run, so rounding may not decide."""
    if not values:
        return nan
    first = fsum(values) / len(values)
    # Dividing rounds a second time. Adding the mean of what is left puts that right: equal values then
    # average to themselves.
    return first + fsum([value - first for value in values]) / len(values)


def _known_sides(values: Sequence[float], sides: Sequence[int]) -> list[float]:
    return [float(side) if v == v else nan for v, side in zip(values, sides, strict=True)]


def _screened(ranges: list[float], rules: RuleSet) -> list[float]:
    """Ranges strictly below the screening limit: a freak month must not hide the next one."""
    if not rules.screen_outliers:
        return ranges
    limit = rules.screening_multiplier * exact_mean(ranges)
    return [moving_range for moving_range in ranges if moving_range < limit]


def _labels(
    values: Sequence[float], sides: list[int], outside: list[bool], close: list[bool], rules: RuleSet
) -> list[SpecialCause]:
    """Write the weakest rule first, so that each stronger one overwrites it."""
    causes = [SpecialCause.NONE] * len(values)
    for start, stop, side in _runs(sides, rules.shift_points):
        causes[start:stop] = [SpecialCause.SHIFT_ABOVE if side > 0 else SpecialCause.SHIFT_BELOW] * (stop - start)
    for i in _two_in_three(sides, outside, close, rules):
        causes[i] = SpecialCause.TWO_IN_THREE_ABOVE if sides[i] > 0 else SpecialCause.TWO_IN_THREE_BELOW
    for i, step in _trends(values, rules):
        causes[i] = SpecialCause.TREND_INCREASING if step > 0 else SpecialCause.TREND_DECREASING
    for i, is_outside in enumerate(outside):
        if is_outside:
            causes[i] = SpecialCause.ABOVE_LIMIT if sides[i] > 0 else SpecialCause.BELOW_LIMIT
    return causes


def _runs(signs: Sequence[int], at_least: int) -> Iterator[tuple[int, int, int]]:
    """Stretches of `at_least` equal signs in a row, as (start, stop, sign); a zero belongs to none."""
    start = 0
    for sign, run in groupby(signs):
        stop = start + len(list(run))
        if sign and stop - start >= at_least:
            yield start, stop, sign
        start = stop


def _two_in_three(sides: list[int], outside: list[bool], close: list[bool], rules: RuleSet) -> Iterator[int]:
    """The points close to a limit in any three neighbours on one side of which at least two are close."""
    counted = close
    if rules.outside_counts_in_two_in_three:
        counted = [near or out for near, out in zip(close, outside, strict=True)]
    for i in range(len(sides) - 2):
        if counted[i] + counted[i + 1] + counted[i + 2] >= 2 and abs(sum(sides[i : i + 3])) == 3:
            yield from (j for j in range(i, i + 3) if close[j])


def _trends(values: Sequence[float], rules: RuleSet) -> Iterator[tuple[int, int]]:
    """(point, direction) of each point in a trend; a peak between two comes twice, the later trend last."""
    steps = [(b > a) - (b < a) for a, b in pairwise(values)]
    flagged = [(i, sign) for start, stop, sign in _runs(steps, rules.trend_points - 1) for i in range(start, stop + 1)]
    if not rules.trend_ends_by_next_step:
        return iter(flagged)
    members = dict(flagged)
    return ((i, steps[i] if i + 1 in members else sign) for i, sign in members.items())
