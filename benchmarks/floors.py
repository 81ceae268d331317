"""Times things beside a floor of the same run: machines differ and are shared, so only ratios are compared."""

import statistics
import time
from collections.abc import Callable
from typing import Any


def median_seconds(action: Callable[[], Any], runs: int = 5) -> float:
    """The median wall time of some runs, after one that is not counted."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def in_turn(first: Callable[[], Any], second: Callable[[], Any], runs: int = 3) -> tuple[float, float]:
    """Median wall times of two actions run A B A B, so that a drifting machine hurts both alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for action, kept in zip((first, second), times, strict=True):
            start = time.perf_counter()
            action()
            kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])
