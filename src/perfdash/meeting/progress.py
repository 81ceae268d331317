"""How far recommendations and commitments have come, as people wrote it into the log (who writes: progress_entries.py).

A status (implemented, in progress, not accepted) and three closings (force says done, PCC satisfied, HMICFRS closed) are
different things: each is an entry of its own with who, when and evidence, and none follows from another. Nothing is
overwritten: a later entry stands in place of an earlier one, which stays in the history; a wrong one is corrected by
another, or taken back by one. Overdue is never written: it follows from the due date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from perfdash.meeting import log
from perfdash.reference.recommendations import (
    NEED_REASON,
    Closing,
    Commitment,
    Recommendation,
    Status,
    status_on,
)

STATUS = "status"
KINDS: dict[str, str] = {STATUS: "recommendation status"} | {
    str(closing): f"recommendation closing: {closing}" for closing in Closing
}


@dataclass(frozen=True)
class Written:
    """One entry: what it says of a recommendation (or of a commitment to it), since which day, who wrote it and when (UTC)."""

    id: int
    recommendation: str
    commitment: str
    says: Status | Closing
    is_taken_back: bool
    since: date
    evidence: str
    reason: str
    who: str
    at: datetime

    @property
    def topic(self) -> str:
        """What it is about: the status, or one of the closings."""
        return topic_of(self.says)

    @property
    def words(self) -> str:
        """'in progress', 'PCC satisfied', 'taken back: PCC satisfied'."""
        return f"taken back: {self.says}" if self.is_taken_back else str(self.says)


@dataclass(frozen=True)
class Standing:
    """What the log says of one subject: its whole history, newest first, and of each topic the entry that stands."""

    history: tuple[Written, ...] = ()

    @cached_property
    def newest(self) -> dict[str, Written]:
        """By topic the entry that stands; nothing for a topic that nobody wrote of, or that was taken back."""
        last = {entry.topic: entry for entry in reversed(self.history)}
        return {topic: entry for topic, entry in last.items() if not entry.is_taken_back}

    @property
    def written(self) -> Written | None:
        """The entry of the status that stands."""
        return self.newest.get(STATUS)

    @property
    def status(self) -> Status | None:
        """The status as written: it knows no due date, so it is never overdue."""
        return Status(self.written.says) if self.written else None

    def closed(self, closing: Closing) -> Written | None:
        """The entry that closes it, or nothing while it is open."""
        return self.newest.get(closing)


@dataclass(frozen=True)
class State:
    """Where a recommendation stands on a day, by its due date and by what was written until then."""

    asked: Recommendation
    standing: Standing
    on: date

    @property
    def status(self) -> Status | None:
        """The status; None while it is ours, not yet due and nobody has written anything."""
        return status_on(self.asked, self.on, self.standing.status)

    @property
    def words(self) -> str:
        """'overdue', 'not ours to deliver', 'implemented by others', 'nothing recorded yet'."""
        if self.status is Status.NOT_OURS:
            return "not ours to deliver"
        if self.status is None:
            return "nothing recorded yet"
        return str(self.status) if self.asked.is_ours else f"{self.status} by others"

    @property
    def reason(self) -> str:
        """Why it is overdue or not accepted, as written; nothing where it needs none or nobody gave one."""
        return self.standing.written.reason if self.standing.written and self.status in NEED_REASON else ""

    @property
    def lacks_reason(self) -> bool:
        """Whether a reason is needed that nobody has written: a gap to be shown."""
        return self.status in NEED_REASON and not self.reason

    @property
    def days_overdue(self) -> int:
        """Days since the due date of an overdue one; 0 otherwise."""
        return (self.on - self.asked.due_on).days if self.status is Status.OVERDUE else 0


def state(recommendation: Recommendation, entries: Iterable[Written], on: date) -> State:
    """Where a recommendation stands at the end of a day, by the entries of one force (others' may be among them)."""
    return State(recommendation, standing_on(entries, on, recommendation.key), on)


def commitment_standing(commitment: Commitment, entries: Iterable[Written], on: date) -> Standing:
    """What the log said of a commitment at the end of a day. It has no due date of its own, so it has no state."""
    return standing_on(entries, on, commitment.recommendation, commitment.key)


def standing_on(entries: Iterable[Written], on: date, recommendation: str, commitment: str = "") -> Standing:
    """What had been written on one subject by the end of a day."""
    # The day on the wall here, as `on` is: in another zone the evening's entries would wait for the morning.
    told = [entry for entry in entries if entry.at.astimezone().date() <= on]
    own = [entry for entry in told if (entry.recommendation, entry.commitment) == (recommendation, commitment)]
    return Standing(tuple(sorted(own, key=lambda entry: -entry.id)))


def read(path: Path, force: str) -> tuple[Written, ...]:
    """Every entry on a force's recommendations and commitments, oldest first; none where there is no log yet.

    Raises:
        LogProblem: the log cannot be read.
    """
    found = [entry for kind in KINDS.values() for entry in log.entries(path, kind)]
    own = [written(entry) for entry in found if entry.body["force"] == force]
    return tuple(sorted(own, key=lambda entry: entry.id))


def topic_of(says: Status | Closing) -> str:
    """The topic that an entry is on: the status, or one closing."""
    return STATUS if isinstance(says, Status) else str(says)


def written(entry: log.Entry) -> Written:
    """An entry of the log as what it says."""
    body = entry.body
    return Written(
        entry.id,
        body["recommendation"],
        body["commitment"],
        Status(body["says"]) if entry.kind == KINDS[STATUS] else Closing(body["says"]),
        bool(body["is_taken_back"]),
        date.fromisoformat(body["since"]),
        body["evidence"],
        body["reason"],
        entry.who,
        entry.at,
    )
