"""What was planted in the demonstration force: three changes of attendance times, with a date, a place, a stage and a
size, and one of call answering.

Tests, documentation and chart annotations read these records, so none of them can disagree with the data. An
effect applies to a call answered on or after its first day, by the clock on the wall. Everything else is
calm.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from perfdash.demo.shape import LPTS

StageName = Literal["control room", "despatch", "attendance"]


@dataclass(frozen=True)
class Effect:
    """One planted change.

    `factor` multiplies the seconds of `stage` (0.75 = a quarter quicker) for calls of `grade` (at despatch,
    1–3) answered from `date_from` on, in `lpt` (a key; None = the whole force). `factor_domestic_abuse`
    replaces it for incidents flagged as domestic abuse; None = the same factor.
    """

    key: str
    date_from: date
    what: str
    lpt: str | None
    grade: int
    stage: StageName
    factor: float
    factor_domestic_abuse: float | None = None


EFFECTS = (
    Effect(
        key="quicker_control_room",
        date_from=date(2024, 3, 1),
        what="The control room passes grade 1 calls for despatch a quarter quicker, force-wide.",
        lpt=None,
        grade=1,
        stage="control room",
        factor=0.75,
    ),
    Effect(
        key="slower_burton",
        date_from=date(2025, 9, 1),
        what="Units take 30 % longer to reach grade 1 incidents in Burton.",
        lpt="burton",
        grade=1,
        stage="attendance",
        factor=1.30,
    ),
    Effect(
        key="slower_grade_2_despatch",
        date_from=date(2026, 4, 1),
        what="Grade 2 incidents wait 60 % longer for despatch, domestic abuse twice as long, force-wide.",
        lpt=None,
        grade=2,
        stage="despatch",
        factor=1.60,
        factor_domestic_abuse=2.00,
    ),
)


@dataclass(frozen=True)
class CallEffect:
    """One planted change of call answering: from `date_from` on, the share of the line's calls that must queue before a
    call handler is free is multiplied by `factor`."""

    key: str
    date_from: date
    what: str
    line: str
    factor: float


CALL_EFFECTS = (
    CallEffect(
        key="fewer_999_calls_queue",
        date_from=date(2025, 6, 1),
        what="35 % fewer 999 calls have to queue before a call handler is free.",
        line="999",
        factor=0.65,
    ),
)

Seconds = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]


def stage_factor(
    stage: StageName, local_days: Seconds, grade: Codes, lpt: Codes, domestic: Flags
) -> npt.NDArray[np.float64]:
    """What the planted effects multiply a stage's seconds by, one number a call.

    All arrays are of one length, `(n,)`: `local_days` days since 1970 of the call by the clock on the wall,
    `grade` 0–2 (an index of `shape.GRADES`), `lpt` an index of `shape.LPTS`, `domestic` the domestic-abuse
    flag.
    """
    factor = np.ones(len(local_days))
    for effect in EFFECTS:
        if effect.stage == stage:
            hit = _reached(effect, local_days, grade, lpt)
            factor[hit] *= effect.factor
            if effect.factor_domestic_abuse is not None:
                factor[hit & domestic] *= effect.factor_domestic_abuse / effect.factor
    return factor


def _reached(effect: Effect, local_days: Seconds, grade: Codes, lpt: Codes) -> Flags:
    first_day = (effect.date_from - date(1970, 1, 1)).days
    reached = (local_days >= first_day) & (grade == effect.grade - 1)
    if effect.lpt is not None:
        reached &= lpt == [place.key for place in LPTS].index(effect.lpt)
    return np.asarray(reached)
