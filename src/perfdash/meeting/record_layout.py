"""A response record laid out: headings, paragraphs, lists and tables, from which Word and HTML are both drawn.

What is signed is this, sentence by sentence, so that a later wording of ours never changes what somebody put their name to.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from perfdash.errors import LogProblem

Cell = tuple[str, ...]  # the lines of a cell, the first of them the figure


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the first below the title."""

    level: int
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: plain, formal (definitions and sources) or a notice (what must be seen before a figure is quoted)."""

    text: str
    look: Literal["plain", "formal", "notice"] = "plain"
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Listed:
    """A list of sentences."""

    items: tuple[str, ...]
    kind: Literal["list"] = "list"


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first row names the columns, the first column the rows. Widths are relative."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    kind: Literal["table"] = "table"


Block = Heading | Paragraph | Listed | Table


@dataclass(frozen=True)
class Document:
    """A record as it is read: what stands on every page (`marks`), one sentence on where it stands, and its blocks."""

    title: str
    subject: str
    marks: tuple[str, ...]
    headline: str
    version: int
    is_signed: bool
    blocks: tuple[Block, ...]


_DOCUMENT = TypeAdapter(Document)


def as_json(document: Document) -> dict[str, Any]:
    """A document as plain values, to be kept."""
    found: dict[str, Any] = _DOCUMENT.dump_python(document, mode="json")
    return found


def from_json(kept: Any) -> Document:
    """The same document again.

    Raises:
        LogProblem: it was kept by another perfdash, in a form that this one does not know.
    """
    try:
        return _DOCUMENT.validate_python(kept)
    except ValidationError as error:
        raise LogProblem("A signed record in the log has a form that this perfdash cannot read.") from error


def printable(text: str) -> str:
    """The text without characters that no document can hold (control characters and halves of pairs)."""
    return "".join(
        sign
        for sign in text
        if sign in "\n\t" or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in "\ufffe\uffff")
    )


def paragraphs(text: str) -> list[str]:
    """What somebody wrote, paragraph by paragraph; blank lines part nothing more than ends of line do."""
    return [line.strip() for line in printable(text).splitlines() if line.strip()]


def words_of(document: Document) -> Iterator[str]:
    """Every text of a document in the order of reading: what any drawing of it must hold, and nothing else."""
    yield document.title
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Listed():
                yield from block.items
            case Table():
                yield block.caption
                yield from block.header
                yield from (line for row in block.rows for cell in row for line in cell)
