"""The real extracts of ../shared/data give the figures of its README, to the printed digits, however they are cut up."""

import csv
import gzip
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from door import SHARED, perfdash
from perfdash.ingest.profile import read_profile
from perfdash.store.places import find_store
from perfdash.store.read import reading

SFFD = SHARED / "data" / "sffd_2017_01" / "sffd_2017_01.csv"
LFB = SHARED / "data" / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz"
DETE = SHARED / "data" / "dete_exit_survey" / "dete_survey.csv"
WORKBOOK = SHARED / "data" / "uk_police_workforce" / "police-workforce-sep19-tables.ods"

pytestmark = pytest.mark.skipif(
    not (SFFD.exists() and LFB.exists()), reason=f"the real extracts are not in {SHARED / 'data'}"
)


def load(store: Path, profile: str, *files: Path) -> dict[str, Any]:
    report: dict[str, Any] = perfdash(
        "load", "incidents", *files, "--profile", profile, "--store", store, "--json"
    ).json
    return report


def measure(store: Path, force: str, *options: str) -> list[dict[str, Any]]:
    where = ("--where", f"force={force}", *options)
    rows: list[dict[str, Any]] = perfdash("measure", "attendance_time", *where, "--store", store, "--json").json["rows"]
    return rows


def minutes(seconds: float) -> str:
    return f"{seconds / 60:.2f}"


def sffd_is_as_published(store: Path) -> None:
    # Received → first unit on scene, by final priority (3 is grade 1, 2 is grade 2).
    found = {
        row["grade"]: (
            row["n_incidents"],
            row["n_measured"],
            minutes(row["median_seconds"]),
            minutes(row["p90_seconds"]),
        )
        for row in measure(store, "sffd", "--by", "grade")
    }
    assert found == {"2": (1462, 1391, "10.78", "23.22"), "1": (2098, 2038, "5.45", "8.52")}
    (every,) = measure(store, "sffd")
    assert (every["n_incidents"], every["n_measured"]) == (3560, 3429)
    assert (minutes(every["median_seconds"]), minutes(every["p90_seconds"])) == ("6.50", "17.22")


def lfb_is_as_published(store: Path) -> None:
    (every,) = measure(store, "lfb")
    assert (every["n_incidents"], every["n_measured"]) == (32247, 30428)
    assert (every["median_seconds"], every["p90_seconds"]) == (298.0, 476.0)
    assert f"{every['share_within']:.1%}" == "70.6%"  # within six minutes, of all that are present
    (fire,) = measure(store, "lfb", "--where", "grade=Fire")
    assert fire["n_incidents"] == 6434
    assert f"{fire['coverage']:.1%}" == "98.3%"
    assert fire["median_seconds"] == 304.0


def test_san_francisco(store: Path) -> None:
    report = load(store, "sffd", SFFD)
    assert (report["rows_read"], report["accepted"], report["rejected"]) == (7704, 7704, 0)
    sffd_is_as_published(store)


def test_london(store: Path) -> None:
    report = load(store, "lfb", LFB)
    assert (report["rows_read"], report["accepted"], report["rejected"]) == (32247, 32247, 0)
    lfb_is_as_published(store)


@pytest.mark.parametrize("first", ["sffd", "lfb"])
def test_both_in_one_store(store: Path, first: str) -> None:
    for profile, file in [("sffd", SFFD), ("lfb", LFB)][:: 1 if first == "sffd" else -1]:
        load(store, profile, file)
    sffd_is_as_published(store)
    lfb_is_as_published(store)
    held = {force["force"]: force for force in perfdash("status", "--store", store, "--json").json["forces"]}
    assert {force: row["n_incidents"] for force, row in held.items()} == {"sffd": 3560, "lfb": 32247}
    assert (held["sffd"]["first_on"], held["sffd"]["data_to"]) == ("2016-12-31", "2017-01-07")
    assert (held["lfb"]["first_on"], held["lfb"]["data_to"]) == ("2017-01-01", "2017-04-30")


def split(source: Path, folder: Path, n_files: int, seed: int) -> list[Path]:
    """The extract's records dealt at random to several files, each with the header; some repeated in a second one."""
    opened: Callable[..., Any] = gzip.open if source.suffix == ".gz" else open
    with opened(source, "rt", encoding="utf-8", newline="") as text:
        header, *records = csv.reader(text)
    chance = random.Random(seed)
    dealt: list[list[Sequence[str]]] = [[] for _ in range(n_files)]
    for record in records:
        for _ in range(2 if chance.random() < 0.2 else 1):
            chance.choice(dealt).append(record)
    paths = [folder / f"part-{number}.csv" for number in range(n_files)]
    for path, rows in zip(paths, dealt, strict=True):
        chance.shuffle(rows)
        with path.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([header, *rows])
    chance.shuffle(paths)
    return paths


