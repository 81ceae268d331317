"""The framework's findings, tables and dated chart: hand-worked, escaped, and every state with a shape and a word."""

import re
from datetime import date

import pytest

from perfdash.figures import framework_sentences as said
from perfdash.figures.data_products import Product, products_chart
from perfdash.figures.reference_tables import SHAPES, Cell, Column, State, gap, table_html, words_of
from perfdash.figures.style import luminance
from perfdash.figures.words import both, day, spelt

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            said.measures_headline(["Retention", "Wellbeing"], 6, 12, 0),
            "Two of six themes have no measure: Retention and Wellbeing; every measure of the register has data",
        ),
        (
            said.measures_headline(["Retention"], 6, 12, 1),
            "One of six themes has no measure: Retention; one of twelve measures lacks data",
        ),
        (said.measures_headline([], 6, 13, 13), "All six themes have a measure; all 13 measures lack data"),
        (
            said.products_headline(5, 3, 1, [1027, 1027]),
            "Three of five data products are delivered, one of them late; two are not, and late by 1,027 days",
        ),
        (
            said.products_headline(5, 0, 0, [1, 30]),
            "None of five data products is delivered; two are not, and late by up to 30 days",
        ),
        (said.products_headline(1, 1, 0, []), "The only data product is delivered; none is past its planned day"),
        (
            said.forums_headline(20, 4, 4, 1),
            "20 meetings in the next twelve months, four of them public; one of four delivery plans "
            "ran out and was not renewed",
        ),
        (said.forums_headline(0, 0, 0, 0), "No meeting can be dated; no delivery plan is published"),
        (
            said.forums_headline(1, 0, 2, 0),
            "1 meeting in the next twelve months, none of them public; both delivery plans are in force",
        ),
        (said.assessment_headline(6, 3), "Three of six lines of the self-assessment have no evidence"),
        (said.assessment_headline(6, 0), "None of six lines of the self-assessment rests on evidence"),
        (said.assessment_headline(6, 6), "All six lines of the self-assessment rest on evidence"),
        (
            said.capacity_headline(25, 22, 4, 1),
            "22 of 25 posts that were mapped are filled; one of four units that analyse was never mapped",
        ),
        (said.capacity_headline(0, 0, 1, 1), "The only unit that analyses was never mapped"),
        (said.capacity_headline(25, 22, 4, 0), "22 of 25 posts that were mapped are filled; every unit is mapped"),
        (said.capacity_headline(25, 22, 4, 1, is_public=True), "One of four units that analyse was never mapped"),
        (said.baseline_words(12, 12), "All twelve measures have their whole baseline in the store"),
        (said.baseline_words(12, 0), "None of twelve measures has its whole baseline in the store"),
    ],
)
def test_a_finding_in_words(found: str, sentence: str) -> None:
    assert found == sentence


def test_words() -> None:
    assert (spelt(0), spelt(12), spelt(13), spelt(1234)) == ("no", "twelve", "13", "1,234")
    assert (both([]), both(["a"]), both(["a", "b"]), both(["a", "b", "c"])) == ("", "a", "a and b", "a, b and c")
    assert day(date(2024, 1, 31)) == "31 January 2024"


def test_a_table_has_a_caption_headings_and_escapes() -> None:
    markup = table_html("A <b>", [Column("One"), Column("Two", "pd-number")], [[Cell("<i>"), gap("none", "why & how")]])
    assert "<caption>A &lt;b&gt;</caption>" in markup
    assert re.findall(r'<th scope="(\w+)"', markup) == ["col", "col", "row"]
    assert "<i>" not in markup
    assert "why &amp; how" in markup
    assert '<span aria-hidden="true">◇ </span>none' in markup


def test_a_sign_is_spoken_and_downloaded_in_words() -> None:
    cell = Cell("▲", spoken="meets in public")
    assert '<span class="pd-unseen">meets in public</span>' in table_html(
        "c", [Column("a"), Column("b")], [[Cell("x"), cell]]
    )
    assert words_of(cell) == "meets in public"
    assert words_of(gap("not published", "quarterly")) == "Gap: not published; quarterly"


def test_every_state_has_a_shape_of_its_own_and_can_be_read() -> None:
    assert set(SHAPES) == set(State)
    assert len({shape for shape, _ in SHAPES.values()}) == len(SHAPES)
    assert all(1.05 / (luminance(colour) + 0.05) >= 4.5 for _, colour in SHAPES.values())  # on white, WCAG 1.4.3


def drawn(*products: Product) -> dict[str, list[tuple[object, object]]]:
    figure = products_chart(products, TODAY)
    assert figure is not None
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    return {
        symbol: [(t.x[0], t.y[0]) for t in marks if t.marker.symbol == symbol]
        for symbol in ("circle", "square", "diamond")
    }


def test_a_late_product_runs_from_its_plan_to_today() -> None:
    late = Product("Late", date(2024, 1, 31), None, True, "late by 1,027 days")
    done = Product("Done", date(2024, 1, 31), date(2024, 3, 14), False, "delivered, 43 days late")
    assert drawn(late, done) == {
        "circle": [("2024-01-31", 0), ("2024-01-31", 1)],
        "square": [("2024-03-14", 1)],
        "diamond": [("2026-11-23", 0)],
    }


def test_a_product_whose_days_nobody_published_has_words_and_no_mark() -> None:
    unknown = Product("Contact", None, None, False, "delivered, day not published")
    assert products_chart([unknown], TODAY) is None
    late = Product("Late", date(2024, 1, 31), None, True, "late")
    figure = products_chart([unknown, late], TODAY)
    assert figure is not None
    assert "delivered, day not published" in [note.text for note in figure.layout.annotations]
    assert {point for trace in figure.data for point in trace.y} == {1}
