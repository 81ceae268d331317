"""Records of people through the front door: what is read, what is refused, and what never reaches the store."""

import stat
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from door import Ran, perfdash, tree, write_csv, write_profile
from perfdash.ingest.pseudonyms import read_key
from perfdash.store.places import Store, find_store
from perfdash.store.read import reading

POSTS = ("Post", "Staff No", "Name", "Category", "FTE", "Start", "End", "Why")
COLUMNS = """person = "Staff No"
worker_type = "Category"
fte = "FTE"
started_on = "Start"
ended_on = "End"
leaver_type = "Why"
"""
SETTINGS = {
    "top": 'kind = "employments"',
    "file": 'blank = ["Active", "01/01/1900"]',
    "times": 'formats = ["%d/%m/%Y", "%m/%Y", "%Y"]',
    "key": 'record = ["Post"]',
    "columns": COLUMNS,
    "values": '[values.leaver_type]\nQuit = "voluntary resignation"',
}
SECRETS = ("WARRANT-48151", "WARRANT-62342", "POST-ALPHA-77", "POST-BETA-78", "Ermintrude", "Zebedee")
ROWS = [
    ("POST-ALPHA-77", "WARRANT-48151", "Ermintrude", "officer", "1", "03/04/2017", "Active", ""),
    ("POST-BETA-78", "WARRANT-62342", "Zebedee", "PCSO", "0.8", "09/2019", "2024", "Quit"),
]


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key of the test's own, outside the store; nothing is there yet."""
    path = tmp_path / "secret" / "key"
    monkeypatch.setenv("PERFDASH_KEY", str(path))
    return path


def load(
    folder: Path,
    rows: Sequence[Sequence[object]],
    header: Sequence[str] = POSTS,
    kind: str = "employments",
    command: str = "load",
    **settings: str,
) -> Ran:
    """Loads the rows of people by a profile that differs from the plain one as stated."""
    extract = write_csv(folder / f"{kind}.csv", header, rows)
    profile = write_profile(folder / f"{kind}.toml", **(SETTINGS | settings))
    if command == "check":
        return perfdash("profile", "check", extract, "--profile", profile, "--json")
    return perfdash("load", kind, extract, "--profile", profile, "--store", folder / "store", "--json")


