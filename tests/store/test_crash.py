"""A process that is killed at any instant of a load or a build leaves a store that opens; repeating it ends the same."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from door import ROOT, command, perfdash, write_csv, write_profile
from perfdash.store.places import find_store
from perfdash.store.read import reading

HEADER = ("Ref", "Call", "Arrived", "Grade")
KILLS = 20  # of a load, and as many of a build
FIRST_ROWS, MORE_ROWS = 6_000, 20_000


@dataclass(frozen=True)
class Scene:
    """A store with one load in it, the second load's file, and what an undisturbed second load ends in."""

    store: Path
    profile: Path
    more: Path
    after_one: Any
    after_both: Any

    def load(self, store: Path) -> tuple[object, ...]:
        return ("load", "incidents", self.more, "--profile", self.profile, "--store", store)


def rows(first: int, n: int) -> list[tuple[object, ...]]:
    chance = random.Random(first)
    start = datetime(2024, 6, 1)
    calls = [(ref, start + timedelta(seconds=ref * 40)) for ref in range(first, first + n)]
    return [
        (ref, call, call + timedelta(seconds=chance.randrange(60, 3000)), chance.randrange(1, 4)) for ref, call in calls
    ]


def contents(store: Path) -> Any:
    """A digest of every row, its times and the ledger, but for the moment each load was made."""
    with reading(find_store(store)) as connection:
        return [
            connection.execute(sql).fetchall()
            for sql in (
                "SELECT count(*), bit_xor(hash(r)) FROM (SELECT * EXCLUDE (source_file, source_record) FROM incident_rows) AS r",
                "SELECT count(*), bit_xor(hash(t)) FROM incident_times AS t",
                "SELECT load_id, rows_read, accepted, rejected, repeated, inserted, superseded, unchanged FROM ledger ORDER BY 1",
            )
        ]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("crash")
    profile = write_profile(folder / "plain.toml")
    first = write_csv(folder / "first.csv", HEADER, rows(0, FIRST_ROWS))
    # A third of the second file corrects the first.
    more = write_csv(folder / "more.csv", HEADER, rows(FIRST_ROWS * 2 // 3, MORE_ROWS))
    store = folder / "store"
    assert perfdash("load", "incidents", first, "--profile", profile, "--store", store).code == 0
    after_one = contents(store)
    whole = folder / "whole"
    shutil.copytree(store, whole)
    assert perfdash("load", "incidents", more, "--profile", profile, "--store", whole).code == 0
    after_both = contents(whole)
    assert after_one != after_both
    return Scene(store, profile, more, after_one, after_both)


def start(store: Path, *arguments: object) -> subprocess.Popen[bytes]:
    """Starts a command and returns when it has taken the store's lock: start-up is not worth killing."""
    lock = store / "lock"
    before = lock.stat().st_mtime_ns if lock.exists() else 0
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(
        command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    while process.poll() is None and (lock.stat().st_mtime_ns if lock.exists() else 0) == before:
        time.sleep(0.002)
    return process


def kill_at(instant: float, store: Path, *arguments: object) -> bool:
    """Kills the command that many seconds after it took the lock; whether it was still at work."""
    process = start(store, *arguments)
    try:
        process.wait(instant)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def duration(store: Path, *arguments: object) -> float:
    process = start(store, *arguments)
    began = time.monotonic()
    assert process.wait() == 0
    return time.monotonic() - began


def instants(seed: int, seconds: float) -> Iterator[float]:
    """One random instant in each twentieth of the time, in random order."""
    chance = random.Random(seed)
    slices = chance.sample(range(KILLS), KILLS)
    return ((number + chance.random()) / KILLS * seconds for number in slices)


def is_tidy(store: Path) -> bool:
    leftovers = [*store.rglob("*.part"), *store.rglob("next.duckdb*"), *(store / "work").iterdir()]
    return leftovers == []


def test_load_killed_at_any_instant(scene: Scene, tmp_path: Path) -> None:
    measured = tmp_path / "measured"
    shutil.copytree(scene.store, measured)
    seconds = duration(measured, *scene.load(measured))
    n_killed = 0
    for number, instant in enumerate(instants(1, seconds)):
        store = tmp_path / f"store-{number}"
        shutil.copytree(scene.store, store)
        n_killed += kill_at(instant, store, *scene.load(store))
        assert contents(store) in (scene.after_one, scene.after_both), instant
        assert perfdash("measure", "attendance_within_standard", "--store", store).code == 0
        assert perfdash(*scene.load(store)).code == 0
        assert contents(store) == scene.after_both, instant
        assert is_tidy(store)
        shutil.rmtree(store)
    assert n_killed >= KILLS // 4, "the kills came too late to say anything"


def test_first_load_killed_at_any_instant(scene: Scene, tmp_path: Path) -> None:
    expected = tmp_path / "expected"
    seconds = duration(expected, *scene.load(expected))
    for number, instant in enumerate(instants(2, seconds)):
        if number % 4:
            continue
        store = tmp_path / f"store-{number}"
        kill_at(instant, store, *scene.load(store))
        status = perfdash("status", "--store", store)
        assert status.code == 0 or "There is no store" in status.sentence
        assert perfdash(*scene.load(store)).code == 0
        assert contents(store) == contents(expected), instant


def test_build_killed_at_any_instant(scene: Scene, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(scene.store, store)
    assert perfdash(*scene.load(store)).code == 0
    seconds = duration(store, "build", "--store", store)
    n_killed = 0
    for instant in instants(3, seconds):
        n_killed += kill_at(instant, store, "build", "--store", store)
        assert contents(store) == scene.after_both, instant
        assert perfdash("measure", "attendance_within_standard", "--store", store).code == 0
    assert n_killed >= KILLS // 4, "the kills came too late to say anything"
    assert perfdash("build", "--store", store).code == 0
    assert contents(store) == scene.after_both
    assert is_tidy(store)
