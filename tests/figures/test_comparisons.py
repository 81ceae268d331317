"""Areas as dots with intervals, and the funnel."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdash.analysis.intervals import wilson
from perfdash.contract.statuses import STATUSES
from perfdash.figures.comparisons import dots_with_intervals, funnel_chart

counts = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=12)


def areas(pairs: list[tuple[int, int]]) -> pd.DataFrame:
    within, judged = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    low, high = wilson(within, judged)
    shares = [w / n for w, n in zip(within, judged, strict=True)]
    return pd.DataFrame(
        {"share_within": shares, "share_within_low": low, "share_within_high": high, "n_judged": judged}
    )


@given(counts, st.floats(0, 1))
@settings(deadline=None, max_examples=40)
def test_an_area_stands_out_by_shape_and_colour_where_its_interval_leaves_the_whole_out(
    pairs: list[tuple[int, int]], whole: float
) -> None:
    frame = areas(pairs)
    names = [f"Area {place}" for place in range(len(frame))]
    figure = dots_with_intervals(names, frame, whole)
    (dots,) = [trace for trace in figure.data if trace.mode == "markers"]
    below, above = frame["share_within_high"] < whole, frame["share_within_low"] > whole
    expected = ["diamond" if b else "triangle-up" if a else "circle" for b, a in zip(below, above, strict=True)]
    assert list(dots.marker.symbol) == expected
    assert len({*zip(dots.marker.symbol, dots.marker.color, strict=True)}) == len({*expected})
    low, high = figure.layout.xaxis.range
    assert 0 <= low <= frame["share_within_low"].min()
    assert frame["share_within_high"].max() <= high <= 1
    words = [label.text for label in figure.layout.annotations]
    for place, row in frame.iterrows():
        assert f"<b>{100 * row['share_within']:.1f} %</b>  n = {row['n_judged']:,.0f}" in words[int(str(place))]


@given(st.lists(st.integers(0, 100_000), min_size=len(STATUSES), max_size=len(STATUSES)))
@settings(deadline=None, max_examples=40)
def test_the_funnel_adds_up_and_starts_at_zero(numbers: list[int]) -> None:
    funnel = pd.DataFrame(
        [(s.name, s.part.value, n) for s, n in zip(STATUSES, numbers, strict=True)],
        columns=["status", "part", "n_incidents"],
    )
    figure = funnel_chart(funnel)
    bars, counts = figure.data
    assert bars.x[0] == sum(numbers) == sum(bars.x[1:])
    assert figure.layout.xaxis.range[0] == 0
    shown = [word.strip() for word in figure.layout.yaxis.ticktext]
    assert shown[0] == "all incidents"
    assert shown[-1] == "measured"
    assert set(shown[1:-1]) == {s.name for s, n in zip(STATUSES[:-1], numbers[:-1], strict=True) if n}
    assert len(counts.text) == len(bars.x)
