"""What a meeting decides on a screen, and whether the Commissioner is satisfied.

To be satisfied with what a screen shows is not to close a recommendation: a recommendation is closed by its own entry
(progress.py), with evidence. So a decision closes one only where it names it, and the entry is then written as if it
had been written on the recommendations page, with the meeting, the finding and the build as its evidence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from textwrap import shorten
from typing import Any

from perfdash.errors import BadEntry
from perfdash.figures.words import both
from perfdash.measures.register import measure, measures
from perfdash.meeting import log, progress, progress_entries
from perfdash.meeting.rights import Act, need, plain
from perfdash.meeting.shown import Shown, from_body, to_body
from perfdash.reference.recommendations import Closing, Recommendation, recommendation, recommendations

KIND = "decision"
MOST_WORDS = 1000  # with meeting, finding and build they still fit into the evidence of a closing


class Says(StrEnum):
    """What is decided; the words of the evaluation register."""

    KEEP = "keep"
    CHANGE = "change"
    STOP = "stop"
    NOTED = "noted"


@dataclass(frozen=True)
class Draft:
    """What somebody wants to decide. `is_satisfied` is None where nothing is said of the PCC's satisfaction.

    `recommendation` is the one that a satisfied PCC closes, or that one no longer satisfied opens again; blank for none.
    """

    says: Says
    words: str = ""
    is_satisfied: bool | None = None
    recommendation: str = ""


@dataclass(frozen=True)
class Decision:
    """One decision on what was shown: by whom, when (UTC), and the id of the closing it wrote."""

    id: int
    shown: Shown
    says: Says
    words: str
    is_satisfied: bool | None
    recommendation: str
    closing: int | None
    who: str
    at: datetime

    @property
    def satisfied_words(self) -> str:
        """'PCC satisfied', 'PCC not satisfied', or nothing where nothing was said of it."""
        if self.is_satisfied is None:
            return ""
        return str(Closing.PCC_SATISFIED) if self.is_satisfied else "PCC not satisfied"


def closable(keys: Iterable[str], who: str) -> tuple[str, ...]:
    """The recommendations that a role may close as satisfied, of those that these measures speak to."""
    spoken = {key for name in keys for key in measure(name).recommendations}
    asked = {row.key: row for row in recommendations() if row.key in spoken}
    return tuple(key for key, row in asked.items() if Closing.PCC_SATISFIED in progress_entries.may_write(who, row))


def decide(path: Path, seen: Shown, draft: Draft, who: str, today: date) -> Decision:
    """Writes a decision on a screen, which replaces the one of that meeting that stood on it.

    Raises:
        BadEntry: not this role's, words that are needed or too long, or a recommendation that it cannot close.
        LogProblem: the log cannot be written.
    """
    words = _checked(seen, draft, who)
    # The closing first: if the process dies in between, the decision is missing on the screen and is written again. The
    # other way round it would stand there, and the recommendation would stay open without a word.
    closing = _close(path, seen, draft, words, who, today) if draft.recommendation else None
    body: dict[str, Any] = {
        "shown": to_body(seen),
        "says": str(draft.says),
        "words": words,
        "is_satisfied": draft.is_satisfied,
        "recommendation": draft.recommendation,
        "closing": closing.id if closing else None,
    }
    return _decision(log.append(path, KIND, seen.subject, body, who))


def decisions(path: Path, force: str, meeting: str = "") -> tuple[Decision, ...]:
    """The decisions of a force that stand, or those of one meeting (its id), oldest first."""
    found = (_decision(told[0]) for told in log.current(path, KIND).values())
    own = (row for row in found if row.shown.force == force and meeting in ("", row.shown.meeting))
    return tuple(sorted(own, key=lambda row: row.id))


def history(path: Path, seen: Shown) -> tuple[Decision, ...]:
    """Every decision of a meeting on a screen, the newest (which stands) first."""
    return tuple(_decision(entry) for entry in reversed(log.entries(path, KIND, seen.subject)))


def on_recommendation(held: Iterable[Decision], key: str) -> tuple[Decision, ...]:
    """Those that name a recommendation, or show a measure that speaks to it, the newest first."""
    spoken = (row for row in held if key in _spoken(row))
    return tuple(sorted(spoken, key=lambda row: row.id, reverse=True))


def _spoken(row: Decision) -> set[str]:
    # By the register of today: a measure that has left it since speaks to nothing any more.
    held = [measures()[name] for name in row.shown.measures if name in measures()]
    return {row.recommendation, *(key for found in held for key in found.recommendations)}


def _checked(seen: Shown, draft: Draft, who: str) -> str:
    need(Act.DECIDE, who)
    words = plain(draft.words, "The reason", MOST_WORDS)
    if draft.says is not Says.NOTED and not words:
        raise BadEntry(f"The decision '{draft.says}' needs a reason.")
    if draft.is_satisfied is not None:
        need(Act.BE_SATISFIED, who)
        if not words:
            raise BadEntry("Whether the PCC is satisfied needs words: say with what.")
    if draft.recommendation:
        _check_recommendation(seen, draft, who)
    return words


def _check_recommendation(seen: Shown, draft: Draft, who: str) -> None:
    if draft.is_satisfied is None:
        raise BadEntry(f"Say whether the PCC is satisfied before recommendation {draft.recommendation} is named.")
    listed = closable(seen.measures, who)
    if draft.recommendation not in listed:
        could = f"it could close {both(listed)}" if listed else "its measures speak to none that the PCC closes"
        raise BadEntry(f"This screen cannot close recommendation {draft.recommendation}; {could}.")


def _close(path: Path, seen: Shown, draft: Draft, words: str, who: str, today: date) -> progress.Written | None:
    asked = recommendation(draft.recommendation)
    place = f"meeting {seen.meeting}: '{shorten(seen.title, MOST_WORDS // 2)}', build {seen.build}"
    if draft.is_satisfied:
        entry = progress_entries.Draft(seen.force, asked, Closing.PCC_SATISFIED, evidence=f"{words} ({place})")
        return progress_entries.write(path, entry, who, today)
    if not _is_closed(path, seen.force, asked, today):
        return None  # nothing stands that could be taken back
    entry = progress_entries.Draft(
        seen.force, asked, Closing.PCC_SATISFIED, reason=f"{words} ({place})", is_taken_back=True
    )
    return progress_entries.write(path, entry, who, today)


def _is_closed(path: Path, force: str, asked: Recommendation, today: date) -> bool:
    state = progress.state(asked, progress.read(path, force), today)
    return state.standing.closed(Closing.PCC_SATISFIED) is not None


def _decision(entry: log.Entry) -> Decision:
    body = entry.body
    return Decision(
        entry.id, from_body(body["shown"]), Says(body["says"]), body["words"], body["is_satisfied"],
        body["recommendation"], body["closing"], entry.who, entry.at,
    )  # fmt: skip
