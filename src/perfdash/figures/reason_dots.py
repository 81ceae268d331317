"""Why people leave, as they said it: reasons as dots with intervals inside their groups, and who answered at all."""

from collections.abc import Sequence
from math import isnan

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.hidden_values import (
    KEY,
    are_hidden,
    counted,
    foot,
    foot_height,
    hidden_words,
    nothing_to_draw,
    shared,
    span_words,
    symbols,
)
from perfdash.figures.named_rows import grey, plain, words_at
from perfdash.figures.style import BLUE, GREY, GRID, INK, WORK, Part, Sizes, at_once, room_for
from perfdash.figures.words import count, fitted

GROUPS = ("organisational", "occupational", "reward", "personal", "normal")
MOST_ROWS = 16
_LINE = 1.75  # height of a row in those of the text
_GAP = 0.5  # between two groups, in rows
_BEFORE = 0.26  # how far below its dot the mark of the earlier year stands, in rows


def reason_dots(reasons: pd.DataFrame, before: str = "", sizes: Sizes = WORK) -> go.Figure:
    """A row a reason, by share inside its group, with its interval; the earlier year, named `before`, as a hollow mark.

    `reasons`: `reason` (words), `group` (of `GROUPS`), `n`, `base`, `share`, `low`, `high`, `hidden`, and where there is an
    earlier year `n_before`, `base_before`, `share_before`; a row a reason. A dot's customdata is its reason.
    """
    rows = shown_reasons(reasons)
    if rows.empty:
        return nothing_to_draw(sizes)
    heights = _heights(rows["group"].tolist())
    hidden = are_hidden(rows, "share")
    has_before = bool(before) and "share_before" in rows and bool(rows["share_before"].notna().any())
    words = [
        _words(row, flag, before if has_before else "") for (_, row), flag in zip(rows.iterrows(), hidden, strict=True)
    ]
    most = _most(rows)
    traces = [
        _intervals(rows, heights, sizes),
        *([_earlier(rows, heights, sizes)] if has_before else []),
        _dots(rows, heights, sizes),
        *symbols([0.0] * int(hidden.sum()), np.array(heights)[hidden].tolist(), sizes, "middle center"),
        words_at([most] * len(rows), heights, words, sizes),
    ]
    left_out = len(reasons) - len(rows)
    key = [
        f"● now   ○ {before}" if has_before else "",
        "Line: 95 % interval",
        f"{count(left_out)} more in the table" if left_out else "",
        KEY if hidden.any() else "",
    ]
    return at_once(traces, _layout(rows, heights, words, key, sizes), sizes)


def shown_reasons(reasons: pd.DataFrame) -> pd.DataFrame:
    """The sixteen named most often, group by group, the most first; hidden ones after those that are known."""
    ranked = reasons.sort_values("share", ascending=False, kind="stable", na_position="last")[:MOST_ROWS]
    places = {name: at for at, name in enumerate(GROUPS)}
    return ranked.sort_values(
        "group", key=lambda groups: groups.map(lambda name: places.get(name, len(GROUPS))), kind="stable"
    ).reset_index(drop=True)


def _heights(groups: Sequence[str]) -> list[float]:
    at = -1.0
    heights: list[float] = []
    for place, group in enumerate(groups):
        at += 1 + (_GAP if place and groups[place - 1] != group else 0)
        heights.append(at)
    return heights


def _most(rows: pd.DataFrame) -> float:
    """The end of the axis: the longest interval and a little room, at most everyone."""
    ends = rows.filter(items=["share", "high", "share_before"]).to_numpy(float)
    return min(float(np.nanmax(ends)) * 1.06, 1.0) if not np.isnan(ends).all() and np.nanmax(ends) > 0 else 1.0


def _intervals(rows: pd.DataFrame, heights: Sequence[float], sizes: Sizes) -> Part:
    x = [end for low, high in zip(rows["low"], rows["high"], strict=True) for end in (low, high, None)]
    y = [at for height in heights for at in (height, height, None)]
    line = {"color": GREY, "width": sizes.line * 1.5}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line, "hoverinfo": "skip"}


def _dots(rows: pd.DataFrame, heights: Sequence[float], sizes: Sizes) -> Part:
    return {
        "type": "scatter",
        "x": rows["share"].to_list(),
        "y": list(heights),
        "mode": "markers",
        "marker": {"symbol": "circle", "size": sizes.marker * 1.5, "color": BLUE},
        "cliponaxis": False,
        "customdata": rows["reason"].to_list(),
        "hoverinfo": "none",
    }


