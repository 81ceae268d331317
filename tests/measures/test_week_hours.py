"""The hours of the week and the medians of groups, worked out by hand and through the front door."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from door import perfdash, write_csv, write_profile
from perfdash.analysis.intervals import percentile_interval
from perfdash.measures import hours as week
from perfdash.measures.attendance import attendance_by
from perfdash.measures.medians import median_intervals_by
from perfdash.measures.selection import Selection
from perfdash.store.places import find_store
from perfdash.store.read import reading

# May 2025 has four Mondays and five Fridays. Monday 10:00: ten incidents of 1 to 10 minutes. Friday 22:00: forty of 20.
MONDAY, FRIDAY = datetime(2025, 5, 5, 10), datetime(2025, 5, 2, 22)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("week")
    calls = [(MONDAY + timedelta(days=7 * (number % 4)), number + 1) for number in range(10)]
    calls += [(FRIDAY + timedelta(days=7 * (number % 5)), 20) for number in range(40)]
    calls += [(datetime(2025, 5, 1), 5), (datetime(2025, 5, 31), 5)]
    rows = [
        (f"R{number:03d}", call, call + timedelta(minutes=minutes), 1) for number, (call, minutes) in enumerate(calls)
    ]
    extract = write_csv(folder / "week.csv", ("Ref", "Call", "Arrived", "Grade"), rows)
    profile = write_profile(folder / "plain.toml")
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", folder / "store").code == 0
    with reading(find_store(folder / "store")) as connection:
        yield connection


@pytest.fixture
def hours(held: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    grouped = attendance_by(held, Selection(), ("weekday", "hour"))
    return week.every_hour(grouped, week.beside_median(held, Selection(), 300.0))


def row(hours: pd.DataFrame, weekday: int, hour: int) -> pd.Series:
    return hours[(hours["weekday"] == weekday) & (hours["hour"] == hour)].iloc[0]


def test_every_hour_of_the_week_is_there(hours: pd.DataFrame) -> None:
    assert len(hours) == 168
    assert row(hours, 1, 10)["n_incidents"] == 10
    assert row(hours, 5, 22)[["n_judged", "n_within"]].tolist() == [40, 0]
    assert row(hours, 3, 3)["n_incidents"] == 0
    assert hours["n_incidents"].sum() == 52


def test_times_on_either_side_of_five_minutes(hours: pd.DataFrame) -> None:
    assert row(hours, 1, 10)[["n_below", "n_at_or_below"]].tolist() == [4, 5]
    assert row(hours, 5, 22)[["n_below", "n_at_or_below"]].tolist() == [0, 0]


def test_volume_is_by_the_hours_that_there_were(hours: pd.DataFrame) -> None:
    assert week.days_by_weekday(date(2025, 5, 1), date(2025, 5, 31)) == {1: 4, 2: 4, 3: 4, 4: 5, 5: 5, 6: 5, 7: 4}
    volumes = week.with_volume(hours, date(2025, 5, 1), date(2025, 5, 31))
    assert row(volumes, 1, 10)["per_hour"] == 2.5  # ten on four Mondays
    assert row(volumes, 5, 22)["per_hour"] == 8.0  # forty on five Fridays
    one_day = week.with_volume(hours, date(2025, 5, 1), date(2025, 5, 1))
    assert one_day.loc[one_day["weekday"] == 1, "per_hour"].isna().all()


def test_blocks_add_their_hours_up(hours: pd.DataFrame) -> None:
    blocks = week.by_block(hours)
    assert len(blocks) == 28
    assert row(blocks, 1, 6)[["n_judged", "n_within", "share_within"]].tolist() == [10, 10, 1.0]
    assert row(blocks, 5, 18)["share_within"] == 0.0
    assert pd.isna(row(blocks, 3, 0)["share_within"])


def test_a_block_that_is_all_late_is_lower_and_an_empty_one_is_not(hours: pd.DataFrame) -> None:
    blocks = week.by_block(hours)
    blocks["side"] = week.sides(blocks, "share", 12 / 52)
    assert row(blocks, 5, 18)["side"] == -1  # none of 40, against 23 %
    assert row(blocks, 1, 6)["side"] == 1  # all of 10
    assert row(blocks, 3, 0)["side"] == 0


@given(st.lists(st.integers(1, 30), min_size=0, max_size=60), st.integers(1, 30), st.integers(1, 4))
@settings(deadline=None)
def test_a_median_differs_where_its_interval_leaves_the_whole_out(times: list[int], whole: int, groups: int) -> None:
    ordered = sorted(times)
    n_below, n_at_or_below = sum(time < whole for time in times), sum(time <= whole for time in times)
    frame = pd.DataFrame([{"n_measured": len(times), "n_below": n_below, "n_at_or_below": n_at_or_below}] * groups)
    frame = frame.assign(n_judged=0, n_within=0, n_incidents=len(times))
    low, high = percentile_interval(ordered, 0.5, 1 - 0.05 / groups)
    expected = -1 if high < whole else 1 if low > whole else 0
    assert week.sides(frame, "seconds", whole).tolist() == [expected] * groups


def test_the_days_of_a_selection_lie_in_the_extract() -> None:
    first, last = date(2025, 5, 10), date(2025, 7, 5)
    assert week.days_of(Selection(), first, last) == (first, last)
    chosen = Selection(from_month=date(2025, 5, 1), to_month=date(2025, 6, 1))
    assert week.days_of(chosen, first, last) == (first, date(2025, 6, 30))
    assert week.days_of(Selection(to_month=date(2025, 7, 1)), first, last) == (first, last)


def test_the_interval_of_a_median_is_two_of_the_times(held: duckdb.DuckDBPyConnection) -> None:
    # Of ten sorted times the 2nd and the 9th hold the median in 97.9 of 100 cases, the 3rd and the 8th in only 89.1.
    monday = Selection(filters=(("weekday", ("1",)),))
    (found,) = median_intervals_by(held, monday, ("force",)).to_dict("records")
    assert (found["median_low_seconds"], found["median_high_seconds"]) == (120.0, 540.0)


def test_an_end_that_so_few_times_cannot_give_is_left_open(held: duckdb.DuckDBPyConnection) -> None:
    found = median_intervals_by(held, Selection(), ("weekday",), number=4).set_index("weekday")
    assert found.loc[[4, 6]].isna().all(axis=None)  # one incident each
    assert found.loc[5].tolist() == [1200.0, 1200.0]
    nobody = median_intervals_by(held, Selection(filters=(("grade", ("9",)),)), ("weekday",))
    assert nobody.empty
    assert list(nobody.columns) == ["weekday", "median_low_seconds", "median_high_seconds"]
