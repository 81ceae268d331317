"""Somebody with everything that the public may ask of a measure, and a computer, cannot work out one small number.

Over a small random force every question about people is put in public: every period length, every breakdown, pairs of
them, every filter, spans. What is not refused is laid together: the headline beside its parts, one breakdown beside the
other, one span beside a year. The attacker here knows the rules, bounds every hidden number by integer programming and
never sees the raw ones; it shares no code with the product's own reader.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

import duckdb
import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from perfdash.errors import BadQuestion, NotHeld
from perfdash.measures.people import KINDS, QUESTIONS, PeopleAnswer, people_answer
from perfdash.measures.people_cuts import TWELVE_MONTHS, check_cut
from perfdash.measures.people_selection import FILTERS, PeopleSelection
from perfdash.measures.register import measure
from random_force import random_force

TIMES = ("year", "quarter", "month")
ADDING = ("worker_type", "rank", "command", "lpt", "leaver_type", "service_band", "joiner_type", "trigger", "interviewer_group",
          "part", "supervisor", "role", "role_group", "listed", "age_band", "area", "stop", "course", "reason_group")  # fmt: skip
OTHERS = ("organisation", "means", "cohort", "stage", "reason")
SPANS = (
    (date(2023, 4, 1), date(2024, 3, 1)),  # a whole year
    (date(2023, 5, 1), date(2024, 4, 1)),  # the same, a month on
    (date(2024, 1, 1), date(2024, 3, 1)),
    (date(2023, 4, 1), None),
    (None, None),
)
# Those with the same columns as another (three of one question) are asked once.
KEYS = [key for key in QUESTIONS if key not in ("published_strength", "retention_curve", "resignation_rate",
        "exit_interviews_completed", "exit_interview_days")]  # fmt: skip
OF_WORKFORCE = ("worker_type", "command", "leaver_type", "interviewer_group")
FEWER = {"leaving_reasons": ("worker_type",)}  # 28 reasons each


MANY, SLACK = 5000.0, 1e-4
AS_AT = ("interviewer_pool", "pensionable_reached", "referrals_open")  # on the day the data reach to, whatever the span
Cell = tuple[Any, ...]  # column, period, breakdown, value: a number that an answer shows or hides


@pytest.fixture(scope="module", params=[1])
def force(request: pytest.FixtureRequest) -> duckdb.DuckDBPyConnection:
    return random_force(request.param)


@dataclass
class Knowledge:
    """What the answers say of each number: between what it lies, what it adds up to, what contains it; and the truth."""

    fewest: int
    between: dict[Cell, tuple[float, float]] = field(default_factory=dict)
    truth: dict[Cell, float] = field(default_factory=dict)
    lines: dict[Cell, set[Cell]] = field(default_factory=dict)
    pairs: dict[tuple[Cell, Cell], bool] = field(default_factory=dict)
    largest: dict[Cell, float] = field(default_factory=dict)

    def is_of_few(self, hours: Cell) -> bool:
        """Whether hours are of too few people, or mostly one's; others are hidden to protect these."""
        return self.truth[("n_absent", *hours[1:])] < 10 or self.largest[hours] > 0.5

    def learn(self, cell: Cell, shown: float, true: float, is_count: bool) -> None:
        low, high = self._range(shown, is_count)
        before = self.between.get(cell, (0.0, MANY * 100))
        self.between[cell], self.truth[cell] = (max(low, before[0]), min(high, before[1])), true

    def _range(self, shown: float, is_count: bool) -> tuple[float, float]:
        if np.isnan(shown):
            return (0.0 if self.fewest == 10 or not is_count else 1.0), MANY * 100
        if not is_count:
            return max(shown - 2.5, 0.0), shown + 2.5
        return (0.0, 0.0) if shown == 0 else (max(shown - 2, self.fewest), shown + 2)


def questions(key: str) -> list[tuple[PeopleSelection, tuple[str, ...]]]:
    """Every time with every breakdown, and spans."""
    names = FEWER.get(key, OF_WORKFORCE if measure(key).records in KINDS else (*ADDING, *OTHERS))
    others = [(), *((name,) for name in names)]
    asked = [(PeopleSelection(), (*time, *other)) for time in ((), *((name,) for name in TIMES)) for other in others]
    return asked + [(PeopleSelection(*span), other) for span in SPANS for other in (*others[:2], ("role_group",))]


