"""Every choice of the attendance page at 20 million incidents beside one million, in a real browser: asked to drawn.

Two servers, in turn. Before each choice the published file is touched: it passes for a new version, and nothing is answered
from what a server kept. The reader comes from teams that no choice names, so the database has read its columns once, as it
has in service. A choice is made by going back to it, so one that no control makes is timed like the others. Bound: 1.5 times.
All 20 million are of one force: a store of many forces reads only the rows of the one chosen.
"""

import os
import statistics
import sys
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.servers import perfdash_on, served
from benchmarks.stores import demonstration, grown
from benchmarks.tab import CHROMIUM, FLAGS, Tab
from perfdash.store.places import Store

BOUND = 1.5
_ROUNDS, _CHARTS = 5, 2
_GRADE_1 = "force=demonstration&grade=1"
_ELSEWHERE = "force=demonstration&lpt=cannock|codsall|lichfield"


def choices() -> dict[str, str]:
    """The query of the URL after every choice, by what is chosen."""
    return {
        "a period": f"{_GRADE_1}&from=2024-05",
        "grade": _GRADE_1.replace("grade=1", "grade=2"),
        "all grades": _GRADE_1.replace("&grade=1", ""),
        "one team": f"{_GRADE_1}&lpt=burton",
        "three teams": f"{_GRADE_1}&lpt=burton|leek|hanley",
        "three teams, all grades": f"{_GRADE_1}&lpt=burton|leek|hanley".replace("&grade=1", ""),
        "rural": f"{_GRADE_1}&rurality=rural",
        "domestic abuse": f"{_GRADE_1}&domestic_abuse=yes",
        "another clock": f"{_GRADE_1}&clock=despatch_to_arrival",
        "today's standard": f"{_GRADE_1}&standard=today",
        "an hour of the week": f"{_GRADE_1}&hour=22&weekday=6",
        "median by month": f"{_GRADE_1}&chart=median",
    }


def run(browser: Browser, address: str, store: Path, times: dict[str, list[float]]) -> None:
    """One round of choices on one server; milliseconds until they are drawn, by choice."""
    for what, query in choices().items():
        tab = Tab(browser, address, _CHARTS)
        os.utime(Store(store).current())
        tab.load(f"/attendance?{_ELSEWHERE}")
        times[what].append(tab.go_back_to(query))
        tab.close()


def main(times: int = 20) -> None:
    """Prints each choice at both sizes, with the ratio."""
    found: dict[str, dict[str, list[float]]] = {"small": defaultdict(list), "large": defaultdict(list)}
    health = "/_stcore/health"
    with (
        demonstration() as store,
        grown(store, times) as many,
        served(perfdash_on(store), store, health=health) as small,
        served(perfdash_on(many), many, health=health) as large,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for _ in range(_ROUNDS):
            run(browser, small.address, store, found["small"])
            run(browser, large.address, many, found["large"])
        held = f"{small.megabytes():,.0f} and {large.megabytes():,.0f} MiB"
        browser.close()
    print(f"A choice on the attendance page, never asked before, {times} times as many incidents; servers hold {held}:")
    for what, ours in found["small"].items():
        before, after = statistics.median(ours), statistics.median(found["large"][what])
        print(f"  {what:<25} {before:6.0f} ms → {after:6.0f} ms, ratio {after / before:.2f} (bound {BOUND})")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
