"""The sentences about stages: how much, in which stage, how sure, and nothing that the numbers do not carry."""

from math import nan

import pandas as pd
import pytest

from perfdash.analysis.differences import Change, Comparison, Difference, Sample
from perfdash.figures.stage_sentences import (
    change_words,
    comparison_sentence,
    interval_words,
    longest_sentence,
    month_sentence,
    steps_sentence,
    swayed_sentence,
)

NOW = pd.Series({"control_room_seconds": 228.0, "despatch_seconds": 148.0, "travel_seconds": 382.0})


def change(key: str, change: float, half: float, share: float = nan, mean: float = 600, n: int = 500) -> Change:
    before, after = (Sample(n, round(n * value), 0) for value in (mean, mean + change))
    return Change(key, before, after, Difference(change, change - half, change + half, 900), share)


def compared(*parts: tuple[float, float], half: float = 5) -> Comparison:
    """Changes of the three stages with their half widths, and a whole that they add up to."""
    total = sum(part for part, _ in parts)
    whole = change("all_stages", total, half)
    shares = [part / total if whole.difference.is_clear else nan for part, _ in parts]
    keys = ("control_room", "despatch", "travel")
    return Comparison(tuple(change(k, *p, s) for k, p, s in zip(keys, parts, shares, strict=True)), whole)


def said(comparison: Comparison) -> str:
    return comparison_sentence(comparison, "Grade 1 incidents", "2023", "2026")


@pytest.mark.parametrize(
    ("comparison", "sentence"),
    [
        (
            compared((2, 3), (65, 4), (25, 4)),
            "Grade 1 incidents took 1:32 min longer in 2026 than in 2023; 71 % of it was despatch (1:05 min longer, 95 % "
            "interval 1:01 to 1:09 min)",
        ),
        (
            compared((-63, 4), (-2, 5), (-3, 6)),
            "Grade 1 incidents took 1:08 min less in 2026 than in 2023; 93 % of it was control room (1:03 min less, 95 % "
            "interval 0:59 to 1:07 min)",
        ),
        # Stages that pull against each other: no share of 150 %.
        (
            compared((-63, 4), (4, 9), (15, 3)),
            "Grade 1 incidents took 0:44 min less in 2026 than in 2023: control room took 1:03 min less and travel took 0:15 "
            "min longer",
        ),
        (
            compared((3, 4), (3, 4), (3, 4)),
            "Grade 1 incidents took 0:09 min longer in 2026 than in 2023; no single stage changed clearly",
        ),
        (
            compared((-20, 4), (18, 4), (1, 9)),
            "No clear change in how long grade 1 incidents took, 2026 against 2023: there is none to split between the "
            "stages, though control room took 0:20 min less and despatch took 0:18 min longer",
        ),
        (
            compared((1, 4), (1, 4), (1, 4)),
            "No clear change in how long grade 1 incidents took, 2026 against 2023: there is none to split between the stages",
        ),
        (
            Comparison((), change("by_clock", -4, 3)),
            "Grade 1 incidents took 0:04 min less in 2026 than in 2023",
        ),
        (
            Comparison((), change("by_clock", 1, 3)),
            "No clear change in how long grade 1 incidents took, 2026 against 2023",
        ),
        (
            Comparison((), change("by_clock", 1, nan, n=2)),
            "Too few grade 1 incidents to compare 2026 with 2023: n = 2 and 2, and 100 are needed in each",
        ),
    ],
)
def test_the_finding(comparison: Comparison, sentence: str) -> None:
    assert said(comparison) == sentence


def test_the_way_from_one_mean_to_the_other() -> None:
    steps = compared((-63, 4), (4, 9), (15, 3))
    assert steps_sentence(steps, "2023", "2026") == (
        "From 10 min (2023) to 9:16 min (2026): control room took 1:03 min less; travel took 0:15 min longer; no clear "
        "change in despatch"
    )
    assert (
        steps_sentence(Comparison((), change("by_clock", 60, 3)), "2023", "2026")
        == "From 10 min (2023) to 11 min (2026)"
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (92, "1:32 min longer"),
        (-20, "0:20 min less"),
        (0.4, "under a second longer"),
        (9000, "2 h 30 min longer"),
        (nan, "not known"),
    ],
)
def test_a_change_in_words(seconds: float, words: str) -> None:
    assert change_words(seconds) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (61, 70, "1:01 to 1:10 min"),
        (-70, -61, "1:01 to 1:10 min"),
        (-3, 13, "0:03 min less to 0:13 min longer"),
        (0.2, 13, "under a second to 0:13 min"),
        (7000, 7300, "116:40 min to 2 h 02 min"),
        (nan, nan, "cannot be given"),
    ],
)
def test_an_interval_in_words(low: float, high: float, words: str) -> None:
    assert interval_words(Difference((low + high) / 2, low, high, 9)) == words


def months(travel: list[float], n: int = 40) -> pd.DataFrame:
    on = pd.date_range("2024-01-01", periods=len(travel), freq="MS")
    return pd.DataFrame(
        {"month": on, "n_staged": n, "control_room_seconds": 60.0, "despatch_seconds": 90.0, "travel_seconds": travel}
    )


def test_a_mean_that_a_few_times_swayed_is_named() -> None:
    assert swayed_sentence(months([600, 610, 590, 1199])) == ""
    assert swayed_sentence(months([600, 610, 590, 5000], n=29)) == ""  # so few vary that much by chance
    assert swayed_sentence(months([600, 600, 600, 5000, 600])).startswith(
        "Travel averaged 83:20 min in April 2024, against 10 min in a usual month; a few very long times"
    )
    assert "(2 months over twice that)" in swayed_sentence(months([600, 600, 600, 5000, 1300]))
    assert swayed_sentence(months([])) == ""


def test_where_the_minutes_go_now() -> None:
    assert month_sentence(NOW, "Incidents", "in October 2026") == (
        "Incidents took 12:38 min on average in October 2026: control room 3:48 min, despatch 2:28 min and travel 6:22 min"
    )
    assert longest_sentence(NOW) == "Travel is the longest stage: 6:22 of 12:38 min"
