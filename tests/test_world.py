"""Sixty incidents worked out by hand, through the front door, against what `perfdash measure` prints."""

import math
import shutil
from pathlib import Path
from typing import Any

import pytest

import world
from door import ROOT, Ran, perfdash, perfdash_process, write_csv, write_profile
from perfdash.measures.selection import Selection
from perfdash.store.places import find_store
from perfdash.store.read import reading

NOTHING = None
_CLOCKS = {"call": "call_to_arrival", "created": "created_to_arrival", "despatch": "despatch_to_arrival"}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world") / "store"
    ran = perfdash("load", "incidents", world.EXTRACT, "--profile", world.PROFILE, "--store", folder, "--json")
    report = ran.json
    assert (report["rows_read"], report["accepted"], report["rejected"], report["repeated"]) == (60, 60, 0, 0)
    return folder


def measure(store: Path, key: str, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = perfdash("measure", key, *options, "--store", store, "--json").json["rows"]
    return rows


def one(store: Path, key: str, *options: str) -> dict[str, Any]:
    rows = measure(store, key, *options)
    assert len(rows) == 1
    return rows[0]


def agrees(row: dict[str, Any], **expected: Any) -> None:
    """Every expected figure is the printed one; None must be printed as null."""
    for name, value in expected.items():
        if isinstance(value, float):
            assert row[name] is not None, name
            assert math.isclose(row[name], value, rel_tol=1e-9), (name, row[name], value)
        else:
            assert row[name] == value, (name, row[name], value)


@pytest.mark.parametrize("clock", _CLOCKS)
def test_every_incident_has_the_status_and_seconds_worked_out_by_hand(held: Path, clock: str) -> None:
    name = _CLOCKS[clock]
    with reading(find_store(held)) as connection:
        rows = connection.execute(
            f"SELECT split_part(incident_key, '/', 2), CAST({name}_status AS VARCHAR), {name}_seconds FROM incident_times"
        ).fetchall()
    found = {ref: (status, seconds) for ref, status, seconds in rows}
    expected = {
        ref: (row[f"{clock} status"], int(row[f"{clock} seconds"]) if row[f"{clock} seconds"] else None)
        for ref, row in world.answers().items()
    }
    assert found == expected


def test_every_incident_has_the_grade_month_and_limit_worked_out_by_hand(held: Path) -> None:
    with reading(find_store(held)) as connection:
        rows = connection.execute(
            "SELECT split_part(incident_key, '/', 2), CAST(grade AS VARCHAR), strftime(month, '%Y-%m'), limit_seconds "
            "FROM incident_times"
        ).fetchall()
    expected = {
        (ref, row["grade"], row["month"], int(row["limit"]) if row["limit"] else None)
        for ref, row in world.answers().items()
    }
    assert set(rows) == expected


def test_statuses_by_the_chosen_clock(held: Path) -> None:
    counted = {row["status"]: row["n_incidents"] for row in measure(held, "incident_volume", "--by", "status")}
    assert counted == {
        "duplicate of a parent": 4,  # W47 W48, W49 W50
        "officer-initiated": 2,  # W28, and W44 though it is also cancelled
        "scheduled appointment": 3,  # W29 by origin, W30 by outcome, W45 though it is also resolved
        "resolved without deployment": 1,  # W31; W32 was attended all the same
        "cancelled before arrival": 1,  # W33; W34 was cancelled afterwards
        "arrival missing": 2,  # W35 W36
        "clock start missing": 1,  # W39
        "out of sequence": 2,  # W40 before the call, W41 before the despatch
        "zero": 1,  # W42
        "over cap": 3,  # W12 W24 W27, one a grade
        "measured": 40,
    }


def test_grade_1(held: Path) -> None:
    # 48 incidents; 11 apart: W28 W44 officer, W29 W30 W45 scheduled, W31, W33, W47 to W50 repeats. Due: 37.
    # Unknown 7: W12 W35 W36 W39 W40 W41 W42. Measured 30, of them not within 10: W03 W05 W07 W08 W09 W10 W11 W17 W51 W59.
    # In order: 480, 12 × 600, 700, 4 × 900, 901, 960, 2 × 1000, 3 × 1200, 1201, 1800, 1801, 3601, 21600; sum 49,444.
    # Median between the 15th and 16th, both 900. 90th percentile at 0.9 × 29 = 26.1: 1800 + 0.1 × (1801 − 1800).
    # Wilson, z = 1.959964: centre (2/3 + z²/60)/(1 + z²/30) = 0.647748, half width 0.159945.
    row = one(held, "attendance_within_standard", "--where", "grade=1")
    agrees(
        row, n_incidents=48, n_due=37, n_measured=30, n_judged=30, n_within=20, coverage=30 / 37, share_within=20 / 30
    )
    agrees(row, share_within_if_missing_failed=20 / 37, share_within_if_missing_passed=27 / 37, value=20 / 30)
    agrees(row, median_seconds=900.0, p90_seconds=1800.1, mean_seconds=49444 / 30)
    agrees(row, n_tail=3, n_far_tail=2, n_last_tail=0)  # W09 W10 W11; W10 W11
    assert row["share_within_low"] == pytest.approx(0.4878, abs=5e-5)
    assert row["share_within_high"] == pytest.approx(0.8077, abs=5e-5)


def test_grade_2(held: Path) -> None:
    # W18 to W24, W58 (sent as grade 2, no final grade) and W60 (downgraded); W24 is over the cap.
    # In order: 900 3000 3600 | 3601 14401 86401 604801 2419200; within an hour the first three.
    # Median (3601 + 14401)/2. 90th percentile at 6.3: 604801 + 0.3 × 1814399.
    row = one(held, "attendance_time", "--where", "grade=2")
    agrees(row, n_incidents=9, n_due=9, n_measured=8, n_within=3, coverage=8 / 9, share_within=3 / 8)
    agrees(row, share_within_if_missing_failed=3 / 9, share_within_if_missing_passed=4 / 9)
    agrees(row, median_seconds=9001.0, p90_seconds=1149120.7, value=9001.0)
    # Over 4 hours W20 to W23, over 24 W21 to W23, over 168 W22 and W23.
    agrees(row, n_tail=4, n_far_tail=3, n_last_tail=2)


def test_grade_3_has_no_standard(held: Path) -> None:
    # W25 86400 and W26 604801; W27 is over the cap. Nothing is judged, so no share is given: not 0, not 1.
    row = one(held, "attendance_within_standard", "--where", "grade=3")
    agrees(row, n_incidents=3, n_due=3, n_measured=2, n_judged=0, coverage=2 / 3, value=NOTHING, share_within=NOTHING)
    agrees(row, share_within_low=NOTHING, share_within_high=NOTHING)
    agrees(row, share_within_if_missing_failed=NOTHING, share_within_if_missing_passed=NOTHING)
    agrees(row, median_seconds=345600.5, p90_seconds=86400 + 0.9 * 518401, n_tail=1)


def test_all_grades_together(held: Path) -> None:
    # Judged 30 + 8; within 20 + 3; unknown of a judged grade 7 + 1, of grade 3 one more that only coverage counts.
    row = one(held, "attendance_coverage")
    agrees(row, n_incidents=60, n_due=49, n_measured=40, n_judged=38, n_within=23, value=40 / 49)
    agrees(row, share_within=23 / 38, share_within_if_missing_failed=23 / 46, share_within_if_missing_passed=31 / 46)


def test_tail_is_the_answer_of_its_measure(held: Path) -> None:
    tails = {row["grade"]: row["value"] for row in measure(held, "attendance_tail", "--by", "grade")}
    assert tails == {"1": 3, "2": 4, "3": 1}


def test_grade_shares(held: Path) -> None:
    shares = {row["grade"]: row["value"] for row in measure(held, "grade_share", "--by", "grade")}
    assert shares == {"1": 48 / 60, "2": 9 / 60, "3": 3 / 60}
    # Within a month the shares are of that month: January has W57 of grade 1 and W58 of grade 2.
    january = measure(held, "grade_share", "--by", "month,grade", "--from", "2026-01", "--to", "2026-01")
    assert [(row["grade"], row["value"]) for row in january] == [("1", 0.5), ("2", 0.5)]


def test_months_and_part_months(held: Path) -> None:
    found = {
        row["month"]: (row["n_incidents"], row["n_due"], row["n_measured"], row["n_within"], row["is_part"])
        for row in measure(held, "attendance_within_standard", "--by", "month")
    }
    assert found == {
        "2025-03": (14, 14, 13, 6, False),  # W01 to W14, W13 among them; within W01 W02 W04 W06 W13 W14
        "2025-04": (7, 7, 6, 1, False),  # W18 to W24; within W18
        "2025-05": (3, 3, 2, 0, False),  # W25 to W27, never judged
        "2025-06": (18, 11, 5, 5, False),  # W28 to W45; measured W32 W34 W37 W38 W43
        "2025-07": (11, 7, 7, 6, False),  # W46 to W56; not within W51
        "2025-10": (3, 3, 3, 2, False),  # W15 to W17; not within W17
        "2026-01": (2, 2, 2, 2, False),  # W57 W58
        "2026-02": (2, 2, 2, 1, True),  # W59 W60; the extract ends on the 14th
    }


def test_a_period_is_whole_months_both_included(held: Path) -> None:
    assert one(held, "incident_volume", "--from", "2025-04", "--to", "2025-06")["value"] == 7 + 3 + 18
    assert one(held, "incident_volume", "--from", "2025-10")["value"] == 3 + 2 + 2
    assert one(held, "incident_volume", "--to", "2025-03")["value"] == 14


def test_rurality_decides_the_limit(held: Path) -> None:
    rows = measure(held, "attendance_within_standard", "--by", "rurality", "--where", "grade=1")
    found = {row["rurality"]: (row["n_measured"], row["n_within"]) for row in rows}
    # Rural W04 in, W05 out, W57 in; not known W06 in, W07 out; urban the other 25, of which 17 within.
    assert found == {"rural": (3, 2), "not known": (2, 1), "urban": (25, 17)}


def test_hours_are_local(held: Path) -> None:
    hours = {row["hour"]: row["n_incidents"] for row in measure(held, "incident_volume", "--by", "hour")}
    # 0: W01, W14, W15, W58. 1: W16 and W17, both passes of the repeated hour. 23: W13 and W57.
    assert (hours[0], hours[1], hours[23]) == (4, 2, 2)


def test_weekdays_are_local(held: Path) -> None:
    rows = measure(held, "incident_volume", "--by", "weekday", "--from", "2025-03", "--to", "2025-03")
    # 1 March 2025 was a Saturday (6). Monday W04 W11 W13; Saturday W01 W02 W09; Sunday W03 W10 W14.
    assert {row["weekday"]: row["n_incidents"] for row in rows} == {1: 3, 2: 2, 3: 1, 4: 1, 5: 1, 6: 3, 7: 3}


def test_teams_and_filters(held: Path) -> None:
    teams = {row["lpt"]: row["n_incidents"] for row in measure(held, "incident_volume", "--by", "lpt")}
    assert teams == {"leek": 7, "hanley": 53}  # Leek: W04 to W07, W19, W57, W58
    both = one(held, "incident_volume", "--where", "lpt=leek", "--where", "grade=2")
    assert both["value"] == 2  # W19 W58
    either = one(held, "incident_volume", "--where", "grade=2", "--where", "grade=3")
    assert either["value"] == 12
    nobody = one(held, "attendance_within_standard", "--where", "lpt=nowhere")
    agrees(nobody, n_incidents=0, value=NOTHING, coverage=NOTHING, median_seconds=NOTHING)


def test_domestic_abuse(held: Path) -> None:
    rows = {row["domestic_abuse"]: row for row in measure(held, "attendance_within_standard", "--by", "domestic_abuse")}
    assert {flag: row["n_incidents"] for flag, row in rows.items()} == {"yes": 5, "no": 37, "not known": 18}
    agrees(rows["yes"], n_judged=5, n_within=3)  # W18 in, W19 W20 out, W58 W60 in


def test_stage_means_add_up(held: Path) -> None:
    # With all three stages: W01 60+60+480, W02 120+180+600, W03 60+60+781, W04 60+120+1020, W05 60+61+1080, W07 60+60+840,
    # W14 60+240+300, W46 360+60+480 (its control room starts with the earliest call). Sums 840, 841, 5581.
    row = one(held, "attendance_time", "--where", "grade=1")
    agrees(row, n_staged=8, control_room_seconds=105.0, despatch_seconds=841 / 8, travel_seconds=5581 / 8)


def test_the_clock_decides_who_passes(held: Path) -> None:
    # Created: W01 570, W02 870, W03 871, W04 1170, W05 1171, W38 700, W46 570: all within. Two arrivals missing, 11 apart,
    # so of 49 due all but 7 are unknown. Despatch: 300 300 480 480 600 600 781 840 1020 1080, all within.
    created = one(held, "attendance_within_standard", "--clock", "created_to_arrival")
    agrees(
        created, n_due=49, n_measured=7, n_judged=7, n_within=7, share_within=1.0, median_seconds=870.0, coverage=7 / 49
    )
    despatch = one(held, "attendance_within_standard", "--clock", "despatch_to_arrival")
    agrees(despatch, n_due=49, n_measured=10, n_judged=10, n_within=10, median_seconds=600.0, p90_seconds=1026.0)


def test_status_of_another_clock(held: Path) -> None:
    rows = measure(held, "incident_volume", "--by", "status", "--clock", "despatch_to_arrival")
    counted = {row["status"]: row["n_incidents"] for row in rows}
    assert counted["measured"] == 10
    assert counted["clock start missing"] == 60 - 11 - 2 - 10 - 2
    assert (counted["out of sequence"], counted["zero"], counted.get("over cap", 0)) == (1, 1, 0)


def test_the_standard_is_announced_on_its_day_and_not_before(held: Path) -> None:
    with reading(find_store(held)) as connection:
        rows = connection.execute(
            "SELECT split_part(incident_key, '/', 2), status, s.limit_seconds FROM incident_times AS t JOIN standard_rows AS s "
            "ON s.force = CAST(t.force AS VARCHAR) AND s.grade = CAST(t.grade AS VARCHAR) "
            "AND s.rurality = CAST(t.rurality AS VARCHAR) AND t.day BETWEEN s.from_on AND s.to_on WHERE t.month >= '2026-01-01'"
        ).fetchall()
    # 25 January 2026 is judged by the local ambition, February by the announcement; grade 2 stays a local ambition.
    assert sorted(rows) == [
        ("W57", "local ambition", 1200),
        ("W58", "local ambition", 3600),
        ("W59", "announced", 900),
        ("W60", "local ambition", 3600),
    ]


def test_the_past_is_judged_by_the_standard_of_its_day(tmp_path: Path) -> None:
    """With a copy of the product whose urban limit was twenty minutes until 25 January 2026."""
    copy = tmp_path / "product"
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data" / "reference", copy / "data" / "reference")
    standards = copy / "data" / "reference" / "standards.csv"
    old = standards.read_text(encoding="utf-8")
    new = old.replace("national,1,urban,900,,local ambition", "national,1,urban,1200,,local ambition")
    assert new != old
    standards.write_text(new, encoding="utf-8")
    # Three calls a quarter of an hour and a second apart in their standards: 1000 s on 25 and 26 January, 1000 s in February.
    rows = [(ref, f"{day} 12:00:00", f"{day} 12:16:40", 1, "urban") for ref, day in zip("abc", DAYS, strict=True)]
    extract = write_csv(tmp_path / "three.csv", ("Ref", "Call", "Arrived", "Grade", "Area"), rows)
    columns = 'call_answered_at = "Call"\narrived_at = "Arrived"\nfinal_grade = "Grade"\nrurality = "Area"'
    profile = write_profile(tmp_path / "three.toml", columns=columns)
    store = tmp_path / "store"
    assert in_copy(copy, "load", "incidents", extract, "--profile", profile, "--store", store).code == 0
    of_the_day = in_copy(copy, "measure", "attendance_within_standard", "--store", store, "--json").json["rows"][0]
    today = in_copy(
        copy, "measure", "attendance_within_standard", "--standard", "today", "--store", store, "--json"
    ).json
    assert (of_the_day["n_within"], of_the_day["n_judged"]) == (1, 3)
    assert (today["rows"][0]["n_within"], today["rows"][0]["n_judged"]) == (0, 3)
    assert "today's standard over the whole period" in today["definition"]


DAYS = ("2026-01-25", "2026-01-26", "2026-02-03")


def in_copy(root: Path, *arguments: object) -> Ran:
    return perfdash_process(*arguments, root=root)


def test_bounds_reproduce_a_published_case(tmp_path: Path, store: Path) -> None:
    """PSNI: 12.1 % missing; 73.4 % of those known, 64.5 % if missing failed, 76.6 % if missing passed."""
    rows = [(n, "2025-05-01 12:00:00", f"2025-05-01 12:{10 if n < 645 else 20}:00", 1) for n in range(879)]
    rows += [(n, "2025-05-01 12:00:00", "", 1) for n in range(879, 1000)]
    extract = write_csv(tmp_path / "psni.csv", ("Ref", "Call", "Arrived", "Grade"), rows)
    profile = write_profile(tmp_path / "psni.toml")
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", store).code == 0
    row = one(store, "attendance_within_standard")
    assert round(1 - row["coverage"], 3) == 0.121
    assert round(row["share_within"], 3) == 0.734
    assert round(row["share_within_if_missing_failed"], 3) == 0.645
    assert round(row["share_within_if_missing_passed"], 3) == 0.766


def test_eighty_repeat_calls_each_linked_to_the_one_before(tmp_path: Path, store: Path) -> None:
    """However long the chain, there is one incident, and its earliest call starts the clock."""
    rows = [
        (f"C{n:02d}", f"C{n - 1:02d}" if n else "", f"2025-05-01 12:{n // 2:02d}:{n % 2 * 30:02d}", "")
        for n in range(81)
    ]
    rows[0] = ("C00", "", "2025-05-01 12:05:00", "2025-05-01 12:15:00")
    rows[80] = ("C80", "C79", "2025-05-01 12:00:00", "")
    extract = write_csv(tmp_path / "chain.csv", ("Ref", "Repeats", "Call", "Arrived"), rows)
    columns = 'parent_reference = "Repeats"\ncall_answered_at = "Call"\narrived_at = "Arrived"'
    profile = write_profile(tmp_path / "chain.toml", columns=columns)
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", store).code == 0
    counted = {row["status"]: row for row in measure(store, "attendance_time", "--by", "status")}
    assert {status: row["n_incidents"] for status, row in counted.items()} == {
        "duplicate of a parent": 80,
        "measured": 1,
    }
    assert counted["measured"]["median_seconds"] == 900.0


def test_the_definition_says_what_is_counted(held: Path) -> None:
    options = ("--where", "grade=1", "--from", "2025-03", "--to", "2025-07")
    reply = perfdash("measure", "attendance_time", *options, "--store", held, "--json").json
    assert reply["definition"] == (
        "How long do people wait? · Of measured incidents · call answered → first arrival (the chosen clock) · "
        "by final grade, missing times left out · "
        "judged by the standard of its day · Grade 1 (emergency) · March 2025 to July 2025"
    )
    assert reply["selection"] == {"from": "2025-03", "to": "2025-07", "grade": "1"}
    assert Selection.from_query(reply["selection"]).to_query() == reply["selection"]


def test_status_of_the_store(held: Path) -> None:
    held_now = perfdash("status", "--store", held, "--json").json
    force = held_now["forces"][0]
    assert (force["force"], force["n_incidents"]) == ("staffordshire", 60)
    assert (force["first_on"], force["data_to"]) == ("2025-03-01", "2026-02-14")
    assert held_now["loads"][0]["files"][0]["name"] == "incidents.csv"
    assert perfdash("check", "--store", held).code == 0
