"""Kaplan-Meier: worked by hand, against R, and by its properties."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdash.analysis.errors import AnalysisError, LengthsDiffer, NotAShare, TimesDisagree
from perfdash.analysis.survival import kaplan_meier


def test_a_curve_worked_by_hand() -> None:
    # Six joiners: four leave, at 1, 2, 3 and 8; one is last seen at 2 and one at 5, still there.
    curve = kaplan_meier([1, 2, 2, 3, 5, 8], [1, 1, 0, 1, 0, 1])
    assert curve["time"].tolist() == [1, 2, 3, 5, 8]
    assert curve["n_at_risk"].tolist() == [6, 5, 3, 2, 1]
    assert curve["n_events"].tolist() == [1, 1, 1, 0, 1]
    assert curve["n_censored"].tolist() == [0, 1, 0, 1, 0]
    assert curve["share_remaining"].tolist() == pytest.approx([5 / 6, 4 / 6, 4 / 9, 4 / 9, 0])
    # Greenwood at 1: S² × 1/(6 × 5), so the error of log(-log S) is √(1/30)/|log S|.
    log_share = np.log(5 / 6)
    width = 1.959963984540054 * np.sqrt(1 / 30) / abs(log_share)
    assert curve["low"].iloc[0] == pytest.approx(np.exp(log_share * np.exp(width)))
    assert curve["high"].iloc[0] == pytest.approx(np.exp(log_share * np.exp(-width)))
    assert curve[["low", "high"]].iloc[-1].isna().all()


def test_people_already_in_post_count_only_from_when_they_are_seen() -> None:
    # The one who entered at 4 was not there to leave at 2; who enters at 6 is at risk only after 6.
    curve = kaplan_meier([2, 6, 6, 9], [1, 1, 0, 1], entry_times=[0, 0, 4, 6])
    assert curve["n_at_risk"].tolist() == [2, 2, 1]
    assert curve["share_remaining"].tolist() == pytest.approx([1 / 2, 1 / 4, 0])


def test_nobody_leaves() -> None:
    curve = kaplan_meier([3, 4, 5], [False, False, False])
    assert curve["share_remaining"].tolist() == [1, 1, 1]
    assert curve[["low", "high"]].isna().all(axis=None)


def test_the_curve_stops_where_too_few_are_seen() -> None:
    curve = kaplan_meier(range(1, 21), [1] * 20, minimum_at_risk=10)
    assert curve["n_at_risk"].tolist() == list(range(20, 9, -1))


def test_no_people_no_curve() -> None:
    assert len(kaplan_meier([], [])) == 0


@pytest.mark.parametrize(
    ("error", "arguments"),
    [
        (LengthsDiffer, {"exit_times": [1, 2], "has_left": [1]}),
        (LengthsDiffer, {"exit_times": [1, 2], "has_left": [1, 1], "entry_times": [0]}),
        (TimesDisagree, {"exit_times": [1, 2], "has_left": [1, 1], "entry_times": [0, 2]}),
        (TimesDisagree, {"exit_times": [1, 2], "has_left": [1, 1], "entry_times": [0, None]}),
        (TimesDisagree, {"exit_times": [-1, 2], "has_left": [1, 1]}),
        (TimesDisagree, {"exit_times": [1, None], "has_left": [1, 1]}),
        (TimesDisagree, {"exit_times": [1, 2], "has_left": [1, 2]}),
        (NotAShare, {"exit_times": [1, 2], "has_left": [1, 1], "level": 95}),
    ],
)
def test_bad_input_is_refused(error: type[AnalysisError], arguments: dict[str, object]) -> None:
    with pytest.raises(error):
        kaplan_meier(**arguments)


def test_curves_agree_with_r(reference: Callable[[str], pd.DataFrame]) -> None:
    people = reference("km_input.csv")
    for series, wanted in reference("km_output.csv").groupby("series"):
        rows = people[people["series"] == series]
        curve = kaplan_meier(rows["time"], rows["event"])
        assert_agrees(curve, wanted)
        for ours, theirs in (("low", "lower"), ("high", "upper")):
            np.testing.assert_allclose(curve[ours], wanted[theirs], rtol=0, atol=1e-9)


def test_left_truncation_agrees_with_r(reference: Callable[[str], pd.DataFrame]) -> None:
    people = reference("km_lefttrunc_input.csv")
    curve = kaplan_meier(people["exit"], people["event"], entry_times=people["entry"])
    assert_agrees(curve, reference("km_lefttrunc_output.csv"))


def assert_agrees(curve: pd.DataFrame, wanted: pd.DataFrame) -> None:
    for ours, theirs in (("time", "time"), ("n_at_risk", "n_risk"), ("n_events", "n_event")):
        assert curve[ours].tolist() == wanted[theirs].tolist()
    np.testing.assert_allclose(curve["share_remaining"], wanted["surv"], rtol=0, atol=1e-9)


PEOPLE = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30), st.booleans()), min_size=1, max_size=60)


@given(PEOPLE)
def test_a_curve_never_rises_and_its_interval_holds_it(people: list[tuple[int, int, bool]]) -> None:
    entered = [entry for entry, _, _ in people]
    left = [entry + stay for entry, stay, _ in people]
    curve = kaplan_meier(left, [gone for _, _, gone in people], entry_times=entered)
    assert (np.diff(curve["share_remaining"], prepend=1.0) <= 1e-12).all()
    known = curve.dropna()
    assert ((known["low"] <= known["share_remaining"]) & (known["share_remaining"] <= known["high"])).all()
    assert (curve["n_events"] + curve["n_censored"]).sum() == len(people)
    assert (curve["n_at_risk"] >= curve["n_events"] + curve["n_censored"]).all()


@given(st.lists(st.integers(1, 30), min_size=1, max_size=60))
def test_when_all_are_seen_to_leave_the_curve_is_the_share_still_there(stays: list[int]) -> None:
    curve = kaplan_meier(stays, [True] * len(stays))
    still_there = [np.mean([stay > time for stay in stays]) for time in curve["time"]]
    assert curve["share_remaining"].tolist() == pytest.approx(still_there, abs=1e-12)
