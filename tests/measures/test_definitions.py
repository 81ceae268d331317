"""The definitions lens: by hand, by brute force over random incidents, and by hand-written SQL."""

import math
import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from door import ROOT, SHARED, perfdash, write_csv, write_profile
from perfdash.measures.definitions import definitions
from perfdash.measures.selection import Selection
from perfdash.store.places import find_store
from perfdash.store.read import reading

CHOSEN = {"clock": "call_to_arrival", "basis": "final", "missing": "left_out", "cap": "listed", "upgrade": "kept"}
WAYS = {
    "clock": ("call_to_arrival", "created_to_arrival", "despatch_to_arrival"),
    "basis": ("final", "despatch", "initial"),
    "missing": ("left_out", "failed", "passed"),
    "cap": ("listed", "none", "hour"),
    "upgrade": ("kept", "left_out", "restarted"),
}
VARIANTS = [(dimension, key) for dimension, keys in WAYS.items() for key in keys]
CAPS = {"1": 21600, "2": 2419200}
DAY = datetime(2025, 5, 1, 10)


@dataclass(frozen=True)
class Case:
    """One incident: seconds after 10 o'clock at which each instant fell (None: not recorded), and its three grades."""

    created: int | None
    despatched: int | None
    arrived: int | None
    first: str
    sent: str
    final: str
    call: int | None = 0
    is_rural: bool = False
    origin: str = "public"
    month: int = 5


# Worked out below: the reasons why two honest people differ, one each.
CASES = {
    "plain": Case(30, 120, 600, "1", "1", "1"),
    "late from the call, in time from its record": Case(110, 300, 1000, "1", "1", "1"),
    "arrival missing": Case(10, 60, None, "1", "1", "1"),
    "zero": Case(None, None, 0, "1", "1", "1"),
    "over the cap from the call, at the cap from despatch": Case(0, 60, 21660, "1", "1", "1"),
    "a real wait of over an hour": Case(10, 60, 4000, "1", "1", "1"),
    "upgraded by despatch": Case(5, 1000, 1500, "2", "1", "1"),
    "upgraded later": Case(5, 100, 2000, "2", "2", "1"),
    "downgraded at the end": Case(5, 50, 700, "1", "1", "2"),
    "downgraded by despatch": Case(5, 400, 1200, "1", "2", "2"),
    "downgraded, and over the cap of grade 1": Case(5, 50, 25000, "1", "1", "2"),
    "arrived before it was despatched": Case(5, 900, 600, "1", "1", "1"),
    "begun by an officer": Case(5, 50, 100, "1", "1", "1", origin="officer"),
    "upgraded by despatch, which is not recorded": Case(5, None, 800, "2", "1", "1"),
    "only the final grade is known": Case(5, 60, 900, "", "", "1"),
}

# Chosen: measured 7 (plain, late, real wait, both upgraded ones and the one without despatch, only final); within 3 (plain,
# without despatch, only final). Unknown 4: missing, zero, over the cap, out of sequence.
GRADE_1 = {
    ("clock", "call_to_arrival"): (7, 3),
    ("clock", "created_to_arrival"): (7, 4),  # 890 s is in time
    ("clock", "despatch_to_arrival"): (
        7,
        4,
    ),  # no despatch, so unknown; at the cap, so measured; 700 s and 500 s in time
    ("basis", "final"): (7, 3),
    ("basis", "despatch"): (6, 3),  # without 'upgraded later' and 'only final'; with 'downgraded at the end', in time
    ("basis", "initial"): (
        5,
        2,
    ),  # plain, late, real wait, the two downgraded under the cap: 700 s in time, 1200 s late
    ("missing", "left_out"): (7, 3),
    ("missing", "failed"): (11, 3),
    ("missing", "passed"): (11, 7),
    ("cap", "listed"): (7, 3),
    ("cap", "none"): (8, 3),
    ("cap", "hour"): (6, 3),  # the real wait is gone
    ("upgrade", "kept"): (7, 3),
    ("upgrade", "left_out"): (4, 2),
    ("upgrade", "restarted"): (6, 3),  # 500 s from despatch is in time; without a despatch nobody knows
}
GRADE_2 = {
    ("basis", "final"): (3, 2),  # the three downgraded ones: 25,000 s is late, and no error for grade 2
    ("basis", "despatch"): (2, 2),  # upgraded later, downgraded by despatch
    ("basis", "initial"): (3, 3),  # the three that were upgraded
    ("cap", "hour"): (2, 2),  # the only late one is deleted: 100 %
}


