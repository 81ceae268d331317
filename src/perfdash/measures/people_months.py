"""For how many months a measure of the workforce has a figure: for the register of measures, which shows no figure itself."""

import duckdb
import pandas as pd

from perfdash.errors import NotHeld
from perfdash.measures.disclosed import ANALYST
from perfdash.measures.people import people_answer
from perfdash.measures.people_held import people_held
from perfdash.measures.people_periods import months_held
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.register import Measure

_JOINING_YEARS = ("early_leavers", "retention_curve")  # told of joining years, out of all months of leavers
_AS_AT = ("interviewer_pool", "pensionable_reached", "referrals_open")  # told of the day the data reach to


def people_months(connection: duckdb.DuckDBPyConnection, asked: Measure, force: str) -> pd.DataFrame:
    """One row a month that has a figure: `month`, and the measure's own column with something in it that is not a figure."""
    selection = PeopleSelection(filters=(("force", (force,)),))
    try:
        months = _months(connection, asked, selection)
    except NotHeld:
        months = pd.Series([], dtype="datetime64[us]")
    return pd.DataFrame({"month": months.dropna().drop_duplicates().sort_values(), asked.statistic: 1.0})


def _months(connection: duckdb.DuckDBPyConnection, asked: Measure, selection: PeopleSelection) -> pd.Series:
    if asked.key in (*_JOINING_YEARS, *_AS_AT):
        if people_answer(connection, asked.key, selection, (), ANALYST).rows["value"].isna().all():
            return pd.Series([], dtype="datetime64[us]")
        if asked.key in _JOINING_YEARS:
            return pd.to_datetime(months_held(connection, selection)["month"])
        held = people_held(connection, asked.records, selection.chosen("force"))
        return pd.to_datetime(pd.Series([one.data_to.replace(day=1) for one in held]))
    rows = people_answer(connection, asked.key, selection, ("month",), ANALYST).rows
    return pd.to_datetime(rows.loc[rows["value"].notna(), "month"])
