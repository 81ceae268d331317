"""Who was reached, as dots: the gaps first, in blocks, beside the situations; what is hidden."""

import numpy as np
import plotly.graph_objects as go
import pytest
import wellbeing_frames as made
from retention_frames import hide, symbols_of, words
from wellbeing_frames import SHARE, assert_it_can_be_read

from perfdash.figures.reach_dots import beyond_dots, beyond_dots_alt, reach_dots, reach_dots_alt
from perfdash.figures.situation_dots import situations_alt, situations_beside_roles
from perfdash.figures.style import BLUE, GREY, ORANGE

KEYS = ["n_reached", "n_eligible", *SHARE]


def dots_of(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"]


def test_the_gaps_come_first_and_listed_roles_apart_from_others() -> None:
    figure = reach_dots(made.reach())
    (dots,) = dots_of(figure)
    assert list(dots.customdata) == [
        "digital forensics", "crime scene", "offender management", "response", "contact centre",
    ]  # fmt: skip
    assert list(dots.y) == sorted(dots.y)
    said = words(figure)
    assert said.index("<b>Listed as high-stress</b>") < said.index("<b>Not on the list</b>")
    assert "<b>29 %</b>  9 of 31" in said
    assert "<b>8 %</b>  40 of 512" in said
    assert figure.layout.xaxis.range[0] == 0


def test_each_block_as_a_whole_is_a_line_over_its_own_rows() -> None:
    figure = reach_dots(made.reach())
    line = next(trace for trace in figure.data if trace.mode == "lines" and trace.line.width == 1)
    assert [line.x[0], line.x[3]] == pytest.approx([131 / 214, 90 / 812])
    (dots,) = dots_of(figure)
    assert line.y[0] < dots.y[0] < dots.y[2] < line.y[1] < dots.y[3]
    assert {"all of them 61 %", "all of them 11 %"} <= set(words(figure))


def test_a_group_that_lies_off_the_line_has_a_mark_and_its_words() -> None:
    figure = reach_dots(made.reach())
    (dots,) = dots_of(figure)
    assert list(dots.marker.symbol) == ["diamond", "circle", "circle", "diamond", "triangle-up"]
    assert list(dots.marker.color) == [ORANGE, GREY, GREY, ORANGE, BLUE]
    assert any("◆ below, ▲ above the thin line by more than chance" in word for word in words(figure))


def test_without_a_whole_no_group_is_judged() -> None:
    rows = made.reach()
    figure = reach_dots(rows[rows["role_group"] != "all"])
    assert set(dots_of(figure)[0].marker.symbol) == {"circle"}
    assert not any("chance" in word for word in words(figure))
    assert_it_can_be_read(figure)


def test_a_hidden_group_is_a_symbol_at_the_axis_and_comes_last_in_its_block() -> None:
    frame = hide(made.reach(), [1], *KEYS)
    figure = reach_dots(frame)
    (dots,) = dots_of(figure)
    assert list(dots.customdata)[2] == "digital forensics"
    assert np.isnan(dots.x[2])
    assert symbols_of(figure)[0] == (0.0, dots.y[2])
    assert "<b>‡</b>" in words(figure)
    assert any("‡ hidden: small number" in word for word in words(figure))
    assert reach_dots_alt(frame, "T") == (
        "T. Dots of 5 groups of roles, the lowest share first. Listed as high-stress: crime scene 63 % (53 to 73), offender "
        "management 69 % (60 to 77), digital forensics ‡; Not on the list: response 8 % (6 to 10), contact centre 17 % "
        "(13 to 21). 1 value hidden: small number."
    )
    assert "<b>‡</b>  of 31" in words(
        reach_dots(hide(made.reach(), [1], "n_reached", *SHARE))
    )  # whom it is of may be shown
    every = reach_dots(made.nothing_known(made.reach(), *KEYS))
    assert len(symbols_of(every)) == 5
    assert_it_can_be_read(every)


def test_one_group_and_a_long_name() -> None:
    one = made.groups(
        [("rape and domestic abuse investigation with safeguarding", False, 20, 150)], "n_reached", "n_eligible"
    )
    figure = reach_dots(one)
    assert figure.layout.yaxis.ticktext[0].count("<br>") == 1
    assert "<b>Listed as high-stress</b>" not in words(figure)
    assert figure.layout.margin.l < 360
    assert_it_can_be_read(figure)
    many = [(f"role {at}", True, at, 40.0) for at in range(1, 20)]
    figure = reach_dots(made.groups(many, "n_reached", "n_eligible"))
    assert len(dots_of(figure)[0].x) == 12
    assert any("7 more in the table" in word for word in words(figure))


def test_a_group_without_anybody_says_so() -> None:
    empty = made.groups([("counter terrorism", True, 0, 0), ("custody", True, 8, 21)], "n_reached", "n_eligible")
    figure = reach_dots(empty)
    assert "nobody" in words(figure)
    assert not symbols_of(figure)


def test_means_stand_the_most_first_under_any_of_them() -> None:
    figure = beyond_dots(made.means())
    (dots,) = dots_of(figure)
    assert list(dots.customdata) == ["any of these", "enhanced support", "occupational health", "resilience training"]
    assert any("the rows do not add up" in word for word in words(figure))
    frame = hide(made.means(), [2], *KEYS)
    assert beyond_dots_alt(frame, "T") == (
        "T. Dots of 4 rows: any of these 61 % (55 to 67), enhanced support 41 % (35 to 48), occupational health 19 % (14 to 24), "
        "resilience training ‡. 1 value hidden: small number."
    )
    assert len(symbols_of(beyond_dots(frame))) == 1


def test_situations_stand_beside_the_same_roles() -> None:
    figure = situations_beside_roles(made.reach(), made.situations())
    roles, exposed = dots_of(figure)
    assert list(roles.customdata) == list(exposed.customdata)
    assert list(roles.customdata)[-1] == "roads policing"  # exposed, but in no frame of roles
    assert (roles.xaxis, exposed.xaxis) == ("x", "x2")
    assert list(roles.y) == list(exposed.y)
    said = words(figure)
    assert "nobody exposed" in said
    assert "<b>87 %</b>  26 of 30" in said
    assert {"all of them 86 %", "all of them 84 %"} <= set(said)
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range == (0, 1.0)
    assert figure.layout.xaxis.domain[1] < figure.layout.xaxis2.domain[0]


def test_a_hidden_situation_leaves_the_role_as_it_is() -> None:
    frame = hide(made.situations(), [1], "n_offered", "n_exposed", *SHARE)
    figure = situations_beside_roles(made.reach(), frame)
    roles, exposed = dots_of(figure)
    assert exposed.x[0] is None or np.isnan(exposed.x[0])
    assert roles.x[0] == pytest.approx(9 / 31)
    assert len(symbols_of(figure)) == 1
    assert situations_alt(made.reach()[:3], frame[:3], "T") == (
        "T. Two panels of dots over 3 groups: digital forensics reached 29 %, offered in time ‡; offender management reached "
        "69 %, offered in time –; crime scene reached –, offered in time 86 %. 1 value hidden: small number."
    )
