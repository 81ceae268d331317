"""Groups of people as dots with intervals, in blocks, the gaps first: what the charts of reach and of situations share.

Rows here have `name`, `block`, `n`, `base`, `share`, `low`, `high`, `hidden`; a row named `EVERYONE` is its block as a whole.
"""

from collections.abc import Mapping, Sequence
from math import isnan

import numpy as np
import pandas as pd

from perfdash.figures.comparisons import side_marks, side_of
from perfdash.figures.hidden_values import are_hidden, counted, shared, symbols
from perfdash.figures.named_rows import words_at
from perfdash.figures.style import GREY, GRID, INK, TEXT_GREY, Part, Sizes, room_for
from perfdash.figures.words import count, fitted

EVERYONE = "all"
INTERVAL = "Line: 95 % interval"
MOST_ROWS = 12  # of a block
_NAME = 26  # characters of a name in one line
_LINE = 1.75  # height of a row in those of the text
_TALL, _APART = 1.4, 0.3  # of a row with its name in two lines, and between two blocks, in rows
COLUMNS = ["name", "block", "n", "base", "share", "low", "high", "hidden"]


def gaps_first(rows: pd.DataFrame, blocks: Sequence[str]) -> pd.DataFrame:
    """Block by block, the lowest share first; hidden ones and those without a figure after them. Without the wholes."""
    places = rows["block"].map({name: at for at, name in enumerate(blocks)})
    own = rows.assign(_place=places)[rows["name"] != EVERYONE]
    ranked = own.sort_values(["_place", "share"], kind="stable", na_position="last")
    return ranked.groupby("_place", sort=False).head(MOST_ROWS).drop(columns="_place").reset_index(drop=True)


def wholes_of(rows: pd.DataFrame) -> dict[str, float]:
    """The share of each block as a whole, where it is known."""
    known = rows[(rows["name"] == EVERYONE) & rows["share"].notna()]
    return {str(block): float(share) for block, share in zip(known["block"], known["share"], strict=True)}


def places(
    names: Sequence[str], blocks: Sequence[str], has_headings: bool = True
) -> tuple[list[float], dict[str, float]]:
    """The height of every row, counted down from 0, and of every block's heading; a name in two lines takes more."""
    heights: list[float] = []
    headings: dict[str, float] = {}
    foot = -0.5
    for name, block in zip(short(names), blocks, strict=True):
        if has_headings and block not in headings:
            foot += _APART if heights else 0
            headings[block] = foot + 0.5
            foot += 1
        tall = _TALL if "<br>" in name else 1.0
        heights.append(foot + tall / 2)
        foot += tall
    return heights, headings


def sides(rows: pd.DataFrame, wholes: Mapping[str, float]) -> list[int]:
    """−1 or 1 where a group's interval lies below or above its block's whole, else 0."""
    whole = [wholes.get(block, float("nan")) for block in rows["block"]]
    return [side_of(low, high, all_) for low, high, all_ in zip(rows["low"], rows["high"], whole, strict=True)]


def side_words(found: Sequence[int]) -> str:
    """What the marks mean, where a group differs from its block's whole."""
    said = [words for side, words in ((-1, "◆ below"), (1, "▲ above")) if side in found]
    return f"{', '.join(said)} the thin line by more than chance" if said else ""


def end_of(rows: pd.DataFrame) -> float:
    """The end of the axis: the longest interval and a little room, at most everyone."""
    ends = rows[["share", "high"]].to_numpy(float)
    return min(float(np.nanmax(ends)) * 1.06, 1.0) if not np.isnan(ends).all() and np.nanmax(ends) > 0 else 1.0


def dots(
    rows: pd.DataFrame,
    heights: Sequence[float],
    headings: Mapping[str, float],
    wholes: Mapping[str, float],
    words: Sequence[str],
    most: float,
    sizes: Sizes,
    axis: str = "",
) -> list[Part]:
    """Intervals, dots, symbols of what is hidden, the blocks' wholes and the `words` at the right, on one axis of x."""
    hidden = are_hidden(rows, "share")
    parts = [
        *_wholes(rows, heights, headings, wholes, most, sizes),
        _intervals(rows, heights, sizes),
        {
            "type": "scatter",
            "x": rows["share"].to_list(),
            "y": list(heights),
            "mode": "markers",
            "marker": side_marks(sides(rows, wholes), more_is_better=True) | {"size": sizes.marker * 1.6},
            "cliponaxis": False,
            "customdata": rows["name"].to_list(),
            "hoverinfo": "none",
        },
        *symbols([0.0] * int(hidden.sum()), np.array(heights)[hidden].tolist(), sizes, "middle right"),
        words_at([most] * len(rows), heights, words, sizes),
    ]
    return [part | {"xaxis": f"x{axis}", "yaxis": "y"} for part in parts]


