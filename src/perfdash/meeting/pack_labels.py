"""Words at the right ends of lines, in place of a legend: whose they are, and how they keep clear of each other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from perfdash.figures.figure_json import Plain
from perfdash.meeting.pack_drawing import Drawing, Series, Stroke
from perfdash.meeting.pack_panels import Panel, words_of

AIM = "Standard or ambition"
_LINE = 18.0  # points that a line of words takes


def named(series: Sequence[Series], panel: Panel, days: Sequence[date]) -> list[Series]:
    """The series with their words at the right end, and named by them where the words are a name."""
    notes = sorted(
        (note for note in panel.at(1) if not str(note.get("yref", "y")).startswith("paper")),
        key=lambda note: float(note["y"]),
    )
    left = [
        at
        for at, one in enumerate(series)
        if one.stroke and one.kind == "figures" and "bound" not in one.name and _last(one, days)
    ]
    made = list(series)
    for match in (_by_name, _by_colour, _by_height):
        for note in list(notes):
            at = match(note, [(at, made[at]) for at in left])
            if at is not None:
                made[at] = _labelled(made[at], note, panel)
                left.remove(at)
                notes.remove(note)
    return made


def _last(one: Series, days: Sequence[date]) -> bool:
    """Whether a series reaches the right end, where its words would stand."""
    known = [day for day, value in zip(days, one.values, strict=True) if value is not None]
    return bool(known) and (days[-1] - known[-1]).days < 62


Candidates = Sequence[tuple[int, Series]]


def _by_name(note: Plain, left: Candidates) -> int | None:
    words = words_of(note["text"])
    starts = {"upper limit": "Upper process limit", "lower limit": "Lower process limit", "mean": "Mean"}
    wanted = next((name for start, name in starts.items() if words.startswith(start)), None)
    if wanted is None and re.match(r"[A-Z][a-z]{2} \d{4} ", words):
        return next((at for at, one in left if one.marks and any(one.marks)), None)
    return next((at for at, one in left if one.name == wanted), None)


def _by_colour(note: Plain, left: Candidates) -> int | None:
    colour = re.search(r"color:(#\w{6})", str(note["text"]))
    return next((at for at, one in left if colour and one.stroke and one.stroke == _solid(one, colour[1])), None)


def _solid(one: Series, colour: str) -> Stroke:
    return Stroke(colour, one.stroke.width if one.stroke else 0)


def _by_height(note: Plain, left: Candidates) -> int | None:
    """The words stand at their value, or were pushed off it; of what is left the nearest is theirs."""
    height = float(note["y"])
    found = min(left, key=lambda pair: abs(_end(pair[1]) - height), default=None)
    return found[0] if found else None


def _end(one: Series) -> float:
    return [value for value in one.values if value is not None][-1]


def _labelled(one: Series, note: Plain, panel: Panel) -> Series:
    at = max(place for place, value in enumerate(one.values) if value is not None)
    low, high = panel.up["range"]
    shift = (float(note["y"]) - _end(one)) / (high - low)
    name = _series_name(one, str(note["text"]))
    return replace(one, name=name, words={at: str(note["text"])}, shift={at: shift})


def _series_name(one: Series, text: str) -> str:
    """'Ambition 90 %' of an aim; of others what stands before the figure: 'with transfers'."""
    words = words_of(text).removeprefix("■").strip()
    if one.name == AIM:
        return words
    if one.name != "Value" and not one.name.startswith("N "):
        return one.name
    name = re.sub(r"\s[\d:.,]+\s?(%|min|h|days)?$", "", re.sub(r"<b>.*?</b>", "", text) if "■" in text else words)
    name = words_of(name).removeprefix("■").strip()
    return one.name if re.match(r"[A-Z][a-z]{2} \d{4}", name) or not name else name


# Clear of each other ---------------------------------------------------------------------------------------------------


def spread(drawing: Drawing, height: float) -> Drawing:
    """The chart with the words at its right end pushed apart, for a chart so many points high."""
    if drawing.kind not in ("lines", "points") or drawing.is_reversed or drawing.up.high is None:
        return drawing
    low, span = drawing.up.low or 0.0, drawing.up.high - (drawing.up.low or 0.0)
    reach = max((one.at[-1] for one in drawing.series if one.at and one.words), default=0.0)
    places = {
        (number, at): ((one.values[at] or 0.0) - low) / span + one.shift.get(at, 0.0)
        for number, one in enumerate(drawing.series)
        if one.side == "right" and one.kind == "figures"
        for at in one.words
        if not one.at or one.at[at] >= reach
    }
    gap = {key: _LINE * _lines(drawing, key) / (height * drawing.plot[3]) for key in places}
    return replace(drawing, series=tuple(_moved(drawing, low, span, pushed(places, gap))))


Key = tuple[int, int]  # a series, and a point of it


def _lines(drawing: Drawing, key: Key) -> int:
    return 1 + drawing.series[key[0]].words[key[1]].count("<br>")


def pushed(places: Mapping[Key, float], gap: Mapping[Key, float]) -> dict[Key, float]:
    """Places from the lowest up, none nearer to the one below than its words are high; all lowered if they leave the top."""
    found: dict[Key, float] = {}
    reached = float("-inf")
    for key in sorted(places, key=lambda key: places[key]):
        found[key] = max(places[key], reached + gap[key] / 2)
        reached = found[key] + gap[key] / 2
    over = max(max(found.values(), default=0) - 1, 0)
    return {key: place - over for key, place in found.items()}


def _moved(drawing: Drawing, low: float, span: float, places: Mapping[Key, float]) -> list[Series]:
    made = list(drawing.series)
    for (number, at), place in places.items():
        one = made[number]
        shift = place - ((one.values[at] or 0.0) - low) / span
        made[number] = replace(one, shift={**one.shift, at: shift})
    return made
