"""Areas as dots with intervals, and the funnel from all incidents to measured ones."""

from collections.abc import Sequence
from math import nan

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.process_chart import ticks
from perfdash.figures.style import BLUE, GREY, GRID, INK, ORANGE, TEXT_GREY, WORK, Sizes, at_once, room_for, template
from perfdash.figures.words import count, fitted, in_unit, percent

# Of a unit: the columns of its figure, both ends of its interval, and the number of incidents behind it.
FIGURES = {
    "share": ("share_within", "share_within_low", "share_within_high", "n_judged"),
    "seconds": ("median_seconds", "median_low_seconds", "median_high_seconds", "n_measured"),
}
_FUNNEL = {"measured": BLUE, "unknown": ORANGE, "apart": "#B1B4B6"}


def side_of(low: float, high: float, whole: float) -> int:
    """−1 where an interval lies below the whole's figure, 1 where above, 0 where it holds it or is not known."""
    return -1 if high < whole else 1 if low > whole else 0


def side_marks(sides: Sequence[int], more_is_better: bool) -> dict[str, object]:
    """Marker settings by side: the better side a blue triangle that points to it, the worse an orange diamond."""
    better = 1 if more_is_better else -1
    triangle = "triangle-up" if more_is_better else "triangle-down"
    return {
        "color": [GREY if not side else BLUE if side == better else ORANGE for side in sides],
        "symbol": ["circle" if not side else triangle if side == better else "diamond" for side in sides],
        "line": {"width": 1, "color": [INK if side == -better else "white" for side in sides]},
    }


def dots_with_intervals(
    names: Sequence[str],
    areas: pd.DataFrame,
    whole: float,
    sizes: Sizes = WORK,
    keys: Sequence[str] = (),
    unit: str = "share",
) -> go.Figure:
    """One row an area: its figure, its interval and n; a line for the whole. In the order given: no league table.

    `areas` has the columns of `FIGURES[unit]`. An end of an interval that is not known is not drawn. A dot's customdata is
    its key.
    """
    figure = go.Figure(layout={"template": template(sizes)})
    values, low, high, n = (areas[name].to_numpy(float) for name in FIGURES[unit])
    rows = list(range(len(names)))
    for row in rows:
        figure.add_scatter(
            x=[low[row], high[row]],
            y=[row, row],
            mode="lines",
            line={"color": GREY, "width": sizes.line * 1.5},
            hoverinfo="skip",
        )
    sides = [side_of(*ends, whole) for ends in zip(low, high, strict=True)]
    figure.add_scatter(
        x=values,
        y=rows,
        mode="markers",
        marker={
            "size": sizes.marker * 1.6,
            **side_marks(sides, more_is_better=unit == "share"),
        },
        customdata=list(keys or names),
        text=[f"{name}: {in_unit(value, unit)}" for name, value in zip(names, values, strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )
    figure.add_vline(x=whole, line={"color": INK, "width": 1})
    for row in rows:
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=10, y=row,
            text=f"<b>{in_unit(values[row], unit)}</b>  n = {count(n[row])}",
            showarrow=False, font={"size": sizes.text, "color": INK},
        )  # fmt: skip
    figure.add_annotation(
        x=whole, y=1, yref="paper", yanchor="bottom", text=f"whole {in_unit(whole, unit)}", showarrow=False,
        font={"color": TEXT_GREY, "size": sizes.text},
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=rows, ticktext=[f"{fitted(name, 24, 1)}  " for name in names], showgrid=False,
        range=[len(names) - 0.4, -0.6],
    )  # fmt: skip
    ends = interval_range(areas, unit, whole)
    figure.update_xaxes(showgrid=True, gridcolor=GRID, range=ends, **ticks(*ends, unit, most=4))
    figure.update_layout(height=max(220, 70 + 34 * len(names)), margin={"t": 30}, hovermode="closest")
    return figure


def interval_range(areas: pd.DataFrame, unit: str, whole: float = nan, room: float = 0.08) -> tuple[float, float]:
    """Both ends of an axis that holds every figure with its interval, and the whole's, with some room on either side."""
    shown = areas[list(FIGURES[unit][:3])].to_numpy(float).ravel()
    shown = np.append(shown, whole)
    low, high = (float(np.nanmin(shown)), float(np.nanmax(shown))) if not np.isnan(shown).all() else (0.0, 1.0)
    space = max((high - low) * room, 0.005 if unit == "share" else 5.0)
    return max(low - space, 0.0), min(high + space, 1.0) if unit == "share" else high + space


def funnel_chart(statuses: pd.DataFrame, sizes: Sizes = WORK, everything: str = "all incidents") -> go.Figure:
    """All incidents, what is set apart, what is unknown, what is measured: bars from zero with their counts.

    `statuses`: a status, its part and its count, in this order; `everything` names their sum.
    """
    total = int(statuses.iloc[:, 2].sum())
    rows = [(everything, INK, total)]
    rows += [
        (status, _FUNNEL[part], n) for status, part, n in statuses.itertuples(index=False) if n or part == "measured"
    ]
    names = [f"{name}  " for name, _, _ in rows]
    bars = {
        "type": "bar",
        "x": [n for _, _, n in rows],
        "y": list(range(len(rows))),
        "orientation": "h",
        "marker": {"color": [colour for _, colour, _ in rows]},
        "customdata": ["", *(status for status, _, _ in rows[1:])],
        "text": [f"{name}: {count(n)}" for name, _, n in rows],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "width": 0.62,
    }
    # The counts are one trace of text, drawn in half the time of as many annotations.
    counts = {
        "type": "scatter",
        "x": [n for _, _, n in rows],
        "y": list(range(len(rows))),
        "mode": "text",
        "text": [
            f" <b>{count(n)}</b>{f'  {percent(n / total)}' if total and row else ''}"
            for row, (_, _, n) in enumerate(rows)
        ],
        "textposition": "middle right",
        "textfont": {"size": sizes.text, "color": INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    # The labels stand in the margin, so that the longest bar's has room however narrow the column is.
    margin = {"l": room_for(names, sizes), "r": 9 * sizes.text, "t": 16, "b": 8}
    rows_of = {
        "tickvals": bars["y"],
        "ticktext": names,
        "showgrid": False,
        "range": [len(rows) - 0.4, -0.6],
        "automargin": False,
    }
    across = {"visible": False, "range": [0, max(total, 1)], "automargin": False}
    height = max(220, 40 + 34 * len(rows))
    return at_once([bars, counts], {"height": height, "margin": margin, "xaxis": across, "yaxis": rows_of}, sizes)
