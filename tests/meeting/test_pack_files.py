"""Packs as HTML, PDF and CSVs: one file each that needs nothing beside it and says the same as the screens."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from pack_screens import every_screen, pack_of, screens_for_tests

from perfdash.errors import BadQuestion, NoBrowser
from perfdash.figures.figure_json import plain
from perfdash.meeting import pack_pdf
from perfdash.meeting.pack_files import FORMS, pack_content
from perfdash.meeting.pack_html import pack_html
from perfdash.meeting.pack_page import program
from perfdash.meeting.pack_words import DEMONSTRATION
from perfdash.meeting.pack_zip import pack_zip
from perfdash.meeting.screens import Screen

NASTY = 'A & B <b>bold</b> </script></style><script>alert(1)</script> "quoted" \x0b\x00 end'
PACK = pack_of(every_screen())


class Reader(HTMLParser):
    """The elements of a file with their attributes, and its texts outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._is_code = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._is_code = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if not self._is_code and data.strip():
            self.texts.append(data.strip())


# HTML


def test_the_page_says_what_the_screens_say() -> None:
    reader = Reader(pack_html(PACK))
    said = " ".join(reader.texts).replace("\u00a0", " ")
    for screen in PACK.screens:
        for words in (screen.title, screen.formal, screen.source, screen.question, *screen.commentary):
            assert words in said
        assert all(event.text in said for event in screen.events)
    for words in (PACK.title, PACK.as_at, PACK.suppression, PACK.kind, DEMONSTRATION):
        assert words in said


def test_the_charts_are_the_figures() -> None:
    page = pack_html(PACK)
    for number, screen in enumerate(PACK.screens, 1):
        found = re.search(rf'id="chart-{number}-figure">(.*?)</script>', page, re.S)
        if screen.figure is None:
            assert found is None
        else:
            assert found and json.loads(found[1]) == json.loads(json.dumps(plain(screen.figure)))


def test_every_chart_has_words_and_a_table_and_every_heading_its_place() -> None:
    reader = Reader(pack_html(PACK))
    labels = [attributes["aria-label"] for _, attributes in reader.elements if attributes.get("role") == "img"]
    assert labels == [screen.alt for screen in PACK.screens if screen.figure is not None]
    tags = [tag for tag, _ in reader.elements]
    assert tags.count("main") == tags.count("header") == tags.count("nav") == tags.count("h1") == 1
    assert tags.count("table") == tags.count("caption") == sum(bool(screen.rows) for screen in PACK.screens)
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert ("html", {"lang": "en-GB"}) in reader.elements
    ids = {attributes["id"] for _, attributes in reader.elements if "id" in attributes}
    links = {str(attributes["href"]) for tag, attributes in reader.elements if tag == "a"}
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_nothing_is_fetched_and_nothing_can_be_sent() -> None:
    page = pack_html(PACK)
    elements = Reader(page).elements
    assert not {"link", "img", "iframe", "base", "form", "object"} & {tag for tag, _ in elements}
    assert not [attributes for _, attributes in elements if attributes.get("src")]
    own = re.sub(r'<script type="text/plain" id="program">.*?</script>', "", page, flags=re.S)
    assert not re.search(r"https?://(?!www\.w3\.org)|//cdn|@import|url\(", own)
    policy = next(str(one["content"]) for tag, one in elements if tag == "meta" and "http-equiv" in one)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy and "http" not in policy
    config = re.search(r'id="config">(.*?)</script>', page)
    assert config and json.loads(config[1])["showSendToCloud"] is False
    assert json.loads(config[1])["plotlyServerURL"] == ""


def test_what_people_write_is_shown_as_they_wrote_it() -> None:
    screen = Screen("x/../y", NASTY, NASTY, NASTY, "/", NASTY, NASTY, NASTY, figure=every_screen()[1].figure,
                    rows=[{NASTY: NASTY}], commentary=(NASTY,))  # fmt: skip
    page = pack_html(pack_of([screen]))
    assert page.count("<script>") == 1
    assert page.count("</style>") == 1
    assert "alert(1)" in unescape(page)
    assert "<b>bold" not in page


