"""Trauma support by quarter: of the people exposed, how many were offered it within 72 hours and within 7 days."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.group_dots import INTERVAL
from perfdash.figures.hidden_values import (
    KEY,
    are_hidden,
    foot,
    foot_height,
    hidden_words,
    nothing_to_draw,
    shared,
    symbols,
)
from perfdash.figures.named_rows import plain
from perfdash.figures.process_chart import Event, end_labels, event_marks
from perfdash.figures.style import BLUE, CATEGORIES, GREY, INK, WORK, Part, Sizes, at_once, room_for
from perfdash.figures.words import count

SOON, WEEK = "72 hours", "7 days"
# Time, colour, symbol of each line, and how many days beside the middle of its quarter it stands: not on the other's interval.
LINES = ((SOON, BLUE, "circle", -7), (WEEK, CATEGORIES[1], "square", 7))
PART = "hollow: part of a quarter"
_MIDDLE = pd.Timedelta(days=45)
_MARGIN = pd.Timedelta(days=14)
_TOP = 1.12  # of the axis, so that the numbers of events stand above what is drawn
_BELOW = 3.2  # from the axis to the key, in heights of the text


def quarter_start(quarter: str) -> pd.Timestamp:
    """The first day of a quarter, April to June the first of its year: '2026/27 Q2' → 1 July 2026."""
    year, _, number = quarter.partition(" Q")
    return pd.Timestamp(int(year[:4]), 4, 1) + pd.DateOffset(months=3 * (int(number) - 1))


def quarter_words(quarter: str) -> str:
    """'2026/27 Q2' → 'July to September 2026'."""
    first = quarter_start(quarter)
    return f"{first:%B} to {first + pd.DateOffset(months=2):%B %Y}"


def offered_chart(offered: pd.DataFrame, events: Sequence[Event] = (), sizes: Sizes = WORK) -> go.Figure:
    """Two lines of dots with intervals, from 0 to 100 %; a quarter that is hidden or missing leaves a gap.

    `offered`: `quarter` ('2026/27 Q2'), `within` (`SOON` or `WEEK`), `n`, `base`, `share`, `low`, `high`, `is_part`, `hidden`;
    a row a quarter and time. A point's customdata is its quarter.
    """
    if offered.empty:
        return nothing_to_draw(sizes)
    lines = [(line, by_quarter(offered, line[0])) for line in LINES]
    hidden = np.any([are_hidden(rows, "share") for _, rows in lines], axis=0)
    starts = lines[0][1]["start"]
    traces = [part for line, rows in lines for part in _line(rows, *line[1:], sizes)]
    marks = (starts[hidden] + _MIDDLE).tolist()
    last = starts.iloc[-1] + pd.DateOffset(months=2)
    shapes, numbers = event_marks(starts.iloc[0], last, events, sizes)
    is_part = any(rows["is_part"].any() for _, rows in lines)
    key = [INTERVAL, PART if is_part else "", KEY if hidden.any() else ""]
    labels = [label for line, rows in lines if (label := _end(rows, line[0], line[1]))]
    notes = [
        *numbers,
        *end_labels((0.0, _TOP), labels, replace(sizes, height=sizes.height - int(3 * sizes.text))),
        *foot(key, sizes, _BELOW * sizes.text),
    ]
    layout = _axes(starts, key, [text for _, text, _ in labels], sizes) | {"shapes": shapes, "annotations": notes}
    return at_once([*traces, *symbols(marks, [0.0] * len(marks), sizes)], layout, sizes)


def by_quarter(offered: pd.DataFrame, within: str) -> pd.DataFrame:
    """One line's rows for every quarter from the first drawn to the last, with the day it starts on."""
    starts = offered["quarter"].map(quarter_start)
    every = pd.DataFrame({"start": pd.date_range(starts.min(), starts.max(), freq="3MS")})
    own = offered.assign(start=starts)[offered["within"] == within]
    rows = every.merge(own, on="start", how="left")
    return rows.assign(hidden=rows["hidden"].fillna(""), is_part=rows["is_part"].eq(True))


