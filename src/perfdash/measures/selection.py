"""What the reader has chosen: one frozen value that gives the query, the caption and the URL (docs/decisions.md)."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, ClassVar

from perfdash.errors import BadQuestion
from perfdash.reference import attendance as reference

STANDARDS = ("of the day", "today")
BREAKDOWNS = (
    "force",
    "month",
    "grade",
    "lpt",
    "rurality",
    "hour",
    "weekday",
    "status",
    "origin",
    "domestic_abuse",
    "day",
)
FILTERS = ("force", "grade", "lpt", "rurality", "origin", "domestic_abuse", "hour", "weekday", "status")
CALL_FILTERS = ("line",)  # of calls alone: no page's control, and no column of an incident
_NUMBERS = ("hour", "weekday")


@dataclass(frozen=True)
class Selection:
    """A period of whole months, filters by column, a clock, and which standard judges the past."""

    PARAMETERS: ClassVar = ("from", "to", *FILTERS, "clock", "standard")  # its words in a URL

    from_month: date | None = None
    to_month: date | None = None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    clock: str = ""
    standard: str = "of the day"

    def __post_init__(self) -> None:
        object.__setattr__(self, "clock", self.clock or reference.chosen_clock().clock)
        object.__setattr__(self, "filters", tuple(sorted((key, tuple(sorted(set(v)))) for key, v in self.filters if v)))
        if self.clock not in reference.clocks():
            raise BadQuestion(f"There is no clock '{self.clock}'; choose from {', '.join(reference.clocks())}.")
        if self.standard not in STANDARDS:
            raise BadQuestion(f"There is no standard '{self.standard}'; choose from {', '.join(STANDARDS)}.")
        for key, values in self.filters:
            _check_filter(key, values)
        if self.from_month and self.to_month and self.to_month < self.from_month:
            raise BadQuestion("The period ends before it starts; swap --from and --to.")

    def chosen(self, column: str) -> tuple[str, ...]:
        """The values of one filter; empty means all."""
        return dict(self.filters).get(column, ())

    def having(self, **filters: str | tuple[str, ...]) -> "Selection":
        """The same selection with some filters set."""
        new = {key: (value,) if isinstance(value, str) else value for key, value in filters.items()}
        return replace(self, filters=tuple((dict(self.filters) | new).items()))

    def where(self) -> tuple[str, dict[str, Any]]:
        """SQL conditions over `incident_times` and their parameters."""
        parts, parameters = ["true"], {}
        if self.from_month:
            parts.append("month >= $from_month")
            parameters["from_month"] = self.from_month
        if self.to_month:
            parts.append("month <= $to_month")
            parameters["to_month"] = self.to_month
        for key, values in self.filters:
            names = [f"{key}_{number}" for number in range(len(values))]
            parts.append(f"{_condition_column(key, self.clock)} IN ({', '.join(_code(key, name) for name in names)})")
            parameters |= dict(zip(names, map(_number_if(key), values), strict=True))
        return " AND ".join(parts), parameters

    def to_query(self) -> dict[str, str]:
        """The URL's parameters: only what differs from the default, in a stable order."""
        query = {"from": _month_text(self.from_month), "to": _month_text(self.to_month)}
        query |= {key: "|".join(values) for key, values in self.filters}
        query["clock"] = "" if self.clock == reference.chosen_clock().clock else self.clock
        query["standard"] = "" if self.standard == STANDARDS[0] else self.standard
        return {key: value for key, value in query.items() if value}

    @classmethod
    def from_query(cls, query: dict[str, str]) -> "Selection":
        """The selection a URL stands for; parameters of other things are left alone.

        Raises:
            BadQuestion: a value that cannot be.
        """
        known = {field.name for field in fields(cls)} & {"clock", "standard"}
        return cls(
            from_month=parse_month(query.get("from", "")),
            to_month=parse_month(query.get("to", "")),
            filters=tuple((key, tuple(query[key].split("|"))) for key in FILTERS if query.get(key)),
            **{key: query[key] for key in known if query.get(key)},
        )


def parse_month(text: str) -> date | None:
    """The first day of a month written 2025-04 (or 2025-04-17); nothing for an empty text."""
    if not text:
        return None
    try:
        return date.fromisoformat(text if len(text) > len("2025-04") else f"{text}-01").replace(day=1)
    except ValueError as error:
        raise BadQuestion(f"'{text}' is not a month; write it as 2025-04.") from error


def breakdown_sql(name: str, clock: str) -> str:
    """The column of `incident_times` that a breakdown groups by, as text, number or date."""
    if name not in BREAKDOWNS:
        raise BadQuestion(f"There is no breakdown '{name}'; choose from {', '.join(BREAKDOWNS)}.")
    if name == "status":
        return f"{clock}_status"
    return "is_domestic_abuse" if name == "domestic_abuse" else name


def text_of(name: str, clock: str) -> str:
    """SQL for a breakdown as people and other modules read it: codes and flags as text, dates and numbers as they are."""
    column = breakdown_sql(name, clock)
    if name == "domestic_abuse":
        return f"CASE {column} WHEN true THEN 'yes' WHEN false THEN 'no' ELSE 'not known' END"
    return column if name in ("month", "day", "hour", "weekday") else f"CAST({column} AS VARCHAR)"


def _condition_column(key: str, clock: str) -> str:
    if key == "domestic_abuse":
        return "CASE is_domestic_abuse WHEN true THEN 'yes' WHEN false THEN 'no' ELSE 'not known' END"
    if key in _NUMBERS:
        return key
    return breakdown_sql(key, clock)


def _code(key: str, name: str) -> str:
    # Compared as a code, the store skips what cannot match; an unknown word is no code and finds nothing.
    return f"${name}" if key in (*_NUMBERS, "domestic_abuse") else f"TRY_CAST(${name} AS {key}_code)"


def _number_if(key: str) -> Any:
    return int if key in _NUMBERS else str


def _check_filter(key: str, values: tuple[str, ...]) -> None:
    if key not in (*FILTERS, *CALL_FILTERS):
        raise BadQuestion(f"There is no filter '{key}'; choose from {', '.join(FILTERS)}.")
    if key in _NUMBERS and not all(value.isdecimal() for value in values):
        raise BadQuestion(f"'{key}' is a number; '{', '.join(values)}' is not.")


def _month_text(month: date | None) -> str:
    return f"{month:%Y-%m}" if month else ""
