"""Differences of means, against published and hand-worked examples."""

from math import isnan

import numpy as np
import pytest
from scipy import stats

from perfdash.analysis.differences import LEAST, Sample, compare, welch
from perfdash.analysis.errors import CountsDisagree, NotAShare


def sample(*values: int) -> Sample:
    return Sample(len(values), sum(values), sum(value * value for value in values))


def many(value: int, other: int, pairs: int = LEAST // 2) -> Sample:
    return sample(*[value, other] * pairs)


# Student's sleep data (Biometrika 6, 1908), hours × 10; R: t.test(extra ~ group, data = sleep)
FIRST = sample(7, -16, -2, -12, -1, 34, 37, 8, 0, 20)
SECOND = sample(19, 8, 11, 1, -1, 44, 55, 16, 46, 34)


def test_the_sleep_data_of_1908_as_r_has_them() -> None:
    found = welch(FIRST, SECOND)
    assert found.change == pytest.approx(15.8)
    assert (found.low, found.high) == pytest.approx((-2.054832, 33.654832), abs=1e-6)
    assert found.degrees_of_freedom == pytest.approx(17.776, abs=5e-4)
    assert not found.is_clear


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_is_scipys(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after = rng.integers(0, 5000, 3 + seed), rng.integers(200, 9000, 40)
    known = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.9)
    found = welch(sample(*before.tolist()), sample(*after.tolist()), 0.9)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_a_variance_of_long_times_loses_nothing() -> None:
    assert sample(10**12, 10**12 + 1, 10**12 + 2).variance == 1.0


def test_too_few_values_have_no_interval() -> None:
    found = welch(sample(60), sample(60, 120))
    assert found.change == 30
    assert isnan(found.low)
    assert isnan(found.high)
    assert not found.is_clear
    assert isnan(welch(Sample(0, 0, 0), sample(1, 2)).change)


def test_where_nothing_varies_the_change_is_certain() -> None:
    found = welch(sample(60, 60, 60), sample(90, 90))
    assert (found.change, found.low, found.high, found.is_clear) == (30, 30, 30, True)
    assert not welch(sample(60, 60), sample(60, 60, 60)).is_clear


def test_counts_and_levels_that_cannot_be_are_refused() -> None:
    with pytest.raises(CountsDisagree):
        welch(Sample(-1, 0, 0), sample(1, 2))
    with pytest.raises(NotAShare):
        welch(sample(1, 2), sample(3, 4), 1.0)


def test_a_clear_change_is_shared_out_and_the_shares_add_up() -> None:
    # Waiting 60 → 150 (+90), travel 360 → 330 (−30): of +60 in all, 1.5 and −0.5.
    parts = {"wait": (many(50, 70), many(140, 160)), "travel": (many(350, 370), many(320, 340))}
    found = compare(parts, (many(400, 440), many(460, 500)))
    assert found.can_be_split
    assert [part.key for part in found.parts] == ["wait", "travel"]
    assert [part.share for part in found.parts] == pytest.approx([1.5, -0.5])


def test_no_clear_change_is_not_shared_out() -> None:
    parts = {"wait": (many(50, 70), many(140, 160)), "travel": (many(350, 370), many(260, 280))}
    found = compare(parts, (many(400, 440), many(400, 440)))
    assert not found.can_be_split
    assert found.parts[0].difference.is_clear  # a stage may change while the whole does not
    assert all(isnan(part.share) for part in found.parts)


def test_below_the_least_number_no_interval_is_given() -> None:
    enough, few = many(50, 70), sample(*[60, 80] * (LEAST // 2 - 1), 70)
    assert few.n == LEAST - 1
    assert compare({}, (enough, many(100, 120))).can_be_split
    found = compare({}, (enough, few))
    assert found.whole.difference.change == pytest.approx(few.mean - 60)
    assert isnan(found.whole.difference.low)
    assert not found.can_be_split
