"""The demonstration's workforce: repeatable, near its strengths and rates, with two effects to be found and nothing else."""

import hashlib
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from door import perfdash
from perfdash.contract.exit_interviews import REASONS
from perfdash.contract.kinds import KINDS as RECORD_KINDS
from perfdash.demo import CONTACT_REASONS, EARLY_PEAK, write_workforce_extracts
from perfdash.demo.clocks import LAST_DAY
from perfdash.demo.workforce import posts_held
from perfdash.demo.workforce_exits import BEGIN as EXITS_BEGIN
from perfdash.demo.workforce_exits import REASON_CODES
from perfdash.demo.workforce_files import FILES
from perfdash.demo.workforce_leaving import CODES
from perfdash.demo.workforce_shape import FIRST_DAY, KINDS, MONTH, ROLES
from perfdash.ingest.load import load
from perfdash.ingest.profile import read_profile
from perfdash.store.places import Store
from perfdash.store.publish import Connection
from perfdash.store.read import reading

DOCUMENT = Path(__file__).parents[2] / "docs" / "demonstration.md"
START, END, EASED = (pd.Timestamp(day) for day in (FIRST_DAY, LAST_DAY, EARLY_PEAK.date_from))
TABLES = {profile: RECORD_KINDS[read_profile(profile).kind].table for profile in FILES}
ALIASES = dict(zip(REASON_CODES, REASONS, strict=True))


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_workforce_extracts(tmp_path_factory.mktemp("workforce"))


def rows_of(path: Path, *days: str, form: str = "%d/%m/%Y") -> pd.DataFrame:
    rows = pd.read_csv(path, dtype="str")
    return rows.assign(**{day: pd.to_datetime(rows[day], format=form) for day in days})


@pytest.fixture(scope="module")
def posts(paths: dict[str, Path]) -> pd.DataFrame:
    days = ("Start", "End", "Service Date", "Pension Date", "Run Date")
    rows = rows_of(paths["demo_employments"], *days)
    return rows.assign(FTE=rows["FTE"].astype("float64"))


@pytest.fixture(scope="module")
def exits(paths: dict[str, Path]) -> pd.DataFrame:
    days = ("Last Day", "Service Date", "Notice", "Offered", "Returned")
    return rows_of(paths["demo_exit_interviews"], *days, form="%d-%b-%Y")


@pytest.fixture(scope="module")
def stays(paths: dict[str, Path]) -> pd.DataFrame:
    return rows_of(paths["demo_stay_interviews"], "Due From", "Invited", "Held", "Run Date")


@pytest.fixture(scope="module")
def pool(paths: dict[str, Path]) -> pd.DataFrame:
    return rows_of(paths["demo_interviewers"], "Trained", "Stood Down", "Run Date")


