"""Cards: their words are safe, and no icon stands where nothing was found."""

import math
import re
from base64 import b64decode
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series import judged, results, wobbling

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.cards import Card, card_html, cards_html, sparkline


def drawings(html: str) -> list[ElementTree.Element]:
    sources = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", html)
    return [ElementTree.fromstring(b64decode(source)) for source in sources]


@given(st.text(), st.text(), st.text(), st.text())
def test_words_cannot_become_markup(title: str, value: str, note: str, href: str) -> None:
    html = card_html(Card(title, value, notes=(note,), href=href, verdict=value, aside=note))
    assert set(re.findall(r"<(\w+)", html)) <= {"section", "h3", "a", "div", "p", "span", "b", "img"}
    assert html.count("<") == html.count(">")


def test_a_judged_card_has_an_icon_and_a_word() -> None:
    html = card_html(Card("Share", "85.0", "%", judged(wobbling(24)), "No clear change"))
    assert "pd-icon" in html
    assert "No clear change" in html


@pytest.mark.parametrize("n", [1, 12])
def test_too_few_points_have_words_but_no_icon(n: int) -> None:
    html = card_html(Card("Share", "85.0", "%", judged(wobbling(n)), f"Too few points ({n} of 13)"))
    assert "pd-icon" not in html
    assert f"Too few points ({n} of 13)" in html


def test_a_card_links_only_when_it_has_somewhere_to_go() -> None:
    assert 'href="attendance?grade=1&amp;lpt=leek"' in card_html(
        Card("Share", "85", href="attendance?grade=1&lpt=leek")
    )
    assert "<a" not in card_html(Card("Share", "85"))


@given(results(), st.one_of(st.none(), st.floats(0, 1)))
@settings(deadline=None)
def test_every_sparkline_is_a_drawing_inside_its_frame(result: ProcessBehaviour, aim: float | None) -> None:
    (svg,) = drawings(sparkline(result, aim))
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    marks = [mark for path in svg.iter("{http://www.w3.org/2000/svg}path") for mark in path.attrib["d"].split("M")[1:]]
    for mark in marks:
        across, up = map(float, re.findall(r"-?[\d.]+", mark)[:2])
        assert 0 <= across <= width
        assert 0 <= up <= height
    assert len(marks) == int(result.points["value"].tail(24).notna().sum())


def test_nothing_to_draw_is_nothing() -> None:
    assert sparkline(judged([math.nan])) == ""


def test_a_row_holds_every_card() -> None:
    assert cards_html([Card("One", "1"), Card("Two", "2")]).count("<section") == 2