def write_extract(path: Path, cases: Iterable[Case]) -> Path:
    """An extract with one row a case, on days of its month."""
    rows = []
    for number, case in enumerate(cases):
        start = DAY.replace(month=case.month) + timedelta(days=number % 28)
        instants = [
            None if seconds is None else start + timedelta(seconds=seconds)
            for seconds in (case.call, case.created, case.despatched, case.arrived)
        ]
        words = (case.first, case.sent, case.final, "rural" if case.is_rural else "urban", case.origin)
        rows.append((f"D{number:04d}", *instants, *words))
    header = ("Ref", "Call", "Created", "Despatched", "Arrived", "First", "Sent", "Grade", "Area", "From")
    return write_csv(path, header, rows)


def loaded(folder: Path, cases: Iterable[Case]) -> Path:
    columns = {
        "call_answered_at": "Call", "created_at": "Created", "despatched_at": "Despatched", "arrived_at": "Arrived",
        "initial_grade": "First", "despatch_grade": "Sent", "final_grade": "Grade", "rurality": "Area", "origin": "From",
    }  # fmt: skip
    listed = "\n".join(f'{name} = "{heading}"' for name, heading in columns.items())
    profile = write_profile(folder / "lens.toml", columns=listed)
    ran = perfdash(
        "load", "incidents", write_extract(folder / "lens.csv", cases), "--profile", profile, "--store", folder / "s"
    )
    assert ran.code == 0, ran.err
    return folder / "s"


def lens(store: Path, *options: str) -> dict[str, Any]:
    reply = perfdash("definitions", *options, "--store", store, "--json").json
    assert isinstance(reply, dict)
    return reply


def tallies(reply: dict[str, Any]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(row["dimension"], row["variant"]): (row["n_judged"], row["n_within"]) for row in reply["rows"]}


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("lens"), CASES.values())


def test_every_definition_of_grade_1_is_as_worked_out_by_hand(by_hand: Path) -> None:
    reply = lens(by_hand, "--where", "grade=1")
    assert tallies(reply) == GRADE_1
    rows = {(row["dimension"], row["variant"]): row for row in reply["rows"]}
    assert {key for key, row in rows.items() if row["is_chosen"]} == set(CHOSEN.items())
    late = rows["missing", "failed"]
    assert math.isclose(late["share_within"], 3 / 11)
    assert math.isclose(late["difference_points"], 100 * (3 / 11 - 3 / 7))
    assert late["share_within_low"] == pytest.approx(0.0975, abs=5e-5)  # Wilson, z = 1.959964, 3 of 11
    assert late["share_within_high"] == pytest.approx(0.5656, abs=5e-5)


def test_grade_2_is_judged_by_its_own_standard_and_cap(by_hand: Path) -> None:
    found = tallies(lens(by_hand, "--where", "grade=2"))
    assert {key: found[key] for key in GRADE_2} == GRADE_2


def test_the_chosen_definition_is_the_measure_everywhere_else(by_hand: Path) -> None:
    asked = ("--where", "grade=1", "--store", by_hand, "--json")
    (row,) = perfdash("measure", "attendance_within_standard", *asked).json["rows"]
    rows = {(row["dimension"], row["variant"]): row for row in lens(by_hand, "--where", "grade=1")["rows"]}
    assert {rows[key]["share_within"] for key in CHOSEN.items()} == {row["share_within"]}
    assert rows["missing", "failed"]["share_within"] == row["share_within_if_missing_failed"]
    assert rows["missing", "passed"]["share_within"] == row["share_within_if_missing_passed"]


