"""Retention curves: steps on one scale, no line across what is hidden, numbers at risk, words beside their curves."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from retention_frames import assert_it_can_be_read, curve, hide, symbols_of, words

from perfdash.contract.workforce import WORKER_TYPES
from perfdash.figures.curve_labels import Curve, label_heights
from perfdash.figures.retention_curves import drawn_cohorts, numbers_at_risk, retention_curves, retention_curves_alt
from perfdash.figures.style import PRESENT, WORK, Sizes

SHARES = [0.95, 0.9, 0.85, 0.82, 0.8]


def lines(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.line.shape == "hv"]


def two_types() -> pd.DataFrame:
    parts = [
        curve("staff", "2023/24", SHARES),
        curve("officer", "2023/24", SHARES),
        curve("officer", "2022/23", SHARES),
    ]
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("sizes", [WORK, PRESENT])
def test_worker_types_never_share_an_axis_and_all_have_one_scale(sizes: Sizes) -> None:
    figure = retention_curves(two_types(), sizes)
    assert [(line.name, line.xaxis) for line in lines(figure)] == [
        ("2022/23", "x"), ("2023/24", "x"), ("2023/24", "x2"),
    ]  # fmt: skip
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range
    assert figure.layout.yaxis.range[0] == 0
    titles = [label.text for label in figure.layout.annotations if label.text in ("<b>Officers</b>", "<b>Staff</b>")]
    assert titles == ["<b>Officers</b>", "<b>Staff</b>"]
    assert_it_can_be_read(figure)


def test_everyone_is_there_on_the_first_day_and_the_end_is_named() -> None:
    figure = retention_curves(two_types())
    newest = lines(figure)[1]
    assert (newest.x[0], newest.y[0]) == (0, 1)
    assert any(word.endswith("2023/24 <b>80 %</b>") for word in words(figure))
    assert "1.0 years: 90 % still here (85 to 95)" in newest.text[2]


def test_only_the_newest_cohort_has_a_band() -> None:
    (first, second) = [trace for trace in retention_curves(two_types()).data if trace.fill == "toself"]
    assert (first.xaxis, second.xaxis) == ("x", "x2")
    assert max(y for y in first.y if y is not None) == pytest.approx(1.0)


def test_one_curve_needs_no_name() -> None:
    figure = retention_curves(curve("officer", "all", SHARES))
    assert "<b>80 %</b>" in words(figure)
    assert "at risk" in words(figure)
    assert not any("of all" in word for word in words(figure))


def test_at_most_four_cohorts_the_newest_and_everyone() -> None:
    names = [f"20{year}/{year + 1}" for year in range(17, 24)]
    frame = pd.concat([curve("officer", name, SHARES) for name in names])
    assert drawn_cohorts(frame) == ("2023/24", "2022/23", "2021/22", "2020/21")
    frame = pd.concat([frame, curve("officer", "all", SHARES)])
    assert drawn_cohorts(frame) == ("2023/24", "2022/23", "2021/22", "all")
    figure = retention_curves(frame)
    assert len(lines(figure)) == 4
    assert len({line.line.color for line in lines(figure)}) == 4


def test_numbers_at_risk_stand_under_whole_years() -> None:
    one = curve("officer", "2023/24", SHARES)
    assert numbers_at_risk(one, [0, 1, 2, 3]) == ["100", "90", "70", ""]
    assert numbers_at_risk(hide(one, [1], "n_at_risk"), [0, 1, 2]) == ["100", "‡", "70"]
    (table,) = [trace for trace in retention_curves(one).data if trace.name == "at risk, 2023/24"]
    assert list(table.x) == [0, 1, 2]
    assert list(table.text) == ["100", "90", "70"]
    assert table.yaxis != "y"


def test_no_line_crosses_what_is_hidden() -> None:
    figure = retention_curves(hide(two_types(), [7, 8], "share_remaining", "low", "high"))
    officers = lines(figure)[1]
    assert np.isnan(officers.y[3:5]).all()
    assert officers.connectgaps is False
    band = next(trace for trace in figure.data if trace.fill == "toself")
    assert band.y.count(None) == 2  # two pieces
    assert symbols_of(figure) == [(1.5, 0.0), (2.0, 0.0)]
    assert "‡ hidden: small number" in " ".join(words(figure))


def test_all_hidden_has_a_key_and_no_curve() -> None:
    frame = hide(curve("PCSO", "2023/24", SHARES), range(5), "share_remaining", "low", "high", "n_at_risk")
    figure = retention_curves(frame)
    assert all(np.isnan(value) or value == 1 for value in lines(figure)[0].y)
    assert symbols_of(figure)
    assert "2023/24 not shown" in retention_curves_alt(frame, "Title")
    assert_it_can_be_read(figure)


def test_nothing_and_one_row() -> None:
    frame = curve("officer", "2023/24", SHARES)
    assert words(retention_curves(frame[:0])) == ["No figures for this choice"]
    assert len(lines(retention_curves(frame[:1]))[0].x) == 2
    assert_it_can_be_read(retention_curves(frame[:1]))


def test_six_worker_types_and_long_service_fit() -> None:
    long = [0.99**year for year in range(80)]
    frame = pd.concat([curve(name, "all", long) for name in WORKER_TYPES[:6]])
    figure = retention_curves(frame)
    assert len(lines(figure)) == 6
    assert len(figure.layout.xaxis.tickvals) <= 8
    assert figure.layout.yaxis6.domain[0] > 0
    assert_it_can_be_read(figure)


def test_the_curves_for_people_who_do_not_see_them() -> None:
    assert retention_curves_alt(two_types(), "Finding") == (
        "Finding. Step curves of the share still here. Officers: 2023/24 80 % after 2.5 years, 2022/23 80 % after 2.5 years; "
        "Staff: 2023/24 80 % after 2.5 years."
    )


@given(st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=8), min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_words_stand_near_the_end_of_their_curve(ends: list[list[float]]) -> None:
    curves = [Curve(np.arange(1.0, len(end) + 1), np.array(sorted(end, reverse=True))) for end in ends]
    heights = label_heights(curves, 2.0, 0.1)
    assert all(abs(height - one.end[1]) <= 0.3 + 1e-9 for height, one in zip(heights, curves, strict=True))
    alone = label_heights(curves[:1], 2.0, 0.1)
    assert abs(alone[0] - curves[0].end[1]) <= 0.05 + 1e-9


def test_words_at_one_end_are_pushed_apart() -> None:
    curves = [Curve(np.array([1.0, 2.0]), np.array([0.9, 0.5 + small])) for small in (0, 0.001, 0.002)]
    low, middle, high = sorted(label_heights(curves, 1.0, 0.1))
    assert middle - low >= 0.1 - 1e-9
    assert high - middle >= 0.1 - 1e-9
