"""What a profile makes of a supplier's columns: joined and constant ones, value maps, flags, several rows an incident, zones."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from door import perfdash, write_csv, write_profile
from perfdash.ingest.zones import offset_changes
from perfdash.store.places import find_store
from perfdash.store.read import reading


def load(folder: Path, header: Sequence[str], rows: Sequence[Sequence[object]], **profile: str) -> dict[str, Any]:
    """Loads the rows into `folder/store` by a profile that differs from the plain one as stated."""
    extract = write_csv(folder / "extract.csv", header, rows)
    chosen = write_profile(folder / "profile.toml", **profile)
    ran = perfdash("load", "incidents", extract, "--profile", chosen, "--store", folder / "store", "--json")
    report: dict[str, Any] = ran.json
    return report


def stored(folder: Path, columns: str, table: str = "incident_rows") -> list[tuple[Any, ...]]:
    with reading(find_store(folder / "store")) as connection:
        return connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()


def test_a_date_and_a_time_in_two_columns(tmp_path: Path) -> None:
    columns = 'call_answered_at = { join = ["Date", "Time"] }\narrived_at = { join = ["Date", "Arrived"] }'
    rows = [("A", "01/06/2025", "10:00", "10:09"), ("B", "01/06/2025", "10:00", "")]
    report = load(
        tmp_path,
        ("Ref", "Date", "Time", "Arrived"),
        rows,
        columns=columns,
        times='formats = ["%d/%m/%Y %H:%M"]',
    )
    assert report["accepted"] == 2
    assert stored(tmp_path, "incident_key, call_to_arrival_seconds", "incident_times") == [
        ("staffordshire/A", 540),
        ("staffordshire/B", None),
    ]


def test_headings_are_forgiven_their_spacing_and_case(tmp_path: Path) -> None:
    header = ("  REF ", "call answered", "ARRIVED_AT", "grade.")
    columns = 'call_answered_at = "Call_Answered"\narrived_at = "Arrived At"\nfinal_grade = "Grade"'
    report = load(tmp_path, header, [("A", "2025-06-01 10:00:00", "2025-06-01 10:09:00", 1)], columns=columns)
    assert report["accepted"] == 1


def test_constants_flags_and_choices(tmp_path: Path) -> None:
    columns = (
        'call_answered_at = "Call"\nfinal_grade = { constant = "1" }\nlpt = { constant = "leek" }\n'
        'is_domestic_abuse = "DA"\nrurality = "Area"'
    )
    flags = ["Y", "no", "TRUE", "f", "1", "0", "", "-", "maybe"]
    rows = [(n, "2025-06-01 10:00:00", flag, "Rural" if n % 2 else "") for n, flag in enumerate(flags)]
    report = load(
        tmp_path,
        ("Ref", "Call", "DA", "Area"),
        rows,
        columns=columns,
        file='blank = ["-", "n/a"]',
        top="refuse_above = 0.2",
    )
    assert report["rejects_by_reason"] == {"value not in the list of the contract": 1}
    found = stored(
        tmp_path, "CAST(split_part(row_key, '/', 2) AS INTEGER), is_domestic_abuse, rurality, final_grade, lpt"
    )
    assert [row[1] for row in found] == [True, False, True, False, True, False, None, None]
    assert [row[2] for row in found] == ["not known", "rural"] * 4
    assert {row[3:] for row in found} == {("1", "leek")}


def test_a_value_map_folds_case_and_spacing_and_has_a_rest(tmp_path: Path) -> None:
    values = '[values.grade]\n"Grade  One" = "1"\n"*" = "3"'
    words = ["grade one", "GRADE   ONE ", "Grade two", ""]
    load(
        tmp_path,
        ("Ref", "Call", "Arrived", "Grade"),
        [(n, "2025-06-01 10:00:00", "", w) for n, w in enumerate(words)],
        values=values,
    )
    assert [row[1] for row in stored(tmp_path, "row_key, final_grade")] == ["1", "1", "3", "not known"]


def test_the_supplier_may_write_quotes_in_names_and_values(tmp_path: Path) -> None:
    columns = 'call_answered_at = "Caller\'s time"\nlpt = "Team"'
    rows = [("A", "2025-06-01 10:00:00", "King's Lynn")]
    report = load(tmp_path, ("Ref", "Caller's time", "Team"), rows, columns=columns, force="o'force")
    assert report["accepted"] == 1
    assert stored(tmp_path, "force, lpt") == [("o'force", "King's Lynn")]
    rows_found = perfdash(
        "measure", "incident_volume", "--where", "lpt=King's Lynn", "--store", tmp_path / "store", "--json"
    ).json["rows"]
    assert rows_found[0]["value"] == 1


@pytest.mark.parametrize("name", ["it's.csv", "a,b.csv", "star*.csv", "what?.csv", "[x].csv", "100 %.csv", "ü.csv"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    plain = write_csv(
        tmp_path / "plain.csv", ("Ref", "Call", "Arrived", "Grade"), [("A", "2025-06-01 10:00:00", "", 1)]
    )
    odd = plain.rename(tmp_path / name)
    write_csv(tmp_path / "starry.csv", ("Ref", "Call", "Arrived", "Grade"), [("B", "2025-06-01 10:00:00", "", 1)])
    profile = write_profile(tmp_path / "profile.toml")
    report = perfdash("load", "incidents", odd, "--profile", profile, "--store", tmp_path / "store", "--json").json
    assert (report["rows_read"], report["files"][0]["name"]) == (1, name)


RESOURCES = ("Ref", "Unit", "Call", "Arrived", "Grade", "Team", "Area")
PER_RESOURCE = {
    "top": 'one_row_per = "resource"',
    "key": 'incident = ["Ref"]\nresource = ["Unit"]',
    "columns": 'call_answered_at = "Call"\narrived_at = "Arrived"\nfinal_grade = "Grade"\nlpt = "Team"\nrurality = "Area"',
}


def test_the_first_resource_to_arrive_stops_the_clock(tmp_path: Path) -> None:
    rows = [
        ("A", "U1", "2025-06-01 10:00:00", "2025-06-01 10:20:00", 1, "leek", "rural"),
        ("A", "U2", "2025-06-01 10:00:00", "2025-06-01 10:12:00", 1, "leek", "rural"),
        ("A", "U3", "2025-06-01 10:00:00", "", 1, "leek", "rural"),
        ("B", "U1", "2025-06-01 11:00:00", "", 1, "leek", "rural"),
    ]
    report = load(tmp_path, RESOURCES, rows, **PER_RESOURCE)
    assert (report["rows_read"], report["accepted"]) == (4, 4)
    found = stored(tmp_path, "incident_key, call_to_arrival_seconds", "incident_times")
    assert found == [("staffordshire/A", 720), ("staffordshire/B", None)]


def test_what_one_resource_leaves_blank_another_knows(tmp_path: Path) -> None:
    rows = [
        ("A", "U1", "2025-06-01 10:00:00", "", "", "", ""),
        ("A", "U2", "2025-06-01 10:00:00", "2025-06-01 10:18:00", 1, "tamworth", "rural"),
        ("B", "U1", "2025-06-01 11:00:00", "", "", "", ""),
    ]
    load(tmp_path, RESOURCES, rows, **PER_RESOURCE)
    columns = "incident_key, CAST(grade AS VARCHAR), CAST(lpt AS VARCHAR), CAST(rurality AS VARCHAR), limit_seconds"
    assert stored(tmp_path, columns, "incident_times") == [
        ("staffordshire/A", "1", "tamworth", "rural", 1200),
        ("staffordshire/B", "not known", "not known", "not known", None),
    ]


def test_rows_an_incident_and_rows_a_resource_of_one_key_cannot_be_mixed(tmp_path: Path) -> None:
    load(tmp_path, ("Ref", "Call", "Arrived", "Grade"), [("A", "2025-06-01 10:00:00", "", 1)])
    mixed = write_csv(tmp_path / "mixed.csv", RESOURCES, [("A", "U1", "2025-06-01 10:00:00", "", 1, "leek", "rural")])
    profile = write_profile(tmp_path / "per-resource.toml", **PER_RESOURCE)
    ran = perfdash("load", "incidents", mixed, "--profile", profile, "--store", tmp_path / "store")
    assert "the store was not published" in ran.sentence
    assert stored(tmp_path, "row_key") == [("staffordshire/A",)]
    assert len(list((tmp_path / "store" / "record").iterdir())) == 1


# Zones ---------------------------------------------------------------------------------------------------------------

ZONES = ("Europe/London", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "America/Sao_Paulo")


@st.composite
def wall_clocks(draw: st.DrawFn) -> tuple[str, list[datetime]]:
    """A zone, and times on its walls: half of them within two hours of a change."""
    zone = draw(st.sampled_from(ZONES))
    anywhen = st.datetimes(datetime(1991, 1, 1), datetime(2026, 12, 31))
    changes = [
        (instant + before).replace(tzinfo=None)
        for instant, before, _ in offset_changes(zone)
        if 1991 < instant.year < 2027
    ]
    if changes:
        near = st.tuples(st.sampled_from(changes), st.integers(-7200, 7200)).map(
            lambda p: p[0] + timedelta(seconds=p[1])
        )
        anywhen = st.one_of(anywhen, near)
    times = draw(st.lists(anywhen.map(lambda t: t.replace(microsecond=0)), min_size=50, max_size=200, unique=True))
    return zone, times


def instant(local: datetime, zone: str, fold: int) -> datetime | None:
    """The instant by Python's own zones; None in a missing hour."""
    moment = local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    return moment if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local else None


@settings(max_examples=10, deadline=None)
@given(wall_clocks(), st.sampled_from(["refuse", "first", "second"]))
def test_every_zone_agrees_with_python(case: tuple[str, list[datetime]], choice: str) -> None:
    zone, times = case
    expected = {}
    for number, local in enumerate(times):
        first, second = instant(local, zone, 0), instant(local, zone, 1)
        expected[number] = None if choice == "refuse" and first != second else second if choice == "second" else first
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [(number, local, "", 1) for number, local in enumerate(times)]
        stated = f'formats = ["%Y-%m-%d %H:%M:%S"]\nzone = "{zone}"\nrepeated_hour = "{choice}"'
        load(folder, ("Ref", "Call", "Arrived", "Grade"), rows, times=stated, top="refuse_above = 1")
        found = {
            int(ref.partition("/")[2]): (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us), local)
            for ref, us, local in stored(folder, "row_key, epoch_us(call_answered_at), occurred_local")
        }
    assert {number: moment for number, (moment, _) in found.items()} == {n: m for n, m in expected.items() if m}
    # And back on to the wall.
    assert all(local == times[number] for number, (_, local) in found.items())
