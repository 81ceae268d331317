"""What the places page says: no adjective the numbers do not carry."""

from math import nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from series import judged, wobbling

from perfdash.analysis.association import difference_of_shares, rank_correlation
from perfdash.figures import place_sentences as found
from perfdash.figures.demand import demand_chart
from perfdash.figures.groups import group_figures
from perfdash.figures.small_multiples import multiples_sentence, small_multiples
from perfdash.figures.words import fitted


def contrast(a: tuple[int, int], b: tuple[int, int]) -> found.Contrast:
    gap = difference_of_shares((a[0], b[0]), (a[1], b[1]))
    shares = (a[0] / a[1] if a[1] else nan, b[0] / b[1] if b[1] else nan)
    return found.Contrast("flagged", "not flagged", shares, gap)


def test_a_difference_beyond_chance_has_its_interval() -> None:
    # Newcombe (1998): 56 of 70 against 48 of 80 is 20 points, 5.2 to 33.4.
    assert found.contrast_sentence(contrast((56, 70), (48, 80)), "grade 2 incidents") == (
        "80.0 % of grade 2 incidents flagged were attended within standard, 60.0 % of those not flagged: "
        "20.0 points higher (5.2 to 33.4)"
    )
    assert found.contrast_sentence(contrast((48, 80), (56, 70)), "x").endswith("20.0 points lower (5.2 to 33.4)")


def test_a_difference_that_may_be_chance_is_none() -> None:
    words = found.contrast_sentence(contrast((50, 100), (49, 100)), "x")
    assert "no clear difference (−12.6 to 14.6 points)" in words
    assert "higher" not in words


def test_nothing_to_compare_with() -> None:
    assert found.contrast_sentence(contrast((5, 10), (0, 0)), "grade 1 incidents") == (
        "No grade 1 incidents not flagged can be judged, so there is nothing to compare"
    )


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ([(5, 18)], ["Friday 18:00 to 24:00"]),
        ([(5, 18), (6, 0)], ["Friday 18:00 to Saturday 06:00"]),
        ([(7, 18), (1, 0)], ["Sunday 18:00 to Monday 06:00"]),
        ([(1, 0), (1, 6), (1, 12), (1, 18)], ["Monday 00:00 to 24:00"]),
        ([(2, 12), (3, 12), (4, 12), (5, 12)], ["12:00 to 18:00 on Tuesday to Friday"]),
        ([(6, 0), (7, 0)], ["00:00 to 06:00 on Saturday and Sunday"]),
        ([(1, 6), (3, 12)], ["Monday 06:00 to 12:00", "Wednesday 12:00 to 18:00"]),
        ([], []),
        ([(day, hour) for day in range(1, 8) for hour in (0, 6, 12, 18)], ["the whole week"]),
    ],
)
def test_blocks_that_follow_each_other_are_one_span(starts: list[tuple[int, int]], words: list[str]) -> None:
    assert found.spans(starts, 6) == words


@given(st.sets(st.tuples(st.integers(1, 7), st.sampled_from([0, 6, 12, 18]))))
def test_every_set_of_blocks_can_be_said(starts: set[tuple[int, int]]) -> None:
    assert bool(found.spans(starts, 6)) == bool(starts)


def test_the_worse_side_of_the_week_comes_first() -> None:
    share = found.hours_sentence(["a"], ["b"], 0.541, "share")
    assert (
        share
        == "Share within standard lower from a, higher from b than over the whole week (54.1 %), by more than chance"
    )
    median = found.hours_sentence(["a"], ["b"], 600, "seconds")
    assert median == "Median higher from b, lower from a than over the whole week (10 min), by more than chance"
    many = found.hours_sentence(list("abcdef"), [], 0.5, "share")
    assert "lower from a, b, c and in 3 more spans" in many
    assert "no part of the week differs" in found.hours_sentence([], [], 0.5, "share")


def test_demand_is_an_association_or_nothing() -> None:
    months = np.arange(20.0)
    clear = found.demand_sentence(rank_correlation(months, -(months**2)), "share")
    assert clear.startswith("Busier months go with lower shares (rank correlation −1.00")
    assert clear.endswith("an association, not a cause")
    assert "go with longer times" in found.demand_sentence(rank_correlation(months, months), "seconds")
    vague = found.demand_sentence(rank_correlation(months, [0.0, 1.0] * 10), "share")
    assert vague.startswith("Busier months do not clearly go with lower or higher shares (rank correlation +0.09")
    few = found.demand_sentence(rank_correlation(months[:4], months[:4]), "share")
    assert few == "4 whole months: at least 13 are needed to say whether busier months go with lower shares"
    still = found.demand_sentence(rank_correlation(months, months * 0), "share")
    assert "nothing can be said" in still


