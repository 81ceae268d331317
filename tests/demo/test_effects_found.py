"""The planted effects of the demonstration force are found at their dates and stages, and calm series stay calm."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from perfdash.analysis.spc import xmr
from perfdash.analysis.spc_result import ProcessBehaviour, Variation
from perfdash.demo.effects import EFFECTS
from perfdash.demo.incidents import write_extracts
from perfdash.ingest.load import load
from perfdash.ingest.profile import read_profile
from perfdash.measures.attendance import attendance_by
from perfdash.measures.selection import Selection
from perfdash.measures.series import whole_months
from perfdash.reference.attendance import lpts
from perfdash.store.places import Store
from perfdash.store.publish import Connection
from perfdash.store.read import reading

STARTS = sorted(pd.Timestamp(effect.date_from) for effect in EFFECTS)
QUICKER, BURTON, GRADE_2 = STARTS
LPT_KEYS = tuple(row.lpt for row in lpts())


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder: Path = tmp_path_factory.mktemp("effects")
    store = Store(folder / "store")
    load(store, read_profile("demo"), write_extracts(folder / "extracts", incidents_per_year=60_000))
    with reading(store) as opened:
        yield opened


def process(connection: Connection, column: str, until: pd.Timestamp, **filters: str) -> ProcessBehaviour:
    """A monthly series whose limits come from the months before `until`."""
    months = whole_months(attendance_by(connection, Selection().having(**filters), ("month",)))
    before = int((months["month"] < until).sum())
    return xmr(months["month"], months[column], improvement_direction="decrease", fix_after_n_points=before)


def outside(result: ProcessBehaviour) -> list[pd.Timestamp]:
    """The months beyond a limit: runs may reach back over a change by chance, a point outside does not."""
    return [pd.Timestamp(day) for day in result.points.loc[result.points["is_outside_limits"], "date"]]


@pytest.mark.parametrize(
    ("column", "start", "filters", "expected"),
    [
        ("control_room_seconds", QUICKER, {"grade": "1"}, Variation.IMPROVEMENT_LOW),
        ("travel_seconds", BURTON, {"grade": "1", "lpt": "burton"}, Variation.CONCERN_HIGH),
        ("despatch_seconds", GRADE_2, {"grade": "2"}, Variation.CONCERN_HIGH),
    ],
)
def test_planted_effect_is_found_at_its_month_and_stage(
    connection: Connection, column: str, start: pd.Timestamp, filters: dict[str, str], expected: Variation
) -> None:
    result = process(connection, column, start, **filters)
    assert result.variation is expected
    after = [day for day in outside(result) if day >= start]
    assert after[0] == start, "the month of the change is itself beyond the limits of the months before it"
    assert len(outside(result)) - len(after) <= 1, "before it, at most one month strays by chance"


def coloured(result: ProcessBehaviour) -> int:
    """How many months any rule colours, runs included."""
    return sum(variation is not Variation.COMMON_CAUSE for variation in result.points["variation"])


def coloured_by_chance(n_teams: int, n_months: int) -> float:
    """How many months of that many pure-noise series the same rules colour, at most, 99 times in 100."""
    months = pd.date_range("2022-11-01", periods=n_months, freq="MS")
    noise = np.random.default_rng(1)
    totals = [
        sum(
            coloured(xmr(months, noise.normal(size=n_months), improvement_direction="decrease")) for _ in range(n_teams)
        )
        for _ in range(200)
    ]
    return float(np.percentile(totals, 99))


def test_the_nine_teams_without_an_effect_stay_calm(connection: Connection) -> None:
    # A calm team may well show a run in four years, so the nine are held together to what pure noise would show.
    teams = [
        process(connection, "travel_seconds", pd.Timestamp("2100-01-01"), grade="1", lpt=lpt)
        for lpt in sorted(set(LPT_KEYS) - {"burton"})
    ]
    assert sum(map(coloured, teams)) <= coloured_by_chance(len(teams), len(teams[0].points))
    assert sum(team.variation is not Variation.COMMON_CAUSE for team in teams) <= 1


def test_coverage_stays_calm(connection: Connection) -> None:
    result = process(connection, "coverage", pd.Timestamp("2100-01-01"), grade="1")
    assert result.variation is Variation.COMMON_CAUSE
    assert coloured(result) <= 8, "one run in four years may come by chance"
