"""Meetings without a browser: planned, frozen, asked at and packed on their page and on the command line; and present mode."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from screen import followed, markup
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from door import perfdash
from perfdash.meeting import agenda, commentary, meetings, questions
from perfdash.meeting.frozen import frozen
from perfdash.meeting.meetings import Kind, Meeting
from perfdash.store.places import Store, find_store

PAGE, ID, DAY = "pages/meetings.py", "2030-01-15-public", "2030-01-15"
FORCE = "demonstration"
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration store, of two years."""
    store = tmp_path_factory.mktemp("meetings") / "demo"
    assert perfdash("demo", "--years", 2, "--incidents-per-year", 4000, "--store", store).code == 0
    return store


@pytest.fixture
def store(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The same without anything that people wrote."""
    monkeypatch.setenv("PERFDASH_STORE", str(demo))
    monkeypatch.setenv("PERFDASH_ROLE", "chief officer")
    find_store(demo).log.unlink(missing_ok=True)
    return find_store(demo)


@pytest.fixture
def open_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", Framed)

    def opened(page: str = PAGE, role: str = "chief officer", **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_ROLE", role)
        return stands(followed(page, query))

    return opened


class Framed(PagesManager):
    """A test runs a page without its frame, because of the pages/ folder; the frame alone presents."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        PagesManager.uses_pages_directory = False


@pytest.fixture
def planned(store: Store) -> Meeting:
    """A public meeting with two screens."""
    meeting = meetings.create(store.log, FORCE, meetings.parse_day(DAY), Kind.PUBLIC, "A webcast", "analyst")
    agenda.add(store.log, meeting, "attendance?force=demonstration&grade=1&panel=lead", "In time?", "Slowly", "analyst")
    agenda.add(store.log, meeting, "places?force=demonstration&grade=1", "Where not?", "", "analyst")
    return meeting


def stands(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    assert not at.error
    return at


def text(at: AppTest) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup(at)))).replace("\u00a0", " ")


def headline(at: AppTest) -> str:
    """The finding on the screen; the page out of sight behind it comes first."""
    return html.unescape(re.findall(r"<h1>(.*?)</h1>", markup(at), re.S)[-1]).replace("\u00a0", " ")


def buttons(at: AppTest) -> set[str]:
    return {button.key for button in at.button if button.key}


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return stands(at.run(timeout=120))


# Planning


def test_a_meeting_is_planned_on_the_page_and_stands_in_the_list(open_page: Open, store: Store) -> None:
    at = open_page()
    assert headline(at) == "No meeting is planned"
    at.date_input(key="new_on").set_value(meetings.parse_day(DAY))
    at.selectbox(key="new_kind").set_value(Kind.QUARTERLY)
    at.text_input(key="new_title").set_value("Winter <b>forum</b>")
    at = press(at, "create_meeting")
    assert headline(at).startswith("Next: Winter <b>forum</b>, 15 January 2030, in ")
    assert "<b>forum</b>" not in markup(at)
    (meeting,) = meetings.meetings(store.log, FORCE)
    assert meeting.kind is Kind.QUARTERLY


def test_what_is_refused_is_said_and_stays_in_the_form(open_page: Open, planned: Meeting, store: Store) -> None:
    at = open_page(meeting=ID)
    at.text_input(key="new_link").set_value("attendance")
    at = press(at, "add_screen")
    assert "Nothing was written. " in text(at)
    assert at.text_input(key="new_link").value == "attendance"
    assert len(agenda.agenda(store.log, planned)) == 2


def test_the_agenda_is_added_to_changed_moved_and_cut_on_the_page(
    open_page: Open, planned: Meeting, store: Store
) -> None:
    at = open_page(meeting=ID)
    at.text_input(key="new_link").set_value("http://localhost:8501/calls?force=demonstration&present=1")
    at.text_input(key="new_question").set_value("And calls?")
    at = press(at, "add_screen")
    assert [item.link for item in agenda.agenda(store.log, planned)][-1] == "calls?force=demonstration"
    last = agenda.agenda(store.log, planned)[-1].number
    at.selectbox(key="changed_screen").select_index(2)
    at = press(stands(at.run()), f"up_{last}")
    assert [item.question for item in agenda.agenda(store.log, planned)] == ["In time?", "And calls?", "Where not?"]
    at.selectbox(key="changed_screen").select_index(1)
    at.run()
    at.text_input(key=f"question_{last}").set_value("What of calls?")
    at = press(at, f"write_{last}")
    assert agenda.agenda(store.log, planned)[1].question == "What of calls?"
    press(at, f"remove_{last}")
    assert [item.question for item in agenda.agenda(store.log, planned)] == ["In time?", "Where not?"]


