"""How long people stay: who of a year's joiners left within two years, and retention curves (docs/retention.md).

Over the mart `service_spells`. People in post before the records of leavers begin are seen only from then on (left
truncation). A change of worker type ends the observation and is no leaving. Kaplan–Meier: analysis/survival.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from perfdash.analysis.survival import kaplan_meier
from perfdash.contract.columns import NOT_KNOWN
from perfdash.contract.workforce import TRANSFER_IN
from perfdash.measures.disclosed import Counted
from perfdash.measures.leavers import JOINERS
from perfdash.measures.people_counts import in_period
from perfdash.measures.people_periods import TIMES, year_sql
from perfdash.measures.people_selection import PeopleSelection

MONTHS = 24  # recruits are on probation for about two years
DAYS_A_YEAR = 365.25
MINIMUM_AT_RISK = 10
FEWEST_A_STEP = 5  # leavers between two points of a curve: fewer would be told by the step
STEP_YEARS = 0.25
COUNTED, SO_FAR, TOO_FEW = "counted", "estimated so far (Kaplan–Meier)", "too few to estimate"

SPELLS = replace(
    JOINERS,
    noun="Cohorts",
    columns=dict(JOINERS.columns) | {"cohort": year_sql("started_on")},
    breakdowns=("cohort", *(name for name in JOINERS.breakdowns if name not in (*TIMES, "service_band"))),
)
_NEW = f"start_kind IN ('new joiner', '{NOT_KNOWN}')"
_LEFT = "end_kind NOT IN ('in post', 'change of worker type')"
_FROM = "(SELECT force AS of_force, records_from FROM people_forces WHERE kind = 'employments')"
# Of somebody who was in post before the records begin, the extract may lack the posts before the one then held: the first
# day of service tells better when they came, unless they came from another force.
_JOINED = (
    f"CASE WHEN spells.started_on < records_from AND start_kind <> '{TRANSFER_IN}' AND service_from_on < spells.started_on "
    "THEN service_from_on ELSE spells.started_on END"
)
_SOURCE = (
    f"(SELECT spells.* REPLACE ({_JOINED} AS started_on, CAST(date_trunc('month', {_JOINED}) AS DATE) AS started_month), "
    f"records_from FROM service_spells AS spells JOIN {_FROM} AS begins ON of_force = force) AS joined"
)
# A day counts at its close, so that whoever leaves on the first day has stayed one day.
_PEOPLE = {
    "left": _LEFT,
    "moved": "end_kind = 'change of worker type'",
    "days": "CASE WHEN ended_on < DATE '9999-12-31' THEN ended_on ELSE data_to END - started_on + 1",
    "unseen_days": "greatest(0, records_from - started_on)",
    "is_early": f"ended_on < CAST(started_on + INTERVAL {MONTHS} MONTH AS DATE) AND {_LEFT}",
    "is_old": f"data_to >= CAST(make_date(year(started_on - INTERVAL 3 MONTH) + 1, 3, 31) + INTERVAL {MONTHS} MONTH AS DATE)",
}


def early_leavers_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a joining year (April to March) and group: how many of its new joiners left within 24 months.

    New joiners came neither from another force nor back; years are left out whose first joiners came before the records
    of leavers begin. Columns: `n_joiners`, of them `n_left` so far within 24 months; `is_complete`; `how`; `share_left` with
    `_low` and `_high`: counted for a year that is 24 months old throughout, else 1 − Kaplan–Meier, with `known_to_years`.
    """
    by = SPELLS.checked(connection, selection, tuple(dict.fromkeys((*by, "cohort"))))
    people = _people(connection, selection, by, _NEW)
    begun = people.groupby("cohort")["unseen_days"].transform("max") == 0
    rows = pd.DataFrame([_cohort(names, group) for names, group in _groups(people[begun], by)])
    columns = [
        *by,
        "n_joiners",
        "n_left",
        "is_complete",
        "how",
        "known_to_years",
        "estimate",
        "estimate_low",
        "estimate_high",
    ]
    rows = rows.reindex(columns=columns).assign(
        **{name: rows.get(name, pd.Series(dtype=float)).astype(float) for name in columns[-4:]}
    )
    return Counted(
        rows,
        by,
        counts=("n_joiners", "n_left"),
        nested=("n_joiners", "n_left"),
        shares={"share_left": ("n_left", "n_joiners")},
        resting_on=dict.fromkeys(columns[-3:], "n_left"),
        labels=("is_complete", "how", "known_to_years"),
        finish=_counted_or_estimated,
    )


