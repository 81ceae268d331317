"""The page of 999 calls: that it stands on any store, says what the command line says, and says so where there are none."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from screen import followed, markup, table
from streamlit.testing.v1 import AppTest

from door import perfdash, write_csv, write_profile

PAGE = "pages/calls.py"
LAST_MONTH, PART_MONTH = "2026-10", "2026-11"
HEADER = ("Id", "Line", "Offered", "Wait", "Gave up")
COLUMNS = (
    'call_line = "Line"\npresented_at = "Offered"\nanswered_at = { after = "presented_at", seconds = "Wait" }\n'
    'abandoned_at = { after = "presented_at", seconds = "Gave up" }'
)
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("calls") / "demo"
    assert perfdash("demo", "--years", 2, "--incidents-per-year", 6000, "--store", store).code == 0
    return store


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(store: Path, **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        return followed(PAGE, query)

    return opened


def add_calls(store: Path, folder: Path, rows: list[tuple[str, ...]]) -> Path:
    profile = write_profile(folder / "calls.toml", top='kind = "calls"', key='record = ["Id"]', columns=COLUMNS)
    extract = write_csv(folder / "calls.csv", HEADER, rows)
    assert perfdash("load", "calls", extract, "--profile", profile, "--store", store).code == 0
    return store


def text(at: AppTest) -> str:
    plain = html.unescape(re.sub(r"<[^>]+>", "\n", markup(at))).replace("\u00a0", " ")
    return re.sub(r"[^\S\n]+", " ", plain)


def headings(at: AppTest, level: int) -> list[str]:
    found = re.findall(rf"<h{level}>(.*?)</h{level}>", markup(at), re.S)
    return [html.unescape(re.sub(r"<[^>]+>", "", heading)).replace("\u00a0", " ") for heading in found]


def stands(at: AppTest) -> None:
    assert not at.exception, at.exception
    assert len(headings(at, 1)) == 1
    assert "nan" not in re.findall(r"\w+", text(at).lower())
    assert "None" not in text(at)


def asked(store: Path, key: str, *options: str) -> dict[str, Any]:
    (row,) = perfdash("measure", key, *options, "--store", store, "--json").json["rows"]
    return dict(row)


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def test_the_page_says_the_command_lines_numbers(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1")
    stands(at)
    period = ("--from", LAST_MONTH, "--to", LAST_MONTH)
    row = asked(demo, "call_answering_within_standard", *period)
    (headline,) = headings(at, 1)
    assert headline.startswith(f"{percent(row['share_within'])} of answered 999 calls waited no longer than 10 seconds")
    assert "October 2026" in headline
    plain = re.sub(r"\s+", " ", text(at))
    assert f"n = {row['n_judged']:,} answered" in plain
    assert f"interval {percent(row['share_within_low'])} to {percent(row['share_within_high'])}" in plain
    assert f"abandoned ones included: {percent(row['share_within_of_presented'])}" in plain
    assert f"{row['n_abandoned']} of {row['n_calls']:,} presented" in plain
    assert f"{round(row['median_seconds'])} seconds" in plain
    other = asked(demo, "calls_abandoned", "--where", "line=101", *period)
    assert f"{percent(other['share_abandoned'])} of {other['n_calls']:,} callers gave up" in plain


def test_its_own_formal_line_and_no_clock_of_incidents(demo: Path, open_page: Open) -> None:
    plain = text(open_page(demo, force="demonstration", grade="1", lpt="burton"))
    assert "Call presented → answered · judged by the standard of its day" in plain
    assert "10 seconds, announced (no share to be reached is recorded)" in plain
    assert "grade and lpt chosen elsewhere: no part in it" in plain
    assert "first arrival" not in plain.split("About this extract")[0].partition("999")[2]
    assert "The incidents behind this" not in plain


def test_every_chart_says_its_finding_and_leaves_the_part_month_off(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration")
    found = [chart.proto for chart in at.get("plotly_chart")]
    assert len(found) == 4
    for drawn, finding in zip(found, headings(at, 2), strict=True):
        assert finding in drawn.alt.replace("\u00a0", " ")
    assert not [drawn.id for drawn in found if PART_MONTH in drawn.spec]
    assert f"{PART_MONTH} (part)" in table(at)["Month"].tolist()


def test_the_pass_share_is_drawn_while_it_held(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration")
    data = json.loads(at.get("plotly_chart")[0].proto.spec)["data"]
    (step,) = [trace for trace in data if (trace.get("line") or {}).get("dash") == "dash"]
    assert step["y"] == [0.9, 0.9]
    assert str(step["x"][1]).startswith("2026-01-25")
    assert "dashed: 90 % in 10 seconds until 25 January 2026" in text(at)
    assert "999 calls, standard of 10 seconds: announced" in text(at)
    later = open_page(demo, force="demonstration", **{"from": "2026-03"})
    assert "dashed:" not in text(later)


def test_an_hour_narrows_the_page_and_is_named_in_its_headline(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", hour="19")
    stands(at)
    row = asked(demo, "call_answering_within_standard", "--where", "hour=19", "--from", LAST_MONTH, "--to", LAST_MONTH)
    assert headings(at, 1)[0].startswith(f"{percent(row['share_within'])} of answered 999 calls (hour: 19:00 to 19:59)")


def test_one_part_month_is_told_by_its_days(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", **{"from": PART_MONTH, "to": PART_MONTH})
    stands(at)
    row = asked(demo, "call_answering_within_standard", "--from", PART_MONTH)
    share = percent(row["share_within"])
    days = "1 November 2026 to 17 November 2026"
    assert headings(at, 1) == [f"{share} of answered 999 calls waited no longer than 10 seconds, {days}"]
    assert len(at.get("plotly_chart")) == 2  # by hour, and what became of them


def test_without_calls_it_says_so_and_how_to_load_them(good_store: Path, open_page: Open) -> None:
    at = open_page(good_store)
    stands(at)
    assert headings(at, 1) == ["No call records are loaded for Staffordshire Police"]
    assert "perfdash load calls FILE --profile NAME" in text(at)
    assert not at.get("plotly_chart")
    assert "· data to " in text(at)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            [("A", "999", "2025-05-01 10:00:00", "4", "")],
            "100.0 % of answered 999 calls waited no longer than 10 seconds",
        ),
        ([("A", "999", "2025-05-01 10:00:00", "", "9")], "No 999 call has a time to its answer"),
        ([("A", "101", "2025-05-01 10:00:00", "200", "")], "No 999 call has a time to its answer"),
    ],
)
def test_a_single_call_is_enough(
    good_store: Path, tmp_path: Path, open_page: Open, rows: list[tuple[str, ...]], says: str
) -> None:
    at = open_page(add_calls(good_store, tmp_path, rows))
    stands(at)
    assert headings(at, 1)[0].startswith(says)


def test_a_force_without_a_standard_is_told_by_its_waits(tmp_path: Path, store: Path, open_page: Open) -> None:
    plain = write_profile(tmp_path / "plain.toml", force="lfb")
    incident = write_csv(
        tmp_path / "i.csv", ("Ref", "Call", "Arrived", "Grade"), [("A", "2025-05-01 10:00:00", "", "Fire")]
    )
    assert perfdash("load", "incidents", incident, "--profile", plain, "--store", store).code == 0
    profile = write_profile(
        tmp_path / "calls.toml", force="lfb", top='kind = "calls"', key='record = ["Id"]', columns=COLUMNS
    )
    calls = write_csv(tmp_path / "c.csv", HEADER, [("A", "999", "2025-05-01 10:00:00", "4", "")])
    assert perfdash("load", "calls", calls, "--profile", profile, "--store", store).code == 0
    at = open_page(store)
    stands(at)
    assert headings(at, 1)[0].startswith("Half of answered 999 calls waited no longer than 4 seconds")
    assert "no standard recorded" in text(at)


def test_one_whole_month_is_one_point(good_store: Path, tmp_path: Path, open_page: Open) -> None:
    rows = [(f"T{day}", "999", f"2025-05-{day:02d} 10:00:00", str(day % 14), "") for day in range(1, 32)]
    at = open_page(add_calls(good_store, tmp_path, rows))
    stands(at)
    assert "in May 2025: too few points to tell (1 of 13)" in headings(at, 1)[0]


def test_a_store_of_calls_alone_names_the_command_that_is_missing(tmp_path: Path, open_page: Open) -> None:
    at = open_page(add_calls(tmp_path / "store", tmp_path, [("A", "999", "2025-05-01 10:00:00", "4", "")]))
    assert not at.exception
    assert "No incidents are loaded yet" in text(at)
    assert "perfdash load incidents FILE" in text(at)
