"""Thirty people at once, each changing a filter every two seconds for three minutes: errors, times, and the server's memory.

Real websocket sessions on a server of its own; every fifth visit ends and another begins, as people come and go. A choice
falls due every two seconds whether or not the last one is answered, and its time counts from when it was due: people who
waited for one another would all ask at once. Run with `make soak`, or `python -m benchmarks.soak SESSIONS SECONDS`.
"""

import random
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.servers import Served, perfdash_on, served
from benchmarks.stores import demonstration
from benchmarks.visitor import Rerun, Visitor
from perfdash.ui.choices import MORE_LABEL

_EVERY = 2.0  # seconds from one choice of a person to the next
_CHOICES = ("Grade", "Area", "From", "Clock")
_STAY = 20  # choices until one in five people leaves and another comes


@dataclass
class Soaked:
    """What the sessions met."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, rerun: Rerun, late: float = 0.0) -> None:
        """One run of a page, and how many seconds after it was due it was asked for."""
        with self.lock:
            self.seconds.append(rerun.seconds + late)
            self.errors += rerun.errors


def person(address: str, number: int, ends_at: float, soaked: Soaked) -> None:
    """One seat in front of the dashboard until the end: choices at random, at a person's pace."""
    dice = random.Random(number)
    time.sleep(dice.uniform(0, _EVERY))
    while time.monotonic() < ends_at:
        try:
            _visit(address, dice, ends_at, soaked, number % 5 == 0)
        except Exception as error:  # a lost connection is a finding, whatever its kind
            with soaked.lock:
                soaked.errors.append(f"{type(error).__name__}: {error}")


def _visit(address: str, dice: random.Random, ends_at: float, soaked: Soaked, leaves: bool) -> None:
    with Visitor(address) as visitor:
        soaked.keep(visitor.arrive("attendance"))
        soaked.keep(visitor.unfold(MORE_LABEL))
        made, due = 0, time.monotonic()
        while time.monotonic() < ends_at and not (leaves and made == _STAY):
            due += _EVERY
            time.sleep(max(due - time.monotonic(), 0))
            late = time.monotonic() - due
            label = dice.choice([label for label in _CHOICES if label in visitor.choices])
            soaked.keep(visitor.choose(label, dice.choice(visitor.choices[label].options)), late)
            made += 1


def soak(server: Served, sessions: int, seconds: float) -> tuple[Soaked, list[float]]:
    """Runs the sessions; what they met, and the server's memory in MiB before, in the middle, at the end and at rest."""
    soaked, memory = Soaked(), [server.megabytes()]
    ends_at = time.monotonic() + seconds
    with ThreadPoolExecutor(sessions) as people:
        for number in range(sessions):
            people.submit(person, server.address, number, ends_at, soaked)
        time.sleep(seconds / 2)
        memory.append(server.megabytes())
        time.sleep(max(ends_at - time.monotonic(), 0))
        memory.append(server.megabytes())
    return soaked, memory


def main(sessions: int = 30, seconds: int = 180) -> None:
    """Prints what the sessions met."""
    with demonstration() as store, served(perfdash_on(store), store, health="/_stcore/health") as server:
        soaked, memory = soak(server, sessions, seconds)
    ordered = sorted(soaked.seconds)
    p50, p95 = statistics.median(ordered), ordered[int(0.95 * len(ordered))]
    before, middle, end = memory
    print(f"{sessions} sessions, a choice every {_EVERY:.0f} s for {seconds} s: {len(ordered):,} runs of the page")
    print(f"  errors {len(soaked.errors)}; p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms")
    print(f"  the server's memory: {before:.0f} MiB before, {middle:.0f} in the middle, {end:.0f} at the end")
    for error in sorted(set(soaked.errors))[:5]:
        print(f"  {error}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
