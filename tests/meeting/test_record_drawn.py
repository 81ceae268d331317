"""The response record as Word and as HTML: the same words in the same order, and fit for whoever does not see the page."""

import re
import shutil
import subprocess
import sys
from datetime import date
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from door import perfdash
from perfdash.meeting.record_blocks import DEMONSTRATION, TITLE, current_document
from perfdash.meeting.record_docx import docx_bytes
from perfdash.meeting.record_html import html_page
from perfdash.meeting.record_layout import Document, Heading, Listed, Paragraph, Table, words_of
from perfdash.meeting.response_record import live_figures
from perfdash.store.places import find_store
from perfdash.store.read import reading

# What people may paste: markup, ends of elements and of CSS strings, characters that XML cannot hold, half a pair.
NASTY = 'A & B <b>bold</b> ]]> </style><script>x</script> "quoted" \\ \x0b\x00\ud800\ufffe end'
CLEAN = 'A & B <b>bold</b> ]]> </style><script>x</script> "quoted" \\  end'


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The draft of the demonstration force."""
    store = tmp_path_factory.mktemp("drawn") / "demo"
    assert perfdash("demo", "--years", 4, "--incidents-per-year", 6000, "--store", store).code == 0
    with reading(find_store(store)) as connection:
        live = live_figures(connection, "demonstration")
    return current_document(live, find_store(store).log, "", date(2026, 11, 23))


@pytest.fixture(scope="module")
def word(shown: Document) -> Any:
    return docx.Document(BytesIO(docx_bytes(shown)))


class Reader(HTMLParser):
    """The texts of an HTML file in the order of reading, and its elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._is_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._is_style = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._is_style and data.strip():
            self.texts.append(data.strip())


def texts_of_word(word: Any) -> list[str]:
    """Every text in the order of the file: paragraphs and the lines of cells."""
    return [text for element in word.element.body.iter(qn("w:p")) if (text := _text(element))]


def _text(paragraph: Any) -> str:
    return "".join(part.text or "" for part in paragraph.iter(qn("w:t")))


def test_word_and_html_say_the_same_words_in_the_same_order(shown: Document, word: Any) -> None:
    expected = list(words_of(shown))
    assert len(expected) > 300
    assert texts_of_word(word) == expected
    body = html_page(shown).partition("<main>")[2]
    assert Reader(body).texts == [*shown.marks, *expected]


def test_what_people_write_is_drawn_as_they_wrote_it() -> None:
    odd = Document(
        NASTY, NASTY, (NASTY,), NASTY, 1, False,
        (Heading(1, NASTY), Paragraph(NASTY, "notice"), Listed((NASTY,)),
         Table(NASTY, ("A", NASTY), (((NASTY,), (NASTY, NASTY)),), (1, 1))),
    )  # fmt: skip
    page = html_page(odd)
    reader = Reader(page.partition("<main>")[2])
    assert set(reader.texts) == {CLEAN, "A"}
    assert "script" not in {tag for tag, _ in Reader(page).elements}
    assert page.count("</style>") == 1
    assert set(texts_of_word(docx.Document(BytesIO(docx_bytes(odd))))) == {CLEAN, "A"}


# Word


def test_headings_are_headings(shown: Document, word: Any) -> None:
    styled = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    headings = [(f"Heading {block.level}", block.text) for block in shown.blocks if isinstance(block, Heading)]
    assert styled == [("Title", TITLE), *headings]


def test_every_table_marks_its_header_and_says_what_it_is(shown: Document, word: Any) -> None:
    tables = [block for block in shown.blocks if isinstance(block, Table)]
    assert len(word.tables) == len(tables) > 5
    for table, block in zip(word.tables, tables, strict=True):
        flagged = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert flagged == [True] + [False] * len(block.rows)
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == block.caption
        assert properties.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        assert properties.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"


# ECMA-376, part 1: CT_TblPr and CT_PPrBase are sequences, and Word refuses a file that breaks them.
ORDER = {
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange",
    "w:tblBorders": "top left start bottom right end insideH insideV",
}  # fmt: skip


@pytest.mark.parametrize("name", ORDER)
def test_properties_stand_in_the_order_of_the_schema(name: str, word: Any) -> None:
    places = {qn(f"w:{child}"): place for place, child in enumerate(ORDER[name].split())}
    found = [*word.element.iter(qn(name)), *word.styles.element.iter(qn(name))]
    assert found
    for element in found:
        order = [places[child.tag] for child in element]
        assert order == sorted(order), [child.tag for child in element]


def test_language_title_paper_and_fonts(shown: Document, word: Any) -> None:
    properties = word.core_properties
    assert properties.title == f"{shown.title}: {shown.subject}"
    assert (properties.language, properties.content_status) == ("en-GB", "Draft")
    languages = {element.get(qn("w:val")) for element in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "List Bullet"):
        fonts = word.styles[name].element.rPr.rFonts
        assert set(fonts.attrib.values()) == {"Arial"}, name


def test_every_page_says_draft_invented_and_its_number(shown: Document, word: Any) -> None:
    header = "".join(p.text for p in word.sections[0].header.paragraphs)
    assert header == " · ".join(shown.marks)
    assert header.startswith("Draft, version 1: not signed")
    assert DEMONSTRATION in header
    fields = [field.get(qn("w:instr")) for field in word.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_every_picture_has_words_in_its_place(word: Any) -> None:
    pictures = list(word.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"))
    assert all(picture.get("descr") for picture in pictures)


def test_the_same_record_gives_the_same_file(shown: Document) -> None:
    assert docx_bytes(shown) == docx_bytes(shown)


def test_no_page_waits_for_python_docx() -> None:
    asked = "import sys, perfdash.ui.record_views, perfdash.meeting.record_files; print('docx' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_libreoffice_makes_a_pdf_of_it(shown: Document, tmp_path: Path) -> None:
    (tmp_path / "record.docx").write_bytes(docx_bytes(shown))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    converted = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "record.docx"]
    subprocess.run(converted, check=True, capture_output=True, timeout=180)
    pdf = tmp_path / "record.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")
    if not shutil.which("pdftotext"):
        return
    read = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = read.split("\f")[:-1]
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert " · ".join(shown.marks) in page
        assert f"Page {number} of {len(pages)}" in page


# HTML


def test_the_html_is_one_accessible_file(shown: Document) -> None:
    page = html_page(shown)
    reader = Reader(page)
    tags = [tag for tag, _ in reader.elements]
    assert ("html", {"lang": "en-GB"}) in reader.elements
    assert not {"script", "link", "img", "iframe", "base", "form"} & set(tags)
    assert not re.search(r"url\(|@import|https?:|\bsrc=|\bon\w+=", page)
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    tables = [block for block in shown.blocks if isinstance(block, Table)]
    scopes = [attributes.get("scope") for tag, attributes in reader.elements if tag == "th"]
    assert scopes.count("col") == sum(len(table.header) for table in tables)
    assert scopes.count("row") == sum(len(table.rows) for table in tables)
    assert tags.count("caption") == len(tables)
    title = re.search(r"<title>(.*?)</title>", page)
    assert title and unescape(title[1]) == f"{shown.title}: {shown.subject}"


def test_every_colour_of_the_html_can_be_read(shown: Document) -> None:
    style = re.search(r"<style>(.*?)</style>", html_page(shown), re.S)
    assert style
    texts = set(re.findall(r"(?<![-\w])color: (#[0-9A-Fa-f]{6})", style[1]))
    assert texts
    for colour in texts:
        assert contrast(colour) >= 4.5, colour


def contrast(colour: str) -> float:
    """Against white (WCAG 2.2, relative luminance)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
