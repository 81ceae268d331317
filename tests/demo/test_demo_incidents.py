"""The demonstration force: repeatable, plausible, with three effects as planted and nothing else.

The extracts are read back from their text with pandas, as an analyst would, and judged by rules written out
here.
"""

import hashlib
from datetime import UTC, date, datetime
from itertools import pairwise, product
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdash.contract import statuses
from perfdash.demo import EFFECTS, Effect, write_extracts
from perfdash.demo.clocks import BLANK, LAST_DAY, local, midnight, quarters
from perfdash.demo.effects import StageName
from perfdash.demo.extract import INSTANT_HEADINGS, UNKNOWN_AREA
from perfdash.demo.faults import CAPS
from perfdash.demo.incidents import OVERLAP, n_rows
from perfdash.demo.shape import LPTS
from perfdash.ingest.profile import read_profile

PER_YEAR = 20_000
STAGES: dict[StageName, str] = {
    "control room": "control_room",
    "despatch": "despatch",
    "attendance": "attendance",
}
DOCUMENT = Path(__file__).parents[2] / "docs" / "demonstration.md"
FIRST_DAY = date(2022, 11, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extracts")
    write_extracts(folder, incidents_per_year=PER_YEAR)
    return folder


@pytest.fixture(scope="module")
def texts(folder: Path) -> pd.DataFrame:
    """Every row of every file as it is written; blank is missing."""
    files = [pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""]) for path in sorted(folder.iterdir())]
    return pd.concat(files, ignore_index=True)


@pytest.fixture(scope="module")
def incidents(texts: pd.DataFrame) -> pd.DataFrame:
    """The rows a door would accept, once each, with status, stages in seconds and the share's pass or fail."""
    rows = texts.drop_duplicates().reset_index(drop=True)
    unreadable = rows["Created"].str.startswith("31/02").fillna(False)
    rows = rows[~unreadable & (rows["Area"] != UNKNOWN_AREA)].reset_index(drop=True)
    at = {heading: _instant(rows[heading]) for heading in INSTANT_HEADINGS}
    start = at["Call Answered"].fillna(at["Created"])
    grade = rows["Grade At Despatch"].str[-1].astype(int)
    seconds = (at["First On Scene"] - start).dt.total_seconds()
    dated = start.fillna(at["Ready For Despatch"]).dt.tz_convert("Europe/London")
    return rows.assign(
        grade=grade,
        seconds=seconds,
        on=dated.dt.date,
        month=dated.dt.strftime("%Y-%m"),
        status=_status(rows, at, start, seconds, grade),
        lpt=rows["Area"].map(read_profile("demo").values["lpt"]),
        control_room=(at["Ready For Despatch"] - start).dt.total_seconds(),
        despatch=(at["First Despatched"] - at["Ready For Despatch"]).dt.total_seconds(),
        attendance=(at["First On Scene"] - at["First Despatched"]).dt.total_seconds(),
        is_within=seconds <= np.where(rows["Urban Rural"] == "R", 1_200, 900),
    )


@pytest.fixture(scope="module")
def measured(incidents: pd.DataFrame) -> pd.DataFrame:
    return incidents[incidents["status"] == statuses.MEASURED]


def _instant(text: pd.Series) -> pd.Series:
    wall = pd.to_datetime(text, format="%d/%m/%Y %H:%M:%S")
    # As the profile says: the first pass through the repeated hour. A time in the missing hour raises.
    first_pass = np.ones(len(wall), dtype=bool)
    return wall.dt.tz_localize("Europe/London", ambiguous=first_pass, nonexistent="raise").dt.tz_convert("UTC")


def _status(
    rows: pd.DataFrame,
    at: dict[str, pd.Series],
    start: pd.Series,
    seconds: pd.Series,
    grade: pd.Series,
) -> np.ndarray:
    arrived, result = at["First On Scene"], rows["Result Code"]
    rules = {
        "duplicate of a parent": rows["Linked To"].notna(),
        "officer-initiated": rows["Source"] == "Officer",
        "scheduled appointment": (rows["Source"] == "Diary") | (result == "APPT"),
        "resolved without deployment": (result == "TEL-RES") & arrived.isna(),
        "cancelled before arrival": result.str.startswith("CAN") & arrived.isna(),
        "arrival missing": arrived.isna(),
        "clock start missing": start.isna(),
        "out of sequence": (seconds < 0) | (arrived < at["First Despatched"]),
        "zero": seconds == 0,
        "over cap": seconds > CAPS[grade - 1],
    }
    return np.select(list(rules.values()), list(rules), default=statuses.MEASURED)


