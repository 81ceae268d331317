"""The week as 168 cells, an hour of a weekday each: one hue from pale to dark, the figure in every cell."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.style import BLUE, GREY, INK, WORK, Sizes, mixed, template, text_on
from perfdash.figures.words import count, in_unit

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PALEST = 0.08
_ROW_HEIGHT = 2.9  # in heights of the text
# The narrowest range that is spread over the whole scale, from its pale end: or the chance differences of a calm week
# would look like a pattern. For times, a part of their median.
_LEAST = {"share": 0.20, "seconds": 0.5, "count": 0.0}


def heat_map(cells: pd.DataFrame, unit: str, sizes: Sizes = WORK) -> go.Figure:
    """Weekdays down, hours across. Darker is worse or more: a lower share, a longer time, more incidents.

    `cells`: `weekday` (1 is Monday), `hour`, `value` (in `unit`: share, seconds or count), `n`, `is_few` (too few incidents
    for a figure: marked × and not coloured), `differs` (by more than chance: outlined). A cell's customdata is
    "weekday|hour".
    """
    figure = go.Figure(layout={"template": template(sizes)})
    colours = _colours(cells["value"].where(~cells["is_few"]).to_numpy(float), unit)
    figure.add_bar(
        x=cells["hour"].to_list(),
        y=[0.94] * len(cells),
        base=(cells["weekday"] - 0.47).to_list(),
        width=0.96,
        marker={
            "color": colours,
            "line": {
                "width": np.where(cells["differs"], 3.0, 0.5).tolist(),
                "color": [INK if differs else GREY for differs in cells["differs"]],
            },
        },
        customdata=[f"{weekday}|{hour}" for weekday, hour in cells[["weekday", "hour"]].to_numpy()],
        text=["×" if few else short(value, scale_of(cells, unit)) for value, few in _shown(cells)],
        hovertext=_hover(cells, unit),
        hovertemplate="%{hovertext}<extra></extra>",
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        insidetextfont={"size": sizes.text, "color": [text_on(colour) for colour in colours]},
    )
    _axes(figure, sizes)
    return figure


def _shown(cells: pd.DataFrame) -> list[tuple[float, bool]]:
    return list(zip(cells["value"].to_numpy(float), cells["is_few"].to_numpy(bool), strict=True))


def scale_of(cells: pd.DataFrame, unit: str) -> str:
    """What the figures in the cells are in, so that each fits: %, min, hours, days or incidents."""
    if unit != "seconds":
        return "%" if unit == "share" else "incidents"
    longest = cells["value"].where(~cells["is_few"]).max()
    return "days" if longest >= 100 * 3600 else "hours" if longest >= 100 * 60 else "min"


def short(value: float, scale: str) -> str:
    """A figure in at most three characters, for one cell: '87' %, '9.8' min, '0.4' incidents."""
    if np.isnan(value):
        return "×"
    inner = value * {"%": 100, "min": 1 / 60, "hours": 1 / 3600, "days": 1 / 86400, "incidents": 1}[scale]
    return f"{inner:.1f}" if scale != "%" and inner < 9.95 else f"{inner:.0f}"


def _colours(values: np.ndarray, unit: str) -> list[str]:
    known = values[~np.isnan(values)]
    if not known.size:
        return ["#FFFFFF"] * len(values)
    low, high = (0.0 if unit == "count" else float(known.min())), float(known.max())
    least = _LEAST[unit] * (float(np.median(known)) if unit == "seconds" else 1.0)
    span = max(high - low, least) or 1.0
    darkness = (high - values) / span if unit == "share" else (values - low) / span
    return [_shade(dark) for dark in darkness]


def _shade(dark: float) -> str:
    return "#FFFFFF" if np.isnan(dark) else mixed(BLUE, _PALEST + (1 - _PALEST) * float(dark))


def _hover(cells: pd.DataFrame, unit: str) -> list[str]:
    return [
        f"{WEEKDAYS[int(weekday) - 1]} {int(hour):02d}:00–{int(hour):02d}:59: "
        + ("fewer than 10 incidents" if few else _said(value, n, unit))
        for weekday, hour, value, n, few in cells[["weekday", "hour", "value", "n", "is_few"]].to_numpy()
    ]


def _said(value: float, n: float, unit: str) -> str:
    if unit == "count":
        return f"{value:.1f} an hour, {count(n)} in all"
    return f"{in_unit(float(value), unit)}, n = {count(n)}"


def _axes(figure: go.Figure, sizes: Sizes) -> None:
    figure.update_xaxes(
        tickvals=list(range(24)),
        ticktext=[f"{hour}" for hour in range(24)],
        range=[-0.5, 23.5],
        showline=False,
        side="top",
    )
    figure.update_yaxes(
        tickvals=list(range(1, 8)),
        ticktext=[f"{name}  " for name in WEEKDAYS],
        showgrid=False,
        range=[7.5, 0.5],
    )
    figure.update_layout(
        height=int(7 * _ROW_HEIGHT * sizes.text + 3 * sizes.text), margin={"r": 4, "t": 4}, hovermode="closest"
    )
