"""What a selection and a measure say in English: the formal line under every figure."""

from datetime import date

from perfdash.measures.register import Measure
from perfdash.measures.selection import Selection
from perfdash.reference import attendance as reference

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")  # ISO: Monday is 1

# The rest of the chosen definition; page "Why figures differ" shows the same incidents under the others.
COUNTED = "by final grade, missing times left out"


def definition(asked: Measure, selection: Selection) -> str:
    """The formal line: what is counted, of what, by which clock, judged by which standard, where and when."""
    return " · ".join([asked.question, f"Of {asked.denominator}", basis(selection)])


def basis(selection: Selection) -> str:
    """What every figure of a selection stands on: the clock, the standard, the filters and the period."""
    clock = reference.clocks()[selection.clock]
    chosen = " (the chosen clock)" if clock.is_chosen else ""
    return " · ".join([f"{clock.name}{chosen}", COUNTED, judged_words(selection), *chosen_words(selection)])


def judged_words(selection: Selection) -> str:
    """Which standard judges the past."""
    if selection.standard == "today":
        return "judged by today's standard over the whole period"
    return "judged by the standard of its day"


def chosen_words(selection: Selection) -> list[str]:
    """The filters and the period in words."""
    words = [filter_words(key, values, selection.chosen("force")) for key, values in selection.filters]
    return [*words, period(selection.from_month, selection.to_month)]


def filter_words(key: str, values: tuple[str, ...], forces: tuple[str, ...]) -> str:
    """One filter in words, by the names that the one force gives its grades and areas."""
    force = forces[0] if len(forces) == 1 else ""
    if key == "force":
        return ", ".join(reference.force_name(value) for value in values)
    if key == "grade":
        return ", ".join(reference.grade_name(force, value) for value in values)
    if key == "lpt":
        return ", ".join(reference.lpt_name(force, value) for value in values)
    return f"{key.replace('_', ' ')}: {', '.join(value_words(key, value) for value in values)}"


def value_words(key: str, value: str) -> str:
    """One value of an hour or weekday filter as people read it: '22:00 to 22:59', 'Saturday'; others as they are."""
    if key == "hour":
        return f"{int(value):02d}:00 to {int(value):02d}:59"
    return WEEKDAYS[int(value) - 1] if key == "weekday" and 1 <= int(value) <= len(WEEKDAYS) else value


def period(first: date | None, last: date | None) -> str:
    """A period of whole months in words."""
    if first and last:
        return f"{first:%B %Y}" if first == last else f"{first:%B %Y} to {last:%B %Y}"
    if first:
        return f"from {first:%B %Y}"
    return f"to {last:%B %Y}" if last else "the whole extract"
