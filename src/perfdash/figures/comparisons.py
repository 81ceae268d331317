"""Areas as dots with intervals, and the funnel from all incidents to measured ones."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.process_chart import ticks
from perfdash.figures.style import BLUE, GREY, GRID, INK, ORANGE, TEXT_GREY, WORK, Sizes, template
from perfdash.figures.words import count, percent

_FUNNEL = {"measured": BLUE, "unknown": ORANGE, "apart": "#B1B4B6"}


def dots_with_intervals(
    names: Sequence[str], areas: pd.DataFrame, whole: float, sizes: Sizes = WORK, keys: Sequence[str] = ()
) -> go.Figure:
    """One row an area: its share, its 95 % interval and n; a line for the whole. In the order given: no league table."""
    figure = go.Figure(layout={"template": template(sizes)})
    shares, low, high = (areas[name].to_numpy() for name in ("share_within", "share_within_low", "share_within_high"))
    rows = list(range(len(names)))
    for row in rows:
        figure.add_scatter(
            x=[low[row], high[row]],
            y=[row, row],
            mode="lines",
            line={"color": GREY, "width": sizes.line * 1.5},
            hoverinfo="skip",
        )
    differs = [h < whole or lo > whole for lo, h in zip(low, high, strict=True)]
    figure.add_scatter(
        x=shares,
        y=rows,
        mode="markers",
        marker={
            "size": sizes.marker * 1.6,
            "color": [BLUE if odd else GREY for odd in differs],
            "symbol": ["diamond" if odd else "circle" for odd in differs],
        },
        customdata=list(keys or names),
        text=[f"{name}: {percent(share)}" for name, share in zip(names, shares, strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )
    figure.add_vline(x=whole, line={"color": INK, "width": 1})
    for row, (share, n) in enumerate(zip(shares, areas["n_judged"], strict=True)):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=10, y=row, text=f"<b>{percent(share)}</b>  n = {count(n)}",
            showarrow=False, font={"size": sizes.text, "color": INK},
        )  # fmt: skip
    figure.add_annotation(
        x=whole, y=1, yref="paper", yanchor="bottom", text=f"whole {percent(whole)}", showarrow=False,
        font={"color": TEXT_GREY, "size": sizes.text},
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=rows, ticktext=[f"{name}  " for name in names], showgrid=False, range=[len(names) - 0.4, -0.6]
    )
    room = max((high.max() - low.min()) * 0.08, 0.005)
    ends = max(low.min() - room, 0.0), min(high.max() + room, 1.0)
    figure.update_xaxes(showgrid=True, gridcolor=GRID, range=ends, **ticks(*ends, "share", most=4))
    figure.update_layout(height=max(220, 70 + 34 * len(names)), margin={"t": 30}, hovermode="closest")
    return figure


def funnel_chart(statuses: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """All incidents, what is set apart, what is unknown, what is measured: bars from zero with their counts."""
    total = int(statuses["n_incidents"].sum())
    rows = [("all incidents", INK, total)]
    rows += [
        (status, _FUNNEL[part], n) for status, part, n in statuses.itertuples(index=False) if n or part == "measured"
    ]
    figure = go.Figure(layout={"template": template(sizes)})
    figure.add_bar(
        x=[n for _, _, n in rows],
        y=list(range(len(rows))),
        orientation="h",
        marker={"color": [colour for _, colour, _ in rows]},
        hoverinfo="skip",
        width=0.62,
    )
    for row, (_, _, n) in enumerate(rows):
        share = f"  {percent(n / total)}" if total and row else ""
        figure.add_annotation(
            x=n, y=row, xanchor="left", xshift=6, text=f"<b>{count(n)}</b>{share}", showarrow=False,
            font={"size": sizes.text, "color": INK},
        )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[f"{name}  " for name, _, _ in rows],
        showgrid=False,
        range=[len(rows) - 0.4, -0.6],
    )
    figure.update_xaxes(visible=False, range=[0, max(total, 1)])
    # The labels stand in the margin, so that the longest bar's has room however narrow the column is.
    figure.update_layout(height=max(220, 40 + 34 * len(rows)), margin={"r": 9 * sizes.text})
    return figure
