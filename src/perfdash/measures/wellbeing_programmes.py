"""Screening and enhanced support: who was due, offered it, completed it and by the day; who is on it (docs/wellbeing.md).

Over the marts `programme_contacts` (grain: a contact) and `programme_members` (a person and a month's close). What is
counted is what was done, never how anybody was.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import duckdb
import pandas as pd

from perfdash.contract.wellbeing import ENHANCED, SCREENING
from perfdash.measures.disclosed import Counted
from perfdash.measures.people_counts import every_period, part_labels, whole_numbers
from perfdash.measures.people_held import people_held
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.wellbeing_periods import (
    UNKNOWN,
    closing_months,
    distinct,
    every_close,
    grouped_by,
    in_time,
    is_split,
    months_of,
    need_organisation,
    of_police,
    times,
)

CONTACTS = grouped_by("programme_contacts", "programme-contacts", "Programme contacts", "organisation")
FOLLOW_UPS = replace(CONTACTS, columns=dict(CONTACTS.columns) | times("follow_up_month"))
MEMBERS = replace(CONTACTS, mart="programme_members", noun="People on the programme")
_FUNNEL = {
    "n_eligible": "is_due = 1",
    "n_offered": "is_due = 1 AND is_offered = 1",
    "n_completed": "is_due = 1 AND is_completed = 1",
    "n_on_time": "is_due = 1 AND is_on_time = 1",
}
_BESIDE = "n_without_contact"


def contacts_by(
    connection: duckdb.DuckDBPyConnection,
    selection: PeopleSelection,
    by: Sequence[str] = (),
    *,
    programme: str,
    stage: str,
) -> Counted:
    """One row a group: contacts of a programme that fell due in the period, and how many came to a stage.

    Columns: `n_eligible` (due by the day the data reach to), of them `n_<stage>`: offered, completed or on time (completed by
    the day due, no grace); `share_<stage>` of the eligible, with `_low` and `_high`; `n_too_early` (not due yet);
    `n_organisation_unknown`. Of screening where employments are held also `n_without_contact`: people in a listed role now
    and a year ago without one due in between. For analysts every stage, and `n_people` behind the eligible.
    """
    by = CONTACTS.checked(connection, selection, by)
    need_organisation(connection, CONTACTS, selection)
    when, parameters = in_time(selection)
    sums, whose = of_police(_FUNNEL | {"n_too_early": "is_due = 0"}, selection, by)
    sums |= {"n_people": distinct("is_due = 1", selection, by)}
    rows = CONTACTS.grouped(
        connection, selection, by, sums, when=f"programme = '{programme}' AND {whose} AND {when}", parameters=parameters
    )
    rows = every_period(connection, rows, selection, by, months_of(connection, CONTACTS.kind, selection))
    beside: tuple[str, ...] = ("n_too_early", UNKNOWN)
    without = _without_contact(connection, selection, by) if programme == SCREENING else None
    if without is not None:
        rows = rows.merge(without, on=list(by), how="outer") if by else rows.assign(**without.iloc[0])
        beside = (*beside, _BESIDE)
    rows = rows.assign(is_part=rows["is_part"].fillna(False)) if "is_part" in rows else rows
    shown = ("n_eligible", f"n_{stage}")
    return Counted(
        whole_numbers(rows, (*_FUNNEL, *beside, "n_people")),
        by,
        counts=(*shown, *beside),
        nested=shown,
        shares={f"share_{stage}": (f"n_{stage}", "n_eligible")},
        behind=dict.fromkeys(shown, "n_people"),
        beside=beside,
        for_checking=(*(name for name in _FUNNEL if name not in shown), "n_people"),
        labels=part_labels(by),
    )


SCREENING_STAGES = {
    f"screening_{stage}": partial(contacts_by, programme=SCREENING, stage=stage)
    for stage in ("offered", "completed", "on_time")
}
enhanced_by = partial(contacts_by, programme=ENHANCED, stage="on_time")


def _without_contact(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: tuple[str, ...]
) -> pd.DataFrame | None:
    """People in listed roles at the close of each period without a screening due in a year; None where it cannot be said."""
    if is_split(selection, by) or not people_held(connection, "employments", selection.chosen("force")):
        return None
    months = closing_months(months_of(connection, CONTACTS.kind, selection), by)
    asked = replace(CONTACTS, mart="role_months")
    return asked.grouped(
        connection,
        selection,
        by,
        {_BESIDE: "coalesce(sum(is_without_contact), 0)::BIGINT"},
        when="listed = 'yes' AND list_contains($months, month)",
        parameters={"months": months},
    )


def follow_ups_by(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()) -> Counted:
    """One row a group: follow-ups of either programme that fell due in the period.

    Columns: `n_follow_ups_due`, of them `n_followed_up`; `n_organisation_unknown`; `share_followed_up` with `_low` and `_high`.
    For analysts `n_followed_up_on_time` (by the day it was due) and `n_people` behind those due.
    """
    by = FOLLOW_UPS.checked(connection, selection, by)
    need_organisation(connection, FOLLOW_UPS, selection)
    when, parameters = in_time(selection, "follow_up_month")
    funnel = {
        "n_follow_ups_due": "true",
        "n_followed_up": "is_followed_up = 1",
        "n_followed_up_on_time": "is_followed_up = 1 AND is_followed_up_on_time = 1",
    }
    sums, whose = of_police(funnel, selection, by)
    sums |= {"n_people": distinct("true", selection, by)}
    rows = FOLLOW_UPS.grouped(
        connection, selection, by, sums, when=f"is_follow_up_due = 1 AND {whose} AND {when}", parameters=parameters
    )
    rows = every_period(connection, rows, selection, by, months_of(connection, CONTACTS.kind, selection))
    shown = ("n_follow_ups_due", "n_followed_up")
    return Counted(
        whole_numbers(rows, (*funnel, UNKNOWN, "n_people")),
        by,
        counts=(*shown, UNKNOWN),
        nested=shown,
        shares={"share_followed_up": ("n_followed_up", "n_follow_ups_due")},
        behind=dict.fromkeys(shown, "n_people"),
        beside=(UNKNOWN,),
        for_checking=("n_followed_up_on_time", "n_people"),
        labels=part_labels(by),
    )


def members_by(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()) -> Counted:
    """One row a group: people on the six-monthly programme at the close of the period's last day held.

    A contact of theirs was due in the six months to that day. Columns: `n_members`, `n_organisation_unknown`.
    """
    by = MEMBERS.checked(connection, selection, by)
    need_organisation(connection, MEMBERS, selection)
    months = months_of(connection, CONTACTS.kind, selection)
    sums, whose = of_police({"n_members": "true"}, selection, by)
    when = f"list_contains($months, month) AND {whose}"
    rows = MEMBERS.grouped(
        connection, selection, by, sums, when=when, parameters={"months": closing_months(months, by)}
    )
    rows = every_close(rows, months, by)
    counts = ("n_members", UNKNOWN)
    return Counted(whole_numbers(rows, counts), by, counts=counts, beside=(UNKNOWN,), labels=part_labels(by))
