"""Drafts of profiles: on real extracts, and on invented ones of other shapes."""

import csv
import gzip
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import openpyxl
import pytest

from perfdash.errors import BadExtract
from perfdash.ingest.load import check
from perfdash.ingest.profile import After, Joined, Profile, read_profile
from perfdash.ingest.suggest import Suggestion, suggest

SHARED = Path(__file__).parents[3] / "shared" / "data"
SFFD = SHARED / "sffd_2017_01" / "sffd_2017_01.csv"
LFB = SHARED / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz"
N = 60


def moments(step: timedelta = timedelta(hours=17, minutes=13)) -> Iterator[tuple[int, datetime, Random]]:
    """Sixty calls spread over six weeks, with a source of chance for each."""
    first = datetime(2025, 5, 1, 8, 30, 15)
    for number in range(N):
        yield number, first + number * step, Random(number)


def write(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def drafted(path: Path, folder: Path) -> tuple[Profile, Suggestion]:
    """The draft, loaded as the profile it is meant to be."""
    suggestion = suggest(path)
    draft = folder / "draft.toml"
    draft.write_text(suggestion.toml, encoding="utf-8")
    return read_profile(str(draft)), suggestion


def refused(path: Path, profile: Profile) -> int:
    readings = check(profile, [path])
    assert readings.rows_read > 0
    return readings.rejected


@pytest.mark.skipif(not SFFD.exists(), reason="the shared extract of San Francisco is not here")
def test_draft_for_san_francisco(tmp_path: Path) -> None:
    profile, suggestion = drafted(SFFD, tmp_path)
    assert profile.one_row_per == "resource"
    assert profile.key.incident == ("Incident Number",)
    assert profile.key.resource == ("Unit ID",)
    assert profile.times.formats == ("%m/%d/%Y %I:%M:%S %p",)
    expected = {
        "call_answered_at": "Received DtTm",
        "created_at": "Entry DtTm",
        "despatched_at": "Dispatch DtTm",
        "en_route_at": "Response DtTm",
        "arrived_at": "On Scene DtTm",
        "initial_grade": "Original Priority",
        "despatch_grade": "Priority",
        "final_grade": "Final Priority",
        "lpt": "Battalion",
    }
    assert expected.items() <= profile.columns.items()
    personal = next(note for note in suggestion.notes if "personal" in note)
    assert "Address" in personal
    assert "Zipcode of Incident" in personal
    assert "Location" in personal
    assert any("check the zone" in note for note in suggestion.notes)
    zoned = profile.model_copy(update={"times": profile.times.model_copy(update={"zone": "America/Los_Angeles"})})
    assert refused(SFFD, zoned) == 0


@pytest.mark.skipif(not LFB.exists(), reason="the shared extract of London is not here")
def test_draft_for_london(tmp_path: Path) -> None:
    profile, suggestion = drafted(LFB, tmp_path)
    assert profile.one_row_per == "incident"
    assert profile.key.incident == ("incident_number",)
    assert profile.columns["call_answered_at"] == "timestamp_of_call"
    assert profile.columns["arrived_at"] == After(
        after="call_answered_at", seconds="first_pump_arriving_attendance_time"
    )
    assert profile.columns["final_grade"] == "incident_group"
    assert profile.columns["lpt"] == "borough_name"
    assert any("does not say its unit" in note and "seconds" in note for note in suggestion.notes)
    assert any("postcode_full" in note and "personal" in note for note in suggestion.notes)
    assert '# "Special Service" = "Special Service"' in suggestion.toml


def test_semicolons_windows_1252_and_day_first_minutes(tmp_path: Path) -> None:
    rows = [["Log No", "Time of Call", "First Arrived", "Grade", "Sector", "Caller Name", "Straße"]]
    for number, call, chance in moments():
        arrived = call + timedelta(minutes=chance.randint(3, 40))
        sector = f"Café {number % 4}"
        rows.append(
            [f"L{number:05}", f"{call:%d/%m/%Y %H:%M}", f"{arrived:%d/%m/%Y %H:%M}", str(number % 3), sector, "x", "é"]
        )
    path = write(tmp_path / "log.csv", rows, ";", "cp1252")
    profile, suggestion = drafted(path, tmp_path)
    assert (profile.file.encoding, profile.file.delimiter) == ("cp1252", ";")
    assert profile.times.formats == ("%d/%m/%Y %H:%M",)
    assert profile.columns == {
        "call_answered_at": "Time of Call",
        "arrived_at": "First Arrived",
        "final_grade": "Grade",
        "lpt": "Sector",
    }
    assert profile.key.incident == ("Log No",)
    assert refused(path, profile) == 0
    assert any("Caller Name" in note and "personal" in note for note in suggestion.notes)


def test_workbook_with_a_title_and_durations_in_minutes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Emergency calls, extract of May 2025"])
    sheet.append([])
    sheet.append(["Event ID", "Call Received", "Minutes to attend", "Urgency", "Division", "Rural/Urban"])
    for number, call, chance in moments():
        sheet.append([number + 1000, call, chance.randint(2, 300) / 10, "Immediate", "North", "RU"[number % 2]])
    path = tmp_path / "calls.xlsx"
    book.save(path)
    profile, suggestion = drafted(path, tmp_path)
    assert profile.file.header_row == 3
    assert profile.columns["call_answered_at"] == "Call Received"
    assert profile.columns["arrived_at"] == After(after="call_answered_at", minutes="Minutes to attend")
    assert profile.map_for("rurality") == {"R": "rural", "U": "urban"}
    assert profile.times.formats == ("iso",)
    assert refused(path, profile) == 0
    assert not any("unit" in note for note in suggestion.notes)


def test_dates_and_times_in_separate_columns(tmp_path: Path) -> None:
    rows = [["Incident URN", "Call Date", "Call Time", "Arrival Date", "Arrival Time", "Priority", "LPT"]]
    for number, call, chance in moments():
        arrived = call + timedelta(minutes=chance.randint(3, 40))
        stamps = [f"{call:%d.%m.%Y}", f"{call:%H:%M:%S}", f"{arrived:%d.%m.%Y}", f"{arrived:%H:%M:%S}"]
        rows.append([f"U{number}", *stamps, "1", "Stafford"])
    path = write(tmp_path / "split.txt", rows, "\t")
    profile, _ = drafted(path, tmp_path)
    assert profile.columns["call_answered_at"] == Joined(join=("Call Date", "Call Time"))
    assert profile.columns["arrived_at"] == Joined(join=("Arrival Date", "Arrival Time"))
    assert profile.times.formats == ("%d.%m.%Y %H:%M:%S",)
    assert refused(path, profile) == 0


def test_month_first_with_am_and_pm(tmp_path: Path) -> None:
    rows = [["CAD #", "T_CALL", "T_DISP", "T_ARRV", "PRI", "BEAT", "Unit", "Lat", "Long"]]
    for number, call, chance in moments():
        for unit in ("A1", "B2"):
            despatched = call + timedelta(seconds=chance.randint(20, 200))
            arrived = despatched + timedelta(seconds=chance.randint(60, 2000))
            stamps = [f"{moment:%m/%d/%Y %I:%M:%S %p}" for moment in (call, despatched, arrived)]
            rows.append([f"25-{number:04}", *stamps, "P1", f"B{number % 5}", unit, "37.1", "-122.4"])
    path = write(tmp_path / "cad.csv", rows, "|")
    profile, suggestion = drafted(path, tmp_path)
    assert profile.one_row_per == "resource"
    assert (profile.key.incident, profile.key.resource) == (("CAD #",), ("Unit",))
    assert profile.columns["call_answered_at"] == "T_CALL"
    assert profile.columns["despatched_at"] == "T_DISP"
    assert profile.columns["arrived_at"] == "T_ARRV"
    assert profile.times.formats == ("%m/%d/%Y %I:%M:%S %p",)
    assert refused(path, profile) == 0
    assert any("Lat, Long" in note for note in suggestion.notes)


def test_iso_with_offsets_in_gzip(tmp_path: Path) -> None:
    lines = ["incidentId,callReceived,arrivedAtScene,closed,outcome,isDomesticAbuse"]
    for number, call, chance in moments():
        moments_of = [call, call + timedelta(minutes=chance.randint(3, 40)), call + timedelta(hours=3)]
        stamps = [f"{moment:%Y-%m-%dT%H:%M:%S}+01:00" for moment in moments_of]
        lines.append(",".join([f"id-{number}", *stamps, ["Attended", "Cancelled"][number % 2], "YN"[number % 2]]))
    path = tmp_path / "events.csv.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    profile, suggestion = drafted(path, tmp_path)
    assert profile.times.formats == ("iso",)
    assert "carries no offset" in suggestion.toml
    assert profile.columns["closed_at"] == "closed"
    assert profile.map_for("outcome") == {"Attended": "attended", "Cancelled": "cancelled"}
    assert profile.columns["is_domestic_abuse"] == "isDomesticAbuse"
    assert refused(path, profile) == 0


def test_day_and_month_that_cannot_be_told_apart(tmp_path: Path) -> None:
    rows = [["Incident No", "Call Answered", "On Scene"]]
    rows += [[f"{n}", f"0{n % 9 + 1}/04/2025 10:{n:02}:00", f"0{n % 9 + 1}/04/2025 11:{n:02}:00"] for n in range(40)]
    path = write(tmp_path / "spring.csv", rows)
    profile, suggestion = drafted(path, tmp_path)
    assert set(profile.times.formats) == {"%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S"}
    assert any("delete the wrong one" in note for note in suggestion.notes)
    # Only 4 April reads alike both ways.
    assert refused(path, profile) == sum(n % 9 + 1 != 4 for n in range(40))


def test_one_late_day_settles_day_against_month(tmp_path: Path) -> None:
    rows = [["Incident No", "Call Answered", "On Scene"]]
    rows += [[f"{n}", "03/04/2025 10:00:00", "03/04/2025 11:00:00"] for n in range(1000)]
    rows.append(["last", "03/04/2025 10:00:00", "31/04/2025 11:00:00".replace("31/04", "30/04")])
    profile, _ = drafted(write(tmp_path / "late.csv", rows), tmp_path)
    assert profile.times.formats == ("%d/%m/%Y %H:%M:%S",)


def test_numbers_that_start_again_each_day(tmp_path: Path) -> None:
    rows = [["Log", "Date", "Time", "Arrived Time", "Response Grade"]]
    for number, call, chance in moments(timedelta(hours=7)):
        arrived = call + timedelta(minutes=chance.randint(1, 9))
        rows.append(
            [str(call.hour), f"{call:%Y-%m-%d}", f"{call:%H:%M:%S}", f"{arrived:%H:%M:%S}", str(number % 3 + 1)]
        )
    profile, suggestion = drafted(write(tmp_path / "daily.csv", rows), tmp_path)
    assert profile.key.incident == ("Date", "Log")
    assert profile.columns["call_answered_at"] == Joined(join=("Date", "Time"))
    assert profile.columns["arrived_at"] == Joined(join=("Date", "Arrived Time"))
    assert any("midnight" in note for note in suggestion.notes)


def test_words_for_missing_and_values_that_fit_no_format(tmp_path: Path) -> None:
    rows = [["Incident No", "Call Answered", "On Scene"]]
    rows += [[f"{n}", f"2025-05-{n % 28 + 1:02} 10:00:00", "NULL" if n % 5 else "2025-05-30 10:00"] for n in range(50)]
    rows[7][1] = "yesterday"
    profile, suggestion = drafted(write(tmp_path / "gaps.csv", rows), tmp_path)
    assert profile.file.blank == ("", "null")
    assert any("1 values of 'Call Answered' fit no format" in note for note in suggestion.notes)


def test_a_draft_says_why_in_every_line(tmp_path: Path) -> None:
    rows = [["Incident No", "Call Answered", "On Scene"], ["1", "2025-05-01 10:00:00", "2025-05-01 10:09:00"]]
    suggestion = suggest(write(tmp_path / 'a "quoted" name.csv', rows))
    settings = [line for line in suggestion.toml.splitlines() if " = " in line and not line.startswith(("#", "name"))]
    assert settings
    assert all("  # " in line for line in settings)
    assert tomllib.loads(suggestion.toml)["title"] == 'a "quoted" name'


def test_a_file_without_times_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "absences.csv", [["ID", "Reason", "Hours"], ["1", "flu", "8"], ["2", "cold", "4"]])
    with pytest.raises(BadExtract, match=r"absences.csv has no column of dates and times"):
        suggest(path)
