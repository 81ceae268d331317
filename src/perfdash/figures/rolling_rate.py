"""The leaver rate of the 12 months before each month's end, beside what others published. No process chart: see `NO_LIMITS`."""

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.hidden_values import (
    KEY,
    NO_FIGURE,
    NO_FIGURE_KEY,
    are_hidden,
    foot,
    hidden_words,
    nothing_to_draw,
    runs,
    spread,
    symbols,
)
from perfdash.figures.process_chart import end_labels, ticks
from perfdash.figures.style import BLUE, GREY, GRID, INK, WORK, Part, Sizes, at_once, mixed, room_for
from perfdash.figures.words import month, percent

NO_LIMITS = "no process limits: each point shares 11 months with the one before"
_MARGIN = pd.Timedelta(days=20)
_BELOW = 3.0  # from the axis to the key, in heights of the text
_STRIP = 5.4  # of the words of published figures, in heights of the text
_MARKS = 40  # symbols that fit side by side along the axis
NONE_PUBLISHED = pd.DataFrame({"month_end": pd.Series(dtype="datetime64[ns]"), "rate": [], "name": [], "edition": []})


def rolling_rate_chart(rates: pd.DataFrame, published: pd.DataFrame = NONE_PUBLISHED, sizes: Sizes = WORK) -> go.Figure:
    """The rate without transfers with its interval, the one with them as a thinner line, published ones as hollow marks.

    `rates`: `month_end`, `rate`, `low`, `high` (without transfers to other forces), `rate_with_transfers`, `hidden`; a row a
    month, of one worker type. `published`: `month_end` (of the year it covers), `rate`, `name` (whose), `edition` ('July
    2025'), counted in the same way; those outside the months drawn are left out. Customdata of a point: its month, 2026-03.
    """
    if rates.empty:
        return nothing_to_draw(sizes)
    months = by_month(rates)
    others = _within(months, published)
    sizes = replace(sizes, height=sizes.height + (int(_STRIP * sizes.text) if len(others) else 0))
    top, low, shown = _scale(months, others, sizes)
    hidden, empty = are_hidden(months, "rate"), months["rate"].isna().to_numpy() & ~are_hidden(months, "rate")
    band = _band(months)
    traces = [
        *band,
        *_drops(others, low),
        _line(months, "rate_with_transfers", GREY, sizes.line),
        _line(months, "rate", BLUE, sizes.line * 1.5),
        *_foot_marks(months, hidden, low, sizes),
        *_foot_marks(months, empty, low, sizes, NO_FIGURE),
        *_published(months, others, low + (top - low) * 1.3 * sizes.text / _plot(sizes), sizes),
    ]
    whose = " and ".join(dict.fromkeys(others["name"].astype(str)))
    key = [
        f"◇ {whose}, as published" if whose else "",
        "Band: 95 % interval" if band else "",
        KEY if hidden.any() else "",
        NO_FIGURE_KEY if empty.any() else "",
    ]
    notes = [*end_labels((low, top), _end_words(months), sizes), *foot(key, sizes, _BELOW * sizes.text)]
    return at_once(traces, _axes(months, (low, top), shown, sizes) | {"annotations": notes}, sizes)


def by_month(rates: pd.DataFrame) -> pd.DataFrame:
    """A row for every month from the first to the last: one that is missing leaves a gap, and no line across it."""
    ends = pd.to_datetime(rates["month_end"]) + pd.offsets.MonthEnd(0)
    months = rates.assign(month_end=ends).sort_values("month_end")
    every = pd.DataFrame({"month_end": pd.date_range(ends.min(), ends.max(), freq="ME")})
    return every.merge(months, on="month_end", how="left")


