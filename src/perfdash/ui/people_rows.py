"""The one row of an answer that a card or a headline tells, and of when it is: lately for officials, a whole year in public.

Officials see the last twelve whole months; the public the newest whole year (April to March), because rolling years could
be taken from each other (docs/disclosure.md).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.figures.curve_facets import people
from perfdash.figures.words import month
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_cuts import TWELVE_MONTHS
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.words import period
from perfdash.ui import people_reads
from perfdash.ui.people_choices import months_of
from perfdash.ui.people_reads import NotAnswered


@dataclass(frozen=True)
class Told:
    """A row with the answer it is of, and its period in words."""

    row: pd.Series
    found: PeopleAnswer
    when: str

    def number(self, column: str) -> float:
        """A figure of it; NaN where it is hidden or there is none."""
        return float(self.row[column]) if column in self.row.index and not pd.isna(self.row[column]) else float("nan")

    def is_hidden(self, column: str) -> bool:
        """Whether that figure is hidden."""
        why = self.row.get(f"hidden_{column}", self.row["hidden"])
        return bool(why) and pd.isna(self.row.get(column))


def force_of(selection: PeopleSelection) -> str:
    """The one force of a page's selection."""
    return selection.chosen("force")[0]


def type_of(selection: PeopleSelection) -> str:
    """The one worker type, '' where all are shown side by side or, in public, together."""
    return next(iter(selection.chosen("worker_type")), "")


def who(selection: PeopleSelection) -> str:
    """'officers', 'officers in Response': a figure of a part never passes for the whole's."""
    return f"{people(type_of(selection)) or 'people'}{where(selection)}"


def where(selection: PeopleSelection) -> str:
    """' in Response', or nothing for the whole force."""
    return "".join(f" in {command}" for command in selection.chosen("command"))


def whole_extract(selection: PeopleSelection) -> PeopleSelection:
    """The same without a period: joining years are told whole, whichever months are looked at."""
    return replace(selection, from_month=None, to_month=None)


def of_force(selection: PeopleSelection) -> PeopleSelection:
    """The whole force, whichever of its people are looked at."""
    return PeopleSelection(filters=(("force", selection.chosen("force")),))


def last_whole_month(selection: PeopleSelection) -> date:
    """The last month of the selection that is over on the day the data reach to."""
    months = months_of(force_of(selection))
    end = people_reads.force_held(force_of(selection)).last_on
    over = [one for one in months if (pd.Timestamp(one) + pd.offsets.MonthEnd(0)).date() <= end] or months
    return min(selection.to_month or over[-1], over[-1])


def without_last_month(selection: PeopleSelection) -> PeopleSelection:
    """The same as it stood a whole month ago, at the last monthly forum."""
    return replace(selection, to_month=(pd.Timestamp(last_whole_month(selection)) - pd.DateOffset(months=1)).date())


def last_year(selection: PeopleSelection) -> PeopleSelection:
    """The twelve whole months that end with the selection's last."""
    last = last_whole_month(selection)
    return replace(selection, from_month=(pd.Timestamp(last) - pd.DateOffset(months=11)).date(), to_month=last)


def told(key: str, selection: PeopleSelection, reader: Audience, worker_type: str = "") -> Told | NotAnswered:
    """The row that a card tells; `worker_type` picks one of the public's rows, where the measure has that breakdown."""
    if reader is Audience.PUBLIC:
        return _of_a_year(key, selection, reader, worker_type)
    if key in TWELVE_MONTHS:
        return _alone(key, selection, reader)
    lately = _alone(key, last_year(selection), reader)
    # Records that ended long ago, or that are exact to a year only, lie in no twelve months: then all of them are told.
    return lately if isinstance(lately, Told) and not _is_empty(lately) else _alone(key, selection, reader)


def _alone(key: str, selection: PeopleSelection, reader: Audience) -> Told | NotAnswered:
    found = people_reads.answer(key, selection, reader)
    if isinstance(found, NotAnswered):
        return found
    if found.rows.empty:
        return NotAnswered(f"Nobody is counted here: {found.definition}.")
    row = found.rows.iloc[0]
    return Told(row, found, year_to(row["to_month"]) if key in TWELVE_MONTHS else period_words(selection))


def period_words(selection: PeopleSelection) -> str:
    """'the 12 months to October 2026', 'from December 2022', 'the whole extract'."""
    first, last = selection.from_month, selection.to_month
    is_year = first and last and (pd.Period(last, "M") - pd.Period(first, "M")).n == 11
    return year_to(last) if is_year else period(first, last)


def year_to(last: Any) -> str:
    """'the 12 months to October 2026'."""
    return f"the 12 months to {month(last)}"


def _is_empty(lately: Told) -> bool:
    counts = [name for name in lately.found.rows if str(name).startswith("n_")]
    return all(lately.number(str(name)) == 0 for name in counts)


def _of_a_year(key: str, selection: PeopleSelection, reader: Audience, worker_type: str) -> Told | NotAnswered:
    found = people_reads.answer(key, selection, reader, "year", *(["worker_type"] if worker_type else []))
    if isinstance(found, NotAnswered):
        return found
    rows = whole_years(found.rows, selection)
    rows = rows[rows["worker_type"] == worker_type] if worker_type else rows
    if rows.empty:
        return NotAnswered("No whole year from April to March is held.")
    row = rows.sort_values("year").iloc[-1]
    return Told(row, found, f"the year {row['year']}, April to March")


def whole_years(rows: pd.DataFrame, selection: PeopleSelection) -> pd.DataFrame:
    """The rows of years that are over and lie in the selection whole; one known as a calendar year alone is told as it is."""
    is_whole = [not is_part(str(year), selection) for year in rows["year"]]
    return rows[pd.Series(is_whole, rows.index, dtype=bool)]


def in_public_whole(rows: pd.DataFrame, selection: PeopleSelection, reader: Audience) -> pd.DataFrame:
    """The rows that an audience is shown of an answer by year: in public no year that is not over."""
    return whole_years(rows, selection) if reader is Audience.PUBLIC else rows


def is_part(year: str, selection: PeopleSelection) -> bool:
    """Whether the data, or the selection, hold only a part of a year '2025/26'."""
    if "/" not in year:
        return False
    first = date(int(year[:4]), 4, 1)
    last = date(int(year[:4]) + 1, 3, 1)
    months = months_of(force_of(selection))
    begins = max(months[0], selection.from_month or months[0])
    return first < begins or last > last_whole_month(selection)
