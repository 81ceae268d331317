"""What a column of any record kind may be: the shapes that every contract is written in."""

from dataclasses import dataclass
from enum import StrEnum

NOT_KNOWN = "not known"


class Column(StrEnum):
    """What a contract column holds, which decides how its text is read and what it is stored as."""

    REFERENCE = "reference"  # an identifier, kept as text
    PERSON = "person"  # an identifier of a person, replaced at the door by a keyed hash
    INSTANT = "instant"  # a moment in time, stored in UTC
    DATE = "date"  # a day, or only its month or year; how exact it is stands beside it
    NUMBER = "number"  # a quantity between two bounds
    GRADE = "grade"  # a code of the force's own
    PLACE = "place"  # a local policing team, borough, battalion
    GROUP = "group"  # a rank, a command, a role: the force's own word for a group of people
    CHOICE = "choice"  # one of a closed list
    CHOICES = "choices"  # any number of a closed list
    FLAG = "flag"  # yes, no or not known


@dataclass(frozen=True)
class ContractColumn:
    """One column of the contract: its name, what it holds, what it means, its closed list or its bounds if it has any."""

    name: str
    holds: Column
    meaning: str
    choices: tuple[str, ...] = ()
    bounds: tuple[float, float] = (0, 1e9)

    @property
    def exactness(self) -> str:
        """The name of the column that says how exact a date is: 'day', 'month' or 'year'."""
        return f"{self.name.removesuffix('_on')}_exact_to"
