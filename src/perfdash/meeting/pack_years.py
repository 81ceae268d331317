"""Dots above named places, as years have: each with its interval and its words, and no line between them."""

from perfdash.figures.figure_json import Plain
from perfdash.meeting.pack_axes import value_axis
from perfdash.meeting.pack_drawing import Drawing, Series
from perfdash.meeting.pack_panels import Panel, pieces, title_of, words_of
from perfdash.meeting.pack_traces import Rows, column_name, marks_of

WORDS = "Words of the dots (not seen)"


def year_chart(panel: Panel, rows: Rows) -> Drawing | None:
    """The dots over the names of their places; nothing where they stand beside the names."""
    places = list(panel.across.get("tickvals") or [])
    dots = panel.drawn("markers")
    if not dots or any(x not in places for trace in dots for x in trace["x"]):
        return None
    return Drawing(
        "lines",
        (*(_dots(trace, panel, places, rows) for trace in dots), *_words(panel, places)),
        value_axis(panel.up),
        categories=tuple(words_of(word) for word in panel.across["ticktext"]),
        title=title_of(panel),
        box=panel.box,
        plot=(0.12, 0.1, 0.84, 0.74),
    )


def _dots(trace: Plain, panel: Panel, places: list[float], rows: Rows) -> Series:
    values = _at_places(trace, places)
    spans = {xs[0]: (min(ys), max(ys)) for line in panel.drawn("lines") for xs, ys in pieces(line)}
    known = [(value, spans.get(place)) for place, value in zip(places, values, strict=True)]
    marks = dict(zip(trace["x"], marks_of(trace), strict=True))
    return Series(
        column_name(trace["y"], rows),
        values,
        marks=tuple(marks.get(place) for place in places),
        less=tuple(value - span[0] if value is not None and span else None for value, span in known),
        more=tuple(span[1] - value if value is not None and span else None for value, span in known),
        side="top",
    )


def _words(panel: Panel, places: list[float]) -> list[Series]:
    """What is said above the dots, and the symbols of what is hidden, held by points that are not seen."""
    said = {
        x: (y, words_of(text))
        for trace in panel.drawn("text")
        for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True)
        if text
    }
    heights = tuple(said[place][0] if place in said else None for place in places)
    words = {at: said[place][1] for at, place in enumerate(places) if place in said}
    return [Series(WORDS, heights, words=words, side="top", kind="carrier")] if words else []


def _at_places(trace: Plain, places: list[float]) -> tuple[float | None, ...]:
    known = dict(zip(trace["x"], trace["y"], strict=True))
    return tuple(known.get(place) for place in places)
