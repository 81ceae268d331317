"""The other charts of the retention page: what is drawn from which row, what is hidden, and that it can be read."""

from datetime import date
from math import nan

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
import retention_frames as made
from retention_frames import assert_it_can_be_read, hide, symbols_of, words

from perfdash.contract.workforce import SERVICE_BANDS
from perfdash.figures import funnel_bars as funnels
from perfdash.figures import leaver_bars as bars
from perfdash.figures.hidden_values import foot_lines, spread
from perfdash.figures.interviewer_pool import pool_alt, pool_chart
from perfdash.figures.process_chart import Step
from perfdash.figures.reason_dots import reason_dots, reason_dots_alt
from perfdash.figures.response_bars import response_bars, response_bars_alt
from perfdash.figures.rolling_rate import rolling_rate_alt, rolling_rate_chart
from perfdash.figures.style import BLUE, GREY, PRESENT, WORK, Sizes

BAND_NAMES = [name for name, _ in SERVICE_BANDS]
NAMED = [("Pay", "reward", 0.3), ("Workload", "organisational", 0.41), ("Line manager", "organisational", 0.5)]
COUNTS = {"normal retirement": 48.0, "voluntary resignation": 130.0, "other": 60.0, "transfer out": 30.0}


def bars_of(figure: go.Figure) -> list[go.Bar]:
    return [trace for trace in figure.data if trace.type == "bar"]


@pytest.mark.parametrize("sizes", [WORK, PRESENT])
def test_every_chart_can_be_read(sizes: Sizes) -> None:
    for figure in (
        funnels.funnel_bars(made.funnel(), sizes),
        reason_dots(made.reasons(NAMED), "", sizes),
        response_bars(made.responses(), sizes),
        bars.leaver_bars(made.leavers(COUNTS), sizes),
        bars.leaver_bars(made.bands(), sizes),
        bars.cohort_bars(made.cohorts(), sizes),
        rolling_rate_chart(made.rates(), made.published(), sizes),
        pool_chart(made.pool(), [Step(date(2024, 7, 7), date(9999, 12, 31), 20, "ambition 20")], sizes),
    ):
        assert_it_can_be_read(figure)
        assert figure.layout.height <= (700 if sizes is WORK else 1000)


def test_without_rows_a_chart_says_so() -> None:
    for figure in (
        funnels.funnel_bars(made.funnel()[:0]),
        reason_dots(made.reasons(NAMED)[:0]),
        response_bars(made.responses()[:0]),
        bars.leaver_bars(made.bands()[:0]),
        bars.cohort_bars(made.cohorts()[:0]),
        rolling_rate_chart(made.rates()[:0]),
        pool_chart(made.pool()[:0]),
    ):
        assert words(figure) == ["No figures for this choice"]
        assert not figure.data


def test_the_funnel_keeps_its_order_and_says_its_bases() -> None:
    figure = funnels.funnel_bars(made.funnel().sample(frac=1, random_state=1))
    base, n = bars_of(figure)
    assert list(n.customdata) == list(funnels.STEPS)
    assert n.x[1] == 96
    assert base.x[1] == 140
    assert figure.layout.xaxis.range[0] == 0
    said = words(figure)
    assert "<b>152</b>" in said
    assert '<b>96</b> of 140   <span style="color:#595959">12 too early to say</span>' in said
    assert "<b>70</b> of 96" in said
    assert not symbols_of(figure)


def test_a_hidden_step_is_a_symbol_and_no_bar() -> None:
    frame = hide(made.funnel(), [5], "n")
    figure = funnels.funnel_bars(frame)
    _, n = bars_of(figure)
    assert np.isnan(n.x[5])
    assert [x for x, _ in symbols_of(figure)] == [0.0]
    assert any(word.startswith("<b>‡</b> of 52") for word in words(figure))
    assert "‡ hidden: small number" in words(figure)
    assert funnels.funnel_alt(frame, "T").endswith("in post after 12 months 38 of 50. 1 value hidden: small number.")


