"""The one process chart: line, mean, limits, special causes, dated aims and numbered events, readable without hover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.analysis.spc_result import ProcessBehaviour, Variation
from perfdash.figures.style import (
    COMMON,
    GREY,
    INK,
    MARKS,
    ORANGE,
    PALE,
    TEXT_GREY,
    WORK,
    Part,
    Sizes,
    at_once,
    room_for,
)
from perfdash.figures.words import in_unit, percent, possible

_STILL = {"type": "scatter", "hoverinfo": "skip"}  # what is drawn but not pointed at
_MARGIN = pd.Timedelta(days=12)  # of the axis, before the first month and after the last


@dataclass(frozen=True)
class Step:
    """An aim that holds from a day to a day, drawn only while it held."""

    from_on: date
    to_on: date
    value: float
    name: str


@dataclass(frozen=True)
class Event:
    """A numbered mark on the chart; its words stand in a list below."""

    number: int
    on: date
    text: str


def process_chart(
    result: ProcessBehaviour,
    unit: str,
    steps: Sequence[Step] = (),
    events: Sequence[Event] = (),
    sizes: Sizes = WORK,
    hidden: Sequence[date] = (),
) -> go.Figure:
    """The chart of one judged series. `unit` is share, seconds or count; `hidden` months have no value by suppression."""
    points = drawn_points(result, unit)
    traces: list[Part] = []
    labels: list[tuple[float, str, str]] = []
    if not result.has_too_few_points:
        traces += _limits(points, sizes)
        for side in ("upper", "lower"):
            limit = float(points[f"{side}_process_limit"].iloc[-1])
            labels.append((limit, f"{side} limit {in_unit(limit, unit)}", TEXT_GREY))
    traces.append(_mean(points, sizes))
    if result.n_points > 1:
        labels.append((result.mean, f"mean {in_unit(result.mean, unit)}", TEXT_GREY))
    aims, named = _steps(points, steps, sizes)
    axes = _axes(points, unit, steps, sizes)
    lines, numbers = event_marks(points["date"].iloc[0], points["date"].iloc[-1], events, sizes)
    ends = end_labels(axes["yaxis"]["range"], [*labels, *named, _last_value(points, unit)], sizes)
    figure = at_once(
        [*traces, *aims, _values(points, unit, sizes)], axes | {"shapes": lines, "annotations": numbers + ends}, sizes
    )
    mark_empty_months(figure, points, hidden, sizes)
    return figure


def drawn_points(result: ProcessBehaviour, unit: str) -> pd.DataFrame:
    """The points with their limits cut off at what the unit can reach."""
    limits = ("lower_process_limit", "upper_process_limit")
    points = result.points
    return points.assign(**{name: [possible(limit, unit) for limit in points[name]] for name in limits})


def _limits(points: pd.DataFrame, sizes: Sizes) -> list[Part]:
    """Band and limits of every segment, as one shape and one line with gaps: each further trace costs a chart 2 ms."""
    segments = [segment for _, segment in points.groupby("segment")]
    band: tuple[list[object], list[object]] = ([], [])
    lines: tuple[list[object], list[object]] = ([], [])
    for segment in segments:
        dates = segment["date"].tolist()
        upper, lower = segment["upper_process_limit"].tolist(), segment["lower_process_limit"].tolist()
        band[0].extend([*dates, *dates[::-1], None])
        band[1].extend([*upper, *lower[::-1], None])
        lines[0].extend([*dates, None, *dates, None])
        lines[1].extend([*upper, None, *lower, None])
    line = {"color": GREY, "width": sizes.line / 1.5, "dash": "dot"}
    return [
        {"x": band[0], "y": band[1], "mode": "lines", "line": {"width": 0}, "fill": "toself", "fillcolor": PALE}
        | _STILL,
        {"x": lines[0], "y": lines[1], "mode": "lines", "line": line} | _STILL,
    ]


def _mean(points: pd.DataFrame, sizes: Sizes) -> Part:
    dates: list[object] = []
    means: list[object] = []
    for _, segment in points.groupby("segment"):
        dates.extend([segment["date"].iloc[0], segment["date"].iloc[-1], None])
        means.extend([segment["mean"].iloc[0], segment["mean"].iloc[-1], None])
    return {
        "x": dates[:-1],
        "y": means[:-1],
        "mode": "lines",
        "line": {"color": GREY, "width": sizes.line / 1.5},
    } | _STILL


def _steps(
    points: pd.DataFrame, steps: Sequence[Step], sizes: Sizes
) -> tuple[list[Part], list[tuple[float, str, str]]]:
    first, last = points["date"].iloc[0], points["date"].iloc[-1]
    shown = [step for step in steps if pd.Timestamp(step.from_on) <= last and pd.Timestamp(step.to_on) >= first]
    line = {"color": INK, "width": sizes.line * 1.2, "dash": "dash"}
    dates: list[object] = []
    values: list[object] = []
    for step in shown:
        dates.extend(
            [max(pd.Timestamp(step.from_on), first - _MARGIN), min(pd.Timestamp(step.to_on), last + _MARGIN), None]
        )
        values.extend([step.value, step.value, None])
    current = [step for step in shown if pd.Timestamp(step.to_on) >= last]
    drawn = [{"x": dates[:-1], "y": values[:-1], "mode": "lines", "line": line} | _STILL] if shown else []
    return drawn, [(step.value, f"<b>{step.name}</b>", INK) for step in current]


def _values(points: pd.DataFrame, unit: str, sizes: Sizes) -> Part:
    marks = [MARKS[variation] for variation in points["variation"]]
    hover = [
        f"{in_unit(value, unit)} · {mark.word if mark is not COMMON else 'common cause'}"
        for value, mark in zip(points["value"], marks, strict=True)
    ]
    return {
        "type": "scatter",
        "x": points["date"].to_numpy(),
        "y": points["value"].to_numpy(),
        "mode": "lines+markers",
        "line": {"color": GREY, "width": sizes.line},
        "marker": {
            "color": [mark.colour for mark in marks],
            "symbol": [mark.symbol for mark in marks],
            "size": [sizes.marker if mark is COMMON else sizes.marker * 1.6 for mark in marks],
            "opacity": 1,  # or Plotly draws marks of several sizes half transparent
            "line": {"width": 1, "color": [INK if mark.colour == ORANGE else "white" for mark in marks]},
        },
        "text": hover,
        "hovertemplate": "%{text}<extra></extra>",
        "name": "",
        "customdata": [f"{day:%Y-%m}" for day in points["date"]],
        "connectgaps": False,
        "cliponaxis": False,  # the last mark is whole
    }


def mark_empty_months(figure: go.Figure, points: pd.DataFrame, hidden: Sequence[date], sizes: Sizes) -> None:
    """A month without a figure, or with one that is hidden: a mark at the foot with its words, and no line across."""
    empty = points.loc[points["value"].isna(), "date"]
    is_hidden = empty.isin([pd.Timestamp(day) for day in hidden])
    _foot_marks(figure, empty[~is_hidden], "x-thin", "× no figure", sizes)
    _foot_marks(figure, empty[is_hidden], "square-open", "□ hidden: small numbers", sizes)


def _foot_marks(figure: go.Figure, months: pd.Series, symbol: str, words: str, sizes: Sizes) -> None:
    if months.empty:
        return
    foot = figure.layout.yaxis.range[0]
    line = {"width": sizes.line, "color": INK}
    figure.add_scatter(
        x=months.to_numpy(),
        y=[foot] * len(months),
        mode="markers",
        cliponaxis=False,
        hoverinfo="skip",
        marker={"symbol": symbol, "size": sizes.marker * 1.4, "color": INK, "line": line},
    )
    figure.add_annotation(
        x=months.iloc[0],
        y=foot,
        yshift=sizes.text,
        text=words,
        showarrow=False,
        xanchor="left",
        font={"size": sizes.text, "color": TEXT_GREY},
    )


def _last_value(points: pd.DataFrame, unit: str) -> tuple[float, str, str]:
    row = points.dropna(subset="value").iloc[-1]
    mark = MARKS[row["variation"]] if row["variation"] is not Variation.COMMON_CAUSE else COMMON
    colour = INK if mark is COMMON else mark.text_colour
    return row["value"], f"<b>{row['date']:%b %Y} {in_unit(row['value'], unit)}</b>", colour


def _axes(points: pd.DataFrame, unit: str, steps: Sequence[Step], sizes: Sizes) -> Part:
    first, last = points["date"].iloc[0], points["date"].iloc[-1]
    drawn = [step.value for step in steps if pd.Timestamp(step.to_on) >= first and pd.Timestamp(step.from_on) <= last]
    shown = points[["value", "lower_process_limit", "upper_process_limit"]].to_numpy(dtype=float).ravel()
    shown = np.append(shown[~np.isnan(shown)], drawn)
    low, high = (shown.min(), shown.max()) if len(shown) else (0.0, 1.0)
    room = max((high - low) * 0.12, abs(high) * 0.01, 1e-9)
    marks = ticks(low - room, high + room, unit)
    months = len(points)
    left = room_for([str(word) for word in marks.get("ticktext", [f"{high + room:,.0f}  "])], sizes)
    return {
        "margin": {"l": left, "r": sizes.right, "t": 16, "b": 3 * sizes.text},
        "yaxis": {"range": [low - room, high + room], "automargin": False, **marks},
        "xaxis": {
            "tickformat": "%b<br>%Y",
            "dtick": "M1" if months <= 6 else "M6" if months <= 30 else "M12",
            "tick0": last,
            "range": [first - _MARGIN, last + _MARGIN],
            "automargin": False,
        },
    }


def ticks(low: float, high: float, unit: str, most: int = 7) -> Part:
    """Round places for an axis, in the words of the measure's unit."""
    if unit == "count":
        return {"tickformat": ",d", "nticks": 6}
    steps = (
        (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
        if unit == "share"
        else (30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400)
    )
    step = next((step for step in steps if (high - low) / step <= most), steps[-1])
    values = np.arange(np.ceil(low / step) * step, high, step) + 0.0  # no minus before a zero
    words = [percent(value, 0 if step >= 0.01 else 1) if unit == "share" else in_unit(value, unit) for value in values]
    return {"tickvals": values, "ticktext": [f"{word}  " for word in words]}


def mark_events(
    figure: go.Figure, first: pd.Timestamp, last: pd.Timestamp, events: Sequence[Event], sizes: Sizes
) -> None:
    """A numbered line on the day of each event that falls in the months from `first` to `last`."""
    lines, numbers = event_marks(first, last, events, sizes)
    figure.layout.shapes += tuple(lines)
    figure.layout.annotations += tuple(numbers)


def event_marks(
    first: pd.Timestamp, last: pd.Timestamp, events: Sequence[Event], sizes: Sizes
) -> tuple[list[Part], list[Part]]:
    """The lines and the numbers of the events that fall in the months from `first` to `last`."""
    days = [(event.number, pd.Timestamp(event.on)) for event in events]
    shown = [(number, day) for number, day in days if first <= day <= last + pd.offsets.MonthEnd(0)]
    line = {"type": "line", "y0": 0, "y1": 1, "yref": "paper", "line": {"color": INK, "width": 1}, "layer": "below"}
    mark = {"y": 1, "yref": "paper", "showarrow": False, "bgcolor": INK, "borderpad": 3}
    font = {"color": "white", "size": sizes.text - 2}
    lines = [line | {"x0": day, "x1": day} for _, day in shown]
    return lines, [mark | {"x": day, "text": f"<b>{number}</b>", "font": font} for number, day in shown]


def label_ends(figure: go.Figure, labels: list[tuple[float, str, str]], sizes: Sizes) -> None:
    """Labels at the right end, pushed apart so that none covers another."""
    figure.layout.annotations += tuple(end_labels(figure.layout.yaxis.range, labels, sizes))


def end_labels(ends: Sequence[float], labels: list[tuple[float, str, str]], sizes: Sizes) -> list[Part]:
    """Labels (height, text, colour) at the right end of an axis, pushed apart so that none covers another."""
    low, high = ends
    gap = (high - low) * sizes.text * 1.45 / (sizes.height - 70)
    placed: list[tuple[float, str, str]] = []
    for height, text, colour in sorted(
        (label for label in labels if not np.isnan(label[0])), key=lambda label: label[0]
    ):
        placed.append((max(height, placed[-1][0] + gap) if placed else height, text, colour))
    overshoot = placed[-1][0] - high if placed else 0
    mark = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "showarrow": False, "align": "left"}
    return [
        mark | {"y": height - max(overshoot, 0), "text": text, "font": {"color": colour, "size": sizes.text}}
        for height, text, colour in placed
    ]
