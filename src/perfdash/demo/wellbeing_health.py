"""Occupational health referrals, of the police and of the fire service: when each was referred, offered, seen and closed."""

import numpy as np
import pyarrow as pa

from perfdash.demo import wellbeing_shape as shape
from perfdash.demo import workforce_cells as cells
from perfdash.demo import workforce_shape as ws
from perfdash.demo.draws import choose
from perfdash.demo.wellbeing_people import (
    Rows,
    by_day,
    fire_people,
    generator,
    happenings,
    is_paid,
    last_days,
    organisations,
    until,
    who,
)
from perfdash.demo.wellbeing_programmes import HEADINGS
from perfdash.demo.workforce_people import People
from perfdash.demo.workforce_shape import NEVER

KEPT, MOVED, NEVER_KEPT = range(3)


def referral_columns(seed: int, posts: People) -> dict[str, pa.Array]:
    """The referrals file: one row a referral, by the day of it."""
    rng = generator(seed, 2)
    served = np.concatenate([posts[is_paid(posts)], fire_people()])
    rows, referred = happenings(rng, served, shape.REFERRALS_A_YEAR)
    people = served[rows]
    order = by_day(people, referred)
    people, referred = people[order], referred[order]
    offered, seen, closed = _course(rng, referred)
    last = last_days(people, served)
    return {
        "Referral Id": cells.numbered("R", np.arange(1, len(people) + 1)),
        **who(people, HEADINGS),
        "Service": organisations(people),
        "Referred": cells.dates(referred),
        "First Offered": cells.dates(until(offered, last)),
        "First Seen": cells.dates(until(seen, last)),
        "Closed": cells.dates(until(closed, closed)),
        "Report Date": cells.dates(np.full(len(people), ws.EXTRACTED)),
    }


def _course(rng: np.random.Generator, referred: Rows) -> tuple[Rows, Rows, Rows]:
    """The days of the first appointment offered, of the first kept and of the close."""
    n = len(referred)
    wait = shape.MEDIAN_WAIT * np.exp(shape.WAIT_SPREAD * rng.standard_normal(n))
    offered = referred + np.clip(wait, shape.SHORTEST_WAIT, shape.LONGEST_WAIT).astype(np.int64)
    fate = choose(rng, shape.FIRST_APPOINTMENTS, np.zeros(n, dtype=np.int8))
    seen = offered + np.where(fate == MOVED, rng.integers(7, 22, n), 0)
    open_for = shape.MEDIAN_TO_CLOSE * np.exp(shape.CLOSE_SPREAD * rng.standard_normal(n))
    closed = np.where(fate == NEVER_KEPT, offered + rng.integers(14, 41, n), seen + open_for.astype(np.int64))
    return offered, np.where(fate == NEVER_KEPT, NEVER, seen), closed
