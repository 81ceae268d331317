"""The span of the demonstration, its files, and the clock on the wall.

Inside the generator every instant is whole seconds since 1970 in UTC, so a duration is a subtraction; only
the text of the extract is local. That is also why no text can fall into the hour that March leaves out.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

Seconds = npt.NDArray[np.int64]

BLANK = np.int64(np.iinfo(np.int64).min)
# The span ends on a fixed day inside a month, never on today: a part month is one of the things to be shown.
LAST_DAY = date(2026, 11, 17)
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Quarter:
    """The part of a calendar quarter that one file holds, from its first day to its last, both included."""

    year: int
    number: int
    first_day: date
    last_day: date

    @property
    def file_name(self) -> str:
        """As a supplier would name it."""
        return f"command-and-control-{self.year}Q{self.number}.csv"

    @property
    def n_days(self) -> int:
        """How many days the file covers."""
        return (self.last_day - self.first_day).days + 1


def quarters(years: int) -> list[Quarter]:
    """The files of so many years: 1 November `years` before 2026 to `LAST_DAY`, cut at calendar quarters."""
    first_day = date(LAST_DAY.year - years, 11, 1)
    return [
        Quarter(
            year,
            number,
            max(start, first_day),
            min(_quarter_start(year, number + 1) - timedelta(1), LAST_DAY),
        )
        for year in range(first_day.year, LAST_DAY.year + 1)
        for number in (1, 2, 3, 4)
        if first_day < _quarter_start(year, number + 1) and (start := _quarter_start(year, number)) <= LAST_DAY
    ]


def _quarter_start(year: int, number: int) -> date:
    return date(year + (number - 1) // 4, 3 * ((number - 1) % 4) + 1, 1)


def midnight(day: date) -> int:
    """The instant a day begins in Europe/London, in seconds since 1970. Clocks never change at midnight."""
    as_utc = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    was_summer = local(np.array([as_utc - 3_600]))[0] != as_utc - 3_600
    return as_utc - 3_600 * int(was_summer)


def local(instants: Seconds) -> Seconds:
    """The same instants by the clock on the wall, as seconds since 1970 without a zone. `BLANK` stays."""
    is_summer = np.searchsorted(_CHANGES, instants, side="right") % 2 == 1
    return np.asarray(np.where(is_summer, instants + 3_600, instants), dtype=np.int64)


def _last_sunday(year: int, month: int) -> int:
    last = date(year, month, 31)
    sunday = last - timedelta((last.weekday() + 1) % 7)
    return int(datetime(sunday.year, sunday.month, sunday.day, 1, tzinfo=UTC).timestamp())


# British clocks have changed at 01:00 UTC on the last Sundays of March and October since 1996.
_CHANGES = np.array([_last_sunday(year, month) for year in range(1996, 2030) for month in (3, 10)], dtype=np.int64)

# When the export was taken. What happens later is not in it: those incidents are still open.
EXTRACTED_AT = midnight(LAST_DAY + timedelta(1))
