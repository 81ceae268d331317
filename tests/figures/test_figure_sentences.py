"""No sentence claims what the result does not hold."""

import math
import re
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from series import judged, results, wobbling

from perfdash.analysis.spc_result import Assurance, ProcessBehaviour, Variation
from perfdash.analysis.spc_rules import SpecialCause
from perfdash.figures import sentences
from perfdash.figures.sentences import Aim
from perfdash.figures.words import percent

BETTER = {Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW}
WORSE = {Variation.CONCERN_HIGH, Variation.CONCERN_LOW}
AIM = Aim("the 90 % ambition", 0.9)


def aim_of(result: ProcessBehaviour) -> Aim | None:
    return None if result.target is None else Aim("the ambition", result.target)


@given(results())
def test_every_claim_is_held_by_the_result(result: ProcessBehaviour) -> None:
    said = sentences.within_standard(result, "grade 1", aim_of(result))
    assert ("getting better" in said) == (result.variation in BETTER)
    assert ("getting worse" in said) == (result.variation in WORSE)
    assert ("will meet" in said) == (result.assurance is Assurance.CONSISTENTLY_PASSING)
    assert ("will miss" in said) == (result.assurance is Assurance.CONSISTENTLY_FAILING)
    assert ("by chance" in said) == (result.assurance is Assurance.HIT_OR_MISS)
    assert ("too few points" in said) == result.has_too_few_points
    assert ("no clear change" in said) == (result.variation is Variation.COMMON_CAUSE and not result.has_too_few_points)


@given(results())
def test_the_headline_names_the_last_month_with_a_value(result: ProcessBehaviour) -> None:
    last = result.points.dropna(subset="value").iloc[-1]
    said = sentences.within_standard(result, "grade 1", None)
    assert said.startswith(f"{percent(last['value'])} of grade 1 incidents")
    assert f"{last['date']:%B %Y}" in said


@given(results())
def test_a_usual_month_is_only_said_with_limits(result: ProcessBehaviour) -> None:
    said = sentences.usual_range(result)
    assume(not said.startswith("No level has lasted"))
    assert said.startswith("A usual month lies between") != result.has_too_few_points
    assert all(0 <= float(share) <= 100 for share in re.findall(r"(-?[\d.]+) %", said))
    if result.has_too_few_points:
        assert f"{result.n_points} whole month" in said
        assert ("1 whole month so far" in said) == (result.n_points == 1)
    else:
        assert said.endswith("is one") == (result.special_cause is SpecialCause.NONE)
        assert ("provisional" in said) == result.is_provisional


@given(results())
def test_the_alt_text_counts_what_is_drawn(result: ProcessBehaviour) -> None:
    said = sentences.alt_text(result, "The finding", "share")
    drawn = result.points.dropna(subset="value")
    flagged = int((drawn["variation"] != Variation.COMMON_CAUSE).sum())
    assert said.startswith("The finding. ")
    assert f"Line of {len(drawn)} month{'' if len(drawn) == 1 else 's'}," in said
    assert f"lowest {percent(drawn['value'].min())}" in said
    assert f"highest {percent(drawn['value'].max())}" in said
    assert f"{flagged} point{'' if flagged == 1 else 's'} marked as special cause" in said
    assert ("Limits" in said) != result.has_too_few_points


def test_without_a_value_nothing_is_claimed() -> None:
    empty = judged([math.nan] * 3)
    assert (
        sentences.within_standard(empty, "grade 1", AIM)
        == "No month of grade 1 incidents can be judged against a standard"
    )
    assert sentences.alt_text(empty, "The finding", "share") == "The finding. There is no month to draw."


@pytest.mark.parametrize(
    ("last", "ending"),
    [
        (0.81, "by more than chance; September 2025 does not"),
        (0.79, "by more than chance; September 2025 is one of a run of months below it"),
        (0.50, "by more than chance; September 2025 is below the limits"),
    ],
)
def test_where_no_level_has_lasted_no_month_is_called_usual(last: float, ending: str) -> None:
    said = sentences.usual_range(judged([*wobbling(16, 0.88, 0.005), *wobbling(16, 0.72, 0.005), last]))
    assert said.startswith("No level has lasted: 3")
    assert said.endswith(ending)


