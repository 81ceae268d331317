"""A profile turned into one SQL statement over the text of an extract: contract columns beside the first fault.

The text is read, parsed and judged in a single pass, because that is what makes a careful load as fast as a
careless one. Layers of subqueries: texts → wall-clock readings → instants → durations → row with its fault.
"""

import difflib
from dataclasses import dataclass

from perfdash.contract import columns as contract
from perfdash.contract.columns import Column, ContractColumn
from perfdash.errors import BadProfile
from perfdash.ingest import instants
from perfdash.ingest.extract import Extract, forgive
from perfdash.ingest.profile import After, Constant, Joined, Profile

KEY_BLANK = "key is blank"
NOT_A_NUMBER = "not a number"
NOT_IN_PROFILE = "value not in the profile"
NOT_A_CHOICE = "value not in the list of the contract"
NO_INSTANT = "no instant dates the incident"

_YES, _NO = ("yes", "y", "true", "t", "1"), ("no", "n", "false", "f", "0")


@dataclass(frozen=True)
class Fault:
    """One thing that can be wrong with a row: SQL for the reason (NULL when fine), the column and its text."""

    reason: str
    column: str
    text: str


class Mapping:
    """One profile against one extract's header."""

    def __init__(self, profile: Profile, extract: Extract) -> None:
        self.profile = profile
        self.kind = profile.records
        self.extract = extract
        self.positions = {forgive(name): number for number, name in enumerate(extract.header)}
        # Spreadsheets and Parquet hold real dates, which reach us as ISO text whatever the profile says of text.
        typed = (instants.ISO,) if extract.is_typed and instants.ISO not in profile.times.formats else ()
        self.formats = (*profile.times.formats, *typed)
        if not self.formats and any(
            isinstance(s, str | Joined) and n in self.kind.instants for n, s in self._sources()
        ):
            raise BadProfile(f"{profile.name}: times.formats is empty, so no instant can be read; state at least one.")

    def _sources(self) -> list[tuple[str, object]]:
        return list(self.profile.columns.items())

    def select(self) -> str:
        """The statement: one row a record, in the record's order, with `fault`, `fault_column`, `fault_value`."""
        return self._judged(self._measured(self._timed(self._texts())))

    def _texts(self) -> str:
        texts = [f"{self._text(name)} AS t_{name}" for name, _ in self._sources()]
        texts += [f"{self._cell(name)} AS k_{number}" for number, name in enumerate(self._key_names())]
        texts.append(f"{self._row_hash()} AS row_hash" if self._needs_hash() else "NULL::VARCHAR AS row_hash")
        return f"SELECT {', '.join(texts)} FROM {self._relation()}"

    def _relation(self) -> str:
        columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(self.extract.header)))
        path, delimiter = str(self.extract.text).replace("'", "''"), self.extract.delimiter.replace("'", "''")
        return (
            f"read_csv('{path}', columns = {{{columns}}}, header = false, skip = {self.extract.skip}, "
            f"delim = '{delimiter}', quote = '\"', escape = '\"', auto_detect = false, strict_mode = true, "
            "store_rejects = true, rejects_limit = 0, null_padding = false)"
        )

    def _cell(self, name: str) -> str:
        number = self.positions.get(forgive(name))
        if number is None:
            raise BadProfile(self._no_column(name))
        return self._blank(f"c{number}")

    def _no_column(self, name: str) -> str:
        close = difflib.get_close_matches(forgive(name), self.positions, 1)
        hint = f"the nearest is '{self.extract.header[self.positions[close[0]]]}'" if close else "none is like it"
        return (
            f"{self.extract.name} has no column '{name}', which the profile {self.profile.name} expects; {hint}. "
            "Correct the profile, or ask the supplier what changed."
        ).replace("; none is like it. ", " (none is like it). ")

    def _blank(self, cell: str) -> str:
        words = sorted({word.strip().lower() for word in self.profile.file.blank} - {""})
        if not words:
            return f"nullif(trim({cell}), '')"
        listed = ", ".join(_quoted(word) for word in ["", *words])
        return f"CASE WHEN lower(trim({cell})) IN ({listed}) THEN NULL ELSE trim({cell}) END"

    def _text(self, name: str) -> str:
        source = self.profile.columns[name]
        if isinstance(source, Constant):
            return _quoted(source.constant)
        if isinstance(source, Joined):
            cells = [self._cell(part) for part in source.join]
            # A parent of several columns is written like the key it must equal.
            between = "-" if name == "parent_reference" else " "
            whole = " AND ".join(f"{cell} IS NOT NULL" for cell in cells)
            return f"CASE WHEN {whole} THEN concat_ws('{between}', {', '.join(cells)}) END"
        if isinstance(source, After):
            return self._cell(source.seconds or source.minutes or "")
        return self._cell(source)

    def _key_names(self) -> tuple[str, ...]:
        return (*self.profile.key.of_record, *self.profile.key.resource)

    def _needs_hash(self) -> bool:
        key = self.profile.key
        return not key.of_record or (self.profile.one_row_per == "resource" and not key.resource)

    def _row_hash(self) -> str:
        # Sorted by name, so that a supplier who moves a column does not change every key.
        cells = ", ".join(f"coalesce(trim(c{self.positions[name]}), '')" for name in sorted(self.positions))
        return f"md5(concat_ws(chr(31), {cells}))"

    def _timed(self, texts: str) -> str:
        readings = [
            f"{instants.local_sql(f't_{name}', self.formats)} AS l_{name}, "
            f"{instants.zoned_sql(f't_{name}', self.formats)} AS z_{name}"
            for name in self._stated_instants()
        ]
        listed = ", ".join(["*", *readings])
        times = [f"{instants.instant_sql(f'l_{name}', f'z_{name}')} AS i_{name}" for name in self._stated_instants()]
        return f"SELECT {', '.join(['*', *times])} FROM (SELECT {listed} FROM ({texts}))"

    def _stated_instants(self) -> list[str]:
        return [
            name for name, source in self._sources() if name in self.kind.instants and not isinstance(source, After)
        ]

    def _measured(self, timed: str) -> str:
        durations = [
            f"{instants.duration_sql(f'i_{source.after}', f't_{name}', 1 if source.seconds else 60)} AS i_{name}"
            for name, source in self._sources()
            if isinstance(source, After)
        ]
        # Words are mapped once, here: both the value and its fault are read off the result.
        words = [f"{self._mapped(column)} AS m_{column.name}" for column in self._worded()]
        return f"SELECT {', '.join(['*', *durations, *words])} FROM ({timed})"

    def _worded(self) -> list[ContractColumn]:
        kinds = (Column.REFERENCE, Column.INSTANT)
        return [
            column for column in self.kind.filled if column.name in self.profile.columns and column.holds not in kinds
        ]

    def _judged(self, measured: str) -> str:
        # Each reason is worked out once, in a layer of its own; which column it was is asked of faulty rows alone.
        faults = self._faults()
        reasons = [f"{fault.reason} AS f_{number}" for number, fault in enumerate(faults)]
        columns = [f"{self._value(column)} AS {column.name}" for column in self.kind.filled]
        first = f"coalesce({', '.join(f'f_{number}' for number in range(len(faults)))})"
        return (
            f"SELECT {self._record_reference()} AS record_reference, {self._resource_reference()} AS "
            f"resource_reference, {', '.join(columns)}, {first} AS fault, "
            f"{_of_first_fault(first, [_quoted(fault.column) for fault in faults])} AS fault_column, "
            f"{_of_first_fault(first, [fault.text for fault in faults])} AS fault_value "
            f"FROM (SELECT *, {', '.join(reasons)} FROM ({measured}))"
        )

    def _record_reference(self) -> str:
        parts = [f"k_{number}" for number in range(len(self.profile.key.of_record))]
        return f"concat_ws('-', {', '.join(parts)})" if parts else "row_hash"

    def _resource_reference(self) -> str:
        if self.profile.one_row_per == "incident":
            return "NULL::VARCHAR"
        first = len(self.profile.key.of_record)
        parts = [f"k_{first + number}" for number in range(len(self.profile.key.resource))]
        return f"concat_ws('-', {', '.join(parts)})" if parts else "row_hash"

    def _value(self, column: ContractColumn) -> str:
        is_filled = column.name in self.profile.columns
        if column.holds is Column.INSTANT:
            return f"i_{column.name}" if is_filled else "NULL::TIMESTAMPTZ"
        if column.holds is Column.REFERENCE:
            return f"t_{column.name}" if is_filled else "NULL::VARCHAR"
        if column.holds is Column.FLAG:
            return f"m_{column.name}" if is_filled else "NULL::BOOLEAN"
        return f"coalesce(m_{column.name}, {_quoted(contract.NOT_KNOWN)})" if is_filled else _quoted(contract.NOT_KNOWN)

    def _mapped(self, column: ContractColumn) -> str:
        """SQL for the contract's word, or the flag; NULL where the text is blank or has none."""
        text, mapping = f"t_{column.name}", self.profile.map_for(column.name)
        word = text if column.holds in (Column.GRADE, Column.PLACE) else f"lower({text})"
        if mapping:
            pairs = " ".join(
                f"WHEN {_quoted(_folded(key))} THEN {_quoted(value)}" for key, value in mapping.items() if key != "*"
            )
            other = f" WHEN {text} IS NOT NULL THEN {_quoted(mapping['*'])}" if "*" in mapping else ""
            word = f"CASE {_fold_sql(text)} {pairs} END" if pairs else "NULL"
            word = f"CASE WHEN ({word}) IS NOT NULL THEN ({word}){other} END" if other else word
        if column.holds is Column.FLAG:
            return f"CASE WHEN lower({word}) IN {_YES!r} THEN true WHEN lower({word}) IN {_NO!r} THEN false END"
        return f"CASE WHEN {word} IN {column.choices!r} THEN {word} END" if column.choices and not mapping else word

    def _faults(self) -> list[Fault]:
        faults = [
            Fault(f"CASE WHEN k_{number} IS NULL THEN '{KEY_BLANK}' END", name, "NULL")
            for number, name in enumerate(self._key_names())
        ]
        for name, source in self._sources():
            label = self._label(name)
            if isinstance(source, After):
                number = f"abs(try_cast(t_{name} AS DOUBLE)) < {instants.LONGEST_DURATION}"
                reason = f"CASE WHEN t_{name} IS NOT NULL AND NOT coalesce({number}, false) THEN '{NOT_A_NUMBER}' END"
                faults.append(Fault(reason, label, f"t_{name}"))
            elif name in self.kind.instants:
                faulty = instants.is_faulty_sql(f"t_{name}", f"i_{name}", self.formats)
                faults.append(Fault(f"CASE WHEN {faulty} THEN '{instants.NOT_A_TIME}' END", label, f"t_{name}"))
        faults += [self._word_fault(column) for column in self._worded()]
        dating = [name for name in self.kind.dating_instants if name in self.profile.columns]
        first = f"coalesce({', '.join(f'i_{name}' for name in dating)})"
        reason = NO_INSTANT.replace("incident", self.kind.noun)
        labels = ", ".join(self._label(name) for name in dating)
        faults.append(Fault(f"CASE WHEN {first} IS NULL THEN '{reason}' END", labels, "NULL"))
        return faults

    def _word_fault(self, column: ContractColumn) -> Fault:
        reason = NOT_IN_PROFILE if self.profile.map_for(column.name) else NOT_A_CHOICE
        condition = f"t_{column.name} IS NOT NULL AND m_{column.name} IS NULL"
        return Fault(f"CASE WHEN {condition} THEN '{reason}' END", self._label(column.name), f"t_{column.name}")

    def _label(self, name: str) -> str:
        source = self.profile.columns[name]
        if isinstance(source, Joined):
            return " + ".join(source.join)
        if isinstance(source, After):
            return source.seconds or source.minutes or name
        return source.constant if isinstance(source, Constant) else source


def _of_first_fault(first: str, results: list[str]) -> str:
    cases = " ".join(f"WHEN f_{number} IS NOT NULL THEN {result}" for number, result in enumerate(results))
    return f"CASE WHEN {first} IS NULL THEN NULL ELSE CASE {cases} END END"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _fold_sql(text: str) -> str:
    # Inner runs of spaces are rare and the pattern is slow, so only texts that have one pay for it.
    return f"lower(CASE WHEN contains({text}, '  ') THEN regexp_replace({text}, ' +', ' ', 'g') ELSE {text} END)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
