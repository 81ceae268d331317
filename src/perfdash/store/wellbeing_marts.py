"""Builds the marts of wellbeing: programmes, trauma, occupational health, absences, roles. Empty where nothing is loaded."""

import duckdb

from perfdash.contract.columns import NOT_KNOWN
from perfdash.contract.kinds import ABSENCES, ASSESSMENTS, CONTACTS, EXPOSURES, REFERRALS, SESSIONS, TRAINING
from perfdash.contract.workforce import HEADCOUNT_ONLY
from perfdash.reference.wellbeing import UNLISTED
from perfdash.store.changed_figures import build_changed_figures, build_high_stress_rows
from perfdash.store.sql_files import query, statements

KINDS = (CONTACTS, EXPOSURES, REFERRALS, ABSENCES, TRAINING, ASSESSMENTS, SESSIONS)

GRACE_DAYS = 0  # on time is by the day it was due
HOURS_SOON, DAYS_TO_JUDGE = 72, 7  # trauma risk management is offered within 72 hours and within 7 days
LONG_DAYS = 28  # absent for more than these
MEMBER_MONTHS = 6  # how often enhanced support comes round
FULL_WEEKS = {"officer": 40.0}  # contracted hours at one FTE; of everybody else who is paid:
FULL_WEEK = 37.0

# From when each kind's records are complete. Of absences those are, as of leavers, from the first that ended: the spells
# that were over before the extract begins are not in it.
_FIRSTS = {
    "programme-contacts": ("programme_contact_rows", "min(due_on)"),
    "exposures": ("exposure_rows", "CAST(min(occurred_local) AS DATE)"),
    "referrals": ("referral_rows", "min(referred_on)"),
    "absences": ("absence_rows", "coalesce(min(ended_on), max(extracted_on), max(started_on))"),
    "training": ("training_completion_rows", "min(completed_on)"),
    "assessments": ("assessment_rows", "min(offered_on)"),
    "sessions": ("session_rows", "min(held_on)"),
}
_MARTS = {
    "programme_contacts": "contacts",
    "trauma_exposures": "exposures",
    "health_referrals": "referrals",
    "absence_months": "spells",
    "long_absences": "spells",
    "contracted_months": "posts",
    "programme_members": "contacts",
}


def build_wellbeing_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Rebuilds every mart of wellbeing, after those of service and before the tables of what is held.

    Raises:
        BadReference: the list of high-stress roles is wrong.
    """
    build_high_stress_rows(connection)
    firsts = " UNION ALL ".join(
        f"SELECT force, '{kind}' AS kind, {day} AS first_on FROM {table} GROUP BY force"
        for kind, (table, day) in _FIRSTS.items()
    )
    for statement in statements("staging/wellbeing.sql", first_days=firsts):
        connection.execute(statement)
    _days(connection)
    for name, alias in _MARTS.items():
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query(f'marts/{name}.sql', **_parts(name, alias))}")
    people = query("marts/people_in_roles.sql", **_listing("posts"))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE people_in_roles AS {people}")
    connection.execute(f"CREATE OR REPLACE TABLE role_months AS {query('marts/role_months.sql')}")
    _pilots(connection)
    build_changed_figures(connection)


def _parts(name: str, alias: str) -> dict[str, str]:
    """What fills the placeholders of one mart's file."""
    own = {
        "programme_contacts": {"grace_days": str(GRACE_DAYS)},
        "trauma_exposures": {
            "days_to_judge": str(DAYS_TO_JUDGE),
            "soon_seconds": str(HOURS_SOON * 3600),
            "week_seconds": str(DAYS_TO_JUDGE * 86400),
        },
        "absence_months": {"headcount_only": ", ".join(f"'{kind}'" for kind in HEADCOUNT_ONLY)},
        "long_absences": {"long_days": str(LONG_DAYS)},
        "contracted_months": {"week_hours": _week_sql("posts.worker_type")},
        "programme_members": {"months": str(MEMBER_MONTHS)},
    }
    return _listing(alias) | own.get(name, {})


