"""Rows with a key, an owner and an end: which hold on a day, and which ran out and were not renewed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, TypeVar

from perfdash.reference.attendance import places_of
from perfdash.reference.tables import DatedRow, forbid_overlaps, read_table


class KeyedRow(DatedRow):
    """A dated row that somebody owns. Rows of one identity follow each other in time and never overlap."""

    identity: ClassVar[tuple[str, ...]] = ("key",)
    key: str
    owner: str
    source: str


class ForceRow(KeyedRow):
    """A row that holds for one force."""

    identity: ClassVar[tuple[str, ...]] = ("force", "key")
    force: str


Keyed = TypeVar("Keyed", bound=KeyedRow)
OfForce = TypeVar("OfForce", bound=ForceRow)


def read_keyed(row_type: type[Keyed], name: str) -> tuple[Keyed, ...]:
    """Every row of a reference table, in the order of the file.

    Raises:
        BadReference: a cell does not fit its column, or two rows of one identity overlap in time.
    """
    rows = read_table(row_type, name)
    forbid_overlaps(rows, name, row_type.identity)
    return rows


def standing(rows: Iterable[Keyed], on: date) -> tuple[Keyed, ...]:
    """The rows that hold on a day."""
    return tuple(row for row in rows if row.from_on <= on <= row.to_on)


def ended(rows: Iterable[Keyed], on: date) -> tuple[Keyed, ...]:
    """The rows that ran out before a day and that nothing replaces on it: gaps to be shown, one an identity."""
    newest: dict[tuple[Any, ...], Keyed] = {}
    for row in sorted(rows, key=lambda row: row.from_on):
        if row.from_on <= on:  # a row that only starts later does not fill the gap of today
            newest[identity_of(row)] = row
    return tuple(row for row in newest.values() if row.to_on < on)


def of_force(rows: Sequence[OfForce], force: str) -> tuple[OfForce, ...]:
    """A force's own rows; where it has none, those of the force it is shaped like; else nothing."""
    for place in places_of(force):
        if own := tuple(row for row in rows if row.force == place):
            return own
    return ()


def identity_of(row: KeyedRow) -> tuple[Any, ...]:
    """The cells that make a row the same thing as an earlier or later one."""
    return tuple(getattr(row, column) for column in row.identity)
