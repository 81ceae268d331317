"""Leaver rates: leavers of 12 months ÷ strength at their start (docs/retention.md). The strength is never a mean.

So the Home Office counts: 8,117 ÷ 135,301 = 6.0 %, 9,080 ÷ 147,434 = 6.2 %, 8,795 ÷ 147,745 = 6.0 % (Police workforce,
England and Wales). Month by month each rate shares eleven months with the last: a rolling series, and no process.
"""

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pandas as pd

from perfdash.measures.disclosed import Counted, with_share
from perfdash.measures.leavers import CHANGE, LEAVER_COUNTS, LEAVER_FTE, LEAVER_SUMS, LEAVERS, LEFT, NESTED
from perfdash.measures.people_counts import whole_numbers
from perfdash.measures.people_periods import TIMES, Window, windows
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.strength import strength_on

_WITH_TRANSFERS = "leaver_rate_with_transfers"
_RATES = {
    "leaver_rate": ("n_leavers", "fte_left"),
    _WITH_TRANSFERS: ("n_leavers_with_transfers", "fte_with_transfers"),
    "resignation_rate": ("n_resignations", "fte_resigned"),
}

RATES = replace(LEAVERS, noun="Leaver rates", breakdowns=tuple(name for name in LEAVERS.breakdowns if name != "cohort"))


def leaver_rate(leavers: float, strength: float) -> float:
    """Leavers of twelve months ÷ strength at the close of the day before them; NaN where nobody was in post."""
    return leavers / strength if strength > 0 else float("nan")


def leaver_rates_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = ()
) -> Counted:
    """One row a group: three rates of twelve months, excluding transfers to other forces, including them, resignations.

    The twelve months end with the selection's last month, with every `month`, `quarter` or `year` of it.
    Columns: `from_month`, `to_month`, `n_at_start`, the counts of `leavers_by`, `leaver_rate`, `leaver_rate_with_transfers`,
    `resignation_rate` (of heads with `_low` and `_high`, Wilson; of full-time equivalents without).

    Raises:
        NotHeld: no twelve whole months are held.
    """
    by = RATES.checked(connection, selection, by)
    named = windows(connection, selection, by)
    groups, spans = [name for name in by if name not in TIMES], list(named.values())
    left, starting = (read(connection, selection, groups, spans) for read in (_left, _starting))
    rows = _joined(left, starting, groups, spans)
    calls = {pd.Timestamp(one.last): name for name, one in named.items()}
    for time in set(by) & set(TIMES):
        rows[time] = rows["to_month"] if time == "month" else rows["to_month"].map(calls)
    return _counted(rows, by, selection)


def _left(
    connection: duckdb.DuckDBPyConnection,
    selection: PeopleSelection,
    groups: Sequence[str],
    spans: Sequence[Window],
) -> pd.DataFrame:
    """One row a window and group of the leavers in it."""
    values = ", ".join(f"(DATE '{one.first}', DATE '{one.last}')" for one in spans)
    source = (
        f"service_spells JOIN (VALUES {values}) AS spans(first_month, to_month) "
        "ON gone_month BETWEEN first_month AND to_month"
    )
    asked = replace(RATES, columns=dict(RATES.columns) | {"to_month": "to_month"})
    return asked.grouped(connection, selection, ("to_month", *groups), LEAVER_SUMS, source=source, when=LEFT)


def _starting(
    connection: duckdb.DuckDBPyConnection,
    selection: PeopleSelection,
    groups: Sequence[str],
    spans: Sequence[Window],
) -> pd.DataFrame:
    """One row a window and group of those in post at its start; the way of leaving is nothing that they have."""
    days = {pd.Timestamp(one.opened_on): pd.Timestamp(one.last) for one in spans}
    selection = selection.having(leaver_type=())
    rows = strength_on(
        connection, selection, [name for name in groups if name != "leaver_type"], sorted(day.date() for day in days)
    )
    rows = rows.rename(
        columns={"n_people": "n_at_start", "fte": "fte_at_start", "n_fte_unknown": "n_fte_unknown_at_start"}
    )
    return rows.assign(to_month=pd.to_datetime(rows.pop("as_at_on")).map(days))


def _joined(left: pd.DataFrame, starting: pd.DataFrame, groups: Sequence[str], spans: Sequence[Window]) -> pd.DataFrame:
    """Every group of every window that anybody left or was in, with both counts; nobody is 0."""
    left, starting = (rows.assign(to_month=rows["to_month"].astype("datetime64[us]")) for rows in (left, starting))
    keys = ["to_month", *groups]
    shared = [name for name in keys if name in starting]
    left = left[left["leaver_type"] != CHANGE] if "leaver_type" in groups else left
    found = [left[keys]] if "leaver_type" in groups else [left[keys], starting[keys]]
    if not groups:
        found.append(pd.DataFrame({"to_month": pd.to_datetime([one.last for one in spans]).astype("datetime64[us]")}))
    grid = pd.concat(found).drop_duplicates().sort_values(keys)
    rows = grid.merge(left, on=keys, how="left").merge(starting, on=shared, how="left")
    firsts = {pd.Timestamp(one.last): pd.Timestamp(one.first) for one in spans}
    rows = whole_numbers(rows, (*LEAVER_COUNTS, "n_at_start", "n_fte_unknown_at_start"))
    return rows.assign(from_month=rows["to_month"].map(firsts)).reset_index(drop=True)


def _counted(rows: pd.DataFrame, by: tuple[str, ...], selection: PeopleSelection) -> Counted:
    counts = ("n_at_start", *LEAVER_COUNTS, "n_fte_unknown_at_start")
    rates = [name for name in _RATES if name != _WITH_TRANSFERS]
    return Counted(
        rows.assign(**{name: rows[name].fillna(0) for name in LEAVER_FTE}),
        by,
        counts=counts,
        nested=NESTED,
        labels=("from_month", "to_month"),
        shares={} if selection.is_fte else {name: (_RATES[name][0], "n_at_start") for name in rates},
        resting_on={"fte_at_start": "n_at_start", **LEAVER_FTE},
        amounts=("fte_at_start", *LEAVER_FTE),
        finish=_in_fte if selection.is_fte else _with_transfers,
    )


def _with_transfers(rows: pd.DataFrame) -> pd.DataFrame:
    """The rate that has both parts in it, where both are shown."""
    rows = rows.assign(n_leavers_with_transfers=rows["n_leavers"] + rows["n_transfers_out"])
    rows = with_share(rows, _WITH_TRANSFERS, "n_leavers_with_transfers", "n_at_start")
    return rows.drop(columns=["fte_at_start", *LEAVER_FTE])


def _in_fte(rows: pd.DataFrame) -> pd.DataFrame:
    """The same three rates of full-time equivalents; no interval, for they are no count of people."""
    rows = rows.assign(
        n_leavers_with_transfers=rows["n_leavers"] + rows["n_transfers_out"],
        fte_with_transfers=rows["fte_left"] + rows["fte_transferred"],
    )
    base = rows["fte_at_start"].where(rows["fte_at_start"] > 0)
    return rows.assign(**{name: rows[fte] / base for name, (_, fte) in _RATES.items()})
