"""The charts of a figure, apart from each other: what one pair of axes holds, ready to be redrawn by another program."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from perfdash.figures.figure_json import Plain, axes_of, plain, traces_of

Unit = Literal["share", "seconds", "count"]
Piece = tuple[list[Any], list[Any]]  # what of a line stands between two gaps


@dataclass(frozen=True, eq=False)
class Panel:
    """One pair of axes with its traces, words and lines; `box` is where it stands: left, foot, right, top, from 0 to 1."""

    traces: tuple[Plain, ...]
    across: Plain
    up: Plain
    notes: tuple[Plain, ...]
    shapes: tuple[Plain, ...]
    box: tuple[float, float, float, float]
    is_stacked: bool

    def of(self, kind: str) -> list[Plain]:
        """The traces of a kind: bar or scatter."""
        return [trace for trace in self.traces if trace.get("type", "scatter") == kind]

    def drawn(self, mode: str) -> list[Plain]:
        """The scatter traces with this in their mode: lines, markers or text."""
        return [trace for trace in self.of("scatter") if mode in trace.get("mode", "lines")]

    @cached_property
    def has_rows(self) -> bool:
        """Whether the vertical axis names rows from the top down, and measures nothing."""
        ends = self.up.get("range") or [0, 1]
        return bool(ends[0] > ends[1])

    @cached_property
    def has_dates(self) -> bool:
        """Whether the horizontal axis is one of time."""
        first = next((x for trace in self.traces for x in trace.get("x") or [] if x is not None), None)
        return isinstance(first, str) and bool(re.match(r"\d{4}-\d\d", first))

    @cached_property
    def has_names(self) -> bool:
        """Whether the horizontal axis names its places: no axis of two that measure can."""
        words = [words_of(word) for word in self.across.get("ticktext") or []]
        return any((word and not word[0].isdigit()) or "/" in word for word in words)

    @cached_property
    def rows(self) -> dict[float, str]:
        """The names of rows by their height."""
        return dict(zip(self.up.get("tickvals") or [], self.up.get("ticktext") or [], strict=False))

    def at(self, side: float) -> list[Plain]:
        """The words beside the plot: at its left end (0) or its right (1)."""
        return [note for note in self.notes if str(note.get("xref", "")).startswith("paper") and note.get("x") == side]


def panels_of(figure: Mapping[str, Any]) -> tuple[Panel, ...]:
    """The panels in the order of their traces. Those that hold nothing but words have no mark to draw."""
    shown: Plain = plain(figure)
    layout = shown.get("layout", {})
    pairs: dict[tuple[str, str], list[Plain]] = {}
    for trace in traces_of(shown):
        pairs.setdefault((trace.get("xaxis", "x"), trace.get("yaxis", "y")), []).append(trace)
    marked = {pair: traces for pair, traces in pairs.items() if any(trace.get("mode") != "text" for trace in traces)}
    boxes = {pair: _box(layout, pair) for pair in marked}
    return tuple(_panel(layout, pair, traces, boxes) for pair, traces in marked.items())


Boxes = Mapping[tuple[str, str], tuple[float, float, float, float]]


def _panel(layout: Plain, pair: tuple[str, str], traces: Sequence[Plain], boxes: Boxes) -> Panel:
    return Panel(
        tuple(traces),
        _axis(layout, pair[0]),
        _spoken(layout, _axis(layout, pair[1])),
        tuple(note for note in layout.get("annotations") or [] if pair in _owners(note, boxes)),
        tuple(shape for shape in layout.get("shapes") or [] if pair in _owners(shape, boxes)),
        boxes[pair],
        layout.get("barmode") == "stack",
    )


def _axis(layout: Plain, letter: str) -> Plain:
    axis: Plain = layout.get(f"{letter[0]}axis{letter[1:]}", {})
    return axis


def _spoken(layout: Plain, axis: Plain) -> Plain:
    """An axis with its words: beside others of the same scale only the first is written."""
    if "matches" in axis and not axis.get("tickvals"):
        first = _axis(layout, axis["matches"])
        return axis | {name: first[name] for name in ("tickvals", "ticktext") if name in first}
    if any(word for word in axis.get("ticktext") or ["written"]):
        return axis
    like = (other for other in axes_of(layout).values() if other.get("tickvals") == axis.get("tickvals"))
    return axis | {"ticktext": next((other["ticktext"] for other in like if any(other.get("ticktext") or [])), [])}


def _box(layout: Plain, pair: tuple[str, str]) -> tuple[float, float, float, float]:
    (left, right), (foot, top) = (_axis(layout, letter).get("domain") or [0, 1] for letter in pair)
    return left, foot, right, top


def _owners(part: Plain, boxes: Boxes) -> list[tuple[str, str]]:
    """Whose a note or a line is: of the axes it names; else, as a title is, of the panel that it stands above."""
    named = {str(part.get(f"{letter}ref", letter)).partition(" ")[0] for letter in "xy"} - {"paper"}
    if named:
        return [pair for pair in boxes if named <= set(pair)]
    if is_foot(part) or not boxes:
        return []
    x, y = part.get("x", 0), part.get("y", 0)
    nearest = min(boxes, key=lambda pair: abs(boxes[pair][3] - y) + 0.1 * abs(boxes[pair][0] - x))
    return [nearest]


def is_foot(note: Plain) -> bool:
    """Whether a note is the small print below the whole figure."""
    return note.get("xref") == note.get("yref") == "paper" and note.get("yanchor") == "top" and note.get("y") == 0


def small_print(figure: Mapping[str, Any]) -> tuple[str, ...]:
    """The key below a figure, line by line."""
    notes = [note for note in plain(figure.get("layout", {})).get("annotations") or [] if is_foot(note)]
    return tuple(line for note in notes for line in words_of(note["text"]).split("\n"))


def spoken_numbers(figure: Mapping[str, Any]) -> tuple[str, ...]:
    """The named rows of numbers that a figure writes under its axes: 'At risk, 2023/24: 240, 220, 180'."""
    named: dict[str, list[str]] = {}
    for trace in traces_of(plain(figure)):
        if trace.get("mode") == "text" and trace.get("name"):
            named.setdefault(trace["xaxis"], []).append(f"{trace['name']}: {', '.join(filter(None, trace['text']))}")
    heads = {
        str(note["xref"]).partition(" ")[0]: words_of(note["text"])
        for note in plain(figure.get("layout", {})).get("annotations") or []
        if note.get("yanchor") == "bottom" and "xref" in note
    }
    lines = {axis: " · ".join(words) for axis, words in named.items()}
    if len(lines) > 1:
        return tuple(f"{heads.get(axis, '')}, {line}".removeprefix(", ") for axis, line in lines.items())
    return tuple(line[:1].upper() + line[1:] for line in lines.values())


def title_of(panel: Panel) -> str:
    """What stands above a panel of several."""
    titles = [
        note
        for note in panel.notes
        if note.get("yref", "").startswith(("paper", "y"))
        and "showarrow" in note
        and note.get("yanchor") == "bottom"
        and str(note.get("xref", "x")).endswith(("paper", "domain"))
    ]
    return words_of(titles[0]["text"]).replace("\n", " ") if titles else ""


def words_of(text: str) -> str:
    """The words of a text without its marks; its lines stay lines."""
    return re.sub(r"<[^>]+>", "", str(text).replace("<br>", "\n")).strip()


def pieces(trace: Plain) -> list[Piece]:
    """A line cut at its gaps."""
    cut: list[Piece] = [([], [])]
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None or y is None:
            cut.append(([], []))
        else:
            cut[-1][0].append(x)
            cut[-1][1].append(y)
    return [piece for piece in cut if piece[0]]


def unit_of(axis: Plain) -> Unit:
    """What an axis measures, by the words of its ticks."""
    words = " ".join(str(word) for word in axis.get("ticktext") or [])
    if "%" in words:
        return "share"
    return "seconds" if re.search(r"\d (min|h|days)\b", words) else "count"


def step_of(axis: Plain) -> float | None:
    """The distance of its ticks, where it is one."""
    places = axis.get("tickvals") or []
    if len(places) > 1 and not any(isinstance(place, str) for place in places):
        return float(places[1] - places[0])
    return None


def each(value: Any, n: int) -> list[Any]:
    """One value a point, of a list or of one value for all."""
    return list(value) if isinstance(value, list) else [value] * n
