"""The retention world through the front door, against what was worked out by hand (tests/retention_world/README.md)."""

from pathlib import Path
from typing import Any

import pytest

import retention
from door import perfdash
from retention import by, reply, rows

YEAR = ("--from", "2025-04", "--to", "2026-03")
OFFICERS = ("--where", "worker_type=officer")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("retention") / "store"
    reports = retention.load(store)
    accepted = {kind: (report["rows_read"], report["rejected"]) for kind, report in reports.items()}
    assert accepted == {
        "employments": (57, 1),
        "exit-interviews": (12, 0),
        "stay-interviews": (10, 0),
        "interviewers": (6, 0),
        "strength": (3, 0),
    }
    return store


def one(store: Path, key: str, *options: str) -> dict[str, Any]:
    (row,) = rows(store, key, *options)
    return row


def agrees(row: dict[str, Any], **expected: Any) -> None:
    for name, value in expected.items():
        assert row[name] == (pytest.approx(value) if isinstance(value, float) else value), name


# Strength and flows ---------------------------------------------------------------------------------------------------


def test_strength_at_both_ends_of_the_year(held: Path) -> None:
    at_start = rows(held, "strength", "--by", "worker_type", "--to", "2025-03")
    assert by(at_start, "worker_type", "n_people", "n_fte_unknown") == {
        "PCSO": (3, 0), "designated officer": (1, 0), "officer": (18, 0), "special constable": (4, 0), "staff": (7, 1),
        "volunteer": (1, 0),
    }  # fmt: skip
    assert by(at_start, "worker_type", "fte")["officer"] == pytest.approx(17.7)
    assert by(at_start, "worker_type", "fte")["special constable"] is None
    at_end = rows(held, "strength", "--by", "worker_type")
    assert by(at_end, "worker_type", "value") == {
        "PCSO": 1, "designated officer": 1, "officer": 12, "special constable": 2, "staff": 9, "volunteer": 1,
    }  # fmt: skip
    assert one(held, "strength", *OFFICERS, "--basis", "fte")["value"] == pytest.approx(11.4)
    assert {row["as_at_on"] for row in at_end} == {"2026-03-31"}


def test_nobody_is_lost_overnight(held: Path) -> None:
    # P03 is promoted from 30 September, P11 and P29 change worker type, P04 changes hours from 30 June.
    months = by(rows(held, "strength", *OFFICERS, "--by", "month", *YEAR), "month", "n_people")
    assert [months[month] for month in ("2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10")] == [
        18, 17, 17, 16, 17, 16,
    ]  # fmt: skip
    assert by(rows(held, "strength", "--by", "rank", *OFFICERS), "rank", "value") == {"constable": 10, "sergeant": 2}


def test_strength_where_people_stand(held: Path) -> None:
    at_start = ("--to", "2025-03", *OFFICERS)
    # P05 holds 0.5 in Response and 0.4 in Investigations: one person, in Response.
    assert by(rows(held, "strength", "--by", "command", *at_start), "command", "n_people") == {
        "Response": 8, "Investigations": 10,
    }  # fmt: skip
    assert by(rows(held, "strength", "--by", "supervisor", *at_start), "supervisor", "n_people") == {"no": 16, "yes": 2}
    bands = rows(held, "strength", "--by", "service_band", *at_start)
    assert list(by(bands, "service_band", "n_people").items()) == [
        ("under 1", 2),  # P27, P28
        ("1 to under 2", 1),  # P40
        ("4 to under 5", 1),  # P14
        ("5 to under 10", 7),  # P03 P04 P05 P08 P10 P25 P33
        ("10 to under 15", 3),  # P01 (a day short of 15), P06, P13
        ("15 to under 20", 1),  # P29
        ("20 to under 25", 2),  # P02, P34
        ("25 to under 30", 1),  # P12
    ]


def test_who_joined(held: Path) -> None:
    found = rows(held, "joiners", "--by", "worker_type", *YEAR)
    names = ("n_joiners", "n_new_joiners", "n_transfers_in", "n_rejoiners", "n_changes")
    assert by(found, "worker_type", *names) == {
        "officer": (3, 1, 1, 1, 1),
        "staff": (4, 3, 0, 1, 1),
        "volunteer": (0, 0, 0, 0, 1),
    }


# Leavers and rates ----------------------------------------------------------------------------------------------------


