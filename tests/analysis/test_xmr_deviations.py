"""Where docs/deviations.md says that we differ from upstream: both answers, each behind its switch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from perfdash.analysis.errors import RebaseNotInData
from perfdash.analysis.spc import MAKING_DATA_COUNT, Assurance, RuleSet, SpecialCause, xmr

PAGE = Path(__file__).resolve().parents[2] / "docs" / "deviations.md"
ANY_LENGTH = replace(MAKING_DATA_COUNT, name="any length", minimum_points=0)


def months(n: int) -> list[date]:
    return [date(2021 + i // 12, i % 12 + 1, 1) for i in range(n)]


def labels(values: list[float], rules: RuleSet) -> list[SpecialCause]:
    result = xmr(months(len(values)), values, improvement_direction="increase", rules=rules)
    return [SpecialCause(cause) for cause in result.points["special_cause"]]


def test_the_end_of_a_rise_is_rising_unless_the_next_step_is_asked() -> None:
    noise = [60, 20, 66, 25, 63, 22, 61, 24, 67, 21]
    values = [*noise, 38, 39, 40, 41, 42, 43, 44, 36, 37, 38, 39, 40, 41, 42, *noise]
    end_of_first_rise = 16
    assert labels(values, ANY_LENGTH)[end_of_first_rise] is SpecialCause.TREND_INCREASING
    upstream = replace(ANY_LENGTH, trend_ends_by_next_step=True)
    assert labels(values, upstream)[end_of_first_rise] is SpecialCause.TREND_DECREASING


def test_a_peak_between_a_rise_and_a_fall_belongs_to_the_fall_either_way() -> None:
    noise = [60, 20, 66, 25, 63, 22, 61, 24, 67, 21]
    values = [*noise, 37, 38, 39, 40, 41, 42, 43, 42, 41, 40, 39, 38, 37, *noise]
    for rules in (ANY_LENGTH, replace(ANY_LENGTH, trend_ends_by_next_step=True)):
        assert labels(values, rules)[16] is SpecialCause.TREND_DECREASING


def test_undefined_limits_give_no_assurance_unless_upstream_is_asked() -> None:
    same = [5.0] * 20
    ours = xmr(months(20), same, improvement_direction="increase", target=4)
    assert (ours.assurance, ours.reason) == (None, "the process limits are undefined")
    upstream = replace(MAKING_DATA_COUNT, undefined_limits_hit_or_miss=True)
    theirs = xmr(months(20), same, improvement_direction="increase", target=4, rules=upstream)
    assert (theirs.assurance, theirs.reason) == (Assurance.HIT_OR_MISS, None)


def test_limits_of_no_width_count_unless_they_are_ruled_out() -> None:
    step = [5.0] * 10 + [15.0] * 10
    ours = xmr(months(20), step, improvement_direction="increase")
    assert (ours.lower_process_limit, ours.upper_process_limit) == (10, 10)
    assert ours.special_cause is SpecialCause.ABOVE_LIMIT
    other = replace(MAKING_DATA_COUNT, zero_width_limits=False)
    theirs = xmr(months(20), step, improvement_direction="increase", rules=other)
    assert theirs.special_cause is SpecialCause.SHIFT_ABOVE


@pytest.mark.parametrize("target", [-0.64, 20.64])
def test_a_target_exactly_on_a_limit_is_hit_or_miss(target: float) -> None:
    values = [8.0, 12.0] * 12
    result = xmr(months(24), values, improvement_direction="increase", target=target)
    assert result.assurance is Assurance.HIT_OR_MISS


def test_an_absent_rebase_date_is_an_error_unless_upstream_is_asked() -> None:
    values = [float(i % 5) for i in range(24)]
    with pytest.raises(RebaseNotInData, match="2022-07-15"):
        xmr(months(24), values, improvement_direction="increase", rebase_on=[date(2022, 7, 15)])
    upstream = replace(MAKING_DATA_COUNT, unknown_rebase_is_error=False)
    result = xmr(months(24), values, improvement_direction="increase", rebase_on=[date(2022, 7, 15)], rules=upstream)
    assert len(result.segments) == 1


def test_outside_points_count_in_two_in_three_only_if_asked() -> None:
    base = [8.0, 12.0] * 12
    pattern = [*base, 22.0, 18.0, 11.0]
    result = xmr(months(27), pattern, improvement_direction="increase", fix_after_n_points=24)
    assert result.points["special_cause"].iloc[-2] is SpecialCause.NONE
    western = replace(MAKING_DATA_COUNT, name="Western Electric", outside_counts_in_two_in_three=True)
    result = xmr(months(27), pattern, improvement_direction="increase", fix_after_n_points=24, rules=western)
    assert result.points["special_cause"].iloc[-2] is SpecialCause.TWO_IN_THREE_ABOVE


def test_every_switch_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    switches = [name for name in RuleSet.__dataclass_fields__ if not name.endswith("_multiplier") and name != "name"]
    assert [name for name in switches if f"`{name}`" not in page] == []
