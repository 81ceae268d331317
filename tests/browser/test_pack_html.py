"""The HTML pack in a browser without a network: charts are drawn, the policy holds, and axe finds nothing."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import LAPTOP, PHONE
from playwright.sync_api import Page

from perfdash.analysis.spc import xmr
from perfdash.figures.process_chart import process_chart
from perfdash.meeting.pack_html import pack_html
from perfdash.meeting.pack_words import Pack
from perfdash.meeting.screens import Happened, Number, Screen


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    months = pd.date_range("2024-01-01", periods=24, freq="MS")
    values = [0.85 + 0.01 * (-1) ** at for at in range(24)]
    figure = process_chart(xmr(months, values, improvement_direction="increase"), "share")
    rows = [{"month": f"{month:%Y-%m}", "share_within": value} for month, value in zip(months, values, strict=True)]
    screens = (
        Screen(
            "share", "84.0 % in time in December, no clear change", "Share within standard, 2024 to 2025", "extracts", "/a",
            "A process chart.", "Why?", "", True, json.loads(figure.to_json()), rows=rows, events=(Happened(1, "1 May", "A"),),
        ),
        Screen("now", "Two measures", "Now", "extracts", "/b", numbers=(Number("Share", "85", "%", "No clear change"),)),
    )  # fmt: skip
    path = tmp_path / "pack.html"
    made = Pack(
        "Public meeting", date(2026, 11, 26), "public", "As at today", True, "Small numbers are hidden.", screens
    )
    path.write_text(pack_html(made), encoding="utf-8")
    return path


def opened(page: Page, pack: Path) -> list[str]:
    """The page with its charts, and what the browser complained of or asked for."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    page.context.set_offline(True)
    page.goto(pack.as_uri())
    page.wait_for_selector(".chart .xtick")
    return said


def test_charts_are_drawn_without_a_network_and_without_complaint(page: Page, pack: Path) -> None:
    assert opened(page, pack) == []
    assert "upper limit" in (page.locator(".chart").text_content() or "")
    assert page.locator(".modebar-btn").count() == 0  # no upload button, nor any other


def test_axe_finds_nothing_and_a_phone_needs_no_sideways_scrolling(page: Page, pack: Path) -> None:
    opened(page, pack)
    for details in page.locator("summary").all():
        details.click()
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    for width, height in (LAPTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_the_findings_first(page: Page, pack: Path) -> None:
    opened(page, pack)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#screens"


def test_printing_gives_every_chart_the_width_of_the_paper(page: Page, pack: Path) -> None:
    opened(page, pack)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function("document.querySelector('.chart .main-svg').getAttribute('width') === '1040'")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function("document.querySelector('.chart .main-svg').getAttribute('width') !== '1040'")