def test_leavers_by_worker_type(held: Path) -> None:
    found = rows(held, "leavers", "--by", "worker_type", *YEAR)
    assert by(found, "worker_type", "n_leavers", "n_leavers_with_transfers", "n_changes") == {
        "PCSO": (1, 1, 1), "officer": (8, 9, 1), "special constable": (1, 1, 1), "staff": (3, 3, 0), "volunteer": (0, 0, 1),
    }  # fmt: skip


def test_leavers_by_month_with_months_of_nobody(held: Path) -> None:
    found = rows(held, "leavers", *OFFICERS, "--by", "month", *YEAR)
    assert [row["value"] for row in found] == [0, 1, 1, 0, 1, 0, 1, 0, 2, 1, 0, 1]
    assert [row["n_transfers_out"] for row in found] == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert not any(row["is_part"] for row in found)
    assert sum(row["value"] for row in rows(held, "leavers", *OFFICERS, "--by", "month", *YEAR, "--transfers")) == 9


def test_leavers_by_way_of_leaving(held: Path) -> None:
    found = by(rows(held, "leavers", *OFFICERS, "--by", "leaver_type", *YEAR), "leaver_type", "value", "n_changes")
    assert found == {
        "voluntary resignation": (4, 0),
        "normal retirement": (2, 0),
        "dismissal or contract end": (1, 0),
        "transfer out": (1, 0),
        "not known": (1, 0),
        "change of worker type": (0, 1),
    }


def test_leavers_by_band_and_command_as_last_held(held: Path) -> None:
    bands = rows(held, "leavers", *OFFICERS, "--by", "service_band", *YEAR)
    assert {row["service_band"]: row["n_leavers"] for row in bands if row["n_leavers"]} == {
        "1 to under 2": 1,  # P27
        "4 to under 5": 1,  # P14
        "5 to under 10": 3,  # P05, P10, P25
        "10 to under 15": 1,  # P06
        "20 to under 25": 1,  # P34
        "25 to under 30": 1,  # P12
    }
    rates = rows(held, "leaver_rate", *OFFICERS, "--by", "command", "--to", "2026-03")
    assert by(rates, "command", "n_leavers", "n_at_start") == {"Response": (2, 8), "Investigations": (6, 10)}


def test_the_leaver_rate_of_officers(held: Path) -> None:
    row = one(held, "leaver_rate", *OFFICERS, "--to", "2026-03")
    agrees(row, n_at_start=18, n_leavers=8, n_leavers_with_transfers=9, n_resignations=4, n_changes=1)
    agrees(row, value=8 / 18, leaver_rate=8 / 18, leaver_rate_with_transfers=0.5, resignation_rate=4 / 18)
    assert (row["from_month"], row["to_month"]) == ("2025-04", "2026-03")
    assert row["leaver_rate_low"] == pytest.approx(0.454215 - 0.208619, abs=2e-6)
    assert row["leaver_rate_high"] == pytest.approx(0.454215 + 0.208619, abs=2e-6)
    assert one(held, "leaver_rate", *OFFICERS, "--to", "2026-03", "--transfers")["value"] == 0.5
    assert one(held, "resignation_rate", *OFFICERS)["value"] == pytest.approx(4 / 18)
    assert one(held, "supervisor_leaver_rate", *OFFICERS)["value"] == 0.5  # P02 stays, P34 leaves


def test_the_rate_in_full_time_equivalents(held: Path) -> None:
    row = one(held, "leaver_rate", *OFFICERS, "--basis", "fte")
    agrees(row, value=7.4 / 17.7, leaver_rate_with_transfers=8.4 / 17.7, resignation_rate=3.4 / 17.7)
    assert "leaver_rate_low" not in row
    spoken = reply(held, "leaver_rate", *OFFICERS, "--basis", "fte")
    assert "in full-time equivalents" in spoken["definition"]
    assert "excluding transfers to other forces" in spoken["definition"]
    assert one(held, "leaver_rate", "--where", "worker_type=special constable", "--basis", "fte")["value"] is None


def test_rates_by_year_and_the_rolling_series(held: Path) -> None:
    years = rows(held, "leaver_rate", *OFFICERS, "--by", "year")
    assert by(years, "year", "n_leavers", "n_at_start") == {
        "2022/23": (0, 15), "2023/24": (0, 17), "2024/25": (3, 19), "2025/26": (8, 18),
    }  # fmt: skip
    rolling = reply(held, "leaver_rate", *OFFICERS, "--by", "month")
    assert rolling["is_rolling"]
    assert rolling["rows"][0]["month"] == "2023-02"  # the records begin in March 2022
    assert rolling["rows"][-1]["value"] == pytest.approx(8 / 18)
    assert not reply(held, "leavers", "--by", "month")["is_rolling"]


