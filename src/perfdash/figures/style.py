"""How things look: one palette, one Plotly template, sizes for work and for present mode."""

from dataclasses import dataclass
from functools import cache

import plotly.graph_objects as go

from perfdash.analysis.spc_result import Variation

Figure = go.Figure  # the name other rooms use: they draw nothing themselves

INK, GREY, PALE, GRID = "#1D1D1B", "#757575", "#F3F3F3", "#E3E3E3"
TEXT_GREY = "#595959"
BLUE, ORANGE, ORANGE_TEXT, PURPLE = "#12436D", "#F46A25", "#C24E00", "#801650"
CATEGORIES = (BLUE, "#28A197", PURPLE, ORANGE)
FONT = "DejaVu Sans, Arial, sans-serif"


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


CONFIG = {"displayModeBar": False, "showSendToCloud": False, "plotlyServerURL": "", "responsive": True}
