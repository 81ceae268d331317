"""A few groups beside each other: share within standard, median and coverage as dots with intervals, one row a group."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from perfdash.figures.comparisons import FIGURES, interval_range
from perfdash.figures.process_chart import ticks
from perfdash.figures.style import BLUE, GREY, GRID, INK, WORK, Sizes, template
from perfdash.figures.words import count, fitted, in_unit

_PANELS = (
    ("Within standard", "share", FIGURES["share"]),
    ("Median time", "seconds", FIGURES["seconds"]),
    ("Coverage (usable times)", "share", ("coverage", "coverage_low", "coverage_high", "n_due")),
)
_ROW_HEIGHT = 3.6  # in heights of the text: the figure above, the dot below
_HEAD_HEIGHT = 2.4


def group_figures(groups: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """Panels side by side, one a figure, each on its own scale; a row a group, its heading printed above its first row.

    `groups`: `heading, label, key` and, of every panel, figure, both ends of its interval and n. A panel without any
    figure is left out. A dot's customdata is the group's key.
    """
    panels = [panel for panel in _PANELS if groups[panel[2][0]].notna().any()]
    heights, foot = _places(groups["heading"].tolist())
    figure = make_subplots(
        1,
        max(len(panels), 1),
        shared_yaxes=True,
        horizontal_spacing=0.04,
        subplot_titles=[name for name, _, _ in panels],
    )
    figure.update_layout(
        template=template(sizes), height=int(foot * sizes.text) + 110, margin={"r": 8, "t": 40}, hovermode="closest"
    )
    figure.update_annotations(font={"size": sizes.text, "color": INK}, xanchor="center")
    for column, (_, unit, names) in enumerate(panels, 1):
        _panel(figure, column, groups, heights, unit, names, sizes)
    figure.update_yaxes(range=[foot, 0], showgrid=False, tickvals=[], showline=False)
    _labels(figure, groups, heights, sizes)
    return figure


def _places(headings: Sequence[str]) -> tuple[list[float], float]:
    """The height of every row, counted down from the top, and the foot of the chart."""
    at, heights = 0.0, []
    for place, heading in enumerate(headings):
        is_first = place == 0 or headings[place - 1] != heading
        at += _HEAD_HEIGHT if heading and is_first else 0
        heights.append(at + _ROW_HEIGHT * 0.68)
        at += _ROW_HEIGHT
    return heights, at + 0.3


def _labels(figure: go.Figure, groups: pd.DataFrame, heights: Sequence[float], sizes: Sizes) -> None:
    figure.update_yaxes(
        col=1, tickvals=list(heights), ticktext=[f"{fitted(str(name), 20, 1)}  " for name in groups["label"]]
    )
    heads = ~groups["heading"].duplicated() & (groups["heading"] != "")
    for heading, height in zip(groups.loc[heads, "heading"], np.array(heights)[heads.to_numpy()], strict=True):
        figure.add_annotation(
            x=0, xref="paper", y=height - _ROW_HEIGHT * 0.68 - _HEAD_HEIGHT * 0.4, xanchor="left", showarrow=False,
            text=f"<b>{heading}</b>", font={"size": sizes.text, "color": INK},
        )  # fmt: skip


def _panel(
    figure: go.Figure, column: int, groups: pd.DataFrame, heights: Sequence[float], unit: str,
    names: tuple[str, str, str, str], sizes: Sizes,
) -> None:  # fmt: skip
    values, low, high, n = (groups[name].to_numpy(float) for name in names)
    figures = groups[list(names[:3])].set_axis(list(FIGURES[unit][:3]), axis=1)
    ends = interval_range(figures, unit, room=0.12)
    for height, start, end in zip(heights, low, high, strict=True):
        line = {"color": GREY, "width": sizes.line * 1.5}
        figure.add_scatter(
            x=[start, end], y=[height, height], mode="lines", line=line, hoverinfo="skip", row=1, col=column
        )  # fmt: skip
    figure.add_scatter(
        x=values,
        y=list(heights),
        mode="markers+text",
        marker={"size": sizes.marker * 1.6, "color": BLUE, "symbol": "circle"},
        text=[f"<b>{in_unit(value, unit)}</b>  n = {count(of)}" for value, of in zip(values, n, strict=True)],
        textposition=[_beside(value, *ends) for value in values],
        textfont={"size": sizes.text, "color": INK},
        cliponaxis=False,
        customdata=groups["key"].tolist(),
        hoverinfo="none",
        row=1,
        col=column,
    )
    figure.update_xaxes(range=ends, showgrid=True, gridcolor=GRID, row=1, col=column, **ticks(*ends, unit, most=4))


def _beside(value: float, low: float, high: float) -> str:
    """Where the words above a dot go: inwards from the edges of its panel, so that they stay inside it."""
    place = (value - low) / (high - low)
    return "top right" if place < 0.34 else "top left" if place > 0.66 else "top center"