@pytest.mark.parametrize(("n_files", "seed"), [(1, 1), (2, 2), (5, 3), (9, 4)])
def test_split_repeated_and_shuffled_in_one_load(store: Path, tmp_path: Path, n_files: int, seed: int) -> None:
    files = split(SFFD, tmp_path, n_files, seed)
    report = load(store, "sffd", *files, files[0])
    assert (report["accepted"] - report["repeated"], report["rejected"]) == (7704, 0)
    sffd_is_as_published(store)


def test_split_over_several_loads(store: Path, tmp_path: Path) -> None:
    for file in split(LFB, tmp_path, 3, 5):
        assert load(store, "lfb", file)["rejected"] == 0
    lfb_is_as_published(store)
    again = load(store, "lfb", LFB)
    assert (again["inserted"], again["superseded"], again["unchanged"]) == (0, 0, 32247)
    lfb_is_as_published(store)


def test_checking_says_what_loading_would_do(tmp_path: Path) -> None:
    report = perfdash("profile", "check", SFFD, "--profile", "sffd", "--json").json
    assert (report["rows_read"], report["accepted"], report["rejected"], report["would_load"]) == (7704, 7704, 0, True)
    assert list(tmp_path.iterdir()) == []


def stored(store: Path, sql: str) -> list[tuple[Any, ...]]:
    with reading(find_store(store)) as connection:
        return connection.execute(sql).fetchall()


# The survey's nine types and their numbers, as ../shared/data/README.md has them.
SURVEY_TYPES = {
    "Age Retirement": 285,
    "Resignation-Other reasons": 150,
    "Resignation-Other employer": 91,
    "Resignation-Move overseas/interstate": 70,
    "Voluntary Early Retirement (VER)": 67,
    "Ill Health Retirement": 61,
    "Other": 49,
    "Contract Expired": 34,
    "Termination": 15,
}


@pytest.mark.skipif(not DETE.exists(), reason=f"{DETE} is not there")
def test_the_exit_survey(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDASH_KEY", str(tmp_path / "key"))
    load = ("load", "exit-interviews", DETE, "--profile", "dete", "--store", store, "--json")
    report = perfdash(*load).json
    assert (report["rows_read"], report["accepted"], report["rejected"]) == (822, 822, 0)
    types = dict(stored(store, "SELECT leaver_type, count(*) FROM exit_interview_rows GROUP BY 1"))
    expected: dict[str, int] = {}
    for survey_type, leavers in SURVEY_TYPES.items():
        ours = read_profile("dete").values["leaver_type"][survey_type]
        expected[ours] = expected.get(ours, 0) + leavers
    assert types == expected
    assert (types["normal retirement"], types["voluntary resignation"]) == (285, 311)
    assert stored(store, "SELECT count(*) FROM exit_interview_rows WHERE left_on IS NULL") == [(34,)]
    reasons = dict(stored(store, "SELECT unnest(reasons), count(*) FROM exit_interview_rows GROUP BY 1"))
    assert (reasons["none given"], reasons["flexible hours"], reasons["health"]) == (217, 217, 112)
    assert reasons["other job"] == 102  # 22 moved to the public sector and 80 to the private, none to both
    assert perfdash(*load).json["already_loaded"]


@pytest.mark.skipif(not DETE.exists(), reason=f"{DETE} is not there")
def test_the_exit_surveys_own_types() -> None:
    words = perfdash("profile", "check", DETE, "--profile", "dete", "--words", "--json").json["words"]
    assert {w["value"]: w["n_rows"] for w in words if w["column"] == "leaver_type"} == SURVEY_TYPES
    assert len([w for w in words if w["column"] == "reasons"]) == 18


@pytest.mark.skipif(not WORKBOOK.exists(), reason=f"{WORKBOOK} is not there")
def test_the_published_strength_of_staffordshire(store: Path) -> None:
    profile = "home_office_strength_2019_09"
    report = perfdash("load", "strength", WORKBOOK, "--profile", profile, "--store", store, "--json").json
    assert (report["rows_read"], report["accepted"], report["rejected"]) == (26, 26, 0)
    officers = (
        "SELECT basis, strength FROM strength_rows WHERE worker_type = 'officer' AND as_at_on = DATE '{}' ORDER BY 1"
    )
    assert stored(store, officers.format("2019-03-31")) == [("FTE", 1567.37), ("headcount", 1592)]
    assert stored(store, officers.format("2019-09-30")) == [("FTE", 1579.24), ("headcount", 1604)]
