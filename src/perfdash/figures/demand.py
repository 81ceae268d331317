"""How much there was to do and how well it went, month by month: two charts on one time axis, never two scales on one."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from perfdash.figures.process_chart import ticks
from perfdash.figures.style import BLUE, GREY, GRID, INK, TEXT_GREY, WORK, Sizes, template
from perfdash.figures.words import count, in_unit


def demand_chart(months: pd.DataFrame, unit: str, above: str, below: str, sizes: Sizes = WORK) -> go.Figure:
    """Above, incidents a day as bars from zero; below, the figure (`unit` share or seconds) as a line.

    `months`: `month`, `per_day`, `value`, a row a whole month without gaps in the calendar (NaN where there is none).
    `above` and `below` are the two titles. The last month is written out. Customdata: the month, as 2025-04.
    """
    figure = make_subplots(2, 1, shared_xaxes=True, subplot_titles=[above, below], vertical_spacing=0.16)
    figure.update_layout(
        template=template(sizes), height=480, margin={"r": 140, "t": 36}, hovermode="closest", bargap=0.25
    )
    figure.update_annotations(x=0, xanchor="left", font={"size": sizes.text, "color": INK})
    dates, keys = months["month"].to_numpy(), [f"{month:%Y-%m}" for month in months["month"]]
    figure.add_bar(
        x=dates,
        y=months["per_day"].to_numpy(),
        marker={"color": GREY},
        customdata=keys,
        hovertext=[_hover(month, f"{count(value)} a day") for month, value in _pairs(months, "per_day")],
        hovertemplate="%{hovertext}<extra></extra>",
        row=1,
        col=1,
    )
    figure.add_scatter(
        x=dates,
        y=months["value"].to_numpy(),
        mode="lines+markers",
        line={"color": BLUE, "width": sizes.line},
        marker={"color": BLUE, "size": sizes.marker},
        customdata=keys,
        text=[_hover(month, in_unit(value, unit)) for month, value in _pairs(months, "value")],
        hovertemplate="%{text}<extra></extra>",
        connectgaps=False,
        row=2,
        col=1,
    )
    _axes(figure, months, unit)
    _no_figure(figure, months, sizes)
    _last(figure, months.dropna(subset="per_day"), "per_day", "count", "y", sizes)
    _last(figure, months.dropna(subset="value"), "value", unit, "y2", sizes)
    return figure


def _pairs(months: pd.DataFrame, column: str) -> list[tuple[pd.Timestamp, float]]:
    return list(zip(months["month"], months[column], strict=True))


def _hover(month: pd.Timestamp, words: str) -> str:
    return f"{month:%B %Y}: {words}"


def _axes(figure: go.Figure, months: pd.DataFrame, unit: str) -> None:
    margin = pd.Timedelta(days=20)
    shown, first, last = len(months), months["month"].iloc[0], months["month"].iloc[-1]
    figure.update_xaxes(
        tickformat="%b<br>%Y",
        dtick="M1" if shown <= 6 else "M6" if shown <= 30 else "M12",
        tick0=last,
        range=[first - margin, last + margin],
    )
    most = months["per_day"].max()
    figure.update_yaxes(row=1, range=[0, most * 1.08 if most > 0 else 1], nticks=4, tickformat=",d", ticksuffix="  ")
    low, high = (months["value"].min(), months["value"].max()) if months["value"].notna().any() else (0.0, 1.0)
    room = max((high - low) * 0.15, 0.01 if unit == "share" else 5.0)
    ends = max(low - room, 0.0), min(high + room, 1.0) if unit == "share" else high + room
    figure.update_yaxes(row=2, range=ends, gridcolor=GRID, **ticks(*ends, unit, most=4))


def _no_figure(figure: go.Figure, months: pd.DataFrame, sizes: Sizes) -> None:
    """A month without a figure is marked at the foot, and no line crosses it."""
    empty = months.loc[months["value"].isna(), "month"]
    if empty.empty:
        return
    marker = {"symbol": "x-thin", "size": sizes.marker * 1.4, "line": {"width": sizes.line, "color": INK}}
    foot = [figure.layout.yaxis2.range[0]] * len(empty)
    figure.add_scatter(
        x=empty.to_numpy(), y=foot, mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip", row=2, col=1
    )
    figure.add_annotation(
        x=empty.iloc[0], y=foot[0], yref="y2", yshift=sizes.text, text="× no figure", showarrow=False, xanchor="left",
        font={"size": sizes.text, "color": TEXT_GREY},
    )  # fmt: skip


def _last(figure: go.Figure, months: pd.DataFrame, column: str, unit: str, axis: str, sizes: Sizes) -> None:
    if months.empty:
        return
    row = months.iloc[-1]
    figure.add_annotation(
        x=1, xref="paper", y=row[column], yref=axis, xanchor="left", xshift=8, showarrow=False, align="left",
        text=f"{row['month']:%b %Y}<br><b>{in_unit(row[column], unit)}</b>", font={"size": sizes.text, "color": INK},
    )  # fmt: skip
