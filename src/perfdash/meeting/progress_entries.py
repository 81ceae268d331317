"""Who may write what about recommendations and commitments, and the writing itself."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from perfdash.errors import BadEntry
from perfdash.meeting import log
from perfdash.meeting.progress import KINDS, Written, topic_of, written
from perfdash.reference.recommendations import WRITTEN, Closing, Commitment, Recommendation, Status

MOST_CHARACTERS = 2000

# By the words of the role; a role that is not named writes nothing. The inspectorate has no role here: whoever holds its
# letter records that it has closed a recommendation.
_FORCE: tuple[Status | Closing, ...] = (*WRITTEN, Closing.FORCE_DONE, Closing.HMICFRS_CLOSED)
MAY_WRITE: dict[str, tuple[Status | Closing, ...]] = {
    "chief officer": _FORCE,
    "analyst": _FORCE,
    "commissioner": (Closing.PCC_SATISFIED, Closing.HMICFRS_CLOSED),
}
# What can be said of a recommendation to others: how far they have come, and what the inspectorate did.
_OF_OTHERS = (Status.IMPLEMENTED, Status.IN_PROGRESS, Closing.HMICFRS_CLOSED)


@dataclass(frozen=True)
class Draft:
    """What somebody wants to write about a recommendation, or about a commitment to it.

    `since` is the day from which it holds, today where none is given. `is_taken_back` takes back the entry that stands.
    """

    force: str
    asked: Recommendation
    says: Status | Closing
    evidence: str = ""
    reason: str = ""
    since: date | None = None
    is_taken_back: bool = False
    commitment: Commitment | None = None

    @property
    def subject(self) -> str:
        """The subject in the log: 'staffordshire/2', or 'staffordshire/2/stay_joiners'."""
        return "/".join([self.force, self.asked.key, *([self.commitment.key] if self.commitment else [])])


def may_write(who: str, asked: Recommendation, commitment: Commitment | None = None) -> tuple[Status | Closing, ...]:
    """What a role may write of a recommendation, or of a commitment to it; nothing where it may write nothing.

    Commitments are the force's own, whoever the recommendation is for; the inspectorate closes recommendations only.
    Where the record is silent nothing was promised, so nothing can be reported.
    """
    allowed = MAY_WRITE.get(who, ())
    if commitment is not None:
        return () if commitment.gap else tuple(says for says in allowed if says is not Closing.HMICFRS_CLOSED)
    return allowed if asked.is_ours else tuple(says for says in allowed if says in _OF_OTHERS)


def needs_reason(draft: Draft, today: date) -> bool:
    """Whether a reason is needed: for not accepted, and for in progress of ours once it is overdue."""
    is_overdue = draft.commitment is None and draft.asked.is_ours and today > draft.asked.due_on
    return draft.says is Status.NOT_ACCEPTED or (draft.says is Status.IN_PROGRESS and is_overdue)


def write(path: Path, draft: Draft, who: str, today: date) -> Written:
    """Writes one entry, which stands from then on, and returns it; what stood before stays in the history.

    Raises:
        BadEntry: it is not this role's to write, or evidence, reason or day will not do.
        LogProblem: the log cannot be written.
    """
    check(draft, who, today)
    body = {
        "force": draft.force,
        "recommendation": draft.asked.key,
        "commitment": draft.commitment.key if draft.commitment else "",
        "says": str(draft.says),
        "is_taken_back": draft.is_taken_back,
        "since": (draft.since or today).isoformat(),
        "evidence": draft.evidence.strip(),
        "reason": draft.reason.strip(),
    }
    return written(log.append(path, KINDS[topic_of(draft.says)], draft.subject, body, who))


def check(draft: Draft, who: str, today: date) -> None:
    """Refuses what may not be written, in one sentence that says what to do.

    Raises:
        BadEntry: as `write`.
    """
    if draft.says not in MAY_WRITE.get(who, ()):
        raise BadEntry(f"'{draft.says}' is not for the role '{who}' to write.")
    if draft.says not in may_write(who, draft.asked, draft.commitment):
        about = f"commitment '{draft.commitment.key}'" if draft.commitment else f"recommendation {draft.asked.key}"
        raise BadEntry(f"'{draft.says}' cannot be said of {about}; docs/recommendations.md says what can.")
    if draft.since and draft.since > today:
        raise BadEntry("The day from which it holds lies in the future; write it when that day has come.")
    if max(len(draft.evidence), len(draft.reason)) > MOST_CHARACTERS:
        raise BadEntry(f"Evidence and reason have room for {MOST_CHARACTERS:,} characters each; say where the rest is.")
    _check_words(draft, today)


def _check_words(draft: Draft, today: date) -> None:
    has_evidence, has_reason = bool(draft.evidence.strip()), bool(draft.reason.strip())
    if draft.is_taken_back:
        if not has_reason:
            raise BadEntry(f"Taking back '{draft.says}' needs a reason.")
        return
    if needs_reason(draft, today) and not has_reason:
        overdue = " of an overdue recommendation" if draft.says is Status.IN_PROGRESS else ""
        raise BadEntry(f"'{draft.says}'{overdue} needs a reason.")
    if draft.says is not Status.NOT_ACCEPTED and not has_evidence:
        raise BadEntry(f"'{draft.says}' needs evidence: say what shows it and where that can be found.")
