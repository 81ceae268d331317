"""A pack as a PowerPoint file: a finding a slide, with charts that can be opened and changed where they stand."""

from pathlib import Path

from perfdash.meeting.pack_cover import add_cover
from perfdash.meeting.pack_deck import describe, new_deck, saved, title_layout
from perfdash.meeting.pack_slides import add_screen
from perfdash.meeting.pack_words import Pack


def pack_pptx(pack: Pack, template: Path | None = None) -> bytes:
    """The content of a .pptx file. With a `template` its master, layouts, colours and size are used, and its slides are not.

    Raises:
        BadQuestion: the template cannot be read as a presentation.
    """
    deck = new_deck(template)
    layout = title_layout(deck)
    add_cover(deck, layout, pack)
    for number in range(1, len(pack.screens) + 1):
        add_screen(deck, layout, pack, number)
    describe(deck, pack)
    return saved(deck)
