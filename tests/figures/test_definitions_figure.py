"""The chart and the sentences of the definitions lens."""

from typing import Any

import pandas as pd
import pytest

from perfdash.analysis.intervals import wilson
from perfdash.figures.definitions import combined, definitions_alt, definitions_chart, moved, points, spread

NAMES = {"clock": "Clock", "cap": "Cap"}
MOVERS = {"clock": "the clock", "cap": "the cap"}


def rows(*given: tuple[str, str, bool, int, int, str]) -> pd.DataFrame:
    """Rows as the lens gives them, from dimension, words, whether chosen, judged, within and why not."""
    names = ["dimension", "words", "is_chosen", "n_judged", "n_within", "why_not"]
    frame = pd.DataFrame(given, columns=names)
    low, high = wilson(frame["n_within"], frame["n_judged"])
    shares = frame["n_within"] / frame["n_judged"].where(frame["n_judged"] > 0)
    chosen = shares[frame["is_chosen"]].iloc[0]
    return frame.assign(
        share_within=shares,
        share_within_low=low,
        share_within_high=high,
        difference_points=100 * (shares - chosen),
    )


LENS = rows(
    ("clock", "call answered → first arrival", True, 1000, 781, ""),
    ("clock", "first despatch → first arrival", False, 1000, 864, ""),
    ("clock", "incident created → first arrival", False, 0, 0, "the extract fills no created_at"),
    ("cap", "the grade's cap (6 hours)", True, 1000, 781, ""),
    ("cap", "no cap", False, 1010, 781, ""),
)
NOTHING = rows(
    ("clock", "call answered → first arrival", True, 0, 0, "no incident can be judged"),
    ("cap", "the grade's cap", True, 0, 0, "no incident can be judged"),
)
ONE = rows(("clock", "call answered → first arrival", True, 1, 1, ""), ("cap", "the grade's cap", True, 1, 1, ""))


def test_the_spread_is_said_with_what_moves_it_most() -> None:
    assert spread(LENS, MOVERS, "grade 1 incidents in Burton") == (
        "The same grade 1 incidents in Burton give 77.3 % to 86.4 % within standard, depending on the definition; "
        "the clock moves it most (first despatch → first arrival adds 8.3 points)"
    )


def test_a_definition_that_lowers_the_share_takes_points_off() -> None:
    assert spread(LENS[LENS["dimension"] == "cap"], MOVERS, "incidents").endswith(
        "the cap moves it most (no cap takes off 0.8 points)"
    )


def test_what_cannot_be_said_is_not_said() -> None:
    assert spread(ONE, MOVERS, "grade 1 incidents") == (
        "Every definition gives the same share of grade 1 incidents within standard: 100.0 %"
    )
    assert spread(NOTHING, MOVERS, "grade 3 incidents") == (
        "The chosen definition gives no share of grade 3 incidents: no incident can be judged"
    )
    assert (
        combined(0.781, 0.7, 0.9)
        == "Combined freely, the choices give 70.0 % to 90.0 %; the chosen definition gives 78.1 %"
    )
    assert combined(1, 1, 1) == "However the choices are combined, the share is 100.0 %"


def test_the_words_of_a_dimension_name_the_missing_column() -> None:
    assert moved(LENS[LENS["dimension"] == "clock"]) == (
        "first despatch → first arrival: +8.3 points; "
        "incident created → first arrival: not given, the extract fills no created_at"
    )


@pytest.mark.parametrize(("value", "words"), [(8.26, "+8.3"), (-1.24, "−1.2"), (0.04, "0.0"), (-0.04, "0.0")])
def test_points(value: float, words: str) -> None:
    assert points(value) == words


def traces(frame: pd.DataFrame) -> dict[str, Any]:
    figure = definitions_chart(frame, NAMES)
    return {trace.marker.symbol: trace for trace in figure.data if trace.mode == "markers"}


def test_the_chosen_definition_is_marked_by_shape_word_and_line() -> None:
    figure, marks = definitions_chart(LENS, NAMES), traces(LENS)
    assert list(marks["square"].x) == [0.781, 0.781]
    assert [round(share, 3) for share in marks["circle"].x] == [0.864, 0.773]
    words = [label.text for label in figure.layout.annotations]
    assert words.count("<b>chosen</b>") == 2
    assert "+8.3" in words and "1,010" in words
    vertical = [line for line in figure.layout.shapes if line.x0 == line.x1]
    assert [line.x0 for line in vertical] == [0.781]


def test_a_heading_stands_above_each_dimension_and_a_gap_says_why() -> None:
    figure = definitions_chart(LENS, NAMES)
    axis = figure.layout.yaxis
    labels = [word.strip() for _, word in sorted(zip(axis.tickvals, axis.ticktext, strict=True))]
    assert labels[:2] == ["<b>Clock</b>", "call answered → first arrival"]
    assert labels[4:6] == ["<b>Cap</b>", "the grade's cap (6 hours)"]
    assert "not given: no created_at" in [label.text for label in figure.layout.annotations]


@pytest.mark.parametrize("frame", [LENS, NOTHING, ONE], ids=["lens", "nothing", "one"])
def test_every_dot_lies_on_the_axis_and_the_axis_names_only_possible_shares(frame: pd.DataFrame) -> None:
    figure = definitions_chart(frame, NAMES)
    low, high = figure.layout.xaxis.range
    for trace in traces(frame).values():
        assert all(low < share < high for share in trace.x)
    assert all(0 <= value <= 1 for value in figure.layout.xaxis.tickvals)
    assert len(figure.layout.xaxis.tickvals) >= 2 or frame is ONE


def test_the_alternative_text_says_every_share() -> None:
    assert definitions_alt(LENS, NAMES, "A finding") == (
        "A finding. Clock: call answered → first arrival 78.1 % (chosen), first despatch → first arrival 86.4 %, "
        "incident created → first arrival not given. Cap: the grade's cap (6 hours) 78.1 % (chosen), no cap 77.3 %."
    )
