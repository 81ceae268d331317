"""The charts of the wellbeing page: what is drawn from which row, what is hidden, and that it can be read."""

from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
import wellbeing_frames as made
from retention_frames import hide, symbols_of, words
from wellbeing_frames import SHARE, assert_it_can_be_read

from perfdash.figures import counted_bars as counts
from perfdash.figures.offered_quarters import SOON, WEEK, offered_alt, offered_chart, quarter_start, quarter_words
from perfdash.figures.open_ages import open_by_age, open_by_age_alt
from perfdash.figures.process_chart import Event
from perfdash.figures.reach_dots import beyond_dots, reach_dots
from perfdash.figures.same_month import same_month_chart
from perfdash.figures.situation_dots import situations_beside_roles
from perfdash.figures.style import BLUE, GREY, PRESENT, WORK, Sizes
from perfdash.figures.waiting_chart import waiting_alt, waiting_chart

KEYS = ["n_reached", "n_eligible", *SHARE]
EVENTS = [Event(1, date(2025, 9, 1), "TRiM offered sooner")]


def bars_of(figure: go.Figure) -> list[go.Bar]:
    return [trace for trace in figure.data if trace.type == "bar"]


@pytest.mark.parametrize("sizes", [WORK, PRESENT])
def test_every_chart_can_be_read(sizes: Sizes) -> None:
    rising = made.seasons(last=0.01)
    for figure in (
        reach_dots(made.reach(), sizes),
        beyond_dots(made.means(), sizes),
        situations_beside_roles(made.reach(), made.situations(), sizes),
        offered_chart(made.offered(), EVENTS, sizes),
        waiting_chart(made.waits(), made.percentiles(), sizes),
        open_by_age(made.waiting(), sizes),
        same_month_chart(made.compared(rising), "share", made.adjusted(rising), EVENTS, sizes),
        counts.contact_bars(made.contacts(), sizes),
        counts.assessment_bars(made.assessments(), sizes),
        counts.bus_bars(made.stops(), sizes),
    ):
        assert_it_can_be_read(figure)
        assert figure.layout.height <= (700 if sizes is WORK else 1000)
        sizes_of_text = {label.font.size for label in figure.layout.annotations}
        assert all(size >= sizes.text - 2 for size in sizes_of_text)


def test_without_rows_a_chart_says_so() -> None:
    for figure in (
        reach_dots(made.reach()[:0]),
        beyond_dots(made.means()[:0]),
        situations_beside_roles(made.reach()[:0], made.situations()[:0]),
        offered_chart(made.offered()[:0]),
        waiting_chart(made.waits()[:0], made.percentiles()[:0]),
        open_by_age(made.waiting()[:0]),
        same_month_chart(made.compared([]), "share"),
        counts.contact_bars(made.contacts()[:0]),
        counts.assessment_bars(made.assessments()[:0]),
        counts.bus_bars(made.stops()[:0]),
    ):
        assert words(figure) == ["No figures for this choice"]
        assert not figure.data


# Trauma support by quarter -------------------------------------------------------------------------------------------


def test_quarters_begin_in_april() -> None:
    assert quarter_start("2026/27 Q1") == pd.Timestamp("2026-04-01")
    assert quarter_start("2026/27 Q4") == pd.Timestamp("2027-01-01")
    assert quarter_words("2026/27 Q2") == "July to September 2026"


def test_both_times_with_intervals_from_zero_to_all() -> None:
    figure = offered_chart(made.offered(), EVENTS)
    soon, week = (trace for trace in figure.data if trace.customdata is not None)
    assert list(soon.y) == list(made.SHARES[SOON])
    assert list(week.y) == list(made.SHARES[WEEK])
    assert soon.marker.symbol != week.marker.symbol
    assert soon.x[0] < week.x[0]
    assert figure.layout.yaxis.range[0] == 0
    assert soon.marker.color[-1] == "#FFFFFF"
    assert soon.marker.color[0] == BLUE
    said = words(figure)
    assert "<b>1</b>" in said
    assert any(word.endswith("within 72 hours <b>90 %</b>") for word in said)
    assert "Line: 95 % interval · hollow: part of a quarter" in said
    assert "Oct–Dec<br>2026" in said


