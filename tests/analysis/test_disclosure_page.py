"""docs/disclosure.md may not say what the code does not do."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from perfdash.analysis.disclosure import KEY, RULES, Audience, Rate, Sensitivity, suppress
from perfdash.analysis.disclosure_cuts import FEWEST_BY_MONTH, permitted_cuts
from perfdash.analysis.disclosure_rules import FEWEST_ABSENT

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "disclosure.md").read_text(encoding="utf-8")
PAGE = " ".join(TEXT.split())
RATES = {(True, 0): "whole percents", (True, 1): "1 decimal", (False, 1): "as they are"}


def rows(heading: str) -> list[list[str]]:
    part = TEXT.split(f"\n## {heading}")[1].split("\n## ")[0].split("\n\n")
    table = next(block for block in part if block.lstrip().startswith("| audience"))
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.strip().splitlines()[2:]]


def test_the_table_of_rules() -> None:
    found = {(Audience(row[0]), Sensitivity(row[1])): row[2:] for row in rows("Two audiences")}
    assert set(found) == set(RULES)
    for key, rule in RULES.items():
        hidden, rest, rate = found[key]
        assert hidden == f"{0 if rule.hides_nought else 1}–{rule.fewest - 1}"
        assert rest == ("rounded to 5" if rule.is_rounded else "as they are")
        assert rate.startswith(RATES[rule.is_rounded, rule.places])


def test_the_table_of_questions() -> None:
    for audience, figures, periods, n_breakdowns, filters in rows("Questions"):
        for sensitivity in (Sensitivity.WORKFORCE, Sensitivity.HEALTH):
            if figures in ("both", sensitivity):
                cuts = permitted_cuts(Audience(audience), sensitivity, "monthly")
                assert str(cuts.n_breakdowns) == n_breakdowns
                assert ("none" if not cuts.may_filter else "any") == filters
                assert all(period in periods for period in cuts.periods)


def test_the_worked_example() -> None:
    raw = pd.DataFrame({"team": [*"abcde", "all"], "n": [3, 20, 8, 50, 0, 81]})
    for audience, words in ((Audience.OFFICIAL, "chief officers see"), (Audience.PUBLIC, "public see")):
        answer = suppress(raw, counts=["n"], by=["team"], audience=audience, sensitivity=Sensitivity.WORKFORCE)
        said = re.search(rf"{words} ([^.:]+)[.:]", PAGE)
        assert said
        assert re.split(r", | and ", said[1]) == ["‡" if pd.isna(n) else f"{n:.0f}" for n in answer["n"]]


def test_the_example_for_engineers_runs() -> None:
    leavers = pd.DataFrame({"month": ["2025-04"], "worker_type": ["officer"], "n_leavers": [13], "strength": [218]})
    call = TEXT.split("```python\n")[1].split("```")[0]
    names = {"suppress": suppress, "Rate": Rate, "Audience": Audience, "Sensitivity": Sensitivity, "leavers": leavers}
    assert eval(call, names).loc[0, "leaver_rate"] == 6.8


def test_words_and_numbers() -> None:
    assert f'"{KEY}"' in PAGE
    assert f'"{Audience.OFFICIAL.marking}"' in PAGE
    assert f"at least {FEWEST_ABSENT} people behind it" in PAGE
    assert f"groups of at least {FEWEST_BY_MONTH} people" in PAGE
