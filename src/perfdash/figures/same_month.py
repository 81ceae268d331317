"""A series with seasons: each month beside the same month of the year before, and by how much it differs.

A process chart takes each winter for a special cause. The marks here are those of the series with the months' usual pattern
taken out, and the key says so.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.analysis.seasonal import SeasonalSeries
from perfdash.analysis.spc_result import ProcessBehaviour, Variation
from perfdash.figures.differences import change_words, round_size, value_ticks
from perfdash.figures.hidden_values import KEY, NO_FIGURE, NO_FIGURE_KEY, foot, foot_height, nothing_to_draw, symbols
from perfdash.figures.process_chart import Event, event_marks
from perfdash.figures.style import (
    BLUE,
    COMMON,
    GREY,
    INK,
    MARKS,
    ORANGE,
    TEXT_GREY,
    WORK,
    Part,
    Sizes,
    at_once,
    room_for,
)
from perfdash.figures.words import count, in_unit, month, possible

MONTHS = 24  # drawn at most: the newest
SPECIAL = "special cause once the months' usual pattern is taken out"
_BESIDE = "Grey: the same month of the year before; bars: by how much it differs"
_SYMBOLS = {"triangle-up": "▲", "triangle-down": "▼", "diamond": "◆", "square": "■", "circle": "●"}
_MARGIN = pd.Timedelta(days=20)
_BELOW = 2.8  # from the axis to the key, in heights of the text


def same_month_chart(
    compared: SeasonalSeries,
    unit: str,
    adjusted: ProcessBehaviour | None = None,
    events: Sequence[Event] = (),
    sizes: Sizes = WORK,
    hidden: Sequence[date] = (),
) -> go.Figure:
    """Above, the newest months as a line with the same months a year earlier in grey; below, by how much they differ, from zero.

    `compared` is what `seasonal.same_month_last_year` gives of one measure (never two on one axis); `unit` is share, hours or
    count. `adjusted` is the judged series of `seasonal.month_adjusted`: its special causes are the marks on the line. `hidden`
    months have no value by suppression. A point's customdata is its month.
    """
    points = drawn_months(compared)
    if points.empty or (points["value"].isna().all() and not len(hidden)):
        return nothing_to_draw(sizes)
    marks = _marks(points, adjusted)
    ends, apart = _range(points), _apart(points)
    empty = points["value"].isna().to_numpy()
    is_hidden = points["date"].isin([pd.Timestamp(day) for day in hidden]).to_numpy() & empty
    traces = [
        _before(points, sizes),
        _now(points, marks, unit, sizes),
        _changes(points, unit),
        *_foot(points, is_hidden, ends[0], sizes),
        *_foot(points, empty & ~is_hidden, ends[0], sizes, NO_FIGURE),
    ]
    shapes, numbers = event_marks(points["date"].iloc[0], points["date"].iloc[-1], events, sizes)
    key = [
        _BESIDE if points["value_last_year"].notna().any() else "",
        _mark_words(marks),
        KEY if is_hidden.any() else "",
        NO_FIGURE_KEY if (empty & ~is_hidden).any() else "",
    ]
    notes = [*numbers, *_end_words(points, ends, unit, sizes), *foot(key, sizes, _BELOW * sizes.text)]
    return at_once(
        traces, _axes(points, ends, apart, unit, key, sizes) | {"shapes": shapes, "annotations": notes}, sizes
    )


def drawn_months(compared: SeasonalSeries) -> pd.DataFrame:
    """The newest months, every one of them: what is missing leaves a gap."""
    points = compared.points.assign(date=pd.to_datetime(compared.points["date"]))
    if points.empty:
        return points
    return points.set_index("date").asfreq("MS").reset_index()[-MONTHS:].reset_index(drop=True)


def _marks(points: pd.DataFrame, adjusted: ProcessBehaviour | None) -> list[Variation]:
    """Of every month, what the series without its seasons says of it."""
    if adjusted is None or adjusted.has_too_few_points:
        return [Variation.COMMON_CAUSE] * len(points)
    judged = dict(zip(pd.to_datetime(adjusted.points["date"]), adjusted.points["variation"], strict=True))
    return [judged.get(day, Variation.COMMON_CAUSE) for day in points["date"]]


def _mark_words(marks: Sequence[Variation]) -> str:
    """'◆ getting worse: special cause …', of the marks that are there."""
    found = dict.fromkeys(MARKS[mark] for mark in marks if mark is not Variation.COMMON_CAUSE)
    said = [f"{_SYMBOLS[mark.symbol]} {mark.word.lower()}" for mark in found]
    return f"{', '.join(said)}: {SPECIAL}" if said else ""


def _range(points: pd.DataFrame) -> tuple[float, float]:
    values = points[["value", "value_last_year"]].to_numpy(float)
    if np.isnan(values).all():
        return 0.0, 1.0
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = max((high - low) * 0.15, abs(high) * 0.02, 1e-9)
    return max(low - room, 0.0), high + room


def _apart(points: pd.DataFrame) -> float:
    """How far the axis of differences reaches to either side of zero."""
    known = points["change"].abs().dropna()
    return float(known.max()) * 1.15 if len(known) and known.max() > 0 else 1.0


def _before(points: pd.DataFrame, sizes: Sizes) -> Part:
    return {
        "type": "scatter",
        "x": points["date"].to_numpy(),
        "y": points["value_last_year"].to_numpy(float),
        "mode": "lines+markers",
        "line": {"color": GREY, "width": sizes.line, "dash": "dot"},
        "marker": {"color": "#FFFFFF", "size": sizes.marker, "line": {"color": GREY, "width": 1.5}},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _now(points: pd.DataFrame, marks: Sequence[Variation], unit: str, sizes: Sizes) -> Part:
    looks = [MARKS[mark] for mark in marks]
    return {
        "type": "scatter",
        "x": points["date"].to_numpy(),
        "y": points["value"].to_numpy(float),
        "mode": "lines+markers",
        "line": {"color": BLUE, "width": sizes.line * 1.5},
        "marker": {
            "color": [BLUE if look is COMMON else look.colour for look in looks],
            "symbol": [look.symbol for look in looks],
            "size": [sizes.marker if look is COMMON else sizes.marker * 1.8 for look in looks],
            "opacity": 1,  # where sizes differ, Plotly thins every mark
            "line": {"width": 1, "color": [INK if look.colour == ORANGE else BLUE for look in looks]},
        },
        "connectgaps": False,
        "customdata": [f"{day:%Y-%m}" for day in points["date"]],
        "text": [
            f"{month(day)}: {in_unit(value, unit)}" for day, value in zip(points["date"], points["value"], strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "name": "",
    }


def _changes(points: pd.DataFrame, unit: str) -> Part:
    return {
        "type": "bar",
        "x": points["date"].to_numpy(),
        "y": points["change"].to_numpy(float),
        "yaxis": "y2",
        "marker": {"color": GREY},
        "text": [change_words(change, unit) for change in points["change"]],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "name": "",
    }


def _foot(points: pd.DataFrame, which: np.ndarray, low: float, sizes: Sizes, symbol: str = "‡") -> list[Part]:
    days = points["date"][which].tolist()
    return symbols(days, [low] * len(days), sizes, symbol=symbol)


def _end_words(points: pd.DataFrame, ends: tuple[float, float], unit: str, sizes: Sizes) -> list[Part]:
    """At the right: the newest month and the one a year before; below, the difference."""
    last = points.iloc[-1]
    year_ago = last["date"] - pd.DateOffset(years=1)
    labels = [
        (float(last["value"]), f"<b>{last['date']:%b %Y} {in_unit(last['value'], unit)}</b>", INK),
        (float(last["value_last_year"]), f"{year_ago:%b %Y} {in_unit(last['value_last_year'], unit)}", TEXT_GREY),
    ]
    gap = (ends[1] - ends[0]) * 1.45 * sizes.text / (0.62 * sizes.height - sizes.text)
    known = sorted((label for label in labels if not np.isnan(label[0])), key=lambda label: label[0])
    if len(known) == 2 and known[1][0] - known[0][0] < gap:
        middle = min(max((known[0][0] + known[1][0]) / 2, ends[0] + gap), ends[1] - gap)
        known = [(middle - gap / 2, *known[0][1:]), (middle + gap / 2, *known[1][1:])]
    mark = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "showarrow": False, "align": "left"}
    notes = [mark | {"y": y, "text": text, "font": {"color": ink, "size": sizes.text}} for y, text, ink in known]
    if np.isnan(last["change"]):
        return notes
    below = {"y": 0, "yref": "y2", "text": f"<b>{change_words(last['change'], unit)}</b>"}
    return [*notes, mark | below | {"font": {"color": INK, "size": sizes.text}}]


def _axes(
    points: pd.DataFrame, ends: tuple[float, float], apart: float, unit: str, key: Sequence[str], sizes: Sizes
) -> Part:
    dates = points["date"]
    step = 1 if len(dates) <= 6 else 3 if len(dates) <= 15 else 6
    marked = dates.iloc[::-1].iloc[::step]
    values = value_ticks(*ends, unit)
    side = round_size(apart, unit)
    changes = [change_words(change, unit).split(" ")[0] for change in (-side, 0.0, side)]
    left = room_for([*(str(word) for word in values.get("ticktext", [f"{ends[1]:,.0f}  "])), f"{changes[0]}  "], sizes)
    longest = [in_unit(possible(ends[1], unit), unit), change_words(-apart, unit)]
    right = room_for([f"<b>Oct 2026 {longest[0]}", longest[1]], sizes) + 0.5 * sizes.text
    return {
        "height": sizes.height,
        "margin": {"l": left, "r": right, "t": 16, "b": _BELOW * sizes.text + foot_height(key, sizes)},
        "hovermode": "closest",
        "bargap": 0.4,
        "yaxis": {"domain": [0.36, 1], "range": list(ends), "automargin": False, **values},
        "yaxis2": {
            "domain": [0, 0.26],
            "range": [-apart, apart],
            "tickvals": [-side, 0, side] if points["change"].notna().any() else [],
            "ticktext": [f"{word}  " for word in changes],
            "zeroline": True,
            "zerolinecolor": GREY,
            "automargin": False,
        },
        "xaxis": {
            "anchor": "y2",
            "tickvals": marked.to_numpy(),
            "ticktext": [f"{day:%b<br>%Y}" for day in marked],
            "range": [dates.iloc[0] - _MARGIN, dates.iloc[-1] + _MARGIN],
            "automargin": False,
        },
    }


def same_month_alt(compared: SeasonalSeries, title: str, unit: str, adjusted: ProcessBehaviour | None = None) -> str:
    """The lines for people who do not see them: the newest month with the one a year before, and how many are marked."""
    points = drawn_months(compared)
    known = points.dropna(subset="value") if len(points) else points
    if known.empty:
        return f"{title}. There is no month to draw."
    last = known.iloc[-1]
    flagged = sum(mark is not Variation.COMMON_CAUSE for mark in _marks(points, adjusted))
    n = len(points) - len(known)
    gaps = f" {count(n)} month{'' if n == 1 else 's'} without a figure." if n else ""
    return (
        f"{title}. Line of {count(len(known))} month{'' if len(known) == 1 else 's'} {compared.label}: "
        f"{in_unit(last['value'], unit)} in {month(last['date'])}, {change_words(last['change'], unit)}. "
        f"{count(flagged)} month{'' if flagged == 1 else 's'} marked: {SPECIAL}.{gaps}"
    )
