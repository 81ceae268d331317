"""The first slide of a pack: the meeting and its agenda."""

from collections.abc import Sequence
from typing import Any

from perfdash.figures.style import TEXT_GREY
from perfdash.meeting.pack_places import GAP, Page, add_badge, add_title, page_of, put_in_order
from perfdash.meeting.pack_text import EMU, Said, add_words, height_of, lines_of
from perfdash.meeting.pack_words import Pack, is_invented, when
from perfdash.meeting.record_layout import printable

_BETWEEN = 0.25  # two findings of the agenda, in heights of the text


def add_cover(deck: Any, layout: Any, pack: Pack) -> None:
    """The first slide: which meeting, when, on which figures, and what is to be shown; more slides for a long agenda."""
    page = page_of(deck)
    facts = [Said(when(pack), 18, is_bold=True), Said(printable(pack.as_at), 16, colour=TEXT_GREY)]
    facts += [Said(printable(pack.suppression), 16, colour=TEXT_GREY)] if pack.suppression else []
    height = height_of(facts, page.width)
    titles = [printable(f"{number}. {screen.title}") for number, screen in enumerate(pack.screens, 1)]
    said, is_first = titles, True
    while said or is_first:
        slide = deck.slides.add_slide(layout)
        add_badge(slide, page, is_invented(pack, pack.screens))
        top = add_title(slide, page, printable(pack.title) + ("" if is_first else ", continued"), 36.0)
        if is_first:
            add_words(slide, (page.left, top, page.width, height), facts, "Meeting")
            top += height + 2 * GAP
        said = _agenda(slide, Page(page.left, top, page.width, page.foot), said)
        put_in_order(slide)
        is_first = False


def _agenda(slide: Any, page: Page, titles: Sequence[str]) -> list[str]:
    """The findings in their order, in letters as large as leave them room; what even small ones have no room for is left."""
    room = page.foot - page.top
    size = next((size for size in (20, 18, 16) if _agenda_height(titles, size, page.width) <= room), 14)
    fitting = next(
        n for n in range(len(titles), -1, -1) if n <= 1 or _agenda_height(titles[:n], size, page.width) <= room
    )
    shape = add_words(
        slide, (page.left, page.top, page.width, room), [Said(one, size) for one in titles[:fitting]], "Agenda"
    )
    for paragraph in shape.text_frame.paragraphs:
        paragraph.space_after = round(_BETWEEN * size * EMU)
    return list(titles[fitting:])


def _agenda_height(titles: Sequence[str], size: float, width: float) -> float:
    return sum(size * (1.2 * lines_of(title, size, width) + _BETWEEN) for title in titles)
