"""A pack as one HTML file, which needs no network: charts, the same in words and as tables, a screen a page on paper."""

import json
from collections.abc import Iterator
from html import escape
from math import ceil

from perfdash.figures.figure_json import height_of, plain
from perfdash.figures.style import CONFIG, WORK
from perfdash.figures.words import unbroken
from perfdash.meeting.pack_page import LOADER, PRINT_HEIGHT, STYLE, packed_program, policy
from perfdash.meeting.pack_tables import Shown, shown_rows
from perfdash.meeting.pack_words import (
    DEMONSTRATION,
    LANGUAGE,
    Pack,
    event_words,
    is_invented,
    place_words,
    source_words,
    stand_words,
    when,
)
from perfdash.meeting.record_layout import paragraphs, printable
from perfdash.meeting.screens import Number, Screen

MOST_ROWS, MOST_COLUMNS = 400, 40  # of a table; more of them no reader scrolls through, and the CSV has them all


def pack_html(pack: Pack) -> str:
    """The whole file."""
    screens = "".join(_section(pack, number) for number in range(1, len(pack.screens) + 1))
    figures = "".join(_data(f"chart-{number}-figure", plain(screen.figure)) for number, screen in _drawn(pack))
    scripts = figures + _data("config", CONFIG) if figures else ""
    if figures:
        scripts += f'<script type="text/plain" id="program">{packed_program()}</script><script>{LOADER}</script>'
    return (
        f'<!doctype html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy())}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_plain(pack.title)}, {_plain(when(pack))}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#screens">Skip to the findings</a>\n{_header(pack)}\n<main id="screens">\n{screens}\n</main>\n'
        f"{_footer(pack)}\n{scripts}\n</body>\n</html>\n"
    )


def _drawn(pack: Pack) -> Iterator[tuple[int, Screen]]:
    return ((number, screen) for number, screen in enumerate(pack.screens, 1) if screen.figure is not None)


def _data(name: str, value: object) -> str:
    """Data for a script: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>\n'


def _header(pack: Pack) -> str:
    facts = [f'<p class="question">{_plain(when(pack))}</p>']
    facts += [f'<p class="formal">{_plain(words)}</p>' for words in (pack.as_at, pack.suppression) if words]
    agenda = "".join(f'<li><a href="#screen-{n}">{_plain(one.title)}</a></li>' for n, one in enumerate(pack.screens, 1))
    return (
        f"<header>{_badge(is_invented(pack, pack.screens))}<h1>{_plain(pack.title)}</h1>{''.join(facts)}"
        f'<nav id="agenda" aria-label="Agenda"><ol>{agenda}</ol></nav></header>'
    )


def _footer(pack: Pack) -> str:
    said = " ".join(filter(None, (stand_words(pack), f"{DEMONSTRATION}." if is_invented(pack, pack.screens) else "")))
    return f'<footer class="back"><p class="formal">{_plain(said)} This file fetches nothing from any network.</p></footer>'


def _badge(is_shown: bool) -> str:
    return f'<p class="badge">{DEMONSTRATION}</p>' if is_shown else ""


def _section(pack: Pack, number: int) -> str:
    screen = pack.screens[number - 1]
    parts = [
        _badge(is_invented(pack, [screen])),
        f'<h2 id="title-{number}">{_plain(unbroken(screen.title))}</h2>',
        f'<p class="formal">{_plain(unbroken(screen.formal))}</p>' if screen.formal else "",
        f'<p class="question">{_plain(screen.question)}</p>' if screen.question else "",
        _chart(screen, number) if screen.figure is not None else _numbers(screen),
        _events(screen),
        "".join(f"<p>{_plain(line)}</p>" for words in screen.commentary for line in paragraphs(words)),
        f'<p class="source">{_plain(source_words(screen))} {_plain(stand_words(pack))}</p>',
        _more(screen),
        f'<p class="place">{place_words(number, pack)}</p><p class="back"><a href="#agenda">Back to the agenda</a></p>',
    ]
    return f'<section id="screen-{number}" aria-labelledby="title-{number}">{"".join(parts)}</section>\n'


def _chart(screen: Screen, number: int) -> str:
    """The place of a chart. What scrolls sideways on a phone is reached by the keyboard, and so it has a name."""
    height = height_of(screen.figure or {}, WORK.height)
    fit = min(1.0, _room(screen) / height)
    # With nothing in it a program that reads pages aloud would say nothing: its words are its name.
    drawn = f'data-fit="{fit:.3f}" data-height="{height:.0f}" style="--fit:{fit:.3f};min-height:{height:.0f}px"'
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="Chart {number}"><div class="chart" id="chart-{number}" '
        f'role="img" aria-label="{_plain(screen.alt or screen.title)}" {drawn}></div></div>'
        "<noscript><p>The chart needs a browser that runs scripts; its figures are in the table below.</p></noscript>"
    )


def _room(screen: Screen) -> float:
    """Pixels that a page of paper leaves to the chart."""
    lines = len(screen.events) + sum(ceil(len(words) / 130) for words in screen.commentary)
    above = 34 * ceil(len(screen.title) / 80) + 24 * ceil(len(screen.formal) / 150) + (26 if screen.question else 0)
    return max(PRINT_HEIGHT - 150 - above - 22 * lines, 200.0)


def _numbers(screen: Screen) -> str:
    return f'<ul class="numbers">{"".join(map(_number, screen.numbers))}</ul>' if screen.numbers else ""


def _number(number: Number) -> str:
    verdict = f'<p class="verdict">{_plain(number.verdict)}</p>' if number.verdict else ""
    notes = "".join(f'<p class="formal">{_plain(note)}</p>' for note in number.notes)
    figure = _plain(f"{number.value} {number.unit}".strip())
    return f'<li><p>{_plain(number.title)}</p><p class="figure">{figure}</p>{verdict}{notes}</li>'


def _events(screen: Screen) -> str:
    items = "".join(f"<li><b>{event.number}</b>{_plain(event_words(event))}</li>" for event in screen.events)
    return f'<ol class="events">{items}</ol>' if items else ""


def _more(screen: Screen) -> str:
    """The chart in words and its rows, closed until somebody asks."""
    shown = shown_rows(screen.rows, MOST_ROWS, MOST_COLUMNS)
    words = f"<p>{_plain(screen.alt)}</p>" if screen.alt and screen.figure is not None else ""
    table = _table(shown, screen) if shown.rows else ""
    if not words and not table:
        return ""
    return f"<details><summary>In words and as a table</summary>{words}{table}</details>"


def _table(shown: Shown, screen: Screen) -> str:
    header = "".join(f'<th scope="col">{_plain(name)}</th>' for name in shown.header)
    rows = "".join(
        f'<tr><th scope="row">{_plain(first)}</th>{"".join(f"<td>{_plain(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in shown.rows
    )
    rest = f"<p>{_plain(shown.rest)}</p>" if shown.rest else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="Table: {_plain(screen.title)}"><table>'
        f"<caption>{_plain(screen.formal or screen.title)}</caption><thead><tr>{header}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{rest}"
    )


def _plain(text: str) -> str:
    return escape(printable(text))
