"""What was planted in the wellbeing data: trauma support offered sooner, and one group of roles that falls behind.

Tests, documentation and the generator read these records, so none of them can disagree with the data. Everything else is
calm.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from perfdash.demo.workforce_shape import day_of

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class OfferEffect:
    """Of the people exposed from `date_from` on, `share` rather than `share_before` are offered support within 72 hours."""

    key: str
    date_from: date
    what: str
    share_before: float
    share: float


@dataclass(frozen=True)
class LateEffect:
    """Of a role group's contacts due from `date_from` on, in both programmes, `share` rather than `share_before` are completed
    by the day they are due."""

    key: str
    date_from: date
    what: str
    role_group: str
    share_before: float
    share: float


OFFERED_SOONER = OfferEffect(
    key="trauma_support_offered_sooner",
    date_from=date(2025, 9, 1),
    what="Trauma risk management is offered within 72 hours to 85 % of the people exposed, 60 % before.",
    share_before=0.60,
    share=0.85,
)
FALLS_BEHIND = LateEffect(
    key="child_abuse_and_digital_late",
    date_from=date(2026, 1, 1),
    what="In child abuse and digital roles 48 % of screening and support is completed by the day it is due, 78 % before.",
    role_group="child abuse and digital",
    share_before=0.78,
    share=0.48,
)


def is_reached(effect: OfferEffect | LateEffect, days: npt.NDArray[np.integer]) -> Flags:
    """Whether days since 1970 are on or after the effect's first."""
    return np.asarray(days >= day_of(effect.date_from))
