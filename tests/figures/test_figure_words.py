"""Numbers as people read them."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdash.figures import words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 min"),
        (45, "0:45 min"),
        (620, "10:20 min"),
        (619.6, "10:20 min"),
        (1800, "30 min"),
        (7199, "119:59 min"),
        (7200, "2 h"),
        (7500, "2 h 05 min"),
        (14400, "4 h"),
        (172799, "48 h 00 min"),
        (172800, "2 days"),
        (276480, "3.2 days"),
        (604800, "7 days"),
        (math.nan, "–"),
        (None, "–"),
    ],
)
def test_minutes(seconds: float, said: str) -> None:
    assert words.minutes(seconds) == said


@given(st.floats(0, 1e7))
def test_a_time_reads_back_as_itself(seconds: float) -> None:
    said = words.minutes(seconds)
    figures = [float(part) for part in re.findall(r"[\d.]+", said)]
    if "days" in said:
        assert figures[0] * 86400 == pytest.approx(seconds, abs=0.05 * 86400 + 1)
    elif "h" in said:
        assert sum(part * scale for part, scale in zip(figures, (3600, 60), strict=False)) == pytest.approx(
            seconds, abs=31
        )
    else:
        assert sum(part * scale for part, scale in zip(figures, (60, 1), strict=False)) == pytest.approx(seconds, abs=1)
    assert ":60" not in said
    assert " 60 min" not in said.removeprefix(words.minutes(3600))


@pytest.mark.parametrize(("share", "said"), [(0.872, "87.2 %"), (0, "0.0 %"), (1, "100.0 %"), (math.nan, "–")])
def test_percent(share: float, said: str) -> None:
    assert words.percent(share) == said


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 incidents"), (1, "1 incident"), (2, "2 incidents"), (3412, "3,412 incidents")]
)
def test_incidents(n: int, said: str) -> None:
    assert words.incidents(n) == said


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("10:20 min", ("10:20", "min")),
        ("7 h 48 min", ("7 h 48", "min")),
        ("4 h", ("4", "h")),
        ("3.2 days", ("3.2", "days")),
        ("–", ("–", "")),
    ],
)
def test_a_figure_keeps_all_but_its_last_unit(said: str, parts: tuple[str, str]) -> None:
    assert words.figure_and_unit(said) == parts


@pytest.mark.parametrize("text", ["86.4 %", "7 h 48 min", "10:20 min", "(79.5 % and 3.2 days)"])
def test_no_line_breaks_between_a_figure_and_its_unit(text: str) -> None:
    assert not re.search(r"\d [%mhd]|h \d", words.unbroken(text))
    assert words.unbroken(text).replace("\u00a0", " ") == text


@given(st.text())
def test_unbroken_changes_spaces_only(text: str) -> None:
    assert words.unbroken(text).replace("\u00a0", " ") == text.replace("\u00a0", " ")


@given(st.floats(-5, 5) | st.just(math.nan), st.sampled_from(["share", "seconds", "count"]))
def test_a_limit_is_cut_off_at_what_can_be(limit: float, unit: str) -> None:
    cut = words.possible(limit, unit)
    if math.isnan(limit):
        assert math.isnan(cut)
    else:
        assert 0 <= cut <= (1 if unit == "share" else 5)
        assert cut == limit or not 0 <= limit <= 1
