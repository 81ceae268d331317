"""Call answering: one query function a question, over the mart `calls` (grain: a call) and its sums `call_counts`.

Definitions (docs/measures.md). answered = answered, with a time. judged = answered, on a line with a standard that day.
share within = judged and at or under the limit ÷ judged. Abandoned calls are in no time and not in that share; the share of
presented has every call of such a line below it, whatever became of it. Percentiles are exact, from rows, interpolated
linearly (Hyndman and Fan type 7). Times are whole seconds, rounded down.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from perfdash.analysis.intervals import wilson
from perfdash.contract.calls import ANSWERED, EMERGENCY, STATUSES
from perfdash.errors import BadQuestion
from perfdash.measures.attendance import part_months
from perfdash.measures.register import Measure
from perfdash.measures.selection import Selection
from perfdash.measures.words import chosen_words, judged_words
from perfdash.store.call_marts import GROUPS, call_counts_sql

BREAKDOWNS = ("force", "line", "month", "hour", "weekday", "status", "day")
FILTERS = ("force", "line", "hour", "weekday", "status")
_NUMBERS = ("hour", "weekday")
_JUDGED = ("n_presented", "n_judged", "n_within")
_SUMMED = ("n_calls", "n_answered", "n_abandoned", "sum_seconds", *_JUDGED, *(f"{name}_today" for name in _JUDGED))


def calls_by(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str] = ()) -> pd.DataFrame:
    """One row a group: counts, the share within standard by both definitions, its interval, times and the share abandoned.

    Returns:
        The breakdown columns, then `n_calls, n_answered, n_abandoned, n_presented, n_judged, n_within, coverage, share_within,
        share_within_low, share_within_high, share_within_of_presented, median_seconds, p90_seconds, mean_seconds,
        share_abandoned, share_abandoned_low, share_abandoned_high, is_part`. Shares are 0–1, NaN where nothing can be said.

    Raises:
        BadQuestion: a breakdown or filter that calls do not have.
    """
    for name in by:
        if name not in BREAKDOWNS:
            raise BadQuestion(f"Calls have no breakdown '{name}'; choose from {', '.join(BREAKDOWNS)}.")
    calls = _joined(_counts(connection, selection, by), _percentiles(connection, selection, by), by)
    if "month" in by:
        calls["is_part"] = part_months(connection, calls["month"], calls.get("force"), selection, "call_forces")
    return _with_shares(calls)


def of_line(selection: Selection, by: Sequence[str] = ()) -> Selection:
    """The selection of emergency calls, unless a line is chosen or all are asked for side by side: never the two mixed."""
    return selection if selection.chosen("line") or "line" in by else selection.having(line=EMERGENCY)


def of_calls(selection: Selection) -> Selection:
    """What of a reader's selection can be said of calls: the force, the hour, the weekday and the period."""
    kept = tuple((key, values) for key, values in selection.filters if key in ("force", "hour", "weekday"))
    return replace(selection, filters=kept)


def call_definition(asked: Measure, selection: Selection) -> str:
    """The formal line: what is counted, of what, judged by which standard, where and when."""
    return " · ".join([asked.question, f"Of {asked.denominator}", call_basis(selection)])


def call_basis(selection: Selection) -> str:
    """What every figure of calls stands on; the clocks of attendance times have no part in it."""
    return " · ".join(["Call presented → answered", judged_words(selection), *chosen_words(selection)])


def _where(selection: Selection) -> tuple[str, dict[str, Any]]:
    """SQL conditions over the marts of calls and their parameters."""
    parts, parameters = ["true"], dict[str, Any]()
    for sign, month, name in ((">=", selection.from_month, "from_month"), ("<=", selection.to_month, "to_month")):
        if month:
            parts.append(f"month {sign} ${name}")
            parameters[name] = month
    for key, values in selection.filters:
        if key not in FILTERS:
            raise BadQuestion(f"Calls have no {key.replace('_', ' ')}; filter by {', '.join(FILTERS)}.")
        names = [f"{key}_{number}" for number in range(len(values))]
        # As text, a word that the codes of the store do not have finds nothing instead of failing.
        column = key if key in _NUMBERS else f"CAST({key} AS VARCHAR)"
        parts.append(f"{column} IN ({', '.join(f'${name}' for name in names)})")
        parameters |= dict(zip(names, map(int if key in _NUMBERS else str, values), strict=True))
    return " AND ".join(parts), parameters


def _counts(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str]) -> pd.DataFrame:
    where, parameters = _where(selection)
    asked = {*by, *(key for key, _ in selection.filters)}
    source = f"call_counts WHERE {where}" if asked <= set(GROUPS) else f"({call_counts_sql(by, where)})"
    sums = [f"sum({name})::BIGINT AS {name}" for name in _SUMMED]
    listed = ", ".join([*map(_text, by), *sums])
    counts = connection.execute(f"SELECT {listed} FROM {source}{_grouped(by)}", parameters).df()
    if not by:
        counts = counts.fillna(0).astype("int64")  # nothing selected sums to nothing, not to zero
    if selection.standard == "today":
        counts = counts.assign(**{name: counts[f"{name}_today"] for name in _JUDGED})
    return counts.drop(columns=[f"{name}_today" for name in _JUDGED])


def _percentiles(connection: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str]) -> pd.DataFrame:
    where, parameters = _where(selection)
    listed = ", ".join([*map(_text, by), "quantile_cont(answer_seconds, [0.5, 0.9]) AS cuts"])
    return connection.execute(
        f"SELECT * EXCLUDE (cuts), cuts[1] AS median_seconds, cuts[2] AS p90_seconds FROM (SELECT {listed} FROM calls "
        f"WHERE {where} AND status = '{ANSWERED}'{_grouped(by)})",
        parameters,
    ).df()


def _text(name: str) -> str:
    return f"CAST({name} AS VARCHAR) AS {name}" if name in ("force", "line", "status") else name


def _grouped(by: Sequence[str]) -> str:
    return f" GROUP BY {', '.join(str(n) for n in range(1, len(by) + 1))} ORDER BY ALL" if by else ""


def _joined(counts: pd.DataFrame, percentiles: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    joined = counts.merge(percentiles, on=list(by), how="left") if by else pd.concat([counts, percentiles], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return joined.assign(mean_seconds=joined.pop("sum_seconds") / joined["n_answered"])


def _with_shares(calls: pd.DataFrame) -> pd.DataFrame:
    n = {name: calls[name].to_numpy(dtype=float) for name in calls.columns if name.startswith("n_")}
    within_low, within_high = wilson(n["n_within"], n["n_judged"])
    abandoned_low, abandoned_high = wilson(n["n_abandoned"], n["n_calls"])
    with np.errstate(divide="ignore", invalid="ignore"):
        return calls.assign(
            coverage=(n["n_answered"] + n["n_abandoned"]) / n["n_calls"],
            share_within=n["n_within"] / n["n_judged"],
            share_within_low=within_low,
            share_within_high=within_high,
            share_within_of_presented=n["n_within"] / n["n_presented"],
            share_abandoned=n["n_abandoned"] / n["n_calls"],
            share_abandoned_low=abandoned_low,
            share_abandoned_high=abandoned_high,
        )


def call_funnel(connection: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """One row a status, in the order of its rules: `status, part, n_calls`; statuses nobody has are left in as 0."""
    counts = _counts(connection, selection, ("status",)).set_index("status")["n_calls"]
    rows = [(s.name, s.part.value, int(counts.get(s.name, 0))) for s in STATUSES]
    return pd.DataFrame(rows, columns=["status", "part", "n_calls"])
