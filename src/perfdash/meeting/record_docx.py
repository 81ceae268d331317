"""A response record as a Word document: real headings, marked table headers, page numbers, British English, A4.

python-docx is imported only when a document is drawn, so that no page waits for it.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from perfdash.meeting.record_layout import Block, Cell, Document, Heading, Listed, Paragraph, Table, printable

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table as WordTable
    from docx.table import _Cell as WordCell
    from docx.text.paragraph import Paragraph as WordParagraph

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, LANGUAGE = "Arial", "en-GB"
_INK, _QUIET, _LINE, _RULE, _NOTICE = "1D1D1B", "595959", "C9C9C9", "12436D", "F46A25"
_SIZES = {"Title": 22, "Heading 1": 15, "Heading 2": 12, "Caption": 10.5, "Normal": 10.5, "List Bullet": 10.5}
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 210, 297, 18  # millimetres
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # when the file says it was made; when it was signed stands in it


def docx_bytes(document: Document) -> bytes:
    """The document as the content of a .docx file."""
    import docx

    word = docx.Document()
    _set_up(word, document)
    word.add_heading(printable(document.title), 0)
    for block, following in zip(document.blocks, [*document.blocks[1:], None], strict=True):
        _add(word, block)
        if isinstance(block, Paragraph) and isinstance(following, Listed | Table):
            word.paragraphs[-1].paragraph_format.keep_with_next = True  # what leads to a table stands on its page
    saved = BytesIO()
    word.save(saved)
    return _undated(saved)


def _undated(saved: BytesIO) -> bytes:
    """The same archive with one fixed time on every part: the same record gives the same bytes."""
    out = BytesIO()
    with ZipFile(saved) as dated, ZipFile(out, "w", ZIP_DEFLATED) as undated:
        for name in dated.namelist():
            undated.writestr(ZipInfo(name, _EPOCH.timetuple()[:6]), dated.read(name), ZIP_DEFLATED)
    return out.getvalue()


def _add(word: "WordDocument", block: Block) -> None:
    match block:
        case Heading():
            word.add_heading(printable(block.text), block.level)
        case Paragraph():
            styled = {"plain": "Normal", "formal": "Formal", "notice": "Notice"}[block.look]
            word.add_paragraph(printable(block.text), styled)
        case Listed():
            for item in block.items:
                word.add_paragraph(printable(item), "List Bullet")
        case Table():
            _add_table(word, block)


# Tables ----------------------------------------------------------------------------------------------------------------


def _add_table(word: "WordDocument", block: Table) -> None:
    word.add_paragraph(printable(block.caption), "Caption")
    table = word.add_table(rows=0, cols=len(block.header))
    table.autofit = False
    for place, column in enumerate(table.columns):
        column.width = _width(block.widths, place)
    _dress_table(table, printable(block.caption))
    for number, cells in enumerate((tuple((name,) for name in block.header), *block.rows)):
        row = table.add_row()
        _flag(row._tr.get_or_add_trPr(), "w:cantSplit")
        if not number:
            _flag(row._tr.get_or_add_trPr(), "w:tblHeader")  # read as a header, and repeated on every page
        for place, (cell, lines) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = _width(block.widths, place)
            _fill(cell, lines, is_header=not number)
    word.add_paragraph("", "Formal")  # room below, and a place for the cursor between two tables


def _width(widths: tuple[float, ...], place: int) -> Any:
    from docx.shared import Mm

    return Mm((_PAGE_WIDTH - 2 * _MARGIN) * widths[place] / sum(widths))


def _fill(cell: "WordCell", lines: Cell, is_header: bool) -> None:
    from docx.shared import Pt, RGBColor

    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0 if number else 2), Pt(1)
        paragraph.paragraph_format.keep_with_next = is_header
        run = paragraph.add_run(printable(line))
        run.bold = is_header
        run.font.size = Pt(9 if number else 10)
        if number:
            run.font.color.rgb = RGBColor.from_string(_QUIET)
    if is_header:
        cell._tc.get_or_add_tcPr().append(_borders("w:tcBorders", {"bottom": (12, _RULE)}))


def _dress_table(table: "WordTable", caption: str) -> None:
    properties = table._tbl.tblPr
    # Word refuses a file whose properties are out of the schema's order: borders, layout, look, caption.
    borders = _borders("w:tblBorders", {"bottom": (4, _LINE), "insideH": (4, _LINE)})
    properties.find(_made("w:tblLayout").tag).addprevious(borders)
    look = _made("w:tblLook", **{"w:firstRow": "1", "w:firstColumn": "1", "w:noHBand": "1", "w:noVBand": "1"})
    for old in properties.findall(look.tag):
        properties.remove(old)
    properties.append(look)
    properties.append(_made("w:tblCaption", **{"w:val": caption}))


def _borders(name: str, sides: dict[str, tuple[int, str]]) -> Any:
    borders = _made(name)
    for side, (size, colour) in sides.items():
        borders.append(_made(f"w:{side}", **{"w:val": "single", "w:sz": str(size), "w:space": "0", "w:color": colour}))
    return borders


# The document's frame --------------------------------------------------------------------------------------------------


def _set_up(word: "WordDocument", document: Document) -> None:
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(_PAGE_WIDTH), Mm(_PAGE_HEIGHT)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    _set_styles(word)
    _set_properties(word, document)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    _mark(header, document.marks)
    _page_number(footer, printable(document.subject))


def _set_properties(word: "WordDocument", document: Document) -> None:
    properties = word.core_properties
    properties.title = printable(f"{document.title}: {document.subject}")[:255]
    properties.subject = printable(" · ".join(document.marks))[:255]
    properties.language = LANGUAGE
    properties.author, properties.last_modified_by, properties.comments = "perfdash", "perfdash", ""
    properties.content_status = "Final" if document.is_signed else "Draft"
    properties.version = str(document.version)
    properties.created = properties.modified = _EPOCH


def _set_styles(word: "WordDocument") -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles: Any = word.styles
    for name in ("Formal", "Notice"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, size in (_SIZES | {"Formal": 9.5, "Notice": 10.5}).items():
        style = styles[name]
        _set_font(style, size, _QUIET if name == "Formal" else _INK)
        style.paragraph_format.space_after = Pt(3 if name == "List Bullet" else 6)
    styles["Title"].paragraph_format.space_after = Pt(10)
    for name, before in (("Heading 1", 16), ("Heading 2", 12), ("Caption", 8)):
        styles[name].paragraph_format.space_before = Pt(before)
        styles[name].paragraph_format.keep_with_next = True
    styles["Notice"].element.get_or_add_pPr().insert(0, _borders("w:pBdr", {"left": (24, _NOTICE)}))
    for border in styles["Title"].element.pPr.findall(_made("w:pBdr").tag):
        styles["Title"].element.pPr.remove(border)
    language = _made("w:lang", **{"w:val": LANGUAGE, "w:eastAsia": LANGUAGE})
    defaults = styles.element.find(".//" + _made("w:rPrDefault").tag + "/" + _made("w:rPr").tag)
    for old in defaults.findall(language.tag):
        defaults.remove(old)
    defaults.append(language)


def _set_font(style: Any, size: float, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
    style.font.bold = style.name not in ("Normal", "Formal", "Notice", "List Bullet")
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    for place in list(fonts.attrib):
        del fonts.attrib[place]  # the template's theme fonts would win over a named one
    for place in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{place}"), FONT)


def _mark(paragraph: "WordParagraph", marks: tuple[str, ...]) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(printable(" · ".join(marks)))
    run.bold, run.font.size = True, Pt(9.5)


def _page_number(paragraph: "WordParagraph", subject: str) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt

    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(_PAGE_WIDTH - 2 * _MARGIN), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.style.paragraph_format.tab_stops.clear_all()  # type: ignore[union-attr]
    for text, field in ((f"{subject}\tPage ", "PAGE"), (" of ", "NUMPAGES")):
        run = paragraph.add_run(text)
        run.font.size = Pt(9)
        simple = _made("w:fldSimple", **{"w:instr": field})
        number = paragraph.add_run("1")
        number.font.size = Pt(9)
        simple.append(number._r)
        paragraph._p.append(simple)


def _flag(parent: Any, name: str) -> None:
    parent.append(_made(name))


def _made(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(attribute), value)
    return element
