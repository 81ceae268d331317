"""Bad input through the front door: refused in one plain sentence, or row by row, and the last good store untouched."""

import csv
import fcntl
import gzip
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from door import PLAIN_COLUMNS, Ran, command, perfdash, perfdash_process, published, write_csv, write_profile

HEADER = "Ref,Call,Arrived,Grade"
GOOD = "{},2025-06-01 10:00:00,2025-06-01 10:10:00,1"
Loader = Callable[..., Ran]


def good(n: int, start: int = 0) -> list[str]:
    return [GOOD.format(f"N{number}") for number in range(start, start + n)]


def lines(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


@pytest.fixture
def load(store: Path, tmp_path: Path) -> Loader:
    """Writes a file and loads it by the plain profile, with what the test wants to be different."""

    def run(content: str | bytes, name: str = "extract.csv", **profile: str) -> Ran:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        chosen = write_profile(tmp_path / "tested.toml", **profile)
        return perfdash("load", "incidents", file, "--profile", chosen, "--store", store, "--json")

    return run


def rejects(store: Path, tmp_path: Path) -> list[dict[str, str]]:
    """The refused rows as `perfdash rejects --out` writes them."""
    out = tmp_path / "rejects.csv"
    assert perfdash("rejects", "--store", store, "--out", out).code == 0
    return list(csv.DictReader(StringIO(out.read_text(encoding="utf-8"))))


def places(store: Path, tmp_path: Path) -> list[tuple[int, str, str, str]]:
    """(line, column, value, reason) of each refused row, in order of file and line."""
    return [(int(r["line"]), r["column_name"], r["value"], r["reason"]) for r in rejects(store, tmp_path)]


def times(store: Path) -> dict[str, Any]:
    (row,) = perfdash("measure", "attendance_time", "--store", store, "--json").json["rows"]
    return dict(row)


# Whole files ---------------------------------------------------------------------------------------------------------

WHOLE_FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("extract.csv", b"", "is empty"),
    "blank": ("extract.csv", b"\n\n", "is empty"),
    "header only": ("extract.csv", b"Ref,Call,Arrived,Grade\n", "no rows below"),
    "column missing": ("extract.csv", b"Ref,Call,Grade\nA,2025-06-01 10:00:00,1\n", "no column 'Arrived'"),
    "column renamed": (
        "extract.csv",
        b"Ref,Call,Arrival,Grade\nA,2025-06-01 10:00:00,,1\n",
        "the nearest is 'Arrival'",
    ),
    "column duplicated": (
        "extract.csv",
        b"Ref,Call,Arrived,Grade,call\nA,2025-06-01 10:00:00,,1,2025-06-01 11:00:00\n",
        "columns 2 and 5 are both called 'call'",
    ),
    "wrong delimiter": ("extract.csv", b"Ref;Call;Arrived;Grade\nA;2025-06-01 10:00:00;;1\n", "';'"),
    "tabs": ("extract.csv", b"Ref\tCall\tArrived\tGrade\nA\t2025-06-01 10:00:00\t\t1\n", "\\t"),
    "gzip named csv": ("extract.csv", gzip.compress(lines(*good(3)).encode()), "gzip-compressed"),
    "UTF-16 named csv": ("extract.csv", lines(*good(3)).encode("utf-16"), "UTF-16"),
    "Windows-1252": ("extract.csv", lines(*good(3), GOOD.format("caf\u00e9")).encode("cp1252"), "Windows-1252"),
    "not closed": ("extract.csv", lines(*good(3), 'X,"2025-06-01 10:00:00,,1', *good(3, 9)).encode(), "line 5"),
    "NUL": ("extract.csv", lines(*good(3), GOOD.format("a\0b")).encode(), "NUL"),
    "text named xlsx": ("extract.xlsx", lines(*good(3)).encode(), "is not an Excel workbook"),
    "a web page": ("extract.csv", b"<html><body>Please sign in</body></html>", "a web page"),
    "all rows bad": ("extract.csv", lines("A,yesterday,,1", "B,today,,1").encode(), "2 of 2 rows were refused"),
}


@pytest.mark.parametrize("fault", WHOLE_FILES)
def test_a_bad_file_is_refused_whole(good_store: Path, load: Loader, fault: str) -> None:
    name, content, words = WHOLE_FILES[fault]
    before, answer = published(good_store), times(good_store)
    sentence = load(content, name).sentence
    assert name in sentence
    assert words in sentence
    assert published(good_store) == before
    assert times(good_store) == answer


