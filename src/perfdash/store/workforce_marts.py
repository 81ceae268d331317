"""Builds the marts of the workforce: service, strength, flows, interviews, and what is held. Empty where nothing is loaded."""

from collections.abc import Sequence

import duckdb

from perfdash.contract.columns import NOT_KNOWN, Column
from perfdash.contract.kinds import EMPLOYMENTS, EXIT_INTERVIEWS, INTERVIEWERS, STAY_INTERVIEWS, STRENGTH, RecordKind
from perfdash.contract.workforce import HEADCOUNT_ONLY, SERVICE_BANDS
from perfdash.store.interview_marts import build_interview_marts, build_stay_marts
from perfdash.store.sql_files import query, statements
from perfdash.store.wellbeing_marts import KINDS as WELLBEING
from perfdash.store.wellbeing_marts import build_wellbeing_marts

KINDS = (EMPLOYMENTS, EXIT_INTERVIEWS, STAY_INTERVIEWS, INTERVIEWERS, STRENGTH, *WELLBEING)
_NEVER = "DATE '9999-12-31'"


def build_workforce_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Rebuilds every mart of the workforce, inside the transaction of the other marts.

    Raises:
        BadReference: the groups of leaving reasons do not fit the contract.
    """
    for statement in statements("staging/service.sql", headcount_only=listed(HEADCOUNT_ONLY)):
        connection.execute(statement)
    _service(connection)
    build_interview_marts(connection, service_band=band_sql(), service_years=years_sql("service_from_on", "left_on"))
    _months(connection)
    _strength(connection)
    build_stay_marts(connection)
    build_wellbeing_marts(connection)
    _columns(connection)
    _forces(connection)


def _service(connection: duckdb.DuckDBPyConnection) -> None:
    for name in ("spell_posts", "spell_ends"):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query(f'marts/{name}.sql')}")
    years = years_sql("service_from_on", "seen_on")
    connection.execute(
        f"CREATE OR REPLACE TABLE service_spells AS SELECT spells.*, {band_sql()} AS service_band, "
        "CAST(date_trunc('month', started_on) AS DATE) AS started_month, "
        f"CASE WHEN gone_on < {_NEVER} THEN CAST(date_trunc('month', gone_on) AS DATE) END AS gone_month "
        f"FROM (SELECT spells.*, {years} AS service_years FROM ({query('marts/service_spells.sql')}) AS spells) AS spells "
        "ORDER BY force, worker_type, gone_on, person"
    )
    connection.execute(f"CREATE OR REPLACE TABLE service_posts AS {query('marts/service_posts.sql')}")


def _months(connection: duckdb.DuckDBPyConnection) -> None:
    # The records begin with the first leaver: before that day, those who had gone are not in the extract.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE service_begins AS SELECT force, any_value(data_to) AS data_to, "
        "min(CASE WHEN end_kind NOT IN ('in post', 'change of worker type') THEN gone_on END) AS first_left_on, "
        "coalesce(min(CASE WHEN end_kind NOT IN ('in post', 'change of worker type') THEN gone_on END), any_value(data_to)) "
        "AS records_from FROM service_spells GROUP BY force"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE service_months AS SELECT force, month, CAST(month - 1 AS DATE) AS opened_on, "
        "least(last_day(month), data_to) AS last_on, last_day(month) > data_to AS is_part FROM (SELECT force, data_to, "
        "CAST(unnest(generate_series(date_trunc('month', records_from), date_trunc('month', data_to), INTERVAL 1 MONTH)) "
        "AS DATE) AS month FROM service_begins) AS months ORDER BY force, month"
    )


def _strength(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE strength_days AS SELECT force, opened_on AS as_at_on FROM service_months "
        "UNION SELECT force, last_on FROM service_months UNION SELECT strength_rows.force, as_at_on FROM strength_rows "
        "JOIN service_begins ON service_begins.force = strength_rows.force "
        "AND as_at_on BETWEEN date_trunc('month', records_from) - INTERVAL 1 DAY AND data_to"
    )
    cells = query(
        "marts/strength_cells.sql", service_band=band_sql(), service_years=years_sql("service_from_on", "as_at_on")
    )
    connection.execute(f"CREATE OR REPLACE TABLE strength_cells AS {cells}")
    connection.execute(f"CREATE OR REPLACE TABLE service_flows AS {query('marts/service_flows.sql')}")


def band_sql(years: str = "service_years") -> str:
    """SQL for the band of whole years of service; 'not known' where they are not."""
    bands = " ".join(f"WHEN {years} < {end} THEN '{name}'" for name, end in SERVICE_BANDS[:-1])
    return f"CASE WHEN {years} IS NULL THEN '{NOT_KNOWN}' {bands} ELSE '{SERVICE_BANDS[-1][0]}' END"


def years_sql(first: str, last: str) -> str:
    """SQL for the whole years from a day to a day: a year is whole on its anniversary."""
    day = "EXTRACT(MONTH FROM {0}) * 100 + EXTRACT(DAY FROM {0})"
    years = f"EXTRACT(YEAR FROM {last}) - EXTRACT(YEAR FROM {first})"
    return f"({years} - CASE WHEN {day.format(last)} < {day.format(first)} THEN 1 ELSE 0 END)"


def listed(names: Sequence[str]) -> str:
    """Words as SQL lists them."""
    return ", ".join(f"'{name}'" for name in names)


def _columns(connection: duckdb.DuckDBPyConnection) -> None:
    tables = " UNION ALL ".join(f"({_columns_sql(kind)})" for kind in KINDS)
    connection.execute(f"CREATE OR REPLACE TABLE people_columns AS {tables}")


def _columns_sql(kind: RecordKind) -> str:
    """Grain: force × kind of record × column. How many rows fill it; 0 says that the extracts have none."""
    is_filled = {column.name: _is_filled(column.name, column.holds) for column in kind.filled}
    counts = ", ".join(f"count(*) FILTER (WHERE {condition}) AS {name}" for name, condition in is_filled.items())
    return (
        f"SELECT force, '{kind.name}' AS kind, column_name, n_filled FROM (UNPIVOT (SELECT force, {counts} "
        f"FROM {kind.table} GROUP BY force) ON {', '.join(is_filled)} INTO NAME column_name VALUE n_filled)"
    )


def _is_filled(name: str, holds: Column) -> str:
    if holds is Column.CHOICES:
        return f"len({name}) > 0"
    return f"{name} <> '{NOT_KNOWN}'" if holds in (Column.GROUP, Column.CHOICE, Column.PLACE) else f"{name} IS NOT NULL"


def _forces(connection: duckdb.DuckDBPyConnection) -> None:
    """Grain: force × kind of record. Its first and last day, from when leavers are complete, and how much is held."""
    rows = " UNION ALL ".join(
        f"SELECT force, '{kind.name}' AS kind, CAST(min(occurred_local) AS DATE) AS first_on, count(*) AS n_records "
        f"FROM {kind.table} GROUP BY force"
        for kind in KINDS
    )
    connection.execute(
        "CREATE OR REPLACE TABLE people_forces AS SELECT held.force, held.kind, first_on, data_to AS last_on, n_records, "
        "CASE WHEN held.kind = 'employments' THEN records_from END AS records_from, coalesce(n_not_begun, 0) AS n_not_begun, "
        f"is_synthetic, caveats, loaded_at, zone FROM ({rows}) AS held "
        "JOIN data_days ON data_days.force = held.force AND data_days.kind = held.kind "
        "LEFT JOIN (SELECT service_begins.force, records_from FROM service_begins) AS begins ON begins.force = held.force "
        "LEFT JOIN (SELECT force, 'employments' AS kind, count(*) AS n_not_begun FROM spell_posts ANTI JOIN service_posts "
        "USING (post_key) GROUP BY force) AS later ON later.force = held.force AND later.kind = held.kind "
        "LEFT JOIN (SELECT force, kind, bool_or(is_synthetic) AS is_synthetic, arg_max(caveats, load_id) AS caveats, "
        "min(loaded_at) AS loaded_at, arg_max(zone, load_id) AS zone FROM ledger GROUP BY force, kind) AS loads "
        "ON loads.force = held.force AND loads.kind = held.kind"
    )
