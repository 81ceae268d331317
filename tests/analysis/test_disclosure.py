"""Small numbers, rule by rule, worked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdash.analysis.disclosure import (
    KEY,
    SYMBOL,
    Audience,
    Hidden,
    Rate,
    Sensitivity,
    may_be_charted,
    suppress,
    why_not_charted,
)
from perfdash.analysis.errors import (
    AlreadySuppressed,
    AnalysisError,
    CountsDisagree,
    DuplicateCell,
    NotACount,
    NotANumber,
)

PUBLIC, OFFICIAL = Audience.PUBLIC, Audience.OFFICIAL
OPEN, WORKFORCE, HEALTH = Sensitivity.PUBLIC, Sensitivity.WORKFORCE, Sensitivity.HEALTH
GONE = np.nan


def line(*n: float, column: str = "n") -> pd.DataFrame:
    """Teams a, b, c … and, last, their total."""
    teams = [*"abcdefghij"[: len(n)], "all"]
    return pd.DataFrame({"team": teams, column: [*n, sum(n)]}).astype({column: float})


def shown(rows: pd.DataFrame, audience: Audience, sensitivity: Sensitivity, **more: object) -> pd.DataFrame:
    options = {"counts": ["n"], "by": ["team"], **more}
    return suppress(rows, audience=audience, sensitivity=sensitivity, **options)


def same(found: pd.Series, wanted: Sequence[float]) -> None:
    np.testing.assert_array_equal(found.to_numpy(), np.array(wanted, dtype=float))


# Counts


def test_workforce_in_public_hides_one_to_four_and_rounds_the_rest_to_five() -> None:
    alone = pd.DataFrame({"team": list("abcdefgh"), "n": [0, 1, 4, 5, 7, 8, 12, 13]})
    same(shown(alone, PUBLIC, WORKFORCE)["n"], [0, GONE, GONE, 5, 5, 10, 10, 15])


def test_totals_are_rounded_on_their_own() -> None:
    same(shown(line(7, 7, 7), PUBLIC, WORKFORCE)["n"], [5, 5, 5, 20])


@pytest.mark.parametrize("sensitivity", [WORKFORCE, HEALTH])
def test_official_hides_one_to_four_and_rounds_nothing(sensitivity: Sensitivity) -> None:
    alone = pd.DataFrame({"team": list("abcde"), "n": [0, 1, 4, 5, 13]})
    same(shown(alone, OFFICIAL, sensitivity)["n"], [0, GONE, GONE, 5, 13])


def test_health_in_public_asks_for_ten_and_hides_nought() -> None:
    alone = pd.DataFrame({"team": list("abcd"), "n": [0, 9, 10, 23]})
    same(shown(alone, PUBLIC, HEALTH)["n"], [GONE, GONE, 10, 25])


@pytest.mark.parametrize("audience", Audience)
def test_public_measures_are_never_suppressed(audience: Audience) -> None:
    answer = shown(line(1, 2, 33), audience, OPEN, rates={"share": Rate("n", "n")})
    same(answer["n"], [1, 2, 33, 36])
    assert (answer["hidden"] == "").all()


def test_a_misspelt_word_does_not_show_everything() -> None:
    with pytest.raises(ValueError, match="heath"):
        shown(line(3), PUBLIC, "heath")  # type: ignore[arg-type]
    same(shown(line(3), "public", "workforce")["n"], [GONE, GONE])  # type: ignore[arg-type]


def test_part_time_shares_of_a_person_are_small_numbers_too() -> None:
    alone = pd.DataFrame({"team": list("abcd"), "n": [0.0, 0.6, 4.8, 7.5]})
    same(shown(alone, PUBLIC, WORKFORCE)["n"], [0, GONE, GONE, 10])
    same(shown(alone, OFFICIAL, WORKFORCE)["n"], [0, GONE, GONE, 7.5])


def test_full_time_equivalents_add_up_within_rounding() -> None:
    rows = line(2.33, 11.33, 30.33)
    rows.loc[3, "n"] = 44.0
    same(shown(rows, OFFICIAL, WORKFORCE)["n"], [GONE, GONE, 30.33, 44.0])


# Partners


def test_a_single_hidden_cell_of_a_line_takes_the_next_smallest_along() -> None:
    same(shown(line(3, 20, 8, 50), OFFICIAL, WORKFORCE)["n"], [GONE, 20, GONE, 50, 81])


def test_two_hidden_cells_need_no_partner() -> None:
    same(shown(line(3, 2, 8), OFFICIAL, WORKFORCE)["n"], [GONE, GONE, 8, 13])


def test_two_ones_that_their_sum_gives_away_take_a_third() -> None:
    same(shown(line(1, 1, 8, 30), OFFICIAL, WORKFORCE)["n"], [GONE, GONE, GONE, 30, 40])


def test_ones_alone_take_the_total() -> None:
    same(shown(line(1, 1, 1, 1, 1), OFFICIAL, WORKFORCE)["n"], [GONE] * 6)


def test_a_nought_stays_and_is_no_partner() -> None:
    same(shown(line(0, 3, 0, 8, 9), OFFICIAL, WORKFORCE)["n"], [0, GONE, 0, GONE, 9, 20])


def test_without_a_total_there_is_nothing_to_subtract_from() -> None:
    same(shown(line(3, 20, 8)[:-1], OFFICIAL, WORKFORCE)["n"], [GONE, 20, 8])


def crossed(table: np.ndarray, column: str) -> pd.DataFrame:
    """Rows 1, 2, 3 by columns x, y, z, with their totals."""
    table = np.vstack([table, table.sum(axis=0)])
    table = np.column_stack([table, table.sum(axis=1)])
    places = [(i, j, table[a, b]) for a, i in enumerate([*"123", "all"]) for b, j in enumerate([*"xyz", "all"])]
    return pd.DataFrame(places, columns=["row", "column", column])


def test_partners_need_partners_of_their_own() -> None:
    rows = crossed(np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]]), "n")
    answer = shown(rows, OFFICIAL, WORKFORCE, by=["row", "column"])
    hidden = answer[answer["n"].isna()]
    assert list(zip(hidden["row"], hidden["column"], strict=True)) == [("1", "x"), ("1", "y"), ("2", "x"), ("2", "y")]


def test_a_total_may_have_another_word() -> None:
    rows = line(3, 20, 8).replace({"team": {"all": "force"}})
    same(shown(rows, OFFICIAL, WORKFORCE, total="force")["n"], [GONE, 20, GONE, 31])


def test_a_total_may_be_a_date_column_s_word() -> None:
    rows = pd.DataFrame({"month": [date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1), "all"], "n": [2, 9, 11, 22]})
    same(shown(rows, OFFICIAL, WORKFORCE, by=["month"])["n"], [GONE, GONE, 11, 22])


def test_reasons_of_which_people_give_several_do_not_add_up() -> None:
    rows = pd.DataFrame({"team": ["pay", "shifts", "voice", "all"], "n": [3, 30, 40, 50]})
    same(shown(rows, OFFICIAL, WORKFORCE)["n"], [GONE, 30, 40, 50])


def test_a_line_with_something_left_over_is_protected_all_the_same() -> None:
    rows = pd.DataFrame({"team": ["a", "b", "all"], "n": [3, 30, 50]})
    same(shown(rows, OFFICIAL, WORKFORCE)["n"], [GONE, GONE, 50])


# Parts of a base


def programme(*rows: tuple[float, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["n_eligible", "n_offered", "n_completed"], dtype=float)
    return frame.assign(team=list("abcdefg"[: len(rows)]))


NESTED = ["n_eligible", "n_offered", "n_completed"]
OFFERED = {"share_offered": Rate("n_offered", "n_eligible")}


def offered(rows: pd.DataFrame, audience: Audience, sensitivity: Sensitivity) -> pd.DataFrame:
    return shown(rows, audience, sensitivity, counts=NESTED, nested=NESTED, rates=OFFERED)


def test_a_small_rest_hides_the_part() -> None:
    answer = offered(programme((43, 41, 20), (43, 43, 43), (43, 20, 18)), OFFICIAL, HEALTH)
    same(answer["n_eligible"], [43, 43, 43])
    same(answer["n_offered"], [GONE, 43, 20])
    same(answer["n_completed"], [GONE, 43, GONE])  # nothing is shown of a hidden base
    np.testing.assert_allclose(answer["share_offered"], [GONE, 1, 20 / 43])


def test_the_rest_of_all_levels_is_protected_not_only_of_neighbours() -> None:
    # Two of twenty are missing at both levels: 18 completed of 20 eligible would say so.
    answer = offered(programme((20, 18, 18)), OFFICIAL, WORKFORCE)
    same(answer.loc[0, NESTED], [20, GONE, GONE])


def test_no_part_is_shown_of_a_hidden_base() -> None:
    # 46 eligible in all, 3 of them in a: if b's 43 offered were shown, b's eligible would be 43 or at least 48.
    rows = programme((3, 0, 0), (43, 43, 43), (46, 43, 43)).assign(team=["a", "b", "all"])
    answer = offered(rows, OFFICIAL, WORKFORCE)
    same(answer["n_eligible"], [GONE, GONE, 46])
    same(answer["n_offered"], [0, GONE, GONE])


def test_health_in_public_needs_ten_in_the_base_in_the_cell_and_in_the_rest() -> None:
    answer = offered(programme((9, 9, 9), (40, 9, 0), (40, 31, 20), (40, 40, 20), (40, 20, 10)), PUBLIC, HEALTH)
    same(answer["n_eligible"], [GONE, 40, 40, 40, 40])
    same(answer["n_offered"], [GONE, GONE, GONE, GONE, 20])
    same(answer["share_offered"], [GONE, GONE, GONE, GONE, 0.5])


# Rates


def test_a_public_rate_is_that_of_the_rounded_numbers() -> None:
    rows = pd.DataFrame({"team": ["a"], "n": [13.0], "strength": [218.0]})
    rates = {"rate": Rate("n", "strength", 100), "share": Rate("n", "strength")}
    answer = shown(rows, PUBLIC, WORKFORCE, counts=["n", "strength"], rates=rates)
    same(answer.loc[0, ["n", "strength", "rate", "share"]], [15, 220, 6.8, 0.068])
    raw = shown(rows, OFFICIAL, WORKFORCE, counts=["n", "strength"], rates=rates)
    assert raw.loc[0, "rate"] == pytest.approx(100 * 13 / 218)


def test_health_in_public_has_whole_percents_and_never_none_or_all() -> None:
    rows = pd.DataFrame({"team": list("abc"), "n": [33.0, 12.0, 3000.0], "base": [90.0, 3000.0, 3012.0]})
    answer = shown(rows, PUBLIC, HEALTH, counts=["n", "base"], rates={"share": Rate("n", "base")})
    same(answer["share"], [0.39, GONE, GONE])
    assert answer["hidden_share"].tolist() == ["", "small number", "small number"]


def test_a_rate_of_nobody_is_unknown_not_hidden() -> None:
    rows = pd.DataFrame({"team": ["a"], "n": [0.0], "base": [0.0]})
    answer = shown(rows, PUBLIC, WORKFORCE, counts=["n", "base"], rates={"rate": Rate("n", "base", 100)})
    assert np.isnan(answer.loc[0, "rate"])
    assert answer.loc[0, "hidden_rate"] == ""


def test_two_numbers_suffice_for_a_rate() -> None:
    rows = pd.DataFrame({"team": ["a"], "n": [10.0], "base": [20.0]})
    assert shown(rows, OFFICIAL, WORKFORCE, counts=["n", "base"], rates={"r": ("n", "base")}).loc[0, "r"] == 0.5


# Days lost, and values that rest on a count


def absence(people: Sequence[float], hours: Sequence[float], largest: Sequence[float]) -> pd.DataFrame:
    return pd.DataFrame({"team": [*"abcde"[: len(people)]], "n": people, "hours": hours, "largest_share": largest})


SUMS: Mapping[str, tuple[str, str]] = {"hours": ("n", "largest_share")}


@pytest.mark.parametrize(("audience", "why"), [(PUBLIC, "small number"), (OFFICIAL, "one person dominates")])
def test_a_sum_needs_ten_people_and_none_over_half(audience: Audience, why: str) -> None:
    rows = absence([9, 10, 12, 12, 0], [300, 301, 400, 402, 0], [0.2, 0.5, 0.51, np.nan, np.nan])
    answer = shown(rows, audience, WORKFORCE, sums=SUMS)
    same(answer["hours"], [GONE, 300 if audience is PUBLIC else 301, GONE, GONE, 0])
    assert answer["hidden_hours"].tolist() == ["small number", "", why, why, ""]
    assert "largest_share" not in answer


def test_a_hidden_sum_takes_the_next_smallest_along() -> None:
    rows = absence([20, 20, 20, 60], [1000, 5000, 4000, 10000], [0.9, 0.1, 0.1, 0.1])
    rows["team"] = ["a", "b", "c", "all"]
    same(shown(rows, OFFICIAL, WORKFORCE, sums=SUMS)["hours"], [GONE, 5000, GONE, 10000])


def test_a_hidden_sum_stays_in_doubt_by_a_tenth() -> None:
    # Four hidden cells, two a line: but moving 1,000 moves the other three along, and they have only 3 or 4 hours to give.
    hours = np.array([[1000, 5, 2000], [3, 4, 2000], [3000, 3000, 3000]])
    rows = crossed(hours, "hours").assign(n=20, largest_share=0.1)
    rows.loc[0, "largest_share"] = 0.9
    answer = shown(rows, OFFICIAL, WORKFORCE, by=["row", "column"], sums=SUMS)
    assert answer.loc[[0, 1, 4, 5], "hours"].isna().all()
    assert answer["hours"].isna().sum() > 4


def test_a_rate_of_a_hidden_sum_is_hidden() -> None:
    rows = absence([9, 20], [300, 400], [0.2, 0.2])
    answer = shown(rows, OFFICIAL, HEALTH, sums=SUMS, rates={"hours_each": Rate("hours", "n")})
    same(answer["hours_each"], [GONE, 20])


def test_a_median_is_hidden_with_its_count() -> None:
    rows = pd.DataFrame({"team": list("ab"), "n": [9, 12], "median_days": [3.5, 8.5]})
    same(shown(rows, PUBLIC, HEALTH, resting_on={"median_days": "n"})["median_days"], [GONE, 8.5])


# The answer as a frame


def test_a_hidden_value_says_why_and_is_never_nought() -> None:
    answer = shown(line(3, 8, 30), OFFICIAL, WORKFORCE)
    assert answer["hidden_n"].tolist() == answer["hidden"].tolist() == ["small number", "small number", "", ""]
    assert answer["n"].dtype == float
    assert KEY.startswith(SYMBOL)
    assert set(Hidden) == {"", "small number", "one person dominates"}


def test_only_what_is_named_comes_through() -> None:
    rows = line(3, 8, 30).assign(name=list("ABCD"), raw=1)
    answer = shown(rows, OFFICIAL, WORKFORCE, labels=["name"])
    assert list(answer) == ["team", "name", "n", "hidden_n", "hidden"]
    assert answer.index.equals(rows.index)


def test_the_marking() -> None:
    assert OFFICIAL.marking == "official – not for onward sharing"
    assert PUBLIC.marking == ""


def test_a_series_with_hidden_months_is_not_charted() -> None:
    answer = shown(line(3, 8, 30), OFFICIAL, WORKFORCE)
    assert why_not_charted(answer, "n") == "No process chart: 2 of 4 values are hidden to protect small numbers."
    assert why_not_charted(answer[1:], "n") == "No process chart: 1 of 3 values is hidden to protect small numbers."
    assert not may_be_charted(answer, "n")
    assert may_be_charted(answer[2:], "n")


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("sensitivity", Sensitivity)
@given(cells=st.lists(st.integers(0, 40), max_size=5))
def test_once_more_changes_nothing(audience: Audience, sensitivity: Sensitivity, cells: list[int]) -> None:
    once = shown(line(*cells), audience, sensitivity)
    pd.testing.assert_frame_equal(shown(once, audience, sensitivity), once)


def test_what_the_chief_officers_see_cannot_be_made_public() -> None:
    official = shown(line(3, 8, 30), OFFICIAL, WORKFORCE)
    for again in ((PUBLIC, WORKFORCE), (OFFICIAL, HEALTH)):
        with pytest.raises(AlreadySuppressed):
            shown(official, *again)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("sensitivity", Sensitivity)
def test_nothing_and_noughts(audience: Audience, sensitivity: Sensitivity) -> None:
    empty = shown(line(1)[:0], audience, sensitivity, rates={"r": Rate("n", "n")})
    assert list(empty) == ["team", "n", "r", "hidden_n", "hidden_r", "hidden"] and empty.empty
    noughts = shown(line(0, 0), audience, sensitivity)["n"]
    same(noughts, [GONE] * 3 if (audience, sensitivity) == (PUBLIC, HEALTH) else [0] * 3)


def test_one_cell_without_a_breakdown() -> None:
    for n, wanted in ((3, GONE), (13, 15)):
        same(shown(pd.DataFrame({"n": [n]}), PUBLIC, WORKFORCE, by=[])["n"], [wanted])


@pytest.mark.parametrize(
    ("error", "rows", "more"),
    [
        (DuplicateCell, pd.concat([line(1), line(1)]), {}),
        (DuplicateCell, line(1), {"by": []}),
        (NotANumber, line(1, np.nan), {}),
        (NotANumber, line(1, np.inf), {}),
        (CountsDisagree, line(1, -1), {}),
        (CountsDisagree, line(4).assign(part=5), {"counts": ["n", "part"], "nested": ["n", "part"]}),
        (NotACount, line(4).assign(base=9), {"rates": {"r": Rate("n", "base")}}),
        (NotACount, line(4).assign(days=9), {"resting_on": {"days": "base"}}),
    ],
)
def test_what_cannot_be_protected_is_refused(
    error: type[AnalysisError], rows: pd.DataFrame, more: dict[str, object]
) -> None:
    with pytest.raises(error):
        shown(rows, PUBLIC, WORKFORCE, **more)
