"""Which column of an unknown extract about people fills which column of its contract, and why one thinks so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from perfdash.contract.columns import Column, ContractColumn
from perfdash.contract.kinds import RecordKind
from perfdash.ingest.contents import Content, Contents
from perfdash.ingest.personnel_meanings import guess_word
from perfdash.ingest.personnel_vocabulary import likeness, likeness_to_reference, looks_personal
from perfdash.ingest.vocabulary import words_of
from perfdash.ingest.words import NO, YES

_GOOD = 0.9  # likeness below this is chance
_MANY_GROUPS = 400
_NAMED_SO = 2  # a name that is one of ours, word for word
_NEARLY_ALL = 0.9
_ROWS_OF_ONE = 50  # a person has fewer rows than this in any extract
_FEW_FLAGS = 3  # so many columns of yes and no with a reason's name are a list of reasons
_SEPARATORS = (";", "|", ", ", ",")
DATES, WORDS = (Column.DATE, Column.INSTANT), (Column.CHOICE, Column.FLAG)
_AS_WRITTEN = (Column.GROUP, Column.PLACE, Column.REFERENCE)


@dataclass(frozen=True)
class Guess:
    """One line of the draft: the contract's column, the extract's, why, and what each value is thought to mean."""

    column: ContractColumn
    contents: tuple[Content, ...]
    why: str
    words: dict[str, str] = field(default_factory=dict)  # '' where the analyst must say; of flags, by column
    split_by: str = ""
    strength: float = 0.0


@dataclass
class Guesses:
    """All that was guessed, and what could not be decided."""

    lines: list[Guess] = field(default_factory=list)
    key: tuple[str, ...] = ()
    key_why: str = ""
    notes: list[str] = field(default_factory=list)

    def named(self, column: str) -> Guess | None:
        """The guess for that column of the contract, if there is one."""
        return next((line for line in self.lines if line.column.name == column), None)

    @property
    def used(self) -> set[str]:
        """The extract's columns that have found a place."""
        return {content.name for line in self.lines for content in line.contents} | set(self.key)


def guess_columns(kind: RecordKind, contents: Contents) -> Guesses:
    """Guesses by name first, then by content; a column that is in doubt is left out."""
    found = Guesses()
    found.lines += _reason_flags(kind, contents)
    candidates = [
        guess
        for content in contents.columns
        if content.n_filled and content.name not in found.used
        for column in kind.filled
        if not found.named(column.name)
        if (guess := _candidate(kind, contents, content, column))
    ]
    found.lines += _best_of_each(candidates, kind)
    _only_date(kind, contents, found)
    _guess_key(kind, contents, found)
    order = [column.name for column in kind.columns]
    found.lines.sort(key=lambda line: order.index(line.column.name))
    return found


def is_dated(content: Content) -> bool:
    """Whether the values are dates, and not only numbers that could be years."""
    return content.written_as in ("day", "instant")


def _candidate(kind: RecordKind, contents: Contents, content: Content, column: ContractColumn) -> Guess | None:
    likely = likeness(content.name, kind, column)
    if likely < _GOOD:
        return None
    named = f"named like {column.name}"
    if column.holds in DATES:
        fits = content.written_as == "instant" if column.holds is Column.INSTANT else is_dated(content)
        return Guess(column, (content,), named, strength=likely + 0.5) if fits else None
    numbers = (Column.PERSON, Column.REFERENCE)  # which may look like years
    if is_dated(content) and not (column.holds in numbers and content.formats == ("%Y",)):
        return None
    if column.holds is Column.PERSON:
        fits = _numbered(contents, content)
        return Guess(column, (content,), f"{named}; replaced by a keyed hash", strength=likely) if fits else None
    if column.holds is Column.NUMBER:
        fits = _share(contents, content, "try_cast(replace({cell}, ',', '') AS DOUBLE) IS NOT NULL") > _NEARLY_ALL
        return Guess(column, (content,), f"{named}, numbers", strength=likely) if fits else None
    if column.holds in _AS_WRITTEN:
        is_few = content.n_distinct <= _MANY_GROUPS or column.holds is Column.REFERENCE
        fits = is_few and not looks_personal(content.name)
        why = f"{named}, {content.n_distinct} different values"
        # Of two, the fuller; and its words before a number that stands for them.
        likely = likely * content.n_filled / contents.n_rows - ("id" in words_of(content.name))
        return Guess(column, (content,), why, strength=likely) if fits else None
    return _worded(contents, content, column, likely)


def _worded(contents: Contents, content: Content, column: ContractColumn, likely: float) -> Guess | None:
    """A column of a list's words. Where no meaning is plain, as with codes, its name must say the more."""
    values, split_by = _listed(contents, content, column)
    words = {value: guess_word(column, value) for value in values}
    plain = sum(map(bool, words.values())) / max(1, len(words))
    if (column.holds is Column.FLAG and plain < 1) or not words:
        return None
    if not plain and (likely < _NAMED_SO or looks_personal(content.name)):
        return None
    why = f"named like {column.name}, {len(words)} different values, {plain:.0%} of them plain"
    return Guess(column, (content,), why, words, split_by, likely + 2 * plain)


def _listed(contents: Contents, content: Content, column: ContractColumn) -> tuple[tuple[str, ...], str]:
    """The words in a column, and what stands between them where a cell holds several."""
    if column.holds is not Column.CHOICES:
        return content.values, ""
    cell = f"c{content.position}"
    rows = contents.connection.execute(f"SELECT DISTINCT {cell} FROM cells WHERE {cell} IS NOT NULL").fetchall()
    texts = [str(row[0]) for row in rows]
    split_by = next((mark for mark in _SEPARATORS if any(mark in text for text in texts)), ";")
    parts = sorted({part.strip() for text in texts for part in text.split(split_by)} - {""})
    return (tuple(parts), split_by) if len(parts) <= _MANY_GROUPS // 10 else ((), split_by)


