"""The stages of two periods, worked out by hand and through the front door, and against hand-written SQL."""

from datetime import datetime, timedelta
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from door import perfdash, write_csv, write_profile
from perfdash.contract.incidents import BY_NAME
from perfdash.contract.stages import NEEDED_COLUMNS, STAGES
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection
from perfdash.measures.stages import held_span, periods_asked, stages_compared
from perfdash.store.places import find_store
from perfdash.store.read import reading

COLUMNS = """call_answered_at = "Call"
ready_for_despatch_at = "Ready"
despatched_at = "Sent"
arrived_at = "Arrived"
final_grade = "Grade"
"""
HEADER = ("Ref", "Call", "Ready", "Sent", "Arrived", "Grade")
# Seconds of (control room, despatch, travel), in turn: means 90, 60, 360 before and 90, 150, 360 after.
BEFORE, AFTER = ((60, 60, 300), (120, 60, 420)), ((60, 120, 300), (120, 180, 420))


def rows(first: datetime, stages: tuple[tuple[int, int, int], ...]) -> list[tuple[object, ...]]:
    """A hundred incidents, three and a half days apart from the first on: they end within the twelfth month."""
    made = []
    for number in range(100):
        at = [first + timedelta(hours=84 * number)]
        for seconds in stages[number % 2]:
            at.append(at[-1] + timedelta(seconds=seconds))
        made.append((f"{first.year}/{number}", *at, 1))
    return made


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """April 2023 to March 2025 whole, two hundred staged incidents, and one that has no instant between call and arrival."""
    folder = tmp_path_factory.mktemp("stages")
    made = [*rows(datetime(2023, 4, 1, 10), BEFORE), *rows(datetime(2024, 4, 1, 10), AFTER)]
    made.append(("bare", datetime(2025, 3, 31, 10), "", "", datetime(2025, 3, 31, 10, 30), 1))
    extract = write_csv(folder / "stages.csv", HEADER, made)
    profile = write_profile(folder / "stages.toml", columns=COLUMNS)
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", folder / "store").code == 0
    return folder / "store"


def answered(store: Path, *options: object) -> dict[str, Any]:
    answer: dict[str, Any] = perfdash("stages", *options, "--store", store, "--json").json
    return answer


def by_stage(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["stage"]: row for row in answer["rows"]}


def test_the_baseline_is_compared_with_the_last_year(held: Path) -> None:
    answer = answered(held)
    assert (answer["before"], answer["after"], answer["note"]) == ("2023-04..2024-03", "2024-04..2025-03", "")
    assert "medians of stages do not add up" in answer["definition"]
    assert answer["definition"].endswith("April 2024 to March 2025, against April 2023 to March 2024 (the baseline)")


def test_stages_worked_out_by_hand(held: Path) -> None:
    # Of a hundred, half at a and half at b, the variance is (b − a)² / 4 × 100 / 99.
    # All stages: 420 and 600 before (mean 510, variance 8100 × 100/99), 480 and 720 after (600, 14400 × 100/99).
    # The difference is 90, its squared error (8100 + 14400) / 99 = 227.27; degrees of freedom
    # 227.27² ÷ ((8100/99)² + (14400/99)²) × 99 = 183.59; so 90 ± 1.97297 × 15.0756 = 60.256 to 119.744.
    rows = by_stage(answered(held))
    assert list(rows) == ["control_room", "despatch", "travel", "all_stages", "by_clock"]
    assert [(row["before_seconds"], row["after_seconds"]) for row in list(rows.values())[:4]] == [
        (90, 90),
        (60, 150),
        (360, 360),
        (510, 600),
    ]
    whole = rows["all_stages"]
    freedom = (22500 / 99) ** 2 / (((8100 / 99) ** 2 + (14400 / 99) ** 2) / 99)
    half = stats.t.ppf(0.975, freedom) * sqrt(22500 / 99)
    assert whole["change_seconds"] == 90
    assert whole["change_seconds_low"] == pytest.approx(90 - half)
    assert whole["change_seconds_high"] == pytest.approx(90 + half)
    assert half == pytest.approx(29.744, abs=1e-3)
    assert [rows[key]["share_of_change"] for key in ("control_room", "despatch", "travel")] == [0, 1, 0]
    assert whole["share_of_change"] is None
    assert {(row["n_before"], row["n_after"]) for row in list(rows.values())[:4]} == {(100, 100)}


