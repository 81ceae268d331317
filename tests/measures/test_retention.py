"""Rates, cohorts, curves and the seam: what the hand-worked world is too small to show."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from test_retention_properties import Post, store

from perfdash.contract.exit_interviews import REASONS
from perfdash.errors import BadQuestion, BadReference
from perfdash.measures import leaver_rates
from perfdash.measures.disclosed import Counted, disclosed
from perfdash.measures.people import people_answer, people_process, rolling_leaver_rates
from perfdash.measures.people_selection import PeopleSelection
from perfdash.reference import workforce as reference


@pytest.mark.parametrize(
    ("leavers", "strength", "percent"), [(8_117, 135_301, 6.0), (9_080, 147_434, 6.2), (8_795, 147_745, 6.0)]
)
def test_the_rate_is_the_published_one(leavers: int, strength: int, percent: float) -> None:
    """Police workforce, England and Wales: leavers excluding transfers ÷ strength at the start of the year."""
    assert round(100 * leaver_rates.leaver_rate(leavers, strength), 1) == percent


def test_a_rate_of_nobody_is_no_rate() -> None:
    assert np.isnan(leaver_rates.leaver_rate(0, 0))


def a_force(n: int = 60) -> list[Post]:
    """Sixty officers who joined a day apart from 1 April 2021; every third leaves after 400 days, every sixth to another
    force; one leaves in the month before, so that the records begin there; data to 17 June 2025."""
    joined = [date(2021, 4, 1) + pd.Timedelta(days=number) for number in range(n)]
    left = ["transfer out" if number % 6 == 0 else "voluntary resignation" for number in range(n)]
    posts = [
        Post(f"p{number}", "officer", on, on + pd.Timedelta(days=400) if number % 3 == 0 else None, left[number])
        for number, on in enumerate(joined)
    ]
    return [*posts, Post("old", "officer", date(2010, 1, 1), date(2021, 3, 5), "normal retirement")]


def test_a_cohort_that_is_old_enough_is_counted() -> None:
    with store(a_force()) as connection:
        connection.execute("UPDATE service_spells SET start_kind = 'new joiner' WHERE person <> 'old'")
        rows = people_answer(connection, "early_leavers", PeopleSelection(), (), "official").rows
    (row,) = rows.to_dict("records")
    assert (row["cohort"], row["n_joiners"], row["n_left"], row["value"]) == ("2021/22", 60, 20, pytest.approx(1 / 3))
    assert (row["how"], row["is_complete"], row["known_to_years"]) == ("counted", True, 2)


def test_a_young_cohort_is_estimated_and_says_so() -> None:
    young = [post._replace(started_on=post.started_on + pd.Timedelta(days=1096),
                           ended_on=post.ended_on and post.ended_on + pd.Timedelta(days=1096)) for post in a_force()]  # fmt: skip
    with store(young) as connection:
        rows = people_answer(connection, "early_leavers", PeopleSelection(), (), "official").rows
    (row,) = rows.to_dict("records")
    # Joined from 1 April 2024 on; data to 17 June 2025: those of the first forty-two days have reached 400 days.
    assert (row["cohort"], row["n_joiners"], row["how"]) == ("2024/25", 60, "estimated so far (Kaplan–Meier)")
    assert not row["is_complete"]
    assert row["known_to_years"] < 1.3
    assert row["share_left_low"] < row["value"] < row["share_left_high"]


def test_a_curve_has_points_of_at_least_five_leavers_and_stops_at_ten() -> None:
    with store(a_force()) as connection:
        rows = people_answer(connection, "retention_curve", PeopleSelection(date(2021, 4, 1)), (), "official").rows
    assert rows["value"].iloc[0] == 1
    assert set(rows["n_left"]) <= {0.0, *map(float, range(5, 61))}
    assert rows["n_at_risk"].min() >= 10
    assert rows["value"].iloc[-1] == pytest.approx(40 / 60)


def test_a_rolling_series_is_never_a_process() -> None:
    with store(a_force()) as connection:
        rolling = rolling_leaver_rates(connection, PeopleSelection())
        yearly = people_answer(connection, "leaver_rate", PeopleSelection(), ("year",))
        monthly = people_answer(connection, "leavers", PeopleSelection(), ("month",), "analyst")
    for answer in (rolling, yearly):
        with pytest.raises(BadQuestion, match="cannot be judged as a process"):
            people_process(answer)
    process = people_process(monthly)
    assert process is not None
    assert len(process.points) == 51  # March 2021 to May 2025: June is a part month


def test_a_process_with_a_hidden_month_is_not_drawn() -> None:
    with store(a_force(12)) as connection:
        monthly = people_answer(connection, "leavers", PeopleSelection(), ("month",))
    assert monthly.rows["value"].isna().any()
    assert people_process(monthly) is None


def test_a_total_that_anybody_can_ask_for_takes_part() -> None:
    """Nine resignations and three transfers of twelve leavers: the three are small, and the nine would give them away."""
    workforce = [
        Post(f"r{n}", "officer", date(2020, 1, 1), date(2024, 5, 5), "voluntary resignation") for n in range(9)
    ]
    workforce += [
        Post(f"t{n}", "officer", date(2020, 1, 1), date(2024, 5, 5), "dismissal or contract end") for n in range(3)
    ]
    with store(workforce) as connection:
        parts = people_answer(connection, "leavers", PeopleSelection(), ("leaver_type",)).rows
        whole = people_answer(connection, "leavers", PeopleSelection()).rows
    assert whole["value"].tolist() == [12]
    assert parts["value"].isna().all()
    assert "all" not in set(parts["leaver_type"])


def test_an_interval_is_of_what_is_shown() -> None:
    counted = Counted(
        pd.DataFrame({"team": ["a", "b"], "n": [100, 100], "k": [40, 2]}),
        ("team",),
        counts=("n", "k"),
        nested=("n", "k"),
        shares={"share": ("k", "n")},
    )
    shown = disclosed(counted, "official", "workforce").set_index("team")
    assert shown.loc["a", "share_low"] < 0.4 < shown.loc["a", "share_high"]
    assert shown.loc["b", ["k", "share", "share_low", "share_high"]].isna().all()
    assert disclosed(counted, "analyst", "workforce")["k"].tolist() == [40, 2]


def test_a_selection_goes_through_the_url_and_back() -> None:
    chosen = PeopleSelection(
        date(2025, 4, 1), date(2026, 3, 1), (("worker_type", ("staff", "officer")), ("lpt", ("leek",))), "fte", True
    )
    assert chosen.basis == "FTE"
    assert PeopleSelection.from_query(chosen.to_query()) == chosen
    assert chosen.to_query()["worker_type"] == "officer|staff"
    assert PeopleSelection().to_query() == {}
    assert chosen.caption()[-1] == "April 2025 to March 2026"
    assert chosen.having(lpt=()).chosen("lpt") == ()
    assert set(chosen.to_query()) <= set(PeopleSelection.PARAMETERS)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"basis": "hours"}, "no basis"),
        ({"filters": (("grade", ("1",)),)}, "no filter 'grade'"),
        ({"from_month": date(2025, 5, 1), "to_month": date(2025, 4, 1)}, "ends before it starts"),
    ],
)
def test_what_cannot_be_chosen(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(BadQuestion, match=words):
        PeopleSelection(**wrong)  # type: ignore[arg-type]


def test_every_reason_of_the_contract_has_a_group() -> None:
    reference.check_reasons(REASONS)
    with pytest.raises(BadReference, match="the reason 'boredom' of the contract has no group"):
        reference.check_reasons([*REASONS, "boredom"])
    with pytest.raises(BadReference, match="there is no reason"):
        reference.check_reasons(REASONS[1:])


def test_the_ambition_for_interviewers_is_borrowed_by_the_demonstration_force() -> None:
    ambition = reference.ambition_for("interviewer_pool", "demonstration", date(2026, 3, 31))
    assert ambition is not None
    assert (ambition.amount, ambition.force) == (20, "staffordshire")
    assert reference.ambition_for("interviewer_pool", "lfb", date(2026, 3, 31)) is None
    assert reference.ambition_for("interviewer_pool", "staffordshire", date(2020, 1, 1)) is None
