"""How a hidden (suppressed) value is shown: a symbol with a key, never 0 and never crossed by a line.

A frame of the workforce has a column `hidden`: text that is not empty where the row holds a hidden value, which is NaN.
"""

from collections.abc import Sequence
from math import isnan

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.style import INK, TEXT_GREY, WORK, Part, Sizes, at_once
from perfdash.figures.words import count, percent

SYMBOL, KEY = "‡", "‡ hidden: small number"
NO_FIGURE, NO_FIGURE_KEY = "×", "× no figure"
NOTHING = "No figures for this choice"
_FOOT_LETTERS = 96

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


def are_hidden(rows: pd.DataFrame, column: str) -> Flags:
    """Of every row, whether its value in `column` is hidden; one that is missing for another reason is not."""
    return (rows["hidden"].fillna("").astype(str).ne("") & rows[column].isna()).to_numpy(bool)


def counted(value: float, is_hidden: bool) -> str:
    """'73', '‡' where hidden, '–' where there is none."""
    return SYMBOL if is_hidden and isnan(value) else count(value)


def shared(value: float, is_hidden: bool) -> str:
    """0.62 → '62 %', '‡' where hidden, '–' where there is none: people are told in whole percents."""
    return SYMBOL if is_hidden and isnan(value) else percent(value, 0)


def span_words(low: float, high: float) -> str:
    """(0.76, 0.87) → '76 to 87'; nothing where an end is not known."""
    return "" if isnan(low) or isnan(high) else f"{100 * low:.0f} to {100 * high:.0f}"


def symbols(
    x: Sequence[object],
    y: Sequence[float],
    sizes: Sizes,
    place: str = "top center",
    axis: str = "",
    symbol: str = SYMBOL,
) -> list[Part]:
    """A symbol at every place, as one trace on the axes numbered `axis`; no trace where there is no place."""
    if not len(x):
        return []
    return [
        {
            "type": "scatter",
            "x": list(x),
            "y": list(y),
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
            "mode": "text",
            "text": [symbol] * len(x),
            "textposition": place,
            "textfont": {"size": sizes.text, "color": INK},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    ]


def spread(places: Sequence[float], least: float) -> list[int]:
    """Which of these places, in order, to mark so that no two marks are nearer than `least`: a run of hidden months is one
    mark after the other, not a smear."""
    kept: list[int] = []
    for at, place in enumerate(places):
        if not kept or place - places[kept[-1]] >= least:
            kept.append(at)
    return kept


def foot(words: Sequence[str], sizes: Sizes, below: float, before: float = 0) -> list[Part]:
    """Small print so many pixels below the chart, in lines that fit the narrowest page: the key of hidden values and so on.

    It starts under the axis, or so many pixels before it where names take much of the width.
    """
    lines = foot_lines(words)
    mark = {"x": 0, "xref": "paper", "xanchor": "left", "y": 0, "yref": "paper", "yanchor": "top", "align": "left"}
    shift = {"xshift": -before, "yshift": -below, "showarrow": False, "font": {"size": sizes.text, "color": TEXT_GREY}}
    return [mark | shift | {"text": "<br>".join(lines)}] if lines else []


def foot_height(words: Sequence[str], sizes: Sizes) -> float:
    """Pixels that the small print takes."""
    return 1.6 * sizes.text * len(foot_lines(words))


def foot_lines(words: Sequence[str]) -> list[str]:
    """The phrases that are there, as many on a line as fit."""
    lines: list[str] = []
    for word in (word for word in words if word):
        joined = f"{lines[-1]} · {word}" if lines else word
        lines = [*lines[:-1], joined] if len(joined) <= _FOOT_LETTERS else [*lines, word]
    return lines


def nothing_to_draw(sizes: Sizes = WORK, words: str = NOTHING) -> go.Figure:
    """A figure without rows says so in words: an empty pair of axes looks like a fault."""
    note = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "showarrow": False}
    font = {"size": sizes.text, "color": TEXT_GREY}
    axes: Part = {"xaxis": {"visible": False}, "yaxis": {"visible": False}, "height": 5 * sizes.text}
    return at_once([], axes | {"annotations": [note | {"text": words, "font": font}]}, sizes)


def runs(values: Numbers) -> list[slice]:
    """The stretches without a gap: a band or a line is drawn over each, and never from one to the next."""
    known = np.r_[False, ~np.isnan(values), False].astype(int)
    starts, stops = np.flatnonzero(np.diff(known) == 1), np.flatnonzero(np.diff(known) == -1)
    return [slice(start, stop) for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]


def hidden_count(rows: pd.DataFrame, column: str) -> int:
    """How many values of a column are hidden."""
    return int(are_hidden(rows, column).sum())


def hidden_words(rows: pd.DataFrame, column: str) -> str:
    """' 2 values hidden: small numbers.' for an alt text; nothing where none is."""
    n = hidden_count(rows, column)
    return f" {count(n)} value{'' if n == 1 else 's'} hidden: small number{'' if n == 1 else 's'}." if n else ""
