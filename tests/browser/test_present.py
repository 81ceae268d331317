"""A meeting on screen, in a real browser: legible, by the keyboard alone, and at the same place whatever happens."""

import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import BADGE, LAPTOP, PATIENCE, WIDE, keep, query, settled
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from door import ROOT, command, perfdash, write_csv, write_profile

MEETING = "2030-01-15-public"
FORCE = "force=demonstration"
AGENDA = {
    f"attendance?{FORCE}&grade=1&panel=lead": "Are emergencies attended in time?",
    f"attendance?{FORCE}&grade=1": "Is it getting better?",
    f"attendance?{FORCE}&grade=1&panel=funnel": "How far can it be trusted?",
    f"places?{FORCE}&grade=1": "Where are they not?",
    f"stages?{FORCE}&grade=1": "Where do the minutes go?",
    f"calls?{FORCE}": "Are 999 calls answered?",
    f"definitions?{FORCE}&grade=1": "Would another definition say otherwise?",
    f"retention?{FORCE}": "Who leaves?",
    "?panel=lead": "What should be asked about first?",
}
LEFT, RIGHT, TOP, BOTTOM = 96, 1824, 54, 1026  # margins of 5 % of 1920 × 1080
SMALL = (854, 480)  # a webcast on a phone
PRESENTED = f"/meetings?meeting={MEETING}&present=1&screen=1"


