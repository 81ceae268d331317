"""The next screen of a meeting, from the key to the last stroke, beside a bare Streamlit page that draws the same charts.

One demonstration store, one browser, in turn: the frozen meeting of the product, and `present_floor/app.py`, which has
one button and one Plotly chart made beforehand from the same figures. Bound: at most 1.3 times the bare page.
"""

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.servers import ROOT, perfdash_on, served
from benchmarks.stores import demonstration
from benchmarks.tab import CHROMIUM, FLAGS
from perfdash import cli

BOUND, MEETING = 1.3, "2030-01-15-public"
FLOOR = ROOT / "benchmarks" / "present_floor" / "app.py"
LINKS = [f"attendance?force=demonstration&grade={grade}" for grade in (1, 2, 3)] * 3
_QUIET = 250  # ms without a touch after which the chart counts as drawn; it is not part of any time
_WATCH = """
(() => {
  const ink = () => [...document.querySelectorAll('.js-plotly-plot .main-svg path, .js-plotly-plot .main-svg text')]
    .map(mark => mark.getAttribute('d') || mark.textContent).join();
  const watch = window.watch = {pressed: 0, touched: 0, before: ''};
  const inChart = node => (node.nodeType === 1 ? node : node.parentElement)?.closest('.js-plotly-plot');
  new MutationObserver(changes => {
    if (changes.some(change => inChart(change.target))) requestAnimationFrame(() => watch.touched = performance.now());
  }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  document.addEventListener('keydown', () => { watch.before = ink(); watch.pressed = performance.now(); }, true);
  watch.drawn = () => watch.touched > watch.pressed && performance.now() - watch.touched > QUIET && ink()
    && ink() !== watch.before;
})()
""".replace("QUIET", str(_QUIET))


def main(rounds: int = 10) -> None:
    """One browser run; prints both times and their ratio."""
    with demonstration() as store, tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        figures = Path(folder) / "figures.json"
        figures.write_text(json.dumps(_frozen_figures(store)), encoding="utf-8")
        bare = f"from pathlib import Path; from perfdash.ui.server import serve; serve(Path({str(FLOOR)!r}), port)"
        settings = {"PRESENT_FLOOR_FIGURES": str(figures)}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with (
            served(perfdash_on(store), store, health="/_stcore/health") as ours,
            served(bare, store, settings, "/_stcore/health") as floor,
        ):
            pages = [
                _opened(browser, f"{ours.address}/meetings?meeting={MEETING}&present=1&screen=1"),
                _opened(browser, floor.address),
            ]
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(rounds):
                for page, kept in zip(pages, times, strict=True):
                    kept.extend(_walk(page))
        _report(*times)
        browser.close()


def _frozen_figures(store: Path) -> list[dict[str, object]]:
    """Plans and freezes the meeting; gives its figures in the sizes of present mode."""
    os.environ["PERFDASH_ROLE"] = "analyst"
    run = [["meeting", "create", MEETING[:10], "public"]]
    run += [["meeting", "agenda", "add", MEETING, link, "--question", f"Screen {n}"] for n, link in enumerate(LINKS, 1)]
    for words in [*run, ["meeting", "freeze", MEETING]]:
        _command(*words, "--store", str(store))
    from perfdash.figures.present import presented
    from perfdash.meeting.frozen import frozen
    from perfdash.meeting.meetings import meeting
    from perfdash.store.places import find_store

    kept = frozen(find_store(store), meeting(find_store(store).log, "demonstration", MEETING))
    assert kept is not None
    return [presented(screen.figure) for screen in kept.screens if screen.figure]


def _command(*words: str) -> None:
    sys.argv = ["perfdash", *words]
    try:
        cli.main()
    except SystemExit as ended:
        if ended.code:
            raise


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.add_init_script(_WATCH)
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    page.wait_for_timeout(2000)
    return page


def _walk(page: Page) -> list[float]:
    """Forward through the meeting and back again: milliseconds a step."""
    there = len(LINKS) - 1
    return [_step(page, key) for key in ["ArrowRight"] * there + ["ArrowLeft"] * there]


def _step(page: Page, key: str) -> float:
    page.keyboard.press(key)
    page.wait_for_function("() => window.watch.drawn()", polling=25)
    return float(page.evaluate("() => watch.touched - watch.pressed"))


def _report(ours: Sequence[float], floor: Sequence[float]) -> None:
    mine, bare = statistics.median(ours), statistics.median(floor)
    print(f"The next screen of a meeting, one Plotly chart, 1920 × 1080, p50 of {len(ours)} steps in turn:")
    print(f"  ours {mine:.0f} ms · bare Streamlit page {bare:.0f} ms, ratio {mine / bare:.2f} (bound {BOUND})")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
