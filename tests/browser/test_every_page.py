"""Every page in a real browser: nothing cut off, nothing covered, nothing that keeps anybody out."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import LAPTOP, PATIENCE, PHONE, WIDE, arrive, keep
from playwright.sync_api import Browser, Page

# The room: one visit a page, looked at in three sizes

ATTENDANCE = "/attendance?force=demonstration&grade=1"
CALM = [
    "/",
    ATTENDANCE,
    "/attendance?force=demonstration&grade=3",
    "/stages?force=demonstration&grade=1",
    "/definitions?force=demonstration&grade=1",
    "/places?force=demonstration&grade=1",
    "/places?force=demonstration&grade=1&view=hours",
    "/places?force=demonstration&grade=2&view=abuse",
    "/incidents?force=demonstration&grade=1&from=2026-10&to=2026-10",
    "/review?force=demonstration&grade=1",
    "/calls",
    "/retention",
    "/retention?force=demonstration&worker_type=officer&from=2022-11&view=curves",
    "/leaving_reasons",
    "/keeping_people",
    "/wellbeing",
    "/wellbeing?view=list",
    "/situations",
    "/occupational_health",
    "/absence",
    "/recommendations",
    "/framework",
    "/published",
    "/response_record",
]


@pytest.fixture(scope="module", params=CALM)
def visited(site: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that is only looked at, opened once for all that is asked of it."""
    yield from opened(site, browser, request.param)


@pytest.fixture(scope="module")
def attendance(site: str, browser: Browser) -> Iterator[Page]:
    """The attendance page, opened once."""
    yield from opened(site, browser, ATTENDANCE)


def opened(site: str, browser: Browser, path: str) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield arrive(context.new_page(), site + path)
    context.close()


def resized(page: Page, size: tuple[int, int]) -> Page:
    page.bring_to_front()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every("
        "c => Math.abs(c.querySelector('.main-svg').getBoundingClientRect().width - c.clientWidth) < 3)"
    )
    return page


@pytest.mark.parametrize("size", [WIDE, LAPTOP, PHONE], ids=["1920", "1366", "412"])
def test_nothing_is_wider_than_the_screen_or_cut_off(visited: Page, site: str, size: tuple[int, int]) -> None:
    page, path = resized(visited, size), visited.url.removeprefix(site)
    keep(
        page,
        f"{re.sub(r'[^a-z0-9]+', '-', path.replace('force=demonstration', '')).strip('-') or 'overview'}-{size[0]}",
    )
    wide = "e => Math.max(e.scrollWidth - e.clientWidth, 0)"
    assert page.locator("html").evaluate(wide) == page.get_by_test_id("stMain").evaluate(wide) == 0
    assert (
        cut_off(page, "h1, h2, h3, .pd-card, .pd-value, .pd-verdict, .pd-note, .pd-formal, .pd-stamp, .pd-badge") == []
    )
    badge, heading = page.locator(".pd-badge").bounding_box(), page.locator("h1").bounding_box()
    assert badge is not None
    assert heading is not None
    assert badge["y"] + badge["height"] <= heading["y"]
    assert heading["y"] + heading["height"] < size[1]  # the finding is seen without scrolling


def cut_off(page: Page, what: str) -> list[str]:
    # On a phone the sidebar is closed: it has no width and stands beside the screen, where nobody reads it.
    return page.locator(what).evaluate_all(
        "elements => elements.filter(e => e.scrollWidth > e.clientWidth + 1"
        " && e.getBoundingClientRect().right > 0).map(e => e.textContent)"
    )


@pytest.mark.parametrize("size", [WIDE, LAPTOP], ids=["1920", "1366"])
def test_no_word_of_a_chart_is_cut_off_or_covered(attendance: Page, size: tuple[int, int]) -> None:
    page = resized(attendance, size)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        box = chart.bounding_box()
        words = chart.locator("text").evaluate_all(
            "texts => texts.map(t => [t.textContent.trim(), t.getBoundingClientRect()])"
            ".map(([w, r]) => [w, r.left, r.right, r.top, r.bottom]).filter(([w]) => w)"
        )
        assert box is not None
        assert len(words) > 5
        assert [w for w, left, right, *_ in words if left < box["x"] - 1 or right > box["x"] + box["width"] + 1] == []
        assert [pair for pair in combinations(words, 2) if overlap(*pair)] == []


def overlap(one: Any, other: Any) -> bool:
    # Two lines of text may share a few pixels of their boxes: line spacing, not ink.
    return one[1] < other[2] - 2 and other[1] < one[2] - 2 and one[3] < other[4] - 5 and other[3] < one[4] - 5


# For everybody


def test_axe_finds_no_serious_violation(visited: Page) -> None:
    found = Axe().run(resized(visited, WIDE)).response["violations"]
    grave = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    assert [f"{violation['id']}: {[node['html'][:200] for node in violation['nodes']]}" for violation in grave] == []


def test_every_chart_has_its_finding_in_words(attendance: Page) -> None:
    page = resized(attendance, WIDE)
    findings = page.locator("h2").all_inner_texts()
    charts = page.get_by_test_id("stPlotlyChart").all()
    for chart, finding in zip(charts, findings, strict=True):
        said = chart.locator("xpath=descendant-or-self::*[@aria-label]").first.get_attribute("aria-label")
        assert finding.replace("\u00a0", " ") in (said or "").replace("\u00a0", " ")