def _digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


# ---------------------------------------------------------------- repeatable


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_extracts(tmp_path / name, years=1, incidents_per_year=3_000, seed=seed)
    one, again, other = (_digest(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert one.keys() == other.keys()
    assert not set(one.values()) & set(other.values())


def test_a_longer_demonstration_repeats_the_files_of_a_shorter_one(tmp_path: Path) -> None:
    write_extracts(tmp_path / "short", years=1, incidents_per_year=3_000)
    write_extracts(tmp_path / "long", years=2, incidents_per_year=3_000)
    short, long = _digest(tmp_path / "short"), _digest(tmp_path / "long")
    # The first file of all has no file before it to overlap with, and the second overlaps with a part quarter.
    shared = sorted(short)[2:]
    assert len(shared) == 3
    assert [short[name] for name in shared] == [long[name] for name in shared]


def test_files_paths_and_progress(tmp_path: Path) -> None:
    told: list[float] = []
    paths = write_extracts(tmp_path / "made", years=1, incidents_per_year=1_000, progress=told.append)
    assert [path.name for path in paths] == [
        f"command-and-control-{quarter}.csv" for quarter in ("2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4")
    ]
    assert all(path.exists() for path in paths)
    assert told == [0.2, 0.4, 0.6, 0.8, 1.0]


@pytest.mark.parametrize(("years", "per_year"), [(0, 1_000), (21, 1_000), (1, 999), (1, 20_000_001)])
def test_sizes_beyond_reason_are_refused(tmp_path: Path, years: int, per_year: int) -> None:
    with pytest.raises(ValueError, match="demonstration covers"):
        write_extracts(tmp_path / "none", years=years, incidents_per_year=per_year)
    assert not (tmp_path / "none").exists()


# ---------------------------------------------------------------- the clock on the wall


@given(st.integers(min_value=946_684_800, max_value=1_861_920_000))
def test_wall_clock_is_that_of_the_zone_database(instant: int) -> None:
    wall = datetime.fromtimestamp(instant, ZoneInfo("Europe/London")).replace(tzinfo=UTC)
    assert local(np.array([instant]))[0] == int(wall.timestamp())


def test_blank_stays_blank_and_midnight_is_local() -> None:
    assert local(np.array([BLANK]))[0] == BLANK
    for day in (date(2024, 3, 31), date(2024, 4, 1), date(2024, 10, 27), date(2024, 10, 28)):
        assert midnight(day) == datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/London")).timestamp()


def test_no_text_falls_in_the_missing_hour(texts: pd.DataFrame) -> None:
    last_sundays = ("26/03/2023", "31/03/2024", "30/03/2025", "29/03/2026")
    for heading in INSTANT_HEADINGS:
        day, hour = texts[heading].str[:10], texts[heading].str[11:13]
        assert day.isin(last_sundays).any()
        assert not (day.isin(last_sundays) & (hour == "01")).any()


def test_span_ends_in_a_part_month_with_incidents_still_open(incidents: pd.DataFrame, texts: pd.DataFrame) -> None:
    assert incidents["on"].min() == FIRST_DAY
    assert incidents["on"].max() == LAST_DAY
    closed = pd.to_datetime(texts["Closed"], format="%d/%m/%Y %H:%M:%S")
    assert closed.max() < pd.Timestamp(2026, 11, 18)
    is_open = incidents["Result Code"] == "OPEN"
    assert incidents.loc[is_open, "Closed"].isna().all()
    assert 0 < is_open.mean() < 0.01


def test_quarters_cover_every_day_once() -> None:
    parts = quarters(4)
    assert sum(part.n_days for part in parts) == (LAST_DAY - FIRST_DAY).days + 1
    assert all((b.first_day - a.last_day).days == 1 for a, b in pairwise(parts))
    one_year = [part for part in quarters(4) if part.year == 2025]
    assert sum(n_rows(part, 250_000) for part in one_year) == pytest.approx(250_000, rel=0.002)


# ---------------------------------------------------------------- the door


def test_profile_reads_every_column_and_code(texts: pd.DataFrame) -> None:
    profile = read_profile("demo")
    assert profile.synthetic
    assert profile.force == "demonstration"
    assert set(profile.columns.values()) | set(profile.key.incident) == set(texts.columns)
    for column, heading in profile.columns.items():
        mapping = profile.map_for(column)
        if mapping:
            assert set(texts[heading].dropna()) - {UNKNOWN_AREA} == set(mapping)
    assert list(profile.values["lpt"].values()) == [lpt.key for lpt in LPTS]


def test_a_few_rows_must_be_refused(texts: pd.DataFrame) -> None:
    unreadable = texts["Created"].str.startswith("31/02").fillna(False)
    unknown = texts["Area"] == UNKNOWN_AREA
    assert unreadable.any()
    assert unknown.any()
    assert (unreadable | unknown).mean() < 0.0005


def test_files_overlap_by_a_few_exact_rows(texts: pd.DataFrame, folder: Path) -> None:
    assert texts.duplicated().sum() == OVERLAP * (len(list(folder.iterdir())) - 1)
    assert not texts.drop_duplicates()["Incident No"].duplicated().any()


# ---------------------------------------------------------------- plausible


def test_every_status_occurs(incidents: pd.DataFrame) -> None:
    assert set(incidents["status"]) == set(statuses.NAMES)


def test_every_unknown_status_occurs_in_grade_1(incidents: pd.DataFrame) -> None:
    due = incidents[(incidents["grade"] == 1) & incidents["status"].isin(statuses.DUE)]
    shares = due["status"].value_counts(normalize=True)
    assert set(shares.index) == set(statuses.DUE)
    assert 0.05 < shares["arrival missing"] < 0.08
    assert shares.drop(["arrival missing", statuses.MEASURED]).sum() < 0.02
    assert 0.001 < due["First Despatched"].isna().mean() < 0.02


def test_repeat_calls_name_an_earlier_incident_of_their_own_file(texts: pd.DataFrame) -> None:
    rows = texts.drop_duplicates()
    repeats = rows[rows["Linked To"].notna()]
    parents = rows.set_index("Incident No").loc[repeats["Linked To"]]
    assert parents["Linked To"].isna().all()
    assert (parents.index.to_numpy() < repeats["Incident No"].to_numpy()).all()
    assert (parents["Initial Grade"].to_numpy() == repeats["Initial Grade"].to_numpy()).all()
    assert repeats["Linked To"].value_counts().max() >= 5


def test_mix_of_grades_flags_and_places(incidents: pd.DataFrame) -> None:
    grades = incidents["grade"].value_counts(normalize=True)
    assert 0.18 <= grades[1] <= 0.20
    assert 0.39 <= grades[2] <= 0.42
    assert incidents["DA Flag"].eq("Y").mean() == pytest.approx(0.15, abs=0.01)
    assert incidents.loc[incidents["DA Flag"] == "Y", "grade"].le(2).mean() > 0.75
    shares = incidents["lpt"].value_counts(normalize=True)
    assert all(shares[lpt.key] == pytest.approx(lpt.share, abs=0.01) for lpt in LPTS)
    assert (incidents["Initial Grade"] < incidents["Grade At Despatch"]).any()
    assert (incidents["Initial Grade"] > incidents["Grade At Despatch"]).any()
    assert (incidents["Grade At Despatch"] != incidents["Final Grade"]).any()


def test_grade_1_lies_in_the_published_ranges(measured: pd.DataFrame) -> None:
    grade_1 = measured[measured["grade"] == 1]
    minutes = grade_1["seconds"] / 60
    assert 8 <= minutes.median() <= 11
    assert 10 <= minutes.mean() <= 15
    assert 0.80 <= grade_1["is_within"].mean() <= 0.90
    for stage in STAGES.values():
        assert 0.05 < grade_1[stage].mean() / grade_1["seconds"].mean() < 0.70


def test_grades_2_and_3_have_their_long_tails(measured: pd.DataFrame) -> None:
    hours = measured["seconds"] / 3_600
    grade_2, grade_3 = hours[measured["grade"] == 2], hours[measured["grade"] == 3]
    assert 0.8 <= grade_2.median() <= 1.2
    assert 2 <= grade_2.mean() <= 11
    assert 0.005 < (grade_2 > 24).mean() < 0.05
    assert 3 <= grade_3.median() <= 24
    assert (grade_3 > 48).mean() > 0.03


def test_nights_weekends_and_seasons(incidents: pd.DataFrame) -> None:
    created = pd.to_datetime(incidents["Created"], format="%d/%m/%Y %H:%M:%S")
    by_hour = created.dt.hour.value_counts()
    assert by_hour[17] > 3 * by_hour[4]
    late = created[created.dt.hour.isin([22, 23])].dt.day_of_week.value_counts()
    assert late[[4, 5]].mean() > 1.3 * late[[0, 1, 2, 3]].mean()
    whole_years = incidents[incidents["month"] < "2026-11"]
    months = whole_years["month"].str[-2:].value_counts()
    assert months["07"] > 1.1 * months["01"]


# ---------------------------------------------------------------- the planted effects


def _log_ratio(rows: pd.DataFrame, stage: str, first_day: date) -> tuple[float, float]:
    """Log of the ratio of geometric means after and before a day, and its standard error."""
    logs = np.log(rows[stage].where(rows[stage] > 0)).dropna()
    after = (rows.loc[logs.index, "on"] >= first_day).to_numpy()
    parts = logs[after], logs[~after]
    return parts[0].mean() - parts[1].mean(), float(np.sqrt(sum(part.var() / len(part) for part in parts)))


def _assert_factor(rows: pd.DataFrame, stage: str, first_day: date, factor: float) -> None:
    found, error = _log_ratio(rows, stage, first_day)
    # 0.03 for the mild season and for the waits of upgraded calls, which no effect touches.
    assert abs(found - np.log(factor)) < 4 * error + 0.03


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.key)
def test_effect_is_found_at_its_stage_place_and_day(measured: pd.DataFrame, effect: Effect) -> None:
    here = measured[measured["grade"] == effect.grade]
    if effect.lpt is not None:
        here = here[here["lpt"] == effect.lpt]
    flagged = here["DA Flag"] == "Y"
    for rows, factor in ((here[~flagged], effect.factor), (here[flagged], effect.factor_domestic_abuse)):
        _assert_factor(rows, STAGES[effect.stage], effect.date_from, factor or effect.factor)
    found, error = _log_ratio(here, STAGES[effect.stage], effect.date_from)
    assert abs(found) > 4 * error


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.key)
def test_nothing_else_changes_on_that_day(measured: pd.DataFrame, effect: Effect) -> None:
    planted = {(other.stage, other.grade): other.lpt for other in EFFECTS}
    for stage, grade in product(STAGES, (1, 2, 3)):
        rows = measured[measured["grade"] == grade]
        place = planted.get((stage, grade), "nowhere")
        if place is not None:
            _assert_factor(rows[rows["lpt"] != place], STAGES[stage], effect.date_from, 1.0)