# By brute force: the rules once more, incident by incident, as one would write them down in a spreadsheet.


def seconds(case: Case, clock: str) -> int | None:
    """The attendance time by a clock; None where it is unknown."""
    start = {
        "call_to_arrival": case.created if case.call is None else case.call,
        "created_to_arrival": case.created,
        "despatch_to_arrival": case.despatched,
    }[clock]
    if case.arrived is None or start is None or case.arrived <= start:
        return None
    return None if case.despatched is not None and case.arrived < case.despatched else case.arrived - start


def judged(case: Case, grade: str, how: Mapping[str, str]) -> bool | None:
    """Within, not within, or None where the incident is not judged."""
    initial, sent = case.first or "not known", case.sent or "not known"
    counts_as = {"final": case.final or case.sent or case.first or "not known", "despatch": sent, "initial": initial}
    if counts_as[how["basis"]] != grade or case.origin == "officer":
        return None
    is_upgraded = initial != "not known" and initial > grade
    if is_upgraded and how["upgrade"] == "left_out":
        return None
    is_restarted = is_upgraded and how["upgrade"] == "restarted" and sent <= grade
    took = seconds(case, "despatch_to_arrival" if is_restarted else how["clock"])
    cap = {"listed": CAPS[grade], "hour": 3600, "none": math.inf}[how["cap"]]
    if took is None or took > cap:
        return {"left_out": None, "failed": False, "passed": True}[how["missing"]]
    limit = 3600 if grade == "2" else 1200 if case.is_rural else 900
    return took <= limit


def tally(cases: Iterable[Case], grade: str, how: Mapping[str, str]) -> tuple[int, int]:
    found = [within for case in cases if (within := judged(case, grade, how)) is not None]
    return len(found), sum(found)


def random_case(chance: random.Random) -> Case:
    def maybe(value: int, missing: float) -> int | None:
        return None if chance.random() < missing else value

    grades = [chance.choice(["1", "1", "1", "2", "2", "3", ""]) for _ in range(3)]
    if chance.random() < 0.5:
        grades = grades[:1] * 3
    despatched = chance.randint(-20, 1500)
    spread = chance.choice([20, 600, 1500, 5000, 30_000])
    call, created = maybe(0, 0.05), maybe(chance.randint(0, 200), 0.2)
    return Case(
        created if call is not None else (created or 0),
        maybe(despatched, 0.1),
        maybe(chance.choice([0, despatched, despatched + chance.randint(0, spread)]), 0.1),
        *grades,
        call=call,
        is_rural=chance.random() < 0.3,
        origin=chance.choice(["public", "public", "public", "officer"]),
        month=chance.choice([5, 6]),
    )


@pytest.fixture(scope="module")
def drawn() -> list[Case]:
    chance = random.Random(4)
    return [random_case(chance) for _ in range(1500)]


@pytest.fixture(scope="module")
def at_random(drawn: list[Case], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("lens"), drawn)


@pytest.mark.parametrize("grade", ["1", "2"])
def test_every_definition_is_what_brute_force_finds(at_random: Path, drawn: list[Case], grade: str) -> None:
    found = tallies(lens(at_random, "--where", f"grade={grade}"))
    assert found == {(name, key): tally(drawn, grade, CHOSEN | {name: key}) for name, key in VARIANTS}
    assert len(set(found.values())) > 8  # the draw moves them apart


@pytest.mark.parametrize("grade", ["1", "2"])
def test_the_extremes_are_those_of_all_243_combinations(at_random: Path, drawn: list[Case], grade: str) -> None:
    reply = lens(at_random, "--where", f"grade={grade}")
    combined = [tally(drawn, grade, dict(zip(WAYS, keys, strict=True))) for keys in product(*WAYS.values())]
    assert len(combined) == 243
    shares = [within / n for n, within in combined if n]
    assert (reply["least"]["share_within"], reply["most"]["share_within"]) == (min(shares), max(shares))
    assert reply["least"]["share_within"] < min(row["share_within"] for row in reply["rows"])


