"""Builds the marts of calls: a row a call, what adds up, and what is held of each force. Empty where none is loaded."""

from collections.abc import Sequence

import duckdb

from perfdash.contract import calls
from perfdash.reference import attendance as reference
from perfdash.store.sql_files import query, statements

# What `call_counts` is summed by; the day and the status are asked of the calls themselves.
GROUPS = ("force", "line", "month", "weekday", "hour")


def build_call_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Rebuilds `calls`, `call_counts` and `call_forces`, inside the transaction of the other marts."""
    for statement in statements("staging/calls.sql"):
        connection.execute(statement)
    _standard_rows(connection)
    line, status = (f"ENUM ({_listed(names)})" for names in (calls.LINES, calls.NAMES))
    # Sorted by what every question filters on, so that a question reads only its part of the file.
    connection.execute(
        f"CREATE OR REPLACE TABLE calls AS SELECT * REPLACE (CAST(line AS {line}) AS line, CAST(status AS {status}) AS "
        f"status) FROM ({query('marts/calls.sql')}) ORDER BY force, line, month"
    )
    connection.execute(f"CREATE OR REPLACE TABLE call_counts AS {call_counts_sql()}")
    _forces(connection)


def call_counts_sql(groups: Sequence[str] = GROUPS, conditions: str = "1 = 1") -> str:
    """SQL for the counts and sums of calls, one row a group; one row in all without groups."""
    return query("marts/call_counts.sql", groups=", ".join(groups) or "'all'", conditions=conditions)


def _standard_rows(connection: duckdb.DuckDBPyConnection) -> None:
    forces = [str(row[0]) for row in connection.execute("SELECT DISTINCT force FROM call_rows").fetchall()]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE call_standard_rows (force VARCHAR, line VARCHAR, limit_seconds INTEGER, "
        "from_on DATE, to_on DATE)"
    )
    for force in forces:
        for row in reference.standards_for(force, "call answering"):
            connection.execute(
                "INSERT INTO call_standard_rows VALUES (?, ?, ?, ?, ?)",
                [force, row.grade, row.limit_seconds, row.from_on, row.to_on],
            )


def _forces(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE OR REPLACE TABLE call_forces AS SELECT held.*, is_synthetic, caveats, loaded_at, zone FROM (SELECT force, "
        "min(day) AS first_on, max(day) AS last_on, count(*) AS n_calls FROM calls GROUP BY force) AS held LEFT JOIN "
        "(SELECT force, bool_or(is_synthetic) AS is_synthetic, arg_max(caveats, load_id) AS caveats, min(loaded_at) AS "
        "loaded_at, arg_max(zone, load_id) AS zone FROM ledger WHERE kind = 'calls' GROUP BY force) AS loads USING (force)"
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