def answers(force: duckdb.DuckDBPyConnection, key: str) -> list[tuple[PeopleAnswer, PeopleAnswer]]:
    """Every answer that the public is not refused, by any time, breakdown or span, and the same for analysts."""
    found = []
    for selection, by in questions(key):
        try:
            public = people_answer(force, key, selection, by, "public")
        except (BadQuestion, NotHeld):
            continue
        found.append((public, people_answer(force, key, selection, by, "analyst")))
    return found


def spoken(answer: PeopleAnswer) -> str:
    """The column that says the period of an answer's rows, if one does."""
    return next((name for name in (*TIMES, "cohort") if name in answer.by), "")


def period(answer: PeopleAnswer, row: dict[Any, Any]) -> str:
    """The period of a row, the same word however it was asked for."""
    if name := spoken(answer):
        return str(row[name])
    first, last = answer.selection.from_month, answer.selection.to_month
    is_the_year = (first, last) == SPANS[0] or (answer.asked.key in TWELVE_MONTHS and last == SPANS[0][1])
    return "2023/24" if is_the_year else f"{first} {last}"


def learned(found: list[tuple[PeopleAnswer, PeopleAnswer]], sensitivity: str) -> Knowledge:
    known = Knowledge(10 if sensitivity == "health" else 5)
    for public, raw in found:
        own = [name for name in public.by if name != spoken(public)]
        columns = [str(name) for name in public.rows if f"hidden_{name}" in public.rows]
        counts = [name for name in columns if name.startswith("n_")]
        sums = [name for name in columns if name in ("hours_lost", "contracted_hours", "mean_fte")]
        truth = {tuple(row[name] for name in raw.by): row for row in raw.rows.to_dict("records")}
        for row in public.rows.to_dict("records"):
            true = truth[tuple(row[name] for name in public.by)]
            where = (period(public, row), tuple(own), tuple(row[name] for name in own))
            for name in (*counts, *sums):
                cell = (name, *where)
                known.learn(cell, float(row[name]), float(true[name]), name in counts)
                if name == "hours_lost":
                    known.largest[cell] = float(true["largest_share"])
                if len(own) == 1 and own[0] in ADDING:
                    known.lines.setdefault((name, where[0], (), ()), set()).add(cell)
            for base, part in _pairs(counts):
                known.pairs[(base, *where), (part, *where)] = True
    return known


def _pairs(counts: list[str]) -> list[tuple[str, str]]:
    """The first count of an answer contains the second."""
    chains = [("n_eligible", "n_offered", "n_completed", "n_naming", "n_main"), ("n_exposures", "n_held", "n_followed_up"),
              ("n_pensionable", "n_invited", "n_held"), ("n_leavers", "n_resignations"), ("n_base", "n_reached"),
              ("n_joiners", "n_new_joiners"), ("n_joiners", "n_left"), ("n_joiners", "n_reached"), ("n_in_role", "n_reached"),
              ("n_exposures", "n_within_72_hours"), ("n_exposures", "n_within_7_days"), ("n_eligible", "n_on_time"),
              ("n_eligible", "n_completed"), ("n_referred", "n_seen"), ("n_follow_ups_due", "n_followed_up"),
              ("n_completions", "n_with_resilience"), ("n_offered", "n_completed")]  # fmt: skip
    return [pair for chain in chains for pair in combinations([name for name in chain if name in counts], 2)]


