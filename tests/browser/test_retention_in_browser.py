"""The pages of retention in a real browser: choices go with the reader, back brings them back, no word is cut off."""

from itertools import combinations

import pytest
from browsing import LAPTOP, WIDE, arrive, headline, keep, query, select, settled
from playwright.sync_api import Page, expect
from test_every_page import overlap

OFFICERS = "force=demonstration&worker_type=officer&from=2022-11"
VIEWS = {
    "months": f"/retention?{OFFICERS}",
    **{view: f"/retention?{OFFICERS}&view={view}" for view in ("leaver_type", "service_band", "command", "early")},
    "groups": "/leaving_reasons",
    **{view: f"/leaving_reasons?{OFFICERS}&view={view}" for view in ("reasons", "answers")},
    **{view: f"/keeping_people?{OFFICERS}&view={view}" for view in ("funnel", "joiners", "retiring", "pool")},
}


def test_a_choice_goes_with_the_reader_and_back_brings_it_back(page: Page, site: str) -> None:
    arrive(page, f"{site}/retention")
    assert " of officers left in " in headline(page)
    select(page, "Worker type", "Staff")
    expect(page.locator("h1")).to_contain_text("of staff left in")
    assert query(settled(page))["worker_type"] == ["staff"]

    page.get_by_test_id("stTopNavSection").filter(has_text="Retention").click()
    page.get_by_role("menuitem", name="Keeping people").click()
    expect(page.locator("h1")).to_contain_text("of new staff were spoken to")
    assert query(settled(page))["worker_type"] == ["staff"]

    page.goto(f"{site}/retention?force=demonstration&worker_type=officer&command=Response&from=2022-11")
    expect(page.locator("h1")).to_contain_text("of officers in Response left in")
    page.get_by_role("button", name="Officers ›").click()
    expect(page.locator("h1")).to_contain_text("of officers left in")
    assert "command" not in query(settled(page))
    page.go_back()
    expect(page.locator("h1")).to_contain_text("of officers in Response left in")


@pytest.mark.parametrize("size", [WIDE, LAPTOP], ids=["1920", "1366"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_word_of_a_chart_is_cut_off_or_covered(page: Page, site: str, view: str, size: tuple[int, int]) -> None:
    arrive(page, f"{site}{VIEWS[view]}", size)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every("
        "c => Math.abs(c.querySelector('.main-svg').getBoundingClientRect().width - c.clientWidth) < 3)"
    )
    keep(page, f"retention-{view}-{size[0]}")
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
        # The symbol of a hidden value stands on the axis itself, where the box of a row's name ends.
        said = [word for word in words if word[0] != "‡"]
        assert [(a[0], b[0]) for a, b in combinations(said, 2) if overlap(a, b)] == []
