"""The three pages of retention: the command line's numbers, what each audience is shown, and stores with some records only."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from screen import followed, markup
from streamlit.testing.v1 import AppTest

import retention
from door import ROOT, SHARED, perfdash
from perfdash.analysis.disclosure import Audience
from perfdash.measures.people import people_answer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.store.places import Store
from perfdash.store.read import reading
from perfdash.ui.audience import audience_of
from perfdash.ui.people_panels import cells, for_download
from perfdash.ui.roles import Role

LEAVES, WHY, KEEPING = (f"pages/{name}.py" for name in ("retention", "leaving_reasons", "keeping_people"))
PAGES = (LEAVES, WHY, KEEPING)
EVERY_PAGE = sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py") if path.stem != "method")
OFFICERS = ("--where", "force=demonstration", "--where", "worker_type=officer")
MARKING = "Official – not for onward sharing"
DETE = SHARED / "data" / "dete_exit_survey" / "dete_survey.csv"

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration force: its workforce is the same, however few its incidents are."""
    store = tmp_path_factory.mktemp("retention") / "demo"
    assert perfdash("demo", "--years", 4, "--incidents-per-year", 2000, "--store", store).code == 0
    return store


@pytest.fixture(scope="session")
def dete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exit survey of another trade, alone: no incidents, no employments, dates by month or year."""
    if not DETE.exists():
        pytest.skip(f"the real extract {DETE.name} is not here")
    store = tmp_path_factory.mktemp("retention") / "dete"
    assert perfdash("load", "exit-interviews", DETE, "--profile", "dete", "--store", store).code == 0
    return store


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page on a store as somebody, as from a link with the given parameters."""

    def opened(store: Path, page: str, role: str = "", **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        monkeypatch.setenv("PERFDASH_ROLE", role)
        at = followed(page, query)
        assert not at.exception, at.exception
        return at

    return opened


def text(at: AppTest) -> str:
    plain = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", markup(at), flags=re.S)))
    return re.sub(r"\s+", " ", plain.replace("\u00a0", " "))


def headline(at: AppTest) -> str:
    (found,) = re.findall(r"<h1>(.*?)</h1>", markup(at), re.S)
    return html.unescape(found).replace("\u00a0", " ")


def charts(at: AppTest) -> list[Any]:
    return [chart.proto for chart in at.get("plotly_chart")]


def asked(store: Path, key: str, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = perfdash("measure", key, *options, "--store", store, "--json").json["rows"]
    return found


# The same numbers as the command line's


def test_the_headline_and_the_card_are_the_command_lines_leaver_rate(demo: Path, open_page: Open) -> None:
    (row,) = asked(demo, "leaver_rate", *OFFICERS)
    at = open_page(demo, LEAVES)
    assert headline(at).startswith(
        f"{100 * row['leaver_rate']:.1f} % of officers left in the 12 months to October 2026"
    )
    low = f"95 % interval {100 * row['leaver_rate_low']:.1f} %"
    assert f"{row['n_leavers']} of {row['n_at_start']:,} in post at the start · {low}" in text(at)
    assert f"{100 * row['leaver_rate_with_transfers']:.1f} % with transfers to other forces" in text(at)
    assert MARKING in text(at)


def test_the_reasons_of_the_newest_whole_year_head_their_page(demo: Path, open_page: Open) -> None:
    rows = asked(demo, "leaving_reasons", *OFFICERS, "--by", "year,reason_group")
    (row,) = (row for row in rows if (row["year"], row["reason_group"]) == ("2025/26", "organisational"))
    share = f"organisational reasons are named in {100 * row['share_naming']:.0f} % of {row['n_completed']} completed interviews"
    at = open_page(demo, WHY)
    assert headline(at).startswith(f"In the year 2025/26: {share}; ")
    assert "were not asked" in headline(at)  # those who did not answer stand beside the share


def test_who_is_asked_to_stay_is_what_the_command_line_says(demo: Path, open_page: Open) -> None:
    (joined,), (retiring,) = (asked(demo, key, *OFFICERS) for key in ("joiners_reached", "pensionable_reached"))
    wanted = (
        f"{100 * joined['share_reached']:.1f} % of new officers were spoken to by month 9, and "
        f"{100 * retiring['share_invited']:.1f} % of those near retirement were asked to stay"
    )
    assert headline(open_page(demo, KEEPING)) == wanted


def test_the_overview_and_the_recommendation_tell_the_same_figures(demo: Path, open_page: Open) -> None:
    (row,) = asked(demo, "leaver_rate", *OFFICERS)
    figure = f"Officers who left (leaver rate) {100 * row['leaver_rate']:.1f} %"
    overview, recommended = open_page(demo, "pages/overview.py"), open_page(demo, "pages/recommendations.py", rec="2")
    assert figure in text(overview)
    assert figure in text(recommended)
    assert "retention?from=" in html.unescape(markup(overview))
    assert f"Exit interviews completed, of those asked {100 * asked_lately(demo):.1f} %" in text(overview)


def asked_lately(store: Path) -> float:
    (row,) = asked(store, "exit_interviews_completed", *OFFICERS, "--from", "2025-11", "--to", "2026-10")
    return float(row["share_completed"])


# Views


@pytest.mark.parametrize("view", ["months", "leaver_type", "service_band", "rank", "command", "early", "curves"])
def test_every_view_of_who_leaves_has_its_chart_and_its_finding(demo: Path, open_page: Open, view: str) -> None:
    at = open_page(demo, LEAVES, force="demonstration", worker_type="officer", view=view, **{"from": "2022-11"})
    assert len(charts(at)) == (2 if view == "months" else 1)
    for chart, heading in zip(charts(at), re.findall(r"<h2>(.*?)</h2>", markup(at)), strict=False):
        assert html.unescape(heading).replace("\u00a0", " ") in chart.alt.replace("\u00a0", " ")


def test_worker_types_stand_in_facets_and_never_on_one_axis(demo: Path, open_page: Open) -> None:
    at = open_page(demo, LEAVES, force="demonstration", **{"from": "2022-11"})
    assert re.match(r"5\.\d % of officers, \d+\.\d % of staff, ", headline(at))
    (chart,) = charts(at)
    assert '"xaxis2"' in chart.spec
    assert "PCSOs, special constables, volunteers, of whom some months are hidden" in text(at)


def test_a_process_with_a_hidden_month_is_not_drawn_and_says_why(demo: Path, open_page: Open) -> None:
    at = open_page(demo, LEAVES, force="demonstration", worker_type="volunteer", **{"from": "2022-11"})
    assert re.search(r"No process chart: \d+ of 48 values are hidden to protect small numbers", text(at))
    assert len(charts(at)) == 1  # the rolling rate alone, which is no process
    assert "month by month" not in headline(at)


def test_a_dated_event_is_numbered_under_the_process_chart(demo: Path, open_page: Open) -> None:
    assert "2 1 April 2025: Stay interviews begin for officers, staff and PCSOs" in text(open_page(demo, LEAVES))


@pytest.mark.parametrize("view", ["reasons", "command", "answers"])
def test_every_view_of_why_has_its_chart(demo: Path, open_page: Open, view: str) -> None:
    assert len(charts(open_page(demo, WHY, view=view))) == 1


@pytest.mark.parametrize("view", ["funnel", "joiners", "retiring", "pool"])
def test_every_view_of_keeping_has_its_chart(demo: Path, open_page: Open, view: str) -> None:
    at = open_page(demo, KEEPING, view=view)
    assert len(charts(at)) == 1
    assert view != "pool" or "3 fewer than the ambition of 20" in text(at)


def test_the_funnel_counts_those_alone_who_have_had_the_time_and_claims_nothing(demo: Path, open_page: Open) -> None:
    said = text(open_page(demo, KEEPING, view="funnel", trigger_of="new joiner"))
    assert "there is no comparison group, so this does not show that interviews work" in said
    assert "Too early to say: " in said


def test_every_promise_stands_beside_its_figure_and_the_silence_is_shown(demo: Path, open_page: Open) -> None:
    said = text(open_page(demo, KEEPING))
    assert "Seven promises, six answered by a figure; on specials and volunteers the record is silent" in said
    assert "A pool of 20 interviewers from police and staff roles is hoped for" in said
    for kind in ("special constable", "volunteer"):
        (row,) = asked(demo, "leaver_rate", "--where", "force=demonstration", "--where", f"worker_type={kind}")
        assert f"{100 * row['leaver_rate']:.1f} % {row['n_leavers']} of {row['n_at_start']}" in said


# Audiences


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("view", [{}, {"view": "early"}, {"view": "reasons"}, {"view": "funnel"}, {"view": "joiners"}])
def test_the_public_has_no_filters_and_sees_no_small_number(
    demo: Path, open_page: Open, page: str, view: dict[str, str]
) -> None:
    at = open_page(demo, page, role="public", **view)
    assert not [*at.selectbox, *at.toggle, *at.multiselect]
    said = text(at)
    assert MARKING not in said
    assert "onward sharing" not in said
    counted = re.findall(r"(\d[\d,]*) of (\d[\d,]*) (?:in post|eligible|asked|completed|who|new joiners)", said)
    assert all(int(number.replace(",", "")) % 5 == 0 for pair in counted for number in pair)
    assert counted


def test_the_public_is_not_told_the_months_though_a_link_asks_for_them(demo: Path, open_page: Open) -> None:
    plain = open_page(demo, LEAVES, role="public")
    asked_for = open_page(demo, LEAVES, role="public", force="demonstration", worker_type="staff", command="Response")
    assert headline(asked_for) == headline(plain)
    assert "shown without filters" in text(asked_for)
    assert dict(asked_for.query_params) == {"force": "demonstration"}


def test_present_mode_is_public_whoever_is_signed_in() -> None:
    assert {audience_of(role, is_presented=True) for role in Role} == {Audience.PUBLIC}
    assert audience_of(Role.PUBLIC, is_presented=False) is Audience.PUBLIC
    for role in (Role.CHIEF_OFFICER, Role.COMMISSIONER, Role.ANALYST):
        assert audience_of(role, is_presented=False) is Audience.OFFICIAL


def test_a_hidden_value_is_a_symbol_in_the_table_and_a_word_in_the_download(demo: Path) -> None:
    selection = PeopleSelection(filters=(("force", ("demonstration",)), ("worker_type", ("officer",))))
    with reading(Store(demo)) as connection:
        found = people_answer(connection, "leaver_rate", selection, ("rank",))
    hidden = found.rows["n_leavers"].isna()
    assert hidden.any()
    assert {said for said, is_hidden in zip(cells(found.rows, "n_leavers"), hidden, strict=True) if is_hidden} == {"‡"}
    assert set(for_download(found).loc[hidden, "n_leavers"]) == {"hidden"}
    assert not for_download(found).isna().to_numpy().any()


# The address


def test_the_address_comes_back_as_it_was_given(demo: Path, open_page: Open) -> None:
    asked_for = {
        "force": "demonstration",
        "worker_type": "officer",
        "command": "Response",
        "from": "2023-04",
        "to": "2026-03",
        "basis": "fte",
        "transfers": "yes",
    }
    at = open_page(demo, LEAVES, **asked_for)
    assert dict(at.query_params) == asked_for
    assert "% of officers in Response left in the 12 months to March 2026" in headline(at)


def test_a_choice_goes_into_the_address(demo: Path, open_page: Open) -> None:
    at = open_page(demo, LEAVES)
    at.selectbox(key="people_worker_type").set_value("staff").run()
    assert at.query_params["worker_type"] == "staff"
    assert " of staff left in " in headline(at)


def test_a_link_to_nothing_is_said_and_the_page_stands(demo: Path, open_page: Open) -> None:
    said = text(open_page(demo, LEAVES, force="demonstration", worker_type="wizard"))
    assert "The link asks for worker type 'wizard', of which there is nothing" in said
    assert "The link cannot be followed" in text(open_page(demo, LEAVES, basis="hats"))


# Stores with some kinds of record only


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_store_of_one_exit_survey_opens_every_page(dete: Path, open_page: Open, page: str) -> None:
    said = text(open_page(dete, page))
    if page in ("pages/attendance.py", "pages/calls.py"):
        assert "No incidents are loaded yet, only exit interviews" in said


def test_what_an_exit_survey_can_tell_is_drawn_and_the_rest_says_what_is_missing(dete: Path, open_page: Open) -> None:
    why = open_page(dete, WHY)
    assert len(charts(why)) == 2
    assert headline(why).startswith("In 2013: organisational reasons are named in 49 % of 178 completed interviews")
    assert "No employments of dete are held; load an extract with 'perfdash load employments" in text(
        open_page(dete, LEAVES)
    )
    keeping = text(open_page(dete, KEEPING))
    assert "No stay interviews of dete are held" in keeping
    assert "Special constables" in keeping
    assert "No incidents of this force are loaded" in text(open_page(dete, "pages/overview.py"))


@pytest.mark.parametrize("kind", retention.FILES)
@pytest.mark.parametrize("page", PAGES)
def test_a_store_of_one_kind_opens_every_page(open_page: Open, tmp_path: Path, kind: str, page: str) -> None:
    retention.load(tmp_path / "store", kind)
    for role in ("chief officer", "public"):
        assert headline(open_page(tmp_path / "store", page, role=role))


@pytest.mark.parametrize("page", PAGES)
def test_a_store_without_people_says_what_to_load(good_store: Path, open_page: Open, page: str) -> None:
    said = text(open_page(good_store, page))
    assert "No records of people are loaded" in said
    assert "perfdash load employments FILE --profile NAME" in said
