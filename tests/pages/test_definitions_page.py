"""The page on why figures differ: it says what the command line says, on any store."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from screen import followed, table
from streamlit.testing.v1 import AppTest

from door import SHARED, perfdash

PAGE = "pages/definitions.py"
EXTRACTS = {
    "lfb": SHARED / "data" / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz",
    "sffd": SHARED / "data" / "sffd_2017_01" / "sffd_2017_01.csv",
}
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("definitions") / "demo"
    assert perfdash("demo", "--years", 1, "--incidents-per-year", 6000, "--store", store).code == 0
    return store


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(store: Path, **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        at = followed(PAGE, query)
        assert not at.exception, at.exception
        return at

    return opened


def text(at: AppTest) -> str:
    markup = "\n".join(element.proto.body for element in at.get("html"))
    words = re.sub(r"[^\S\n]+", " ", html.unescape(re.sub(r"<[^>]+>", "\n", markup)))
    return "\n".join([words, *(markdown.value for markdown in at.markdown)]).replace("\u00a0", " ")


def headline(at: AppTest) -> str:
    (heading,) = re.findall(r"<h1>(.*?)</h1>", "\n".join(element.proto.body for element in at.get("html")), re.S)
    return html.unescape(heading).replace("\u00a0", " ")


@pytest.mark.parametrize("query", [{"grade": "1"}, {"grade": "2", "lpt": "burton"}, {"grade": "1", "hour": "22|23"}])
def test_the_page_says_what_the_command_line_says(query: dict[str, str], demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", **query)
    where = [part for key, value in query.items() for part in ("--where", f"{key}={value}")]
    reply = perfdash("definitions", *where, "--where", "force=demonstration", "--store", demo, "--json").json
    shares = [row["share_within"] for row in reply["rows"]]
    assert f"give {100 * min(shares):.1f} % to {100 * max(shares):.1f} % within standard" in headline(at)
    least, most = (f"{100 * reply[name]['share_within']:.1f} %" for name in ("least", "most"))
    assert f"Combined freely, the choices give {least} to {most}" in text(at)
    (chart,) = [chart.proto for chart in at.get("plotly_chart")]
    shown = table(at)
    assert shown["Judged (n)"].tolist() == [row["n_judged"] for row in reply["rows"]]
    assert shown["Within standard"].tolist() == [f"{100 * share:.1f} %" for share in shares]
    assert shown["Chosen"].tolist().count("chosen") == 5
    assert headline(at) in chart.alt.replace("\u00a0", " ")
    assert len([trace for trace in json.loads(chart.spec)["data"] if trace["mode"] == "markers"]) == 2


def test_without_one_grade_the_page_says_so_and_offers_them(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration")
    assert headline(at).startswith("Choose one grade")
    assert not at.get("plotly_chart")
    assert "· data to " in text(at)
    links = [link.proto for link in at.get("page_link")]
    assert {"grade=1", "grade=2", "grade=3"} <= {part for link in links for part in link.query_string.split("&")}


def test_clock_and_status_of_the_reader_are_set_aside_aloud(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", clock="despatch_to_arrival")
    assert "Set aside here: the clock first despatch → first arrival." in text(at)
    assert headline(at) == headline(open_page(demo, force="demonstration", grade="1"))


def test_a_grade_without_a_standard_has_a_sentence_and_no_chart(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="3")
    assert (
        headline(at)
        == "The chosen definition gives no share of grade 3 incidents: no standard is recorded for this grade"
    )
    assert not at.get("plotly_chart")


def test_every_dimension_is_explained_and_the_missing_instant_is_owned_up_to(demo: Path, open_page: Open) -> None:
    shown = text(open_page(demo, force="demonstration", grade="1"))
    for name in ("Clock", "Grade", "Missing times", "Cap", "Upgrades"):
        assert f"**{name}.**" in shown
    assert "When it was upgraded is not recorded" in shown


@pytest.mark.parametrize(
    ("name", "grade", "missing"),
    [
        ("lfb", "Fire", {"created_at", "despatched_at", "despatch_grade", "initial_grade"}),
        ("sffd", "1", {"created_at"}),
    ],
)
def test_a_real_extract_names_its_missing_columns(
    name: str, grade: str, missing: set[str], store: Path, open_page: Open
) -> None:
    if not EXTRACTS[name].exists():
        pytest.skip(f"{EXTRACTS[name]} is not there")
    assert perfdash("load", "incidents", EXTRACTS[name], "--profile", name, "--store", store).code == 0
    shown = text(open_page(store, force=name, grade=grade))
    named = {
        column
        for words in re.findall(r"the extract fills no ([\w ]+)", shown)
        for column in re.findall(r"\w+_\w+", words)
    }
    assert named == missing
