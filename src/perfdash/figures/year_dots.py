"""Shares by year: a facet a group, a dot with its interval a year, all on one scale; no line joins them."""

from collections.abc import Sequence
from math import ceil

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.hidden_values import (
    KEY,
    SYMBOL,
    are_hidden,
    foot,
    foot_height,
    hidden_words,
    nothing_to_draw,
    symbols,
)
from perfdash.figures.style import BLUE, GREY, INK, WORK, Part, Sizes, at_once
from perfdash.figures.words import count, percent

MOST_YEARS, MOST_ALONE = 5, 10  # where several facets stand beside each other, and where one has the whole width
PART = "○ part of a year"
_COLUMNS = 3
_IN_ONE_ROW = 15  # dots whose names have room beside each other
_ACROSS, _DOWN = 0.05, 0.26  # between two facets, in widths and heights of the chart
_ROW = 15  # height of a facet in those of the text
_STEPS = (0.02, 0.05, 0.1, 0.25)


def year_dots(shares: pd.DataFrame, places: int = 0, sizes: Sizes = WORK) -> go.Figure:
    """A facet a group in the order they come, the newest years as dots, told to so many decimals of a per cent.

    `shares`: `group` (words), `year` ('2025/26', 'in 2013'), `share`, `low`, `high`, `is_part`, `hidden`; a row a group and
    year. A year that is not whole is hollow.
    """
    years, groups = drawn_years(shares), list(dict.fromkeys(shares["group"]))
    if not years or not groups:
        return nothing_to_draw(sizes)
    rows = shares[shares["year"].isin(years)]
    most, columns = _most(rows), _columns(len(groups), len(years))
    traces: list[Part] = []
    layout: Part = {}
    notes: list[Part] = []
    for place, group in enumerate(groups):
        own = rows[rows["group"] == group].set_index("year").reindex(years).reset_index()
        own = own.assign(hidden=own["hidden"].fillna(""), is_part=own["is_part"].eq(True))
        traces += _facet(own, place, places, sizes)
        layout |= _axes(place, (columns, ceil(len(groups) / columns)), years, most)
        notes.append(_title(str(group), place, sizes))
    key = [
        "Line: 95 % interval" if rows["low"].notna().any() else "",
        PART if rows["is_part"].any() else "",
        KEY if are_hidden(rows, "share").any() else "",
    ]
    notes += foot(key, sizes, 2.2 * sizes.text)
    below = 2.4 * sizes.text + foot_height(key, sizes)
    height = (_ROW if len(groups) > columns else 1.2 * _ROW) * sizes.text * ceil(len(groups) / columns)
    margin = {"l": 3.6 * sizes.text, "r": sizes.text, "t": 2 * sizes.text, "b": below}
    frame = {"height": int(height + below), "margin": margin, "hovermode": "closest", "annotations": notes}
    return at_once(traces, layout | frame, sizes)


def drawn_years(shares: pd.DataFrame) -> list[str]:
    """The newest years, the oldest of them first."""
    most = MOST_YEARS if shares["group"].nunique() > 1 else MOST_ALONE
    return sorted({str(year) for year in shares["year"]}, key=first_year)[-most:]


def _columns(groups: int, years: int) -> int:
    return groups if groups * years <= _IN_ONE_ROW else min(groups, _COLUMNS)


def first_year(year: str) -> tuple[int, str]:
    """What a year is sorted by: '2012/13' and 'in 2012' both by 2012."""
    digits = "".join(letter for letter in year if letter.isdigit())[:4]
    return (int(digits) if digits else 0, year)


def _most(rows: pd.DataFrame) -> float:
    ends = rows[["share", "high"]].to_numpy(float)
    return 1.0 if np.isnan(ends).all() else min(max(float(np.nanmax(ends)) * 1.2, 0.04), 1.1)


def _number(place: int) -> str:
    return str(place + 1) if place else ""


