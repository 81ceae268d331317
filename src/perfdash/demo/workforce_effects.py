"""What was planted in the workforce: an early peak of officers' leaving that eases, and one command with reasons of its own.

Tests, documentation and the generator read these records, so none of them can disagree with the data. Everything else is
calm.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from perfdash.demo.workforce_shape import MONTH, day_of

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class EarlyPeak:
    """Officers leave `factor` times as often, for whatever reason, from `months` of service on to before its end. From
    `date_from` on, what remains of the peak in `eased_months` is `eased_factor`."""

    key: str
    date_from: date
    what: str
    months: tuple[int, int]
    factor: float
    eased_months: tuple[int, int]
    eased_factor: float


@dataclass(frozen=True)
class ReasonPattern:
    """In one command the main reason is one of `reasons` for `share` of those who complete an interview and do not leave
    because their retirement has come, throughout."""

    key: str
    command: str
    what: str
    reasons: tuple[str, ...]
    share: float


EARLY_PEAK = EarlyPeak(
    key="early_peak_eases",
    date_from=date(2025, 4, 1),
    what="Officers leave twice as often in months 4 to 24 of service; once stay interviews begin, no more in months 6 to 24.",
    months=(4, 24),
    factor=2.0,
    eased_months=(6, 24),
    eased_factor=1.0,
)
CONTACT_REASONS = ReasonPattern(
    key="contact_and_control_reasons",
    command="CAC",
    what="In Contact and Control three main reasons in four are line manager, no voice or recognition.",
    reasons=("line manager", "no voice", "recognition"),
    share=0.75,
)
STAY_INTERVIEWS_BEGIN = EARLY_PEAK.date_from


def early_factor(service_days: Numbers, month_begins: int) -> Numbers:
    """What the peak multiplies an officer's risk of leaving by in a month, `(n,)`, by days of service in its middle."""
    peak = EARLY_PEAK
    factor = np.where(_within(service_days, peak.months), peak.factor, 1.0)
    if month_begins >= day_of(peak.date_from):
        factor = np.where(_within(service_days, peak.eased_months), peak.eased_factor, factor)
    return np.asarray(factor)


def _within(service_days: Numbers, months: tuple[int, int]) -> npt.NDArray[np.bool_]:
    return (service_days >= months[0] * MONTH) & (service_days < months[1] * MONTH)
