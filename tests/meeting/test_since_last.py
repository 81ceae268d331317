"""What changed since the last meeting: only the same is compared with the same, and nothing is said that is not so."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from one_meeting import FORCE, TODAY, public_meeting, screen, seen

from perfdash.figures import sentences
from perfdash.figures.style import MARKS
from perfdash.meeting import actions
from perfdash.meeting.frozen import freeze, frozen
from perfdash.meeting.screens import Number, Screen
from perfdash.meeting.since_last import Revised, SinceLast, revised, since_last, verdict_words
from perfdash.store.places import Store


def compare(then: Sequence[Screen], now: Sequence[Screen], build_now: str = "b.2") -> SinceLast:
    return since_last(then, now, "b.1", build_now, (), TODAY)


def months(*shares: float | str | None, first: str = "2026-08", **more: object) -> list[dict[str, object]]:
    days = [day.date() for day in pd.date_range(first, periods=len(shares), freq="MS")]
    return [{"month": day, "share": share} | more for day, share in zip(days, shares, strict=True)]


def moved(then: list[dict[str, object]], now: list[dict[str, object]]) -> list[tuple[str, str, object, object]]:
    found = revised(screen(rows=then), screen(rows=now))
    return [(change.of, change.column, change.then, change.now) for change in found]


# Verdicts


def test_a_verdict_that_changed_is_told_in_its_words() -> None:
    then = screen(title="85.9 % … in October 2026: no clear change; the 90 % ambition may be met or missed by chance")
    now = screen(
        title="80.1 % … in January 2027: getting worse; will miss the 90 % ambition",
        link="attendance?grade=1&to=2027-01",
    )
    (change,) = compare([then], [now]).reworded
    assert (change.then, change.now, change.of, change.link) == (
        "no clear change, may meet or miss", "getting worse, will miss", "", now.link,
    )  # fmt: skip


def test_another_figure_with_the_same_verdict_is_no_change_of_verdict() -> None:
    then, now = (
        screen(title="85.9 %: no clear change; will miss it"),
        screen(title="84.0 %: no clear change; it will be missed"),
    )
    assert compare([then], [now]).reworded == ()


def test_each_number_has_its_own_verdict() -> None:
    def cards(*verdicts: str) -> Screen:
        return screen(numbers=tuple(Number(f"Measure {n}", "1", verdict=words) for n, words in enumerate(verdicts)))

    then, now = cards("No clear change", "Getting worse", ""), cards("Getting better", "Getting worse", "")
    assert [(c.of, c.then, c.now) for c in compare([then], [now]).reworded] == [
        ("Measure 0", "no clear change", "getting better")
    ]


def test_none_is_getting_better_says_that_nothing_does() -> None:
    assert verdict_words("Two of seven measures are getting worse, and none is getting better") == ("getting worse",)
    assert verdict_words("12,340 incidents in October 2026") == ()


@pytest.mark.parametrize(
    "words",
    [
        *sentences._CHANGE.values(), *sentences._AIM.values(), *sentences._AIMED.values(),
        *(mark.word for mark in MARKS.values()), "too early to say against the ambition", "too few points to tell (3 of 10)",
    ],
)  # fmt: skip
def test_every_word_of_a_verdict_is_known_and_is_one_word(words: str) -> None:
    assert len(verdict_words(f"85.9 % of grade 1 incidents: {words}")) == 1


def test_both_ways_to_say_a_verdict_are_one() -> None:
    for assurance, words in sentences._AIM.items():
        assert verdict_words(words) == verdict_words(sentences._AIMED[assurance])


# Revised figures


def test_a_figure_that_a_later_load_revised_is_told_with_both_values_and_the_difference() -> None:
    (change,) = revised(screen(rows=months(0.86, 0.85, 0.84)), screen(rows=months(0.86, 0.87, 0.84, 0.83)))
    assert (change.of, change.column, change.then, change.now) == ("2026-09-01", "share", 0.85, 0.87)
    assert change.difference == pytest.approx(0.02)
    assert change.name == (("month", "2026-09-01"),)


def test_new_months_lost_months_and_noise_are_no_revisions() -> None:
    assert moved(months(0.86, 0.1 + 0.2), months(0.86, 0.3, 0.9)) == []
    assert moved(months(0.86, 0.85), months(0.85, first="2026-09")) == []
    assert moved([], months(0.86)) == []
    assert moved(months(0.86), []) == []


def test_a_month_that_was_not_over_then_grew_and_was_not_revised() -> None:
    then, now = months(10.0, is_part=True), months(40.0, is_part=False)
    assert moved(then, now) == []
    assert len(moved(months(10.0, is_part=False), now)) == 1


def test_rows_are_matched_by_month_and_group() -> None:
    then = [*months(0.8, 0.7, lpt="burton", hour=1), *months(0.6, 0.5, lpt="leek", hour=1)]
    now = [*months(0.6, 0.55, lpt="leek", hour=1), *months(0.8, 0.7, lpt="burton", hour=1)]
    assert moved(then, now) == [("2026-09-01, leek, 1", "share", 0.5, 0.55)]


def test_rows_that_cannot_be_told_apart_are_not_compared() -> None:
    assert moved([{"n": 1}, {"n": 2}], [{"n": 1}, {"n": 3}]) == []


def test_hidden_values_have_no_difference_and_are_never_a_number() -> None:
    (shown, hid) = revised(screen(rows=months("–", 12, 5, "")), screen(rows=months(10, None, 5, "–")))
    assert (shown.then, shown.now, shown.difference) == (None, 10.0, None)
    assert (hid.then, hid.now, hid.difference) == (12.0, None, None)


def test_limits_and_means_move_with_every_month_and_are_not_figures() -> None:
    assert (
        moved(months(0.8, mean=0.8, upper_process_limit=0.9), months(0.8, 0.7, mean=0.75, upper_process_limit=0.8))
        == []
    )


def test_columns_that_count_can_be_named() -> None:
    then, now = screen(rows=months(0.8, n=10)), screen(rows=months(0.7, n=12))
    assert {change.column for change in revised(then, now)} == {"share", "n"}
    assert [change.column for change in revised(then, now, ["n"])] == ["n"]


def test_frozen_rows_and_rows_of_a_page_are_compared_as_the_same(tmp_path: Path) -> None:
    """What was frozen comes back as text and plain numbers; a page's rows hold NumPy's and pandas' own."""
    frame = pd.DataFrame(
        {"month": pd.date_range("2026-08", periods=3, freq="MS"), "n": np.array([4, 5, 6]), "share": [0.5, np.nan, 0.7]}
    )
    store = Store(tmp_path / "store")
    store.published.mkdir(parents=True)
    (store.published / "perfdash-b.1.duckdb").write_bytes(b"a published file")
    meeting = public_meeting(store.log)
    freeze(store, meeting, [screen(rows=frame.to_dict("records"))], "b.1", "analyst")
    kept = frozen(store, meeting)
    assert kept is not None
    assert revised(kept.screens[0], screen(rows=frame.to_dict("records"))) == ()
    later = frame.assign(month=frame["month"].dt.date, n=[4, 9, 6])
    (change,) = revised(kept.screens[0], screen(rows=later.to_dict("records")))
    assert change == Revised(
        "attendance_by_month", "attendance?grade=1&to=2026-10", (("month", "2026-09-01"),), "n", 5.0, 9.0
    )


