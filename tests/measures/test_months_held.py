"""Which measures a store can answer: months with a figure and months of the baseline, counted by hand."""

from datetime import date
from pathlib import Path

import retention
from door import perfdash, write_csv, write_profile
from perfdash.measures.months_held import MonthsHeld, months_held
from perfdash.measures.register import measures
from perfdash.store.places import find_store
from perfdash.store.read import reading

HEADER = ("Ref", "Call", "Arrived", "Grade")


def held(store: Path, force: str = "staffordshire") -> dict[str, MonthsHeld]:
    with reading(find_store(store)) as connection:
        return months_held(connection, force)


def load(store: Path, tmp_path: Path, rows: list[tuple[object, ...]]) -> None:
    extract = write_csv(tmp_path / "some.csv", HEADER, rows)
    profile = write_profile(tmp_path / "some.toml")
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", store).code == 0


def test_one_month_after_the_baseline(good_store: Path) -> None:
    found = held(good_store)
    assert list(found) == list(measures())
    assert found["attendance_within_standard"] == MonthsHeld(
        "attendance_within_standard", 1, date(2025, 5, 1), date(2025, 5, 1), 12, 0
    )
    assert found["attendance_tail"].has_data  # nobody waited so long, and that is a figure
    lacking = {key for key, months in found.items() if not months.has_data}
    of_people = {key for key, asked in measures().items() if asked.records not in ("incidents", "calls")}
    assert lacking >= of_people  # none of them is loaded
    assert lacking - of_people == {
        "control_room_time",
        "despatch_time",
        "travel_time",
        "call_answering_within_standard",
        "call_answering_time",
        "calls_abandoned",
    }
    assert not found["attendance_time"].has_baseline


def test_months_of_the_baseline_are_counted(store: Path, tmp_path: Path) -> None:
    """Baseline April 2023 to March 2024: its first and its last month are held, and one month after it."""
    days = ("2023-04-02", "2024-03-30", "2024-04-01")
    load(store, tmp_path, [(n, f"{day} 10:00:00", f"{day} 10:09:00", 1) for n, day in enumerate(days)])
    found = held(store)["attendance_time"]
    assert (found.n_months, found.n_baseline, found.n_baseline_held) == (3, 12, 2)
    assert (found.first_month, found.last_month) == (date(2023, 4, 1), date(2024, 4, 1))


def test_without_an_arrival_there_is_coverage_but_no_time_and_no_tail(store: Path, tmp_path: Path) -> None:
    load(store, tmp_path, [(1, "2025-05-01 10:00:00", "", 1)])
    found = held(store)
    assert found["attendance_coverage"].has_data
    assert not found["attendance_time"].has_data
    assert not found["attendance_tail"].has_data


def test_every_month_of_a_whole_baseline(store: Path, tmp_path: Path) -> None:
    days = [
        f"{year}-{month:02d}-05" for year, month in [(2023, m) for m in range(4, 13)] + [(2024, m) for m in (1, 2, 3)]
    ]
    load(store, tmp_path, [(n, f"{day} 10:00:00", f"{day} 10:09:00", 1) for n, day in enumerate(days)])
    assert held(store)["attendance_time"].has_baseline


def test_measures_of_the_workforce(store: Path) -> None:
    """Employments from March 2022 on (the first leaver) to March 2026; rates need twelve months before they begin."""
    retention.load(store)
    found = held(store)
    spans = {key: (found[key].first_month, found[key].last_month) for key in ("leavers", "leaver_rate")}
    assert spans == {
        "leavers": (date(2022, 3, 1), date(2026, 3, 1)),
        "leaver_rate": (date(2023, 2, 1), date(2026, 3, 1)),
    }
    assert found["leavers"].has_baseline
    # Of 2025 June and August to December; in April nobody was due one.
    assert found["exit_interviews_offered"].n_months == 6
    assert found["stay_interviews"].first_month == date(2025, 1, 1)
    assert (found["interviewer_pool"].n_months, found["published_strength"].n_months) == (1, 2)
    assert not found["attendance_time"].has_data


def test_a_force_that_the_store_does_not_hold_has_nothing(good_store: Path) -> None:
    assert {months.n_months for months in held(good_store, "lfb").values()} == {0}
