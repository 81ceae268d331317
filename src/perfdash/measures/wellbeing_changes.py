"""The list of high-stress roles as the store used it, and which figures its changes have moved ("changed figures")."""

from dataclasses import asdict, dataclass
from datetime import date

import duckdb
import pandas as pd

from perfdash.analysis.disclosure import Audience, Sensitivity
from perfdash.analysis.disclosure_cuts import Period, check_question
from perfdash.analysis.errors import NotPermitted
from perfdash.errors import BadQuestion
from perfdash.measures.disclosed import ANALYST, Counted, check_audience, disclosed
from perfdash.measures.people_periods import year_sql
from perfdash.reference.wellbeing import list_digest

OUTDATED = "The list of high-stress roles has changed since this store was built; run 'perfdash build' to count by it."


@dataclass(frozen=True)
class ListState:
    """Which list a store was built with, since when, and whether today's is another; '' where no build has noted one."""

    used_digest: str
    used_on: date | None
    todays_digest: str
    n_changed: int  # figures that changes of the list have moved since the first build

    @property
    def differs(self) -> bool:
        """Whether the list has changed since the store was built."""
        return bool(self.used_digest) and self.used_digest != self.todays_digest

    def to_row(self) -> dict[str, object]:
        """The same as one plain object."""
        return asdict(self) | {"differs": self.differs}

    def sentences(self) -> tuple[str, ...]:
        """What is to be said of it; nothing where it has neither changed nor moved anything."""
        said = [OUTDATED] if self.differs else []
        if self.n_changed:
            said.append(
                f"Changes of the list of high-stress roles have moved {self.n_changed:,} monthly figures so far."
            )
        return tuple(said)


def list_state(connection: duckdb.DuckDBPyConnection) -> ListState:
    """The state of the list in a store."""
    used = connection.execute("SELECT digest, used_on FROM high_stress_list").fetchone() or ("", None)
    moved = connection.execute("SELECT count(*) FROM changed_figures").fetchone() or (0,)
    return ListState(str(used[0]), used[1], list_digest(), int(moved[0]))


# Screening is counted over a year; people in roles are those of its last month.
_A_YEAR = {"screening_offered": "sum({0})", "reached_beyond_screening": "arg_max({0}, period)"}


def changed_figures(
    connection: duckdb.DuckDBPyConnection, force: str, audience: str = Audience.OFFICIAL.value, by: str = "year"
) -> pd.DataFrame:
    """One row a figure that a change of the list moved: before it and after it, by the same records, and why.

    Columns: `measure` (of which the eligible, or the people in listed roles, are counted), `period` (a year, or by month its
    first day), `changed_on`, `why`, `n_before`, `n_after`, suppressed for the audience: where few were moved,
    nothing is shown of them. Months only of groups of 50 people or more.

    Raises:
        BadQuestion: a breakdown that there is not, or one that this audience may not ask.
    """
    if by not in ("year", "month"):
        raise BadQuestion(f"Changed figures are shown by year or month, not by '{by}'.")
    period = year_sql("period") if by == "year" else "period"
    parts = [
        f"SELECT measure, {period} AS period, changed_on, why, {_summed(key, by, 'n_before')}, {_summed(key, by, 'n_after')} "
        f"FROM changed_figures WHERE force = $force AND measure = '{key}' GROUP BY ALL"
        for key in _A_YEAR
    ]
    rows = connection.execute(f"FROM ({' UNION ALL '.join(parts)}) ORDER BY ALL", {"force": force}).df()
    rows = rows.assign(n_moved=(rows["n_after"] - rows["n_before"]).abs())
    _check(audience, by, rows)
    counts = ("n_before", "n_after")
    gate = {"n_before": "n_moved", "n_after": "n_moved"}
    keys = ("measure", "period", "changed_on", "why")
    return disclosed(Counted(rows, keys, counts=counts, behind=gate), audience, Sensitivity.HEALTH)


def _summed(key: str, by: str, column: str) -> str:
    return f"CAST({(_A_YEAR[key] if by == 'year' else 'sum({0})').format(column)} AS BIGINT) AS {column}"


def _check(audience: str, by: str, rows: pd.DataFrame) -> None:
    if check_audience(audience) == ANALYST:
        return
    smallest = float(rows[["n_before", "n_after"]].min().min()) if len(rows) else float("inf")
    try:
        check_question(Audience(audience), Sensitivity.HEALTH, "yearly", period=Period(by), smallest_group=smallest)
    except NotPermitted as error:
        raise BadQuestion(str(error)) from error
