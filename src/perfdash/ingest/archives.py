"""Gzip and ZIP: the one file inside is unpacked into the work directory."""

import gzip
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, cast

from perfdash.errors import BadExtract
from perfdash.ingest.extract import new_file

_BLOCK = 1 << 22
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError, RuntimeError)
_ENCRYPTED = 0x1


def gunzip(name: str, path: Path, work: Path) -> tuple[str, Path]:
    """The file inside a gzip file: its name without '.gz', and where it was unpacked.

    Raises:
        BadExtract: the file is cut short or damaged.
    """
    inner = name[: -len(".gz")]
    with gzip.open(path, "rb") as source:
        return inner, _unpack(name, cast(IO[bytes], source), inner, work)


def unzip(name: str, path: Path, work: Path) -> tuple[str, Path]:
    """The one file inside a ZIP archive: 'outer.zip/inner.csv', and where it was unpacked.

    Raises:
        BadExtract: the archive holds no file or several, has a password, or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only_member(name, archive)
            with archive.open(member) as source:
                return f"{name}/{member.filename}", _unpack(name, source, member.filename, work)
    except _DAMAGE as error:
        raise _damaged(name) from error


def _only_member(name: str, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if _is_a_file(member)]
    if not members:
        raise BadExtract(f"{name} has no file in it: ask for it again.")
    if len(members) > 1:
        listed = ", ".join(member.filename for member in members[:5])
        raise BadExtract(
            f"{name} has {len(members)} files in it ({listed}): unpack it and load the ones you want one by one."
        )
    if members[0].flag_bits & _ENCRYPTED:
        raise BadExtract(f"{name} has a password: unpack it yourself and load the file inside.")
    return members[0]


def _is_a_file(member: zipfile.ZipInfo) -> bool:
    # macOS adds its own housekeeping beside the file that was packed.
    path = PurePosixPath(member.filename)
    return not member.is_dir() and path.parts[0] != "__MACOSX" and path.name != ".DS_Store"


def _unpack(name: str, source: IO[bytes], inner: str, work: Path) -> Path:
    target = new_file(work, PurePosixPath(inner).suffix)
    try:
        with target.open("wb") as copy:
            shutil.copyfileobj(source, copy, _BLOCK)
    except _DAMAGE as error:
        target.unlink()
        raise _damaged(name) from error
    return target


def _damaged(name: str) -> BadExtract:
    return BadExtract(f"{name} cannot be unpacked: it is damaged or was cut short, so ask for it again.")
