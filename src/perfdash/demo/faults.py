"""How each incident ends, and what its record lacks or gets wrong: one fate a row, drawn by its grade.

The fates exist so that every status of `contract/statuses.py` occurs at a plausible rate. Which record lacks
its arrival is chance alone here, which keeps the three planted effects legible; in real extracts it is not,
and the missing ones are often the slow ones.
"""

from dataclasses import replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from perfdash.demo import shape
from perfdash.demo.calls import Calls
from perfdash.demo.clocks import BLANK, EXTRACTED_AT
from perfdash.demo.draws import choose
from perfdash.demo.timings import Instants

Seconds = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]


class Fate(IntEnum):
    """What became of an incident or of its record."""

    ATTENDED = 0
    RESOLVED = 1  # by telephone or a web form: nobody was sent
    CANCELLED = 2  # before anyone arrived
    APPOINTMENT = 3  # booked for later
    ARRIVAL_MISSING = 4
    DESPATCH_MISSING = 5  # the clock that starts at despatch has no start
    START_MISSING = 6  # nor has any clock that starts with the call
    PRESSED_EARLY = 7  # on scene was pressed before the despatch was recorded
    WRONG_DAY = 8  # the arrival bears the day before
    ALL_AT_ONCE = 9  # every stamp is the call's: someone was there already
    PRESSED_LATE = 10  # on scene was pressed long after, when somebody noticed
    REPEAT = 11


_DRAWN = len(Fate) - 2  # ATTENDED is what remains, REPEAT is decided by the call

# Rows: grade; columns: RESOLVED to PRESSED_LATE. Two fifths of grade 3 never need a unit.
_SHARES = np.array(
    [
        [0.003, 0.028, 0.000, 0.065, 0.004, 0.0010, 0.0035, 0.0007, 0.0050, 0.0015],
        [0.055, 0.050, 0.010, 0.075, 0.006, 0.0010, 0.0035, 0.0007, 0.0050, 0.0012],
        [0.400, 0.055, 0.060, 0.060, 0.006, 0.0010, 0.0030, 0.0005, 0.0040, 0.0012],
    ]
)
FATE_SHARES = np.column_stack([1 - _SHARES.sum(axis=1), _SHARES])
# The caps of the reference data: 6 hours, 28 days, 56 days. A late press lies past them.
CAPS = np.array([6 * shape.HOUR, 28 * shape.DAY, 56 * shape.DAY])

SHARE_NEVER_EN_ROUTE = 0.03
SHARE_CANCELLED_UNSENT = 0.35
SHARE_OFFICER_ON_SCENE = 0.7
SHARE_RURALITY_BLANK = 0.003

# Result codes as the supplier writes them; the profile maps them on to outcomes.
RESULTS = ("AT-CRIME", "AT-ARR", "AT-NC", "TEL-RES", "CAN-CALL", "CAN-FRC", "APPT", "REPEAT", "OPEN")
SHARE_CANCELLED_BY_FORCE = 0.3
_ATTENDED_SHARES = np.array([[0.34, 0.11, 0.55]])


def draw_fates(rng: np.random.Generator, calls: Calls) -> Codes:
    """One `Fate` a row, `(n,)`."""
    fate = choose(rng, FATE_SHARES, calls.despatch_grade)
    fate[calls.source >= shape.OFFICER] = Fate.ATTENDED
    fate[calls.source == shape.DIARY] = Fate.APPOINTMENT
    fate[calls.is_repeat] = Fate.REPEAT
    return fate


def record(rng: np.random.Generator, calls: Calls, instants: Instants, fate: Codes) -> Instants:
    """The instants as they stand in the export, after each row's fate and the day of the export."""
    recorded = _officers(rng, calls, instants)
    recorded = _unattended(rng, recorded, fate)
    recorded = _mistaken(rng, calls, recorded, fate)
    recorded = _unrecorded(rng, calls, recorded, fate)
    known = [np.where(instant < EXTRACTED_AT, instant, BLANK) for instant in recorded.in_order()]
    return Instants(*known)


def results(rng: np.random.Generator, recorded: Instants, fate: Codes) -> Codes:
    """The result code of each row, an index of `RESULTS`, `(n,)`. A record not closed yet is open."""
    result = choose(rng, _ATTENDED_SHARES, np.zeros(len(fate), dtype=np.int8))
    result[fate == Fate.RESOLVED] = RESULTS.index("TEL-RES")
    cancelled = fate == Fate.CANCELLED
    result[cancelled] = RESULTS.index("CAN-CALL") + (rng.random(int(cancelled.sum())) < SHARE_CANCELLED_BY_FORCE)
    result[fate == Fate.APPOINTMENT] = RESULTS.index("APPT")
    result[fate == Fate.REPEAT] = RESULTS.index("REPEAT")
    result[recorded.closed == BLANK] = RESULTS.index("OPEN")
    return result


