"""Who called, when, from where, about what: one row a record, in the order the calls came in."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import numpy.typing as npt

from perfdash.demo import shape
from perfdash.demo.clocks import Quarter, local, midnight
from perfdash.demo.draws import choose, spread

Seconds = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Calls:
    """The calls of one file: arrays of one length, `(n,)`, ascending in `answered_at`.

    Instants are seconds since 1970 in UTC, grades 0–2, `lpt` and `source` indices of `shape`. `parent` is the
    row number of the incident a repeat call is about, −1 for an incident of its own.
    """

    answered_at: Seconds
    lpt: Codes
    is_rural: Flags
    source: Codes
    initial_grade: Codes
    despatch_grade: Codes
    final_grade: Codes
    is_domestic: Flags
    parent: Seconds

    def __len__(self) -> int:
        return len(self.answered_at)

    @property
    def local_days(self) -> Seconds:
        """Days since 1970 by the clock on the wall."""
        return local(self.answered_at) // shape.DAY

    @property
    def is_repeat(self) -> Flags:
        """Whether the call is about another row's incident."""
        return np.asarray(self.parent >= 0)

    @property
    def is_weekend_night(self) -> Flags:
        """Whether the call came on a Friday or Saturday night."""
        return weekend_night(local(self.answered_at))


def draw_calls(rng: np.random.Generator, quarter: Quarter, n: int) -> Calls:
    """The `n` calls of a file, repeat calls included."""
    n_repeats = round(n * shape.SHARE_REPEATS)
    answered_at = call_times(rng, quarter, n - n_repeats)
    about = _repeated(rng, len(answered_at), n_repeats)
    delay = 20 + rng.exponential(shape.MEAN_SECONDS_TO_REPEAT, len(about)).astype(np.int64)
    # A file ends at midnight, and a repeat call belongs to the file of its incident.
    repeated_at = np.minimum(answered_at[about] + delay, int(_edges(quarter)[1]) - 1)
    return _with_repeats(_incidents(rng, answered_at), about, repeated_at)


def weekend_night(wall: Seconds) -> Flags:
    """Whether wall-clock seconds fall in the nights of Friday and Saturday, 21:00 to 04:59."""
    hour = wall // shape.HOUR % 24
    # 1 January 1970 was a Thursday, so Monday = 0 makes it 3. The small hours belong to the evening before.
    evening_of = ((wall - 5 * shape.HOUR) // shape.DAY + 3) % 7
    return np.asarray(np.isin(evening_of, (4, 5)) & ((hour >= 21) | (hour < 5)))


def _edges(quarter: Quarter) -> tuple[int, int]:
    return midnight(quarter.first_day), midnight(date.fromordinal(quarter.last_day.toordinal() + 1))


def call_times(rng: np.random.Generator, quarter: Quarter, n: int) -> Seconds:
    """When `n` calls of a file came in: ascending seconds since 1970 in UTC, by the rhythm of hour, week and month."""
    begins, ends = _edges(quarter)
    wall = local(np.arange(begins, ends, shape.HOUR, dtype=np.int64))
    weights = hour_weights(wall)
    day = wall // shape.DAY - int(wall[0]) // shape.DAY
    weights *= np.exp(shape.DAY_SPREAD * rng.standard_normal(quarter.n_days))[day]
    return begins + spread(rng, n, weights, shape.HOUR)


def hour_weights(wall: Seconds) -> npt.NDArray[np.float64]:
    """How busy each wall-clock hour is beside the others: hour, weekend night, month. Shaped as `wall`."""
    month = wall.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % 12
    is_weekend = (wall // shape.DAY + 3) % 7 >= 5
    by_week = np.where(weekend_night(wall), shape.WEEKEND_NIGHT, np.where(is_weekend, shape.WEEKEND_DAY, 1.0))
    weights = shape.HOUR_WEIGHTS[wall // shape.HOUR % 24] * by_week * shape.MONTH_WEIGHTS[month]
    return np.asarray(weights, dtype=np.float64)


def _repeated(rng: np.random.Generator, n_incidents: int, n_repeats: int) -> Seconds:
    """Which incident each repeat call is about: a few draw most of them, as a crash on a main road does."""
    n_events = max(1, round(n_repeats / shape.REPEATS_PER_EVENT))
    events = rng.choice(n_incidents, size=n_events, replace=False)
    return np.asarray(events[(n_events * rng.random(n_repeats) ** 1.6).astype(np.int64)], dtype=np.int64)


def _incidents(rng: np.random.Generator, answered_at: Seconds) -> Calls:
    """An incident for each call answered: place, grades, source and flag."""
    n = len(answered_at)
    lpt = choose(rng, shape.LPT_SHARES[None, :], np.zeros(n, dtype=np.int8))
    initial = choose(rng, shape.GRADE_SHARES, _is_night(local(answered_at)).astype(np.int8))
    source = choose(rng, shape.SOURCE_SHARES, initial)
    # An officer at the scene and a booked appointment are not re-graded on the way.
    regraded = choose(rng, shape.DESPATCH_GRADE_SHARES, initial)
    at_despatch = np.where(source >= shape.OFFICER, initial, regraded)
    return Calls(
        answered_at=answered_at,
        lpt=lpt,
        is_rural=rng.random(n) < shape.LPT_RURAL[lpt],
        source=source,
        initial_grade=initial,
        despatch_grade=at_despatch,
        final_grade=choose(rng, shape.FINAL_GRADE_SHARES, at_despatch),
        is_domestic=rng.random(n) < shape.DOMESTIC_SHARES[initial],
        parent=np.full(n, -1, dtype=np.int64),
    )


def _is_night(wall: Seconds) -> Flags:
    """Whether wall-clock seconds fall between 22:00 and 04:59."""
    return np.asarray((wall // shape.HOUR + 2) % 24 < 7)


def _with_repeats(incidents: Calls, about: Seconds, repeated_at: Seconds) -> Calls:
    """The incidents and their repeats by time. A repeat has its parent's place, grade and flag."""
    n = len(incidents)
    times = np.concatenate([incidents.answered_at, repeated_at])
    order = np.argsort(times, kind="stable")
    like = np.concatenate([np.arange(n), about])[order]
    row_of = np.argsort(order, kind="stable")
    is_repeat = order >= n
    same = {field.name: getattr(incidents, field.name)[like] for field in fields(Calls)}
    # Whoever rings about an officer's incident or an appointment rings 101.
    by_telephone = is_repeat & (same["source"] >= shape.OFFICER)
    same["source"] = np.where(by_telephone, np.int8(shape.BY_101), same["source"])
    same |= {"answered_at": times[order], "parent": np.where(is_repeat, row_of[like], -1)}
    return Calls(**same)
