"""The attendance page in a real browser: the URL, going back, the download, the keyboard."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsing import BADGE, LAPTOP, WIDE, arrive, chosen, headline, query, select, settled, unfold
from playwright.sync_api import Browser, Page, expect


def to_attendance(page: Page) -> Page:
    """From the overview to the attendance page, by the navigation above."""
    page.get_by_test_id("stTopNavSection").filter(has_text="Attendance times").click()
    page.get_by_role("menuitem", name="Within standard").click()
    page.wait_for_url("**/attendance**")
    page.wait_for_selector('[data-testid="stSidebar"]')
    return settled(page)


# Loading


@pytest.mark.parametrize("size", [WIDE, LAPTOP], ids=["1920", "1366"])
def test_a_visitor_who_enters_at_the_front_meets_no_error(site: str, page: Page, size: tuple[int, int]) -> None:
    errors, asked = listen(page), set[str]()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    arrive(page, f"{site}/", size)
    to_attendance(page)
    assert page.get_by_test_id("stPlotlyChart").count() == 2
    assert page.get_by_test_id("stException").count() == 0
    assert errors == []
    assert asked - {urlsplit(site).netloc, ""} == set()  # nothing is fetched from another site


def test_a_deep_link_fails_only_in_streamlits_own_two_questions(site: str, page: Page) -> None:
    failed: list[str] = []
    page.on("response", lambda response: failed.append(urlsplit(response.url).path) if response.status >= 400 else None)
    errors = listen(page)
    arrive(page, f"{site}/attendance?force=demonstration&grade=2")
    assert set(failed) <= {"/attendance/_stcore/health", "/attendance/_stcore/host-config"}
    assert len(errors) == len(failed)
    assert "grade 2" in headline(page)
    assert page.locator(".pd-badge").inner_text() == BADGE


def listen(page: Page) -> list[str]:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


# The URL


def test_a_chosen_filter_travels_in_the_url(site: str, page: Page, browser: Browser) -> None:
    arrive(page, f"{site}/")
    to_attendance(page)
    before = headline(page)
    select(page, "Grade", "Grade 2 (priority)")
    page.wait_for_url("**grade=2**")
    unfold(page)
    select(page, "Area", "Rural")
    page.wait_for_url("**rurality=rural**")
    select(page, "Clock", "incident created → first arrival")
    page.wait_for_url("**clock=created_to_arrival**")
    expect(page.locator("h1")).to_contain_text("grade 2")
    settled(page)
    travelled = {"grade": ["2"], "rurality": ["rural"], "clock": ["created_to_arrival"]}
    assert query(page) == {"force": ["demonstration"]} | travelled
    assert headline(page) != before
    stranger = browser.new_context()
    other = arrive(stranger.new_page(), page.url)
    assert headline(other) == headline(page)
    unfold(other)
    assert chosen(other) == chosen(page)
    assert chosen(other)[0] == "Grade 2 (priority)"
    stranger.close()


def test_a_card_of_the_overview_opens_its_grade(site: str, page: Page) -> None:
    arrive(page, f"{site}/")
    page.get_by_role("link", name="Grade 2: attended within standard").click()
    page.wait_for_url("**/attendance?**")
    settled(page)
    assert query(page)["grade"] == ["2"]
    assert "grade 2" in headline(page)
    assert chosen(page)[0] == "Grade 2 (priority)"


def test_the_back_button_returns_to_the_overview(site: str, page: Page) -> None:
    arrive(page, f"{site}/")
    front = headline(page)
    page.get_by_role("link", name="Grade 2: attended within standard").click()
    page.wait_for_url("**/attendance?**")
    settled(page)
    while urlsplit(page.url).path != "/":
        page.go_back()
    page.wait_for_selector(".pd-theme")
    settled(page)
    assert headline(page) == front


def test_the_back_button_undoes_a_filter(site: str, page: Page) -> None:
    arrive(page, f"{site}/attendance?force=demonstration&grade=1")
    before, boxes = headline(page), chosen(page)
    select(page, "Grade", "Grade 2 (priority)")
    page.wait_for_url("**grade=2**")
    expect(page.locator("h1")).to_contain_text("grade 2")
    page.go_back()
    page.wait_for_url("**grade=1**")
    expect(page.locator("h1")).to_contain_text("grade 1")
    settled(page)
    assert headline(page) == before
    assert chosen(page) == boxes
    assert query(page)["grade"] == ["1"]


# The download


def test_the_csv_says_that_the_figures_are_invented(site: str, page: Page) -> None:
    arrive(page, f"{site}/attendance?force=demonstration&grade=1")
    for place, name in enumerate(("attendance_within_standard_by_month", "funnel")):
        panel = page.get_by_test_id("stMain").get_by_test_id("stExpander").nth(place)
        panel.locator("summary").click()
        expect(panel.locator("canvas").first).to_be_visible()  # the table comes late and moves the button below it
        with page.expect_download() as waiting:
            panel.get_by_test_id("stDownloadButton").get_by_role("button").press("Enter")
        assert waiting.value.suggested_filename == f"perfdash-{name}.csv"
        text = Path(waiting.value.path()).read_text(encoding="utf-8")
        assert BADGE in text
        assert not [
            cell for line in text.splitlines() for cell in line.split(",") if cell.startswith(("=", "+", "-", "@"))
        ]


# The keyboard

LOOK = """element => { const looks = []; for (let e = element, n = 0; e && n < 5; e = e.parentElement, n++) {
  const s = getComputedStyle(e); looks.push([s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderTopColor].join()) }
  return looks.join() }"""
FOCUSED = """() => document.activeElement.getAttribute('role') === 'combobox'
  ? document.activeElement.getAttribute('aria-label') : ''"""


def test_the_keyboard_reaches_every_filter_and_shows_where_it_is(site: str, page: Page) -> None:
    arrive(page, f"{site}/attendance?force=demonstration&grade=1")
    unfold(page)
    boxes = page.get_by_test_id("stSidebar").get_by_role("combobox")
    at_rest = {box.get_attribute("aria-label"): box.evaluate(LOOK) for box in boxes.all()}
    assert set(at_rest) >= {"Grade", "Local policing team", "Area", "From", "To", "Clock"}
    reached: set[str] = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        label = page.evaluate(FOCUSED)
        if label in at_rest:
            reached.add(label)
            box = page.get_by_role("combobox", name=label, exact=True).element_handle()
            page.wait_for_function("([e, was, look]) => eval(look)(e) !== was", arg=[box, at_rest[label], LOOK])
    assert reached == set(at_rest)
