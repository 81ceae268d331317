"""What becomes of a file's words: each word of a list, the contract's word for it, and in how many rows it stands.

Only words that the profile or the contract names are shown; a word that neither knows may be anything somebody wrote.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from perfdash.contract.columns import Column, ContractColumn
from perfdash.ingest.instants import zone_macros
from perfdash.ingest.mapping import Mapping
from perfdash.ingest.profile import Constant, Flags, Profile
from perfdash.ingest.sources import open_extract
from perfdash.ingest.words import NO, folded
from perfdash.store.publish import connect

OTHER = "(any other)"


@dataclass(frozen=True)
class Tally:
    """One word of the file: the contract's column it is in, the word, what it becomes (None: it is refused), its rows."""

    column: str
    value: str
    becomes: str | None
    n_rows: int


def tally_words(profile: Profile, paths: Sequence[Path]) -> list[Tally]:
    """The words of every list that the profile fills, over all files, the most frequent first.

    Raises:
        BadExtract: a file cannot be read as a whole.
        BadProfile: the profile names a column that a file does not have.
    """
    counts: Counter[tuple[str, str, str | None]] = Counter()
    with tempfile.TemporaryDirectory(prefix="perfdash-") as folder, connect() as connection:
        for macro in zone_macros(profile.times):
            connection.execute(macro)
        for path in paths:
            extract = open_extract(path, profile.file, Path(folder), formats=profile.times.formats)
            for column, value, becomes, n_rows in _words(connection, Mapping(profile, extract)):
                counts[column, value, becomes] += n_rows
    order = [column.name for column in profile.records.columns]
    ranked = sorted(counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))
    return [Tally(*words, n_rows) for words, n_rows in ranked]


def _words(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> Iterator[tuple[str, str, str | None, int]]:
    for column in mapping.worded():
        source = mapping.profile.columns[column.name]
        is_listed = bool(column.choices or mapping.profile.map_for(column.name)) or column.holds is Column.FLAG
        if isinstance(source, Flags):
            yield from _flags(connection, mapping, column, source)
        elif is_listed and not isinstance(source, Constant):
            yield from _values(connection, mapping, column)


def _values(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, column: ContractColumn
) -> Iterator[tuple[str, str, str | None, int]]:
    """Each value of a column; of one that lists several words in a cell, each word it became."""
    is_split = column.holds is Column.CHOICES
    word = f"unnest(m_{column.name})" if is_split else f"CAST(m_{column.name} AS VARCHAR)"
    text = "''" if is_split else f"t_{column.name}"
    rows = connection.execute(
        f"SELECT value, becomes, count(*) FROM (SELECT {text} AS value, {word} AS becomes "
        f"FROM ({mapping.measured_sql()}) WHERE t_{column.name} IS NOT NULL) GROUP BY ALL"
    ).fetchall()
    named = _named(mapping.profile, column)
    for value, becomes, n_rows in rows:
        shown = becomes if is_split else named.get(folded(value))
        yield column.name, shown or OTHER, becomes, n_rows


def _flags(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, column: ContractColumn, source: Flags
) -> Iterator[tuple[str, str, str | None, int]]:
    """Each column of yes and no: what it says yes to, and how often."""
    said = [
        f"count(*) FILTER ({mapping.cell(name)} IS NOT NULL AND lower({mapping.cell(name)}) NOT IN {NO!r})"
        for name in source.flags
    ]
    row = connection.execute(f"SELECT {', '.join(said)} FROM {mapping.relation()}").fetchone() or ()
    for (name, word), n_rows in zip(source.flags.items(), row, strict=True):
        yield column.name, name, word, n_rows


def _named(profile: Profile, column: ContractColumn) -> dict[str, str]:
    """The words that may be shown, by how they are compared."""
    words = [word for word in profile.map_for(column.name) if word != "*"] or [*column.choices, "yes", "no"]
    return {folded(word): word for word in words}
