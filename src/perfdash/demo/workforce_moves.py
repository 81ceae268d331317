"""Who stays and changes post: promoted into a vacancy, moved to another command, or with other hours."""

import numpy as np

from perfdash.demo import workforce_shape as ws
from perfdash.demo.draws import choose
from perfdash.demo.workforce_joining import hours, place_and_role
from perfdash.demo.workforce_people import Flags, Force, Month, Rows, service_months
from perfdash.demo.workforce_shape import KINDS, Worker

BOARDS_SIT = (3, 6, 9, 12)  # promotion boards


def move(force: Force, month: Month) -> None:
    """Everything that changes in a month for those who stay: at most one change a person."""
    for worker in Worker:
        if month.number in BOARDS_SIT:
            _promote(force, month, worker)
        if KINDS[worker].moves:
            _move_command(force, month, worker)
        if KINDS[worker].hours_change:
            _change_hours(force, month, worker)


def _settled(force: Force, month: Month, worker: Worker, *conditions: Flags) -> Rows:
    """Those of a kind, for whom all conditions hold, whose post has not changed in this month."""
    return force.present(force.people["worker"] == worker, force.people["started"] < month.first, *conditions)


def _promote(force: Force, month: Month, worker: Worker) -> None:
    """Fill each rank's vacancies from the rank below, the highest first."""
    ranks = KINDS[worker].ranks
    for number in range(len(ranks) - 1, 0, -1):
        held = force.present(force.people["worker"] == worker, force.people["rank"] == number)
        vacancies = max(0, round(ranks[number].share * KINDS[worker].strength) - len(held))
        rows = _settled(force, month, worker, force.people["rank"] == number - 1)
        rows = rows[service_months(force.people[rows], month) >= 12 * ranks[number].years]
        rows = force.rng.choice(rows, min(vacancies, len(rows)), replace=False)
        force.change(rows, force.days(month, len(rows)), rank=number)


def _move_command(force: Force, month: Month, worker: Worker) -> None:
    rows = _settled(force, month, worker)
    rate = np.full(len(rows), KINDS[worker].moves)
    if worker is Worker.OFFICER:
        rate[force.people["command"][rows] == ws.RESPONSE] = ws.RESPONSE_MOVES
    rate[service_months(force.people[rows], month) < ws.MONTHS_BEFORE_MOVING] = 0
    rows = rows[force.rng.random(len(rows)) < rate / 12]
    command = choose(force.rng, ws.NEXT_COMMAND, force.people["worker"][rows])
    lpt, role = place_and_role(force.rng, worker, command)
    is_other = (command != force.people["command"][rows]) | (lpt != force.people["lpt"][rows])
    rows, command, lpt, role = rows[is_other], command[is_other], lpt[is_other], role[is_other]
    force.change(rows, force.days(month, len(rows)), command=command, lpt=lpt, role=role)


def _change_hours(force: Force, month: Month, worker: Worker) -> None:
    rows = _settled(force, month, worker)
    rows = rows[force.rng.random(len(rows)) < KINDS[worker].hours_change / 12]
    fte = hours(force.rng, worker, len(rows))
    is_other = fte != force.people["fte"][rows]
    force.change(rows[is_other], force.days(month, int(is_other.sum())), fte=fte[is_other])
