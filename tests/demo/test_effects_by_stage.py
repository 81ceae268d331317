"""The planted effects stand on the stages that they were planted in, at their dates; calm stages stay calm."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from perfdash.analysis.spc_result import ProcessBehaviour, Variation
from perfdash.demo.effects import EFFECTS
from perfdash.demo.incidents import write_extracts
from perfdash.figures.stage_sentences import comparison_sentence, swayed_sentence
from perfdash.ingest.load import load
from perfdash.ingest.profile import read_profile
from perfdash.measures.attendance import attendance_by
from perfdash.measures.periods import Periods, parse_period
from perfdash.measures.selection import Selection
from perfdash.measures.series import monthly_process, rebases_for, whole_months
from perfdash.measures.stages import StagesCompared, held_span, periods_asked, stages_compared
from perfdash.store.places import Store
from perfdash.store.publish import Connection
from perfdash.store.read import reading

FORCE = Selection().having(force="demonstration")
KEYS = {"control room": "control_room", "despatch": "despatch", "attendance": "travel"}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder: Path = tmp_path_factory.mktemp("stages_of_effects")
    store = Store(folder / "store")
    load(store, read_profile("demo"), write_extracts(folder / "extracts", incidents_per_year=60_000))
    with reading(store) as opened:
        yield opened


def clear(compared: StagesCompared) -> dict[str, float]:
    """The stages that changed clearly, with their change in seconds."""
    return {part.key: part.difference.change for part in compared.stages.parts if part.difference.is_clear}


def between(connection: Connection, selection: Selection, before: str, after: str) -> StagesCompared:
    return stages_compared(connection, selection, Periods(parse_period(before), parse_period(after)))


@pytest.mark.parametrize(
    ("key", "filters", "before", "after"),
    [
        ("quicker_control_room", {"grade": "1"}, "2023-03..2024-02", "2024-03..2025-02"),
        ("slower_burton", {"grade": "1", "lpt": "burton"}, "2024-09..2025-08", "2025-09..2026-08"),
        ("slower_grade_2_despatch", {"grade": "2"}, "2025-04..2025-10", "2026-04..2026-10"),
    ],
)
def test_an_effect_changes_its_own_stage_and_no_other(
    connection: Connection, key: str, filters: dict[str, str], before: str, after: str
) -> None:
    (effect,) = [effect for effect in EFFECTS if effect.key == key]
    assert parse_period(after).first == effect.date_from
    found = clear(between(connection, FORCE.having(**filters), before, after))
    assert list(found) == [KEYS[effect.stage]]
    assert (found[KEYS[effect.stage]] > 0) is (effect.factor > 1)


@pytest.mark.parametrize(
    ("filters", "before", "after"),
    [
        ({"grade": "3"}, "2023-04..2024-03", "2025-11..2026-10"),
        ({"grade": "1", "lpt": "hanley"}, "2024-09..2025-08", "2025-09..2026-08"),
        ({"grade": "2"}, "2023-04..2024-03", "2025-04..2026-03"),
    ],
)
def test_where_nothing_was_planted_no_stage_changes(
    connection: Connection, filters: dict[str, str], before: str, after: str
) -> None:
    compared = between(connection, FORCE.having(**filters), before, after)
    assert clear(compared) == {}
    assert not compared.stages.can_be_split


def test_by_default_grade_2_is_longer_and_all_of_it_is_despatch(connection: Connection) -> None:
    selection = FORCE.having(grade="2")
    compared = stages_compared(connection, selection, periods_asked(held_span(connection, selection), selection))
    sentence = comparison_sentence(compared.stages, "Grade 2 incidents", "the baseline", "the last year")
    assert " longer in the last year than in the baseline; " in sentence
    assert " % of it was despatch (" in sentence


def process(connection: Connection, selection: Selection, key: str) -> ProcessBehaviour:
    """The stage's process as the page draws it, fresh starts included."""
    months = attendance_by(connection, selection, ("month",))
    result = monthly_process(months, f"{key}_time", rebase_on=rebases_for(selection, f"{key}_time"))
    assert result is not None
    return result


def test_the_control_rooms_chart_starts_again_where_it_changed(connection: Connection) -> None:
    result = process(connection, FORCE.having(grade="1"), "control_room")
    before, after = result.segments
    assert result.dates[after.start] == pd.Timestamp("2024-03-01")
    assert after.limits.upper < before.limits.lower
    assert result.variation is Variation.COMMON_CAUSE


@pytest.mark.parametrize(
    ("filters", "key", "start"),
    [({"grade": "1", "lpt": "burton"}, "travel", date(2025, 9, 1)), ({"grade": "2"}, "despatch", date(2026, 4, 1))],
)
def test_a_stage_that_got_slower_shows_it_from_the_month_of_its_change(
    connection: Connection, filters: dict[str, str], key: str, start: date
) -> None:
    result = process(connection, FORCE.having(**filters), key)
    assert result.variation is Variation.CONCERN_HIGH
    above = result.points.loc[result.points["value"] > result.mean, "date"]
    after = result.points.loc[result.points["date"] >= pd.Timestamp(start), "date"]
    assert set(after) <= set(above)  # every month since stands above the mean of all
    outside = result.points[result.points["value"] > result.points["upper_process_limit"]]
    assert len(outside)
    assert outside["date"].min() >= pd.Timestamp(start)


@pytest.mark.parametrize(
    ("filters", "key"),
    [
        ({"grade": "1", "lpt": "burton"}, "despatch"),
        ({"grade": "2"}, "control_room"),
        ({"grade": "2"}, "travel"),
        ({"grade": "3"}, "control_room"),
        ({"grade": "3"}, "despatch"),
    ],
)
def test_the_charts_of_calm_stages_end_calm(connection: Connection, filters: dict[str, str], key: str) -> None:
    assert process(connection, FORCE.having(**filters), key).variation is Variation.COMMON_CAUSE


def test_a_stage_that_late_stamps_sway_is_named(connection: Connection) -> None:
    # Three grade 3 arrivals were pressed weeks late, under the cap: they hold 18 % of all travel time.
    swayed = {
        grade: swayed_sentence(whole_months(attendance_by(connection, FORCE.having(grade=grade), ("month",))))
        for grade in ("1", "2", "3")
    }
    assert swayed["1"] == swayed["2"] == ""
    assert swayed["3"].startswith("Travel averaged ")
