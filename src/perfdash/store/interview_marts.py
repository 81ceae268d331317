"""Builds the marts of exit and stay interviews, and of the people who may hold them. Empty where none is loaded."""

from datetime import date

import duckdb

from perfdash.contract.exit_interviews import REASONS
from perfdash.contract.workforce import (
    DEATH,
    DISMISSAL,
    MEDICAL_RETIREMENT,
    RESIGNATION,
    RETIREMENT,
    TRANSFER_OUT,
)
from perfdash.reference import workforce as reference
from perfdash.store.sql_files import query, statements

# Who is asked how, by the way of leaving (docs/retention.md). Whoever is dismissed or has died is never asked.
FULL_FORM = (RESIGNATION, TRANSFER_OUT)
SHORT_FORM = (RETIREMENT, MEDICAL_RETIREMENT)
NEVER_ASKED = (DISMISSAL, DEATH)

# How long each step may take before its absence says anything. Four weeks to write to somebody and as long for a reply;
# eight from the invitation to the talk, because of shifts and leave; a quarter to do what was agreed.
DAYS_TO_INVITE = 28
DAYS_TO_REPLY = 28
DAYS_TO_HOLD = 56
DAYS_TO_DO = 90
MONTHS_AFTER = (3, 6, 12)

ELIGIBLE, INVITED, ACCEPTED, HELD, AGREED, DONE = (
    "Eligible",
    "Invited",
    "Accepted",
    "Held",
    "Actions agreed",
    "Actions done",
)


def build_interview_marts(connection: duckdb.DuckDBPyConnection, **service: str) -> None:
    """Rebuilds `exit_interviews`, `exit_reasons` and `interviewers`; `service` is the SQL for years and bands."""
    reference.check_reasons(REASONS)
    _reason_rows(connection)
    days = {"days_to_invite": DAYS_TO_INVITE, "days_to_reply": DAYS_TO_REPLY}
    days |= {"days_to_hold": DAYS_TO_HOLD, "days_to_do": DAYS_TO_DO}
    for statement in statements("staging/interviews.sql", **{name: str(n) for name, n in days.items()}):
        connection.execute(statement)
    forms = {"full_form": FULL_FORM, "short_form": SHORT_FORM, "never": NEVER_ASKED}
    parts = {name: ", ".join(f"'{kind}'" for kind in kinds) for name, kinds in forms.items()}
    exits = query("marts/exit_interviews.sql", **service, **parts)
    connection.execute(f"CREATE OR REPLACE TABLE exit_interviews AS {exits}")
    connection.execute(f"CREATE OR REPLACE TABLE exit_reasons AS {query('marts/exit_reasons.sql')}")
    _interviewers(connection)


def build_stay_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Rebuilds `stay_interviews` and `stay_stages`; the employments' own marts must stand."""
    in_post = {f"in_post_after_{months}": _in_post_sql(months) for months in MONTHS_AFTER}
    found = {f"found_after_{months}": _found_sql(months) for months in MONTHS_AFTER}
    connection.execute(
        f"CREATE OR REPLACE TABLE stay_interviews AS {query('marts/stay_interviews.sql', **in_post, **found)}"
    )
    stages = " UNION ALL ".join(
        query("marts/stay_stage.sql", number=str(number), stage=stage, **conditions)
        for number, (stage, conditions) in enumerate(_stages().items(), 1)
    )
    connection.execute(f"CREATE OR REPLACE TABLE stay_stages AS {stages}")


def after(months: int) -> str:
    """The name of the stage of those still in post so many months after the interview."""
    return f"In post after {months} months"


STAGES = (ELIGIBLE, INVITED, ACCEPTED, HELD, AGREED, DONE, *(after(months) for months in MONTHS_AFTER))


def _stages() -> dict[str, dict[str, str]]:
    """Every stage in order: who comes so far, for whom it is too early, of whom nobody knows, and who reached it."""
    never, always = "1 = 0", "1 = 1"
    stages = {
        ELIGIBLE: ("eligible_on <= data_to", never, never, always),
        INVITED: ("eligible_on <= data_to", "invited_by > data_to", never, "is_invited = 1"),
        ACCEPTED: (
            "is_invited = 1",
            "replied_by > data_to",
            "reply = 'not known' AND is_accepted = 0",
            "is_accepted = 1",
        ),
        HELD: ("is_accepted = 1", "held_by > data_to", never, "is_held = 1"),
        AGREED: ("is_held = 1", never, "n_actions_agreed IS NULL", "n_actions_agreed > 0"),
        DONE: (
            "is_held = 1 AND n_actions_agreed > 0",
            "done_by > data_to",
            "n_actions_done IS NULL",
            "n_actions_done >= n_actions_agreed",
        ),
    }
    for months in MONTHS_AFTER:
        stages[after(months)] = (
            "is_held = 1",
            f"after_{months}_on > data_to",
            f"in_post_{months} IS NULL",
            f"in_post_{months} = 1",
        )
    names = ("comes_so_far", "is_early", "is_unknown", "is_reached")
    return {stage: dict(zip(names, conditions, strict=True)) for stage, conditions in stages.items()}


def _in_post_sql(months: int) -> str:
    flag, day = f"in_post_after_{months}_months", f"after_{months}_on"
    return (
        f"CASE WHEN {flag} IS NOT NULL THEN CASE WHEN {flag} THEN 1 ELSE 0 END "
        f"WHEN employed_to >= {day} AND n_spells > 0 THEN CASE WHEN n_found_{months} > 0 THEN 1 ELSE 0 END END"
    )


def _found_sql(months: int) -> str:
    day = f"staged.after_{months}_on"
    return f"SUM(CASE WHEN spells.started_on <= {day} AND spells.gone_on > {day} THEN 1 ELSE 0 END)"


def _reason_rows(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE leaver_reason_rows (reason VARCHAR, reason_group VARCHAR, from_on DATE, to_on DATE)"
    )
    # The first row of a reason holds for the days before it too: what people said then is grouped as it was first.
    firsts: dict[str, date] = {}
    for row in sorted(reference.leaver_reasons(), key=lambda row: row.from_on):
        from_on = row.from_on if row.reason in firsts else date.min
        firsts.setdefault(row.reason, from_on)
        connection.execute(
            "INSERT INTO leaver_reason_rows VALUES (?, ?, ?, ?)", [row.reason, row.group, from_on, row.to_on]
        )


def _interviewers(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE OR REPLACE TABLE interviewers AS SELECT row_key, rows.force, coalesce(person, row_key) AS person, worker_type, "
        "CASE WHEN worker_type IN ('officer', 'special constable') THEN 'police' WHEN worker_type = 'not known' "
        "THEN 'not known' ELSE 'staff' END AS interviewer_group, first_day_meant(from_on, from_exact_to) AS from_on, "
        "coalesce(last_day_meant(to_on, to_exact_to), DATE '9999-12-31') AS to_on, data_to FROM interviewer_rows AS rows "
        "JOIN data_days ON data_days.force = rows.force AND data_days.kind = 'interviewers'"
    )
