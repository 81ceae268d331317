"""Many areas, one scale: a process each, in one figure, because twelve figures cost a page twice as much as one."""

from collections.abc import Mapping, Sequence
from math import ceil

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.process_chart import Step, drawn_points, ticks
from perfdash.figures.sentences import variation_label
from perfdash.figures.style import COMMON, GREY, INK, MARKS, ORANGE, PALE, WORK, Sizes, template
from perfdash.figures.words import in_unit

_ROW_HEIGHT = 190


def small_multiples(
    areas: Mapping[str, ProcessBehaviour],
    unit: str,
    steps: Sequence[Step] = (),
    columns: int = 5,
    sizes: Sizes = WORK,
) -> go.Figure:
    """One small process chart an area, in the order given, all on the same scale; the last value and word in its title."""
    rows = ceil(len(areas) / columns)
    titles = [_title(name, result, unit) for name, result in areas.items()]
    figure = make_subplots(
        rows, columns, shared_xaxes=True, shared_yaxes=True, subplot_titles=titles, vertical_spacing=0.28 / rows
    )
    figure.update_layout(
        template=template(sizes), height=60 + _ROW_HEIGHT * rows, margin={"r": 8, "t": 52}, hovermode=False
    )
    figure.update_annotations(font={"size": sizes.text - 1})
    for place, result in enumerate(areas.values()):
        row, column = divmod(place, columns)
        for trace in _traces(drawn_points(result, unit), steps):
            figure.add_trace(trace, row + 1, column + 1)
    low, high = _scale([drawn_points(result, unit) for result in areas.values()], steps)
    figure.update_yaxes(range=[low, high])
    figure.update_yaxes(col=1, **ticks(low, high, unit, most=5))
    first = next(iter(areas.values())).points["date"]
    figure.update_xaxes(tickvals=[first.iloc[0], first.iloc[-1]], tickformat="%b<br>%Y")
    return figure


def _title(name: str, result: ProcessBehaviour, unit: str) -> str:
    last = result.points["value"].dropna().iloc[-1]
    return f"<b>{name}</b> {in_unit(last, unit)}<br>{variation_label(result)}"


def _traces(points: pd.DataFrame, steps: Sequence[Step]) -> list[go.Scatter]:
    dates, values = points["date"].to_numpy(), points["value"].to_numpy()
    traces = [trace for _, segment in points.groupby("segment") for trace in _expected(segment)]
    current = [step for step in steps if np.datetime64(step.to_on) >= dates[-1]]
    traces += [
        go.Scatter(
            x=[max(np.datetime64(step.from_on, "D"), dates[0].astype("datetime64[D]")), dates[-1]],
            y=[step.value, step.value],
            mode="lines",
            line={"color": INK, "width": 1.5, "dash": "dash"},
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
        )
    )
    return traces


def _expected(segment: pd.DataFrame) -> list[go.Scatter]:
    """The band and the mean of one segment; an undefined limit draws nothing."""
    dates = segment["date"].to_numpy()
    upper, lower, mean = (segment[name].to_numpy() for name in ("upper_process_limit", "lower_process_limit", "mean"))
    return [
        go.Scatter(x=dates, y=upper, mode="lines", line={"width": 0}),
        go.Scatter(x=dates, y=lower, mode="lines", line={"width": 0}, fill="tonexty", fillcolor=PALE),
        go.Scatter(x=dates, y=mean, mode="lines", line={"color": GREY, "width": 1}),
    ]


def _scale(areas: Sequence[pd.DataFrame], steps: Sequence[Step]) -> tuple[float, float]:
    shown = [points[["value", "lower_process_limit", "upper_process_limit"]].to_numpy(float) for points in areas]
    values = np.concatenate([part.ravel() for part in shown] + [[step.value for step in steps[-1:]]])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = max((high - low) * 0.06, 1e-9)
    return low - room, high + room


def multiples_sentence(areas: Mapping[str, ProcessBehaviour]) -> str:
    """Which areas are getting worse and which better, by their own limits; how many show no clear change."""
    words: dict[str, list[str]] = {}
    for name, result in areas.items():
        words.setdefault(variation_label(result).partition(" (")[0].lower(), []).append(name)
    parts = [f"{', '.join(names)}: {word}" for word, names in words.items() if word != COMMON.word.lower()]
    calm = len(words.get(COMMON.word.lower(), []))
    rest = f"{calm} of {len(areas)} area{'' if len(areas) == 1 else 's'} show no clear change"
    return "; ".join([*parts, rest] if calm or not parts else parts)
