"""Many areas, one scale: a process each, in one figure, because twelve figures cost a page twice as much as one."""

from collections.abc import Mapping, Sequence
from math import ceil

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.process_chart import Step, drawn_points, ticks
from perfdash.figures.sentences import listed, variation_label
from perfdash.figures.style import COMMON, GREY, INK, MARKS, ORANGE, PALE, WORK, Sizes, template
from perfdash.figures.words import fitted, in_unit

_ROW_HEIGHT = 215


def small_multiples(
    areas: Mapping[str, ProcessBehaviour],
    unit: str,
    steps: Sequence[Step] = (),
    columns: int = 5,
    sizes: Sizes = WORK,
    keys: Sequence[str] = (),
    one_scale: bool = True,
) -> go.Figure:
    """One small process chart an area, in the order given, all on the same scale; the last value and word in its title.

    The customdata of an area's points is its key. Without `one_scale`, for parts that are not compared with each other,
    each chart has its own axis, and the customdata of a point is its month.
    """
    rows = ceil(len(areas) / columns)
    titles = [_title(name, result, unit) for name, result in areas.items()]
    figure = make_subplots(
        rows,
        columns,
        shared_xaxes=True,
        shared_yaxes=one_scale,
        subplot_titles=titles,
        vertical_spacing=0.36 / rows,
        horizontal_spacing=0.02 if one_scale else 0.13,
    )
    figure.update_layout(
        template=template(sizes), height=60 + _ROW_HEIGHT * rows, margin={"r": 8, "t": 72}, hovermode="closest"
    )
    figure.update_annotations(font={"size": sizes.text})
    for place, (name, result) in enumerate(areas.items()):
        row, column = divmod(place, columns)
        months = [f"{day:%Y-%m}" for day in result.points["date"]]
        opened = [keys[place] if keys else name] * len(months) if one_scale else months
        for trace in _traces(result, unit, steps, opened):
            figure.add_trace(trace, row + 1, column + 1)
        if not one_scale:
            low, high = _scale([drawn_points(result, unit)], steps)
            figure.update_yaxes(row=row + 1, col=column + 1, range=[low, high], **ticks(low, high, unit, most=5))
    if one_scale:
        low, high = _scale([drawn_points(result, unit) for result in areas.values()], steps)
        figure.update_yaxes(range=[low, high])
        figure.update_yaxes(col=1, **ticks(low, high, unit, most=5))
    figure.update_xaxes(type="date", **_dates([result.points["date"] for result in areas.values()]))
    return figure


def _dates(shown: Sequence[pd.Series]) -> dict[str, object]:
    """Years where they tell enough; else two months, away from the edges, or the one in the middle: labels of neighbours
    must not meet in a fifth of the width."""
    first, last = min(days.iloc[0] for days in shown), max(days.iloc[-1] for days in shown)
    years = list(pd.date_range(first, last, freq="YS"))
    if len(years) < 2:
        months = list(pd.date_range(first, last, freq="MS"))
        places = [len(months) // 6, -1 - len(months) // 6] if len(months) >= 6 else [len(months) // 2]
        return {"tickvals": [months[place] for place in places], "tickformat": "%b<br>%Y"}
    return {"tickvals": years[:: ceil(len(years) / 2)], "tickformat": "%Y"}


def _title(name: str, result: ProcessBehaviour, unit: str) -> str:
    last = result.points["value"].dropna().iloc[-1]
    # The word without its numbers: they are the same in every area, and a fifth of the width has no room for them.
    word = variation_label(result).partition(" (")[0]
    return f"<b>{fitted(name, 17, 1)}</b><br>{in_unit(last, unit)}<br>{word}"


def _traces(result: ProcessBehaviour, unit: str, steps: Sequence[Step], opened: Sequence[str]) -> list[go.Scatter]:
    points = drawn_points(result, unit)
    dates, values = _texts(points), points["value"].to_numpy()
    segments = [] if result.has_too_few_points else [segment for _, segment in points.groupby("segment")]
    traces = [trace for segment in segments for trace in _expected(segment)]
    current = [step for step in steps if pd.Timestamp(step.to_on) >= points["date"].iloc[-1]]
    traces += [
        go.Scatter(
            x=[max(f"{step.from_on:%Y-%m-%d}", dates[0]), dates[-1]],
            y=[step.value, step.value],
            mode="lines",
            line={"color": INK, "width": 1.5, "dash": "dash"},
            hoverinfo="skip",
        )
        for step in current
    ]
    marks = [MARKS[variation] for variation in points["variation"]]
    traces.append(
        go.Scatter(
            x=dates,
            y=values,
            mode="lines+markers",
            line={"color": GREY, "width": 1.5},
            marker={
                "color": [mark.colour for mark in marks],
                "symbol": [mark.symbol for mark in marks],
                "size": [3 if mark is COMMON else 8 for mark in marks],
                "line": {"width": [1 if mark.colour == ORANGE else 0 for mark in marks], "color": INK},
            },
            customdata=opened,
            hoverinfo="none",  # nothing to read, but a point that a click can find
        )
    )
    return traces


def _texts(points: pd.DataFrame) -> list[str]:
    # As short texts: forty charts of four years of full instants would be most of what a page sends.
    return [f"{day:%Y-%m}" for day in points["date"]]


def _expected(segment: pd.DataFrame) -> list[go.Scatter]:
    """The band and the mean of one segment; an undefined limit draws nothing."""
    dates = _texts(segment)
    upper, lower, mean = (segment[name].to_numpy() for name in ("upper_process_limit", "lower_process_limit", "mean"))
    return [
        go.Scatter(x=dates, y=upper, mode="lines", line={"width": 0}, hoverinfo="skip"),
        go.Scatter(x=dates, y=lower, mode="lines", line={"width": 0}, fill="tonexty", fillcolor=PALE, hoverinfo="skip"),
        go.Scatter(x=dates, y=mean, mode="lines", line={"color": GREY, "width": 1}, hoverinfo="skip"),
    ]


def _scale(areas: Sequence[pd.DataFrame], steps: Sequence[Step]) -> tuple[float, float]:
    shown = [points[["value", "lower_process_limit", "upper_process_limit"]].to_numpy(float) for points in areas]
    values = np.concatenate([part.ravel() for part in shown] + [[step.value for step in steps[-1:]]])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = max((high - low) * 0.06, 1e-9)
    return low - room, high + room


def multiples_sentence(areas: Mapping[str, ProcessBehaviour], noun: str = "area") -> str:
    """Which areas are getting worse and which better, by their own limits; how many show no clear change."""
    words: dict[str, list[str]] = {}
    for name, result in areas.items():
        words.setdefault(variation_label(result).partition(" (")[0].lower(), []).append(name)
    calm, short = len(words.pop(COMMON.word.lower(), [])), len(words.pop("too few points", []))
    parts = [f"{listed(names)}: {word}" for word, names in words.items()]
    if calm or not (parts or short):
        parts.append(f"{_of(calm, areas, noun)} {'shows' if calm == 1 else 'show'} no clear change")
    if short:
        parts.append(
            f"{_of(short, areas, noun)} {'has' if short == 1 else 'have'} too few months to tell ({_needed(areas)})"
        )
    return "; ".join(parts)


def _of(n: int, areas: Mapping[str, ProcessBehaviour], noun: str) -> str:
    return f"{n} of {len(areas)} {noun}{'' if len(areas) == 1 else 's'}"


def _needed(areas: Mapping[str, ProcessBehaviour]) -> str:
    most = max((result for result in areas.values() if result.has_too_few_points), key=lambda result: result.n_points)
    return f"{most.n_points} of {most.rules.minimum_points}"
