"""The rows of wellbeing that a card, a headline or a chart tells: lately for officials, the newest whole year in public.

Officials see the twelve whole months that end with the last one held of those records; the public a year from April to March.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.measures.people_cuts import TWELVE_MONTHS
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.register import measure
from perfdash.measures.wellbeing_changes import ListState, changed_figures, list_state
from perfdash.measures.words import period
from perfdash.ui import people_reads
from perfdash.ui.kept import Version, cursor, kept
from perfdash.ui.people_reads import Answer, NotAnswered
from perfdash.ui.people_rows import Told, force_of, of_force, period_words, year_to

IN_PUBLIC = (
    "In public: whole years from April to March, whole percents, at least 10 people behind every figure and the rest rounded to "
    "5; worker types, commands and months are for the Commissioner and the chief officers"
)
_OF_HOURS = ("hours_lost_share", "hours_lost_per_fte")
EVERYONE = "all"


def kinds_behind(key: str) -> tuple[str, ...]:
    """The kinds of record that a measure is counted from."""
    return (measure(key).records, *(["employments"] if key in _OF_HOURS else []))


def last_month(key: str, selection: PeopleSelection) -> date | None:
    """The last month of the selection that is over in the records behind a measure; nothing where none are held."""
    found = [one for kind in kinds_behind(key) for one in people_reads.held()[kind] if one.force == force_of(selection)]
    if not found:
        return None
    end = pd.Timestamp(min(one.data_to for one in found))
    last = end if end.is_month_end else end.replace(day=1) - pd.DateOffset(days=1)
    return min(selection.to_month or date.max, last.date().replace(day=1))


def whole_months(key: str, selection: PeopleSelection) -> PeopleSelection:
    """The same without the months that are held in part: the last one, and the one in which the records begin."""
    last = last_month(key, selection)
    firsts = [one.first_on for one in people_reads.held()[measure(key).records] if one.force == force_of(selection)]
    begun = min((on for on in firsts if on), default=None)
    if last is None or begun is None:
        return selection
    first = begun.replace(day=1) if begun.day == 1 else (pd.Timestamp(begun) + pd.offsets.MonthBegin()).date()
    return replace(selection, from_month=min(max(first, selection.from_month or first), last), to_month=last)


def lately(key: str, selection: PeopleSelection, years_ago: int = 0) -> PeopleSelection:
    """The twelve whole months that end with the last one held, or the same so many years before."""
    last = last_month(key, selection)
    if last is None:
        return selection
    end = pd.Timestamp(last) - pd.DateOffset(years=years_ago)
    return replace(selection, from_month=(end - pd.DateOffset(months=11)).date(), to_month=end.date())


def a_month_ago(key: str, selection: PeopleSelection) -> PeopleSelection:
    """The same as it stood a whole month ago, at the last monthly forum."""
    last = last_month(key, selection)
    return replace(selection, to_month=(pd.Timestamp(last) - pd.DateOffset(months=1)).date()) if last else selection


def told(key: str, selection: PeopleSelection, reader: Audience) -> Told | NotAnswered:
    """The one row of a measure that a card tells, with its period in words."""
    found = recent(key, selection, reader)
    if isinstance(found, NotAnswered):
        return found
    if found.rows.empty:
        return NotAnswered("Nobody is counted in this period.")
    return Told(found.rows.iloc[0], found, when(key, selection, reader))


def recent(key: str, selection: PeopleSelection, reader: Audience, *by: str) -> Answer:
    """A measure by groups: over the last twelve whole months, or in public over the newest year that is over."""
    if reader is Audience.OFFICIAL:
        return people_reads.answer(key, lately(key, selection), reader, *by)
    found = people_reads.answer(key, of_force(selection), reader, "year", *by)
    if isinstance(found, NotAnswered):
        return found
    rows = years_over(found.rows)
    newest = rows[rows["year"] == rows["year"].max()] if len(rows) else rows
    if newest.empty:
        return NotAnswered("No whole year from April to March is held.")
    return replace(found, rows=newest.reset_index(drop=True))


def years_over(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of years of which every month is held."""
    return rows[~rows["is_part"].astype(bool)] if "is_part" in rows else rows


def when(key: str, selection: PeopleSelection, reader: Audience) -> str:
    """'the 12 months to October 2026', in public 'the year 2025/26, April to March'."""
    if reader is Audience.OFFICIAL:
        months = lately(key, selection)
        return year_to(months.to_month) if key in TWELVE_MONTHS and months.to_month else period_words(months)
    found = recent(key, selection, reader)
    return "" if isinstance(found, NotAnswered) else f"the year {found.rows['year'].iloc[0]}, April to March"


def why_not(*found: Answer | Told) -> str:
    """Why the first of several questions that was not answered was not; '' where all were."""
    return next((one.why for one in found if isinstance(one, NotAnswered)), "")


def formal(definition: str, reader: Audience) -> str:
    """The formal line, which says in public what is left out there."""
    if reader is Audience.OFFICIAL:
        return definition
    # Every year is asked for there, and whole years alone are shown: the span of the extract says nothing of them.
    return f"{definition.replace(f' · {period(None, None)}', '')} · {IN_PUBLIC}"


def notes_of(*found: Answer) -> tuple[str, ...]:
    """The notes of several answers, each once."""
    return tuple(dict.fromkeys(note for one in found if not isinstance(one, NotAnswered) for note in one.notes))


def kinds_of_page(keys: Sequence[str]) -> tuple[str, ...]:
    """The kinds of record behind a page's measures: whichever ends first is the page's stamp."""
    return tuple(dict.fromkeys(kind for key in keys for kind in kinds_behind(key)))


# The list of high-stress roles ---------------------------------------------------------------------------------------


@kept(20)
def list_changes(current: Version, force: str, reader: Audience) -> tuple[ListState, pd.DataFrame]:
    """The list as the store was built with it, and the figures that its changes have moved, as this audience may see them."""
    connection = cursor(current)
    return list_state(connection), changed_figures(connection, force, reader.value)
