"""Absence, by three measures that are never mixed and never summed (docs/wellbeing.md).

The share of contracted hours lost in a period; hours lost for each full-time equivalent over twelve months; people absent
for more than 28 days at a month's close. Over the marts `absence_months` (grain: a spell and a month), `contracted_months` (a
post and a month) and `long_absences` (a spell and a month's close). The Home Office collects no reasons of absence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import duckdb
import numpy as np
import pandas as pd

from perfdash.errors import NotHeld
from perfdash.measures.disclosed import Counted
from perfdash.measures.people_counts import every_period, part_labels, whole_numbers
from perfdash.measures.people_held import people_held
from perfdash.measures.people_periods import TIMES, YEAR_FROM_MONTH
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.wellbeing_periods import closing_months, every_close, grouped_by, months_of

ABSENCES = grouped_by("absence_months", "absences", "Absences", "reason_group")
CONTRACTED = replace(
    grouped_by("contracted_months", "employments", "Contracted hours"), rests_on={"role": "role", "role_group": "role"}
)
LONG = replace(ABSENCES, mart="long_absences")
_DAYS = "days"
ALL = "all"  # a row that is the total of its breakdown


def hours_lost_by(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()) -> Counted:
    """One row a group: contracted hours lost to absence in the period, and their share of the contracted hours.

    Columns: `hours_lost` of `n_absent` people; `contracted_hours` of `n_in_post` people; `share_lost` (of the numbers as shown);
    `n_hours_unknown` and `n_fte_unknown` (people whose hours nobody has said); by `reason_group` the base is everybody's and
    `share_of_hours` is the reason's part of all hours lost, where the total is shown.

    Raises:
        NotHeld: no employments are held, from which contracted hours come, or no month of both.
    """
    by = ABSENCES.checked(connection, selection, by)
    months = _months(connection, selection)
    within = {"months": [month.date() for month in months["month"]]}
    lost = _lost(connection, selection, by, ABSENCES.mart, within)
    base = _contracted(connection, selection, by, CONTRACTED.mart, within)
    rows = every_period(connection, _joined(lost, base, by), selection, by, months)
    counted = _counted(rows, by, "share_lost", "contracted_hours", part_labels(by))
    others = [name for name in by if name != "reason_group"]
    return replace(counted, finish=partial(_with_share_of_hours, others=others)) if others != list(by) else counted


def hours_lost_per_fte_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: hours lost in twelve months for each full-time equivalent: a rolling figure, and never a process.

    The twelve months end with the selection's last whole month, with every `month`, `quarter` or `year` of it. Columns:
    `from_month`, `to_month`, `hours_lost` of `n_absent` people, `mean_fte` of `n_in_post` people over the days of the twelve
    months, `hours_lost_per_fte`.

    Raises:
        NotHeld: no employments are held, or no twelve whole months of both.
    """
    by = ABSENCES.checked(connection, selection, by)
    ends = _windows(connection, selection, by)
    groups = [name for name in by if name not in TIMES]
    spans = ", ".join(f"(DATE '{first}', DATE '{last}', {days})" for first, last, days in ends.values())
    named = {pd.Timestamp(last): name for name, (_, last, _) in ends.items()}
    joined = (
        "{0} JOIN (VALUES " + spans + ") AS spans(from_month, to_month, days) ON month BETWEEN from_month AND to_month"
    )
    own = ("from_month", "to_month", _DAYS, *groups)
    lost = _lost(connection, selection, own, joined.format(ABSENCES.mart), {})
    base = _contracted(connection, selection, own, joined.format(CONTRACTED.mart), {})
    rows = _joined(lost, base, own)
    for time in set(by) & set(TIMES):
        rows[time] = rows["to_month"] if time == "month" else rows["to_month"].map(named)
    rows = (
        rows.assign(mean_fte=rows["fte_days"] / rows[_DAYS]).sort_values(list(by))
        if len(rows)
        else rows.assign(mean_fte=0.0)
    )
    return _counted(rows.reset_index(drop=True), by, "hours_lost_per_fte", "mean_fte", ("from_month", "to_month"))


