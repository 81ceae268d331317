"""Data products, planned against delivered: a row a product, the days from plan to delivery, or to today where late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from perfdash.figures.style import BLUE, GREY, INK, ORANGE, ORANGE_TEXT, TEXT_GREY, WORK, Sizes, template
from perfdash.figures.words import fitted

_ROW = 3.0  # heights of the text a row


@dataclass(frozen=True)
class Product:
    """One product: its days where they are known, and what is said of it on the right."""

    name: str
    planned_on: date | None
    delivered_on: date | None
    is_late: bool
    words: str


def products_chart(products: Sequence[Product], on: date, sizes: Sizes = WORK) -> go.Figure | None:
    """Hollow circle: the planned day; square: delivered; diamond: not delivered by the day `on`. None without any day."""
    days = [day for row in products for day in (row.planned_on, row.delivered_on) if day]
    if not days:
        return None
    figure = go.Figure(layout={"template": template(sizes), "hovermode": False})
    for height, row in enumerate(products):
        _row(figure, height, row, on, sizes)
    figure.add_vline(x=on.isoformat(), line={"color": INK, "width": 1})
    figure.add_annotation(
        x=on.isoformat(), y=1, yref="paper", yanchor="bottom", xanchor="right", showarrow=False,
        text=f"today, {on.day} {on:%B %Y}",
    )  # fmt: skip
    figure.update_xaxes(range=[min(days).replace(day=1).isoformat(), on.isoformat()], tickformat="%b %Y", nticks=7)
    figure.update_yaxes(
        range=[len(products) - 0.5, -0.5],
        showgrid=False,
        tickvals=list(range(len(products))),
        ticktext=[f"{fitted(row.name, 26)}  " for row in products],
    )
    longest = max(len(row.words) for row in products)
    figure.update_layout(
        height=int(len(products) * _ROW * sizes.text) + 70,
        margin={"t": 34, "r": int(longest * sizes.text * 0.62) + 24},
    )
    return figure


def _row(figure: go.Figure, height: int, row: Product, on: date, sizes: Sizes) -> None:
    end = row.delivered_on or (on if row.is_late else None)
    colour = ORANGE if row.is_late else GREY
    if row.planned_on and end:
        ends = [row.planned_on.isoformat(), end.isoformat()]
        line = {"color": colour, "width": sizes.line * 1.5}
        figure.add_scatter(x=ends, y=[height, height], mode="lines", line=line, hoverinfo="skip")
    if row.planned_on:
        hollow = {"symbol": "circle", "color": "white", "line": {"color": TEXT_GREY, "width": sizes.line}}
        _mark(figure, height, row.planned_on, hollow, sizes)
    if row.delivered_on:
        _mark(figure, height, row.delivered_on, {"symbol": "square", "color": BLUE}, sizes)
    elif row.is_late:
        _mark(figure, height, on, {"symbol": "diamond", "color": ORANGE, "line": {"color": INK, "width": 1}}, sizes)
    figure.add_annotation(
        x=1, xref="paper", y=height, xanchor="left", xshift=12, showarrow=False, align="left", text=row.words,
        font={"color": ORANGE_TEXT if row.is_late else INK, "size": sizes.text},
    )  # fmt: skip


def _mark(figure: go.Figure, height: int, day: date, mark: Mapping[str, object], sizes: Sizes) -> None:
    figure.add_scatter(
        x=[day.isoformat()], y=[height], mode="markers", marker={**mark} | {"size": sizes.marker * 1.7}, hoverinfo="skip",
        cliponaxis=False,
    )  # fmt: skip
