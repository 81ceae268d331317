"""By how much two figures of one unit differ, in words and on an axis."""

from math import isnan

import numpy as np

from perfdash.figures.process_chart import ticks
from perfdash.figures.style import Part

_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def change_words(change: float, unit: str) -> str:
    """'+0.3 points', '−2.1 hours', '+5', '±0': what is a share differs by points of a percentage."""
    if isnan(change):
        return "–"
    places = 0 if unit == "count" else 1
    size = round(abs(change) * (100 if unit == "share" else 1), places)
    sign = "±" if not size else "+" if change > 0 else "−"
    noun = {"share": " points", "hours": " hours"}.get(unit, "")
    return f"{sign}{size:,.{places}f}".removesuffix(".0") + noun


def value_ticks(low: float, high: float, unit: str) -> Part:
    """Round places for an axis of values, in the words of their unit."""
    if unit == "share":
        return ticks(low, high, unit, most=5)
    step = next((step for step in _STEPS if (high - low) / step <= 5), _STEPS[-1])
    values = np.arange(np.ceil(low / step) * step, high, step) + 0.0
    places = 0 if step >= 1 else 1
    return {
        "tickvals": values,
        "ticktext": [f"{value:,.{places}f}{' h' if unit == 'hours' else ''}  " for value in values],
    }


def round_size(apart: float, unit: str) -> float:
    """The largest round difference that lies within an axis."""
    scale = 100 if unit == "share" else 1
    return max((step for step in _STEPS if step <= apart * scale), default=apart * scale) / scale