def long_absences_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: people absent for more than 28 days so far, at the close of the period's last day held.

    Columns: `n_long`; where employments are held `n_in_post` before it, the people paid in that month.
    """
    by = LONG.checked(connection, selection, by)
    months = months_of(connection, LONG.kind, selection)
    closing = {"months": closing_months(months, by)}
    people = {"n_long": "count(DISTINCT force || person)"}
    rows = LONG.grouped(connection, selection, by, people, when="list_contains($months, month)", parameters=closing)
    counts: tuple[str, ...] = ("n_long",)
    if people_held(connection, "employments", selection.chosen("force")):
        rows = _joined(rows, _contracted(connection, selection, by, CONTRACTED.mart, closing), by)
        counts = ("n_in_post", "n_long")
    rows = every_close(rows, months, by)
    return Counted(whole_numbers(rows, counts), by, counts=counts, labels=part_labels(by))


# What the two measures of hours share --------------------------------------------------------------------------------


def _months(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection) -> pd.DataFrame:
    """The months of the period for which both absences and contracted hours are held."""
    if not people_held(connection, "employments", selection.chosen("force")):
        raise NotHeld(
            "Contracted hours come from the employments, and none are held; load them with "
            "'perfdash load employments FILE --profile NAME'."
        )
    months = months_of(connection, ABSENCES.kind, selection)
    parameters = {"forces": list(selection.chosen("force"))}
    worked = connection.execute(
        "SELECT month, max(last_on) AS worked_to FROM service_months "
        "WHERE len($forces) = 0 OR list_contains($forces, force) GROUP BY month",
        parameters,
    ).df()
    both = months.merge(worked, on="month")
    if both.empty:
        raise NotHeld("No month of this period has both absences and employments.")
    return both.assign(is_part=both["is_part"] | (both["worked_to"] < both["last_on"])).drop(columns="worked_to")


def _windows(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str]
) -> dict[object, tuple[date, date, int]]:
    """First month, last month and days of the twelve whole months that end with each period asked for, by its name."""
    every = _months(connection, PeopleSelection(filters=selection.filters))
    whole = every[~every["is_part"].astype(bool)].reset_index(drop=True)
    time = next((name for name in TIMES if name in by), None)
    length = {"month": 1, "quarter": 3, "year": 12}.get(time or "", 1)
    found: dict[object, tuple[date, date, int]] = {}
    for place in range(11, len(whole)):
        first, last = (whole["month"].iloc[n].date() for n in (place - 11, place))
        is_whole = pd.Period(last, "M").ordinal - pd.Period(first, "M").ordinal == 11
        is_asked = (last.month - YEAR_FROM_MONTH + 1) % length == 0 and _is_inside(last, selection, time)
        if is_whole and is_asked:
            span = (first, last, int((whole["last_on"].iloc[place] - whole["month"].iloc[place - 11]).days) + 1)
            found = found | {whole[time].iloc[place]: span} if time else {None: span}
    if not found:
        raise NotHeld(
            "Hours lost in twelve months need 12 whole months of absences and employments, which are not held here."
        )
    return found


def _is_inside(last: date, selection: PeopleSelection, time: str | None) -> bool:
    first = selection.from_month if time else None  # without a time, always the last twelve
    return (first or date.min) <= last <= (selection.to_month or date.max)


def _lost(
    connection: duckdb.DuckDBPyConnection,
    selection: PeopleSelection,
    by: Sequence[str],
    mart: str,
    within: Mapping[str, object],
) -> pd.DataFrame:
    """One row a group: hours lost, of how many people, and the largest person's share of them."""
    asked = replace(ABSENCES, columns=dict(ABSENCES.columns) | _plain(by) | {"who": "force || person"})
    sums = {"hours": "sum(hours_lost)", "is_unknown": "max(is_unknown)"}
    when = "list_contains($months, month)" if within else "true"
    people = asked.grouped(connection, selection, (*by, "who"), sums, source=mart, when=when, parameters=dict(within))
    people = people.assign(is_absent=people["hours"] > 0, all="")
    groups = people.groupby(list(by) or ["all"], as_index=False, dropna=False)
    found = groups.agg(
        hours_lost=("hours", "sum"),
        n_absent=("is_absent", "sum"),
        most=("hours", "max"),
        n_hours_unknown=("is_unknown", "sum"),
    )
    share = found["most"] / found["hours_lost"].where(found["hours_lost"] > 0)
    return found.assign(largest_share=share.fillna(0.0)).drop(columns=["most", *(["all"] if not by else [])])


