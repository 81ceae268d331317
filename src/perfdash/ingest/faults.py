"""What can be wrong with a row of an extract, in the order in which it is looked for; the first fault is its reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from perfdash.contract.columns import Column, ContractColumn
from perfdash.ingest import dates, instants
from perfdash.ingest.mapping import Mapping
from perfdash.ingest.profile import After, Flags
from perfdash.ingest.words import quoted

KEY_BLANK = "key is blank"
NOT_A_NUMBER = "not a number"
OUT_OF_BOUNDS = "not between"
NOT_IN_PROFILE = "value not in the profile"
NOT_A_CHOICE = "value not in the list of the contract"
NO_INSTANT = "no instant dates the incident"


@dataclass(frozen=True)
class Fault:
    """One thing that can be wrong with a row: SQL for the reason (NULL when fine), the column and its text."""

    reason: str
    column: str
    text: str


def judged_sql(mapping: Mapping) -> str:
    """One row a record, in the record's order: the contract's columns, `fault`, `fault_column`, `fault_value`."""
    # Each reason is worked out once, in a layer of its own; which column it was is asked of faulty rows alone.
    faults = faults_of(mapping)
    reasons = [f"{fault.reason} AS f_{number}" for number, fault in enumerate(faults)]
    first = f"coalesce({', '.join(f'f_{number}' for number in range(len(faults)))})"
    return (
        f"SELECT {', '.join(mapping.outputs())}, {first} AS fault, "
        f"{_of_first_fault(first, [quoted(fault.column) for fault in faults])} AS fault_column, "
        f"{_of_first_fault(first, [fault.text for fault in faults])} AS fault_value "
        f"FROM (SELECT *, {', '.join(reasons)} FROM ({mapping.measured_sql()}))"
    )


def faults_of(mapping: Mapping) -> list[Fault]:
    """Every fault that the mapping's rows are looked through for."""
    keys = [_fault(f"k_{number} IS NULL", KEY_BLANK, name) for number, name in enumerate(mapping.key_names())]
    stated = [fault for column in mapping.filled() for fault in _of_column(mapping, column)]
    worded = [_word_fault(mapping, column) for column in mapping.worded()]
    return [*keys, *stated, *worded, *_undated(mapping), *_wrong_way_round(mapping)]


def _fault(condition: str, reason: str, label: str, text: str = "NULL") -> Fault:
    return Fault(f"CASE WHEN {condition} THEN '{reason}' END", label, text)


def _of_column(mapping: Mapping, column: ContractColumn) -> Iterator[Fault]:
    name, label = column.name, mapping.label(column.name)
    text, value = f"t_{name}", f"i_{name}"
    if isinstance(mapping.profile.columns[name], After):
        number = f"abs(try_cast({text} AS DOUBLE)) < {instants.LONGEST_DURATION}"
        yield _fault(f"{text} IS NOT NULL AND NOT coalesce({number}, false)", NOT_A_NUMBER, label, text)
    elif column.holds is Column.INSTANT:
        faulty = instants.is_faulty_sql(text, value, mapping.formats)
        yield _fault(faulty, instants.NOT_A_TIME, label, text)
    elif column.holds is Column.DATE:
        faulty = dates.is_faulty_sql(text, value, mapping.formats)
        yield Fault(f"CASE WHEN {faulty} THEN {dates.reason_sql(text, value, mapping.formats)} END", label, text)
    elif column.holds is Column.NUMBER:
        yield _fault(f"{text} IS NOT NULL AND m_{name} IS NULL", NOT_A_NUMBER, label, text)
        low, high = column.bounds
        yield _fault(f"m_{name} NOT BETWEEN {low} AND {high}", f"{OUT_OF_BOUNDS} {low:g} and {high:g}", label, text)


def _word_fault(mapping: Mapping, column: ContractColumn) -> Fault:
    text, label = f"t_{column.name}", mapping.label(column.name)
    reason = NOT_IN_PROFILE if mapping.profile.map_for(column.name) else NOT_A_CHOICE
    if column.holds is not Column.CHOICES:
        return _fault(f"{text} IS NOT NULL AND m_{column.name} IS NULL", reason, label, text)
    if isinstance(mapping.profile.columns[column.name], Flags):
        return _fault("false", reason, label)
    unknown = f"len(list_filter(m_{column.name}, lambda word: word IS NULL)) > 0"
    return _fault(unknown, reason, label, text)


def _undated(mapping: Mapping) -> list[Fault]:
    kind = mapping.kind
    if kind.may_be_undated:
        return []
    dating = [name for name in kind.dating if name in mapping.profile.columns]
    first = f"coalesce({', '.join(f'i_{name}' for name in dating)})"
    shape = "instant" if kind.instants else "date"
    reason = NO_INSTANT.replace("incident", kind.noun).replace("instant", shape)
    return [_fault(f"{first} IS NULL", reason, ", ".join(mapping.label(name) for name in dating))]


def _wrong_way_round(mapping: Mapping) -> list[Fault]:
    columns = mapping.profile.columns
    return [
        _fault(
            dates.wrong_way_round_sql(f"i_{earlier}", f"e_{earlier}", f"i_{later}", f"e_{later}"),
            reason,
            mapping.label(later),
            f"t_{later}",
        )
        for earlier, later, reason in mapping.kind.in_order
        if earlier in columns and later in columns
    ]


def _of_first_fault(first: str, results: list[str]) -> str:
    cases = " ".join(f"WHEN f_{number} IS NOT NULL THEN {result}" for number, result in enumerate(results))
    return f"CASE WHEN {first} IS NULL THEN NULL ELSE CASE {cases} END END"