def test_a_wholly_hidden_step_is_one_symbol_at_the_axis() -> None:
    figure = funnels.funnel_bars(hide(made.funnel(), range(9), "n", "base"))
    assert not symbols_of(figure)
    assert [word for word in words(figure) if word.startswith("<b>‡</b>")]
    assert_it_can_be_read(figure)


def test_reasons_stand_by_share_inside_their_groups() -> None:
    figure = reason_dots(made.reasons(NAMED))
    dots = next(trace for trace in figure.data if trace.mode == "markers")
    assert list(dots.customdata) == ["Line manager", "Workload", "Pay"]
    assert list(dots.x) == [0.5, 0.41, 0.3]
    said = words(figure)
    assert said.index("<b>Organisational</b>") < said.index("<b>Reward</b>")
    assert "<b>41 %</b>  41 of 100" in said
    line = next(trace for trace in figure.data if trace.mode == "lines")
    assert list(line.x[:2]) == pytest.approx([0.42, 0.58])


def test_the_earlier_year_is_hollow_and_named() -> None:
    frame = made.reasons(NAMED).assign(n_before=[20.0, 30, nan], base_before=90.0, share_before=[0.22, 0.33, nan])
    figure = reason_dots(frame, "2023/24")
    hollow = next(trace for trace in figure.data if trace.mode == "markers" and trace.marker.color == "#FFFFFF")
    assert sorted(x for x in hollow.x if not np.isnan(x)) == [0.22, 0.33]
    assert any(word.startswith("● now   ○ 2023/24") for word in words(figure))
    assert '<b>41 %</b>  41 of 100   <span style="color:#595959">2023/24: 33 %</span>' in words(figure)
    assert_it_can_be_read(figure)
    assert not [trace for trace in reason_dots(frame).data if trace.marker.color == "#FFFFFF"]


def test_a_hidden_reason_is_a_symbol_at_the_axis() -> None:
    frame = hide(made.reasons(NAMED), [0], "n", "share", "low", "high")
    figure = reason_dots(frame)
    assert [x for x, _ in symbols_of(figure)] == [0.0]
    assert "<b>‡</b>" in words(figure)
    assert reason_dots_alt(frame, "T") == (
        "T. Dots of 3 reasons: Line manager 50 % (42 to 58), Workload 41 % (33 to 49), Pay ‡. 1 value hidden: small number."
    )
    every = reason_dots(hide(made.reasons(NAMED), range(3), "n", "share", "low", "high"))
    assert len(symbols_of(every)) == 3
    assert_it_can_be_read(every)


def test_at_most_sixteen_reasons_the_rest_are_counted() -> None:
    many = [(f"A reason with a name that is much too long {at}", "personal", 0.3 + at / 100) for at in range(20)]
    figure = reason_dots(made.reasons(many))
    dots = next(trace for trace in figure.data if trace.mode == "markers")
    assert len(dots.x) == 16
    assert min(dots.x) == pytest.approx(0.34)
    assert any("4 more in the table" in word for word in words(figure))
    assert all(len(name.strip()) <= 26 for name in figure.layout.yaxis.ticktext)


def test_answers_are_stacked_to_the_whole_with_words_in_or_beside() -> None:
    figure = response_bars(made.responses())
    assert [sum(trace.x[at] for trace in bars_of(figure)) for at in (0, 1)] == pytest.approx([1, 1])
    said = words(figure)
    assert "<b>118</b> completed, 71 %" in said
    assert "of 163" in said
    assert "of 167: 4 not asked" in said
    assert response_bars_alt(made.responses()[1:], "T") == (
        "T. Stacked bars of 1 year. 2024/25: 118 completed, 45 declined, 4 not asked."
    )


def test_a_year_with_a_hidden_part_makes_no_whole() -> None:
    figure = response_bars(hide(made.responses(), [1], "n_declined", "n_not_asked"))
    assert all(trace.x[1] is None for trace in bars_of(figure))
    assert "118 completed, ‡ declined, ‡ not asked" in words(figure)
    assert "‡ hidden: small number" in words(figure)


