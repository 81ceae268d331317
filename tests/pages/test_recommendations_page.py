"""The page of the recommendations: it follows log and store, keeps people's text as text, and lets only roles write that may."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from screen import followed, markup
from streamlit.testing.v1 import AppTest

from door import perfdash, write_csv, write_profile
from perfdash.measures.register import measures
from perfdash.meeting import decisions, meetings, progress
from perfdash.meeting.progress_entries import Draft, write
from perfdash.meeting.shown import Shown
from perfdash.reference import recommendations as asked_for
from perfdash.reference.recommendations import Closing, Status, recommendation
from perfdash.store.places import find_store
from perfdash.ui.roles import SETTING

PAGE = "pages/recommendations.py"
NASTY = '<b>bold</b> & **not bold** [a](http://x.y) $x$\n<script>alert("1")</script>'
OURS = ("2", "3", "6")
Open = Callable[..., AppTest]


def make_store(folder: Path, arrived: str) -> Path:
    """Forty grade 1 incidents of May 2025 (the whole month), each attended at the given time after a call at 10:00."""
    rows = [(f"G{n}", f"2025-05-{day:02d} 10:00:00", f"2025-05-{day:02d} {arrived}", 1) for n, day in enumerate(DAYS)]
    folder.mkdir()
    extract = write_csv(folder / "extract.csv", ("Ref", "Call", "Arrived", "Grade"), rows)
    profile = write_profile(folder / "plain.toml")
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", folder / "store").code == 0
    return folder / "store"


DAYS = [*range(1, 32), *range(1, 10)]


@pytest.fixture
def quick(tmp_path: Path) -> Path:
    return make_store(tmp_path / "quick", "10:09:00")


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    return make_store(tmp_path / "slow", "10:21:30")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(store: Path, role: str = "chief officer", **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        monkeypatch.setenv(SETTING, role)
        return followed(PAGE, query)

    return opened


def text(at: AppTest) -> str:
    plain = html.unescape(re.sub(r"<[^>]+>", "\n", markup(at))).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain)


def headline(at: AppTest) -> str:
    (heading,) = re.findall(r"<h1>(.*?)</h1>", markup(at), re.S)
    return html.unescape(heading)


def tables(at: AppTest) -> list[str]:
    return re.findall(r"<table.*?</table>", markup(at), re.S)


def history(at: AppTest) -> str:
    return next(table for table in tables(at) if "Evidence and reason" in table)


def record(store: Path, key: str, says: Status | Closing, who: str = "analyst", **more: object) -> None:
    draft = Draft("staffordshire", recommendation(key), says, "Paper 7", "A reason")
    write(find_store(store).log, replace(draft, **more), who, date.today())  # type: ignore[arg-type]


# What it says follows the log


def test_without_entries_ours_are_overdue_and_others_are_not_ours(quick: Path, open_page: Open) -> None:
    at = open_page(quick)
    assert not at.exception
    assert headline(at) == (
        "Three recommendations are the force's to deliver: none is recorded as implemented; all were due by January 2024"
    )
    rows = tables(at)[0]
    assert rows.count("not ours to deliver") == 8
    assert rows.count(">overdue<") == 3
    assert rows.count("no reason recorded") == 3
    assert "Nothing has been written yet" in text(at)
    # 335 days from 31 January 2024 to 31 December, 365 of 2025 and 26 of January 2026: 726.
    late = (date.today() - date(2024, 1, 31)).days
    assert (
        f"Three are overdue, by {late:,} days; the national standard was announced 726 days after the first due date on "
        "attendance"
    ) in text(at)


def test_the_headline_follows_what_is_recorded(quick: Path, open_page: Open) -> None:
    record(quick, "3", Status.IMPLEMENTED)
    assert headline(open_page(quick)) == (
        "Three recommendations are the force's to deliver: one is recorded as implemented; 2 and 6 are overdue"
    )
    record(quick, "2", Status.NOT_ACCEPTED)
    assert headline(open_page(quick)).endswith("one is recorded as implemented, one as not accepted; 6 is overdue")
    record(quick, "2", Status.IMPLEMENTED)
    record(quick, "6", Status.IMPLEMENTED)
    assert headline(open_page(quick)).endswith("all three are recorded as implemented; none is overdue")


def test_closings_stand_side_by_side_and_apart(quick: Path, open_page: Open) -> None:
    record(quick, "2", Closing.PCC_SATISFIED, "commissioner")
    said = text(open_page(quick, rec="2"))
    assert "Force says done: not recorded Nobody has said so here" in said
    assert "PCC satisfied: yes Since" in said
    assert "written by the commissioner on" in said
    assert "HMICFRS closed: no" in said
    assert "overdue" in said


# Gaps


def test_gaps_are_shown_as_gaps(quick: Path, open_page: Open) -> None:
    said = text(open_page(quick, rec="2"))
    assert said.count("No data yet") == sum("2" in asked.recommendations for asked in measures().values())
    assert "Gap: The recommendation names specials and volunteers; the record says nothing of them" in said
    assert "Not counted yet: Those who deferred" in said
    assert "No reason for this state is recorded" in said
    said = text(open_page(quick, rec="4a"))
    assert "No commitment on it is recorded" in said


def test_a_measure_without_data_says_what_would_be_counted(quick: Path, open_page: Open) -> None:
    said = text(open_page(quick, rec="6"))
    assert said.count("No data yet") == 3
    assert "Would be counted: calls presented" in said
    staged = text(open_page(quick, rec="1a"))
    assert "Would be counted: measured incidents with all three stages known" in staged


def test_rows_past_their_end_stay_and_are_named(quick: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    end = date(2025, 3, 31)
    rows = [row.model_copy(update={"to_on": end}) if row.key == "3" else row for row in asked_for.recommendations()]
    kept = [row.model_copy(update={"to_on": end}) if row.key == "msk_pilot" else row for row in asked_for.commitments()]
    monkeypatch.setattr(asked_for, "recommendations", lambda: tuple(rows))
    monkeypatch.setattr(asked_for, "commitments", lambda: tuple(kept))
    at = open_page(quick, rec="3")
    assert not at.exception
    assert text(at).count("Ran out on 31 March 2025: nothing has replaced it") == 3


# What it says follows the store


def test_the_measures_follow_the_store(quick: Path, slow: Path, open_page: Open) -> None:
    fast, late = text(open_page(quick, rec="1a")), text(open_page(slow, rec="1a"))
    assert "100.0 %" in fast
    assert "9 min" in fast
    assert "0.0 %" in late
    assert "21:30 min" in late
    assert "21:30" not in fast


def test_a_card_opens_its_page_with_the_same_period(quick: Path, open_page: Open) -> None:
    links = re.findall(r'<h3><a href="([^"]*)"', markup(open_page(quick, rec="1a", clock="despatch_to_arrival")))
    assert len(links) == 6
    assert all("clock=despatch_to_arrival" in link and "force=staffordshire" in link for link in links)
    assert {link.partition("?")[0] for link in links} == {"attendance", "stages"}


# Writing


def fill(at: AppTest, says: Status | Closing, evidence: str, reason: str = "", place: str = "2_") -> AppTest:
    at.selectbox(key=f"says_{place}").select(says)
    at.text_area(key=f"evidence_{place}").input(evidence)
    at.text_area(key=f"reason_{place}").input(reason)
    (button,) = (button for button in at.button if button.label.startswith("Write as"))
    return button.click().run()


def test_an_entry_is_written_through_the_form_and_shown_as_plain_text(quick: Path, open_page: Open) -> None:
    at = fill(open_page(quick, rec="2"), Closing.FORCE_DONE, NASTY)
    assert not at.exception
    assert "Written: force says done" in text(at)
    assert html.escape(NASTY) in history(at)
    assert "<script>" not in markup(at)
    assert "<b>bold" not in markup(at)
    assert "Force says done: yes" in text(at)
    assert at.text_area(key="evidence_2_").value == ""
    (entry,) = progress.read(find_store(quick).log, "staffordshire")
    assert (entry.evidence, entry.who, entry.since) == (NASTY, "chief officer", date.today())
    at = fill(at, Status.IMPLEMENTED, "Second entry")
    assert history(at).index("Second entry") < history(at).index("not bold")
    assert "one is recorded as implemented" in headline(at)


def test_what_is_refused_says_why_and_keeps_what_was_typed(quick: Path, open_page: Open) -> None:
    at = fill(open_page(quick, rec="2"), Status.IN_PROGRESS, "Paper 9")
    assert "Nothing was written. 'in progress' of an overdue recommendation needs a reason." in text(at)
    assert at.text_area(key="evidence_2_").value == "Paper 9"
    assert not find_store(quick).log.exists()


def test_an_entry_on_a_commitment_is_its_own(quick: Path, open_page: Open) -> None:
    at = open_page(quick, rec="2")
    about = at.selectbox(key="about_2")
    at = about.select_index(next(n for n, label in enumerate(about.options) if "Joiners" in label)).run()
    at = fill(at, Status.IN_PROGRESS, "First talks held", place="2_stay_joiners")
    assert "In progress since" in text(at)
    assert "none is recorded as implemented" in headline(at)
    (entry,) = progress.read(find_store(quick).log, "staffordshire")
    assert (entry.recommendation, entry.commitment) == ("2", "stay_joiners")
    assert not any("specials" in label for label in about.options)


def test_what_a_meeting_decided_stands_on_the_recommendation(quick: Path, open_page: Open) -> None:
    log, today = find_store(quick).log, date.today()
    assert "Decided at meetings" not in text(open_page(quick, rec="6"))
    held = meetings.create(
        log, "staffordshire", date(2026, 12, 3), meetings.Kind.PUBLIC, "December <webcast>", "analyst"
    )
    answered = ("call_answering_within_standard",)
    seen = Shown("staffordshire", held.id, "b", "calls", "calls", "91 % were answered", "91 %", answered)
    decisions.decide(log, seen, decisions.Draft(decisions.Says.KEEP, NASTY, True, "6"), "commissioner", today)
    at = open_page(quick, rec="6")
    (table,) = [table for table in tables(at) if "91 % were answered" in table and "Decided" in table]
    assert html.escape(NASTY.split(" [")[0]) in table and "<script" not in table
    assert "December &lt;webcast&gt;, 3 December 2026" in table
    assert f'href="meetings?meeting={held.id}"' in table
    assert "<b>Keep</b>" in table and "PCC satisfied" in table and "commissioner" in table
    assert "PCC satisfied: yes" in text(at)
    assert "Decided at meetings" not in text(open_page(quick, rec="2"))


def test_a_wrong_entry_is_taken_back(quick: Path, open_page: Open) -> None:
    record(quick, "2", Closing.FORCE_DONE)
    at = open_page(quick, rec="2")
    at.checkbox(key="taken_back_2_").check()
    at = fill(at, Closing.FORCE_DONE, "", "Meant for 3")
    assert "Force says done: no" in text(at)
    assert "Taken back: force says done" in history(at)
    assert "Paper 7" in history(at)


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("commissioner", {"PCC satisfied", "HMICFRS closed"}),
        ("analyst", {"Status: implemented", "Status: in progress", "Status: not accepted", "Force says done", "HMICFRS closed"}),
    ],
)  # fmt: skip
def test_each_role_is_offered_its_own(role: str, offered: set[str], quick: Path, open_page: Open) -> None:
    at = open_page(quick, role=role, rec="2")
    assert set(at.selectbox(key="says_2_").options) == offered
    assert any(button.label == f"Write as {role}" for button in at.button)
    assert f"You write as {role}" in text(at)


def test_the_public_reads_and_writes_nothing(quick: Path, open_page: Open) -> None:
    record(quick, "2", Status.IMPLEMENTED)
    at = open_page(quick, role="public", rec="2")
    assert "Paper 7" in history(at)
    assert not at.text_area
    assert not [button for button in at.button if button.label.startswith("Write")]
    assert "the role 'public', which reads and writes nothing of recommendation 2" in text(at)


# Any store, and its structure


@pytest.mark.parametrize("key", [row.key for row in asked_for.recommendations()])
def test_every_panel_stands_on_a_store_of_one_month(key: str, quick: Path, open_page: Open) -> None:
    at = open_page(quick, rec=key)
    assert not at.exception
    assert at.header[0].value.startswith(f"Recommendation {key}: ")
    assert "nan" not in re.findall(r"\w+", text(at).lower())
    assert "None" not in text(at)


def test_headings_go_down_step_by_step_and_tables_have_headers(quick: Path, open_page: Open) -> None:
    record(quick, "2", Status.IMPLEMENTED)
    at = open_page(quick, rec="2")
    levels = [int(level) for level in re.findall(r"<h(\d)", markup(at))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in tables(at):
        head, body = table.split("<tbody>")
        columns = head.count('<th scope="col"')
        rows = body.split("<tr")[1:]
        assert columns
        assert all(row.count('<th scope="row"') == 1 and row.count("<td") == columns - 1 for row in rows)
