"""The people of the force while it is run: one row a person who ever joined, and the posts they have put behind them."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from perfdash.demo.workforce_shape import FIRST_DAY, KINDS, MONTH, NEVER, day_of

People = npt.NDArray[np.void]
Rows = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]

# Days since 1970. `started` and `ended` are of the post, `joined` of the present stay in the force; `term` is the day on which
# a fixed term ends; `notice` days of it were given; `endurance` is the risk of leaving a person can still take.
PERSON = np.dtype(
    [
        *((name, "i4") for name in ("number", "started", "ended", "joined", "service", "born", "pensionable", "term")),
        *((name, "i1") for name in ("worker", "rank", "command", "lpt", "role", "joiner", "leaver")),
        ("notice", "i2"),
        ("fte", "f8"),
        ("endurance", "f8"),
        ("is_in", "?"),
    ]
)
STAYED = -1  # the leaver type of a post that its holder left for another
_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Month:
    """A calendar month: its first day in days since 1970, and how many it has."""

    year: int
    number: int

    @property
    def first(self) -> int:
        """Its first day."""
        return day_of(date(self.year, self.number, 1))

    @property
    def n_days(self) -> int:
        """How long it is."""
        return monthrange(self.year, self.number)[1]

    @property
    def first_monday(self) -> int:
        """The day on which courses begin."""
        return self.first + (4 - self.first) % 7  # 5 January 1970, day 4, was a Monday


@dataclass
class Force:
    """The force on a day: everybody who was ever in it, and every post that ended inside the extract's span."""

    rng: np.random.Generator
    people: People = field(default_factory=lambda: np.zeros(0, PERSON))
    closed: list[People] = field(default_factory=list)
    n_joined: list[int] = field(default_factory=lambda: [0] * len(KINDS))
    first_step: float = 0.5  # of the endurances, drawn by the seed

    def present(self, *conditions: Flags) -> Rows:
        """The rows of those in the force for whom all conditions, each `(people,)`, hold."""
        holds = self.people["is_in"].copy()
        for condition in conditions:
            holds &= condition
        return np.flatnonzero(holds)

    def close(self, rows: Rows, ended: Any, leaver: Any = STAYED) -> None:
        """End the posts of those rows on those days, by leaving the force or for another post in it."""
        posts = self.people[rows].copy()
        posts["ended"], posts["leaver"] = ended, leaver
        self.closed.append(posts[posts["ended"] >= day_of(FIRST_DAY)])

    def change(self, rows: Rows, day: Any, **values: Any) -> None:
        """From that day on those people hold another post, which differs from the one before in these values."""
        self.close(rows, day - 1)
        self.people["started"][rows] = day
        for name, value in values.items():
            self.people[name][rows] = value

    def add(self, newcomers: People) -> None:
        """Let people in who were never here."""
        newcomers["number"] = len(self.people) + np.arange(len(newcomers))
        self.people = np.concatenate([self.people, newcomers])

    def endurance(self, worker: int, n: int) -> npt.NDArray[np.float64]:
        """How much risk of leaving each of `n` joiners will bear: exponential, mean 1.

        Steps of the golden section spread any run of joiners evenly over that distribution. The curve of a year's joiners then
        follows the rates more closely than independent draws would, so that what was planted shows in small groups.
        """
        steps = self.n_joined[worker] + np.arange(n)
        self.n_joined[worker] += n
        return np.asarray(-np.log1p(-((self.first_step + steps * _GOLDEN) % 1)))

    def days(self, month: Month, n: int) -> Rows:
        """`n` days of a month by chance."""
        return month.first + self.rng.integers(0, month.n_days, n)


def service_months(people: People, month: Month) -> npt.NDArray[np.float64]:
    """Months of service in the middle of a month, `(people,)`."""
    return np.asarray((month.first + month.n_days / 2 - people["service"]) / MONTH)


def nothing_ends(people: People) -> People:
    """People whose posts and terms have no end yet."""
    people["ended"], people["term"], people["leaver"], people["is_in"] = NEVER, NEVER, STAYED, True
    return people