def test_ranges_name_their_ends() -> None:
    assert found.spread_sentence(["A", "B", "C"], [0.9, nan, 0.8], "share") == (
        "Shares within standard run from 80.0 % (C) to 90.0 % (A)"
    )
    assert found.spread_sentence(["A"], [600.0], "seconds") == "Median of A: 10 min"
    assert found.spread_sentence([], [], "share") == "No group has a figure"
    assert found.tiles_sentence([0, -1, 1, 0], "share").startswith("On the map: 2 of 4 areas differ")
    assert found.tiles_sentence([0, -1], "seconds").endswith("1 below and 0 above")
    assert "none of 2 areas differs" in found.tiles_sentence([0, 0], "share")


@pytest.mark.parametrize(
    ("name", "width", "lines", "words"),
    [
        ("Burton", 12, 2, "Burton"),
        ("Kensington And Chelsea", 14, 2, "Kensington And<br>Chelsea"),
        ("Kensington And Chelsea", 15, 1, "Kensington And…"),
        ("A" * 40, 10, 2, "A" * 10 + "<br>" + "A" * 9 + "…"),
        ("", 10, 2, ""),
    ],
)
def test_names_that_do_not_fit(name: str, width: int, lines: int, words: str) -> None:
    assert fitted(name, width, lines) == words


def test_small_multiples_lead_to_their_area_and_count_those_with_too_few_months() -> None:
    areas = {"Leek": judged(wobbling(20)), "Burton": judged(wobbling(5))}
    figure = small_multiples(areas, "share", keys=["leek", "burton"])
    drawn = [trace for trace in figure.data if trace.customdata is not None]
    assert [set(trace.customdata) for trace in drawn] == [{"leek"}, {"burton"}]
    assert figure.layout.hovermode == "closest"
    assert {trace.hoverinfo for trace in figure.data if trace.customdata is None} == {"skip"}
    assert multiples_sentence(areas) == (
        "1 of 2 areas shows no clear change; 1 of 2 areas has too few months to tell (5 of 13)"
    )


def test_a_group_without_a_standard_has_no_panel_for_it() -> None:
    groups = pd.DataFrame(
        {
            "heading": ["One", "One", "Two"], "label": ["Yes", "No", "Yes"], "key": ["1|yes", "1|no", "2|yes"],
            "share_within": nan, "share_within_low": nan, "share_within_high": nan, "n_judged": 0,
            "median_seconds": [600.0, 660.0, 3600.0], "median_low_seconds": [500.0, nan, 3000.0],
            "median_high_seconds": [700.0, nan, 4000.0], "n_measured": [50, 1, 40],
            "coverage": [0.9, 1.0, 0.8], "coverage_low": [0.8, 0.2, 0.7], "coverage_high": [0.95, 1.0, 0.9],
            "n_due": [55, 1, 50],
        }
    )  # fmt: skip
    figure = group_figures(groups)
    panels = [trace for trace in figure.data if trace.customdata is not None]
    assert len(panels) == 2
    assert panels[0].customdata == ("1|yes", "1|no", "2|yes")
    assert panels[0].text == ("<b>10 min</b>  n = 50", "<b>11 min</b>  n = 1", "<b>60 min</b>  n = 40")
    headings = [label.text for label in figure.layout.annotations]
    assert headings.count("<b>One</b>") == 1
    assert "Within standard" not in headings


def test_demand_starts_at_zero_and_shares_its_months() -> None:
    months = pd.DataFrame(
        {"month": pd.date_range("2025-01-01", periods=3, freq="MS"), "per_day": [600.0, 650.0, 700.0],
         "value": [0.9, nan, 0.8]}
    )  # fmt: skip
    figure = demand_chart(months, "share", "above", "below")
    bars, line, empty = figure.data
    assert list(empty.x) == [np.datetime64("2025-02-01")]
    assert "× no figure" in [label.text for label in figure.layout.annotations]
    assert figure.layout.yaxis.range[0] == 0
    assert bars.customdata == line.customdata == ("2025-01", "2025-02", "2025-03")
    assert line.connectgaps is False
    assert figure.layout.xaxis.matches == "x2" or figure.layout.xaxis2.matches == "x"
    assert any("<b>80.0 %</b>" in label.text for label in figure.layout.annotations)
