"""Stacked months and the waterfall: bars from zero that add up, labels that say it without hover."""

from datetime import date
from math import nan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series import judged

from perfdash.analysis.differences import Change, Comparison, Difference, Sample
from perfdash.contract.stages import STAGES
from perfdash.figures.process_chart import Event
from perfdash.figures.small_multiples import multiples_sentence, small_multiples
from perfdash.figures.stages import Span, cascade, stacked_months, waterfall
from perfdash.figures.style import BLUE, GREY, INK, ORANGE, PRESENT, WORK, Sizes

KEYS = [stage.key for stage in STAGES]
means = st.lists(st.tuples(*[st.integers(0, 20_000)] * 3), min_size=1, max_size=40)


def months(rows: list[tuple[float, float, float]], first: str = "2023-01-01") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[stage.column for stage in STAGES], dtype=float)
    return frame.assign(month=pd.date_range(first, periods=len(rows), freq="MS"))


def comparison(mean: float, changes: tuple[float, float, float], half: float = 3, shares: float = nan) -> Comparison:
    def made(key: str, change: float, start: float) -> Change:
        before, after = (Sample(100, round(100 * value), 0) for value in (start, start + change))
        return Change(key, before, after, Difference(change, change - half, change + half, 99), shares)

    parts = [made(key, change, mean / 3) for key, change in zip(KEYS, changes, strict=True)]
    return Comparison(tuple(parts), made("all_stages", sum(changes), mean))


@given(means)
@settings(deadline=None, max_examples=30)
def test_bars_stand_on_zero_and_carry_their_month(rows: list[tuple[int, int, int]]) -> None:
    frame = months([(a + 1.0, b, c) for a, b, c in rows])
    figure = stacked_months(frame)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert figure.layout.barmode == "stack"
    assert figure.layout.yaxis.range[0] == 0
    assert [list(bar.y) for bar in bars] == [frame[stage.column].tolist() for stage in STAGES]
    assert all(list(bar.customdata) == [f"{month:%Y-%m}" for month in frame["month"]] for bar in bars)
    assert figure.layout.yaxis.range[1] > frame[[stage.column for stage in STAGES]].sum(axis=1).max()


def test_the_last_months_means_stand_at_the_right_end_with_their_total() -> None:
    figure = stacked_months(months([(300, 60, 240), (228, 148, 382)]))
    words = [label.text for label in figure.layout.annotations if label.xref == "paper"]
    assert any(word.endswith("control room 3:48 min") for word in words)
    assert any(word.endswith("travel 6:22 min") for word in words)
    assert "<b>Feb 2023 12:38 min</b>" in words


@pytest.mark.parametrize("sizes", [WORK, PRESENT])
def test_compared_periods_and_events_stand_on_the_chart(sizes: Sizes) -> None:
    spans = [
        Span("before", date(2023, 1, 1), date(2023, 6, 1), 600),
        Span("after", date(2023, 7, 1), date(2023, 12, 1), 540),
    ]
    events = [Event(1, date(2023, 5, 17), "Something"), Event(2, date(2029, 1, 1), "Beyond the months")]
    figure = stacked_months(months([(300, 60, 240)] * 12), spans, events, sizes)
    words = [label.text for label in figure.layout.annotations]
    assert "<b>before</b> 10 min" in words
    assert "<b>after</b> 9 min" in words
    assert "<b>1</b>" in words
    assert "<b>2</b>" not in words
    lines = [trace for trace in figure.data if trace.type == "scatter" and trace.line.color == INK]
    assert [list(line.y) for line in lines] == [[600, 600], [540, 540]]
    assert all(label.font.size in (None, sizes.text, sizes.text - 2) for label in figure.layout.annotations)


def test_a_month_without_a_figure_is_marked_and_not_drawn_as_zero() -> None:
    figure = stacked_months(months([(300, 60, 240), (nan, nan, nan), (300, 60, 240)]))
    assert "× no figure" in [label.text for label in figure.layout.annotations]
    (mark,) = [trace for trace in figure.data if trace.type == "scatter"]
    assert pd.Timestamp(mark.x[0]) == pd.Timestamp("2023-02-01")


