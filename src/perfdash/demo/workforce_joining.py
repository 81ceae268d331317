"""Who joins: as many as are missing, new to policing, from other forces, back again, or from another kind of work here."""

import numpy as np
import numpy.typing as npt

from perfdash.demo import workforce_shape as ws
from perfdash.demo.draws import choose, whole
from perfdash.demo.shape import LPT_SHARES
from perfdash.demo.workforce_leaving import Cause
from perfdash.demo.workforce_people import PERSON, Force, Month, People, Rows, nothing_ends
from perfdash.demo.workforce_shape import KINDS, YEAR, Worker

Numbers = npt.NDArray[np.float64]
# Who may come back: those who went of their own will or with a pension, half a year to eight years ago.
MAY_RETURN = (Cause.RESIGNATION, Cause.TRANSFER, Cause.RETIREMENT, Cause.TERM)
RETURNS_AFTER = (0.5 * YEAR, 8 * YEAR)


def join(force: Force, month: Month) -> None:
    """Fill the vacancies of every kind of worker that is taken on in this month."""
    new = [
        _fill(force, month, worker, vacancies)
        for worker in Worker
        if month.number in KINDS[worker].joins_in and (vacancies := _vacancies(force, worker)) > 0
    ]
    if new:
        force.add(np.concatenate(new))


def _vacancies(force: Force, worker: Worker) -> int:
    return KINDS[worker].strength - len(force.present(force.people["worker"] == worker))


def _fill(force: Force, month: Month, worker: Worker, vacancies: int) -> People:
    """Fill the vacancies with people who are known here as far as chance has it, and return those who are not."""
    if worker is Worker.OFFICER:
        for former, share in ws.FROM_OTHER_KINDS.items():
            vacancies -= _become_officers(force, month, former, whole(force.rng, vacancies * share))
    if n_back := whole(force.rng, vacancies * ws.REJOINER):
        vacancies -= _rejoin(force, month, worker, n_back)
    return newcomers(force, worker, _starts(force, month, worker, vacancies))


def _starts(force: Force, month: Month, worker: Worker, n: int) -> Rows:
    """Courses begin on the first Monday; others begin on any Monday, volunteers on any day."""
    if worker is Worker.VOLUNTEER:
        return force.days(month, n)
    weeks = force.rng.integers(0, 4, n) if KINDS[worker].joins_in == ws.EVERY_MONTH else np.zeros(n, dtype=np.int64)
    return np.asarray(month.first_monday + 7 * weeks)


def newcomers(force: Force, worker: Worker, joined: Rows) -> People:
    """People who join for the first time on those days, a share of officers and staff from other forces."""
    rng, n = force.rng, len(joined)
    people = nothing_ends(np.zeros(n, PERSON))
    people["worker"], people["started"], people["joined"] = worker, joined, joined
    share = ws.TRANSFER_IN if worker is Worker.OFFICER else 0.02 * (worker is Worker.STAFF)
    is_transfer = rng.random(n) < share
    people["joiner"] = np.where(is_transfer, ws.TRANSFERRED, ws.NEW)
    people["service"] = joined - is_transfer * np.rint(rng.uniform(2, 14, n) * YEAR)
    age = np.minimum(ws.YOUNGEST[worker] + rng.exponential(ws.OLDER_BY[worker], n), ws.OLDEST[worker])
    people["born"] = people["service"] - age * YEAR
    people["endurance"] = rng.exponential(1, n)
    people["endurance"][~is_transfer] = force.endurance(worker, int((~is_transfer).sum()))
    _take_up(force, people, worker)
    if worker is Worker.STAFF:
        _fix_terms(rng, people)
    return people


def _take_up(force: Force, people: People, worker: Worker) -> None:
    """The first post of a kind: rank, command, team, role, hours and pension."""
    rng, n = force.rng, len(people)
    people["rank"] = _first_rank(rng, worker, n)
    command = choose(rng, ws.FIRST_COMMAND, people["worker"])
    people["command"] = command
    people["lpt"], people["role"] = place_and_role(rng, worker, command)
    people["fte"] = hours(rng, worker, n)
    people["pensionable"] = pensionable(people)


def place_and_role(rng: np.random.Generator, worker: int, command: Rows) -> tuple[Rows, Rows]:
    """The team (only in Neighbourhoods, else −1) and the role of people in those commands, each `(n,)`."""
    lpt = choose(rng, LPT_SHARES[None, :], np.zeros(len(command), dtype=np.int8))
    role = choose(rng, ws.ROLE_SHARES, command + len(ws.COMMANDS) * (worker != Worker.OFFICER))
    return np.where(command == ws.NEIGHBOURHOODS, lpt, -1), role


