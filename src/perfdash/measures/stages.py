"""Which stage brought the change between two periods: control room, despatch or travel, by means, which add up.

Counted are measured incidents in which all three stages are known (docs/measures.md). Sums and sums of squares are
whole numbers, exact from the rows of both periods in one query; means by month come from `attendance_by`.
"""

from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pandas as pd

from perfdash.analysis.differences import Change, Comparison, Sample, compare
from perfdash.contract.stages import STAGES
from perfdash.measures.periods import Period, Periods, checked, default_periods, parse_period, whole_span
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection
from perfdash.measures.words import basis

ALL_STAGES, BY_CLOCK = "all_stages", "by_clock"
MEANS = "means, because medians of stages do not add up to the median of the whole"


@dataclass(frozen=True)
class StagesCompared:
    """Two periods, their stages, and beside them the clock's own time over every measured incident."""

    periods: Periods
    stages: Comparison
    by_clock: Change

    @property
    def has_stages(self) -> bool:
        """Whether any incident of either period has all three stages."""
        return bool(self.stages.whole.before.n or self.stages.whole.after.n)


def baseline() -> Period:
    """The fixed period that attendance times are held against, from the register of measures."""
    asked = measure("attendance_time")
    return Period(asked.baseline_from.replace(day=1), asked.baseline_to.replace(day=1))


def held_span(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Period | None:
    """The whole months that the extracts of the selected forces hold; nothing where there is none."""
    days = {
        str(force): (first_on, last_on)
        for force, first_on, last_on in connection.execute("SELECT force, first_on, last_on FROM forces").fetchall()
    }
    chosen = [days[force] for force in selection.chosen("force") or days if force in days]
    return whole_span(min(first for first, _ in chosen), max(last for _, last in chosen)) if chosen else None


def periods_asked(held: Period | None, selection: Selection, before: str = "", after: str = "") -> Periods:
    """The two periods asked for, as 2023-04..2024-03; where one is not, the default one.

    Raises:
        BadQuestion: a text that is no period, periods that share a month or are not held whole.
        NothingToCompare: fewer than two whole months.
    """
    if before and after:
        return checked(Periods(parse_period(before), parse_period(after)), held)
    default = default_periods(held, selection, baseline())
    if not before and not after:
        return default
    chosen = Periods(
        parse_period(before) if before else default.before, parse_period(after) if after else default.after
    )
    return checked(chosen, held)


def stages_compared(connection: duckdb.DuckDBPyConnection, selection: Selection, periods: Periods) -> StagesCompared:
    """The stages of a selection in two periods; its own months are left aside, its other filters hold."""
    samples = _samples(connection, selection, periods)
    stages = compare({stage.key: samples[stage.key] for stage in STAGES}, samples[ALL_STAGES], ALL_STAGES)
    return StagesCompared(periods, stages, compare({}, samples[BY_CLOCK], BY_CLOCK).whole)


def _samples(
    connection: duckdb.DuckDBPyConnection, selection: Selection, periods: Periods
) -> dict[str, tuple[Sample, Sample]]:
    """Count, sum and sum of squares of every stage, of all and of the clock, before and after."""
    where, parameters = replace(selection, from_month=None, to_month=None).where()
    whole = " + ".join(f"CAST({stage.column} AS BIGINT)" for stage in STAGES)
    seconds = {stage.key: f"CAST({stage.column} AS BIGINT)" for stage in STAGES}
    seconds |= {ALL_STAGES: whole, BY_CLOCK: f"CAST({selection.clock}_seconds AS BIGINT)"}
    sums = [f"count({sql}), sum({sql}), sum(({sql}) * ({sql}))" for sql in seconds.values()]
    spans = {"before": periods.before, "after": periods.after}
    parameters |= {f"{name}_{end}": getattr(one, end) for name, one in spans.items() for end in ("first", "last")}
    found = connection.execute(
        f"SELECT month BETWEEN $after_first AND $after_last AS is_after, {', '.join(sums)} FROM incident_times "
        f"WHERE (month BETWEEN $before_first AND $before_last OR month BETWEEN $after_first AND $after_last) "
        f"AND {where} AND {selection.clock}_status = 'measured' GROUP BY is_after",
        parameters,
    ).fetchall()
    rows = {bool(row[0]): row[1:] for row in found}
    return {key: (_sample(rows.get(False), place), _sample(rows.get(True), place)) for place, key in enumerate(seconds)}


def _sample(row: tuple[Any, ...] | None, place: int) -> Sample:
    numbers = row[3 * place : 3 * place + 3] if row else (0, 0, 0)
    return Sample(*(int(number or 0) for number in numbers))


def compared_rows(compared: StagesCompared) -> pd.DataFrame:
    """One row a stage, then all stages, then the clock's own time; seconds, shares 0–1, NaN where nothing can be said."""
    changes = [*compared.stages.parts, compared.stages.whole, compared.by_clock]
    return pd.DataFrame(
        [
            {
                "stage": change.key,
                "before_seconds": change.before.mean,
                "after_seconds": change.after.mean,
                "change_seconds": change.difference.change,
                "change_seconds_low": change.difference.low,
                "change_seconds_high": change.difference.high,
                "share_of_change": change.share,
                "n_before": change.before.n,
                "n_after": change.after.n,
            }
            for change in changes
        ]
    )


def periods_words(selection: Selection, periods: Periods) -> str:
    """What a comparison stands on: the selection's clock and filters, and the two periods."""
    after = replace(selection, from_month=periods.after.first, to_month=periods.after.last)
    fixed = " (the baseline)" if periods.before == baseline() else ""
    return f"{basis(after)}, against {periods.before.words}{fixed}"


def stages_answer(
    connection: duckdb.DuckDBPyConnection, selection: Selection, before: str = "", after: str = ""
) -> dict[str, Any]:
    """The comparison for the command line: `definition`, `selection`, `before`, `after`, `note` and `rows`.

    Raises:
        BadQuestion, NothingToCompare: as `periods_asked`.
    """
    compared = stages_compared(
        connection, selection, periods_asked(held_span(connection, selection), selection, before, after)
    )
    rows = compared_rows(compared).astype(object)
    return {
        "definition": f"Mean time by stage ({MEANS}) · {periods_words(selection, compared.periods)}",
        "selection": selection.to_query(),
        "before": compared.periods.before.text,
        "after": compared.periods.after.text,
        "note": compared.periods.note,
        "rows": rows.where(rows.notna(), None).to_dict("records"),
    }
