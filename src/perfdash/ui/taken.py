"""Takes the panels of a page as screens instead of drawing them: for present mode, a meeting's freeze and its packs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import ceil
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from perfdash.figures.cards import Card
from perfdash.figures.figure_json import plain
from perfdash.figures.style import Figure
from perfdash.meeting.screens import Number, Screen
from perfdash.store.read import ForceHeld
from perfdash.ui.trail import here

MOST_NUMBERS = 4  # on one screen
LEAD = "lead"
_TAKEN = "screens_taken"
_OF_PRESENTING = ("present", "screen", "build")
_FRONT = "overview"  # which has no name in an address


@contextmanager
def taking() -> Iterator[list[Screen]]:
    """While it lasts, every panel of the page is kept and not drawn; the list has them in the order of the page."""
    screens: list[Screen] = []
    st.session_state[_TAKEN] = screens
    try:
        yield screens
    finally:
        del st.session_state[_TAKEN]


def is_taking() -> bool:
    """Whether screens are being taken."""
    return _TAKEN in st.session_state


def take(screen: Screen) -> None:
    """Keeps the screen; only while screens are being taken."""
    screens: list[Screen] = st.session_state[_TAKEN]
    screens.append(screen)


def take_lead(title: str, formal: str, cards: Callable[[], Sequence[Card]], held: ForceHeld) -> None:
    """Keeps a page's finding with its cards as large numbers, at most four a screen; nothing where no screens are being taken."""
    if not is_taking():
        return
    numbers = [_number(card) for card in cards()]
    n_screens = ceil(len(numbers) / MOST_NUMBERS)
    for place in range(n_screens):
        key = f"{LEAD}_{place + 1}" if place else LEAD
        first, last = (ceil(end * len(numbers) / n_screens) for end in (place, place + 1))
        shown = tuple(numbers[first:last])
        take(Screen(key, title, formal, since_when(held), own_link(), is_synthetic=held.is_synthetic, numbers=shown))


def take_chart(key: str, title: str, formal: str, source: str, figure: Figure, alt: str, rows: Sequence[Any]) -> None:
    """Keeps a chart that stands apart from the panels; nothing where no screens are being taken."""
    if is_taking():
        named = [dict(row) for row in rows]
        take(Screen(key, title, formal, source, own_link(), alt, figure=plain(figure.to_plotly_json()), rows=named))


def take_words(title: str, why: str) -> None:
    """Keeps, as a screen of words, that a chart is not drawn and why."""
    if is_taking():
        take(Screen("not_drawn", title, why, "", own_link()))


def since_when(held: ForceHeld) -> str:
    """To which day the figures go, and when they were loaded."""
    return f"Data to {held.last_on:%-d %B %Y}. Loaded {held.loaded_at:%-d %B %Y}."


def own_link(**more: str) -> str:
    """The page and query that run now, without what says that it is presented."""
    page = here().removeprefix("pages/").removesuffix(".py")
    query = {name: value for name, value in st.query_params.to_dict().items() if name not in _OF_PRESENTING}
    return address("" if page == _FRONT else page, query | more)


def address(page: str, query: Mapping[str, str]) -> str:
    """'attendance?grade=1'."""
    return f"{page}?{urlencode(query, safe='|,')}" if query else page


def _number(card: Card) -> Number:
    verdict = "; ".join(part for part in (card.verdict, card.aside) if part)
    return Number(card.title, card.value, card.unit, verdict, card.notes[:1])
