"""The pages of wellbeing in a real browser: choices go with the reader, no word is cut off, nothing keeps anybody out."""

from itertools import combinations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import LAPTOP, WIDE, arrive, headline, keep, query, select, settled
from playwright.sync_api import Page, expect
from test_every_page import overlap

EVERYBODY = "force=demonstration&from=2022-11"
VIEWS = {
    "reached": f"/wellbeing?{EVERYBODY}",
    **{view: f"/wellbeing?{EVERYBODY}&view={view}" for view in ("means", "unlisted", "on_time", "offers")},
    "screening": f"/wellbeing?{EVERYBODY}&view=screening&of_screening=on_time",
    "bus": f"/wellbeing?{EVERYBODY}&view=offers&of_offers=bus",
    "courses": f"/wellbeing?{EVERYBODY}&view=offers&of_offers=courses",
    "offered": f"/situations?{EVERYBODY}",
    **{view: f"/situations?{EVERYBODY}&view={view}" for view in ("months", "roles", "held")},
    "waits": f"/occupational_health?{EVERYBODY}",
    **{view: f"/occupational_health?{EVERYBODY}&view={view}" for view in ("open", "fire")},
    "absence": f"/absence?{EVERYBODY}",
    **{view: f"/absence?{EVERYBODY}&view={view}" for view in ("hours_lost_per_fte", "long_absences", "reasons")},
}


def test_a_choice_goes_with_the_reader_from_page_to_page(page: Page, site: str) -> None:
    arrive(page, f"{site}/wellbeing")
    assert " of people in high-stress roles were reached by anything beyond the yearly screening" in headline(page)
    select(page, "Worker type", "Officers")
    expect(page.locator("h1")).to_contain_text("(officers)")
    assert query(settled(page))["worker_type"] == ["officer"]

    page.get_by_test_id("stTopNavSection").filter(has_text="Wellbeing").click()
    page.get_by_role("menuitem", name="After an incident").click()
    expect(page.locator("h1")).to_contain_text("of people exposed at an incident (officers)")
    assert query(settled(page))["worker_type"] == ["officer"]

    page.get_by_role("button", name="Demonstration force ›").click()
    expect(page.locator("h1")).not_to_contain_text("(officers)")
    assert "worker_type" not in query(settled(page))


@pytest.mark.parametrize("size", [WIDE, LAPTOP], ids=["1920", "1366"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_word_of_a_chart_is_cut_off_or_covered(page: Page, site: str, view: str, size: tuple[int, int]) -> None:
    arrive(page, f"{site}{VIEWS[view]}", size)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every("
        "c => Math.abs(c.querySelector('.main-svg').getBoundingClientRect().width - c.clientWidth) < 3)"
    )
    keep(page, f"wellbeing-{view}-{size[0]}")
    charts = page.get_by_test_id("stPlotlyChart").all()
    assert charts
    for chart in charts:
        box = chart.bounding_box()
        assert box is not None
        words = chart.locator("text").evaluate_all(
            "texts => texts.map(t => [t.textContent.trim(), t.getBoundingClientRect()])"
            ".map(([w, r]) => [w, r.left, r.right, r.top, r.bottom]).filter(([w]) => w)"
        )
        assert [w for w, left, right, *_ in words if left < box["x"] - 1 or right > box["x"] + box["width"] + 1] == []
        assert [(a[0], b[0]) for a, b in combinations(words, 2) if overlap(a, b)] == []


@pytest.mark.parametrize("path", [*VIEWS.values(), f"/wellbeing?{EVERYBODY}&view=list"])
def test_axe_finds_no_serious_violation(page: Page, site: str, path: str) -> None:
    found = Axe().run(arrive(page, site + path)).response["violations"]
    assert [violation["id"] for violation in found if violation["impact"] in ("serious", "critical")] == []
