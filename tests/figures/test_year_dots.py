"""Shares by year in facets: what is drawn, what is hidden, and what is said of it."""

import pandas as pd
import pytest
from retention_frames import assert_it_can_be_read, hide, symbols_of, words

from perfdash.figures.year_dots import MOST_ALONE, MOST_YEARS, drawn_years, year_dots, year_dots_alt


def shares(groups: int, years: int) -> pd.DataFrame:
    """Groups over the years, the newest of them part of a year."""
    names = [f"{2010 + at}/{11 + at}" for at in range(years)]
    rows = [(f"Group {one}", year, 0.2 + at / 50) for one in range(groups) for at, year in enumerate(names)]
    frame = pd.DataFrame(rows, columns=["group", "year", "share"])
    around = {"low": frame["share"] - 0.1, "high": frame["share"] + 0.1}
    return frame.assign(is_part=frame["year"] == names[-1], hidden="", **around)


@pytest.mark.parametrize(("groups", "years"), [(1, 3), (1, 14), (5, 4), (5, 9)])
def test_every_group_has_a_facet_and_the_newest_years_are_drawn(groups: int, years: int) -> None:
    frame = shares(groups, years)
    figure = year_dots(frame)
    assert_it_can_be_read(figure)
    assert len(list(figure.select_xaxes())) == groups
    assert len(drawn_years(frame)) == min(years, MOST_YEARS if groups > 1 else MOST_ALONE)
    assert drawn_years(frame)[-1] == frame["year"].iloc[-1]
    assert {f"<b>Group {one}</b>" for one in range(groups)} <= set(words(figure))


def test_a_hidden_share_is_a_symbol_at_the_foot_and_no_dot() -> None:
    frame = hide(shares(2, 3), [1], "share", "low", "high")
    figure = year_dots(frame)
    assert symbols_of(figure) == [(1.0, 0.0)]
    assert any("hidden: small number" in word for word in words(figure))
    assert "2011/12 ‡" in year_dots_alt(frame, "Title")
    assert "1 value hidden" in year_dots_alt(frame, "Title")


def test_part_of_a_year_is_hollow_and_decimals_are_told_as_asked() -> None:
    figure = year_dots(shares(1, 3), places=1)
    (dots,) = figure.select_traces({"mode": "markers"})
    assert list(dots.marker.color)[-1] == "#FFFFFF"
    assert "<b>20.0 %</b>" in words(figure)
    assert any("part of a year" in word for word in words(figure))


def test_years_known_as_calendar_years_stand_among_the_others() -> None:
    frame = pd.DataFrame({"group": "A", "year": ["in 2013", "2012/13", "in 2012"], "share": 0.5})
    assert drawn_years(frame) == ["2012/13", "in 2012", "in 2013"]


def test_nothing_to_draw_is_said() -> None:
    assert words(year_dots(shares(1, 1).head(0))) == ["No figures for this choice"]
