"""The shape of the demonstration force: every constant, with the reason for it. All of it is invented.

Staffordshire Police does not publish volumes, grade mix or rural share by local policing team, so none of
these is a finding about it. The times are set so that the results lie in the ranges of real forces' published
figures: grade 1 median 8–11 minutes, 80–90 % within 15 minutes (urban) or 20 (rural), grade 2 median about an
hour with a tail of days.
"""

from dataclasses import dataclass

import numpy as np

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True)
class Lpt:
    """A local policing team: shares (0–1) of all incidents and rural; `travel` beside the force's (= 1)."""

    key: str
    area_code: str
    share: float
    share_rural: float
    travel: float


# Stoke-on-Trent's two teams take most; the moorland and the southern parishes are rural and thinly covered.
LPTS = (
    Lpt("leek", "STAFF-LEE", 0.040, 0.60, 1.06),
    Lpt("hanley", "STAFF-HAN", 0.185, 0.02, 0.96),
    Lpt("newcastle", "STAFF-NEW", 0.125, 0.15, 0.99),
    Lpt("longton", "STAFF-LON", 0.130, 0.05, 0.97),
    Lpt("stafford", "STAFF-STA", 0.120, 0.30, 1.00),
    Lpt("burton", "STAFF-BUR", 0.115, 0.30, 1.01),
    Lpt("codsall", "STAFF-COD", 0.050, 0.60, 1.05),
    Lpt("cannock", "STAFF-CAN", 0.095, 0.15, 1.00),
    Lpt("lichfield", "STAFF-LIC", 0.065, 0.35, 1.02),
    Lpt("tamworth", "STAFF-TAM", 0.075, 0.04, 0.98),
)
LPT_SHARES = np.array([lpt.share for lpt in LPTS])
LPT_RURAL = np.array([lpt.share_rural for lpt in LPTS])
LPT_TRAVEL = np.array([lpt.travel for lpt in LPTS])

GRADES = ("Grade 1", "Grade 2", "Grade 3")
# Rows: day, night (22:00–04:59). Fewer but more urgent calls come at night.
GRADE_SHARES = np.array([[0.180, 0.395, 0.425], [0.225, 0.440, 0.335]])
# A flag the call handler sets; in most forces about one incident in seven, nearly all of it graded 1 or 2.
DOMESTIC_SHARES = np.array([0.22, 0.21, 0.06])

SOURCES = ("999", "101", "Online", "Partner", "Alarm", "Officer", "Diary")
BY_101, ONLINE, OFFICER, DIARY = (SOURCES.index(source) for source in ("101", "Online", "Officer", "Diary"))
# Rows: grade. Nobody books an appointment for an emergency, and few report one through a web form.
SOURCE_SHARES = np.array(
    [
        [0.790, 0.100, 0.005, 0.040, 0.025, 0.040, 0.000],
        [0.430, 0.360, 0.030, 0.045, 0.015, 0.120, 0.000],
        [0.080, 0.480, 0.200, 0.030, 0.010, 0.080, 0.120],
    ]
)

# Grade at despatch given the initial grade, then final grade given the grade at despatch. An upgrade keeps
# the clock of the first call, which is the trap: those emergencies start with a wait that was not an
# emergency's.
DESPATCH_GRADE_SHARES = np.array([[0.975, 0.025, 0.000], [0.012, 0.968, 0.020], [0.002, 0.018, 0.980]])
FINAL_GRADE_SHARES = np.array([[0.980, 0.018, 0.002], [0.006, 0.979, 0.015], [0.001, 0.009, 0.990]])
MEAN_WAIT_BEFORE_UPGRADE = 18 * MINUTE

# Weight of each local hour on a working day, and what a Friday night to Sunday night adds to it.
HOUR_WEIGHTS = np.array(
    [
        *(2.6, 2.0, 1.6, 1.3, 1.1, 1.2, 1.7, 2.7, 3.9, 4.6, 4.9, 5.0),
        *(5.1, 5.1, 5.2, 5.5, 5.7, 5.9, 5.8, 5.6, 5.2, 4.7, 4.2, 3.5),
    ]
)
WEEKEND_NIGHT = 1.45
WEEKEND_DAY = 0.97
# January to December: summer evenings are busy, the winter quieter, December in between.
MONTH_WEIGHTS = np.array([0.94, 0.93, 0.97, 0.99, 1.03, 1.06, 1.08, 1.06, 1.01, 1.00, 0.96, 0.97])
# Travel in the dark and on wet roads takes a little longer: mild enough that no month signals on a process
# chart.
MONTH_TRAVEL = np.array([1.015, 1.010, 1.0, 0.995, 0.99, 0.985, 0.985, 0.985, 1.0, 1.005, 1.010, 1.015])
# No two days are alike, beyond chance: the standard deviation of a day's volume, as a share of it.
DAY_SPREAD = 0.04


@dataclass(frozen=True)
class Stage:
    """Durations of one stage by grade: medians in seconds, spread of the logarithm, and a slow tail.

    A share `share_slow` of each grade waits longer by `median_slow` seconds (same order, spread
    `spread_slow`): no unit was free, or the call could wait until the next shift. One log-normal alone has
    too thin a tail.
    """

    medians: tuple[float, float, float]
    spreads: tuple[float, float, float]
    share_slow: tuple[float, float, float] = (0.0, 0.0, 0.0)
    median_slow: tuple[float, float, float] = (0.0, 0.0, 0.0)
    spread_slow: float = 0.0


# However long the control room's part takes, the record is opened early in the call.
LONGEST_BEFORE_RECORD = 10 * MINUTE
# Call answered to ready for despatch: the call handler's part, and long enough for a quarter off it to show.
CONTROL_ROOM = Stage((222, 460, 1_500), (0.55, 0.70, 0.90))
# Ready to first despatched: waiting for a unit. Grade 2 and 3 queue, which is where their hours go.
DESPATCH = Stage(
    (45, 1_150, 14_000),
    (0.85, 1.05, 1.15),
    share_slow=(0.025, 0.13, 0.25),
    median_slow=(18 * MINUTE, 7 * HOUR, 20 * HOUR),
    spread_slow=0.95,
)
# First despatched to first on scene, in an urban area.
TRAVEL = Stage((284, 780, 1_000), (0.48, 0.60, 0.65))
TRAVEL_RURAL = 1.68
# A weekend night stretches the wait for a unit, in proportion.
DESPATCH_WEEKEND_NIGHT = 1.20

# Median seconds on scene and from stand-down to closing the record, by grade.
ON_SCENE = Stage((55 * MINUTE, 48 * MINUTE, 40 * MINUTE), (0.80, 0.85, 0.85))
CLOSING = Stage((5 * HOUR, 8 * HOUR, 14 * HOUR), (1.1, 1.1, 1.1))
HANDLED_WITHOUT_DEPLOYMENT = 2 * HOUR

# One row in 22 is a repeat call about an incident already open; a few incidents draw dozens.
SHARE_REPEATS = 0.045
REPEATS_PER_EVENT = 2.2
MEAN_SECONDS_TO_REPEAT = 7 * MINUTE
