"""Absence beside the same month of the year before: two years on one axis, the marks of the series without its seasons."""

from datetime import date
from math import nan

import numpy as np
import pandas as pd
import pytest
import wellbeing_frames as made
from retention_frames import symbols_of, words
from wellbeing_frames import assert_it_can_be_read

from perfdash.figures.differences import change_words, round_size, value_ticks
from perfdash.figures.same_month import MONTHS, same_month_alt, same_month_chart
from perfdash.figures.style import ORANGE


def test_a_month_stands_beside_the_same_month_of_the_year_before() -> None:
    values = made.seasons()
    figure = same_month_chart(made.compared(values), "share", made.adjusted(values))
    before, now, changes = figure.data
    assert len(now.x) == MONTHS
    assert list(now.y) == pytest.approx(values[-24:])
    assert list(before.y) == pytest.approx(values[12:36])
    assert list(changes.y) == pytest.approx([new - old for new, old in zip(values[-24:], values[12:36], strict=True)])
    assert changes.type == "bar"
    assert changes.yaxis == "y2"
    assert now.customdata[-1] == "2026-10"
    assert set(now.marker.symbol) == {"circle"}  # a winter is no special cause
    said = words(figure)
    assert "<b>Oct 2026 4.3 %</b>" in said
    assert any(word.startswith("Oct 2025 4.") for word in said)
    assert not any("limit" in word for word in said)


def test_marks_are_those_of_the_series_without_its_seasons() -> None:
    values = made.seasons(last=0.01)
    judged = made.adjusted(values)
    figure = same_month_chart(made.compared(values), "share", judged)
    now = figure.data[1]
    assert now.marker.symbol[-1] == "diamond"
    assert now.marker.color[-1] == ORANGE
    assert now.marker.opacity == 1
    assert any(
        "◆ getting worse: special cause once the months' usual pattern is taken out" in word for word in words(figure)
    )
    assert same_month_alt(made.compared(values), "T", "share", judged).startswith(
        "T. Line of 24 months compared with the same month of the year before: "
    )


def test_hidden_and_missing_months_leave_a_gap_in_both_years() -> None:
    values = made.seasons()
    values[30] = values[40] = nan
    figure = same_month_chart(made.compared(values), "hours", hidden=[date(2025, 5, 1)])
    before, now, changes = figure.data[:3]
    assert np.isnan(now.y[[6, 16]]).all()
    assert np.isnan(before.y[18])
    assert np.isnan(changes.y[[6, 16, 18]]).all()
    assert [day for day, _ in symbols_of(figure)] == [pd.Timestamp("2025-05-01")]
    assert [day for day, _ in symbols_of(figure, "×")] == [pd.Timestamp("2026-03-01")]
    assert any("‡ hidden: small number" in word and "× no figure" in word for word in words(figure))
    assert same_month_alt(made.compared(values), "T", "hours").endswith("2 months without a figure.")


def test_one_month_has_no_year_before() -> None:
    figure = same_month_chart(made.compared([63.0]), "count")
    assert "<b>Nov 2022 63</b>" in words(figure)
    assert not any("year before" in word for word in words(figure))
    assert_it_can_be_read(figure)
    assert_it_can_be_read(same_month_chart(made.compared([nan]), "count", hidden=[date(2022, 11, 1)]))
    assert words(same_month_chart(made.compared([nan]), "count")) == ["No figures for this choice"]
    assert same_month_alt(made.compared([nan]), "T", "count") == "T. There is no month to draw."


def test_differences_in_their_unit() -> None:
    assert change_words(0.0031, "share") == "+0.3 points"
    assert change_words(-2.12, "hours") == "−2.1 hours"
    assert change_words(5, "count") == "+5"
    assert change_words(0.0001, "share") == "±0 points"
    assert change_words(nan, "count") == "–"
    assert round_size(0.0065, "share") == pytest.approx(0.005)
    assert round_size(13, "count") == 10
    assert value_ticks(76, 82, "hours")["ticktext"] == ["76 h  ", "78 h  ", "80 h  "]
