"""How a selection's times are missing: unevenly between groups, or cut off at the long end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from perfdash.analysis.missing import UnevenMissing, is_cut_off, uneven_missing
from perfdash.measures.attendance import part_months
from perfdash.measures.selection import Selection, breakdown_sql
from perfdash.store.counts import source_sql

_COMPARED = ("grade", "lpt", "month")
_SETS = {"grade": 0b011, "lpt": 0b101, "month": 0b110}  # what GROUPING says of each: a bit a column that is not in it
_Group = tuple[Any, int, int]


@dataclass(frozen=True)
class Missingness:
    """What is known of the missing times. `by` names the breakdown in which they differ most."""

    by: str | None
    uneven: UnevenMissing | None
    cut_off_seconds: int | None

    @property
    def is_random(self) -> bool:
        """Whether nothing speaks against chance."""
        return self.uneven is None and self.cut_off_seconds is None


def missingness(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Missingness:
    """Compares the missing share between grades, LPTs and months, and looks at the longest recorded time."""
    counted = _counted(connection, selection)
    found = [(by, _uneven(groups)) for by, groups in counted.items()]
    worst = max(
        ((by, uneven) for by, uneven in found if uneven),
        key=lambda pair: pair[1].most_share - pair[1].least_share,
        default=(None, None),
    )
    return Missingness(worst[0], worst[1], _cut_off(connection, selection))


def _counted(connection: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, list[_Group]]:
    """(name, due, measured) of every group, by breakdown; part months left out."""
    # One question for all three: each asked alone, this took 27 ms of every new choice on the page.
    (source, parameters), compared = _source(selection, _COMPARED), ", ".join(_COMPARED)
    rows = connection.execute(
        f"SELECT GROUPING({compared}), {compared}, sum(n_due)::BIGINT, sum(n_measured)::BIGINT FROM {source} "
        "GROUP BY GROUPING SETS ((grade), (lpt), (month)) ORDER BY ALL",
        parameters,
    ).fetchall()
    found: dict[str, list[_Group]] = {
        by: [(row[1 + place], row[4], row[5]) for row in rows if row[0] == _SETS[by]]
        for place, by in enumerate(_COMPARED)
    }
    # The newest incidents of a part month are still open: missing for want of time.
    months = pd.Series([pd.Timestamp(month) for month, _, _ in found["month"]], dtype="datetime64[s]")
    is_part = part_months(connection, months, None, selection)
    found["month"] = [
        (f"{month:%B %Y}", due, measured)
        for (month, due, measured), part in zip(found["month"], is_part, strict=True)
        if not part
    ]
    return found


def _source(selection: Selection, columns: Sequence[str]) -> tuple[str, dict[str, Any]]:
    where, parameters = selection.where()
    filtered = [breakdown_sql(key, selection.clock) for key, _ in selection.filters]
    return source_sql(selection.clock, columns, filtered, where), parameters


def _uneven(groups: Sequence[_Group]) -> UnevenMissing | None:
    return uneven_missing(
        [str(name) for name, _, _ in groups],
        [due - measured for _, due, measured in groups],
        [due for _, due, _ in groups],
    )


def _cut_off(connection: duckdb.DuckDBPyConnection, selection: Selection) -> int | None:
    clock, (source, parameters) = selection.clock, _source(selection, ())
    longest, n_over_cap = _first(
        connection.execute(f"SELECT max(longest_seconds), sum(n_over_cap) FROM {source}", parameters)
    )
    # A supplier who leaves long times out has none over our cap; where there are some, the cap ends the tail.
    if longest is None or n_over_cap:
        return None
    where, _ = selection.where()
    near = f"{clock}_status = 'measured' AND {clock}_seconds >= 0.8 * {longest}"
    before, at_the_end = _first(
        connection.execute(
            f"SELECT count(*) FILTER ({clock}_seconds < 0.9 * {longest}), count(*) FILTER ({clock}_seconds >= 0.9 * {longest}) "
            f"FROM incident_times WHERE {where} AND {near}",
            parameters,
        )
    )
    return int(longest) if is_cut_off(int(before), int(at_the_end)) else None


def _first(answer: duckdb.DuckDBPyConnection) -> tuple[Any, Any]:
    row = answer.fetchone()
    return (row[0], row[1]) if row else (None, None)
