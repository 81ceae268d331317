"""The rows behind a screen as a table for people: words for columns, figures as on the charts, gaps where nothing is said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Any

from perfdash.figures.words import HIDDEN, count, minutes, percent
from perfdash.meeting.record_layout import printable

_SHARES = re.compile(r"share|rate|coverage|_low$|_high$|limit$|^low$|^high$|^mean$|^value$")
_WORDS = {"n": "Number", "base": "Out of", "low": "95 % low", "high": "95 % high", "lpt": "LPT", "month": "Month"}


@dataclass(frozen=True)
class Shown:
    """A table of words, and how many rows and columns it leaves out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rows_left_out: int = 0
    columns_left_out: int = 0

    @property
    def rest(self) -> str:
        """'…and 12 more rows and 3 more columns: see the CSV.'"""
        parts = [
            f"{count(n)} more {noun}{'' if n == 1 else 's'}"
            for n, noun in ((self.rows_left_out, "row"), (self.columns_left_out, "column"))
            if n
        ]
        return f"…and {' and '.join(parts)}: see the CSV." if parts else ""


def shown_rows(rows: Sequence[Mapping[str, Any]], most_rows: int, most_columns: int) -> Shown:
    """The first rows and columns in words. A column without any value says nothing, and is not shown."""
    columns = [str(name) for name in (rows[0] if rows else ()) if any(_is_said(row.get(name)) for row in rows)]
    kept = columns[:most_columns]
    return Shown(
        tuple(column_words(name) for name in kept),
        tuple(tuple(cell_words(name, row.get(name)) for name in kept) for row in rows[:most_rows]),
        max(len(rows) - most_rows, 0),
        len(columns) - len(kept),
    )


def _is_said(value: Any) -> bool:
    return value is not None and value != "" and not (isinstance(value, float) and isnan(value))


def column_words(name: str) -> str:
    """'n_judged' → 'Judged', 'share_within_low' → 'Share within low'; names that are words already stay."""
    if name in _WORDS:
        return _WORDS[name]
    plain = printable(name).removeprefix("n_").removesuffix("_seconds").removeprefix("is_").replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def cell_words(name: str, value: Any) -> str:
    """A figure in the words of its column: shares in percent, seconds as times; '–' where nothing can be said."""
    if not _is_said(value):
        return HIDDEN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(name, value)
    return f"{value:%-d %B %Y}" if isinstance(value, date) else printable(str(value))


def _number(name: str, value: float) -> str:
    if name.endswith("_seconds"):
        return minutes(value)
    if isinstance(value, float) and _SHARES.search(name) and 0 <= value <= 1:
        return percent(value)
    return count(value) if float(value).is_integer() else f"{value:,.2f}"
