"""Exposures to trauma: which incident, who was there, and when support was offered and held."""

from datetime import timedelta

import numpy as np
import pyarrow as pa

from perfdash.demo import wellbeing_shape as shape
from perfdash.demo import workforce_cells as cells
from perfdash.demo import workforce_shape as ws
from perfdash.demo.calls import hour_weights
from perfdash.demo.clocks import DAYS_PER_YEAR, LAST_DAY, Seconds, local, midnight
from perfdash.demo.draws import choose, spread
from perfdash.demo.extract import beside, day_bytes, instant_bytes, text_cells
from perfdash.demo.shape import DAY, HOUR, MINUTE
from perfdash.demo.wellbeing_effects import OFFERED_SOONER, is_reached
from perfdash.demo.wellbeing_people import Flags, Rows, generator, last_days, who
from perfdash.demo.workforce_people import People

HEADINGS = ("Person No", "Type", "Role", "Dept")
OFFICE_OPENS, OFFICE_CLOSES = 8 * HOUR, 18 * HOUR
INCIDENTS_A_DAY = 650  # the running number follows the hour, as far as it can
_SERIALS = np.array([f"-{number:05}" for number in range(INCIDENTS_A_DAY + 1)], dtype="S6")


def exposure_columns(seed: int, posts: People) -> dict[str, pa.Array]:
    """The exposures file: one row a person and incident, in the order of the incidents."""
    rng = generator(seed, 1)
    occurred = _events(rng)
    each = np.repeat(np.arange(len(occurred)), 1 + rng.poisson(shape.MORE_AT_EVENT, len(occurred)))
    people = posts[_present(rng, posts, occurred[each] // DAY)]
    # Nobody is at an incident twice.
    once = np.sort(np.unique(np.stack([each, people["number"]]), axis=1, return_index=True)[1])
    people, occurred = people[once], occurred[each[once]]
    return {
        "Exposure": cells.numbered("T", np.arange(1, len(people) + 1)),
        "Incident No": _incident_numbers(occurred),
        **who(people, HEADINGS),
        "Occurred": _minutes(occurred, np.full(len(people), True)),
        **_support(rng, occurred, last_days(people, posts)),
    }


def _events(rng: np.random.Generator) -> Seconds:
    """When the incidents happened, by the clock on the wall, to the minute: ascending."""
    begins, ends = midnight(shape.FIRST_DAY), midnight(LAST_DAY + timedelta(1))
    weights = hour_weights(local(np.arange(begins, ends, HOUR, dtype=np.int64)))
    n = round(shape.EVENTS_A_YEAR * (ends - begins) / DAY / DAYS_PER_YEAR)
    return local(begins + spread(rng, n, weights, HOUR)) // MINUTE * MINUTE


def _present(rng: np.random.Generator, posts: People, days: Rows) -> Rows:
    """A row of the posts for each day, which ascend: somebody in post in all of its month, by how exposed the roles are."""
    weight = np.array([shape.EXPOSED.get(role, 0.0) for role in ws.ROLES])[posts["role"]]
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    found = []
    for month in np.unique(months):
        first, last = (int(day.astype("datetime64[D]").astype(np.int64)) for day in (month, month + 1))
        is_there = (posts["started"] <= first) & (posts["ended"] >= min(last - 1, ws.EXTRACTED))
        shares = is_there * weight
        found.append(rng.choice(len(posts), int((months == month).sum()), p=shares / shares.sum()))
    return np.concatenate(found)


def _support(rng: np.random.Generator, occurred: Rows, last: Rows) -> dict[str, pa.Array]:
    """When support was offered, held and followed up, as far as it was before the extract and the person's last day."""
    n, day, until = len(occurred), occurred // DAY, np.minimum(last, ws.EXTRACTED)
    when = choose(rng, shape.OFFERS, is_reached(OFFERED_SOONER, day).astype(np.int8))
    least, most = shape.OFFER_DAYS[when].T
    offered = day + rng.integers(least, most + 1)
    is_offered = (when < len(shape.OFFER_DAYS) - 1) & (offered <= until)
    held = offered + rng.integers(1, 8, n)
    is_held = is_offered & (rng.random(n) < shape.SHARE_HELD) & (held <= until)
    followed = held + rng.integers(26, 33, n)
    is_followed = is_held & (rng.random(n) < shape.SHARE_FOLLOWED_UP) & (followed <= until)
    return {
        "TRiM Offered": _minutes(_in_office(rng, offered), is_offered),
        "TRiM Held": _minutes(_in_office(rng, held), is_held),
        "TRiM Followed Up": _minutes(_in_office(rng, followed), is_followed),
    }


def _in_office(rng: np.random.Generator, days: Rows) -> Seconds:
    return np.asarray(days * DAY + rng.integers(OFFICE_OPENS, OFFICE_CLOSES, len(days)), dtype=np.int64)


def _incident_numbers(occurred: Seconds) -> pa.Array:
    """The day and a running number, as command and control has them."""
    serial = 1 + occurred % DAY * INCIDENTS_A_DAY // DAY
    return text_cells(beside(day_bytes(occurred // DAY, "%Y%m%d"), _SERIALS[serial]))


def _minutes(wall: Seconds, is_known: Flags) -> pa.Array:
    """Wall-clock seconds as `dd/mm/yyyy HH:MM`, blank where not known."""
    return text_cells(instant_bytes(wall)[:, : len("dd/mm/yyyy HH:MM")], is_known)