def _cohort(names: dict[str, Any], people: pd.DataFrame) -> dict[str, Any]:
    is_complete = bool(people["is_old"].all())
    row = names | {"n_joiners": len(people), "n_left": int(people["is_early"].sum()), "is_complete": is_complete}
    if is_complete:
        return row | {"how": COUNTED, "known_to_years": MONTHS / 12}
    curve = _curve(people)
    curve = curve[curve["time"] <= MONTHS / 12 + 1 / DAYS_A_YEAR]
    if curve.empty:
        return row | {"how": TOO_FEW}
    last = curve.iloc[-1]
    estimate = {
        "estimate": 1 - last["share_remaining"],
        "estimate_low": 1 - last["high"],
        "estimate_high": 1 - last["low"],
    }
    return row | {"how": SO_FAR, "known_to_years": round(float(last["time"]), 2)} | estimate


def _counted_or_estimated(rows: pd.DataFrame) -> pd.DataFrame:
    is_counted = rows["is_complete"].astype(bool)
    parts = {"share_left": "estimate", "share_left_low": "estimate_low", "share_left_high": "estimate_high"}
    rows = rows.assign(**{name: rows[name].where(is_counted, rows[other]) for name, other in parts.items()})
    return rows.drop(columns=["estimate", "estimate_low", "estimate_high"])


def retention_curves(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """Points of a curve a group: the share still in the force so many years after joining (Kaplan–Meier).

    Everybody who joined in the period as that worker type, by any way but a change of it. A row a point: the breakdown,
    `years`, `n_at_risk`, `n_left` since the point before, `share_remaining`, `low`, `high`. Points stand at quarters of a
    year, none closer than five leavers to the last; a curve stops where fewer than 10 are at risk.
    """
    by = SPELLS.checked(connection, selection, [name for name in by if name != "years"])  # its points are not asked for
    people = _people(connection, selection, by, "start_kind <> 'change of worker type'")
    if "cohort" in by:  # of a year that joined before the records begin, only those who stayed are known
        people = people[people.groupby("cohort")["unseen_days"].transform("min") == 0]
    rows = [names | point for names, group in _groups(people, by) for point in _points(_curve(group))]
    figures = ("share_remaining", "low", "high")
    counts = ("n_at_risk", "n_left")
    return Counted(
        pd.DataFrame(rows, columns=[*by, "years", *counts, *figures]),
        (*by, "years"),
        counts=counts,
        resting_on=dict.fromkeys(figures, "n_at_risk"),
    )


def _people(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str], which: str
) -> pd.DataFrame:
    """One row a spell: the breakdown and what is known of its length."""
    where, parameters = selection.where(SPELLS.filters, SPELLS.noun)
    when, months = in_period(selection, "started_month")
    listed = [f"{SPELLS.columns[name]} AS {name}" for name in by]
    known = [f"{sql} AS {name}" for name, sql in _PEOPLE.items()]
    return connection.execute(
        f"SELECT {', '.join([*listed, *known])} FROM {_SOURCE} WHERE {where} AND {when} AND {which}",
        parameters | months,
    ).df()


def _groups(people: pd.DataFrame, by: Sequence[str]) -> list[tuple[dict[str, Any], pd.DataFrame]]:
    if not by:
        return [({}, people)] if len(people) else []
    return [(dict(zip(by, names, strict=True)), group) for names, group in people.groupby(list(by), sort=True)]


def _curve(people: pd.DataFrame) -> pd.DataFrame:
    entered = people["unseen_days"].to_numpy(float)
    return kaplan_meier(
        people["days"].to_numpy(float) / DAYS_A_YEAR,
        people["left"].to_numpy(int),
        entry_times=entered / DAYS_A_YEAR if entered.any() else None,
        minimum_at_risk=MINIMUM_AT_RISK,
    )


def _points(curve: pd.DataFrame) -> list[dict[str, Any]]:
    """The curve at quarters of a year, each with at least so many leavers since the last, or none at all."""
    if curve.empty:
        return []
    points = [{"years": 0.0, "n_at_risk": int(curve["n_at_risk"].iloc[0]), "n_left": 0, "share_remaining": 1.0}]
    since, times = 0, curve["time"].to_numpy()
    for years in np.arange(STEP_YEARS, times[-1] + STEP_YEARS, STEP_YEARS):
        step = curve[(times > years - STEP_YEARS) & (times <= years)]
        since += int(step["n_events"].sum())
        if len(step) and (since == 0 or since >= FEWEST_A_STEP):
            last = step.iloc[-1]
            points.append({"years": float(years), "n_at_risk": int(last["n_at_risk"]), "n_left": since} | _share(last))
            since = 0
    return points


def _share(point: pd.Series) -> dict[str, float]:
    return {name: float(point[name]) for name in ("share_remaining", "low", "high")}
