"""One screen of a presentation, as it is drawn: the finding, its words, its chart or its large numbers, what happened.

A stage of 1920 × 1080 is laid out once and scaled to the screen that shows it (present.css), so a projector, a webcast
and a laptop show the same. A program that reads aloud meets it in this order: finding, words, chart, events, source.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from math import ceil

import streamlit as st

from perfdash.figures.present import brief, brief_source, staged
from perfdash.figures.style import CONFIG, Figure, drawn_again
from perfdash.figures.words import unbroken
from perfdash.meeting.screens import Number, Screen

_ROOM = 870  # pixels of height between the upper margin and the foot
_TITLE_LINE, _TEXT_LINE, _LEAST = 52, 38, 430  # and what a chart needs at least
_TITLE_SIGNS, _TEXT_SIGNS, _EVENT_SIGNS = 64, 104, 46  # that fit on a line of 1728 pixels, or of half of them


def in_parts(screens: Sequence[Screen]) -> tuple[Screen, ...]:
    """The screens as they are shown: what leaves its chart no room gets a screen of its own after it."""
    return tuple(part for screen in screens for part in _parts(screen))


def _parts(screen: Screen) -> Iterator[Screen]:
    spoken: list[Screen] = []
    if screen.figure is not None and screen.commentary and _room(screen) < _LEAST:
        spoken.append(_aside(screen, "commentary", commentary=screen.commentary))
        screen = replace(screen, commentary=())
    if screen.figure is not None and screen.events and _room(screen) < _LEAST:
        spoken.insert(0, _aside(screen, "events", events=screen.events))
        screen = replace(screen, events=())
    yield screen
    yield from spoken


def _aside(screen: Screen, what: str, **said: object) -> Screen:
    bare = replace(screen, figure=None, numbers=(), rows=(), events=(), commentary=(), alt="")
    return replace(bare, key=f"{screen.key}_{what}", **said)  # type: ignore[arg-type]


def _room(screen: Screen) -> int:
    """Pixels of height that the words of a screen leave; estimated, because the browser measures only what it has got."""
    lines = _lines(f"{screen.question}  {brief(screen.formal)}", _TEXT_SIGNS) + _lines(screen.source, _TEXT_SIGNS)
    lines += sum(_lines(text, _TEXT_SIGNS) for text in screen.commentary)
    pairs = zip(screen.events[::2], (*screen.events[1::2], None), strict=False)
    lines += sum(max(_lines(f"{e.on}: {e.text}", _EVENT_SIGNS) for e in pair if e) for pair in pairs)
    return _ROOM - _TITLE_LINE * _lines(screen.title, _TITLE_SIGNS) - _TEXT_LINE * lines


def _lines(text: str, signs: int) -> int:
    return ceil(len(text) / signs)


def figure_of(screen: Screen) -> Figure | None:
    """The chart of a screen, ready to be sent; None where it has none."""
    return drawn_again(staged(screen.figure), max(_room(screen), _LEAST)) if screen.figure else None


def draw(screen: Screen, figure: Figure | None, as_at: str, place: str) -> None:
    """Draws one screen and its chart; `as_at` says of which freezing it is, and `place` (HTML) which screen of how many."""
    st.html(_head_html(screen))
    if figure is not None:
        st.plotly_chart(figure, theme=None, config=CONFIG, alt=screen.alt, height="stretch", key="present_chart")
    else:
        st.html(_numbers_html(screen.numbers))
    st.html(_tail_html(screen, as_at) + place)


def _head_html(screen: Screen) -> str:
    asked = f'<span class="pd-asked">{escape(unbroken(screen.question))}</span> ' if screen.question else ""
    formal = escape(unbroken(brief(screen.formal)))
    says = f'<p class="pd-says">{asked}{formal}</p>' if asked or formal else ""
    return f"<h1>{escape(unbroken(screen.title))}</h1>{says}"


def _numbers_html(numbers: Sequence[Number]) -> str:
    return (
        f'<div class="pd-numbers pd-of-{len(numbers)}">{"".join(map(_number_html, numbers))}</div>' if numbers else ""
    )


def _number_html(number: Number) -> str:
    unit = f" <span>{escape(number.unit)}</span>" if number.unit else ""
    verdict = f"<p><b>{escape(unbroken(number.verdict))}</b></p>" if number.verdict else ""
    notes = "".join(f"<p>{escape(unbroken(note))}</p>" for note in number.notes)
    return (
        f'<section><h2>{escape(number.title)}</h2><p class="pd-large">{escape(number.value)}{unit}</p>'
        f"{verdict}{notes}</section>"
    )


def _tail_html(screen: Screen, as_at: str) -> str:
    rows = "".join(
        f"<li><b>{e.number}</b><span>{escape(unbroken(f'{e.on}: {e.text}'))}</span></li>" for e in screen.events
    )
    events = f'<ol class="pd-marks">{rows}</ol>' if rows else ""
    said = "".join(f'<p class="pd-comment">{escape(unbroken(text))}</p>' for text in screen.commentary)
    return f'{events}{said}<p class="pd-of">{escape(unbroken(brief_source(screen.source, as_at)))}</p>'