def test_leavers_the_most_first_and_other_last() -> None:
    figure = bars.leaver_bars(made.leavers(COUNTS))
    (drawn,) = bars_of(figure)
    assert list(drawn.customdata) == ["voluntary resignation", "normal retirement", "transfer out", "other"]
    assert set(drawn.marker.color) == {BLUE}
    assert "<b>130</b>  49 %" in words(figure)
    assert figure.layout.xaxis.range[0] == 0


def test_service_bands_keep_their_order_and_mark_the_first_five_years() -> None:
    figure = bars.leaver_bars(made.bands())
    (drawn,) = bars_of(figure)
    assert list(drawn.customdata) == BAND_NAMES
    assert list(drawn.marker.color) == [BLUE] * 5 + [GREY] * 6
    names = [name.strip() for name in figure.layout.yaxis.ticktext]
    assert names[0] == "<b>under 1 year</b>"
    assert names[4] == "<b>4 to under 5 years</b>"
    assert names[5] == "5 to under 10 years"
    assert names[-1] == "30 years and over"
    assert "<b>Bold, darker</b>: under five years of service" in words(figure)


def test_a_hidden_category_and_long_names() -> None:
    long = "Operational Support, Firearms, Dogs, Roads Policing, Drones and Civil Contingencies Command"
    frame = hide(made.leavers({long: 30.0, "Contact": 20.0, "Custody": 3.0}), [2], "n", "share")
    figure = bars.leaver_bars(frame)
    assert np.isnan(bars_of(figure)[0].x[2])
    assert "<b>‡</b>" in words(figure)
    assert figure.layout.yaxis.ticktext[0].count("<br>") == 1
    assert figure.layout.margin.l < 360
    assert bars.leaver_bars_alt(frame, "T").endswith("Contact 20 (38 %), Custody ‡. 1 value hidden: small number.")
    assert_it_can_be_read(bars.leaver_bars(hide(frame, range(3), "n", "share")))


def test_a_cohort_that_is_not_two_years_old_is_hollow_and_says_so() -> None:
    figure = bars.cohort_bars(made.cohorts())
    (drawn,) = bars_of(figure)
    assert list(drawn.customdata) == ["2022/23", "2023/24", "2024/25"]
    assert list(drawn.marker.color) == [BLUE, BLUE, "#FFFFFF"]
    assert drawn.marker.line.color == BLUE
    said = words(figure)
    assert "<b>16 %</b>  (11 to 22)  n = 1,210" in said
    assert '<b>6 %</b>  (2 to 12)  n = 90   <span style="color:#595959">so far (Kaplan–Meier)</span>' in said
    assert bars.cohort_bars_alt(made.cohorts(), "T") == (
        "T. Bars of 3 cohorts: 2022/23 12 %, 2023/24 16 %, 2024/25 6 % so far (Kaplan–Meier)."
    )


def test_a_hidden_cohort_has_no_bar_and_no_n() -> None:
    figure = bars.cohort_bars(hide(made.cohorts(), [1], "share_left", "low", "high", "n"))
    assert np.isnan(bars_of(figure)[0].x[0])
    assert "<b>‡</b>" in words(figure)


def test_the_rolling_rate_has_no_limits_and_both_definitions() -> None:
    figure = rolling_rate_chart(made.rates())
    _, transfers, rate = figure.data
    assert rate.line.width > transfers.line.width
    assert set(transfers.y) == {0.071}
    assert rate.customdata[-1] == "2026-03"
    assert {"<b>Mar 2026 6.0 %</b>", "with transfers 7.1 %"} <= set(words(figure))
    assert not any("limit" in word for word in words(figure))


