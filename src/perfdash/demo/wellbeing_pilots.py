"""Two things that were tried: assessments for muscles and joints in two areas, and the wellbeing bus."""

import numpy as np
import pyarrow as pa

from perfdash.demo import shape as places
from perfdash.demo import wellbeing_shape as shape
from perfdash.demo import workforce_cells as cells
from perfdash.demo.wellbeing_people import Flags, Rows, by_day, generator, is_paid, until, who
from perfdash.demo.wellbeing_programmes import HEADINGS
from perfdash.demo.workforce_people import People
from perfdash.demo.workforce_shape import EXTRACTED, NEVER, day_of

WEEKS, WORKING_DAYS = 4, 5


def assessment_columns(seed: int, posts: People) -> dict[str, pa.Array]:
    """The assessments file: one row an assessment offered, by the day of it."""
    rng = generator(seed, 5)
    people, area = _meant(posts[is_paid(posts)])
    offered = _offered(rng, people, area)
    order = by_day(people, offered)
    order = order[offered[order] < NEVER]
    return _assessments(rng, people[order], area[order], offered[order])


def _meant(posts: People) -> tuple[People, Rows]:
    """The posts whose holders the pilot is for, and the numbers of their areas."""
    lpts = [lpt.key for lpt in places.LPTS]
    parts = [posts[posts["lpt"] == lpts.index(area.lpt)] for area in shape.PILOT_AREAS]
    return np.concatenate(parts), np.repeat(np.arange(len(parts)), [len(part) for part in parts])


def _offered(rng: np.random.Generator, people: People, area: Rows) -> Rows:
    """The day of each offer: over four months for those already there, soon after they come for others; once a person."""
    began, n = day_of(shape.PILOT_FROM), len(people)
    after = np.where(people["started"] <= began, rng.integers(0, 120, n), rng.integers(20, 60, n))
    offered = np.maximum(people["started"], began) + after
    is_offered = rng.random(n) < np.array([place.share_offered for place in shape.PILOT_AREAS])[area]
    is_offered &= offered <= np.minimum(people["ended"], EXTRACTED)
    return np.where(_first(people["number"], is_offered), offered, NEVER)


def _first(number: Rows, of: Flags) -> Flags:
    """The first of each person's rows among those."""
    rows = np.flatnonzero(of)
    first = np.zeros(len(number), dtype=np.bool_)
    first[rows[np.unique(number[rows], return_index=True)[1]]] = True
    return first


def _assessments(rng: np.random.Generator, people: People, area: Rows, offered: Rows) -> dict[str, pa.Array]:
    n = len(people)
    completed = offered + rng.integers(5, 31, n)
    is_completed = rng.random(n) < shape.SHARE_ASSESSED
    about = who(people, HEADINGS)
    return {
        "Assessment Id": cells.numbered("K", np.arange(1, n + 1)),
        **{heading: about[heading] for heading in HEADINGS[:2]},
        "Pilot Area": cells.codes([place.code for place in shape.PILOT_AREAS], area),
        "Offered": cells.dates(offered),
        "Completed": cells.dates(until(np.where(is_completed, completed, NEVER), people["ended"])),
    }


def session_columns(seed: int) -> dict[str, pa.Array]:
    """The bus's file: one row a day at a stop."""
    rng = generator(seed, 6)
    number = np.arange(WEEKS * WORKING_DAYS)
    stop = number % len(shape.STOPS)
    expected = np.array([expected for _, expected in shape.STOPS])[stop]
    attended = np.maximum(rng.poisson(expected), 1)
    return {
        "Session": cells.numbered("W", number + 1),
        "Stop": cells.codes([code for code, _ in shape.STOPS], stop),
        "Held": cells.dates(day_of(shape.BUS_FROM) + number // WORKING_DAYS * 7 + number % WORKING_DAYS),
        "Attended": cells.amounts(attended, np.full(len(number), True)),
    }
