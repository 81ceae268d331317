"""Interrupted time series: known changes found, R agreed with, cautions given when due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from perfdash.analysis.errors import AnalysisError, CountsDisagree, ModelNotPossible, NotAShare
from perfdash.analysis.evaluation import Caution, Evaluation, Model, interrupted_time_series

CHANGE = 24


def months(n: int) -> list[date]:
    return [date(2002 + i // 12, i % 12 + 1, 1) for i in range(n)]


def noisy(n: int, size: float = 1.0, seed: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, size, n)


def evaluated(values: object, n: int = 48, **options: object) -> Evaluation:
    return interrupted_time_series(
        months(n),
        values,
        **{"change_on": months(48)[CHANGE], **options},
    )


def with_change(level: float, slope: float, n: int = 48) -> np.ndarray:
    t = np.arange(1, n + 1)
    since = np.clip(t - CHANGE, 0, None)
    return 50 + 0.3 * t + 4 * np.sin(2 * np.pi * t / 12) + level * (since > 0) + slope * since


def test_a_change_without_noise_is_found_exactly() -> None:
    result = evaluated(with_change(level=-6, slope=0.5))
    assert result.level_change.estimate == pytest.approx(-6)
    assert result.slope_change.estimate == pytest.approx(0.5)
    points = result.points
    np.testing.assert_allclose(points["without_change"], with_change(0, 0))
    np.testing.assert_allclose(points["fitted"], points["value"])
    assert (result.n_before, result.n_after) == (24, 24)


def test_a_planted_change_lies_in_its_interval_and_a_calm_series_does_not_claim_one() -> None:
    planted = evaluated(with_change(level=-6, slope=0) + noisy(48))
    assert planted.level_change.low < -6 < planted.level_change.high < 0
    calm = evaluated(with_change(level=0, slope=0) + noisy(48))
    assert calm.level_change.low < 0 < calm.level_change.high
    assert calm.cautions == ()


def test_the_course_without_the_change_is_bounded_and_grows_less_sure() -> None:
    points = evaluated(with_change(level=-6, slope=0) + noisy(48), harmonics=0, lags=0).points
    assert (points["without_change_low"] < points["without_change"]).all()
    width = (points["without_change_high"] - points["without_change_low"]).to_numpy()
    assert width[-1] > width[CHANGE] > width[CHANGE // 2]
    before = points.iloc[:CHANGE]
    np.testing.assert_allclose(before["without_change"], before["fitted"])


def test_counts_are_compared_as_ratios_and_per_head() -> None:
    people = np.linspace(100_000, 300_000, 48)
    halved = np.round(np.where(np.arange(48) < CHANGE, 0.1, 0.05) * people)
    result = evaluated(halved, model=Model.QUASI_POISSON, exposure=people)
    assert result.level_change.estimate == pytest.approx(0.5, rel=1e-3)
    assert result.slope_change.estimate == pytest.approx(1, rel=1e-3)
    np.testing.assert_allclose(result.points["without_change"], 0.1 * people, rtol=1e-3)


def test_row_order_is_irrelevant_and_a_missing_month_keeps_its_place() -> None:
    values = with_change(level=-6, slope=0.5).tolist()
    values[10] = None
    pairs = list(zip(months(48), values, strict=True))[::-1]
    result = interrupted_time_series(*zip(*pairs, strict=True), change_on=months(48)[CHANGE])
    assert result.level_change.estimate == pytest.approx(-6)
    assert result.n_before == 23
    assert result.points["fitted"].iloc[10] == pytest.approx(with_change(-6, 0.5)[10])


@pytest.mark.parametrize(
    ("n", "change", "wanted"),
    [
        (48, 24, set()),
        (24, 12, set()),
        (40, 11, {Caution.FEW_BEFORE}),
        (40, 29, {Caution.FEW_AFTER}),
    ],
)
def test_cautions_about_length(n: int, change: int, wanted: set[Caution]) -> None:
    result = evaluated(50 + noisy(n), n, change_on=months(n)[change], harmonics=1)
    assert set(result.cautions) - {Caution.AUTOCORRELATION_LEFT} == wanted


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        (date(2003, 10, 1), True),
        (date(2003, 9, 30), False),
        (date(2004, 4, 1), True),
        (date(2004, 4, 2), False),
        (date(2004, 1, 1), True),
    ],
)
def test_another_change_within_three_months(other: date, is_near: bool) -> None:
    result = evaluated(50 + noisy(48), other_changes=[date(2002, 1, 1), other])
    assert (Caution.OTHER_CHANGE_NEAR in result.cautions) is is_near


def test_months_that_depend_on_each_other_are_noticed() -> None:
    steps = noisy(120)
    dependent = np.zeros(120)
    for i in range(1, 120):
        dependent[i] = 0.9 * dependent[i - 1] + steps[i]
    result = evaluated(50 + dependent, 120, change_on=months(120)[60])
    assert Caution.AUTOCORRELATION_LEFT in result.cautions
    assert result.autocorrelation_p < 0.05


@pytest.mark.parametrize(
    ("error", "options"),
    [
        (ModelNotPossible, {"change_on": date(2001, 1, 1)}),
        (ModelNotPossible, {"change_on": date(2030, 1, 1)}),
        (ModelNotPossible, {"values": [1.0] * 5 + [None] * 43}),
        (ModelNotPossible, {"exposure": [1.0] * 48}),
        (ModelNotPossible, {"exposure": [0.0] * 48, "model": Model.QUASI_POISSON}),
        (CountsDisagree, {"values": [-1.0] * 48, "model": Model.QUASI_POISSON}),
        (ModelNotPossible, {"values": [0.0] * 48, "model": Model.QUASI_POISSON}),
        (ModelNotPossible, {"values": [5.0, 6.0] * 12 + [0.0] * 24, "model": Model.QUASI_POISSON}),
        (NotAShare, {"level": 95}),
    ],
)
def test_what_cannot_be_judged_is_refused(error: type[AnalysisError], options: dict[str, object]) -> None:
    options = {"values": with_change(0, 0), **options}
    with pytest.raises(error):
        evaluated(options.pop("values"), **options)


def test_no_series_at_all_is_refused() -> None:
    with pytest.raises(ModelNotPossible):
        interrupted_time_series([], [], change_on=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("model", "name"), [(Model.NEWEY_WEST, "ols_newey_west_lag12"), (Model.QUASI_POISSON, "quasipoisson")]
)
def test_models_agree_with_r(reference: Callable[[str], pd.DataFrame], model: Model, name: str) -> None:
    rows = reference("its_input.csv")
    dates = months(len(rows))
    start = dates[int(np.argmax(rows["lvl"]))]
    result = interrupted_time_series(dates, rows["y"], change_on=start, model=model)
    wanted = reference("its_output.csv").query("model == @name").set_index("term")
    order = ["(Intercept)", "t", "lvl", "slope", "s1", "c1", "s2", "c2"]
    np.testing.assert_allclose(result.terms["estimate"], wanted.loc[order, "est"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(result.terms["standard_error"], wanted.loc[order, "se"], rtol=0, atol=1e-9)


def test_ordinary_errors_agree_with_r(reference: Callable[[str], pd.DataFrame]) -> None:
    # With no lags the Newey-West errors are White's; the ordinary ones come from the residuals alone.
    rows = reference("its_input.csv")
    dates = months(len(rows))
    result = interrupted_time_series(dates, rows["y"], change_on=dates[int(np.argmax(rows["lvl"]))])
    wanted = reference("its_output.csv").query("model == 'ols'").set_index("term")
    residuals = result.points["value"] - result.points["fitted"]
    t = np.arange(1, len(rows) + 1)
    waves = [f(2 * np.pi * k * t / 12) for k in (1, 2) for f in (np.sin, np.cos)]
    x = np.column_stack([np.ones(len(t)), t, rows["lvl"], rows["slope"], *waves])
    errors = np.sqrt(np.diag(np.linalg.inv(x.T @ x)) * (residuals**2).sum() / (len(t) - x.shape[1]))
    order = ["(Intercept)", "t", "lvl", "slope", "s1", "c1", "s2", "c2"]
    np.testing.assert_allclose(errors, wanted.loc[order, "se"], rtol=0, atol=1e-9)
