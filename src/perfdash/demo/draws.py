"""Seeded draws. Only three kinds are needed: one choice a row, an even spread over hours, and a stage's
seconds.

A quarter's generator depends on the seed and the quarter alone, so files can be written in any order and a
longer demonstration repeats the full quarters of a shorter one.
"""

import numpy as np
import numpy.typing as npt

from perfdash.demo.clocks import Quarter
from perfdash.demo.shape import Stage

Seconds = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]
Shares = npt.NDArray[np.float64]


def generator(seed: int, quarter: Quarter, *system: int) -> np.random.Generator:
    """The generator of one file: a child of the seed's sequence, numbered by year and quarter, and by the system that
    writes it where that is not the first."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(quarter.year, quarter.number, *system)))


def choose(rng: np.random.Generator, shares: Shares, rows: npt.NDArray[np.integer]) -> Codes:
    """One choice each: entry i is a column of `shares`, drawn by the shares in row `rows[i]`.

    `shares` is `(kinds, choices)`, each row summing to 1; `rows` is `(n,)`; so is the answer.
    """
    thresholds = np.cumsum(shares, axis=1)[:, :-1]
    drawn = rng.random(len(rows))
    chosen = np.zeros(len(rows), dtype=np.int8)
    for column in thresholds.T:
        chosen += drawn >= column[rows]
    return chosen


def whole(rng: np.random.Generator, expected: float) -> int:
    """A whole number near `expected`, rounded by chance, so that small demonstrations get their share."""
    return int(expected + rng.random())


def spread(rng: np.random.Generator, n: int, weights: Shares, width: int) -> Seconds:
    """`n` ascending offsets in seconds, spread over slots of `width` seconds in proportion to `weights`.

    Each draw owns an equal slice of the total weight. Volumes then follow the weights more closely than
    independent calls would, so monthly counts are stable; what varies from day to day is in the weights.
    """
    edges = np.concatenate([[0.0], np.cumsum(weights)])
    places = (np.arange(n) + rng.random(n)) / n * edges[-1]
    return np.asarray(np.interp(places, edges, np.arange(len(edges)) * float(width)), dtype=np.int64)


def stage_seconds(rng: np.random.Generator, stage: Stage, grade: Codes, factor: Shares | float = 1.0) -> Seconds:
    """Whole seconds of one stage, `(n,)`: log-normal about the grade's median, slow tail, times `factor`."""
    medians, spreads, shares, slow = (
        np.array(part)[grade] for part in (stage.medians, stage.spreads, stage.share_slow, stage.median_slow)
    )
    seconds = medians * np.exp(spreads * rng.standard_normal(len(grade)))
    if any(stage.share_slow):
        is_slow = rng.random(len(grade)) < shares
        seconds += is_slow * slow * np.exp(stage.spread_slow * rng.standard_normal(len(grade)))
    return np.asarray(np.maximum(np.rint(seconds * factor), 1), dtype=np.int64)