def _earlier(rows: pd.DataFrame, heights: Sequence[float], sizes: Sizes) -> Part:
    """Hollow, a little below: a change of two points is neither a trend nor a clear one, so no line joins them."""
    line = {"color": INK, "width": max(sizes.line * 0.75, 1.5)}
    return {
        "type": "scatter",
        "x": rows["share_before"].to_list(),
        "y": [height + _BEFORE for height in heights],
        "mode": "markers",
        "marker": {"symbol": "circle", "size": sizes.marker * 1.1, "color": "#FFFFFF", "line": line},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _words(row: pd.Series, is_hidden: bool, before: str) -> str:
    if is_hidden:
        figure = f"<b>{shared(float(row['share']), is_hidden)}</b>"
    else:
        flag = bool(row["hidden"])
        n, base = counted(float(row["n"]), flag), counted(float(row["base"]), flag)
        figure = f"<b>{shared(float(row['share']), False)}</b>  {n} of {base}"
    earlier = float(row["share_before"]) if before else float("nan")
    return figure if isnan(earlier) else f"{figure}   {grey(f'{before}: {shared(earlier, False)}')}"


def _layout(
    rows: pd.DataFrame, heights: Sequence[float], words: Sequence[str], key: Sequence[str], sizes: Sizes
) -> Part:
    names = [f"{fitted(str(name), 26, 1)}  " for name in rows["reason"]]
    left = room_for(names, sizes)
    groups = [str(name).capitalize() for name in rows["group"]]
    high = heights[-1] + 1
    below = 2 * sizes.text + foot_height(key, sizes)
    return {
        "height": int(high * _LINE * sizes.text + below + 12),
        # Bold letters are wider than the room that is kept for plain ones.
        "margin": {
            "l": left + 1.12 * room_for(groups, sizes),
            "r": room_for([plain(word) for word in words], sizes) + sizes.text,
            "t": 12,
            "b": below,
        },
        "hovermode": "closest",
        "xaxis": {"range": [0, _most(rows)], "showgrid": True, "gridcolor": GRID, "automargin": False}
        | _ticks(_most(rows)),
        "yaxis": {
            "tickvals": list(heights),
            "ticktext": names,
            "showgrid": False,
            "range": [high - 0.4, -0.6],
            "automargin": False,
        },
        "shapes": _rules(rows["group"].tolist(), heights, left),
        "annotations": [
            *_group_names(rows["group"].tolist(), heights, left, sizes),
            *foot(key, sizes, 1.9 * sizes.text, left),
        ],
    }


def _ticks(most: float) -> Part:
    step = next(step for step in (0.02, 0.05, 0.1, 0.25) if most / step <= 6 or step == 0.25)
    values = np.arange(0, most + 1e-9, step)
    return {"tickvals": values, "ticktext": [f"{100 * value:.0f} %" for value in values]}


def _firsts(groups: Sequence[str]) -> list[int]:
    return [place for place, group in enumerate(groups) if place == 0 or groups[place - 1] != group]


def _group_names(groups: Sequence[str], heights: Sequence[float], left: float, sizes: Sizes) -> list[Part]:
    """At the far left of the first reason of each group; normal reasons are no fault of anybody's."""
    mark = {"x": 0, "xref": "paper", "xanchor": "right", "xshift": -left, "yanchor": "middle", "showarrow": False}
    font = {"size": sizes.text, "color": INK}
    return [
        mark | {"y": heights[place], "text": f"<b>{str(groups[place]).capitalize()}</b>", "font": font}
        for place in _firsts(groups)
    ]


def _rules(groups: Sequence[str], heights: Sequence[float], left: float) -> list[Part]:
    """A thin line between two groups, over names and dots."""
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "line": {"color": GRID, "width": 1}, "layer": "below"}
    at = [(heights[place] + heights[place - 1]) / 2 for place in _firsts(groups)[1:]]
    return [line | {"y0": height, "y1": height} for height in at]


def reason_dots_alt(reasons: pd.DataFrame, title: str) -> str:
    """The dots for people who do not see them: every reason drawn, with its share and interval."""
    rows = shown_reasons(reasons)
    hidden = are_hidden(rows, "share")
    said = []
    for (_, row), flag in zip(rows.iterrows(), hidden, strict=True):
        span = span_words(float(row["low"]), float(row["high"]))
        said.append(f"{row['reason']} {shared(float(row['share']), flag)}{f' ({span})' if span else ''}")
    return f"{title}. Dots of {count(len(rows))} reasons: {', '.join(said)}.{hidden_words(rows, 'share')}"
