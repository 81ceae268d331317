"""Programme contacts: when screening and enhanced support were due in a listed role, and what came of them."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from perfdash.demo import wellbeing_shape as shape
from perfdash.demo import workforce_cells as cells
from perfdash.demo import workforce_shape as ws
from perfdash.demo.draws import choose
from perfdash.demo.wellbeing_effects import FALLS_BEHIND, is_reached
from perfdash.demo.wellbeing_people import (
    Rows,
    by_day,
    fire_people,
    generator,
    organisations,
    role_stays,
    until,
    who,
)
from perfdash.demo.workforce_people import People
from perfdash.demo.workforce_shape import NEVER, YEAR, day_of

HEADINGS = ("Payroll No", "Staff Group", "Post Held", "Directorate")
SCREENING, ENHANCED = range(2)
CODES = (shape.SCREENING_CODE, shape.ENHANCED_CODE)
EVERY = (YEAR, YEAR / 2)
GOLDEN = (5**0.5 - 1) / 2


def contact_columns(seed: int, posts: People) -> dict[str, pa.Array]:
    """The contacts file: one row a contact that was due, by the day of it."""
    rng = generator(seed, 0)
    people, programme, due = _due(rng, posts)
    order = by_day(people, due)
    people, programme, due = people[order], programme[order], due[order]
    offered, completed = _course(rng, people, programme, due)
    follow_up_due, followed_up = _follow_up(rng, until(completed, completed))
    return {
        "Contact Id": cells.numbered("C", np.arange(1, len(people) + 1)),
        **who(people, HEADINGS),
        "Service": organisations(people),
        "Programme": cells.codes(CODES, programme),
        "Due": cells.dates(due),
        "Offered": cells.dates(until(offered, offered)),
        "Completed": cells.dates(until(completed, completed)),
        "Follow-up Due": cells.dates(follow_up_due),
        "Follow-up Done": cells.dates(until(followed_up, people["ended"])),
    }


def _due(rng: np.random.Generator, posts: People) -> tuple[People, Rows, Rows]:
    """Every contact due: who, which programme, when."""
    parts = []
    for role in (role for group in shape.ROLE_GROUPS.values() for role in group):
        stays = role_stays(posts, role)
        first = _first_due(rng, stays, shape.LISTED_FROM.get(role))
        parts.append((stays, SCREENING, first))
        if role in shape.ENHANCED_ROLES:
            parts.append((stays, ENHANCED, first))
    fire = fire_people()[: shape.N_FIRE_SCREENED]
    parts.append((fire, SCREENING, shape.FIRST + rng.integers(0, 365, len(fire))))
    found = [(people, programme, *_repeated(people, first, EVERY[programme])) for people, programme, first in parts]
    people = np.concatenate([people[rows] for people, _, rows, _ in found])
    programmes = np.repeat([programme for _, programme, _, _ in found], [len(rows) for _, _, rows, _ in found])
    return people, programmes, np.concatenate([days for *_, days in found])


def _first_due(rng: np.random.Generator, stays: People, listed: date | None) -> Rows:
    """The day of the first contact: three months into the role, or within a year of its joining the list."""
    first = stays["started"] + shape.DAYS_TO_FIRST
    if listed is None:
        return np.asarray(first)
    spread = day_of(listed) + rng.integers(30, 365, len(stays))
    return np.where(stays["started"] < day_of(listed), spread, first)


def _repeated(people: People, first: Rows, every: float) -> tuple[Rows, Rows]:
    """The first day and every later one inside the data and while the role is held: rows and days."""
    last = np.minimum(people["ended"], ws.EXTRACTED)
    skipped = np.maximum(np.ceil((shape.FIRST - first) / every), 0)
    n = np.maximum(np.floor((last - first) / every) - skipped + 1, 0).astype(np.int64)
    rows = np.repeat(np.arange(len(people)), n)
    number = np.arange(len(rows)) - np.repeat(np.cumsum(n) - n, n) + skipped[rows]
    return rows, np.floor(first[rows] + number * every).astype(np.int64)


def _course(rng: np.random.Generator, people: People, programme: Rows, due: Rows) -> tuple[Rows, Rows]:
    """The days of the offer and of the completion, `NEVER` where there was none or the role was left before."""
    n = len(due)
    thresholds = np.cumsum(shape.CONTACT_FATES, axis=1)[_is_behind(people, due), :-1]
    fate = (_evenly(rng, _group(people) * len(EVERY) + programme)[:, None] >= thresholds).sum(axis=1)
    late = 1 + np.minimum(rng.exponential(shape.MEAN_DAYS_LATE, n), shape.MOST_DAYS_LATE).astype(np.int64)
    completed = np.where(fate == shape.LATE, due + late, due - rng.integers(0, 26, n))
    offered = completed - rng.integers(5, 26, n)
    is_offered = (fate != shape.NOT_OFFERED) & (offered <= people["ended"])
    is_completed = is_offered & (fate != shape.DECLINED) & (completed <= people["ended"])
    return np.where(is_offered, offered, NEVER), np.where(is_completed, completed, NEVER)


def _group(people: People) -> Rows:
    """The number of each person's role group; the last is the fire service's."""
    groups = list(shape.ROLE_GROUPS.values())
    of_role = [next((n for n, group in enumerate(groups) if role in group), len(groups)) for role in (*ws.ROLES, "")]
    return np.asarray(np.array(of_role)[people["role"]])


def _evenly(rng: np.random.Generator, groups: Rows) -> npt.NDArray[np.float64]:
    """A number from 0 to 1 for each row, whose runs in each group are spread evenly: small groups are calm but for what
    was planted."""
    order = np.argsort(groups, kind="stable")
    in_group = np.arange(len(groups)) - np.searchsorted(groups[order], groups[order])
    spread = np.empty(len(groups))
    spread[order] = (rng.random(int(groups.max()) + 1)[groups[order]] + in_group * GOLDEN) % 1
    return spread


def _is_behind(people: People, due: Rows) -> Rows:
    """1 where the planted effect holds."""
    roles = [ws.ROLES.index(role) for role in shape.ROLE_GROUPS[FALLS_BEHIND.role_group]]
    return (np.isin(people["role"], roles) & is_reached(FALLS_BEHIND, due)).astype(np.int8)


def _follow_up(rng: np.random.Generator, completed: Rows) -> tuple[Rows, Rows]:
    """For some of the completed, the day by which a follow-up was due and the day it was done."""
    n = len(completed)
    is_due = (rng.random(n) < shape.SHARE_FOLLOWED) & (completed < NEVER)
    known = np.where(is_due, completed, 0)
    fate = choose(rng, shape.FOLLOW_UP_FATES, np.zeros(n, dtype=np.int8))
    on_time = known + rng.integers(7, shape.DAYS_TO_FOLLOW_UP + 1, n)
    late = known + shape.DAYS_TO_FOLLOW_UP + 1 + rng.exponential(14, n).astype(np.int64)
    done = np.select([~is_due | (fate == 0), fate == 1], [NEVER, late], on_time)
    return np.where(is_due, known + shape.DAYS_TO_FOLLOW_UP, NEVER), done
