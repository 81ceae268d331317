"""Profiles of calls: what they may say, what they may not, and the rows that are refused."""

from pathlib import Path

import pytest

from door import Ran, perfdash, write_csv, write_profile

HEADER = ("Id", "Line", "Offered", "Wait", "Gave up", "Caller")
GOOD = [(f"T{n}", "999", f"2025-05-01 10:00:{n:02d}", "4.5", "", "07700900123") for n in range(30)]
COLUMNS = (
    'call_line = "Line"\npresented_at = "Offered"\n'
    'answered_at = { after = "presented_at", seconds = "Wait" }\n'
    'abandoned_at = { after = "presented_at", seconds = "Gave up" }'
)
SETTINGS = {"top": 'kind = "calls"', "key": 'record = ["Id"]', "columns": COLUMNS}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def load(tmp_path: Path, rows: list[tuple[str, ...]], **settings: str) -> Ran:
    profile = write_profile(tmp_path / "calls.toml", **(SETTINGS | settings))
    extract = write_csv(tmp_path / "calls.csv", HEADER, rows)
    return perfdash("load", "calls", extract, "--profile", profile, "--store", tmp_path / "store", "--json")


def test_a_good_extract_is_loaded(tmp_path: Path, store: Path) -> None:
    report = load(tmp_path, GOOD).json
    assert (report["accepted"], report["inserted"], report["rejected"]) == (30, 30, 0)
    (row,) = perfdash("measure", "call_answering_time", "--store", store, "--json").json["rows"]
    assert (row["n_answered"], row["value"]) == (30, 4.0)


def test_checking_says_what_loading_would_do(tmp_path: Path) -> None:
    profile = write_profile(tmp_path / "calls.toml", **SETTINGS)
    extract = write_csv(tmp_path / "calls.csv", HEADER, GOOD)
    report = perfdash("profile", "check", extract, "--profile", profile, "--json").json
    assert (report["accepted"], report["would_load"], report["not_filled"]) == (30, True, [])


BAD_PROFILES = {
    "a caller's number": ({"columns": COLUMNS + '\ncaller_number = "Caller"'}, "'caller_number' is not a column of the call"),
    "a column of incidents": ({"columns": COLUMNS + '\narrived_at = "Caller"'}, "'arrived_at' is not a column of the call"),
    "the key as a column": ({"columns": COLUMNS + '\ncall_reference = "Id"'}, "'call_reference' is not a column"),
    "no date": ({"columns": 'call_line = "Line"'}, "presented_at is needed to date a call"),
    "a key of incidents": ({"key": 'incident = ["Id"]'}, "of calls write key.record"),
    "two keys": ({"key": 'incident = ["Id"]\nrecord = ["Id"]'}, "either record or incident"),
    "rows per resource": ({"top": 'kind = "calls"\none_row_per = "resource"'}, "are for incidents"),
    "a zero rule": ({"top": 'kind = "calls"\nzero_is_attended = true'}, "are for incidents"),
    "no such line": ({"values": '[values.call_line]\nEM = "112"'}, "call_line cannot become '112'"),
    "a map of grades": ({"values": '[values.grade]\nP1 = "1"'}, "'grade' is not a column of the call contract"),
    "an instant of incidents": (
        {"columns": COLUMNS.replace('after = "presented_at", seconds = "Wait"', 'after = "created_at", seconds = "Wait"')},
        "which has no column of its own",
    ),
    "no such kind": ({"top": 'kind = "letters"'}, "kind"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_PROFILES)
def test_a_bad_profile_is_refused(tmp_path: Path, store: Path, fault: str) -> None:
    settings, words = BAD_PROFILES[fault]
    assert words in load(tmp_path, GOOD, **settings).sentence
    assert not store.exists() or not list((store / "published").glob("*.duckdb"))


SINGLE_ROWS = {
    "not presented": (("X", "999", "", "5", "", ""), "no instant dates the call"),
    "no such line": (("X", "112", "2025-05-01 10:00:00", "5", "", ""), "value not in the list of the contract"),
    "not a wait": (("X", "999", "2025-05-01 10:00:00", "00:05", "", ""), "not a number"),
    "blank key": (("", "999", "2025-05-01 10:00:00", "5", "", ""), "key is blank"),
}


@pytest.mark.parametrize("fault", SINGLE_ROWS)
def test_a_bad_row_is_refused_and_kept(tmp_path: Path, store: Path, fault: str) -> None:
    row, reason = SINGLE_ROWS[fault]
    report = load(tmp_path, [*GOOD, row]).json
    assert (report["accepted"], report["rejects_by_reason"]) == (30, {reason: 1})
    kept = perfdash("rejects", "--store", store).out.splitlines()
    assert kept[1].startswith("1,calls.csv,32,")
    assert kept[1].endswith(reason)


def test_an_incident_profile_may_name_its_key_a_record(tmp_path: Path, store: Path) -> None:
    profile = write_profile(tmp_path / "plain.toml", key='record = ["Ref"]')
    rows = [("A", "2025-05-01 10:00:00", "2025-05-01 10:09:00", "1")]
    extract = write_csv(tmp_path / "plain.csv", ("Ref", "Call", "Arrived", "Grade"), rows)
    assert (
        perfdash("load", "incidents", extract, "--profile", profile, "--store", store, "--json").json["inserted"] == 1
    )


def test_calls_are_not_loaded_as_incidents(tmp_path: Path, store: Path) -> None:
    profile = write_profile(tmp_path / "calls.toml", **SETTINGS)
    extract = write_csv(tmp_path / "calls.csv", HEADER, GOOD)
    ran = perfdash("load", "incidents", extract, "--profile", profile, "--store", store)
    assert ran.code == 2
    assert "is for calls, not incidents" in ran.err


def test_too_many_refused_rows_load_nothing(tmp_path: Path) -> None:
    bad = [(f"B{n}", "999", "", "5", "", "") for n in range(5)]
    assert "5 of 35 rows were refused" in load(tmp_path, [*GOOD, *bad]).sentence