def _facet(own: pd.DataFrame, place: int, places: int, sizes: Sizes) -> list[Part]:
    at = [float(x) for x in range(len(own))]
    axes = {"xaxis": f"x{_number(place)}", "yaxis": f"y{_number(place)}"}
    hidden = are_hidden(own, "share")
    ends = [end for pair in own[["low", "high"]].to_numpy().tolist() for end in (*pair, None)]
    line = {"color": GREY, "width": sizes.line}
    lines = {"x": [end for x in at for end in (x, x, None)], "y": ends, "mode": "lines", "line": line}
    fill = ["#FFFFFF" if is_part else BLUE for is_part in own["is_part"]]
    marker = {"size": sizes.marker * 1.4, "color": fill, "line": {"color": BLUE, "width": 2}, "symbol": "circle"}
    dots = {
        "x": at,
        "y": own["share"].to_list(),
        "mode": "markers",
        "marker": marker,
        "customdata": own["year"].to_list(),
    }
    words = {
        "x": at,
        "y": own[["share", "high"]].max(axis=1).to_list(),
        "mode": "text",
        "text": ["" if pd.isna(share) else f"<b>{percent(float(share), places)}</b>" for share in own["share"]],
        "textposition": "top center",
        "textfont": {"size": sizes.text, "color": INK},
    }
    still: Part = {"type": "scatter", "hoverinfo": "skip", "cliponaxis": False}
    marks = [x for x, flag in zip(at, hidden, strict=True) if flag]
    shown = symbols(marks, [0.0] * len(marks), sizes, axis=_number(place))
    return [*(still | part | axes for part in (lines, dots, words)), *shown]


def _axes(place: int, grid: tuple[int, int], years: Sequence[str], most: float) -> Part:
    (columns, rows), (row, column) = grid, divmod(place, grid[0])
    width, height = (1 - _ACROSS * (columns - 1)) / columns, (1 - _DOWN * (rows - 1)) / rows
    left, top = column * (width + _ACROSS), 1 - row * (height + _DOWN)
    step = next((step for step in _STEPS if most / step <= 5), _STEPS[-1])
    ticks = np.arange(0, min(most, 1.001), step)
    number = _number(place)
    return {
        f"xaxis{number}": {
            "domain": [left, left + width],
            "anchor": f"y{number}",
            "range": [-0.6, len(years) - 0.4],
            "tickvals": list(range(len(years))),
            "ticktext": [year.removeprefix("in ") if "/" not in year else year[2:] for year in years],
            "showline": True,
            "automargin": False,
        },
        f"yaxis{number}": {
            "domain": [max(top - height, 0.0), top],
            "anchor": f"x{number}",
            "range": [0, most],
            "tickvals": ticks.tolist(),
            "ticktext": [f"{100 * tick:.0f} %" if column == 0 else "" for tick in ticks],
            "automargin": False,
        },
    }


def _title(group: str, place: int, sizes: Sizes) -> Part:
    axes = {"xref": f"x{_number(place)} domain", "yref": f"y{_number(place)} domain"}
    mark = axes | {"x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "showarrow": False, "yshift": 4}
    return mark | {"text": f"<b>{group}</b>", "font": {"size": sizes.text, "color": INK}}


def year_dots_alt(shares: pd.DataFrame, title: str, places: int = 0) -> str:
    """The dots for people who do not see them: every group, year by year."""
    drawn = shares[shares["year"].isin(drawn_years(shares))]
    said = []
    for group in dict.fromkeys(drawn["group"]):
        rows = drawn[drawn["group"] == group]
        values = zip(rows["year"], rows["share"], are_hidden(rows, "share"), strict=True)
        told = [f"{year} {SYMBOL if flag else percent(float(share), places)}" for year, share, flag in values]
        said.append(f"{group}: {', '.join(told)}")
    of = f"{count(len(said))} group{'' if len(said) == 1 else 's'}"
    return f"{title}. Dots of {of} by year. {'; '.join(said)}.{hidden_words(drawn, 'share')}"
