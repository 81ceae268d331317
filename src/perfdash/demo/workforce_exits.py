"""Exit interviews: who was asked, who answered, and what they gave as their reasons."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from perfdash.contract.exit_interviews import REASONS
from perfdash.demo import workforce_cells as cells
from perfdash.demo import workforce_shape as ws
from perfdash.demo.draws import choose
from perfdash.demo.workforce_effects import CONTACT_REASONS
from perfdash.demo.workforce_leaving import CODES, Cause
from perfdash.demo.workforce_people import People
from perfdash.demo.workforce_shape import NEVER, Worker, day_of

Rows = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

BEGIN = date(2023, 4, 1)  # the platform has a record of every leaver since
DATES = "%d-%b-%Y"
# Paid workers are offered one more often over the years. Nobody has provided for specials and volunteers: a gap to be shown.
OFFERED_FIRST, OFFERED_LAST, OFFERED_UNPAID = 0.80, 0.90, 0.25
SHARE_COMPLETED, SHARE_DECLINED = 0.55, 0.45
SHARE_NOTICE_UNKNOWN = 0.03
NEVER_ASKED = (Cause.DISMISSAL, Cause.DEATH)
FULL_FORM = (Cause.RESIGNATION, Cause.TRANSFER)
OUTCOMES = ("Not asked", "Declined", "Completed")
NOT_ASKED, DECLINED, COMPLETED = range(3)

# How often each reason is the main one: first the organisational ones, which lead everywhere by a little.
_WEIGHTS = {
    "line manager": 8, "senior leadership": 6, "no voice": 5, "progression": 9, "recognition": 6, "flexible hours": 7,
    "adjustments": 2, "workload": 12, "culture": 6, "complaint handling": 2, "training load": 3, "posting": 4,
    "shifts": 7, "trauma": 4, "risk": 2, "public treatment": 3, "working conditions": 3,
    "pay": 10, "pension": 2, "job security": 1, "other job": 9,
    "family": 7, "relocation": 5, "health": 4, "study": 2, "other": 4, "none given": 3,
}  # fmt: skip
SHARE_RETIREMENT_REACHED = 0.60  # the main reason of those who retire
# How many reasons are given beside the main one: none, one, two, three.
N_MORE = np.array([[0.30, 0.35, 0.25, 0.10]])
REASON_CODES = (
    *("LM", "SL", "NV", "PRG", "REC", "FLX", "ADJ", "WKL", "CUL", "CMP", "TRN", "PST", "SHF", "TRM", "RSK"),
    *("PUB", "CON", "PAY", "PEN", "SEC", "JOB", "FAM", "REL", "HLT", "STU", "RET", "OTH", "NON"),
)
_NONE_GIVEN = REASONS.index("none given")


def _reason_shares() -> Numbers:
    """Shares of the main reason, `(4, reasons)`: elsewhere and in the planted command, each for leavers and for retirers."""
    everywhere = np.array([_WEIGHTS.get(reason, 0) for reason in REASONS], dtype=np.float64)
    everywhere /= everywhere.sum()
    is_planted = np.isin(REASONS, CONTACT_REASONS.reasons)
    share = np.where(is_planted, CONTACT_REASONS.share, 1 - CONTACT_REASONS.share)
    planted = everywhere * share / np.where(is_planted, everywhere[is_planted].sum(), everywhere[~is_planted].sum())
    reached = np.array(REASONS) == "retirement reached"
    retired = [
        SHARE_RETIREMENT_REACHED * reached + (1 - SHARE_RETIREMENT_REACHED) * row for row in (everywhere, planted)
    ]
    return np.array([everywhere, planted, *retired])


REASON_SHARES = _reason_shares()


def leavers(posts: People) -> People:
    """The last post of everybody who left between the beginning of exit interviews and the extract, in order of leaving."""
    gone = posts[(posts["leaver"] >= 0) & (posts["ended"] >= day_of(BEGIN)) & (posts["ended"] <= ws.EXTRACTED)]
    gone = gone[np.lexsort((-gone["fte"], gone["number"], gone["ended"]))]
    # Who held two posts to the end left once.
    _, first = np.unique(np.stack([gone["ended"], gone["number"]]), axis=1, return_index=True)
    return gone[np.sort(first)]


def exit_columns(rng: np.random.Generator, posts: People) -> dict[str, pa.Array]:
    """The exit interviews file: one row a leaver."""
    gone = leavers(posts)
    asked = _asked(rng, gone)
    main, reasons = _reasons(rng, gone, asked["outcome"] == COMPLETED)
    form = np.where(np.isin(gone["leaver"], FULL_FORM), 0, 1)
    return {
        "Record": cells.numbered("X", np.arange(1, len(gone) + 1)),
        **cells.who(gone),
        "Leaving Reason": cells.codes(CODES, gone["leaver"]),
        "Last Day": cells.dates(gone["ended"], DATES),
        "Service Date": cells.dates(gone["service"], DATES),
        "Notice": cells.dates(asked["noticed"], DATES),
        "Offered": cells.dates(asked["offered"], DATES),
        "Returned": cells.dates(asked["completed"], DATES),
        "Outcome": cells.codes(OUTCOMES, asked["outcome"]),
        "Form": cells.codes(("Full", "Short"), np.where(asked["offered"] < NEVER, form, -1)),
        "Reasons": reasons,
        "Main Reason": cells.codes(REASON_CODES, main),
    }


def _asked(rng: np.random.Generator, gone: People) -> dict[str, Rows]:
    """Days of notice, offer and return, `NEVER` where there is none, and the outcome, −1 where none is known yet."""
    n = len(gone)
    noticed = gone["ended"] - gone["notice"]
    is_asked = rng.random(n) < _share_offered(gone)
    offered = np.where(is_asked, noticed + rng.integers(1, 15, n), NEVER)
    is_answered = rng.random(n) < SHARE_COMPLETED
    completed = np.where(is_asked & is_answered, offered + rng.integers(3, 40, n), NEVER)
    outcome = np.select([~is_asked, is_answered], [NOT_ASKED, COMPLETED], DECLINED)
    # Whoever was offered one in the last weeks may still answer, and what comes after the extract is not in it.
    is_open = is_asked & (np.where(is_answered, completed, offered + 30) > ws.EXTRACTED)
    offered = np.where(offered <= ws.EXTRACTED, offered, NEVER)
    unknown = (rng.random(n) < SHARE_NOTICE_UNKNOWN) | (gone["leaver"] == Cause.DEATH)
    return {
        "noticed": np.where(unknown, NEVER, noticed),
        "offered": offered,
        "completed": np.where(is_open, NEVER, completed),
        "outcome": np.where(is_open, -1, outcome),
    }


def _share_offered(gone: People) -> Numbers:
    """The chance that each leaver is offered an interview."""
    passed = (gone["ended"] - day_of(BEGIN)) / (ws.EXTRACTED - day_of(BEGIN))
    paid = OFFERED_FIRST + (OFFERED_LAST - OFFERED_FIRST) * passed
    share = np.where(gone["worker"] >= Worker.SPECIAL, OFFERED_UNPAID, paid)
    return np.where(np.isin(gone["leaver"], NEVER_ASKED), 0.0, share)


def _reasons(rng: np.random.Generator, gone: People, is_completed: Flags) -> tuple[Rows, pa.Array]:
    """The main reason, −1 where none was asked for, and the text of all of them."""
    n = len(gone)
    row = (gone["command"] == ws.COMMANDS.index(CONTACT_REASONS.command)) + 2 * (gone["leaver"] == Cause.RETIREMENT)
    given = np.column_stack([choose(rng, REASON_SHARES, row) for _ in range(N_MORE.shape[1])])
    n_given = 1 + choose(rng, N_MORE, np.zeros(n, dtype=np.int8))
    text = [_text(codes[:count]) for codes, count in zip(given, n_given, strict=True)]
    return np.where(is_completed, given[:, 0], -1), pa.array(text, pa.string(), mask=~is_completed)


def _text(given: npt.NDArray[Any]) -> str:
    """The codes of the reasons, the main one first, each once; 'none given' stands alone."""
    main, *others = dict.fromkeys(int(code) for code in given)
    kept = [main] if main == _NONE_GIVEN else [main, *(code for code in others if code != _NONE_GIVEN)]
    return ";".join(REASON_CODES[code] for code in kept)
