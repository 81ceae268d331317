"""How fast is the process-behaviour chart? 1,000 series of 48 months, beside the least that must be done.

The floor takes the mean and the average moving range of the same series with numpy, one series at a time, and
judges nothing. Run with `python benchmarks/bench_spc.py`.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from time import perf_counter

import numpy as np

from perfdash.analysis.spc import xmr

N_SERIES, N_MONTHS, ROUNDS = 1_000, 48, 5
MONTHS = np.arange("2022-11", "2026-11", dtype="datetime64[M]")
SERIES = np.random.default_rng(1).normal(82, 3, (N_SERIES, N_MONTHS))


def floor(values: np.ndarray) -> float:
    return float(values.mean() + 2.66 * np.abs(np.diff(values)).mean())


def judge(values: np.ndarray) -> object:
    return xmr(MONTHS, values, improvement_direction="increase", target=90).variation


def judge_and_frame(values: np.ndarray) -> object:
    return xmr(MONTHS, values, improvement_direction="increase", target=90).points


def best_seconds(work: Callable[[np.ndarray], object]) -> float:
    """The best of a few rounds: whatever slows a round down is not the code's doing."""
    rounds = []
    for _ in range(ROUNDS):
        started = perf_counter()
        for values in SERIES:
            work(values)
        rounds.append(perf_counter() - started)
    return min(rounds)


def main() -> None:
    bare = best_seconds(floor)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"floor (mean and moving range)  {N_SERIES / bare:>9,.0f} series a second")
    for name, work in (("xmr", judge), ("xmr and its frame", judge_and_frame)):
        seconds = best_seconds(work)
        rate = f"{N_SERIES / seconds:>9,.0f} series a second, {seconds / bare:.1f} times the floor"
        print(f"{name:<30} {rate}, {seconds:.2f} s for {N_SERIES:,} series")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"peak memory grew by {grown / 1024:.1f} MiB over {2 * ROUNDS * N_SERIES:,} series")


if __name__ == "__main__":
    main()