def test_filters_and_period_cut_the_incidents_and_nothing_else(at_random: Path, drawn: list[Case]) -> None:
    found = tallies(lens(at_random, "--where", "grade=1", "--where", "rurality=rural", "--from", "2025-06"))
    cut = [case for case in drawn if case.is_rural and case.month == 6]
    assert found == {(name, key): tally(cut, "1", CHOSEN | {name: key}) for name, key in VARIANTS}


def test_a_cut_that_the_sums_do_not_hold_gives_the_same(at_random: Path) -> None:
    hours = "|".join(map(str, range(24)))
    with_hours = lens(at_random, "--where", "grade=1", "--where", f"hour={hours}")
    assert with_hours["rows"] == lens(at_random, "--where", "grade=1")["rows"]


# By hand-written SQL, on the demonstration force

HAND_WRITTEN = {
    ("clock", "despatch_to_arrival"): (
        "SELECT count(*), count(*) FILTER (despatch_to_arrival_seconds <= limit_seconds) FROM incident_times "
        "WHERE grade = '1' AND despatch_to_arrival_status = 'measured' AND limit_seconds IS NOT NULL AND {cut}"
    ),
    ("basis", "initial"): (
        "SELECT count(*), count(*) FILTER (call_to_arrival_seconds <= CASE rurality WHEN 'rural' THEN 1200 ELSE 900 END) "
        "FROM incident_times WHERE initial_grade = '1' AND call_to_arrival_status IN ('measured', 'over cap') "
        "AND call_to_arrival_seconds <= 21600 AND {cut}"
    ),
    ("missing", "passed"): (
        "SELECT count(*), count(*) FILTER (call_to_arrival_status <> 'measured' OR call_to_arrival_seconds <= limit_seconds) "
        "FROM incident_times WHERE grade = '1' AND call_to_arrival_status NOT IN ('duplicate of a parent', "
        "'officer-initiated', 'scheduled appointment', 'resolved without deployment', 'cancelled before arrival') AND {cut}"
    ),
    ("cap", "hour"): (
        "SELECT count(*), count(*) FILTER (call_to_arrival_seconds <= limit_seconds) FROM incident_times WHERE grade = '1' "
        "AND call_to_arrival_status = 'measured' AND call_to_arrival_seconds <= 3600 AND {cut}"
    ),
    ("upgrade", "left_out"): (
        "SELECT count(*), count(*) FILTER (call_to_arrival_seconds <= limit_seconds) FROM incident_times WHERE grade = '1' "
        "AND initial_grade NOT IN ('2', '3') AND call_to_arrival_status = 'measured' AND {cut}"
    ),
}
CUTS = {
    (): "true",
    ("lpt=burton",): "lpt = 'burton'",
    ("domestic_abuse=yes", "rurality=rural"): "is_domestic_abuse AND rurality = 'rural'",
    ("hour=22|23", "weekday=6"): "hour IN (22, 23) AND weekday = 6",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("lens") / "demo"
    assert perfdash("demo", "--years", 2, "--incidents-per-year", 20_000, "--store", store).code == 0
    return store


@pytest.mark.parametrize("filters", CUTS, ids=[" ".join(filters) or "all" for filters in CUTS])
def test_a_hand_written_query_agrees(demo: Path, filters: tuple[str, ...]) -> None:
    options = [part for condition in filters for part in ("--where", condition)]
    found = tallies(lens(demo, "--where", "grade=1", *options))
    with reading(find_store(demo)) as connection:
        for key, sql in HAND_WRITTEN.items():
            assert found[key] == connection.execute(sql.format(cut=CUTS[filters])).fetchone(), key
            assert found[key][0] > 0


# What the documentation says


def test_every_dimension_and_variant_is_documented_in_order(by_hand: Path) -> None:
    page = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    part = page.partition("## Why two honest figures differ")[2].partition("\n## ")[0]
    cells = [line.split("|") for line in part.splitlines() if line.startswith("| `") and "`variant`" not in line]
    documented = [(re.findall("`(.+)`", row[1])[0], key) for row in cells for key in re.findall("`([^`]+)`", row[3])]
    assert documented == VARIANTS
    reply = lens(by_hand, "--where", "grade=1")
    for name in (*reply["rows"][0], *reply["least"], "least", "most"):
        assert f"`{name}`" in part


# What it may not say


def test_the_lens_asks_for_one_grade(by_hand: Path) -> None:
    for options in ((), ("--where", "grade=1|2")):
        ran = perfdash("definitions", *options, "--store", by_hand)
        assert ran.code == 2
        assert "one grade at a time" in ran.err


def test_nobody_of_a_grade_is_no_share(by_hand: Path) -> None:
    reply = lens(by_hand, "--where", "grade=9")
    assert {row["n_judged"] for row in reply["rows"]} == {0}
    assert {row["share_within"] for row in reply["rows"]} == {None}
    assert {row["why_not"] for row in reply["rows"]} == {"no incident can be judged"}
    assert (reply["least"], reply["most"]) == (None, None)


def test_the_chosen_clock_stands_in_the_middle_whatever_the_reader_looked_at(by_hand: Path) -> None:
    other = Selection(filters=(("grade", ("1",)), ("status", ("zero",))), clock="despatch_to_arrival")
    plain = Selection(filters=(("grade", ("1",)),))
    with reading(find_store(by_hand)) as connection:
        assert definitions(connection, other).rows.equals(definitions(connection, plain).rows)


def test_a_definition_that_needs_an_empty_column_names_it(good_store: Path) -> None:
    why_not = {(r["dimension"], r["variant"]): r["why_not"] for r in lens(good_store, "--where", "grade=1")["rows"]}
    assert {key: words for key, words in why_not.items() if words} == {
        ("clock", "created_to_arrival"): "the extract fills no created_at",
        ("clock", "despatch_to_arrival"): "the extract fills no despatched_at",
        ("basis", "despatch"): "the extract fills no despatch_grade",
        ("basis", "initial"): "the extract fills no initial_grade",
        ("upgrade", "left_out"): "the extract fills no initial_grade",
        ("upgrade", "restarted"): "the extract fills no initial_grade and no despatch_grade and no despatched_at",
    }


def test_grades_in_words_have_no_upgrades(tmp_path: Path) -> None:
    store = loaded(tmp_path, [Case(5, 60, 300, "Amber", "Red", "Red"), Case(5, 60, 300, "Red", "Red", "Red")])
    rows = {(row["dimension"], row["variant"]): row for row in lens(store, "--where", "grade=Red")["rows"]}
    for key in ("left_out", "restarted"):
        assert rows["upgrade", key]["why_not"] == "its grades are words, which have no order"
    assert rows["basis", "despatch"]["why_not"] == "no incident can be judged"  # no standard is recorded for it


LFB = SHARED / "data" / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz"


@pytest.mark.skipif(not LFB.exists(), reason=f"{LFB} is not there")
def test_london_gives_what_its_columns_can(store: Path) -> None:
    assert perfdash("load", "incidents", LFB, "--profile", "lfb", "--store", store).code == 0
    rows = {(r["dimension"], r["variant"]): r for r in lens(store, "--where", "grade=Fire")["rows"]}
    assert rows["upgrade", "left_out"]["why_not"] == "the extract fills no initial_grade"
    assert rows["clock", "despatch_to_arrival"]["why_not"] == "the extract fills no despatched_at"
    assert rows["clock", "call_to_arrival"]["n_judged"] > 6000
    # London's arrivals stop at twenty minutes, so neither no cap nor one hour moves anything.
    assert rows["cap", "none"]["n_judged"] == rows["cap", "hour"]["n_judged"] == rows["cap", "listed"]["n_judged"]
