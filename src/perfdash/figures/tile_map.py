"""Areas as tiles of one size, placed roughly as on the ground: coloured only where chance cannot explain the distance."""

from collections.abc import Collection
from typing import cast

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.comparisons import FIGURES, side_of
from perfdash.figures.style import BLUE, GREY, INK, ORANGE, PALE, WORK, Sizes, mixed, template, text_on
from perfdash.figures.words import count, fitted, in_unit, percent

_LINE_HEIGHT = 1.35  # of a line in a tile, in heights of the text
_NAME_WIDTH = 12  # characters of a name in a line
_FULL = {"share": 0.10, "seconds": 0.5}  # the distance (in points; of the whole's median) that is drawn in full colour
_FAINTEST = 0.3
_WORDS = {-1: "◆ {} below", 1: "▲ {} above"}


def tile_map(
    areas: pd.DataFrame, whole: float, unit: str = "share", sizes: Sizes = WORK, hidden: Collection[str] = ()
) -> go.Figure:
    """One tile an area with its name, figure, n and, where its interval leaves the whole out, how far it lies away.

    `areas`: `lpt, name, tile_row, tile_column` and the columns of `FIGURES[unit]`, with intervals widened for the number
    of areas. The colour deepens with the distance: blue on the better side, orange on the worse, grey where it may be
    chance. × marks an area without a figure, □ one that is `hidden` because its numbers are small. A tile's customdata is
    its `lpt`.
    """
    figure = go.Figure(layout={"template": template(sizes)})
    value, _, _, _ = FIGURES[unit]
    rows = [cast("dict[str, float | str]", row) for row in areas.to_dict("records")]
    colours = [_colour(row, whole, unit, str(row["lpt"]) in hidden) for row in rows]
    figure.add_bar(
        x=areas["tile_column"].to_list(),
        y=[0.92] * len(rows),
        base=(areas["tile_row"] - 0.46).to_list(),
        width=0.95,
        marker={"color": colours, "line": {"width": 1.5, "color": [_edge(colour) for colour in colours]}},
        customdata=areas["lpt"].to_list(),
        hovertext=[
            f"{row['name']}: {'hidden' if row['lpt'] in hidden else in_unit(float(row[value]), unit)}" for row in rows
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        text=[_words(row, whole, unit, str(row["lpt"]) in hidden) for row in rows],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        insidetextfont={"size": sizes.text, "color": [text_on(colour) for colour in colours]},
    )
    _axes(figure, areas, sizes)
    return figure


def _axes(figure: go.Figure, areas: pd.DataFrame, sizes: Sizes) -> None:
    first, last = areas["tile_row"].min(), areas["tile_row"].max()
    figure.update_xaxes(visible=False, range=[areas["tile_column"].min() - 0.5, areas["tile_column"].max() + 0.5])
    figure.update_yaxes(visible=False, range=[last + 0.5, first - 0.5])
    lines = 4 + max(fitted(str(name), _NAME_WIDTH).count("<br>") + 1 for name in areas["name"])
    height = (last - first + 1) * lines * _LINE_HEIGHT * sizes.text
    figure.update_layout(height=int(height), margin={"l": 0, "r": 0, "t": 4, "b": 4}, hovermode="closest")


def _colour(row: dict[str, float | str], whole: float, unit: str, is_hidden: bool) -> str:
    value, low, high, _ = FIGURES[unit]
    side = 0 if is_hidden else side_of(float(row[low]), float(row[high]), whole)
    if is_hidden or pd.isna(row[value]):
        return "#FFFFFF"
    if not side:
        return PALE
    full = _FULL[unit] if unit == "share" else _FULL[unit] * whole
    strength = _FAINTEST + (1 - _FAINTEST) * abs(float(row[value]) - whole) / full
    is_better = (side > 0) == (unit == "share")
    return mixed(BLUE if is_better else ORANGE, strength)


def _edge(colour: str) -> str:
    return GREY if colour in ("#FFFFFF", PALE) else INK


def _words(row: dict[str, float | str], whole: float, unit: str, is_hidden: bool) -> str:
    value, low, high, n = FIGURES[unit]
    name = f"<b>{fitted(str(row['name']), _NAME_WIDTH)}</b>"
    if is_hidden:
        return f"{name}<br>□ hidden"
    if pd.isna(row[value]):
        return f"{name}<br>× no figure"
    side = side_of(float(row[low]), float(row[high]), whole)
    said = "<br>" + _WORDS[side].format(_distance(abs(float(row[value]) - whole), unit)) if side else ""
    return f"{name}<br>{in_unit(float(row[value]), unit)}<br>n = {count(float(row[n]))}{said}"


def _distance(distance: float, unit: str) -> str:
    return percent(distance).removesuffix(" %") if unit == "share" else in_unit(distance, unit)
