"""The definitions lens: what the same records give under every clock, grade basis, rule for missing times, cap and upgrade rule.

HMICFRS, *Police performance: Getting a grip* (July 2023), recommendation 1a, asks for one way to measure attendance times,
because two honest people can quote different shares of the same incidents. One thing at a time is varied from the chosen
definition; the least and the most flattering combination are exact, over all of them. Words and rules: docs/measures.md.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from perfdash.analysis.intervals import wilson
from perfdash.errors import BadQuestion
from perfdash.measures.held import columns_held
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection, breakdown_sql
from perfdash.measures.variants import Variant, variants
from perfdash.measures.words import definition
from perfdash.reference import attendance as reference
from perfdash.store.definition_counts import (
    BASES,
    BY_DESPATCH,
    EVERY,
    GROUPS,
    LATER,
    NONE,
    STANDARDS,
    SUMS,
    counts_of_cut_sql,
)
from perfdash.store.marts import standards_of

_SET_ASIDE = ("grade", "status")  # the lens has its own grade on each basis, and varies what a status does
_BY_CAP = {"listed": (3, 4), "none": (1, 2), "hour": (5, 6)}  # places in SUMS: those kept, and of them within

Cells = Mapping[tuple[str, str, str], npt.NDArray[np.int64]]  # (basis, upgrade, clock) → SUMS


@dataclass(frozen=True)
class Combination:
    """One choice of each kind: its share, its n, and in words what it does unlike the chosen definition."""

    share_within: float
    n_judged: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Definitions:
    """The rows of the lens, and the least and the most flattering combination (None where no share can be given)."""

    rows: pd.DataFrame
    least: Combination | None
    most: Combination | None


def lens_selection(selection: Selection) -> Selection:
    """The selection the lens answers for: the chosen clock, no status filter (both are what it varies).

    Raises:
        BadQuestion: the selection does not name one grade, whose standard and cap are needed.
    """
    if len(selection.chosen("grade")) != 1:
        raise BadQuestion("The definitions are compared for one grade at a time; choose one, as in --where grade=1.")
    return replace(selection.having(status=()), clock="")


def definitions(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Definitions:
    """One row a variant, in the order of the dimensions, the chosen one first in each; then both extremes.

    Rows: `dimension, variant, words, is_chosen, n_judged, n_within, share_within, share_within_low, share_within_high`
    (Wilson, 95 %), `difference_points` (from the chosen definition) and `why_not`, empty where a share is given.

    Raises:
        BadQuestion: the selection does not name one grade.
    """
    asked = lens_selection(selection)
    listed = _answerable(variants(asked), _held(connection, asked))
    cells = _cells(connection, asked)
    chosen = {
        name: next(v for v in listed if v.dimension == name) for name in dict.fromkeys(v.dimension for v in listed)
    }
    tallies = [_tally(cells, chosen | {variant.dimension: variant}) for variant in listed]
    return Definitions(_rows(listed, tallies, _why_nothing(asked)), *_extremes(cells, listed))


def _held(connection: duckdb.DuckDBPyConnection, asked: Selection) -> dict[str, int]:
    forces = asked.chosen("force") or [str(f) for (f,) in connection.execute("SELECT force FROM forces").fetchall()]
    filled = [columns_held(connection, force) for force in forces]
    return {name: sum(held.get(name, 0) for held in filled) for held in filled for name in held}


def _answerable(listed: Sequence[Variant], held: Mapping[str, int]) -> list[Variant]:
    return [replace(variant, why_not=_lacking(variant, held) or variant.why_not) for variant in listed]


def _lacking(variant: Variant, held: Mapping[str, int]) -> str:
    lacking = [" or ".join(names) for names in variant.needs if not any(held.get(name) for name in names)]
    return f"the extract fills no {' and no '.join(lacking)}" if lacking else ""


def _cells(connection: duckdb.DuckDBPyConnection, asked: Selection) -> Cells:
    """One scan, summed to a few dozen rows: everything that any combination needs."""
    (grade,) = asked.chosen("grade")
    where, parameters = asked.having(**dict.fromkeys(_SET_ASIDE, ())).where()
    judged = "TRY_CAST($judged_grade AS grade_code)"
    source = f"definition_counts WHERE {where} AND grade = {judged}"
    if not {breakdown_sql(key, asked.clock) for key, _ in asked.filters} <= {*GROUPS, "grade"}:
        source = f"({counts_of_cut_sql(list(reference.clocks()), where, judged)})"
    suffix, clocks = STANDARDS[asked.standard][0], list(reference.clocks())
    sums = ", ".join(f"sum({clock}_{name}{suffix})::BIGINT" for clock in clocks for name in SUMS)
    found = connection.execute(
        f"SELECT basis, upgrade, {sums} FROM {source} GROUP BY basis, upgrade", parameters | {"judged_grade": grade}
    ).fetchall()
    cells: dict[tuple[str, str, str], npt.NDArray[np.int64]] = {}
    for basis, upgrade, *counts in found:
        by_clock = np.array(counts, np.int64).reshape(len(clocks), len(SUMS))
        for key, clock in product(BASES if basis == EVERY else [basis], clocks):
            before = cells.get((key, upgrade, clock), np.zeros(len(SUMS), np.int64))
            cells[key, upgrade, clock] = before + by_clock[clocks.index(clock)]
    return cells


def _tally(cells: Cells, combination: Mapping[str, Variant]) -> tuple[int, int]:
    """How many a combination of variants judges, and how many of those it finds within the standard."""
    clock, basis, missing, cap, upgrade = (
        combination[name].key for name in ("clock", "basis", "missing", "cap", "upgrade")
    )
    kept = {NONE: clock, LATER: clock, BY_DESPATCH: combination["upgrade"].restarts or clock}
    if upgrade == "left_out":
        del kept[LATER], kept[BY_DESPATCH]
    nothing = np.zeros(len(SUMS), np.int64)
    counts = sum((cells.get((basis, kind, clocked), nothing) for kind, clocked in kept.items()), nothing)
    judged, within = (int(counts[place]) for place in _BY_CAP[cap])
    # A time over the cap is not known to be true, so it follows the rule for missing times.
    unknown = int(counts[0]) + int(counts[1]) - judged
    if missing == "left_out":
        return judged, within
    return judged + unknown, within + unknown if missing == "passed" else within


def _why_nothing(asked: Selection) -> str:
    grades = {row.grade for force in asked.chosen("force") for row in standards_of(force)}
    if asked.chosen("force") and not grades & set(asked.chosen("grade")):
        return "no standard is recorded for this grade"
    return "no incident can be judged"


def _rows(listed: Sequence[Variant], tallies: Sequence[tuple[int, int]], why_nothing: str) -> pd.DataFrame:
    given = [not variant.why_not for variant in listed]
    judged, within = (np.array([t[place] * ok for t, ok in zip(tallies, given, strict=True)]) for place in (0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = within / judged
    low, high = wilson(within, judged)
    is_chosen = [variant.is_chosen for variant in listed]
    chosen = shares[is_chosen.index(True)]
    return pd.DataFrame(
        {
            "dimension": [variant.dimension for variant in listed],
            "variant": [variant.key for variant in listed],
            "words": [variant.words for variant in listed],
            "is_chosen": is_chosen,
            "n_judged": judged,
            "n_within": within,
            "share_within": shares,
            "share_within_low": low,
            "share_within_high": high,
            "difference_points": 100 * (shares - chosen),
            "why_not": [v.why_not or ("" if n else why_nothing) for v, n in zip(listed, judged, strict=True)],
        }
    )


def _extremes(cells: Cells, listed: Sequence[Variant]) -> tuple[Combination | None, Combination | None]:
    """Exact, over every combination; where several give the same share, the one nearest the chosen definition."""
    given = [combination for combination in _combinations(cells, listed) if combination.n_judged]
    if not given:
        return None, None
    by_share = sorted(given, key=lambda combination: len(combination.words))
    return min(by_share, key=lambda c: c.share_within), max(by_share, key=lambda c: c.share_within)


def _combinations(cells: Cells, listed: Sequence[Variant]) -> Iterator[Combination]:
    dimensions = list(dict.fromkeys(variant.dimension for variant in listed))
    ways = [[v for v in listed if v.dimension == name and not v.why_not] for name in dimensions]
    for combined in product(*ways):
        judged, within = _tally(cells, dict(zip(dimensions, combined, strict=True)))
        words = tuple(f"{v.name.lower()}: {v.words}" for v in combined if not v.is_chosen)
        yield Combination(within / judged if judged else math.nan, judged, words)


def definitions_answer(connection: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, Any]:
    """The lens for the command line: `measure`, `definition`, `selection`, `rows`, `least` and `most`; None for no figure.

    Raises:
        BadQuestion: the selection does not name one grade.
    """
    asked, found = lens_selection(selection), definitions(connection, selection)
    key = "attendance_within_standard"
    return {
        "measure": key,
        "definition": definition(measure(key), asked),
        "selection": asked.to_query(),
        "rows": found.rows.astype(object).where(found.rows.notna(), None).to_dict("records"),
        "least": _plain(found.least),
        "most": _plain(found.most),
    }


def _plain(combination: Combination | None) -> dict[str, Any] | None:
    if combination is None:
        return None
    return {
        "share_within": combination.share_within,
        "n_judged": combination.n_judged,
        "unlike_the_chosen": list(combination.words),
    }
