"""The response record: its figures follow the store, its texts the log, and what is signed never changes."""

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from door import SHARED, perfdash, write_csv, write_profile
from perfdash.errors import BadEntry, BadQuestion, LogProblem
from perfdash.figures.words import minutes, percent
from perfdash.meeting import log, response_log
from perfdash.meeting.record_blocks import DEMONSTRATION, clock_words, current_document, document, sign
from perfdash.meeting.record_layout import Document, Heading, Listed, Table, as_json, from_json, words_of
from perfdash.meeting.response_log import CHIEF_OFFICER, COMMISSIONER, keep_signed, start_version, write_text
from perfdash.meeting.response_record import LiveFigures, ResponseRecord, live_figures, response_record
from perfdash.reference.settings import SETTING
from perfdash.store.places import find_store
from perfdash.store.read import reading
from perfdash.ui.roles import Role

FORCE, INSPECTION, TODAY = "staffordshire", "getting_a_grip", date(2025, 7, 1)
HEADER = ("Ref", "Call", "Arrived", "Grade")
DUE_ON = date(2023, 8, 31)


@pytest.fixture(autouse=True)
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[staffordshire]\ncommissioner = "Ann Other"\nchief_constable = "Sam Else"\n', encoding="utf-8")
    monkeypatch.setenv(SETTING, str(path))


@pytest.fixture
def slow_store(tmp_path: Path) -> Path:
    """Thirty incidents of June 2025, each attended after forty minutes: late, and over the first tail threshold of 30."""
    rows = [(f"S{n}", f"2025-06-{1 + n:02d} 10:00:00", f"2025-06-{1 + n:02d} 10:40:00", 1) for n in range(30)]
    store = tmp_path / "slow"
    extract = write_csv(tmp_path / "slow.csv", HEADER, rows)
    profile = write_profile(tmp_path / "slow.toml")
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", store).code == 0
    return store


def live(store: Path, force: str = FORCE) -> LiveFigures:
    with reading(find_store(store)) as connection:
        return live_figures(connection, force)


def record(store: Path, on: date = TODAY, force: str = FORCE) -> ResponseRecord:
    return response_record(live(store, force), find_store(store).log, INSPECTION, on)


def words(shown: Document) -> str:
    return "\n".join(words_of(shown)).replace("\u00a0", " ")


def write_all(store: Path) -> None:
    found = record(store)
    for part in found.parts:
        write_text(find_store(store).log, FORCE, INSPECTION, part, f"Our text on: {part.title}", part.writer)


# Figures


def figures(shown: Document) -> dict[str, set[str]]:
    """The live figures of a document: lists below a recommendation, and the cells of the tables of figures."""
    tables = [block for block in shown.blocks if isinstance(block, Table) and "95 %" in block.caption]
    listed = [block for block in shown.blocks if isinstance(block, Listed)]
    return {
        "cells": {line for table in tables for row in table.rows for cell in row[1:] for line in cell},
        "findings": {item for block in listed for item in block.items if "? " in item or " attended " in item},
        "headers": {name for table in tables for name in table.header[1:]},
    }


def test_figures_worked_by_hand(good_store: Path) -> None:
    said = words(document(record(good_store)))
    # 40 of 40 within 15 minutes. Wilson (1927) with z² = 3.8415: 40 ÷ 43.8415 = 91.2 %.
    assert "Grade 1 (emergency): 100.0 % in 1 May 2025 to 28 May 2025 (no whole month)" in said
    assert "(95 % interval 91.2 % to 100.0 %; 40 of 40)" in said
    assert "9 min (median)" in said
    assert "0 over 30 min, 0.0 %" in said


