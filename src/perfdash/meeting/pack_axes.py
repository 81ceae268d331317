"""Axes of values for programs that count their ticks from an end: both ends are round, and so are the steps."""

from math import ceil, floor, log10

from perfdash.figures.figure_json import Plain
from perfdash.meeting.pack_drawing import Axis
from perfdash.meeting.pack_panels import Panel, step_of, unit_of
from perfdash.meeting.pack_traces import as_day

_MOST = 7  # ticks


def value_axis(axis: Plain) -> Axis:
    """An axis of values as the figure has it, its ends moved out to the next tick."""
    low, high = axis.get("range") or (None, None)
    is_shown = axis.get("visible", True) is not False
    if low is None or high is None:
        return Axis(unit=unit_of(axis), is_shown=is_shown)
    step = step_of(axis) or axis.get("dtick")
    step = float(step) if isinstance(step, int | float) else nice_step(high - low)
    low, high = (
        round(end(place / step + nudge) * step, 9) for end, place, nudge in ((floor, low, 1e-6), (ceil, high, -1e-6))
    )
    unit = unit_of(axis)
    # Nothing that is measured here is below nothing, and no share above all: the figure's own room beyond is not needed.
    return Axis(max(low, 0.0), min(high, 1.0) if unit == "share" else high, round(step, 9), unit, is_shown)


def nice_step(span: float) -> float:
    """1, 2 or 5 times a power of ten, so that few ticks span so much."""
    power = 10.0 ** floor(log10(span / _MOST)) if span > 0 else 1.0
    return float(next(step * power for step in (1, 2, 5, 10) if span / (step * power) <= _MOST))


def months_between(panel: Panel) -> int:
    """How many months lie between two ticks of an axis of time."""
    tick = str(panel.across.get("dtick", ""))
    if tick.startswith("M"):
        return int(tick[1:])
    places = [as_day(place) for place in (panel.across.get("tickvals") or [])][:2] if panel.has_dates else []
    return max(round(abs((places[1] - places[0]).days) / 30.4), 1) if len(places) == 2 else 12
