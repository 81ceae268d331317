"""A measure of the workforce answered for the command line: words and plain rows, suppressed for the audience."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from perfdash.measures.people import PeopleAnswer, RollingAnswer, people_answer
from perfdash.measures.people_selection import PeopleSelection

_MONTHS = ("month", "from_month", "to_month")


def people_reply(
    connection: duckdb.DuckDBPyConnection, key: str, selection: PeopleSelection, by: Sequence[str], audience: str
) -> dict[str, Any]:
    """The answer as one object: what was asked, the definition in words, who may see it, notes and rows.

    `statistic` is the column that `value` repeats; `is_rolling` says that the series is never a process.
    """
    found = people_answer(connection, key, selection, by, audience)
    return {
        "measure": key,
        "question": found.asked.question,
        "unit": found.asked.unit,
        "statistic": found.statistic,
        "definition": found.definition,
        "selection": selection.to_query(),
        "audience": audience,
        "marking": found.marking,
        "notes": list(found.notes),
        "is_rolling": isinstance(found, RollingAnswer),
        "rows": [_plain(row) for row in found.rows[shown_columns(found)].to_dict("records")],
    }


def shown_columns(found: PeopleAnswer) -> list[str]:
    """The columns of an answer without those that say of each figure why it is hidden."""
    return [str(name) for name in found.rows if not str(name).startswith("hidden_")]


def table_columns(reply: dict[str, Any]) -> list[str]:
    """The columns of a reply that a table for people shows: the figure with its interval and the counts behind it."""
    names = list(reply["rows"][0]) if reply["rows"] else []
    figure = [f"{reply['statistic']}_{end}" for end in ("low", "high")]
    return [name for name in names if name == "value" or name in figure or not _is_share(name, reply["statistic"])]


def _is_share(name: str, statistic: str) -> bool:
    return name == statistic or name.startswith(("share_", "leaver_rate", "resignation_rate"))


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): _cell(str(name), value) for name, value in row.items()}


def _cell(name: str, value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, date):  # a pandas Timestamp is one
        return f"{value:%Y-%m}" if name in _MONTHS else f"{value:%Y-%m-%d}"
    if name.startswith("n_") or name == "stage_number":
        return int(value)
    return value.item() if hasattr(value, "item") else value