def _line(rows: pd.DataFrame, colour: str, symbol: str, beside: int, sizes: Sizes) -> list[Part]:
    nearer = min(len(rows) / 8, 1)  # of few quarters, which are wide, the two lines stand nearer each other
    days = (rows["start"] + _MIDDLE + pd.Timedelta(days=beside * nearer)).tolist()
    ends = [end for pair in rows[["low", "high"]].to_numpy().tolist() for end in (*pair, None)]
    interval = {"x": [at for day in days for at in (day, day, None)], "y": ends, "mode": "lines"}
    fill = ["#FFFFFF" if is_part else colour for is_part in rows["is_part"]]
    dots = {
        "x": days,
        "y": rows["share"].to_list(),
        "mode": "lines+markers",
        "line": {"color": colour, "width": sizes.line},
        "marker": {"color": fill, "symbol": symbol, "size": sizes.marker * 1.4, "line": {"color": colour, "width": 2}},
        "connectgaps": False,
        "customdata": rows["quarter"].to_list(),
        "hoverinfo": "none",
    }
    still = {"type": "scatter", "line": {"color": GREY, "width": sizes.line}, "hoverinfo": "skip"}
    return [still | interval, {"type": "scatter", "cliponaxis": False} | dots]


def _end(rows: pd.DataFrame, within: str, colour: str) -> tuple[float, str, str] | None:
    """At the right end: the last figure there is, and of which quarter where it is not the newest."""
    known = rows.dropna(subset="share")
    if known.empty:
        return None
    row = known.iloc[-1]
    when = "" if row["start"] == rows["start"].iloc[-1] else f", {row['start']:%b %Y}"
    mark = f'<span style="color:{colour}">{"●" if colour == BLUE else "■"}</span>'
    return float(row["share"]), f"{mark} within {within} <b>{shared(float(row['share']), False)}</b>{when}", INK


def _axes(starts: pd.Series, key: Sequence[str], labels: Sequence[str], sizes: Sizes) -> Part:
    step = 1 if len(starts) <= 8 else 2 if len(starts) <= 16 else 4
    marked = starts.iloc[::-1].iloc[::step]
    below = _BELOW * sizes.text + foot_height(key, sizes)
    right = room_for([plain(label) for label in labels] or [""], sizes) + 1.5 * sizes.text
    shares = (0, 0.25, 0.5, 0.75, 1)
    return {
        "height": sizes.height,
        "margin": {"l": room_for(["100 %  "], sizes), "r": right, "t": 1.4 * sizes.text, "b": below},
        "hovermode": "closest",
        "xaxis": {
            "tickvals": (marked + _MIDDLE).to_numpy(),
            "ticktext": [f"{day:%b}–{day + pd.DateOffset(months=2):%b}<br>{day:%Y}" for day in marked],
            "range": [starts.iloc[0] - _MARGIN / 2, starts.iloc[-1] + pd.DateOffset(months=3) + _MARGIN],
            "showline": True,
            "automargin": False,
        },
        "yaxis": {
            "range": [0, _TOP],
            "tickvals": list(shares),
            "ticktext": [f"{100 * share:.0f} %  " for share in shares],
            "automargin": False,
        },
    }


def offered_alt(offered: pd.DataFrame, title: str) -> str:
    """The lines for people who do not see them: both ends of each."""
    if offered.empty:
        return f"{title}. There is no quarter to draw."
    said = []
    for within, *_ in LINES:
        known = by_quarter(offered, within).dropna(subset="share")
        ends = [known.iloc[0], known.iloc[-1]] if len(known) else []
        told = [f"{shared(float(row['share']), False)} in {quarter_words(str(row['quarter']))}" for row in ends]
        said.append(f"within {within}: {' to '.join(dict.fromkeys(told)) or 'no figure'}")
    n = offered["quarter"].nunique()
    quarters = f"{count(n)} quarter{'' if n == 1 else 's'}"
    return f"{title}. Lines of {quarters}, {'; '.join(said)}.{hidden_words(offered, 'share')}"
