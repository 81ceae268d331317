"""The page, the command line and a hand-written query give the same figures, whatever the reader selects."""

import html
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from door import ROOT, perfdash
from perfdash.figures.words import minutes

MONTHS = [date(2025 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(1, 13)]  # November 2025 to October 2026
LPTS = ("leek", "hanley", "newcastle", "longton", "stafford", "burton", "codsall", "cannock", "lichfield", "tamworth")
CLOCKS = ("call_to_arrival", "created_to_arrival", "despatch_to_arrival")
UNKNOWN = ("arrival missing", "clock start missing", "out of sequence", "zero", "over cap")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of 12,000 invented incidents."""
    store = tmp_path_factory.mktemp("agreement") / "demo"
    assert perfdash("demo", "--years", 1, "--incidents-per-year", 12_000, "--store", store).code == 0
    pointer = json.loads((store / "published" / "current.json").read_text())
    shutil.copyfile(store / "published" / pointer["file"], store.parent / "copy.duckdb")  # the pages hold the original
    return store


@st.composite
def selections(draw: st.DrawFn) -> dict[str, str]:
    """What a URL may hold."""
    first, last = sorted((draw(st.sampled_from(MONTHS)), draw(st.sampled_from(MONTHS))))
    asked = {
        "force": "demonstration",
        "grade": draw(st.sampled_from(["", "1", "1", "2", "3"])),
        "lpt": "|".join(draw(st.lists(st.sampled_from(LPTS), max_size=3, unique=True))),
        "rurality": draw(st.sampled_from(["", "", "urban", "rural"])),
        "domestic_abuse": draw(st.sampled_from(["", "", "yes", "no"])),
        "weekday": draw(st.sampled_from(["", "", "", "6"])),
        "from": f"{first:%Y-%m}",
        "to": f"{last:%Y-%m}",
        "clock": draw(st.sampled_from(CLOCKS)),
        "standard": draw(st.sampled_from(["", "today"])),
    }
    return {key: value for key, value in asked.items() if value}


def by_hand(store: Path, asked: dict[str, str]) -> dict[str, Any]:
    """The figures of the last month selected, from a query written out for the purpose."""
    clock, limit = asked["clock"], "today_limit_seconds" if "standard" in asked else "limit_seconds"
    conditions = [f"month = DATE '{asked['to']}-01'"]
    for column in ("grade", "lpt", "rurality"):
        if column in asked:
            listed = ", ".join(f"'{value}'" for value in asked[column].split("|"))
            conditions.append(f"CAST({column} AS VARCHAR) IN ({listed})")
    if "domestic_abuse" in asked:
        conditions.append(f"is_domestic_abuse = {asked['domestic_abuse'] == 'yes'}")
    if "weekday" in asked:
        conditions.append(f"weekday = {asked['weekday']}")
    unknown = ", ".join(f"'{status}'" for status in UNKNOWN)
    with duckdb.connect(store.parent / "copy.duckdb", read_only=True) as connection:
        found = connection.execute(
            f"WITH chosen AS (SELECT {clock}_status AS status, {clock}_seconds AS seconds, {limit} AS most "
            f"FROM incident_times WHERE {' AND '.join(conditions)}) "
            "SELECT count(*) AS n_incidents, count(*) FILTER (status = 'measured') AS n_measured, "
            f"count(*) FILTER (status = 'measured' OR status IN ({unknown})) AS n_due, "
            "count(*) FILTER (status = 'measured' AND most IS NOT NULL) AS n_judged, "
            "count(*) FILTER (status = 'measured' AND seconds <= most) AS n_within, "
            "median(seconds) FILTER (status = 'measured') AS median_seconds, "
            "quantile_cont(seconds, 0.9) FILTER (status = 'measured') AS p90_seconds FROM chosen"
        )
        names = [column[0] for column in found.description or []]
        (row,) = found.fetchall()
    return dict(zip(names, row, strict=True))


def asked_of_the_command_line(store: Path, asked: dict[str, str]) -> dict[str, Any]:
    wheres = [
        f"{key}={asked[key]}" for key in ("grade", "lpt", "rurality", "domestic_abuse", "weekday") if key in asked
    ]
    options = [part for where in wheres for part in ("--where", where)]
    months = ("--from", asked["from"], "--to", asked["to"], "--clock", asked["clock"])
    standard = ("--standard", asked["standard"]) if "standard" in asked else ()
    reply = perfdash(
        "measure",
        "attendance_within_standard",
        "--by",
        "month",
        *options,
        *months,
        *standard,
        "--store",
        store,
        "--json",
    ).json
    rows: list[dict[str, Any]] = reply["rows"]
    return next((row for row in rows if row["month"] == asked["to"]), {})


def cards_of_the_page(store: Path, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Every card's value by the start of its title, and the month that they are about."""
    monkeypatch.setenv("PERFDASH_STORE", str(store))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params.update(asked)
    at.switch_page("pages/attendance.py")
    at.run()
    assert not at.exception, at.exception
    markup = "\n".join(element.proto.body for element in at.get("html"))
    cards = re.findall(r'<h3>(.*?)</h3><div class="pd-figure"><p class="pd-value">(.*?)</p>', markup, re.S)
    found = {_words(title).partition(" (")[0]: _words(value) for title, value in cards}
    month = re.search(r"n = ([\d,]+)", _words(markup))
    return found | ({"judged": month[1]} if month else {})


def _words(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\u00a0", " ")).strip()


@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=selections())
def test_page_command_line_and_hand_written_query_agree(
    asked: dict[str, str], demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth, told = by_hand(demo, asked), asked_of_the_command_line(demo, asked)
    for name in ("n_incidents", "n_due", "n_measured", "n_judged", "n_within"):
        assert told.get(name, 0) == truth[name], name
    if not told:
        return  # nothing in that month: the page then speaks of an earlier one
    share = truth["n_within"] / truth["n_judged"] if truth["n_judged"] else None
    assert told["share_within"] == (pytest.approx(share) if share is not None else None)
    for name in ("median_seconds", "p90_seconds"):
        assert told[name] == (pytest.approx(truth[name]) if truth[name] is not None else None), name
    cards = cards_of_the_page(demo, asked, monkeypatch)
    assert cards["Attended within standard"] == ("–" if share is None else f"{100 * share:.1f} %")
    if share is not None:
        assert cards["judged"] == f"{truth['n_judged']:,}"
    median, slowest = (
        minutes(truth[name]) if truth[name] is not None else "–" for name in ("median_seconds", "p90_seconds")
    )
    assert cards["Half are reached within"] == median
    assert cards["One in ten waits longer than"] == slowest
    coverage = f"{100 * truth['n_measured'] / truth['n_due']:.1f} %" if truth["n_due"] else "–"
    assert cards["Incidents with a usable time"] == coverage
