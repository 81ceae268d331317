"""Whom the wellbeing records are about: posts of the invented workforce on a day, stays in a role, and the fire service."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import compute

from perfdash.demo import wellbeing_shape as shape
from perfdash.demo import workforce_cells as cells
from perfdash.demo import workforce_shape as ws
from perfdash.demo.workforce_people import PERSON, People

Rows = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Who = tuple[str, str, str, str]  # headings of number, category, role and department

_SYSTEM = 3  # the generators' number of these systems: 1 is the telephones', 2 the workforce's
_APART = 10**6  # more than any day: keeps people apart on one line of days


def generator(seed: int, part: int) -> np.random.Generator:
    """The generator of one file."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_SYSTEM, part)))


def main_posts(posts: People) -> People:
    """The posts that a record can be about, volunteers' and second posts left out, by person and start."""
    posts = posts[posts["worker"] < ws.Worker.VOLUNTEER]
    posts = posts[first_of_overlapping(posts)]
    return posts[posts["ended"] >= shape.FIRST - shape.LONGEST]


def is_paid(people: People) -> Flags:
    """Whether the people have contracted hours."""
    return np.asarray(people["worker"] < ws.Worker.SPECIAL)


def first_of_overlapping(spans: People) -> Flags:
    """Which spans, by person and start, begin after every earlier one of the person has ended."""
    before = spans["number"].astype(np.int64) * _APART
    until = np.maximum.accumulate(before + np.minimum(spans["ended"], _APART - 1))
    return np.asarray(spans["started"] > np.concatenate([[-1], until[:-1]]) - before)


def last_days(people: People, posts: People) -> Rows:
    """The last day of each person's present stay in the force, whatever posts they hold in it."""
    stays, row = np.unique(_stay(posts), return_inverse=True)
    last = np.zeros(len(stays), dtype=np.int64)
    np.maximum.at(last, row, posts["ended"])
    return np.asarray(last[np.searchsorted(stays, _stay(people))])


def _stay(people: People) -> Rows:
    """A number of its own for each person and day of joining."""
    number = people["number"].astype(np.int64) + (people["worker"] == shape.FIRE_WORKER) * _APART
    return np.asarray(number * _APART + people["joined"])


def role_stays(posts: People, role: str) -> People:
    """Whoever was in a role: one row a stay in it, whatever the hours and ranks meanwhile."""
    held = posts[posts["role"] == ws.ROLES.index(role)]
    goes_on = (held["number"][1:] == held["number"][:-1]) & (held["started"][1:] - 1 == held["ended"][:-1])
    begins = np.flatnonzero(np.concatenate([[True], ~goes_on])[: len(held)])
    last = np.concatenate([begins[1:], [len(held)]])[: len(begins)] - 1
    stays = held[last].copy()
    stays["started"] = held["started"][begins]
    return np.asarray(stays)


def happenings(rng: np.random.Generator, posts: People, a_year: Any, since: int = shape.FIRST) -> tuple[Rows, Rows]:
    """What happens at random that often a year: the rows of the posts it happens to, and the days, in no order."""
    begins = np.maximum(posts["started"], since)
    n_days = np.maximum(np.minimum(posts["ended"], ws.EXTRACTED) - begins + 1, 0)
    rows = np.repeat(np.arange(len(posts)), rng.poisson(a_year * n_days / ws.YEAR))
    return rows, begins[rows] + rng.integers(0, n_days[rows])


def fire_people() -> People:
    """People of the fire and rescue service, there throughout."""
    people = np.zeros(shape.N_FIRE, PERSON)
    people["number"], people["started"], people["ended"] = np.arange(shape.N_FIRE), 0, ws.NEVER
    people["worker"], people["role"], people["command"] = shape.FIRE_WORKER, shape.FIRE_ROLE, shape.FIRE_COMMAND
    return people


def by_day(people: People, days: Rows) -> Rows:
    """The order of records: by day, then by person."""
    return np.lexsort((people["number"], people["worker"], days))


def until(days: Rows, last: Rows) -> Rows:
    """Days as known on the day of the extract: those later, or after somebody's last, are `NEVER`."""
    return np.where(days <= np.minimum(last, ws.EXTRACTED), days, ws.NEVER)


def who(people: People, headings: Who) -> dict[str, pa.Array]:
    """What every file says of a person: number, category, role and department."""
    number, category, role, department = headings
    is_fire = people["worker"] == shape.FIRE_WORKER
    numbers = cells.employees(people["number"])
    return {
        number: compute.if_else(pa.array(is_fire), cells.numbered("F", people["number"] + 1), numbers),
        category: cells.codes([*(kind.code for kind in ws.KINDS), "FRS"], people["worker"]),
        role: cells.codes([*ws.ROLES, "FIRE-OPS"], people["role"]),
        department: cells.codes([*ws.COMMANDS, "FRS"], people["command"]),
    }


def organisations(people: People) -> pa.Array:
    """Whose worker it is."""
    return cells.codes(("Police", "Fire"), (people["worker"] == shape.FIRE_WORKER).astype(np.int8))
