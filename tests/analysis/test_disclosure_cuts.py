"""Questions whose answers could be taken from each other are refused."""

from __future__ import annotations

import pytest

from perfdash.analysis.disclosure_cuts import Period, check_question, permitted_cuts
from perfdash.analysis.disclosure_rules import Audience, Sensitivity
from perfdash.analysis.errors import NotPermitted

PUBLIC, OFFICIAL = Audience.PUBLIC, Audience.OFFICIAL
WORKFORCE, HEALTH = Sensitivity.WORKFORCE, Sensitivity.HEALTH


@pytest.mark.parametrize("frequency", ["monthly", "quarterly", "yearly"])
@pytest.mark.parametrize("sensitivity", [WORKFORCE, HEALTH])
def test_in_public_a_sensitive_measure_has_one_period_length_one_breakdown_and_no_filter(
    sensitivity: Sensitivity, frequency: str
) -> None:
    cuts = permitted_cuts(PUBLIC, sensitivity, frequency)
    assert (len(cuts.periods), cuts.n_breakdowns, cuts.may_filter) == (1, 1, False)
    assert not {Period.MONTH, Period.ROLLING_YEAR} & {*cuts.periods}


def test_that_length_is_its_own_but_not_too_short() -> None:
    for sensitivity, frequency, length in (
        (WORKFORCE, "monthly", Period.QUARTER),
        (WORKFORCE, "quarterly", Period.QUARTER),
        (WORKFORCE, "yearly", Period.YEAR),
        (HEALTH, "monthly", Period.YEAR),
        (HEALTH, "yearly", Period.YEAR),
    ):
        assert permitted_cuts(PUBLIC, sensitivity, frequency).periods == (length,)


ASKED = {"period": "quarter", "breakdowns": ["worker_type"]}


@pytest.mark.parametrize(
    ("attack", "sentence"),
    [
        ({"period": "rolling year"}, "In public, these workforce figures are shown for fixed quarters only."),
        ({"period": "year"}, "In public, these workforce figures are shown for fixed quarters only."),
        ({"period": "2025-04..2025-08"}, "In public, these workforce figures are shown for fixed quarters only."),
        ({"filters": ["lpt"]}, "In public, workforce figures are shown without filters; remove lpt."),
        (
            {"breakdowns": ["worker_type", "command"]},
            "These workforce figures are broken down by one thing at a time; take one away.",
        ),
    ],
)
def test_the_known_attacks_are_refused_in_public(attack: dict[str, object], sentence: str) -> None:
    check_question(PUBLIC, WORKFORCE, "monthly", **ASKED)
    with pytest.raises(NotPermitted) as refused:
        check_question(PUBLIC, WORKFORCE, "monthly", **{**ASKED, **attack})
    assert str(refused.value) == sentence


def test_health_in_public_is_yearly() -> None:
    check_question(PUBLIC, HEALTH, "monthly", period="year")
    with pytest.raises(NotPermitted, match="whole years to 31 March only"):
        check_question(PUBLIC, HEALTH, "monthly", period="month", smallest_group=5000)


@pytest.mark.parametrize(("smallest", "is_permitted"), [(None, False), (49, False), (float("nan"), False), (50, True)])
def test_health_by_month_needs_groups_of_fifty(smallest: float | None, is_permitted: bool) -> None:
    ask = {"period": "month", "smallest_group": smallest}
    check_question(OFFICIAL, WORKFORCE, "monthly", **ask)
    if is_permitted:
        return check_question(OFFICIAL, HEALTH, "monthly", **ask)
    with pytest.raises(NotPermitted, match="groups of 50 people or more; ask for quarters or years"):
        check_question(OFFICIAL, HEALTH, "monthly", **ask)
    return None


def test_official_questions_have_known_periods_and_two_breakdowns() -> None:
    check_question(OFFICIAL, WORKFORCE, "monthly", period="rolling year", breakdowns=["a", "b"], filters=["c"])
    with pytest.raises(NotPermitted, match="by two things at a time"):
        check_question(OFFICIAL, WORKFORCE, "monthly", period="year", breakdowns=["a", "b", "c"])
    with pytest.raises(NotPermitted, match="shown by month, quarter, year or rolling year"):
        check_question(OFFICIAL, WORKFORCE, "monthly", period="week")


@pytest.mark.parametrize("audience", Audience)
def test_public_measures_may_be_asked_anything(audience: Audience) -> None:
    check_question(audience, Sensitivity.PUBLIC, "monthly", period="day", breakdowns="abcd", filters=["lpt"])
