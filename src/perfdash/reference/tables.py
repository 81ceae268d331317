"""Reads one reference table into typed rows; a wrong row is named by file, row and column."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from perfdash.errors import BadReference

REFERENCE = Path(__file__).parents[3] / "data" / "reference"


class Row(BaseModel):
    """A row of a reference table. Unknown columns are an error, so a misspelt heading cannot pass."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class DatedRow(Row):
    """A row that holds from a day to a day, both included; 9999-12-31 means until further notice."""

    from_on: date = Field(alias="from")
    to_on: date = Field(alias="to")

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> "DatedRow":
        if self.to_on < self.from_on:
            raise ValueError("the row ends before it starts")
        return self


Any_ = TypeVar("Any_", bound=Row)
Dated = TypeVar("Dated", bound=DatedRow)


def read_table(row_type: type[Any_], name: str, folder: Path = REFERENCE) -> tuple[Any_, ...]:
    """Every row of `folder/name`, typed; blank cells become None.

    Raises:
        BadReference: the file is missing, or a cell does not fit its column.
    """
    path = folder / name
    if not path.exists():
        raise BadReference(name, 1, "-", "the file is missing")
    with path.open(encoding="utf-8", newline="") as text:
        return tuple(_read_row(row_type, name, number, cells) for number, cells in enumerate(csv.DictReader(text), 2))


def _read_row(row_type: type[Any_], name: str, number: int, cells: dict[str, Any]) -> Any_:
    if None in cells or None in cells.values():
        raise BadReference(name, number, "-", "the row has more or fewer cells than the heading")
    try:
        return row_type.model_validate({key: value or None for key, value in cells.items()})
    except ValidationError as error:
        fault = error.errors()[0]
        place = str(fault["loc"][0]) if fault["loc"] else "from, to"
        raise BadReference(name, number, place, fault["msg"].removeprefix("Value error, ")) from error


def forbid_overlaps(rows: Iterable[Dated], name: str, key: tuple[str, ...]) -> None:
    """Refuses two rows of one key whose dates overlap: the past must have one standard a day."""
    seen: dict[tuple[Any, ...], list[Dated]] = {}
    for number, row in enumerate(rows, 2):
        earlier = seen.setdefault(tuple(getattr(row, field) for field in key), [])
        if any(row.from_on <= other.to_on and other.from_on <= row.to_on for other in earlier):
            raise BadReference(
                name, number, "from, to", f"its dates overlap an earlier row of the same {', '.join(key)}"
            )
        earlier.append(row)