def _reason_flags(kind: RecordKind, contents: Contents) -> list[Guess]:
    """Columns of yes and no, or of a word and nothing, that are each called by a reason."""
    column = next((column for column in kind.filled if column.holds is Column.CHOICES), None)
    if not column:
        return []
    flags = [content for content in contents.columns if _is_flag(content)]
    shared = _shared_start([content.name for content in flags])
    words = {content.name: guess_word(column, _own_name(content.name, shared)) for content in flags}
    plain = [content.position for content in flags if words[content.name]]
    if len(plain) < _FEW_FLAGS:
        return []
    # A column among them that is called by no reason of ours is one of theirs all the same.
    kept = tuple(content for content in flags if plain[0] <= content.position <= plain[-1])
    why = f"{len(kept)} columns of yes and no, named like reasons"
    return [Guess(column, kept, why, {content.name: words[content.name] for content in kept})]


def _is_flag(content: Content) -> bool:
    values = {value.casefold() for value in content.values}
    if not values or len(values) > 2:
        return False
    if values <= {*YES, *NO}:
        return True
    # The reason's own words where it was given, and nothing where it was not.
    own = re.sub(r"\W+", "", next(iter(values - set(NO)), ""))
    return len(values - set(NO)) == 1 and bool(own) and own in re.sub(r"\W+", "", content.name.casefold())


def _shared_start(names: list[str]) -> str:
    """'Contributing Factors. ' where most of the columns begin so."""
    sections = [name.rpartition(". ")[0] for name in names]
    most = max(set(sections), key=sections.count, default="")
    return f"{most}. " if most and sections.count(most) >= _FEW_FLAGS else ""


def _own_name(name: str, shared: str) -> str:
    # 'Work life balance' and 'WorkLifeBalance' alike, and 'Maternity/family' as two words.
    own = name.removeprefix(shared)
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", own)
    return re.sub(r"[_/]+", " ", spaced)


def _best_of_each(candidates: Iterable[Guess], kind: RecordKind) -> list[Guess]:
    """One guess a contract column and one contract column an extract's column, the best fits first."""
    order = [column.name for column in kind.columns]
    taken: set[str] = set()
    chosen: dict[str, Guess] = {}
    for guess in sorted(candidates, key=lambda g: (-g.strength, order.index(g.column.name), g.contents[0].position)):
        own = guess.contents[0].name
        if guess.column.name not in chosen and own not in taken:
            chosen[guess.column.name] = guess
            taken.add(own)
    return list(chosen.values())


def _only_date(kind: RecordKind, contents: Contents, found: Guesses) -> None:
    """A kind with one date that dates it takes the one column of dates there is, whatever it is called."""
    if any(found.named(name) for name in kind.dating) or len(kind.dating) > 1:
        return
    dating = kind.column(kind.dating[0])
    free = [c for c in contents.columns if is_dated(c) and c.name not in found.used and not looks_personal(c.name)]
    if dating and len(free) == 1 and free[0].formats != ("%Y",) and dating.holds is Column.DATE:
        found.lines.append(Guess(dating, (free[0],), "the only other column of dates in the file"))
        found.notes.append(f"'{free[0].name}' is taken for {dating.name} ({dating.meaning}): check it.")


def _guess_key(kind: RecordKind, contents: Contents, found: Guesses) -> None:
    person = found.named("person")
    own = [person.contents[0].name] if person else []
    dated = next((g.contents[0].name for name in kind.dating if (g := found.named(name))), "")
    unique = [c for c in contents.columns if c.n_distinct == contents.n_rows and c.name not in found.used]
    named = [c.name for c in unique if likeness_to_reference(c.name) >= _GOOD and not looks_personal(c.name)]
    if named:
        found.key, found.key_why = (named[0],), "named like a record's number, and no two rows share one"
    elif person and person.contents[0].n_distinct == contents.n_rows:
        found.key, found.key_why = tuple(own), "no two rows are about one person"
    elif own and dated and contents.distinct_together([*own, dated]) == contents.n_rows:
        found.key, found.key_why = (*own, dated), "together they tell every row apart"
    elif codes := [c.name for c in unique if not is_dated(c) and _numbered(contents, c)]:
        found.key, found.key_why = (codes[0],), "no two rows share one"
    elif _is_figures(kind) and (names := _telling(found)):
        found.key, found.key_why = names, "what a figure is of; a later edition then replaces it"
    else:
        found.notes.append(
            "No column tells the rows apart; without a key one is made from the whole row, and a row corrected later "
            "counts beside the old one."
        )


def _is_figures(kind: RecordKind) -> bool:
    return not kind.is_about_people and not kind.is_folded


def _telling(found: Guesses) -> tuple[str, ...]:
    lines = [line for line in found.lines if line.column.holds is not Column.NUMBER]
    return tuple(line.contents[0].name for line in lines)


def _numbered(contents: Contents, content: Content) -> bool:
    """Whether the values can be numbers of people: many, with a digit in nearly every one, so no names."""
    if content.n_distinct * _ROWS_OF_ONE < content.n_filled or looks_personal(content.name):
        return False
    return _share(contents, content, "regexp_matches({cell}, '[0-9]')") > _NEARLY_ALL


def _share(contents: Contents, content: Content, condition: str) -> float:
    """The share of a column's values for which the SQL is true."""
    cell = f"c{content.position}"
    row = contents.connection.execute(
        f"SELECT count(*) FILTER ({condition.format(cell=cell)}) / greatest(count({cell}), 1) FROM cells"
    ).fetchone()
    return float(row[0]) if row else 0.0