def _within(months: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    ends = pd.to_datetime(published["month_end"])
    is_drawn = (ends >= months["month_end"].iloc[0] - _MARGIN) & (ends <= months["month_end"].iloc[-1] + _MARGIN)
    drawn: pd.DataFrame = published.assign(month_end=ends).loc[is_drawn]
    return drawn.sort_values("month_end")


def _plot(sizes: Sizes) -> float:
    """Pixels between the axis and the top."""
    return sizes.height - 12 - (_BELOW + 1.6) * sizes.text


def _scale(months: pd.DataFrame, others: pd.DataFrame, sizes: Sizes) -> tuple[float, float, tuple[float, float]]:
    """Top and foot of the axis, and what of it has marks: below that stand the words of the published figures."""
    values = months[["rate", "low", "high", "rate_with_transfers"]].to_numpy(float).ravel()
    values = np.append(values, others["rate"].to_numpy(float))
    low, high = (0.0, 0.1) if np.isnan(values).all() else (float(np.nanmin(values)), float(np.nanmax(values)))
    room = max((high - low) * 0.12, 0.004)
    shown = max(low - room, 0.0), min(high + room, 1.0)
    strip = _STRIP * sizes.text if len(others) else 0.0
    return shown[1], shown[0] - (shown[1] - shown[0]) * strip / (_plot(sizes) - strip), shown


def _drops(others: pd.DataFrame, low: float) -> list[Part]:
    """A thin line from each published mark down to its words."""
    x = [end for day in others["month_end"] for end in (day, day, None)]
    y = [end for rate in others["rate"] for end in (rate, low, None)]
    line = {"color": GRID, "width": 1}
    return [{"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line, "hoverinfo": "skip"}] if x else []


def _band(months: pd.DataFrame) -> list[Part]:
    """One shape of as many pieces as the interval is known in."""
    x: list[object] = []
    y: list[float | None] = []
    for part in runs(months["low"].to_numpy(float) + months["high"].to_numpy(float)):
        dates = months["month_end"].iloc[part].tolist()
        low, high = months["low"].iloc[part].tolist(), months["high"].iloc[part].tolist()
        x += [*dates, *dates[::-1], None]
        y += [*high, *low[::-1], None]
    look = {"mode": "lines", "line": {"width": 0}, "fill": "toself", "fillcolor": mixed(BLUE, 0.12)}
    return [{"type": "scatter", "x": x, "y": y, "hoverinfo": "skip"} | look] if x else []


def _line(months: pd.DataFrame, column: str, colour: str, width: float) -> Part:
    is_alone = months[column].notna().sum() == 1
    with_transfers = " with transfers" if column == "rate_with_transfers" else ""
    words = [
        f"{month(end)}: {percent(rate)}{with_transfers}"
        for end, rate in zip(months["month_end"], months[column], strict=True)
    ]
    return {
        "type": "scatter",
        "x": months["month_end"].to_numpy(),
        "y": months[column].to_numpy(float),
        "mode": "lines+markers" if is_alone else "lines",  # a line of one point is not seen
        "line": {"color": colour, "width": width},
        "marker": {"color": colour, "size": 4 * width},
        "connectgaps": False,
        "customdata": [f"{end:%Y-%m}" for end in months["month_end"]],
        "text": words,
        "hovertemplate": "%{text}<extra></extra>",
        "name": "",
    }


def _foot_marks(months: pd.DataFrame, which: np.ndarray, low: float, sizes: Sizes, symbol: str = "‡") -> list[Part]:
    places = which.nonzero()[0].tolist()
    kept = [places[at] for at in spread(places, len(months) / _MARKS)]
    dates = months["month_end"].iloc[kept].tolist()
    return symbols(dates, [low] * len(dates), sizes, symbol=symbol)


def _published(months: pd.DataFrame, others: pd.DataFrame, height: float, sizes: Sizes) -> list[Part]:
    """Hollow marks, and below them in one row what they are: beside the lines the words would stand on them."""
    if others.empty:
        return []
    dates = others["month_end"].tolist()
    first = months["month_end"].iloc[0] + (months["month_end"].iloc[-1] - months["month_end"].iloc[0]) / 12
    words = [
        f"<b>{percent(rate)}</b><br>edition<br>{'not stated' if pd.isna(edition) else edition}"
        for rate, edition in zip(others["rate"], others["edition"], strict=True)
    ]
    marker = {"symbol": "diamond", "size": sizes.marker * 1.5, "color": "#FFFFFF", "line": {"width": 2, "color": INK}}
    still = {"type": "scatter", "x": dates, "cliponaxis": False, "hoverinfo": "skip"}
    marks = {"y": others["rate"].to_list(), "mode": "markers", "marker": marker}
    font = {"size": sizes.text, "color": INK}
    places = ["top right" if date < first else "top center" for date in dates]  # not on the words of the axis
    named = {"y": [height] * len(words), "mode": "text", "text": words, "textposition": places, "textfont": font}
    return [still | marks, still | named]


def _end_words(months: pd.DataFrame) -> list[tuple[float, str, str]]:
    """At the right end: the last rate of both lines, where it is the newest month's."""
    last = months.iloc[-1]
    words = [
        ("rate", f"<b>{last['month_end']:%b %Y} {percent(last['rate'])}</b>"),
        ("rate_with_transfers", f"with transfers {percent(last['rate_with_transfers'])}"),
    ]
    return [(float(last[column]), text, INK) for column, text in words]


def _axes(months: pd.DataFrame, ends: tuple[float, float], shown: tuple[float, float], sizes: Sizes) -> Part:
    dates = months["month_end"]
    step = 1 if len(dates) <= 6 else 6 if len(dates) <= 30 else 12
    marked = dates.iloc[::-1].iloc[::step]
    marks = ticks(*shown, "share")
    left = room_for([str(word) for word in marks["ticktext"]], sizes)
    right = room_for(["with transfers 10.0 %"], sizes) + sizes.text
    return {
        "margin": {"l": left, "r": right, "t": 12, "b": (_BELOW + 1.6) * sizes.text},
        "height": sizes.height,
        "hovermode": "closest",
        "yaxis": {"range": list(ends), "automargin": False, **marks},
        "xaxis": {
            "tickvals": marked.to_numpy(),
            "ticktext": [f"{end:%b<br>%Y}" for end in marked],
            "range": [dates.iloc[0] - _MARGIN, dates.iloc[-1] + _MARGIN],
            "showline": True,
            "automargin": False,
        },
    }


def rolling_rate_alt(rates: pd.DataFrame, title: str, published: pd.DataFrame = NONE_PUBLISHED) -> str:
    """The lines for people who do not see them: both ends, the lowest and the highest, and what others published."""
    if rates.empty:
        return f"{title}. There is no month to draw."
    months = by_month(rates)
    known = months.dropna(subset="rate")
    others = [
        f"{row['name']} {percent(row['rate'])} in the year to {month(row['month_end'])}"
        for _, row in _within(months, published).iterrows()
    ]
    said = f" Published: {', '.join(others)}." if others else ""
    return f"{title}. {_shape(known)}{said}{hidden_words(months, 'rate')}"


def _shape(known: pd.DataFrame) -> str:
    if known.empty:
        return "No month can be shown."
    ranked = known.sort_values("rate", kind="stable")
    low, high = ranked.iloc[0], ranked.iloc[-1]
    return (
        f"Line of {len(known)} month{'' if len(known) == 1 else 's'}, lowest {percent(low['rate'])} in "
        f"{month(low['month_end'])}, highest {percent(high['rate'])} in {month(high['month_end'])}; {NO_LIMITS}."
    )
