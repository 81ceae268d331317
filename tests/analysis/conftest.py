"""Reference values made outside this project; without them the tests that need them are skipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "spc"


@pytest.fixture
def reference() -> Callable[[str], pd.DataFrame]:
    def read(name: str) -> pd.DataFrame:
        path = SHARED / "other" / name
        if not path.exists():
            pytest.skip(f"the reference values {path} are not here")
        return pd.read_csv(path)

    return read