def test_a_hidden_or_missing_quarter_is_not_bridged() -> None:
    frame = made.offered()
    places = frame.index[frame["quarter"] == made.QUARTERS[1]].tolist()
    frame = hide(frame, places, "n", "base", *SHARE)
    figure = offered_chart(frame[frame["quarter"] != made.QUARTERS[3]])
    soon = next(trace for trace in figure.data if trace.customdata is not None)
    assert len(soon.x) == 6
    assert np.isnan(np.array(soon.y, dtype=float)[[1, 3]]).all()
    assert soon.connectgaps is False
    assert symbols_of(figure) == [(pd.Timestamp("2025-11-15"), 0.0)]
    assert offered_alt(frame, "T") == (
        "T. Lines of 6 quarters, within 72 hours: 60 % in July to September 2025 to 90 % in October to December 2026; within "
        "7 days: 68 % in July to September 2025 to 95 % in October to December 2026. 2 values hidden: small numbers."
    )


def test_one_quarter_and_all_hidden() -> None:
    one = made.offered().iloc[[0, 6]]
    assert offered_alt(one, "T") == (
        "T. Lines of 1 quarter, within 72 hours: 60 % in July to September 2025; within 7 days: 68 % in July to September 2025."
    )
    assert_it_can_be_read(offered_chart(one))
    figure = offered_chart(made.nothing_known(made.offered(), "n", "base", *SHARE))
    assert len(symbols_of(figure)) == 6
    assert_it_can_be_read(figure)
    assert offered_alt(made.offered()[:0], "T") == "T. There is no quarter to draw."


# Waiting -------------------------------------------------------------------------------------------------------------


def curves_of(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == "lines+markers+text"]


def test_waits_are_a_distribution_of_two_years_with_both_percentiles() -> None:
    figure = waiting_chart(made.waits(), made.percentiles())
    old, new = curves_of(figure)
    assert (old.line.color, new.line.color) == (GREY, BLUE)
    assert list(new.x) == list(made.DAYS)
    assert list(new.text) == ["4 %", "20 %", "53 %", "81 %", "95 %", "99 %"]
    assert new.textposition[2] == "top left"  # the higher curve's words stand above it
    assert old.textposition[2] == "bottom right"
    strips = [trace for trace in figure.data if trace.yaxis == "y2" and trace.mode == "lines+markers"]
    assert [tuple(trace.x) for trace in strips] == [(21.5, 36.0), (20.0, 38.0)]
    assert list(strips[0].marker.symbol) == ["circle", "square"]
    said = words(figure)
    assert {"<b>21.5 days</b>", "<b>38 days</b>"} <= set(said)
    assert any(word.endswith("year to October 2026") for word in said)
    assert not any("mean" in word or "average" in word for word in said)


def test_early_percentiles_have_their_words_behind_them() -> None:
    early = made.percentiles().assign(median_days=[1.0, 2], p90_days=[5.0, 6])
    assert "<b>1 day</b> and <b>5 days</b>" in words(waiting_chart(made.waits(), early))
    half = hide(made.percentiles(), [1], "p90_days")
    assert "<b>20 days</b> and <b>‡</b>" in words(waiting_chart(made.waits(), half))


def test_hidden_shares_and_percentiles_of_waits() -> None:
    frame = hide(made.waits(), [0, 6, 7], "share")
    figure = waiting_chart(frame, hide(made.percentiles(), [0], "median_days", "p90_days"))
    assert symbols_of(figure) == [(7.0, 0.0), (14.0, 0.0)]
    assert "<b>‡</b>" in words(figure)
    assert all(trace.connectgaps is False for trace in curves_of(figure))
    assert any("‡ hidden: small number" in word for word in words(figure))
    assert waiting_alt(frame, made.percentiles()[1:], "T") == (
        "T. Share of those seen by days waited. year to October 2026: ‡ within 7 days, ‡ within 14 days, 53 % within 21 days, "
        "81 % within 28 days, 95 % within 42 days, 99 % within 56 days; median 20 days, 90th percentile 38 days. 3 values "
        "hidden: small numbers."
    )
    every = waiting_chart(
        made.nothing_known(made.waits(), "share"), made.nothing_known(made.percentiles(), "median_days", "p90_days")
    )
    assert len(symbols_of(every)) == 6
    assert_it_can_be_read(every)


