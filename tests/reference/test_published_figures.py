"""Published figures: copied whole, graded, and never one axis for two definitions."""

import csv
import re

import pytest

from door import ROOT, SHARED
from perfdash.reference import published as pub


def test_how_many_there_are_and_of_which_evidence() -> None:
    figures = pub.figures().values()
    assert len(figures) == 173 + 274
    assert {row.evidence for row in figures} == {"A", "B"}
    assert all(row.source for row in figures)


@pytest.mark.parametrize(("file", "left_out"), [("attendance", {40, 41, 42}), ("workforce", {258})])
def test_every_row_is_the_row_it_was_copied_from(file: str, left_out: set[int]) -> None:
    path = SHARED / "published" / f"{file}.csv"
    if not path.exists():
        pytest.skip("the list the figures were copied from is not here")
    with path.open(encoding="utf-8", newline="") as text:
        copied_from = list(csv.DictReader(text))
    held = {int(key[-3:]): row for key, row in pub.figures().items() if key.startswith(file)}
    assert set(range(1, len(copied_from) + 1)) - set(held) == left_out
    for number, row in held.items():
        wanted = copied_from[number - 1]
        assert (row.name, row.period, row.source) == (wanted["force"], wanted["period"], wanted["source_url"])
        assert row.number == float(wanted.get("value_num") or wanted["value"])
        assert row.evidence == wanted.get("grade_of_evidence", row.evidence)


def test_the_figure_one_asks_for() -> None:
    (row,) = pub.published(force="staffordshire", topic="abandoned calls", measure="calls abandoned")
    assert (row.in_words, row.period, row.evidence) == ("24.4 %", "at 31 Mar 2024", "B")
    assert pub.published(force="demonstration") == pub.published(force="staffordshire")
    assert pub.published(force="lfb") == ()


def test_england_and_wales_can_be_told_apart() -> None:
    rates = {(row.period, row.number) for row in pub.england_and_wales("leaver rate") if row.group == "police officers"}
    assert rates == {("2022/23", 6.6), ("2023/24", 6.2), ("2024/25", 6.0)}
    assert {row.force for row in pub.england_and_wales()} == {"england_and_wales"}
    (waited,) = pub.claims(next(row for row in pub.contradictions() if row.key == "grade_2_national"))[1:]
    assert waited.basis and waited.basis.startswith("29 forces")


def test_leaver_rates_of_two_bases_share_no_axis() -> None:
    """6.6 % is of headcount, 6.2 % of FTE, and 6.0 % does not say."""
    rows = [row for row in pub.england_and_wales("leaver rate") if row.group == "police officers"]
    assert sorted(len(group) for group in pub.by_definition(rows).values()) == [1, 1, 1]
    strength = [row for row in pub.england_and_wales("strength") if row.group == "police officers"]
    assert {len(group) for group in pub.by_definition(strength).values()} == {
        9,
        1,
    }  # FTE, revisions included; headcount once


def test_from_despatch_and_from_the_call() -> None:
    (clock,) = (row for row in pub.contradictions() if row.key == "north_yorkshire_clock")
    assert clock.differs == ("clock",)
    assert [row.in_words for row in pub.claims(clock)] == ["00:08:06 (h:min:s)", "00:06:56 (h:min:s)"]
    assert sum(row.number for row in pub.claims(clock)) == pytest.approx(15 + 2 / 60, abs=0.001)  # 15:02 from the call


def test_a_figure_brings_its_contradictions() -> None:
    waits = pub.published(force="staffordshire", topic="attendance time")
    assert [row.key for row in pub.contradictions_of(waits)] == ["staffordshire_domestic_abuse_wait"]
    assert pub.contradictions_of(pub.published(force="kent")) == ()


def test_every_contradiction_holds_figures_that_differ() -> None:
    for row in pub.contradictions():
        values = {(figure.number, figure.number_unit) for figure in pub.claims(row)}
        assert len(values) > 1, row.key


def test_a_citation_says_what_is_not_stated() -> None:
    figures = pub.figures()
    assert figures["attendance-019"].citation == (
        "basis not stated; edition not stated, released 28 May 2023; lichfieldlive.co.uk (evidence B)"
    )
    assert figures["workforce-008"].citation == (
        "43 forces; FTE; Police workforce England and Wales, 31 March 2024 (revised there); gov.uk (evidence A)"
    )


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("attendance-020", "16,529"),
        ("attendance-001", "11 hours"),
        ("attendance-024", "under 8 minutes"),
        ("workforce-186", "-5.3 %"),
    ],
)
def test_a_figure_in_words(key: str, words: str) -> None:
    assert pub.figures()[key].in_words == words


@pytest.mark.parametrize(
    ("model", "heading"), [(pub.PublishedFigure, "a figure"), (pub.Contradiction, "a contradiction")]
)
def test_every_column_is_described(model: type[pub.PublishedFigure | pub.Contradiction], heading: str) -> None:
    page = (ROOT / "data" / "published" / "README.md").read_text(encoding="utf-8")
    table = page.partition(f"## Columns of {heading}\n")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
    assert [name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)] == list(model.model_fields)
