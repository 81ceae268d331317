"""The kinds of record that come through the one door: for each its columns, what dates it and where it lands.

The ingest room and the landing read this table and know no kind by name, so a new kind is a contract, a row here, a
table in `store/sql/tables.sql` and its marts.
"""

from dataclasses import dataclass

from perfdash.contract import calls, incidents
from perfdash.contract.columns import Column, ContractColumn


@dataclass(frozen=True)
class RecordKind:
    """One kind of record.

    `noun` is what one record is. `from_the_key` are the columns that the profile's key fills. `table` is where accepted
    rows land. `is_folded` says that several rows may be one record, and that a record may name another as its parent:
    such rows keep the record's key beside their own.
    """

    name: str
    noun: str
    columns: tuple[ContractColumn, ...]
    from_the_key: tuple[str, ...]
    dating_instants: tuple[str, ...]
    table: str
    is_folded: bool = False

    @property
    def filled(self) -> tuple[ContractColumn, ...]:
        """The columns that a profile may name."""
        return tuple(column for column in self.columns if column.name not in self.from_the_key)

    @property
    def instants(self) -> tuple[str, ...]:
        """The names of its instants, in the order of the contract."""
        return tuple(column.name for column in self.columns if column.holds is Column.INSTANT)

    @property
    def grades(self) -> tuple[str, ...]:
        """The names of its grades, which share one value map."""
        return tuple(column.name for column in self.columns if column.holds is Column.GRADE)

    def column(self, name: str) -> ContractColumn | None:
        """The column of that name that a profile may fill, if there is one."""
        return next((column for column in self.filled if column.name == name), None)

    @property
    def one(self) -> str:
        """'an incident', 'a call'."""
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"


INCIDENTS = RecordKind(
    name="incidents",
    noun="incident",
    columns=incidents.COLUMNS,
    from_the_key=("incident_reference", "resource_reference"),
    dating_instants=incidents.DATING_INSTANTS,
    table="incident_rows",
    is_folded=True,
)
CALLS = RecordKind(
    name="calls",
    noun="call",
    columns=calls.COLUMNS,
    from_the_key=("call_reference",),
    dating_instants=calls.DATING_INSTANTS,
    table="call_rows",
)
KINDS = {kind.name: kind for kind in (INCIDENTS, CALLS)}