def test_under_two_years(held: Path) -> None:
    found = rows(held, "early_leavers", *OFFICERS)
    assert by(found, "cohort", "n_joiners", "n_left", "value", "how") == {
        "2022/23": (2, 1, 0.5, "counted"),
        "2023/24": (2, 1, 0.5, "counted"),
        "2024/25": (2, 1, None, "too few to estimate"),
        "2025/26": (1, 0, None, "too few to estimate"),
    }


def test_a_curve_of_so_few_is_not_drawn(held: Path) -> None:
    assert rows(held, "retention_curve", "--where", "worker_type=PCSO") == []


# Interviews -----------------------------------------------------------------------------------------------------------


def test_exit_interviews(held: Path) -> None:
    row = one(held, "exit_interviews_offered")
    agrees(row, n_eligible=10, n_offered=7, n_completed=5, n_declined=1, n_not_asked=2, n_unknown=1, value=0.7)
    agrees(row, n_apart=1, n_never=1, n_timed=2, median_days=15.0, n_leavers_without_record=2)
    agrees(one(held, "exit_interviews_completed"), value=5 / 7)
    agrees(one(held, "exit_interview_days"), value=15.0)


def test_records_without_a_date_are_told_and_not_dropped(held: Path) -> None:
    found = reply(held, "exit_interviews_offered", *YEAR)
    agrees(found["rows"][0], n_eligible=8, n_offered=5, n_completed=3)
    assert found["notes"] == ["2 records have no date that is exact enough, and so stand in no period here."]
    years = rows(held, "exit_interviews_offered", "--by", "year")
    assert by(years, "year", "n_eligible") == {"2025/26": 8, "in 2025": 1, "not known": 1}
    months = rows(held, "exit_interviews_offered", "--by", "month")
    assert by(months, "month", "n_eligible")[None] == 2
    assert sum(row["n_eligible"] for row in months) == 10


def test_why_people_leave(held: Path) -> None:
    named = {
        row["reason"]: (row["n_naming"], row["n_main"]) for row in rows(held, "leaving_reasons") if row["n_naming"]
    }
    assert named == {
        "pay": (2, 1), "workload": (1, 1), "line manager": (1, 1), "retirement reached": (1, 1), "culture": (1, 0),
    }  # fmt: skip
    groups = rows(held, "leaving_reasons", "--by", "reason_group")
    assert by(groups, "reason_group", "value") == {
        "organisational": 0.6, "occupational": 0, "reward": 0.4, "personal": 0, "normal": 0.2, "not grouped": 0,
    }  # fmt: skip
    assert {row["share_answered"] for row in groups} == {0.5}
    officers = rows(held, "leaving_reasons", "--by", "reason", "--where", "command=Response")
    assert {row["n_completed"] for row in officers} == {3}


def test_stay_interviews_stage_by_stage(held: Path) -> None:
    found = reply(held, "stay_interviews")
    counts = [
        (row["stage"], row["n_base"], row["n_reached"], row["n_too_early"], row["n_unknown"]) for row in found["rows"]
    ]
    assert counts == [
        ("Eligible", 10, 10, 0, 0),
        ("Invited", 9, 8, 1, 0),
        ("Accepted", 7, 5, 1, 0),
        ("Held", 4, 4, 2, 0),
        ("Actions agreed", 4, 3, 0, 1),
        ("Actions done", 3, 2, 0, 0),
        ("In post after 3 months", 4, 4, 1, 0),
        ("In post after 6 months", 3, 1, 2, 0),
        ("In post after 12 months", 0, 0, 4, 1),
    ]
    assert found["rows"][-1]["value"] is None
    assert any("no comparison group" in note for note in found["notes"])
    of_one = rows(held, "stay_interviews", "--by", "trigger", "--where", "trigger=considering leaving")
    assert [row["n_base"] for row in of_one][:2] == [4, 4]


def test_who_was_reached(held: Path) -> None:
    agrees(one(held, "joiners_reached"), n_joiners=2, n_reached=1, n_too_early=2, value=0.5)
    agrees(one(held, "pensionable_reached"), n_pensionable=3, n_invited=2, n_held=1, value=2 / 3, share_held=0.5)


