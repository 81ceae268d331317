"""Median and 90th percentile of attendance times: exact, from finished cells where there are any, else from the incidents.

Percentiles do not add up: a group's cannot be had from those of its parts. So the store finishes them for the cuts that
pages show most (sql/marts/percentiles.sql), and whatever else is asked is worked out from rows. Both give one answer: linear
interpolation between order statistics, type 7 of Hyndman and Fan, The American Statistician 50 (1996), 361-365.
"""

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from perfdash.measures.selection import Selection, text_of

_WHOLE = "(all)"  # the finished cells' word for every value of a column together
_CUTS = ("grade", "lpt", "rurality", "domestic_abuse")
_WITH_DOMESTIC_ABUSE = {"grade", "domestic_abuse"}  # beside it, the store finishes no more than these


def percentiles_by(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str] = ()) -> pd.DataFrame:
    """One row a group that has a measured time: the breakdown columns, `median_seconds, p90_seconds`."""
    if is_finished(selection, by):
        return _of_cells(connection, selection, by)
    return _of_rows(connection, selection, by)


def is_finished(selection: Selection, by: Sequence[str]) -> bool:
    """Whether the store keeps the answer: month by month, and each cut broken down, or one value of it, or all together."""
    chosen = {key: len(values) for key, values in selection.filters}
    cuts = (set(by) | set(chosen)) - {"month", "force"}
    if "month" not in by or not cuts <= set(_CUTS):
        return False
    if "domestic_abuse" in cuts and not cuts <= _WITH_DOMESTIC_ABUSE:
        return False
    return all(name in by or chosen.get(name) == 1 for name in {*cuts, "force"})


def _of_cells(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str]) -> pd.DataFrame:
    parts, parameters = ["true"], dict[str, Any]()
    for name, sign, month in (("from_month", ">=", selection.from_month), ("to_month", "<=", selection.to_month)):
        if month:
            parts.append(f"month {sign} ${name}")
            parameters[name] = month
    for name in ("force", *_CUTS):
        values = selection.chosen(name)
        if values:
            parts.append(f"list_contains(${name}, {name})")
            parameters[name] = list(values)
        elif name in _CUTS:
            parts.append(f"{name} {'<>' if name in by else '='} '{_WHOLE}'")
    return connection.execute(
        f"SELECT {', '.join(by)}, median_seconds, p90_seconds FROM percentiles_{selection.clock} WHERE {' AND '.join(parts)}",
        parameters,
    ).df()


def _of_rows(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str]) -> pd.DataFrame:
    where, parameters = selection.where()
    clock = selection.clock
    listed = [f"{text_of(name, clock)} AS {name}" for name in by]
    grouped = f" GROUP BY {', '.join(str(n) for n in range(1, len(by) + 1))}" if by else ""
    return connection.execute(
        f"SELECT * EXCLUDE (cuts), cuts[1] AS median_seconds, cuts[2] AS p90_seconds FROM (SELECT "
        f"{', '.join([*listed, f'quantile_cont({clock}_seconds, [0.5, 0.9]) AS cuts'])} FROM incident_times "
        f"WHERE {where} AND {clock}_status = 'measured'{grouped})",
        parameters,
    ).df()
