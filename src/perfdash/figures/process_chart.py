"""The one process chart: line, mean, limits, special causes, dated aims and numbered events, readable without hover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.analysis.spc_result import ProcessBehaviour, Variation
from perfdash.figures.style import COMMON, GREY, INK, MARKS, ORANGE, PALE, TEXT_GREY, WORK, Sizes, template
from perfdash.figures.words import in_unit, percent, possible

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
    figure = go.Figure(layout={"template": template(sizes)})
    labels: list[tuple[float, str, str]] = []
    if not result.has_too_few_points:
        _limits(figure, points, sizes)
        for side in ("upper", "lower"):
            limit = float(points[f"{side}_process_limit"].iloc[-1])
            labels.append((limit, f"{side} limit {in_unit(limit, unit)}", TEXT_GREY))
    _mean(figure, points, sizes)
    if result.n_points > 1:
        labels.append((result.mean, f"mean {in_unit(result.mean, unit)}", TEXT_GREY))
    labels += _steps(figure, points, steps, sizes)
    _values(figure, points, unit, sizes)
    labels.append(_last_value(points, unit))
    _axes(figure, points, unit, steps)
    mark_empty_months(figure, points, hidden, sizes)
    mark_events(figure, points["date"].iloc[0], points["date"].iloc[-1], events, sizes)
    label_ends(figure, labels, sizes)
    return figure


def drawn_points(result: ProcessBehaviour, unit: str) -> pd.DataFrame:
    """The points with their limits cut off at what the unit can reach."""
    limits = ("lower_process_limit", "upper_process_limit")
    points = result.points
    return points.assign(**{name: [possible(limit, unit) for limit in points[name]] for name in limits})


def _limits(figure: go.Figure, points: pd.DataFrame, sizes: Sizes) -> None:
    for _, segment in points.groupby("segment"):
        dates = segment["date"].to_numpy()
        upper, lower = segment["upper_process_limit"].to_numpy(), segment["lower_process_limit"].to_numpy()
        figure.add_scatter(x=dates, y=upper, mode="lines", line={"width": 0}, hoverinfo="skip")
        figure.add_scatter(
            x=dates, y=lower, mode="lines", line={"width": 0}, fill="tonexty", fillcolor=PALE, hoverinfo="skip"
        )
        for limit in (upper, lower):
            line = {"color": GREY, "width": sizes.line / 1.5, "dash": "dot"}
            figure.add_scatter(x=dates, y=limit, mode="lines", line=line, hoverinfo="skip")


def _mean(figure: go.Figure, points: pd.DataFrame, sizes: Sizes) -> None:
    for _, segment in points.groupby("segment"):
        line = {"color": GREY, "width": sizes.line / 1.5}
        figure.add_scatter(
            x=segment["date"].to_numpy(), y=segment["mean"].to_numpy(), mode="lines", line=line, hoverinfo="skip"
        )


def _steps(
    figure: go.Figure, points: pd.DataFrame, steps: Sequence[Step], sizes: Sizes
) -> list[tuple[float, str, str]]:
    first, last = points["date"].iloc[0], points["date"].iloc[-1]
    shown = [step for step in steps if pd.Timestamp(step.from_on) <= last and pd.Timestamp(step.to_on) >= first]
    for step in shown:
        ends = [max(pd.Timestamp(step.from_on), first - _MARGIN), min(pd.Timestamp(step.to_on), last + _MARGIN)]
        line = {"color": INK, "width": sizes.line * 1.2, "dash": "dash"}
        figure.add_scatter(x=ends, y=[step.value, step.value], mode="lines", line=line, hoverinfo="skip")
    current = [step for step in shown if pd.Timestamp(step.to_on) >= last]
    return [(step.value, f"<b>{step.name}</b>", INK) for step in current]


def _values(figure: go.Figure, points: pd.DataFrame, unit: str, sizes: Sizes) -> None:
    marks = [MARKS[variation] for variation in points["variation"]]
    hover = [
        f"{in_unit(value, unit)} · {mark.word if mark is not COMMON else 'common cause'}"
        for value, mark in zip(points["value"], marks, strict=True)
    ]
    figure.add_scatter(
        x=points["date"].to_numpy(),
        y=points["value"].to_numpy(),
        mode="lines+markers",
        line={"color": GREY, "width": sizes.line},
        marker={
            "color": [mark.colour for mark in marks],
            "symbol": [mark.symbol for mark in marks],
            "size": [sizes.marker if mark is COMMON else sizes.marker * 1.6 for mark in marks],
            "line": {"width": 1, "color": [INK if mark.colour == ORANGE else "white" for mark in marks]},
        },
        text=hover,
        hovertemplate="%{text}<extra></extra>",
        name="",
        customdata=[f"{day:%Y-%m}" for day in points["date"]],
        connectgaps=False,
    )


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


def _axes(figure: go.Figure, points: pd.DataFrame, unit: str, steps: Sequence[Step]) -> None:
    first, last = points["date"].iloc[0], points["date"].iloc[-1]
    drawn = [step.value for step in steps if pd.Timestamp(step.to_on) >= first and pd.Timestamp(step.from_on) <= last]
    shown = points[["value", "lower_process_limit", "upper_process_limit"]].to_numpy(dtype=float).ravel()
    shown = np.append(shown[~np.isnan(shown)], drawn)
    low, high = (shown.min(), shown.max()) if len(shown) else (0.0, 1.0)
    room = max((high - low) * 0.12, abs(high) * 0.01, 1e-9)
    figure.update_yaxes(range=[low - room, high + room], **ticks(low - room, high + room, unit))
    months = len(points)
    figure.update_xaxes(
        tickformat="%b<br>%Y",
        dtick="M1" if months <= 6 else "M6" if months <= 30 else "M12",
        tick0=last,
        range=[first - _MARGIN, last + _MARGIN],
    )


def ticks(low: float, high: float, unit: str, most: int = 7) -> dict[str, object]:
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
    for event in events:
        if not first <= pd.Timestamp(event.on) <= last + pd.offsets.MonthEnd(0):
            continue
        day = pd.Timestamp(event.on)
        figure.add_shape(
            type="line", x0=day, x1=day, y0=0, y1=1, yref="paper", line={"color": INK, "width": 1}, layer="below"
        )
        figure.add_annotation(
            x=day, y=1, yref="paper", text=f"<b>{event.number}</b>", showarrow=False, bgcolor=INK, borderpad=3,
            font={"color": "white", "size": sizes.text - 2},
        )  # fmt: skip


def label_ends(figure: go.Figure, labels: list[tuple[float, str, str]], sizes: Sizes) -> None:
    """Labels at the right end, pushed apart so that none covers another."""
    low, high = figure.layout.yaxis.range
    gap = (high - low) * sizes.text * 1.45 / (sizes.height - 70)
    placed: list[tuple[float, str, str]] = []
    for height, text, colour in sorted(
        (label for label in labels if not np.isnan(label[0])), key=lambda label: label[0]
    ):
        placed.append((max(height, placed[-1][0] + gap) if placed else height, text, colour))
    overshoot = placed[-1][0] - high if placed else 0
    for height, text, colour in placed:
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=8, y=height - max(overshoot, 0), text=text, showarrow=False,
            font={"color": colour, "size": sizes.text}, align="left",
        )  # fmt: skip