@dataclass
class Hall:
    """A store with a frozen meeting, and the server that shows it."""

    store: Path
    port: int
    server: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def begin(self) -> None:
        asked = command("serve", "--store", self.store, "--port", self.port)
        settings = os.environ | {"PERFDASH_ROLE": "chief officer"}
        quiet = subprocess.DEVNULL
        self.server.append(subprocess.Popen(asked, cwd=ROOT, env=settings, stdout=quiet, stderr=quiet))
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def end(self) -> None:
        self.server[-1].terminate()
        self.server[-1].wait(30)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A meeting of nine screens, frozen, and its server."""
    store = tmp_path_factory.mktemp("present") / "store"
    assert perfdash("demo", "--years", 4, "--incidents-per-year", 6000, "--store", store).code == 0
    assert perfdash("meeting", "create", MEETING[:10], "public", "--title", "A webcast", "--store", store).code == 0
    for link, question in AGENDA.items():
        added = ("meeting", "agenda", "add", MEETING, link, "--question", question, "--notes", f"Say: {question}")
        assert perfdash(*added, "--store", store).code == 0
    assert perfdash("meeting", "freeze", MEETING, "--store", store).code == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = Hall(store, free.getsockname()[1])
    place.begin()
    yield place
    place.end()


def presented(page: Page, number: int) -> Page:
    """The page when that screen stands with its chart."""
    expect(page.locator(".pd-place")).to_contain_text(re.compile(rf"^{number} of \d+"))
    page.wait_for_function(
        "() => [...document.querySelectorAll('.st-key-present [data-testid=stPlotlyChart]')]"
        ".every(c => c.querySelector('.main-svg')) && !document.querySelector('.st-key-present [data-testid=stSkeleton]')"
    )
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.evaluate("() => document.fonts.ready")
    try:
        page.wait_for_function(f"() => ({MARKS})().every(size => size > 0)", polling=100)  # drawn, and not only there
    except PlaywrightTimeout as late:
        raise AssertionError(f"screen {number} is not drawn: {page.evaluate(UNSEEN)}") from late
    return page


def finding(page: Page) -> str:
    return page.locator(".st-key-present h1").inner_text()


# Legibility

TEXTS = """() => {
  const found = [];
  const stage = document.querySelector('.st-key-present');
  const walk = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, element = node.parentElement;
    if (!node.textContent.trim() || element.closest('.pd-heard, style, title, defs')) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden' || style.opacity === '0') continue;
    for (const box of range.getClientRects()) if (box.width > 1)
      found.push({words: node.textContent.trim(), left: box.left, right: box.right, top: box.top, bottom: box.bottom,
        pale: style.opacity < 1 && !element.closest('button:disabled'),
        size: parseFloat(style.fontSize), kind: element.closest('kbd') ? 'key' : element.closest('svg') ? 'chart'
          : element.closest('h1') ? 'title' : element.closest('.pd-large') && element.tagName !== 'SPAN' ? 'number' : 'text'});
  }
  return found }"""
PARTS = """() => [...document.querySelectorAll('.st-key-present > *')].map(e => e.getBoundingClientRect())
  .filter(r => r.height).map(r => [r.top, r.bottom])"""
STROKES = """() => [...document.querySelectorAll('.st-key-present .scatterlayer .js-line')]
  .map(e => parseFloat(getComputedStyle(e).strokeWidth))"""
MARKS = """() => [...document.querySelectorAll('.st-key-present .scatterlayer .points path')]
  .filter(e => !/^M0,0/.test(e.getAttribute('d')) && !e.closest('[data-retained]'))
  .map(e => Math.max(e.getBBox().width, e.getBBox().height))"""
UNSEEN = """() => [...document.querySelectorAll('.st-key-present, .st-key-present *')].map(e => [e, getComputedStyle(e).display])
  .filter(([e, shown]) => shown === 'none' || e.matches('.st-key-present > *, .js-plotly-plot'))
  .map(([e, shown]) => [e.tagName, String(e.className), shown, ...Object.values(e.getBoundingClientRect().toJSON())])"""
SCROLL = """() => ['html', 'body', '[data-testid=stMain]'].map(name => document.querySelector(name))
  .map(e => [e.scrollLeft, e.scrollTop, getComputedStyle(e).overflowX, getComputedStyle(e).overflowY])"""
LEAST = {"title": 44, "number": 96, "chart": 28, "text": 28, "key": 20}


def assert_legible(page: Page) -> None:
    """Everything of look.md on present mode that can be measured, at 1920 × 1080."""
    texts: list[dict[str, Any]] = page.evaluate(TEXTS)
    assert len(texts) > 5
    assert [t for t in texts if t["size"] < LEAST[t["kind"]] or t["pale"]] == []
    outside = [
        t
        for t in texts
        if t["left"] < LEFT - 1 or t["right"] > RIGHT + 1 or t["top"] < TOP - 1 or t["bottom"] > BOTTOM + 1
    ]
    assert outside == []
    chart = [t for t in texts if t["kind"] == "chart"]
    assert [(a["words"], b["words"]) for a, b in combinations(chart, 2) if overlap(a, b)] == []
    parts = page.evaluate(PARTS)
    assert [pair for pair in pairwise(parts) if pair[0][1] > pair[1][0] + 1] == []
    assert parts[-1][1] <= BOTTOM + 1
    assert [width for width in page.evaluate(STROKES) if 0 < width < 4] == []
    assert [size for size in page.evaluate(MARKS) if size < 13.9] == []
    assert all(left == top == 0 and {x, y} <= {"hidden", "clip"} for left, top, x, y in page.evaluate(SCROLL))
    assert page.evaluate("() => document.getAnimations().length") == 0
    for name in ("stHeader", "stToolbar", "stStatusWidget", "stSidebar"):
        assert not page.get_by_test_id(name).locator("visible=true").count()


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    # Two lines of text may share some pixels of their boxes: line spacing, not ink.
    across = one["left"] < other["right"] - 2 and other["left"] < one["right"] - 2
    return bool(across and one["top"] < other["bottom"] - 9 and other["top"] < one["bottom"] - 9)


def test_nine_screens_are_walked_by_the_keyboard_alone_and_each_is_legible(hall: Hall, page: Page) -> None:
    page.goto(hall.address + PRESENTED)
    findings = []
    for number, question in enumerate(AGENDA.values(), 1):
        presented(page, number)
        keep(page, f"present-{number}")
        assert_legible(page)
        assert question in page.locator(".st-key-present").inner_text()
        assert page.locator(".pd-invented").inner_text() == BADGE
        findings.append(finding(page))
        page.keyboard.press("ArrowRight" if number % 2 else "PageDown")
    assert len(set(findings)) == len(AGENDA)
    presented(page, 9)  # there is nothing after the last
    page.keyboard.press("ArrowLeft")
    presented(page, 8)
    page.keyboard.press("Home")
    expect(page.locator(".st-key-present h1")).to_have_text("A webcast, 15 January 2030")
    keep(page, "present-overview")
    assert_legible(page)
    page.get_by_role("button", name="4: Where are they not?").focus()
    page.keyboard.press("Enter")
    presented(page, 4)
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_contain_text("its figures are frozen")
    assert set(query(page)) == {"meeting"}


def test_what_is_read_aloud_comes_in_order_and_the_focus_is_seen(hall: Hall, page: Page) -> None:
    page.goto(hall.address + PRESENTED.replace("screen=1", "screen=2"))
    presented(page, 2)
    order = page.evaluate(
        "() => [...document.querySelectorAll('.st-key-present :is(h1, .pd-says, [role=figure], .pd-marks, .pd-of,"
        " button)')].filter(e => e.checkVisibility()).map(e => e.matches('h1') ? 'finding' : e.matches('.pd-says') ? 'words'"
        " : e.matches('.pd-marks') ? 'events' : e.matches('.pd-of') ? 'source' : e.matches('button') ? 'way' : 'chart')"
        ".filter((name, place, all) => name !== all[place - 1])"
    )
    assert order == ["finding", "words", "chart", "events", "source", "way"]
    chart = page.locator(".st-key-present [data-testid=stPlotlyChart]")
    said = chart.get_attribute("aria-label") or ""
    assert finding(page).replace("\u00a0", " ")[:40] in said.replace("\u00a0", " ")
    page.keyboard.press("Tab")
    assert page.evaluate("() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 3


@pytest.mark.parametrize("size", [WIDE, LAPTOP, SMALL], ids=["1920", "1366", "854"])
def test_every_size_of_screen_shows_the_same_whole_stage(hall: Hall, page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(hall.address + PRESENTED.replace("screen=1", "screen=2"))
    presented(page, 2)
    stage = page.locator(".st-key-present").bounding_box()
    assert stage is not None
    scale = min(size[0] / 1920, size[1] / 1080)
    assert abs(stage["width"] - 1920 * scale) < 2
    assert stage["x"] >= -1
    assert stage["x"] + stage["width"] <= size[0] + 1
    assert stage["y"] + stage["height"] <= size[1] + 1
    drawn = page.locator(".st-key-present .main-svg").first.bounding_box()
    assert drawn is not None
    assert abs(drawn["width"] - 1728 * scale) < 3
    assert drawn["y"] + drawn["height"] <= page.locator(".st-key-present .pd-marks").bounding_box()["y"] + 1  # type: ignore[index]
    smallest = min(t["bottom"] - t["top"] for t in page.evaluate(TEXTS) if t["kind"] != "key")
    assert smallest >= 28 * scale
    page.get_by_role("button", name="Overview").click()  # nothing lies over the way on
    expect(page.locator(".st-key-present h1")).to_have_text("A webcast, 15 January 2030")
    page.keyboard.press("ArrowRight")
    presented(page, 1)
    page.keyboard.press("ArrowRight")
    presented(page, 2)
    keep(page, f"present-scaled-{size[0]}")


RETAINED = """() => { const last = document.querySelector('.st-key-present > :nth-child(2)').cloneNode(true);
  last.dataset.retained = 'true'; last.style.display = 'none';
  document.querySelector('.st-key-present > :nth-child(2)').after(last) }"""
PLACES = """() => ['h1', '.st-key-present_chart', '.pd-of', '.pd-place', '.pd-invented', '.st-key-present_foot']
  .map(name => document.querySelector(`.st-key-present ${name}`).getBoundingClientRect())
  .map(r => [r.x, r.y, r.width, r.height])"""


def test_what_the_platform_keeps_unseen_of_the_last_screen_moves_nothing(hall: Hall, page: Page) -> None:
    """Streamlit leaves the last chart in the page, hidden and marked, until the new screen has ended its run."""
    page.goto(hall.address + PRESENTED.replace("screen=1", "screen=2"))
    presented(page, 2)
    before = page.evaluate(PLACES)
    page.evaluate(RETAINED)
    assert page.evaluate(PLACES) == before


# Whatever happens


def test_a_reload_a_lost_network_and_a_restart_come_back_to_the_same_screen(hall: Hall, page: Page) -> None:
    page.goto(hall.address + PRESENTED)
    presented(page, 1)
    for number in range(2, 6):
        page.keyboard.press("ArrowRight")
        presented(page, number)
    before = finding(page)
    page.reload()
    presented(page, 5)
    assert finding(page) == before

    page.context.set_offline(True)
    page.wait_for_timeout(4000)  # how long the network is gone
    assert finding(page) == before
    assert not page.get_by_role("dialog").locator("visible=true").count()
    page.context.set_offline(False)
    page.keyboard.press("ArrowRight")
    presented(page, 6)

    hall.end()
    page.wait_for_timeout(2000)
    assert page.locator(".st-key-present h1").is_visible()
    assert not page.get_by_role("dialog").locator("visible=true").count()
    hall.begin()
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    page.wait_for_timeout(3000)  # the new server's first run of the screen; what is pressed during it is lost
    presented(page, 6)
    page.keyboard.press("ArrowRight")
    presented(page, 7)


def test_a_load_moves_no_figure_on_screen_and_leaving_shows_the_new_one(
    hall: Hall, browser: Browser, tmp_path: Path
) -> None:
    rooms = [browser.new_page(viewport={"width": 1920, "height": 1080}) for _ in range(2)]
    meeting, alone = rooms
    meeting.goto(hall.address + PRESENTED)
    settled_at = f"{hall.address}/attendance?{FORCE}&grade=1"
    alone.goto(settled_at)
    settled(alone)
    alone.get_by_role("link", name="Present this").click()
    before = [finding(presented(page, 1)) for page in rooms]
    load_late_incidents(hall.store, tmp_path)
    for page in rooms:
        page.keyboard.press("ArrowRight")
        presented(page, 2)
        page.keyboard.press("ArrowLeft")
        presented(page, 1)
    assert [finding(page) for page in rooms] == before
    for page in rooms:
        page.reload()
    assert [finding(presented(page, 1)) for page in rooms] == before

    alone.keyboard.press("Escape")
    settled(alone)
    assert "present" not in query(alone)
    assert alone.locator("h1").inner_text() != before[1]
    meeting.keyboard.press("Escape")
    expect(meeting.locator(".pd-as-at")).to_contain_text("are published since; they change nothing here")
    meeting.get_by_role("button", name="What would differ today?").click()
    expect(meeting.locator(".pd-reasons").first).to_contain_text("was", timeout=4 * PATIENCE)
    for page in rooms:
        page.close()


def load_late_incidents(store: Path, folder: Path) -> None:
    """Three hundred emergencies of October 2026 that waited an hour."""
    rows = [
        (f"L{n}", f"2026-10-{n % 28 + 1:02d} 10:00:00", f"2026-10-{n % 28 + 1:02d} 11:00:00", 1) for n in range(300)
    ]
    extract = write_csv(folder / "late.csv", ("Ref", "Call", "Arrived", "Grade"), rows)
    profile = write_profile(folder / "late.toml", force="demonstration")
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", store).code == 0


def test_the_notes_follow_the_screen_and_move_it(hall: Hall, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    screen, notes = context.new_page(), context.new_page()
    screen.goto(hall.address + PRESENTED)
    presented(screen, 1)
    notes.goto(f"{hall.address}/meetings?meeting={MEETING}&notes=1")
    expect(notes.locator("h1")).to_contain_text("1 of 9")
    expect(notes.locator(".pd-notes-now")).to_have_text("Say: Are emergencies attended in time?")
    screen.keyboard.press("ArrowRight")
    expect(notes.locator("h1")).to_contain_text("2 of 9")
    expect(notes.locator(".pd-formal").last).to_contain_text("Next: How far can it be trusted?")
    notes.keyboard.press("ArrowRight")
    presented(screen, 3)
    assert query(screen)["screen"] == ["3"]
    screen.reload()
    presented(screen, 3)
    keep(notes, "present-notes")
    context.close()


# For everybody


@pytest.mark.parametrize(
    "path",
    [PRESENTED, PRESENTED.replace("screen=1", "screen=2"), PRESENTED.replace("screen=1", "screen=0"),
     f"/meetings?meeting={MEETING}&notes=1", f"/meetings?meeting={MEETING}", "/meetings"],
    ids=["numbers", "chart", "overview", "notes", "meeting", "list"],
)  # fmt: skip
def test_axe_finds_no_serious_violation(hall: Hall, page: Page, path: str) -> None:
    page.goto(hall.address + path)
    page.wait_for_selector("h1")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(500)
    found = Axe().run(page).response["violations"]
    grave = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    assert [f"{violation['id']}: {[node['html'][:200] for node in violation['nodes']]}" for violation in grave] == []