def test_a_gap_between_months_is_marked_too() -> None:
    frame = months([(300, 60, 240)] * 3).drop(index=1)
    assert "× no figure" in [label.text for label in stacked_months(frame).layout.annotations]


def test_one_month_is_one_bar() -> None:
    figure = stacked_months(months([(300, 60, 240)]), [Span("before", date(2023, 1, 1), date(2023, 1, 1), nan)])
    assert [len(trace.x) for trace in figure.data if trace.type == "bar"] == [1, 1, 1]


@given(st.integers(1000, 9000), st.tuples(*[st.integers(-300, 300)] * 3))
@settings(deadline=None, max_examples=30)
def test_the_waterfall_leads_from_the_mean_before_to_the_mean_after(mean: int, changes: tuple[int, int, int]) -> None:
    (bars,) = waterfall(comparison(mean, changes), "2023", "2026").data
    ends = [base + x for base, x in zip(bars.base, bars.x, strict=True)]
    assert bars.base[0] == bars.base[-1] == 0
    assert list(bars.base[1:4]) == ends[:3]  # each begins where the one before ended
    assert ends[0] == mean
    assert ends[3] == pytest.approx(mean + sum(changes))
    assert ends[4] == pytest.approx(mean + sum(changes))


def test_longer_shorter_and_calm_differ_in_colour_mark_and_word() -> None:
    figure = waterfall(comparison(600, (-60, 2, 90)), "April 2023 to March 2024", "2026")
    (bars,) = figure.data
    assert list(bars.marker.color[1:4]) == [BLUE, GREY, ORANGE]
    shorter, calm, longer = (label.text for label in figure.layout.annotations[1:4])
    assert shorter == "▼ <b>1 min less</b><br>95 % interval 0:57 to 1:03 min"
    assert calm == "● <b>0:02 min longer</b>, no clear change<br>95 % interval 0:01 min less to 0:05 min longer"
    assert longer.startswith("◆ <b>1:30 min longer</b>")
    assert list(figure.layout.yaxis.ticktext)[1].strip() == "Control room"
    assert "<br>" in figure.layout.yaxis.ticktext[0]


@pytest.mark.parametrize(
    ("share", "is_said"), [(0.71, True), (1.001, True), (1.43, False), (-0.3, False), (nan, False)]
)
def test_a_share_is_said_only_where_it_is_a_part(share: float, is_said: bool) -> None:
    words = waterfall(comparison(600, (60, 60, 60), shares=share), "2023", "2026").layout.annotations[1].text
    assert ("of the change" in words) is is_said


def test_without_stages_two_bars_remain() -> None:
    whole = comparison(600, (0, 0, 30)).whole
    figure = waterfall(Comparison((), whole), "2023", "2026")
    assert len(figure.data[0].y) == 2
    assert "0:30 min longer" in figure.layout.annotations[-1].text


def test_one_period_alone_is_a_cascade_from_call_to_arrival() -> None:
    row = pd.Series({"control_room_seconds": 75.0, "despatch_seconds": 41.0, "travel_seconds": 236.0})
    (bars,) = cascade(row, "From call to arrival").data
    assert list(bars.base) == [0, 75, 116, 0]
    assert list(bars.x) == [75, 41, 236, 352]


def test_three_stages_in_one_figure_have_an_axis_each_and_open_their_months() -> None:
    stages = {"Despatch": judged([60.0, 70.0] * 8, "decrease"), "Travel": judged([3000.0, 3100.0] * 8, "decrease")}
    figure = small_multiples(stages, "seconds", columns=2, one_scale=False)
    assert figure.layout.yaxis.range[1] < 200 < figure.layout.yaxis2.range[0]
    opened = [list(trace.customdata) for trace in figure.data if trace.customdata is not None]
    assert opened == [[f"{month:%Y-%m}" for month in stages["Despatch"].points["date"]]] * 2
    assert multiples_sentence(stages, "stage") == "2 of 2 stages show no clear change"
