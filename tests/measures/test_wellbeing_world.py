"""The wellbeing world through the front door, against what was worked out by hand (tests/wellbeing_world/README.md)."""

from pathlib import Path
from typing import Any

import pytest

import wellbeing
from door import perfdash
from retention import by, reply, rows

YEAR = ("--from", "2025-04", "--to", "2026-03")
BY_GROUP = ("--by", "role_group", *YEAR)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("wellbeing") / "store"
    reports = wellbeing.load(store)
    assert {kind: (report["rows_read"], report["rejected"]) for kind, report in reports.items()} == {
        "employments": (12, 0),
        "programme-contacts": (18, 1),
        "exposures": (8, 0),
        "referrals": (14, 1),
        "absences": (7, 0),
        "training": (5, 0),
        "assessments": (3, 0),
        "sessions": (4, 0),
    }
    return store


def one(store: Path, key: str, *options: str) -> dict[str, Any]:
    (row,) = rows(store, key, *options)
    return row


def agrees(row: dict[str, Any], **expected: Any) -> None:
    for name, value in expected.items():
        assert row[name] == (pytest.approx(value, rel=1e-6) if isinstance(value, float) else value), name


def test_what_cannot_be_is_refused_at_the_door(held: Path) -> None:
    refused = perfdash("rejects", "--store", held).out
    assert "is completed before it was offered" in refused
    assert "is seen before the referral" in refused


# Programmes -----------------------------------------------------------------------------------------------------------

FUNNEL = ("n_eligible", "n_offered", "n_completed", "n_on_time")


def test_screening_of_the_year(held: Path) -> None:
    row = one(held, "screening_offered", *YEAR)
    agrees(row, n_eligible=6, n_offered=5, n_completed=4, n_on_time=3, n_organisation_unknown=1, n_without_contact=1)
    agrees(row, value=5 / 6, n_people=6, n_too_early=0)
    assert one(held, "screening_completed", *YEAR)["value"] == pytest.approx(4 / 6)
    assert one(held, "screening_on_time", *YEAR)["value"] == pytest.approx(3 / 6)
    assert one(held, "screening_offered")["n_too_early"] == 1


def test_screening_by_role_group_and_role(held: Path) -> None:
    found = rows(held, "screening_offered", *BY_GROUP)
    assert by(found, "role_group", *FUNNEL, "n_without_contact") == {
        "child abuse and digital": (3, 3, 2, 1, 0),
        "offender management": (1, 0, 0, 0, 0),
        "firearms and negotiation": (1, 1, 1, 1, 1),
        "not on the list": (1, 1, 1, 1, 0),
        "not known": (0, 0, 0, 0, 0),
    }
    listed = by(rows(held, "screening_offered", "--by", "listed", *YEAR), "listed", *FUNNEL)
    assert listed == {"yes": (5, 4, 3, 2), "no": (1, 1, 1, 1), "not known": (0, 0, 0, 0)}
    assert by(rows(held, "screening_offered", "--by", "role", *YEAR), "role", "n_eligible")["firearms"] == 1


def test_screening_by_time(held: Path) -> None:
    months = by(rows(held, "screening_on_time", "--by", "month", *YEAR), "month", *FUNNEL)
    assert months["2025-05"] == (1, 1, 1, 1)
    assert months["2025-06"] == (1, 1, 1, 0)
    assert months["2025-04"] == (0, 0, 0, 0)
    years = by(rows(held, "screening_on_time", "--by", "year"), "year", *FUNNEL)
    assert (years["2024/25"], years["2025/26"]) == ((1, 1, 1, 1), (6, 5, 4, 3))


def test_other_organisations_have_rows_of_their_own(held: Path) -> None:
    found = by(rows(held, "screening_offered", "--by", "organisation", *YEAR), "organisation", *FUNNEL)
    assert found == {
        "police": (6, 5, 4, 3), "fire and rescue": (1, 1, 1, 1), "other": (1, 1, 1, 1), "not known": (1, 1, 1, 1),
    }  # fmt: skip
    assert one(held, "screening_offered", *YEAR, "--where", "organisation=fire and rescue")["n_eligible"] == 1


