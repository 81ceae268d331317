"""Who leaves the force, when and why: yearly rates by kind of worker, service and pension, and the planted early peak."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from perfdash.demo.draws import choose
from perfdash.demo.workforce_effects import early_factor
from perfdash.demo.workforce_people import Force, Month, People, Rows
from perfdash.demo.workforce_shape import NEVER, SHARE_KEPT_AFTER_TERM, YEAR, Worker

Numbers = npt.NDArray[np.float64]


class Cause(IntEnum):
    """Why somebody left; the order is that of `CODES`."""

    RESIGNATION = 0
    RETIREMENT = 1
    MEDICAL = 2
    DISMISSAL = 3
    TRANSFER = 4
    DEATH = 5
    OTHER = 6
    TERM = 7


CODES = ("RES", "RET", "MED", "DIS", "TRF", "DTH", "OTH", "FTC")
# Least and most days of notice, by cause. Nobody gives notice of a death.
NOTICE = np.array([[28, 60], [60, 150], [30, 90], [0, 14], [28, 70], [0, 0], [0, 28], [60, 90]])

_BANDS = np.array([5.0, 10.0, 15.0, 20.0, 25.0])  # years of service at which the rates below change
# Resignations a year by band of service. Rows: officers, staff, PCSOs, specials, volunteers.
RESIGNATION = np.array(
    [
        [0.071, 0.021, 0.013, 0.011, 0.009, 0.007],
        [0.105, 0.075, 0.055, 0.045, 0.040, 0.040],
        [0.145, 0.105, 0.080, 0.070, 0.070, 0.070],
        [0.215, 0.190, 0.170, 0.150, 0.150, 0.150],
        [0.150, 0.140, 0.130, 0.130, 0.130, 0.130],
    ]
)
# Medical retirement, dismissal or contract end, transfer out, death, other: the same in every band.
STEADY = np.array(
    [
        [0.0025, 0.0018, 0.0090, 0.0007, 0.0008],
        [0.0025, 0.0050, 0.0040, 0.0012, 0.0015],
        [0.0020, 0.0050, 0.0030, 0.0010, 0.0015],
        [0.0000, 0.0060, 0.0040, 0.0008, 0.0150],
        [0.0000, 0.0020, 0.0000, 0.0040, 0.0150],
    ]
)
# Once a pension can be drawn, and in the five years before it for staff, whose scheme pays a smaller one early.
RETIREMENT, EARLY_RETIREMENT = 0.50, 0.07


def yearly_rates(people: People, month: Month) -> Numbers:
    """The rate of leaving by cause, a year, in a month: `(people, 7)`, the planted peak included."""
    middle = month.first + month.n_days / 2
    service = middle - people["service"]
    worker = people["worker"]
    resignation = RESIGNATION[worker, np.searchsorted(_BANDS, service / YEAR, side="right")]
    rates = np.column_stack([resignation, _retirement(people, middle), STEADY[worker]])
    peak = np.where(worker == Worker.OFFICER, early_factor(service, month.first), 1.0)
    return np.asarray(rates * peak[:, None])


def _retirement(people: People, middle: float) -> Numbers:
    until = people["pensionable"].astype(np.float64) - middle
    is_near = (until < 5 * YEAR) & (people["worker"] != Worker.OFFICER)
    return np.asarray(np.where(until <= 0, RETIREMENT, is_near * EARLY_RETIREMENT))


def leave(force: Force, month: Month) -> None:
    """Everybody who leaves in a month leaves, on some day of it."""
    _terms_end(force, month)
    rows = force.present(force.people["started"] < month.first)
    rates = yearly_rates(force.people[rows], month)
    total = rates.sum(axis=1)
    force.people["endurance"][rows] -= total * month.n_days / YEAR
    going = force.people["endurance"][rows] < 0
    rates, rows = rates[going] / total[going, None], rows[going]
    _go(force, rows, force.days(month, len(rows)), choose(force.rng, rates, np.arange(len(rows))))


def _terms_end(force: Force, month: Month) -> None:
    """Fixed terms that end in the month: some are made permanent, the others go."""
    term = force.people["term"]
    rows = force.present(term >= month.first, term < month.first + month.n_days)
    is_kept = force.rng.random(len(rows)) < SHARE_KEPT_AFTER_TERM
    force.people["term"][rows[is_kept]] = NEVER
    going = rows[~is_kept]
    _go(force, going, term[going], np.full(len(going), Cause.TERM))


def _go(force: Force, rows: Rows, days: Rows, causes: Rows) -> None:
    least, most = NOTICE[causes].T
    force.people["notice"][rows] = force.rng.integers(least, most + 1)
    force.close(rows, days, causes)
    force.people["is_in"][rows] = False
    force.people["ended"][rows], force.people["leaver"][rows] = days, causes
