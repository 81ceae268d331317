"""What a selection and a measure say in English: the formal line under every figure."""

from datetime import date

from perfdash.measures.register import Measure
from perfdash.measures.selection import Selection
from perfdash.reference import attendance as reference


def definition(asked: Measure, selection: Selection) -> str:
    """The formal line: what is counted, of what, by which clock, judged by which standard, where and when."""
    return " · ".join([asked.question, f"Of {asked.denominator}", basis(selection)])


def basis(selection: Selection) -> str:
    """What every figure of a selection stands on: the clock, the standard, the filters and the period."""
    clock = reference.clocks()[selection.clock]
    chosen = " (the chosen clock)" if clock.is_chosen else ""
    judged = (
        "the standard of its day" if selection.standard == "of the day" else "today's standard over the whole period"
    )
    return " · ".join([f"{clock.name}{chosen}", f"judged by {judged}", *chosen_words(selection)])


def chosen_words(selection: Selection) -> list[str]:
    """The filters and the period in words."""
    forces = selection.chosen("force")
    words = [_filter_words(key, values, forces[0] if len(forces) == 1 else "") for key, values in selection.filters]
    return [*words, period(selection.from_month, selection.to_month)]


def _filter_words(key: str, values: tuple[str, ...], force: str) -> str:
    if key == "force":
        return ", ".join(reference.force_name(value) for value in values)
    if key == "grade":
        return ", ".join(reference.grade_name(force, value) for value in values)
    if key == "lpt":
        return ", ".join(reference.lpt_name(force, value) for value in values)
    return f"{key.replace('_', ' ')}: {', '.join(values)}"


def period(first: date | None, last: date | None) -> str:
    """A period of whole months in words."""
    if first and last:
        return f"{first:%B %Y}" if first == last else f"{first:%B %Y} to {last:%B %Y}"
    if first:
        return f"from {first:%B %Y}"
    return f"to {last:%B %Y}" if last else "the whole extract"
