"""The shape of the demonstration force's workforce: every constant, with the reason for it. All of it is invented.

Strengths are near the totals that Staffordshire Police is known by; how they divide into commands, roles, ranks and hours is
made up. Leaver rates were set to lie in the ranges that the Home Office publishes for all forces.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np

from perfdash.demo.clocks import LAST_DAY

YEAR = 365.25
MONTH = YEAR / 12
NEVER = np.iinfo(np.int32).max  # a day that does not come: a post still held, a term without an end


def day_of(day: date) -> int:
    """Days since 1970."""
    return (day - date(1970, 1, 1)).days


FIRST_DAY = date(2016, 11, 1)  # posts that ended before it are not in the extract
EXTRACTED = day_of(LAST_DAY)


class Worker(IntEnum):
    """What kind of worker; designated officers are left out."""

    OFFICER = 0
    STAFF = 1
    PCSO = 2
    SPECIAL = 3
    VOLUNTEER = 4


@dataclass(frozen=True)
class Rank:
    """A rank or grade: its code in the export, its share of the workers, and the years of service it takes at least."""

    code: str
    share: float
    years: float = 0.0
    supervises: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of worker: how many people, in which months they join, how often hours and command change (a year).

    `share_full_time` None: their hours are their own and the export leaves the FTE blank.
    """

    code: str
    strength: int
    joins_in: tuple[int, ...]
    ranks: tuple[Rank, ...]
    share_full_time: float | None = None
    hours_change: float = 0.0
    moves: float = 0.0


EVERY_MONTH = tuple(range(1, 13))
KINDS = (
    Kind(
        "PO",
        2_050,
        (1, 3, 5, 7, 9, 11),  # courses of some twenty-five begin every other month
        (
            Rank("PC", 0.766),
            Rank("SGT", 0.155, 4, True),
            Rank("INSP", 0.051, 8, True),
            Rank("CI", 0.016, 11, True),
            Rank("SUPT", 0.008, 14, True),
            Rank("CSUPT", 0.002, 17, True),
            Rank("CHIEF", 0.002, 20, True),
        ),
        share_full_time=0.93,
        hours_change=0.025,
        moves=0.06,
    ),
    Kind(
        "STAFF",
        1_600,
        EVERY_MONTH,
        (
            Rank("Band C", 0.35),
            Rank("Band D", 0.30),
            Rank("Band E", 0.20),
            Rank("Band F", 0.08, 2),
            Rank("Band G", 0.05, 3, True),
            Rank("Band H", 0.02, 5, True),
        ),
        share_full_time=0.72,
        hours_change=0.05,
        moves=0.025,
    ),
    Kind("PCSO", 190, EVERY_MONTH, (Rank("PCSO", 1.0),), share_full_time=0.85, hours_change=0.04, moves=0.05),
    Kind(
        "SC",
        200,
        (2, 5, 8, 11),
        (Rank("SC", 0.90), Rank("S/SGT", 0.08, 2, True), Rank("S/INSP", 0.02, 4, True)),
        moves=0.03,
    ),
    Kind("VOL", 150, EVERY_MONTH, ()),
)

COMMANDS = ("RESP", "NBH", "INV", "CAC", "OPS", "ISC", "CORP", "CJC")
RESPONSE, NEIGHBOURHOODS, CONTACT = (COMMANDS.index(code) for code in ("RESP", "NBH", "CAC"))
# Where people start (rows: worker) and where those who move go. New officers learn in Response and leave it later.
FIRST_COMMAND = np.array(
    [
        [0.90, 0.10, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00],
        [0.01, 0.02, 0.14, 0.28, 0.03, 0.12, 0.25, 0.15],
        [0.00, 1.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00],
        [0.60, 0.40, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00],
        [0.00, 0.60, 0.00, 0.00, 0.00, 0.00, 0.25, 0.15],
    ]
)
NEXT_COMMAND = np.array(
    [
        [0.03, 0.28, 0.28, 0.03, 0.12, 0.18, 0.03, 0.05],
        *FIRST_COMMAND[1:],
    ]
)
RESPONSE_MOVES = 0.15  # a year, of officers past their second year in Response
MONTHS_BEFORE_MOVING = 24

