"""The status of an incident: one of these, decided by the first rule that holds, in this order.

Explained to readers in docs/measures.md. The rules are applied in
`store/sql/marts/status_by_clock.sql`, clock by clock, and a test keeps the two lists equal.
"""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a status does to the share within standard."""

    MEASURED = "measured"  # in the share
    UNKNOWN = "unknown"  # should be in the share but cannot be: counted in coverage and in both bounds
    APART = "apart"  # no attendance was due, or it is counted elsewhere


@dataclass(frozen=True)
class Status:
    """One status: its words, what it does to the share, and the rule that gives it."""

    name: str
    part: Part
    rule: str


STATUSES = (
    Status("duplicate of a parent", Part.APART, "it names another incident of the store as its parent"),
    Status("officer-initiated", Part.APART, "its origin is an officer, so nobody was waiting"),
    Status("scheduled appointment", Part.APART, "its origin or outcome is an appointment"),
    Status("resolved without deployment", Part.APART, "its outcome says so and no arrival is recorded"),
    Status("cancelled before arrival", Part.APART, "its outcome says cancelled and no arrival is recorded"),
    Status("arrival missing", Part.UNKNOWN, "no arrival is recorded"),
    Status("clock start missing", Part.UNKNOWN, "the instant that starts this clock is not recorded"),
    Status("out of sequence", Part.UNKNOWN, "it arrived before the clock started or before it was despatched"),
    Status("zero", Part.UNKNOWN, "arrival equals the clock's start: already on scene, or a stamp by default"),
    Status("over cap", Part.UNKNOWN, "it took longer than the listed cap of its grade"),
    Status("measured", Part.MEASURED, "none of the above"),
)
NAMES = tuple(status.name for status in STATUSES)
MEASURED = "measured"
UNKNOWN = tuple(status.name for status in STATUSES if status.part is Part.UNKNOWN)
DUE = (*UNKNOWN, MEASURED)