# Which screens


def test_screens_are_matched_by_panel_page_and_filters_but_not_by_period() -> None:
    then = [screen(rows=months(0.8)), screen(grade="2", rows=months(0.5))]
    now = [
        screen(grade="2", rows=months(0.6), link="attendance?to=2027-01&from=2024-01&grade=2"),
        screen(rows=months(0.1), link="places?grade=1"),
        screen("other", rows=months(0.1)),
    ]
    found = compare(then, now)
    assert [(change.link, change.then, change.now) for change in found.revised] == [(now[0].link, 0.5, 0.6)]
    assert len(found.not_compared) == 3  # grade 1 of then, another page and another panel of now


def test_one_build_is_said_to_be_one() -> None:
    assert compare([screen()], [screen()], "b.1").is_same_build
    assert not compare([screen()], [screen()]).is_same_build


def test_overdue_actions_are_among_what_is_told(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    meeting = public_meeting(path)
    late, later = (
        actions.set_action(path, seen(meeting), "Find out", "Head of Contact", due, "commissioner", TODAY)
        for due in (date(2090, 1, 1), date(2091, 1, 1))
    )
    held = actions.actions(path, FORCE)
    assert since_last([], [], "b.1", "b.2", held, date(2090, 6, 1)).overdue == (late,)
    assert since_last([], [], "b.1", "b.2", held, date(2091, 6, 1)).overdue == (late, later)
