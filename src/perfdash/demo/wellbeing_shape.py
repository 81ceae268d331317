"""The shape of the demonstration's wellbeing data: every constant, with the reason for it. All of it is invented."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from perfdash.contract.wellbeing import REASON_GROUPS
from perfdash.demo import workforce_shape as ws
from perfdash.demo.wellbeing_effects import FALLS_BEHIND, OFFERED_SOONER

FIRST_DAY = date(2022, 11, 1)
FIRST = ws.day_of(FIRST_DAY)

# The roles of the high-stress list that somebody here holds, in the groups that data/reference gives them.
ROLE_GROUPS = {
    "child abuse and digital": ("OCA", "DFU"),
    "offender management": ("OFFENDER-MGT", "VISOR"),
    "firearms and negotiation": ("FIREARMS", "NEGOTIATOR"),
    "scenes and collisions": ("COLLISION", "CSI", "FLO"),
    "counter terrorism": ("CT",),
    "custody": ("CUSTODY",),
}
LISTED_FROM = {"CUSTODY": date(2024, 4, 1)}  # a local addition; all others are listed throughout
ENHANCED_ROLES = ("OCA", "DFU", "OFFENDER-MGT", "VISOR", "CSI")
SCREENING_CODE, ENHANCED_CODE = "SCREEN-12", "SUPPORT-6"

# Contacts. The first screening is due three months into the role; who was there when it joined the list, within the year.
DAYS_TO_FIRST = 90
SHARE_NOT_OFFERED, SHARE_DECLINED = 0.04, 0.08


def _fates(on_time: float) -> list[float]:
    return [SHARE_NOT_OFFERED, SHARE_DECLINED, 1 - SHARE_NOT_OFFERED - SHARE_DECLINED - on_time, on_time]


NOT_OFFERED, DECLINED, LATE, ON_TIME = range(4)
CONTACT_FATES = np.array([_fates(FALLS_BEHIND.share_before), _fates(FALLS_BEHIND.share)])
MEAN_DAYS_LATE, MOST_DAYS_LATE = 28, 150
SHARE_FOLLOWED, DAYS_TO_FOLLOW_UP = 0.25, 28
FOLLOW_UP_FATES = np.array([[0.08, 0.12, 0.80]])  # not done, late, by the day

# The fire service shares occupational health: its people are in those extracts alone, and never leave.
N_FIRE, N_FIRE_SCREENED = 620, 60
FIRE_WORKER, FIRE_ROLE, FIRE_COMMAND = len(ws.KINDS), len(ws.ROLES), len(ws.COMMANDS)

# Exposures a year, and how much likelier each role is to be at one than an investigator.
EVENTS_A_YEAR, MORE_AT_EVENT = 470, 1.3
EXPOSED = {
    "RESPONSE": 5.0, "COLLISION": 8.0, "CSI": 6.0, "FLO": 5.0, "NEGOTIATOR": 4.0, "FIREARMS": 2.5, "OPERATIONS": 2.0,
    "RAPE-DA": 1.5, "NEIGHBOURHOOD": 1.2, "CUSTODY": 1.0, "INVESTIGATOR": 1.0, "CONTACT": 0.8,
}  # fmt: skip
# Offered within 72 hours, within a week, later, never. Nothing but the first two and the third changes.
NEVER_OFFERED, AFTER_A_WEEK = 0.08, 0.3
OFFERS = np.array(
    [
        [share, (0.92 - share) * (1 - AFTER_A_WEEK), (0.92 - share) * AFTER_A_WEEK, NEVER_OFFERED]
        for share in (OFFERED_SOONER.share_before, OFFERED_SOONER.share)
    ]
)
# Least and most days to the offer, by column of `OFFERS`: whatever the hour of the exposure and of the offer, from 08:00
# to 18:00, the offer is then inside 72 hours, inside a week, or after it.
OFFER_DAYS = np.array([[1, 2], [4, 6], [8, 20], [0, 0]])
SHARE_HELD, SHARE_FOLLOWED_UP = 0.75, 0.85

# Occupational health.
REFERRALS_A_YEAR = 0.22  # a person, police and fire alike
MEDIAN_WAIT, WAIT_SPREAD, SHORTEST_WAIT, LONGEST_WAIT = 21, 0.38, 6, 60
FIRST_APPOINTMENTS = np.array([[0.84, 0.11, 0.05]])  # kept, moved, never kept
MEDIAN_TO_CLOSE, CLOSE_SPREAD = 45, 0.8


@dataclass(frozen=True)
class Reason:
    """Why people are absent: spells a year and person, the shares of short, medium and long ones, and whether winter brings
    more of them."""

    code: str
    a_year: float
    lengths: tuple[float, float, float]
    is_of_winter: bool = False


REASONS = (
    Reason("PSY", 0.12, (0.25, 0.35, 0.40)),
    Reason("MSK", 0.22, (0.55, 0.30, 0.15)),
    Reason("OTH", 0.85, (0.88, 0.10, 0.02), is_of_winter=True),
    Reason("NK", 0.06, (0.95, 0.05, 0.00), is_of_winter=True),
)
assert len(REASONS) == len(REASON_GROUPS)
# Surveys find these worst though they are not on the list: half as much psychological absence again.
STRAINED, STRAIN = ("RESPONSE", "CONTACT", "RAPE-DA"), 1.5
LENGTHS = np.array([[1, 7], [8, 28]])
LONG_FROM, MEAN_LONGER, LONGEST = 29, 60, 500
# January to December, beside the yearly mean.
WINTER = np.array([1.45, 1.25, 1.10, 0.95, 0.85, 0.80, 0.75, 0.75, 0.90, 1.00, 1.10, 1.30])
# A full week of an officer, and of anybody else who is paid.
OFFICER_HOURS, STAFF_HOURS = 40, 37
# One negotiator of the few is absent for most of a year, so that one person holds most of a cell's hours.
DOMINANT_ROLE, DOMINANT_FROM, DOMINANT_DAYS = "NEGOTIATOR", date(2026, 2, 2), 240


@dataclass(frozen=True)
class Course:
    """A course: its code, what it is, and how often a supervisor and anybody else completes it a year."""

    code: str
    is_leadership: bool
    has_resilience: bool
    supervisors: float
    others: float


COURSES = (
    Course("LDR-FIRST", True, True, 0.14, 0.008),
    Course("LDR-MID", True, True, 0.10, 0.0),
    Course("LDR-SENIOR", True, True, 0.03, 0.0),
    Course("LDR-COACH", True, False, 0.09, 0.004),
    Course("LDR-PROM", True, False, 0.05, 0.010),
    Course("RESIL", False, True, 0.10, 0.12),
    Course("PST", False, False, 0.45, 0.45),
    Course("FAID", False, False, 0.30, 0.30),
    Course("DRIVE", False, False, 0.12, 0.15),
    Course("DATALIT", False, False, 0.06, 0.06),
)


@dataclass(frozen=True)
class PilotArea:
    """An area of the musculoskeletal pilot: its code, the team whose people are meant, the share offered an assessment."""

    code: str
    lpt: str
    share_offered: float


PILOT_FROM = date(2025, 3, 3)
# Leek is seen one day a month: so few there that its figures must be hidden.
PILOT_AREAS = (PilotArea("HAN", "hanley", 0.85), PilotArea("LEE", "leek", 0.30))
SHARE_ASSESSED = 0.62

# The bus stood at ten stops twice, on the weekdays of four weeks. How many are expected; at Leek hardly anybody.
BUS_FROM = date(2025, 6, 9)
STOPS = (
    *(("HQ", 58), ("HAN", 46), ("NEW", 31), ("LON", 34), ("STA", 38)),
    *(("BUR", 29), ("COD", 12), ("CAN", 27), ("TAM", 22), ("LEE", 3)),
)
