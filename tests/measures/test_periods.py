"""Which two periods are compared when nobody says, and which cannot be."""

from datetime import date

import pytest

from perfdash.errors import BadQuestion, NothingToCompare
from perfdash.measures.periods import Period, Periods, checked, default_periods, parse_period, whole_span
from perfdash.measures.selection import Selection

BASELINE = parse_period("2023-04..2024-03")
ALL = Selection()


def months(first: str, last: str) -> Selection:
    return Selection(parse_period(first).first, parse_period(last).first)


@pytest.mark.parametrize(
    ("first_on", "last_on", "expected"),
    [
        ("2022-11-01", "2026-11-17", "2022-11..2026-10"),
        ("2022-11-02", "2026-10-31", "2022-12..2026-10"),
        ("2024-02-01", "2024-02-29", "2024-02..2024-02"),
        ("2024-02-01", "2024-02-28", None),
        ("2016-12-31", "2017-01-07", None),
    ],
)
def test_whole_months_between_two_days(first_on: str, last_on: str, expected: str | None) -> None:
    found = whole_span(date.fromisoformat(first_on), date.fromisoformat(last_on))
    assert (found and found.text) == expected


def test_a_period_is_read_as_it_is_written() -> None:
    assert parse_period("2023-04..2024-03") == Period(date(2023, 4, 1), date(2024, 3, 1))
    assert parse_period("2023-04..2024-03").words == "April 2023 to March 2024"
    assert parse_period("2023-04").text == "2023-04..2023-04"
    assert len(BASELINE.months) == 12


@pytest.mark.parametrize("text", ["", "..", "2023-04..", "..2023-04", "2024-03..2023-04", "April", "2023-04...2024-03"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        parse_period(text)


@pytest.mark.parametrize(
    ("held", "selection", "before", "after", "is_noted"),
    [
        # The baseline against the last twelve whole months of the selection.
        ("2022-11..2026-10", ALL, "2023-04..2024-03", "2025-11..2026-10", False),
        ("2022-11..2026-10", months("2025-01", "2026-06"), "2023-04..2024-03", "2025-07..2026-06", False),
        # The baseline stays fixed when the selection starts after it, and the later period never reaches into it.
        ("2022-11..2026-10", months("2026-10", "2026-10"), "2023-04..2024-03", "2026-10..2026-10", False),
        ("2022-11..2024-08", ALL, "2023-04..2024-03", "2024-04..2024-08", False),
        # A selection that ends with the baseline is halved; the month in the middle of an odd number is left out.
        ("2022-11..2026-10", months("2022-11", "2023-08"), "2022-11..2023-03", "2023-04..2023-08", True),
        ("2022-11..2026-10", months("2023-01", "2023-05"), "2023-01..2023-02", "2023-04..2023-05", True),
        # Without the baseline the first twelve months stand for it; short extracts are halved.
        ("2024-05..2026-10", ALL, "2024-05..2025-04", "2025-11..2026-10", True),
        ("2017-01..2017-04", ALL, "2017-01..2017-02", "2017-03..2017-04", True),
        ("2017-01..2017-02", ALL, "2017-01..2017-01", "2017-02..2017-02", True),
    ],
)
def test_what_is_compared_when_nobody_says(
    held: str, selection: Selection, before: str, after: str, is_noted: bool
) -> None:
    found = default_periods(parse_period(held), selection, BASELINE)
    assert (found.before.text, found.after.text, bool(found.note)) == (before, after, is_noted)
    assert found.note[-1:] in ("", ".")


def test_a_single_month_cannot_be_compared() -> None:
    with pytest.raises(NothingToCompare, match="January 2017 is the only whole month"):
        default_periods(parse_period("2017-01"), ALL, BASELINE)
    with pytest.raises(NothingToCompare, match="No whole month"):
        default_periods(None, ALL, BASELINE)
    with pytest.raises(NothingToCompare, match="No whole month"):
        default_periods(parse_period("2022-11..2026-10"), months("2026-11", "2026-11"), BASELINE)


def test_periods_that_share_a_month_or_are_not_held_are_refused() -> None:
    held = parse_period("2022-11..2026-10")
    apart = Periods(parse_period("2023-01..2023-03"), parse_period("2023-04..2023-06"))
    assert checked(apart, held) is apart
    later_first = Periods(apart.after, apart.before)
    assert checked(later_first, held) is later_first
    with pytest.raises(BadQuestion, match="share months"):
        checked(Periods(parse_period("2023-01..2023-04"), apart.after), held)
    with pytest.raises(BadQuestion, match="not held whole; the whole months held are November 2022 to October 2026"):
        checked(Periods(apart.before, parse_period("2026-09..2026-11")), held)
    with pytest.raises(BadQuestion, match="no whole month is held"):
        checked(apart, None)