def test_the_page_that_one_came_from_is_offered_as_the_link(open_page: Open, planned: Meeting) -> None:
    at = open_page("pages/calls.py", force=FORCE)
    at.query_params.clear()
    at.query_params["meeting"] = ID
    at.switch_page(PAGE)
    assert stands(at.run()).text_input(key="new_link").value == "calls?force=demonstration"


# Freezing


def test_frozen_on_the_page_the_screens_carry_question_notes_and_the_public_rules(
    open_page: Open, planned: Meeting, store: Store
) -> None:
    at = press(open_page(meeting=ID), "freeze")
    assert "its figures are frozen" in headline(at)
    assert "As at: Frozen on" in text(at)
    found = frozen(store, planned)
    assert found is not None
    lead, places = found.screens
    assert (lead.question, lead.notes, lead.key) == ("In time?", "Slowly", "lead")
    assert 1 <= len(lead.numbers) <= 4
    assert places.figure is not None
    assert places.rows
    assert places.is_synthetic


def test_the_command_line_freezes_the_same(open_page: Open, planned: Meeting, store: Store) -> None:
    press(open_page(meeting=ID), "freeze")
    assert perfdash("meeting", "freeze", ID, "--store", store.path).code == 0
    by_page, by_command = (frozen(store, planned, number) for number in (1, 2))
    assert by_page is not None
    assert by_command is not None
    assert by_page.screens == by_command.screens


def test_an_agenda_that_names_no_screen_is_refused_with_the_panels_there_are(planned: Meeting, store: Store) -> None:
    agenda.add(store.log, planned, "places?grade=1&panel=nonsense", "What?", "", "analyst")
    assert "'nonsense'" in perfdash("meeting", "freeze", ID, "--store", store.path).sentence
    assert frozen(store, planned) is None


def test_nobody_in_public_freezes_plans_or_writes(open_page: Open, planned: Meeting) -> None:
    at = open_page(role="public", meeting=ID)
    assert not buttons(at) & {"freeze", "add_screen", "go_ask", "go_set", "go_decide"}
    assert "writes nothing here" in text(at)


def test_what_would_differ_today_is_nothing_without_a_load(open_page: Open, planned: Meeting) -> None:
    at = press(press(open_page(meeting=ID), "freeze"), "differs")
    assert "say the same: nothing was loaded in between" in text(at)


# Presenting


