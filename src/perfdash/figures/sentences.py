"""The finding in English, from the same objects that the figures are drawn from. No adjective the numbers do not carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from perfdash.analysis.spc_result import Assurance, ProcessBehaviour, Variation
from perfdash.analysis.spc_rules import SpecialCause
from perfdash.figures.style import MARKS
from perfdash.figures.words import count, in_unit, month, percent, possible

_CHANGE = {
    Variation.COMMON_CAUSE: "no clear change",
    Variation.IMPROVEMENT_HIGH: "getting better",
    Variation.IMPROVEMENT_LOW: "getting better",
    Variation.CONCERN_HIGH: "getting worse",
    Variation.CONCERN_LOW: "getting worse",
    Variation.NEUTRAL_HIGH: "higher than usual",
    Variation.NEUTRAL_LOW: "lower than usual",
}
_AIM = {
    Assurance.CONSISTENTLY_PASSING: "will meet",
    Assurance.HIT_OR_MISS: "may meet or miss by chance",
    Assurance.CONSISTENTLY_FAILING: "will miss",
}


@dataclass(frozen=True)
class Aim:
    """The aim a series is held against, in words and as a value."""

    name: str
    value: float


def variation_words(result: ProcessBehaviour) -> str:
    """'no clear change', 'getting better', … or how many points are still needed."""
    if result.has_too_few_points:
        return f"too few points to tell ({result.n_points} of {result.rules.minimum_points})"
    return _CHANGE[result.variation]


def assurance_words(result: ProcessBehaviour, aim: Aim | None) -> str:
    """'will meet', 'will miss' or 'may meet or miss … by chance'; why not, where nothing can be said."""
    if aim is None:
        return "no ambition set"
    if result.assurance is None:
        return f"too early to say against {aim.name}"
    if result.assurance is Assurance.HIT_OR_MISS:
        return f"may meet or miss {aim.name} by chance"
    return f"{_AIM[result.assurance]} {aim.name}"


def within_standard(result: ProcessBehaviour, grade: str, aim: Aim | None, where: str = "") -> str:
    """'85.9 % of grade 1 incidents in Burton were attended within standard in October 2026: no clear change; …'.

    `where` is ' in Burton', or nothing for the whole force.
    """
    points = result.points.dropna(subset="value")
    if points.empty:
        return f"No month of {grade} incidents{where} can be judged against a standard"
    last = points.iloc[-1]
    share = in_unit(last["value"], "share")
    change = variation_words(result)
    assured = f"; the force {assurance_words(result, aim)}" if aim and result.assurance else ""
    # Across grades only those with a standard are judged: "of all incidents" would be untrue.
    which = "incidents that have a standard" if grade == "all" else f"{grade} incidents"
    return f"{share} of {which}{where} were attended within standard in {month(last['date'])}: {change}{assured}"


def usual_range(result: ProcessBehaviour) -> str:
    """What a usual month looks like, and whether the last one was: the finding of the monthly chart."""
    points = result.points.dropna(subset="value")
    last = points.iloc[-1]
    if result.has_too_few_points:
        needed = result.rules.minimum_points
        months = f"{count(result.n_points)} whole month{'' if result.n_points == 1 else 's'}"
        return f"{months} so far: {needed} are needed to say what a usual month is"
    low, high = (
        in_unit(possible(limit, "share"), "share") for limit in (result.lower_process_limit, result.upper_process_limit)
    )
    provisional = " (limits still provisional)" if result.is_provisional else ""
    return f"A usual month lies between {low} and {high}{provisional}; {month(last['date'])} is {_how_usual(result)}"


def _how_usual(result: ProcessBehaviour) -> str:
    return {
        SpecialCause.NONE: "one",
        SpecialCause.ABOVE_LIMIT: "above that",
        SpecialCause.BELOW_LIMIT: "below that",
        SpecialCause.TREND_INCREASING: "part of a steady rise",
        SpecialCause.TREND_DECREASING: "part of a steady fall",
        SpecialCause.TWO_IN_THREE_ABOVE: "one of two close to the upper limit",
        SpecialCause.TWO_IN_THREE_BELOW: "one of two close to the lower limit",
        SpecialCause.SHIFT_ABOVE: f"one of a run of months above the mean of {in_unit(result.mean, 'share')}",
        SpecialCause.SHIFT_BELOW: f"one of a run of months below the mean of {in_unit(result.mean, 'share')}",
    }[result.special_cause]


def alt_text(result: ProcessBehaviour, title: str, unit: str) -> str:
    """The finding, then the shape of the line in numbers, for people who do not see the chart."""
    points = result.points.dropna(subset="value")
    if points.empty:
        return f"{title}. There is no month to draw."
    ranked = points.sort_values("value", kind="stable")
    low, high = ranked.iloc[0], ranked.iloc[-1]
    flagged = int((points["variation"] != Variation.COMMON_CAUSE).sum())
    missing = len(result.points) - len(points)
    gaps = f" {missing} month{'' if missing == 1 else 's'} without a figure." if missing else ""
    limits = (
        f" Limits {in_unit(possible(result.lower_process_limit, unit), unit)} to "
        f"{in_unit(possible(result.upper_process_limit, unit), unit)}."
        if not result.has_too_few_points
        else ""
    )
    return (
        f"{title}. Line of {len(points)} month{'' if len(points) == 1 else 's'}, mean {in_unit(result.mean, unit)}, "
        f"lowest {in_unit(low['value'], unit)} in {month(low['date'])}, highest {in_unit(high['value'], unit)} in "
        f"{month(high['date'])}.{limits} {flagged} point{'' if flagged == 1 else 's'} marked as special cause.{gaps}"
    )


def places(names: Sequence[str], lows: Sequence[float], highs: Sequence[float], whole: float) -> str:
    """Which areas differ from the whole by more than chance: an interval that leaves the whole's share out."""
    below = [name for name, high in zip(names, highs, strict=True) if high < whole]
    above = [name for name, low in zip(names, lows, strict=True) if low > whole]
    parts = [f"{_listed(names)} {side}" for names, side in ((below, "below"), (above, "above")) if names]
    if not parts:
        return f"No area differs clearly from the whole ({percent(whole)})"
    return f"{' and '.join(parts)} the whole ({percent(whole)}) by more than chance"


def in_places(names: Sequence[str], rurality: str = "") -> str:
    """' in Burton', ' in rural parts of Leek and Stafford', ' in 5 areas'; nothing for the whole force."""
    parts = f"{rurality} parts of " if rurality else ""
    if names:
        return f" in {parts}{_listed(names)}"
    return f" in {rurality} areas" if rurality else ""


def _listed(names: Sequence[str]) -> str:
    if len(names) > 4:
        return f"{count(len(names))} areas"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def coverage(n_measured: int, n_due: int, low: float, high: float) -> str:
    """How much of what was due is measured, and how far the share could lie because of the rest."""
    missing = n_due - n_measured
    if not n_due:
        return "No incident was due an attendance"
    if not missing:
        return f"All {count(n_due)} incidents that were due an attendance have a usable time"
    unknown = f"{percent(missing / n_due)} of incidents due an attendance have no usable time"
    if isnan(low) or isnan(high):
        return unknown
    return f"{unknown}: the true share lies between {percent(low)} and {percent(high)}"


def variation_label(result: ProcessBehaviour) -> str:
    """The short label beside an icon."""
    return (
        f"Too few points ({result.n_points} of {result.rules.minimum_points})"
        if result.has_too_few_points
        else MARKS[result.variation].word
    )
