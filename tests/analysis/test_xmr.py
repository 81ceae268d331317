"""The process-behaviour chart by examples worked by hand."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from math import isnan, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from perfdash import analysis
from perfdash.analysis import errors
from perfdash.analysis.spc import (
    MAKING_DATA_COUNT,
    Assurance,
    ImprovementDirection,
    ProcessBehaviour,
    SpecialCause,
    Variation,
    xmr,
)

BASE = [8.0, 12.0] * 12  # mean 10, every moving range 4: limits 10 ± 10.64, near limits 10 ± 7.0933…


def months(n: int) -> list[date]:
    return [date(2021 + i // 12, i % 12 + 1, 1) for i in range(n)]


def after_base(*more: float, direction: str = "increase", target: float | None = None) -> ProcessBehaviour:
    values = [*BASE, *more]
    return xmr(
        months(len(values)),
        values,
        improvement_direction=direction,
        target=target,
        fix_after_n_points=24,
    )


def last_labels(result: ProcessBehaviour, n: int) -> list[str]:
    return [cause.name for cause in result.points["special_cause"].iloc[-n:]]


def test_limits_worked_by_hand() -> None:
    result = after_base()
    assert result.mean == 10
    assert result.lower_process_limit == pytest.approx(10 - 2.66 * 4)
    assert result.upper_process_limit == pytest.approx(10 + 2.66 * 4)


def test_one_freak_moving_range_is_screened_out_once() -> None:
    # Twenty-one ranges of 4 and two of 40 around the spike: mean 164/23, and 3.267 times that is 23.3.
    values = [8.0, 12.0] * 11 + [52.0, 12.0]
    result = xmr(months(24), values, improvement_direction="neutral")
    ranges = [4.0] * 21 + [40.0, 40.0]
    assert result.upper_process_limit == pytest.approx(result.mean + 2.66 * 4)
    unscreened = replace(MAKING_DATA_COUNT, screen_outliers=False)
    wide = xmr(months(24), values, improvement_direction="neutral", rules=unscreened)
    assert wide.upper_process_limit == pytest.approx(wide.mean + 2.66 * sum(ranges) / 23)


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ([20.65], ["ABOVE_LIMIT"]),
        ([-0.65], ["BELOW_LIMIT"]),
        ([20.63], ["NONE"]),
        ([9, 11, 11, 11, 11, 11, 11], ["NONE"] * 7),
        ([9, 11, 11, 11, 11, 11, 11, 11], ["NONE"] + ["SHIFT_ABOVE"] * 7),
        ([11, 9, 9, 9, 9, 9, 9, 9], ["NONE"] + ["SHIFT_BELOW"] * 7),
        ([9, 11, 11, 11, 10, 11, 11, 11], ["NONE"] * 8),
        ([9, 11, 11, 11, nan, 11, 11, 11, 11], ["NONE"] * 9),
        ([7, 8, 9, 10, 11, 12, 13], ["TREND_INCREASING"] * 7),
        ([13, 12, 11, 10, 9, 8, 7], ["TREND_DECREASING"] * 7),
        ([8, 9, 10, 11, 12, 13], ["NONE"] * 6),
        ([7, 8, 9, 9, 10, 11, 12, 13], ["NONE"] * 8),
        ([7, 8, 9, nan, 10, 11, 12, 13], ["NONE"] * 8),
        ([9, 18, 18, 11], ["NONE", "TWO_IN_THREE_ABOVE", "TWO_IN_THREE_ABOVE", "NONE"]),
        ([9, 18, 11, 18], ["NONE", "TWO_IN_THREE_ABOVE", "NONE", "TWO_IN_THREE_ABOVE"]),
        ([11, 2, 2, 9], ["NONE", "TWO_IN_THREE_BELOW", "TWO_IN_THREE_BELOW", "NONE"]),
        ([18, 9, 18], ["NONE"] * 3),
        ([9, 18, 10, 18], ["NONE"] * 4),
        ([9, 18, 18, 9], ["NONE"] * 4),
        ([9, 18, 11, 11, 18, 9], ["NONE"] * 6),
        ([9, 18, 22, 11, 9], ["NONE", "NONE", "ABOVE_LIMIT", "NONE", "NONE"]),
        ([9, 11, 11, 11, 11, 11, 21, 11], ["NONE", *["SHIFT_ABOVE"] * 5, "ABOVE_LIMIT", "SHIFT_ABOVE"]),
    ],
)
def test_each_rule_at_its_boundary(more: list[float], wanted: list[str]) -> None:
    # Base ends on 12; the last two thirds of a pattern that starts at or above 12 could join it.
    assert last_labels(after_base(*more), len(more)) == wanted


def test_a_value_exactly_on_a_limit_is_not_outside() -> None:
    # Mean 0 and moving ranges of 50: limits of ±133 that binary arithmetic holds exactly.
    values = [-25.0, 25.0] * 12 + [133.0, -133.0, 133.1, -133.1]
    result = xmr(months(28), values, improvement_direction="neutral", fix_after_n_points=24)
    assert (result.lower_process_limit, result.upper_process_limit) == (-133, 133)
    assert result.points["is_outside_limits"].tolist() == [False] * 26 + [True, True]
    assert result.points["is_close_to_limits"].tolist() == [False] * 24 + [True, True, False, False]


def test_the_last_row_decides_the_variation_and_a_missing_one_is_common_cause() -> None:
    assert after_base(21).variation is Variation.IMPROVEMENT_HIGH
    assert after_base(21, direction="decrease").variation is Variation.CONCERN_HIGH
    assert after_base(21, direction="neutral").variation is Variation.NEUTRAL_HIGH
    assert after_base(-1).variation is Variation.CONCERN_LOW
    assert after_base(-1, direction="decrease").variation is Variation.IMPROVEMENT_LOW
    assert after_base(-1, direction="neutral").variation is Variation.NEUTRAL_LOW
    assert after_base(21, nan).variation is Variation.COMMON_CAUSE


@pytest.mark.parametrize(
    ("target", "increase", "decrease"),
    [
        (-1.0, Assurance.CONSISTENTLY_PASSING, Assurance.CONSISTENTLY_FAILING),
        (10.0, Assurance.HIT_OR_MISS, Assurance.HIT_OR_MISS),
        (21.0, Assurance.CONSISTENTLY_FAILING, Assurance.CONSISTENTLY_PASSING),
    ],
)
def test_assurance_by_direction(target: float, increase: Assurance, decrease: Assurance) -> None:
    assert after_base(target=target).assurance is increase
    assert after_base(target=target, direction="decrease").assurance is decrease


def test_no_assurance_says_why() -> None:
    assert after_base().reason == "no target"
    assert after_base(target=10, direction="neutral").reason == "neither direction is better"
    assert after_base(target=10).reason is None
    assert after_base(target=nan).reason == "no target"


@pytest.mark.parametrize(("n", "too_few", "provisional"), [(12, True, False), (13, False, True), (19, False, True)])
def test_short_series(n: int, too_few: bool, provisional: bool) -> None:
    result = xmr(months(n), [1000.0 if i == n - 1 else float(i) for i in range(n)], improvement_direction="increase")
    assert result.has_too_few_points is too_few
    assert result.is_provisional is provisional
    assert isnan(result.upper_process_limit) is too_few
    assert (result.variation is Variation.COMMON_CAUSE) is too_few
    assert result.reason == ("too few points (12 of 13)" if too_few else "no target")


def test_twenty_points_are_settled_and_missing_values_are_not_points() -> None:
    values: list[float | None] = [float(i % 3) for i in range(20)]
    assert not xmr(months(20), values, improvement_direction="increase").is_provisional
    values[4] = None
    assert xmr(months(20), values, improvement_direction="increase").is_provisional


def test_a_short_last_segment_is_judged_by_itself() -> None:
    result = xmr(
        months(30),
        [*BASE, *[50.0] * 6],
        improvement_direction="increase",
        target=5,
        rebase_on=[months(30)[24]],
    )
    assert result.reason == "too few points (6 of 13)"
    assert result.mean == 50
    assert [segment.n_points for segment in result.segments] == [24, 6]
    assert result.points["upper_process_limit"].notna().sum() == 24


def test_the_frame_has_the_promised_columns_and_real_members() -> None:
    points = after_base(nan, 21).points
    assert points.columns.tolist() == [
        "date",
        "value",
        "segment",
        "mean",
        "lower_process_limit",
        "upper_process_limit",
        "is_outside_limits",
        "relative_to_mean",
        "is_close_to_limits",
        "special_cause",
        "variation",
    ]
    assert points["special_cause"].iloc[-1] is SpecialCause.ABOVE_LIMIT
    assert points["variation"].iloc[-1] is Variation.IMPROVEMENT_HIGH
    assert points["relative_to_mean"].iloc[-3:].tolist()[::2] == [1, 1]
    assert isnan(points["relative_to_mean"].iloc[-2])
    assert points["is_outside_limits"].tolist() == [False] * 25 + [True]


def test_members_read_as_words() -> None:
    assert str(Variation.IMPROVEMENT_HIGH) == "improvement_high"
    assert ImprovementDirection("increase") is ImprovementDirection.INCREASE
    assert str(MAKING_DATA_COUNT) == (
        "Making Data Count: shift of 7, trend of 7, two in three, outliers screened, at least 13 points"
    )


def test_a_rule_set_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        MAKING_DATA_COUNT.shift_points = 6


@pytest.mark.parametrize(
    "dates",
    [
        np.array(months(24), dtype="datetime64[D]"),
        pd.Series(pd.to_datetime(months(24))),
        pd.period_range("2021-01", periods=24, freq="M"),
        [f"{month:%Y-%m-%d}" for month in months(24)],
        [datetime(month.year, month.month, 1, tzinfo=UTC) for month in months(24)],
        (month for month in months(24)),
    ],
    ids=["numpy", "pandas", "periods", "text", "with a zone", "generator"],
)
def test_dates_of_every_kind(dates: object) -> None:
    result = xmr(dates, BASE, improvement_direction="increase", rebase_on=[])
    assert [str(day)[:10] for day in result.points["date"]] == [month.isoformat() for month in months(24)]


def test_values_of_every_kind() -> None:
    missing = pd.array([1.0, None, 3.0], dtype="Float64")
    for values in (missing, [1, None, 3], np.array([1, nan, 3]), pd.Series([1, nan, 3])):
        assert xmr(months(3), values, improvement_direction="increase").mean == 2


@pytest.mark.parametrize("rules", [MAKING_DATA_COUNT, replace(MAKING_DATA_COUNT, minimum_points=0)])
@pytest.mark.parametrize("values", [[], [nan], [5.0], [nan, nan, nan], [5.0, nan, 5.0]])
def test_next_to_nothing_is_no_crash_and_no_claim(values: list[float], rules: object) -> None:
    result = xmr(months(len(values)), values, improvement_direction="increase", target=1, rules=rules)
    assert len(result.points) == len(values)
    assert (result.variation, result.assurance) == (Variation.COMMON_CAUSE, None)
    assert result.reason


@pytest.mark.parametrize(
    ("error", "dates", "values", "options"),
    [
        (errors.DuplicateDate, [*months(2), months(1)[0]], [1, 2, 3], {}),
        (errors.LengthsDiffer, months(2), [1], {}),
        (errors.NotADate, ["yesterday", "today-ish"], [1, 2], {}),
        (errors.NotADate, ["01/02/2026", "02/02/2026"], [1, 2], {}),
        (errors.NotADate, [None, months(1)[0]], [1, 2], {}),
        (errors.NotADate, np.array(["2021-01", "NaT"], dtype="datetime64[M]"), [1, 2], {}),
        (errors.NotANumber, months(2), [1, float("inf")], {}),
        (errors.NotANumber, months(2), [1, "many"], {}),
        (errors.NotADirection, months(2), [1, 2], {"improvement_direction": "up"}),
        (errors.BaseTooShort, months(2), [1, 2], {"fix_after_n_points": 11}),
        (errors.RebaseNotInData, months(2), [1, 2], {"rebase_on": [date(2020, 1, 1)]}),
        (errors.RebaseNotInData, [], [], {"rebase_on": [date(2020, 1, 1)]}),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    error: type[errors.AnalysisError], dates: object, values: object, options: dict[str, object]
) -> None:
    with pytest.raises(error) as caught:
        xmr(dates, values, **{"improvement_direction": "increase", **options})
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_fixing_counts_rows_and_rebases_may_come_in_any_order_and_twice() -> None:
    values = [nan, *BASE[:23], *[30.0] * 13]
    fixed = xmr(months(37), values, improvement_direction="increase", fix_after_n_points=12)
    assert fixed.mean == pytest.approx(sum(BASE[:11]) / 11)
    days = [months(37)[24], months(37)[12], months(37)[24]]
    assert [s.start for s in xmr(months(37), values, improvement_direction="increase", rebase_on=days).segments] == [
        0,
        12,
        24,
    ]


def test_importing_the_room_does_not_import_heavy_libraries() -> None:
    room = Path(analysis.__file__).parent
    modules = [path.stem for path in room.glob("*.py") if path.stem != "__init__"]
    program = (
        f"import sys, importlib; [importlib.import_module('perfdash.analysis.' + m) for m in {modules!r}];"
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('scipy', 'statsmodels', 'duckdb', 'streamlit', 'plotly')])"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
