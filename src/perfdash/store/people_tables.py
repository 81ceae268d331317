"""The tables that records other than incidents and calls land in, made from their contracts."""

from perfdash.contract.columns import Column, ContractColumn
from perfdash.contract.kinds import CALLS, INCIDENTS, KINDS, RecordKind

_TYPES = {
    Column.REFERENCE: "VARCHAR",
    Column.PERSON: "VARCHAR",
    Column.INSTANT: "TIMESTAMPTZ",
    Column.DATE: "DATE",
    Column.NUMBER: "DOUBLE",
    Column.CHOICES: "VARCHAR[]",
    Column.FLAG: "BOOLEAN",
}
_WORD = "VARCHAR NOT NULL"  # a word of a list, or of the force's own: 'not known' where nothing is said


def tables_sql() -> list[str]:
    """A statement for each kind of record whose table is made from its contract."""
    return [create_sql(kind) for kind in KINDS.values() if kind not in (INCIDENTS, CALLS)]


def create_sql(kind: RecordKind) -> str:
    """The statement that makes the kind's table where there is none."""
    columns = [line for column in kind.filled for line in _lines(column)]
    listed = ["row_key VARCHAR NOT NULL", "force VARCHAR NOT NULL", "occurred_local TIMESTAMP", *columns]
    listed += ["source_file VARCHAR NOT NULL", "source_record INTEGER NOT NULL"]
    return f"CREATE TABLE IF NOT EXISTS {kind.table} ({', '.join(listed)})"


def _lines(column: ContractColumn) -> list[str]:
    lines = [f"{column.name} {_TYPES.get(column.holds, _WORD)}"]
    return [*lines, f"{column.exactness} VARCHAR"] if column.holds is Column.DATE else lines