def test_the_six_monthly_programme(held: Path) -> None:
    agrees(one(held, "programme_on_time", *YEAR), n_eligible=3, n_offered=3, n_completed=2, n_on_time=1, n_people=2)
    months = by(rows(held, "programme_members", "--by", "month", *YEAR), "month", "value")
    assert (months["2025-06"], months["2025-08"], months["2026-03"]) == (2, 1, 2)
    assert one(held, "programme_members", *YEAR)["value"] == 2
    row = one(held, "follow_ups_done", *YEAR)
    agrees(row, n_follow_ups_due=3, n_followed_up=2, n_followed_up_on_time=1, value=2 / 3)


# Reached beyond screening ---------------------------------------------------------------------------------------------


def test_who_in_a_listed_role_was_reached(held: Path) -> None:
    agrees(one(held, "reached_beyond_screening", *YEAR), n_in_role=7, n_reached=3, value=3 / 7)
    groups = by(rows(held, "reached_beyond_screening", *BY_GROUP), "role_group", "n_in_role", "n_reached")
    assert groups == {
        "child abuse and digital": (4, 2), "offender management": (1, 0), "firearms and negotiation": (2, 1),
    }  # fmt: skip
    means = by(rows(held, "reached_beyond_screening", "--by", "means", *YEAR), "means", "n_in_role", "n_reached")
    assert means == {
        "enhanced support": (7, 1), "trauma risk management": (7, 0), "occupational health": (7, 2),
        "resilience training": (7, 2),
    }  # fmt: skip


def test_who_is_not_on_the_list_stands_beside(held: Path) -> None:
    found = by(rows(held, "unlisted_reached", "--by", "role", *YEAR), "role", "n_in_role", "n_reached")
    assert found == {"response": (3, 3), "contact centre": (1, 1)}


def test_twelve_months_are_no_process(held: Path) -> None:
    assert reply(held, "reached_beyond_screening", "--by", "month")["is_rolling"]
    assert not reply(held, "reached_beyond_screening", "--by", "year")["is_rolling"]


def test_without_employments_people_come_from_contacts(tmp_path: Path) -> None:
    wellbeing.load(tmp_path / "store", "programme-contacts", "referrals")
    found = reply(tmp_path / "store", "reached_beyond_screening", *YEAR)
    agrees(found["rows"][0], n_in_role=5, n_reached=2)  # A1 to A5; the two by enhanced support and occupational health
    assert any(
        "Nothing is held of trauma risk management, resilience training, roles" in note for note in found["notes"]
    )
    (row,) = rows(tmp_path / "store", "screening_offered", *YEAR)
    assert "n_without_contact" not in row


# Trauma, occupational health ------------------------------------------------------------------------------------------


def test_trauma_support_to_the_second(held: Path) -> None:
    row = one(held, "trauma_within_72_hours", *YEAR)
    agrees(row, n_exposures=8, n_offered=7, n_within_7_days=5, n_within_72_hours=3, n_people=4, value=3 / 8)
    assert one(held, "trauma_within_7_days", *YEAR)["value"] == pytest.approx(5 / 8)
    agrees(one(held, "trauma_held", *YEAR), n_held=2, n_followed_up=1, share_held=2 / 8, share_followed_up=1 / 2)


def test_days_to_the_first_appointment(held: Path) -> None:
    row = one(held, "first_appointment_days", *YEAR)
    agrees(row, n_seen=5, median_days=30.0, p90_days=46.0, median_days_to_offer=20.0, n_organisation_unknown=1)
    found = by(
        rows(held, "first_appointment_days", "--by", "organisation", *YEAR), "organisation", "n_seen", "median_days"
    )
    assert found == {"police": (5, 30), "fire and rescue": (1, 1), "not known": (1, 2)}
    row = one(held, "referrals_seen", *YEAR)
    agrees(row, n_referred=10, n_seen=5, n_closed_unseen=1, n_open=4, n_offered=5, value=0.5)


