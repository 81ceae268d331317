"""What the values of an unknown extract look like, column by column, over the whole file."""

import re
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product

import duckdb

from perfdash.ingest import dates
from perfdash.ingest.extract import Extract
from perfdash.ingest.instants import FIRST_YEAR, ISO, local_sql, zoned_sql
from perfdash.ingest.vocabulary import words_of

BLANK_WORDS = ("null", "n/a", "na", "none", "-", "--", "not stated", "nil", "#n/a", "(null)", "nan")
MOST_LISTED = 40
_PROBE = 300  # distinct values on which formats are weeded out before the whole column is read
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%d.%m.%y")
_NAMED = ("%d-%b-%Y", "%d %b %Y", "%d-%b-%y", "%d %b %y", "%d%b%Y", "%d %B %Y", "%b %d %Y", "%b %d, %Y", "%B %d, %Y")
_YEARS = ("%Y/%m/%d", "%Y-%m-%d", "%Y%m%d", "%Y.%m.%d")
_HOURS = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M:%S %p", "%I:%M %p", "%I:%M%p", "%H%M", "%H%M%S", "%H.%M", "%Hh%M")
DATES = (*_DAYS, *_NAMED, *_YEARS)
_JOINS = (" ", "T", ", ", "")
_ZONED = tuple(f"{date}{gap}{hour} %z" for date, gap, hour in product(DATES, (" ", "T"), _HOURS[:3]))
_MOMENTS = tuple(f"{date}{gap}{hour}" for gap, date, hour in product(_JOINS, DATES, _HOURS))
# The first format that fits is taken; partners with day and month changed over are looked at apart.
_PARTS = ("%m/%Y", "%m-%Y", "%Y", "%b %Y", "%b-%Y", "%B %Y", "%B-%Y", "%b-%y", "%Y-%m", "%Y/%m")
FORMATS = {
    "instant": (ISO, *_MOMENTS, *_ZONED),
    "date": (ISO, *DATES),
    "time": _HOURS,
    # A day of somebody's working life: with or without a time of day, or no more than its month or year.
    "day": (ISO, *DATES, *_MOMENTS, *_PARTS),
}
OF_INCIDENTS, OF_PEOPLE, OF_PEOPLE_AND_INSTANTS = ("instant", "date", "time"), ("day",), ("instant", "day")
_MOST_FORMATS = 3
_OUTLINES = {
    "%d": r"(0?[1-9]|[12]\d|3[01])",
    "%m": r"(0?[1-9]|1[0-2])",
    "%Y": r"(19|20)\d\d",
    "%y": r"\d\d",
    "%b": r"[a-z]{3}",
    "%B": r"[a-z]{3,9}",
    "%H": r"([01]?\d|2[0-3])",
    "%I": r"(0?[1-9]|1[0-2])",
    "%M": r"[0-5]\d",
    "%S": r"[0-5]\d",
    "%f": r"\d{1,6}",
    "%p": r"[ap]m",
    "%z": r"(Z|[+-]\d\d:?(\d\d)?)",
}


@dataclass(frozen=True)
class Content:
    """The values of one column. Formats are those that together read every value that was read at all."""

    name: str
    position: int
    n_filled: int
    n_distinct: int
    n_numeric: int
    median: float | None
    lowest: float | None
    written_as: str = "text"  # one of FORMATS, or text
    formats: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()  # the same formats with day and month changed over, where they fit as well
    n_unread: int = 0
    values: tuple[str, ...] = ()  # the distinct values, where they are few
    has_offsets: bool = False


@dataclass(frozen=True)
class Contents:
    """All columns of an extract, its number of rows, and the words for an empty cell with the columns they are in."""

    connection: duckdb.DuckDBPyConnection = field(repr=False)
    n_rows: int
    n_dropped: int
    blank: dict[str, tuple[str, ...]]
    columns: tuple[Content, ...]

    def distinct_together(self, names: list[str]) -> int:
        """How many different values the named columns have between them."""
        cells = [
            f"coalesce(c{column.position}, '')" for name in names for column in self.columns if column.name == name
        ]
        return _number(self.connection, f"SELECT count(DISTINCT concat_ws(chr(31), {', '.join(cells)})) FROM cells")


