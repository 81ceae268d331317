"""Numbers as people read them. One place, so that a figure reads the same on a card, a chart and in a sentence."""

import math
import re
from collections.abc import Sequence
from datetime import date
from textwrap import wrap

HIDDEN = "–"


def percent(share: float, places: int = 1) -> str:
    """0.872 → '87.2 %'."""
    return HIDDEN if share is None or math.isnan(share) else f"{100 * share:.{places}f} %"


def minutes(seconds: float) -> str:
    """620 → '10:20 min', 1800 → '30 min'; two hours or more → '2 h 05 min', '4 h'; two days or more → '3.2 days'."""
    if seconds is None or math.isnan(seconds):
        return HIDDEN
    whole = round(seconds)
    if whole < 7200:
        return f"{whole // 60}:{whole % 60:02d} min" if whole % 60 else f"{whole // 60} min"
    if whole < 2 * 86400:
        hours, rest = divmod(round(whole / 60), 60)
        return f"{hours} h {rest:02d} min" if whole % 3600 else f"{hours} h"
    return f"{whole / 86400:.1f} days" if whole % 86400 else f"{whole // 86400} days"


def figure_and_unit(words: str) -> tuple[str, str]:
    """'10:20 min' → ('10:20', 'min'), '7 h 48 min' → ('7 h 48', 'min'), '–' → ('–', '')."""
    figure, _, unit = words.rpartition(" ")
    return (figure, unit) if figure else (unit, "")


def unbroken(text: str) -> str:
    """The same words for a page, with no line break between a figure and its unit or within a number of hours."""
    return re.sub(r"(?<=\d) (?=(%|min|h|days)(\W|$))|(?<=\d h) (?=\d)", "\u00a0", text)


def fitted(name: str, width: int, lines: int = 2) -> str:
    """A name broken into lines of so many characters for a chart; what does not fit ends in '…' (the table has it whole)."""
    broken = wrap(name, width, break_on_hyphens=False)
    kept = broken[:lines]
    if len(broken) > lines:
        kept[-1] = kept[-1][: width - 1] + "…"
    return "<br>".join(kept)


def count(number: float) -> str:
    """3412 → '3,412'."""
    return HIDDEN if number is None or math.isnan(number) else f"{round(number):,}"


_SPELT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def spelt(number: int) -> str:
    """0 → 'no', 5 → 'five', 13 → '13': for counts of things in a sentence."""
    return _SPELT[number] if number < len(_SPELT) else f"{number:,}"


def both(names: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c': every name, however many."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def day(on: date) -> str:
    """'31 January 2024'."""
    return f"{on.day} {on:%B %Y}"


def incidents(number: float) -> str:
    """'1 incident', '3,412 incidents'."""
    return f"{count(number)} incident{'' if number == 1 else 's'}"


def month(day: date) -> str:
    """'October 2026'."""
    return f"{day:%B %Y}"


def possible(limit: float, unit: str) -> float:
    """A process limit as far as it can be reached: a share lies between 0 and 100 %, a time or a count is not negative."""
    if math.isnan(limit):
        return limit
    return min(max(limit, 0.0), 1.0) if unit == "share" else max(limit, 0.0)


def in_unit(value: float, unit: str) -> str:
    """A figure in its measure's unit: share, rate (a share of twelve months), seconds, hours, days or count."""
    if unit in ("share", "rate"):
        return percent(value)
    if unit in ("days", "hours") and not math.isnan(value):
        return f"{value:,.1f}".removesuffix(".0") + f" {unit}"
    return minutes(value) if unit == "seconds" else count(value)
