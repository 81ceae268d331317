"""Due dates of recommendations against today: a row each, its state as shape and word; white for what others deliver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.icons import svg_image
from perfdash.figures.style import (
    BLUE,
    GREY,
    GRID,
    INK,
    ORANGE,
    ORANGE_TEXT,
    PURPLE,
    TEXT_GREY,
    WORK,
    Mark,
    Sizes,
    template,
)
from perfdash.figures.words import fitted, month
from perfdash.reference.recommendations import Status

STATE_MARKS: dict[Status | None, Mark] = {
    Status.IMPLEMENTED: Mark(BLUE, BLUE, "triangle-up", "implemented"),
    Status.IN_PROGRESS: Mark(GREY, TEXT_GREY, "circle", "in progress"),
    Status.OVERDUE: Mark(ORANGE, ORANGE_TEXT, "diamond", "overdue"),
    Status.NOT_ACCEPTED: Mark(PURPLE, PURPLE, "square", "not accepted"),
    Status.NOT_OURS: Mark("#FFFFFF", TEXT_GREY, "circle", "not ours to deliver"),
    None: Mark("#FFFFFF", TEXT_GREY, "circle-dot", "nothing recorded yet"),
}
_SHAPES = {
    "circle": '<circle cx="9" cy="9" r="6.5" {paint}/>',
    "circle-dot": '<circle cx="9" cy="9" r="6.5" {paint}/><circle cx="9" cy="9" r="1.8" fill="#1D1D1B"/>',
    "triangle-up": '<path d="M9 2l7.5 13.5h-15z" {paint}/>',
    "diamond": '<path d="M9 1.5l7.5 7.5L9 16.5 1.5 9z" {paint}/>',
    "square": '<path d="M3 3h12v12H3z" {paint}/>',
}
_ROW = 2.1  # height of a row, in heights of the text
_NEAR = 0.35  # two dated lines nearer than this share of the axis put their words on either side


@dataclass(frozen=True)
class Due:
    """One recommendation on the chart: when it is due, where it stands (`words`), and whether it is ours to deliver."""

    key: str
    due_on: date
    status: Status | None
    words: str
    is_ours: bool


@dataclass(frozen=True)
class Dated:
    """A day that the chart marks with a line."""

    on: date
    text: str


def due_dates(rows: Sequence[Due], today: date, dated: Sequence[Dated] = (), sizes: Sizes = WORK) -> go.Figure:
    """Ours first, then others', each from its due date on; vertical lines at `dated` days and at today.

    An overdue one draws a line from its due date to today. A mark's customdata is the recommendation's key.
    """
    groups = [("The force's to deliver", True), ("For national bodies to deliver", False)]
    figure = go.Figure(layout={"template": template(sizes), "hovermode": False})
    height, heads = 0.0, []
    for head, is_ours in groups:
        members = [row for row in rows if row.is_ours is is_ours]
        if members:
            heads.append((height, head))
            _group(figure, members, [height + 1 + place for place in range(len(members))], today, sizes)
            height += len(members) + 1.3
    lines = [*dated, Dated(today, "today")]
    first, last = _ends([*(row.due_on for row in rows), *(line.on for line in lines)])
    for place, head in heads:
        _text(figure, first, place, f"<b>{head}</b>", sizes, INK)
    _lines(figure, lines, (first, last), height, sizes)
    figure.update_xaxes(range=[first, last], tickformat="%b<br>%Y", dtick="M6", tick0="2024-01-01")
    figure.update_yaxes(range=[height - 0.3, -0.6], visible=False)
    figure.update_layout(height=int(height * _ROW * sizes.text) + 120, margin={"l": 8, "r": 110, "t": 56, "b": 8})
    return figure


def _ends(days: Sequence[date]) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The ends of the axis: a little more than the days shown, so that no mark is cut."""
    first, last = pd.Timestamp(min(days)), pd.Timestamp(max(days))
    room = max((last - first) * 0.04, pd.Timedelta(days=20))
    return first - room, last + room / 4


