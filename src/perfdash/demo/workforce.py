"""The force, run month by month from long before the extract begins until its mix of service is that of its own rates."""

from functools import cache

import numpy as np

from perfdash.demo import workforce_shape as ws
from perfdash.demo.workforce_joining import join, newcomers, pensionable
from perfdash.demo.workforce_leaving import Cause, leave
from perfdash.demo.workforce_moves import move
from perfdash.demo.workforce_people import STAYED, Force, Month, People
from perfdash.demo.workforce_shape import KINDS, NEVER, YEAR, Worker

# A generation before the extract; and some months after it, so that notice already given is known.
BEGINS, ENDS = Month(1998, 1), Month(2027, 4)
_SYSTEM = 2  # the generators' number of this system: 1 is the telephones', command and control has none


def generator(seed: int, part: int) -> np.random.Generator:
    """The generator of one part of the workforce: the people, or one of the files about them."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_SYSTEM, part)))


@cache  # it takes seconds, and whoever builds several demonstrations needs the same one again
def posts_held(seed: int) -> People:
    """Every post held between `FIRST_DAY` and the day of the extract, by person and start, as known on that day."""
    rng = generator(seed, 0)
    force = Force(rng, first_step=rng.random())
    for worker in Worker:
        force.add(_at_the_beginning(force, worker))
    for number in range(BEGINS.year * 12, ENDS.year * 12 + ENDS.number):
        month = Month(number // 12, number % 12 + 1)
        leave(force, month)
        move(force, month)
        join(force, month)
    posts = _with_second_posts(force.rng, _as_known(np.concatenate([*force.closed, _still_held(force)])))
    posts.flags.writeable = False
    return posts


def _at_the_beginning(force: Force, worker: Worker) -> People:
    """A first workforce of all ages, fewer of them long in service. Its oddities have worn off when the extract begins."""
    n = KINDS[worker].strength
    longest = (29, 25, 12, 10, 10)[worker]
    joined = BEGINS.first - 1 - np.rint(longest * YEAR * force.rng.random(n) ** 1.5).astype(np.int64)
    people = newcomers(force, worker, joined)
    people["term"] = NEVER
    people["pensionable"] = pensionable(people)
    return people


def _still_held(force: Force) -> People:
    return np.asarray(force.people[force.people["is_in"]])


def _as_known(posts: People) -> People:
    """The posts as they stand in an export of the extract's day: the future is there only where notice was given."""
    posts = posts[posts["started"] <= ws.EXTRACTED].copy()
    is_future = posts["ended"] > ws.EXTRACTED
    is_noticed = (posts["leaver"] != STAYED) & (posts["ended"].astype(np.int64) - posts["notice"] <= ws.EXTRACTED)
    unknown = is_future & ~is_noticed
    # A fixed term's end is known from its beginning.
    is_fixed = unknown & (posts["term"] > ws.EXTRACTED) & (posts["term"] < NEVER)
    posts["ended"][unknown], posts["leaver"][unknown] = NEVER, STAYED
    posts["ended"][is_fixed], posts["leaver"][is_fixed] = posts["term"][is_fixed], Cause.TERM
    return posts


def _with_second_posts(rng: np.random.Generator, posts: People) -> People:
    """All posts and, beside some short ones of staff, a second in another command, by person and start."""
    days = np.minimum(posts["ended"], ws.EXTRACTED) - posts["started"]
    is_short = (posts["worker"] == Worker.STAFF) & (posts["fte"] <= 0.6) & (days > YEAR)
    second = posts[is_short & (rng.random(len(posts)) < ws.SHARE_SECOND_POST)].copy()
    second["started"] += rng.integers(0, 300, len(second))
    # Half end with the first post, and with their holder's stay where that ends; the others earlier.
    is_earlier = rng.random(len(second)) < 0.5
    earlier = second["started"] + rng.integers(60, 900, len(second))
    is_earlier &= earlier < np.minimum(second["ended"], ws.EXTRACTED)
    second["ended"][is_earlier], second["leaver"][is_earlier] = earlier[is_earlier], STAYED
    second["command"] = (second["command"] + 1 + rng.integers(0, len(ws.COMMANDS) - 1, len(second))) % len(ws.COMMANDS)
    _staff_role(second)
    second["fte"] = np.minimum(0.4, np.round(1 - second["fte"], 1))
    every = np.concatenate([posts, second[second["ended"] >= ws.day_of(ws.FIRST_DAY)]])
    return every[np.lexsort((-every["fte"], every["started"], every["number"]))]


def _staff_role(posts: People) -> None:
    """The commonest role of staff in the command, and no team."""
    posts["role"] = ws.ROLE_SHARES[len(ws.COMMANDS) + posts["command"]].argmax(axis=1)
    posts["lpt"] = np.where(posts["command"] == ws.NEIGHBOURHOODS, 0, -1)