def test_effects_show_in_the_share_within_standard(measured: pd.DataFrame) -> None:
    grade_1 = measured[measured["grade"] == 1]
    is_burton = grade_1["lpt"] == "burton"
    quicker, slower = EFFECTS[0].date_from, EFFECTS[1].date_from
    before = grade_1.loc[grade_1["on"] < quicker, "is_within"].mean()
    between = (grade_1["on"] >= quicker) & (grade_1["on"] < slower)
    after = grade_1["on"] >= slower
    assert grade_1.loc[between, "is_within"].mean() - before > 0.02
    share = {
        (place, time): grade_1.loc[where & when, "is_within"].mean()
        for place, where in (("burton", is_burton), ("elsewhere", ~is_burton))
        for time, when in (("between", between), ("after", after))
    }
    assert share["burton", "between"] - share["burton", "after"] > 0.05
    assert abs(share["elsewhere", "between"] - share["elsewhere", "after"]) < 0.02


def test_between_the_effects_months_vary_by_chance_alone(measured: pd.DataFrame) -> None:
    grade_1 = measured[(measured["grade"] == 1) & (measured["lpt"] != "burton")]
    calm = grade_1[(grade_1["month"] >= "2024-03") & (grade_1["month"] < "2026-11")]
    months = calm.groupby("month")["is_within"].agg(["mean", "size"])
    expected = calm["is_within"].mean()
    z = (months["mean"] - expected) / np.sqrt(expected * (1 - expected) / months["size"])
    assert len(z) == 32
    assert z.abs().max() < 3.5
    assert 0.4 < (z**2).mean() < 1.8


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.key)
def test_document_names_each_effect_with_its_first_day(effect: Effect) -> None:
    first_day = f"{effect.date_from.day} {effect.date_from:%B %Y}"
    assert f"| `{effect.key}` | {first_day} |" in DOCUMENT.read_text(encoding="utf-8")
