"""Contrast by WCAG 2.2, meanings told apart without colour, and one template of ours."""

import re
from itertools import combinations

import pytest

from perfdash.analysis.spc_result import Variation
from perfdash.figures import style
from perfdash.figures.style import CATEGORIES, CONFIG, MARKS, PRESENT, WORK, Sizes, template


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str = "#FFFFFF") -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#FFFFFF") == pytest.approx(1)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("variation", list(Variation))
def test_every_mark_can_be_seen_and_its_word_read(variation: Variation) -> None:
    mark = MARKS[variation]
    outlined = contrast(style.INK) if mark.colour == style.ORANGE else 0.0  # orange is drawn with a dark outline
    assert max(contrast(mark.colour), outlined) >= 3
    assert contrast(mark.text_colour) >= 4.5


@pytest.mark.parametrize("colour", [style.INK, style.TEXT_GREY, style.BLUE, style.ORANGE_TEXT, style.PURPLE])
def test_text_can_be_read_on_white(colour: str) -> None:
    assert contrast(colour) >= 4.5


@pytest.mark.parametrize("colour", [*CATEGORIES, style.GREY])
def test_marks_can_be_seen_on_white(colour: str) -> None:
    assert contrast(colour) >= 3 or colour == style.ORANGE
    assert re.fullmatch(r"#[0-9A-F]{6}", colour)


def test_meanings_differ_in_shape_and_word_without_their_colour() -> None:
    meanings = {(mark.symbol, mark.word) for mark in MARKS.values()}
    kinds = ("COMMON", "IMPROVEMENT", "CONCERN", "NEUTRAL")
    shapes = {
        kind: {mark.symbol for variation, mark in MARKS.items() if variation.name.startswith(kind)} for kind in kinds
    }
    for one, other in combinations(shapes, 2):
        assert not shapes[one] & shapes[other]
    assert len({word for _, word in meanings}) == 5


def test_an_improvement_points_the_way_it_moved() -> None:
    assert MARKS[Variation.IMPROVEMENT_HIGH].symbol == "triangle-up"
    assert MARKS[Variation.IMPROVEMENT_LOW].symbol == "triangle-down"


@pytest.mark.parametrize(("sizes", "text", "line", "marker"), [(WORK, 16, 2, 8), (PRESENT, 28, 4, 14)])
def test_sizes_hold_what_the_look_asks_for(sizes: Sizes, text: int, line: float, marker: int) -> None:
    assert sizes.text >= text
    assert sizes.line >= line
    assert sizes.marker >= marker
    layout = template(sizes).layout
    assert layout.font.size == sizes.text
    assert layout.paper_bgcolor == layout.plot_bgcolor == "white"
    assert layout.showlegend is False
    assert layout.xaxis.tickangle == 0


def test_no_chart_offers_an_upload() -> None:
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["plotlyServerURL"] == ""


# How the two commonest colour blindnesses see linear light (Viénot, Brettel and Mollon 1999).
SIMULATIONS = {
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def seen(colour: str, matrix: tuple[tuple[float, float, float], ...]) -> str:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    mixed = [min(max(sum(w * c for w, c in zip(row, linear, strict=True)), 0.0), 1.0) for row in matrix]
    coded = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in mixed]
    return "#" + "".join(f"{round(255 * c):02X}" for c in coded)


@pytest.mark.parametrize("eyes", SIMULATIONS)
def test_every_state_stands_out_and_keeps_its_shape_in_other_eyes(eyes: str) -> None:
    drawn = {}
    for variation, mark in MARKS.items():
        outline = style.INK if mark.colour == style.ORANGE else mark.colour
        assert contrast(seen(outline, SIMULATIONS[eyes])) >= 3
        assert contrast(seen(mark.text_colour, SIMULATIONS[eyes])) >= 3
        drawn[variation] = (mark.symbol, mark.word)
    told_apart = {variation.name.partition("_")[0]: shape for variation, shape in drawn.items()}
    assert len({shape for shape, _ in told_apart.values()}) == len(told_apart)
