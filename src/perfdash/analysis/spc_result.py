"""The answer of a process-behaviour chart: values for pages, sentences and figures to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from perfdash.analysis.spc_rules import Judgement, ProcessLimits, RuleSet, SpecialCause


class ImprovementDirection(StrEnum):
    """Which way is better."""

    INCREASE = auto()
    DECREASE = auto()
    NEUTRAL = auto()


class Variation(StrEnum):
    """What a point says of the process: nothing new, or a real change that is better, worse or neither."""

    COMMON_CAUSE = auto()
    IMPROVEMENT_HIGH = auto()
    IMPROVEMENT_LOW = auto()
    CONCERN_HIGH = auto()
    CONCERN_LOW = auto()
    NEUTRAL_HIGH = auto()
    NEUTRAL_LOW = auto()


class Assurance(StrEnum):
    """Whether the process as it now runs will meet its target."""

    CONSISTENTLY_PASSING = auto()
    HIT_OR_MISS = auto()
    CONSISTENTLY_FAILING = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The rows from `start` up to `stop` between two rebases; `n_points` leaves missing values out."""

    number: int
    start: int
    stop: int
    n_points: int
    limits: ProcessLimits
    judgement: Judgement
    has_too_few_points: bool
    is_provisional: bool

    def __len__(self) -> int:
        """How many rows the segment has, missing values included."""
        return self.stop - self.start


@dataclass(frozen=True, eq=False)
class ProcessBehaviour:
    """One series judged, oldest first; mean, limits and flags are the last segment's, in the values' unit.

    `reason` says why `assurance` is None, and is None itself otherwise. With too few points there is no
    special cause: `variation` is then COMMON_CAUSE for want of evidence, so look at `has_too_few_points`
    before drawing an icon.
    """

    dates: npt.NDArray[np.datetime64]
    values: list[float]
    segments: tuple[Segment, ...]
    improvement_direction: ImprovementDirection
    target: float | None
    rules: RuleSet
    variation: Variation
    assurance: Assurance | None
    reason: str | None

    @property
    def mean(self) -> float:
        """The mean now in force; NaN without values."""
        return self.segments[-1].limits.mean

    @property
    def lower_process_limit(self) -> float:
        """The lower process limit now in force; NaN where undefined."""
        return self.segments[-1].limits.lower

    @property
    def upper_process_limit(self) -> float:
        """The upper process limit now in force; NaN where undefined."""
        return self.segments[-1].limits.upper

    @property
    def n_points(self) -> int:
        """How many values the last segment holds."""
        return self.segments[-1].n_points

    @property
    def has_too_few_points(self) -> bool:
        """Whether the last segment is too short for limits: draw the line and the mean, and no icon."""
        return self.segments[-1].has_too_few_points

    @property
    def is_provisional(self) -> bool:
        """Whether the limits now in force rest on so few points that they will still move."""
        return self.segments[-1].is_provisional

    @property
    def special_cause(self) -> SpecialCause:
        """The label of the last row; NONE where its value is missing."""
        return self.segments[-1].judgement.last_cause

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a date, oldest first; built when first asked for.

        Columns: date, value, segment, mean, lower_process_limit, upper_process_limit, is_outside_limits,
        relative_to_mean (1, 0, -1, NaN where missing), is_close_to_limits, special_cause, variation. A flag
        that cannot be known, for want of a value or of limits, is False.
        """
        judged = [segment.judgement for segment in self.segments]
        causes = [cause for judgement in judged for cause in judgement.causes]
        variations = [variation_of(cause, self.improvement_direction) for cause in causes]
        return pd.DataFrame(
            {
                "date": self.dates,
                "value": _floats(self.values),
                "segment": self._each_row([segment.number for segment in self.segments]),
                "mean": self._each_row([segment.limits.mean for segment in self.segments]),
                "lower_process_limit": self._each_row([segment.limits.lower for segment in self.segments]),
                "upper_process_limit": self._each_row([segment.limits.upper for segment in self.segments]),
                "is_outside_limits": np.array([flag for j in judged for flag in j.outside], dtype=np.bool_),
                "relative_to_mean": _floats([side for j in judged for side in j.sides]),
                "is_close_to_limits": np.array([flag for j in judged for flag in j.close], dtype=np.bool_),
                # As objects, or pandas would turn the members into bare strings.
                "special_cause": pd.Series(causes, dtype=object),
                "variation": pd.Series(variations, dtype=object),
            }
        )

    def _each_row(self, figures: Sequence[float]) -> npt.NDArray[Any]:
        return np.repeat(figures, [len(segment) for segment in self.segments])


def variation_of(cause: SpecialCause, direction: ImprovementDirection) -> Variation:
    """What a special cause means where `direction` is better."""
    if cause is SpecialCause.NONE:
        return Variation.COMMON_CAUSE
    return _MEANING[direction, cause.is_high]


_MEANING = {
    (ImprovementDirection.INCREASE, True): Variation.IMPROVEMENT_HIGH,
    (ImprovementDirection.INCREASE, False): Variation.CONCERN_LOW,
    (ImprovementDirection.DECREASE, True): Variation.CONCERN_HIGH,
    (ImprovementDirection.DECREASE, False): Variation.IMPROVEMENT_LOW,
    (ImprovementDirection.NEUTRAL, True): Variation.NEUTRAL_HIGH,
    (ImprovementDirection.NEUTRAL, False): Variation.NEUTRAL_LOW,
}


def _floats(values: Sequence[float]) -> npt.NDArray[np.float64]:
    return np.array(values, dtype=np.float64)
