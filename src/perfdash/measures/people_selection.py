"""What the reader has chosen of the workforce: one frozen value that gives the query, the caption and the URL.

Sister of `measures/selection.py` (decision 7). Months are whole and both included; `basis` counts people (headcount) or
their full-time equivalents; `transfers` counts those who went to another force among the leavers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from perfdash.contract.strength import BASES, FTE, HEADCOUNT
from perfdash.errors import BadQuestion
from perfdash.measures.selection import parse_month
from perfdash.measures.words import filter_words, period

FILTERS = (
    *("force", "worker_type", "rank", "command", "lpt", "service_band", "leaver_type", "trigger", "supervisor"),
    *("role", "role_group", "listed", "organisation", "reason_group", "age_band", "area", "stop", "course"),
)
_BASES = {basis.lower(): basis for basis in BASES}  # FTE, headcount, however they are written
IS_SUPERVISOR = "CASE WHEN is_supervisor THEN 'yes' WHEN NOT is_supervisor THEN 'no' ELSE 'not known' END"


@dataclass(frozen=True)
class PeopleSelection:
    """A period of whole months, filters by column, a basis, and whether transfers to other forces are counted."""

    PARAMETERS: ClassVar = ("from", "to", *FILTERS, "basis", "transfers")  # its words in a URL

    from_month: date | None = None
    to_month: date | None = None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    basis: str = HEADCOUNT
    transfers: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "filters", tuple(sorted((key, tuple(sorted(set(v)))) for key, v in self.filters if v)))
        if self.basis.lower() not in _BASES:
            raise BadQuestion(f"There is no basis '{self.basis}'; choose from {', '.join(BASES)}.")
        object.__setattr__(self, "basis", _BASES[self.basis.lower()])
        for key, _ in self.filters:
            if key not in FILTERS:
                raise BadQuestion(f"There is no filter '{key}'; choose from {', '.join(FILTERS)}.")
        if self.from_month and self.to_month and self.to_month < self.from_month:
            raise BadQuestion("The period ends before it starts; swap --from and --to.")

    @property
    def is_fte(self) -> bool:
        """Whether full-time equivalents are asked for."""
        return self.basis == FTE

    def chosen(self, column: str) -> tuple[str, ...]:
        """The values of one filter; empty means all."""
        return dict(self.filters).get(column, ())

    def having(self, **filters: str | tuple[str, ...]) -> "PeopleSelection":
        """The same selection with some filters set; an empty tuple takes one away."""
        new = {key: (value,) if isinstance(value, str) else value for key, value in filters.items()}
        return replace(self, filters=tuple((dict(self.filters) | new).items()))

    def where(self, columns: Mapping[str, str], noun: str) -> tuple[str, dict[str, Any]]:
        """SQL conditions of the filters over a mart and their parameters; the period is the question's own.

        Args:
            columns: SQL for every filter that the mart can be asked by.
            noun: what its rows are, for the sentence that refuses any other filter.

        Raises:
            BadQuestion: a filter that the mart does not have.
        """
        parts, parameters = ["true"], dict[str, Any]()
        for key, values in self.filters:
            if key not in columns:
                raise BadQuestion(f"{noun} have no {key.replace('_', ' ')}; filter by {', '.join(columns)}.")
            names = [f"{key}_{number}" for number in range(len(values))]
            parts.append(f"{columns[key]} IN ({', '.join(f'${name}' for name in names)})")
            parameters |= dict(zip(names, values, strict=True))
        return " AND ".join(parts), parameters

    def to_query(self) -> dict[str, str]:
        """The URL's parameters: only what differs from the default, in a stable order."""
        query = {"from": _month_text(self.from_month), "to": _month_text(self.to_month)}
        query |= {key: "|".join(values) for key, values in self.filters}
        query |= {"basis": self.basis.lower() if self.is_fte else "", "transfers": "yes" if self.transfers else ""}
        return {key: value for key, value in query.items() if value}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "PeopleSelection":
        """The selection a URL stands for; parameters of other things are left alone.

        Raises:
            BadQuestion: a value that cannot be.
        """
        return cls(
            from_month=parse_month(query.get("from", "")),
            to_month=parse_month(query.get("to", "")),
            filters=tuple((key, tuple(query[key].split("|"))) for key in FILTERS if query.get(key)),
            basis=query.get("basis") or HEADCOUNT,
            transfers=query.get("transfers") == "yes",
        )

    def caption(self, with_period: bool = True) -> list[str]:
        """The filters, and unless the question has a period of its own, the months in words."""
        words = [filter_words(key, values, self.chosen("force")) for key, values in self.filters]
        return [*words, *([period(self.from_month, self.to_month)] if with_period else [])]


def _month_text(month: date | None) -> str:
    return f"{month:%Y-%m}" if month else ""
