"""The demonstration's wellbeing data: repeatable, about its workforce, with two effects to be found and nothing else."""

import csv
import hashlib
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from perfdash.contract.kinds import KINDS
from perfdash.demo import FALLS_BEHIND, OFFERED_SOONER, write_wellbeing_extracts, write_workforce_extracts
from perfdash.demo import wellbeing_shape as shape
from perfdash.demo.clocks import LAST_DAY
from perfdash.demo.wellbeing_effects import LateEffect, OfferEffect
from perfdash.demo.wellbeing_files import WELLBEING_FILES as FILES
from perfdash.ingest.load import load
from perfdash.ingest.profile import read_profile
from perfdash.store.places import Store
from perfdash.store.publish import Connection
from perfdash.store.read import reading

ROOT = Path(__file__).parents[2]
START, END = pd.Timestamp(shape.FIRST_DAY), pd.Timestamp(LAST_DAY)
SOONER, BEHIND = (pd.Timestamp(effect.date_from) for effect in (OFFERED_SOONER, FALLS_BEHIND))
GROUPS = {role: group for group, roles in shape.ROLE_GROUPS.items() for role in roles}
WITH_FIRE = {"demo_programme_contacts", "demo_referrals"}
NUMBERS = {"demo_exposures": "Person No", "demo_absences": "Employee No", "demo_training": "Learner"}


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_wellbeing_extracts(tmp_path_factory.mktemp("wellbeing"))


@pytest.fixture(scope="module")
def posts_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workforce_extracts(tmp_path_factory.mktemp("people"))["demo_employments"]


def rows_of(path: Path, *days: str, form: str = "%d/%m/%Y") -> pd.DataFrame:
    rows = pd.read_csv(path, dtype="str")
    return rows.assign(**{day: pd.to_datetime(rows[day], format=form) for day in days})


@pytest.fixture(scope="module")
def posts(posts_file: Path) -> pd.DataFrame:
    rows = rows_of(posts_file, "Start", "End")
    return rows.assign(FTE=rows["FTE"].astype("float64"), End=rows["End"].fillna(pd.Timestamp(2100, 1, 1)))


@pytest.fixture(scope="module")
def contacts(paths: dict[str, Path]) -> pd.DataFrame:
    days = ("Due", "Offered", "Completed", "Follow-up Due", "Follow-up Done")
    rows = rows_of(paths["demo_programme_contacts"], *days)
    group = rows["Post Held"].map(GROUPS).fillna("fire")
    return rows.assign(group=group, on_time=rows["Completed"] <= rows["Due"])


@pytest.fixture(scope="module")
def exposures(paths: dict[str, Path]) -> pd.DataFrame:
    days = ("Occurred", "TRiM Offered", "TRiM Held", "TRiM Followed Up")
    rows = rows_of(paths["demo_exposures"], *days, form="%d/%m/%Y %H:%M")
    hours = (rows["TRiM Offered"] - rows["Occurred"]).dt.total_seconds() / 3_600
    return rows.assign(hours=hours, soon=hours <= 72)


@pytest.fixture(scope="module")
def referrals(paths: dict[str, Path]) -> pd.DataFrame:
    return rows_of(paths["demo_referrals"], "Referred", "First Offered", "First Seen", "Closed", "Report Date")


@pytest.fixture(scope="module")
def absences(paths: dict[str, Path]) -> pd.DataFrame:
    rows = rows_of(paths["demo_absences"], "First Day", "Last Day", "Run Date")
    until = rows["Last Day"].fillna(END)
    numbers = {name: rows[name].astype("float64") for name in ("Weekly Hours", "Hours Lost")}
    return rows.assign(**numbers, until=until, days=(until - rows["First Day"]).dt.days + 1)


@pytest.fixture(scope="module")
def training(paths: dict[str, Path]) -> pd.DataFrame:
    return rows_of(paths["demo_training"], "Completed", form="%d-%b-%Y")


@pytest.fixture(scope="module")
def assessments(paths: dict[str, Path]) -> pd.DataFrame:
    return rows_of(paths["demo_assessments"], "Offered", "Completed")


@pytest.fixture(scope="module")
def sessions(paths: dict[str, Path]) -> pd.DataFrame:
    rows = rows_of(paths["demo_sessions"], "Held")
    return rows.assign(Attended=rows["Attended"].astype("int64"))


