"""Takes the screens of pages by running them, each as a visitor in present mode would see it: in the server or without one.

A page is run by Streamlit's own runner in a session that nobody sees, so it behaves as it does for a reader. All pages
of one call are run on one build, and in public: what is frozen or packed is what a webcast may show.
"""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from perfdash.errors import BadEntry
from perfdash.meeting.screens import Screen
from perfdash.ui import present
from perfdash.ui.without_server import APP

PANEL = "panel"  # of a link: which panel of its page is meant, by its key, or the lead numbers
_FRONT = "overview"
_PATIENCE = 120  # seconds for one page


def screens_at(links: Iterable[str], build: str) -> dict[str, Screen]:
    """The screen that each link names: the panel that it asks for, else the first chart of its page, else its first screen.

    Raises:
        BadEntry: a page gives no such screen.
    """
    PagesManager.uses_pages_directory = False  # as in server.py: a first visitor by a deep link must get the frame
    pages: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[Screen, ...]] = {}
    found = {}
    for link in dict.fromkeys(links):
        page, query, panel = _parted(link)
        if (page, query) not in pages:
            pages[page, query] = _run(page, dict(query), build)
        found[link] = _chosen(link, pages[page, query], panel)
    return found


def _parted(link: str) -> tuple[str, tuple[tuple[str, str], ...], str]:
    address = urlsplit(link)
    query = dict(parse_qsl(address.query))
    panel = query.pop(PANEL, "")
    page = address.path.strip("/")
    return "" if page == _FRONT else page, tuple(query.items()), panel


def _run(page: str, query: dict[str, str], build: str) -> tuple[Screen, ...]:
    """Every screen of a page."""
    state = SafeSessionState(SessionState(), lambda: None)
    manager = PagesManager(str(APP), ScriptCache(), setup_watcher=False)
    runner = LocalScriptRunner(str(APP), state, manager)
    asked = query | {present.PARAMETER: "1", present.BUILD: build}
    runner.run(query_params=asked, timeout=_PATIENCE, page_hash=calc_hash(page or _FRONT))
    shown: tuple[Screen, ...] = state[present.SHOWN] if present.SHOWN in state else ()  # noqa: SIM401  it has no get
    return shown


def _chosen(link: str, screens: tuple[Screen, ...], panel: str) -> Screen:
    if panel:
        named = [screen for screen in screens if screen.key == panel]
    else:
        named = [screen for screen in screens if screen.figure is not None] or list(screens)
    if not named:
        page = f"The page '{link or _FRONT}'"
        if not screens:
            raise BadEntry(f"{page} has nothing to present; take it off the agenda, or choose another page.")
        raise BadEntry(f"{page} has no screen {panel!r}; it has {', '.join(screen.key for screen in screens)}.")
    return named[0]