def test_frozen_screens_are_shown_without_running_a_page(
    open_page: Open, planned: Meeting, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert perfdash("meeting", "freeze", ID, "--store", store.path).code == 0
    at = open_page(meeting=ID, present="1", screen="2")
    found = frozen(store, planned)
    assert found is not None
    assert headline(at) == found.screens[1].title
    assert "Where not?" in text(at)
    (chart,) = at.get("plotly_chart")
    assert json.loads(chart.proto.spec)["data"]
    at = press(at, "back")
    assert headline(at) == found.screens[0].title
    assert at.query_params["screen"] == "1"


def test_a_meeting_that_is_not_frozen_is_not_presented(open_page: Open, planned: Meeting) -> None:
    at = open_page(meeting=ID, present="1")
    assert headline(at).startswith("This meeting is not frozen yet")
    assert not at.get("plotly_chart")


@pytest.mark.parametrize("page", ["incidents", "review"])
def test_single_incidents_are_not_presented_nor_sent(open_page: Open, page: str) -> None:
    at = open_page(f"pages/{page}.py", present="1", force=FORCE)
    assert headline(at) == "There is nothing to present here: single incidents are never shown in public."
    assert not at.dataframe


def test_a_page_without_charts_says_that_there_is_nothing_to_present(open_page: Open) -> None:
    at = open_page("pages/published.py", present="1")
    assert headline(at).startswith("There is nothing to present here")


@pytest.mark.parametrize(
    ("page", "least"),
    [("overview", 1), ("attendance", 3), ("stages", 2), ("places", 1), ("calls", 4), ("definitions", 1),
     ("retention", 2), ("keeping_people", 1)],
)  # fmt: skip
def test_every_page_with_findings_has_screens_of_one_finding_each(open_page: Open, page: str, least: int) -> None:
    at = open_page(f"pages/{page}.py", present="1", force=FORCE, **({"grade": "1"} if page != "overview" else {}))
    screens = at.session_state["screens_shown"]
    assert len(screens) >= least
    for screen in screens:
        assert screen.title
        assert (screen.figure is not None) + bool(screen.numbers) <= 1
        assert len(screen.numbers) <= 4
    assert len(at.get("plotly_chart")) <= 1
    for number in range(2, len(screens) + 1):
        at = press(at, "ahead")
        assert f"{number} of" in text(at)


# Asking, deciding, writing


def test_a_question_is_asked_of_a_screen_answered_and_closed_by_who_asked(
    open_page: Open, planned: Meeting, store: Store
) -> None:
    assert perfdash("meeting", "freeze", ID, "--store", store.path).code == 0
    at = open_page(role="commissioner", meeting=ID)
    at.selectbox(key="about_screen").select_index(2)
    at.run()
    at.text_area(key="ask_text").set_value("Why in <i>Burton</i>?")
    at = press(at, "go_ask")
    (asked,) = questions.questions(store.log, FORCE)
    assert asked.shown.link.startswith("places?")
    assert asked.shown.measures == ("attendance_within_standard",)
    assert "go_answer" not in " ".join(buttons(at))

    at = open_page(role="analyst", meeting=ID)
    key = f"answer_{asked.number}"
    at.text_area(key=f"text_{key}").set_value("One road was closed.")
    press(at, f"go_{key}")
    at = press(open_page(role="commissioner", meeting=ID), f"go_close_q_{asked.number}")
    assert questions.questions(store.log, FORCE)[0].state is questions.State.CLOSED
    assert "Nothing is open" in text(at)


def test_an_action_is_set_and_comes_first(open_page: Open, planned: Meeting, store: Store) -> None:
    at = open_page(role="commissioner", meeting=ID, write="set")
    at.text_area(key="set_text").set_value("Look at the road")
    at.text_input(key="set_owner").set_value("Head of Contact")
    at = press(at, "go_set")
    said = text(at)
    assert said.index("Not closed: 0 questions and 1 action") < said.index("Agenda")
    assert any(fold.label.endswith("Look at the road") for fold in at.expander)


def test_commentary_stands_on_a_screen_once_approved_and_frozen(
    open_page: Open, planned: Meeting, store: Store
) -> None:
    agenda.add(store.log, planned, "attendance?force=demonstration&grade=1", "Better?", "", "analyst")
    assert perfdash("meeting", "freeze", ID, "--store", store.path).code == 0
    at = open_page(role="analyst", meeting=ID, write="comment")
    at.selectbox(key="about_screen").select_index(3)
    at.run()
    (words,) = [area for area in at.text_area if area.label == "Commentary"]
    words.set_value("The new rota began.")
    (write,) = [button for button in buttons(at) if button.startswith("go_comment_")]
    press(at, write)
    (note,) = commentary.notes(store.log, FORCE)
    press(open_page(role="chief officer", meeting=ID, write="comment"), f"go_approve_{note.number}")
    assert perfdash("meeting", "freeze", ID, "--store", store.path).code == 0
    found = frozen(store, planned)
    assert found is not None
    assert [bool(screen.commentary) for screen in found.screens] == [False, False, True]


# Packs


@pytest.mark.parametrize(("form", "begins"), [("pptx", b"PK"), ("html", b"<!doctype html>"), ("csv", b"PK")])
def test_a_pack_of_what_is_not_frozen_takes_today_and_says_so(
    planned: Meeting, store: Store, tmp_path: Path, form: str, begins: bytes
) -> None:
    out = tmp_path / f"pack.{form}"
    ran = perfdash("pack", "--meeting", ID, "--format", form, "--out", out, "--store", store.path)
    assert "Not frozen: the figures of" in ran.out
    assert out.read_bytes().startswith(begins)
    if form == "csv":
        assert "Not frozen" in ZipFile(out).read("index.csv").decode()


def test_the_page_makes_a_pack_when_asked(open_page: Open, planned: Meeting) -> None:
    at = open_page(meeting=ID, form="zip")
    assert not at.get("download_button")
    at = press(at, "make_pack")
    assert [button.proto.label for button in at.get("download_button")] == [f"Download {ID}.zip"]


def test_a_form_that_there_is_not_is_wrong_usage(planned: Meeting, store: Store, tmp_path: Path) -> None:
    ran = perfdash("pack", "--meeting", ID, "--format", "docx", "--out", tmp_path / "x", "--store", store.path)
    assert ran.code == 2
