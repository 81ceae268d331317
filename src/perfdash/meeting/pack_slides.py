"""The slides of a pack: a finding each, with its chart or table, its events, its source and what the presenter is told."""

from collections.abc import Sequence
from typing import Any

from perfdash.figures.style import TEXT_GREY
from perfdash.meeting.pack_charts import drawings_of, key_of
from perfdash.meeting.pack_drawing import Drawing, Grid
from perfdash.meeting.pack_labels import spread
from perfdash.meeting.pack_native import add_chart
from perfdash.meeting.pack_places import GAP, PLAIN, SMALL, Page, add_badge, add_title, page_of, put_in_order
from perfdash.meeting.pack_slide_tables import add_grid, add_rows
from perfdash.meeting.pack_text import EMU, Said, add_words, height_of, lines_of
from perfdash.meeting.pack_words import (
    Pack,
    event_words,
    is_invented,
    place_words,
    source_words,
    stand_words,
)
from perfdash.meeting.record_layout import paragraphs, printable
from perfdash.meeting.screens import Number, Screen

TITLE, LARGE = 28.0, 54.0  # points; a title is never smaller than this
MOST_EVENTS = 5  # on a slide; the notes have them all
_BAR = 62.0  # the most that a bar and the room around it take


def add_screen(deck: Any, layout: Any, pack: Pack, number: int) -> None:
    """The slide of one finding."""
    screen = pack.screens[number - 1]
    page, slide = page_of(deck), deck.slides.add_slide(layout)
    add_badge(slide, page, is_invented(pack, [screen]))
    top = add_title(slide, page, printable(screen.title), TITLE)
    top = _paragraph(slide, page, top, Said(printable(screen.formal), PLAIN, colour=TEXT_GREY), "What it is of")
    foot = _foot(slide, page, pack, number)
    drawings = drawings_of(screen)
    below = _below(screen, drawings)
    height = height_of(below, page.width)
    room = Page(page.left, top, page.width, foot - height - (GAP if below else 0))
    _show(slide, room, screen, drawings)
    if below:
        add_words(slide, (page.left, foot - height, page.width, height), below, "Key, events and commentary")
    put_in_order(slide)
    _notes(slide, screen)


# Above and below -------------------------------------------------------------------------------------------------------


def _paragraph(slide: Any, page: Page, top: float, said: Said, name: str) -> float:
    if not said.text:
        return top
    height = height_of([said], page.width)
    add_words(slide, (page.left, top, page.width, height), [said], name)
    return top + height + GAP


def _foot(slide: Any, page: Page, pack: Pack, number: int) -> float:
    """Source and place at the foot; where they begin."""
    screen, room = pack.screens[number - 1], page.width - 80
    words = " ".join(filter(None, (source_words(screen), stand_words(pack))))
    said = [Said(words, SMALL, colour=TEXT_GREY)]
    height = height_of(said, room)
    add_words(slide, (page.left, page.foot - height, room, height), said, "Source")
    place = [Said(place_words(number, pack), SMALL, colour=TEXT_GREY)]
    add_words(slide, (page.left + room, page.foot - height, 80, 16), place, "Page", "right")
    return page.foot - height - GAP


def _below(screen: Screen, drawings: tuple[Drawing, ...] | Grid | None) -> list[Said]:
    """Under the chart: what its marks mean, what happened when, what was written about it."""
    said = [Said(printable(words), PLAIN, colour=TEXT_GREY) for words in key_of(screen, drawings) if words]
    said += [Said(f"{event.number}  {event_words(event)}", PLAIN) for event in screen.events[:MOST_EVENTS]]
    left_out = len(screen.events) - MOST_EVENTS
    said += [Said(f"…and {left_out} more in the notes", PLAIN, colour=TEXT_GREY)] if left_out > 0 else []
    return said + [Said(printable(words), PLAIN) for words in screen.commentary[:2]]


def _notes(slide: Any, screen: Screen) -> None:
    """What the presenter is told: the question, the notes, and what the slide had no room for."""
    lines = [f"Question: {printable(screen.question)}"] if screen.question else []
    lines += paragraphs(screen.notes)
    if len(screen.events) > MOST_EVENTS:
        lines += [f"{event.number}  {event_words(event)}" for event in screen.events]
    lines += [printable(words) for words in screen.commentary[2:]]
    if lines:
        slide.notes_slide.notes_text_frame.text = "\n".join(lines)


# What is shown ---------------------------------------------------------------------------------------------------------


def _show(slide: Any, room: Page, screen: Screen, drawings: tuple[Drawing, ...] | Grid | None) -> None:
    if isinstance(drawings, Grid):
        add_grid(slide, drawings, (room.left, room.top, room.width, room.foot - room.top), screen.alt)
    elif drawings:
        for drawing in drawings:
            _chart(slide, room, drawing, screen.alt)
    elif screen.numbers:
        _numbers(slide, room, screen.numbers)
    else:
        add_rows(slide, screen.rows, (room.left, room.top, room.width, room.foot - room.top), screen.alt)


def _chart(slide: Any, room: Page, drawing: Drawing, alt: str) -> None:
    """A chart in its part of the room; of several each has its title above it."""
    left, low, right, high = drawing.box
    height = room.foot - room.top
    if drawing.kind == "bars":  # few bars need not fill the slide
        height = min(height, _BAR * len(drawing.categories) + 40)
    top, foot = room.top + (1 - high) * height, room.top + (1 - low) * height
    edges = (room.left + left * room.width, top, (right - left) * room.width, foot - top)
    if drawing.title:
        add_words(
            slide, (edges[0], top, edges[2], 18), [Said(drawing.title, PLAIN, is_bold=True)], "Title of the chart"
        )
        edges = (edges[0], top + 18, edges[2], foot - top - 18)
    frame = add_chart(slide.shapes, spread(drawing, edges[3]), _emu(edges))
    frame.name = "Chart"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(alt or drawing.title))


def _emu(edges: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    left, top, width, height = (round(edge * EMU) for edge in edges)
    return left, top, width, height


def _numbers(slide: Any, room: Page, numbers: Sequence[Number]) -> None:
    """Large numbers, at most three side by side."""
    columns = min(len(numbers), 3)
    rows = -(-len(numbers) // columns)
    width, height = room.width / columns, (room.foot - room.top) / rows
    size = LARGE if rows == 1 else max(LARGE / rows * 1.4, 24)
    most = max(lines_of(printable(number.title), 18 if rows < 3 else PLAIN, width - 2 * GAP) for number in numbers)
    for place, number in enumerate(numbers):
        row, column = divmod(place, columns)
        name = Said(printable(number.title), 18 if rows < 3 else PLAIN)
        lines = lines_of(name.text, name.size, width - 2 * GAP)
        said = [
            *[Said("", name.size)] * (most - lines),  # so that the figures of a row stand at one height
            name,
            Said(printable(" ".join(filter(None, (number.value, number.unit)))), size, is_bold=True),
            *([Said(printable(number.verdict), 20 if rows < 3 else PLAIN, is_bold=True)] if number.verdict else []),
            *(Said(printable(note), PLAIN, colour=TEXT_GREY) for note in number.notes),
        ]
        box = (room.left + column * width, room.top + row * height + GAP, width - 2 * GAP, height - GAP)
        add_words(slide, box, said, "Number")
