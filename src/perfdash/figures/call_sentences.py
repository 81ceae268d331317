"""Call answering in English, from the same objects that its figures are drawn from."""

from collections.abc import Sequence
from math import isnan

import pandas as pd

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.sentences import Aim, assured_words, variation_words
from perfdash.figures.words import HIDDEN, count, minutes, month, percent

_MINUTES_FROM = 120  # a wait below this is said in seconds


def wait(seconds: float) -> str:
    """3 → '3 seconds', 1 → '1 second', 150 → '2:30 min'."""
    if seconds is None or isnan(seconds):
        return HIDDEN
    whole = round(seconds)
    return f"{whole} second{'' if whole == 1 else 's'}" if whole < _MINUTES_FROM else minutes(whole)


def answered_within(result: ProcessBehaviour, limit: str, aim: Aim | None, when: str = "") -> str:
    """'91.7 % of 999 calls that were answered were answered within 10 seconds in October 2026: getting better; …'.

    `when` is ' (hour: 22:00 to 22:59)', or nothing for all hours.
    """
    points = result.points.dropna(subset="value")
    if points.empty:
        return f"No month of 999 calls{when} can be judged against a standard"
    last = points.iloc[-1]
    assured = f"; {assured_words(result, aim)}" if aim and result.assurance else ""
    return (
        f"{percent(last['value'])} of answered 999 calls{when} waited no longer than {limit} in {month(last['date'])}: "
        f"{variation_words(result)}{assured}"
    )


def answered_in(share: float, limit: str, when: str, spoken: str) -> str:
    """The same for days that make no whole month: no change can be told."""
    return f"{percent(share)} of answered 999 calls{when} waited no longer than {limit}, {spoken}"


def waited(median_seconds: float, n_answered: float, when: str, spoken: str) -> str:
    """Where no standard can judge: how long half of the callers waited."""
    if not n_answered:
        return f"No 999 call{when} has a time to its answer, {spoken}"
    return f"Half of answered 999 calls{when} waited no longer than {wait(median_seconds)}, {spoken}"


def hours_apart(hours: Sequence[int], lows: Sequence[float], highs: Sequence[float], whole: float) -> str:
    """Which hours differ from the whole day by more than chance: an interval that leaves the whole's share out."""
    below = [hour for hour, high in zip(hours, highs, strict=True) if high < whole]
    above = [hour for hour, low in zip(hours, lows, strict=True) if low > whole]
    parts = [f"{_spans(found)} {side}" for found, side in ((below, "below"), (above, "above")) if found]
    if not parts:
        return f"No hour differs clearly from the whole day ({percent(whole)})"
    return f"{'; '.join(parts)} the whole day ({percent(whole)}) by more than chance"


def _spans(hours: Sequence[int]) -> str:
    """[7, 16, 17] → '07:00–08:00 and 16:00–18:00'."""
    spans: list[list[int]] = []
    for hour in sorted(hours):
        if spans and spans[-1][1] == hour:
            spans[-1][1] = hour + 1
        else:
            spans.append([hour, hour + 1])
    words = [f"{first:02d}:00–{last:02d}:00" for first, last in spans]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def became_of(calls: pd.Series) -> str:
    """How many calls were answered, given up, or ended in a way that the extract does not tell."""
    n = int(calls["n_calls"])
    if not n:
        return "No call was presented"
    untold = n - int(calls["n_answered"]) - int(calls["n_abandoned"])
    rest = f"; of {count(untold)} the extract does not tell the end" if untold else ""
    answered, given_up = percent(calls["n_answered"] / n), percent(calls["share_abandoned"])
    return f"Of {count(n)} calls {answered} were answered and {given_up} given up{rest}"
