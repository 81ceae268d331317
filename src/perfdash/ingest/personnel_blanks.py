"""Words and dates that personnel systems write where there is nothing: 'Active' as a leaving date, 31/12/9999."""

import re

from perfdash.contract.columns import Column
from perfdash.contract.kinds import RecordKind
from perfdash.ingest import dates
from perfdash.ingest.contents import BLANK_WORDS, DATES, Content, Contents
from perfdash.ingest.instants import ISO, local_sql
from perfdash.ingest.personnel_meanings import says_still_here
from perfdash.ingest.personnel_vocabulary import likeness
from perfdash.ingest.vocabulary import words_of

_GOOD = 0.9  # likeness below this is chance
_NEARLY_ALL = 0.9
_MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_LIKE_A_DATE = (
    r"(19|20)\d\d([-/.]\d{1,2}){0,2}([T ].*)?|\d{8}|"  # 2012, 2012-01-31, 20120131
    rf"(\d{{1,2}}[-/. ]?)?(\d{{1,2}}|{_MONTH})[-/. ]?(\d{{1,2}}, ?)?\d{{2,4}}( .*)?"  # 31/01/2012, 31-Jan-12, Jan 31, 2012
)
_MOST_WORDS = 5  # more different words than this in a column of dates are something else
_NO_DAY = r"^(0{1,4}[-/. ]){2}0{1,4}( 0?0:00(:00)?)?$"


def blank_words(header: tuple[str, ...]) -> tuple[str, ...]:
    """The words that may mean "nothing here": not 'none' where a column of its own says 'none of these'."""
    is_own = any("none" in words_of(name) for name in header)
    return tuple(word for word in BLANK_WORDS if not (is_own and word == "none"))


def dummies(kind: RecordKind, contents: Contents) -> dict[str, tuple[str, ...]]:
    """More words that mean "nothing here", in small letters, each with the columns it was found in."""
    found: dict[str, tuple[str, ...]] = {}
    for content in contents.columns:
        for word in [*_in_dates(kind, contents, content), *_in_reasons(kind, content)]:
            found[word] = (*found.get(word, ()), content.name)
    return found


def _in_dates(kind: RecordKind, contents: Contents, content: Content) -> list[str]:
    """In a column named like a date: dates that nobody's working life can hold, and a few words without a digit."""
    columns = [column for column in kind.filled if column.holds is Column.DATE]
    if not content.n_filled or max((likeness(content.name, kind, column) for column in columns), default=0) < _GOOD:
        return []
    cell = f"c{content.position}"
    odd = _distinct(contents, cell, f"({_impossible(cell)}) OR regexp_full_match({cell}, '{_NO_DAY}')")
    words = _distinct(contents, cell, f"NOT regexp_matches({cell}, '[0-9]')")
    few = [word for group in (odd, words) if len(group) <= _MOST_WORDS for word in group]
    # Where not nearly all the rest looks like dates, the words are what the column holds.
    return few if _are_dates(contents, cell, few) else []


def _are_dates(contents: Contents, cell: str, but: list[str]) -> bool:
    row = contents.connection.execute(
        f"SELECT count(*) FILTER (regexp_full_match({cell}, '{_LIKE_A_DATE}')), count(*) FROM cells "
        f"WHERE {cell} IS NOT NULL AND NOT list_contains($but, lower({cell}))",
        {"but": but},
    ).fetchone() or (0, 0)
    return bool(row[1] and row[0] >= _NEARLY_ALL * row[1])


def _impossible(cell: str) -> str:
    formats = (ISO, *(f"{day}{hour}" for day in DATES for hour in ("", " %H:%M", " %H:%M:%S") if "%Y" in day))
    year = f"year({local_sql(cell, formats)})"
    return f"{year} NOT BETWEEN {dates.FIRST_YEAR} AND year(current_date) + {dates.YEARS_AHEAD} AND {_full_year(cell)}"


def _full_year(cell: str) -> str:
    # '1/5/12' is read as the year 12 by a format of four digits; that is a short year, not an impossible one.
    return f"regexp_matches({cell}, '[0-9]{{4}}')"


def _in_reasons(kind: RecordKind, content: Content) -> list[str]:
    """'Active' and its like in a column that says how people left."""
    column = kind.column("leaver_type")
    if not column or likeness(content.name, kind, column) < _GOOD:
        return []
    return [value.lower() for value in content.values if says_still_here(re.sub(r"\s+", " ", value))]


def _distinct(contents: Contents, cell: str, condition: str) -> list[str]:
    rows = contents.connection.execute(
        f"SELECT DISTINCT lower({cell}) FROM cells WHERE {cell} IS NOT NULL AND ({condition}) ORDER BY 1 "
        f"LIMIT {_MOST_WORDS + 1}"
    ).fetchall()
    return [str(row[0]) for row in rows]
