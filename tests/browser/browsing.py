"""What a visitor does and sees, for every browser test."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from door import ROOT

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
SCREENSHOTS = ROOT / "screenshots"
WIDE, LAPTOP, PHONE = (1920, 1080), (1366, 768), (412, 915)
BADGE = "Demonstration: invented figures"
PATIENCE = 60_000  # ms until something must be there; nothing waits longer than it takes


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


def headline(page: Page) -> str:
    return page.locator("h1").inner_text().replace("\u00a0", " ")


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def select(page: Page, label: str, option: str) -> None:
    """Chooses in one of the sidebar's boxes, as a reader does."""
    page.get_by_test_id("stSidebar").get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def unfold(page: Page) -> None:
    """Opens the rarer choices of the sidebar."""
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.locator("summary").click()
    expect(sidebar.get_by_role("combobox", name="Clock")).to_be_visible()
    settled(page)


def chosen(page: Page) -> list[str]:
    """What the sidebar's boxes show."""
    boxes = page.get_by_test_id("stSidebar").get_by_role("combobox")
    expect(boxes.first).to_be_visible()
    return [box.input_value() for box in boxes.all()]


def keep(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