def test_the_same_pack_gives_the_same_page() -> None:
    assert pack_html(PACK) == pack_html(PACK)


def test_the_program_is_as_the_policy_knows_it() -> None:
    """A byte that changes on its way through the file would stop every chart."""
    assert program().encode().decode() == program()
    assert "\r" not in program()


def test_a_pack_without_charts_brings_no_program() -> None:
    assert len(pack_html(pack_of(every_screen()[:1]))) < 20_000


# CSVs


def tables() -> dict[str, list[list[str]]]:
    with ZipFile(BytesIO(pack_zip(PACK))) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def test_one_csv_a_screen_and_an_index_of_them() -> None:
    files = tables()
    head, *rows = files["index.csv"]
    rows = rows[: len(PACK.screens)]
    assert [row[head.index("finding")] for row in rows] == [screen.title for screen in PACK.screens]
    assert {row[head.index("file")] for row in rows} | {"index.csv"} == set(files)
    assert len(files) == len(PACK.screens) + 1


def test_the_rows_are_the_screens_and_what_is_hidden_is_blank() -> None:
    files = list(tables().values())[1:]
    for screen, (head, *lines) in zip(PACK.screens, files, strict=True):
        if not screen.rows:
            continue
        assert head == list(screen.rows[0])
        for row, line in zip(screen.rows, lines, strict=False):
            assert line == ["" if value is None else str(value) for value in row.values()]
        notes = [line[0] for line in lines[len(screen.rows) :]]
        assert screen.title in notes and screen.formal in notes and DEMONSTRATION in notes


def test_formulas_are_disarmed_and_names_are_safe() -> None:
    with ZipFile(
        BytesIO(pack_zip(pack_of([Screen("../../etc/x y", "=1+1", "", "", "/", rows=[{"a": "=cmd"}])])))
    ) as archive:
        assert archive.namelist() == ["index.csv", "01-etc-x-y.csv"]
        assert "'=cmd" in archive.read("01-etc-x-y.csv").decode("utf-8-sig")


# PDF and the choice of forms


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not here")
def test_the_pdf_has_a_screen_a_page(tmp_path: Path) -> None:
    pack = pack_of(screens_for_tests())
    content = pack_content(pack, "pdf")
    assert content.startswith(b"%PDF")
    if not shutil.which("pdftotext"):
        return
    (tmp_path / "pack.pdf").write_bytes(content)
    ran = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "pack.pdf", "-"], capture_output=True, text=True, check=True
    )
    pages = ran.stdout.split("\f")[:-1]
    assert len(pages) == len(pack.screens) + 1
    for number, (screen, page) in enumerate(zip(pack.screens, pages[1:], strict=True), 1):
        assert " ".join(screen.title.split()[:4]) in " ".join(page.split()).replace("\u00a0", " ")
        assert f"{number} of 9" in page
        assert DEMONSTRATION in page
    assert "upper limit 95.0 %" in pages[2]  # the charts are drawn


def test_without_chromium_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_pdf.shutil, "which", lambda name: None)
    with pytest.raises(NoBrowser, match=r"install it .* or take --format html"):
        pack_content(PACK, "pdf")


def test_a_browser_that_does_not_print_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_pdf.shutil, "which", lambda name: "/bin/true")
    with pytest.raises(NoBrowser, match="/bin/true is here but did not print"):
        pack_content(PACK, "pdf")


def test_forms() -> None:
    small = pack_of(screens_for_tests()[:2])
    starts = {"pptx": b"PK", "html": b"<!doctype html>", "zip": b"PK"}
    assert all(pack_content(small, form).startswith(start) for form, start in starts.items())
    assert set(starts) | {"pdf"} == set(FORMS)
    with pytest.raises(BadQuestion, match="There is no form 'docx' of a pack; choose --format pptx, pdf, html or zip"):
        pack_content(small, "docx")


def test_no_page_waits_for_python_pptx() -> None:
    asked = "import sys, perfdash.meeting.pack_files; print('pptx' in sys.modules, 'lxml' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False False"
