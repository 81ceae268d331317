"""Encodings: to UTF-8 from another one, and the sentence when the bytes are not what the profile says."""

import codecs
from pathlib import Path

from perfdash.errors import BadExtract
from perfdash.ingest.extract import new_file

_BLOCK = 1 << 22
_SAMPLE = 1 << 16
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_CP1252 = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_WORDS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}


def setting(encoding: str) -> str:
    """The words that tell an analyst which encoding to write in a profile."""
    return f'set encoding = "{encoding}" in the profile\'s [file]'


def needs_copy(name: str, path: Path, encoding: str) -> bool:
    """Whether the file must be rewritten to be UTF-8 without a byte-order mark.

    Raises:
        BadExtract: the first bytes say that the file is in another encoding than the one stated.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    is_marked_utf16 = head.startswith(_UTF16_MARKS)
    if encoding == "utf-16" and not is_marked_utf16:
        if b"\0" in head:
            raise _unmarked_utf16(name)
        raise BadExtract(f"{name} is not UTF-16 (it has no byte-order mark): {setting(_guess(head))}.")
    if encoding != "utf-16" and is_marked_utf16:
        raise BadExtract(f"{name} is UTF-16, not {_WORDS[encoding]}: {setting('utf-16')}.")
    if encoding == "cp1252" and head.startswith(codecs.BOM_UTF8):
        raise BadExtract(f"{name} is UTF-8, not {_WORDS[encoding]}: {setting('utf-8')}.")
    # Every second byte of Western text in UTF-16 is NUL.
    if encoding != "utf-16" and head.count(b"\0") > len(head) // 3:
        raise _unmarked_utf16(name)
    return encoding != "utf-8" or head.startswith(codecs.BOM_UTF8)


def transcode(name: str, path: Path, encoding: str, work: Path) -> Path:
    """A copy of the file in UTF-8 without a byte-order mark, read and written in blocks.

    Raises:
        BadExtract: a byte is not valid in the stated encoding, or the text is plainly UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    second_opinion = _Utf8Watch() if encoding == "cp1252" else None
    target = new_file(work, ".csv")
    line = 1
    with path.open("rb") as source, target.open("wb") as copy:
        while True:
            block = source.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                raise bad_byte(name, path, encoding, line, error) from error
            if second_opinion:
                second_opinion.see(block)
            line += text.count("\n")
            copy.write(text.encode())
            if not block:
                break
    if second_opinion and second_opinion.is_utf8():
        raise BadExtract(f"{name} is UTF-8, not Windows-1252: {setting('utf-8')}.")
    return target


def bad_byte(name: str, path: Path, encoding: str, line: int, error: UnicodeDecodeError) -> BadExtract:
    """The refusal of a byte the stated encoding does not have, with what the file looks like instead."""
    if error.end >= len(error.object) and encoding == "utf-16":
        return BadExtract(f"{name}, line {line}: the file ends inside a character: ask for it again.")
    byte = error.object[error.start]
    found = f"{name}, line {line}: the byte 0x{byte:02X} is not valid {_WORDS[encoding]}"
    if encoding == "utf-8" and byte not in _NOT_CP1252 and not _has_utf8_before(path, line):
        return BadExtract(f"{found}; the file looks like Windows-1252: {setting('cp1252')}.")
    if encoding == "cp1252":
        return BadExtract(f"{found}: ask for the file in UTF-8 and {setting('utf-8')}.")
    return BadExtract(f"{found} though the text above is: the file is damaged, so ask for it again.")


class _Utf8Watch:
    """Sees the blocks of a file go by and says whether they were UTF-8 all along, beyond plain ASCII."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_valid, self._is_ascii = True, True

    def see(self, block: bytes) -> None:
        self._is_ascii = self._is_ascii and block.isascii()
        try:
            if self._is_valid:
                self._decoder.decode(block, final=not block)
        except UnicodeDecodeError:
            self._is_valid = False

    def is_utf8(self) -> bool:
        return self._is_valid and not self._is_ascii


def _unmarked_utf16(name: str) -> BadExtract:
    return BadExtract(
        f"{name} looks like UTF-16 without a byte-order mark: "
        f"save it as UTF-8, or with the mark and {setting('utf-16')}."
    )


def _guess(head: bytes) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _has_utf8_before(path: Path, line: int) -> bool:
    """Whether a line above is beyond ASCII: then the file was UTF-8 so far, and one byte of it is damaged."""
    with path.open("rb") as file:
        return any(not text.isascii() for _, text in zip(range(line - 1), file, strict=False))
