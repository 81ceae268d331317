"""Drafts a profile from a file nobody has described: every line says what was guessed and why."""

import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from perfdash.contract import incidents
from perfdash.errors import BadExtract
from perfdash.ingest.contents import Contents, read_contents
from perfdash.ingest.extract import Extract
from perfdash.ingest.guesses import Guess, Guesses, formats_of, guess_columns
from perfdash.ingest.kinds import SHEETS
from perfdash.ingest.layouts import guess_shape
from perfdash.ingest.meanings import guess_value
from perfdash.ingest.profile import After, FileShape, Joined
from perfdash.ingest.sources import open_extract, unpack
from perfdash.ingest.vocabulary import looks_personal

_ABROAD = "%I:%M"


@dataclass(frozen=True)
class Suggestion:
    """A draft profile as TOML, and what the analyst has to decide or should know."""

    toml: str
    notes: list[str]


def suggest(path: Path) -> Suggestion:
    """Drafts a profile for the file.

    Raises:
        BadExtract: the file cannot be read in any shape, or holds no column of times.
    """
    with tempfile.TemporaryDirectory(prefix="perfdash-") as folder, duckdb.connect() as connection:
        work = Path(folder)
        inner, kind, found = unpack(path, work, path.name)
        shape, notes = guess_shape(found, kind)
        extract = open_extract(found, shape, work, name=inner)
        contents = read_contents(connection, extract)
        guesses = guess_columns(contents)
        if not any(line.column in incidents.INSTANTS for line in guesses.lines):
            raise BadExtract(
                f"{path.name} has no column of dates and times that could be read, so nothing dates an incident: "
                "see docs/profiles.md and write the profile by hand."
            )
        formats = formats_of(guesses, notes)
        notes += guesses.notes + _notes(contents, guesses, formats)
        return Suggestion(_draft(path, extract, shape, contents, guesses, formats, kind in SHEETS), notes)


def _draft(
    path: Path,
    extract: Extract,
    shape: FileShape,
    contents: Contents,
    guesses: Guesses,
    formats: tuple[str, ...],
    is_sheet: bool,
) -> str:
    stem = path.name.split(".")[0]
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "extract"
    lines = [
        f"# Drafted from {path.name} ({contents.n_rows:,} rows). Read every line; then run perfdash profile check.",
        f"name = {_quoted(slug)}",
        f"title = {_quoted(stem)}  # who supplied it, and what it is",
        f"force = {_quoted(slug)}  # not in the file: write the force's short name",
    ]
    if guesses.resource:
        lines.append('one_row_per = "resource"  # the first resource to arrive stops the clock')
    lines += ["", *_file_lines(shape, contents, guesses, is_sheet), "", *_time_lines(guesses, formats)]
    lines += ["", *_key_lines(guesses), "", "[columns]"]
    lines += [_column_line(line, contents.n_rows) for line in guesses.lines]
    lines += [text for line in guesses.lines for text in _value_lines(line)]
    return "\n".join(lines) + "\n"


def _file_lines(shape: FileShape, contents: Contents, guesses: Guesses, is_sheet: bool) -> list[str]:
    lines = ["[file]"]
    if is_sheet:
        if shape.sheet:
            lines.append(f"sheet = {_quoted(shape.sheet)}  # the longest sheet")
    else:
        lines.append(f"encoding = {_quoted(shape.encoding)}  # the whole file is valid in it")
        lines.append(f"delimiter = {_quoted(shape.delimiter)}  # the first rows agree in width")
    if shape.header_row > 1:
        lines.append(f"header_row = {shape.header_row}  # the rows above are not column names")
    blank = [word for word, names in contents.blank.items() if set(names) & guesses.used]
    if blank:
        lines.append(f"blank = {_listed(('', *blank))}  # words found where a value is missing")
    return lines


def _time_lines(guesses: Guesses, formats: tuple[str, ...]) -> list[str]:
    dated = [c for line in guesses.lines if not isinstance(line.source, After) for c in line.contents]
    n_unread = sum(content.n_unread for content in dated)
    reach = f"{n_unread:,} values do not fit" if n_unread else "every value fits"
    zone = 'zone = "Europe/London"  # not in the file: the clock on the control room\'s wall'
    if any(content.has_offsets for content in dated):
        zone = 'zone = "Europe/London"  # used only where a value carries no offset of its own'
    return ["[times]", zone, f"formats = {_listed(formats)}  # {reach}"]


