"""How things look: one palette, one Plotly template, sizes for work and for present mode."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import plotly.graph_objects as go

from perfdash.analysis.spc_result import Variation
from perfdash.figures.figure_json import traces_of

Figure = go.Figure  # the name other rooms use: they draw nothing themselves

INK, GREY, PALE, GRID = "#1D1D1B", "#757575", "#F3F3F3", "#E3E3E3"
TEXT_GREY = "#595959"
BLUE, ORANGE, ORANGE_TEXT, PURPLE = "#12436D", "#F46A25", "#C24E00", "#801650"
CATEGORIES = (BLUE, "#28A197", PURPLE, ORANGE)
FONT = "Arial, Liberation Sans, sans-serif"


@dataclass(frozen=True)
class Mark:
    """How one meaning is drawn and said: never by colour alone."""

    colour: str
    text_colour: str
    symbol: str
    word: str


COMMON = Mark(GREY, TEXT_GREY, "circle", "No clear change")
MARKS = {
    Variation.COMMON_CAUSE: COMMON,
    Variation.IMPROVEMENT_HIGH: Mark(BLUE, BLUE, "triangle-up", "Getting better"),
    Variation.IMPROVEMENT_LOW: Mark(BLUE, BLUE, "triangle-down", "Getting better"),
    Variation.CONCERN_HIGH: Mark(ORANGE, ORANGE_TEXT, "diamond", "Getting worse"),
    Variation.CONCERN_LOW: Mark(ORANGE, ORANGE_TEXT, "diamond", "Getting worse"),
    Variation.NEUTRAL_HIGH: Mark(PURPLE, PURPLE, "square", "Changed: higher"),
    Variation.NEUTRAL_LOW: Mark(PURPLE, PURPLE, "square", "Changed: lower"),
}


@dataclass(frozen=True)
class Sizes:
    """Sizes of one mode, in pixels."""

    text: int
    line: float
    marker: int
    height: int
    right: int


WORK = Sizes(text=16, line=2, marker=8, height=380, right=190)
PRESENT = Sizes(text=28, line=4, marker=14, height=620, right=330)


@cache
def template(sizes: Sizes) -> go.layout.Template:
    """Our one template: white ground, light horizontal grid, horizontal text, no legend."""
    axis = {"showgrid": False, "zeroline": False, "ticks": "", "linecolor": GREY, "tickangle": 0, "automargin": True}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": sizes.text, "color": INK},
            "paper_bgcolor": "white",
            "plot_bgcolor": "white",
            "colorway": list(CATEGORIES),
            "showlegend": False,
            "margin": {"l": 8, "r": sizes.right, "t": 16, "b": 8},
            "height": sizes.height,
            "hovermode": "x unified",
            "hoverlabel": {"font": {"family": FONT, "size": sizes.text}},
            "xaxis": axis,
            "yaxis": axis | {"showgrid": True, "gridcolor": GRID, "showline": False},
        }
    )


Part = dict[str, Any]  # one trace, shape or annotation, or the layout, as plain values


def at_once(traces: Sequence[Part], layout: Part, sizes: Sizes = WORK) -> go.Figure:
    """A figure made of all its parts at once, in our template, unchecked (a test checks every chart).

    Plotly checks every part when it is added, and all the others again: 27 ms for a process chart against 1 ms.
    """
    return go.Figure(list(traces), {"template": template(sizes)} | layout, _validate=False)


def drawn_again(figure: Mapping[str, Any], height: int) -> go.Figure:
    """A figure from its own JSON, at a height, unchecked: it was checked when it was first drawn."""
    layout = dict(figure.get("layout", {})) | {"height": height}
    return go.Figure(traces_of(figure), layout, _validate=False)


def room_for(words: Iterable[str], sizes: Sizes = WORK) -> float:
    """Pixels that the longest of some tick labels takes. Known beforehand, a chart is drawn once: Plotly's own `automargin`
    draws it, measures the labels and draws it again, which doubled the time of a chart (docs/decisions.md)."""
    return 8 + 0.58 * sizes.text * max((len(word.strip()) + word.count("  ") for word in words), default=0)


CONFIG = {"displayModeBar": False, "showSendToCloud": False, "plotlyServerURL": "", "responsive": True}


def mixed(colour: str, strength: float) -> str:
    """A colour thinned with white: 0 is white, 1 the colour itself. Darker with every step, so it reads in grey too."""
    parts = [round(255 + (int(colour[at : at + 2], 16) - 255) * min(max(strength, 0.0), 1.0)) for at in (1, 3, 5)]
    return "#" + "".join(f"{part:02X}" for part in parts)


def text_on(colour: str) -> str:
    """Black or white, whichever stands out more: one of them always reaches 4.5 : 1 (WCAG 2.2, 1.4.3)."""
    return "#000000" if luminance(colour) > 0.179 else "#FFFFFF"


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white (WCAG 2.2, definition of relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)
