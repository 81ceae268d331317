"""How long people wait to be seen, as a distribution: the share seen by a day, one year beside the other."""

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
    symbols,
)
from perfdash.figures.style import BLUE, GREY, INK, TEXT_GREY, WORK, Part, Sizes, at_once, room_for
from perfdash.figures.words import count, in_unit

_ROOM = 1.12  # of the axis behind the last day
_NARROW = 1000  # pixels of the narrowest page
_STRIP = 2.2  # height of a year's line of percentiles, in those of the text


def waiting_chart(waits: pd.DataFrame, percentiles: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """The share of those seen who were seen within so many days, the newest of two years in blue; below it on the same days
    a line a year from the median, within which half were seen, to the 90th percentile.

    `waits`: `period` (words), `days` (7, 14, …), `share`, `hidden`; a row a period and day. `percentiles`: `period`,
    `median_days`, `p90_days`, `hidden`; a row a period, the oldest first: the last two are drawn. Never a mean.
    """
    years = percentiles[-2:].reset_index(drop=True)
    if years.empty or waits.empty:
        return nothing_to_draw(sizes)
    periods = years["period"].astype(str).tolist()
    curves = [_of(waits, period) for period in periods]
    most = _end(waits, years)
    newest = len(periods) - 1
    traces = [_curve(curve, curves[newest - at], at == newest, sizes) for at, curve in enumerate(curves)]
    hidden = sorted({float(day) for curve in curves for day in curve.loc[are_hidden(curve, "share"), "days"]})
    traces += symbols(hidden, [0.0] * len(hidden), sizes)
    for at, (_, year) in enumerate(years.iterrows()):
        traces += _strip(year, newest - at, BLUE if at == newest else GREY, _spare(most, periods, sizes), sizes)
    is_hidden = bool(hidden) or are_hidden(years, "median_days").any() or are_hidden(years, "p90_days").any()
    key = ["● half were seen within   ■ nine in ten were seen within", KEY if is_hidden else ""]
    return at_once(traces, _layout(waits, periods, most, key, sizes), sizes)


def _of(waits: pd.DataFrame, period: str) -> pd.DataFrame:
    return waits[waits["period"].astype(str) == period].sort_values("days").reset_index(drop=True)


def _end(waits: pd.DataFrame, years: pd.DataFrame) -> float:
    """The last day of the axis, with room for the words behind a late percentile."""
    known = years[["median_days", "p90_days"]].to_numpy(float)
    last = 0.0 if np.isnan(known).all() else float(np.nanmax(known))
    return max(float(waits["days"].max()) * _ROOM, last * 1.35)


def _spare(most: float, periods: Sequence[str], sizes: Sizes) -> float:
    """How many days of the axis the words of a percentile take on the narrowest page."""
    across = _NARROW * sizes.text / WORK.text - _left(periods, sizes)
    return (room_for(["21.5 days"], sizes) + 2 * sizes.text) * most / across


def _left(periods: Sequence[str], sizes: Sizes) -> float:
    return room_for([*(f"■ {period}  " for period in periods), "100 %  "], sizes)


def _curve(curve: pd.DataFrame, other: pd.DataFrame, is_newest: bool, sizes: Sizes) -> Part:
    """One year's curve; its words stand off those of the `other`, which is itself where there is one year."""
    colour, ink = (BLUE, INK) if is_newest else (GREY, TEXT_GREY)
    others = dict(zip(other["days"], other["share"], strict=True))
    shares = list(zip(curve["days"], curve["share"], strict=True))
    return {
        "type": "scatter",
        "x": curve["days"].to_list(),
        "y": curve["share"].to_list(),
        "mode": "lines+markers+text",
        "line": {"color": colour, "width": sizes.line * (1.5 if is_newest else 1)},
        "marker": {"color": colour, "size": sizes.marker * 1.2, "symbol": "circle"},
        "text": ["" if isnan(share) else shared(share, False) for _, share in shares],
        "textposition": [_side(share, others.get(day, float("nan")), is_newest) for day, share in shares],
        "textfont": {"size": sizes.text, "color": ink},
        "connectgaps": False,
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _side(share: float, other: float, is_newest: bool) -> str:
    """The words of the higher curve above it, of the lower one below."""
    is_higher = True if isnan(other) else is_newest if share == other else share > other
    return "top left" if is_higher else "bottom right"


def _strip(year: pd.Series, row: int, colour: str, spare: float, sizes: Sizes) -> list[Part]:
    """The two percentiles of a year with their words; `spare` are the days that the words before the first mark take."""
    median, p90 = float(year["median_days"]), float(year["p90_days"])
    marks = {
        "x": [median, p90],
        "y": [row, row],
        "mode": "lines+markers",
        "line": {"color": colour, "width": sizes.line * 1.5},
        "marker": {"color": colour, "size": sizes.marker * 1.6, "symbol": ["circle", "square"]},
    }
    placed = _percentile_words(median, p90, bool(year["hidden"]), spare)
    texts = {
        "x": [at for at, _, _ in placed],
        "y": [row] * len(placed),
        "mode": "text",
        "text": [f"  {words}  " for _, words, _ in placed],
        "textposition": [side for _, _, side in placed],
        "textfont": {"size": sizes.text, "color": INK},
    }
    still = {"type": "scatter", "yaxis": "y2", "cliponaxis": False, "hoverinfo": "skip"}
    return [still | marks, still | texts]


def _percentile_words(median: float, p90: float, is_hidden: bool, spare: float) -> list[tuple[float, str, str]]:
    """Day, words and side: outside the line between the two marks, or both behind the last one there is."""
    half, nine = (f"<b>{_days(days, is_hidden)}</b>" for days in (median, p90))
    if isnan(median) and isnan(p90):
        return [(0.0, half, "middle right")]
    if isnan(p90) or isnan(median) or median < spare:
        return [(median if isnan(p90) else p90, f"{half} and {nine}", "middle right")]
    return [(median, half, "middle left"), (p90, nine, "middle right")]


def _days(days: float, is_hidden: bool) -> str:
    """'20 days', '1 day', '12.5 days'."""
    if isnan(days):
        return counted(days, is_hidden)
    words = in_unit(round(days, 1), "days")
    return words if words != "1 days" else "1 day"


def _layout(waits: pd.DataFrame, periods: Sequence[str], most: float, key: Sequence[str], sizes: Sizes) -> Part:
    strip = _STRIP * sizes.text * len(periods)
    below = 2.6 * sizes.text + foot_height(key, sizes)
    height = sizes.height + strip
    inner = height - below - 1.6 * sizes.text
    left = _left(periods, sizes)
    marked = sorted({int(day) for day in waits["days"]} | {0})
    squares = [GREY, BLUE][-len(periods) :]
    names = [f'<span style="color:{c}">■</span> {period}  ' for c, period in zip(squares, periods, strict=True)]
    shares = (0, 0.25, 0.5, 0.75, 1)
    return {
        "height": int(height),
        "margin": {"l": left, "r": 4 * sizes.text, "t": 1.6 * sizes.text, "b": below},
        "hovermode": "closest",
        "xaxis": {
            "range": [0, most],
            "tickvals": marked,
            "ticktext": [f"{day}{' days' if day == marked[-1] else ''}" for day in marked],
            "showgrid": True,
            "gridcolor": "#E3E3E3",
            "anchor": "y2",
            "automargin": False,
        },
        "yaxis": {
            "domain": [(strip + sizes.text) / inner, 1],
            "range": [0, 1.04],
            "tickvals": list(shares),
            "ticktext": [f"{100 * share:.0f} %  " for share in shares],
            "automargin": False,
        },
        "yaxis2": {
            "domain": [0, strip / inner],
            "range": [-0.5, len(periods) - 0.5],
            "tickvals": list(range(len(periods)))[::-1],
            "ticktext": names,
            "showgrid": False,
            "automargin": False,
        },
        "annotations": foot(key, sizes, 2.4 * sizes.text, left),
    }


def waiting_alt(waits: pd.DataFrame, percentiles: pd.DataFrame, title: str) -> str:
    """The curves for people who do not see them: every year with its shares by day and its percentiles."""
    said = []
    for _, year in percentiles[-2:].iterrows():
        curve = _of(waits, str(year["period"]))
        hidden = are_hidden(curve, "share")
        shares = ", ".join(
            f"{shared(float(row['share']), flag)} within {count(row['days'])} days"
            for (_, row), flag in zip(curve.iterrows(), hidden, strict=True)
        )
        flag = bool(year["hidden"])
        ends = (
            f"median {_days(float(year['median_days']), flag)}, 90th percentile {_days(float(year['p90_days']), flag)}"
        )
        said.append(f"{year['period']}: {shares}; {ends}")
    return f"{title}. Share of those seen by days waited. {'. '.join(said)}.{hidden_words(waits, 'share')}"
