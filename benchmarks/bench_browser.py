"""The attendance page in a real browser, beside its floors: an empty Streamlit page, and the same page built with Dash.

One store (a million incidents), one browser, in turn, ten rounds: first load (a new visitor with an empty cache, a warm
server), page switch, filter change. A filter change is timed for a question asked before and for one never asked. Bounds:
at most 1.3 times the empty page with the same Plotly charts, made beforehand, and no slower than Dash.
"""

import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.servers import empty_page, perfdash_on, served
from benchmarks.stores import demonstration
from benchmarks.tab import CHROMIUM, FLAGS, Tab
from benchmarks.visitor import Visitor

BOUND, BOUND_DASH = 1.3, 1.0
_BOX = "[role=combobox], #grade"  # Streamlit's select boxes and Dash's: the grade is the first on every page
_MONTHS = [f"{2023 + number // 12}-{number % 12 + 1:02d}" for number in range(24)]

Times = dict[str, list[float]]


@dataclass(frozen=True)
class Site:
    """One page under test: where, how many charts, and how it is left and come back to."""

    name: str
    address: str
    path: str
    charts: int
    leave: Callable[[Page], None] | None = None
    link: str = ""


def measure(browser: Browser, site: Site, number: int, times: Times) -> None:
    """One visit: first load, two filter changes, a question never asked, a page switch; milliseconds by what was done."""
    tab = Tab(browser, site.address, site.charts)
    times["first load"].append(tab.load(site.path))
    for option in ("2", "1"):
        times["filter change"].append(_choose(tab, option))
    tab.load(f"{site.path}?from={_MONTHS[number]}")
    times["filter change, never asked"].append(_choose(tab, "2"))
    if site.leave:
        site.leave(tab.page)
        tab.page.wait_for_function("() => !document.querySelector('.js-plotly-plot')")
        tab.page.get_by_text("Attendance times", exact=True).first.click()
        times["page switch"].append(tab.press(f"[data-testid=stTopNavDropdownLink]:has-text('{site.link}')"))
    tab.close()


def _choose(tab: Tab, option: str) -> float:
    tab.page.locator(_BOX).first.click()
    return tab.press(f"[role=option]:has-text('{option}')")


def _leave(link: str) -> Callable[[Page], None]:
    return lambda page: page.locator(f"a:has-text('{link}')").first.click()


def figures_of(address: str) -> dict[str, list[Any]]:
    """The figures that the attendance page sends of each grade; of one without a process chart, nothing."""
    figures = {}
    with Visitor(address) as visitor:
        visitor.arrive("attendance")
        for grade in visitor.choices["Grade"].options:
            visitor.choose("Grade", grade)
            figures[grade] = list(visitor.figures)
    number = max(len(sent) for sent in figures.values())
    return {grade: sent for grade, sent in figures.items() if len(sent) == number and grade != "All"}


@contextmanager
def sites(store: Path) -> Iterator[list[Site]]:
    """The three pages, each served in a process of its own."""
    with ExitStack() as stack:
        ours = stack.enter_context(served(perfdash_on(store), store, health="/_stcore/health")).address
        figures = figures_of(ours)
        number = len(next(iter(figures.values())))
        kept = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "figures.json"
        kept.write_text(json.dumps(figures), encoding="utf-8")
        settings = {"EMPTY_PAGE_FIGURES": str(kept)}
        empty = stack.enter_context(served(empty_page(), store, settings, "/_stcore/health")).address
        twin = stack.enter_context(served("from benchmarks.dash_twin import serve; serve(port)", store)).address
        yield [
            Site("ours", ours, "/attendance", number, _leave("Overview"), "Within standard"),
            Site("empty", empty, "/charts", number, _leave("Blank"), "Charts"),
            Site("dash", twin.replace("localhost", "127.0.0.1"), "/", number),
        ]


def report(times: dict[str, Times]) -> None:
    """Prints the median of each interaction beside its floors, with the bound."""
    for what, ours in times["ours"].items():
        mine = statistics.median(ours)
        floor = statistics.median(times["empty"][what])
        line = f"  {what:<27} {mine:6.0f} ms · empty page {floor:5.0f} ms, ratio {mine / floor:.2f} (bound {BOUND})"
        if times["dash"][what]:
            dash = statistics.median(times["dash"][what])
            bound = f" (bound {BOUND_DASH})" if what.startswith("filter") else ""
            line += f" · Dash {dash:5.0f} ms, ratio {mine / dash:.2f}{bound}"
        print(line)


def main(rounds: int = 10) -> None:
    """One browser run on the demonstration force."""
    with demonstration() as store, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        times: dict[str, Times] = defaultdict(lambda: defaultdict(list))
        with sites(store) as pages:
            print(f"The attendance page, {pages[0].charts} Plotly charts, 1920 × 1080, p50 of {rounds} visits in turn:")
            for number in range(rounds):
                for site in pages:
                    measure(browser, site, number, times[site.name])
            report(times)
        browser.close()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
