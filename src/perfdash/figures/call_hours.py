"""Call answering by the hour of the day: the share as dots with intervals, and below it how many calls came in."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from perfdash.figures.comparisons import side_marks, side_of
from perfdash.figures.process_chart import ticks
from perfdash.figures.style import GREY, GRID, INK, TEXT_GREY, WORK, Sizes, template
from perfdash.figures.words import count, percent


def hours_chart(hours: pd.DataFrame, whole: float, above: str, below: str, sizes: Sizes = WORK) -> go.Figure:
    """Two charts on one axis of hours. `above` and `below` are their titles; `whole` is the share of the whole day.

    `hours`: `hour`, `share_within`, `share_within_low`, `share_within_high`, `per_day` (calls presented a day), a row an hour
    that has calls. An hour whose interval leaves the whole's share out is a triangle (better)
    or a diamond (worse). Customdata: the hour.
    """
    figure = make_subplots(
        2, 1, shared_xaxes=True, subplot_titles=[above, below], vertical_spacing=0.14, row_heights=[0.62, 0.38]
    )
    figure.update_layout(
        template=template(sizes), height=460, margin={"r": 150, "t": 36}, hovermode="closest", bargap=0.25
    )
    figure.update_annotations(x=0, xanchor="left", font={"size": sizes.text, "color": INK})
    judged = hours.dropna(subset="share_within")
    if not judged.empty:
        _shares(figure, judged, whole, sizes)
    figure.add_bar(
        x=hours["hour"].to_numpy(),
        y=hours["per_day"].to_numpy(),
        marker={"color": GREY},
        customdata=hours["hour"].astype(str).tolist(),
        hovertext=[f"{_span(hour)}: {count(n)} calls a day" for hour, n in _pairs(hours, "per_day")],
        hovertemplate="%{hovertext}<extra></extra>",
        row=2,
        col=1,
    )
    starts = list(range(0, 24, 3))
    figure.update_xaxes(tickvals=starts, ticktext=[f"{hour:02d}:00" for hour in starts], range=[-0.6, 23.6])
    most = hours["per_day"].max() if len(hours) else 0
    figure.update_yaxes(row=2, range=[0, most * 1.08 if most > 0 else 1], nticks=4, tickformat=",d", ticksuffix="  ")
    return figure


def _shares(figure: go.Figure, judged: pd.DataFrame, whole: float, sizes: Sizes) -> None:
    ends = list(zip(judged["share_within_low"], judged["share_within_high"], strict=True))
    sides = [side_of(low, high, whole) for low, high in ends]
    figure.add_scatter(
        x=judged["hour"].to_numpy(),
        y=judged["share_within"].to_numpy(),
        error_y={
            "symmetric": False,
            "array": (judged["share_within_high"] - judged["share_within"]).to_numpy(),
            "arrayminus": (judged["share_within"] - judged["share_within_low"]).to_numpy(),
            "color": GREY,
            "thickness": sizes.line,
            "width": 0,
        },
        mode="markers",
        marker={
            "size": sizes.marker * 1.4,
            **side_marks(sides, more_is_better=True),
        },
        customdata=judged["hour"].astype(str).tolist(),
        text=[f"{_span(hour)}: {percent(share)}" for hour, share in _pairs(judged, "share_within")],
        hovertemplate="%{text}<extra></extra>",
        row=1,
        col=1,
    )
    figure.add_hline(y=whole, line={"color": INK, "width": 1}, row=1, col=1)
    figure.add_annotation(
        x=1, xref="paper", xanchor="left", xshift=8, y=whole, yref="y", showarrow=False, align="left",
        text=f"whole day<br><b>{percent(whole)}</b>", font={"size": sizes.text, "color": TEXT_GREY},
    )  # fmt: skip
    low, high = (judged[f"share_within_{end}"] for end in ("low", "high"))
    room = max((high.max() - low.min()) * 0.08, 0.005)
    shown = max(low.min() - room, 0.0), min(high.max() + room, 1.0)
    figure.update_yaxes(row=1, range=shown, gridcolor=GRID, **ticks(*shown, "share", most=5))


def _pairs(hours: pd.DataFrame, column: str) -> list[tuple[int, float]]:
    return list(zip(hours["hour"], hours[column], strict=True))


def _span(hour: int) -> str:
    return f"{int(hour):02d}:00 to {int(hour):02d}:59"
