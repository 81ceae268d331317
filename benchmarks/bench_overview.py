"""The overview in a real browser beside an empty Streamlit page: both without Plotly charts, served the same way.

Time from asking for the page, by a new visitor with an empty cache, to the frame in which its last element stands: the
stamp below all cards, or the one line of the empty page. Bound: at most 1.5 times.
"""

import statistics
import sys
from contextlib import ExitStack

from playwright.sync_api import Browser, sync_playwright

from benchmarks.servers import empty_page, perfdash_on, served
from benchmarks.stores import demonstration
from benchmarks.tab import CHROMIUM, FLAGS

BOUND = 1.5


def first_paint(browser: Browser, address: str, last: str) -> float:
    """Milliseconds until the selector `last` stands on the page."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    painted = page.wait_for_function("s => document.querySelector(s) && performance.now()", arg=last).json_value()
    context.close()
    return float(painted)


def main(rounds: int = 10) -> None:
    """One browser run on the demonstration force, in turn."""
    with demonstration() as store, ExitStack() as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        ours = stack.enter_context(served(perfdash_on(store), store, health="/_stcore/health")).address
        empty = stack.enter_context(served(empty_page(), store, health="/_stcore/health")).address
        times: list[tuple[float, float]] = [
            (
                first_paint(browser, f"{ours}/", ".pd-stamp"),
                first_paint(browser, f"{empty}/", "[data-testid=stMain] [data-testid=stMarkdownContainer]"),
            )
            for _ in range(rounds)
        ]
        mine, floor = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"The overview with all its cards, first paint, p50 of {rounds} visits in turn:")
        print(f"  {mine:.0f} ms · empty page {floor:.0f} ms, ratio {mine / floor:.2f} (bound {BOUND})")
        browser.close()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
