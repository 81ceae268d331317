"""The incidents behind a figure: every row of the sixty-incident world, its pages, its local times and its download."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import world
from door import perfdash, write_csv, write_profile
from perfdash.contract import statuses
from perfdash.errors import BadQuestion
from perfdash.measures import incidents as measured
from perfdash.measures.attendance import attendance_by
from perfdash.measures.incidents import LISTINGS, csv_of, incident, incidents_behind, listed, local_times
from perfdash.measures.selection import Selection
from perfdash.store.places import find_store
from perfdash.store.publish import Connection
from perfdash.store.read import reading

GRADE_1 = Selection(filters=(("grade", ("1",)),))
SELECTIONS = [
    Selection(),
    GRADE_1,
    GRADE_1.having(lpt="leek"),
    Selection(date(2025, 6, 1), date(2025, 7, 1)),
    GRADE_1.having(hour="10", weekday=("1", "2", "3")),
    Selection(clock="despatch_to_arrival", filters=(("status", ("measured", "zero")),)),
    Selection(filters=(("domestic_abuse", ("yes",)),)),
    replace(GRADE_1, standard="today"),
    GRADE_1.having(lpt="nowhere"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("incident_rows") / "store"
    assert perfdash("load", "incidents", world.EXTRACT, "--profile", world.PROFILE, "--store", folder).code == 0
    return folder


@pytest.fixture
def connection(store: Path) -> Any:
    with reading(find_store(store)) as held:
        yield held


def refs(rows: Any) -> list[str]:
    return [key.partition("/")[2] for key in rows["incident_key"]]


def number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def test_every_incident_is_there_as_worked_out_by_hand(connection: Connection) -> None:
    rules = {status.name: status.rule for status in statuses.STATUSES} | {"measured": "its time can be used"}
    rows = {row["incident_key"][-3:]: row for row in incidents_behind(connection, Selection()).to_dict("records")}
    assert set(rows) == set(world.answers())
    for ref, answer in world.answers().items():
        row, status = rows[ref], answer["call status"]
        seconds = int(answer["call seconds"]) if answer["call seconds"] else None
        limit = int(answer["limit"]) if answer["limit"] else None
        assert (row["status"], row["reason"], row["grade"]) == (status, rules[status], answer["grade"])
        assert (number(row["seconds"]), number(row["limit_seconds"])) == (seconds, limit)
        is_judged = status == "measured" and limit is not None and seconds is not None
        assert pd.isna(row["is_within"]) is not is_judged
        assert not is_judged or bool(row["is_within"]) is (int(answer["call seconds"]) <= int(answer["limit"]))
        assert (row["zone"], f"{row['month']:%Y-%m}") == ("Europe/London", answer["month"])


def test_all_are_listed_in_order_of_time(connection: Connection) -> None:
    rows = incidents_behind(connection, Selection(to_month=date(2025, 3, 1)))
    # By the call: W01 at five past midnight on the first; W14 on the 30th, W13 on the 31st at 23:55.
    assert refs(rows) == [f"W{n:02d}" for n in [*range(1, 13), 14, 13]]


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ("over", "W03 W05 W07 W08 W09 W10 W11 W17 W51 W59"),  # tests/test_world.py, grade 1: measured and not within
        ("unknown", "W12 W35 W36 W39 W40 W41 W42"),  # over cap, missing twice, no start, out of sequence twice, zero
        ("slowest", "W11 W10 W09 W08 W05"),  # 21600, 3601, 1801, 1800, 1201
    ],
)
def test_each_listing_of_grade_1_worked_out_by_hand(connection: Connection, listing: str, expected: str) -> None:
    found = refs(incidents_behind(connection, GRADE_1, listing))
    named = expected.split()
    assert (found[:5] if listing == "slowest" else sorted(found)) == named
    assert len(found) == listed(connection, GRADE_1)[listing]


def test_what_is_listed_is_counted(connection: Connection) -> None:
    assert listed(connection, GRADE_1) == {"all": 48, "over": 10, "unknown": 7, "slowest": 30, "judged": 30}


def test_todays_standard_decides_who_is_over_it(connection: Connection) -> None:
    # The world's only day with another limit is none: national limits kept their seconds on 26 January 2026.
    today = replace(GRADE_1, standard="today")
    assert refs(incidents_behind(connection, today, "over")) == refs(incidents_behind(connection, GRADE_1, "over"))


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
@pytest.mark.parametrize("listing", LISTINGS)
def test_pages_of_seven_are_the_whole_list(connection: Connection, selection: Selection, listing: str) -> None:
    whole = refs(incidents_behind(connection, selection, listing))
    counted = listed(connection, selection)[listing]
    assert len(whole) == len(set(whole)) == counted
    pages = [refs(incidents_behind(connection, selection, listing, 7, at)) for at in range(0, counted + 7, 7)]
    assert [ref for page in pages for ref in page] == whole
    assert pages[-1] == []


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_the_rows_behind_a_figure_are_those_it_counts(connection: Connection, selection: Selection) -> None:
    figure = attendance_by(connection, selection).iloc[0]
    rows = incidents_behind(connection, selection)
    within = rows["is_within"].dropna().astype(bool)
    assert (len(rows), len(within), int(within.sum())) == tuple(
        int(figure[name]) for name in ("n_incidents", "n_judged", "n_within")
    )


def test_one_incident_by_its_key(connection: Connection) -> None:
    rows = incident(connection, GRADE_1, "staffordshire/W46")
    assert refs(rows) == ["W46"]
    assert rows["seconds"].iloc[0] == 900  # three calls: the earliest, at 10:05, starts the clock
    assert incident(connection, GRADE_1.having(lpt="leek"), "staffordshire/W46").empty
    assert incident(connection, Selection(), "staffordshire/none").empty


def test_local_times_cross_both_clock_changes(connection: Connection) -> None:
    rows = {
        row["incident_key"][-3:]: local_times(row)
        for row in incidents_behind(connection, Selection()).to_dict("records")
    }
    shown = {
        ref: [f"{rows[ref][name]:%H:%M %Z}" for name in ("call_answered_at", "arrived_at")]
        for ref in ("W01", "W14", "W15", "W16", "W17")
    }  # fmt: skip
    assert shown == {
        "W01": ["00:05 GMT", "00:15 GMT"],
        "W14": ["00:55 GMT", "02:05 BST"],
        "W15": ["00:55 BST", "01:05 BST"],
        "W16": ["01:50 BST", "01:05 GMT"],
        "W17": ["01:50 GMT", "02:10 GMT"],
    }
    assert rows["W35"]["arrived_at"] is None


def test_an_unknown_listing_is_refused_in_one_sentence(connection: Connection) -> None:
    with pytest.raises(BadQuestion, match="no listing 'best'"):
        incidents_behind(connection, GRADE_1, "best")


@pytest.mark.parametrize("listing", LISTINGS)
def test_the_download_holds_every_row_of_the_list(connection: Connection, listing: str) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(connection, GRADE_1, listing))))
    assert [row["incident_key"].partition("/")[2] for row in rows] == refs(
        incidents_behind(connection, GRADE_1, listing)
    )


def test_the_download_in_full(connection: Connection) -> None:
    text = csv_of(connection, Selection(), "all")
    assert text.count("\r\n") == text.count("\n") == 61
    rows = {row["incident_key"][-3:]: row for row in csv.DictReader(io.StringIO(text))}
    late = rows["W16"]
    assert (late["call_answered_at"], late["arrived_at"]) == ("2025-10-26T01:50:00+01", "2025-10-26T01:05:00+00")
    assert (late["seconds"], late["limit_seconds"], late["within_standard"]) == ("900", "900", "yes")
    assert (rows["W03"]["within_standard"], rows["W35"]["within_standard"], rows["W25"]["within_standard"]) == (
        "no",
        "",
        "",
    )
    assert (rows["W18"]["domestic_abuse"], rows["W28"]["domestic_abuse"]) == ("yes", "not known")
    assert rows["W57"]["initial_grade"] + rows["W57"]["despatch_grade"] + rows["W57"]["grade"] == "321"


def test_a_long_download_is_cut_where_it_says(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "CSV_ROWS", 5)
    monkeypatch.setattr(measured, "PAGE_ROWS", 3)  # so that five rows count as more than a screen
    rows = list(csv.DictReader(io.StringIO(csv_of(connection, Selection(), "all"))))
    assert [row["incident_key"][-3:] for row in rows] == ["W01", "W02", "W03", "W04", "W05"]


def test_a_reference_that_a_spreadsheet_would_run_is_made_safe(tmp_path: Path) -> None:
    # The force's name stands before the reference in a key; a force named for mischief is as far as that can go.
    profile = write_profile(tmp_path / "sly.toml", force="=cmd")
    extract = write_csv(
        tmp_path / "sly.csv", ("Ref", "Call", "Arrived", "Grade"), [("@SUM(1)", "2025-05-01 10:00:00", "", "+1")]
    )
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", tmp_path / "store").code == 0
    with reading(find_store(tmp_path / "store")) as held:
        (row,) = csv.DictReader(io.StringIO(csv_of(held, Selection(), "all")))
    assert (row["incident_key"], row["grade"]) == ("'=cmd/@SUM(1)", "'+1")


def test_the_command_line_lists_the_same_rows(store: Path) -> None:
    options = ("--where", "grade=1", "--listing", "over", "--limit", "3", "--store", store)
    reply = perfdash("incidents", *options, "--json").json
    assert reply["listed"] == {"all": 48, "over": 10, "unknown": 7, "slowest": 30, "judged": 30}
    assert [row["incident_key"][-3:] for row in reply["rows"]] == ["W03", "W05", "W07"]
    first = reply["rows"][0]
    assert (first["seconds"], first["limit_seconds"], first["is_within"], first["reason"]) == (
        901, 900, False, "its time can be used",
    )  # fmt: skip
    assert (first["arrived_at"], first["closed_at"]) == ("2025-03-02T11:15:01+00:00", None)
    people = perfdash("incidents", *options)
    assert people.out.startswith("call answered → first arrival")
    assert "all: 48, over: 10, unknown: 7, slowest: 30, judged: 30" in people.out
    assert "staffordshire/W05" in people.out
    refused = perfdash("incidents", "--listing", "best", "--store", store)
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
