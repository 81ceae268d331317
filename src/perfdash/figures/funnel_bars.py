"""Stay interviews from eligible to still in post: bars from zero, each with the people it is counted among."""

from collections.abc import Sequence
from math import isnan

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.hidden_values import KEY, are_hidden, counted, hidden_words, nothing_to_draw, symbols
from perfdash.figures.named_rows import bars_at, grey, row_layout, short_names, words_at
from perfdash.figures.style import BLUE, GREY, PALE, WORK, Part, Sizes, at_once
from perfdash.figures.words import count

ELIGIBLE, INVITED, ACCEPTED, HELD = "Eligible", "Invited", "Accepted", "Held"
AGREED, DONE = "Actions agreed", "Actions done"
AFTER_3, AFTER_6, AFTER_12 = (f"In post after {months} months" for months in (3, 6, 12))
STEPS = (ELIGIBLE, INVITED, ACCEPTED, HELD, AGREED, DONE, AFTER_3, AFTER_6, AFTER_12)
_APART = (AGREED, AFTER_3)  # where the next part of the story begins: what was agreed, who stayed
_GAP = 0.35
TOO_EARLY = "too early to say"


def funnel_bars(funnel: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """A bar a step, in their fixed order, on a pale bar of its base; "n of base" at the end, who it is too early for in grey.

    `funnel`: `trigger` (one), `stage` (of `STEPS`), `n`, `base`, `n_too_early`, `share`, `hidden`; a row a step. A bar's
    customdata is its step.
    """
    rows = in_order(funnel)
    if rows.empty:
        return nothing_to_draw(sizes)
    steps, n, base = rows["stage"].tolist(), rows["n"].to_numpy(float), rows["base"].to_numpy(float)
    heights, hidden = _heights(steps), are_hidden(rows, "n")
    on_bar = (hidden & (base > 0)).nonzero()[0]  # elsewhere its words stand at the axis themselves
    words = [_words(row, is_hidden) for (_, row), is_hidden in zip(rows.iterrows(), hidden, strict=True)]
    outer = rows[["n", "base"]].max(axis=1).fillna(0).to_numpy(float)
    ends = [max(end, 0.0) for end in outer]
    pale = {"color": PALE, "line": {"color": GREY, "width": 1}}
    traces: list[Part] = [
        bars_at(base.tolist(), heights, steps, pale),
        bars_at(n.tolist(), heights, steps, {"color": BLUE}),
        *symbols([0.0] * len(on_bar), [heights[at] for at in on_bar], sizes, "middle right"),
        words_at(ends, heights, words, sizes),
    ]
    layout = row_layout(short_names(steps), heights, words, max(ends), sizes, [KEY] if hidden.any() else [])
    return at_once(traces, layout | {"barmode": "overlay"}, sizes)


def in_order(funnel: pd.DataFrame) -> pd.DataFrame:
    """The rows of the known steps, in the order of `STEPS`, however they came."""
    known = funnel[funnel["stage"].isin(STEPS)]
    return known.sort_values("stage", key=lambda stages: stages.map(STEPS.index)).reset_index(drop=True)


def _heights(steps: Sequence[str]) -> list[float]:
    at = -1.0
    heights: list[float] = []
    for step in steps:
        at += 1 + (_GAP if step in _APART and heights else 0)
        heights.append(at)
    return heights


def _words(row: pd.Series, is_hidden: bool) -> str:
    n, base, early = float(row["n"]), float(row["base"]), float(row["n_too_early"])
    is_whole = row["stage"] == ELIGIBLE or isnan(base)  # "140 of 140" says nothing
    of = "" if is_whole else f" of {count(base)}"
    later = grey(f"{count(early)} {TOO_EARLY}") if early > 0 else ""
    return f"<b>{counted(n, is_hidden)}</b>{of}{f'   {later}' if later else ''}"


def funnel_alt(funnel: pd.DataFrame, title: str) -> str:
    """The bars for people who do not see them: every step with its count and base."""
    rows = in_order(funnel)
    hidden = are_hidden(rows, "n")
    steps = [
        f"{row['stage'].lower()} {counted(float(row['n']), is_hidden)} of {count(float(row['base']))}"
        for (_, row), is_hidden in zip(rows.iterrows(), hidden, strict=True)
    ]
    return f"{title}. Bars of {count(len(rows))} steps: {', '.join(steps)}.{hidden_words(rows, 'n')}"
