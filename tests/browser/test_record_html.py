"""The response record as it is downloaded: nothing that axe would hold against the HTML, and no wider than a phone."""

from pathlib import Path

import docx
from axe_playwright_python.sync_playwright import Axe
from browsing import BADGE, LAPTOP, PHONE, arrive
from playwright.sync_api import Page


def downloaded(page: Page, label: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_both_downloads_are_what_they_promise(site: str, page: Page, tmp_path: Path) -> None:
    arrive(page, f"{site}/response_record")
    word = docx.Document(str(downloaded(page, "Download for Word (DOCX)", tmp_path)))
    assert BADGE in word.sections[0].header.paragraphs[0].text
    page.goto(downloaded(page, "Download as HTML", tmp_path).as_uri())
    assert page.locator("h1").inner_text() == "Force Inspection response record"
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    for width, height in (LAPTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