def _key_lines(guesses: Guesses) -> list[str]:
    if not guesses.key:
        return ["[key]", '# incident = ["..."]  # no column looks like an incident\'s number']
    lines = ["[key]", f"incident = {_listed(guesses.key)}  # {guesses.key_why}"]
    if guesses.resource:
        lines.append(f"resource = {_listed(guesses.resource)}  # with it, every row is told apart")
    return lines


def _column_line(line: Guess, n_rows: int) -> str:
    filled = line.contents[-1].n_filled / n_rows if n_rows else 0
    text = f"{line.column} = {_source(line.source)}  # {line.why}; filled in {filled:.1%} of rows"
    return f"# {text}; fill in the map below, then remove the #" if not _is_ready(line) else text


def _value_lines(line: Guess) -> list[str]:
    """The value map: live where every value's meaning is plain, commented out where the analyst must decide."""
    values = line.contents[0].values
    column = incidents.BY_NAME[line.column]
    if line.column in incidents.INSTANTS or line.column == "parent_reference" or not values:
        return []
    is_coded = bool(column.choices) or line.column == "is_domestic_abuse"
    mark = "" if is_coded and _is_ready(line) else "# "
    words = ", ".join(column.choices) or ("yes, no" if is_coded else "your own names; without a map the text stands")
    lines = ["", f"# {line.column}: each value of the file on the left; on the right one of {words}"]
    if not is_coded:
        lines[1] = f"# {line.column}: the values of the file; to rename them, write {words}"
    lines.append(f"{mark}[values.{line.column}]")
    return lines + [f"{mark}{_quoted(value)} = {_quoted(guess_value(line.column, value) or '?')}" for value in values]


def _is_ready(line: Guess) -> bool:
    column = incidents.BY_NAME[line.column]
    if not column.choices and line.column != "is_domestic_abuse":
        return True
    values = line.contents[0].values
    return bool(values) and all(guess_value(line.column, value) for value in values)


def _notes(contents: Contents, guesses: Guesses, formats: tuple[str, ...]) -> list[str]:
    notes = []
    if contents.n_dropped:
        notes.append(f"{contents.n_dropped:,} lines have more or fewer fields than the header and will be refused.")
    unread = {c.name: c.n_unread for line in guesses.lines for c in line.contents if c.n_unread}
    notes += [f"{n:,} values of '{name}' fit no format and will be refused." for name, n in unread.items()]
    notes += [
        f"{_named(line)}: its values need a map before it can be loaded."
        for line in guesses.lines
        if not _is_ready(line)
    ]
    if any(isinstance(line.source, Joined) for line in guesses.lines):
        notes.append("A date and a time of day are joined: a time after midnight may need the next day's date.")
    if any(_ABROAD in pattern and pattern.startswith("%m") for pattern in formats):
        notes.append("Month-first dates with AM and PM are an American habit: check the zone.")
    if not guesses.named("arrived_at"):
        notes.append("No column looks like an arrival, so attendance cannot be measured until one is named.")
    if not any(guesses.named(grade) for grade in incidents.GRADES):
        notes.append("No column looks like a grade.")
    elif not guesses.named("initial_grade"):
        notes.append("There is one grade; it is taken for the final one: write initial_grade if it is the first given.")
    return notes + _left_out(contents, guesses)


def _left_out(contents: Contents, guesses: Guesses) -> list[str]:
    rest = [content.name for content in contents.columns if content.name not in guesses.used]
    personal = [name for name in rest if looks_personal(name)]
    other = [name for name in rest if name not in personal]
    notes = []
    if personal:
        notes.append(f"Never loaded, and they look personal: {', '.join(personal)}.")
    if other:
        notes.append(f"Left out, as the contract has no place for them or another fits better: {', '.join(other)}.")
    return notes


def _named(line: Guess) -> str:
    return f"{line.column} from '{line.contents[0].name}'"


def _source(source: str | Joined | After) -> str:
    if isinstance(source, str):
        return _quoted(source)
    if isinstance(source, Joined):
        return f"{{ join = {_listed(source.join)} }}"
    unit = "seconds" if source.seconds is not None else "minutes"
    return f"{{ after = {_quoted(source.after)}, {unit} = {_quoted(source.seconds or source.minutes or '')} }}"


def _listed(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    """A TOML basic string, which JSON's escapes fit."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