def test_the_pool_of_interviewers(held: Path) -> None:
    pool = rows(held, "interviewer_pool", "--by", "interviewer_group")
    assert by(pool, "interviewer_group", "value") == {"police": 2, "staff": 2}
    (note,) = reply(held, "interviewer_pool")["notes"]
    assert note.startswith("Ambition: 20 interviewers from police and staff roles")


def test_published_strength_beside_our_own(held: Path) -> None:
    found = rows(held, "published_strength")
    assert [(row["as_at_on"], row["basis"], row["value"], row["own_strength"]) for row in found] == [
        ("2019-03-31", "FTE", 1567.37, None),
        ("2025-03-31", "FTE", 17.5, pytest.approx(17.7)),
        ("2025-03-31", "headcount", 18.0, 18.0),
    ]
    assert found[1]["difference"] == pytest.approx(0.2)
    public = rows(held, "published_strength", audience="public")  # what was published as it was, ours rounded to 5
    assert [(row["value"], row["own_strength"]) for row in public] == [(1567.37, None), (17.5, 20.0), (18.0, 20.0)]


# Who may see what -----------------------------------------------------------------------------------------------------


def test_small_numbers_are_hidden_unless_for_checking(held: Path) -> None:
    asked = ("leavers", "--by", "worker_type", *YEAR)
    official = {row["worker_type"]: row for row in rows(held, *asked, audience="official")}
    assert official["PCSO"]["value"] is None
    assert official["PCSO"]["hidden"] == "small number"
    assert official["officer"]["value"] == 8
    assert official["officer"]["n_leavers_with_transfers"] is None  # it would give the one transfer away
    assert reply(held, *asked, audience="official")["marking"] == "official – not for onward sharing"
    assert reply(held, *asked)["marking"] == "for checking only, not for sharing"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("leavers",), "for fixed quarters only"),
        (("leaver_rate", "--by", "month"), "for whole years to 31 March only"),
        (("leavers", "--by", "quarter", "--where", "command=Response"), "without filters"),
        (("leavers", "--by", "quarter,command,rank"), "one thing at a time"),
    ],
)
def test_what_the_public_may_not_ask(held: Path, options: tuple[str, ...], words: str) -> None:
    ran = perfdash("measure", *options, "--audience", "public", "--store", held)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert words in ran.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("leavers", "--by", "happiness"), "Leavers have no breakdown 'happiness'"),
        (("leavers", "--where", "trigger=new joiner"), "Leavers have no trigger"),
        (("leavers", "--where", "grade=1"), "There is no filter 'grade'"),
        (("leavers", "--basis", "hours"), "There is no basis 'hours'"),
        (("leavers", "--audience", "everybody"), "There is no audience 'everybody'"),
        (("leavers", "--clock", "call_to_arrival"), "The workforce has no clock"),
        (("attendance_time", "--basis", "fte"), "--basis is for measures of the workforce"),
    ],
)
def test_wrong_questions_are_wrong_usage(held: Path, options: tuple[str, ...], words: str) -> None:
    ran = perfdash("measure", *options, "--store", held)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert words in ran.err


def test_a_column_that_nobody_fills_is_named(held: Path) -> None:
    sentence = perfdash("measure", "stay_interviews", "--by", "command", "--store", held).sentence
    assert sentence == "The stay interviews held have no command (column command), so nothing can be shown by command."


def test_a_kind_that_is_not_held_is_named_with_the_command(tmp_path: Path) -> None:
    retention.load(tmp_path / "store", "interviewers")
    sentence = perfdash("measure", "leaver_rate", "--store", tmp_path / "store").sentence
    assert sentence.startswith("No employments are held; load an extract with 'perfdash load employments FILE")


def test_people_get_a_table_with_its_marking(held: Path) -> None:
    ran = perfdash("measure", "leavers", *OFFICERS, *YEAR, "--store", held)
    assert "official – not for onward sharing" in ran.out
    assert "worker type: officer · April 2025 to March 2026 · data to 31 March 2026" in ran.out


def test_checks_know_the_people(held: Path) -> None:
    passed = perfdash("check", "--store", held).out
    for name in ("strength_flows", "no_post_lost", "spells_apart", "no_exit_interview_lost", "no_stay_interview_lost"):
        assert name in passed