def test_one_year_of_waits_is_drawn_as_the_newest() -> None:
    (curve,) = curves_of(waiting_chart(made.waits(), made.percentiles()[1:]))
    assert curve.line.color == BLUE
    assert set(curve.textposition) == {"top left"}


def test_open_referrals_the_longest_told_apart() -> None:
    figure = open_by_age(made.waiting())
    (drawn,) = bars_of(figure)
    assert list(drawn.customdata) == ["0 to 14 days", "15 to 28 days", "29 to 56 days", "over 56 days"]
    assert list(drawn.marker.color) == [GREY, GREY, BLUE, BLUE]
    said = words(figure)
    assert "<b>over 56 days</b>" in said
    assert "<b>Bold, darker</b>: open for more than 28 days" in said
    hidden = hide(made.waiting(), [0], "n_open")
    assert "<b>‡</b>" in words(open_by_age(hidden))
    assert open_by_age_alt(hidden, "T") == (
        "T. Bars of 4 bands: 0 to 14 days 88, 15 to 28 days 60, 29 to 56 days 29, over 56 days ‡. 1 value hidden: small number."
    )
    assert_it_can_be_read(open_by_age(made.nothing_known(made.waiting(), "n_open")))


# Small counts --------------------------------------------------------------------------------------------------------


def test_contacts_from_due_to_on_time() -> None:
    base, done = bars_of(counts.contact_bars(made.contacts()))
    assert list(done.customdata) == ["Due", "Offered", "Completed", "Completed by the day due"]
    assert list(done.x) == [521, 500, 458, 403]
    assert list(base.x)[1:] == [521] * 3
    assert "<b>403</b> of 521  77 %" in words(counts.contact_bars(made.contacts()))
    asked = made.contacts()[["n_eligible", "n_on_time", "hidden"]]
    assert list(bars_of(counts.contact_bars(asked))[1].customdata) == ["Due", "Completed by the day due"]
    hidden = hide(made.contacts(), [0], "n_on_time")
    assert "<b>‡</b> of 521" in words(counts.contact_bars(hidden))
    assert counts.contact_bars_alt(hidden, "T") == (
        "T. Bars of 4 steps: Due 521, Offered 500 of 521, Completed 458 of 521, Completed by the day due ‡ of 521. 1 value "
        "hidden: small number."
    )


def test_assessments_by_area_and_stops_of_the_bus() -> None:
    figure = counts.assessment_bars(made.assessments())
    base, done = bars_of(figure)
    assert list(done.customdata) == ["Hanley", "Leek"]
    assert list(base.x) == [131, 11]
    assert "<b>9</b> of 11  82 %" in words(figure)
    hidden = hide(made.assessments(), [0], "n_offered", "n_completed", *SHARE)
    figure = counts.assessment_bars(hidden)
    assert {"<b>‡</b>", "‡ hidden: small number"} <= set(words(figure))
    assert (
        counts.assessment_bars_alt(hidden, "T")
        == "T. Bars of 2 areas: Hanley 70 of 131, Leek ‡. 1 value hidden: small number."
    )
    bus = counts.bus_bars(hide(made.stops(), [0], "n_attended"))
    (drawn,) = bars_of(bus)
    assert list(drawn.customdata) == ["Hanley", "Burton", "Leek"]
    assert '<b>140</b>   <span style="color:#595959">2 sessions</span>' in words(bus)
    assert '<b>‡</b>   <span style="color:#595959">1 session</span>' in words(bus)
    assert counts.bus_bars_alt(made.stops()[:1], "T") == "T. Bars of 1 stop: Leek 7."
    assert_it_can_be_read(counts.bus_bars(made.nothing_known(made.stops(), "n_attended")))
