"""Upright bars along time or hours, with the lines that are drawn over them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from perfdash.figures.figure_json import Plain
from perfdash.figures.style import INK
from perfdash.meeting.pack_axes import months_between, value_axis
from perfdash.meeting.pack_bars import fills_of
from perfdash.meeting.pack_drawing import Drawing, Series
from perfdash.meeting.pack_lines import line_series
from perfdash.meeting.pack_panels import Panel, title_of, words_of
from perfdash.meeting.pack_traces import Rows, as_day, column_name, days_of, is_quiet, values_at


def column_chart(panel: Panel, rows: Rows) -> Drawing:
    """Upright bars along time or another row of places, with the lines that are drawn over them."""
    places = days_of(panel) if panel.has_dates else tuple(sorted({x for bar in panel.of("bar") for x in bar["x"]}))
    bars = [_column_series(bar, places, rows) for bar in panel.of("bar")]
    days = [place for place in places if isinstance(place, date)]
    lines = [
        replace(line, kind="line", name=_span_name(panel, line))
        for trace in panel.drawn("lines")
        if days and not is_quiet(trace)
        for line in line_series(trace, days, panel, rows)
    ]
    series, key = _named_by_colour(bars, panel)
    return Drawing(
        "columns",
        (*series, *lines),
        value_axis(panel.up),
        categories=tuple(place if isinstance(place, date) else _place_name(place, panel.across) for place in places),
        is_stacked=panel.is_stacked,
        has_legend=len(bars) > 1 or bool(lines),
        title=title_of(panel),
        months=months_between(panel),
        box=panel.box,
        key=tuple(key),
    )


def _column_series(bar: Plain, places: Sequence[Any], rows: Rows) -> Series:
    keys = [as_day(x) if isinstance(x, str) else x for x in bar["x"]]
    known, marks = dict(zip(keys, bar["y"], strict=True)), dict(zip(keys, fills_of(bar), strict=True))
    name = str(bar.get("name") or "") or column_name(bar["y"], rows)
    return Series(name, values_at(known, places), marks=tuple(marks.get(place) for place in places))


def _named_by_colour(bars: Sequence[Series], panel: Panel) -> tuple[list[Series], list[str]]:
    """The bars by the names that stand beside them in their colour; other words beside them go below the chart."""
    made, key = list(bars), []
    for note in sorted(panel.at(1), key=lambda note: -float(note["y"])):
        at = next((at for at, bar in enumerate(bars) if _colour(bar) in str(note["text"])), None)
        words = words_of(note["text"]).replace("\n", " ").removeprefix("■").strip()
        if at is not None and len(made) > 1:
            made[at] = replace(made[at], name=_before_figure(words))
        if len(made) == 1:  # its words stand at the last column themselves
            last = max((at for at, value in enumerate(made[0].values) if value is not None), default=0)
            made[0] = replace(made[0], words={last: str(note["text"])}, side="top")
            continue
        key.append(words)
    return made, key


def _colour(bar: Series) -> str:
    return next((mark.colour for mark in bar.marks if mark), INK)


def _before_figure(words: str) -> str:
    kept = words.split(" ")
    while len(kept) > 1 and (kept[-1][:1].isdigit() or kept[-1] in ("min", "h", "days", "%")):
        kept.pop()
    return " ".join(kept).capitalize()


def _span_name(panel: Panel, line: Series) -> str:
    """The word of a compared period, which stands above the columns in its middle."""
    level = next((value for value in line.values if value is not None), None)
    spans = [note for note in panel.notes if note.get("yref") == "paper" and note.get("bgcolor") == "white"]
    known = [at for at, value in enumerate(line.values) if value is not None]
    days = days_of(panel)
    middle = days[known[len(known) // 2]] if known and level is not None else None
    near = min(spans, key=lambda note: abs((as_day(note["x"]) - middle).days), default=None) if middle else None
    return f"Mean {words_of(near['text'])}" if near else line.name


def _place_name(place: Any, across: Plain) -> str:
    is_clock = any(str(word).endswith(":00") for word in across.get("ticktext") or [])
    return f"{int(place):02d}:00" if is_clock else f"{place:g}"