def stored(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with reading(find_store(folder / "store")) as connection:
        return connection.execute(sql).fetchall()


def test_what_is_stored_of_a_post(tmp_path: Path) -> None:
    report = load(tmp_path, ROWS).json
    assert (report["accepted"], report["rejected"]) == (2, 0)
    found = stored(
        tmp_path,
        "SELECT worker_type, fte, started_on, started_exact_to, ended_on, ended_exact_to, leaver_type, length(person) "
        "FROM employment_rows ORDER BY started_on",
    )
    assert found == [
        ("officer", 1.0, date(2017, 4, 3), "day", None, None, "not known", 32),
        ("PCSO", 0.8, date(2019, 9, 1), "month", date(2024, 1, 1), "year", "voluntary resignation", 32),
    ]


def test_what_each_word_becomes_and_no_word_that_neither_side_knows(tmp_path: Path) -> None:
    rows = [
        *ROWS,
        ("C", "3", "", "staff", "1", "2020", "", "Ermintrude"),
        ("D", "4", "", "STAFF", "1", "2020", "", "quit"),
    ]
    load(tmp_path, rows, command="check")
    files = (tmp_path / "employments.csv", "--profile", tmp_path / "employments.toml")
    said = perfdash("profile", "check", *files, "--words").out
    assert "  worker_type: 'staff' becomes staff in 2 rows.\n" in said
    assert "  leaver_type: 'Quit' becomes voluntary resignation in 2 rows.\n" in said
    assert "  leaver_type: '(any other)' is refused in 1 row.\n" in said
    split = {
        "columns": 'left_on = "Left"\nreasons = { split = "Why", by = "/" }',
        "values": "",
        "key": 'record = ["Case"]',
    }
    cases = [("1", "A", "2024", "Pay/family", "", ""), ("2", "B", "2024", "pay/weather", "", "")]
    load(tmp_path, cases, EXITS, "exit-interviews", "check", top='kind = "exit-interviews"', **split)
    files = (tmp_path / "exit-interviews.csv", "--profile", tmp_path / "exit-interviews.toml")
    found = perfdash("profile", "check", *files, "--words")
    assert found.code == 1  # one of two rows is refused
    assert "reasons: 'pay' becomes pay in 2 rows" in found.out
    assert "reasons: '(any other)' is refused in 1 row." in found.out


# Identifiers ---------------------------------------------------------------------------------------------------------


def everything(folder: Path) -> bytes:
    """The bytes of every file of the store, and the text of every table in it, which its files may hold compressed."""
    store = folder / "store"
    content = [name.encode() + data for name, data in tree(store).items()] if store.exists() else []
    for parquet in store.rglob("*.parquet"):
        with duckdb.connect() as connection:
            content += [_rows(connection, f"read_parquet('{parquet}')")]
    for database in store.rglob("*.duckdb"):
        with duckdb.connect(str(database), read_only=True) as connection:
            names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
            content += [_rows(connection, f'"{name}"') for name in names]
    return b"".join(content)


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> bytes:
    return str(connection.execute(f"SELECT CAST(row AS VARCHAR) FROM {table} AS row").fetchall()).encode()


def leaked(folder: Path) -> list[str]:
    content = everything(folder).lower()
    return [secret for secret in SECRETS if secret.lower().encode() in content]


def test_the_search_would_find_a_leak(tmp_path: Path) -> None:
    load(tmp_path, ROWS)
    (tmp_path / "store" / "record" / "leak").write_text("x WARRANT-48151 x", encoding="utf-8")
    assert leaked(tmp_path) == ["WARRANT-48151"]
    assert b"officer" in everything(tmp_path)


def test_no_identifier_is_in_the_store_after_a_load(tmp_path: Path) -> None:
    assert load(tmp_path, ROWS).code == 0
    assert leaked(tmp_path) == []
    assert list((tmp_path / "store" / "originals").iterdir()) == []
    assert list((tmp_path / "store" / "work").iterdir()) == []


def test_nor_after_a_refused_row(tmp_path: Path) -> None:
    # The identifier stands where a date should, and in the key of a row that is refused.
    shifted = ("POST-ALPHA-77", "WARRANT-48151", "Ermintrude", "officer", "1", "WARRANT-62342", "", "")
    ran = load(tmp_path, [*ROWS[1:], shifted], top='kind = "employments"\nrefuse_above = 0.9')
    assert ran.json["first_rejects"] == [
        "employments.csv, line 3, column Start is refused (not a date in the stated formats)"
    ]
    assert leaked(tmp_path) == []


def test_nor_after_a_refused_load(tmp_path: Path) -> None:
    wrong = [(*row[:5], "yesterday", *row[6:]) for row in ROWS]
    sentence = load(tmp_path, wrong).sentence
    assert "2 of 2 rows were refused, first employments.csv, line 2, column Start is refused" in sentence
    assert "yesterday" not in sentence
    assert leaked(tmp_path) == []
    assert not any(path.name.endswith(".csv") for path in (tmp_path / "store").rglob("*"))


def test_nor_after_two_rows_of_one_key(tmp_path: Path) -> None:
    twice = [*ROWS, (*ROWS[0][:4], "0.5", *ROWS[0][5:])]
    ran = load(tmp_path, twice, top='kind = "employments"\nrefuse_above = 0.9')
    assert ran.json["rejects_by_reason"] == {"same key, different values": 2}
    assert leaked(tmp_path) == []


def test_a_check_shows_values_but_no_identifier(tmp_path: Path) -> None:
    wrong = ("POST-ALPHA-77", "WARRANT-48151", "Ermintrude", "officer", "1", "yesterday", "", "")
    no_key = ("", "WARRANT-48151", "Ermintrude", "officer", "1", "03/04/2017", "", "")
    ran = load(tmp_path, [wrong, no_key], command="check", top='kind = "employments"\nrefuse_above = 1')
    assert "column Start: 'yesterday' is refused" in ran.out
    assert "column Post is refused (key is blank)" in ran.out
    assert not [secret for secret in SECRETS if secret in ran.out + ran.err]


EXITS = ("Case", "Staff No", "Left", "Why", "Pay", "Boss")
EXIT_SETTINGS = {
    "top": 'kind = "exit-interviews"',
    "key": 'record = ["Case"]',
    "columns": 'person = "Staff No"\nleft_on = "Left"\nreasons = { flags = { Pay = "pay", Boss = "line manager" } }',
    "file": 'blank = ["-"]',
    "values": "",
}


def test_a_person_is_one_in_every_kind_and_no_other_identifier(tmp_path: Path) -> None:
    load(tmp_path, ROWS)
    case = ("WARRANT-48151", " warrant-62342 ", "2024", "", "Y", "-")
    assert load(tmp_path, [case], EXITS, "exit-interviews", **EXIT_SETTINGS).code == 0
    posts = dict(stored(tmp_path, "SELECT worker_type, person FROM employment_rows"))
    ((person, row_key),) = stored(tmp_path, "SELECT person, row_key FROM exit_interview_rows")
    assert person == posts["PCSO"]
    # A record's number that happens to be a person's is hashed apart.
    assert posts["officer"] not in row_key


def test_the_key_is_made_for_its_owner_alone_and_stays(tmp_path: Path, key: Path) -> None:
    load(tmp_path, ROWS)
    made = key.read_text(encoding="ascii")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    load(tmp_path, ROWS[:1])
    assert key.read_text(encoding="ascii") == made
    assert made.strip().encode() not in everything(tmp_path)


def test_of_many_who_make_the_key_at_once_all_have_the_same(tmp_path: Path, key: Path) -> None:
    for number in range(20):
        key.unlink(missing_ok=True)
        together, found = threading.Barrier(8), list[bytes]()

        def come(together: threading.Barrier = together, found: list[bytes] = found) -> None:
            together.wait()
            found.append(read_key(Store(tmp_path / "store")))

        threads = [threading.Thread(target=come) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8, number
        assert {made.decode() for made in found} == {key.read_text().strip()}
    assert [file.name for file in key.parent.iterdir()] == [key.name]  # and nothing is left beside it


def test_another_key_is_refused(tmp_path: Path, key: Path) -> None:
    load(tmp_path, ROWS)
    before = tree(tmp_path / "store")
    key.write_text("f" * 64 + "\n", encoding="ascii")
    sentence = load(tmp_path, ROWS[:1]).sentence
    assert "is not the one this store's people were hashed with: put the old key back" in sentence
    assert tree(tmp_path / "store") == before


def test_a_key_inside_the_store_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDASH_KEY", str(tmp_path / "store" / "key"))
    assert "lies inside the store it protects" in load(tmp_path, ROWS).sentence


def test_a_key_too_short_is_refused(tmp_path: Path, key: Path) -> None:
    key.parent.mkdir()
    key.write_text("abc", encoding="ascii")
    assert "is shorter than 32 characters" in load(tmp_path, ROWS).sentence


# Dates, numbers and lists --------------------------------------------------------------------------------------------

FAULTS = {
    "no such day": ({"Start": "31/02/2020"}, "Start", "not a date in the stated formats"),
    "too early": ({"Start": "03/04/1917"}, "Start", "outside the years 1940 to 60 years ahead"),
    "too late": ({"End": "31/12/9999"}, "End", "outside the years 1940 to 60 years ahead"),
    "wrong way round": ({"Start": "03/04/2020", "End": "02/04/2020"}, "End", "ends before it starts"),
    "wrong year round": ({"Start": "2020", "End": "06/2019"}, "End", "ends before it starts"),
    "no start": ({"Start": ""}, "Start", "no date dates the employment"),
    "a percentage": ({"FTE": "80"}, "FTE", "not between 0 and 1"),
    "no number": ({"FTE": "full"}, "FTE", "not a number"),
    "no such word": ({"Category": "wizard"}, "Category", "value not in the list of the contract"),
    "not mapped": ({"Why": "Bored"}, "Why", "value not in the profile"),
    "no key": ({"Post": ""}, "Post", "key is blank"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_is_refused_by_line_column_and_reason(tmp_path: Path, fault: str) -> None:
    changed, column, reason = FAULTS[fault]
    row = dict(zip(POSTS, ROWS[0], strict=True)) | changed
    report = load(
        tmp_path, [ROWS[1], list(row.values())], top='kind = "employments"\nrefuse_above = 0.5', command="check"
    ).json
    (first,) = report["first_rejects"]
    assert first.startswith(f"employments.csv, line 3, column {column}")
    assert first.endswith(f"is refused ({reason})")


def test_a_start_known_to_the_year_is_not_after_an_end_in_it(tmp_path: Path) -> None:
    rows = [("A", "1", "", "staff", "1", "2020", "05/02/2020", ""), ("B", "2", "", "staff", "1", "12/2020", "2020", "")]
    assert load(tmp_path, rows).json["accepted"] == 2


def test_two_formats_that_read_a_date_differently(tmp_path: Path) -> None:
    rows = [("A", "1", "", "staff", "1", text, "", "") for text in ("03/04/2020",)]
    rows += [("B", "2", "", "staff", "1", "25/04/2020", "", ""), ("C", "3", "", "staff", "1", "04/04/2020", "", "")]
    settings = {"times": 'formats = ["%d/%m/%Y", "%m/%d/%Y"]', "top": 'kind = "employments"\nrefuse_above = 0.5'}
    report = load(tmp_path, rows, **settings).json
    assert report["rejects_by_reason"] == {"reads as two different dates": 1}
    assert stored(tmp_path, "SELECT started_on FROM employment_rows ORDER BY 1") == [
        (date(2020, 4, 4),),
        (date(2020, 4, 25),),
    ]


def test_a_format_without_a_year_dates_nothing(tmp_path: Path) -> None:
    assert "'%m' has no year" in load(tmp_path, ROWS, times='formats = ["%m"]').sentence


def test_days_with_times_and_iso_days(tmp_path: Path) -> None:
    rows = [
        ("A", "1", "", "staff", "1", "2020-02-05 00:00:00", "", ""),
        ("B", "2", "", "staff", "1", "5/2/2020 0:00", "", ""),
    ]
    load(tmp_path, rows, times='formats = ["%d/%m/%Y %H:%M"]')
    assert stored(tmp_path, "SELECT DISTINCT started_on, started_exact_to FROM employment_rows") == [
        (date(2020, 2, 5), "day")
    ]


def test_reasons_by_flags_and_by_list(tmp_path: Path) -> None:
    rows = [
        ("1", "A", "2024", "", "Y", "-"),
        ("2", "B", "2024", "", "Pay", "no"),
        ("3", "C", "", "", "0", "TRUE"),
        ("4", "D", "05/2024", "", "", ""),
    ]
    assert load(tmp_path, rows, EXITS, "exit-interviews", **EXIT_SETTINGS).json["accepted"] == 4
    sql = "SELECT reasons FROM exit_interview_rows ORDER BY source_record"
    assert [row[0] for row in stored(tmp_path, sql)] == [["pay"], ["pay"], ["line manager"], []]
    split = EXIT_SETTINGS | {
        "columns": 'left_on = "Left"\nreasons = { split = "Why", by = "/" }',
        "values": '[values.reasons]\n"money" = "pay"\nboss = "line manager"',
        "top": 'kind = "exit-interviews"\nrefuse_above = 0.5',
    }
    rows = [("1", "A", "2024", "Boss / money/ Money", "", ""), ("2", "B", "2024", "boss/weather", "", "")]
    report = load(tmp_path, rows, EXITS, "exit-interviews", **split).json
    assert (report["superseded"], report["rejects_by_reason"]) == (1, {"value not in the profile": 1})
    assert stored(tmp_path, sql)[0][0] == ["line manager", "pay"]


def test_an_exit_interview_may_be_undated_but_no_employment(tmp_path: Path) -> None:
    report = load(tmp_path, [("1", "A", "-", "", "Y", "-")], EXITS, "exit-interviews", **EXIT_SETTINGS).json
    assert (report["accepted"], report["first_on"]) == (1, None)
    assert stored(tmp_path, "SELECT left_on, left_exact_to, occurred_local FROM exit_interview_rows") == [(None,) * 3]
    undated = load(tmp_path, ROWS, columns='worker_type = "Category"').sentence
    assert undated == "employments.toml: columns: started_on is needed to date an employment."


# Again and corrected -------------------------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, ROWS)
    before = tree(tmp_path / "store")
    again = load(tmp_path, ROWS).json
    assert (again["already_loaded"], again["unchanged"], again["inserted"]) == (True, 2, 0)
    assert tree(tmp_path / "store") == before


def test_a_correction_supersedes_by_key(tmp_path: Path) -> None:
    load(tmp_path, ROWS)
    corrected = [ROWS[0], (*ROWS[1][:4], "0.5", *ROWS[1][5:])]
    report = load(tmp_path, corrected).json
    assert (report["inserted"], report["superseded"], report["unchanged"]) == (0, 1, 1)
    assert stored(tmp_path, "SELECT sum(fte), count(*) FROM employment_rows") == [(1.5, 2)]


# What must not reach it ----------------------------------------------------------------------------------------------

REFERRALS = {
    "top": 'kind = "referrals"',
    "key": 'record = ["No"]',
    "columns": 'person = "Staff No"\nreferred_on = "Received"',
    "values": "",
}


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ("PHQ-9 Score", "a score"),
        ("wemwbs", "a score"),
        ("Primary Diagnosis", "a diagnosis"),
        ("ICD10", "a diagnosis"),
        ("Clinical Notes", "free text"),
        ("Description", "free text"),
    ],
)
def test_a_health_extract_with_an_unwanted_column_is_refused_by_its_name(
    tmp_path: Path, column: str, what: str
) -> None:
    header = ("No", "Staff No", "Received", column)
    sentence = load(tmp_path, [("1", "A", "01/02/2025", "x")], header, "referrals", **REFERRALS).sentence
    assert sentence == (
        f"referrals.csv, column '{column}': it seems to hold {what}, which must not reach perfdash; remove the column, "
        "and ask the supplier to stop sending it."
    )
    suggested = perfdash("profile", "suggest", tmp_path / "referrals.csv", "--kind", "referrals")
    assert suggested.sentence == sentence


def test_other_extracts_with_such_a_column_pass_and_leave_it(tmp_path: Path) -> None:
    header = (*POSTS, "Notes")
    assert load(tmp_path, [(*row, "Ermintrude is kind") for row in ROWS], header).code == 0
    assert leaked(tmp_path) == []


def test_a_reason_that_the_profile_names_is_no_free_text(tmp_path: Path) -> None:
    settings = {
        "top": 'kind = "absences"',
        "key": 'record = ["No"]',
        "columns": 'started_on = "From"\nreason_group = "Reason Description"',
        "values": '[values.reason_group]\nStress = "psychological"',
    }
    report = load(
        tmp_path, [("1", "01/02/2025", "Stress")], ("No", "From", "Reason Description"), "absences", **settings
    )
    assert report.json["accepted"] == 1


# Sentences -----------------------------------------------------------------------------------------------------------


def test_an_unknown_kind_names_the_kinds(tmp_path: Path) -> None:
    ran = perfdash("load", "sickness", tmp_path / "x.csv", "--profile", "dete")
    assert ran.code == 2
    assert "There is no kind of record 'sickness'; it is one of incidents, calls, employments, " in ran.err


def test_a_kind_the_profile_is_not_for(tmp_path: Path) -> None:
    ran = perfdash("load", "employments", tmp_path / "x.csv", "--profile", "dete")
    assert ran.code == 2
    assert "The profile dete is for exit-interviews, not employments: write 'perfdash load exit-interviews'" in ran.err


def test_two_columns_that_differ_in_their_spaces_are_told_apart(tmp_path: Path) -> None:
    header = ("Post", "Staff No", "Work life", "Worklife", "Start")
    rows = [("1", "A", "PCSO", "staff", "2020")]
    for name, expected in (("Work life", "PCSO"), ("worklife", "staff")):
        load(tmp_path, rows, header, columns=f'worker_type = "{name}"\nstarted_on = "Start"')
        assert stored(tmp_path, "SELECT worker_type FROM employment_rows") == [(expected,)]
    sentence = load(tmp_path, rows, header, columns='worker_type = "Wor klife"\nstarted_on = "Start"').sentence
    assert "has the columns 'Work life' and 'Worklife', and 'Wor klife' may mean any of them" in sentence
