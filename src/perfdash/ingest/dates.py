"""How the text of a date becomes a day, how exact it is, and why it sometimes cannot, as SQL over one column of text.

Suppliers write a month or a year where they know no more. Such a date is stored as the first day it may mean, with
'month' or 'year' beside it, so that nothing later takes it for a day.
"""

import re
from datetime import UTC, datetime

from perfdash.ingest.instants import ISO

FIRST_YEAR = 1940  # police service of anybody still paid began later
YEARS_AHEAD = 60  # a pension may be due that far ahead

NOT_A_DATE = "not a date in the stated formats"
TWO_DATES = "reads as two different dates"
ODD_DATE = f"outside the years {FIRST_YEAR} to {YEARS_AHEAD} years ahead"
_ISO_DAY = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?)?"


def date_sql(text: str, formats: tuple[str, ...]) -> str:
    """SQL for the DATE in the text by the first stated format that reads it, or by ISO, which needs no stating."""
    readings = [f"CAST(try_strptime({text}, {pattern!r}) AS DATE)" for pattern in _plain(formats)]
    return f"coalesce({', '.join([*readings, _iso(text)])})"


def exact_to_sql(text: str, formats: tuple[str, ...]) -> str:
    """SQL for how exact that date is: 'day', 'month' or 'year'; NULL where the text is no date."""
    cases = [
        f"WHEN try_strptime({text}, {pattern!r}) IS NOT NULL THEN '{exactness(pattern)}'" for pattern in _plain(formats)
    ]
    return f"CASE {' '.join(cases)} WHEN {_iso(text)} IS NOT NULL THEN 'day' END"


def is_faulty_sql(text: str, day: str, formats: tuple[str, ...]) -> str:
    """SQL that is true where the text is not one plausible date; false where it is, or is blank."""
    first, last = f"DATE '{FIRST_YEAR}-01-01'", f"DATE '{datetime.now(UTC).year + YEARS_AHEAD}-12-31'"
    faulty = f"{day} IS NULL OR {day} NOT BETWEEN {first} AND {last}"
    return f"{text} IS NOT NULL AND ({faulty} OR {_is_ambiguous(text, formats)})"


def reason_sql(text: str, day: str, formats: tuple[str, ...]) -> str:
    """SQL for why a faulty text is no date."""
    return (
        f"CASE WHEN {day} IS NULL THEN '{NOT_A_DATE}' WHEN {_is_ambiguous(text, formats)} THEN '{TWO_DATES}' "
        f"ELSE '{ODD_DATE}' END"
    )


def wrong_way_round_sql(earlier: str, earlier_exact: str, later: str, later_exact: str) -> str:
    """SQL that is true where the later date lies before the earlier, as far as both are known exactly enough to say."""
    both_days = f"{earlier_exact} = 'day' AND {later_exact} = 'day'"
    return f"coalesce({later} < {earlier} AND ({both_days} OR year({later}) < year({earlier})), false)"


def exactness(pattern: str) -> str:
    """How exact a date written so is."""
    if re.search(r"%-?[dj]|%[xc]", pattern):
        return "day"
    return "month" if re.search(r"%-?m|%[bB]", pattern) else "year"


def _is_ambiguous(text: str, formats: tuple[str, ...]) -> str:
    plain = _plain(formats)
    if len(plain) < 2:
        return "false"
    readings = ", ".join(f"try_strptime({text}, {pattern!r})" for pattern in plain)
    return f"len(list_distinct([{readings}])) > 1"


def _plain(formats: tuple[str, ...]) -> list[str]:
    return [pattern for pattern in formats if pattern != ISO and "%z" not in pattern]


def _iso(text: str) -> str:
    return f"CASE WHEN regexp_full_match({text}, '{_ISO_DAY}') THEN try_cast(left({text}, 10) AS DATE) END"
