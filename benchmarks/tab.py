"""A browser tab with a stop-watch inside: from the reader's press to the last stroke of the last chart.

Drawn means: as many charts as the page has, each with other ink than before the press (paths and texts of its drawing),
and no chart touched again for a while; the time is that of the frame after the last touch. Nothing is timed by waiting.
The same lines of script time every page, whoever serves it.
"""

from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_QUIET = 400  # ms without a touch after which a chart counts as drawn; it is not part of any time
_WATCH = """
(() => {
  const charts = () => [...document.querySelectorAll('.js-plotly-plot')];
  const ink = chart => [...chart.querySelectorAll('.main-svg path, .main-svg text')]
    .map(mark => mark.getAttribute('d') || mark.textContent).join();
  const watch = window.watch = {pressed: 0, touched: 0, before: []};
  const inChart = node => (node.nodeType === 1 ? node : node.parentElement)?.closest('.js-plotly-plot');
  new MutationObserver(changes => {
    if (changes.some(change => inChart(change.target))) requestAnimationFrame(() => watch.touched = performance.now());
  }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  watch.press = () => {
    watch.before = charts().map(ink);
    watch.pressed = performance.now();
  };
  document.addEventListener('pointerdown', watch.press, true);
  watch.drawn = (number, which) => {
    if (watch.touched <= watch.pressed || performance.now() - watch.touched < QUIET) return false;
    const now = charts().map(ink);
    return now.length === number && now[which]((drawing, place) => drawing && drawing !== watch.before[place]);
  };
})()
""".replace("QUIET", str(_QUIET))

# As if the reader had come to this choice from that one: nothing is asked for until the reader goes back.
_LEFT_BEHIND = """query => { const here = location.search;
  history.replaceState({}, '', `?${query}`); history.pushState({}, '', here) }"""


class Tab:
    """One visitor with an empty cache on one site whose page has a number of charts."""

    def __init__(self, browser: Browser, address: str, charts: int) -> None:
        self._context = browser.new_context(viewport={"width": 1920, "height": 1080})
        self._context.add_init_script(_WATCH)
        self.page: Page = self._context.new_page()
        self._address, self._charts = address, charts

    def load(self, path: str) -> float:
        """Milliseconds from asking for a page to its charts drawn."""
        self.page.goto(self._address + path, wait_until="commit")
        return self._drawn()

    def press(self, selector: str) -> float:
        """Milliseconds from pressing something (a link, an option) to every chart drawn anew."""
        self.page.locator(selector).first.click()
        return self._drawn()

    def go_back_to(self, query: str) -> float:
        """Milliseconds from going back, by the browser's button, to another choice on the same page, to what it changes drawn."""
        self.page.evaluate(_LEFT_BEHIND, query)
        self.page.evaluate("() => { watch.press(); history.back() }")
        return self._drawn("some")

    def _drawn(self, which: str = "every") -> float:
        drawn = "([number, which]) => window.watch.drawn(number, which)"
        self.page.wait_for_function(drawn, arg=[self._charts, which], polling=50)
        return float(self.page.evaluate("() => watch.touched - watch.pressed"))

    def close(self) -> None:
        """Ends the visit."""
        self._context.close()
