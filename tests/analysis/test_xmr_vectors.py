"""Every reference vector: categories exactly, mean and limits to 1e-9 of the mean's size."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from dataclasses import replace
from math import isnan, nan
from pathlib import Path
from typing import Any

import pytest

from perfdash.analysis.errors import RebaseNotInData
from perfdash.analysis.spc import MAKING_DATA_COUNT, Assurance, ProcessBehaviour, SpecialCause, xmr

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "spc" / "xmr_vectors.jsonl.gz"
SPECIAL_CAUSES = {
    "Common Cause": SpecialCause.NONE,
    "Above UCL": SpecialCause.ABOVE_LIMIT,
    "Below LCL": SpecialCause.BELOW_LIMIT,
    "7 Point Trend (Increasing)": SpecialCause.TREND_INCREASING,
    "7 Point Trend (Decreasing)": SpecialCause.TREND_DECREASING,
    "2 in 3 Above CL": SpecialCause.TWO_IN_THREE_ABOVE,
    "2 in 3 Below CL": SpecialCause.TWO_IN_THREE_BELOW,
    "7 Points Above CL": SpecialCause.SHIFT_ABOVE,
    "7 Points Below CL": SpecialCause.SHIFT_BELOW,
}
ASSURANCES = {
    None: None,
    "consistent_pass": Assurance.CONSISTENTLY_PASSING,
    "inconsistent": Assurance.HIT_OR_MISS,
    "consistent_fail": Assurance.CONSISTENTLY_FAILING,
}
UPSTREAM = replace(
    MAKING_DATA_COUNT,
    name="NHSRplotthedots 0.2.2",
    minimum_points=0,
    trend_ends_by_next_step=True,
    undefined_limits_hit_or_miss=True,
    unknown_rebase_is_error=False,
)
OURS = replace(MAKING_DATA_COUNT, minimum_points=0)


def vectors() -> list[Any]:
    if not VECTORS.exists():
        return [pytest.param(None, marks=pytest.mark.skip(f"the vectors {VECTORS} are not here"))]
    with gzip.open(VECTORS, "rt") as lines:
        cases = [json.loads(line) for line in lines]
    return [pytest.param(case, id=case["id"]) for case in cases]


def number(text: str) -> float:
    return float(text) if text else nan


def by_area(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    areas: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        areas[row.get("f", "no facet")].append(row)
    return areas


def of_area(option: Any, area: str, otherwise: Any) -> Any:
    found = option.get(area) if isinstance(option, dict) else option
    return otherwise if found is None else found


def judged(case: dict[str, Any], area: str, rows: list[dict[str, Any]], rules: Any) -> ProcessBehaviour:
    options = case["options"]
    return xmr(
        [row["x"] for row in rows],
        [number(row["y"]) for row in rows],
        improvement_direction=options["improvement_direction"],
        target=of_area(options["target"], area, None),
        rebase_on=of_area(options["rebase"], area, []),
        fix_after_n_points=options["fix_after_n_points"],
        rules=replace(rules, screen_outliers=options["screen_outliers"]),
    )


def agrees(found: float, wanted: str, size: float) -> bool:
    expected = number(wanted)
    return (isnan(found) and isnan(expected)) or abs(found - expected) <= 1e-9 * max(size, 1e-3)


def assert_points(result: ProcessBehaviour, wanted: list[dict[str, Any]]) -> None:
    assert len(result.points) == len(wanted)
    for found, row in zip(result.points.itertuples(), wanted, strict=True):
        size = abs(number(row["mean"]))
        assert str(found.date)[:10] == row["x"]
        assert agrees(found.mean, row["mean"], size), row
        assert agrees(found.lower_process_limit, row["lpl"], size), row
        assert agrees(found.upper_process_limit, row["upl"], size), row
        assert agrees(found.relative_to_mean, row["relative_to_mean"], 0), row
        assert found.segment == int(row["rebase_group"]), row
        assert found.is_outside_limits == (row["outside_limits"] == "TRUE"), row
        assert found.is_close_to_limits == (row["close_to_limits"] == "TRUE"), row
        assert found.special_cause is SPECIAL_CAUSES[row["special_cause_type"]], row
        assert found.variation.startswith(row["point_type"].removeprefix("special_cause_")), row


def assert_agrees(case: dict[str, Any], rules: Any) -> None:
    wanted = by_area(case["output"] or case["suggested"])
    icons = {facet["f"]: facet for facet in case["facets"] or []}
    for area, rows in by_area(case["input"]).items():
        result = judged(case, area, rows, rules)
        assert_points(result, wanted[area])
        if area in icons:
            assert result.variation == icons[area]["variation_icon"]
            assert result.assurance is ASSURANCES[icons[area]["assurance_type"]]
        assert (result.assurance is None) == (result.reason is not None)


@pytest.mark.parametrize("case", vectors())
def test_upstream_is_reproduced_in_every_vector_with_its_switches_on(case: dict[str, Any]) -> None:
    assert_agrees(case, UPSTREAM)


@pytest.mark.parametrize("case", vectors())
def test_our_rules_agree_wherever_they_must(case: dict[str, Any]) -> None:
    if case["follow"].startswith("decide"):
        pytest.skip("either answer is allowed here; ours are pinned in test_xmr_deviations.py")
    if case["id"] == "G06_rebase_unmatched_date":
        with pytest.raises(RebaseNotInData, match="2022-07-15"):
            assert_agrees(case, OURS)
    else:
        assert_agrees(case, OURS)
