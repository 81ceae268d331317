"""Who may write what around a meeting, by the words of the role, and how long a text may be."""

from enum import StrEnum

from perfdash.errors import BadEntry
from perfdash.figures.words import both
from perfdash.meeting.record_layout import printable

MOST_CHARACTERS = 2000
MOST_IN_A_LINE = 200  # titles, questions on an agenda, names of posts


class Act(StrEnum):
    """What somebody does, in words that finish 'It is for … to'."""

    PLAN = "plan a meeting"
    FREEZE = "freeze a meeting"
    ASK = "ask a question"
    ANSWER = "answer a question"
    SET = "set an action"
    REPORT = "report an action done"
    DECIDE = "write a decision"
    BE_SATISFIED = "say whether the PCC is satisfied"
    COMMENT = "write commentary"
    APPROVE = "approve commentary"


_HOLD_TO_ACCOUNT = ("commissioner", "chief officer")
_FORCE = ("chief officer", "analyst")
# A role that is not named writes nothing.
MAY: dict[Act, tuple[str, ...]] = {
    Act.PLAN: ("commissioner", "chief officer", "analyst"),
    Act.FREEZE: ("commissioner", "chief officer", "analyst"),
    Act.ASK: _HOLD_TO_ACCOUNT,
    Act.ANSWER: _FORCE,
    Act.SET: _HOLD_TO_ACCOUNT,
    Act.REPORT: _FORCE,
    Act.DECIDE: _HOLD_TO_ACCOUNT,
    Act.BE_SATISFIED: ("commissioner",),
    Act.COMMENT: _FORCE,
    Act.APPROVE: _FORCE,
}


def may(act: Act, who: str) -> bool:
    """Whether a role may do it: what a page asks before it shows the form."""
    return who in MAY[act]


def need(act: Act, who: str) -> None:
    """Refuses what is not this role's to do.

    Raises:
        BadEntry: it is for other roles.
    """
    if not may(act, who):
        raise BadEntry(f"It is for the {both(MAY[act])} to {act}, not for the {who}.")


def need_same(who: str, first: str, what: str) -> None:
    """Refuses to close, reopen or put off what another role asked for: who asked says whether it is enough.

    Raises:
        BadEntry: another role asked for it.
    """
    if who != first:
        raise BadEntry(f"It is for the {first}, who asked for it, to {what}, not for the {who}.")


def plain(text: str, what: str, most: int = MOST_CHARACTERS) -> str:
    """The text as the log keeps it: plain, trimmed, not too long; it may be empty.

    Raises:
        BadEntry: it is too long.
    """
    kept = printable(text).strip()
    if len(kept) > most:
        raise BadEntry(f"{what} has room for {most:,} characters, not for {len(kept):,}; say where the rest is.")
    return kept


def wanted(text: str, what: str, most: int = MOST_CHARACTERS) -> str:
    """The same for a text that there must be.

    Raises:
        BadEntry: it is empty or too long.
    """
    kept = plain(text, what, most)
    if not kept:
        raise BadEntry(f"{what} is empty; write it first.")
    return kept


def line(text: str, what: str, most: int = MOST_IN_A_LINE) -> str:
    """The same for a text of one line; it may be empty.

    Raises:
        BadEntry: it is too long.
    """
    return plain(" ".join(text.split()), what, most)
