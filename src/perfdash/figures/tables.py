"""Tables for download, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

# A cell that starts with one of these is run as a formula by spreadsheet programs (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """The value as a download may hold it: text that a spreadsheet would run gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def csv_text(rows: Sequence[Mapping[Any, Any]], notes: Sequence[str] = ()) -> str:
    """Rows as CSV with a heading; `notes` follow as last lines: source, definition, "invented figures"."""
    text = io.StringIO()
    if rows:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([safe_cell(key) for key in rows[0]])
        writer.writerows([safe_cell(row[key]) for key in rows[0]] for row in rows)
    for note in notes:
        csv.writer(text, lineterminator="\r\n").writerow([safe_cell(note)])
    return text.getvalue()
