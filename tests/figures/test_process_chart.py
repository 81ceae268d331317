"""The process chart: what is drawn where, and that no label covers another."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series import judged, results, wobbling

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.process_chart import Event, Step, process_chart, ticks
from perfdash.figures.style import MARKS, PRESENT, WORK, Sizes
from perfdash.measures.series import whole_months

STEPS = (
    Step(date(2022, 6, 27), date(2024, 1, 25), 0.85, "Ambition 85 %"),
    Step(date(2024, 1, 26), date(9999, 12, 31), 0.9, "Ambition 90 %"),
)


def end_labels(figure: go.Figure) -> list[go.layout.Annotation]:
    return [label for label in figure.layout.annotations if label.xref == "paper"]


def pieces(trace: Any) -> list[tuple[list[Any], list[Any]]]:
    """Dates and values of a trace, cut at its gaps."""
    cut: list[tuple[list[Any], list[Any]]] = [([], [])]
    for day, value in zip(trace.x, trace.y, strict=True):
        if day is None:
            cut.append(([], []))
        else:
            cut[-1][0].append(day)
            cut[-1][1].append(value)
    return [piece for piece in cut if piece[0]]


def dashed(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.line.dash == "dash"]


def marked(figure: go.Figure) -> go.Scatter:
    (trace,) = [trace for trace in figure.data if trace.mode == "lines+markers"]
    return trace


@given(results(), st.sampled_from([WORK, PRESENT]))
@settings(deadline=None, max_examples=60)
def test_end_labels_stay_a_text_height_apart(result: ProcessBehaviour, sizes: Sizes) -> None:
    figure = process_chart(result, "share", STEPS, sizes=sizes)
    low, high = figure.layout.yaxis.range
    places = sorted((label.y - low) / (high - low) * (sizes.height - 70) for label in end_labels(figure))
    assert all(gap >= sizes.text for gap in np.diff(places))


@given(results())
@settings(deadline=None, max_examples=40)
def test_what_is_drawn_is_what_was_judged(result: ProcessBehaviour) -> None:
    figure = process_chart(result, "share")
    line = marked(figure)
    np.testing.assert_array_equal(np.asarray(line.y, float), result.points["value"].to_numpy(float))
    assert list(line.marker.symbol) == [MARKS[variation].symbol for variation in result.points["variation"]]
    assert line.connectgaps is False
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert bool(bands) != result.has_too_few_points
    drawn = np.concatenate([np.asarray(trace.y, float) for trace in figure.data if "lines" in trace.mode])
    assert np.nanmin(drawn) >= 0
    assert np.nanmax(drawn) <= 1


def test_an_ambition_is_drawn_while_it_held_and_named_only_if_it_still_does() -> None:
    figure = process_chart(judged(wobbling(24)), "share", STEPS)
    (aims,) = dashed(figure)
    (earlier, was), (today, is_now) = pieces(aims)
    assert pd.Timestamp(earlier[1]) == pd.Timestamp("2024-01-25")
    assert pd.Timestamp(today[0]) == pd.Timestamp("2024-01-26")
    assert pd.Timestamp(earlier[0]) < pd.Timestamp("2023-01-01")  # it held before the first month
    assert set(was) == {0.85}
    assert set(is_now) == {0.9}
    words = [label.text for label in end_labels(figure)]
    assert "<b>Ambition 90 %</b>" in words
    assert "<b>Ambition 85 %</b>" not in words


def test_an_ambition_of_another_time_is_not_drawn() -> None:
    figure = process_chart(judged(wobbling(13), first="2020-01-01"), "share", STEPS)
    assert dashed(figure) == []


def test_a_single_month_has_its_ambition_as_a_line_and_no_mean() -> None:
    figure = process_chart(judged([0.8], first="2026-10-01"), "share", STEPS)
    (today,) = dashed(figure)
    assert today.x[0] < today.x[1]
    assert not [label for label in end_labels(figure) if "mean" in label.text]


def test_limits_break_at_a_rebase() -> None:
    result = judged([*wobbling(14, 0.7), *wobbling(14, 0.9)], rebase_on=["2024-03-01"])
    (band,) = [trace for trace in process_chart(result, "share").data if trace.fill == "toself"]
    before, after = (dates for dates, _ in pieces(band))
    assert (pd.Timestamp(min(before)), pd.Timestamp(max(before))) == (
        pd.Timestamp("2023-01-01"),
        pd.Timestamp("2024-02-01"),
    )
    assert pd.Timestamp(min(after)) == pd.Timestamp("2024-03-01")


def test_events_are_numbered_on_their_day_and_those_outside_are_left_off() -> None:
    events = [Event(1, date(2023, 6, 27), "one"), Event(2, date(2031, 1, 1), "far off")]
    figure = process_chart(judged(wobbling(24)), "share", events=events)
    assert [pd.Timestamp(shape.x0) for shape in figure.layout.shapes] == [pd.Timestamp("2023-06-27")]
    assert "<b>1</b>" in [label.text for label in figure.layout.annotations]
    assert "<b>2</b>" not in [label.text for label in figure.layout.annotations]


def test_a_part_month_is_no_month_of_the_process() -> None:
    months = pd.DataFrame(
        {"month": pd.date_range("2026-08-01", periods=4, freq="MS"), "is_part": [True, False, False, True]}
    )
    assert whole_months(months)["month"].dt.strftime("%Y-%m").tolist() == ["2026-09", "2026-10"]


@pytest.mark.parametrize("unit", ["share", "seconds"])
@given(low=st.floats(0, 1), width=st.floats(0.001, 1))
def test_an_axis_has_a_few_round_places_inside_it(unit: str, low: float, width: float) -> None:
    scale = 1 if unit == "share" else 3600
    axis = ticks(low * scale, (low + width) * scale, unit)
    places, words = axis["tickvals"], axis["ticktext"]
    assert len(places) == len(words) == len(set(words))
    assert len(places) <= 8
    assert all(low * scale - 1e-9 <= place <= (low + width) * scale + 1e-9 for place in places)


def test_a_missing_and_a_hidden_month_are_told_apart_and_no_line_bridges_them() -> None:
    values = [0.8 + 0.01 * (month % 3) for month in range(20)]
    values[5] = values[12] = float("nan")
    figure = process_chart(judged(values), "share", hidden=[date(2024, 1, 1)])
    words = [note.text for note in figure.layout.annotations]
    assert "× no figure" in words and "□ hidden: small numbers" in words
    marks = {trace.marker.symbol: list(pd.to_datetime(trace.x)) for trace in figure.data if len(trace.x) == 1}
    assert marks == {"x-thin": [pd.Timestamp("2023-06-01")], "square-open": [pd.Timestamp("2024-01-01")]}
    assert all(trace.connectgaps is not True for trace in figure.data)


def test_every_part_of_a_chart_is_one_that_plotly_knows() -> None:
    """Charts are put together unchecked, for speed; so they are checked here."""
    events = [Event(1, date(2023, 6, 27), "one")]
    for result in (
        judged(wobbling(24)),
        judged(wobbling(3)),
        judged([0.8]),
        judged([*wobbling(14, 0.7), *wobbling(14)]),
    ):
        go.Figure(process_chart(result, "share", STEPS, events).to_dict())