def difference(is_hit: pd.Series, is_after: pd.Series) -> tuple[float, float]:
    """How much higher the share of hits is after, and its standard error as if the shares were one."""
    share, n_before, n_after = is_hit.mean(), (~is_after).sum(), is_after.sum()
    error = np.sqrt(share * (1 - share) * (1 / n_before + 1 / n_after))
    return float(is_hit[is_after].mean() - is_hit[~is_after].mean()), float(error)


# ---------------------------------------------------------------- the files


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_same_seed_gives_the_same_bytes(tmp_path: Path, paths: dict[str, Path]) -> None:
    told: list[float] = []
    write_wellbeing_extracts(tmp_path / "again", progress=told.append)
    write_wellbeing_extracts(tmp_path / "other", seed=2)
    one, again, other = (digests(folder) for folder in (paths["demo_absences"].parent, *sorted(tmp_path.iterdir())))
    assert one == again
    assert sorted(one) == sorted(FILES.values())
    assert not set(one.values()) & set(other.values())
    assert told[-1] == 1.0


def test_no_column_says_who_somebody_is_or_how_they_are(paths: dict[str, Path]) -> None:
    forbidden = re.compile(
        r"name|birth|\bage\b|gender|ethnic|address|mail|diagnos|score|comment|note|text|symptom", re.I
    )
    for path in paths.values():
        assert not [heading for heading in pd.read_csv(path, dtype="str") if forbidden.search(heading)]


def test_profiles_read_every_column_and_code(paths: dict[str, Path]) -> None:
    for name, path in paths.items():
        profile, rows = read_profile(name), pd.read_csv(path, dtype="str")
        assert profile.synthetic and profile.force == "demonstration"
        assert {*map(str, profile.columns.values()), *profile.key.of_record} == set(rows)
        for column, mapping in profile.values.items():
            assert set(rows[str(profile.columns[column])].dropna()) <= set(mapping), f"{name}: {column}"


