"""Every page, run without a browser: that it stands on any store, says what the command line says, and obeys its URL."""

import html
import itertools
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from screen import followed, markup, more, table
from streamlit.testing.v1 import AppTest

from door import ROOT, SHARED, perfdash
from perfdash.ui.choices import MORE

PAGES = tuple(sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py") if path.stem != "method"))
ATTENDANCE = "pages/attendance.py"
BADGE = "Demonstration: invented figures"
LFB = SHARED / "data" / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz"
SFFD = SHARED / "data" / "sffd_2017_01" / "sffd_2017_01.csv"
LAST_MONTH, PART_MONTH = "2026-10", "2026-11"

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration store: four years, 6,000 incidents a year."""
    store = tmp_path_factory.mktemp("pages") / "demo"
    assert perfdash("demo", "--years", 4, "--incidents-per-year", 6000, "--store", store).code == 0
    return store


def load(store: Path, extract: Path, profile: str) -> None:
    if not extract.exists():
        pytest.skip(f"the real extract {extract.name} is not here")
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", store).code == 0


@pytest.fixture(scope="session")
def lfb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """London's extract, alone."""
    store = tmp_path_factory.mktemp("pages") / "lfb"
    load(store, LFB, "lfb")
    return store


@pytest.fixture(scope="session")
def sffd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """San Francisco's extract, alone: eight days, and no whole month."""
    store = tmp_path_factory.mktemp("pages") / "sffd"
    load(store, SFFD, "sffd")
    return store


@pytest.fixture(scope="session")
def both(lfb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """London and San Francisco in one store."""
    store = tmp_path_factory.mktemp("pages") / "both"
    shutil.copytree(lfb, store)
    load(store, SFFD, "sffd")
    return store


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page on a store, as from a link with the given parameters."""

    def opened(store: Path, page: str = ATTENDANCE, **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        return followed(page, query)

    return opened


def text(at: AppTest) -> str:
    """The words of the page's own HTML, one line an element."""
    return re.sub(r"[^\S\n]+", " ", html.unescape(re.sub(r"<[^>]+>", "\n", markup(at)))).replace("\u00a0", " ")


def headings(at: AppTest, level: int) -> list[str]:
    found = re.findall(rf"<h{level}>(.*?)</h{level}>", markup(at), re.S)
    return [html.unescape(re.sub(r"<[^>]+>", "", heading)).replace("\u00a0", " ") for heading in found]


def headline(at: AppTest) -> str:
    (heading,) = headings(at, 1)
    return heading


def charts(at: AppTest) -> list[Any]:
    return [chart.proto for chart in at.get("plotly_chart")]


def stands(at: AppTest) -> None:
    assert not at.exception, at.exception
    assert not at.error
    assert headline(at)
    assert "nan" not in re.findall(r"\w+", text(at).lower())
    # A sentence may begin with the word; a value that is missing would stand alone or within one.
    assert not [line for line in text(at).splitlines() if line.strip() == "None" or re.search(r"[^.\s] None\b", line)]


def asked(store: Path, *arguments: object) -> dict[str, Any]:
    answer = perfdash("measure", "attendance_within_standard", *arguments, "--store", store, "--json").json
    (row,) = answer["rows"]
    return row


# Every page stands

OF_PEOPLE = {
    f"pages/{name}.py"
    for name in (
        "retention",
        "leaving_reasons",
        "keeping_people",
        "wellbeing",
        "situations",
        "occupational_health",
        "absence",
    )
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["demo", "lfb", "sffd", "both"])
def test_every_page_stands_on_every_store(
    name: str, page: str, open_page: Open, request: pytest.FixtureRequest
) -> None:
    at = open_page(request.getfixturevalue(name), page)
    stands(at)
    if page in OF_PEOPLE and name != "demo":  # no other store here holds records of people
        assert headline(at) == "There is nothing to show yet"
        assert "perfdash load" in text(at)
        return
    assert "· data to " in text(at)
    real = page == "pages/published.py"  # whatever the store holds, those figures are others' and real
    assert ('class="pd-badge"' in markup(at)) is (name == "demo" and not real)
    assert (BADGE in text(at)) is (name == "demo")


@pytest.mark.parametrize("page", PAGES)
def test_without_a_store_one_sentence_names_the_command_that_mends_it(
    page: str, open_page: Open, tmp_path: Path
) -> None:
    at = open_page(tmp_path / "nothing", page)
    assert not at.exception
    assert headline(at) == "There is nothing to show yet"
    (sentence,) = re.findall(r'role="alert">(.*?)</p>', markup(at), re.S)
    assert "perfdash demo" in sentence
    assert sentence.endswith(".")
    assert not at.get("plotly_chart")
    assert not at.sidebar.selectbox


@pytest.mark.parametrize("force", ["lfb", "sffd"])
def test_a_store_with_two_forces_shows_the_one_asked_for(force: str, both: Path, open_page: Open) -> None:
    at = open_page(both, force=force)
    stands(at)
    assert at.sidebar.selectbox(key="force").value == force
    assert {"lfb": "London Fire Brigade", "sffd": "San Francisco Fire Department"}[force] in text(at)


# The same number as on the command line


@pytest.mark.parametrize(
    "query",
    [
        {"grade": "1"},
        {"grade": "2", "lpt": "hanley|burton"},
        {"grade": "1", "rurality": "rural"},
        {"grade": "1", "clock": "despatch_to_arrival"},
    ],
)
def test_the_headline_is_the_command_lines_number(query: dict[str, str], demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", **query)
    clock = ["--clock", query["clock"]] if "clock" in query else []
    where = [part for key, value in query.items() if key != "clock" for part in ("--where", f"{key}={value}")]
    period = ["--from", LAST_MONTH, "--to", LAST_MONTH]
    row = asked(demo, "--where", "force=demonstration", *where, *period, *clock)
    assert headline(at).startswith(f"{100 * row['share_within']:.1f} % of grade {query['grade']} incidents ")
    assert "October 2026" in headline(at)
    share_card, coverage_card = cards(at)[0], cards(at)[3]
    assert f"{100 * row['share_within']:.1f} %" in share_card
    assert f"n = {row['n_judged']:,}" in share_card
    assert f"{100 * row['share_within_low']:.1f} % to {100 * row['share_within_high']:.1f} %" in share_card
    assert f"failed {100 * row['share_within_if_missing_failed']:.1f} %" in share_card
    assert f"passed {100 * row['share_within_if_missing_passed']:.1f} %" in share_card
    assert f"{100 * row['coverage']:.1f} %" in coverage_card
    assert f"{row['n_measured']:,} of {row['n_due']:,} due" in coverage_card


def cards(at: AppTest) -> list[str]:
    sections = re.findall(r'<section class="pd-card">(.*?)</section>', markup(at), re.S)
    plain = [html.unescape(re.sub(r"<[^>]+>", " ", section)).replace("\u00a0", " ") for section in sections]
    return [re.sub(r"\s+", " ", card) for card in plain]


def test_todays_standard_judges_the_past_when_asked(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", standard="today")
    assert more(at).sidebar.toggle(key="standard").value is True
    assert "judged by today's standard over the whole period" in text(at)


# Charts


@pytest.mark.parametrize("chart", ["", "median", "coverage", "tail"])
def test_every_chart_says_its_finding_and_leaves_the_part_month_off(chart: str, demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", **({"chart": chart} if chart else {}))
    stands(at)
    found = charts(at)
    assert len(found) == 2
    for drawn, finding in zip(found, headings(at, 2), strict=True):
        assert finding in drawn.alt.replace("\u00a0", " ")
        assert set(json.loads(drawn.config)) >= {"showSendToCloud", "plotlyServerURL"}
    lines = [trace for trace in json.loads(found[0].spec)["data"] if "markers" in trace.get("mode", "")]
    months = [month for trace in lines for month in trace["customdata"]]
    assert months[-1] == LAST_MONTH
    assert not [drawn.id for drawn in found if PART_MONTH in drawn.spec]
    assert f"{PART_MONTH} (part)" in table(at)["Month"].tolist()


def test_the_charts_events_are_listed_in_words(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1")
    numbers = [
        annotation["text"] for annotation in json.loads(charts(at)[0].spec)["layout"]["annotations"]
        if re.fullmatch(r"<b>\d+</b>", annotation["text"])
    ]  # fmt: skip
    listed = re.findall(r"<li>(<b>\d+</b>)(.*?)</li>", markup(at))
    assert numbers == [number for number, _ in listed]
    assert any("1 March 2024" in words for _, words in listed)
    assert any("26 January 2026" in words for _, words in listed)


# What the data forbids to say


def test_londons_page_says_that_its_missing_times_are_not_random(lfb: Path, open_page: Open) -> None:
    assert "Missing times are not random: " in text(open_page(lfb))
    assert "recorded times stop short at 19:56 min" in text(open_page(lfb))


def test_the_demonstrations_emergencies_have_no_such_warning(demo: Path, open_page: Open) -> None:
    assert "Missing times are not random" not in text(open_page(demo, force="demonstration", grade="1"))


def test_san_franciscos_page_says_that_no_standard_is_recorded(sffd: Path, open_page: Open) -> None:
    at = open_page(sffd)
    assert headline(at).endswith("no standard is recorded for them")
    assert "No whole month to chart" in text(at)
    assert "within standard in" not in text(at)
    assert "between – and –" not in text(at)


def test_a_grade_without_a_standard_has_no_share(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="3")
    stands(at)
    assert headline(at).endswith("no standard is recorded for them")
    assert "No standard recorded" in cards(at)[0]
    assert "between – and –" not in text(at)


def test_too_few_points_bring_no_icon(lfb: Path, open_page: Open) -> None:
    at = open_page(lfb)
    assert "Too few points (4 of 13)" in text(at)
    assert "pd-icon" not in markup(at)


# The URL and the filters


@pytest.mark.parametrize(
    "query",
    [
        {"force": "demonstration"},
        {"force": "demonstration", "grade": "2"},
        {"force": "demonstration", "grade": "1", "lpt": "burton|leek"},
        {"from": "2025-04", "to": "2026-03", "force": "demonstration", "grade": "1", "rurality": "urban"},
        {"force": "demonstration", "grade": "2", "clock": "created_to_arrival", "standard": "today"},
    ],
)
def test_a_link_reproduces_its_selection(query: dict[str, str], demo: Path, open_page: Open) -> None:
    at = open_page(demo, **query)
    stands(at)
    assert query_of(at) == query
    assert at.sidebar.selectbox(key="grade").value == query.get("grade", "")
    stands(more(at))
    assert query_of(at) == query
    assert at.sidebar.selectbox(key="rurality").value == query.get("rurality", "")
    assert at.sidebar.multiselect(key="lpt").value == [part for part in query.get("lpt", "").split("|") if part]
    assert f"{at.sidebar.selectbox(key='from').value:%Y-%m}" == query.get("from", "2022-11")
    assert f"{at.sidebar.selectbox(key='to').value:%Y-%m}" == query.get("to", PART_MONTH)
    assert at.sidebar.selectbox(key="clock").value == query.get("clock", "call_to_arrival")
    assert at.sidebar.toggle(key="standard").value is ("standard" in query)


def test_folded_choices_hold_and_give_way_to_another_link(demo: Path, open_page: Open) -> None:
    narrow = {"from": "2025-04", "force": "demonstration", "grade": "1", "rurality": "urban"}
    at = open_page(demo, **narrow)
    assert "2 of these are set" in text(at)
    assert "rurality" not in {box.key for box in at.sidebar.selectbox}
    folded = headline(at)
    stands(more(at).sidebar.selectbox(key="rurality").select("rural").run())
    at.session_state[MORE] = False
    stands(at.run())
    assert query_of(at) == narrow | {"rurality": "rural"}
    assert headline(at) != folded
    at.query_params.clear()
    at.query_params.update({"force": "demonstration", "grade": "1"})
    stands(at.run())
    assert query_of(at) == {"force": "demonstration", "grade": "1"}
    assert "of these" not in text(at)


def test_a_folded_choice_that_there_is_not_is_said_and_left_out(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", rurality="coastal", **{"from": "1999-01"})
    stands(at)
    assert "The link asks for area 'coastal', of which there are no incidents; it is left out." in text(at)
    assert query_of(at) == {"force": "demonstration", "grade": "1"}


def query_of(at: AppTest) -> dict[str, str]:
    return {key: as_text(at.query_params[key]) for key in at.query_params}


def as_text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]


def test_changing_a_filter_changes_the_url_and_the_finding(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1")
    before = headline(at)
    at.sidebar.selectbox(key="grade").select("2").run()
    at.sidebar.multiselect(key="lpt").select("leek").run()
    more(at).sidebar.toggle(key="standard").set_value(True).run()
    stands(at)
    query = query_of(at)
    assert query == {"force": "demonstration", "grade": "2", "lpt": "leek", "standard": "today"}
    assert headline(at) != before
    assert headline(at) == headline(open_page(demo, **query))


def test_the_selection_survives_a_visit_to_the_overview(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="2")
    before = headline(at)
    at.switch_page("pages/overview.py").run()
    at.query_params.clear()
    at.switch_page(ATTENDANCE).run()
    assert headline(at) == before


BAD_LINKS = [
    {"grade": "99"},
    {"from": "abc"},
    {"to": "2026-13"},
    {"clock": "none"},
    {"force": "unknown"},
    {"force": "unknown", "grade": "1", "lpt": "atlantis"},
    {"standard": "of tomorrow"},
    {"from": "2026-05", "to": "2025-05"},
    {"from": "1999-01", "to": "2099-01"},
    {"hour": "noon"},
    {"lpt": "<script>alert(1)</script>"},
    {"clock": "[here](https://example.org)"},
    {"chart": "none"},
]


@pytest.mark.parametrize("query", BAD_LINKS, ids=lambda query: "&".join(f"{k}={v}" for k, v in query.items()))
def test_a_bad_link_does_not_break_the_page(query: dict[str, str], demo: Path, open_page: Open) -> None:
    at = open_page(demo, **query)
    stands(at)
    assert "<script" not in markup(at)
    assert not at.warning  # it renders Markdown: a link could put one of its own on the page
    assert not (set(query.values()) - {"1"}) & {as_text(at.query_params[key]) for key in at.query_params}


def test_a_page_leaves_parameters_that_are_not_its_own_alone(demo: Path, open_page: Open) -> None:
    at = open_page(demo, grade="2", surprise="yes")
    stands(at)
    assert {key: as_text(at.query_params[key]) for key in ("grade", "surprise")} == {"grade": "2", "surprise": "yes"}


@pytest.mark.parametrize("query", [{"grade": "99"}, {"lpt": "atlantis"}, {"clock": "none"}, {"from": "abc"}])
def test_what_a_link_asks_for_in_vain_is_said(query: dict[str, str], demo: Path, open_page: Open) -> None:
    ((_, value),) = query.items()
    warnings = re.findall(r'<p class="pd-warning" role="note">(.*?)</p>', markup(open_page(demo, **query)))
    assert f"'{value}'" in html.unescape(warnings[0])


# Small selections


def test_one_month_only(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", **{"from": LAST_MONTH, "to": LAST_MONTH})
    stands(at)
    assert "too few points to tell (1 of 13)" in headline(at)
    assert headings(at, 2)[0].startswith("1 whole month so far: 13 are needed")


def test_the_part_month_alone_is_not_charted(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", **{"from": PART_MONTH, "to": PART_MONTH})
    stands(at)
    assert "No whole month to chart" in text(at)
    assert "within_standard_by_month" not in [chart.id for chart in charts(at)]


@pytest.mark.parametrize("lpt", ["leek", "hanley"])
def test_a_single_team(lpt: str, demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", lpt=lpt)
    stands(at)
    assert lpt.title() in text(at)


def test_an_empty_selection_says_so(demo: Path, open_page: Open) -> None:
    rows = perfdash(
        "measure", "incident_volume", "--by", "month,lpt,rurality", "--where", "grade=1", "--store", demo, "--json"
    ).json["rows"]
    held = {(row["month"], row["lpt"], row["rurality"]) for row in rows}
    every = itertools.product(*(sorted({cell[place] for cell in held}) for place in range(3)))
    month, lpt, rurality = next(cell for cell in every if cell not in held)
    query = {"from": month, "to": month, "lpt": lpt, "rurality": rurality}
    at = open_page(demo, force="demonstration", grade="1", **query)
    stands(at)
    assert headline(at).startswith("No attendance time can be measured for grade 1 incidents")
    assert "no standard is recorded" not in text(at)


# A new load


def test_a_new_load_shows_up_without_a_restart(sffd: Path, open_page: Open, tmp_path: Path) -> None:
    store = tmp_path / "grows"
    shutil.copytree(sffd, store)
    at = open_page(store)
    assert "force" not in [box.key for box in at.sidebar.selectbox]
    load(store, LFB, "lfb")
    at.run()
    stands(at)
    assert at.sidebar.selectbox(key="force").options == ["London Fire Brigade", "San Francisco Fire Department"]
