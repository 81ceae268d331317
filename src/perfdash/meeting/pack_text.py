"""Words on a slide: how many lines they take, so that they fit, and the boxes they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perfdash.meeting.pack_deck import FONT
from perfdash.meeting.record_layout import printable

EMU = 12700  # of a point
# Of Arial, in parts of its size; what is not named is as wide as a small letter.
_WIDTHS = dict.fromkeys("iljtfr.,:;'|!()[] /", 0.28) | dict.fromkeys("mwMW%—", 0.86)
_BOLD = 1.08


@dataclass(frozen=True)
class Said:
    """A paragraph: its words, size in points, weight and colour."""

    text: str
    size: float
    is_bold: bool = False
    colour: str = "#1D1D1B"


def width_of(text: str, size: float, is_bold: bool = False) -> float:
    """How wide a line is, in points."""
    letters = sum(_WIDTHS.get(sign, 0.7 if sign.isupper() else 0.56) for sign in text)
    return letters * size * (_BOLD if is_bold else 1)


def lines_of(text: str, size: float, width: float, is_bold: bool = False) -> int:
    """How many lines a paragraph takes in so many points."""
    lines, reached = 1, 0.0
    for word in text.split(" "):
        added = width_of(f"{word} ", size, is_bold)
        if reached and reached + added > width:
            lines, reached = lines + 1, 0.0
        reached += added
    return lines


def height_of(said: Sequence[Said], width: float) -> float:
    """How high paragraphs are in so many points of width."""
    return sum(1.2 * one.size * lines_of(one.text, one.size, width, one.is_bold) for one in said)


def fill(frame: Any, said: Sequence[Said], align: str = "left") -> None:
    """Puts the paragraphs into a text frame."""
    from pptx.enum.text import PP_ALIGN

    for number, one in enumerate(said):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "centre": PP_ALIGN.CENTER}[align]
        paragraph.line_spacing = 1.0
        paragraph.space_before = _points(0)
        run = paragraph.add_run()
        run.text = printable(one.text)
        dress(run, one)


def dress(run: Any, said: Said) -> None:
    run.font.size, run.font.bold, run.font.name = _points(said.size), said.is_bold, FONT
    run.font.color.rgb = rgb(said.colour)


def rgb(colour: str) -> Any:
    """A colour of ours as the library has it."""
    from pptx.dml.color import RGBColor

    return RGBColor(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))  # type: ignore[no-untyped-call]


def _points(size: float) -> Any:
    from pptx.util import Pt

    return Pt(size)


def add_words(
    slide: Any, box: tuple[float, float, float, float], said: Sequence[Said], name: str, align: str = "left"
) -> Any:
    """A box of words, its edges in points: left, top, width, height."""
    from pptx.enum.text import MSO_ANCHOR

    shape = slide.shapes.add_textbox(*(round(edge * EMU) for edge in box))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    fill(frame, said, align)
    return shape
