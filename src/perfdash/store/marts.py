"""Builds the marts from the accepted rows and the reference data, and checks them before anyone sees them."""

import duckdb

from perfdash.contract import incidents
from perfdash.errors import StoreBroken
from perfdash.reference import attendance as reference
from perfdash.store.call_marts import build_call_marts
from perfdash.store.counts import summed_tables
from perfdash.store.definition_counts import definition_counts_sql
from perfdash.store.sql_files import checks, query, statements
from perfdash.store.workforce_marts import build_workforce_marts

# Codes become enumerations: pages filter and group by them over every row of the store.
_ENUMS = ("force", "grade", "lpt", "rurality", "origin")


def build_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Rebuilds every mart in one transaction.

    Raises:
        StoreBroken: a check found rows that break a rule; the transaction is undone.
    """
    clocks = reference.clocks()
    connection.execute("BEGIN")
    connection.execute(
        "CREATE OR REPLACE TEMP MACRO seconds_between(a, b) AS CAST(floor((epoch_us(b) - epoch_us(a)) / 1e6) AS INTEGER)"
    )
    seconds = [f"seconds_between({_start(clock)}, {clock.stops}) AS {key}_seconds" for key, clock in clocks.items()]
    for statement in statements("staging/incidents.sql", clock_seconds=",\n    ".join(seconds)):
        connection.execute(statement)
    _reference_rows(connection)
    _incident_times(connection, list(clocks))
    for clock in clocks:
        for name, sql in summed_tables(clock).items():
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")
    connection.execute(f"CREATE OR REPLACE TABLE definition_counts AS {definition_counts_sql(list(clocks))}")
    connection.execute(f"CREATE OR REPLACE TABLE tail_incidents AS {_tail_sql(list(clocks))}")
    connection.execute(f"CREATE OR REPLACE TABLE cuts AS {query('marts/cuts.sql')}")
    connection.execute(f"CREATE OR REPLACE TABLE columns_held AS {_columns_held_sql()}")
    _forces(connection)
    build_call_marts(connection)
    build_workforce_marts(connection)
    _check(connection)
    connection.execute("COMMIT")


def _start(clock: reference.Clock) -> str:
    return f"coalesce({', '.join(clock.starts)})"


def _reference_rows(connection: duckdb.DuckDBPyConnection) -> None:
    forces = [str(row[0]) for row in connection.execute("SELECT DISTINCT force FROM incident_rows").fetchall()]
    connection.execute(
        "CREATE OR REPLACE TABLE grade_rows (force VARCHAR, grade VARCHAR, cap_seconds INTEGER, tail_seconds INTEGER, "
        "far_tail_seconds INTEGER, last_tail_seconds INTEGER, from_on DATE, to_on DATE)"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE standard_rows (force VARCHAR, grade VARCHAR, rurality VARCHAR, limit_seconds INTEGER, "
        "pass_share DOUBLE, status VARCHAR, name VARCHAR, from_on DATE, to_on DATE)"
    )
    for force in forces:
        for grade in grades_of(force):
            tails = (grade.tail_seconds, grade.far_tail_seconds, grade.last_tail_seconds)
            grade_cells = (grade.grade, grade.cap_seconds, *tails, grade.from_on, grade.to_on)
            connection.execute(
                "INSERT INTO grade_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [force, *grade_cells],
            )
        for row in standards_of(force):
            held = (row.pass_share, row.status, row.name, row.from_on, row.to_on)
            standard_cells = (row.grade, row.rurality, row.limit_seconds, *held)
            connection.execute(
                "INSERT INTO standard_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [force, *standard_cells],
            )


def grades_of(force: str) -> list[reference.Grade]:
    """The grades that hold for a force: its own rows, and those of `all` for grades it has none of."""
    own = [row for row in reference.grades() if row.force == force]
    listed = {row.grade for row in own}
    return own + [row for row in reference.grades() if row.force == "all" and row.grade not in listed]


def standards_of(force: str) -> list[reference.Standard]:
    """The attendance standards that hold for a force: the national ones unless the force has its own."""
    return reference.standards_for(force, "attendance")


def _incident_times(connection: duckdb.DuckDBPyConnection, clocks: list[str]) -> None:
    connection.execute("DROP TABLE IF EXISTS incident_times")
    for name in _ENUMS:
        connection.execute(f"DROP TYPE IF EXISTS {name}_code")
        source = f"SELECT {name} FROM incident_rows"
        if name == "grade":
            source = (
                "SELECT final_grade FROM incident_rows UNION SELECT initial_grade FROM incident_rows "
                "UNION SELECT despatch_grade FROM incident_rows"
            )
        connection.execute(f"CREATE TYPE {name}_code AS ENUM (SELECT DISTINCT * FROM ({source}) ORDER BY 1)")
    connection.execute("DROP TYPE IF EXISTS status_code")
    status = query("marts/status_by_clock.sql", clock=clocks[0])
    connection.execute(f"CREATE TYPE status_code AS ENUM ({', '.join(_status_names(status))})")
    columns = ",\n    ".join(query("marts/status_by_clock.sql", clock=clock) for clock in clocks)
    select = query("marts/incident_times.sql", clock_columns=columns)
    casts = [f"CAST({name} AS {name}_code) AS {name}" for name in _ENUMS]
    casts += [f"CAST({name} AS grade_code) AS {name}" for name in ("initial_grade", "despatch_grade")]
    casts += [f"CAST({clock}_status AS status_code) AS {clock}_status" for clock in clocks]
    # Sorted by what every question filters on, so that a question reads only its part of the file.
    connection.execute(
        f"CREATE TABLE incident_times AS SELECT * REPLACE ({', '.join(casts)}) FROM ({select}) ORDER BY force, lpt, grade, month"
    )


def _status_names(sql: str) -> list[str]:
    words = (part.rsplit("THEN ", 1)[-1] for part in sql.split("\n") if "THEN '" in part)
    return [*words, "'measured'"]


def _tail_sql(clocks: list[str]) -> str:
    doubtful = "'over cap', 'zero', 'out of sequence'"
    far = "COALESCE(last_tail_seconds, far_tail_seconds, tail_seconds)"
    conditions = [
        f"{clock}_status IN ({doubtful}) OR {clock}_status = 'measured' AND {clock}_seconds > {far}" for clock in clocks
    ]
    return query("marts/tail_incidents.sql", conditions="\n    OR ".join(conditions))


def _columns_held_sql() -> str:
    filled = {
        name: f"{name} <> '{incidents.NOT_KNOWN}'" if name in incidents.WORDS else f"{name} IS NOT NULL"
        for name in incidents.MEASURABLE
    }
    counts = [f"SUM(CASE WHEN {is_filled} THEN 1 ELSE 0 END) AS {name}" for name, is_filled in filled.items()]
    return query("marts/columns_held.sql", filled=",\n    ".join(counts))


def _forces(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE OR REPLACE TABLE forces AS SELECT CAST(cuts.force AS VARCHAR) AS force, min(first_on) AS first_on, "
        "max(last_on) AS last_on, sum(n_incidents)::BIGINT AS n_incidents, any_value(is_synthetic) AS is_synthetic, "
        "any_value(caveats) AS caveats, any_value(loaded_at) AS loaded_at, any_value(zone) AS zone FROM cuts LEFT JOIN "
        "(SELECT force, bool_or(is_synthetic) AS is_synthetic, arg_max(caveats, load_id) AS caveats, "
        "min(loaded_at) AS loaded_at, arg_max(zone, load_id) AS zone "
        "FROM ledger WHERE kind = 'incidents' GROUP BY force) AS loads ON loads.force = CAST(cuts.force AS VARCHAR) GROUP BY 1"
    )


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        check_marts(connection)
    except StoreBroken:
        connection.execute("ROLLBACK")
        raise


def check_marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Runs every check of `sql/checks`; their names.

    Raises:
        StoreBroken: a check found a row that breaks its rule.
    """
    for name, sql in checks().items():
        row = connection.execute(sql).fetchone()
        if row:
            raise StoreBroken(f"The check {name} found a row that breaks its rule: {row}; the store was not published.")
    return list(checks())
