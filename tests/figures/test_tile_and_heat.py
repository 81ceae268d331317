"""The tile map and the heat map: colour only where it is earned, every figure readable, marks for what is not there."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdash.analysis.intervals import wilson
from perfdash.figures.heat_map import heat_map, scale_of, short
from perfdash.figures.style import BLUE, ORANGE, PALE, luminance, mixed, text_on
from perfdash.figures.tile_map import tile_map

NAN = float("nan")


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, definition of contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@given(st.floats(0, 1), st.sampled_from([BLUE, ORANGE]))
def test_text_on_any_shade_can_be_read(strength: float, colour: str) -> None:
    shade = mixed(colour, strength)
    assert contrast(text_on(shade), shade) >= 4.5


@given(st.floats(0, 0.99))
def test_a_stronger_shade_is_darker_in_grey_too(strength: float) -> None:
    assert luminance(mixed(BLUE, strength)) > luminance(mixed(BLUE, strength + 0.01))


def tiles(within: list[int], judged: list[int], names: list[str] | None = None) -> pd.DataFrame:
    low, high = wilson(within, judged)
    with np.errstate(invalid="ignore"):
        share = np.array(within) / np.where(np.array(judged) > 0, judged, np.nan)
    keys = [f"lpt{place}" for place in range(len(within))]
    return pd.DataFrame(
        {
            "lpt": keys, "name": names or [key.title() for key in keys],
            "tile_row": [1 + place // 3 for place in range(len(within))],
            "tile_column": [1 + place % 3 for place in range(len(within))],
            "share_within": share, "share_within_low": low, "share_within_high": high, "n_judged": judged,
        }
    )  # fmt: skip


def test_a_tile_has_colour_mark_and_words_only_where_its_interval_leaves_the_whole_out() -> None:
    (bars,) = tile_map(tiles([70, 900, 990, 85], [100, 1000, 1000, 100]), 0.9).data
    worse, calm, better, near = bars.text
    assert worse == "<b>Lpt0</b><br>70.0 %<br>n = 100<br>◆ 20.0 below"
    assert calm == "<b>Lpt1</b><br>90.0 %<br>n = 1,000"
    assert better == "<b>Lpt2</b><br>99.0 %<br>n = 1,000<br>▲ 9.0 above"
    assert near.endswith("n = 100")
    assert [bars.marker.color[place] for place in (1, 3)] == [PALE, PALE]
    assert bars.marker.color[0] == ORANGE  # twenty points: full strength
    assert contrast(bars.marker.color[2], BLUE) < contrast("#FFFFFF", BLUE)
    assert bars.customdata == ("lpt0", "lpt1", "lpt2", "lpt3")
    assert bars.insidetextfont.size == 16
    assert bars.textangle == 0


def test_a_longer_median_is_the_worse_side() -> None:
    areas = tiles([1, 1], [10, 10]).rename(
        columns={"share_within": "median_seconds", "share_within_low": "median_low_seconds",
                 "share_within_high": "median_high_seconds", "n_judged": "n_measured"}
    ).assign(median_seconds=[900.0, 400.0], median_low_seconds=[800.0, 350.0], median_high_seconds=[1000.0, 450.0])  # fmt: skip
    (bars,) = tile_map(areas, 600.0, "seconds").data
    assert bars.marker.color[0] == ORANGE
    assert bars.text[0].endswith("▲ 5 min above")
    assert bars.text[1].endswith("◆ 3:20 min below")


def test_an_empty_tile_and_a_hidden_one_carry_a_symbol_and_no_figure() -> None:
    (bars,) = tile_map(tiles([0, 50, 2], [0, 100, 3]), 0.9, hidden=["lpt2"]).data
    assert bars.text[0] == "<b>Lpt0</b><br>× no figure"
    assert bars.text[2] == "<b>Lpt2</b><br>□ hidden"
    assert [bars.marker.color[place] for place in (0, 2)] == ["#FFFFFF", "#FFFFFF"]
    assert "66" not in str(bars.hovertext[2])


def test_a_very_long_name_is_broken_and_cut() -> None:
    name = "Newcastle-under-Lyme and the Villages of the North West Neighbourhood"
    figure = tile_map(tiles([9], [10], [name]), 0.9)
    words = figure.data[0].text[0].split("<br>")
    assert all(len(line.replace("<b>", "").replace("</b>", "")) <= 12 for line in words)
    assert words[1].endswith("…</b>")
    assert figure.layout.height > tile_map(tiles([9], [10]), 0.9).layout.height


def cells(values: Sequence[float], **columns: object) -> pd.DataFrame:
    """The first hours of Monday with these values."""
    frame = pd.DataFrame({"weekday": 1, "hour": range(len(values)), "value": values, "n": 100})
    return frame.assign(is_few=False, differs=False).assign(**columns)


def test_a_darker_cell_is_a_lower_share_a_longer_time_or_more_incidents() -> None:
    for unit, values in (("share", [0.5, 0.7, 0.9]), ("seconds", [900, 600, 300]), ("count", [30, 20, 10])):
        (bars,) = heat_map(cells(values), unit).data
        dark = [luminance(colour) for colour in bars.marker.color]
        assert dark == sorted(dark), unit
        assert dark[0] == pytest.approx(luminance(BLUE), abs=0.01)


def test_chance_differences_of_a_calm_week_stay_pale() -> None:
    (bars,) = heat_map(cells([0.86, 0.87, 0.88, 0.85]), "share").data
    assert min(luminance(colour) for colour in bars.marker.color) > 0.5


def test_a_cell_with_few_incidents_is_marked_and_not_coloured() -> None:
    (bars,) = heat_map(cells([0.1, 0.8, 0.9], is_few=[True, False, False], n=[9, 10, 50]), "share").data
    assert bars.text == ("×", "80", "90")
    assert bars.marker.color[0] == "#FFFFFF"
    assert "fewer than 10" in bars.hovertext[0]
    assert "10.0 %" not in bars.hovertext[0]


def test_a_cell_that_differs_is_outlined_and_says_where_it_leads() -> None:
    (bars,) = heat_map(cells([0.8, 0.9], differs=[True, False]), "share").data
    assert bars.marker.line.width[0] > 2 > bars.marker.line.width[1]
    assert bars.customdata == ("1|0", "1|1")
    assert bars.hovertext[1] == "Monday 01:00–01:59: 90.0 %, n = 100"


@given(st.lists(st.floats(0, 3e6), min_size=1, max_size=24))
@settings(max_examples=60, deadline=None)
def test_every_time_fits_its_cell(values: list[float]) -> None:
    scale = scale_of(cells(values), "seconds")
    assert all(len(short(value, scale)) <= 3 for value in values)


@pytest.mark.parametrize(
    ("value", "scale", "words"),
    [(0.872, "%", "87"), (1.0, "%", "100"), (588.0, "min", "9.8"), (596.0, "min", "9.9"), (597.0, "min", "10"),
     (3960.0, "min", "66"), (27000.0, "hours", "7.5"), (0.4, "incidents", "0.4"), (NAN, "%", "×")],
)  # fmt: skip
def test_figures_in_cells(value: float, scale: str, words: str) -> None:
    assert short(value, scale) == words


def test_a_week_in_which_nothing_is_known_is_drawn_blank() -> None:
    (bars,) = heat_map(cells([NAN, NAN], is_few=True), "share").data
    assert set(bars.marker.color) == {"#FFFFFF"}
