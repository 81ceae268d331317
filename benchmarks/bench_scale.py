"""Every choice of the attendance page at 20 million incidents beside one million: a run of the page, no browser.

Real websocket sessions on two servers, in turn. Before each choice the published file is touched: it passes for a new version,
and nothing is answered from what a server kept. Bound: 1.5 times. A reader waits for the drawing too, the same in both. All
20 million are of one force, eighty years of its incidents: a store of many forces reads only the rows of the one chosen.
"""

import os
import statistics
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks.servers import perfdash_on, served
from benchmarks.stores import demonstration, grown
from benchmarks.visitor import Visitor
from perfdash.store.places import Store

BOUND = 1.5
_ROUNDS = 5


def choices() -> dict[str, str]:
    """The URL after every choice, by what was chosen."""
    grade_1 = "force=demonstration&grade=1"
    return {
        "a period": f"{grade_1}&from=2024-05",
        "grade": grade_1.replace("grade=1", "grade=2"),
        "all grades": grade_1.replace("&grade=1", ""),
        "one team": f"{grade_1}&lpt=burton",
        "three teams": f"{grade_1}&lpt=burton|leek|hanley",
        "three teams, all grades": f"{grade_1}&lpt=burton|leek|hanley".replace("&grade=1", ""),
        "rural": f"{grade_1}&rurality=rural",
        "domestic abuse": f"{grade_1}&domestic_abuse=yes",
        "another clock": f"{grade_1}&clock=despatch_to_arrival",
        "today's standard": f"{grade_1}&standard=today",
        "an hour of the week": f"{grade_1}&hour=22&weekday=6",
        "median by month": f"{grade_1}&chart=median",
    }


def run(address: str, store: Path, times: dict[str, list[float]]) -> None:
    """One round of choices on one server; milliseconds of the run by choice."""
    for what, after in choices().items():
        os.utime(Store(store).current())
        with Visitor(address) as visitor:
            visitor.arrive("attendance")
            rerun = visitor.arrive("attendance", after)
        if rerun.errors:
            raise SystemExit(f"{what}: {rerun.errors}")
        times[what].append(1000 * rerun.seconds)


def main(times: int = 20) -> None:
    """Prints each choice at both sizes, with the ratio."""
    found: dict[str, dict[str, list[float]]] = {"small": defaultdict(list), "large": defaultdict(list)}
    health = "/_stcore/health"
    with (
        demonstration() as store,
        grown(store, times) as many,
        served(perfdash_on(store), store, health=health) as small,
        served(perfdash_on(many), many, health=health) as large,
    ):
        for _ in range(_ROUNDS):
            run(small.address, store, found["small"])
            run(large.address, many, found["large"])
        held = f"{small.megabytes():,.0f} and {large.megabytes():,.0f} MiB"
    print(f"A run of the attendance page, never asked before, {times} times as many incidents; servers hold {held}:")
    for what, ours in found["small"].items():
        before, after = statistics.median(ours), statistics.median(found["large"][what])
        print(f"  {what:<25} {before:6.0f} ms → {after:6.0f} ms, ratio {after / before:.2f} (bound {BOUND})")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