def read_contents(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    ways: tuple[str, ...] = OF_INCIDENTS,
    blank_words: tuple[str, ...] = BLANK_WORDS,
) -> Contents:
    """Reads every value once into `cells` (c0, c1 …, blanks NULL) and describes each column.

    `ways` are those of FORMATS in which its dates may be written; `blank_words` those that may mean "nothing here".
    """
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(extract.header)))
    path, delimiter = str(extract.text).replace("'", "''"), extract.delimiter.replace("'", "''")
    connection.execute(
        f"CREATE TABLE written AS SELECT * FROM read_csv('{path}', columns = {{{columns}}}, header = false, "
        f"skip = {extract.skip}, delim = '{delimiter}', quote = '\"', escape = '\"', auto_detect = false, "
        "store_rejects = true, rejects_limit = 0)"
    )
    dropped = _number(connection, "SELECT count(DISTINCT line) FROM reject_errors")
    blank = _blank_words(connection, extract.header, blank_words)
    listed = ", ".join(f"'{word}'" for word in ("", *blank))
    cells = ", ".join(
        f"CASE WHEN lower(trim(c{n})) NOT IN ({listed}) THEN trim(c{n}) END AS c{n}" for n in range(len(extract.header))
    )
    connection.execute(f"CREATE TABLE cells AS SELECT {cells} FROM written; DROP TABLE written")
    described = tuple(_content(connection, name, number, ways) for number, name in enumerate(extract.header))
    return Contents(connection, _number(connection, "SELECT count(*) FROM cells"), dropped, blank, described)


def without_words(contents: Contents, words: dict[str, tuple[str, ...]], ways: tuple[str, ...]) -> Contents:
    """The contents when more words, each with the columns it was found in, are taken for "nothing here" everywhere."""
    listed = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    columns = []
    for content in contents.columns:
        cell = f"c{content.position}"
        n = _number(contents.connection, f"SELECT count(*) FROM cells WHERE lower({cell}) IN ({listed})")
        if n:
            contents.connection.execute(f"UPDATE cells SET {cell} = NULL WHERE lower({cell}) IN ({listed})")
        columns.append(_content(contents.connection, content.name, content.position, ways) if n else content)
    return replace(contents, blank=contents.blank | words, columns=tuple(columns))


def swap_day_and_month(pattern: str) -> str:
    """The format with day and month changed over, where it has both."""
    if "%d" not in pattern or "%m" not in pattern:
        return pattern
    return pattern.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m")


