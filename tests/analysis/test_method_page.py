"""docs/method.md may not say what the code does not do."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from perfdash.analysis.seasonal import same_month_last_year
from perfdash.analysis.spc import (
    MAKING_DATA_COUNT,
    Assurance,
    ProcessBehaviour,
    RuleSet,
    SpecialCause,
    Variation,
    xmr,
)

PAGE = " ".join((Path(__file__).resolve().parents[2] / "docs" / "method.md").read_text(encoding="utf-8").split())
MONTHS = np.arange("2020-01", "2026-01", dtype="datetime64[M]")


def judged(values: np.ndarray | list[float], **options: object) -> ProcessBehaviour:
    settings: dict[str, object] = {"improvement_direction": "decrease", **options}
    return xmr(MONTHS[: len(values)], values, **settings)


def printed(pattern: str) -> tuple[str, ...]:
    found = re.search(pattern, PAGE)
    assert found, f"the page no longer says {pattern!r}"
    return tuple(group.replace("−", "-") for group in found.groups())


@pytest.fixture
def example() -> list[float]:
    (numbers,) = printed(r"eighteen months of complaints: ([^.]+)\.")
    return [float(number) for number in numbers.replace("*", "").split(",")]


def test_the_worked_example(example: list[float]) -> None:
    result = judged(example, target=5)
    assert len(example) == 18
    assert (f"{result.mean:.2f}",) == printed(r"gives a mean of \*\*([\d.]+)\*\*")
    limits = (f"{result.upper_process_limit:.2f}", f"{result.lower_process_limit:.2f}")
    assert limits == printed(r"which is \*\*([\d.]+)\*\* and \*\*(−[\d.]+)\*\*") == ("4.60", "-0.72")
    causes = result.points["special_cause"].tolist()
    assert causes == [SpecialCause.NONE] * 4 + [SpecialCause.ABOVE_LIMIT] + [SpecialCause.NONE] * 13
    assert (result.variation, result.assurance) == (Variation.COMMON_CAUSE, Assurance.CONSISTENTLY_PASSING)
    assert judged(example, target=3).assurance is Assurance.HIT_OR_MISS
    assert result.is_provisional


def test_the_worked_example_without_screening(example: list[float]) -> None:
    rules = RuleSet(name="unscreened", screen_outliers=False)
    result = judged(example, rules=rules)
    limits = (f"{result.upper_process_limit:.2f}", f"{result.lower_process_limit:.2f}")
    assert limits == printed(r"Without step 3 the limits would be ([\d.]+) and (−[\d.]+),") == ("6.95", "-3.06")
    assert judged(example).upper_process_limit < 6 < result.upper_process_limit


def test_the_name_of_the_rules() -> None:
    assert f"**{MAKING_DATA_COUNT}**" in PAGE


def test_the_number_of_points() -> None:
    assert judged([1.0] * 9).reason in PAGE
    assert printed(r"fewer than \*\*(\d+)\*\* points") == (str(MAKING_DATA_COUNT.minimum_points),)
    (first, last) = printed(r"From \*\*(\d+) to (\d+)\*\*")
    assert (int(first), int(last) + 1) == (MAKING_DATA_COUNT.minimum_points, MAKING_DATA_COUNT.settled_points)


def test_false_alarms_are_as_frequent_as_the_page_says() -> None:
    calm = np.random.default_rng(2).normal(size=(3000, 24))
    results = [judged(values) for values in calm]
    some = np.mean([any(c is not SpecialCause.NONE for c in r.segments[0].judgement.causes) for r in results])
    last = np.mean([result.variation is not Variation.COMMON_CAUSE for result in results])
    (said_some,) = printed(r"some coloured point \*\*(\d+) %\*\* of the time")
    (said_last,) = printed(r"coloured about \*\*(\d+) %\*\* of the time")
    assert abs(100 * some - int(said_some)) < 2
    assert abs(100 * last - int(said_last)) < 1
    assert 0.25 < 1 - (1 - last) ** 20 < 0.42


def test_a_shift_of_one_standard_deviation_takes_as_long_as_the_page_says() -> None:
    series = np.random.default_rng(7).normal(size=(300, 60))
    series[:, 24:] += 1
    waits = [months_until_coloured(values) for values in series]
    assert printed(r"takes a median of \*\*(\d+) months\*\*") == (f"{np.median(waits):.0f}",)


def months_until_coloured(values: np.ndarray) -> int:
    """Months after the 24 of the baseline until the newest month is special and high; 99 for never."""
    for n in range(25, len(values) + 1):
        if judged(values[:n], fix_after_n_points=24).variation is Variation.CONCERN_HIGH:
            return n - 24
    return 99


def test_the_way_out_of_seasons_that_the_page_names_is_there() -> None:
    assert "the same month of the year before" in PAGE
    assert same_month_last_year(MONTHS[:1], [1]).label.endswith("the same month of the year before")


def test_every_glossary_word_has_its_anchor_once() -> None:
    anchors = re.findall(r'<a id="([a-z-]+)"></a>', PAGE)
    assert len(anchors) == len(set(anchors)) > 12
    assert anchors == sorted(anchors)
