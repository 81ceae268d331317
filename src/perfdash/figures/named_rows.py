"""What horizontal charts share: a named row each, its bar or dot from the left, its words at the right."""

import re
from collections.abc import Sequence

from perfdash.figures.hidden_values import foot, foot_height
from perfdash.figures.style import INK, TEXT_GREY, Part, Sizes, room_for
from perfdash.figures.words import fitted

_NAME = 34  # characters of a name in one line
_TALL, _LOW = 2.9, 2.1  # heights of a row in those of the text: with names in two lines, and in one


def grey(words: str) -> str:
    """Words beside the figure that matter less than it."""
    return f'<span style="color:{TEXT_GREY}">{words}</span>' if words else ""


def words_at(x: Sequence[float], y: Sequence[float], words: Sequence[str], sizes: Sizes) -> Part:
    """Words to the right of every place, as one trace: drawn in half the time of as many annotations."""
    return {
        "type": "scatter",
        "x": list(x),
        "y": list(y),
        "mode": "text",
        "text": [f" {word}" for word in words],
        "textposition": "middle right",
        "textfont": {"size": sizes.text, "color": INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def bars_at(x: Sequence[float], y: Sequence[float], keys: Sequence[str], marker: Part, width: float = 0.62) -> Part:
    """Bars from zero; a bar's customdata is its key."""
    return {
        "type": "bar",
        "x": list(x),
        "y": list(y),
        "orientation": "h",
        "width": width,
        "marker": marker,
        "customdata": list(keys),
        "hoverinfo": "none",  # nothing to read, but a bar that a click can find
    }


def short_names(names: Sequence[str], width: int = _NAME) -> list[str]:
    """Names for the axis, in one line or two; what does not fit ends in '…'."""
    return [fitted(name, width) for name in names]


def row_layout(
    names: Sequence[str],
    heights: Sequence[float],
    words: Sequence[str],
    most: float,
    sizes: Sizes,
    key: Sequence[str] = (),
) -> Part:
    """Axes, margins and height: names at the left, room for the longest words at the right, the `key` below.

    `heights` are the rows' places, counted down from 0; `names` are as `short_names` gives them.
    """
    tall = _TALL if any("<br>" in name for name in names) else _LOW
    lines = [line for name in names for line in plain(name).split("\n")]
    rows = heights[-1] + 1
    below = 0.5 * sizes.text + foot_height(key, sizes)
    return {
        "height": int(rows * tall * sizes.text + below + 16),
        "margin": {
            "l": room_for([f"{line}  " for line in lines], sizes),
            "r": room_for([plain(word) for word in words], sizes) + sizes.text,
            "t": 8,
            "b": below,
        },
        "hovermode": "closest",
        "xaxis": {"visible": False, "range": [0, most or 1], "automargin": False},
        "yaxis": {
            "tickvals": list(heights),
            "ticktext": [f"{name}  ".replace("<br>", "  <br>") for name in names],
            "showgrid": False,
            "range": [rows - 0.5, -0.5],
            "automargin": False,
        },
        "annotations": foot(key, sizes, 0.5 * sizes.text),
    }


def plain(words: str) -> str:
    """The words without their marks, as wide as they are read."""
    return re.sub(r"<[^>]+>", "", words.replace("<br>", "\n"))