def _officers(rng: np.random.Generator, calls: Calls, instants: Instants) -> Instants:
    """An officer who reports what is in front of them has no call, and mostly has arrived already."""
    by_officer = calls.source == shape.OFFICER
    there = by_officer & (rng.random(len(calls)) < SHARE_OFFICER_ON_SCENE)
    return _at_once(replace(instants, call_answered=_blank(instants.call_answered, by_officer)), there)


def _at_once(instants: Instants, there: Flags) -> Instants:
    """Every stamp from record to arrival becomes the record's."""
    same = {
        name: np.where(there, instants.created, getattr(instants, name))
        for name in ("ready", "despatched", "en_route", "arrived")
    }
    return replace(instants, **same)


def _unattended(rng: np.random.Generator, instants: Instants, fate: Codes) -> Instants:
    """Nobody arrived: no despatch either, unless a unit was on its way when it was cancelled."""
    n = len(fate)
    unsent = np.isin(fate, (Fate.RESOLVED, Fate.APPOINTMENT, Fate.REPEAT))
    unsent |= (fate == Fate.CANCELLED) & (rng.random(n) < SHARE_CANCELLED_UNSENT)
    nobody = unsent | (fate == Fate.CANCELLED)
    handled = rng.exponential(shape.HANDLED_WITHOUT_DEPLOYMENT, n).astype(np.int64)
    on_the_way = np.where(fate == Fate.CANCELLED, instants.en_route, instants.stood_down)
    return replace(
        instants,
        ready=_blank(instants.ready, fate == Fate.REPEAT),
        despatched=_blank(instants.despatched, unsent),
        en_route=_blank(instants.en_route, unsent),
        # An appointment is kept: its arrival is real, days later, and nobody was waiting for it.
        arrived=_blank(instants.arrived, nobody & (fate != Fate.APPOINTMENT)),
        stood_down=_blank(on_the_way, unsent & (fate != Fate.APPOINTMENT)),
        closed=np.where(unsent & (fate != Fate.APPOINTMENT), instants.created + handled, instants.closed),
    )


def _mistaken(rng: np.random.Generator, calls: Calls, instants: Instants, fate: Codes) -> Instants:
    """Arrivals that are on record and wrong: too early, too late, or all stamps at once."""
    n = len(fate)
    all_at_once = fate == Fate.ALL_AT_ONCE
    created = np.where(all_at_once, calls.answered_at, instants.created)
    instants = _at_once(replace(instants, created=created), all_at_once)
    late = (CAPS[calls.despatch_grade] * rng.uniform(1.02, 1.8, n)).astype(np.int64)
    arrived = np.where(fate == Fate.PRESSED_LATE, calls.answered_at + late, instants.arrived)
    arrived = np.where(fate == Fate.WRONG_DAY, arrived - shape.DAY, arrived)
    early = rng.integers(2, 120, n)
    arrived = np.where(fate == Fate.PRESSED_EARLY, instants.despatched - early, arrived)
    pressed_late = fate == Fate.PRESSED_LATE
    return replace(
        instants,
        arrived=arrived,
        stood_down=np.where(pressed_late, arrived + early, instants.stood_down),
        closed=np.where(pressed_late, arrived + 2 * early, instants.closed),
    )


def _unrecorded(rng: np.random.Generator, calls: Calls, instants: Instants, fate: Codes) -> Instants:
    """Instants that happened and were not written down. A web form has no call to answer."""
    no_start = fate == Fate.START_MISSING
    no_despatch = fate == Fate.DESPATCH_MISSING
    never_en_route = rng.random(len(fate)) < SHARE_NEVER_EN_ROUTE
    no_call = no_start | (calls.source == shape.ONLINE) | (calls.source == shape.DIARY)
    return replace(
        instants,
        call_answered=_blank(instants.call_answered, no_call),
        created=_blank(instants.created, no_start),
        despatched=_blank(instants.despatched, no_despatch),
        en_route=_blank(instants.en_route, no_despatch | never_en_route),
        arrived=_blank(instants.arrived, fate == Fate.ARRIVAL_MISSING),
    )


def _blank(instant: Seconds, where: Flags) -> Seconds:
    return np.where(where, BLANK, instant)
