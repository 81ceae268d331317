"""What was recommended, by whom, when the reply was due, and what the response record says of it."""

from datetime import date, timedelta

import pytest

from perfdash.errors import BadQuestion
from perfdash.measures.register import measures
from perfdash.reference import recommendations as rec
from perfdash.reference.recommendations import Closing, Status


def by_key() -> dict[str, rec.Recommendation]:
    return {row.key: row for row in rec.recommendations()}


def test_the_eleven_recommendations_with_their_due_days() -> None:
    january, july = date(2024, 1, 31), date(2024, 7, 31)
    assert {key: row.due_on for key, row in by_key().items()} == {
        "1a": january, "1b": january, "1c": july, "1d": date(2025, 1, 31), "2": january, "3": january,
        "4a": january, "4b": july, "5a": january, "5b": july, "6": january,
    }  # fmt: skip
    assert [row.key for row in rec.recommendations() if row.is_ours] == ["2", "3", "6"]


def test_every_theme_has_a_recommendation_and_the_other_way_round() -> None:
    named = {theme for row in rec.recommendations() for theme in row.themes}
    assert named == {row.key for row in rec.themes()}
    assert rec.recommendation("6").themes == ("framework", "evaluation")


def test_a_recommendation_that_is_not_there() -> None:
    with pytest.raises(BadQuestion, match=r"There is no recommendation '7'"):
        rec.recommendation("7")


def test_the_reply_is_due_fifty_five_days_after_publication() -> None:
    """7 July is day 1 of 56: July holds 25 of them (7 to 31), August the other 31."""
    assert rec.reply_due(date(2023, 7, 7)) == date(2023, 8, 31)
    (inspection,) = rec.inspections().values()
    assert inspection.published_on == date(2023, 7, 7)
    left = {
        day: rec.reply_clock(inspection, day).days_left
        for day in (date(2023, 7, 7), date(2023, 8, 31), date(2023, 9, 1))
    }
    assert list(left.values()) == [55, 0, -1]


@pytest.mark.parametrize(
    ("published", "due"),
    [("2024-01-05", "2024-02-29"), ("2023-01-05", "2023-03-01"), ("2023-11-07", "2024-01-01")],
)
def test_the_reply_across_a_leap_day_and_a_year(published: str, due: str) -> None:
    assert rec.reply_due(date.fromisoformat(published)) == date.fromisoformat(due)


def test_a_thematic_inspection_has_neither_grade_nor_areas_for_improvement() -> None:
    (inspection,) = rec.inspections().values()
    assert (inspection.kind, inspection.grade, inspection.areas_for_improvement) == ("thematic", None, None)
    with pytest.raises(ValueError, match="a thematic inspection has none"):
        rec.Inspection.model_validate(inspection.model_dump() | {"grade": "good"})


DUE = date(2024, 1, 31)


@pytest.mark.parametrize(
    ("key", "on", "written", "wanted"),
    [
        ("2", DUE, None, None),
        ("2", DUE, Status.IN_PROGRESS, Status.IN_PROGRESS),
        ("2", DUE + timedelta(1), None, Status.OVERDUE),
        ("2", DUE + timedelta(1), Status.IN_PROGRESS, Status.OVERDUE),
        ("2", DUE + timedelta(1), Status.IMPLEMENTED, Status.IMPLEMENTED),
        ("2", DUE + timedelta(1), Status.NOT_ACCEPTED, Status.NOT_ACCEPTED),
        ("1a", DUE + timedelta(1), None, Status.NOT_OURS),
        ("1a", DUE + timedelta(1), Status.IN_PROGRESS, Status.IN_PROGRESS),
        ("1a", DUE, Status.IMPLEMENTED, Status.IMPLEMENTED),
    ],
)
def test_where_a_recommendation_stands(key: str, on: date, written: Status | None, wanted: Status | None) -> None:
    assert rec.status_on(rec.recommendation(key), on, written) == wanted


def test_only_what_a_person_can_say_is_written() -> None:
    assert set(Status) - set(rec.WRITTEN) == {Status.OVERDUE, Status.NOT_OURS}
    assert len(Closing) == 3


def test_the_record_is_silent_on_specials_and_volunteers() -> None:
    (gap,) = (row for row in rec.commitments_of("staffordshire", "2") if row.gap)
    assert gap.said is None
    assert gap.gap and "specials and volunteers" in gap.gap


def test_every_commitment_can_be_checked_and_names_what_it_leaves_open() -> None:
    rows = rec.commitments_of("staffordshire")
    assert len(rows) == 24
    assert all(row.ambiguity for row in rows if row.said)
    assert all(row.measures or row.awaits for row in rows if row.check == "measure")
    assert {row.recommendation for row in rows} == {"1a", "2", "3", "6"}


def test_the_demonstration_force_borrows_the_record_and_london_has_none() -> None:
    assert rec.commitments_of("demonstration") == rec.commitments_of("staffordshire")
    assert rec.commitments_of("lfb") == ()
    assert rec.commitments_of("staffordshire", on=date(2023, 7, 6)) == ()


def test_a_recommendation_or_theme_without_a_measure_stays_in_the_list() -> None:
    some = {key: measures()[key] for key in ("attendance_tail", "attendance_coverage")}
    spoken = rec.measures_by_recommendation(some)
    assert list(spoken) == list(by_key())
    assert spoken["1a"] == ("attendance_tail",)
    assert spoken["1b"] == ("attendance_coverage",)
    assert spoken["2"] == ()
    assert rec.measures_by_theme(some)["analysis"] == ("attendance_coverage",)
    assert rec.measures_by_theme(some)["wellbeing"] == ()


def test_a_due_day_in_the_middle_of_a_month_is_refused() -> None:
    row = rec.recommendation("2").model_dump(by_alias=True)
    with pytest.raises(ValueError, match="last day of a month"):
        rec.Recommendation.model_validate(row | {"due_on": date(2024, 1, 30), "themes": "retention"})
