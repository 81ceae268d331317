"""The instants of each call, stage by stage, when everything happens and is recorded.

Three stages make up the attendance time: control room (call answered to ready for despatch), despatch (ready
to first despatched) and attendance (first despatched to first on scene). What is missing or wrong comes
after, in `faults`.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from perfdash.demo import shape
from perfdash.demo.calls import Calls
from perfdash.demo.draws import stage_seconds
from perfdash.demo.effects import StageName, stage_factor

Seconds = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Instants:
    """The instants of each incident: arrays `(n,)`, seconds since 1970 in UTC, `BLANK` = unrecorded."""

    call_answered: Seconds
    created: Seconds
    ready: Seconds
    despatched: Seconds
    en_route: Seconds
    arrived: Seconds
    stood_down: Seconds
    closed: Seconds

    def in_order(self) -> list[Seconds]:
        """The eight arrays, as the export lists them."""
        return [getattr(self, field.name) for field in fields(self)]


def draw_instants(rng: np.random.Generator, calls: Calls) -> Instants:
    """When each thing happened to each of the calls."""
    grade, answered = calls.despatch_grade, calls.answered_at
    control_room = stage_seconds(rng, shape.CONTROL_ROOM, grade, _planted("control room", calls))
    before_record = np.minimum(control_room, shape.LONGEST_BEFORE_RECORD) * rng.uniform(0.2, 0.45, len(calls))
    created = answered + np.rint(before_record).astype(np.int64)
    ready = answered + control_room + _wait_before_upgrade(rng, calls)
    despatched = ready + stage_seconds(rng, shape.DESPATCH, grade, _despatch_factor(calls))
    travel = stage_seconds(rng, shape.TRAVEL, grade, _travel_factor(calls))
    arrived = despatched + travel
    stood_down = arrived + stage_seconds(rng, shape.ON_SCENE, grade)
    return Instants(
        call_answered=answered,
        created=created,
        ready=ready,
        despatched=despatched,
        # Turning out takes some of the travel stage, never all of it.
        en_route=despatched + (travel * rng.uniform(0.04, 0.20, len(calls))).astype(np.int64),
        arrived=arrived,
        stood_down=stood_down,
        closed=stood_down + stage_seconds(rng, shape.CLOSING, grade),
    )


def _planted(stage: StageName, calls: Calls) -> Numbers:
    return stage_factor(stage, calls.local_days, calls.despatch_grade, calls.lpt, calls.is_domestic)


def _wait_before_upgrade(rng: np.random.Generator, calls: Calls) -> Seconds:
    """An upgraded call waited as what it was first thought to be, and the clock ran on."""
    wait = rng.exponential(shape.MEAN_WAIT_BEFORE_UPGRADE, len(calls))
    return np.where(calls.despatch_grade < calls.initial_grade, np.rint(wait), 0).astype(np.int64)


def _despatch_factor(calls: Calls) -> Numbers:
    busy = np.where(calls.is_weekend_night, shape.DESPATCH_WEEKEND_NIGHT, 1.0)
    return np.asarray(busy * _planted("despatch", calls))


def _travel_factor(calls: Calls) -> Numbers:
    month = calls.local_days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    road = np.where(calls.is_rural, shape.TRAVEL_RURAL, 1.0) * shape.LPT_TRAVEL[calls.lpt]
    return np.asarray(road * shape.MONTH_TRAVEL[month] * _planted("attendance", calls))
