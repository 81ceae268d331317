"""Years as bars from zero, for what is shown by whole years alone and has no interval: a median, hours, a number of people."""

from math import isnan

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.hidden_values import KEY, SYMBOL, are_hidden, hidden_words, nothing_to_draw
from perfdash.figures.named_rows import bars_at, row_layout, words_at
from perfdash.figures.style import BLUE, GREY, WORK, Sizes, at_once
from perfdash.figures.words import count, in_unit, percent


def year_bars(years: pd.DataFrame, unit: str, sizes: Sizes = WORK) -> go.Figure:
    """A bar a year, the newest last and darker; a hidden value is a symbol and no bar.

    `years`: `year`, `value`, `hidden`; a row a year. `unit` is share, days, hours or count. A bar's customdata is its year.
    """
    rows = years.sort_values("year").reset_index(drop=True)
    if rows.empty:
        return nothing_to_draw(sizes)
    names, hidden = rows["year"].astype(str).tolist(), are_hidden(rows, "value")
    heights = [float(at) for at in range(len(rows))]
    words = [f"<b>{_words(float(value), flag, unit)}</b>" for value, flag in zip(rows["value"], hidden, strict=True)]
    ends = rows["value"].fillna(0).astype(float).to_list()
    colours = [GREY] * (len(rows) - 1) + [BLUE]
    traces = [
        bars_at(rows["value"].to_list(), heights, names, {"color": colours}),
        words_at(ends, heights, words, sizes),
    ]
    return at_once(traces, row_layout(names, heights, words, max(ends), sizes, [KEY] if hidden.any() else []), sizes)


def _words(value: float, is_hidden: bool, unit: str) -> str:
    if is_hidden and isnan(value):
        return SYMBOL
    return percent(value, 0) if unit == "share" else in_unit(value, unit)


def year_bars_alt(years: pd.DataFrame, title: str, unit: str) -> str:
    """The bars for people who do not see them."""
    rows = years.sort_values("year")
    values = zip(rows["year"], rows["value"], are_hidden(rows, "value"), strict=True)
    said = [f"{year} {_words(float(value), flag, unit)}" for year, value, flag in values]
    return f"{title}. Bars of {count(len(said))} years: {', '.join(said)}.{hidden_words(rows, 'value')}"
