"""Drafts a profile of an extract about people: every line says what was guessed and why."""

from pathlib import Path

from perfdash.contract.columns import Column
from perfdash.contract.kinds import RecordKind
from perfdash.ingest.contents import Contents
from perfdash.ingest.drafts import file_lines, head_lines, listed, quoted
from perfdash.ingest.guesses import settled
from perfdash.ingest.personnel_guesses import DATES, Guess, Guesses
from perfdash.ingest.personnel_vocabulary import looks_personal
from perfdash.ingest.profile import FileShape
from perfdash.ingest.words import folded

_LONG_LIST = 12
# What every row of an extract may share without a column that says so, and how to write it.
_CONSTANTS = {"worker_type": "officer", "outcome": "completed", "basis": "FTE", "extracted_on": "2025-03-31"}


def draft(
    path: Path,
    kind: RecordKind,
    shape: FileShape,
    contents: Contents,
    guesses: Guesses,
    formats: tuple[str, ...],
    is_sheet: bool,
) -> str:
    """The profile as TOML."""
    lines = [*head_lines(path, contents), f"kind = {quoted(kind.name)}"]
    lines += ["", *file_lines(shape, contents, guesses.used, is_sheet)]
    zone = ['zone = "Europe/London"  # not in the file: the clock on the wall'] if kind.instants else []
    lines += ["", "[times]", *zone, f"formats = {listed(formats)}  # {_reach(guesses)}"] if formats else []
    lines += ["", "[key]", _key_line(guesses), "", "[columns]", *_constant_lines(kind, guesses)]
    plain = [line for line in guesses.lines if not _is_flags(line)]
    lines += [_column_line(line, contents.n_rows) for line in plain]
    lines += [text for line in guesses.lines if _is_flags(line) for text in _flag_lines(line)]
    lines += [text for line in plain for text in _value_lines(line)]
    return "\n".join(lines) + "\n"


def formats_of(guesses: Guesses, notes: list[str]) -> tuple[str, ...]:
    """The formats of the guessed dates, both of a pair where day and month cannot be told apart."""
    contents = [line.contents[0] for line in guesses.lines if line.column.holds in DATES]
    pairs = [
        (pattern, other if other != pattern else "")
        for content in contents
        for pattern, other in zip(content.formats, content.swapped or content.formats, strict=True)
    ]
    return settled(pairs, notes)


def notes_of(kind: RecordKind, contents: Contents, guesses: Guesses, formats: tuple[str, ...]) -> list[str]:
    """What the analyst has to decide or should know."""
    notes = []
    if contents.n_dropped:
        notes.append(f"{contents.n_dropped:,} lines have more or fewer fields than the header and will be refused.")
    dated = [line.contents[0] for line in guesses.lines if line.column.holds in DATES]
    notes += [f"{c.n_unread:,} values of '{c.name}' fit no format and will be refused." for c in dated if c.n_unread]
    notes += [note for line in guesses.lines for note in _open_words(line)]
    if any("%y" in pattern for pattern in formats):
        notes.append("Some years have two digits: 69 to 99 are read as 1969 to 1999, all others as 2000 to 2068.")
    return [*notes, *_missing(kind, guesses), *_left_out(contents, guesses)]


def _open_words(line: Guess) -> list[str]:
    n_open = sum(not meaning for meaning in line.words.values())
    if not n_open:
        return []
    if _is_all_open(line):
        where = f"'{line.contents[0].name}' stands behind a # in the draft"
        return [f"{line.column.name}: {where}: write what its {n_open} values mean, then remove the #."]
    what, rest = ("columns", "count for nothing") if _is_flags(line) else ("values", "refuse their rows")
    return [
        f"{line.column.name}: {n_open} of {len(line.words)} {what} have a '?' in the draft and {rest} until you "
        "write a word and remove the #."
    ]


def _missing(kind: RecordKind, guesses: Guesses) -> list[str]:
    notes = []
    if kind.holding(Column.PERSON) and not guesses.named("person"):
        notes.append("No column holds numbers of people, so these rows cannot be joined to others of the same person.")
    unsaid = _unsaid(kind, guesses)
    if unsaid:
        notes.append(f"No column says {' or '.join(unsaid)}: if it is one for all rows, write it in the draft.")
    return notes


def _unsaid(kind: RecordKind, guesses: Guesses) -> list[str]:
    return [name for name in _CONSTANTS if kind.column(name) and not guesses.named(name)]


def _left_out(contents: Contents, guesses: Guesses) -> list[str]:
    rest = [content.name for content in contents.columns if content.name not in guesses.used]
    personal = [name for name in rest if looks_personal(name)]
    other = [name for name in rest if name not in personal]
    shown = other if len(other) <= _LONG_LIST else [*other[:_LONG_LIST], f"and {len(other) - _LONG_LIST} more"]
    notes = []
    if personal:
        notes.append(f"Never loaded, and they look personal: {', '.join(personal)}.")
    if other:
        notes.append(f"Left out, as the contract has no place for them or another fits better: {', '.join(shown)}.")
    return notes


def _reach(guesses: Guesses) -> str:
    n_unread = sum(line.contents[0].n_unread for line in guesses.lines if line.column.holds in DATES)
    return f"{n_unread:,} values do not fit" if n_unread else "every value fits"


def _key_line(guesses: Guesses) -> str:
    if guesses.key:
        return f"record = {listed(guesses.key)}  # {guesses.key_why}"
    return '# record = ["..."]  # no column tells the rows apart'


def _constant_lines(kind: RecordKind, guesses: Guesses) -> list[str]:
    lines = []
    for name in _unsaid(kind, guesses):
        column = kind.column(name)
        choices = f"; one of {', '.join(column.choices)}" if column and column.choices else ""
        meaning = f": {column.meaning}" if column and not choices else ""
        example = quoted(_CONSTANTS[name])
        lines.append(f"# {name} = {{ constant = {example} }}  # no column says it{meaning}{choices}")
    return lines


def _column_line(line: Guess, n_rows: int) -> str:
    name = line.contents[0].name
    several = line.column.holds is Column.CHOICES
    source = f"{{ split = {quoted(name)}, by = {quoted(line.split_by)} }}" if several else quoted(name)
    share = line.contents[0].n_filled / n_rows if n_rows else 0
    text = f"{line.column.name} = {source}  # {line.why}; filled in {share:.1%} of rows"
    return f"# {text}; write the words below, then remove the #" if _is_all_open(line) else text


def _is_all_open(line: Guess) -> bool:
    return bool(line.words) and not any(line.words.values())


def _is_flags(line: Guess) -> bool:
    return line.column.holds is Column.CHOICES and not line.split_by


def _flag_lines(line: Guess) -> list[str]:
    heading = f"[columns.{line.column.name}.flags]  # {line.why}"
    words = ", ".join(line.column.choices)
    says = f"# a column that says anything but no gives the word on the right, one of {words}"
    return ["", heading, says, *_pairs(line)]


def _value_lines(line: Guess) -> list[str]:
    """The map of a list's words; none where the extract already writes the contract's own."""
    is_own = all(folded(value) == folded(word) for value, word in line.words.items())
    if line.column.holds is Column.FLAG or is_own:
        return []
    says = f"# each value of the file on the left; on the right one of {', '.join(line.column.choices)}"
    mark = "# " if _is_all_open(line) else ""
    return ["", f"{mark}[values.{line.column.name}]", says, *_pairs(line)]


def _pairs(line: Guess) -> list[str]:
    return [f"{'' if word else '# '}{quoted(value)} = {quoted(word or '?')}" for value, word in line.words.items()]
