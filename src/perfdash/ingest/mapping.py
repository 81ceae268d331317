"""A profile turned into one SQL statement over the text of an extract: the contract's columns, read but not judged.

The text is read, parsed and judged in a single pass, because that is what makes a careful load as fast as a careless
one. Layers of subqueries: texts (`t_`) → wall-clock readings (`l_`, `z_`) → instants and dates (`i_`, and `e_` for how
exact) → durations, numbers and words (`m_`). The last layer, each row with its fault, is in `faults.py`.
"""

import difflib

from perfdash.contract import columns as contract
from perfdash.contract.columns import Column, ContractColumn
from perfdash.errors import BadProfile
from perfdash.ingest import dates, instants
from perfdash.ingest.extract import Extract, forgive, spaced
from perfdash.ingest.profile import After, Constant, Flags, Joined, Profile, Source, Split
from perfdash.ingest.unwanted import refuse_unwanted
from perfdash.ingest.words import flagged_sql, quoted, sorted_sql, word_sql, words_sql

# What a column that the profile does not fill holds; words hold 'not known'.
_EMPTY = {
    Column.INSTANT: "NULL::TIMESTAMPTZ",
    Column.DATE: "NULL::DATE",
    Column.REFERENCE: "NULL::VARCHAR",
    Column.PERSON: "NULL::VARCHAR",
    Column.FLAG: "NULL::BOOLEAN",
    Column.NUMBER: "NULL::DOUBLE",
    Column.CHOICES: "NULL::VARCHAR[]",
}


