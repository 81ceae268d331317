"""Drafts for extracts about people: from a file nobody has described, by a few edited lines, into the store."""

import csv
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from door import SHARED, Ran, perfdash
from perfdash.ingest.profile import Flags, Profile, Split, read_profile
from perfdash.store.places import find_store
from perfdash.store.read import reading

ABSENCES = SHARED / "data" / "absence_spells" / "Absenteeism_at_work.csv"
DETE = SHARED / "data" / "dete_exit_survey" / "dete_survey.csv"
SFFD = SHARED / "data" / "sffd_2017_01" / "sffd_2017_01.csv"
WORKBOOK = SHARED / "data" / "uk_police_workforce" / "police-workforce-sep19-tables.ods"
N = 60


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDASH_KEY", str(tmp_path / "secret" / "key"))


def write(path: Path, rows: Sequence[Sequence[object]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def drafted(path: Path, kind: str, folder: Path) -> tuple[Profile, Ran]:
    """The draft, as the profile it is meant to be, and what was said of it."""
    ran = perfdash("profile", "suggest", path, "--kind", kind, "--out", folder / "draft.toml")
    assert ran.code == 0, ran.err
    return read_profile(str(folder / "draft.toml")), ran


def edit(folder: Path, *pairs: tuple[str, str]) -> None:
    draft = folder / "draft.toml"
    toml = draft.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in toml
        toml = toml.replace(old, new)
    draft.write_text(toml, encoding="utf-8")


def loaded(path: Path, kind: str, folder: Path, sql: str) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """What checking and loading by the edited draft say, and what is then stored."""
    draft, store = folder / "draft.toml", folder / "store"
    checked = perfdash("profile", "check", path, "--profile", draft, "--json")
    assert checked.json["would_load"], checked.out
    report = perfdash("load", kind, path, "--profile", draft, "--store", store, "--json").json
    with reading(find_store(store)) as connection:
        return report, connection.execute(sql).fetchall()


SECTION = "Contributing Factors. "
FACTORS = ("Career Move - Private Sector ", "Ill Health", "Maternity/Family", "Job Dissatisfaction", "NONE")


def exit_survey(path: Path) -> Path:
    """An exit survey whose reasons are columns that hold their own words or '-', in Windows-1252."""
    header = ["Record ID", "Institute", "WorkArea", "CESSATION YEAR", "Reason for ceasing employment"]
    header += [
        *(SECTION + factor for factor in FACTORS),
        "Main Factor. Which of these was the main factor for leaving?",
    ]
    header += ["Gender. What is your Gender?", "CurrentAge. Current Age", "Any other comments"]
    rows = [header]
    for number in range(N):
        factor = FACTORS[number % 5].strip()
        why = ("Resignation", "Retirement", "Transfer", "Contract Expired", "Retrenchment", "Termination")[number % 6]
        given = [one.strip() if one.strip() == factor else "-" for one in FACTORS]
        main = "Career Move - Private Sector" if number % 5 == 0 else ""
        year = "" if number % 10 == 9 else str(2010 + number % 4)
        rows.append(
            [
                f"6.34133{number:04}E+017",
                "Institute – A",
                "Delivery",
                year,
                why,
                *given,
                main,
                "Female",
                "41  45",
                "Words.",
            ]
        )
    return write(path, rows, encoding="cp1252")


def test_an_exit_survey_whose_reasons_hold_their_own_words(tmp_path: Path) -> None:
    path = exit_survey(tmp_path / "institute.csv")
    assert "--kind exit-interviews" in perfdash("profile", "suggest", path).sentence
    profile, ran = drafted(path, "exit-interviews", tmp_path)
    assert (profile.file.encoding, profile.file.blank) == ("cp1252", ("", "-"))
    assert profile.times.formats == ("%Y",)
    assert profile.key.record == ("Record ID",)
    assert profile.columns["left_on"] == "CESSATION YEAR"
    assert profile.columns["leaver_type"] == "Reason for ceasing employment"
    assert profile.columns["reasons"] == Flags(
        flags={
            "Contributing Factors. Career Move - Private Sector": "other job",
            "Contributing Factors. Ill Health": "health",
            "Contributing Factors. Maternity/Family": "family",
            "Contributing Factors. NONE": "none given",
        }
    )
    assert "reasons: 1 of 5 columns have a '?' in the draft" in ran.err
    assert "look personal: Gender. What is your Gender?, CurrentAge. Current Age, Any other comments." in ran.err
    edit(
        tmp_path,
        (
            '# "Contributing Factors. Job Dissatisfaction" = "?"',
            '"Contributing Factors. Job Dissatisfaction" = "other"',
        ),
        ('# outcome = { constant = "completed" }', 'outcome = { constant = "completed" }'),
    )
    sql = "SELECT unnest(reasons), count(*) FROM exit_interview_rows GROUP BY 1 ORDER BY 1"
    report, reasons = loaded(path, "exit-interviews", tmp_path, sql)
    assert (report["accepted"], report["rejected"]) == (N, 0)
    assert reasons == [("family", 12), ("health", 12), ("none given", 12), ("other", 12), ("other job", 12)]


def personnel(path: Path) -> Path:
    """A personnel system's people: American dates, 'Active' where nobody left, names, salaries with commas."""
    header = "Employee_Name,EmpID,Position,DOB,Sex,DateofHire,DateofTermination,TermReason,EmploymentStatus,Department,Salary,FTE"
    rows: list[list[object]] = [list(header.split(","))]
    for number in range(N):
        hired = date(2009, 1, 5) + timedelta(days=37 * number)
        has_left = number % 3 == 0
        left = hired + timedelta(days=200)
        rows.append(
            [
                f"Doe{number}, Jane",
                10_000 + number,
                ("Technician", "Analyst")[number % 2],
                "07/10/1983",
                "F",
                f"{hired.month}/{hired.day}/{hired.year}",
                f"{left.month}/{left.day}/{left.year}" if has_left else ("Active", "01/01/1900")[number % 2],
                ("more money", "Fatal attraction")[number % 2] if has_left else "N/A-StillEmployed",
                ("Voluntarily Terminated", "Terminated for Cause")[number % 2] if has_left else "Active",
                "Production",
                f"{50_000 + number:,}",
                "1",
            ]
        )
    return write(path, rows)


def test_a_personnel_system_with_dummies_for_no_end(tmp_path: Path) -> None:
    path = personnel(tmp_path / "people.csv")
    assert "--kind employments" in perfdash("profile", "suggest", path).sentence
    profile, ran = drafted(path, "employments", tmp_path)
    assert profile.file.blank == ("", "01/01/1900", "active")
    assert profile.times.formats == ("%m/%d/%Y",)
    assert profile.key.record == ("EmpID",)
    expected = {
        "person": "EmpID",
        "rank": "Position",
        "command": "Department",
        "fte": "FTE",
        "started_on": "DateofHire",
        "ended_on": "DateofTermination",
        "leaver_type": "EmploymentStatus",
    }
    assert profile.columns == expected
    assert "Never loaded, and they look personal: Employee_Name, DOB, Sex, Salary." in ran.err
    edit(
        tmp_path,
        ('# worker_type = { constant = "officer" }', 'worker_type = { constant = "staff" }'),
        ('# extracted_on = { constant = "2025-03-31" }', 'extracted_on = { constant = "2020-12-31" }'),
    )
    sql = "SELECT worker_type, leaver_type, count(*), count(ended_on) FROM employment_rows GROUP BY 1, 2 ORDER BY 2"
    report, stored = loaded(path, "employments", tmp_path, sql)
    assert (report["accepted"], report["rejected"]) == (N, 0)
    assert stored == [
        ("staff", "dismissal or contract end", 10, 10),
        ("staff", "not known", 40, 0),
        ("staff", "voluntary resignation", 10, 10),
    ]


def roster(path: Path) -> Path:
    """A police roster as a workbook with a title and real dates; one list of reasons in a column."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Separations, all ranks"])
    header = "Collar No;Surname;First Name;Rank;Sworn/Civilian;Directorate;Date Joined;Separation Date;Separation Type;Reasons"
    sheet.append(header.split(";"))
    types = (
        "Resigned",
        "Retired - 30 years",
        "Ill health retirement",
        "Transferred to another force",
        "Died in service",
    )
    for number in range(N):
        joined = datetime(1995, 3, 1) + timedelta(days=61 * number)
        why = ("Pay; Line manager", "Family", "Shifts; Pay; Weather", "")[number % 4]
        row: list[Any] = [number + 1, "Smith", "Jo", ("PC", "SGT")[number % 2], ("Sworn", "Civilian")[number % 2]]
        sheet.append([*row, "Response", joined, joined + timedelta(days=2000), types[number % 5], why])
    book.save(path)
    return path


def test_a_roster_of_separations_with_names(tmp_path: Path) -> None:
    path = roster(tmp_path / "separations.xlsx")
    profile, ran = drafted(path, "exit-interviews", tmp_path)
    assert profile.file.header_row == 2
    assert profile.columns["person"] == "Collar No"
    assert (profile.columns["left_on"], profile.columns["service_started_on"]) == ("Separation Date", "Date Joined")
    assert profile.columns["reasons"] == Split(split="Reasons", by=";")
    assert profile.values["worker_type"] == {"Civilian": "staff", "Sworn": "officer"}
    assert profile.values["leaver_type"]["Died in service"] == "death"
    assert "look personal: Surname, First Name." in ran.err
    edit(tmp_path, ('# "Weather" = "?"', '"Weather" = "other"'))
    sql = "SELECT leaver_type, worker_type, count(*) FROM exit_interview_rows GROUP BY ALL ORDER BY ALL LIMIT 2"
    report, stored = loaded(path, "exit-interviews", tmp_path, sql)
    assert (report["accepted"], report["rejected"]) == (N, 0)
    assert stored == [("death", "officer", 6), ("death", "staff", 6)]


def test_every_line_of_a_draft_says_why(tmp_path: Path) -> None:
    drafted(personnel(tmp_path / "people.csv"), "employments", tmp_path)
    toml = (tmp_path / "draft.toml").read_text(encoding="utf-8").partition("[values")[0]
    settings = [line for line in toml.splitlines() if " = " in line and not line.startswith(("#", "name", "kind"))]
    assert len(settings) > 8
    assert all("  # " in line for line in settings)


def attrition(path: Path) -> Path:
    header = "Age,Attrition,Department,EmployeeNumber,JobRole,MonthlyIncome,TotalWorkingYears,YearsAtCompany"
    return write(path, [header.split(","), *([41, "Yes", "Sales", n, "Executive", 5993, 8, n % 9] for n in range(N))])


def test_people_without_dates_are_refused_in_one_sentence(tmp_path: Path) -> None:
    path = attrition(tmp_path / "attrition.csv")
    assert "--kind employments" in perfdash("profile", "suggest", path).sentence
    assert perfdash("profile", "suggest", path, "--kind", "employments").sentence == (
        "attrition.csv cannot be loaded as employments: it has lengths of time ('TotalWorkingYears', 'YearsAtCompany') but "
        "no date, so no employment can be dated; started_on (the first day in the post at these hours) is missing: ask the "
        "supplier for it."
    )
    assert (
        "left_on (the last day in the force)"
        in perfdash("profile", "suggest", path, "--kind", "exit-interviews").sentence
    )


def test_excels_count_of_days_is_no_date(tmp_path: Path) -> None:
    rows = [["Staff No", "Start Date"], *([n + 1000, 43_831 + n] for n in range(N))]
    sentence = perfdash("profile", "suggest", write(tmp_path / "x.csv", rows), "--kind", "employments").sentence
    assert "'Start Date' holds numbers that look like Excel's count of days" in sentence


def test_a_date_of_birth_dates_nothing(tmp_path: Path) -> None:
    rows = [["Staff No", "Date of Birth"], *([n + 1000, f"{1 + n % 28:02}/05/1980"] for n in range(N))]
    sentence = perfdash("profile", "suggest", write(tmp_path / "x.csv", rows), "--kind", "employments").sentence
    assert "it has no column of dates, so no employment can be dated" in sentence


def test_kinds_that_cannot_be_drafted(tmp_path: Path) -> None:
    path = attrition(tmp_path / "attrition.csv")
    for kind, words in (
        ("calls", "start from the example in docs/profiles.md"),
        ("leavers", "it is one of incidents, "),
    ):
        ran = perfdash("profile", "suggest", path, "--kind", kind)
        assert ran.code == 2
        assert words in ran.err


HAND_WRITTEN = """name = "spells"
title = "Spells of absence"
force = "staffordshire"
kind = "absences"
[times]
formats = ["{format}"]
[key]
record = ["ID", "Month of absence"]
[columns]
started_on = "Month of absence"
hours_lost = "Absenteeism time in hours"
"""


@pytest.mark.skipif(not ABSENCES.exists(), reason=f"{ABSENCES} is not there")
def test_spells_with_a_month_and_no_year(tmp_path: Path) -> None:
    assert "looks like absences and not like incidents" in perfdash("profile", "suggest", ABSENCES).sentence
    assert perfdash("profile", "suggest", ABSENCES, "--kind", "absences").sentence == (
        "Absenteeism_at_work.csv cannot be loaded as absences: it has a month ('Month of absence') but no year, so no absence "
        "can be dated; started_on (the first day of absence) is missing: ask the supplier for it."
    )
    profile = tmp_path / "spells.toml"
    for pattern, words in (
        ("%m", "'%m' has no year"),
        ("%d/%m/%Y", "740 of 740 rows were refused"),
        ("%Y", "740 of 740"),
    ):
        profile.write_text(HAND_WRITTEN.format(format=pattern), encoding="utf-8")
        assert (
            words
            in perfdash("load", "absences", ABSENCES, "--profile", profile, "--store", tmp_path / "store").sentence
        )
    assert not list((tmp_path / "store").rglob("*.parquet"))


@pytest.mark.skipif(not DETE.exists(), reason=f"{DETE} is not there")
def test_the_draft_for_the_exit_survey(tmp_path: Path) -> None:
    assert "--kind exit-interviews" in perfdash("profile", "suggest", DETE).sentence
    profile, ran = drafted(DETE, "exit-interviews", tmp_path)
    shipped = read_profile("dete")
    assert set(profile.times.formats) == set(shipped.times.formats)
    assert profile.key == shipped.key
    same = ("left_on", "service_started_on", "leaver_type", "rank", "command")
    assert {name: profile.columns[name] for name in same} == {name: shipped.columns[name] for name in same}
    flags, ours = profile.columns["reasons"], shipped.columns["reasons"]
    assert isinstance(flags, Flags) and isinstance(ours, Flags)
    assert flags.flags.items() <= ours.flags.items()
    assert len(flags.flags) >= 15
    assert '# "Voluntary Early Retirement (VER)" = "?"' in (tmp_path / "draft.toml").read_text(encoding="utf-8")
    assert "look personal: Gender, Age, Aboriginal, Torres Strait, Disability, NESB." in ran.err


@pytest.mark.skipif(not SFFD.exists(), reason=f"{SFFD} is not there")
def test_an_extract_of_incidents_is_not_taken_for_people() -> None:
    assert 'incident = ["Incident Number"]' in perfdash("profile", "suggest", SFFD).out


@pytest.mark.skipif(not WORKBOOK.exists(), reason=f"{WORKBOOK} is not there")
def test_the_draft_for_published_tables(tmp_path: Path) -> None:
    profile, ran = drafted(WORKBOOK, "strength", tmp_path)
    assert "row = '?'" in ran.err
    shipped = read_profile("home_office_strength_2019_09")
    stated = {(table.sheet, table.header_row, *sorted(table.constants.items())) for table in profile.file.tables}
    assert stated == {
        (table.sheet, table.header_row, *sorted(table.constants.items())) for table in shipped.file.tables
    }
    edit(tmp_path, ('row = "?"', 'row = "Staffordshire"'))
    sql = "SELECT strength FROM strength_rows WHERE worker_type = 'officer' AND year(as_at_on) = 2019 ORDER BY 1"
    report, stored = loaded(WORKBOOK, "strength", tmp_path, sql)
    assert report["accepted"] == 26
    assert [row[0] for row in stored] == [1567.37, 1579.24, 1592, 1604]