def test_published_figures_are_hollow_with_their_editions_and_only_of_the_months_drawn() -> None:
    figure = rolling_rate_chart(made.rates(), made.published())
    marks = next(trace for trace in figure.data if trace.mode == "markers")
    assert list(marks.y) == [0.062, 0.06]
    assert marks.marker.color == "#FFFFFF"
    named = next(trace for trace in figure.data if trace.mode == "text")
    assert list(named.text) == ["<b>6.2 %</b><br>edition<br>August 2024", "<b>6.0 %</b><br>edition<br>not stated"]
    low = figure.layout.yaxis.range[0]
    assert low < named.y[0] < 0.055  # below what is drawn
    assert any(word.startswith("◇ England and Wales, as published") for word in words(figure))
    assert "England and Wales 6.0 % in the year to March 2025" in rolling_rate_alt(made.rates(), "T", made.published())


def test_hidden_and_missing_months_are_told_apart_and_not_bridged() -> None:
    columns = ("rate", "low", "high", "rate_with_transfers")
    frame = hide(made.rates(), [20], *columns).drop(index=40)
    figure = rolling_rate_chart(frame)
    rate = next(trace for trace in figure.data if trace.line.color == BLUE)
    assert len(rate.x) == 64
    assert np.isnan(rate.y[[20, 40]]).all()
    assert rate.connectgaps is False
    low = figure.layout.yaxis.range[0]
    assert symbols_of(figure) == [(pd.Timestamp("2022-08-31"), low)]
    assert symbols_of(figure, "×") == [(pd.Timestamp("2024-04-30"), low)]
    assert "Band: 95 % interval · ‡ hidden: small number · × no figure" in words(figure)
    assert rolling_rate_alt(frame, "T").endswith("1 value hidden: small number.")


def test_one_month_is_a_point_and_all_hidden_has_no_line() -> None:
    assert {trace.mode for trace in rolling_rate_chart(made.rates(1)).data} == {"lines", "lines+markers"}
    hidden = hide(made.rates(), range(64), "rate", "low", "high", "rate_with_transfers")
    figure = rolling_rate_chart(hidden)
    assert symbols_of(figure)
    assert not any("Band" in word for word in words(figure))
    assert rolling_rate_alt(hidden, "T") == "T. No month can be shown. 64 values hidden: small numbers."
    assert_it_can_be_read(figure)


def test_the_pool_stands_in_steps_against_the_ambition() -> None:
    aim = Step(date(2024, 7, 7), date(9999, 12, 31), 20, "ambition 20")
    figure = pool_chart(made.pool(), [aim])
    ambition, whole, police, staff = figure.data
    assert ambition.line.dash == "dash"
    assert pd.Timestamp(ambition.x[0]) == pd.Timestamp("2024-07-07")
    assert whole.line.shape == police.line.shape == staff.line.shape == "hv"
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.range[1] > 20
    said = words(figure)
    assert "<b>ambition 20</b>" in said
    assert any(word.endswith("all <b>14</b>") for word in said)
    assert any(word.endswith("police <b>9</b>") for word in said)
    assert pool_alt(made.pool(), "T") == "T. Stepped lines from 5 in April 2024 to 14 in March 2026."


def test_hidden_parts_of_the_pool_leave_a_gap() -> None:
    figure = pool_chart(hide(made.pool(), [3], "n_police", "n_staff"))
    whole, police, staff = (trace for trace in figure.data if trace.line.shape == "hv")
    assert not np.isnan(whole.y).any()
    assert np.isnan(police.y[3])
    assert np.isnan(staff.y[3])
    assert symbols_of(figure) == [(pd.Timestamp("2024-07-01"), 0.0)]
    one = pool_chart(hide(made.pool(1), [0], "n_police", "n_staff", "n_interviewers"))
    assert_it_can_be_read(one)


def test_marks_and_small_print_keep_apart() -> None:
    assert spread([0, 1, 2, 5, 6], 2) == [0, 2, 3]
    assert spread([], 2) == []
    assert foot_lines(["a", "", "b"]) == ["a · b"]
    assert foot_lines(["a" * 60, "b" * 60]) == ["a" * 60, "b" * 60]
    assert foot_lines([""]) == []