class Mapping:
    """One profile against one extract's header."""

    def __init__(self, profile: Profile, extract: Extract) -> None:
        self.profile = profile
        self.kind = profile.records
        self.extract = extract
        self.positions = {spaced(name): number for number, name in enumerate(extract.header)}
        self.alike: dict[str, list[int]] = {}
        for number, name in enumerate(extract.header):
            self.alike.setdefault(forgive(name), []).append(number)
        # Spreadsheets and Parquet hold real dates, which reach us as ISO text whatever the profile says of text.
        typed = (instants.ISO,) if extract.is_typed and instants.ISO not in profile.times.formats else ()
        self.formats = (*profile.times.formats, *typed)
        refuse_unwanted(self.kind, extract, self._columns_named())
        dated = self.kind.holding(Column.INSTANT, Column.DATE)
        if not self.formats and any(isinstance(s, str | Joined) and n in dated for n, s in self._sources()):
            raise BadProfile(
                f"{profile.name}: times.formats is empty, so no time or date can be read; state at least one."
            )

    def _sources(self) -> list[tuple[str, Source]]:
        return list(self.profile.columns.items())

    def _columns_named(self) -> set[str]:
        """The extract's columns that hold words of a list, as the profile says."""
        return {self.label(name) for name, _ in self._sources()}

    def filled(self) -> list[ContractColumn]:
        """The contract's columns that the profile fills."""
        return [column for column in self.kind.filled if column.name in self.profile.columns]

    def measured_sql(self) -> str:
        """The statement without its judgement: one row a record, in the record's order."""
        return self._measured(self._timed(self._texts()))

    def _texts(self) -> str:
        texts = [f"{self._text(name)} AS t_{name}" for name, _ in self._sources()]
        texts += [f"{self.cell(name)} AS k_{number}" for number, name in enumerate(self.key_names())]
        texts.append(f"{self._row_hash()} AS row_hash" if self._needs_hash() else "NULL::VARCHAR AS row_hash")
        return f"SELECT {', '.join(texts)} FROM {self.relation()}"

    def relation(self) -> str:
        """SQL that reads the extract, c0, c1 … as text."""
        columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(self.extract.header)))
        path, delimiter = str(self.extract.text).replace("'", "''"), self.extract.delimiter.replace("'", "''")
        return (
            f"read_csv('{path}', columns = {{{columns}}}, header = false, skip = {self.extract.skip}, "
            f"delim = '{delimiter}', quote = '\"', escape = '\"', auto_detect = false, strict_mode = true, "
            "store_rejects = true, rejects_limit = 0, null_padding = false)"
        )

    def cell(self, name: str) -> str:
        """SQL for the trimmed text of one of the extract's columns, NULL where it says nothing."""
        return self._blank(f"c{self._position(name)}")

    def _position(self, name: str) -> int:
        """Where the column stands: by its words, or however its words are run together."""
        number = self.positions.get(spaced(name))
        alike = self.alike.get(forgive(name), []) if number is None else [number]
        if len(alike) == 1:
            return alike[0]
        if not alike:
            raise BadProfile(self._no_column(name))
        either = " and ".join(f"'{self.extract.header[number]}'" for number in alike)
        raise BadProfile(
            f"{self.extract.name} has the columns {either}, and '{name}' may mean any of them: "
            f"write it in the profile {self.profile.name} with the spaces it has in the file."
        )

    def _no_column(self, name: str) -> str:
        close = difflib.get_close_matches(forgive(name), self.alike, 1)
        hint = f"the nearest is '{self.extract.header[self.alike[close[0]][0]]}'" if close else "none is like it"
        return (
            f"{self.extract.name} has no column '{name}', which the profile {self.profile.name} expects; {hint}. "
            "Correct the profile, or ask the supplier what changed."
        ).replace("; none is like it. ", " (none is like it). ")

    def _blank(self, cell: str) -> str:
        words = sorted({word.strip().lower() for word in self.profile.file.blank} - {""})
        if not words:
            return f"nullif(trim({cell}), '')"
        listed = ", ".join(quoted(word) for word in ["", *words])
        return f"CASE WHEN lower(trim({cell})) IN ({listed}) THEN NULL ELSE trim({cell}) END"

    def _text(self, name: str) -> str:
        source = self.profile.columns[name]
        if isinstance(source, Constant):
            return quoted(source.constant)
        if isinstance(source, Joined):
            cells = [self.cell(part) for part in source.join]
            # A parent of several columns is written like the key it must equal.
            between = "-" if name == "parent_reference" else " "
            whole = " AND ".join(f"{cell} IS NOT NULL" for cell in cells)
            return f"CASE WHEN {whole} THEN concat_ws('{between}', {', '.join(cells)}) END"
        if isinstance(source, Flags):
            return flagged_sql({self.cell(cell): word for cell, word in source.flags.items()})
        if isinstance(source, After):
            return self.cell(source.seconds or source.minutes or "")
        return self.cell(source.split if isinstance(source, Split) else source)

    def key_names(self) -> tuple[str, ...]:
        """The extract's columns that make the key."""
        return (*self.profile.key.of_record, *self.profile.key.resource)

    def _needs_hash(self) -> bool:
        key = self.profile.key
        return not key.of_record or (self.profile.one_row_per == "resource" and not key.resource)

    def _row_hash(self) -> str:
        # Sorted by name, so that a supplier who moves a column does not change every key.
        numbers = [number for name in sorted(self.alike) for number in self.alike[name]]
        cells = ", ".join(f"coalesce(trim(c{number}), '')" for number in numbers)
        return f"md5(concat_ws(chr(31), {cells}))"

    def _timed(self, texts: str) -> str:
        readings = [
            f"{instants.local_sql(f't_{name}', self.formats)} AS l_{name}, "
            f"{instants.zoned_sql(f't_{name}', self.formats)} AS z_{name}"
            for name in self._stated_instants()
        ]
        listed = ", ".join(["*", *readings])
        times = [f"{instants.instant_sql(f'l_{name}', f'z_{name}')} AS i_{name}" for name in self._stated_instants()]
        times += [
            f"{what(f't_{name}', self.formats)} AS {mark}_{name}"
            for name in self._stated(Column.DATE)
            for what, mark in ((dates.date_sql, "i"), (dates.exact_to_sql, "e"))
        ]
        return f"SELECT {', '.join(['*', *times])} FROM (SELECT {listed} FROM ({texts}))"

    def _stated(self, shape: Column) -> list[str]:
        return [column.name for column in self.filled() if column.holds is shape]

    def _stated_instants(self) -> list[str]:
        return [name for name in self._stated(Column.INSTANT) if not isinstance(self.profile.columns[name], After)]

    def _measured(self, timed: str) -> str:
        durations = [
            f"{instants.duration_sql(f'i_{source.after}', f't_{name}', 1 if source.seconds else 60)} AS i_{name}"
            for name, source in self._sources()
            if isinstance(source, After)
        ]
        # A thousand is written 1,000 by spreadsheets that were told to.
        numbers = [f"try_cast(replace(t_{n}, ',', '') AS DOUBLE) AS m_{n}" for n in self._stated(Column.NUMBER)]
        # Words are mapped once, here: both the value and its fault are read off the result.
        words = [f"{self._mapped(column)} AS m_{column.name}" for column in self.worded()]
        return f"SELECT {', '.join(['*', *durations, *numbers, *words])} FROM ({timed})"

    def worded(self) -> list[ContractColumn]:
        """The contract's columns that the profile fills with words or flags."""
        others = (Column.REFERENCE, Column.PERSON, Column.INSTANT, Column.DATE, Column.NUMBER)
        return [column for column in self.filled() if column.holds not in others]

    def _mapped(self, column: ContractColumn) -> str:
        source, text = self.profile.columns[column.name], f"t_{column.name}"
        if isinstance(source, Flags):
            return text
        mapping = self.profile.map_for(column.name)
        if column.holds is Column.CHOICES:
            return words_sql(column, text, source if isinstance(source, Split) else None, mapping)
        return word_sql(column, text, mapping)

    def outputs(self) -> list[str]:
        """SQL for the columns that leave: the record's and the resource's references, then the contract's."""
        references = [
            f"{self._record_reference()} AS record_reference",
            f"{self._resource_reference()} AS resource_reference",
        ]
        exact = [
            f"{f'e_{c.name}' if c.name in self.profile.columns else 'NULL::VARCHAR'} AS {c.exactness}"
            for c in self.kind.filled
            if c.holds is Column.DATE
        ]
        return [*references, *(f"{self._value(c)} AS {c.name}" for c in self.kind.filled), *exact]

    def _record_reference(self) -> str:
        parts = [f"k_{number}" for number in range(len(self.profile.key.of_record))]
        reference = f"concat_ws('-', {', '.join(parts)})" if parts else "row_hash"
        # A record's own number may be its person's, or be known to people.
        return f"pseudonym('{self.kind.noun}', {reference})" if self.kind.is_about_people else reference

    def _resource_reference(self) -> str:
        if self.profile.one_row_per == "incident":
            return "NULL::VARCHAR"
        first = len(self.profile.key.of_record)
        parts = [f"k_{first + number}" for number in range(len(self.profile.key.resource))]
        return f"concat_ws('-', {', '.join(parts)})" if parts else "row_hash"

    def _value(self, column: ContractColumn) -> str:
        name = column.name
        if name not in self.profile.columns:
            return _EMPTY.get(column.holds, quoted(contract.NOT_KNOWN))
        match column.holds:
            case Column.INSTANT | Column.DATE:
                return f"i_{name}"
            case Column.REFERENCE:
                return f"t_{name}"
            case Column.PERSON:
                return f"pseudonym('person', t_{name})"
            case Column.FLAG | Column.NUMBER:
                return f"m_{name}"
            case Column.CHOICES:
                return sorted_sql(f"m_{name}")
        return f"coalesce(m_{name}, {quoted(contract.NOT_KNOWN)})"

    def label(self, name: str) -> str:
        """What a reader of the extract calls the column that fills this one."""
        source = self.profile.columns[name]
        if isinstance(source, Joined):
            return " + ".join(source.join)
        if isinstance(source, After):
            return source.seconds or source.minutes or name
        if isinstance(source, Flags):
            return " + ".join(source.flags)
        if isinstance(source, Split):
            return source.split
        return source.constant if isinstance(source, Constant) else source
