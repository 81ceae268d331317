"""Rank correlation and the difference of two shares, against hand-worked and published values."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from perfdash.analysis.association import difference_of_shares, rank_correlation
from perfdash.analysis.errors import CountsDisagree, LengthsDiffer

NAN = math.nan


def test_a_rank_correlation_by_hand() -> None:
    # Differences of rank −1, 1, −1, 1, 0: squares add up to 4, and 1 − 6 · 4 ÷ (5 · 24) = 0.8.
    # z = ½ ln(1.8 ÷ 0.2) = 1.0986; standard error √((1 + 0.32) ÷ 2) = 0.8124; 1.96 of it are 1.5923.
    found = rank_correlation([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])
    assert found.correlation == pytest.approx(0.8)
    assert found.low == pytest.approx(math.tanh(1.0986 - 1.5923), abs=1e-4)
    assert found.high == pytest.approx(math.tanh(1.0986 + 1.5923), abs=1e-4)
    assert found.n == 5
    assert found.has_too_few_pairs
    assert not found.is_clear


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=40))
def test_ties_share_a_rank_as_in_scipy(pairs: list[tuple[int, int]]) -> None:
    x, y = zip(*pairs, strict=True)
    found = rank_correlation(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert math.isnan(found.correlation)
    else:
        assert found.correlation == pytest.approx(stats.spearmanr(x, y).statistic)
        assert -1 <= found.low <= found.correlation <= found.high <= 1


def test_a_pair_with_a_missing_value_is_left_out() -> None:
    whole = rank_correlation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    assert rank_correlation([1, 2, NAN, 3, 4, 5], [2, 1, 9, 4, 3, 5]) == whole


def test_thirteen_months_are_enough_to_be_clear() -> None:
    months = np.arange(13)
    swapped = np.array([1, 0, *range(2, 13)])
    assert rank_correlation(months, -swapped).is_clear
    assert not rank_correlation(months[:12], -swapped[:12]).is_clear
    assert not rank_correlation(months, [0, 1] * 6 + [0]).is_clear


def test_nothing_is_said_of_three_pairs_or_of_a_series_that_never_changes() -> None:
    assert math.isnan(rank_correlation([1, 2, 3], [1, 2, 3]).correlation)
    assert math.isnan(rank_correlation([1, 2, 3, 4], [7, 7, 7, 7]).correlation)
    assert rank_correlation([], []).n == 0
    with pytest.raises(LengthsDiffer):
        rank_correlation([1, 2], [1])


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [  # Newcombe (1998), Table II, method 10
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (0, 10, 0, 20, -0.1611, 0.2775),
    ],
)
def test_the_difference_of_two_shares_as_published(a: int, m: int, b: int, n: int, low: float, high: float) -> None:
    found = difference_of_shares((a, b), (m, n))
    assert found == pytest.approx((a / m - b / n, low, high), abs=5e-5)


def test_no_difference_from_nothing() -> None:
    assert all(map(math.isnan, difference_of_shares((3, 0), (10, 0))))
    with pytest.raises(CountsDisagree):
        difference_of_shares((11, 0), (10, 5))
