"""The process-behaviour chart by its properties, and by a second, slower reading of its rules."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfdash.analysis.spc import Assurance, ImprovementDirection, ProcessBehaviour, SpecialCause, xmr
from perfdash.analysis.spc_rules import exact_mean


def months(n: int) -> list[date]:
    return [date(2021 + i // 12, i % 12 + 1, 1) for i in range(n)]


@given(st.floats(-1e9, 1e9), st.integers(1, 60))
def test_equal_values_average_to_themselves(value: float, n: int) -> None:
    assert exact_mean([value] * n) == value


# Whole numbers, so that ties, points on the mean and repeated values are common.
SERIES = st.lists(st.integers(-50, 50) | st.none(), min_size=13, max_size=60).filter(
    lambda values: sum(value is not None for value in values) >= 13
)
DIRECTIONS = st.sampled_from(list(ImprovementDirection))


def judged(values: list[int | None], **options: object) -> ProcessBehaviour:
    settings: dict[str, object] = {"improvement_direction": "increase", **options}
    return xmr(months(len(values)), values, **settings)


def is_clear(result: ProcessBehaviour) -> bool:
    """Whether no value sits so near a line that rounding alone could move it across."""
    limits = result.segments[-1].limits
    lines = [limits.mean, limits.lower, limits.upper, limits.near_lower, limits.near_upper]
    gaps = [abs(value - line) for value in result.values for line in lines]
    return all(not gap < 1e-6 or gap == 0 for gap in gaps) and limits.upper - limits.lower > 1e-6


@given(SERIES, st.integers(-1000, 1000))
def test_adding_a_constant_moves_the_limits_by_it(values: list[int | None], constant: int) -> None:
    before = judged(values)
    after = judged([None if value is None else value + constant for value in values])
    for name in ("mean", "lower_process_limit", "upper_process_limit"):
        assert getattr(after, name) == pytest.approx(getattr(before, name) + constant, abs=1e-9, nan_ok=True)
    assume(is_clear(before) and is_clear(after))
    assert after.points["special_cause"].tolist() == before.points["special_cause"].tolist()


@given(SERIES, st.sampled_from([0.125, 0.5, 2, 4096]), DIRECTIONS)
def test_scaling_scales_the_limits_and_leaves_every_label(
    values: list[int | None], factor: float, direction: ImprovementDirection
) -> None:
    before = judged(values, improvement_direction=direction)
    after = judged(
        [None if value is None else value * factor for value in values],
        improvement_direction=direction,
    )
    for name in ("mean", "lower_process_limit", "upper_process_limit"):
        assert getattr(after, name) == pytest.approx(getattr(before, name) * factor, nan_ok=True)
    assert after.points["variation"].tolist() == before.points["variation"].tolist()


@given(SERIES, st.floats(-60, 60))
def test_reversing_direction_swaps_improvement_and_concern_only(values: list[int | None], target: float) -> None:
    up = judged(values, improvement_direction="increase", target=target)
    down = judged(values, improvement_direction="decrease", target=target)
    swapped = {"improvement": "concern", "concern": "improvement", "common": "common"}
    expected = ["_".join([swapped[v.split("_")[0]], *v.split("_")[1:]]) for v in up.points["variation"]]
    assert down.points["variation"].tolist() == expected
    pd.testing.assert_frame_equal(up.points.drop(columns="variation"), down.points.drop(columns="variation"))
    assert (up.assurance is Assurance.CONSISTENTLY_PASSING) == (down.assurance is Assurance.CONSISTENTLY_FAILING)
    assert (up.assurance is Assurance.HIT_OR_MISS) == (down.assurance is Assurance.HIT_OR_MISS)


@given(SERIES)
def test_turning_the_series_upside_down_turns_the_labels(values: list[int | None]) -> None:
    before = judged(values)
    after = judged([None if value is None else -value for value in values])
    turned = {"ABOVE": "BELOW", "BELOW": "ABOVE", "INCREASING": "DECREASING", "DECREASING": "INCREASING"}
    expected = ["_".join(turned.get(w, w) for w in cause.name.split("_")) for cause in before.points["special_cause"]]
    assert [cause.name for cause in after.points["special_cause"]] == expected


@given(SERIES, st.randoms(use_true_random=False))
def test_row_order_is_irrelevant(values: list[int | None], random: object) -> None:
    rows = list(zip(months(len(values)), values, strict=True))
    mixed = list(rows)
    random.shuffle(mixed)
    result = xmr(*zip(*mixed, strict=True), improvement_direction="increase")
    pd.testing.assert_frame_equal(result.points, judged(values).points)


@given(SERIES)
def test_a_rebase_at_the_first_row_changes_the_segment_number_only(values: list[int | None]) -> None:
    plain = judged(values, target=1)
    rebased = judged(values, target=1, rebase_on=months(1))
    assert (rebased.variation, rebased.assurance, rebased.reason) == (
        plain.variation,
        plain.assurance,
        plain.reason,
    )
    assert rebased.points["segment"].unique().tolist() == [1]
    pd.testing.assert_frame_equal(rebased.points.drop(columns="segment"), plain.points.drop(columns="segment"))


@given(SERIES, SERIES)
def test_segments_know_nothing_of_each_other(first: list[int | None], second: list[int | None]) -> None:
    values = [*first, *second]
    whole = judged(values, rebase_on=[months(len(values))[len(first)]]).points["special_cause"].tolist()
    alone = [judged(part).points["special_cause"].tolist() for part in (first, second)]
    assert whole == alone[0] + alone[1]


@given(SERIES)
def test_each_label_holds_what_it_says(values: list[int | None]) -> None:
    points = judged(values).points
    outside = points["special_cause"].isin([SpecialCause.ABOVE_LIMIT, SpecialCause.BELOW_LIMIT])
    assert outside.tolist() == points["is_outside_limits"].tolist()
    assert (points.loc[points["special_cause"] == SpecialCause.SHIFT_ABOVE, "relative_to_mean"] == 1).all()
    assert (points.loc[points["special_cause"] == SpecialCause.SHIFT_BELOW, "relative_to_mean"] == -1).all()
    two_in_three = points["special_cause"].isin([SpecialCause.TWO_IN_THREE_ABOVE, SpecialCause.TWO_IN_THREE_BELOW])
    assert points.loc[two_in_three, "is_close_to_limits"].all()
    assert not (points["is_close_to_limits"] & points["is_outside_limits"]).any()
    assert (points.loc[points["value"].isna(), "special_cause"] == SpecialCause.NONE).all()


def by_windows(result: ProcessBehaviour) -> list[str]:
    """The rules once more, slowly: every window of seven and of three looked at by itself."""
    v, limits = result.values, result.segments[-1].limits
    labels = [["NONE"] for _ in v]
    for sign, side, way in ((1, "ABOVE", "INCREASING"), (-1, "BELOW", "DECREASING")):
        near, far = (limits.near_upper, limits.upper) if sign > 0 else (limits.near_lower, limits.lower)
        on_side = [sign * x > sign * limits.mean for x in v]
        outside = [sign * x > sign * far for x in v]
        close = [sign * x > sign * near and not out for x, out in zip(v, outside, strict=True)]
        for s in range(len(v) - 6):
            seven = range(s, s + 7)
            is_shift = all(on_side[i] for i in seven)
            is_trend = all(sign * v[i + 1] > sign * v[i] for i in seven[:-1])
            for i in seven:
                labels[i] += [f"SHIFT_{side}"] * is_shift + [f"TREND_{way}"] * is_trend
        for s in range(len(v) - 2):
            three = range(s, s + 3)
            if all(on_side[i] for i in three) and sum(close[i] for i in three) >= 2:
                for i in three:
                    labels[i] += [f"TWO_IN_THREE_{side}"] * close[i]
        for i, out in enumerate(outside):
            labels[i] += [f"{side}_LIMIT"] * out
    ranks = ["NONE", "SHIFT", "TWO", "TREND", "ABOVE", "BELOW"]
    return [max(found, key=lambda name: ranks.index(name.split("_")[0])) for found in labels]


# Half a mean of noise and long slow waves: enough trends, shifts and freak months to meet every rule.
WAVES = st.tuples(st.lists(st.integers(-9, 9), min_size=13, max_size=48), st.integers(3, 12), st.integers(0, 30)).map(
    lambda drawn: [x + round(drawn[2] * np.sin(i / drawn[1])) for i, x in enumerate(drawn[0])]
)


@given(WAVES | SERIES.map(lambda values: [value for value in values if value is not None]))
def test_a_slow_reading_of_the_rules_agrees(values: list[int]) -> None:
    result = judged(list(values))
    found = [cause.name for cause in result.points["special_cause"]]
    peaks = shared_peaks(values)
    pairs = [pair for i, pair in enumerate(zip(found, by_windows(result), strict=True)) if i not in peaks]
    assert [ours for ours, _ in pairs] == [slow for _, slow in pairs]


def shared_peaks(values: list[int]) -> set[int]:
    """Points that end one trend and start the opposite one; test_xmr_deviations.py says whose they are."""
    steps = np.sign(np.diff(values))
    inner = range(6, len(values) - 6)
    return {i for i in inner if abs(steps[i - 6 : i].sum() - steps[i : i + 6].sum()) == 12}
