"""Present mode: every figure of the house in sizes that can be read from the last row, with nothing else changed."""

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import pytest
from pack_screens import every_screen

from perfdash.figures.figure_json import plain, traces_of
from perfdash.figures.present import presented
from perfdash.figures.style import PRESENT, WORK
from perfdash.meeting.screens import Screen

DRAWN = [screen for screen in every_screen() if screen.figure is not None]
every_figure = pytest.mark.parametrize("screen", DRAWN, ids=[f"{at} {screen.key}" for at, screen in enumerate(DRAWN)])


def fonts(part: Any) -> Iterator[float]:
    if isinstance(part, list):
        for inner in part:
            yield from fonts(inner)
    elif isinstance(part, dict):
        for name, inner in part.items():
            if name.endswith("font") and isinstance(inner, dict) and "size" in inner:
                yield inner["size"]
            yield from fonts(inner)


def sizes(value: Any) -> list[float]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


@every_figure
def test_text_lines_and_marks_are_large(screen: Screen) -> None:
    shown = presented(screen.figure or {})
    found = list(fonts(shown))
    assert found and min(found) >= PRESENT.text
    assert max(found) <= 1.1 * PRESENT.text  # nothing grows twice
    before = traces_of(plain(screen.figure))
    for trace, was in zip(traces_of(shown), before, strict=True):
        assert all(width == 0 or width >= PRESENT.line for width in sizes(trace.get("line", {}).get("width")))
        if "markers" in trace.get("mode", ""):
            pairs = zip(sizes(trace["marker"].get("size")), sizes(was["marker"].get("size")), strict=True)
            assert all(size >= PRESENT.marker for size, old in pairs if old >= WORK.marker)


@every_figure
def test_the_numbers_and_words_are_the_same(screen: Screen) -> None:
    shown = presented(screen.figure or {})
    for trace, was in zip(traces_of(shown), traces_of(plain(screen.figure)), strict=True):
        for name in ("x", "y", "base", "text", "customdata", "type", "mode"):
            assert trace.get(name) == was.get(name)
    words = [note["text"] for note in shown["layout"].get("annotations", [])]
    assert words == [note["text"] for note in plain(screen.figure)["layout"].get("annotations", [])]


@every_figure
def test_a_chart_is_as_high_as_its_place_unless_its_words_need_more(screen: Screen) -> None:
    height = presented(screen.figure or {})["layout"]["height"]
    if (screen.figure or {})["layout"].get("height", WORK.height) <= 480:
        assert height <= PRESENT.height
    go.Figure(presented(screen.figure or {}))  # Plotly knows every part of it


def test_the_figure_itself_is_not_touched() -> None:
    before = plain(DRAWN[0].figure)
    presented(DRAWN[0].figure or {})
    assert plain(DRAWN[0].figure) == before
