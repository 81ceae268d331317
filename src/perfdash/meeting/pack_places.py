"""What every slide has in the same place: its badge, its title, and the order in which it is read aloud."""

from dataclasses import dataclass
from typing import Any

from perfdash.figures.style import PURPLE
from perfdash.meeting.pack_text import EMU, Said, add_words, fill, height_of, rgb, width_of
from perfdash.meeting.pack_words import DEMONSTRATION

SMALL, PLAIN, GAP = 12.0, 14.0, 8.0  # points


@dataclass(frozen=True)
class Page:
    """A slide's room in points, without its margins."""

    left: float
    top: float
    width: float
    foot: float


def page_of(deck: Any) -> Page:
    """Five per cent of margin on either side, as the screens have."""
    width, height = int(deck.slide_width) / EMU, int(deck.slide_height) / EMU
    return Page(0.045 * width, 0.035 * height, 0.91 * width, 0.955 * height)


def add_badge(slide: Any, page: Page, is_shown: bool) -> None:
    if not is_shown:
        return
    width = width_of(DEMONSTRATION, SMALL, is_bold=True) + 16
    box = (page.left + page.width - width, page.top - 6, width, 20)
    shape = add_words(slide, box, [Said(DEMONSTRATION, SMALL, True, "#FFFFFF")], "Badge", "centre")
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(PURPLE)
    shape.text_frame.margin_top = round(2.5 * EMU)


def add_title(slide: Any, page: Page, words: str, size: float) -> float:
    """The finding in the layout's own title, so that every program knows it as one. Where it ends."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE

    said = Said(words, size, is_bold=True)
    top, height = page.top + 18, height_of([said], page.width) + 4
    shape = slide.shapes.title
    if shape is None:  # a template without titles
        add_words(slide, (page.left, top, page.width, height), [said], "Title")
        return float(top + height + GAP / 2)
    shape.left, shape.top, shape.width, shape.height = (
        round(edge * EMU) for edge in (page.left, top, page.width, height)
    )
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    fill(frame, [said])
    return float(top + height + GAP / 2)


_ORDER = ("Title", "Badge", "Meeting", "What it is of", "Agenda")


def put_in_order(slide: Any) -> None:
    """Title first, source and place last: the order in which the shapes stand is the order in which they are read aloud."""
    tree = slide.shapes._spTree
    title = slide.shapes.title
    shapes = list(slide.shapes)

    def place(shape: Any) -> int:
        if (title is not None and shape.shape_id == title.shape_id) or shape.name == "Title":
            return 0
        last = {"Key, events and commentary": 90, "Source": 91, "Page": 92}
        return last.get(shape.name, _ORDER.index(shape.name) if shape.name in _ORDER else 50)

    for shape in sorted(shapes, key=place):
        tree.append(shape._element)
