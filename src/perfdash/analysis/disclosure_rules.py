"""The rules for small numbers: who looks, how sensitive the figures are, and which numbers are too small to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from perfdash.analysis.disclosure_reader import BoolArray, FloatArray, Line, Secret, Table

ROUNDED_TO = 5
FEWEST_ABSENT = 10  # people behind a sum of days or hours
LARGEST_SHARE = 0.5  # of a sum of days or hours, for any one person
_SUM_IN_DOUBT = 0.1  # a hidden sum stays in doubt by a tenth of itself


class Audience(StrEnum):
    """Who looks: anybody (public pages, webcast, present mode), or the Commissioner and the chief officers."""

    PUBLIC = "public"
    OFFICIAL = "official"

    @property
    def marking(self) -> str:
        """What every screen and every export for this audience carries."""
        return "official – not for onward sharing" if self is Audience.OFFICIAL else ""


class Sensitivity(StrEnum):
    """What the figures are about, as the register of measures says; `PUBLIC` ones are never suppressed."""

    PUBLIC = "public"
    WORKFORCE = "workforce"
    HEALTH = "health"


class Rate(NamedTuple):
    """`per` × numerator ÷ denominator, both columns of the answer: 1 for a share, 100, 1,000."""

    numerator: str
    denominator: str
    per: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Counts below `fewest` are hidden, 0 only where `hides_nought`; rates have `places` decimals where rounded."""

    fewest: int
    hides_nought: bool
    is_rounded: bool
    places: int

    def is_small(self, counts: FloatArray) -> BoolArray:
        """Which counts are too small to show."""
        above = counts >= 0 if self.hides_nought else counts > 0
        return np.asarray(above & (counts < self.fewest), dtype=np.bool_)


RULES = {
    (Audience.PUBLIC, Sensitivity.WORKFORCE): Rule(5, False, True, 1),
    (Audience.PUBLIC, Sensitivity.HEALTH): Rule(10, True, True, 0),
    (Audience.OFFICIAL, Sensitivity.WORKFORCE): Rule(5, False, False, 1),
    (Audience.OFFICIAL, Sensitivity.HEALTH): Rule(5, False, False, 1),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The columns of one answer, and what they are to each other; the arguments of `disclosure.suppress`."""

    counts: tuple[str, ...]
    nested: tuple[str, ...]
    rates: Mapping[str, Rate]
    sums: Mapping[str, tuple[str, str]]
    resting_on: Mapping[str, str]
    behind: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The columns that are hidden or shown in their own right: counts first, then sums."""
        return [*self.counts, *self.sums]

    @property
    def used(self) -> set[str]:
        """The columns the others are made of or rest on: all must be among `columns`."""
        people = {count for count, _ in self.sums.values()}
        rated = {name for rate in self.rates.values() for name in rate[:2]}
        return {*self.nested, *rated, *people, *self.resting_on.values()}

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Each base and each part of it, as places among `columns`: whoever knows both knows the rest."""
        rated = [(rate[1], rate[0]) for rate in self.rates.values() if {*rate[:2]} <= {*self.counts}]
        place = {name: n for n, name in enumerate(self.columns)}
        return [(place[base], place[part]) for base, part in dict.fromkeys([*combinations(self.nested, 2), *rated])]


def rounded(values: FloatArray) -> FloatArray:
    """To the nearest five, a half upwards."""
    return np.asarray(np.floor(values / ROUNDED_TO + 0.5) * ROUNDED_TO, dtype=np.float64)


def too_small(values: FloatArray, asked: Asked, rule: Rule) -> BoolArray:
    """The counts (rows, columns) too small to show, and those that leave too small a rest of their base."""
    is_count = np.arange(values.shape[1]) < len(asked.counts)
    hidden = rule.is_small(values) & is_count
    for base, part in asked.pairs:
        hidden[:, part] |= rule.is_small(values[:, base] - values[:, part]) & (values[:, part] > 0)
    return hidden


def few_or_dominated(rows: pd.DataFrame, asked: Asked, rule: Rule) -> tuple[BoolArray, BoolArray]:
    """The sums and the counts of events (rows, columns) of too few people, and the sums of enough people but mostly of one."""
    few = np.zeros((len(rows), len(asked.columns)), dtype=bool)
    dominated = few.copy()
    for count, people_behind in asked.behind.items():
        is_some = rows[count].to_numpy(dtype=np.float64) > 0
        few[:, asked.columns.index(count)] = is_some & rule.is_small(rows[people_behind].to_numpy(dtype=np.float64))
    for column, (count, share) in enumerate(asked.sums.values(), len(asked.counts)):
        people = rows[count].to_numpy(dtype=np.float64)
        few[:, column] = replace(rule, fewest=FEWEST_ABSENT).is_small(people)
        dominated[:, column] = ~few[:, column] & (people > 0) & ~(rows[share].to_numpy(np.float64) <= LARGEST_SHARE)
    return few, dominated


def table(
    values: FloatArray, hidden: BoolArray, few: BoolArray, asked: Asked, rule: Rule, lines: tuple[Line, ...]
) -> Table:
    """The numbers (rows, columns) as one row of cells: what a reader knows of each, and which are secret.

    Secret are the hidden numbers themselves, those of `few` people among them, but not those that are hidden for the rest
    they leave: there it is the rest.
    """
    is_count = np.broadcast_to(np.arange(values.shape[1]) < len(asked.counts), values.shape)
    is_whole = is_count & (values == np.round(values)).all(axis=0)
    low, high = _seen(values, is_count, is_whole, rule) if rule.is_rounded else (values, values)
    places = np.arange(values.size).reshape(values.shape)
    pairs = tuple((int(row[base]), int(row[part])) for base, part in asked.pairs for row in places)
    own = places[hidden & (rule.is_small(values) | ~is_count | few)]
    room = np.where(is_count, 1.0, np.maximum(1.0, _SUM_IN_DOUBT * values)).ravel()
    rests = np.array([values.flat[base] - values.flat[part] for base, part in pairs], dtype=np.float64)
    gaps = [Secret(*pair, 1.0) for pair, is_secret in zip(pairs, rule.is_small(rests), strict=True) if is_secret]
    return Table(
        values=values.ravel(),
        shown_low=low.ravel(),
        shown_high=high.ravel(),
        hidden_low=np.where(is_whole, float(not rule.hides_nought), 0.0).ravel(),
        is_whole=is_whole.ravel(),
        fewest=rule.fewest,
        lines=lines,
        pairs=pairs,
        secrets=(*(Secret(int(cell), None, float(room[cell])) for cell in own), *gaps),
    )


def _seen(values: FloatArray, is_count: BoolArray, is_whole: BoolArray, rule: Rule) -> tuple[FloatArray, FloatArray]:
    """Between what each number must lie if shown rounded: 10 people are 8 to 12; 5 are 5 to 7, as 3 and 4 are hidden."""
    reach = np.where(is_whole, ROUNDED_TO // 2, ROUNDED_TO / 2)
    least = np.where(is_count, rule.fewest, 0)
    is_nought = is_count & (values == 0)
    low = np.where(is_nought, 0.0, np.maximum(rounded(values) - reach, least))
    return low, np.where(is_nought, 0.0, rounded(values) + reach)
