"""The definitions lens: one dot a definition on one axis of shares, and the sentences on how far they lie apart."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.process_chart import ticks
from perfdash.figures.style import BLUE, GREY, GRID, INK, TEXT_GREY, WORK, Sizes, template
from perfdash.figures.words import count, percent

Row = dict[Hashable, Any]  # one row of the lens

_ROW = 30  # pixels a row
_COLUMNS = (12, 96, 186)  # share, difference and n: pixels to the right of the axis


def definitions_chart(rows: pd.DataFrame, names: Mapping[str, str], sizes: Sizes = WORK) -> go.Figure:
    """A heading a dimension, below it a dot with its 95 % interval a definition; the chosen one is a square, and a line
    through all. `rows` as the lens gives them, `names` of dimensions by key. What cannot be given says why."""
    figure = go.Figure(layout={"template": template(sizes)})
    placed = _placed(rows)
    given = {y: row for y, row in placed.items() if not row["why_not"]}
    _intervals(figure, given, sizes)
    for is_chosen, mark in ((False, {"symbol": "circle", "color": BLUE}), (True, {"symbol": "square", "color": INK})):
        of = {y: row for y, row in given.items() if row["is_chosen"] == is_chosen}
        figure.add_scatter(
            x=[row["share_within"] for row in of.values()],
            y=list(of),
            mode="markers",
            marker={"size": sizes.marker * 1.6} | mark,
            text=[f"{row['words']}: {percent(row['share_within'])}" for row in of.values()],
            hovertemplate="%{text}<extra></extra>",
        )
    _chosen_line(figure, given)
    _right_columns(figure, placed, sizes)
    _axes(figure, placed, names)
    return figure


def _placed(rows: pd.DataFrame) -> dict[int, Row]:
    """Every row by its height: a place is left free for the heading above each dimension."""
    headings = (rows["dimension"] != rows["dimension"].shift()).cumsum()
    return {n + heading: row for n, (heading, row) in enumerate(zip(headings, rows.to_dict("records"), strict=True))}


def _intervals(figure: go.Figure, given: Mapping[int, Row], sizes: Sizes) -> None:
    ends = [end for row in given.values() for end in (row["share_within_low"], row["share_within_high"], None)]
    heights = [y for y in given for _ in range(3)]
    line = {"color": GREY, "width": sizes.line * 1.5}
    figure.add_scatter(x=ends, y=heights, mode="lines", line=line, hoverinfo="skip")


def _chosen_line(figure: go.Figure, given: Mapping[int, Row]) -> None:
    chosen = [row["share_within"] for row in given.values() if row["is_chosen"]]
    if chosen:
        figure.add_vline(x=chosen[0], line={"color": INK, "width": 1})


def _right_columns(figure: go.Figure, placed: Mapping[int, Row], sizes: Sizes) -> None:
    for text, shift in zip(("share", "points", "n"), _COLUMNS, strict=True):
        _beside(figure, 0, text, shift, TEXT_GREY, sizes)
    for y, row in placed.items():
        if row["why_not"]:
            _beside(figure, y, _short(row["why_not"]), _COLUMNS[0], TEXT_GREY, sizes)
            continue
        difference = "<b>chosen</b>" if row["is_chosen"] else points(row["difference_points"])
        cells = (f"<b>{percent(row['share_within'])}</b>", difference, count(row["n_judged"]))
        for text, shift in zip(cells, _COLUMNS, strict=True):
            _beside(figure, y, text, shift, INK, sizes)


def _beside(figure: go.Figure, y: float, text: str, shift: int, colour: str, sizes: Sizes) -> None:
    figure.add_annotation(
        x=1, xref="paper", xanchor="left", xshift=shift, y=y, text=text, showarrow=False, align="left",
        font={"size": sizes.text, "color": colour},
    )  # fmt: skip


def _short(why_not: str) -> str:
    # The columns' names in full stand in the table and in the words below the chart.
    return "not given: " + why_not.removeprefix("the extract fills ").partition(" and ")[0]


def _axes(figure: go.Figure, placed: Mapping[int, Row], names: Mapping[str, str]) -> None:
    labels: dict[int, str] = {}
    for y, row in placed.items():
        if y - 1 not in labels:
            labels[y - 1] = f"<b>{names[row['dimension']]}</b>  "
            figure.add_hline(y=y - 1.5, line={"color": GRID, "width": 1})
        labels[y] = f"{row['words']}  "
    last = max(labels)
    figure.update_yaxes(tickvals=list(labels), ticktext=list(labels.values()), showgrid=False, range=[last + 0.7, -0.7])
    given = [row for row in placed.values() if not row["why_not"]]
    low = min((row["share_within_low"] for row in given), default=0.0)
    high = max((row["share_within_high"] for row in given), default=1.0)
    room = max((high - low) * 0.06, 0.005)
    # A dot at 0 or 100 % is drawn whole: the axis goes on a little, its labels do not.
    labelled = max(low - room, 0.0), min(high + room, 1.0 + 1e-9)
    ends = (low - room, high + room)
    figure.update_xaxes(showgrid=True, gridcolor=GRID, range=ends, **ticks(*labelled, "share", most=6))
    figure.update_layout(height=80 + _ROW * (last + 1), margin={"r": 270, "t": 8}, hovermode="closest")


def points(difference: float) -> str:
    """Percentage points: '+8.3', '−1.2', '0.0'."""
    rounded = round(difference, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):.1f}"


def spread(rows: pd.DataFrame, movers: Mapping[str, str], which: str) -> str:
    """'The same grade 1 incidents give 78.1 % to 86.4 % …; the clock moves it most (first despatch → … adds 8.3 points)'.

    `movers` says what moves the share, by dimension; `which` is 'grade 1 incidents in Burton'.
    """
    listed = rows.to_dict("records")
    chosen, given = next(row for row in listed if row["is_chosen"]), [row for row in listed if not row["why_not"]]
    if chosen["why_not"]:
        return f"The chosen definition gives no share of {which}: {chosen['why_not']}"
    low, high = (percent(end(row["share_within"] for row in given)) for end in (min, max))
    if low == high:
        return f"Every definition gives the same share of {which} within standard: {low}"
    most = max(given, key=lambda row: abs(row["difference_points"]))
    moves = _adds(most["difference_points"])
    return (
        f"The same {which} give {low} to {high} within standard, depending on the definition; "
        f"{movers[most['dimension']]} moves it most ({most['words']} {moves})"
    )


def _adds(difference: float) -> str:
    amount = f"{abs(round(difference, 1)):.1f} points"
    return f"adds {amount}" if difference > 0 else f"takes off {amount}"


def combined(chosen: float, least: float, most: float) -> str:
    """How far the share could be moved by choosing freely in every dimension at once."""
    if percent(least) == percent(most):
        return f"However the choices are combined, the share is {percent(chosen)}"
    return f"Combined freely, the choices give {percent(least)} to {percent(most)}; the chosen definition gives {percent(chosen)}"


def moved(rows: pd.DataFrame) -> str:
    """What the other choices of one dimension do: 'no cap: −0.3 points; one hour: +0.9 points'; why not, where they cannot."""
    return "; ".join(
        f"{row['words']}: not given, {row['why_not']}"
        if row["why_not"]
        else f"{row['words']}: {points(row['difference_points'])} points"
        for row in rows[~rows["is_chosen"]].to_dict("records")
    )


def definitions_alt(rows: pd.DataFrame, names: Mapping[str, str], finding: str) -> str:
    """The finding, then every definition with its share, for people who do not see the chart."""
    spoken: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        share = "not given" if row["why_not"] else percent(row["share_within"])
        chosen = " (chosen)" if row["is_chosen"] else ""
        spoken.setdefault(names[row["dimension"]], []).append(f"{row['words']} {share}{chosen}")
    said = [f"{name}: {', '.join(parts)}" for name, parts in spoken.items()]
    return f"{finding}. {'. '.join(said)}."
