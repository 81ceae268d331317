"""Who was asked why they leave, and who answered: the leavers of each year, stacked to the whole."""

from collections.abc import Sequence
from math import isnan

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.hidden_values import KEY, are_hidden, counted, nothing_to_draw
from perfdash.figures.named_rows import plain, row_layout, words_at
from perfdash.figures.style import BLUE, GREY, INK, PALE, WORK, Part, Sizes, at_once, room_for, text_on
from perfdash.figures.words import count, percent

PARTS = (("n_completed", "completed", BLUE), ("n_declined", "declined", GREY), ("n_not_asked", "not asked", PALE))
_END = 1.004  # of the axis, so that the right edge of a whole bar is drawn
_NARROW = 1000  # pixels of the narrowest page


def response_bars(responses: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """A row a year: completed, declined, not asked, with words in each part; what is too narrow for them stands at the right.

    `responses`: `year`, `n_completed`, `n_declined`, `n_not_asked`, `hidden`; a row a year, in order. A year of which a part
    is hidden is not drawn, since its parts do not make a whole: its words alone stand there.
    """
    if responses.empty:
        return nothing_to_draw(sizes)
    years = responses["year"].astype(str).tolist()
    heights = [float(at) for at in range(len(years))]
    shares = [_shares(row) for _, row in responses.iterrows()]
    beside = [_beside(row, part, sizes) for (_, row), part in zip(responses.iterrows(), shares, strict=True)]
    ends = [1.0 if sum(part) else 0.0 for part in shares]
    traces = [_part(at, responses, shares, heights, sizes) for at in range(len(PARTS))]
    is_hidden = any(are_hidden(responses, column).any() for column, _, _ in PARTS)
    layout = row_layout(years, heights, [plain(words) for words in beside], _END, sizes, [KEY] if is_hidden else [])
    return at_once([*traces, words_at(ends, heights, beside, sizes)], layout | {"barmode": "stack"}, sizes)


def _shares(row: pd.Series) -> list[float]:
    """The parts of the whole; nothing where one of them is not known or nobody left."""
    parts = [float(row[column]) for column, _, _ in PARTS]
    whole = sum(parts)
    return [0.0] * len(parts) if isnan(whole) or not whole else [part / whole for part in parts]


def _inside(row: pd.Series, at: int, share: float, sizes: Sizes) -> str:
    """The words in a part of a bar, as many as it has room for; none where it is too narrow even for few."""
    column, name, _ = PARTS[at]
    few = f"<b>{count(float(row[column]))}</b> {name}"
    words = [few, f"{few}, {percent(share, 0)}"]
    room = share * (_NARROW - 400) * sizes.text / WORK.text  # what is left beside the words of the longest row
    return next((word for word in words[::-1] if room_for([plain(word)], sizes) <= room), "")


def _part(
    at: int, responses: pd.DataFrame, shares: Sequence[Sequence[float]], heights: Sequence[float], sizes: Sizes
) -> Part:
    _, name, colour = PARTS[at]
    return {
        "type": "bar",
        "x": [part[at] if sum(part) else None for part in shares],
        "y": list(heights),
        "orientation": "h",
        "width": 0.74,
        "marker": {"color": colour, "line": {"color": GREY if colour == PALE else "#FFFFFF", "width": 1}},
        "text": [
            _inside(row, at, part[at], sizes) for (_, row), part in zip(responses.iterrows(), shares, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"size": sizes.text, "color": INK if colour == PALE else text_on(colour)},
        "customdata": [name] * len(heights),
        "hoverinfo": "none",
        "name": name,
    }


def _beside(row: pd.Series, shares: Sequence[float], sizes: Sizes) -> str:
    """At the right: how many left in all, and the parts too narrow for their words; all parts where none is drawn."""
    flag = bool(row["hidden"])
    if not sum(shares):
        return ", ".join(f"{counted(float(row[column]), flag)} {name}" for column, name, _ in PARTS)
    narrow = [
        f"{count(float(row[column]))} {name}"
        for at, (column, name, _) in enumerate(PARTS)
        if shares[at] and not _inside(row, at, shares[at], sizes)
    ]
    whole = sum(float(row[column]) for column, _, _ in PARTS)
    return ": ".join([f"of {count(whole)}", *([", ".join(narrow)] if narrow else [])])


def response_bars_alt(responses: pd.DataFrame, title: str) -> str:
    """The bars for people who do not see them."""
    said = []
    for _, row in responses.iterrows():
        parts = [f"{counted(float(row[column]), bool(row['hidden']))} {name}" for column, name, _ in PARTS]
        said.append(f"{row['year']}: {', '.join(parts)}")
    return (
        f"{title}. Stacked bars of {count(len(responses))} year{'' if len(responses) == 1 else 's'}. {'; '.join(said)}."
    )
