"""Where the words at the ends of curves stand: beside their end, and on no other curve and no other words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_STEPS = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6)  # half heights of the words, the nearest first


@dataclass(frozen=True, eq=False)
class Curve:
    """A step curve: the places where it steps, in order, and what it steps to."""

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]

    @property
    def end(self) -> tuple[float, float]:
        return float(self.x[-1]), float(self.y[-1])

    def between(self, start: float, stop: float) -> npt.NDArray[np.float64]:
        """Its heights from a place to a place; none where it does not reach."""
        sampled = np.linspace(start, min(stop, self.end[0]), 24) if start <= self.end[0] else np.empty(0)
        at = np.searchsorted(self.x, sampled, side="right") - 1
        return self.y[at[at >= 0]]


def label_heights(curves: Sequence[Curve], width: float, height: float) -> list[float]:
    """A height for the words at the end of each curve, which are so wide and so high in the axes' own measures.

    The nearest place that is free; where none is, the end itself: words on a line are better than words that are lost.
    """
    taken: list[tuple[float, float]] = []
    for number, curve in enumerate(curves):
        x, y = curve.end
        others = [other.between(x, x + width) for at, other in enumerate(curves) if at != number]
        lines = np.concatenate([*others, np.empty(0)])
        words = np.array([top for left, top in taken if left < x + width and x < left + width])
        places = [y + step * height / 2 for step in _STEPS]
        free = [
            place
            for place in places
            if height / 2 <= place <= 1 + height / 2
            and _is_free(place, lines, height * 0.6)
            and _is_free(place, words, height)
        ]
        taken.append((x, free[0] if free else y))
    return [place for _, place in taken]


def _is_free(place: float, others: npt.NDArray[np.float64], distance: float) -> bool:
    return not (np.abs(others - place) < distance - 1e-9).any()
