"""Seasons: the same month a year earlier, and the series without its usual pattern."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from perfdash.analysis.errors import AnalysisError, DuplicateDate, GapInMonths, ModelNotPossible
from perfdash.analysis.seasonal import Pattern, month_adjusted, same_month_last_year
from perfdash.analysis.spc import Variation, xmr

SEASONS = np.array([9, 7, 3, 0, -3, -6, -8, -6, -3, 0, 2, 5], dtype=float)


def months(n: int) -> list[date]:
    return [date(2021 + i // 12, i % 12 + 1, 1) for i in range(n)]


def test_each_month_is_set_beside_its_own_a_year_before() -> None:
    answer = same_month_last_year([date(2022, 3, 1), date(2021, 3, 1), date(2022, 4, 1)], [12, 10, 7])
    assert answer.label == "compared with the same month of the year before"
    points = answer.points.set_index("date")
    assert points.loc["2022-03-01"].tolist() == pytest.approx([12, 10, 2, 0.2])
    assert points.loc["2022-04-01"].isna().tolist() == [False, True, True, True]
    assert points.index.is_monotonic_increasing


def test_a_change_from_nothing_has_no_share() -> None:
    points = same_month_last_year([date(2021, 3, 1), date(2022, 3, 1)], [0, 4]).points
    assert points["change"].iloc[1] == 4
    assert np.isnan(points["share_change"].iloc[1])


def test_an_additive_pattern_is_taken_out_and_says_so() -> None:
    course = np.linspace(100, 120, 48)
    answer = month_adjusted(months(48), course + np.tile(SEASONS, 4))
    np.testing.assert_allclose(answer.points["adjusted_value"], course, atol=1e-9)
    np.testing.assert_allclose(answer.points["month_effect"], np.tile(SEASONS, 4), atol=1e-9)
    assert answer.label == ("seasonally adjusted by the usual pattern of the months, January 2021 to December 2024")


def test_a_multiplicative_pattern_is_taken_out() -> None:
    factors = 1 + SEASONS / 100
    answer = month_adjusted(months(36), 200 * np.tile(factors, 3), pattern="multiplicative")
    np.testing.assert_allclose(answer.points["adjusted_value"], 200, rtol=1e-9)


def test_effects_start_in_the_month_in_which_the_series_starts() -> None:
    days = months(52)[4:]
    answer = month_adjusted(days, np.tile(np.roll(SEASONS, -4), 4))
    assert answer.points["month_effect"].iloc[0] == pytest.approx(SEASONS[4], abs=1e-9)


def test_winter_is_special_until_it_is_adjusted_for() -> None:
    noise = np.random.default_rng(3).normal(0, 0.5, 36)
    values = 50 + np.tile(SEASONS, 3) + noise
    raw = xmr(months(36), values, improvement_direction="decrease").points["variation"]
    adjusted = month_adjusted(months(36), values).points["adjusted_value"]
    calm = xmr(months(36), adjusted, improvement_direction="decrease").points["variation"]
    assert (raw != Variation.COMMON_CAUSE).sum() > 24
    assert (calm != Variation.COMMON_CAUSE).sum() < 6


@pytest.mark.parametrize(
    ("error", "dates", "values", "pattern"),
    [
        (ModelNotPossible, months(23), [1.0] * 23, "additive"),
        (ModelNotPossible, months(24), [0.0] * 24, "multiplicative"),
        (GapInMonths, [*months(25)[:3], *months(25)[4:]], [1.0] * 24, "additive"),
        (GapInMonths, months(24), [None] + [1.0] * 23, "additive"),
        (DuplicateDate, [*months(23), date(2022, 11, 20)], [1.0] * 24, "additive"),
    ],
)
def test_what_cannot_be_adjusted_is_refused(
    error: type[AnalysisError], dates: list[date], values: list[float | None], pattern: str
) -> None:
    with pytest.raises(error):
        month_adjusted(dates, values, pattern=Pattern(pattern))
