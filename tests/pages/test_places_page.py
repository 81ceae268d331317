"""The places page: every view on every store, what it says against the command line, its switches and its URL."""

import html
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from screen import followed, markup, table
from streamlit.testing.v1 import AppTest

from door import SHARED, perfdash, write_csv, write_profile

PAGE = "pages/places.py"
VIEWS = ("team", "months", "rurality", "hours", "demand", "abuse")
EXTRACTS = {
    "lfb": SHARED / "data" / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz",
    "sffd": SHARED / "data" / "sffd_2017_01" / "sffd_2017_01.csv",
}
COLUMNS = """call_answered_at = "Call"
arrived_at = "Arrived"
final_grade = "Grade"
lpt = "Team"
rurality = "Area"
is_domestic_abuse = "Flag"
"""
VALUES = '[values.rurality]\nR = "rural"\nU = "urban"\n[values.is_domestic_abuse]\nY = "yes"\nN = "no"\n'
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("places") / "demo"
    assert perfdash("demo", "--years", 2, "--incidents-per-year", 20000, "--store", store).code == 0
    return store


@pytest.fixture(scope="module", params=EXTRACTS)
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A real extract, alone in its store."""
    name, extract = request.param, EXTRACTS[request.param]
    if not extract.exists():
        pytest.skip(f"the real extract {extract.name} is not here")
    store = tmp_path_factory.mktemp("places") / name
    assert perfdash("load", "incidents", extract, "--profile", name, "--store", store).code == 0
    return name, store


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(store: Path, view: str, **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        return followed(PAGE, {**query, "view": view})

    return opened


def loaded(folder: Path, rows: Sequence[tuple[object, ...]]) -> Path:
    """A store with these incidents: reference, call, arrival, grade, team, area, flag."""
    extract = write_csv(folder / "few.csv", ("Ref", "Call", "Arrived", "Grade", "Team", "Area", "Flag"), rows)
    profile = write_profile(folder / "few.toml", columns=COLUMNS, values=VALUES)
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", folder / "store").code == 0
    return folder / "store"


def text(at: AppTest) -> str:
    return re.sub(r"[^\S\n]+", " ", html.unescape(re.sub(r"<[^>]+>", "\n", markup(at)))).replace("\u00a0", " ")


def headings(at: AppTest, level: int) -> list[str]:
    found = re.findall(rf"<h{level}>(.*?)</h{level}>", markup(at), re.S)
    return [html.unescape(heading).replace("\u00a0", " ") for heading in found]


def charts(at: AppTest) -> list[Any]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def stands(at: AppTest) -> None:
    assert not at.exception, at.exception
    assert len(headings(at, 1)) == 1
    assert "nan" not in re.findall(r"\w+", text(at).lower())
    assert "None" not in text(at)
    assert "· data to " in text(at)


def rows(store: Path, by: str, *where: str) -> list[dict[str, Any]]:
    asked = [part for filter_ in where for part in ("--where", filter_)]
    command = ("measure", "attendance_within_standard", "--by", by, *asked, "--store", store, "--json")
    return list(perfdash(*command).json["rows"])


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("grade", ["", "1", "2", "3"])
def test_every_view_stands_for_every_grade(view: str, grade: str, demo: Path, open_page: Open) -> None:
    at = open_page(demo, view, force="demonstration", **({"grade": grade} if grade else {}))
    stands(at)
    assert charts(at)
    for chart, formal in zip(
        at.get("plotly_chart"), re.findall(r'</h2><p class="pd-formal">(.*?)</p>', markup(at)), strict=True
    ):
        assert chart.proto.alt
        assert "call answered → first arrival (the chosen clock)" in html.unescape(formal)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_stands_on_real_extracts_and_names_the_column_it_lacks(
    view: str, real: tuple[str, Path], open_page: Open
) -> None:
    at = open_page(real[1], view)
    stands(at)
    lacking = {"rurality": "rurality", "abuse": "is_domestic_abuse"}
    assert ("Not drawn: the extract of " in text(at)) is (view in lacking)
    assert view not in lacking or f"fills no {lacking[view]}." in text(at)
    assert view in lacking or charts(at) or real[0] == "sffd"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-10", "to": "2026-10"},
        {"from": "2026-11", "to": "2026-11"},
        {"lpt": "leek", "rurality": "rural", "hour": "4", "weekday": "2", "from": "2026-10", "to": "2026-10"},
        {"status": "over cap", "lpt": "leek", "from": "2026-10", "to": "2026-10"},
        {"grade": "1", "domestic_abuse": "yes", "rurality": "urban"},
    ],
    ids=["one month", "a part month", "hardly any", "none measured", "filtered"],
)
def test_every_view_stands_on_small_selections(view: str, query: dict[str, str], demo: Path, open_page: Open) -> None:
    stands(open_page(demo, view, **({"force": "demonstration", "grade": "1"} | query)))


@pytest.mark.parametrize("view", VIEWS)
def test_a_single_incident(view: str, tmp_path: Path, open_page: Open) -> None:
    store = loaded(tmp_path, [("A", "2025-05-01 10:00:00", "2025-05-01 10:09:00", 1, "leek", "R", "Y")])
    at = open_page(store, view, grade="1")
    stands(at)
    if view == "hours":
        (bars,) = [trace for chart in charts(at) for trace in chart["data"]] or [None]
        assert bars is None  # one incident colours nothing
    if view == "team":
        assert headings(at, 1) == ["No area differs clearly from the whole (100.0 %)"]


@pytest.mark.parametrize("view", ["team", "months"])
def test_very_long_names_are_cut_in_the_chart_and_whole_in_the_table(
    view: str, tmp_path: Path, open_page: Open
) -> None:
    names = [f"Newcastle under Lyme and the Villages of the Far North West Team {letter}" for letter in "AB"]
    made = [
        (f"R{place}{day}", f"2025-0{month}-{day:02d} 10:00:00", f"2025-0{month}-{day:02d} 10:0{place + 5}:00", 1, name, "R", "N")
        for place, name in enumerate(names) for month in (5, 6) for day in range(1, 31)
    ]  # fmt: skip
    made = [(f"{number}", *row[1:]) for number, row in enumerate(made)]
    at = open_page(loaded(tmp_path, made), view, grade="1")
    stands(at)
    drawn = json.dumps(charts(at)[0]["layout"])
    assert not any(name in drawn for name in names)
    assert set(names) <= set(table(at)["LPT"])


def test_the_dots_are_the_command_lines_numbers_and_lead_to_their_team(demo: Path, open_page: Open) -> None:
    query = {"force": "demonstration", "grade": "1", "from": "2026-09", "to": "2026-10"}
    at = open_page(demo, "team", **query)
    asked = perfdash(
        "measure", "attendance_within_standard", "--by", "lpt", "--where", "force=demonstration", "--where", "grade=1",
        "--from", "2026-09", "--to", "2026-10", "--store", demo, "--json",
    ).json["rows"]  # fmt: skip
    dots, tiles = charts(at)
    said = [label["text"] for label in dots["layout"]["annotations"]]
    for place, row in enumerate(asked):
        assert said[place] == f"<b>{100 * row['share_within']:.1f} %</b>  n = {row['n_judged']:,}"
    (marks,) = [trace for trace in dots["data"] if trace.get("mode") == "markers"]
    assert marks["customdata"] == [row["lpt"] for row in asked]
    assert sorted(tiles["data"][0]["customdata"]) == sorted(marks["customdata"])
    assert len(tiles["data"][0]["text"]) == 10


def test_no_map_where_an_area_has_no_tile(tmp_path: Path, open_page: Open) -> None:
    made = [
        (f"{number}", f"2025-05-{1 + number:02d} 10:00:00", f"2025-05-{1 + number:02d} 10:09:00", 1, lpt, "R", "N")
        for number, lpt in enumerate(["leek", "elsewhere"] * 5)
    ]
    assert len(charts(open_page(loaded(tmp_path, made), "team", grade="1"))) == 1


def test_domestic_abuse_shows_grade_1_and_2_beside_each_other(demo: Path, open_page: Open) -> None:
    at = open_page(demo, "abuse", force="demonstration", grade="2", **{"from": "2026-01", "to": "2026-10"})
    (chart,) = charts(at)
    keys = next(trace["customdata"] for trace in chart["data"] if trace.get("customdata"))
    assert [key for key in keys if not key.endswith("not known")] == ["1|yes", "1|no", "2|yes", "2|no"]
    headline = headings(at, 1)[0]
    asked = {
        row["domestic_abuse"]: row
        for row in perfdash(
            "measure", "attendance_within_standard", "--by", "domestic_abuse", "--where", "grade=2",
            "--where", "force=demonstration", "--from", "2026-01", "--to", "2026-10", "--store", demo, "--json",
        ).json["rows"]
    }  # fmt: skip
    assert headline.startswith(
        f"{100 * asked['yes']['share_within']:.1f} % of grade 2 incidents flagged as domestic abuse"
    )
    assert f"{100 * asked['no']['share_within']:.1f} % of those not flagged" in headline
    assert "grade 1 incidents flagged" in headings(at, 2)[0]


def test_the_heat_maps_numbers_are_the_command_lines(demo: Path, open_page: Open) -> None:
    at = open_page(demo, "hours", force="demonstration", grade="2")
    (chart,) = charts(at)
    (bars,) = chart["data"]
    assert len(bars["customdata"]) == 168
    asked = {
        f"{row['weekday']}|{row['hour']}": row for row in rows(demo, "weekday,hour", "force=demonstration", "grade=2")
    }
    for key, words in zip(bars["customdata"], bars["text"], strict=True):
        row = asked[key]
        assert words == (f"{100 * row['share_within']:.0f}" if row["n_judged"] >= 10 else "×")


def test_the_heat_maps_switch_is_in_the_url(demo: Path, open_page: Open) -> None:
    at = open_page(demo, "hours", force="demonstration", grade="2", shown="volume")
    stands(at)
    assert "the busiest hour of the week is" in headings(at, 2)[0]
    switch(at, "shown").set_value("median").run()
    stands(at)
    assert at.query_params["shown"] in ("median", ["median"])
    assert "Median attendance time in minutes" in text(at)


def switch(at: AppTest, key: str) -> Any:
    return next(group for group in at.get("button_group") if group.key == key)


def test_a_view_is_chosen_and_kept_in_the_url(demo: Path, open_page: Open) -> None:
    at = open_page(demo, "abuse", force="demonstration", grade="1")
    assert "domestic abuse" in headings(at, 1)[0]
    switch(at, "view").set_value("demand").run()
    stands(at)
    assert "usier months" in headings(at, 1)[0]
    assert at.query_params["view"] in ("demand", ["demand"])
    switch(at, "view").set_value("team").run()
    assert "view" not in at.query_params
    assert at.query_params["grade"] in ("1", ["1"])


def test_an_unknown_view_is_said_and_the_first_is_shown(demo: Path, open_page: Open) -> None:
    at = open_page(demo, "<b>no</b>", force="demonstration", grade="1")
    stands(at)
    assert "asks for view '<b>no</b>', which there is not; By team is shown" in text(at)
    assert "the whole" in headings(at, 1)[0]
    assert "view" not in at.query_params


def test_fewer_than_thirteen_months_make_no_association(demo: Path, open_page: Open) -> None:
    at = open_page(demo, "demand", force="demonstration", grade="1", **{"from": "2026-01"})
    assert headings(at, 1) == [
        "10 whole months: at least 13 are needed to say whether busier months go with lower shares"
    ]
