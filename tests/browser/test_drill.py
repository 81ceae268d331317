"""From the force to the incidents behind a point in four clicks, and back by the trail and by the browser."""

from browsing import arrive, headline, query, settled
from playwright.sync_api import Locator, Page

FORCE = "/places?force=demonstration&grade=1"


def click_mark(page: Page, chart: Locator, place: int) -> None:
    """Clicks a mark of a chart where it is drawn: Plotly listens to the pointer and not to its marks."""
    chart.scroll_into_view_if_needed()
    box = chart.locator(".scatterlayer .trace .points path").nth(place).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2 - 1, box["y"] + box["height"] / 2 - 1)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_team_month_and_incident_are_a_click_each_and_the_trail_leads_back(site: str, page: Page) -> None:
    arrive(page, f"{site}{FORCE}")
    click_mark(page, page.get_by_test_id("stPlotlyChart").first, 0)
    page.wait_for_url("**/attendance?**lpt=burton**")
    settled(page)
    assert "in Burton" in headline(page)

    click_mark(page, page.get_by_test_id("stPlotlyChart").first, 5)
    page.wait_for_url("**/incidents?**")
    settled(page)
    asked = query(page)
    assert asked["lpt"] == ["burton"]
    assert asked["from"] == asked["to"]
    assert "Burton" in headline(page)

    trail = page.locator(".st-key-trail")
    trail.get_by_role("button", name="Burton").click()
    page.wait_for_function("() => !location.search.includes('from=')")
    settled(page)
    assert query(page)["lpt"] == ["burton"]

    page.go_back()
    page.wait_for_url(f"**from={asked['from'][0]}**")
    settled(page)
    assert query(page) == asked
