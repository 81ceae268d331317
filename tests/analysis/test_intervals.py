"""Intervals for shares and percentiles: worked by hand, against R, and by their properties."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdash.analysis.errors import AnalysisError, CountsDisagree, NotAShare, NotInOrder
from perfdash.analysis.intervals import exact, percentile_interval, percentile_ranks, wilson

Z = 1.959963984540054


def test_wilson_worked_by_hand() -> None:
    # 8 of 10: centre (8 + z²/2)/(10 + z²), half z/(10 + z²) × √(8 × 2/10 + z²/4).
    low, high = wilson(8, 10)
    assert low == pytest.approx((8 + Z**2 / 2 - Z * (1.6 + Z**2 / 4) ** 0.5) / (10 + Z**2), abs=1e-12)
    assert high == pytest.approx((8 + Z**2 / 2 + Z * (1.6 + Z**2 / 4) ** 0.5) / (10 + Z**2), abs=1e-12)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


def test_exact_worked_by_hand() -> None:
    # None of 3: the upper end p has (1 - p)³ = 0.025.
    assert exact(0, 3) == pytest.approx((0.0, 1 - 0.025 ** (1 / 3)), abs=1e-12)


@pytest.mark.parametrize("interval", [wilson, exact])
def test_ends_are_certain_and_nothing_is_unknown(interval: Callable[..., tuple[float, float]]) -> None:
    low, high = interval(np.array([0, 7, 0, np.nan]), np.array([7, 7, 0, 7]))
    assert (low[0], high[1]) == (0.0, 1.0)
    assert 0 < high[0] < 1 and 0 < low[1] < 1
    assert np.isnan([low[2], high[2], low[3], high[3]]).all()
    assert all(isnan(end) for end in interval(0, 0))


@pytest.mark.parametrize("interval", [wilson, exact])
def test_shapes_are_kept_and_series_are_taken(interval: Callable[..., tuple[np.ndarray, np.ndarray]]) -> None:
    low, high = interval(pd.Series([1, 2]), pd.Series([4, 5]))
    assert low.shape == high.shape == (2,)
    assert low[1] == interval(2, 5)[0]
    assert interval(np.ones((2, 3)), 9)[0].shape == (2, 3)


@pytest.mark.parametrize(
    ("error", "question"),
    [
        (CountsDisagree, lambda: wilson(3, 2)),
        (CountsDisagree, lambda: exact(-1, 2)),
        (CountsDisagree, lambda: percentile_ranks(-1, 0.5)),
        (NotAShare, lambda: wilson(1, 2, 95)),
        (NotAShare, lambda: percentile_ranks(10, 1.0)),
        (NotInOrder, lambda: percentile_interval([2, 1], 0.5)),
        (NotInOrder, lambda: percentile_interval([1, float("nan")], 0.5)),
    ],
)
def test_bad_questions(error: type[AnalysisError], question: Callable[[], object]) -> None:
    with pytest.raises(error):
        question()


def test_ranks_worked_by_hand() -> None:
    # The median of 6: one tail of the coin-tossing distribution is 1/64 up to 0 heads and 7/64 up to 1.
    assert percentile_ranks(6, 0.5) == (1, 6, pytest.approx(1 - 2 / 64))
    assert percentile_interval([1, 2, 3, 4, 5, 60], 0.5) == (1, 60)
    low, high = percentile_interval([1, 2, 3, 4, 5, 60], 0.9)
    assert low == 4 and isnan(high)
    assert percentile_ranks(0, 0.5)[:2] == (0, 1)
    assert all(isnan(end) for end in percentile_interval([], 0.5))


def test_millions_are_no_trouble() -> None:
    low, high, coverage = percentile_ranks(5_000_000, 0.9)
    assert low < 4_500_000 < high
    assert 0.95 <= coverage < 0.9502


def test_shares_agree_with_r(reference: Callable[[str], pd.DataFrame]) -> None:
    wanted = reference("binomial_intervals.csv")
    for level, rows in wanted.groupby("level"):
        found = (*wilson(rows["x"], rows["n"], level), *exact(rows["x"], rows["n"], level))
        for name, values in zip(["wilson_lo", "wilson_hi", "exact_lo", "exact_hi"], found, strict=True):
            np.testing.assert_allclose(values, rows[name], rtol=0, atol=1e-9)


def test_percentiles_agree_with_r(reference: Callable[[str], pd.DataFrame]) -> None:
    values = reference("quantiles_input.csv").groupby("series")["value"]
    for row in reference("quantiles_output.csv").itertuples():
        low_rank, high_rank, coverage = percentile_ranks(row.n, row.p)
        assert (low_rank, high_rank) == (int(row.rank_lo), int(row.rank_hi))
        assert coverage == pytest.approx(row.coverage, abs=1e-9)
        found = percentile_interval(sorted(values.get_group(row.series)), row.p)
        assert found == pytest.approx((row.ci_lo, row.ci_hi), abs=1e-9, nan_ok=True)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_an_interval_holds_its_share_and_mirrors(counts: tuple[int, int], level: float) -> None:
    x, n = counts
    for interval in (wilson, exact):
        low, high = interval(x, n, level)
        assert 0 <= low <= x / n <= high <= 1
        assert interval(n - x, n, level) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(st.integers(0, 5000), st.floats(0.01, 0.99), st.floats(0.5, 0.99))
def test_ranks_cover_and_could_not_be_closer(n: int, share: float, level: float) -> None:
    from scipy.stats import binom

    low, high, coverage = percentile_ranks(n, share, level)
    assert 0 <= low < high <= n + 1
    assert coverage >= level - 1e-12
    tail = (1 - level) / 2
    assert binom.cdf(low - 1, n, share) <= tail + 1e-12
    assert binom.sf(high - 1, n, share) <= tail + 1e-12
    assert low == n or binom.cdf(low, n, share) >= tail - 1e-12
