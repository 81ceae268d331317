"""What a column of any record kind may be: the shapes that every contract is written in."""

from dataclasses import dataclass
from enum import StrEnum

NOT_KNOWN = "not known"


class Column(StrEnum):
    """What a contract column holds, which decides how its text is read."""

    REFERENCE = "reference"  # an identifier, kept as text
    INSTANT = "instant"  # a moment in time, stored in UTC
    GRADE = "grade"  # a code of the force's own
    PLACE = "place"  # a local policing team, borough, battalion
    CHOICE = "choice"  # one of a closed list
    FLAG = "flag"  # yes, no or not known


@dataclass(frozen=True)
class ContractColumn:
    """One column of the contract: its name, what it holds, what it means, and its closed list if it has one."""

    name: str
    holds: Column
    meaning: str
    choices: tuple[str, ...] = ()
