"""Points on two axes: rows of dots with their intervals, step curves, and shares by the hour."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from perfdash.figures.figure_json import Plain
from perfdash.meeting.pack_axes import value_axis
from perfdash.meeting.pack_bars import beside, intervals_of
from perfdash.meeting.pack_drawing import Axis, Drawing, Series, Stroke
from perfdash.meeting.pack_panels import Panel, pieces, step_of, title_of, unit_of, words_of
from perfdash.meeting.pack_traces import Rows, column_name, marks_of, stroke_of

NAMES = "Names of the rows (not seen)"
WORDS = "Words of the rows (not seen)"
_DOTTED = Stroke("#757575", 1.0, "dot")


def dot_rows(panel: Panel, rows: Rows) -> Drawing:
    """A row a name: its dot, its interval, its words."""
    across = value_axis(panel.across)
    low, high = across.low or 0.0, across.high or 1.0
    spans = intervals_of(panel)
    dots = [_dots(trace, spans, rows) for trace in panel.drawn("markers")]
    foot, top = panel.up["range"]
    return Drawing(
        "points",
        (
            *_rules(panel, (low, high), (top, foot)),
            *dots,
            _carrier(NAMES, _within((low, high))[0], _row_names(panel), "left"),
            _carrier(WORDS, _within((low, high))[1], beside(panel), "right"),
        ),
        Axis(top, foot, is_shown=False, has_grid=False),
        across,
        is_reversed=True,
        title=title_of(panel),
        box=panel.box,
        plot=(0.28, 0.06, 0.44, 0.84),
    )


def _dots(trace: Plain, spans: Mapping[float, tuple[float, float]], rows: Rows) -> Series:
    known = [(x, y, mark) for x, y, mark in zip(trace["x"], trace["y"], marks_of(trace), strict=True) if x is not None]
    ends = [(x, spans.get(y)) for x, y, _ in known]
    has_spans = any(span for _, span in ends)
    return Series(
        column_name(trace["x"], rows),
        tuple(y for _, y, _ in known),
        tuple(x for x, _, _ in known),
        marks=tuple(mark for _, _, mark in known),
        less=tuple(x - span[0] if span else None for x, span in ends) if has_spans else (),
        more=tuple(span[1] - x if span else None for x, span in ends) if has_spans else (),
    )


def _carrier(name: str, x: float, words: Mapping[float, str], side: Any) -> Series:
    heights = list(words)
    said = {at: words[height] for at, height in enumerate(heights)}
    return Series(name, tuple(heights), tuple(x for _ in heights), words=said, side=side, kind="carrier")


def _row_names(panel: Panel) -> dict[float, str]:
    """The names, each first of a group with the group's own before it."""
    heads = {note["y"]: str(note["text"]) for note in panel.at(0) if note.get("y") in panel.rows}
    return {
        height: f"{heads[height]}   {str(name).strip()}" if height in heads else str(name).strip()
        for height, name in panel.rows.items()
    }


def _rules(panel: Panel, across: tuple[float, float], up: tuple[float, float]) -> list[Series]:
    """A line through all rows, or through all columns: the whole's figure, with its words."""
    made = []
    for shape in panel.shapes:
        xref, yref = str(shape.get("xref", "x")), str(shape.get("yref", "y"))
        if _is_across(yref) and not _is_across(xref) and shape["x0"] == shape["x1"]:
            place = shape["x0"]
            made.append(_rule((place, place), _within(up), _words_at(panel, "x", place), shape, "top"))
        elif _is_across(xref) and not _is_across(yref) and shape["y0"] == shape["y1"] and not panel.has_rows:
            place = shape["y0"]
            made.append(_rule(_within(across), (place, place), _words_at(panel, "y", place), shape, "right"))
    return made


def _within(ends: tuple[float, float]) -> tuple[float, float]:
    """Just inside the ends of an axis: a point on its very end may be taken for one beyond it, and its words be lost."""
    room = 1e-4 * (ends[1] - ends[0])
    return ends[0] + room, ends[1] - room


def _is_across(reference: str) -> bool:
    """Whether a line spans the whole plot in this direction."""
    return reference.endswith(("domain", "paper"))