def test_how_long_open_referrals_have_waited(held: Path) -> None:
    found = rows(held, "referrals_open", "--by", "age_band")
    assert [(row["age_band"], row["value"]) for row in found] == [
        ("0 to 14 days", 1), ("15 to 28 days", 1), ("29 to 56 days", 1), ("over 56 days", 1),
    ]  # fmt: skip
    assert by(rows(held, "referrals_open", "--by", "organisation"), "organisation", "value") == {
        "police": 4, "fire and rescue": 1,
    }  # fmt: skip


# Absence --------------------------------------------------------------------------------------------------------------


def test_share_of_contracted_hours_lost(held: Path) -> None:
    row = one(held, "hours_lost_share", *YEAR)
    agrees(
        row,
        hours_lost=585.571429,
        contracted_hours=19074.642857,
        value=585.571429 / 19074.642857,
        n_absent=4,
        n_in_post=10,
    )
    agrees(row, n_hours_unknown=1, n_fte_unknown=0)
    months = by(rows(held, "hours_lost_share", "--by", "month", *YEAR), "month", "hours_lost", "value")
    assert months["2025-04"][0] == pytest.approx(80 * 3 / 14)
    assert months["2025-05"][0] == pytest.approx(80 * 11 / 14)
    assert months["2025-06"] == pytest.approx((171.428571, 171.428571 / 1596.428571))
    assert months["2025-11"][0] == pytest.approx(100 * 28 / 43)
    assert len(rows(held, "hours_lost_share", "--by", "month")) == 14  # February 2025 to March 2026


def test_hours_lost_by_reason_have_no_benchmark(held: Path) -> None:
    found = reply(held, "hours_lost_share", "--by", "reason_group", *YEAR)
    assert any("no national benchmark" in note for note in found["notes"])
    shares = by(found["rows"], "reason_group", "hours_lost", "share_of_hours")
    assert shares["psychological"] == pytest.approx((328.571429, 0.561113), rel=1e-5)
    assert shares["musculoskeletal"][0] == pytest.approx(177)


def test_hours_lost_for_each_full_time_equivalent(held: Path) -> None:
    row = one(held, "hours_lost_per_fte", *YEAR)
    agrees(row, mean_fte=9.332877, hours_lost=585.571429, value=62.742904, from_month="2025-04", to_month="2026-03")
    found = reply(held, "hours_lost_per_fte", "--by", "month")
    assert [row["month"] for row in found["rows"]] == ["2026-01", "2026-02", "2026-03"]
    assert found["is_rolling"]


def test_people_absent_for_more_than_28_days(held: Path) -> None:
    months = by(rows(held, "long_absences", "--by", "month", *YEAR), "month", "value")
    assert {month: n for month, n in months.items() if n} == {"2025-05": 1, "2025-06": 2, "2026-03": 1}
    assert one(held, "long_absences", *YEAR)["value"] == 1


def test_hours_need_employments(tmp_path: Path) -> None:
    wellbeing.load(tmp_path / "store", "absences")
    for key in ("hours_lost_share", "hours_lost_per_fte"):
        refused = perfdash("measure", key, "--store", tmp_path / "store").sentence
        assert refused.startswith("Contracted hours come from the employments, and none are held")
    assert perfdash("measure", "long_absences", "--store", tmp_path / "store").code == 0


# The rest -------------------------------------------------------------------------------------------------------------


def test_leadership_courses(held: Path) -> None:
    row = one(held, "leadership_resilience", *YEAR)
    agrees(row, n_completions=3, n_with_resilience=1, n_content_unknown=1, value=1 / 3)
    assert by(rows(held, "leadership_resilience", "--by", "course", *YEAR), "course", "n_completions") == {"LEAD": 3}


def test_assessments_and_the_bus(held: Path) -> None:
    agrees(one(held, "assessments_completed", *YEAR), n_offered=3, n_completed=2, median_days=15.0)
    areas = by(rows(held, "assessments_completed", "--by", "area"), "area", "n_offered", "n_completed")
    assert areas == {"Hanley": (2, 1), "Leek": (1, 1)}
    stops = by(rows(held, "bus_attendance", "--by", "stop"), "stop", "value", "sessions", "sessions_unknown")
    assert stops == {"HQ": (50, 2, 0), "Leek": (7, 1, 1)}