def _contracted(
    connection: duckdb.DuckDBPyConnection,
    selection: PeopleSelection,
    by: Sequence[str],
    mart: str,
    within: Mapping[str, object],
) -> pd.DataFrame:
    """One row a group: contracted hours, days at full-time equivalents and people; a reason is nothing that they have."""
    by = [name for name in by if name != "reason_group"]
    selection = selection.having(reason_group=())
    asked = replace(CONTRACTED, columns=dict(CONTRACTED.columns) | _plain(by))
    sums = {
        "n_in_post": "count(DISTINCT force || person)",
        "contracted_hours": "coalesce(sum(contracted_hours), 0)",
        "fte_days": "coalesce(sum(fte_days), 0)",
        "n_fte_unknown": "count(DISTINCT force || person) FILTER (WHERE is_unknown = 1)",
    }
    when = "list_contains($months, month)" if within else "true"
    return asked.grouped(connection, selection, by, sums, source=mart, when=when, parameters=dict(within))


def _plain(by: Sequence[str]) -> dict[str, str]:
    return {name: name for name in by if name in ("from_month", "to_month", _DAYS)}


def _joined(lost: pd.DataFrame, base: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Both together: every group that was absent or in post, nobody as 0."""
    shared = [name for name in by if name in base]
    if not shared:
        is_some = len(lost) or "reason_group" in by
        rows = lost.merge(base, how="cross") if is_some else base.assign(**dict.fromkeys([*lost], 0))
    else:
        rows = lost.merge(base, on=shared, how="left" if "reason_group" in by else "outer")
    return rows.assign(**{name: rows[name].fillna(0) for name in [*lost, *base] if name not in by})


def _counted(rows: pd.DataFrame, by: tuple[str, ...], ratio: str, base: str, labels: tuple[str, ...]) -> Counted:
    """Hours lost and what they are measured by: both are sums over people, and the base is nobody's in particular."""
    counts = ("n_in_post", "n_absent", "n_hours_unknown", "n_fte_unknown")
    amounts = {name: rows[name].fillna(0.0).astype(float) for name in ("hours_lost", "largest_share", base)}
    return Counted(
        whole_numbers(rows, counts).assign(**amounts, no_share=0.0),
        by,
        counts=counts,
        sums={"hours_lost": ("n_absent", "largest_share"), base: ("n_in_post", "no_share")},
        ratios={ratio: ("hours_lost", base)},
        beside=("n_hours_unknown", "n_fte_unknown"),
        for_checking=("largest_share",),
        labels=labels,
    )


def _with_share_of_hours(rows: pd.DataFrame, others: list[str]) -> pd.DataFrame:
    """A reason's part of the total that is shown; for analysts, who have no total among the rows, of the sum."""
    totals = rows[rows["reason_group"] == ALL] if (rows["reason_group"] == ALL).any() else rows
    keys = [totals[name] for name in others] or [pd.Series("", totals.index)]
    sums = totals["hours_lost"].groupby(keys).sum(min_count=1)
    own = pd.MultiIndex.from_frame(rows[others]) if len(others) > 1 else rows[others[0]] if others else [""] * len(rows)
    whole = sums.reindex(own).to_numpy(dtype=float)
    return rows.assign(share_of_hours=rows["hours_lost"] / np.where(whole > 0, whole, np.nan))
