"""What the traces of a figure are in an office program: days, marks, strokes, and the names of their columns."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, cast

from perfdash.figures.figure_json import Plain
from perfdash.figures.style import INK
from perfdash.meeting.pack_drawing import Mark, Stroke, Values
from perfdash.meeting.pack_panels import Panel, each

Rows = Sequence[Mapping[str, Any]]

SHAPES = {"triangle-up": "triangle", "triangle-down": "triangle", "diamond": "diamond", "square": "square"}
_POINT = 0.75  # of a pixel
_HOLLOW = "#BDBDBD"  # white inside a dark edge would vanish in programs that draw no edge
_WORDS = {"n": "Number", "base": "Out of", "value": "Value", "share": "Share"}


def days_of(panel: Panel) -> tuple[date, ...]:
    """The days that have a point of their own: not those where a line only begins or ends."""
    own = [trace for trace in panel.traces if trace.get("type") == "bar" or _is_pointwise(trace)]
    found = {as_day(x) for trace in own for x in trace["x"] if x is not None}
    for trace in own:
        found |= {end for _, end in held(trace)}
    return tuple(sorted(found))


def _is_pointwise(trace: Plain) -> bool:
    mode = trace.get("mode", "lines")
    if mode == "text" or trace.get("fill") or is_quiet(trace):
        return False
    return "markers" in mode or (
        len(trace["x"]) > 2 and trace.get("line", {}).get("dash", "solid") == "solid" and None not in trace["x"]
    )


def is_quiet(trace: Plain) -> bool:
    """A line that only leads the eye from a mark to its words, or edges another one."""
    colour = str(trace.get("line", {}).get("color", "")).upper()
    return "lines" in trace.get("mode", "lines") and (colour in ("WHITE", "#FFFFFF", "#E3E3E3"))


def as_day(x: Any) -> date:
    """The day of a place on an axis of time: '2026-10-01T00:00:00', '2026-10'."""
    text = str(x)
    return date.fromisoformat(f"{text}-01" if len(text) == 7 else text[:10])


def held(trace: Plain) -> list[tuple[date, date]]:
    """Of a stepped line, every day with the last one on which its value held."""
    if trace.get("line", {}).get("shape") != "hv":
        return []
    days = [as_day(x) for x in trace["x"]]
    return [(day, after - timedelta(days=1)) for day, after in pairwise(days) if after > day]


def marks_of(trace: Plain) -> list[Mark]:
    """How each point is marked."""
    n = len(trace.get("x") or [])
    marker = trace.get("marker", {})
    line = marker.get("line", {})
    parts = (marker.get("symbol", "circle"), marker.get("color", INK), marker.get("size", 6), line.get("color", ""))
    points = zip(*(each(part, n) for part in parts), strict=True)
    return [_mark(str(symbol), str(colour), size, str(edge)) for symbol, colour, size, edge in points]


def _mark(symbol: str, colour: str, size: float, edge: str) -> Mark:
    is_open = symbol.endswith("-open")
    shape = "x" if symbol == "x-thin" else SHAPES.get(symbol.removesuffix("-open"), "circle")
    points = max(round(size * _POINT), 4)
    edge = INK if shape == "x" or is_open else _plain_colour(edge) if edge else ""
    is_hollow = is_open or _plain_colour(colour) == "#FFFFFF"
    return Mark(_HOLLOW if is_hollow else colour, cast(Any, shape), points, edge)


def _plain_colour(colour: str) -> str:
    return colour if colour.startswith("#") else "#FFFFFF"


def stroke_of(trace: Plain) -> Stroke | None:
    """The line of a trace; nothing where it has none."""
    line = trace.get("line", {})
    width = float(line.get("width", 2))
    dash = line.get("dash", "solid")
    return Stroke(_plain_colour(str(line.get("color", INK))), width * _POINT, dash) if width else None


def values_at(known: Mapping[date, float | None], days: Sequence[date]) -> Values:
    return tuple(known.get(day) for day in days)


def column_name(values: Sequence[Any], rows: Rows) -> str:
    """A series by the name of the column that holds its numbers: 'Out of'; 'Value' where none does."""
    for column in rows[0] if rows else ():
        held = [row.get(column) for row in rows]
        if len(held) == len(values) and any(value is not None for value in held) and held == list(values):
            return _WORDS.get(str(column), str(column).removeprefix("n_").replace("_", " ").capitalize())
    return "Value"
