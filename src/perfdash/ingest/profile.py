"""A profile: how one supplier's extract maps on to the contract, written in TOML (docs/profiles.md).

Read with pydantic, so a mistake in a profile is named by its place in the file.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from perfdash.contract.columns import Column
from perfdash.contract.kinds import KINDS, RecordKind
from perfdash.errors import BadProfile

PROFILES = Path(__file__).parents[3] / "data" / "profiles"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PublishedTable(_Strict):
    """A cross-table with dates along the top and areas down the side, of which one row is wanted."""

    row: Annotated[str, Field(min_length=1)]
    row_number: Annotated[int, Field(ge=1)] | None = None
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1)] = 1
    constants: dict[str, str] = {}


class FileShape(_Strict):
    """How the file is written: encoding, delimiter, where its header stands, what counts as blank."""

    encoding: Literal["utf-8", "cp1252", "utf-16"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    header_row: Annotated[int, Field(ge=1)] = 1
    sheet: str | None = None
    blank: tuple[str, ...] = ("",)
    tables: tuple[PublishedTable, ...] = ()

    @field_validator("tables")
    @classmethod
    def same_constants(cls, tables: tuple[PublishedTable, ...]) -> tuple[PublishedTable, ...]:
        stated = [set(table.constants) for table in tables]
        for number, names in enumerate(stated, start=1):
            if names != stated[0]:
                raise ValueError(
                    f"table {number} states {', '.join(sorted(names)) or 'no constants'}, "
                    f"table 1 {', '.join(sorted(stated[0])) or 'none'}; state the same of all"
                )
        return tables


class Times(_Strict):
    """How instants are written: the zone of the clock on the wall, the formats, and the repeated hour."""

    zone: str = "Europe/London"
    formats: tuple[str, ...] = ()
    repeated_hour: Literal["refuse", "first", "second"] = "refuse"


class Key(_Strict):
    """The columns that identify a record (of incidents also written `incident`) and, where rows are per resource, the
    resource. None: the whole row."""

    incident: tuple[str, ...] = ()
    resource: tuple[str, ...] = ()
    record: tuple[str, ...] = ()

    @model_validator(mode="after")
    def one_name(self) -> "Key":
        if self.incident and self.record:
            raise ValueError("give the key as either record or incident")
        return self

    @property
    def of_record(self) -> tuple[str, ...]:
        """The columns that identify a record, by whichever name they were given."""
        return self.record or self.incident


class Joined(_Strict):
    """Several columns read as one text, joined by a space: a date and a time of day."""

    join: Annotated[tuple[str, ...], Field(min_length=2)]


class After(_Strict):
    """An instant given as a duration after another instant of the contract."""

    after: str
    seconds: str | None = None
    minutes: str | None = None

    @model_validator(mode="after")
    def one_unit(self) -> "After":
        if (self.seconds is None) == (self.minutes is None):
            raise ValueError("give the duration's column as either seconds or minutes")
        if not any(self.after in kind.instants for kind in KINDS.values()):
            raise ValueError(f"'{self.after}' is not an instant of the contract")
        return self


class Flags(_Strict):
    """Several words of a list, each given by a column of its own that says yes, or says anything but no."""

    flags: Annotated[dict[str, str], Field(min_length=1)]


class Split(_Strict):
    """Several words of a list in one column, with something between them."""

    split: str
    by: Annotated[str, Field(min_length=1)] = ";"


class Constant(_Strict):
    """The same value in every row."""

    constant: str


Source = str | Joined | After | Flags | Split | Constant


class Profile(_Strict):
    """One supplier's extract: who supplies it, how it is written and which column is which."""

    name: str
    title: str
    force: str
    kind: str = "incidents"
    one_row_per: Literal["incident", "resource"] = "incident"
    synthetic: bool = False
    zero_is_attended: bool = False
    refuse_above: Annotated[float, Field(ge=0, le=1)] = 0.05
    caveats: tuple[str, ...] = ()
    file: FileShape = FileShape()
    times: Times = Times()
    key: Key = Key()
    columns: dict[str, Source]
    values: dict[str, dict[str, str]] = {}

    @model_validator(mode="after")
    def resource_needs_its_rows(self) -> "Profile":
        if self.key.resource and self.one_row_per == "incident":
            raise ValueError('key.resource is for several rows per incident; add one_row_per = "resource" or remove it')
        return self

    @model_validator(mode="after")
    def incidents_alone_are_folded(self) -> "Profile":
        for_incidents = (self.one_row_per == "resource", self.zero_is_attended, bool(self.key.incident))
        if not self.records.is_folded and any(for_incidents):
            raise ValueError(
                f"one_row_per, zero_is_attended and key.incident are for incidents; of {self.kind} write key.record"
            )
        return self

    @property
    def records(self) -> RecordKind:
        """The kind of record that the extract holds."""
        return KINDS[self.kind]

    @field_validator("kind")
    @classmethod
    def known_kind(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError(f"'{kind}' is not a kind of record; it is one of {', '.join(KINDS)}")
        return kind

    @field_validator("columns")
    @classmethod
    def known_columns(cls, columns: dict[str, Source], info: ValidationInfo) -> dict[str, Source]:
        if "kind" not in info.data:  # it is at fault itself, and that is the fault to be named
            return columns
        kind = KINDS[info.data["kind"]]
        for name, source in columns.items():
            _check_source(kind, name, source, columns)
        if not set(columns) & set(kind.dating):
            which = f"one of {', '.join(kind.dating)}" if len(kind.dating) > 1 else kind.dating[0]
            raise ValueError(f"{which} is needed to date {kind.one}")
        return columns

    @field_validator("values")
    @classmethod
    def known_values(cls, values: dict[str, dict[str, str]], info: ValidationInfo) -> dict[str, dict[str, str]]:
        if "kind" not in info.data:
            return values
        kind = KINDS[info.data["kind"]]
        for name, mapping in values.items():
            for column_name in kind.grades if name == "grade" and kind.grades else (name,):
                column = kind.column(column_name)
                if not column:
                    raise ValueError(f"'{name}' is not a column of the {kind.noun} contract")
                choices = column.choices
                wrong = sorted(set(mapping.values()) - set(choices)) if choices else []
                if wrong:
                    raise ValueError(f"{name} cannot become '{wrong[0]}'; it is one of {', '.join(choices)}")
        return values

    def map_for(self, column: str) -> dict[str, str]:
        """The value map of a contract column; `[values.grade]` serves all three grades."""
        shared = self.values.get("grade", {}) if column in self.records.grades else {}
        return self.values.get(column, shared)


def _check_source(kind: RecordKind, name: str, source: Source, columns: dict[str, Source]) -> None:
    column = kind.column(name)
    if not column:
        raise ValueError(f"'{name}' is not a column of the {kind.noun} contract")
    if isinstance(source, After) and column.holds is not Column.INSTANT:
        raise ValueError(f"'{name}' is not an instant, so it cannot be a duration after one")
    if isinstance(source, After) and not isinstance(columns.get(source.after), str | Joined):
        raise ValueError(f"'{name}' is measured from '{source.after}', which has no column of its own")
    if isinstance(source, Flags | Split) and column.holds is not Column.CHOICES:
        raise ValueError(f"'{name}' holds one value, so it cannot be made of several")
    wrong = sorted(set(source.flags.values()) - set(column.choices)) if isinstance(source, Flags) else []
    if wrong:
        raise ValueError(f"{name} cannot become '{wrong[0]}'; it is one of {', '.join(column.choices)}")


def read_profile(name: str) -> Profile:
    """The profile of that name in data/profiles, or at that path.

    Raises:
        BadProfile: there is none, it is not TOML, or a setting in it is wrong.
    """
    path = Path(name) if name.endswith(".toml") else PROFILES / f"{name}.toml"
    if not path.exists():
        shipped = ", ".join(sorted(p.stem for p in PROFILES.glob("*.toml")))
        raise BadProfile(f"There is no profile {name}; shipped are {shipped}, or give the path of a .toml file.")
    try:
        return Profile.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadProfile(f"{path.name} is not valid TOML: {error}.") from error
    except ValidationError as error:
        raise BadProfile(f"{path.name}: {_first_fault(error)}") from error


_WAYS = ("str", "Joined", "After", "Flags", "Split", "Constant")


def _first_fault(error: ValidationError) -> str:
    # A source may be written in several ways; what is wrong with the nearest of them is what helps.
    faults = [fault for fault in error.errors() if fault["type"] != "string_type"] or error.errors()
    ways = Counter(fault["loc"][:3] for fault in faults)
    fault = min(faults, key=lambda fault: (fault["type"] != "value_error", ways[fault["loc"][:3]]))
    place = ".".join(str(part) for part in fault["loc"] if part not in _WAYS)
    return f"{place or 'profile'}: {fault['msg'].removeprefix('Value error, ')}."