def test_every_sentence_about_a_number_follows_the_store(good_store: Path, slow_store: Path) -> None:
    quick, slow = (document(record(store)) for store in (good_store, slow_store))
    assert "0.0 % in June 2025 (95 % interval 0.0 % to 11.4 %; 0 of 30)" in words(slow)  # 3.8415 ÷ 33.8415
    assert "40 min (median)" in words(slow)
    assert "30 over 30 min, 100.0 %" in words(slow)
    before, after = figures(quick), figures(slow)
    assert before["findings"] and before["headers"] and before["cells"]
    assert not before["findings"] & after["findings"]
    assert not before["headers"] & after["headers"]
    same = {line.replace("\u00a0", " ") for line in before["cells"] & after["cells"]}
    assert same <= {
        "all counted: no interval",
        "100.0 %",
    }  # all incidents are of grade 1, and all are measured, in both
    for fact in ("data to", "build"):
        assert fact in words(quick).lower()
    assert "28 May 2025" in words(quick)
    assert "28 May 2025" not in words(slow)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four years, 6,000 incidents a year, and calls."""
    store = tmp_path_factory.mktemp("record") / "demo"
    assert perfdash("demo", "--years", 4, "--incidents-per-year", 6000, "--store", store).code == 0
    return store


SPANS = {"October 2026": ("2026-10",) * 2, "November 2025 to October 2026": ("2025-11", "2026-10"),
         "The baseline, April 2023 to March 2024": ("2023-04", "2024-03")}  # fmt: skip


def test_the_command_line_gives_the_same_figures(demo: Path) -> None:
    shown = document(record(demo, force="demonstration"))
    tables = {block.caption.partition(": ")[2]: block for block in shown.blocks if isinstance(block, Table)}
    for key, text in (
        ("attendance_within_standard", percent),
        ("attendance_time", lambda value: f"{minutes(value)} (median)"),
        ("attendance_coverage", percent),
        ("grade_share", percent),
        ("incident_volume", lambda value: f"{value:,}"),
        ("control_room_time", lambda value: f"{minutes(value)} on average"),
        ("despatch_time", lambda value: f"{minutes(value)} on average"),
        ("travel_time", lambda value: f"{minutes(value)} on average"),
        ("calls_abandoned", percent),
        ("call_answering_within_standard", percent),
    ):
        by = "line" if key.startswith("call") else "grade"
        for place, (span, (first, last)) in enumerate(SPANS.items(), 1):
            asked = ("measure", key, "--by", by, "--from", first, "--to", last, "--store", demo, "--json")
            reply = perfdash(*asked).json
            table = tables[reply["question"]]
            assert table.header[place] == span
            told = {row[by]: row["value"] for row in reply["rows"]}
            held = {re.findall(r"\d+", row[0][0])[0]: row[place][0].replace("\u00a0", " ") for row in table.rows}
            for group, value in told.items():
                assert held[group] == ("no standard recorded" if value is None else text(value)), (key, span, group)


def test_invented_figures_say_so_and_real_ones_do_not(demo: Path, good_store: Path) -> None:
    invented, real = document(record(demo, force="demonstration")), document(record(good_store))
    assert DEMONSTRATION in invented.marks
    assert DEMONSTRATION not in real.marks
    assert "nobody" not in words(invented).split("\n")[0]
    assert f"{DEMONSTRATION}. No figure" in words(invented)
    assert DEMONSTRATION not in words(real)


@pytest.mark.parametrize(
    ("force", "extract"),
    [("lfb", "lfb_incidents_2017/lfb_incidents_2017_jan_apr.csv.gz"), ("sffd", "sffd_2017_01/sffd_2017_01.csv")],
)
def test_the_record_stands_on_a_real_extract(force: str, extract: str, tmp_path: Path) -> None:
    path = SHARED / "data" / extract
    if not path.exists():
        pytest.skip(f"the real extract {extract} is not here")
    assert perfdash("load", "incidents", path, "--profile", force, "--store", tmp_path / "real").code == 0
    said = words(document(record(tmp_path / "real", force=force)))
    assert not re.search(r"\bnan\b|None\b(?!:)", said)
    assert "no calls are loaded" in said


# What is missing


def test_what_is_missing_is_listed(good_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "")
    found = record(good_store)
    assert found.missing_texts[:2] == (
        "The name of the Police, Fire and Crime Commissioner",
        "The name of the Chief Constable",
    )
    assert {"Response to recommendation 2", "Response to recommendation 3", "Response to recommendation 6"} <= set(
        found.missing_texts
    )
    assert "Response to recommendation 1a" not in found.missing_texts  # for others to deliver: nobody waits for it
    assert any("no calls are loaded" in line for line in found.missing_data)
    assert "Recommendation 4a: no measure speaks to it yet" in found.missing_data
    assert any(line.startswith("Recommendation 2 awaits data: ") for line in found.missing_data)
    said = words(document(found))
    assert "(Police, Fire and Crime Commissioner: not set)" in said
    assert all(line in said for line in (*found.missing_texts, *found.missing_data))
    assert "None: a thematic inspection grades no force" in said


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-1, "30 August 2023: 1 day left."),
        (0, "31 August 2023: the last day."),
        (1, "On 1 September 2023 no signed version is held here, 1 day after the last day."),
    ],
)
def test_the_clock_of_the_reply(days: int, sentence: str, good_store: Path) -> None:
    said = clock_words(record(good_store, DUE_ON + timedelta(days=days)))
    assert "so by 31 August 2023" in said
    assert said.endswith(sentence)


# Versions


def test_each_office_writes_its_own_parts(good_store: Path) -> None:
    found, path = record(good_store), find_store(good_store).log
    assert {COMMISSIONER, CHIEF_OFFICER} <= set(Role)
    for part in found.parts:
        for who in set(Role) - {Role(part.writer)}:
            with pytest.raises(BadEntry, match=f"for the {part.writer} to write"):
                write_text(path, FORCE, INSPECTION, part, "Not mine", str(who))
    assert not log.entries(path, response_log.TEXT)
    write_text(path, FORCE, INSPECTION, found.parts[0], " First\n\nSecond ", COMMISSIONER)
    said = words(document(record(good_store)))
    assert "\nFirst\nSecond\n" in said
    write_text(path, FORCE, INSPECTION, found.parts[0], "", COMMISSIONER)
    assert found.parts[0].title in record(good_store).missing_texts
    assert len(log.entries(path, response_log.TEXT)) == 2


def test_a_draft_with_something_unwritten_cannot_be_signed(good_store: Path) -> None:
    path = find_store(good_store).log
    with pytest.raises(BadEntry, match="Overall comments"):
        sign(record(good_store), path, COMMISSIONER)
    write_all(good_store)
    with pytest.raises(BadEntry, match="for the commissioner to sign"):
        sign(record(good_store), path, CHIEF_OFFICER)
    assert not log.entries(path, response_log.VERSION)


def test_what_is_signed_never_changes(good_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(good_store)
    path, seen = find_store(good_store).log, record(good_store)
    signed = sign(seen, path, COMMISSIONER)
    assert signed.is_signed
    assert "Signed as commissioner on " in words(signed)
    assert "Ann Other" in words(signed)
    assert "Our text on: Response to recommendation 6" in words(signed)
    # Everything it stood on changes: the store, the names, the day.
    rows = [(f"T{n}", f"2025-06-{1 + n:02d} 10:00:00", f"2025-06-{1 + n:02d} 10:50:00", 1) for n in range(30)]
    extract = write_csv(tmp_path / "more.csv", HEADER, rows)
    loaded = perfdash(
        "load", "incidents", extract, "--profile", write_profile(tmp_path / "p.toml"), "--store", good_store
    )
    assert loaded.code == 0, loaded.err
    monkeypatch.setenv(SETTING, "")
    later = TODAY + timedelta(days=400)
    assert current_document(live(good_store), path, INSPECTION, later) == signed
    with pytest.raises(BadEntry, match="Version 1 is signed and stays as it is"):
        write_text(path, FORCE, INSPECTION, seen.parts[0], "After the fact", COMMISSIONER)
    with pytest.raises(BadEntry, match="start version 2"):
        sign(seen, path, COMMISSIONER)
    assert start_version(path, FORCE, INSPECTION, CHIEF_OFFICER) == 2
    draft = current_document(live(good_store), path, INSPECTION, later)
    assert (draft.version, draft.is_signed) == (2, False)
    assert "Our text on: Response to recommendation 6" in words(draft)  # the texts go on, the figures are today's
    assert not figures(draft)["findings"] & figures(signed)["findings"]
    assert "The first version held here was signed on " in words(draft)
    assert current_document(live(good_store), path, INSPECTION, later, 1) == signed
    with pytest.raises(BadQuestion, match="There is no version 3"):
        current_document(live(good_store), path, INSPECTION, later, 3)
    with pytest.raises(BadEntry, match="still a draft"):
        start_version(path, FORCE, INSPECTION, COMMISSIONER)
    with pytest.raises(BadEntry, match="not the draft any more"):
        keep_signed(path, FORCE, INSPECTION, signed, COMMISSIONER)  # signed from a page that was left open


def test_of_two_signatures_at_once_the_first_holds(good_store: Path) -> None:
    write_all(good_store)
    path = find_store(good_store).log
    first = sign(record(good_store), path, COMMISSIONER)
    body = {"version": 1, "document": as_json(first) | {"title": "Another"}}
    log.append(path, response_log.VERSION, f"{FORCE}/{INSPECTION}", body, COMMISSIONER)
    assert current_document(live(good_store), path, INSPECTION, TODAY) == first


def test_a_kept_document_comes_back_and_a_strange_one_is_said(good_store: Path) -> None:
    shown = document(record(good_store))
    assert from_json(as_json(shown)) == shown
    with pytest.raises(LogProblem, match="form that this perfdash cannot read"):
        from_json({"title": "Something else"})


def test_headings_never_skip_a_level(good_store: Path) -> None:
    levels = [block.level for block in document(record(good_store)).blocks if isinstance(block, Heading)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


# The command line


def test_the_command_writes_both_files(good_store: Path, tmp_path: Path) -> None:
    for name in ("record.docx", "record.html"):
        ran = perfdash("response-record", "--out", tmp_path / name, "--store", good_store)
        assert ran.code == 0, ran.err
        assert ran.out.startswith("Version 1 is a draft: ")
        assert (tmp_path / name).stat().st_size > 5000
    by_name = ("--force", "Staffordshire Police", "--inspection", INSPECTION, "--format", "html")
    assert perfdash("response-record", *by_name, "--out", tmp_path / "named", "--store", good_store).code == 0
    assert (tmp_path / "named").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--force", "lfb"), "holds no incidents of 'lfb'"),
        (("--inspection", "another"), "There is no inspection 'another'"),
        (("--format", "pdf"), "There is no form 'pdf'"),
        (("--version", 4), "There is no version 4"),
    ],
)
def test_what_cannot_be_asked_is_said(
    options: tuple[object, ...], sentence: str, good_store: Path, tmp_path: Path
) -> None:
    ran = perfdash("response-record", "--out", tmp_path / "none.docx", *options, "--store", good_store)
    assert ran.code == 2
    assert sentence in ran.err
    assert not (tmp_path / "none.docx").exists()