def held_on(posts: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return posts[(posts["Start"] <= day) & ~(posts["End"] < day)]


def strength(posts: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    return held_on(posts, day).groupby("Category")["Employee No"].nunique()


def leavers(posts: pd.DataFrame) -> pd.DataFrame:
    """Everybody who has left, once."""
    gone = posts[posts["Leaving Reason"].notna() & (posts["End"] <= END)]
    return gone.drop_duplicates(["Employee No", "End"])


def leaving(
    posts: pd.DataFrame, months: tuple[float, float], first: pd.Timestamp, last: pd.Timestamp
) -> tuple[int, float]:
    """How many of those posts' holders left between two days at so many months of service, and the years they were at risk."""
    begins, ends = (posts["Service Date"] + pd.Timedelta(days=MONTH * number) for number in months)
    start = np.maximum(np.maximum(posts["Start"], begins), first)
    end = np.minimum(np.minimum(posts["End"].fillna(END), ends), last)
    years = (end - start).dt.days.clip(lower=0).sum() / 365.25
    gone = leavers(posts)
    at = (gone["End"] - gone["Service Date"]).dt.days / MONTH
    n = ((gone["End"] >= first) & (gone["End"] < last) & (at >= months[0]) & (at < months[1])).sum()
    return int(n), float(years)


def log_ratio(after: tuple[int, float], before: tuple[int, float]) -> tuple[float, float]:
    """Log of the ratio of two rates, and its standard error."""
    return float(np.log(after[0] / after[1]) - np.log(before[0] / before[1])), float(
        np.sqrt(1 / after[0] + 1 / before[0])
    )


# ---------------------------------------------------------------- the files


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_same_seed_gives_the_same_bytes(tmp_path: Path, paths: dict[str, Path]) -> None:
    told: list[float] = []
    posts_held.cache_clear()  # the people are drawn again, not remembered
    write_workforce_extracts(tmp_path / "again", progress=told.append)
    write_workforce_extracts(tmp_path / "other", seed=2)
    one, again, other = (digests(folder) for folder in (paths["demo_employments"].parent, *sorted(tmp_path.iterdir())))
    assert one == again
    assert sorted(one) == sorted(FILES.values())
    assert not set(one.values()) & set(other.values())
    assert told[-1] == 1.0


def test_no_column_says_who_somebody_is(paths: dict[str, Path]) -> None:
    forbidden = re.compile(r"name|birth|\bage\b|gender|ethnic|address|mail|phone|diagnos|score|comment|note|text", re.I)
    for path in paths.values():
        rows = pd.read_csv(path, dtype="str")
        assert not [heading for heading in rows if forbidden.search(heading)]
        assert rows["Employee No"].str.fullmatch(r"P\d{6}").all()


def test_profiles_read_every_column_and_code(paths: dict[str, Path]) -> None:
    for name, path in paths.items():
        profile, rows = read_profile(name), pd.read_csv(path, dtype="str")
        assert profile.synthetic and profile.force == "demonstration"
        sources = {
            column: source if isinstance(source, str) else source.split for column, source in profile.columns.items()
        }
        assert {*sources.values(), *profile.key.of_record} == set(rows)
        for column, mapping in profile.values.items():
            cells = rows[sources[column]].dropna().str.split(";").explode()
            assert set(cells) <= set(mapping), f"{name}: {column}"


@pytest.fixture(scope="module")
def connection(paths: dict[str, Path], tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("workforce_store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERFDASH_KEY", str(folder / "key"))
        store = Store(folder / "store")
        for name, path in paths.items():
            load(store, read_profile(name), [path])
        with reading(store) as opened:
            yield opened


@pytest.mark.parametrize("name", FILES)
def test_every_row_comes_in_by_the_door(connection: Connection, paths: dict[str, Path], name: str) -> None:
    expected = len(pd.read_csv(paths[name], dtype="str"))
    assert connection.execute(f"SELECT count(*) FROM {TABLES[name]}").fetchone() == (expected,)
    assert connection.execute("SELECT count(*) FROM rejects").fetchone() == (0,)


def test_an_employment_finds_its_exit_interview_and_no_number_is_kept(connection: Connection) -> None:
    strangers = "SELECT count(*) FROM exit_interview_rows WHERE person NOT IN (SELECT person FROM employment_rows)"
    assert connection.execute(strangers).fetchone() == (0,)
    plain = "SELECT count(*) FROM employment_rows WHERE regexp_matches(person, '^P[0-9]{6}$')"
    assert connection.execute(plain).fetchone() == (0,)


def test_the_demonstration_loads_its_workforce(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDASH_KEY", str(tmp_path / "key"))
    ran = perfdash("demo", "--years", 1, "--incidents-per-year", 1_000, "--store", tmp_path / "store")
    assert ran.code == 0, ran.err
    headings = re.findall(r"^(\w[\w ]+):$", ran.out, re.MULTILINE)
    wellbeing = ["Sessions", "Assessments", "Training", "Absences", "Referrals", "Exposures", "Programme contacts"]
    workforce = ["Interviewers", "Stay interviews", "Exit interviews", "Employments"]
    assert headings == [*wellbeing, *workforce, "Calls", "Incidents"]


# ---------------------------------------------------------------- the people


def test_strengths_are_near_the_documented_ones_throughout(posts: pd.DataFrame) -> None:
    expected = pd.Series({kind.code: kind.strength for kind in KINDS})
    assert (strength(posts, END) / expected - 1).abs().max() <= 0.03
    for year in range(2017, 2027):
        assert (strength(posts, pd.Timestamp(year, 3, 31)) / expected - 1).abs().max() <= 0.08


@pytest.mark.parametrize(
    ("category", "least", "most"),
    [("PO", 0.055, 0.065), ("STAFF", 0.10, 0.12), ("PCSO", 0.12, 0.145), ("SC", 0.20, 0.27), ("VOL", 0.15, 0.20)],
)
def test_leaver_rates_lie_in_their_bands(posts: pd.DataFrame, category: str, least: float, most: float) -> None:
    gone = leavers(posts)
    gone = gone[(gone["Category"] == category) & (gone["Leaving Reason"] != "TRF")]
    rates = []
    for year in range(2016, 2026):
        first, last = pd.Timestamp(year, 11, 1), pd.Timestamp(year + 1, 11, 1)
        n = ((gone["End"] >= first) & (gone["End"] < last)).sum()
        rates.append(n / strength(posts, first)[category])
    assert least < np.mean(rates) < most
    assert max(rates) < 1.5 * float(np.mean(rates))


def test_officers_leave_for_the_documented_reasons_and_early(posts: pd.DataFrame) -> None:
    gone = leavers(posts)
    officers = gone[gone["Category"] == "PO"]
    shares = officers["Leaving Reason"].value_counts(normalize=True)
    assert 0.42 < shares["RES"] < 0.55
    assert 0.28 < shares["RET"] < 0.37
    assert shares[["TRF", "MED", "DIS", "DTH"]].is_monotonic_decreasing
    stayed = officers[officers["Leaving Reason"] != "TRF"]
    assert 0.36 < ((stayed["End"] - stayed["Service Date"]).dt.days < 5 * 365.25).mean() < 0.44
    assert set(gone["Leaving Reason"]) == set(CODES)


def test_hours_are_of_paid_workers_alone(posts: pd.DataFrame) -> None:
    unpaid = posts["Category"].isin(["SC", "VOL"])
    assert posts.loc[unpaid, "FTE"].isna().all()
    assert posts.loc[~unpaid, "FTE"].between(0.1, 1).all()
    assert (held_on(posts, END).groupby("Employee No")["FTE"].sum() <= 1.0001).all()


def test_posts_follow_one_another_and_some_are_held_together(posts: pd.DataFrame) -> None:
    assert (posts["End"].fillna(END) >= posts["Start"]).all()
    assert (posts["Service Date"] <= posts["Start"]).all()
    assert (posts["Run Date"] == END).all()
    assert posts["Start"].max() <= END
    assert posts["End"].min() >= START
    previous = posts.groupby("Employee No")["End"].shift()
    follows = posts["Start"] - previous == pd.Timedelta(days=1)
    assert follows.sum() > 2_500
    together = held_on(posts, END).groupby("Employee No").size()
    assert 5 < (together == 2).sum() < 60
    assert together.max() == 2
    # Of two posts held together the second may have ended first.
    left = posts["End"].fillna(END).groupby(posts["Employee No"]).cummax().groupby(posts["Employee No"]).shift()
    gap = (posts["Start"] - left).dt.days > 90
    assert set(posts.loc[gap, "Joined As"]) == {"REJOIN"}
    assert gap.sum() > 30


def test_who_leaves_holds_nothing_afterwards_but_may_come_back(posts: pd.DataFrame) -> None:
    gone = leavers(posts)
    both = gone.merge(posts, on="Employee No", suffixes=("", " Other"))
    still = (both["Start Other"] <= both["End"]) & ~(both["End Other"] <= both["End"])
    assert not still.any()


def test_people_become_officers(posts: pd.DataFrame) -> None:
    former = posts.groupby("Employee No")["Category"].shift()
    became = posts[(posts["Category"] == "PO") & former.notna() & (former != "PO")]
    moves = former[became.index].value_counts()
    assert moves["PCSO"] > 30 and moves["SC"] > 30 and moves["STAFF"] > 10
    assert (became["Service Date"] == became["Start"]).mean() > 0.9


def test_the_first_day_finds_people_of_long_service(posts: pd.DataFrame) -> None:
    officers = held_on(posts, START).query("Category == 'PO'")
    years = (START - officers["Service Date"]).dt.days / 365.25
    assert years.max() > 25
    assert 0.15 < (years < 5).mean() < 0.35
    assert posts["Start"].min() < pd.Timestamp(2000, 1, 1)


def test_notice_given_and_fixed_terms_end_in_the_future(posts: pd.DataFrame) -> None:
    future = posts[posts["End"] > END]
    assert 30 < len(future) < 150
    assert future["Leaving Reason"].notna().all()
    assert (future.loc[future["Leaving Reason"] != "FTC", "End"] < END + pd.Timedelta(days=160)).all()
    assert (future["Leaving Reason"] == "FTC").sum() > 5


def test_every_command_role_team_and_rank_is_there_and_supervisors_are_few(posts: pd.DataFrame) -> None:
    now = held_on(posts, END)
    assert now["Department"].nunique() == 8
    assert set(now["Job Role"].dropna()) == set(ROLES)
    assert now.loc[now["Department"] == "NBH", "Team"].nunique() == 10
    assert now.loc[now["Department"] != "NBH", "Team"].isna().all()
    assert set(now["Grade"].dropna()) == {rank.code for kind in KINDS for rank in kind.ranks}
    officers = now[now["Category"] == "PO"]
    assert 0.18 < (officers["Supervisor"] == "Y").mean() < 0.27
    assert (officers.loc[officers["Grade"] == "PC", "Supervisor"] == "N").all()


# ---------------------------------------------------------------- the first effect


def test_officers_leave_twice_as_often_early_until_stay_interviews(posts: pd.DataFrame) -> None:
    officers = posts[posts["Category"] == "PO"]
    normal = leaving(officers, (24, 60), START, END)
    before = leaving(officers, EARLY_PEAK.months, START, EASED)
    found, error = log_ratio(before, normal)
    assert abs(found - np.log(EARLY_PEAK.factor)) < 3 * error
    assert found > 5 * error


def test_the_peak_eases_to_normal_from_its_day(posts: pd.DataFrame) -> None:
    officers = posts[posts["Category"] == "PO"]
    before = leaving(officers, EARLY_PEAK.eased_months, START, EASED)
    after = leaving(officers, EARLY_PEAK.eased_months, EASED, END)
    normal = leaving(officers, (24, 60), START, END)
    eased, error = log_ratio(after, before)
    assert eased < -2.5 * error
    assert abs(eased - np.log(EARLY_PEAK.eased_factor / EARLY_PEAK.factor)) < 2 * error
    against_normal, error = log_ratio(after, normal)
    assert abs(against_normal) < 2 * error


def test_the_year_before_it_is_like_the_years_before_that(posts: pd.DataFrame) -> None:
    officers = posts[posts["Category"] == "PO"]
    middle = EASED - pd.Timedelta(days=593)
    earlier, later = (leaving(officers, EARLY_PEAK.eased_months, *span) for span in ((START, middle), (middle, EASED)))
    found, error = log_ratio(later, earlier)
    assert abs(found) < 2 * error


@pytest.mark.parametrize(
    ("category", "months"),
    [
        ("PO", (0, 4)),
        ("PO", (4, 6)),
        ("PO", (24, 60)),
        ("PO", (60, 120)),
        ("PO", (120, 600)),
        ("STAFF", (0, 24)),
        ("STAFF", (24, 600)),
        ("PCSO", (0, 600)),
        ("SC", (0, 600)),
        ("VOL", (0, 600)),
    ],
)
def test_nothing_else_changes_on_that_day(posts: pd.DataFrame, category: str, months: tuple[int, int]) -> None:
    of_kind = posts[posts["Category"] == category]
    found, error = log_ratio(leaving(of_kind, months, EASED, END), leaving(of_kind, months, START, EASED))
    assert abs(found) < 2.5 * error


# ---------------------------------------------------------------- exit interviews and the second effect


def test_every_leaver_since_they_began_has_one_record(posts: pd.DataFrame, exits: pd.DataFrame) -> None:
    gone = leavers(posts)
    gone = gone[gone["End"] >= pd.Timestamp(EXITS_BEGIN)]
    expected = set(zip(gone["Employee No"], gone["End"], strict=True))
    assert len(exits) == len(expected)
    assert set(zip(exits["Employee No"], exits["Last Day"], strict=True)) == expected


def test_exit_interviews_are_offered_and_completed_at_the_documented_rates(exits: pd.DataFrame) -> None:
    never = exits["Leaving Reason"].isin(["DIS", "DTH"])
    assert (exits.loc[never, "Outcome"] == "Not asked").all()
    paid = exits[~never & exits["Category"].isin(["PO", "STAFF", "PCSO"])]
    offered = paid["Outcome"] != "Not asked"
    years = offered.groupby(paid["Last Day"].dt.year).mean()
    assert 0.76 < years[2023] < 0.86
    assert 0.84 < years[2026] < 0.94
    assert 0.50 < (paid.loc[offered, "Outcome"] == "Completed").mean() < 0.60
    unpaid = exits[~never & exits["Category"].isin(["SC", "VOL"])]
    assert 0.15 < (unpaid["Outcome"] != "Not asked").mean() < 0.35


def test_exit_interviews_hold_together(exits: pd.DataFrame) -> None:
    completed = exits["Outcome"] == "Completed"
    for column in ("Returned", "Reasons", "Main Reason"):
        assert (exits[column].notna() == completed).all()
    assert exits.loc[exits["Outcome"] == "Not asked", ["Offered", "Form"]].isna().all(axis=None)
    assert exits[["Offered", "Returned", "Notice"]].max().max() <= END
    assert (exits["Returned"] >= exits["Offered"])[completed].all()
    asked = exits[exits["Form"].notna()]
    assert ((asked["Form"] == "Full") == asked["Leaving Reason"].isin(["RES", "TRF"])).all()
    given = exits[completed]
    assert (given["Reasons"].str.split(";").str[0] == given["Main Reason"]).all()
    assert given["Reasons"].str.split(";").map(lambda codes: len(codes) == len(set(codes))).all()


def planted_shares(exits: pd.DataFrame) -> pd.DataFrame:
    """By command: the share and number of main reasons, retirement reached aside, that are among the planted ones."""
    given = exits[(exits["Outcome"] == "Completed") & (exits["Main Reason"] != "RET")]
    is_planted = given["Main Reason"].map(ALIASES).isin(CONTACT_REASONS.reasons)
    return is_planted.groupby(given["Department"]).agg(["mean", "size"])


def test_one_command_has_its_own_reasons_and_no_other_has(exits: pd.DataFrame) -> None:
    shares = planted_shares(exits)
    assert abs(shares.loc[CONTACT_REASONS.command, "mean"] - CONTACT_REASONS.share) < 0.10
    assert shares.loc[CONTACT_REASONS.command, "size"] > 40
    others = shares.drop(CONTACT_REASONS.command)
    elsewhere = float(np.average(others["mean"], weights=others["size"]))
    assert elsewhere < 0.20
    error = np.sqrt(elsewhere * (1 - elsewhere) / others["size"])
    assert ((others["mean"] - elsewhere).abs() < 3 * error).all()


def test_the_pattern_holds_throughout(exits: pd.DataFrame) -> None:
    for part in (exits[exits["Last Day"] < "2025-01-15"], exits[exits["Last Day"] >= "2025-01-15"]):
        assert planted_shares(part).loc[CONTACT_REASONS.command, "mean"] > 0.6


def test_organisational_reasons_lead_a_little_elsewhere(exits: pd.DataFrame) -> None:
    given = exits[(exits["Outcome"] == "Completed") & (exits["Form"] == "Full") & (exits["Department"] != "CAC")]
    organisational = given["Main Reason"].map(ALIASES).isin(REASONS[:12])
    assert 0.45 < organisational.mean() < 0.60


# ---------------------------------------------------------------- stay interviews


def test_stay_interviews_begin_on_their_day_and_hold_together(stays: pd.DataFrame) -> None:
    assert stays["Due From"].min() == EASED
    assert set(stays["Trigger"]) == {"NEWJOIN", "RETIRE12", "CONSIDERING", "MGRREF", "SELFREF"}
    assert not set(stays["Category"]) & {"SC", "VOL"}
    held = stays[stays["Held"].notna()]
    assert (held["Reply"] == "Yes").all()
    assert (held["Held"] > held["Invited"]).all() and (held["Invited"] >= held["Due From"]).all()
    assert stays[["Due From", "Invited", "Held"]].max().max() <= END
    assert (held[["Interviewer", "Actions", "Actions Done"]].notna()).all(axis=None)
    assert (held["Actions Done"].astype("int64") <= held["Actions"].astype("int64")).all()
    assert stays.loc[stays["Held"].isna(), ["Interviewer", "Actions", "Actions Done"]].isna().all(axis=None)


def test_joiners_are_asked_at_six_months(stays: pd.DataFrame, posts: pd.DataFrame) -> None:
    joiners = stays[(stays["Trigger"] == "NEWJOIN") & (stays["Due From"] > EASED)]
    started = posts.groupby("Employee No")["Service Date"].max()
    months = (joiners["Due From"] - joiners["Employee No"].map(started)).dt.days / MONTH
    assert (months.between(5.9, 6.1)).mean() > 0.85
    assert 0.4 < joiners["Held"].notna().mean() < 0.65


def test_who_is_interviewed_is_in_the_force(stays: pd.DataFrame, posts: pd.DataFrame) -> None:
    held = stays.loc[stays["Held"].notna(), ["Record", "Employee No", "Held"]].merge(posts, on="Employee No")
    in_post = (held["Start"] <= held["Held"]) & ~(held["End"] < held["Held"])
    assert in_post.groupby(held["Record"]).any().all()


def test_the_pool_grows_to_seventeen_and_holds_every_interview(stays: pd.DataFrame, pool: pd.DataFrame) -> None:
    assert pool["Stood Down"].isna().sum() == 17
    assert (pool["Trained"] == EASED).sum() == 6
    assert set(pool["Category"]) == {"PO", "STAFF"}
    assert not pool["Employee No"].duplicated().any()
    held = stays[stays["Held"].notna()].merge(pool, left_on="Interviewer", right_on="Employee No", suffixes=("", " By"))
    assert len(held) == stays["Held"].notna().sum()
    assert ((held["Trained"] <= held["Held"]) & ~(held["Stood Down"] < held["Held"])).all()
    assert (held["Interviewer"] != held["Employee No"]).all()


# ---------------------------------------------------------------- the words


def test_document_and_profile_name_the_effects() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    first_day = f"{EASED.day} {EASED:%B %Y}"
    assert f"| `{EARLY_PEAK.key}` | {first_day} |" in text
    assert f"| `{CONTACT_REASONS.key}` | throughout |" in text
    assert any(first_day in caveat for caveat in read_profile("demo_employments").caveats)
    assert any("Contact and Control" in caveat for caveat in read_profile("demo_exit_interviews").caveats)
    assert date(2025, 4, 1) == EARLY_PEAK.date_from