@pytest.mark.parametrize("n", [1, 4, 12])
def test_too_few_points_say_how_many_are_needed(n: int) -> None:
    result = judged(wobbling(n), target=0.9)
    assert sentences.variation_words(result) == f"too few points to tell ({n} of 13)"
    assert sentences.variation_label(result) == f"Too few points ({n} of 13)"
    assert sentences.assurance_words(result, AIM) == "too early to say against the 90 % ambition"


def test_thirteen_points_are_enough() -> None:
    result = judged(wobbling(13), target=0.9)
    assert sentences.variation_words(result) == "no clear change"
    assert "provisional" in sentences.usual_range(result)


@pytest.mark.parametrize(
    ("direction", "last", "change"),
    [
        ("increase", 0.99, "getting better"),
        ("increase", 0.60, "getting worse"),
        ("decrease", 0.99, "getting worse"),
        ("decrease", 0.60, "getting better"),
        ("neutral", 0.99, "higher than usual"),
        ("neutral", 0.60, "lower than usual"),
    ],
)
def test_the_direction_decides_what_better_is(direction: str, last: float, change: str) -> None:
    assert sentences.variation_words(judged([*wobbling(24), last], direction)) == change


@pytest.mark.parametrize(("target", "verdict"), [(0.5, "will meet"), (0.99, "will miss"), (0.85, "may meet or miss")])
def test_the_aim_decides_the_verdict(target: float, verdict: str) -> None:
    result = judged(wobbling(24), target=target)
    assert sentences.assurance_words(result, Aim("the aim", target)).startswith(verdict)
    assert sentences.assurance_words(result, None) == "no ambition set"


# Places


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted), max_size=12), st.floats(0, 1))
def test_only_areas_whose_interval_leaves_the_whole_out_are_named(
    spans: Sequence[Sequence[float]], whole: float
) -> None:
    names = [f"Area{place}." for place in range(len(spans))]
    lows, highs = [span[0] for span in spans], [span[1] for span in spans]
    said = sentences.places(names, lows, highs, whole)
    below = [name for name, high in zip(names, highs, strict=True) if high < whole]
    above = [name for name, low in zip(names, lows, strict=True) if low > whole]
    assert (" below" in said) == bool(below)
    assert (" above" in said) == bool(above)
    named = set(re.findall(r"Area\d+\.", said))
    assert named <= {*below, *above}
    assert ("No area differs clearly" in said) == (not below and not above)


@pytest.mark.parametrize(
    ("lows", "highs", "said"),
    [
        ([0.1], [0.2], "A below the whole (50.0 %) by more than chance"),
        ([0.1, 0.7], [0.2, 0.8], "A below and B above the whole (50.0 %) by more than chance"),
        ([0.7, 0.7, 0.7], [0.8] * 3, "A, B and C above the whole (50.0 %) by more than chance"),
        ([0.7] * 5, [0.8] * 5, "5 areas above the whole (50.0 %) by more than chance"),
        ([0.4], [0.6], "No area differs clearly from the whole (50.0 %)"),
        ([], [], "No area differs clearly from the whole (50.0 %)"),
    ],
)
def test_places_in_words(lows: list[float], highs: list[float], said: str) -> None:
    assert sentences.places("ABCDE"[: len(lows)], lows, highs, 0.5) == said


# Coverage

UNKNOWN = "10.0 % of incidents due an attendance have no usable time"


@pytest.mark.parametrize(
    ("measured", "due", "low", "high", "said"),
    [
        (90, 100, 0.7, 0.8, f"{UNKNOWN}: the true share lies between 70.0 % and 80.0 %"),
        (90, 100, math.nan, math.nan, UNKNOWN),
        (100, 100, 0.8, 0.8, "All 100 incidents that were due an attendance have a usable time"),
        (0, 0, math.nan, math.nan, "No incident was due an attendance"),
    ],
)  # fmt: skip
def test_coverage(measured: int, due: int, low: float, high: float, said: str) -> None:
    assert sentences.coverage(measured, due, low, high) == said


def test_a_part_never_passes_for_the_whole() -> None:
    assert sentences.in_places([]) == ""
    assert sentences.in_places(["Burton"]) == " in Burton"
    assert sentences.in_places(["Leek", "Stafford"], "rural") == " in rural parts of Leek and Stafford"
    assert sentences.in_places([], "rural") == " in rural areas"
