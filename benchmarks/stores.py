"""The stores that benchmarks ask: the demonstration force, and the same grown."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bench_queries import grow
from perfdash.demo.incidents import write_extracts
from perfdash.ingest.load import load
from perfdash.ingest.profile import read_profile
from perfdash.store.places import Store


@contextmanager
def demonstration() -> Iterator[Path]:
    """A store of a million invented incidents; `BENCH_STORE` names one that is there already."""
    if "BENCH_STORE" in os.environ:
        yield Path(os.environ["BENCH_STORE"])
        return
    with tempfile.TemporaryDirectory(prefix="perfdash-bench-") as name:
        folder = Path(name)
        load(Store(folder / "store"), read_profile("demo"), write_extracts(folder / "extracts"))
        yield folder / "store"


@contextmanager
def grown(store: Path, times: int) -> Iterator[Path]:
    """The same store with every incident repeated that many times."""
    with tempfile.TemporaryDirectory(prefix="perfdash-bench-") as name:
        large = Store(Path(name))
        large.published.mkdir(parents=True)
        current = Store(store).current()
        shutil.copyfile(current, large.published / current.name)
        shutil.copyfile(Store(store).pointer, large.pointer)
        grow(large.published / current.name, times)
        yield large.path
