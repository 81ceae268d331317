"""p and p′ limits: worked by hand and against R."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from perfdash.analysis.errors import BaseTooShort, CountsDisagree, LengthsDiffer
from perfdash.analysis.proportions import laney_limits, p_limits
from perfdash.analysis.spc_rules import MAKING_DATA_COUNT

UNSCREENED = replace(MAKING_DATA_COUNT, name="unscreened", screen_outliers=False)


def test_p_limits_worked_by_hand() -> None:
    # 160 of 200 in all: sigma of 100 is √(0.8 × 0.2 / 100) = 0.04.
    limits = p_limits([70, 90], [100, 100])
    assert limits.mean == pytest.approx(0.8)
    np.testing.assert_allclose(limits.lower_process_limit, 0.8 - 0.12)
    np.testing.assert_allclose(limits.lower_near_limit, 0.8 - 0.08)
    np.testing.assert_allclose(limits.upper_process_limit, 0.8 + 0.12)
    assert limits.is_outside_limits.tolist() == [False, False]
    assert p_limits([60, 100], [100, 100]).is_outside_limits.tolist() == [True, True]


def test_laney_limits_worked_by_hand() -> None:
    # z is -2.5, 2.5, -2.5: every moving range 5, so sigma z is 5/1.128 and the limits are that much wider.
    limits = laney_limits([70, 90, 70, 90], [100] * 4, rules=UNSCREENED)
    assert limits.sigma_z == pytest.approx(5 / 1.128)
    np.testing.assert_allclose(limits.lower_process_limit, 0.8 - 0.12 * 5 / 1.128)
    np.testing.assert_allclose(limits.upper_process_limit, 1.0)


def test_a_period_without_cases_is_unknown_and_breaks_the_moving_range() -> None:
    limits = laney_limits([70, 0, 90, 70], [100, 0, 100, 100])
    assert np.isnan(limits.share).tolist() == [False, True, False, False]
    assert np.isnan(limits.upper_process_limit).tolist() == [False, True, False, False]
    mean = 230 / 300
    assert limits.sigma_z == pytest.approx(0.2 / np.sqrt(mean * (1 - mean) / 100) / 1.128)


def test_too_little_to_go_on_is_undefined_not_a_crash() -> None:
    assert np.isnan(laney_limits([1], [2]).upper_process_limit).all()
    assert np.isnan(laney_limits([5, 5], [5, 5]).upper_process_limit).all()
    assert np.isnan(p_limits([], []).mean)


def test_a_fixed_base_ignores_what_follows() -> None:
    before, after = [80, 82] * 6, [10] * 5
    fixed = p_limits(before + after, [100] * 17, fix_after_n_points=12)
    assert fixed.mean == p_limits(before, [100] * 12).mean
    assert fixed.is_outside_limits.tolist() == [False] * 12 + [True] * 5


def test_bad_input_is_refused() -> None:
    with pytest.raises(CountsDisagree):
        p_limits([3], [2])
    with pytest.raises(LengthsDiffer):
        laney_limits([1, 2], [3])
    with pytest.raises(BaseTooShort):
        p_limits([1], [3], fix_after_n_points=5)


def test_limits_agree_with_r(reference: Callable[[str], pd.DataFrame]) -> None:
    counts = reference("pchart_input.csv")
    keys = ["series", "chart", "screened_mr", "freeze"]
    for (series, chart, screened, freeze), wanted in reference("pchart_output.csv").groupby(keys):
        rows = counts[counts["series"] == series]
        fixed = freeze or None
        if chart == "p":
            found = p_limits(rows["d"], rows["n"], fix_after_n_points=fixed)
        else:
            rules = MAKING_DATA_COUNT if screened else UNSCREENED
            found = laney_limits(rows["d"], rows["n"], fix_after_n_points=fixed, rules=rules)
        assert found.mean == pytest.approx(wanted["cl"].iloc[0], abs=1e-9)
        for name, column in {
            "share": "y",
            "lower_process_limit": "lcl",
            "upper_process_limit": "ucl",
            "lower_near_limit": "lcl95",
            "upper_near_limit": "ucl95",
        }.items():
            np.testing.assert_allclose(getattr(found, name), wanted[column], rtol=0, atol=1e-9)
        assert found.is_outside_limits.tolist() == wanted["sigma_signal"].tolist()


def test_thousands_of_cases_make_every_month_special_on_a_p_chart(
    reference: Callable[[str], pd.DataFrame],
) -> None:
    counts = reference("pchart_input.csv").query("series == 'england'")
    assert p_limits(counts["d"], counts["n"]).is_outside_limits.sum() == 36
    assert laney_limits(counts["d"], counts["n"]).is_outside_limits.sum() < 12
