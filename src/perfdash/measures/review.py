"""The tail review: the slowest and the doubtful incidents of a selection, each with the reasons it may be an error.

The list is for people to look at. No figure changes by a reason or by a mark, and no longest wait is given that nobody
has looked at (docs/measures.md).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import duckdb
import pandas as pd

from perfdash.contract.incidents import INSTANTS
from perfdash.errors import BadQuestion
from perfdash.measures.incidents import BEGAN, PAGE_ROWS, rows_where, zones
from perfdash.measures.review_rules import RULES, holds_sql, reasons_sql
from perfdash.measures.selection import Selection

TOP = 20  # the slowest so many of a selection are listed, even where none is over a tail threshold


class Verdict(StrEnum):
    """What a reviewer found."""

    REAL = "real wait"
    ERROR = "error in the record"
    OPEN = "to be checked"

    @property
    def settles(self) -> bool:
        """Whether the incident needs no further look."""
        return self is not Verdict.OPEN


LISTS: Mapping[str, str] = {
    "slowest": "Slowest",
    "over_cap": "Over the cap",
    "zero": "Zero seconds",
    "out_of_sequence": "Out of sequence",
}
_CONDITIONS = {
    "slowest": "{status} = 'measured' AND {seconds} > coalesce(last_tail_seconds, far_tail_seconds, tail_seconds)",
    "over_cap": "{status} = 'over cap'",
    "zero": "{status} = 'zero'",
    "out_of_sequence": "{status} = 'out of sequence'",
}
_WAITS = ("measured", "over cap")


@dataclass(frozen=True)
class LongestWait:
    """The longest wait that was reviewed and found real, and how many longer ones nobody has settled yet.

    `seconds` and `incident_key` are None where no wait of the selection was found real; then `n_longer` counts the
    slowest and the over-cap incidents listed for review that nobody has settled.
    """

    seconds: int | None
    incident_key: str | None
    n_longer: int


def n_for_review(connection: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, int]:
    """How many incidents each of `LISTS` holds."""
    where, parameters = selection.where()
    counts = [f"count(*) FILTER ({_condition(selection, name)})" for name in LISTS]
    row = connection.execute(f"SELECT {', '.join(counts)} FROM tail_incidents WHERE {where}", parameters).fetchone()
    found = dict(zip(LISTS, map(int, row or ()), strict=True))
    if found["slowest"] < TOP:
        found["slowest"] = _n_waits(connection, selection, "measured", _least_of_top(connection, selection))
    return found


def for_review(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    name: str = "slowest",
    limit: int = PAGE_ROWS,
    offset: int = 0,
) -> pd.DataFrame:
    """The incidents of one of `LISTS`, the longest first, then in order of time.

    Returns:
        the columns of `incidents_behind`, `reasons`: the keys of the rules that hold, in the order of `RULES`, and
        `is_far`: measured, and past the last tail threshold of its grade.
    """
    source, where, parameters = _listed(connection, selection, name)
    order = f"{selection.clock}_seconds DESC, {BEGAN}, rowid"
    page = f"SELECT rowid FROM {source} WHERE {where} ORDER BY {order} LIMIT {int(limit)} OFFSET {int(offset)}"
    return _with_reasons(connection, selection, f"rowid IN ({page})", parameters, source)


def reviewed(connection: duckdb.DuckDBPyConnection, selection: Selection, keys: Collection[str]) -> pd.DataFrame:
    """The incidents of the selection among those keys, as `for_review` returns them, the longest first."""
    where, parameters = selection.where()
    among = f"{where} AND incident_key IN (SELECT unnest($keys))"
    found = _with_reasons(connection, selection, among, parameters | {"keys": sorted(keys)}, "tail_incidents")
    # Nearly every mark is of an incident that is still listed; only the others are looked for among all.
    others = sorted(set(keys) - set(found["incident_key"]))
    if not others:
        return found
    more = _with_reasons(connection, selection, among, parameters | {"keys": others}, "incident_times")
    rows = [frame for frame in (found, more) if len(frame)]
    return pd.concat(rows).sort_values("seconds", ascending=False, ignore_index=True) if rows else found


def reasons_counted(connection: duckdb.DuckDBPyConnection, selection: Selection, name: str) -> pd.DataFrame:
    """For each rule how many incidents of a list it holds for: `rule, sentence, n_incidents`, in the order of `RULES`."""
    source, where, parameters = _listed(connection, selection, name)
    held = zones(connection)
    counts = [f"count(*) FILTER ({holds_sql(rule, selection, held)})" for rule in RULES]
    row = connection.execute(f"SELECT {', '.join(counts)} FROM {source} WHERE {where}", parameters).fetchone()
    rows = [(rule.key, rule.sentence, int(n)) for rule, n in zip(RULES, row or (), strict=True)]
    return pd.DataFrame(rows, columns=["rule", "sentence", "n_incidents"])


def longest_reviewed_wait(
    connection: duckdb.DuckDBPyConnection, selection: Selection, verdicts: Mapping[str, Verdict]
) -> LongestWait:
    """The longest wait, measured or over the cap, whose verdict is a real wait.

    Args:
        verdicts: what stands for each reviewed incident, by key; marks made for other times than today's left out.
    """
    marked = reviewed(connection, selection, verdicts)
    waits = marked[marked["status"].isin(_WAITS) & (marked["seconds"] > 0)]
    found = waits["incident_key"].map(dict(verdicts))
    real, settled = waits[found == Verdict.REAL], waits[found.isin([Verdict.REAL, Verdict.ERROR])]
    if real.empty:
        n = n_for_review(connection, selection)
        return LongestWait(None, None, n["slowest"] + n["over_cap"] - _n_listed(connection, selection, settled))
    longest = int(real["seconds"].iloc[0])
    n_longer = sum(_n_waits(connection, selection, status, longest + 1) for status in _WAITS)
    return LongestWait(longest, str(real["incident_key"].iloc[0]), n_longer - int((settled["seconds"] > longest).sum()))


def times_of(row: Mapping[Any, Any]) -> dict[str, str | None]:
    """The instants of one incident as a mark keeps them: UTC, as ISO text, none where not recorded."""
    return {name: None if pd.isna(row[name]) else row[name].isoformat(timespec="seconds") for name in INSTANTS}


def _with_reasons(
    connection: duckdb.DuckDBPyConnection, selection: Selection, where: str, parameters: dict[str, Any], source: str
) -> pd.DataFrame:
    far = f"coalesce({_condition(selection, 'slowest')}, false) AS is_far"
    reasons = f"{reasons_sql(selection, zones(connection))} AS reasons, {far}"
    order = f"{selection.clock}_seconds DESC, {BEGAN}, rowid"
    rows = rows_where(connection, selection, where, parameters, order, reasons, source)
    rows["reasons"] = rows["reasons"].map(tuple)
    return rows


def _listed(connection: duckdb.DuckDBPyConnection, selection: Selection, name: str) -> tuple[str, str, dict[str, Any]]:
    """Where a list is read from, on which conditions, with which parameters."""
    if name not in LISTS:
        raise BadQuestion(f"There is no list '{name}' for review; choose from {', '.join(LISTS)}.")
    where, parameters = selection.where()
    condition = _condition(selection, name)
    if name != "slowest" or _n_in_tail(connection, selection) >= TOP:
        return "tail_incidents", f"{where} AND {condition}", parameters
    least = f"{selection.clock}_status = 'measured' AND {selection.clock}_seconds >= $least_of_top"
    return "incident_times", f"{where} AND {least}", parameters | {"least_of_top": _least_of_top(connection, selection)}


def _condition(selection: Selection, name: str) -> str:
    return _CONDITIONS[name].format(status=f"{selection.clock}_status", seconds=f"{selection.clock}_seconds")


def _n_in_tail(connection: duckdb.DuckDBPyConnection, selection: Selection) -> int:
    where, parameters = selection.where()
    tail = _condition(selection, "slowest")
    row = connection.execute(f"SELECT count(*) FROM tail_incidents WHERE {where} AND {tail}", parameters).fetchone()
    return int(row[0]) if row else 0


def _n_listed(connection: duckdb.DuckDBPyConnection, selection: Selection, waits: pd.DataFrame) -> int:
    """How many of these waits are on the list of the slowest or over the cap."""
    is_listed = waits["is_far"] | (waits["status"] == "over cap")
    if _n_in_tail(connection, selection) < TOP:
        is_listed |= waits["seconds"] >= _least_of_top(connection, selection)
    return int(is_listed.sum())


def _least_of_top(connection: duckdb.DuckDBPyConnection, selection: Selection) -> int:
    """The shortest of the selection's `TOP` longest times, in seconds; 1 where it has no more than that."""
    where, parameters = selection.where()
    row = connection.execute(
        f"SELECT {selection.clock}_seconds FROM incident_times WHERE {where} AND {selection.clock}_status = 'measured' "
        f"ORDER BY 1 DESC LIMIT 1 OFFSET {TOP - 1}",
        parameters,
    ).fetchone()
    return max(int(row[0]), 1) if row else 1


def _n_waits(connection: duckdb.DuckDBPyConnection, selection: Selection, status: str, seconds: int) -> int:
    """How many incidents of a status took at least so long."""
    where, parameters = selection.where()
    row = connection.execute(
        f"SELECT count(*) FROM incident_times WHERE {where} AND {selection.clock}_status = '{status}' "
        f"AND {selection.clock}_seconds >= $least",
        parameters | {"least": seconds},
    ).fetchone()
    return int(row[0]) if row else 0
