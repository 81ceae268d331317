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
_AIMED = {
    Assurance.CONSISTENTLY_PASSING: "will be met",
    Assurance.HIT_OR_MISS: "may be met or missed by chance",
    Assurance.CONSISTENTLY_FAILING: "will be missed",
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


def assured_words(result: ProcessBehaviour, aim: Aim) -> str:
    """'the 90 % ambition will be missed', for a sentence that has another subject."""
    if result.assurance is None:
        return f"it is too early to say against {aim.name}"
    return f"{aim.name} {_AIMED[result.assurance]}"


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
    assured = f"; {assured_words(result, aim)}" if aim and result.assurance else ""
    # Across grades only those with a standard are judged: "of all incidents" would be untrue.
    which = "incidents that have a standard" if grade == "all" else f"{grade} incidents"
    return f"{share} of {which}{where} were attended within standard in {month(last['date'])}: {change}{assured}"


def usual_range(result: ProcessBehaviour, unit: str = "share") -> str:
    """What a usual month looks like, and whether the last one was: the finding of the monthly chart."""
    points = result.points.dropna(subset="value")
    last = points.iloc[-1]
    if result.has_too_few_points:
        needed = result.rules.minimum_points
        months = f"{count(result.n_points)} whole month{'' if result.n_points == 1 else 's'}"
        return f"{months} so far: {needed} are needed to say what a usual month is"
    low, high = (
        in_unit(possible(limit, unit), unit) for limit in (result.lower_process_limit, result.upper_process_limit)
    )
    level = points[points["segment"] == last["segment"]]  # the mean is that of the months since the limits began
    flagged = int((level["variation"] != Variation.COMMON_CAUSE).sum())
    if 2 * flagged > len(level):
        # The mean of a level that has moved lies where hardly a month is: to call its limits usual would be untrue.
        on_it = "does not" if result.special_cause is SpecialCause.NONE else f"is {_how_unusual(result, 'it')}"
        return (
            f"No level has lasted: {flagged} of {len(level)} months lie off the mean of {in_unit(result.mean, unit)} by more "
            f"than chance; {month(last['date'])} {on_it}"
        )
    provisional = " (limits still provisional)" if result.is_provisional else ""
    how = _how_unusual(result, f"the mean of {in_unit(result.mean, unit)}")
    return f"A usual month lies between {low} and {high}{provisional}; {month(last['date'])} is {how}"


def _how_unusual(result: ProcessBehaviour, mean_words: str) -> str:
    return {
        SpecialCause.NONE: "one",
        SpecialCause.ABOVE_LIMIT: "above the limits",
        SpecialCause.BELOW_LIMIT: "below the limits",
        SpecialCause.TREND_INCREASING: "part of a steady rise",
        SpecialCause.TREND_DECREASING: "part of a steady fall",
        SpecialCause.TWO_IN_THREE_ABOVE: "one of two close to the upper limit",
        SpecialCause.TWO_IN_THREE_BELOW: "one of two close to the lower limit",
        SpecialCause.SHIFT_ABOVE: f"one of a run of months above {mean_words}",
        SpecialCause.SHIFT_BELOW: f"one of a run of months below {mean_words}",
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


def places(
    names: Sequence[str], lows: Sequence[float], highs: Sequence[float], whole: float, unit: str = "share"
) -> str:
    """Which areas differ from the whole by more than chance: an interval that leaves the whole's figure out."""
    below = [name for name, high in zip(names, highs, strict=True) if high < whole]
    above = [name for name, low in zip(names, lows, strict=True) if low > whole]
    parts = [f"{listed(names)} {side}" for names, side in ((below, "below"), (above, "above")) if names]
    if not parts:
        return f"No area differs clearly from the whole ({in_unit(whole, unit)})"
    return f"{' and '.join(parts)} the whole ({in_unit(whole, unit)}) by more than chance"


def in_places(names: Sequence[str], rurality: str = "") -> str:
    """' in Burton', ' in rural parts of Leek and Stafford', ' in 5 areas'; nothing for the whole force."""
    parts = f"{rurality} parts of " if rurality else ""
    if names:
        return f" in {parts}{listed(names)}"
    return f" in {rurality} areas" if rurality else ""


def listed(names: Sequence[str]) -> str:
    """'Leek', 'Leek and Burton', 'Leek, Burton and Stafford'; more than four are counted: '5 areas'."""
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
