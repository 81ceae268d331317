"""The pages in a real browser: Debian's Chromium, driven against `perfdash serve` on a small demonstration store."""

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from door import ROOT, command, perfdash

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SCREENSHOTS = ROOT / "screenshots"
WIDE, LAPTOP, PHONE = (1920, 1080), (1366, 768), (412, 915)
BADGE = "Demonstration: invented figures"
PATIENCE = 30_000  # ms until something must be there; nothing waits longer than it takes

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason="Chromium is not installed (apt-get install chromium)"
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served demonstration store."""
    store = tmp_path_factory.mktemp("browser") / "store"
    assert perfdash("demo", "--years", 4, "--incidents-per-year", 6000, "--store", store).code == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (store.parent / "serve.log").open("w")
    server = subprocess.Popen(
        command("serve", "--store", store, "--port", port), cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
    )
    address = f"http://localhost:{port}"
    try:
        _await(server, f"{address}/_stcore/health", Path(log.name))
        yield address
    finally:
        server.terminate()
        server.wait(30)
        log.close()


def _await(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor."""
    context = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A fresh visitor's empty tab."""
    return context.new_page()


def settled(page: Page) -> Page:
    """The page when its last line stands, its script has ended and its charts are drawn."""
    page.wait_for_selector(".pd-stamp")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(c => c.querySelector('.main-svg'))"
        " && !document.querySelector('[data-testid=stSkeleton]')"
    )
    return page


def arrive(page: Page, address: str, size: tuple[int, int] = WIDE) -> Page:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    return settled(page)


def to_attendance(page: Page) -> Page:
    """From the overview to the attendance page, by the navigation above."""
    page.get_by_role("link", name="Attendance", exact=True).click()
    page.wait_for_url("**/attendance**")
    page.wait_for_selector('[data-testid="stSidebar"]')
    return settled(page)


def headline(page: Page) -> str:
    return page.locator("h1").inner_text().replace("\u00a0", " ")


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def select(page: Page, label: str, option: str) -> None:
    """Chooses in one of the sidebar's boxes, as a reader does."""
    page.get_by_test_id("stSidebar").get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def chosen(page: Page) -> list[str]:
    """What the sidebar's boxes show."""
    boxes = page.get_by_test_id("stSidebar").get_by_role("combobox")
    expect(boxes.first).to_be_visible()
    return [box.input_value() for box in boxes.all()]


def keep(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


# Loading


@pytest.mark.parametrize("size", [WIDE, LAPTOP], ids=["1920", "1366"])
def test_a_visitor_who_enters_at_the_front_meets_no_error(site: str, page: Page, size: tuple[int, int]) -> None:
    errors, asked = listen(page), set[str]()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    arrive(page, f"{site}/", size)
    to_attendance(page)
    assert page.get_by_test_id("stPlotlyChart").count() >= 3
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
    select(page, "Area", "Rural")
    page.wait_for_url("**rurality=rural**")
    expect(page.locator("h1")).to_contain_text("grade 2")
    settled(page)
    assert query(page) == {"force": ["demonstration"], "grade": ["2"], "rurality": ["rural"]}
    assert headline(page) != before
    stranger = browser.new_context()
    other = arrive(stranger.new_page(), page.url)
    assert headline(other) == headline(page)
    assert chosen(other) == chosen(page)
    assert chosen(other)[0] == "Grade 2 (priority)"
    stranger.close()


def test_a_card_of_the_overview_opens_its_grade(site: str, page: Page) -> None:
    arrive(page, f"{site}/")
    page.locator(".pd-theme").nth(1).get_by_role("link").first.click()
    page.wait_for_url("**/attendance?**")
    settled(page)
    assert query(page)["grade"] == ["2"]
    assert "grade 2" in headline(page)
    assert chosen(page)[0] == "Grade 2 (priority)"


def test_the_back_button_returns_to_the_overview(site: str, page: Page) -> None:
    arrive(page, f"{site}/")
    front = headline(page)
    page.locator(".pd-theme").nth(1).get_by_role("link").first.click()
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
    for place, name in enumerate(("within_standard_by_month", "within_standard_by_lpt", "funnel")):
        page.get_by_test_id("stExpander").nth(place).locator("summary").click()
        with page.expect_download() as waiting:
            page.get_by_test_id("stExpander").nth(place).get_by_test_id("stDownloadButton").get_by_role(
                "button"
            ).click()
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


# The room: one visit a page, looked at in three sizes

CALM = ["/", "/attendance?force=demonstration&grade=1", "/attendance?force=demonstration&grade=3"]


@pytest.fixture(scope="module")
def visited(site: str, browser: Browser) -> Iterator[dict[str, Page]]:
    """Pages that are only looked at, each opened once."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield {path: arrive(context.new_page(), site + path) for path in CALM}
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
@pytest.mark.parametrize("path", CALM)
def test_nothing_is_wider_than_the_screen_or_cut_off(
    visited: dict[str, Page], path: str, size: tuple[int, int]
) -> None:
    page = resized(visited[path], size)
    keep(page, f"{'attendance' if 'attendance' in path else 'overview'}{path[-1:].strip('/')}-{size[0]}")
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
    return page.locator(what).evaluate_all(
        "elements => elements.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    )


@pytest.mark.parametrize("size", [WIDE, LAPTOP], ids=["1920", "1366"])
def test_no_word_of_a_chart_is_cut_off_or_covered(visited: dict[str, Page], size: tuple[int, int]) -> None:
    page = resized(visited[CALM[1]], size)
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


@pytest.mark.parametrize("path", CALM)
def test_axe_finds_no_serious_violation(visited: dict[str, Page], path: str) -> None:
    found = Axe().run(resized(visited[path], WIDE)).response["violations"]
    grave = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    assert [f"{violation['id']}: {[node['html'][:200] for node in violation['nodes']]}" for violation in grave] == []


def test_every_chart_has_its_finding_in_words(visited: dict[str, Page]) -> None:
    page = resized(visited[CALM[1]], WIDE)
    findings = [headline(page), *page.locator("h2").all_inner_texts()[1:]]
    charts = page.get_by_test_id("stPlotlyChart").all()
    for chart, finding in zip(charts, findings, strict=True):
        said = chart.locator("xpath=descendant-or-self::*[@aria-label]").first.get_attribute("aria-label")
        assert finding.replace("\u00a0", " ") in (said or "").replace("\u00a0", " ")
