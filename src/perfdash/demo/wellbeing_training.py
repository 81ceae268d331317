"""Training completed: courses for leaders, with resilience in them or without, and all others."""

import numpy as np
import pyarrow as pa

from perfdash.demo import wellbeing_shape as shape
from perfdash.demo import workforce_cells as cells
from perfdash.demo import workforce_shape as ws
from perfdash.demo.extract import word_cells
from perfdash.demo.wellbeing_people import Flags, by_day, generator, happenings, is_paid, who
from perfdash.demo.workforce_people import People

HEADINGS = ("Learner", "Category", "Job Role", "Department")
DATES = "%d-%b-%Y"


def training_columns(seed: int, posts: People) -> dict[str, pa.Array]:
    """The training file: one row a course completed, by the day of it."""
    rng = generator(seed, 4)
    learners = posts[is_paid(posts)]
    leads = _supervises(learners)
    found = [happenings(rng, learners, np.where(leads, c.supervisors, c.others)) for c in shape.COURSES]
    course = np.repeat(np.arange(len(found)), [len(days) for _, days in found])
    people = learners[np.concatenate([rows for rows, _ in found])]
    days = np.concatenate([days for _, days in found])
    order = by_day(people, days)
    people, course, days = people[order], course[order], days[order]
    return {
        "Completion": cells.numbered("L", np.arange(1, len(people) + 1)),
        **who(people, HEADINGS),
        "Course": cells.codes([c.code for c in shape.COURSES], course),
        "Completed": cells.dates(days, DATES),
        "Leadership": word_cells(("N", "Y"), np.array([c.is_leadership for c in shape.COURSES])[course]),
        "Resilience": word_cells(("N", "Y"), np.array([c.has_resilience for c in shape.COURSES])[course]),
    }


def _supervises(people: People) -> Flags:
    """Whether the rank or grade has people to supervise."""
    ranks = [(kind, rank) for kind in ws.Worker for rank, held in enumerate(ws.KINDS[kind].ranks) if held.supervises]
    held = people["worker"].astype(np.int64) * 100 + people["rank"]
    return np.isin(held, [100 * kind + rank for kind, rank in ranks])
