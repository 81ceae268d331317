"""The parts of a drafted profile that are the same for every kind of record."""

import json
import re
from collections.abc import Set
from pathlib import Path

from perfdash.ingest.contents import Contents
from perfdash.ingest.profile import FileShape


def head_lines(path: Path, contents: Contents) -> list[str]:
    """The lines without a heading."""
    drafted = (
        f"# Drafted from {path.name} ({contents.n_rows:,} rows). Read every line; then run perfdash profile check."
    )
    return [drafted, *title_lines(path)]


def title_lines(path: Path) -> list[str]:
    """The profile's name, title and force, as far as the name of a file tells."""
    stem = path.name.split(".")[0]
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "extract"
    return [
        f"name = {quoted(slug)}",
        f"title = {quoted(stem)}  # who supplied it, and what it is",
        f"force = {quoted(slug)}  # not in the file: write the force's short name",
    ]


def file_lines(shape: FileShape, contents: Contents, used: Set[str], is_sheet: bool) -> list[str]:
    """How the file is written; `used` are its columns that have found a place."""
    lines = ["[file]"]
    if is_sheet:
        if shape.sheet:
            lines.append(f"sheet = {quoted(shape.sheet)}  # the longest sheet")
    else:
        lines.append(f"encoding = {quoted(shape.encoding)}  # the whole file is valid in it")
        lines.append(f"delimiter = {quoted(shape.delimiter)}  # the first rows agree in width")
    if shape.header_row > 1:
        lines.append(f"header_row = {shape.header_row}  # the rows above are not column names")
    blank = [word for word, names in contents.blank.items() if set(names) & used]
    if blank:
        lines.append(f"blank = {listed(('', *blank))}  # words found where a value is missing")
    return lines


def listed(texts: tuple[str, ...]) -> str:
    """A TOML list of texts."""
    return f"[{', '.join(map(quoted, texts))}]"


def quoted(text: str) -> str:
    """A TOML basic string, which JSON's escapes fit."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
