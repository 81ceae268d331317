"""Fixtures every test may use: a place for a store, and a store with something good in it."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from door import perfdash, write_csv, write_profile

settings.register_profile("shared machine", deadline=None)  # nothing here is timed: machines are shared
settings.load_profile("shared machine")

# Tests leave no key behind in the settings of whoever runs them, and all of one run share theirs.
os.environ.setdefault("PERFDASH_KEY", str(Path(tempfile.mkdtemp(prefix="perfdash-key-")) / "key"))

GOOD_ROWS = [
    (f"G{number:03d}", f"2025-05-{1 + number % 28:02d} 10:00:00", f"2025-05-{1 + number % 28:02d} 10:09:00", 1)
    for number in range(40)
]
HEADER = ("Ref", "Call", "Arrived", "Grade")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store directory in which nothing was published yet."""
    return tmp_path / "store"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The plain profile: columns Ref, Call, Arrived, Grade; day-first dates are not among its formats."""
    return write_profile(tmp_path / "plain.toml")


@pytest.fixture
def good_store(store: Path, profile: Path, tmp_path: Path) -> Path:
    """A store with forty good incidents of May 2025, each attended after nine minutes."""
    good = write_csv(tmp_path / "good.csv", HEADER, GOOD_ROWS)
    assert perfdash("load", "incidents", good, "--profile", profile, "--store", store).code == 0
    return store
