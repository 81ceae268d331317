"""The incidents behind a figure, and the tail review: the same rows as on the command line, one of them in full, and marks."""

import html
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from screen import followed, markup
from streamlit.testing.v1 import AppTest

import world
from door import SHARED, perfdash
from perfdash.measures.incidents import PAGE_ROWS
from perfdash.measures.review import Verdict
from perfdash.meeting import log

INCIDENTS, REVIEW = "pages/incidents.py", "pages/review.py"
EXTRACTS = {
    "lfb": SHARED / "data" / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz",
    "sffd": SHARED / "data" / "sffd_2017_01" / "sffd_2017_01.csv",
}
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("incident_pages") / "demo"
    assert perfdash("demo", "--years", 1, "--incidents-per-year", 6000, "--store", store).code == 0
    return store


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The sixty-incident world, with a log of its own."""
    assert perfdash("load", "incidents", world.EXTRACT, "--profile", world.PROFILE, "--store", tmp_path / "s").code == 0
    return tmp_path / "s"


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(store: Path, path: str = INCIDENTS, **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        return stands(followed(path, query))

    return opened


def stands(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    assert headline(at)
    assert "nan" not in re.findall(r"\w+", text(at).lower())
    assert "None" not in text(at)
    return at


def text(at: AppTest) -> str:
    plain = html.unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"<style>.*?</style>", "", markup(at), flags=re.S)))
    return re.sub(r"[^\S\n]+", " ", plain).replace("\u00a0", " ")


def headline(at: AppTest) -> str:
    (heading,) = re.findall(r"<h1>(.*?)</h1>", markup(at), re.S)
    return html.unescape(heading).replace("\u00a0", " ")


def query_of(at: AppTest) -> dict[str, str]:
    return {key: value if isinstance(value, str) else value[0] for key, value in dict(at.query_params).items()}


# The incidents


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            {"grade": "1", "lpt": "burton", "from": "2026-03", "to": "2026-03"},
            "grade 1 incidents in Burton in March 2026",
        ),
        ({"grade": "2", "from": "2026-02", "to": "2026-03"}, "grade 2 incidents, February 2026 to March 2026"),
        ({"weekday": "6", "hour": "22"}, "1 November 2025 to"),
    ],
)
def test_the_headline_counts_what_the_command_line_counts(
    query: dict[str, str], words: str, demo: Path, open_page: Open
) -> None:
    at = open_page(demo, **query)
    where = [
        part
        for key in query.keys() & {"grade", "lpt", "weekday", "hour"}
        for part in ("--where", f"{key}={query[key]}")
    ]
    period = [part for key in query.keys() & {"from", "to"} for part in (f"--{key}", query[key])]
    listed = perfdash("incidents", *where, *period, "--store", demo, "--json").json["listed"]
    assert headline(at).startswith(f"{listed['all']:,} ")
    assert words in headline(at)
    assert ("weekday: Saturday, hour: 22:00 to 22:59" in headline(at)) is ("hour" in query)
    assert headline(at).endswith(f": {listed['over']:,} over the standard, {listed['unknown']:,} without a usable time")
    assert f"Over the standard ({listed['over']:,})" in at.get("button_group")[0].proto.options[1].content


def test_the_table_shows_a_screen_of_rows_and_the_next(demo: Path, open_page: Open) -> None:
    at = open_page(demo, grade="1")
    keys = [row["incident_key"] for row in perfdash(
        "incidents", "--where", "grade=1", "--limit", 450, "--store", demo, "--json"
    ).json["rows"]]  # fmt: skip
    shown = at.dataframe[0].value["Reference"].tolist()
    assert shown == [key.partition("/")[2] for key in keys[:PAGE_ROWS]]
    assert f"1 to {PAGE_ROWS} of " in text(at)
    at.button(key="after").click().run()
    stands(at)
    assert at.dataframe[0].value["Reference"].tolist() == [
        key.partition("/")[2] for key in keys[PAGE_ROWS : 2 * PAGE_ROWS]
    ]
    assert query_of(at)["page"] == "2"
    assert open_page(demo, **query_of(at)).dataframe[0].value.equals(at.dataframe[0].value)
    at.button(key="before").click().run()
    assert at.dataframe[0].value["Reference"].tolist() == shown


@pytest.mark.parametrize("page", ["0", "-1", "999999", "two", "²"])
def test_a_page_that_cannot_be_is_the_nearest_that_can(page: str, demo: Path, open_page: Open) -> None:
    assert len(open_page(demo, grade="1", page=page).dataframe[0].value) > 0


@pytest.mark.parametrize("show", ["over", "unknown", "slowest"])
def test_each_listing_is_carried_in_the_url(show: str, small: Path, open_page: Open) -> None:
    at = open_page(small, grade="1", show=show)
    rows = perfdash(
        "incidents", "--where", "grade=1", "--listing", show, "--limit", 200, "--store", small, "--json"
    ).json["rows"]
    assert at.dataframe[0].value["Reference"].tolist() == [row["incident_key"][-3:] for row in rows]
    assert query_of(at)["show"] == show


def test_a_link_shows_one_incident_in_full(small: Path, open_page: Open) -> None:
    at = open_page(small, grade="1", incident="staffordshire/W03")
    assert "Incident W03 was attended after 15:01 min, 0:01 min over the limit of 15 min" in text(at)
    # 11:00:00 the call, 11:01:00 ready, 11:02:00 sent, 11:15:01 there: a minute, a minute and thirteen minutes and one.
    (line,) = re.findall(r'<div class="pd-line".*?</div></div>|<div class="pd-line".*?</b></div>', markup(at), re.S)
    assert "travel 13:01 min" in html.unescape(line).replace("\u00a0", " ")
    assert "limit 15 min" in html.unescape(line).replace("\u00a0", " ")
    rows = re.findall(
        r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td.*?>(.*?)</td><td.*?>(.*?)</td></tr>', markup(at)
    )
    assert [tuple(cell.replace("\u00a0", " ") for cell in row) for row in rows] == [
        ("The call was answered", "Sun 2 Mar 2025, 11:00:00", "", "the clock starts"),
        ("The incident record was created", "Sun 2 Mar 2025, 11:00:30", "+ 0:30 min", "0:30 min"),
        ("The control room passed it for despatch", "Sun 2 Mar 2025, 11:01:00", "+ 0:30 min", "1 min"),
        ("The first resource was despatched", "Sun 2 Mar 2025, 11:02:00", "+ 1 min", "2 min"),
        ("The first resource arrived", "Sun 2 Mar 2025, 11:15:01", "+ 13:01 min", "15:01 min"),
    ]


@pytest.mark.parametrize(
    ("ref", "sentence"),
    [
        ("W01", "was attended after 10 min, within the limit of 15 min"),
        ("W25", "was attended after 24 h; no standard is recorded for it"),
        ("W35", "is not measured: arrival missing, since no arrival is recorded"),
        ("W12", "is not measured: over cap (6 h 00 min), since it took longer than the listed cap of its grade"),
        ("W40", "is not measured: out of sequence, since it arrived before the clock started"),
        ("W47", "is not measured: duplicate of a parent"),
    ],
)
def test_every_kind_of_incident_says_what_it_is(ref: str, sentence: str, small: Path, open_page: Open) -> None:
    assert f"Incident {ref} {sentence}" in text(open_page(small, incident=f"staffordshire/{ref}", grade=""))


def test_the_hour_that_comes_twice_says_which_it_is(small: Path, open_page: Open) -> None:
    at = open_page(small, grade="1", incident="staffordshire/W16")
    assert "Sun 26 Oct 2025, 01:50:00 BST" in text(at)
    assert "Sun 26 Oct 2025, 01:05:00 GMT" in text(at)
    assert text(at).index("01:50:00 BST") < text(at).index("01:05:00 GMT")
    assert "+ 15 min" in text(at)


def tick(at: AppTest, *rows: int) -> AppTest:
    at.session_state[at.dataframe[0].key] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return stands(at.run())


def test_a_ticked_row_stands_in_the_url_until_it_is_put_away(small: Path, open_page: Open) -> None:
    at = tick(open_page(small, grade="1", show="over"), 1)
    assert query_of(at)["incident"] == "staffordshire/W05"
    assert "Incident W05 was attended after 20:01 min" in text(at)
    tick(at, 2)
    assert query_of(at)["incident"] == "staffordshire/W07"
    again = open_page(small, **query_of(at))
    assert "Incident W07 was attended" in text(again)
    assert again.session_state[again.dataframe[0].key]["selection"]["rows"] == [2]
    tick(at)
    assert "incident" not in query_of(at)
    assert "Tick a row" in text(at)


def test_an_incident_is_forgotten_with_the_list_it_was_chosen_from(small: Path, open_page: Open) -> None:
    at = tick(open_page(small, grade="1", show="over"), 1)
    at.sidebar.multiselect(key="lpt").select("hanley").run()
    stands(at)
    assert "incident" not in query_of(at)
    assert "asks for incident" not in text(at)


def test_an_incident_outside_the_selection_is_said(small: Path, open_page: Open) -> None:
    at = open_page(small, grade="1", lpt="leek", incident="staffordshire/W01")
    assert "asks for incident 'W01', which this selection does not hold" in text(at)
    assert "<script" not in markup(open_page(small, grade="1", incident="<script>alert(1)</script>"))


def test_an_empty_selection_says_so(small: Path, open_page: Open) -> None:
    at = open_page(small, grade="3", lpt="leek")
    assert headline(at).startswith("No incident: grade 3 incidents in Leek")
    assert not at.dataframe


@pytest.mark.parametrize("page", [INCIDENTS, REVIEW])
def test_the_public_sees_no_incident(page: str, small: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDASH_ROLE", "public")
    at = open_page(small, page, incident="staffordshire/W03")
    assert "Single incidents are not shown in the public view" in text(at)
    assert not at.dataframe
    assert "W03" not in text(at)
    assert not at.get("download_button")


@pytest.mark.parametrize("page", [INCIDENTS, REVIEW])
@pytest.mark.parametrize("name", EXTRACTS)
def test_the_pages_stand_on_real_extracts(name: str, page: str, tmp_path: Path, open_page: Open) -> None:
    if not EXTRACTS[name].exists():
        pytest.skip(f"the real extract {EXTRACTS[name].name} is not here")
    loaded = perfdash("load", "incidents", EXTRACTS[name], "--profile", name, "--store", tmp_path / "store")
    assert loaded.code == 0, loaded.err
    at = open_page(tmp_path / "store", page)
    assert len(at.dataframe[0].value) > 0
    if (page, name) == (INCIDENTS, "sffd"):
        assert headline(at).endswith(": no standard is recorded for them, 60 without a usable time")


# The tail review


def card(at: AppTest, title: str) -> str:
    (section,) = re.findall(rf'<section class="pd-card"><h3>{title}</h3>(.*?)</section>', markup(at), re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", section))).replace("\u00a0", " ").strip()


def test_the_review_lists_what_the_command_line_lists(demo: Path, open_page: Open) -> None:
    at = open_page(demo, REVIEW, grade="1")
    reply = perfdash("review", "--where", "grade=1", "--limit", 200, "--store", demo, "--json").json
    assert at.dataframe[0].value["Reference"].tolist() == [
        row["incident_key"].partition("/")[2] for row in reply["rows"]
    ]
    assert headline(at).startswith(f"{sum(reply['listed'].values()):,} of ")
    assert headline(at).endswith("are listed for review: none settled yet")
    assert "a mark changes no figure" in text(at)
    reasons = [", ".join(key.replace("_", " ") for key in row["reasons"]) or "–" for row in reply["rows"]]
    assert at.dataframe[0].value["Why it may be an error"].tolist() == reasons


def test_no_longest_wait_is_given_that_nobody_reviewed(small: Path, open_page: Open) -> None:
    at = open_page(small, REVIEW, grade="1")
    # The twentieth slowest of thirty took 600 seconds, and so did others: all but the fastest; and W12 over the cap.
    assert card(at, "Longest reviewed wait") == (
        "– No longest wait is given, since none was reviewed and found real: "
        "30 incidents far in the tail or over the cap are not reviewed yet"
    )


def mark(at: AppTest, verdict: Verdict) -> AppTest:
    at.get("button_group")[1].set_value(verdict).run()
    assert at.button(key="write_mark").disabled is False
    return stands(at.button(key="write_mark").click().run())


def test_a_mark_is_written_shown_and_kept(small: Path, open_page: Open) -> None:
    at = open_page(small, REVIEW, grade="1", incident="staffordshire/W10")
    assert "Why it may be an error" in text(at)
    assert at.button(key="write_mark").disabled is True
    mark(at, Verdict.REAL)
    assert "Real wait: chief officer, " in text(at)
    # W10 waited 3,601 seconds: 60:01 min. Longer: W11 at the cap, W12 over it.
    assert card(at, "Longest reviewed wait") == "60:01 min 2 longer ones are not reviewed yet"
    again = open_page(small, REVIEW, grade="1", list="reviewed")
    assert again.dataframe[0].value["Reference"].tolist() == ["W10"]
    assert again.dataframe[0].value["Review"].iloc[0].startswith("real wait (chief officer, ")
    assert headline(again).endswith("listed for review: 1 settled yet")
    reply = perfdash("review", "--where", "grade=1", "--store", small, "--json").json
    assert reply["longest_reviewed_wait"] == {"seconds": 3601, "incident_key": "staffordshire/W10", "n_longer": 2}


def test_a_mark_that_cannot_be_written_is_said_on_the_page(
    small: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = mark(open_page(small, REVIEW, grade="1", incident="staffordshire/W10"), Verdict.OPEN)
    monkeypatch.setattr(log, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(small / "log.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # somebody else is writing, and does not stop
        mark(at, Verdict.REAL)
        assert "The mark was not written. The log " in text(at)
        other.execute("ROLLBACK")
    mark(at, Verdict.REAL)
    assert "was not written" not in text(at)
    assert "Real wait: chief officer, " in text(at)
