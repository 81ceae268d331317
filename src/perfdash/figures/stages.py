"""Where the minutes go: stacked means by month, and the way from one mean to another, stage by stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.analysis.differences import Change, Comparison
from perfdash.contract.stages import BY_KEY, STAGES
from perfdash.figures.process_chart import Event, label_ends, mark_empty_months, mark_events, ticks
from perfdash.figures.stage_sentences import change_words, interval_words
from perfdash.figures.style import BLUE, CATEGORIES, GREY, GRID, INK, ORANGE, WORK, Sizes, template
from perfdash.figures.words import fitted, minutes, percent

_DAY = 86_400_000  # milliseconds, the unit of a bar's width on an axis of dates
_BAR = 26 * _DAY  # a bar stands within its own month, so that an event's line meets the month it fell in


@dataclass(frozen=True)
class Span:
    """A period that is compared: its word on the chart, its first and last month, and the mean of all stages."""

    name: str
    first: date
    last: date
    mean: float


def stacked_months(
    months: pd.DataFrame, spans: Sequence[Span] = (), events: Sequence[Event] = (), sizes: Sizes = WORK
) -> go.Figure:
    """Mean seconds of the three stages by whole month, stacked from zero; the means of the compared periods as lines.

    `months` has `month` and the columns of `STAGES`; a month without stages is marked at the foot. The customdata of a bar
    is its month, as 2025-04.
    """
    shown = months.set_index("month").asfreq("MS").reset_index()
    totals = shown[[stage.column for stage in STAGES]].sum(axis=1, skipna=False)
    figure = go.Figure(layout={"template": template(sizes)})
    for stage, colour in zip(STAGES, CATEGORIES, strict=False):
        figure.add_trace(_stage_bars(shown, stage.column, stage.name, totals, colour))
    high = float(np.nanmax([*totals, *(span.mean for span in spans)])) * 1.28  # above the bars stand the periods' words
    figure.update_layout(barmode="stack", bargap=0, margin={"r": 16 * sizes.text})
    figure.update_yaxes(range=[0, high], **ticks(0, high, "seconds", most=6))
    _month_axis(figure, shown["month"])
    mark_empty_months(figure, pd.DataFrame({"date": shown["month"], "value": totals}), (), sizes)
    _spans(figure, spans, sizes)
    mark_events(figure, shown["month"].iloc[0], shown["month"].iloc[-1], events, sizes)
    label_ends(figure, _stage_labels(shown, totals), sizes)
    return figure


def _stage_bars(shown: pd.DataFrame, column: str, name: str, totals: pd.Series, colour: str) -> go.Bar:
    is_top = column == STAGES[-1].column
    words = [
        f"{name} {minutes(mean)}{f' · all three {minutes(total)}' if is_top else ''}"
        for mean, total in zip(shown[column], totals, strict=True)
    ]
    return go.Bar(
        x=shown["month"].to_numpy(),
        y=shown[column].to_numpy(),
        offset=0,
        width=_BAR,
        marker={"color": colour, "line": {"width": 0}},
        customdata=[f"{month:%Y-%m}" for month in shown["month"]],
        text=words,
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
        name="",
    )


def _month_axis(figure: go.Figure, months: pd.Series) -> None:
    step = 1 if len(months) <= 6 else 6 if len(months) <= 30 else 12
    marked = months.iloc[::-1].iloc[::step]
    middle = pd.Timedelta(milliseconds=_BAR / 2)
    figure.update_xaxes(
        tickvals=(marked + middle).to_numpy(),
        ticktext=[f"{month:%b<br>%Y}" for month in marked],
        range=[months.iloc[0] - pd.Timedelta(days=4), months.iloc[-1] + pd.DateOffset(months=1)],
    )


def _spans(figure: go.Figure, spans: Sequence[Span], sizes: Sizes) -> None:
    """Each compared period's mean as a line over its months, white-edged so that it stands on any colour."""
    for span in (span for span in spans if not np.isnan(span.mean)):
        ends = [pd.Timestamp(span.first), pd.Timestamp(span.last) + pd.Timedelta(milliseconds=_BAR)]
        for colour, width in (("white", sizes.line * 2.4), (INK, sizes.line * 1.2)):
            line = {"color": colour, "width": width}
            figure.add_scatter(x=ends, y=[span.mean, span.mean], mode="lines", line=line, hoverinfo="skip")
        figure.add_annotation(
            x=ends[0] + (ends[1] - ends[0]) / 2, y=1, yref="paper", yanchor="top", yshift=-sizes.text * 1.7,
            text=f"<b>{span.name}</b> {minutes(span.mean)}", showarrow=False, bgcolor="white",
            font={"size": sizes.text, "color": INK},
        )  # fmt: skip