def _blank_words(
    connection: duckdb.DuckDBPyConnection, header: tuple[str, ...], words: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    listed = ", ".join(f"'{word}'" for word in words)
    found: dict[str, tuple[str, ...]] = {}
    for number, name in enumerate(header):
        cell = f"lower(trim(c{number}))"
        for row in connection.execute(f"SELECT DISTINCT {cell} FROM written WHERE {cell} IN ({listed})").fetchall():
            found[row[0]] = (*found.get(row[0], ()), name)
    return found


def _content(connection: duckdb.DuckDBPyConnection, name: str, number: int, ways: tuple[str, ...]) -> Content:
    cell = f"c{number}"
    facts = connection.execute(
        f"SELECT count({cell}), count(DISTINCT {cell}), count(try_cast({cell} AS DOUBLE)), "
        f"median(try_cast({cell} AS DOUBLE)), min(try_cast({cell} AS DOUBLE)) FROM cells"
    ).fetchone() or (0, 0, 0, None, None)
    content = Content(name, number, *facts)
    if not content.n_filled:
        return content
    if content.n_distinct <= MOST_LISTED:
        rows = connection.execute(f"SELECT DISTINCT {cell} FROM cells WHERE {cell} IS NOT NULL ORDER BY 1").fetchall()
        content = replace(content, values=tuple(str(row[0]) for row in rows))
    return _dated(connection, content, ways)


def _dated(connection: duckdb.DuckDBPyConnection, content: Content, ways: tuple[str, ...]) -> Content:
    """The content with its formats, if its values are instants, dates or times of day."""
    for written_as in ways:
        candidates = FORMATS[written_as]
        # Four digits may be a year or a box number; only a name that says so makes them a time of day.
        if written_as == "time" and content.n_numeric and not {"time", "hrs"} & set(words_of(content.name)):
            continue
        formats, n_read = _fitting(connection, content, candidates, written_as)
        # ISO reads a bare date too; a column is one of instants if any of its values has a time of day.
        if written_as == "instant" and ISO in formats and not _has_times(connection, content):
            continue
        # A stray typing error must not hide a column of dates; the loader will name it.
        if formats and n_read >= 0.9 * content.n_filled:
            swapped = tuple(swap_day_and_month(f) for f in formats)
            fits_both = swapped != formats and _n_read(connection, content, swapped, written_as) >= n_read
            zoned = f"{zoned_sql(f'c{content.position}', formats)} IS NOT NULL"
            offsets = _number(connection, f"SELECT count(*) FROM cells WHERE {zoned}") if written_as == "instant" else 0
            return replace(
                content,
                written_as=written_as,
                formats=formats,
                swapped=swapped if fits_both else (),
                n_unread=content.n_filled - n_read,
                has_offsets=offsets > 0,
            )
    return content


def _fitting(
    connection: duckdb.DuckDBPyConnection, content: Content, candidates: tuple[str, ...], written_as: str
) -> tuple[tuple[str, ...], int]:
    """The fewest formats, each the best for what those before it left unread, and how many values they read."""
    chosen: tuple[str, ...] = ()
    n_read = 0
    while n_read < content.n_filled and len(chosen) < _MOST_FORMATS:
        best = _best(connection, content, candidates, chosen, written_as)
        now = _n_read(connection, content, (*chosen, best), written_as) if best else n_read
        if now <= n_read:
            break
        chosen, n_read = (*chosen, best), now
    return chosen, n_read


def _best(
    connection: duckdb.DuckDBPyConnection,
    content: Content,
    candidates: tuple[str, ...],
    chosen: tuple[str, ...],
    written_as: str,
) -> str:
    cell = f"c{content.position}"
    left = f"NOT coalesce({_reads(cell, chosen, written_as)}, false)" if chosen else f"{cell} IS NOT NULL"
    rows = connection.execute(f"SELECT DISTINCT {cell} FROM cells WHERE {left} ORDER BY 1 LIMIT {_PROBE}").fetchall()
    counts = {one: sum(bool(outline(one).fullmatch(str(row[0]))) for row in rows) for one in candidates}
    most = max(counts.values(), default=0)
    close = [one for one in candidates if counts[one] == most and most]
    # Formats alike on the probe are told apart by the whole column: one late 31/01 settles day against month.
    return max(close, key=lambda one: _n_read(connection, content, (*chosen, one), written_as), default="")


@cache
def outline(pattern: str) -> re.Pattern[str]:
    """What a text in this format looks like: a cheap sieve before DuckDB reads the whole column."""
    if pattern == ISO:
        return re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?( ?(Z|[+-]\d\d(:?\d\d)?))?)?")
    parts = re.split(r"(%[A-Za-z])", pattern)
    return re.compile("".join(_OUTLINES.get(part, re.escape(part)) for part in parts), re.IGNORECASE)


def _has_times(connection: duckdb.DuckDBPyConnection, content: Content) -> bool:
    return _number(connection, f"SELECT count(*) FROM cells WHERE contains(c{content.position}, ':')") > 0


def _n_read(connection: duckdb.DuckDBPyConnection, content: Content, formats: tuple[str, ...], written_as: str) -> int:
    return _number(
        connection, f"SELECT count(*) FROM cells WHERE {_reads(f'c{content.position}', formats, written_as)}"
    )


def _reads(cell: str, formats: tuple[str, ...], written_as: str) -> str:
    """SQL that is true where one of the formats reads the cell, and as a plausible year."""
    if written_as == "time":
        looks = f"regexp_full_match({cell}, '\\d{{1,2}}[:.h]?\\d{{2}}([:.]?\\d{{2}})?(\\.\\d+)?( ?[AaPp][Mm])?')"
        return f"{looks} AND try_strptime({cell}, {list(formats)!r}) IS NOT NULL"
    local = f"coalesce({local_sql(cell, formats)}, {zoned_sql(cell, formats)}::TIMESTAMP)"
    if written_as == "day":
        return f"year({local}) BETWEEN {dates.FIRST_YEAR} AND year(current_date) + {dates.YEARS_AHEAD}"
    return f"year({local}) BETWEEN {FIRST_YEAR} AND year(current_date) + 1"


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
