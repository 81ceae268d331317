"""The framework page: what it says follows from the tables and from the store, and every gap is said in words."""

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from screen import followed, markup
from streamlit.testing.v1 import AppTest

from door import SHARED, perfdash
from perfdash.figures.reference_tables import words_of
from perfdash.figures.tables import csv_text
from perfdash.measures.months_held import MonthsHeld
from perfdash.measures.register import measures
from perfdash.reference import framework
from perfdash.reference.dated import ended
from perfdash.reference.framework import DeliveryPlan
from perfdash.ui import forum_views, framework_views

PAGE = "pages/framework.py"
SFFD = SHARED / "data" / "sffd_2017_01" / "sffd_2017_01.csv"
VIEWS = list(framework_views.VIEWS)
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("framework") / "demo"
    assert perfdash("demo", "--years", 1, "--incidents-per-year", 3000, "--store", store).code == 0
    return store


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(store: Path, role: str = "", **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        monkeypatch.setenv("PERFDASH_ROLE", role)
        at = followed(PAGE, query)
        assert not at.exception, at.exception
        return at

    return opened


def plain(part: str) -> str:
    spoken = re.sub(r"<style>.*?</style>", "", part, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", spoken)).replace("\u00a0", " ")).strip()


def headline(at: AppTest) -> str:
    (heading,) = re.findall(r"<h1>(.*?)</h1>", markup(at), re.S)
    return plain(heading)


def rows(at: AppTest, number: int = 0) -> list[list[str]]:
    """The cells of a table of the page, headings left out."""
    table = re.findall(r"<tbody>(.*?)</tbody>", markup(at), re.S)[number]
    return [
        [plain(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in table.split("</tr>")[:-1]
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_a_finding_a_source_a_download_and_a_stamp(view: str, demo: Path, open_page: Open) -> None:
    at = open_page(demo, view=view)
    assert headline(at)
    assert "· data to " in plain(markup(at))
    assert at.get("download_button")
    assert "None" not in plain(markup(at)).replace("None of", "")
    assert markup(at).count("<caption>") == markup(at).count("<table")
    assert ("Invented for the demonstration force" in plain(markup(at))) is (view != "measures")


def test_the_register_is_shown_whole(demo: Path, open_page: Open) -> None:
    at = open_page(demo)
    assert headline(at) == (
        "Two of six themes have no measure: Framework and Evaluation; "
        f"one of {len(measures())} measures lacks data"  # no published strength is invented
    )
    themes, register = rows(at), rows(at, 1)
    assert [row[0].split(" ")[0] for row in themes] == [
        "Framework", "Evaluation", "Analysis", "Attendance", "Retention", "Wellbeing",
    ]  # fmt: skip
    assert themes[0][3] == "◇ no measure for 4a and 4b, not ours to deliver 6: 3 measures"
    assert themes[-3][1:3] == ["12", "0"]
    assert themes[-2][1:3] == ["16", "◇ 1 Published strength"]
    assert themes[-1][1:3] == ["20", "0"]
    keys = sorted(measures(), key=lambda key: key != "published_strength")  # gaps first
    assert [row[0] for row in register] == [f"{measures()[key].question} {measures()[key].name}" for key in keys]
    of_people = next(row for row in register if row[0].endswith("Leaver rate"))
    assert "no clock: counted, not timed" in of_people[1]
    first = dict(zip(["counted", "baseline", "held", "answers", "owner", "code"], register[1][1:], strict=True))
    assert "of measured incidents of a grade with a standard clock: call answered → first arrival" in first["counted"]
    assert first["answers"] == "Rec 1a, 1d Attendance"
    assert first["owner"] == "Head of Contact monthly, public docs/measures.md"
    assert first["code"] == "none"
    assert first["baseline"] == "◇ 0 of 12 months held Apr 2023 to Mar 2024"  # one year of incidents, to 2026


def test_another_store_makes_another_text(good_store: Path, demo: Path, open_page: Open) -> None:
    """Forty incidents of May 2025 with neither stages nor calls: six of their twelve measures have nothing to count."""
    at, of_people = open_page(good_store), len(measures()) - 12
    assert headline(at).endswith(f"{6 + of_people} of {len(measures())} measures lack data")
    assert headline(at) != headline(open_page(demo))
    themes, register = rows(at), rows(at, 1)
    attendance = next(row for row in themes if row[0].startswith("Attendance"))
    assert attendance[1] == "6"
    assert attendance[2].startswith("◇ 6 Control room time Despatch time Travel time Call answering within standard")
    assert [row[3].startswith("◇ no data") for row in register] == [True] * (6 + of_people) + [False] * 6  # gaps first
    assert register[-1][3] == "1 month May 2025 to May 2025"


def test_products_planned_against_delivered(demo: Path, open_page: Open) -> None:
    at = open_page(demo, view="products")
    late = (date.today() - date(2024, 1, 31)).days
    assert headline(at) == (
        f"Three of five data products are delivered, one of them late; two are not, and late by {late:,} days"
    )
    assert [row[1] for row in rows(at)] == [
        "■ delivered 46 days early",
        "■ delivered on its day",
        "■ delivered 43 days late",
        f"◆ late by {late:,} days",
        f"◆ late by {late:,} days",
    ]
    assert rows(at)[3][2:5] == ["31 January 2024", "not yet", "◇ not published"]
    (chart,) = at.get("plotly_chart")
    assert chart.proto.alt == headline(at)


def test_products_of_the_response_record_have_no_days(good_store: Path, open_page: Open) -> None:
    at = open_page(good_store, view="products")
    assert headline(at).startswith("Two of five data products are delivered; three are not, and late by")
    assert rows(at)[0][:5] == ["Contact", "■ delivered", "◇ not published", "◇ not published", "◇ not published"]


def test_the_calendar_and_the_plan_that_ran_out(demo: Path, open_page: Open) -> None:
    at = open_page(demo, view="forums")
    plans = framework.delivery_plans_of("demonstration")
    gone = [plan.command for plan in ended(plans, date.today())]
    assert headline(at).startswith("20 meetings in the next twelve months, four of them public; ")  # 12 + 4 + 4
    calendar, listed = rows(at), rows(at, 1)
    assert [sum(cell == "● meets" for cell in row) for row in calendar] == [12, 4, 0]
    assert [sum(cell == "▲ meets in public" for cell in row) for row in calendar] == [0, 0, 4]
    assert {row[0].split(" ")[0] for row in listed if "ran out, not renewed" in row[2]} == {
        str(command).split(" ")[0] for command in gone
    }
    assert "◇ names no measure" in listed[-1]


def test_what_staffordshire_has_not_published_is_a_gap(good_store: Path, open_page: Open) -> None:
    at = open_page(good_store, view="forums")
    assert headline(at) == "12 meetings in the next twelve months, none of them public; no delivery plan is published"
    assert rows(at)[1][1] == "◇ months not published quarterly"
    assert rows(at)[1][2] == "· not known"
    assert rows(at, 1)[0][:3] == ["◇ not published", "◇ not published", "◇ no plan is known"]
    assert "Which measures each forum and plan looks at is not published." in plain(markup(at))


def test_blanks_of_the_self_assessment_come_first(demo: Path, good_store: Path, open_page: Open) -> None:
    at = open_page(demo, view="assessment")
    assert headline(at) == "Three of six lines of the self-assessment have no evidence"
    assert [row[1] == "◇ no evidence" for row in rows(at)] == [True] * 3 + [False] * 3
    assert rows(at)[3][2].startswith("12 October 2026 ")
    assert headline(open_page(good_store, view="assessment")).startswith("None of six lines")


def test_posts_are_counted_but_not_for_the_public(demo: Path, open_page: Open) -> None:
    at = open_page(demo, view="capacity")
    assert headline(at) == "22 of 25 posts that were mapped are filled; one of four units that analyse was never mapped"
    assert rows(at)[1][:4] == ["Performance", "8", "7", "1"]
    public = open_page(demo, role="public", view="capacity")
    assert headline(public) == "One of four units that analyse was never mapped"
    assert rows(public)[1][:4] == ["Performance", "not shown", "not shown", "not shown"]
    assert "One post is open" not in markup(public)


def test_a_force_without_any_row_says_so(store: Path, open_page: Open) -> None:
    if not SFFD.exists():
        pytest.skip("the real extract is not here")
    assert perfdash("load", "incidents", SFFD, "--profile", "sffd", "--store", store).code == 0
    said = {view: headline(open_page(store, view=view)) for view in VIEWS}
    assert said["products"] == "No data product of San Francisco Fire Department is recorded"
    assert said["forums"] == "No forum and no delivery plan of San Francisco Fire Department is recorded"
    assert said["assessment"] == "No self-assessment of San Francisco Fire Department is recorded"
    assert said["capacity"] == "No analysis capacity of San Francisco Fire Department is recorded"
    # No standard of its own in 2017, no calls and no people: four of twelve lack data, and all of the workforce's.
    assert said["measures"].endswith(f"{len(measures()) - 8} of {len(measures())} measures lack data")


def test_the_twelve_months_cross_the_year() -> None:
    months = forum_views.twelve_months(date(2026, 11, 23))
    assert (months[0], months[2], months[-1], len(months)) == (
        date(2026, 11, 1),
        date(2027, 1, 1),
        date(2027, 10, 1),
        12,
    )


def plan(key: str, first: str, last: str, measures: str | None = None) -> DeliveryPlan:
    given = {"key": key, "force": "demonstration", "command": key, "kind": "command", "measures": measures}
    return DeliveryPlan.model_validate(given | {"owner": "o", "source": "Invented", "from": first, "to": last})


def test_plans_of_today_then_those_that_ran_out_then_those_to_come() -> None:
    plans = [
        plan("gone", "2025-04-01", "2026-03-31"),
        plan("next", "2027-04-01", "2028-03-31"),
        plan("now", "2026-04-01", "2027-03-31", "attendance_time"),
    ]
    on = date(2026, 11, 23)
    listed = forum_views.plan_rows(plans, {key: has_data(key) for key in measures()}, on)
    assert [(row[0].text, row[2].text) for row in listed] == [
        ("now", "in force"),
        ("gone", "ran out, not renewed"),
        ("next", "yet to start"),
    ]
    assert listed[1][2].notes == ("237 days ago",)  # 31 March to 23 November
    left = forum_views.unlooked_at([], plans, on)
    assert left.startswith("No forum and no plan in force looks at: Attendance within standard; Attendance tail; ")


def has_data(key: str) -> MonthsHeld:
    return MonthsHeld(key, 1, date(2025, 5, 1), date(2025, 5, 1), 12, 0)


def test_the_download_names_gaps() -> None:
    products = framework.data_products_of("demonstration")
    listed = framework_views.product_rows(products, {key: has_data(key) for key in measures()}, date(2026, 11, 23))
    columns = [column.name for column in framework_views.PRODUCTS]
    text = csv_text([{c: words_of(cell) for c, cell in zip(columns, row, strict=True)} for row in listed])
    read = list(csv.DictReader(io.StringIO(text)))
    assert read[3]["State"] == "late by 1,027 days"
    assert read[3]["Shows"] == "Gap: not published"