def _group(figure: go.Figure, rows: Sequence[Due], heights: Sequence[float], today: date, sizes: Sizes) -> None:
    for row, height in zip(rows, heights, strict=True):
        if row.status is Status.OVERDUE:
            line = {"color": ORANGE_TEXT, "width": sizes.line, "dash": "dot"}
            figure.add_scatter(x=[row.due_on, today], y=[height, height], mode="lines", line=line, hoverinfo="skip")
    marks = [STATE_MARKS[row.status] for row in rows]
    figure.add_scatter(
        x=[row.due_on for row in rows],
        y=list(heights),
        mode="markers",
        marker={
            # What others have done keeps its shape and stays white: it is no result of ours.
            "color": [mark.colour if row.is_ours else "#FFFFFF" for row, mark in zip(rows, marks, strict=True)],
            "symbol": [_plotly_symbol(mark) for mark in marks],
            "size": sizes.marker * 2,
            "line": {"width": sizes.line * 0.8, "color": INK},
        },
        customdata=[row.key for row in rows],
        hoverinfo="skip",
        cliponaxis=False,
    )
    for row, mark, height in zip(rows, marks, heights, strict=True):
        words = f"<b>{row.key}</b>  {fitted(row.words, 60, 1)}"
        _text(figure, row.due_on, height, words, sizes, mark.text_colour, sizes.marker * 1.6, "rgba(255,255,255,.92)")


def _plotly_symbol(mark: Mark) -> str:
    return {"circle-dot": "circle-open-dot"}.get(mark.symbol, mark.symbol)


def _text(
    figure: go.Figure, x: object, y: float, words: str, sizes: Sizes, colour: str, shift: float = 0, ground: str = ""
) -> None:
    figure.add_annotation(
        x=x, y=y, text=words, showarrow=False, xanchor="left", xshift=shift, bgcolor=ground or "rgba(0,0,0,0)",
        borderpad=1, font={"size": sizes.text, "color": colour},
    )  # fmt: skip


def _lines(
    figure: go.Figure, lines: Sequence[Dated], ends: tuple[pd.Timestamp, pd.Timestamp], foot: float, sizes: Sizes
) -> None:
    span = (ends[1] - ends[0]) * _NEAR
    in_order = sorted(lines, key=lambda line: line.on)
    for place, line in enumerate(in_order):
        is_today = line is lines[-1]
        stroke = {"color": INK if is_today else GREY, "width": sizes.line, "dash": "solid" if is_today else "dash"}
        figure.add_shape(type="line", x0=line.on, x1=line.on, y0=-0.6, y1=foot - 0.3, line=stroke, layer="below")
        is_crowded = place + 1 < len(in_order) and pd.Timestamp(in_order[place + 1].on) - pd.Timestamp(line.on) < span
        figure.add_annotation(
            x=line.on, y=1, yref="paper", yanchor="bottom", xanchor="right" if is_crowded else "left",
            showarrow=False, align="left", text=f"{line.text}<br>{line.on:%-d %b %Y}",
            font={"size": sizes.text, "color": INK if is_today else TEXT_GREY},
        )  # fmt: skip
    figure.update_xaxes(showgrid=True, gridcolor=GRID)


def state_html(status: Status | None, is_ours: bool = True) -> str:
    """The mark of a state as a small image, for beside its word: what others have done is white."""
    mark = STATE_MARKS[status]
    paint = f'fill="{mark.colour if is_ours else "#FFFFFF"}" stroke="{INK}" stroke-width="1.3"'
    return svg_image("pd-icon", 18, 18, _SHAPES[mark.symbol].format(paint=paint))


def due_words(rows: Sequence[Due], today: date) -> str:
    """The chart in words, for people who do not see it: a state each, with its due month."""
    said = [f"{row.key} {row.words}, due {month(row.due_on)}" for row in rows]
    return f"Due dates against {today:%-d %B %Y}: {'; '.join(said)}."
