"""The forms that a pack can be had in, by the ending of a file's name."""

from pathlib import Path

from perfdash.errors import BadQuestion
from perfdash.meeting.pack_html import pack_html
from perfdash.meeting.pack_pdf import pack_pdf
from perfdash.meeting.pack_pptx import pack_pptx
from perfdash.meeting.pack_words import Pack
from perfdash.meeting.pack_zip import pack_zip

FORMS = ("pptx", "pdf", "html", "zip")


def pack_content(pack: Pack, form: str, template: Path | None = None) -> bytes:
    """The content of a file in a form; a `template` is for PowerPoint alone.

    Raises:
        BadQuestion: there is no such form, or the template cannot be read.
        NoBrowser: a PDF was asked for, and no Chromium prints it.
    """
    match form:
        case "pptx":
            return pack_pptx(pack, template)
        case "pdf":
            return pack_pdf(pack)
        case "html":
            return pack_html(pack).encode()
        case "zip":
            return pack_zip(pack)
    raise BadQuestion(f"There is no form '{form}' of a pack; choose --format {', '.join(FORMS[:-1])} or {FORMS[-1]}.")
