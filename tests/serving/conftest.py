"""Fixtures for serving: a server in a process of its own, and the benchmarks' visitor, who is the tests' visitor too."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from door import ROOT, perfdash

sys.path.insert(0, str(ROOT))

from benchmarks.servers import Served, perfdash_on, served


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration store of two years, 3,000 incidents a year."""
    store = tmp_path_factory.mktemp("serving") / "store"
    assert perfdash("demo", "--years", 2, "--incidents-per-year", 3000, "--store", store).code == 0
    return store


@pytest.fixture(scope="session")
def server(small_store: Path) -> Iterator[Served]:
    """`perfdash serve` on it."""
    with served(perfdash_on(small_store), small_store, health="/_stcore/health") as running:
        yield running
