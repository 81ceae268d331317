"""What the inspection recommended, by whom and when it is due, and what the response record promised.

Whether the force has delivered is no reference data: people write it into the log, with who, when and evidence.
Source: HMICFRS, *Police performance: Getting a grip*, 7 July 2023; the words are ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Literal, Protocol

from pydantic import ValidationInfo, field_validator

from perfdash.errors import BadQuestion
from perfdash.reference.attendance import Parts
from perfdash.reference.dated import ForceRow, KeyedRow, of_force, read_keyed, standing
from perfdash.reference.tables import Row, read_table

# Police Act 1996, section 55: within 56 days beginning with the day of publication, so the last is the 55th after it.
REPLY_DAYS = 55


class Status(StrEnum):
    """Where a recommendation stands, in policing's own words. Overdue and not accepted need a reason."""

    IMPLEMENTED = "implemented"
    IN_PROGRESS = "in progress"
    OVERDUE = "overdue"
    NOT_ACCEPTED = "not accepted"
    NOT_OURS = "not ours"


WRITTEN = (
    Status.IMPLEMENTED,
    Status.IN_PROGRESS,
    Status.NOT_ACCEPTED,
)  # overdue follows from the day, it is not written
NEED_REASON = (Status.OVERDUE, Status.NOT_ACCEPTED)


class Closing(StrEnum):
    """Three bodies close a recommendation, each for itself: none follows from another."""

    FORCE_DONE = "force says done"
    PCC_SATISFIED = "PCC satisfied"
    HMICFRS_CLOSED = "HMICFRS closed"


class Inspection(Row):
    """A published inspection. A thematic one has no grade and no areas for improvement."""

    inspection: str
    title: str
    inspectorate: str
    kind: Literal["thematic", "force"]
    published_on: date
    grade: str | None
    areas_for_improvement: str | None
    source: str

    @field_validator("grade", "areas_for_improvement")
    @classmethod
    def only_of_a_force(cls, cell: str | None, others: ValidationInfo) -> str | None:
        if cell and others.data.get("kind") == "thematic":
            raise ValueError("a thematic inspection has none")
        return cell


class Theme(KeyedRow):
    """A theme of the overview, as a question in plain words."""

    name: str
    question: str


class Recommendation(KeyedRow):
    """One recommendation: who is to deliver it, and by the end of which month."""

    inspection: str
    themes: Parts
    owner_kind: Literal["force", "national"]
    due_on: date
    summary: str

    @field_validator("due_on")
    @classmethod
    def is_the_last_of_its_month(cls, day: date) -> date:
        if (day + timedelta(days=1)).day != 1:
            raise ValueError("a recommendation is due by the last day of a month")
        return day

    @property
    def is_ours(self) -> bool:
        """Whether the force is the one to deliver it."""
        return self.owner_kind == "force"


class Commitment(ForceRow):
    """What the response record says on a recommendation, and how it can be checked; a gap where it says nothing.

    `measures` are keys of the register; `awaits` says what would be counted that no measure counts yet.
    """

    recommendation: str
    said: str | None
    check: Literal["measure", "evidence"]
    measures: Parts
    awaits: str | None
    ambiguity: str | None
    gap: str | None

    @field_validator("awaits")
    @classmethod
    def can_be_checked(cls, cell: str | None, others: ValidationInfo) -> str | None:
        if others.data.get("check") == "measure" and not (cell or others.data.get("measures")):
            raise ValueError("checked by a measure, but neither a measure nor what it would count is named")
        return cell

    @field_validator("gap")
    @classmethod
    def says_something_or_is_a_gap(cls, cell: str | None, others: ValidationInfo) -> str | None:
        if bool(cell) == bool(others.data.get("said")):
            raise ValueError("a row holds either what was said or the gap, not both and not neither")
        return cell


@dataclass(frozen=True)
class ReplyClock:
    """The statutory reply to an inspection: due on a day, and how many days are left (below 0: so many late)."""

    published_on: date
    due_on: date
    days_left: int


class Registered(Protocol):
    """What is needed of a measure of the register: what it speaks to."""

    @property
    def themes(self) -> tuple[str, ...]:
        """Keys of themes.csv."""

    @property
    def recommendations(self) -> tuple[str, ...]:
        """Keys of recommendations.csv."""


@cache
def inspections() -> dict[str, Inspection]:
    """Every inspection by key."""
    return {row.inspection: row for row in read_table(Inspection, "inspections.csv")}


@cache
def themes() -> tuple[Theme, ...]:
    """The themes in the order of the overview."""
    return read_keyed(Theme, "themes.csv")


@cache
def recommendations() -> tuple[Recommendation, ...]:
    """Every recommendation, in the order of the report."""
    return read_keyed(Recommendation, "recommendations.csv")


@cache
def commitments() -> tuple[Commitment, ...]:
    """Every commitment and every gap of every response record."""
    return read_keyed(Commitment, "commitments.csv")


def recommendation(key: str) -> Recommendation:
    """The newest row of a recommendation.

    Raises:
        BadQuestion: there is none of that key.
    """
    rows = [row for row in recommendations() if row.key == key]
    if not rows:
        raise BadQuestion(f"There is no recommendation '{key}'; there are {', '.join(_keys(recommendations()))}.")
    return max(rows, key=lambda row: row.from_on)


def commitments_of(force: str, key: str | None = None, on: date | None = None) -> tuple[Commitment, ...]:
    """What a force's response record says: on one recommendation, and holding on a day, where these are given."""
    rows = of_force(commitments(), force)
    rows = standing(rows, on) if on else rows
    return tuple(row for row in rows if key in (None, row.recommendation))


def measures_by_recommendation(register: Mapping[str, Registered]) -> dict[str, tuple[str, ...]]:
    """The measures that speak to each recommendation, by its key; none is a gap to be shown."""
    spoken = {key: measure.recommendations for key, measure in register.items()}
    return {key: _speaking(spoken, key) for key in _keys(recommendations())}


def measures_by_theme(register: Mapping[str, Registered]) -> dict[str, tuple[str, ...]]:
    """The measures of each theme, by its key; none is a gap to be shown."""
    spoken = {key: measure.themes for key, measure in register.items()}
    return {key: _speaking(spoken, key) for key in _keys(themes())}


def status_on(asked: Recommendation, on: date, written: Status | None = None) -> Status | None:
    """Where a recommendation stands on a day, given what the log says; None while nobody has said anything.

    What is not the force's own starts as not ours and is never overdue: it would look late on other bodies' work.
    """
    if not asked.is_ours:
        return written or Status.NOT_OURS
    if written in (Status.IMPLEMENTED, Status.NOT_ACCEPTED):
        return written
    return Status.OVERDUE if on > asked.due_on else written


def reply_due(published_on: date) -> date:
    """The last day of the statutory reply: publication + 55 days (Police Act 1996, section 55)."""
    return published_on + timedelta(days=REPLY_DAYS)


def reply_clock(inspection: Inspection, on: date) -> ReplyClock:
    """How the clock of the statutory reply stands on a day; the last day itself has 0 days left."""
    due = reply_due(inspection.published_on)
    return ReplyClock(inspection.published_on, due, (due - on).days)


def _keys(rows: Iterable[KeyedRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.key for row in rows))


def _speaking(spoken: Mapping[str, tuple[str, ...]], key: str) -> tuple[str, ...]:
    return tuple(measure for measure, keys in spoken.items() if key in keys)
