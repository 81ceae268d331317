"""One measure answered for the command line: the register's row, the definition in words and the rows."""

import math
from collections.abc import Sequence
from typing import Any

import duckdb

from perfdash.measures.attendance import attendance_by
from perfdash.measures.calls import call_definition, calls_by, of_line
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection
from perfdash.measures.words import definition

_WHOLE = ("hour", "weekday")
# The columns of an answer that a table for people shows, by the kind of record.
SHOWN = {
    "incidents": ("value", "n_incidents", "n_measured", "coverage", "share_within", "median_seconds", "p90_seconds"),
    "calls": (
        "value",
        "n_calls",
        "n_answered",
        "share_within",
        "share_within_of_presented",
        "median_seconds",
        "p90_seconds",
    ),
}


def answer(
    connection: duckdb.DuckDBPyConnection, key: str, selection: Selection, by: Sequence[str] = ()
) -> dict[str, Any]:
    """`measure`, `definition`, `selection` and `rows`; every row has the breakdown keys, `value` and all counts."""
    asked = measure(key)
    if asked.records == "calls":
        selection = of_line(selection, by)
        groups, spoken = calls_by(connection, selection, by), call_definition(asked, selection)
    else:
        groups, spoken = attendance_by(connection, selection, by), definition(asked, selection)
    groups["value"] = groups[asked.statistic]
    rows = [{str(name): _plain(name, value) for name, value in row.items()} for row in groups.to_dict("records")]
    return {
        "measure": asked.key,
        "question": asked.question,
        "unit": asked.unit,
        "definition": spoken,
        "selection": selection.to_query(),
        "rows": rows,
    }


def _plain(name: Any, value: Any) -> Any:
    if name == "month":
        return f"{value:%Y-%m}"
    if name == "day":
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if str(name).startswith("n_") or name in _WHOLE:
        return int(value)
    return value.item() if hasattr(value, "item") else value