def _intervals(rows: pd.DataFrame, heights: Sequence[float], sizes: Sizes) -> Part:
    x = [end for low, high in zip(rows["low"], rows["high"], strict=True) for end in (low, high, None)]
    y = [at for height in heights for at in (height, height, None)]
    line = {"color": GREY, "width": sizes.line * 1.5}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line, "hoverinfo": "skip"}


def _wholes(
    rows: pd.DataFrame,
    heights: Sequence[float],
    headings: Mapping[str, float],
    wholes: Mapping[str, float],
    most: float,
    sizes: Sizes,
) -> list[Part]:
    """A thin line over the rows of each block, and its words beside the block's heading."""
    drawn = {block: share for block, share in wholes.items() if block in headings}
    if not drawn:
        return []
    last = dict(zip(rows["block"], heights, strict=True))
    x = [end for share in drawn.values() for end in (share, share, None)]
    y = [end for block in drawn for end in (headings[block] + 0.4, last[block] + 0.5, None)]
    line = {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": {"color": INK, "width": 1}, "hoverinfo": "skip"}
    named = {
        "type": "scatter",
        "x": list(drawn.values()),
        "y": [headings[block] for block in drawn],
        "mode": "text",
        "text": [f"all of them {shared(share, False)}" for share in drawn.values()],
        # Words in the middle of the line would reach over the axis near either end.
        "textposition": [_beside(share / most) for share in drawn.values()],
        "textfont": {"size": sizes.text, "color": TEXT_GREY},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return [line, named]


def _beside(place: float) -> str:
    return "middle right" if place < 0.25 else "middle left" if place > 0.75 else "middle center"


def row_words(rows: pd.DataFrame, nobody: str = "nobody") -> list[str]:
    """'29 %  9 of 31' of every row, '‡' where hidden, `nobody` where there is nobody to count among."""
    hidden = are_hidden(rows, "share")
    return [_words(row, flag, nobody) for (_, row), flag in zip(rows.iterrows(), hidden, strict=True)]


def _words(row: pd.Series, is_hidden: bool, nobody: str) -> str:
    n, base, share = float(row["n"]), float(row["base"]), float(row["share"])
    if is_hidden:
        return f"<b>{shared(share, True)}</b>{f'  of {count(base)}' if base > 0 else ''}"
    if not base > 0 and isnan(share):
        return nobody
    flag = bool(row["hidden"])
    return f"<b>{shared(share, flag)}</b>  {counted(n, flag)} of {counted(base, flag)}"


def height_of(heights: Sequence[float], sizes: Sizes) -> float:
    """Pixels of all the rows."""
    return (heights[-1] + 1.2) * _LINE * sizes.text


def short(names: Sequence[str]) -> list[str]:
    """Names for the axis, in one line or two."""
    return [fitted(name, _NAME).replace("<br>", "  <br>") for name in names]


def name_room(names: Sequence[str], headings: Mapping[str, float], sizes: Sizes) -> float:
    """Pixels at the left for the longest name or, in bold letters, heading."""
    lines = [f"{line}  " for name in short(names) for line in name.split("<br>")]
    return max(room_for(lines, sizes), 1.08 * room_for(headings, sizes))


def name_axis(names: Sequence[str], heights: Sequence[float]) -> Part:
    """The axis of the rows."""
    return {
        "tickvals": list(heights),
        "ticktext": [f"{name}  " for name in short(names)],
        "showgrid": False,
        "range": [heights[-1] + 0.6, -0.6],
        "automargin": False,
    }


def share_axis(most: float, spaces: int = 6) -> Part:
    """The axis of shares, from zero."""
    step = next(step for step in (0.02, 0.05, 0.1, 0.25, 0.5) if most / step <= spaces or step == 0.5)
    values = np.arange(0, most + 1e-9, step)
    ticks = {"tickvals": values, "ticktext": [f"{100 * value:.0f} %" for value in values]}
    return {"range": [0, most], "showgrid": True, "gridcolor": GRID, "automargin": False} | ticks


def heading_notes(headings: Mapping[str, float], left: float, sizes: Sizes) -> list[Part]:
    """The blocks' names, from the left edge."""
    mark = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -left, "yanchor": "middle", "showarrow": False}
    font = {"size": sizes.text, "color": INK}
    return [mark | {"y": height, "text": f"<b>{name}</b>", "font": font} for name, height in headings.items()]
