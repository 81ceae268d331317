"""Rows that run out, and the framework they describe: products, forums, plans, self-assessment, capacity."""

from datetime import date

import pytest

from perfdash.reference import framework
from perfdash.reference.dated import KeyedRow, ended, of_force, standing
from perfdash.reference.framework import DataProduct, Forum


def row(key: str, first: str, last: str) -> KeyedRow:
    return KeyedRow.model_validate({"key": key, "owner": "o", "source": "s", "from": first, "to": last})


OLD, NEXT, LATER = (
    row("a", "2024-04-01", "2025-03-31"),
    row("a", "2025-04-01", "2026-03-31"),
    row("a", "2026-06-01", "2027-03-31"),
)
LASTING = row("b", "2024-04-01", "9999-12-31")
ROWS = (OLD, NEXT, LATER, LASTING)


@pytest.mark.parametrize(
    ("on", "stands", "gaps"),
    [
        (date(2024, 3, 31), (), ()),
        (date(2025, 3, 31), (OLD, LASTING), ()),
        (date(2025, 4, 1), (NEXT, LASTING), ()),  # replaced, so no gap
        (date(2026, 4, 1), (LASTING,), (NEXT,)),  # a row that only starts in June does not fill April
        (date(2026, 6, 1), (LATER, LASTING), ()),
        (date(2027, 4, 1), (LASTING,), (LATER,)),
    ],
)
def test_a_row_past_its_end_is_a_gap_until_another_follows(
    on: date, stands: tuple[KeyedRow, ...], gaps: tuple[KeyedRow, ...]
) -> None:
    assert standing(ROWS, on) == stands
    assert ended(ROWS, on) == gaps


def test_a_plan_of_the_demonstration_force_ran_out_and_was_not_renewed() -> None:
    plans = framework.delivery_plans_of("demonstration")
    assert [plan.command for plan in ended(plans, date(2026, 11, 23))] == ["People"]
    assert [plan.command for plan in standing(plans, date(2026, 11, 23))] == [
        "Contact",
        "Response",
        "Performance and analysis",
    ]


def product(**cells: object) -> DataProduct:
    given = {"key": "k", "force": "staffordshire", "name": "n", "owner": "o", "source": "s", "measures": None}
    dates = {"planned_on": None, "delivered_on": None, "from": "2023-07-07", "to": "9999-12-31"}
    return DataProduct.model_validate(given | dates | cells)


def test_planned_against_delivered() -> None:
    planned = product(state="planned", planned_on="2024-01-31")
    assert not planned.is_late(date(2024, 1, 31))
    assert planned.is_late(date(2024, 2, 1))
    assert planned.days_late() is None
    delivered = product(state="delivered", planned_on="2024-01-31", delivered_on="2024-03-14")
    assert delivered.days_late() == 43  # 29 days of February and 14 of March
    assert not delivered.is_late(date(2030, 1, 1))
    assert product(state="delivered").days_late() is None


def test_products_of_the_response_record() -> None:
    assert [(row.name, row.state, row.planned_on) for row in framework.data_products_of("staffordshire")] == [
        ("Contact", "delivered", None),
        ("Local Policing", "delivered", None),
        ("Effective investigations", "planned", date(2024, 1, 31)),
        ("Arrests and stop search", "planned", date(2024, 1, 31)),
        ("Outcomes and timeliness", "planned", date(2024, 1, 31)),
    ]


def forum(rhythm: str, months: str | None) -> Forum:
    given = {
        "key": "k",
        "force": "staffordshire",
        "name": "n",
        "owner": "o",
        "source": "s",
        "measures": None,
        "is_public": "no",
    }
    return Forum.model_validate(given | {"rhythm": rhythm, "months": months, "from": "2024-02-01", "to": "2025-01-31"})


def test_the_calendar_of_a_forum() -> None:
    quarterly = forum("quarterly", "1|4|7|10")
    assert quarterly.meets_in(date(2023, 11, 1), date(2024, 8, 1)) == (date(2024, 4, 1), date(2024, 7, 1))
    assert quarterly.meets_in(date(2024, 10, 1), date(2025, 12, 1)) == (date(2024, 10, 1), date(2025, 1, 1))
    assert forum("quarterly", None).meets_in(date(2024, 1, 1), date(2024, 12, 1)) == ()


@pytest.mark.parametrize(
    ("rhythm", "months"), [("quarterly", "1|4|7"), ("quarterly", "1|1|4|7"), ("monthly", "1|2"), ("not published", "3")]
)
def test_months_that_do_not_fit_the_rhythm(rhythm: str, months: str) -> None:
    with pytest.raises(ValueError, match="needed for its rhythm"):
        forum(rhythm, months)


def test_six_lines_without_evidence_for_staffordshire() -> None:
    rows = framework.self_assessment_of("staffordshire")
    assert len(rows) == 6
    assert {(row.evidence, row.assessed_on) for row in rows} == {(None, None)}
    assert [row.statement for row in framework.self_assessment_of("demonstration")] == [row.statement for row in rows]


def test_what_is_invented_says_so_and_what_is_not_published_is_blank() -> None:
    for rows in (
        framework.delivery_plans(),
        framework.analysis_capacity(),
        framework.forums(),
        framework.data_products(),
    ):
        assert all(framework.is_invented(row) == (row.force == "demonstration") for row in rows)
    (plan,), (unit,) = framework.delivery_plans_of("staffordshire"), framework.analysis_capacity_of("staffordshire")
    assert (plan.command, plan.measures) == (None, ())
    assert (unit.unit, unit.posts, unit.skills) == (None, None, ())


def test_a_force_with_no_rows_and_no_model_has_none() -> None:
    assert of_force(framework.forums(), "lfb") == ()
    assert {row.force for row in framework.forums_of("demonstration")} == {"demonstration"}
