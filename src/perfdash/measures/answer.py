"""One measure answered for the command line: the register's row, the definition in words and the rows."""

import math
from collections.abc import Sequence
from typing import Any

import duckdb

from perfdash.measures.attendance import attendance_by
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection
from perfdash.measures.words import definition

_WHOLE = ("hour", "weekday")


def answer(
    connection: duckdb.DuckDBPyConnection, key: str, selection: Selection, by: Sequence[str] = ()
) -> dict[str, Any]:
    """`measure`, `definition`, `selection` and `rows`; every row has the breakdown keys, `value` and all counts."""
    asked = measure(key)
    attendances = attendance_by(connection, selection, by)
    attendances["value"] = attendances[asked.statistic]
    rows = [{str(name): _plain(name, value) for name, value in row.items()} for row in attendances.to_dict("records")]
    return {
        "measure": asked.key,
        "question": asked.question,
        "unit": asked.unit,
        "definition": definition(asked, selection),
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
