"""Is the change real, and will the measure meet its target? The process-behaviour (XmR) chart as values.

`xmr` takes one series and answers with a `ProcessBehaviour`: its points with limits and labels, one
`Variation` (is it changing?) and one `Assurance` (will it meet the target?). Drawing it and putting it in
words are other rooms' work.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

import numpy as np
import numpy.typing as npt

from perfdash.analysis.errors import BaseTooShort, NotADirection, RebaseNotInData
from perfdash.analysis.series import dated_values, instants
from perfdash.analysis.spc_result import (
    Assurance,
    ImprovementDirection,
    ProcessBehaviour,
    Segment,
    Variation,
    variation_of,
)
from perfdash.analysis.spc_rules import (
    MAKING_DATA_COUNT,
    ProcessLimits,
    RuleSet,
    SpecialCause,
    exact_mean,
    judge,
    process_limits,
    unjudged,
)

__all__ = [
    "MAKING_DATA_COUNT",
    "Assurance",
    "ImprovementDirection",
    "ProcessBehaviour",
    "RuleSet",
    "Segment",
    "SpecialCause",
    "Variation",
    "xmr",
]

SHORTEST_BASE = 12


def xmr(
    dates: Iterable[object],
    values: Iterable[object],
    *,
    improvement_direction: ImprovementDirection | str,
    target: float | None = None,
    rebase_on: Iterable[object] = (),
    fix_after_n_points: int | None = None,
    rules: RuleSet = MAKING_DATA_COUNT,
) -> ProcessBehaviour:
    """Judge one series of equally spaced `dates` and `values` (None or NaN where missing), in any order.

    `target` is in the values' unit. Each of `rebase_on`, a date of the series, starts a new segment: for a
    dated and written reason only. `fix_after_n_points` takes the limits from each segment's first rows,
    missing ones counted. Raises `DuplicateDate`, `NotADate`, `NotANumber`, `LengthsDiffer`, `NotADirection`,
    `RebaseNotInData` and `BaseTooShort`. Rules and sources: `spc_rules` and docs/method.md.
    """
    direction = _direction(improvement_direction)
    if fix_after_n_points is not None and fix_after_n_points < SHORTEST_BASE:
        raise BaseTooShort()
    when, what = dated_values(dates, values)
    segments = tuple(
        _segment(number, start, what[start:stop], fix_after_n_points, rules)
        for number, start, stop in _stretches(len(when), _rebases(when, instants(rebase_on), rules))
    )
    last, aim = segments[-1], None if target is None or isnan(target) else float(target)
    assurance, reason = _assurance(last, direction, aim, rules)
    variation = variation_of(last.judgement.last_cause, direction)
    return ProcessBehaviour(when, what, segments, direction, aim, rules, variation, assurance, reason)


def _direction(word: str) -> ImprovementDirection:
    try:
        return ImprovementDirection(word)
    except ValueError:
        raise NotADirection() from None


def _rebases(dates: npt.NDArray[np.datetime64], wanted: npt.NDArray[np.datetime64], rules: RuleSet) -> list[int]:
    """The rows at which a rebase starts. A date that is absent is refused: a lost rebase would mislead."""
    absent = wanted[~np.isin(wanted, dates)]
    if len(absent) and rules.unknown_rebase_is_error:
        raise RebaseNotInData(f"The rebase date {str(absent[0])[:10]} is not one of the dates of the series.")
    return np.flatnonzero(np.isin(dates, wanted)).tolist()


def _stretches(n_rows: int, rebases: list[int]) -> list[tuple[int, int, int]]:
    """(number, start, stop) of each segment, from 0; a rebase at the first row leaves no segment 0."""
    starts = [0, *rebases]
    bounds = enumerate(zip(starts, [*rebases, n_rows], strict=True))
    return [(number, start, stop) for number, (start, stop) in bounds if stop > start or n_rows == 0]


def _segment(number: int, start: int, values: list[float], fix_after_n_points: int | None, rules: RuleSet) -> Segment:
    present = [value for value in values if value == value]
    if len(present) < rules.minimum_points:
        limits = ProcessLimits(exact_mean(present))
        judgement = unjudged(values, limits)
    else:
        limits = process_limits(values[:fix_after_n_points], rules)
        judgement = judge(values, limits, rules)
    return Segment(
        number=number,
        start=start,
        stop=start + len(values),
        n_points=len(present),
        limits=limits,
        judgement=judgement,
        has_too_few_points=len(present) < rules.minimum_points,
        is_provisional=rules.minimum_points <= len(present) < rules.settled_points,
    )


def _assurance(
    last: Segment, direction: ImprovementDirection, target: float | None, rules: RuleSet
) -> tuple[Assurance | None, str | None]:
    """Whether the last segment's limits leave the target behind, or the reason why that cannot be said."""
    if last.has_too_few_points:
        return None, f"too few points ({last.n_points} of {rules.minimum_points})"
    if target is None:
        return None, "no target"
    if direction is ImprovementDirection.NEUTRAL:
        return None, "neither direction is better"
    if isnan(last.limits.lower) and not rules.undefined_limits_hit_or_miss:
        return None, "the process limits are undefined"
    return _against(target, last.limits, direction), None


def _against(target: float, limits: ProcessLimits, direction: ImprovementDirection) -> Assurance:
    if not (target < limits.lower or target > limits.upper):
        return Assurance.HIT_OR_MISS
    is_above_target = target < limits.lower
    wants_above = direction is ImprovementDirection.INCREASE
    return Assurance.CONSISTENTLY_PASSING if is_above_target == wants_above else Assurance.CONSISTENTLY_FAILING
