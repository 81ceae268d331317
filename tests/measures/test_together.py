"""Groups added up are what the whole says by itself: on every selection that is tried."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from door import perfdash
from perfdash.measures.attendance import attendance_by, together
from perfdash.measures.selection import Selection
from perfdash.store.places import Store
from perfdash.store.read import reading

FORCE = (("force", ("demonstration",)),)
WHOLES = {
    "everything": Selection(filters=FORCE),
    "grade 1": Selection(filters=(*FORCE, ("grade", ("1",)))),
    "a year of two teams": Selection(date(2025, 1, 1), date(2025, 12, 1), (*FORCE, ("lpt", ("leek", "burton")))),
    "today's standard": Selection(filters=(*FORCE, ("grade", ("2",))), standard="today"),
    "another clock, by night": Selection(filters=(*FORCE, ("hour", ("3",))), clock="despatch_to_arrival"),
    "one status, nothing measured": Selection(filters=(*FORCE, ("status", ("arrival missing",)))),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("together") / "demo"
    assert perfdash("demo", "--years", 2, "--incidents-per-year", 3000, "--store", store).code == 0
    return store


@pytest.mark.parametrize("by", [("month",), ("lpt",), ("grade", "month")], ids="-".join)
@pytest.mark.parametrize("selection", WHOLES.values(), ids=WHOLES)
def test_groups_added_up_are_the_whole(demo: Path, selection: Selection, by: tuple[str, ...]) -> None:
    with reading(Store(demo)) as connection:
        groups, whole = attendance_by(connection, selection, by), attendance_by(connection, selection).iloc[0]
    assert whole["n_incidents"] > 0
    found = together(groups)
    kept = [name for name in whole.index if name.startswith(("n_", "share_")) or name in ("coverage", "grade_share")]
    assert set(found.index) == set(kept)
    pd.testing.assert_series_equal(found[kept].astype(float), whole[kept].astype(float), rtol=1e-12, check_names=False)