def _stage_labels(shown: pd.DataFrame, totals: pd.Series) -> list[tuple[float, str, str]]:
    """The last month's means at the height of their bars: a square of the stage's colour, its name and its minutes."""
    last = int(np.flatnonzero(totals.notna())[-1])
    labels, foot = [], 0.0
    for stage, colour in zip(STAGES, CATEGORIES, strict=False):
        mean = float(shown[stage.column].iloc[last])
        text = f'<span style="color:{colour}">■</span> {stage.name} {minutes(mean)}'
        labels.append((foot + mean / 2, text, INK))
        foot += mean
    return [*labels, (foot, f"<b>{shown['month'].iloc[last]:%b %Y} {minutes(foot)}</b>", INK)]


@dataclass(frozen=True)
class _Row:
    """One bar of a waterfall: its name, where it starts and ends in seconds, its colour and its words."""

    name: str
    start: float
    end: float
    colour: str
    words: str


def waterfall(compared: Comparison, before: str, after: str, sizes: Sizes = WORK) -> go.Figure:
    """From the mean before, through what each stage added or took away, to the mean now; bars from zero, in minutes."""
    start, end = compared.whole.before.mean, compared.whole.after.mean
    rows, reached = [_Row(before, 0, start, INK, f"<b>{minutes(start)}</b>")], start
    for part in compared.parts:
        name = BY_KEY[part.key].name.capitalize()
        rows.append(_Row(name, reached, reached + part.difference.change, _colour(part), _change_label(part)))
        reached += part.difference.change
    rows.append(_Row(after, 0, end, INK, f"<b>{minutes(end)}</b><br>{_change_label(compared.whole)}"))
    return _drawn_rows(rows, sizes)


def cascade(means: pd.Series, whole: str, sizes: Sizes = WORK) -> go.Figure:
    """One period alone: the stages one after the other, from the call to the arrival. `means` has the columns of `STAGES`."""
    rows, reached = [], 0.0
    for stage, colour in zip(STAGES, CATEGORIES, strict=False):
        mean = float(means[stage.column])
        rows.append(_Row(stage.name.capitalize(), reached, reached + mean, colour, f"<b>{minutes(mean)}</b>"))
        reached += mean
    return _drawn_rows([*rows, _Row(whole, 0, reached, INK, f"<b>{minutes(reached)}</b>")], sizes)


def _colour(part: Change) -> str:
    if not part.difference.is_clear:
        return GREY
    return ORANGE if part.difference.change > 0 else BLUE


def _change_label(part: Change) -> str:
    """◆ longer, ▼ less, ● no clear change; the share of the whole change where it has one; the interval in words."""
    difference = part.difference
    mark = "●" if not difference.is_clear else "◆" if difference.change > 0 else "▼"
    has_share = difference.is_clear and part.share >= 0 and round(part.share, 2) <= 1
    share = f", {percent(part.share, 0)} of the change" if has_share else ""
    calm = "" if difference.is_clear else ", no clear change"
    return f"{mark} <b>{change_words(difference.change)}</b>{share}{calm}<br>95 % interval {interval_words(difference)}"


def _drawn_rows(rows: Sequence[_Row], sizes: Sizes) -> go.Figure:
    figure = go.Figure(layout={"template": template(sizes)})
    places = list(range(len(rows)))
    figure.add_bar(
        x=[row.end - row.start for row in rows],
        base=[row.start for row in rows],
        y=places,
        orientation="h",
        width=0.6,
        marker={
            "color": [row.colour for row in rows],
            "line": {"color": INK, "width": [1 if row.colour == ORANGE else 0 for row in rows]},
        },
        hoverinfo="skip",
    )
    for place, row in enumerate(rows):
        if place + 1 < len(rows):  # where one bar ends the next one begins
            line = {"color": GREY, "width": 1}
            figure.add_shape(type="line", x0=row.end, x1=row.end, y0=place + 0.3, y1=place + 0.7, line=line)
        figure.add_annotation(
            x=max(row.start, row.end), y=place, xanchor="left", xshift=8, text=row.words, align="left",
            showarrow=False, font={"size": sizes.text, "color": INK},
        )  # fmt: skip
    names = [f"{fitted(row.name, 16)}  ".replace("<br>", "  <br>") for row in rows]
    high = max(max(row.start, row.end) for row in rows) or 1
    figure.update_yaxes(tickvals=places, ticktext=names, showgrid=False, range=[len(rows) - 0.4, -0.6])
    figure.update_xaxes(showgrid=True, gridcolor=GRID, range=[0, high], **ticks(0, high, "seconds", most=5))
    height = 60 + 4 * sizes.text * len(rows)
    return figure.update_layout(height=height, margin={"r": 25 * sizes.text, "b": 2 * sizes.text}, hovermode=False)
