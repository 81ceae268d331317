"""A bad edit of any table stops the build and the check with file, row and reason."""

import shutil
from pathlib import Path

import pytest

from door import ROOT, perfdash_process

# fault: (file below data, what is replaced, by what, the sentence)
BAD_ROWS = {
    "a measure that points at no recommendation": (
        "reference/measures.csv", ",attendance,1a|1d,", ",attendance,,",
        "measures.csv, row 2, column recommendations: it points at no recommendation.",
    ),
    "a measure that points at an unknown one": (
        "reference/measures.csv", ",attendance,1a|1d,", ",attendance,1a|7,",
        "measures.csv, row 2, column recommendations: there is no recommendation '7' in recommendations.csv.",
    ),
    "a measure of an unknown theme": (
        "reference/measures.csv", ",attendance,1a|1d,", ",atendance,1a|1d,",
        "measures.csv, row 2, column themes: there is no theme 'atendance' in themes.csv.",
    ),
    "overlapping dates": (
        "reference/delivery_plans.csv", "2025-04-01,2026-03-31", "2025-04-01,2026-04-01",
        "delivery_plans.csv, row 4, column from, to: its dates overlap an earlier row of the same force, key.",
    ),
    "a recommendation twice": (
        "reference/recommendations.csv", "\n1b,", "\n1a,",
        "recommendations.csv, row 3, column from, to: its dates overlap an earlier row of the same key.",
    ),
    "a recommendation of an unknown inspection": (
        "reference/recommendations.csv", "1a,getting_a_grip", "1a,grip",
        "recommendations.csv, row 2, column inspection: there is no inspection 'grip' in inspections.csv.",
    ),
    "a due day in the middle of a month": (
        "reference/recommendations.csv", "2025-01-31", "2025-01-30",
        "recommendations.csv, row 5, column due_on: a recommendation is due by the last day of a month.",
    ),
    "a commitment on an unknown recommendation": (
        "reference/commitments.csv", "three_parts,staffordshire,1a", "three_parts,staffordshire,1e",
        "commitments.csv, row 2, column recommendation: there is no recommendation '1e' in recommendations.csv.",
    ),
    "a commitment checked by an unknown measure": (
        "reference/commitments.csv", "control_room_time|despatch_time", "control_room_time|wait",
        "commitments.csv, row 2, column measures: there is no measure 'wait' in measures.csv.",
    ),
    "a commitment that says nothing and is no gap": (
        "reference/commitments.csv", "The recommendation names specials and volunteers; the record says nothing of them", "",
        "commitments.csv, row 12, column gap: a row holds either what was said or the gap, not both and not neither.",
    ),
    "a commitment nobody can check": (
        "reference/commitments.csv", ",exit_interviews_offered|exit_interviews_completed|exit_interview_days,", ",,",
        "commitments.csv, row 9, column awaits: checked by a measure, but neither a measure nor what it would count is named.",
    ),
    "a thematic inspection with a grade": (
        "reference/inspections.csv", "2023-07-07,,", "2023-07-07,good,",
        "inspections.csv, row 2, column grade: a thematic inspection has none.",
    ),
    "an unknown force": (
        "reference/forums.csv", "monthly,staffordshire,", "monthly,stafs,",
        "forums.csv, row 2, column force: there is no force 'stafs' in forces.csv.",
    ),
    "an invented row that does not say so": (
        "reference/analysis_capacity.csv", "Invented for", "Made up for",
        "analysis_capacity.csv, row 3, column source: a row of the demonstration force must say that it is invented.",
    ),
    "evidence without its date": (
        "reference/self_assessment.csv", ",2026-10-12,", ",,",
        "self_assessment.csv, row 9, column assessed_on: evidence and its date come together.",
    ),
    "a planned product that was delivered": (
        "reference/data_products.csv", "planned,2024-01-31,,", "planned,2024-01-31,2024-01-30,",
        "data_products.csv, row 4, column delivered_on: a product with a day of delivery is delivered, not planned.",
    ),
    "evidence below B": (
        "published/attendance.csv", ",B,", ",C,", "published/attendance.csv, row 2, column evidence: Input should be 'A' or 'B'.",
    ),
    "a figure twice": (
        "published/attendance.csv", "attendance-002,", "attendance-001,",
        "published/attendance.csv, row 3, column key: 'attendance-001' stands twice.",
    ),
    "a contradiction of a figure that is not there": (
        "published/contradictions.csv", "attendance-003", "attendance-040",
        "published/contradictions.csv, row 2, column rows: there is no published figure 'attendance-040'.",
    ),
    "a contradiction of one figure": (
        "published/contradictions.csv", "attendance-002|attendance-003", "attendance-002",
        "published/contradictions.csv, row 2, column rows: two figures that differ are needed.",
    ),
    "an unknown difference": (
        "published/contradictions.csv", "statistic|base", "mood|base",
        "published/contradictions.csv, row 2, column differs: what differs is one or more of base, basis, clock, edition, "
        "period, statistic, unit.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code and of the tables, to be spoilt."""
    copy = tmp_path_factory.mktemp("copied")
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for folder in ("reference", "published"):
        shutil.copytree(ROOT / "data" / folder, copy / "data" / folder)
    return copy


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_a_bad_edit_stops_with_file_row_and_reason(copied: Path, tmp_path: Path, fault: str) -> None:
    file, old, new, wanted = BAD_ROWS[fault]
    path = copied / "data" / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    try:
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
        assert perfdash_process("check", "--store", tmp_path / "none", root=copied).sentence == wanted
    finally:
        path.write_text(before, encoding="utf-8")


def test_a_bad_edit_stops_the_build(copied: Path, tmp_path: Path) -> None:
    path = copied / "data" / "reference" / "themes.csv"
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(before.replace("9999-12-31", "2020-12-31", 1), encoding="utf-8")
        sentence = perfdash_process("build", "--store", tmp_path / "none", root=copied).sentence
    finally:
        path.write_text(before, encoding="utf-8")
    assert sentence == "themes.csv, row 2, column from, to: the row ends before it starts."


def test_the_tables_as_they_are_pass(copied: Path, tmp_path: Path) -> None:
    assert "There is no store" in perfdash_process("check", "--store", tmp_path / "none", root=copied).sentence
