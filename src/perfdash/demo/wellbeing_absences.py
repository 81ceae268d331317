"""Absences: spells by reason, longer and shorter, more of them in winter, with the contracted hours that each one cost."""

import numpy as np
import pyarrow as pa

from perfdash.demo import wellbeing_shape as shape
from perfdash.demo import workforce_cells as cells
from perfdash.demo import workforce_shape as ws
from perfdash.demo.draws import choose
from perfdash.demo.wellbeing_people import (
    Flags,
    Numbers,
    Rows,
    by_day,
    first_of_overlapping,
    generator,
    happenings,
    is_paid,
    last_days,
    who,
)
from perfdash.demo.workforce_people import PERSON, People
from perfdash.demo.workforce_shape import day_of

HEADINGS = ("Employee No", "Category", "Job Role", "Department")
# Spells are drawn from long before, so that those still running on the first day are there.
SINCE = shape.FIRST - shape.LONGEST
MUSCULOSKELETAL = [reason.code for reason in shape.REASONS].index("MSK")
# A row of People is a spell: `started` and `ended` are its days, `leaver` its reason.


def absence_columns(seed: int, posts: People) -> dict[str, pa.Array]:
    """The absences file: one row a spell that touches the data's span, by its first day."""
    rng = generator(seed, 3)
    spells = _spells(rng, posts[is_paid(posts)])
    spells = spells[by_day(spells, spells["started"])]
    hours = _weekly_hours(spells)
    is_over = spells["ended"] <= ws.EXTRACTED
    n_days = np.minimum(spells["ended"], ws.EXTRACTED) - spells["started"] + 1
    known = np.full(len(spells), True)
    return {
        "Spell": cells.numbered("B", np.arange(1, len(spells) + 1)),
        **who(spells, HEADINGS),
        "First Day": cells.dates(spells["started"]),
        "Last Day": cells.dates(np.where(is_over, spells["ended"], ws.NEVER)),
        "Weekly Hours": cells.amounts(hours, known, digits=2),
        "Hours Lost": cells.amounts(hours * n_days / 7, known, digits=1),
        "Reason Group": cells.codes([reason.code for reason in shape.REASONS], spells["leaver"]),
        "Run Date": cells.dates(np.full(len(spells), ws.EXTRACTED)),
    }


def _spells(rng: np.random.Generator, posts: People) -> People:
    """Every spell, none of one person at the same time as another."""
    parts = [_of_reason(rng, posts, number) for number in range(len(shape.REASONS))]
    longest = _dominant(posts)
    others = np.concatenate(parts)
    spells = np.concatenate([others[~_runs_into(others, longest)], longest])
    spells = spells[np.lexsort((spells["ended"], spells["started"], spells["number"]))]
    spells = spells[first_of_overlapping(spells)]
    spells["ended"] = np.minimum(spells["ended"], last_days(spells, posts))
    return np.asarray(spells[spells["ended"] >= shape.FIRST])


def _of_reason(rng: np.random.Generator, posts: People, number: int) -> People:
    """The spells of one reason."""
    reason = shape.REASONS[number]
    rate = np.full(len(posts), reason.a_year)
    if number == 0:
        rate[np.isin(posts["role"], [ws.ROLES.index(role) for role in shape.STRAINED])] *= shape.STRAIN
    most = shape.WINTER.max() if reason.is_of_winter else 1.0
    rows, days = happenings(rng, posts, rate * most, SINCE)
    if reason.is_of_winter:
        month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
        kept = rng.random(len(days)) < shape.WINTER[month] / most
        rows, days = rows[kept], days[kept]
    spells = posts[rows]
    spells["started"], spells["leaver"] = days, number
    spells["ended"] = days + _lengths(rng, reason, len(days)) - 1
    return np.asarray(spells)


def _lengths(rng: np.random.Generator, reason: shape.Reason, n: int) -> Rows:
    """Days of absence: short, medium or long."""
    kind = choose(rng, np.array([reason.lengths]), np.zeros(n, dtype=np.int8))
    least, most = shape.LENGTHS[np.minimum(kind, 1)].T
    # Most short spells are of a day or two.
    within = least + ((most - least + 1) * rng.random(n) ** np.where(kind == 0, 1.6, 1.0)).astype(np.int64)
    longer = shape.LONG_FROM + rng.exponential(shape.MEAN_LONGER, n).astype(np.int64)
    return np.where(kind == 2, np.minimum(longer, shape.LONGEST), within)


def _dominant(posts: People) -> People:
    """The long spell of one person in the smallest role, whoever stays longest; none where nobody is in it then."""
    first = day_of(shape.DOMINANT_FROM)
    is_there = (posts["started"] <= first) & (posts["ended"] >= first)
    held = posts[is_there & (posts["role"] == ws.ROLES.index(shape.DOMINANT_ROLE))]
    spell = held[np.argsort(-held["ended"].astype(np.int64), kind="stable")][:1].copy()
    spell["started"], spell["leaver"] = first, MUSCULOSKELETAL
    spell["ended"] = np.minimum(spell["ended"], first + shape.DOMINANT_DAYS - 1)
    return np.asarray(spell, dtype=PERSON)


def _runs_into(spells: People, other: People) -> Flags:
    """Whether a spell is of the same person as the other, and not over before it or begun after it."""
    if not len(other):
        return np.zeros(len(spells), dtype=np.bool_)
    overlaps = (spells["started"] <= other["ended"][0]) & (spells["ended"] >= other["started"][0])
    return np.asarray(overlaps & (spells["number"] == other["number"][0]))


def _weekly_hours(spells: People) -> Numbers:
    """Contracted hours a week."""
    full = np.where(spells["worker"] == ws.Worker.OFFICER, shape.OFFICER_HOURS, shape.STAFF_HOURS)
    return np.asarray(full * spells["fte"])
