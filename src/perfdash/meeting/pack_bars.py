"""Bars: rows from the top with their words at the end, columns along time or hours, and cells that are really a table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from perfdash.figures.figure_json import Plain
from perfdash.meeting.pack_drawing import Axis, Cell, Drawing, Grid, Mark, Series
from perfdash.meeting.pack_panels import Panel, each, pieces, step_of, title_of, unit_of, words_of
from perfdash.meeting.pack_traces import Rows, column_name, is_quiet

START = "Start of the bar (not seen)"
ROOM = "Place of the words (not seen)"


def is_grid(panel: Panel) -> bool:
    """Whether the bars are cells: a heat map or a tile map."""
    return any(bar.get("orientation") != "h" and bar.get("base") is not None for bar in panel.of("bar"))


# Rows ------------------------------------------------------------------------------------------------------------------


def row_chart(panel: Panel, rows: Rows) -> Drawing:
    """Horizontal bars from the top down, each with its interval and its words."""
    heights = list(panel.rows)
    bars = [_row_series(bar, heights, rows) for bar in panel.of("bar")]
    starts = [series for bar in panel.of("bar") for series in _starts(bar, heights)]
    spans = intervals_of(panel)
    bars = [_with_spans(bar, heights, spans) if at == len(bars) - 1 else bar for at, bar in enumerate(bars)]
    words = beside(panel)
    is_stacked = panel.is_stacked or bool(starts)
    carried = {at: words[height] for at, height in enumerate(heights) if height in words}
    high = float((panel.across.get("range") or [0, 1])[1])
    unit = unit_of(panel.across)
    is_shown = panel.across.get("visible", True) is not False
    names = [words_of(panel.rows[height]) for height in heights]
    if is_stacked:
        room = Series(ROOM, tuple(high * 0.05 for _ in heights), words=carried, side="inside", kind="carrier")
        series = [*starts, *bars, room]
    else:
        series, names = _worded(bars, carried, names, high)
    return Drawing(
        "bars",
        tuple(series),
        Axis(0.0, high * (1.05 if is_stacked else 1), step_of(panel.across), unit, is_shown, is_shown),
        categories=tuple(names),
        is_reversed=True,
        is_stacked=is_stacked,
        title=title_of(panel),
        box=panel.box,
        plot=(0.24, 0.02, 0.44, 0.86 if is_shown else 0.95),
    )


def _row_series(bar: Plain, heights: Sequence[float], rows: Rows) -> Series:
    known = dict(zip(bar["y"], bar["x"], strict=True))
    lengths = [known.get(height) for height in heights]
    if bar.get("base") is not None:
        lengths = [None if length is None else abs(length) for length in lengths]
    by_height = dict(zip(bar["y"], fills_of(bar), strict=True))
    inside = (
        dict(zip(bar["y"], each(bar.get("text"), len(bar["y"])), strict=True))
        if bar.get("textposition") == "inside"
        else {}
    )
    words = {at: str(inside[height]) for at, height in enumerate(heights) if inside.get(height)}
    return Series(
        str(bar.get("name") or "").capitalize() or column_name(bar["x"], rows),
        tuple(lengths),
        marks=tuple(by_height.get(height) for height in heights),
        words=words,
        side="middle",
    )


def _starts(bar: Plain, heights: Sequence[float]) -> list[Series]:
    """Where bars begin that do not begin at zero: at their lower end, whichever way they lead."""
    if bar.get("base") is None:
        return []
    ends = {y: min(base, base + x) for y, base, x in zip(bar["y"], bar["base"], bar["x"], strict=True)}
    return [Series(START, tuple(ends.get(height) for height in heights), kind="carrier")]


def fills_of(bar: Plain) -> list[Mark]:
    """The colour and edge of every bar of a trace."""
    marker = bar.get("marker", {})
    line = marker.get("line", {})
    n = len(bar["y"])
    parts = zip(each(marker.get("color"), n), each(line.get("color"), n), each(line.get("width"), n), strict=True)
    return [
        Mark(str(colour), "square", edge=str(edge) if edge and width and str(edge).startswith("#") else "")
        for colour, edge, width in parts
    ]


def intervals_of(panel: Panel) -> dict[float, tuple[float, float]]:
    """The ends of every level line over the rows, by its height."""
    found = {}
    for trace in panel.drawn("lines"):
        if not is_quiet(trace) and not trace.get("fill"):
            for (low, *_, high), (height, *_) in (
                (xs, ys) for xs, ys in pieces(trace) if len(xs) == 2 and ys[0] == ys[1]
            ):
                found[height] = (low, high)
    return found


def _with_spans(bar: Series, heights: Sequence[float], spans: Mapping[float, tuple[float, float]]) -> Series:
    if not spans:
        return bar
    ends = [(value, spans.get(height)) for value, height in zip(bar.values, heights, strict=True)]
    less = tuple(None if value is None or span is None else value - span[0] for value, span in ends)
    more = tuple(None if value is None or span is None else span[1] - value for value, span in ends)
    return replace(bar, less=less, more=more)


def beside(panel: Panel) -> dict[float, str]:
    """The words of every row, in the order in which they stand beside it; a lone symbol says nothing that they do not."""
    found: dict[float, list[tuple[float, str]]] = {}
    for trace in panel.drawn("text"):
        for x, y, text in zip(trace["x"], trace["y"], trace.get("text", []), strict=True):
            found.setdefault(y, []).append((x, str(text).strip()))
    for note in panel.notes:
        y, is_left = note.get("y"), note.get("xref") == "paper" and note.get("x") == 0
        if y in panel.rows and str(note.get("yref", "y")) != "paper" and not is_left:
            found.setdefault(float(y), []).append((float(note.get("xshift", 0)), note["text"]))
    return {height: "   ".join(_telling([text for _, text in sorted(words)])) for height, words in found.items()}


def _telling(words: Sequence[str]) -> list[str]:
    return [text for text in words if len(words_of(text)) > 1] or list(words[:1])


def _worded(
    bars: Sequence[Series], words: Mapping[int, str], names: Sequence[str], high: float
) -> tuple[list[Series], list[str]]:
    """Words beyond the end of the longest bar of a row, and of its interval; where there is no bar, behind its name."""
    made, said = list(bars), list(names)
    for at, text in words.items():
        known = [(value, place) for place, bar in enumerate(bars) if (value := bar.values[at]) is not None]
        if not known:
            said[at] = f"{said[at]}  {words_of(text)}".replace("\n", " ")
            continue
        _, place = max(known)
        beyond = made[place].more[at] if made[place].more else None
        shift = {at: (beyond or 0.0) / high}
        one = made[place]
        made[place] = replace(one, words={**one.words, at: text}, shift={**one.shift, **shift}, side="right")
    return made, said


# Cells -----------------------------------------------------------------------------------------------------------------


def grid(panel: Panel, key: tuple[str, ...]) -> Grid:
    """The cells of a heat map or a tile map, row by row, in their words and colours."""
    (bar,) = panel.of("bar")
    heights = [base + y / 2 for base, y in zip(bar["base"], each(bar["y"], len(bar["x"])), strict=True)]
    rows, columns = sorted({round(height) for height in heights}), sorted(set(bar["x"]))
    marker, n = bar["marker"], len(bar["x"])
    font = bar.get("insidetextfont", {})
    looks = (marker["color"], font.get("color", "#000000"), marker["line"]["width"])
    parts = zip(bar["text"], *(each(look, n) for look in looks), strict=True)
    cells = {
        (round(height), x): Cell(words_of(words), fill, ink, width > 2)
        for height, x, (words, fill, ink, width) in zip(heights, bar["x"], parts, strict=True)
    }
    ticks = dict(zip(panel.across.get("tickvals") or [], panel.across.get("ticktext") or [], strict=False))
    return Grid(
        tuple(words_of(ticks[x]) for x in columns) if ticks else (),
        tuple(words_of(panel.rows[height]) for height in rows) if panel.rows else (),
        tuple(tuple(cells.get((height, x)) for x in columns) for height in rows),
        key,
    )
