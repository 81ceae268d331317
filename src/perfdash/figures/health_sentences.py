"""Waiting for occupational health, absence by three measures that never mix, and the pilots, in English."""

from math import isnan

import pandas as pd

from perfdash.analysis.seasonal import SeasonalSeries
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.group_dots import EVERYONE
from perfdash.figures.hidden_values import are_hidden, counted, shared, span_words
from perfdash.figures.open_ages import by_age, first_day
from perfdash.figures.retention_sentences import HIDDEN
from perfdash.figures.same_month import drawn_months
from perfdash.figures.sentences import variation_words
from perfdash.figures.words import count, in_unit, month

LEAST = 10  # people seen, below whom no percentile is told
OLDEST = 56  # days, over which those still waiting are told
# Of each measure of absence: its unit, its words, and how its month is said.
_ABSENCE = {
    "hours_lost_share": ("share", "{value} of contracted hours were lost", "in {when}"),
    "hours_lost_per_fte": (
        "hours",
        "{value} were lost for each full-time equivalent",
        "in the 12 months to {when}",
    ),
    "long_absences": ("count", "{value} had been absent for more than 28 days", "at the end of {when}"),
}
ROLLING = ("hours_lost_per_fte",)


def waiting_sentence(percentiles: pd.DataFrame, waiting: pd.DataFrame) -> str:
    """'Half were first seen within 20 days, one in ten waited more than 38; 208 are open, 31 of them over 56 days'.

    `percentiles` as `waiting_chart` takes them, with `n_seen`: the newest period is told. `waiting` as `open_by_age` takes it.
    """
    return f"{_waited(percentiles)}{_open(waiting)}"


def _waited(percentiles: pd.DataFrame) -> str:
    if percentiles.empty or float(percentiles["n_seen"].iloc[-1]) == 0:
        return "Nobody was first seen in this period"
    row = percentiles.iloc[-1:]
    n, median, p90 = (float(row[name].iloc[0]) for name in ("n_seen", "median_days", "p90_days"))
    if isnan(median):
        return f"How long people waited is {HIDDEN if are_hidden(row, 'median_days')[0] else 'not known'}"
    if n < LEAST:
        return f"{count(n)} {'person was' if n == 1 else 'people were'} first seen: at least {LEAST} are needed to tell a wait"
    half = f"Half were first seen within {count(median)} day{'' if round(median) == 1 else 's'}"
    return half if isnan(p90) else f"{half}, one in ten waited more than {count(p90)}"


def _open(waiting: pd.DataFrame) -> str:
    bands, whole = by_age(waiting), waiting[waiting["age_band"] == EVERYONE]
    if waiting.empty:
        return ""
    # Without a row of the whole the bands are added up, which tells nothing new where all of them are shown.
    n = float(whole["n_open"].iloc[0]) if len(whole) else float(bands["n_open"].sum(skipna=False))
    late = bands[bands["age_band"].map(first_day) > OLDEST]
    if isnan(n):
        return f"; how many are open is {HIDDEN}"
    facts = f"; {count(n)} {'is' if n == 1 else 'are'} open"
    if late.empty or not n:
        return facts
    over = float(late["n_open"].sum(skipna=False))
    told = "none" if over == 0 else counted(over, bool(are_hidden(late, "n_open").any()))
    return f"{facts}, {told} of them over {OLDEST} days"


def absence_sentence(measure: str, compared: SeasonalSeries, adjusted: ProcessBehaviour | None = None) -> str:
    """'4.6 % of contracted hours were lost in October 2026; 4.3 % in October 2025: no clear change'.

    `measure` is hours_lost_share, hours_lost_per_fte or long_absences. `compared` and `adjusted` as `same_month_chart` takes
    them; the verdict is that of the series without its seasons. A rolling figure has none: it is no process.
    """
    unit, words, at = _ABSENCE[measure]
    points = drawn_months(compared)
    if points.empty:
        return "No whole month of absence is held"
    last = points.iloc[-1]
    when, value = month(last["date"]), float(last["value"])
    if isnan(value):
        return f"The figure of absence {at.format(when=when)} is {HIDDEN}"
    facts = f"{words.format(value=_value(value, unit))} {at.format(when=when)}{_a_year_before(last, unit, at)}"
    if measure in ROLLING:
        return facts
    return facts if adjusted is None else f"{facts}: {variation_words(adjusted)}"


def _value(value: float, unit: str) -> str:
    """'4.6 %', '78.2 hours', '63 people', '1 person'."""
    return f"{count(value)} {'person' if value == 1 else 'people'}" if unit == "count" else in_unit(value, unit)


def _a_year_before(last: pd.Series, unit: str, at: str) -> str:
    earlier = float(last["value_last_year"])
    if isnan(earlier):
        return ""
    return f"; {in_unit(earlier, unit)} {at.format(when=month(last['date'] - pd.DateOffset(years=1)))}"


def assessments_sentence(assessments: pd.DataFrame) -> str:
    """'Of 142 assessments of muscles and joints offered 79 were completed (56 %, 47 to 64)'.

    `assessments`: `n_offered`, `n_completed`, `share`, `low`, `high`, `hidden`; one row.
    """
    if assessments.empty or float(assessments["n_offered"].iloc[0]) == 0:
        return "No assessment of muscles and joints was offered"
    row = assessments.iloc[0]
    offered, completed = float(row["n_offered"]), float(row["n_completed"])
    if isnan(offered) or isnan(completed):
        return f"How many assessments of muscles and joints were completed is {HIDDEN}"
    span = span_words(float(row["low"]), float(row["high"]))
    share = ", ".join(part for part in (shared(float(row["share"]), bool(row["hidden"])), span) if part)
    were = "was" if completed == 1 else "were"
    return (
        f"Of {count(offered)} assessments of muscles and joints offered {count(completed)} {were} completed ({share})"
    )


def bus_sentence(stops: pd.DataFrame) -> str:
    """'606 came to the wellbeing bus, at ten stops: it toured once, so there is no trend', from rows as `bus_bars` takes them."""
    own, whole = stops[stops["stop"] != EVERYONE], stops[stops["stop"] == EVERYONE]
    if own.empty:
        return "The wellbeing bus has made no stop"
    n = float(whole["n_attended"].iloc[0]) if len(whole) else float(own["n_attended"].sum(skipna=False))
    at = f"at {count(len(own))} stop{'' if len(own) == 1 else 's'}"
    if isnan(n):
        return f"How many came to the wellbeing bus, {at}, is {HIDDEN}"
    return f"{count(n)} came to the wellbeing bus, {at}: it toured once, so there is no trend"
