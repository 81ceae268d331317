"""What the places page finds, in English: teams on the map, town and country, the week, demand, domestic abuse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

from perfdash.analysis.association import Association
from perfdash.figures.heat_map import WEEKDAYS
from perfdash.figures.sentences import listed
from perfdash.figures.words import count, in_unit, incidents, percent

_SPOKEN = 4  # spans of the week that are named; of a longer list the rest are counted


@dataclass(frozen=True)
class Contrast:
    """Two groups by their names, each with the limit it is judged by in words, their shares, their difference with its ends."""

    first: str
    second: str
    shares: tuple[float, float]
    difference: tuple[float, float, float]
    limits: tuple[str, str] = ("", "")


def contrast_sentence(contrast: Contrast, subject: str) -> str:
    """'44.9 % of grade 2 incidents flagged as … were attended within standard, 48.9 % of those not flagged: 4 points lower'."""
    gap, low, high = contrast.difference
    if isnan(gap):
        lacking = contrast.first if isnan(contrast.shares[0]) else contrast.second
        return f"No {subject} {lacking} can be judged, so there is nothing to compare"
    (share, other), (limit, other_limit) = map(percent, contrast.shares), contrast.limits
    facts = (
        f"{share} of {subject} {contrast.first} were attended within standard{limit}, {other} of those "
        f"{contrast.second}{other_limit}"
    )
    if low <= 0 <= high:
        return f"{facts}: no clear difference ({_signed_points(low)} to {_signed_points(high)} points)"
    ends = sorted((abs(low), abs(high)))
    side = "lower" if gap < 0 else "higher"
    return f"{facts}: {points(abs(gap))} {side} ({points(ends[0], '')} to {points(ends[1], '')})"


def points(share: float, word: str = " points") -> str:
    """0.083 → '8.3 points'."""
    return f"{100 * share:.1f}{word}"


def _signed_points(share: float) -> str:
    return f"{100 * share:.1f}".replace("-", "−").replace("−0.0", "0.0")


def spread_sentence(names: Sequence[str], values: Sequence[float], unit: str) -> str:
    """From the lowest to the highest of a few groups, without saying that they differ."""
    known = sorted((value, name) for name, value in zip(names, values, strict=True) if not isnan(value))
    if not known:
        return "No group has a figure"
    (low, lowest), (high, highest) = known[0], known[-1]
    what = "Shares within standard" if unit == "share" else "Medians"
    if len(known) == 1:
        return f"{'Share within standard' if unit == 'share' else 'Median'} of {lowest}: {in_unit(low, unit)}"
    return f"{what} run from {in_unit(low, unit)} ({lowest}) to {in_unit(high, unit)} ({highest})"


def medians_sentence(names: Sequence[str], medians: Sequence[float]) -> str:
    """'Half are reached within 10:04 min where urban, 13:20 min where rural'."""
    known = [
        f"{in_unit(value, 'seconds')} {name}" for name, value in zip(names, medians, strict=True) if not isnan(value)
    ]
    return f"Half are reached within {', '.join(known)}" if known else "No time can be measured"


def coverage_sentence(names: Sequence[str], shares: Sequence[float]) -> str:
    """'Usable times (coverage): 91.8 % in rural areas, 92.1 % in urban areas'."""
    known = [f"{percent(share)} {name}" for name, share in zip(names, shares, strict=True) if not isnan(share)]
    return f"Usable times (coverage): {', '.join(known)}" if known else "No incident was due an attendance"


def tiles_sentence(sides: Sequence[int], unit: str) -> str:
    """How many areas differ from the whole by more than chance, and to which side."""
    below, above = sum(side < 0 for side in sides), sum(side > 0 for side in sides)
    what = "share" if unit == "share" else "median"
    if not below + above:
        return f"On the map: none of {count(len(sides))} areas differs from the whole by more than chance"
    differ = "differs" if below + above == 1 else "differ"
    return (
        f"On the map: {below + above} of {count(len(sides))} areas {differ} from the whole's {what} by more than chance, "
        f"{below} below and {above} above"
    )


def spans(starts: Iterable[Sequence[int]], hours: int) -> list[str]:
    """Blocks of so many hours, by weekday and first hour, as spans of the week: 'Friday 18:00 to Saturday 06:00'.

    Blocks that follow each other are one span, over midnight and over the end of the week too. The same hours of several
    days are said once: '12:00 to 18:00 on Tuesday to Friday'.
    """
    places = {((weekday - 1) * 24 + hour) // hours for weekday, hour in starts}
    week = 7 * 24 // hours
    if len(places) == week:
        return ["the whole week"]
    ends = [
        (first * hours, (first + next(n for n in range(1, week + 1) if (first + n) % week not in places)) * hours)
        for first in sorted(place for place in places if (place - 1) % week not in places)
    ]
    within: dict[tuple[int, int], list[int]] = {}
    for start, end in ends:
        if start // 24 == (end - 1) // 24:
            within.setdefault((start % 24, end - start // 24 * 24), []).append(start // 24)
    over = [(start, _overnight(start, end)) for start, end in ends if start // 24 != (end - 1) // 24]
    said = [(days[0] * 24 + start, _in_days(days, start, end)) for (start, end), days in within.items()]
    return [words for _, words in sorted(said + over)]


def _overnight(start: int, end: int) -> str:
    last = (end - 1) // 24
    return f"{WEEKDAYS[start // 24]} {start % 24:02d}:00 to {WEEKDAYS[last % 7]} {end - last * 24:02d}:00"


def _in_days(days: Sequence[int], start: int, end: int) -> str:
    if len(days) == 1:
        return f"{WEEKDAYS[days[0]]} {start:02d}:00 to {end:02d}:00"
    names = [WEEKDAYS[day] for day in days]
    in_a_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    on = f"{names[0]} to {names[-1]}" if in_a_row else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{start:02d}:00 to {end:02d}:00 on {on}"


def hours_sentence(below: Sequence[str], above: Sequence[str], whole: float, unit: str) -> str:
    """Which spans of the week differ from the whole by more than chance; the worse side first."""
    what = "Share within standard" if unit == "share" else "Median"
    said = [("lower", below), ("higher", above)]
    if unit == "seconds":
        said.reverse()
    parts = [f"{side} from {_spoken(names)}" for side, names in said if names]
    if not parts:
        return f"{what}: no part of the week differs clearly from the whole ({in_unit(whole, unit)})"
    return f"{what} {', '.join(parts)} than over the whole week ({in_unit(whole, unit)}), by more than chance"


def _spoken(names: Sequence[str]) -> str:
    if len(names) <= _SPOKEN:
        return listed(names)
    return f"{', '.join(names[: _SPOKEN - 1])} and in {len(names) - _SPOKEN + 1} more spans"


def volume_sentence(block: str, share: float, busiest: str, most: float, quietest: str, least: float) -> str:
    """Where the volume is: the busiest quarter of the day, the busiest and the quietest hour of the week."""
    return (
        f"{percent(share, 0)} of incidents begin between {block}; the busiest hour of the week is {busiest} "
        f"({most:.1f} incidents), the quietest {quietest} ({least:.1f})"
    )


def demand_sentence(association: Association, unit: str) -> str:
    """Whether busier months go with a worse figure: an association with its interval, never a cause."""
    months = (
        f"{count(association.n)} whole month{'' if association.n == 1 else 's'}" if association.n else "No whole month"
    )
    figures = ("lower shares", "higher shares") if unit == "share" else ("shorter times", "longer times")
    if association.has_too_few_pairs:
        return f"{months}: at least 13 are needed to say whether busier months go with {figures[unit != 'share']}"
    if isnan(association.correlation):
        return f"{months}: one of the two never changes, so nothing can be said of them together"
    numbers = (
        f"rank correlation {_signed(association.correlation)}, 95 % interval {_signed(association.low)} to "
        f"{_signed(association.high)}, {months}"
    )
    if not association.is_clear:
        either = "lower or higher shares" if unit == "share" else "shorter or longer times"
        return f"Busier months do not clearly go with {either} ({numbers})"
    return f"Busier months go with {figures[association.correlation > 0]} ({numbers}): an association, not a cause"


def _signed(value: float) -> str:
    return f"{round(value, 2) + 0.0:+.2f}".replace("-", "−").replace("+0.00", "0.00")


def range_sentence(words: str, months: Sequence[str], values: Sequence[float]) -> str:
    """'Incidents a day: from 612 in February 2026 to 742 in July 2026'."""
    known = sorted((value, month) for value, month in zip(values, months, strict=True) if not isnan(value))
    if not known:
        return f"{words}: no whole month"
    if len(known) == 1:
        return f"{words}: {count(known[0][0])} in {known[0][1]}"
    return f"{words}: from {count(known[0][0])} in {known[0][1]} to {count(known[-1][0])} in {known[-1][1]}"


def hours_alt(title: str, n_cells: int, n_few: int, n_differ: int) -> str:
    """The heat map for people who do not see it."""
    few = f" {incidents(n_few).partition(' ')[0]} hours with fewer than 10 incidents." if n_few else ""
    return f"{title}. Grid of 7 weekdays by 24 hours, {n_cells} hours with a figure, {n_differ} outlined.{few}"