def test_the_same_from_a_process_of_its_own(good_store: Path, profile: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    before = published(good_store)
    sentence = perfdash_process("load", "incidents", empty, "--profile", profile, "--store", good_store).sentence
    assert sentence == "empty.csv is empty: ask for it again."
    assert published(good_store) == before


def test_one_bad_file_of_two_refuses_both(good_store: Path, profile: Path, tmp_path: Path) -> None:
    fine, empty = tmp_path / "fine.csv", tmp_path / "empty.csv"
    fine.write_text(lines(*good(3)))
    empty.touch()
    before = published(good_store)
    ran = perfdash("load", "incidents", fine, empty, "--profile", profile, "--store", good_store)
    assert "empty.csv" in ran.sentence
    assert published(good_store) == before


def test_a_zip_with_two_files(good_store: Path, load: Loader, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", lines(*good(3)))
        archive.writestr("b.csv", lines(*good(3)))
    before = published(good_store)
    assert "2 files in it (a.csv, b.csv)" in load((tmp_path / "two.zip").read_bytes(), "two.zip").sentence
    assert published(good_store) == before


def test_a_file_that_is_not_there(good_store: Path, profile: Path, tmp_path: Path) -> None:
    for missing in (tmp_path / "nowhere.csv", tmp_path):
        ran = perfdash("load", "incidents", missing, "--profile", profile, "--store", good_store)
        assert str(missing) in ran.sentence
        assert str(missing) in perfdash("profile", "check", missing, "--profile", profile).sentence


def test_a_first_load_that_fails_leaves_no_store(store: Path, load: Loader) -> None:
    assert load(b"").code == 1
    assert "There is no store" in perfdash("status", "--store", store).sentence
    assert load(lines(*good(3))).json["accepted"] == 3


# Profiles ------------------------------------------------------------------------------------------------------------

BAD_PROFILES = {
    "unknown column": ({"columns": PLAIN_COLUMNS + '\ncaller_name = "Caller"'}, "'caller_name' is not a column"),
    "no date": ({"columns": 'final_grade = "Grade"'}, "is needed to date an incident"),
    "unknown setting": ({"top": "colour = 1"}, "colour"),
    "unknown zone": ({"times": 'formats = ["%Y-%m-%d %H:%M:%S"]\nzone = "Europe/Atlantis"'}, "no time zone"),
    "no formats": ({"times": "formats = []"}, "times.formats is empty"),
    "not a format": ({"times": 'formats = ["%Y-%m-%d %Q"]'}, "%Q"),
    "not TOML": ({"top": "= 1"}, "not valid TOML"),
    "not a choice": ({"values": '[values.rurality]\nX = "suburban"'}, "suburban"),
    "two units": (
        {
            "columns": 'call_answered_at = "Call"\narrived_at = { after = "call_answered_at", seconds = "A", minutes = "B" }'
        },
        "either seconds or minutes",
    ),
}


@pytest.mark.parametrize("fault", BAD_PROFILES)
def test_a_bad_profile_is_refused(good_store: Path, load: Loader, fault: str) -> None:
    settings, words = BAD_PROFILES[fault]
    before = published(good_store)
    assert words in load(lines(*good(3)), **settings).sentence
    assert published(good_store) == before


def test_a_profile_that_is_not_there(store: Path, tmp_path: Path) -> None:
    for name in ("nobody", str(tmp_path / "none.toml")):
        ran = perfdash("load", "incidents", "x.csv", "--profile", name, "--store", store)
        assert "There is no profile" in ran.sentence


def test_a_profile_of_another_kind_is_wrong_usage(store: Path, profile: Path) -> None:
    ran = perfdash("load", "absences", "x.csv", "--profile", profile, "--store", store)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1


# Single rows ---------------------------------------------------------------------------------------------------------

NOT_A_TIME, STRAY = "not a time in the stated formats", "carries an offset that the formats do not read"
WIDTH = "more or fewer fields than the header"
SINGLE_ROWS = {
    "too few fields": ("X,2025-06-01 10:00:00,", "", "", WIDTH),
    "too many fields": (GOOD.format("X") + ",more", "", "", WIDTH),
    "only one field": ("X", "", "", WIDTH),
    "blank key": (GOOD.format(""), "Ref", "", "key is blank"),
    "blank call": ("X,,2025-06-01 10:00:00,1", "Call", "", "no instant dates the incident"),
    "no such day": ("X,2025-02-29 10:00:00,,1", "Call", "2025-02-29 10:00:00", NOT_A_TIME),
    "no such hour": ("X,2025-06-01 24:00:01,,1", "Call", "2025-06-01 24:00:01", NOT_A_TIME),
    "words": ("X,2025-06-01 10:00:00,see log,1", "Arrived", "see log", NOT_A_TIME),
    "another format": ("X,01/06/2025 10:00,,1", "Call", "01/06/2025 10:00", NOT_A_TIME),
    "a date alone": ("X,2025-06-01,,1", "Call", "2025-06-01", NOT_A_TIME),
    "an offset": ("X,2025-06-01 10:00:00+01:00,,1", "Call", "2025-06-01 10:00:00+01:00", STRAY),
    "a Z": ("X,2025-06-01 10:00:00Z,,1", "Call", "2025-06-01 10:00:00Z", STRAY),
    "year 25": ("X,0025-06-01 10:00:00,,1", "Call", "0025-06-01 10:00:00", "outside the years 1990 to next year"),
    "year 2205": ("X,2205-06-01 10:00:00,,1", "Call", "2205-06-01 10:00:00", "outside the years 1990 to next year"),
    "missing hour": (
        "X,2025-03-30 01:30:00,,1",
        "Call",
        "2025-03-30 01:30:00",
        "in the hour that the clock change skipped",
    ),
    "repeated hour": (
        "X,2025-10-26 01:30:00,,1",
        "Call",
        "2025-10-26 01:30:00",
        "in the hour that the clock change repeated",
    ),
}


@pytest.mark.parametrize("fault", SINGLE_ROWS)
def test_a_bad_row_is_refused_and_the_others_are_kept(store: Path, load: Loader, tmp_path: Path, fault: str) -> None:
    row, column, value, reason = SINGLE_ROWS[fault]
    report = load(lines(*good(20), row, *good(20, 20))).json
    assert (report["rows_read"], report["accepted"], report["rejected"]) == (41, 40, 1)
    assert report["rejects_by_reason"] == {reason: 1}
    (refused,) = rejects(store, tmp_path)
    assert refused == {
        "load_id": "1", "file": "extract.csv", "line": "22", "column_name": column, "value": value, "reason": reason,
    }  # fmt: skip
    assert "extract.csv, line 22" in report["first_rejects"][0]
    assert times(store)["n_incidents"] == 40


def test_every_reason_is_counted_and_every_place_named(store: Path, load: Loader, tmp_path: Path) -> None:
    """Faults of every sort in one file, structural ones first: the lines below them must not move."""
    bad = [row for row, *_ in SINGLE_ROWS.values()]
    rows = [row for number, fault in enumerate(bad) for row in (*good(1, number), fault)]
    report = load(lines(*rows), top="refuse_above = 0.5").json
    assert (report["rows_read"], report["accepted"], report["rejected"]) == (2 * len(bad), len(bad), len(bad))
    assert report["rejects_by_reason"] == {
        reason: sum(other == reason for *_, other in SINGLE_ROWS.values()) for *_, reason in SINGLE_ROWS.values()
    }
    assert places(store, tmp_path) == [
        (2 * number + 3, column, value, reason)
        for number, (_, column, value, reason) in enumerate(SINGLE_ROWS.values())
    ]


def test_line_numbers_after_line_breaks_in_fields(store: Path, load: Loader, tmp_path: Path) -> None:
    header = "Ref,Call,Arrived,Grade,Team\n"
    folded = [f'F{n},2025-06-01 10:00:00,,1,"first\nsecond\nthird"' for n in range(10)]
    plain = [f"P{n},2025-06-01 10:00:00,,1,x" for n in range(20)]
    # Ten folded records of three lines: 2 to 31. The ragged one stands in 32, the bad time in 34.
    rows = [*folded, "ragged", plain[0], "bad,never,,1,x", *plain[1:]]
    report = load(
        header + "\n".join(rows) + "\n", top="refuse_above = 0.1", columns=PLAIN_COLUMNS + '\nlpt = "Team"'
    ).json
    assert report["rejected"] == 2
    assert [place[0] for place in places(store, tmp_path)] == [32, 34]


def test_line_numbers_after_blank_lines_and_a_title(store: Path, load: Loader, tmp_path: Path) -> None:
    content = (
        "Extract of June\n\n" + HEADER + "\n" + "\n".join([*good(10), "", "", "bad,never,,1", *good(10, 10)]) + "\n"
    )
    report = load(content, file="header_row = 3", top="refuse_above = 0.1").json
    assert (report["accepted"], report["rejected"]) == (20, 1)
    assert [place[0] for place in places(store, tmp_path)] == [16]


def test_windows_line_endings(store: Path, load: Loader, tmp_path: Path) -> None:
    report = load(lines(*good(20), "bad,never,,1").replace("\n", "\r\n")).json
    assert (report["accepted"], report["rejected"]) == (20, 1)
    assert [place[0] for place in places(store, tmp_path)] == [22]


def test_too_many_refused_rows_refuse_the_load(good_store: Path, load: Loader) -> None:
    """Five in a hundred are still refused one by one; six are the profile's fault, or the file's."""
    before = published(good_store)
    sentence = load(lines(*good(94), *(f"B{n},never,,1" for n in range(6)))).sentence
    assert "6 of 100 rows were refused, first extract.csv, line 96, column Call: 'never'" in sentence
    assert published(good_store) == before
    assert load(lines(*good(95), *(f"B{n},never,,1" for n in range(5)))).json["rejected"] == 5


def test_a_refusal_is_one_line_whatever_the_value(load: Loader) -> None:
    assert "never or later" in load(lines('X,"never\nor\nlater",,1')).sentence
    for text in ("long " * 5000, "long" * 5000):
        sentence = load(lines(f"Y,{text},,1")).sentence
        assert "longlong" in sentence.replace(" ", "")
        assert len(sentence) < 400


def test_one_bad_row_and_one_ragged_row_in_a_million(store: Path, load: Loader, tmp_path: Path) -> None:
    rows = [f"{n},2025-06-01 10:00:00,2025-06-01 10:10:00,1" for n in range(1_000_000)]
    rows[777_776] = "777776,2025-06-01 10:00:00,O9:10,1"
    rows[888_887] = "888887,2025-06-01 10:00:00"
    report = load(lines(*rows)).json
    assert (report["rows_read"], report["accepted"], report["rejected"]) == (1_000_000, 999_998, 2)
    assert places(store, tmp_path) == [(777_778, "Arrived", "O9:10", NOT_A_TIME), (888_889, "", "", WIDTH)]
    assert times(store)["n_measured"] == 999_998


# Times ---------------------------------------------------------------------------------------------------------------


def waits(store: Path) -> list[int | None]:
    """Each incident's seconds by the chosen clock, in order of reference."""
    from perfdash.store.places import find_store
    from perfdash.store.read import reading

    with reading(find_store(store)) as connection:
        rows = connection.execute("SELECT call_to_arrival_seconds FROM incident_times ORDER BY incident_key").fetchall()
    return [row[0] for row in rows]


def test_a_date_that_fits_two_formats(store: Path, load: Loader, tmp_path: Path) -> None:
    rows = [
        "A,13/04/2025 10:00,13/04/2025 10:10,1",  # only day first
        "B,04/13/2025 10:00,04/13/2025 10:11,1",  # only month first
        "C,03/04/2025 10:00,03/04/2025 10:10,1",  # 3 April or 4 March
        "D,03/03/2025 10:00,03/03/2025 10:12,1",  # both ways the same day
    ]
    report = load(lines(*rows), times='formats = ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"]', top="refuse_above = 0.5").json
    assert (report["accepted"], report["rejected"]) == (3, 1)
    assert places(store, tmp_path) == [(4, "Call", "03/04/2025 10:00", "reads as two different times")]
    assert waits(store) == [600, 660, 720]


@pytest.mark.parametrize("formats", ['["iso"]', '["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S"]'])
def test_offsets_that_are_expected(store: Path, load: Loader, formats: str) -> None:
    rows = [
        "A,2025-06-01T10:00:00+01:00,2025-06-01T09:10:00Z,1",
        "B,2025-06-01T10:00:00,2025-06-01T09:11:00+00:00,1",  # local summer time, then UTC
        "C,2025-01-10T10:00:00,2025-01-10T12:12:00+02:00,1",  # winter, then another zone
        "D,2025-10-26T01:59:00+01:00,2025-10-26T01:01:00+00:00,1",  # across the end of summer time
    ]
    assert load(lines(*rows), times=f"formats = {formats}").json["accepted"] == 4
    assert waits(store) == [600, 660, 720, 120]


@pytest.mark.parametrize(("choice", "expected"), [("first", [600, 4200]), ("second", [4200, 600])])
def test_the_repeated_hour_as_the_profile_decides(
    store: Path, load: Loader, tmp_path: Path, choice: str, expected: list[int]
) -> None:
    """00:55 BST to 01:05, and 01:50 to 02:00 GMT: ten minutes in one pass, seventy in the other."""
    rows = [
        "A,2025-10-26 00:55:00,2025-10-26 01:05:00,1",
        "B,2025-10-26 01:50:00,2025-10-26 02:00:00,1",
        "C,2025-03-30 01:30:00,2025-03-30 02:30:00,1",  # the missing hour is no time at all, whatever is decided
    ]
    times_of = f'formats = ["%Y-%m-%d %H:%M:%S"]\nrepeated_hour = "{choice}"'
    report = load(lines(*rows), times=times_of, top="refuse_above = 0.5").json
    assert report["rejects_by_reason"] == {"in the hour that the clock change skipped": 1}
    assert waits(store) == expected


def test_edges_of_the_odd_hours_are_ordinary(store: Path, load: Loader) -> None:
    rows = [
        "A,2025-03-30 00:59:59,2025-03-30 02:00:00,1",  # one second
        "B,2025-10-26 00:59:59,2025-10-26 02:00:00,1",  # an hour more than on the wall: 7201 s
    ]
    assert load(lines(*rows)).json["accepted"] == 2
    assert waits(store) == [1, 7201]


def test_arrivals_before_calls_are_kept_and_never_measured(store: Path, load: Loader) -> None:
    rows = [*good(3), "X,2025-06-01 10:00:00,2025-06-01 09:59:59,1"]
    assert load(lines(*rows)).json["rejected"] == 0
    found = times(store)
    assert (found["n_incidents"], found["n_due"], found["n_measured"]) == (4, 4, 3)


DURATION = 'call_answered_at = "Call"\narrived_at = { after = "call_answered_at", seconds = "Arrived" }'


def test_durations(store: Path, load: Loader, tmp_path: Path) -> None:
    texts = ["600", "90.5", " 60 ", "", "-5", "0", "abc", "1,5", "inf", "nan", "1e300", "1e17", "10:00", "0x10"]
    rows = [f"{chr(97 + n)},2025-06-01 10:00:00,{text if ',' not in text else chr(34) + text + chr(34)},1"
            for n, text in enumerate(texts)]  # fmt: skip
    report = load(lines(*rows), columns=DURATION, top="refuse_above = 0.7").json
    assert waits(store) == [600, 90, 60, None, -5, 0]
    assert (report["accepted"], report["rejected"]) == (6, 8)
    assert [place[2] for place in places(store, tmp_path)] == texts[6:]
    assert times(store)["n_measured"] == 3


def test_durations_in_minutes(store: Path, load: Loader) -> None:
    columns = DURATION.replace("seconds", "minutes")
    rows = ["a,2025-06-01 10:00:00,10,1", "b,2025-06-01 10:00:00,1.5,1"]
    assert load(lines(*rows), columns=columns).json["accepted"] == 2
    assert waits(store) == [600, 90]


def test_a_duration_after_an_instant_that_is_refused_names_the_instant(
    store: Path, load: Loader, tmp_path: Path
) -> None:
    load(lines(*["a,2025-06-01 10:00:00,10,1"] * 30, "b,never,10,1"), columns=DURATION)
    assert places(store, tmp_path) == [(32, "Call", "never", NOT_A_TIME)]


# Values and keys -----------------------------------------------------------------------------------------------------


def test_values_that_the_profile_does_not_know(store: Path, load: Loader, tmp_path: Path) -> None:
    rows = [
        "A,2025-06-01 10:00:00,,IMMEDIATE",
        "B,2025-06-01 10:00:00,,  immediate ",
        "C,2025-06-01 10:00:00,,Prompt",
        "D,2025-06-01 10:00:00,,",
    ]
    report = load(lines(*rows), values='[values.grade]\nImmediate = "1"', top="refuse_above = 0.5").json
    assert report["rejects_by_reason"] == {"value not in the profile": 1}
    assert places(store, tmp_path) == [(4, "Grade", "Prompt", "value not in the profile")]
    grades = perfdash("measure", "incident_volume", "--by", "grade", "--store", store, "--json").json["rows"]
    assert {row["grade"]: row["n_incidents"] for row in grades} == {"1": 2, "not known": 1}


def test_duplicate_keys_that_agree_are_one_incident(store: Path, load: Loader) -> None:
    report = load(lines(*good(3), *good(3), GOOD.format("N0").replace("N0", " N0 "))).json
    assert (report["rows_read"], report["accepted"], report["repeated"], report["rejected"]) == (7, 7, 4, 0)
    assert times(store)["n_incidents"] == 3


def test_duplicate_keys_that_disagree_are_both_refused(store: Path, load: Loader, tmp_path: Path) -> None:
    """With a ragged row above them, so that the lines must be counted on the file and not on what was read of it."""
    other = "N5,2025-06-01 10:00:00,2025-06-01 10:20:00,1"
    report = load(lines("ragged", *good(38), other), top="refuse_above = 0.1").json
    assert (report["accepted"], report["rejected"]) == (37, 3)
    clash = "same key, different values"
    assert report["rejects_by_reason"] == {clash: 2, WIDTH: 1}
    assert places(store, tmp_path) == [(2, "", "", WIDTH), (8, "key", "N5", clash), (41, "key", "N5", clash)]
    assert times(store)["n_incidents"] == 37


def test_duplicate_keys_that_disagree_in_two_files(store: Path, profile: Path, tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    two = tmp_path / "two.csv"
    one.write_text(lines(*good(30)))
    two.write_text(lines("N7,2025-06-01 10:00:00,2025-06-01 10:20:00,1", *good(30, 40)))
    assert perfdash("load", "incidents", one, two, "--profile", profile, "--store", store).code == 0
    found = {(row["file"], row["line"], row["value"]) for row in rejects(store, tmp_path)}
    assert found == {("one.csv", "9", "N7"), ("two.csv", "2", "N7")}


def test_a_key_of_several_columns(store: Path, load: Loader) -> None:
    rows = ["A,2025-06-01 10:00:00,,1", "A,2025-06-01 11:00:00,,1", "A,2025-06-01 11:00:00,,1"]
    report = load(lines(*rows), key='incident = ["Ref", "Call"]').json
    assert (report["accepted"], report["repeated"], report["inserted"]) == (3, 1, 2)


# Checking before loading ---------------------------------------------------------------------------------------------


def test_a_check_says_what_a_load_does_and_changes_nothing(good_store: Path, load: Loader, tmp_path: Path) -> None:
    file = tmp_path / "checked.csv"
    file.write_text(lines(*good(40), "bad,never,,1"))
    profile = write_profile(tmp_path / "check.toml")
    before = published(good_store)
    checked = perfdash("profile", "check", file, "--profile", profile, "--json").json
    assert published(good_store) == before
    loaded = load(file.read_bytes(), "checked.csv").json
    for name in ("rows_read", "accepted", "rejected", "rejects_by_reason", "first_rejects"):
        assert checked[name] == loaded[name]
    assert checked["would_load"]


# Downloads -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_that_a_spreadsheet_would_run_is_never_written_raw(
    store: Path, load: Loader, tmp_path: Path, start: str
) -> None:
    text = start + "SUM(1+1)*cmd|' /C calc'!A0"
    assert load(lines(*good(30), f"X,2025-06-01 10:00:00,{text},1"), name=f"{start}extract.csv").json["rejected"] == 1
    (refused,) = rejects(store, tmp_path)
    assert refused["value"] == "'" + text
    assert refused["file"] == f"'{start}extract.csv"
    raw = perfdash("rejects", "--store", store).out
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(StringIO(raw)) for cell in row)


def test_rejects_of_one_load(store: Path, load: Loader) -> None:
    for number in (1, 2):
        load(lines(*good(30, 50 * number), f"bad{number},never,,1"), name=f"file{number}.csv")
    listed = perfdash("rejects", "--store", store, "--load", 2).out
    assert "file2.csv" in listed
    assert "file1.csv" not in listed


def test_a_download_that_cannot_be_written(good_store: Path, tmp_path: Path) -> None:
    target = tmp_path / "no such folder" / "rejects.csv"
    assert str(target) in perfdash("rejects", "--store", good_store, "--out", target).sentence


# The store -----------------------------------------------------------------------------------------------------------


def test_a_second_loader_is_told_that_one_is_at_work(good_store: Path, load: Loader) -> None:
    before = published(good_store)
    with (good_store / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another load or build is writing" in load(lines(*good(3))).sentence
        assert "Another load or build is writing" in perfdash("build", "--store", good_store).sentence
        assert times(good_store)["n_incidents"] == 40
    assert published(good_store) == before
    assert load(lines(*good(3))).json["accepted"] == 3


def test_a_store_that_is_not_a_folder(tmp_path: Path, profile: Path) -> None:
    file = tmp_path / "file"
    file.write_text(lines(*good(3)))
    assert str(file) in perfdash("load", "incidents", file, "--profile", profile, "--store", file).sentence


def test_a_published_file_that_is_damaged(good_store: Path) -> None:
    (current,) = (good_store / "published").glob("*.duckdb")
    current.write_bytes(b"not a database at all" * 1000)
    assert "perfdash build" in perfdash("status", "--store", good_store).sentence
    assert perfdash("build", "--store", good_store).code == 0
    assert times(good_store)["n_incidents"] == 40


APPEND = """
import os, sys
handle = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)
print("writing", flush=True)
while True:
    os.write(handle, b"N,2025-06-01 10:00:00,,1\\n")
"""


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Path]:
    """A file that another process keeps writing to, as an export that has not ended does."""
    file = tmp_path / "growing.csv"
    file.write_text(lines(*good(400_000)))
    writer = subprocess.Popen([sys.executable, "-c", APPEND, str(file)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"writing\n"
    yield file
    writer.kill()
    writer.wait()
    writer.stdout.close()


def test_a_file_that_changes_while_it_is_read(good_store: Path, growing: Path, profile: Path) -> None:
    before = published(good_store)
    ran = perfdash("load", "incidents", growing, "--profile", profile, "--store", good_store)
    assert ran.sentence.startswith("growing.csv changed while it was being read")
    assert published(good_store) == before


def many_rows(path: Path, n: int) -> Path:
    rows = ((n, f"2025-06-01 10:{n % 60:02d}:00", f"2025-06-01 11:{n * 7 % 60:02d}:00", n % 3) for n in range(n))
    return write_csv(path, ("Ref", "Call", "Arrived", "Grade"), rows)


def test_a_disk_that_is_full(profile: Path, tmp_path: Path) -> None:
    """A small file system of its own; the store is filled up to it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
    try:
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("mounting a small file system is not allowed here")
    except FileNotFoundError:
        pytest.skip("there is no mount command here")
    try:
        is_refused_and_untouched(disk / "store", profile, tmp_path, lambda: None)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize("room", [None, -100_000, 100_000, 4_000_000])
def test_a_disk_quota_that_is_used_up(store: Path, profile: Path, tmp_path: Path, room: int | None) -> None:
    """No file may grow beyond a limit, told from the size of the published file: so the original does not fit, or the
    copy of the published file, or what is written to the copy."""

    def limited() -> None:
        (current,) = (store / "published").glob("*.duckdb")
        limit = 200_000 if room is None else max(current.stat().st_size, 3_000_000) + room
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    is_refused_and_untouched(store, profile, tmp_path, limited)
    again = perfdash("load", "incidents", tmp_path / "large.csv", "--profile", profile, "--store", store, "--json")
    assert again.json["accepted"] == 60_000


def is_refused_and_untouched(store: Path, profile: Path, tmp_path: Path, limited: Callable[[], None]) -> None:
    small = many_rows(tmp_path / "small.csv", 10)
    assert perfdash("load", "incidents", small, "--profile", profile, "--store", store).code == 0
    before, answer = published(store), times(store)
    large = many_rows(tmp_path / "large.csv", 60_000)
    ended = subprocess.run(
        command("load", "incidents", large, "--profile", profile, "--store", store),
        capture_output=True, text=True, check=False, preexec_fn=limited, env=os.environ,
    )  # fmt: skip
    sentence = Ran(ended.returncode, ended.stdout, ended.stderr).sentence
    assert "is full; nothing changed" in sentence
    assert published(store) == before
    assert times(store) == answer
