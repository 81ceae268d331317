"""Published figures: one scale for one definition only, contradictions side by side, whose figures they are said."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from screen import followed, markup
from streamlit.testing.v1 import AppTest

from door import SHARED, perfdash
from perfdash.figures import published as drawn
from perfdash.measures.selection import Selection
from perfdash.reference import published
from perfdash.ui import published_views as views

LFB = SHARED / "data" / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz"
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("published") / "demo"
    assert perfdash("demo", "--years", 1, "--incidents-per-year", 3000, "--store", store).code == 0
    return store


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(store: Path, page: str = "pages/published.py", **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        at = followed(page, query)
        assert not at.exception, at.exception
        return at

    return opened


def plain(part: str) -> str:
    spoken = re.sub(r"<style>.*?</style>", "", part, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", spoken)).replace("\u00a0", " ")).strip()


def grade(force: str, *grades: str) -> Selection:
    return Selection(filters=(("force", (force,)), ("grade", grades)))


@pytest.mark.parametrize("name", views.VIEWS)
def test_every_view_stands_and_says_where_it_comes_from(name: str, demo: Path, open_page: Open) -> None:
    at = open_page(demo, view=name)
    words = plain(markup(at))
    assert "Evidence A: an official body's own page" in words
    assert "· data to " in words
    assert at.get("download_button")
    assert 'href="https://' in markup(at)
    assert not at.get("plotly_chart")


def test_the_finding_counts_figures_and_definitions(demo: Path, open_page: Open) -> None:
    times = published.published(topic="attendance time")
    unstated = [row for row in times if row.basis is None or "not stated" in row.basis]
    words = plain(markup(open_page(demo)))
    assert (len(times), len(published.by_definition(times)), len(unstated)) == (64, 25, 57)
    assert (
        "64 published attendance times rest on at least 25 definitions; 57 do not say in full how they were made"
        in words
    )
    assert "invented and has none: those of Staffordshire Police stand first" in words


@pytest.mark.parametrize("name", [name for name in views.VIEWS if name != views.CONTRADICTIONS])
def test_a_scale_is_shared_by_one_definition_only(name: str) -> None:
    view = views.published_view(name, "demonstration")
    for group in view.groups:
        assert len({row.definition for row in group}) == 1
        assert len({row.name for row in group}) == 1 or not any(views.is_unstated(row) for row in group)
    assert {row.key for row in view.rows} == {row.key for rows in (*view.groups, view.alone) for row in rows}
    assert sum(map(len, view.groups)) + len(view.alone) == len(view.rows)


def test_two_forces_that_do_not_state_their_clock_share_no_scale() -> None:
    view = views.published_view("times", "demonstration")
    (dorset,) = (group for group in view.groups if group[0].name == "Dorset Police")
    assert [row.in_words for row in dorset][:2] == ["10.8 minutes", "12 minutes"]
    assert {row.name for row in dorset} == {"Dorset Police"}
    assert "Wiltshire Police" in {row.name for row in view.alone}  # the same words, the clock unknown on both sides


def test_bars_start_at_zero_and_end_at_the_largest() -> None:
    view = views.published_view("times", "demonstration")
    (dorset,) = (group for group in view.groups if group[0].name == "Dorset Police")
    widths = re.findall(r'style="width:([\d.]+)%"', drawn.groups_html([dorset]))
    assert widths == ["61.7", "68.6", "83.4", "75.4", "82.9", "92.0", "100.0"]  # of 17.5 minutes
    (within,) = (
        group for group in views.published_view("calls", "demonstration").groups if group[0].number_unit == "percent"
    )
    assert drawn.scale_of(within) == (100.0, "100 %")


def test_counts_over_unlike_periods_have_no_bars() -> None:
    """5,438 calls in twelve days beside 207,422 in a year."""
    groups = views.published_view("calls", "demonstration").groups
    (calls,) = (group for group in groups if group[0].measure == "calls" and group[0].group == "999")
    assert [row.in_words for row in calls] == ["5,438", "207,422"]
    assert drawn.scale_of(calls) is None
    assert 'class="pd-bar"' not in drawn.groups_html([calls])


def test_contradictions_stand_side_by_side_with_what_differs(demo: Path, open_page: Open) -> None:
    page = markup(open_page(demo, view="contradictions"))
    words = plain(page)
    assert f"{len(published.contradictions())} claims are published in figures that contradict each other" in words
    (town,) = re.findall(r"<section><h3>How fast a town is reached</h3>.*?</section>", page, re.S)
    assert "◆ Differs: clock. One clock starts at despatch" in plain(town)
    assert re.findall(r'class="pd-said">(.*?)<', town) == ["00:08:06 (h:min:s)", "00:06:56 (h:min:s)"]
    assert 'class="pd-bar"' not in town


def test_the_context_is_of_the_force_and_the_country_on_the_grade() -> None:
    keys = [row.key for row in views.published_context(grade("demonstration", "1"))]
    assert keys == ["attendance-122", "attendance-123"]  # 22 forces in 2015 and 2021; none of Staffordshire's own
    second = views.published_context(grade("demonstration", "2"))
    assert [row.key for row in second] == [f"attendance-{n:03d}" for n in (1, 2, 118, 119, 120, 3, 4, 121)]
    assert {row.group for row in second} == {"Grade 2", "Grade 2 domestic abuse"}
    assert len(views.published_context(grade("demonstration"))) == len(keys) + len(second)
    assert views.published_context(grade("staffordshire", "2")) == second
    assert views.published_context(grade("lfb")) == ()


def test_the_context_has_no_axis_says_whose_it_is_and_what_contradicts_it() -> None:
    markup = views.context_html(grade("demonstration", "2"))
    assert 'class="pd-bar"' not in markup
    words = plain(markup)
    assert "invented and has none: those of Staffordshire Police" in words
    assert "Contradicted. How long grade 2 domestic abuse waits: The average is far below" in words
    assert "Contradicted. How long grade 2 waits across the country: Different forces answered" in words
    assert "clock and kind of average not stated" in words
    assert "evidence B" in words


def test_the_context_stands_at_the_foot_of_the_attendance_page(demo: Path, open_page: Open) -> None:
    page = markup(open_page(demo, "pages/attendance.py", grade="2", force="demonstration"))
    assert page.index("No figure here is known to have the definition of those above") > page.index(
        "From all incidents"
    )
    assert 'href="published"' in page


def test_a_fire_brigade_is_given_no_police_figures(store: Path, open_page: Open) -> None:
    if not LFB.exists():
        pytest.skip("the real extract is not here")
    assert perfdash("load", "incidents", LFB, "--profile", "lfb", "--store", store).code == 0
    words = plain(markup(open_page(store, "pages/attendance.py")))
    assert "No published figure on this selection is held for London Fire Brigade." in words
    assert "No figure of London Fire Brigade is held" in plain(markup(open_page(store)))
