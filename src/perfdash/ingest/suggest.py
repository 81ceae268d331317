"""Drafts a profile from a file nobody has described: every line says what was guessed and why."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from perfdash.contract import incidents
from perfdash.contract.kinds import INCIDENTS, KINDS, STRENGTH, RecordKind
from perfdash.errors import BadExtract
from perfdash.ingest import personnel_draft, personnel_guesses
from perfdash.ingest.contents import OF_PEOPLE, OF_PEOPLE_AND_INSTANTS, Contents, read_contents, without_words
from perfdash.ingest.drafts import file_lines, head_lines, listed, quoted
from perfdash.ingest.extract import Extract
from perfdash.ingest.guesses import Guess, Guesses, formats_of, guess_columns
from perfdash.ingest.kinds import SHEETS
from perfdash.ingest.layouts import guess_shape
from perfdash.ingest.meanings import guess_value
from perfdash.ingest.personnel_blanks import blank_words, dummies
from perfdash.ingest.personnel_refusals import likely_kind, undated
from perfdash.ingest.profile import After, FileShape, Joined
from perfdash.ingest.published_draft import dated_tables, draft_tables
from perfdash.ingest.sources import open_extract, unpack
from perfdash.ingest.unwanted import refuse_unwanted
from perfdash.ingest.vocabulary import looks_personal

_ABROAD = "%I:%M"


@dataclass(frozen=True)
class Suggestion:
    """A draft profile as TOML, and what the analyst has to decide or should know."""

    toml: str
    notes: list[str]


def suggest(path: Path, kind: str | None = None) -> Suggestion:
    """Drafts a profile for the file; without a kind it is taken for incidents, unless it plainly holds people.

    Raises:
        BadExtract: the file cannot be read in any shape, or nothing in it dates a record of the kind.
    """
    with tempfile.TemporaryDirectory(prefix="perfdash-") as folder, duckdb.connect() as connection:
        work = Path(folder)
        inner, packed_as, found = unpack(path, work, path.name)
        if kind == STRENGTH.name and packed_as in SHEETS and (tables := dated_tables(path.name, found)):
            return Suggestion(*draft_tables(path, tables))
        shape, notes = guess_shape(found, packed_as)
        extract = open_extract(found, shape, work, name=inner)
        file = _File(path, extract, shape, packed_as in SHEETS)
        if kind and KINDS[kind] is not INCIDENTS:
            return _of_people(connection, KINDS[kind], file, notes)
        if not kind and (other := likely_kind(extract.header)):
            raise BadExtract(
                f"{path.name} looks like {other.replace('-', ' ')} and not like incidents: "
                f"try perfdash profile suggest {path} --kind {other}, or --kind incidents if it holds incidents."
            )
        return _of_incidents(connection, file, notes)


@dataclass(frozen=True)
class _File:
    """The file a draft is made from."""

    path: Path
    extract: Extract
    shape: FileShape
    is_sheet: bool


def _of_incidents(connection: duckdb.DuckDBPyConnection, file: _File, notes: list[str]) -> Suggestion:
    contents = read_contents(connection, file.extract)
    guesses = guess_columns(contents)
    if not any(line.column in incidents.INSTANTS for line in guesses.lines):
        raise BadExtract(
            f"{file.path.name} has no column of dates and times that could be read, so nothing dates an incident: "
            "see docs/profiles.md and write the profile by hand."
        )
    formats = formats_of(guesses, notes)
    notes += guesses.notes + _notes(contents, guesses, formats)
    return Suggestion(_draft(file.path, file.shape, contents, guesses, formats, file.is_sheet), notes)


def _of_people(connection: duckdb.DuckDBPyConnection, kind: RecordKind, file: _File, notes: list[str]) -> Suggestion:
    ways = OF_PEOPLE_AND_INSTANTS if kind.instants else OF_PEOPLE
    contents = read_contents(connection, file.extract, ways, blank_words(file.extract.header))
    if more := dummies(kind, contents):
        contents = without_words(contents, more, ways)
    guesses = personnel_guesses.guess_columns(kind, contents)
    if words := [word for word, names in more.items() if set(names) & guesses.used]:
        notes.append(f"Taken for 'nothing here' in every column: {', '.join(words)}; remove what is not from blank.")
    refuse_unwanted(kind, file.extract, guesses.used)
    if not any(guesses.named(name) for name in kind.dating):
        raise BadExtract(undated(file.path.name, kind, contents))
    formats = personnel_draft.formats_of(guesses, notes)
    notes += guesses.notes + personnel_draft.notes_of(kind, contents, guesses, formats)
    toml = personnel_draft.draft(file.path, kind, file.shape, contents, guesses, formats, file.is_sheet)
    return Suggestion(toml, notes)


def _draft(
    path: Path,
    shape: FileShape,
    contents: Contents,
    guesses: Guesses,
    formats: tuple[str, ...],
    is_sheet: bool,
) -> str:
    lines = head_lines(path, contents)
    if guesses.resource:
        lines.append('one_row_per = "resource"  # the first resource to arrive stops the clock')
    lines += ["", *file_lines(shape, contents, guesses.used, is_sheet), "", *_time_lines(guesses, formats)]
    lines += ["", *_key_lines(guesses), "", "[columns]"]
    lines += [_column_line(line, contents.n_rows) for line in guesses.lines]
    lines += [text for line in guesses.lines for text in _value_lines(line)]
    return "\n".join(lines) + "\n"


def _time_lines(guesses: Guesses, formats: tuple[str, ...]) -> list[str]:
    dated = [c for line in guesses.lines if not isinstance(line.source, After) for c in line.contents]
    n_unread = sum(content.n_unread for content in dated)
    reach = f"{n_unread:,} values do not fit" if n_unread else "every value fits"
    zone = 'zone = "Europe/London"  # not in the file: the clock on the control room\'s wall'
    if any(content.has_offsets for content in dated):
        zone = 'zone = "Europe/London"  # used only where a value carries no offset of its own'
    return ["[times]", zone, f"formats = {listed(formats)}  # {reach}"]


def _key_lines(guesses: Guesses) -> list[str]:
    if not guesses.key:
        return ["[key]", '# incident = ["..."]  # no column looks like an incident\'s number']
    lines = ["[key]", f"incident = {listed(guesses.key)}  # {guesses.key_why}"]
    if guesses.resource:
        lines.append(f"resource = {listed(guesses.resource)}  # with it, every row is told apart")
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
    return lines + [f"{mark}{quoted(value)} = {quoted(guess_value(line.column, value) or '?')}" for value in values]


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
        return quoted(source)
    if isinstance(source, Joined):
        return f"{{ join = {listed(source.join)} }}"
    unit = "seconds" if source.seconds is not None else "minutes"
    return f"{{ after = {quoted(source.after)}, {unit} = {quoted(source.seconds or source.minutes or '')} }}"
