"""A figure of work mode in the sizes of present mode: read from the last row, and on a webcast."""

import re
from calendar import month_name
from collections.abc import Mapping
from typing import Any

from perfdash.figures.figure_json import Plain, axes_of, height_of, plain, traces_of
from perfdash.figures.style import PRESENT, WORK

_TEXT = PRESENT.text / WORK.text
_LINE = PRESENT.line / WORK.line
_MARK = PRESENT.marker / WORK.marker
_TIGHTEST = 0.73  # of its grown height that a chart may be pressed into before its words meet
_RULE = 2  # of thin lines that only lead the eye: grid, edges of marks and bars
# What is the same on every screen and stands, whole, under the chart in work mode and in every pack.
_SAID_ELSEWHERE = (
    "by final grade, missing times left out",
    "judged by the standard of its day",
    "data to ",
    "limits by ",
)
_ASIDES = re.compile(r" \((?!urban|rural)[^)]*\)|, limits by Making Data Count:[^·]*(?= ·|$)")
_MONTHS = re.compile("|".join(month_name[1:]))
_SHIFTS = ("xshift", "yshift", "borderpad", "borderwidth", "arrowwidth", "ax", "ay", "standoff")


def presented(figure: Mapping[str, Any]) -> Plain:
    """The same figure, every length in pixels grown: text from 28, lines of data from 4, marks from 14.

    A chart of the usual height gets `PRESENT.height`, and so does one that is a little higher; what has few rows stays
    lower, and what has very many stays higher, because its words would cover each other.
    """
    drawn: Plain = plain(figure)
    layout = drawn.setdefault("layout", {})
    height = height_of(drawn, WORK.height)
    margin = layout.get("template", {}).get("layout", {}).get("margin", {}) | layout.get("margin", {})
    _grow_layout(layout)
    of_template = layout.get("template", {}).get("layout")
    if of_template:
        _grow_layout(of_template)
        of_template["height"] = PRESENT.height
    layout["margin"] = {side: round(length * _TEXT) for side, length in margin.items()}
    layout["height"] = _height(height)
    for trace in traces_of(drawn):
        _grow_trace(trace)
    return drawn


def staged(figure: Mapping[str, Any]) -> Plain:
    """The same with the words of its tiles on fewer lines: a stage is wider than it is high."""
    drawn = presented(figure)
    for trace in traces_of(drawn):
        if isinstance(trace.get("text"), list):
            trace["text"] = [str(words).replace("<br>n = ", " · n = ") for words in trace["text"]]
    return drawn


def brief(formal: str) -> str:
    """The formal line as it is read from afar: measure, unit, area, period, clock and number."""
    parts = _ASIDES.sub("", formal).split(" · ")
    said = [part.partition(";")[0] if part.startswith("In public") else part for part in parts]
    # The question that a measure answers is answered above it, by the finding.
    return " · ".join(part for part in said if not part.startswith(_SAID_ELSEWHERE) and not part.endswith("?"))


def brief_source(source: str, as_at: str = "") -> str:
    """Where the figures come from, to which day, loaded and frozen when, on one line: 'Data to 17 Nov 2026; loaded …'."""
    told = "; ".join(part for part in (*source.rstrip(".").split(". "), as_at) if part)
    told = told.replace("; Loaded", "; loaded").replace(" (invented)", "")  # which the badge beside it says
    return _MONTHS.sub(lambda named: named[0][:3], told)


def _height(height: float) -> int:
    grown = round(height * _TEXT)
    is_usual = height == WORK.height or PRESENT.height < grown <= PRESENT.height / _TIGHTEST
    return PRESENT.height if is_usual else grown


def _grow_layout(layout: Plain) -> None:
    _grow_fonts(layout)
    for axis in axes_of(layout).values():
        for name in ("gridwidth", "linewidth", "tickwidth", "ticklen", "zerolinewidth"):
            _grow(axis, name, _RULE)
    for note in layout.get("annotations") or []:
        for name in _SHIFTS:
            _grow(note, name, _TEXT)
    for shape in layout.get("shapes") or []:
        # A rule that leads the eye stays thinner than the data.
        _grow(shape.get("line", {}), "width", _RULE)


def _grow_fonts(part: Any) -> None:
    """Every font size within, at least `PRESENT.text`: a figure's words are all meant to be read."""
    if isinstance(part, list):
        for inner in part:
            _grow_fonts(inner)
    if not isinstance(part, dict):
        return
    for name, inner in part.items():
        if name.endswith("font") and isinstance(inner, dict):
            _grow(inner, "size", _TEXT, PRESENT.text)
        if name != "template":  # which is grown by itself
            _grow_fonts(inner)


def _grow_trace(trace: Plain) -> None:
    _grow_fonts(trace)
    _grow(trace.get("line", {}), "width", _LINE, PRESENT.line)
    marker = trace.get("marker", {})
    if marker:
        marker.setdefault("opacity", 1)  # or marks of several sizes are drawn half transparent
    _grow(marker, "size", _MARK, PRESENT.marker, WORK.marker)
    _grow(marker.get("line", {}), "width", _LINE if _is_stroke(marker) else _RULE)
    for name in ("error_x", "error_y"):
        _grow(trace.get(name, {}), "thickness", _LINE, PRESENT.line)
        _grow(trace.get(name, {}), "width", _MARK)


def _is_stroke(marker: Plain) -> bool:
    """Whether the edge is the whole mark: × and □."""
    return str(marker.get("symbol", "")).endswith(("-open", "-thin"))


def _grow(part: Plain, name: str, factor: float, least: float = 0, from_: float = 0) -> None:
    """One length, or a list of them, grown; nothing (a line of width 0) stays nothing.

    What is drawn smaller than `from_` on purpose, as the dots of small multiples are, need not reach the `least`.
    """
    if name not in part:
        return
    lengths = part[name]
    part[name] = (
        [_grown(length, factor, least, from_) for length in lengths]
        if isinstance(lengths, list)
        else _grown(lengths, factor, least, from_)
    )


def _grown(length: Any, factor: float, least: float, from_: float) -> Any:
    if not isinstance(length, int | float) or not length:
        return length
    grown = round(length * factor, 2)
    return max(grown, least) if length >= from_ and length > 0 else grown
