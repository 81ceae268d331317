"""Charts along time: process charts, rates and counts by month, as lines on the months they are drawn for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from perfdash.figures.figure_json import Plain
from perfdash.figures.style import INK, MARKS
from perfdash.meeting.pack_axes import months_between, value_axis
from perfdash.meeting.pack_drawing import Drawing, Mark, Series, Stroke
from perfdash.meeting.pack_labels import AIM, named
from perfdash.meeting.pack_panels import Panel, pieces, title_of, words_of
from perfdash.meeting.pack_traces import (
    SHAPES,
    Rows,
    as_day,
    column_name,
    days_of,
    held,
    is_quiet,
    marks_of,
    stroke_of,
    values_at,
)

# What a mark along a line means, by how it is drawn.
_WORDS = {
    (SHAPES[mark.symbol], mark.colour): mark.word.replace(": higher", "").replace(": lower", "")
    for mark in MARKS.values()
    if mark.symbol in SHAPES
}


def time_chart(panel: Panel, rows: Rows) -> Drawing:
    """Lines over dates. Each keeps its own numbers; one that holds from a day to a day has its value in each month of it."""
    days = days_of(panel)
    series = [
        made for trace in panel.drawn("lines") if not is_quiet(trace) for made in line_series(trace, days, panel, rows)
    ]
    series += [_marks(trace, days, panel) for trace in panel.drawn("markers") if "lines" not in trace["mode"]]
    drawn = [part for one in named(series, panel, days) for part in _told_apart(one)]
    event = _events(panel, days)
    return Drawing(
        "lines",
        (*drawn, *([event] if event else [])),
        value_axis(panel.up),
        categories=days,
        title=title_of(panel),
        months=months_between(panel),
        box=panel.box,
        key=tuple(_key(panel, drawn)),
    )


def line_series(trace: Plain, days: Sequence[date], panel: Panel, rows: Rows) -> list[Series]:
    if trace.get("fill") == "toself":
        return [] if _has_limits(panel) else _bounds(trace, days)
    if trace.get("line", {}).get("dash") == "dot":
        return _limits(trace, days)
    if trace.get("line", {}).get("dash") == "dash":
        return _aims(trace, days)
    made = _line(trace, days, rows)
    if made.stroke is None and not any(
        made.marks
    ):  # the edges of a band of one colour: what small charts have for limits
        side = "Lower" if trace.get("fill") else "Upper"
        return [replace(made, name=f"{side} process limit", stroke=Stroke("#757575", 1.0, "dot"))]
    return [made]


def _has_limits(panel: Panel) -> bool:
    return any(trace.get("line", {}).get("dash") == "dot" for trace in panel.drawn("lines"))


def _line(trace: Plain, days: Sequence[date], rows: Rows) -> Series:
    known = {as_day(x): y for x, y in zip(trace["x"], trace["y"], strict=True) if x is not None}
    known |= {end: known[day] for day, end in held(trace)}
    if trace["x"] and (None in trace["x"] or len(trace["x"]) == 2):
        known = _spread(trace, days)
    marks = marks_of(trace) if "markers" in trace.get("mode", "") else []
    by_day = {as_day(x): mark for x, mark in zip(trace["x"], marks, strict=False)}
    name = "Mean" if trace.get("line", {}).get("width", 2) < 1.8 and not marks else column_name(trace["y"], rows)
    return Series(
        name,
        values_at(known, days),
        stroke=stroke_of(trace),
        marks=tuple(by_day.get(day) for day in days),
        breaks=_breaks(trace, days) if None in trace["x"] else frozenset(),
    )


def _breaks(trace: Plain, days: Sequence[date]) -> frozenset[int]:
    """Where a line begins anew, as the limits do on the day of a rebase."""
    starts = {as_day(places[0]) for places, _ in pieces(trace)}
    return frozenset(at for at, day in enumerate(days) if day in starts and at)


def _told_apart(one: Series) -> list[Series]:
    """A judged series, and over it a series of marks for each thing that its points mean.

    Every program draws a series in its own colour; the colour of one point along a line is lost by some.
    """
    meanings: dict[str, dict[int, Mark]] = {}
    for at, mark in enumerate(one.marks):
        word = _WORDS.get((mark.shape, mark.colour)) if mark else None
        if word and mark:
            meanings.setdefault(word, {})[at] = mark
    marked = {at for marks in meanings.values() for at in marks}
    plain = next((mark for at, mark in enumerate(one.marks) if mark and at not in marked), None)
    line = replace(one, marks=tuple(plain if at in marked else mark for at, mark in enumerate(one.marks)))
    return [line, *(_meaning(one, word, marks) for word, marks in meanings.items())]


def _meaning(one: Series, word: str, marks: Mapping[int, Mark]) -> Series:
    n = range(len(one.values))
    values = tuple(one.values[at] if at in marks else None for at in n)
    return Series(word, values, marks=tuple(marks.get(at) for at in n), follows=one.name)


def _spread(trace: Plain, days: Sequence[date]) -> dict[date, float]:
    """A line given by its ends, on every day between them: it is level."""
    found: dict[date, float] = {}
    for places, values in pieces(trace):
        ends = as_day(places[0]), as_day(places[-1])
        found |= {day: values[0] for day in days if ends[0] <= day <= ends[1]}
    return found


def _limits(trace: Plain, days: Sequence[date]) -> list[Series]:
    """Both process limits, which one trace draws: of every month the higher and the lower."""
    found: dict[date, list[float]] = {}
    for places, values in pieces(trace):
        for x, y in zip(places, values, strict=True):
            found.setdefault(as_day(x), []).append(y)
    stroke = stroke_of(trace)
    upper, lower = ({day: end(both) for day, both in found.items()} for end in (max, min))
    return [
        Series(f"{name} process limit", values_at(known, days), stroke=stroke, breaks=_breaks(trace, days))
        for name, known in (("Upper", upper), ("Lower", lower))
    ]


def _aims(trace: Plain, days: Sequence[date]) -> list[Series]:
    """Every standard or ambition by itself, in the months in which it held."""
    made = []
    for places, values in pieces(trace):
        first, last = as_day(places[0]), as_day(places[-1])
        known = {day: values[0] for day in days if first <= day <= last}
        is_over = last < days[-1]
        name = f"Standard or ambition until {last:%-d %B %Y}" if is_over else AIM
        if known:
            made.append(Series(name, values_at(known, days), stroke=stroke_of(trace)))
    return made


def _bounds(trace: Plain, days: Sequence[date]) -> list[Series]:
    """A band as its two edges: what no line chart can fill."""
    upper: dict[date, float] = {}
    lower: dict[date, float] = {}
    for places, values in pieces(trace):
        half = len(places) // 2
        upper |= {as_day(x): y for x, y in zip(places[:half], values[:half], strict=True)}
        lower |= {as_day(x): y for x, y in zip(places[half:], values[half:], strict=True)}
    stroke = Stroke("#757575", 1.0, "dot")
    return [
        Series(f"95 % interval, {name} bound", values_at(known, days), stroke=stroke)
        for name, known in (("upper", upper), ("lower", lower))
    ]


def _marks(trace: Plain, days: Sequence[date], panel: Panel) -> Series:
    """Marks that no line joins: published figures, and the feet of months without one."""
    known = {as_day(x): y for x, y in zip(trace["x"], trace["y"], strict=True)}
    by_day = {as_day(x): mark for x, mark in zip(trace["x"], marks_of(trace), strict=True)}
    symbol = str(trace.get("marker", {}).get("symbol", ""))
    name = {"x-thin": "No figure (place of the mark)", "square-open": "Hidden: small numbers (place of the mark)"}
    kind: Literal["figures", "carrier"] = "carrier" if symbol in name else "figures"
    found = name.get(symbol, "As published")
    words = {} if symbol in name else _words_by_day(panel, days)
    marks = tuple(by_day.get(day) for day in days)
    return Series(found, values_at(known, days), marks=marks, words=words, side="below", kind=kind)


def _words_by_day(panel: Panel, days: Sequence[date]) -> dict[int, str]:
    """What is written below such marks, in one line: who published a figure when."""
    said = {
        as_day(x): str(text).replace("<br>", " ")
        for trace in panel.drawn("text")
        for x, text in zip(trace["x"], trace["text"], strict=True)
        if len(words_of(text)) > 1
    }
    return {at: said[day] for at, day in enumerate(days) if day in said}


def _events(panel: Panel, days: Sequence[date]) -> Series | None:
    """The numbers of events, above the month that each fell in."""
    numbers = {
        as_day(note["x"]): words_of(note["text"])
        for note in panel.notes
        if note.get("yref") == "paper"
        and note.get("bgcolor") == INK
        and not str(note.get("xref", "x")).startswith("paper")
    }
    months = {max((day for day in days if day <= on), default=days[0]): word for on, word in numbers.items()}
    if not months:
        return None
    top = value_axis(panel.up).high
    words = {at: f"<b>{months[day]}</b>" for at, day in enumerate(days) if day in months}
    marks = tuple(Mark(INK, "square", 15) if day in months else None for day in days)
    values = values_at(dict.fromkeys(months, top), days)
    return Series("Dated events (place of the mark)", values, marks=marks, words=words, side="middle", kind="carrier")


def _key(panel: Panel, drawn: Sequence[Series]) -> list[str]:
    """What the marks mean, of those that are drawn."""
    signs = {"triangle": "▲", "diamond": "◆", "square": "■"}
    found = [
        f"{signs[next(mark.shape for mark in one.marks if mark)]} {one.name.lower()}" for one in drawn if one.follows
    ]
    feet = {"x-thin": "× no figure", "square-open": "□ hidden: small numbers"}
    symbols = {str(trace.get("marker", {}).get("symbol")) for trace in panel.drawn("markers")}
    return [*sorted(found), *(words for symbol, words in feet.items() if symbol in symbols)]