class Attacker:
    """Bounds a number of one period from below and above by everything that is known; periods share nothing."""

    def __init__(self, known: Knowledge, when: str) -> None:
        between = {cell: ends for cell, ends in known.between.items() if cell[1] == when}
        self.cells = {cell: place for place, cell in enumerate(between)}
        low, high = np.array(list(between.values()), dtype=float).T
        self.bounds = Bounds(low, high)
        self.seen = np.array([[known.truth[cell] for cell in self.cells]])
        self.whole = np.array([cell[0].startswith("n_") for cell in self.cells], dtype=int)
        facts: list[tuple[dict[Cell, float], float, float]] = []
        for total, parts in known.lines.items():
            for own in {cell[2] for cell in parts}:
                line = [cell for cell in parts if cell[2] == own]
                if total in self.cells and _adds_up(known, total, line):
                    facts.append(({total: -1.0} | dict.fromkeys(line, 1.0), -0.01, 0.01))
        facts += [({base: 1.0, part: -1.0}, 0.0, MANY * 100) for base, part in known.pairs if base[1] == when]
        self.facts = np.zeros((max(len(facts), 1), len(self.cells)))
        self.ends = np.zeros((max(len(facts), 1), 2))
        for row, (weights, least, most) in enumerate(facts):
            self.ends[row] = least, most
            for cell, weight in weights.items():
                self.facts[row, self.cells[cell]] = weight

    def reach(self, room: float, *weights: tuple[Cell, float]) -> float:
        """How far apart a sum of numbers can be in two tables that look the same; any two that are `room` apart will do."""
        aim = np.zeros(len(self.cells))
        for cell, weight in weights:
            aim[self.cells[cell]] = weight
        for sign in (1, -1):
            if np.ptp(self.seen @ aim) >= room:
                break
            constraint = LinearConstraint(csr_array(self.facts), *self.ends.T)
            found = milp(sign * aim, integrality=self.whole, bounds=self.bounds, constraints=constraint)
            assert found.success, "the truth itself is always possible"
            self.seen = np.vstack([self.seen, found.x])
        return float(np.ptp(self.seen @ aim))


def _adds_up(known: Knowledge, total: Cell, line: list[Cell]) -> bool:
    """Whether this is a line at all: parts that overlap (people in two groups of a year) add up to more."""
    return bool(abs(sum(known.truth[cell] for cell in line) - known.truth[total]) < 0.01)


def is_small(n: float, fewest: int) -> bool:
    return 0 <= n < fewest if fewest == 10 else 0 < n < fewest


@pytest.mark.parametrize("key", KEYS)
def test_no_small_number_can_be_worked_out(force: duckdb.DuckDBPyConnection, key: str) -> None:
    known = learned(answers(force, key), measure(key).sensitivity)
    if not known.between:
        return
    attackers = {when: Attacker(known, when) for when in {cell[1] for cell in known.between}}
    for cell, true in known.truth.items():
        low, high = known.between[cell]
        if cell[0].startswith("n_") and is_small(true, known.fewest) and low < high:
            assert attackers[cell[1]].reach(1, (cell, 1.0)) > 1 - SLACK, f"{cell} is {true}"
        elif cell[0] == "hours_lost" and high >= MANY and known.is_of_few(cell):
            room = 0.1 * true
            assert attackers[cell[1]].reach(room, (cell, 1.0)) >= room - SLACK, f"{cell} is {true}"
    for base, part in known.pairs:
        rest = known.truth[base] - known.truth[part]
        if is_small(rest, known.fewest) and known.truth[part] > 0:
            assert attackers[base[1]].reach(1, (base, 1.0), (part, -1.0)) > 1 - SLACK, f"{base} less {part} is {rest}"


@pytest.mark.parametrize("key", KEYS)
def test_what_could_be_subtracted_is_refused(key: str) -> None:
    """Filters on and off, months beside years, rolling years, spans, two breakdowns: none is answered in public."""
    asked, year = measure(key), PeopleSelection(*SPANS[0])
    refused: list[tuple[PeopleSelection, tuple[str, ...]]] = [
        (PeopleSelection(*SPANS[0], filters=((name, ("x",)),)), by) for name in FILTERS[1:] for by in ((), ("year",))
    ]
    refused += [(year, ("worker_type", "role_group")), (year, ("command", "rank"))]
    if key != "early_leavers":  # which has no months
        refused += [(PeopleSelection(), ("month",))]
    if key not in AS_AT:
        # Twelve months that end in March are a year, wherever the span is said to begin; workforce figures have quarters.
        is_fine = {SPANS[2]} if key in TWELVE_MONTHS or asked.sensitivity == "workforce" else set()
        refused += [
            (PeopleSelection(*span), ()) for span in SPANS[1:3] if span not in is_fine and key != "early_leavers"
        ]
        refused += [(PeopleSelection(*SPANS[1]), ())]
    for selection, by in refused:
        with pytest.raises(BadQuestion):
            check_cut(asked, selection, by, "public")