def _listing(alias: str) -> dict[str, str]:
    """SQL for the role group of a row joined to the list, and whether its role is listed."""
    unknown = f"{alias}.role = '{NOT_KNOWN}'"
    return {
        "role_group": f"COALESCE(listing.role_group, CASE WHEN {unknown} THEN '{NOT_KNOWN}' ELSE '{UNLISTED}' END)",
        "listed": f"CASE WHEN listing.role IS NOT NULL THEN 'yes' WHEN {unknown} THEN '{NOT_KNOWN}' ELSE 'no' END",
    }


def _week_sql(worker_type: str) -> str:
    full = " ".join(f"WHEN {worker_type} = '{kind}' THEN {hours}" for kind, hours in FULL_WEEKS.items())
    return f"CASE {full} ELSE {FULL_WEEK} END"


def _days(connection: duckdb.DuckDBPyConnection) -> None:
    """The days at whose close people are looked at: with twelve months of contacts behind them, and within the employments."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE contact_days AS SELECT force, month, last_on AS day, "
        f"CAST(last_on - INTERVAL {MEMBER_MONTHS} MONTH AS DATE) AS before FROM wellbeing_months "
        "WHERE kind = 'programme-contacts'"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE role_days AS SELECT force, month, day, has_employments, "
        "CAST(day - INTERVAL 12 MONTH AS DATE) AS year_before FROM (SELECT contacts.force, contacts.month, "
        "least(contacts.last_on, coalesce(service.last_on, contacts.last_on)) AS day, "
        "CASE WHEN employed.force IS NULL THEN 0 ELSE 1 END AS has_employments, service.month AS service_month, "
        "min(contacts.month) OVER (PARTITION BY contacts.force) AS first_month FROM wellbeing_months AS contacts "
        "LEFT JOIN service_months AS service ON service.force = contacts.force AND service.month = contacts.month "
        "LEFT JOIN (SELECT DISTINCT force FROM employment_rows) AS employed ON employed.force = contacts.force "
        "WHERE contacts.kind = 'programme-contacts') AS days "
        "WHERE month >= first_month + INTERVAL 11 MONTH AND (has_employments = 0 OR service_month IS NOT NULL)"
    )


def _pilots(connection: duckdb.DuckDBPyConnection) -> None:
    """Training, assessments and sessions, which need no list: their rows up to the day the data reach to."""
    connection.execute(
        "CREATE OR REPLACE TABLE training_completions AS SELECT records.row_key, records.force, "
        "coalesce(records.person, records.row_key) AS person, records.worker_type, records.command, records.role, "
        "records.course, records.completed_on, records.is_leadership, records.has_resilience_content, "
        "CAST(date_trunc('month', records.completed_on) AS DATE) AS month FROM training_completion_rows AS records "
        "JOIN data_days ON data_days.force = records.force AND data_days.kind = 'training' "
        "WHERE records.completed_on <= data_days.data_to"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE assessments AS SELECT records.row_key, records.force, "
        "coalesce(records.person, records.row_key) AS person, records.worker_type, records.area, records.offered_on, "
        "CAST(date_trunc('month', records.offered_on) AS DATE) AS month, "
        "CASE WHEN records.completed_on <= data_days.data_to THEN 1 ELSE 0 END AS is_completed, "
        "CASE WHEN records.completed_on <= data_days.data_to AND records.completed_on >= records.offered_on "
        "AND records.completed_exact_to = 'day' AND records.offered_exact_to = 'day' "
        "THEN records.completed_on - records.offered_on END AS days_to_complete FROM assessment_rows AS records "
        "JOIN data_days ON data_days.force = records.force AND data_days.kind = 'assessments' "
        "WHERE records.offered_on <= data_days.data_to"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE bus_sessions AS SELECT row_key, force, stop, held_on, n_attended, "
        "CAST(date_trunc('month', held_on) AS DATE) AS month FROM session_rows"
    )