@pytest.fixture(scope="module")
def connection(paths: dict[str, Path], posts_file: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("wellbeing_store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERFDASH_KEY", str(folder / "key"))
        store = Store(folder / "store")
        for name, path in {"demo_employments": posts_file, **paths}.items():
            load(store, read_profile(name), [path])
        with reading(store) as opened:
            yield opened


def table(profile: str) -> str:
    return KINDS[read_profile(profile).kind].table


@pytest.mark.parametrize("name", FILES)
def test_every_row_comes_in_by_the_door(connection: Connection, paths: dict[str, Path], name: str) -> None:
    expected = len(pd.read_csv(paths[name], dtype="str"))
    assert connection.execute(f"SELECT count(*) FROM {table(name)}").fetchone() == (expected,)
    assert connection.execute("SELECT count(*) FROM rejects").fetchone() == (0,)


@pytest.mark.parametrize("name", [name for name in FILES if name != "demo_sessions"])
def test_every_police_person_is_of_the_workforce_and_no_number_is_kept(connection: Connection, name: str) -> None:
    known = "person IN (SELECT person FROM employment_rows)"
    police = "organisation = 'police'" if name in WITH_FIRE else "true"
    wrong = f"SELECT count(*) FROM {table(name)} WHERE ({police}) <> ({known}) OR length(person) < 20"
    assert connection.execute(wrong).fetchone() == (0,)


def test_fire_rows_are_where_the_service_is_shared_and_nowhere_else(paths: dict[str, Path]) -> None:
    for name, path in paths.items():
        rows = pd.read_csv(path, dtype="str")
        if name in WITH_FIRE:
            is_fire = rows["Service"] == "Fire"
            assert (rows["Payroll No"].str.startswith("F") == is_fire).all()
            assert 0.04 < is_fire.mean() < 0.2
            of_fire = rows.loc[is_fire, ["Staff Group", "Post Held", "Directorate"]]
            assert (of_fire == ["FRS", "FIRE-OPS", "FRS"]).all(axis=None)
        else:
            assert not rows.isin(["Fire", "FRS", "FIRE-OPS"]).any(axis=None)
            assert name not in NUMBERS or rows[NUMBERS[name]].str.fullmatch(r"P\d{6}").all()


# ---------------------------------------------------------------- programme contacts and the second effect


def held_at(rows: pd.DataFrame, number: str, role: str, day: str, posts: pd.DataFrame) -> pd.Series:
    """Whether each row's person held a post of its role on its day."""
    asked = pd.DataFrame({"row": rows.index, "Employee No": rows[number], "role": rows[role], "day": rows[day]})
    both = asked.merge(posts, on="Employee No")
    holds = (both["Start"] <= both["day"]) & (both["End"] >= both["day"]) & (both["role"] == both["Job Role"])
    return holds.groupby(both["row"]).any().reindex(rows.index, fill_value=False)


def test_contacts_are_due_to_people_in_a_listed_role(contacts: pd.DataFrame, posts: pd.DataFrame) -> None:
    police = contacts[contacts["Service"] == "Police"]
    assert set(police["Post Held"]) == set(GROUPS)
    assert held_at(police, "Payroll No", "Post Held", "Due", posts).all()
    custody = police[police["Post Held"] == "CUSTODY"]
    assert custody["Due"].min() > pd.Timestamp(shape.LISTED_FROM["CUSTODY"])
    support = contacts[contacts["Programme"] == shape.ENHANCED_CODE]
    assert set(support["Post Held"]) == set(shape.ENHANCED_ROLES)
    assert contacts["Due"].between(START, END).all()


def test_everybody_in_a_listed_role_for_the_last_fifteen_months_was_due(
    contacts: pd.DataFrame, posts: pd.DataFrame
) -> None:
    since = END - pd.Timedelta(days=460)
    held = posts[(posts["Start"] <= since) & (posts["End"] > END) & posts["Job Role"].isin(set(GROUPS))]
    due = contacts[(contacts["Programme"] == shape.SCREENING_CODE) & (contacts["Due"] > since)]
    assert set(held["Employee No"]) <= set(due["Payroll No"])
    gaps = contacts.sort_values("Due").groupby(["Payroll No", "Post Held", "Programme"])["Due"].diff().dt.days
    assert set(gaps.dropna()[gaps < 400]) <= {182, 183, 365, 366}


def test_completed_is_within_offered_is_within_due(contacts: pd.DataFrame) -> None:
    for _, rows in contacts.groupby(["group", "Programme"]):
        assert 0 < rows["Completed"].notna().sum() <= rows["Offered"].notna().sum() <= len(rows)
    assert contacts.loc[contacts["Completed"].notna(), "Offered"].notna().all()
    assert not (contacts["Completed"] < contacts["Offered"]).any()
    assert contacts.loc[contacts["Follow-up Due"].notna(), "Completed"].notna().all()
    assert contacts.loc[contacts["Follow-up Done"].notna(), "Follow-up Due"].notna().all()
    assert not (contacts["Follow-up Done"] < contacts["Completed"]).any()
    assert contacts[["Offered", "Completed", "Follow-up Done"]].max().max() <= END
    assert 0.94 < contacts["Offered"].notna().mean() < 0.97
    assert 0.18 < contacts["Follow-up Due"].notna().mean() < 0.27


@pytest.mark.parametrize("programme", [shape.SCREENING_CODE, shape.ENHANCED_CODE])
def test_one_role_group_falls_behind_on_its_day(contacts: pd.DataFrame, programme: str) -> None:
    rows = contacts[(contacts["group"] == FALLS_BEHIND.role_group) & (contacts["Programme"] == programme)]
    found, error = difference(rows["on_time"], rows["Due"] >= BEHIND)
    assert found < -4 * error
    assert abs(rows.loc[rows["Due"] < BEHIND, "on_time"].mean() - FALLS_BEHIND.share_before) < 0.03
    assert abs(rows.loc[rows["Due"] >= BEHIND, "on_time"].mean() - FALLS_BEHIND.share) < 0.05


@pytest.mark.parametrize("group", [*(group for group in shape.ROLE_GROUPS if group != FALLS_BEHIND.role_group), "fire"])
def test_no_other_group_changes(contacts: pd.DataFrame, group: str) -> None:
    rows = contacts[contacts["group"] == group]
    for day in (BEHIND, SOONER, pd.Timestamp(2025, 6, 1)):
        found, error = difference(rows["on_time"], rows["Due"] >= day)
        assert abs(found) < 2 * error


def test_the_group_is_calm_before_and_is_still_offered_after(contacts: pd.DataFrame) -> None:
    rows = contacts[contacts["group"] == FALLS_BEHIND.role_group]
    before = rows[rows["Due"] < BEHIND]
    found, error = difference(before["on_time"], before["Due"] >= "2024-06-01")
    assert abs(found) < 2 * error
    # The newest late ones are still to come.
    old = rows[rows["Due"] < END - pd.Timedelta(days=150)]
    found, error = difference(old["Offered"].notna(), old["Due"] >= BEHIND)
    assert abs(found) < 2 * error


# ---------------------------------------------------------------- exposures and the first effect


def test_exposures_have_incidents_of_the_same_shape_and_people_in_post(
    exposures: pd.DataFrame, posts: pd.DataFrame
) -> None:
    assert exposures["Incident No"].str.fullmatch(r"20\d{6}-00\d{3}").all()
    assert (exposures["Incident No"].str[:8] == exposures["Occurred"].dt.strftime("%Y%m%d")).all()
    assert not exposures.duplicated(["Incident No", "Person No", "Occurred"]).any()
    on = exposures.assign(day=exposures["Occurred"].dt.normalize())
    assert held_at(on, "Person No", "Role", "day", posts).all()
    assert exposures["Occurred"].is_monotonic_increasing
    assert set(exposures["Role"]) >= {"RESPONSE", "CONTACT", "RAPE-DA"}


def test_support_is_held_after_its_offer_and_never_in_the_future(exposures: pd.DataFrame) -> None:
    steps = ["Occurred", "TRiM Offered", "TRiM Held", "TRiM Followed Up"]
    for earlier, later in pairwise(steps):
        assert not (exposures[later] <= exposures[earlier]).any()
        assert exposures.loc[exposures[later].notna(), earlier].notna().all()
        assert 0 < exposures[later].notna().sum() < exposures[earlier].notna().sum()
        assert exposures[later].max() < END + pd.Timedelta(days=1)
    # Not even the hour of a clock change can carry an offer over 72 hours or a week.
    assert not exposures["hours"].between(68, 76).any()
    assert not exposures["hours"].between(165, 171).any()


def test_support_is_offered_sooner_from_its_day(exposures: pd.DataFrame) -> None:
    is_after = exposures["Occurred"] >= SOONER
    found, error = difference(exposures["soon"], is_after)
    assert found > 10 * error
    assert abs(exposures.loc[~is_after, "soon"].mean() - OFFERED_SOONER.share_before) < 0.02
    assert abs(exposures.loc[is_after, "soon"].mean() - OFFERED_SOONER.share) < 0.02
    months = exposures.groupby(exposures["Occurred"].dt.to_period("M"))["soon"].mean()
    assert months[: SOONER.to_period("M") - 1].max() < 0.75 < months[SOONER.to_period("M") : "2026-10"].min()


@pytest.mark.parametrize("role", ["RESPONSE", "NEIGHBOURHOOD", "CSI"])
def test_it_is_offered_sooner_everywhere(exposures: pd.DataFrame, role: str) -> None:
    rows = exposures[exposures["Role"] == role]
    found, error = difference(rows["soon"], rows["Occurred"] >= SOONER)
    assert found > 2.5 * error


def test_nothing_else_of_the_exposures_changes(exposures: pd.DataFrame) -> None:
    rows = exposures[exposures["Occurred"] < END - pd.Timedelta(days=60)]
    is_after = rows["Occurred"] >= SOONER
    for column in ("TRiM Offered", "TRiM Held", "TRiM Followed Up"):
        found, error = difference(rows[column].notna(), is_after)
        assert abs(found) < 3 * error
    before = rows[~is_after]
    found, error = difference(before["soon"], before["Occurred"] >= "2024-04-01")
    assert abs(found) < 2 * error
    a_day = is_after.sum() / (rows["Occurred"].max() - SOONER).days
    assert abs(a_day / ((~is_after).sum() / (SOONER - START).days) - 1) < 0.1


# ---------------------------------------------------------------- referrals


def test_referrals_wait_and_follow_in_order(referrals: pd.DataFrame) -> None:
    waits = (referrals["First Offered"] - referrals["Referred"]).dt.days
    assert waits.between(10, 40).sum() / waits.notna().sum() > 0.85
    assert 19 < waits.median() < 23
    assert not (referrals["First Seen"] < referrals["First Offered"]).any()
    assert not (referrals["Closed"] < referrals["First Seen"]).any()
    assert referrals[["Referred", "First Offered", "First Seen", "Closed"]].max().max() <= END
    assert referrals["Referred"].min() == START
    assert 100 < referrals["Closed"].isna().sum() < 400
    assert referrals["First Seen"].notna().sum() < referrals["First Offered"].notna().sum() < len(referrals)


def test_referrals_are_calm(referrals: pd.DataFrame) -> None:
    seen = referrals[referrals["First Seen"].notna()]
    is_late = (seen["First Seen"] - seen["Referred"]).dt.days > 30
    for day in (SOONER, BEHIND):
        found, error = difference(is_late, seen["Referred"] >= day)
        assert abs(found) < 2.5 * error


# ---------------------------------------------------------------- absences


def share_lost(absences: pd.DataFrame, posts: pd.DataFrame) -> pd.Series:
    """Contracted hours lost, by month, of those of everybody paid."""
    paid = posts[posts["FTE"].notna()]
    weekly = np.where(paid["Category"] == "PO", shape.OFFICER_HOURS, shape.STAFF_HOURS) * paid["FTE"]
    shares = {}
    for month in pd.period_range(START, END, freq="M"):
        first, last = month.start_time, min(month.end_time.normalize(), END)
        lost, held = (
            ((np.minimum(until, last) - np.maximum(since, first)).dt.days + 1).clip(lower=0)
            for since, until in ((absences["First Day"], absences["until"]), (paid["Start"], paid["End"]))
        )
        shares[month] = (lost * absences["Weekly Hours"]).sum() / (held * weekly).sum()
    return pd.Series(shares)


def test_the_hours_lost_are_as_documented_and_peak_in_winter(absences: pd.DataFrame, posts: pd.DataFrame) -> None:
    months = share_lost(absences, posts)
    assert 0.04 < months.mean() < 0.05
    assert months.between(0.033, 0.055).all()
    winter, summer = (months[months.index.month.isin(part)].mean() for part in ((12, 1, 2), (6, 7, 8)))
    assert winter > 1.03 * summer
    short = absences[(absences["days"] <= 7) & (absences["First Day"] >= START)]
    started = short["First Day"].dt.month.value_counts()
    assert started[1] > 1.5 * started[7]
    half = len(months) // 2
    assert abs(months[:half].mean() / months[half:].mean() - 1) < 0.05


def test_spells_hold_together(absences: pd.DataFrame) -> None:
    expected = (absences["Weekly Hours"] * absences["days"] / 7 - absences["Hours Lost"]).abs()
    assert expected.max() < 0.051
    ordered = absences.sort_values(["Employee No", "First Day"])
    before = ordered.groupby("Employee No")["until"].shift()
    assert not (ordered["First Day"] <= before).any()
    assert absences["until"].between(START, END).all()
    assert absences["First Day"].min() < START
    assert set(absences["Category"]) == {"PO", "STAFF", "PCSO"}
    is_open = absences["Last Day"].isna()
    assert 80 < is_open.sum() < 250
    assert (is_open & (absences["days"] > 28)).sum() > 20


def test_absent_people_are_in_post(absences: pd.DataFrame, posts: pd.DataFrame) -> None:
    assert held_at(absences, "Employee No", "Job Role", "First Day", posts).all()
    last = posts.groupby("Employee No")["End"].max()
    assert (absences["until"] <= absences["Employee No"].map(last)).all()


def test_reasons_are_in_the_widest_groups_and_worst_off_the_list(absences: pd.DataFrame) -> None:
    assert set(absences["Reason Group"]) == {reason.code for reason in shape.REASONS}
    is_psychological = absences["Reason Group"] == "PSY"
    strained = absences["Job Role"].isin(shape.STRAINED)
    assert is_psychological[strained].mean() > 1.25 * is_psychological[~strained].mean()
    assert not set(shape.STRAINED) & set(GROUPS)


def test_one_person_holds_most_hours_of_a_cell(absences: pd.DataFrame) -> None:
    rows = absences[(absences["Job Role"] == shape.DOMINANT_ROLE) & (absences["First Day"] >= "2026-01-01")]
    hours = rows.groupby("Employee No")["Hours Lost"].sum()
    assert hours.max() > hours.sum() / 2
    assert 0 < len(hours) < 10


# ---------------------------------------------------------------- training, the pilot, the bus


def test_some_leadership_courses_teach_resilience_throughout(training: pd.DataFrame) -> None:
    leading = training[training["Leadership"] == "Y"]
    teaches = leading["Resilience"] == "Y"
    assert 0.5 < teaches.mean() < 0.65
    found, error = difference(teaches, leading["Completed"] >= "2025-01-01")
    assert abs(found) < 2 * error
    assert leading["Completed"].dt.year.value_counts()[[2023, 2024, 2025]].between(230, 380).all()
    assert training.groupby("Course")[["Leadership", "Resilience"]].nunique().eq(1).all(axis=None)
    assert training["Completed"].between(START, END).all()


def test_the_pilot_is_in_two_areas_one_of_them_small(assessments: pd.DataFrame) -> None:
    assert set(assessments["Pilot Area"]) == {area.code for area in shape.PILOT_AREAS}
    assert assessments["Offered"].between(pd.Timestamp(shape.PILOT_FROM), END).all()
    assert not assessments["Payroll No"].duplicated().any()
    assert not (assessments["Completed"] <= assessments["Offered"]).any()
    by_area = assessments.groupby("Pilot Area")["Completed"].agg(["size", "count"])
    assert by_area.loc["HAN", "count"] > 50
    assert 0 < by_area.loc["LEE", "count"] < 10


def test_the_bus_stood_at_ten_stops_twice_in_four_weeks(sessions: pd.DataFrame) -> None:
    assert sessions["Stop"].value_counts().to_dict() == {code: 2 for code, _ in shape.STOPS}
    assert sessions["Held"].dt.day_of_week.max() == 4
    assert sessions["Held"].is_unique
    assert (sessions["Held"].max() - sessions["Held"].min()).days == 25
    assert sessions["Attended"].between(1, 100).all()
    assert sessions.loc[sessions["Stop"] == "LEE", "Attended"].max() < 10


def test_small_groups_are_there(posts: pd.DataFrame) -> None:
    now = posts[(posts["Start"] <= END) & (posts["End"] > END)]
    held = now.groupby("Job Role")["Employee No"].nunique()
    assert 3 <= held["NEGOTIATOR"] <= 8
    assert held[["FLO", "VISOR", "COLLISION", "CT"]].between(10, 35).all()


# ---------------------------------------------------------------- the list and the words


@pytest.fixture(scope="module")
def listed() -> list[dict[str, str]]:
    with (ROOT / "data" / "reference" / "high_stress_roles.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_names_the_roles_and_groups_of_the_data(listed: list[dict[str, str]]) -> None:
    words = read_profile("demo_programme_contacts").values["role"]
    of_data = {words[role]: group for role, group in GROUPS.items()}
    of_list = {row["role"]: row["role_group"] for row in listed}
    assert of_data.items() <= of_list.items()
    assert set(of_list) - set(of_data) == {"disaster victim identification"}
    not_on_it = {words[role] for role in shape.STRAINED}
    assert not_on_it == {"response", "contact centre", "rape and domestic abuse investigation"}
    assert not not_on_it & set(of_list)


def test_one_role_joined_the_list_on_a_day_and_the_row_says_it_is_invented(listed: list[dict[str, str]]) -> None:
    (local,) = [row for row in listed if row["force"] != "national"]
    assert (local["force"], local["role"]) == ("demonstration", "custody")
    assert date.fromisoformat(local["from"]) == shape.LISTED_FROM["CUSTODY"]
    assert local["source"].startswith("Invented")
    assert all(row["owner"] and row["source"] and row["to"] == "9999-12-31" for row in listed)


def test_profiles_give_roles_and_commands_the_words_of_the_employments() -> None:
    posts_held = read_profile("demo_employments").values
    for name in FILES:
        for column in ("role", "command"):
            mapping = read_profile(name).values.get(column)
            assert mapping is None or posts_held[column].items() <= mapping.items()


@pytest.mark.parametrize(
    ("effect", "profile"), [(OFFERED_SOONER, "demo_exposures"), (FALLS_BEHIND, "demo_programme_contacts")]
)
def test_document_and_profile_name_the_effects(effect: OfferEffect | LateEffect, profile: str) -> None:
    text = (ROOT / "docs" / "demonstration.md").read_text(encoding="utf-8")
    first_day = f"{effect.date_from.day} {effect.date_from:%B %Y}"
    assert f"| `{effect.key}` | {first_day} |" in text
    for share in (effect.share_before, effect.share):
        assert f"{share:.0%}".replace("%", " %") in effect.what
    assert any(first_day in caveat for caveat in read_profile(profile).caveats)
    others = [name for name in FILES if name != profile]
    assert not any(first_day in caveat for name in others for caveat in read_profile(name).caveats)
