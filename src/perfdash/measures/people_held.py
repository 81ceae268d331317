"""What is held of a force's people: which kinds of record, to which day, and which columns their extracts fill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from perfdash.errors import NotHeld
from perfdash.measures.people_selection import PeopleSelection


@dataclass(frozen=True)
class PeopleHeld:
    """One kind of record about people of one force: to which day, how many, and from when its leavers are complete."""

    force: str
    kind: str
    first_on: date | None
    data_to: date
    n_records: int
    records_from: date | None
    is_synthetic: bool
    caveats: tuple[str, ...]


def people_held(connection: duckdb.DuckDBPyConnection, kind: str, forces: Sequence[str] = ()) -> tuple[PeopleHeld, ...]:
    """What is held of a kind of record (`employments`, `exit-interviews` …), one a force; all forces unless some are named."""
    rows = connection.execute(
        "SELECT force, kind, first_on, last_on, n_records, records_from, coalesce(is_synthetic, false), caveats "
        "FROM people_forces WHERE kind = $kind AND (len($forces) = 0 OR list_contains($forces, force)) ORDER BY force",
        {"kind": kind, "forces": list(forces)},
    ).fetchall()
    return tuple(
        PeopleHeld(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]), tuple(row[7] or ())) for row in rows
    )


def need_records(
    connection: duckdb.DuckDBPyConnection, kind: str, selection: PeopleSelection
) -> tuple[PeopleHeld, ...]:
    """The same for the forces of a selection.

    Raises:
        NotHeld: nothing of that kind is loaded for them.
    """
    held = people_held(connection, kind, selection.chosen("force"))
    if not held:
        whose = f" of {', '.join(selection.chosen('force'))}" if selection.chosen("force") else ""
        raise NotHeld(
            f"No {kind.replace('-', ' ')}{whose} are held; load an extract with 'perfdash load {kind} FILE --profile NAME'."
        )
    return held


def need_columns(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    selection: PeopleSelection,
    by: Sequence[str],
    columns: Mapping[str, str],
) -> None:
    """Refuses a breakdown or filter by a column that no extract of the selected forces fills.

    `columns` is, for breakdowns and filters that rest on one, the column of the contract.

    Raises:
        NotHeld: a column is missing throughout; the sentence names it.
    """
    asked = [name for name in (*by, *(key for key, _ in selection.filters)) if name in columns]
    for name in dict.fromkeys(asked):
        if not _n_filled(connection, kind, columns[name], selection):
            words = name.replace("_", " ")
            raise NotHeld(
                f"The {kind.replace('-', ' ')} held have no {words} (column {columns[name]}), so nothing can be shown by {words}."
            )


def _n_filled(connection: duckdb.DuckDBPyConnection, kind: str, column: str, selection: PeopleSelection) -> int:
    parameters: dict[str, Any] = {"kind": kind, "column": column, "forces": list(selection.chosen("force"))}
    row = connection.execute(
        "SELECT coalesce(sum(n_filled), 0) FROM people_columns WHERE kind = $kind AND column_name = $column "
        "AND (len($forces) = 0 OR list_contains($forces, force))",
        parameters,
    ).fetchone()
    return int(row[0]) if row else 0
