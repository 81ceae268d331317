"""Incidents answered for the command line: the definition in words, how many there are, and plain rows."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from perfdash.contract.incidents import INSTANTS
from perfdash.measures.incidents import PAGE_ROWS, incidents_behind, listed, local_times
from perfdash.measures.selection import Selection
from perfdash.measures.words import basis

_WHOLE = ("seconds", "limit_seconds", "control_room_seconds", "despatch_seconds", "travel_seconds", "hour", "weekday")


def incidents_answer(
    connection: duckdb.DuckDBPyConnection, selection: Selection, listing: str = "all", limit: int = PAGE_ROWS
) -> dict[str, Any]:
    """`definition`, `selection`, `listed` (how many each listing holds), `listing` and the first `limit` of its `rows`.

    A row has the columns of `incidents_behind`; instants are local time with its offset, as ISO text.
    """
    rows = incidents_behind(connection, selection, listing, limit)
    return {
        "definition": basis(selection),
        "selection": selection.to_query(),
        "listed": listed(connection, selection),
        "listing": listing,
        "rows": [plain_row(row) for row in rows.to_dict("records")],
    }


def plain_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    """One incident as JSON can hold it: whole seconds, ISO texts, None where not known."""
    times = {name: at.isoformat() if at else None for name, at in local_times(row).items()}
    return {str(name): times[name] if name in INSTANTS else _plain(name, value) for name, value in row.items()}


def _plain(name: Any, value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if pd.isna(value):
        return None
    if name in ("month", "day"):
        return f"{value:%Y-%m-%d}"
    if name in _WHOLE:
        return int(value)
    return value.item() if hasattr(value, "item") else value
