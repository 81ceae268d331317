"""The forms that a response record can be had in, by the ending of a file's name."""

from collections.abc import Callable

from perfdash.errors import BadQuestion
from perfdash.meeting.record_docx import docx_bytes
from perfdash.meeting.record_html import html_page
from perfdash.meeting.record_layout import Document

_FORMS: dict[str, Callable[[Document], bytes]] = {
    "docx": docx_bytes,
    "html": lambda document: html_page(document).encode(),
}


def file_content(document: Document, form: str) -> bytes:
    """The content of a file in a form.

    Raises:
        BadQuestion: there is no such form.
    """
    if form not in _FORMS:
        raise BadQuestion(f"There is no form '{form}' of the record; choose --format {' or '.join(_FORMS)}.")
    return _FORMS[form](document)
