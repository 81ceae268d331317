"""The tail review: each rule on an incident made for it, the lists, and the longest wait that may be spoken of."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from door import ROOT, perfdash, write_csv, write_profile
from perfdash.errors import BadQuestion
from perfdash.measures import review as measured
from perfdash.measures.review import (
    LISTS,
    LongestWait,
    Verdict,
    for_review,
    longest_reviewed_wait,
    n_for_review,
    reasons_counted,
    reviewed,
    times_of,
)
from perfdash.measures.review_rules import RULES
from perfdash.measures.selection import Selection
from perfdash.store.places import find_store
from perfdash.store.publish import Connection
from perfdash.store.read import reading

HEADER = ("Ref", "Call", "Ready", "Sent", "Off", "There", "Free", "Closed", "First", "Grade")
COLUMNS = """call_answered_at = "Call"
ready_for_despatch_at = "Ready"
despatched_at = "Sent"
en_route_at = "Off"
arrived_at = "There"
stood_down_at = "Free"
closed_at = "Closed"
initial_grade = "First"
final_grade = "Grade"
"""
DAY = "2025-06-10 "


def row(ref: str, grade: int = 1, first: int | str = "", **times: str) -> tuple[object, ...]:
    """An incident of 10 June 2025; a time is written with its day where it is of another."""
    written = [times.get(name.lower(), "") for name in HEADER[1:8]]
    return (ref, *(text if not text or " " in text else DAY + text for text in written), first, grade)


# Grade 1: tail from 30 minutes, far tail from 60, cap 6 hours. Grade 2: 4, 24 and 168 hours, cap 28 days.
# Each row is an incident, and after it the list it stands on and the rules that hold for it.
WORLD: list[tuple[tuple[object, ...], str, set[str]]] = [
    (row("plain", call="10:00:00", there="11:40:10"), "slowest", set()),  # 6,010 seconds, nothing speaks against it
    (row("in_tail", call="10:00:00", there="10:45:00"), "", set()),  # over 30 minutes, not over 60
    (row("before_start", call="10:00:00", there="09:58:00"), "out_of_sequence", {"before_start"}),
    (row("before_sent", call="10:00:00", sent="10:10:00", there="10:09:59"), "out_of_sequence", {"before_despatch"}),
    (row("a_day_early", call="10:00:00", sent="10:02:00", there="2025-06-09 10:20:00"), "out_of_sequence",
     {"before_start", "before_despatch", "a_day_out"}),  # a day later: twenty minutes
    (row("a_day_late", call="10:00:00", there="2025-06-11 10:30:00"), "over_cap", {"a_day_out"}),  # thirty, at the tail
    (row("not_a_day", call="10:00:00", there="2025-06-11 10:30:01"), "over_cap", set()),  # a second past it
    (row("at_once", call="10:00:00", ready="10:00:00", sent="10:00:00", there="10:00:00"), "zero", {"stamped_at_once"}),
    (row("by_default", call="10:00:00", sent="", there="10:00:00"), "zero", {"stamped_by_default"}),
    (row("closed_first", call="10:00:00", there="11:10:30", closed="11:10:29"), "slowest", {"closed_before_arrival"}),
    (row("freed_first", call="10:00:00", there="11:10:31", free="11:10:00", closed="12:00:00"), "slowest",
     {"stood_down_before_arrival"}),
    (row("at_the_end", call="10:00:00", there="11:10:32", free="11:10:32"), "slowest", {"arrived_at_the_end"}),
    (row("closed_with", call="10:00:00", there="11:10:33", closed="11:10:33"), "slowest", {"arrived_at_the_end"}),
    (row("at_once_shut", 2, call="2025-06-01 10:00:00", there="2025-06-10 10:00:07", closed="10:05:07"), "slowest",
     {"closed_at_once"}),  # nine days, closed five minutes after
    (row("not_shut", 2, call="2025-06-01 10:00:00", there="2025-06-10 10:00:08", closed="10:05:09"), "slowest", set()),
    (row("midnight", call="22:30:10", there="2025-06-11 00:00:00"), "slowest", {"at_midnight"}),
    (row("past_midnight", call="22:30:10", there="2025-06-11 00:00:01"), "slowest", set()),
    (row("three_hours", call="10:00:05", there="13:00:05"), "slowest", {"whole_hours"}),
    (row("far_away", call="10:00:00", sent="10:01:00", off="10:02:00", there="12:02:01"), "slowest",
     {"long_on_the_road"}),  # two hours and a second from setting off
    (row("near_enough", call="10:00:00", sent="10:01:00", off="10:02:00", there="12:02:00"), "slowest", set()),
    (row("raised", 1, 2, call="10:00:00", there="11:10:34"), "slowest", {"upgraded"}),
    (row("lowered", 2, 1, call="2025-06-01 10:00:00", there="2025-06-09 10:00:09"), "slowest", set()),
    # 26 October 2025, 01:00 to 02:00 twice; the profile reads the first. In at 00:55, there at 01:05 of the second hour.
    (row("second_pass", call="2025-10-26 01:50:00", there="2025-10-26 01:05:00"), "out_of_sequence",
     {"before_start", "clock_change"}),  # an hour more: a quarter of an hour
    (row("over_cap", call="2025-06-10 10:00:00", there="16:00:01"), "over_cap", set()),
    (row("missing", call="10:00:00"), "", set()),
]  # fmt: skip
STAFFORDSHIRE = Selection(filters=(("force", ("staffordshire",)),))


def load(folder: Path, rows: list[tuple[object, ...]], times: str = "") -> Path:
    profile = write_profile(
        folder / "review.toml",
        columns=COLUMNS,
        times='formats = ["%Y-%m-%d %H:%M:%S"]\nrepeated_hour = "first"\n' + times,
    )
    extract = write_csv(folder / "review.csv", HEADER, rows)
    ran = perfdash("load", "incidents", extract, "--profile", profile, "--store", folder / "store")
    assert ran.code == 0, ran.err
    return folder / "store"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load(tmp_path_factory.mktemp("review"), [made for made, _, _ in WORLD])


@pytest.fixture
def connection(store: Path) -> Iterator[Connection]:
    with reading(find_store(store)) as held:
        yield held


@pytest.fixture(autouse=True)
def _no_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "TOP", 1)  # or in so small a world every incident is among the slowest


def refs(rows: pd.DataFrame) -> list[str]:
    return [key.partition("/")[2] for key in rows["incident_key"]]


def test_every_rule_holds_for_the_incident_made_for_it_and_for_no_other(connection: Connection) -> None:
    found = {}
    for name in LISTS:
        rows = for_review(connection, STAFFORDSHIRE, name)
        found |= {ref: (name, set(reasons)) for ref, reasons in zip(refs(rows), rows["reasons"], strict=True)}
    assert found == {str(made[0]): (name, reasons) for made, name, reasons in WORLD if name}
    assert {key for _, _, reasons in WORLD for key in reasons} == {rule.key for rule in RULES}


def test_what_is_listed_is_counted_and_so_are_the_reasons(connection: Connection) -> None:
    assert n_for_review(connection, STAFFORDSHIRE) == {
        name: sum(listed == name for _, listed, _ in WORLD) for name in LISTS
    }
    counted = reasons_counted(connection, STAFFORDSHIRE, "out_of_sequence").set_index("rule")["n_incidents"]
    assert counted[counted > 0].to_dict() == {
        "before_start": 3,
        "before_despatch": 2,
        "a_day_out": 1,
        "clock_change": 1,
    }


def test_the_longest_stand_first_and_pages_follow_each_other(connection: Connection) -> None:
    whole = for_review(connection, STAFFORDSHIRE)
    assert whole["seconds"].is_monotonic_decreasing
    # Nine days and 8 and 7 seconds, then eight days and 9 seconds.
    assert refs(whole)[:4] == ["not_shut", "at_once_shut", "lowered", "three_hours"]
    pages = [refs(for_review(connection, STAFFORDSHIRE, "slowest", 3, offset)) for offset in range(0, 15, 3)]
    assert [ref for page in pages for ref in page] == refs(whole)


def test_a_selection_without_a_tail_lists_its_slowest(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "TOP", 15)
    grade_1 = STAFFORDSHIRE.having(grade="1")
    found = for_review(connection, grade_1)
    assert n_for_review(connection, grade_1)["slowest"] == len(found) == 12
    assert refs(found)[-1] == "in_tail"  # 45 minutes: no further than the tail, but among the fifteen slowest
    monkeypatch.setattr(measured, "TOP", 5)
    assert "in_tail" not in refs(for_review(connection, grade_1))


def test_times_stand_by_the_selections_clock(connection: Connection) -> None:
    from_despatch = replace(STAFFORDSHIRE, clock="despatch_to_arrival")
    assert refs(for_review(connection, from_despatch)) == ["far_away", "near_enough"]
    assert refs(for_review(connection, from_despatch, "zero")) == ["at_once"]


def test_midnight_is_the_forces_own(tmp_path: Path) -> None:
    # 23:00 UTC is midnight in Staffordshire in June and not in San Francisco.
    store = load(tmp_path, [row("m", call="22:30:10", there="2025-06-11 00:00:00")], 'zone = "America/Los_Angeles"\n')
    with reading(find_store(store)) as held:
        rows = for_review(held, STAFFORDSHIRE)
        assert rows["reasons"].tolist() == [("at_midnight",)]
        assert f"{rows['arrived_at'].iloc[0]:%H:%M %Z}" == "07:00 UTC"


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        # Nobody looked: fourteen far in the tail and three over the cap.
        ({}, (None, None, 17)),
        ({"far_away": Verdict.ERROR, "plain": Verdict.OPEN}, (None, None, 16)),
        # Settled, but not far in the tail: it was not among the seventeen.
        ({"in_tail": Verdict.ERROR}, (None, None, 17)),
        # Longer than three hours: two of nine days, one of eight, and three over the cap.
        ({"three_hours": Verdict.REAL}, (10_800, "three_hours", 6)),
        (
            {"three_hours": Verdict.REAL, "not_shut": Verdict.ERROR, "over_cap": Verdict.OPEN},
            (10_800, "three_hours", 5),
        ),
        # A real wait may be longer than the cap; the longest real one is given.
        ({"three_hours": Verdict.REAL, "over_cap": Verdict.REAL}, (21_601, "over_cap", 5)),
        ({"not_shut": Verdict.REAL}, (777_608, "not_shut", 0)),
        # A verdict on what is no wait gives none.
        ({"at_once": Verdict.REAL, "before_start": Verdict.REAL}, (None, None, 17)),
    ],
)
def test_the_longest_reviewed_wait(
    connection: Connection, verdicts: dict[str, Verdict], expected: tuple[int | None, str | None, int]
) -> None:
    seconds, ref, n_longer = expected
    by_key = {f"staffordshire/{ref}": verdict for ref, verdict in verdicts.items()}
    found = longest_reviewed_wait(connection, STAFFORDSHIRE, by_key)
    assert found == LongestWait(seconds, f"staffordshire/{ref}" if ref else None, n_longer)


def test_marked_incidents_are_found_on_a_list_or_off_it(connection: Connection) -> None:
    keys = [f"staffordshire/{ref}" for ref in ("plain", "in_tail", "zero", "gone")]
    assert refs(reviewed(connection, STAFFORDSHIRE, keys)) == ["plain", "in_tail"]
    assert reviewed(connection, STAFFORDSHIRE, []).empty


def test_the_times_of_a_mark_are_every_instant_in_utc(connection: Connection) -> None:
    (found,) = reviewed(connection, STAFFORDSHIRE, ["staffordshire/far_away"]).to_dict("records")
    times: dict[str, Any] = dict.fromkeys(
        ("call_answered_at", "created_at", "ready_for_despatch_at", "despatched_at", "en_route_at", "arrived_at")
    )
    times |= {"stood_down_at": None, "closed_at": None}
    times |= {"call_answered_at": "2025-06-10T09:00:00+00:00", "despatched_at": "2025-06-10T09:01:00+00:00"}
    times |= {"en_route_at": "2025-06-10T09:02:00+00:00", "arrived_at": "2025-06-10T11:02:01+00:00"}
    assert times_of(found) == times


def test_an_unknown_list_is_refused_in_one_sentence(connection: Connection) -> None:
    with pytest.raises(BadQuestion, match="no list 'best' for review"):
        for_review(connection, STAFFORDSHIRE, "best")


def test_every_rule_and_list_is_documented() -> None:
    part = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8").partition("## The tail review")[2]
    table = part.partition("| rule | what it says |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| ([a-z ]+) \| (.+) \|$", table, re.M) == [(rule.name, rule.sentence) for rule in RULES]
    assert re.findall(r"^\| `([a-z_]+)` \|", part, re.M) == list(LISTS)