def test_the_clocks_own_time_counts_the_unstaged_one_too(held: Path) -> None:
    # The bare incident took 1800 seconds: (100 × 600 + 1800) / 101.
    row = by_stage(answered(held))["by_clock"]
    assert (row["n_before"], row["n_after"], row["before_seconds"]) == (100, 101, 510)
    assert row["after_seconds"] == pytest.approx(61800 / 101)


def test_a_stage_that_did_not_change_has_zero_within_its_interval(held: Path) -> None:
    # Control room, 60 and 120 in both years: variance 900 × 100/99 each, so 0 ± 1.97202 × √(1800 / 99) with 198 degrees.
    row = by_stage(answered(held))["control_room"]
    assert row["change_seconds"] == 0
    assert row["change_seconds_high"] == pytest.approx(8.4087, abs=1e-3)
    assert row["change_seconds_low"] == -row["change_seconds_high"]


def test_few_incidents_have_means_and_no_interval(held: Path) -> None:
    row = by_stage(answered(held, "--after", "2025-03"))["despatch"]
    assert row["n_after"] < 100
    assert row["after_seconds"] == pytest.approx(150, abs=15)
    assert (row["change_seconds_low"], row["change_seconds_high"], row["share_of_change"]) == (None, None, None)


def test_periods_asked_for_are_checked(held: Path) -> None:
    overlap = perfdash("stages", "--before", "2023-04..2024-03", "--after", "2024-03..2024-05", "--store", held)
    assert (overlap.code, "share months" in overlap.err) == (2, True)
    beyond = perfdash("stages", "--before", "2020-04..2021-03", "--store", held)
    assert (beyond.code, "is not held whole" in beyond.err) == (2, True)
    assert perfdash("stages", "--before", "spring", "--store", held).code == 2


def test_a_single_month_is_a_plain_sentence(good_store: Path) -> None:
    # Forty incidents from 1 to 28 May: not one whole month.
    assert perfdash("stages", "--store", good_store).sentence.startswith("No whole month is held")


def test_a_table_for_people(held: Path) -> None:
    printed = perfdash("stages", "--store", held)
    assert printed.code == 0
    assert "control_room" in printed.out
    assert "change_seconds" in printed.out


def test_every_stage_is_a_measure_with_the_same_mean(held: Path) -> None:
    rows = by_stage(answered(held))
    for stage in STAGES:
        asked = perfdash(
            "measure", stage.measure, "--from", "2024-04", "--to", "2025-03", "--store", held, "--json"
        ).json
        assert measure(stage.measure).statistic == stage.column
        assert asked["unit"] == "seconds"
        assert asked["rows"][0]["value"] == rows[stage.key]["after_seconds"]


def test_the_means_of_the_months_add_up_to_the_periods(held: Path) -> None:
    asked = ("measure", "despatch_time", "--by", "month", "--from", "2024-04", "--to", "2025-03")
    months = perfdash(*asked, "--store", held, "--json").json["rows"]
    total = sum(row["value"] * row["n_staged"] for row in months)
    assert total / sum(row["n_staged"] for row in months) == pytest.approx(150)


def test_the_instants_that_stages_need_are_columns_of_the_contract() -> None:
    assert set(NEEDED_COLUMNS) <= set(BY_NAME)


@pytest.mark.parametrize(
    "filters", [{}, {"grade": "1"}, {"grade": "2", "lpt": "hanley"}, {"rurality": "rural", "hour": "22"}]
)
@pytest.mark.parametrize("clock", ["call_to_arrival", "despatch_to_arrival"])
def test_means_and_variances_are_those_of_hand_written_sql(
    filters: dict[str, str], clock: str, demonstration: Path
) -> None:
    selection = Selection(clock=clock).having(**filters)
    where = " AND ".join([f"{clock}_status = 'measured'", *(f"{key} = '{value}'" for key, value in filters.items())])
    with reading(find_store(demonstration)) as connection:
        found = stages_compared(connection, selection, periods_asked(held_span(connection, selection), selection))
        for change in found.stages.parts:
            known = connection.execute(
                f"SELECT count({change.key}_seconds), avg({change.key}_seconds), var_samp({change.key}_seconds) "
                f"FROM incident_times WHERE {where} AND month BETWEEN DATE '2025-11-01' AND DATE '2026-10-01'"
            ).fetchone()
            assert known is not None
            assert change.after.n == known[0]
            assert (change.after.mean, change.after.variance) == pytest.approx(known[1:])


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration store."""
    store = tmp_path_factory.mktemp("stages") / "demo"
    assert perfdash("demo", "--years", 4, "--incidents-per-year", 6000, "--store", store).code == 0
    return store
