"""Call answering in words and by the hour: figures, intervals and spans as they are read."""

import math

import pandas as pd
import pytest

from perfdash.analysis.intervals import wilson
from perfdash.figures.call_hours import hours_chart
from perfdash.figures.call_sentences import became_of, hours_apart, wait, waited


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1, "1 second"), (10.4, "10 seconds"), (119, "119 seconds"), (150, "2:30 min"), (math.nan, "–")],
)
def test_a_wait_is_said_in_seconds_below_two_minutes(seconds: float, words: str) -> None:
    assert wait(seconds) == words


def test_hours_stand_apart_where_their_interval_leaves_the_whole_out() -> None:
    hours = [0, 1, 7, 18, 19, 23]
    lows, highs = [0.93, 0.94, 0.80, 0.82, 0.81, 0.89], [0.96, 0.97, 0.86, 0.87, 0.86, 0.92]
    assert hours_apart(hours, lows, highs, 0.90) == (
        "07:00–08:00 and 18:00–20:00 below; 00:00–02:00 above the whole day (90.0 %) by more than chance"
    )
    assert hours_apart([5], [0.8], [0.95], 0.9) == "No hour differs clearly from the whole day (90.0 %)"


def test_what_became_of_calls() -> None:
    told = pd.Series({"n_calls": 200, "n_answered": 190, "n_abandoned": 8, "share_abandoned": 0.04})
    assert (
        became_of(told)
        == "Of 200 calls 95.0 % were answered and 4.0 % given up; of 2 the extract does not tell the end"
    )
    assert became_of(pd.Series({"n_calls": 0, "n_answered": 0, "n_abandoned": 0, "share_abandoned": math.nan})) == (
        "No call was presented"
    )


def test_where_nothing_is_judged_the_wait_is_said() -> None:
    assert (
        waited(3.0, 12, "", "October 2026")
        == "Half of answered 999 calls waited no longer than 3 seconds, October 2026"
    )
    assert waited(math.nan, 0, "", "October 2026") == "No 999 call has a time to its answer, October 2026"


def hours_of(judged: int) -> pd.DataFrame:
    within = [round(judged * (0.7 if hour == 7 else 0.9)) for hour in range(24)]
    low, high = wilson(within, [judged] * 24)
    shares = [n / judged if judged else math.nan for n in within]
    return pd.DataFrame(
        {"hour": range(24), "share_within": shares, "share_within_low": low, "share_within_high": high, "per_day": 30.0}
    )


def test_an_hour_that_stands_apart_has_a_shape_of_its_own() -> None:
    figure = hours_chart(hours_of(1000), 0.89, "Answered within 10 seconds", "Calls presented a day")
    dots = next(trace for trace in figure.data if trace.mode == "markers")
    assert [hour for hour, symbol in zip(dots.x, dots.marker.symbol, strict=True) if symbol == "diamond"] == [7]
    assert list(dots.customdata) == [str(hour) for hour in range(24)]
    low, high = figure.layout.yaxis.range
    assert low < 0.7 < 0.9 < high <= 1
    assert figure.layout.yaxis2.range[0] == 0, "bars start at zero"


def test_without_anything_judged_only_the_volume_is_drawn() -> None:
    figure = hours_chart(hours_of(1000).assign(share_within=math.nan), math.nan, "Answered", "Presented")
    assert [trace.type for trace in figure.data] == ["bar"]
