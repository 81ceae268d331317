"""An attacker who knows the rules, the totals and everything shown may not work out one small number.

The attacker here is written apart from the product's own: it sees the suppressed answer and never the raw one, and
bounds every hidden number from below and above by integer programming; on one-line tables it tries every table there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from perfdash.analysis.disclosure import Audience, Rate, Sensitivity, suppress

RULES = [
    (Audience.PUBLIC, Sensitivity.WORKFORCE),
    (Audience.OFFICIAL, Sensitivity.WORKFORCE),
    (Audience.PUBLIC, Sensitivity.HEALTH),
    (Audience.OFFICIAL, Sensitivity.HEALTH),
]
MANY = 5000.0

Rule = tuple[Audience, Sensitivity]
Pairs = Sequence[tuple[str, str]]


def fewest(audience: Audience, sensitivity: Sensitivity) -> int:
    return 10 if (audience, sensitivity) == (Audience.PUBLIC, Sensitivity.HEALTH) else 5


def is_small(n: float, audience: Audience, sensitivity: Sensitivity) -> bool:
    few = fewest(audience, sensitivity)
    return 0 <= n < few if few == 10 else 0 < n < few


def known(shown: float, audience: Audience, sensitivity: Sensitivity) -> tuple[float, float]:
    """What a cell of the answer says of the number behind it."""
    if np.isnan(shown):
        return (0 if fewest(audience, sensitivity) == 10 else 1), MANY
    if audience is Audience.OFFICIAL or shown == 0:
        return shown, shown
    return max(shown - 2, fewest(audience, sensitivity)), shown + 2


def rest_known(base: float, part: float, audience: Audience, sensitivity: Sensitivity) -> tuple[float, float]:
    """What a base and a part of it say of the rest: a small one would have been hidden."""
    if np.isnan(base) or np.isnan(part):
        return 0, MANY
    return (0, 0) if base == part else (fewest(audience, sensitivity), MANY)


class Attacker:
    def __init__(self, answer: pd.DataFrame, by: Sequence[str], names: Sequence[str], pairs: Pairs, rule: Rule) -> None:
        self.names, self.facts, answer = (
            list(names),
            list[tuple[np.ndarray, float, float]](),
            answer.reset_index(drop=True),
        )
        self.bounds = Bounds(*np.array([known(shown, *rule) for shown in answer[self.names].to_numpy().ravel()]).T)
        for column in by:
            others = [other for other in by if other != column]
            for _, line in answer.groupby(others) if others else [((), answer)]:
                signs = [(row, -1 if line.loc[row, column] == "all" else 1) for row in line.index]
                for name in self.names:
                    self.facts.append((self.vector([(row, name, sign) for row, sign in signs]), 0, 0))
        for base, part in pairs:
            for row, shown in enumerate(zip(answer[base], answer[part], strict=True)):
                self.facts.append((self.vector([(row, base, 1), (row, part, -1)]), *rest_known(*shown, *rule)))

    def vector(self, weights: Iterable[tuple[int, str, int]]) -> np.ndarray:
        vector = np.zeros(len(self.bounds.lb))
        for row, name, weight in weights:
            vector[row * len(self.names) + self.names.index(name)] = weight
        return vector

    def bounds_of(self, *weights: tuple[int, str, int]) -> tuple[int, int]:
        facts, low, high = zip(*self.facts, strict=True)
        known_facts, ends = LinearConstraint(np.array(facts), low, high), []
        for sign in (1, -1):
            found = milp(sign * self.vector(weights), integrality=1, bounds=self.bounds, constraints=known_facts)
            assert found.success, "the truth itself is always possible"
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]


def with_totals(table: np.ndarray, by: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """A tidy frame of an array (dimensions of `by`, then the columns), with every total."""
    for axis in range(len(by)):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    rows = []
    for place in np.ndindex(*table.shape[:-1]):
        keys = ["all" if at == table.shape[axis] - 1 else f"{by[axis]} {at}" for axis, at in enumerate(place)]
        rows.append([*keys, *table[place]])
    return pd.DataFrame(rows, columns=[*by, *names])


def attack(
    rows: pd.DataFrame, answer: pd.DataFrame, by: Sequence[str], names: Sequence[str], pairs: Pairs, rule: Rule
) -> None:
    """Every small number and every small rest is left with two possible values at least."""
    attacker = Attacker(answer, by, names, pairs, rule)
    for row, raw in enumerate(rows.to_dict("records")):
        secrets = [(raw[name], [(row, name, 1)]) for name in names]
        secrets += [(raw[base] - raw[part], [(row, base, 1), (row, part, -1)]) for base, part in pairs]
        for truth, weights in secrets:
            if is_small(truth, *rule):
                low, high = attacker.bounds_of(*weights)
                assert low <= truth <= high
                assert low < high, f"{weights} is {truth} and can be worked out\n{rows}\n{answer}"


NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn, n_by: int) -> np.ndarray:
    shape = [draw(st.integers(1, 4 - (n_by > 1))) for _ in range(n_by)]
    cells = draw(st.lists(NUMBERS, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    return np.array(cells, dtype=float).reshape(*shape, 1)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("n_by", [1, 2])
@settings(max_examples=25)
@given(data=st.data())
def test_no_small_number_can_be_worked_out(rule: Rule, n_by: int, data: st.DataObject) -> None:
    by = ["month", "worker_type"][:n_by]
    rows = with_totals(data.draw(tables(n_by)), by, ["n"])
    answer = suppress(rows, counts=["n"], by=by, audience=rule[0], sensitivity=rule[1])
    assert not answer["n"].between(1, fewest(*rule) - 1).any()
    assert answer.loc[[is_small(n, *rule) for n in rows["n"]], "n"].isna().all()
    attack(rows, answer, by, ["n"], [], rule)
    for column in by:
        for _, line in answer.groupby([other for other in by if other != column] or (lambda _: 0)):
            hidden = line["hidden_n"] != ""
            assert not (hidden.sum() == 1 and len(line) > 1)


@st.composite
def programmes(draw: st.DrawFn, n_by: int) -> np.ndarray:
    """Eligible, offered and completed: each a part of the one before, often nearly all or nearly none of it."""
    shape = [draw(st.integers(1, 3)) for _ in range(n_by)]

    def part_of(n: int) -> int:
        return draw(st.one_of(st.integers(0, n), st.integers(max(0, n - 5), n), st.just(n)))

    cells = []
    for _ in range(int(np.prod(shape))):
        eligible = draw(NUMBERS)
        offered = part_of(eligible)
        cells += [eligible, offered, part_of(offered)]
    return np.array(cells, dtype=float).reshape(*shape, 3)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("n_by", [1, 2])
@settings(max_examples=12)
@given(data=st.data())
def test_no_rest_can_be_worked_out(rule: Rule, n_by: int, data: st.DataObject) -> None:
    by, names = ["month", "role"][:n_by], ["n_eligible", "n_offered", "n_completed"]
    rows = with_totals(data.draw(programmes(n_by)), by, names)
    rates = {"share_offered": Rate("n_offered", "n_eligible")}
    answer = suppress(rows, counts=names, by=by, nested=names, rates=rates, audience=rule[0], sensitivity=rule[1])
    pairs = [(names[0], names[1]), (names[1], names[2]), (names[0], names[2])]
    attack(rows, answer, by, names, pairs, rule)
    assert answer.loc[answer["n_eligible"].isna() | answer["n_offered"].isna(), "share_offered"].isna().all()


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=60)
@given(cells=st.lists(st.integers(0, 13), min_size=2, max_size=3))
def test_every_table_there_is(rule: Rule, cells: list[int]) -> None:
    rows = with_totals(np.array(cells, dtype=float).reshape(-1, 1), ["team"], ["n"])
    answer = suppress(rows, counts=["n"], by=["team"], audience=rule[0], sensitivity=rule[1])["n"].tolist()
    ranges = [known(shown, *rule) for shown in answer[:-1]]
    low, high = known(answer[-1], *rule)
    possible = [
        guess
        for guess in product(*(range(int(a), int(min(b, 20)) + 1) for a, b in ranges))
        if low <= sum(guess) <= high
    ]
    assert tuple(cells) in possible
    for place, cell in enumerate(cells):
        if is_small(cell, *rule):
            assert len({guess[place] for guess in possible}) > 1