def _rule(xs: tuple[float, float], ys: tuple[float, float], words: str, shape: Plain, side: Any) -> Series:
    at = 0 if side == "top" else 1
    line = shape.get("line", {})
    stroke = Stroke(str(line.get("color", "#1D1D1B")), 1.0)
    return Series(
        words_of(words).replace("\n", " ") or "Whole", ys, xs, stroke, words={at: words} if words else {}, side=side
    )


def _words_at(panel: Panel, letter: str, place: float) -> str:
    return next((str(note["text"]) for note in panel.notes if note.get(letter) == place and "text" in note), "")


# Curves ----------------------------------------------------------------------------------------------------------------


def curves(panel: Panel, rows: Rows) -> Drawing:
    """Lines and dots along a numeric axis, stepped where the figure steps."""
    up = value_axis(panel.up)
    low, high = up.low or 0.0, up.high or 1.0
    series: list[Series] = []
    for trace in panel.of("scatter"):
        mode = trace.get("mode", "lines")
        if trace.get("fill"):
            series += _bounds(trace)
        elif mode != "text":
            series += [_with_errors(_dots(trace, {}, rows), trace)] if mode == "markers" else _curve(trace, rows)
    ticks = panel.across.get("ticktext") or []
    is_clock = any(str(word).endswith(":00") for word in ticks)
    left, right = (0.0, 24.0) if is_clock else panel.across["range"]
    form = '00":00"' if is_clock else ""
    return Drawing(
        "points",
        (*_rules(panel, (left, right), (low, high)), *_labelled(series, panel)),
        up,
        Axis(left, right, step_of(panel.across), unit_of(panel.across), has_grid=False, form=form),
        title=title_of(panel),
        box=panel.box,
        plot=(0.1, 0.1, 0.68, 0.76),
    )


def _curve(trace: Plain, rows: Rows) -> list[Series]:
    """A curve, each of its stretches by itself: what is hidden in between is left open."""
    name = str(trace.get("name") or "") or column_name(trace["y"], rows)
    made = []
    for number, (xs, ys) in enumerate(pieces(trace)):
        at, values = _stepped(xs, ys) if trace.get("line", {}).get("shape") == "hv" else (xs, ys)
        made.append(
            Series(name if not number else f"{name}, after the gap", tuple(values), tuple(at), stroke_of(trace))
        )
    return made


def _stepped(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """The corners of a stepped line: a value holds to where the next begins."""
    at = [xs[0], *(x for x in xs[1:] for _ in range(2))]
    values = [y for y in ys[:-1] for _ in range(2)] + [ys[-1]]
    return at, values


def _bounds(trace: Plain) -> list[Series]:
    made = []
    for number, (xs, ys) in enumerate(pieces(trace)):
        half = len(xs) // 2
        for name, part in (("upper", slice(None, half)), ("lower", slice(half, None))):
            after = ", after the gap" if number else ""
            made.append(Series(f"95 % interval, {name} bound{after}", tuple(ys[part]), tuple(xs[part]), _DOTTED))
    return made


def _with_errors(dots: Series, trace: Plain) -> Series:
    """The intervals that a trace draws itself, up and down."""
    error = trace.get("error_y")
    if not error:
        return dots
    return replace(dots, more=tuple(error["array"]), less=tuple(error["arrayminus"]), kind="figures", side="top")


def _labelled(series: Sequence[Series], panel: Panel) -> list[Series]:
    """The curves with the words that stand at their ends."""
    made = list(series)
    low, high = panel.up["range"]
    for note in panel.notes:
        if note.get("xanchor") != "left" or "showarrow" not in note or not isinstance(note.get("x"), int | float):
            continue
        ends = [
            (abs(one.at[-1] - note["x"]) + abs(_end(one) - note["y"]), at)
            for at, one in enumerate(made)
            if one.stroke and one.stroke != _DOTTED and not one.words and _is_named(one, note)
        ]
        if ends and not any("domain" in str(note.get(name, "")) for name in ("xref", "yref")):
            _, at = min(ends)
            last = len(made[at].values) - 1
            shift = (note["y"] - _end(made[at])) / (high - low)
            made[at] = replace(made[at], words={last: str(note["text"])}, shift={last: shift})
    return made


def _is_named(one: Series, note: Plain) -> bool:
    """Whether the words at an end are this curve's: in its colour, or, where there is but one, without any."""
    text = str(note["text"])
    return "color:" not in text or (one.stroke is not None and one.stroke.colour in text)


def _end(one: Series) -> float:
    return float(one.values[-1] or 0)