def hours(rng: np.random.Generator, worker: int, n: int) -> Numbers:
    """Full-time equivalents, `(n,)`; not a number where hours are their own."""
    share = KINDS[worker].share_full_time
    if share is None:
        return np.full(n, np.nan)
    part = ws.PART_TIME[choose(rng, ws.PART_TIME_SHARES, np.zeros(n, dtype=np.int8))]
    return np.where(rng.random(n) < share, 1.0, part)


def pensionable(people: People) -> Rows:
    """The first day of a pension: of officers after 30 years or at 60, of staff at 66; who is not paid has none."""
    of_age = people["born"] + ws.OFFICER_AGE * YEAR
    officers = np.minimum(people["service"] + ws.OFFICER_SERVICE * YEAR, of_age)
    staff = people["born"] + ws.STAFF_AGE * YEAR
    days = np.where(people["worker"] == Worker.OFFICER, officers, staff).astype(np.int32)
    return np.where(people["worker"] >= Worker.SPECIAL, np.int32(ws.NEVER), days)


def _first_rank(rng: np.random.Generator, worker: Worker, n: int) -> Rows:
    """Staff are taken on into the three lowest grades; officers and specials begin at the bottom."""
    if worker is Worker.STAFF:
        return choose(rng, np.array([[0.50, 0.32, 0.18]]), np.zeros(n, dtype=np.int8))
    return np.full(n, 0 if KINDS[worker].ranks else -1)


def _fix_terms(rng: np.random.Generator, people: People) -> None:
    n = len(people)
    months = rng.choice(ws.TERMS, n)
    ends = people["joined"] + np.rint(months * ws.MONTH).astype(np.int32) - 1
    people["term"] = np.where(rng.random(n) < ws.SHARE_FIXED_TERM, ends, ws.NEVER)


def _become_officers(force: Force, month: Month, former: Worker, most: int) -> int:
    """Let up to `most` people of another kind become officers at this intake, and say how many did."""
    people = force.people
    ready = (people["started"] < month.first - YEAR / 2) & (people["term"] == ws.NEVER)
    young = month.first - people["born"] < 45 * YEAR
    rows = _some(force, force.present(people["worker"] == former, ready, young), most)
    day = month.first_monday
    # Police service begins with the warrant card, whatever came before.
    force.change(rows, day, worker=Worker.OFFICER, service=day)
    changed = force.people[rows]
    changed["endurance"] = force.endurance(Worker.OFFICER, len(rows))
    _take_up(force, changed, Worker.OFFICER)
    force.people[rows] = changed
    return len(rows)


def _rejoin(force: Force, month: Month, worker: Worker, most: int) -> int:
    """Let up to `most` former people of the kind come back; a retired officer may come back as staff."""
    people = force.people
    away = month.first - people["ended"].astype(np.int64)
    was_one = people["worker"] == worker
    if worker is Worker.STAFF:
        was_one |= (people["worker"] == Worker.OFFICER) & (people["leaver"] == Cause.RETIREMENT)
    may = was_one & ~people["is_in"] & np.isin(people["leaver"], MAY_RETURN)
    may &= (away > RETURNS_AFTER[0]) & (away < RETURNS_AFTER[1]) & (people["pensionable"] > month.first + 5 * YEAR)
    if worker is Worker.STAFF:
        may |= was_one & (people["leaver"] == Cause.RETIREMENT) & (away > 60) & (away < YEAR) & ~people["is_in"]
    rows = _some(force, np.flatnonzero(may), most)
    _come_back(force, rows, worker, _starts(force, month, worker, len(rows)))
    return len(rows)


def _come_back(force: Force, rows: Rows, worker: Worker, joined: Rows) -> None:
    back = nothing_ends(force.people[rows])
    # Who comes back to other work begins its service anew.
    back["service"] = np.where(back["worker"] == worker, back["service"], joined)
    back["worker"], back["joiner"], back["started"], back["joined"] = worker, ws.REJOINED, joined, joined
    back["endurance"] = force.rng.exponential(1, len(rows))
    _take_up(force, back, worker)
    force.people[rows] = back


def _some(force: Force, rows: Rows, most: int) -> Rows:
    return np.sort(force.rng.choice(rows, min(most, len(rows)), replace=False))
