"""Present mode: one finding a screen, 1920 × 1080, by keyboard, by a clicker or by the buttons on the screen.

The place is in the URL (`screen=3`), and so is the build that is presented: a reload, a lost network and a restart of
the server come back to the same screen with the same figures. Only the screen itself runs again when it changes.
"""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from textwrap import shorten
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import StopException

from perfdash.errors import PerfdashError
from perfdash.figures.style import Figure
from perfdash.meeting.screens import Screen
from perfdash.ui import reads
from perfdash.ui.chrome import SYNTHETIC
from perfdash.ui.present_screen import draw, figure_of, in_parts
from perfdash.ui.taken import LEAD, taking

Moved = Callable[[int | None], None]

PARAMETER, PLACE, BUILD, OVERVIEW = "present", "screen", "build", 0
OF_PRESENTING = (PARAMETER, PLACE, BUILD)
SHOWN = "screens_shown"  # in the session: what a page that is run for its screens leaves behind
_MEETINGS = "meetings"  # which shows what was frozen, and runs in the open
# Whose findings are single incidents: they are not even run, so that nothing of them is sent to the screen.
_SINGLE = ("incidents", "review")
_NOTHING = "There is nothing to present here: this page draws no chart and says no number for this choice."
_NOT_SINGLE = "There is nothing to present here: single incidents are never shown in public."
_LONG, _SHORT, _WHOLE = 11, 46, 200  # screens that one column takes, and signs of a name in two columns and in one
_CSS = f"<style>{Path(__file__).with_name('present.css').read_text(encoding='utf-8')}</style>"


def is_presenting() -> bool:
    """Whether the URL asks for present mode: then public suppression holds, whoever is looking."""
    return st.query_params.get(PARAMETER) == "1"


def run(page: StreamlitPage) -> None:
    """Runs a page out of sight, and shows its findings one by one."""
    if page.url_path == _MEETINGS:
        page.run()
        return
    if page.url_path in _SINGLE:
        show((), nothing=_NOT_SINGLE)
        return
    if not st.query_params.get(BUILD):
        st.query_params[BUILD] = reads.status().build
    nothing = _NOTHING
    with st.container(key="behind"), taking() as screens:
        try:
            page.run()
        except StopException:  # a page that has nothing to show stops itself
            pass
        except PerfdashError as error:
            nothing = str(error)
    st.session_state[SHOWN] = tuple(screens)
    show(screens, nothing=nothing)


def show(
    screens: Sequence[Screen],
    *,
    nothing: str = _NOTHING,
    name: str = "The screens of this page",
    as_at: str = "",
    moved: Moved = lambda place: None,
) -> None:
    """Draws the screen that the URL names, and the way to the others; without any, the sentence `nothing`.

    `moved` is told of every step of the presenter, and of nothing (None) when the presenter leaves.
    """
    st.html(_CSS)
    parts = in_parts(screens)
    # Every chart is made ready now, so that the next screen has only to be sent.
    _one(parts, [figure_of(part) for part in parts], nothing, name, as_at, moved)
    _ways_out(bool(parts), moved)


@st.fragment
def _one(
    screens: Sequence[Screen], figures: Sequence[Figure | None], nothing: str, name: str, as_at: str, moved: Moved
) -> None:
    place = place_of(len(screens))
    with st.container(key="present"):
        if not screens:
            st.html(f"<h1>{escape(nothing)}</h1>")
            _blank(2)
        elif place == OVERVIEW:
            _overview(screens, name, moved)
            st.html(_place_html(screens, place))
        else:
            draw(screens[place - 1], figures[place - 1], as_at, _place_html(screens, place))
        _steps(screens, place, moved)


def _blank(n: int) -> None:
    """Fills the places that a screen leaves, so that its foot keeps its own (present.css)."""
    for _ in range(n):
        st.html("<div></div>")


def place_of(n: int) -> int:
    """The screen that the URL names, 1 the first and 0 the overview; the last where it names one past it."""
    asked = st.query_params.get(PLACE, "1")
    return min(int(asked), n) if asked.isdecimal() else 1


def _go(place: int, moved: Moved) -> None:
    st.query_params[PLACE] = str(place)
    moved(place)


def _overview(screens: Sequence[Screen], name: str, moved: Moved) -> None:
    st.html(f"<h1>{escape(name)}</h1>")
    is_long = len(screens) > _LONG
    with st.container(key="present_many" if is_long else "present_list"):
        for number, screen in enumerate(screens, 1):
            words = shorten(name_of(screen), _SHORT if is_long else _WHOLE, placeholder=" …")
            st.button(f"{number}: {words}", f"to_{number}", type="tertiary", on_click=_go, args=[number, moved])


def name_of(screen: Screen) -> str:
    """What a list calls a screen: its question, its numbers where it has no finding of its own, else its finding."""
    numbers = ", ".join(number.title for number in screen.numbers) if screen.key.startswith(f"{LEAD}_") else ""
    return screen.question or numbers or screen.title


def _steps(screens: Sequence[Screen], place: int, moved: Moved) -> None:
    n = len(screens)
    # Each leads to a screen and not a step on: a press that comes beside a beat (meeting_present.py) is told to us twice.
    back, ahead = (place == OVERVIEW, _go, [place - 1, moved]), (place == n, _go, [place + 1, moved])
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="present_foot"):
        if n:
            _step("Previous", "back", "Left", *back)
            _step("Next", "ahead", "Right", *ahead)
            # What a clicker sends; for it alone, so not drawn.
            _step("Back", "clicked_back", "PageUp", *back)
            _step("Ahead", "clicked_ahead", "PageDown", *ahead)


def _ways_out(has_screens: bool, moved: Moved) -> None:
    """The buttons that are the same on every screen, so that none of them is sent again with the next."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="present_ways"):
        if has_screens:
            _step("Overview", "over", "Home", False, _go, [OVERVIEW, moved])
        _step("Leave", "leave", "Escape", False, _leave, [moved])


def _step(label: str, key: str, shortcut: str, is_off: bool, act: Callable[..., None], args: Sequence[Any]) -> None:
    st.button(label, key, shortcut=shortcut, disabled=is_off, on_click=act, args=tuple(args))


def _place_html(screens: Sequence[Screen], place: int) -> str:
    words = f"{place} of {len(screens)}" if place else f"{len(screens)} screen{'s' * (len(screens) != 1)}"
    # What changes is read out: which screen stands now, and its finding.
    heard = f'<span class="pd-heard">: {escape(screens[place - 1].title)}</span>' if place else ""
    is_invented = any(screen.is_synthetic for screen in screens)
    badge = f'<p class="pd-invented" role="note">{SYNTHETIC}</p>' if is_invented else ""
    return f'<div class="pd-stands"><p class="pd-place" role="status">{words}{heard}</p>{badge}</div>'


def _leave(moved: Moved) -> None:
    moved(None)
    for name in OF_PRESENTING:
        if name in st.query_params:
            del st.query_params[name]
