"""The page of the stages: it says what the command line says, takes its periods from the URL, and stands on any store."""

import html
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from screen import followed, markup, more, table
from streamlit.testing.v1 import AppTest

from door import SHARED, perfdash

PAGE = "pages/stages.py"
EXTRACTS = {
    "lfb": SHARED / "data" / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz",
    "sffd": SHARED / "data" / "sffd_2017_01" / "sffd_2017_01.csv",
}
BASELINE, LAST_YEAR = "April 2023 to March 2024", "November 2025 to October 2026"
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four years, 20,000 incidents a year."""
    store = tmp_path_factory.mktemp("stages_page") / "demo"
    assert perfdash("demo", "--years", 4, "--incidents-per-year", 20_000, "--store", store).code == 0
    return store


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A store of a real extract alone, by its profile."""

    def loaded(profile: str) -> Path:
        if not EXTRACTS[profile].exists():
            pytest.skip(f"the real extract {EXTRACTS[profile].name} is not here")
        store = tmp_path_factory.mktemp("stages_page") / profile
        assert perfdash("load", "incidents", EXTRACTS[profile], "--profile", profile, "--store", store).code == 0
        return store

    return loaded


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(store: Path, **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        return stands(followed(PAGE, query))

    return opened


def stands(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    assert headline(at)
    assert "nan" not in re.findall(r"\w+", text(at).lower())
    assert "None" not in text(at)
    return at


def text(at: AppTest) -> str:
    return re.sub(r"[^\S\n]+", " ", html.unescape(re.sub(r"<[^>]+>", "\n", markup(at)))).replace("\u00a0", " ")


def headings(at: AppTest, level: int) -> list[str]:
    found = re.findall(rf"<h{level}>(.*?)</h{level}>", markup(at), re.S)
    return [html.unescape(heading).replace("\u00a0", " ") for heading in found]


def headline(at: AppTest) -> str:
    (heading,) = headings(at, 1)
    return heading


def charts(at: AppTest) -> list[Any]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def query(at: AppTest) -> dict[str, str]:
    given = {key: at.query_params[key] for key in at.query_params}
    return {key: value if isinstance(value, str) else value[0] for key, value in given.items()}


def boxes(at: AppTest) -> list[date]:
    return [
        cast(date, at.selectbox(key=f"{name}_{end}").value) for name in ("before", "after") for end in ("from", "to")
    ]


def asked(store: Path, *options: str) -> dict[str, dict[str, Any]]:
    rows = perfdash("stages", "--where", "force=demonstration", *options, "--store", store, "--json").json["rows"]
    return {row["stage"]: row for row in rows}


def clock(seconds: float) -> str:
    whole = round(abs(seconds))
    return f"{whole // 60}:{whole % 60:02d}" if whole % 60 else f"{whole // 60}"


# The same numbers as on the command line


@pytest.mark.parametrize(
    "filters", [{"grade": "1"}, {"grade": "1", "lpt": "burton"}, {"grade": "1", "rurality": "rural"}]
)
def test_the_page_says_what_the_command_line_says(filters: dict[str, str], demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", **filters)
    rows = asked(demo, *(part for key, value in filters.items() for part in ("--where", f"{key}={value}")))
    shown = table(at)
    assert shown["n before"].tolist() == [row["n_before"] for row in rows.values()]
    assert shown["n after"].tolist() == [row["n_after"] for row in rows.values()]
    for place, row in enumerate(rows.values()):
        assert shown["Before"][place] == f"{clock(row['before_seconds'])} min"
        assert shown["After"][place] == f"{clock(row['after_seconds'])} min"
        size = f"{clock(row['change_seconds'])} min" if round(row["change_seconds"]) else "under a second"
        assert shown["Change"][place] == f"{size} {'longer' if row['change_seconds'] > 0 else 'less'}"
    assert headings(at, 2)[0].startswith(f"From {clock(rows['all_stages']['before_seconds'])} min ({BASELINE}) to ")
    n = f"n = {rows['all_stages']['n_after']:,} against {rows['all_stages']['n_before']:,}"
    assert n in text(at)
    assert "medians of stages do not add up to the median of the whole" in text(at)
    assert "(the chosen clock)" in text(at)


def test_grade_2_waits_longer_and_the_page_says_for_what(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="2")
    assert re.match(rf"Grade 2 incidents took [\d:]+ min longer in {LAST_YEAR} than in {BASELINE}", headline(at))
    assert "despatch" in headline(at)
    assert "Despatch: getting worse" in text(at)


def test_burton_is_slower_on_the_road_alone(demo: Path, open_page: Open) -> None:
    at = open_page(
        demo, force="demonstration", grade="1", lpt="burton", before="2024-09..2025-08", after="2025-09..2026-08"
    )
    assert "grade 1 incidents in burton" in headline(at).lower()
    assert "travel" in headline(at) or "travel took" in headings(at, 2)[0]
    assert "control room took" not in headline(at)


# Charts


def test_three_charts_by_whole_months_that_open_their_month(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1")
    waterfall, months, processes = charts(at)
    assert waterfall["data"][0]["orientation"] == "h"
    bars = [trace for trace in months["data"] if trace["type"] == "bar"]
    assert len(bars) == 3
    assert all(bar["customdata"][-1] == "2026-10" and len(bar["customdata"]) == 48 for bar in bars)
    assert len([axis for axis in processes["layout"] if axis.startswith("yaxis")]) == 3
    opened = [trace["customdata"] for trace in processes["data"] if trace.get("customdata")]
    assert [months[-1] for months in opened] == ["2026-10"] * 3
    assert "2026-11 (part)" in table(at, 1)["Month"].tolist()
    assert any("1 March 2024" in words for words in re.findall(r"<li>(.*?)</li>", markup(at)))


def test_every_chart_is_told_to_people_who_do_not_see_it(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1")
    for chart, finding in zip(at.get("plotly_chart"), headings(at, 2), strict=True):
        assert finding in chart.proto.alt.replace("\u00a0", " ")


# Periods


def test_the_default_periods_leave_no_trace_in_the_url(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1")
    assert boxes(at) == [date(2023, 4, 1), date(2024, 3, 1), date(2025, 11, 1), date(2026, 10, 1)]
    assert query(at) == {"force": "demonstration", "grade": "1"}
    assert "(the baseline)" in text(at)


def test_a_link_brings_its_periods(demo: Path, open_page: Open) -> None:
    given = {"force": "demonstration", "grade": "1", "before": "2023-01..2023-12", "after": "2025-01..2025-12"}
    at = open_page(demo, **given)
    assert query(at) == given
    assert boxes(at) == [date(2023, 1, 1), date(2023, 12, 1), date(2025, 1, 1), date(2025, 12, 1)]
    assert "January 2025 to December 2025" in headline(at)
    assert "(the baseline)" not in text(at)


def test_choosing_a_period_changes_the_url_and_the_finding(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1")
    before = headline(at)
    stands(at.selectbox(key="after_from").select(date(2024, 4, 1)).run())
    assert query(at)["after"] == "2024-04..2026-10"
    assert "before" not in query(at)
    assert headline(at) != before
    assert headline(at) == headline(open_page(demo, **query(at)))
    stands(at.selectbox(key="after_from").select(date(2025, 11, 1)).run())
    assert "after" not in query(at)
    assert headline(at) == before


def test_the_default_follows_the_selection_and_a_choice_does_not(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1")
    stands(more(at).sidebar.selectbox(key="to").select(date(2025, 6, 1)).run())
    assert boxes(at)[2:] == [date(2024, 7, 1), date(2025, 6, 1)]
    stands(at.selectbox(key="after_from").select(date(2025, 1, 1)).run())
    stands(at.sidebar.selectbox(key="grade").select("2").run())
    assert boxes(at)[2:] == [date(2025, 1, 1), date(2025, 6, 1)]
    assert query(at)["after"] == "2025-01..2025-06"


def test_periods_that_share_months_are_said_and_not_compared(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1")
    stands(at.selectbox(key="after_from").select(date(2024, 1, 1)).run())
    assert "share months; compare two periods apart" in text(at)
    assert LAST_YEAR in headline(at)


@pytest.mark.parametrize(
    "value", ["x", "2023-01", "2024-03..2023-04", "2019-01..2019-12", "2026-11..2026-11", "<script>alert(1)</script>"]
)
def test_a_bad_period_in_a_link_does_not_break_the_page(value: str, demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", before=value)
    assert "<script" not in markup(at)
    assert ("The link cannot be followed" in text(at)) is (value != "2023-01")


def test_another_clock_says_that_the_stages_run_from_the_call(demo: Path, open_page: Open) -> None:
    note = "stages run from the call whatever the clock"
    assert note in text(open_page(demo, force="demonstration", grade="1", clock="despatch_to_arrival"))
    assert note not in text(open_page(demo, force="demonstration", grade="1"))


# Small selections, and extracts without the instants


def test_one_month_is_held_against_the_baseline(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", **{"from": "2026-10", "to": "2026-10"})
    assert f"October 2026 than in {BASELINE}" in headline(at) or f"October 2026 against {BASELINE}" in headline(at)
    assert [len(trace["x"]) for trace in charts(at)[1]["data"] if trace["type"] == "bar"] == [1, 1, 1]
    assert len(charts(at)) == 2  # one month is no series


def test_the_part_month_alone_is_one_cascade(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", **{"from": "2026-11"})
    assert "in the days held (1 November 2026 to 17 November 2026)" in headline(at)
    assert "No whole month is held for this selection" in text(at)
    assert len(charts(at)) == 1


def test_few_incidents_are_too_few_to_compare(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", lpt="leek", hour="4", weekday="2")
    assert "Too few grade 1 incidents in Leek to compare" in text(at)


def test_an_empty_selection_says_so(demo: Path, open_page: Open) -> None:
    at = open_page(demo, force="demonstration", grade="1", status="zero")
    assert headline(at).startswith("No stage can be measured: none of the grade 1 incidents")
    assert charts(at) == []


def test_london_names_the_instants_it_lacks_and_draws_the_whole(real: Callable[[str], Path], open_page: Open) -> None:
    at = open_page(real("lfb"))
    assert "Not drawn: the extract of London Fire Brigade fills no ready_for_despatch_at and no despatched_at." in text(
        at
    )
    assert "March 2017 to April 2017 than in January 2017 to February 2017" in headline(at)
    assert "the first 2 months are compared with the last 2" in text(at)
    (chart,) = charts(at)
    assert len(chart["data"][0]["y"]) == 2
    assert table(at)["Stage"].tolist() == ["By the clock, every measured incident"]


def test_san_francisco_has_stages_but_no_whole_month(real: Callable[[str], Path], open_page: Open) -> None:
    at = open_page(real("sffd"), grade="1")
    assert headline(at).startswith(
        "Grade 1 incidents took 5:51 min on average in the days held (31 December 2016 to 7 "
    )
    assert "No whole month is held for this selection: there is nothing to compare." in text(at)
    assert len(charts(at)) == 1


def test_without_a_store_one_sentence_names_the_command_that_mends_it(open_page: Open, tmp_path: Path) -> None:
    at = open_page(tmp_path / "nothing")
    assert headline(at) == "There is nothing to show yet"