ROLES = (
    *("RESPONSE", "NEIGHBOURHOOD", "INVESTIGATOR", "RAPE-DA", "CONTACT", "OPERATIONS", "INTEL", "CORPORATE", "CJ"),
    *("CUSTODY", "FIREARMS", "COLLISION", "NEGOTIATOR", "OCA", "OFFENDER-MGT", "VISOR", "CT", "DFU", "CSI", "FLO"),
)
_OFFICER_ROLES = {
    "RESP": {"RESPONSE": 1.0},
    "NBH": {"NEIGHBOURHOOD": 1.0},
    "INV": {"INVESTIGATOR": 0.68, "RAPE-DA": 0.24, "FLO": 0.05, "OFFENDER-MGT": 0.03},
    "CAC": {"CONTACT": 1.0},
    "OPS": {"OPERATIONS": 0.45, "FIREARMS": 0.40, "COLLISION": 0.12, "NEGOTIATOR": 0.03},
    "ISC": {"INTEL": 0.42, "OCA": 0.15, "OFFENDER-MGT": 0.17, "VISOR": 0.08, "CT": 0.12, "DFU": 0.06},
    "CORP": {"CORPORATE": 1.0},
    "CJC": {"CUSTODY": 0.8, "CJ": 0.2},
}
_STAFF_ROLES = _OFFICER_ROLES | {
    "INV": {"INVESTIGATOR": 0.82, "RAPE-DA": 0.18},
    "OPS": {"OPERATIONS": 0.9, "COLLISION": 0.1},
    "ISC": {"INTEL": 0.46, "CSI": 0.26, "DFU": 0.18, "OCA": 0.04, "OFFENDER-MGT": 0.06},
    "CJC": {"CUSTODY": 0.4, "CJ": 0.6},
}


def _role_shares(roles: dict[str, dict[str, float]]) -> np.ndarray:
    return np.array([[roles[command].get(role, 0.0) for role in ROLES] for command in COMMANDS])


# One table of roles by command for officers, one for everybody else.
ROLE_SHARES = np.concatenate([_role_shares(_OFFICER_ROLES), _role_shares(_STAFF_ROLES)])

PART_TIME = np.array([0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
PART_TIME_SHARES = np.array([[0.04, 0.14, 0.26, 0.10, 0.34, 0.12]])
# A second post beside a short one: this share of staff posts of at most 0.6 held for a year or more.
SHARE_SECOND_POST = 0.15

# Joining. Shares of the officers who join at an intake; the rest are new to policing.
FROM_OTHER_KINDS = {Worker.PCSO: 0.05, Worker.SPECIAL: 0.06, Worker.STAFF: 0.03}
TRANSFER_IN = 0.10
REJOINER = 0.025
SHARE_FIXED_TERM = 0.12  # of new staff; the longest terms are two years
SHARE_KEPT_AFTER_TERM = 0.45
TERMS = (12, 18, 24)  # months
JOINERS = ("NEW", "TRFIN", "REJOIN")
NEW, TRANSFERRED, REJOINED = range(3)
# Age at joining, years: least, and the mean of what comes on top (exponential), by kind of worker.
YOUNGEST = np.array([19.5, 18.5, 19.0, 18.5, 18.0])
OLDER_BY = np.array([6.0, 14.0, 10.0, 9.0, 18.0])
OLDEST = np.array([45.0, 62.0, 58.0, 55.0, 70.0])
OFFICER_SERVICE, OFFICER_AGE, STAFF_AGE = 30.0, 60.0, 66.0  # a pension can be drawn from then on
