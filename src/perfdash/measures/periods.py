"""Two periods to compare: whole months, from the URL or the command line, or the baseline against the last year."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from perfdash.errors import BadQuestion, NothingToCompare
from perfdash.measures.selection import Selection, parse_month
from perfdash.measures.words import period

_YEAR = 12


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from the first to the last, both included, each named by its first day."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadQuestion(f"The period {self.text} ends before it starts.")

    @property
    def text(self) -> str:
        """'2023-04..2024-03', as in a URL."""
        return f"{self.first:%Y-%m}..{self.last:%Y-%m}"

    @property
    def words(self) -> str:
        """'April 2023 to March 2024'."""
        return period(self.first, self.last)

    @property
    def months(self) -> list[date]:
        """Every month, in order."""
        return [month.date() for month in pd.date_range(self.first, self.last, freq="MS")]

    def holds(self, other: "Period") -> bool:
        """Whether every month of the other is one of these."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True)
class Periods:
    """What is compared with what, and a note where it is not the register's baseline against the last year."""

    before: Period
    after: Period
    note: str = ""


def parse_period(text: str) -> Period:
    """The period written 2023-04..2024-03; a single month may stand alone.

    Raises:
        BadQuestion: it is not one.
    """
    first, dots, last = text.partition("..")
    months = parse_month(first), parse_month(last if dots else first)
    if months[0] is None or months[1] is None:
        raise BadQuestion(f"'{text}' is not a period; write it as 2023-04..2024-03.")
    return Period(months[0], months[1])


def whole_span(first_on: date, last_on: date) -> Period | None:
    """The whole months that lie between two days, both held; nothing where there is none."""
    first = (pd.Timestamp(first_on) + pd.offsets.MonthBegin(0)).date()
    day_after = pd.Timestamp(last_on) + pd.Timedelta(days=1)
    last = (day_after.replace(day=1) - pd.DateOffset(months=1)).date()
    return Period(first, last) if first <= last else None


def default_periods(held: Period | None, selection: Selection, baseline: Period) -> Periods:
    """The baseline against the last twelve months of the selection; where that cannot be, what comes closest, and why.

    `held` are the whole months of the extract. The baseline stays where it is whatever the selection's months are.

    Raises:
        NothingToCompare: fewer than two whole months.
    """
    shown = _shown(held, selection)
    if held is None or not shown:
        raise NothingToCompare("No whole month is held for this selection: there is nothing to compare.")
    before, note = _before(held, baseline)
    later = [month for month in shown if before and month > before.last][-_YEAR:]
    if before and later:
        return Periods(before, Period(later[0], later[-1]), note)
    return _halves(shown)


def checked(asked: Periods, held: Period | None) -> Periods:
    """The same two periods, if they can be compared.

    Raises:
        BadQuestion: they share a month, or the extract does not hold one of them whole.
    """
    if asked.before.first <= asked.after.last and asked.after.first <= asked.before.last:
        raise BadQuestion(f"{asked.before.words} and {asked.after.words} share months; compare two periods apart.")
    for one in (asked.before, asked.after):
        if held is None or not held.holds(one):
            whole = f"the whole months held are {held.words}" if held else "no whole month is held"
            raise BadQuestion(f"{one.words} is not held whole; {whole}.")
    return asked


def _shown(held: Period | None, selection: Selection) -> list[date]:
    first, last = selection.from_month or date.min, selection.to_month or date.max
    return [month for month in held.months if first <= month <= last] if held else []


def _before(held: Period, baseline: Period) -> tuple[Period | None, str]:
    if held.holds(baseline):
        return baseline, ""
    if len(held.months) < 2 * _YEAR:
        return None, ""
    first = Period(held.first, held.months[_YEAR - 1])
    return first, f"The extract does not hold the baseline ({baseline.words}); its first 12 whole months stand for it."


def _halves(shown: list[date]) -> Periods:
    half = len(shown) // 2
    if not half:
        raise NothingToCompare(f"{shown[0]:%B %Y} is the only whole month here: a single month cannot be compared.")
    few = "Too few whole months for the baseline and a later period"
    first, last = ("month is", "month") if half == 1 else (f"{half} months are", f"{half}")
    note = f"{few}: the first {first} compared with the last {last}."
    return Periods(Period(shown[0], shown[half - 1]), Period(shown[-half], shown[-1]), note)
