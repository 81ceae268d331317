"""Who still waits: open referrals by how many days they have been open."""

from re import findall

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.group_dots import EVERYONE
from perfdash.figures.hidden_values import KEY, are_hidden, counted, hidden_words, nothing_to_draw
from perfdash.figures.named_rows import bars_at, row_layout, words_at
from perfdash.figures.style import BLUE, GREY, WORK, Sizes, at_once
from perfdash.figures.words import count

LONG = 28  # days, over which an open referral is told apart


def open_by_age(waiting: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """A bar for every band of days that referrals have been open, the shortest first; those over 28 days bold and darker.

    `waiting`: `age_band` ('29 to 56 days', 'over 56 days'), `n_open`, `hidden`; a row a band. A row 'all' is not drawn. A
    bar's customdata is its band.
    """
    rows = by_age(waiting)
    if rows.empty:
        return nothing_to_draw(sizes)
    names, hidden = rows["age_band"].astype(str).tolist(), are_hidden(rows, "n_open")
    heights = [float(at) for at in range(len(rows))]
    is_long = [first_day(name) > LONG for name in names]
    words = [f"<b>{counted(float(n), flag)}</b>" for n, flag in zip(rows["n_open"], hidden, strict=True)]
    bars = bars_at(rows["n_open"].to_list(), heights, names, {"color": [BLUE if late else GREY for late in is_long]})
    shown = [f"<b>{name}</b>" if late else name for name, late in zip(names, is_long, strict=True)]
    key = [f"<b>Bold, darker</b>: open for more than {LONG} days" if any(is_long) else "", KEY if hidden.any() else ""]
    most = float(rows["n_open"].max()) if rows["n_open"].notna().any() else 1.0
    ends = rows["n_open"].fillna(0).to_list()
    return at_once(
        [bars, words_at(ends, heights, words, sizes)], row_layout(shown, heights, words, most, sizes, key), sizes
    )


def by_age(waiting: pd.DataFrame) -> pd.DataFrame:
    """The bands, the shortest wait first."""
    own = waiting[waiting["age_band"] != EVERYONE]
    return own.sort_values("age_band", key=lambda bands: bands.map(first_day), kind="stable").reset_index(drop=True)


def first_day(band: str) -> int:
    """'29 to 56 days' → 29, 'over 56 days' → 57."""
    days = [int(number) for number in findall(r"\d+", band)]
    return (days[0] if days else 0) + band.startswith("over")


def open_by_age_alt(waiting: pd.DataFrame, title: str) -> str:
    """The bars for people who do not see them."""
    rows = by_age(waiting)
    hidden = are_hidden(rows, "n_open")
    said = [
        f"{name} {counted(float(n), flag)}"
        for name, n, flag in zip(rows["age_band"], rows["n_open"], hidden, strict=True)
    ]
    return f"{title}. Bars of {count(len(rows))} bands: {', '.join(said)}.{hidden_words(rows, 'n_open')}"
