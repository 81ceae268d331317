"""The demonstration's telephone system: repeatable, in the ranges that are documented, with one effect to be found."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from perfdash.analysis.spc import xmr
from perfdash.analysis.spc_result import Variation
from perfdash.demo import CALL_EFFECTS, write_call_extracts
from perfdash.demo.clocks import LAST_DAY
from perfdash.demo.incidents import OVERLAP
from perfdash.demo.telephony import BAD_WAIT, LINES, UNKNOWN_SERVICE
from perfdash.ingest.load import load
from perfdash.ingest.profile import read_profile
from perfdash.measures.calls import calls_by
from perfdash.measures.selection import Selection
from perfdash.measures.series import whole_months
from perfdash.store.places import Store
from perfdash.store.publish import Connection
from perfdash.store.read import reading

PER_YEAR = 60_000
DOCUMENT = Path(__file__).parents[2] / "docs" / "demonstration.md"
EMERGENCIES = Selection().having(line="999")
(EFFECT,) = CALL_EFFECTS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("telephony")
    write_call_extracts(folder, incidents_per_year=PER_YEAR)
    return folder


@pytest.fixture(scope="module")
def texts(folder: Path) -> pd.DataFrame:
    files = [pd.read_csv(path, sep=";", dtype="str") for path in sorted(folder.iterdir())]
    return pd.concat(files, ignore_index=True)


@pytest.fixture(scope="module")
def connection(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    store = Store(tmp_path_factory.mktemp("calls") / "store")
    load(store, read_profile("demo_calls"), sorted(folder.iterdir()))
    with reading(store) as opened:
        yield opened


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    told: list[float] = []
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_call_extracts(tmp_path / name, years=1, incidents_per_year=3_000, seed=seed, progress=told.append)
    one, again, other = (digests(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert not set(one.values()) & set(other.values())
    assert list(one) == [f"telephony-{quarter}.csv" for quarter in ("2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4")]
    assert told[:5] == [0.2, 0.4, 0.6, 0.8, 1.0]


def test_a_longer_demonstration_repeats_the_files_of_a_shorter_one(tmp_path: Path) -> None:
    write_call_extracts(tmp_path / "short", years=1, incidents_per_year=3_000)
    write_call_extracts(tmp_path / "long", years=2, incidents_per_year=3_000)
    short, long = digests(tmp_path / "short"), digests(tmp_path / "long")
    shared = sorted(short)[2:]
    assert [short[name] for name in shared] == [long[name] for name in shared]


def test_profile_reads_every_column_and_service(texts: pd.DataFrame) -> None:
    profile = read_profile("demo_calls")
    assert profile.synthetic
    assert (profile.force, profile.kind) == ("demonstration", "calls")
    assert set(profile.values["call_line"]) | {UNKNOWN_SERVICE} == set(texts["Service"])
    assert set(profile.values["call_line"].values()) == {line.key for line in LINES}


def test_files_overlap_by_a_few_exact_rows_and_no_number_comes_twice(texts: pd.DataFrame, folder: Path) -> None:
    assert texts.duplicated().sum() == OVERLAP * (len(list(folder.iterdir())) - 1)
    assert not texts.drop_duplicates()["Call Id"].duplicated().any()


def test_a_few_rows_must_be_refused(texts: pd.DataFrame) -> None:
    unreadable = (texts["Answered After"] == BAD_WAIT) | (texts["Abandoned After"] == BAD_WAIT)
    unknown = texts["Service"] == UNKNOWN_SERVICE
    assert unreadable.any() and unknown.any()
    assert (unreadable | unknown).mean() < 0.0008


def test_every_status_occurs_and_the_span_is_the_documented_one(connection: Connection) -> None:
    statuses = calls_by(connection, EMERGENCIES, ("status",))
    shares = (statuses.set_index("status")["n_calls"] / statuses["n_calls"].sum()).to_dict()
    assert set(shares) == {"answered", "abandoned", "answer missing", "out of sequence"}
    assert 0.003 < shares["answer missing"] < 0.005
    assert 0 < shares["out of sequence"] < 0.001
    days = calls_by(connection, EMERGENCIES, ("day",))["day"]
    assert (days.min().date(), days.max().date()) == (date(2022, 11, 1), LAST_DAY)


def test_volumes_and_waits_lie_in_the_documented_ranges(connection: Connection) -> None:
    lines = calls_by(connection, Selection(), ("line",)).set_index("line")
    years = 4 + 17 / 365.25
    assert lines.loc["999", "n_calls"] / years == pytest.approx(0.72 * PER_YEAR, rel=0.01)
    assert lines.loc["101", "n_calls"] / years == pytest.approx(1.20 * PER_YEAR, rel=0.01)
    assert 0.85 < lines.loc["999", "share_within"] < 0.92
    assert 5 < lines.loc["999", "mean_seconds"] < 12
    assert 0.01 < lines.loc["999", "share_abandoned"] < 0.03
    assert 0.12 < lines.loc["101", "share_abandoned"] < 0.25
    assert 30 < lines.loc["101", "median_seconds"] < 90


def test_the_planted_effect_is_found_at_its_month(connection: Connection) -> None:
    months = whole_months(calls_by(connection, EMERGENCIES, ("month",)))
    start = pd.Timestamp(EFFECT.date_from)
    before = int((months["month"] < start).sum())
    result = xmr(months["month"], months["share_within"], improvement_direction="increase", fix_after_n_points=before)
    assert result.variation is Variation.IMPROVEMENT_HIGH
    outside = [pd.Timestamp(day) for day in result.points.loc[result.points["is_outside_limits"], "date"]]
    after = [day for day in outside if day >= start]
    assert after[0] == start, "the month of the change is itself beyond the limits of the months before it"
    assert len(outside) - len(after) <= 1, "before it, at most one month strays by chance"
    earlier, later = months[months["month"] < start], months[months["month"] >= start]
    assert later["share_within"].mean() - earlier["share_within"].mean() == pytest.approx(0.04, abs=0.01)


def test_the_other_line_stays_calm(connection: Connection) -> None:
    months = whole_months(calls_by(connection, Selection().having(line="101"), ("month",)))
    result = xmr(months["month"], months["mean_seconds"], improvement_direction="decrease")
    assert result.variation is Variation.COMMON_CAUSE


def test_handovers_and_evenings_are_the_hard_hours(connection: Connection) -> None:
    shares = calls_by(connection, EMERGENCIES, ("hour",)).set_index("hour")["share_within"]
    assert {int(hour) for hour in shares.nsmallest(2).index} == {7, 19}


def test_document_names_the_effect_with_its_first_day() -> None:
    first_day = f"{EFFECT.date_from.day} {EFFECT.date_from:%B %Y}"
    assert f"| `{EFFECT.key}` | {first_day} |" in DOCUMENT.read_text(encoding="utf-8")
