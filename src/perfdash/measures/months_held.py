"""Which measures of the register the store can answer for a force, and for how many months; none is a gap."""

from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from perfdash.measures.attendance import attendance_by
from perfdash.measures.calls import calls_by, of_line
from perfdash.measures.people_months import people_months
from perfdash.measures.register import Measure, measures
from perfdash.measures.selection import Selection

# A count of 0 is a figure only where something could have been counted: no tail without measured incidents.
_COUNTED_AMONG = {"n_tail": "n_measured", "n_incidents": "n_incidents"}


@dataclass(frozen=True)
class MonthsHeld:
    """One measure of a force: how many months have a figure (part months included), the first and last of them, and how
    many months of its baseline there are and have one."""

    measure: str
    n_months: int
    first_month: date | None
    last_month: date | None
    n_baseline: int
    n_baseline_held: int

    @property
    def has_data(self) -> bool:
        """Whether any month has a figure."""
        return self.n_months > 0

    @property
    def has_baseline(self) -> bool:
        """Whether every month of the baseline has a figure."""
        return self.n_baseline_held == self.n_baseline


def months_held(connection: duckdb.DuckDBPyConnection, force: str) -> dict[str, MonthsHeld]:
    """Every measure of the register by key, in its order, for the whole force by the chosen clock."""
    selection = Selection(filters=(("force", (force,)),))
    answers = {
        "incidents": attendance_by(connection, selection, ("month",)),
        "calls": calls_by(connection, of_line(selection), ("month",)),
    }
    return {
        key: _held(
            asked, answers[asked.records] if asked.records in answers else people_months(connection, asked, force)
        )
        for key, asked in measures().items()
    }


def _held(asked: Measure, months: pd.DataFrame) -> MonthsHeld:
    is_given = months[asked.statistic].notna()
    if asked.statistic in _COUNTED_AMONG:
        is_given &= months[_COUNTED_AMONG[asked.statistic]] > 0
    given = [month.date() for month in pd.to_datetime(months.loc[is_given, "month"])]
    baseline = pd.date_range(asked.baseline_from.replace(day=1), asked.baseline_to, freq="MS").date
    return MonthsHeld(
        asked.key,
        len(given),
        min(given, default=None),
        max(given, default=None),
        len(baseline),
        len(set(baseline) & set(given)),
    )
