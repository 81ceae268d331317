"""Why people leave, in groups, and what the force hopes to reach for its workforce: dated rows of data/reference."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Literal

from pydantic import Field

from perfdash.errors import BadReference
from perfdash.reference.dated import ForceRow, of_force, read_keyed, standing
from perfdash.reference.tables import DatedRow, forbid_overlaps, read_table

ReasonGroup = Literal["organisational", "occupational", "reward", "personal", "normal", "not grouped"]
REASONS = "leaver_reasons.csv"
AMBITIONS = "workforce_ambitions.csv"


class LeaverReason(DatedRow):
    """A reason of the exit interview contract: the group it belongs to and how people read it."""

    reason: str
    group: ReasonGroup
    words: str
    source: str


class WorkforceAmbition(ForceRow):
    """A number the force hopes to reach, from a day to a day: neither a standard nor a promise."""

    measure: str
    amount: float = Field(gt=0)
    name: str


@cache
def leaver_reasons() -> tuple[LeaverReason, ...]:
    """Every reason with its group, in the order of the file."""
    rows = read_table(LeaverReason, REASONS)
    forbid_overlaps(rows, REASONS, ("reason",))
    return rows


@cache
def workforce_ambitions() -> tuple[WorkforceAmbition, ...]:
    """Every ambition for the workforce, in the order of the file."""
    return read_keyed(WorkforceAmbition, AMBITIONS)


def ambition_for(measure: str, force: str, on: date) -> WorkforceAmbition | None:
    """The ambition that stands on a day: the force's own, else that of the force it is shaped like."""
    rows = [row for row in standing(workforce_ambitions(), on) if row.measure == measure]
    return next(iter(of_force(rows, force)), None)


def reason_words(reason: str) -> str:
    """The reason as people read it."""
    return next((row.words for row in reversed(leaver_reasons()) if row.reason == reason), reason.capitalize())


def check_reasons(reasons: Sequence[str]) -> None:
    """Every reason of the contract has a group until further notice, and there is no other.

    Raises:
        BadReference: a reason is missing, or is not one of the contract.
    """
    for number, row in enumerate(leaver_reasons(), 2):
        if row.reason not in reasons:
            raise BadReference(REASONS, number, "reason", f"there is no reason '{row.reason}' in the contract")
    grouped = {row.reason for row in leaver_reasons() if row.to_on == date.max}
    for reason in reasons:
        if reason not in grouped:
            raise BadReference(REASONS, 1, "reason", f"the reason '{reason}' of the contract has no group")


def validate(measures: Collection[str]) -> None:
    """Reads both tables, so that a wrong row stops the start and not a meeting; `measures` are the register's keys."""
    leaver_reasons()
    for number, row in enumerate(workforce_ambitions(), 2):
        if row.measure not in measures:
            raise BadReference(AMBITIONS, number, "measure", f"there is no measure '{row.measure}' in measures.csv")
