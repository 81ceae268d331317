"""The presentation that slides are put on: ours, 16:9 in our colours, or a template of the organisation's own."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from perfdash.errors import BadQuestion
from perfdash.figures.style import CATEGORIES, INK
from perfdash.meeting.pack_words import DEMONSTRATION, LANGUAGE, Pack, is_invented, when
from perfdash.meeting.record_layout import printable

if TYPE_CHECKING:
    from pptx.presentation import Presentation

MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FONT = "Arial"
_WIDE, _HIGH = 12192000, 6858000  # 16:9, in EMU
_ACCENTS = (*CATEGORIES, "#3D3D3D", "#A285D1")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EPOCH = (2000, 1, 1, 0, 0, 0)
_EPOCH_TEXT = "2000-01-01T00:00:00Z"


def new_deck(template: Path | None) -> "Presentation":
    """An empty presentation.

    Raises:
        BadQuestion: the template cannot be read as a presentation.
    """
    import pptx
    from pptx.exc import PackageNotFoundError

    if template is None:
        deck = pptx.Presentation()
        _widen(deck)
        _paint(deck)
        return deck
    try:
        deck = pptx.Presentation(str(template))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadQuestion(
            f"{template.name} cannot be read as a PowerPoint file; save the template as .pptx and try again."
        ) from error
    _empty(deck)
    return deck


def title_layout(deck: "Presentation") -> Any:
    """The layout that has a title and least beside it."""
    layouts: list[Any] = list(deck.slide_layouts)
    titled = [layout for layout in layouts if any(_is_title(one) for one in layout.placeholders)]
    return min(titled or layouts, key=lambda layout: len(layout.placeholders))


def _is_title(placeholder: Any) -> bool:
    from pptx.enum.shapes import PP_PLACEHOLDER

    return bool(placeholder.placeholder_format.type == PP_PLACEHOLDER.TITLE)


def _empty(deck: "Presentation") -> None:
    """The template's own slides are examples; its master and layouts stay."""
    listed: Any = deck.slides._sldIdLst
    for slide in list(listed):
        deck.part.drop_rel(slide.rId)
        listed.remove(slide)


def _widen(deck: "Presentation") -> None:
    """The library's master is 4:3: everything on it and on its layouts is drawn out to 16:9."""
    grown = _WIDE / int(deck.slide_width or _WIDE)
    deck.slide_width, deck.slide_height = _WIDE, _HIGH  # type: ignore[assignment]
    for place in (deck.slide_master, *deck.slide_layouts):
        for shape in place.shapes:
            if shape._element.spPr.xfrm is not None:  # else it stands where the master has it
                shape.left, shape.width = int(shape.left * grown), int(shape.width * grown)


def _paint(deck: "Presentation") -> None:
    """Our colours and our font in the theme, so that whatever is added later has them too."""
    theme = next(part for part in _parts(deck.slide_master.part) if str(part.partname).startswith("/ppt/theme/"))
    text = theme.blob.decode()
    colours = dict(zip((f"accent{n}" for n in range(1, 7)), _ACCENTS, strict=True)) | {"dk2": INK}
    for name, colour in colours.items():
        text = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour[1:]}"/>\g<2>', text, flags=re.S)
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", text)
    theme._blob = text.encode()
    master = deck.slide_master._element
    for properties in master.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}lvl1pPr"):
        if properties.getparent().tag.endswith("titleStyle"):
            properties.set("algn", "l")


def _parts(part: Any) -> Iterator[Any]:
    return (relation.target_part for relation in part.rels.values() if not relation.is_external)


def describe(deck: "Presentation", pack: Pack) -> None:
    """What the file says of itself."""
    from datetime import UTC, datetime

    properties = deck.core_properties
    properties.title = printable(f"{pack.title}, {when(pack)}")[:255]
    properties.subject = DEMONSTRATION if is_invented(pack, pack.screens) else printable(pack.as_at)[:255]
    properties.language = LANGUAGE
    properties.author, properties.last_modified_by, properties.comments = "perfdash", "perfdash", ""
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)


def saved(deck: "Presentation") -> bytes:
    """The file. The same pack gives the same bytes: no part says when it was made, nor do the sheets behind the charts."""
    _speak(deck)
    content = BytesIO()
    deck.save(content)
    return _undated(content.getvalue())


def _speak(deck: "Presentation") -> None:
    """Everything is read aloud in British English."""
    for slide in deck.slides:
        places = [slide._element, *([slide.notes_slide._element] if slide.has_notes_slide else [])]
        for run in (one for place in places for one in place.iter(f"{_A}r")):
            run.get_or_add_rPr()
        for element in (one for place in places for one in place.iter(f"{_A}rPr", f"{_A}endParaRPr")):
            element.set("lang", LANGUAGE)


def _undated(content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as dated, ZipFile(out, "w", ZIP_DEFLATED) as undated:
        for name in dated.namelist():
            part = dated.read(name)
            if name.endswith(".xlsx"):
                part = _undated(part)
            elif name == "docProps/core.xml":
                part = re.sub(rb">\d{4}-\d\d-\d\dT[^<]*Z<", f">{_EPOCH_TEXT}<".encode(), part)
            undated.writestr(ZipInfo(name, _EPOCH), part, ZIP_DEFLATED)
    return out.getvalue()
