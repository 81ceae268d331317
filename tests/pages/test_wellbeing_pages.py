"""The pages of wellbeing: the command line's numbers, what each audience is shown, and stores with some records only."""

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from screen import followed, markup
from streamlit.testing.v1 import AppTest

import wellbeing
from door import perfdash

ROLES, INCIDENTS, HEALTH, ABSENCE = (
    f"pages/{name}.py" for name in ("wellbeing", "situations", "occupational_health", "absence")
)
PAGES = (ROLES, INCIDENTS, HEALTH, ABSENCE)
LATELY = ("--where", "force=demonstration", "--from", "2025-11", "--to", "2026-10")
FROM = {"force": "demonstration", "from": "2022-11"}
MARKING = "Official – not for onward sharing"
VIEWS = {
    ROLES: ("reached", "means", "unlisted", "screening", "on_time", "offers"),
    INCIDENTS: ("offered", "months", "roles", "held"),
    HEALTH: ("waits", "open", "fire"),
    ABSENCE: ("hours_lost_share", "hours_lost_per_fte", "long_absences", "reasons"),
}

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration force: its wellbeing records are the same, however few its incidents are."""
    store = tmp_path_factory.mktemp("wellbeing") / "demo"
    assert perfdash("demo", "--years", 4, "--incidents-per-year", 2000, "--store", store).code == 0
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


def asked(store: Path, key: str, *options: str) -> dict[str, Any]:
    """The one row of a measure, as the command line prints it."""
    (row,) = perfdash("measure", key, *(options or LATELY), "--store", store, "--json").json["rows"]
    found: dict[str, Any] = row
    return found


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


# The same numbers as the command line's


def test_the_headline_and_the_card_are_the_command_lines_reach(demo: Path, open_page: Open) -> None:
    row, others = asked(demo, "reached_beyond_screening"), asked(demo, "unlisted_reached")
    at = open_page(demo, ROLES)
    assert headline(at).startswith(f"{percent(row['share_reached'])} of people in high-stress roles were reached")
    assert headline(at).endswith(f"; {percent(others['share_reached'])} of those in all other roles")
    low = f"95 % interval {percent(row['share_reached_low'])}"
    assert f"{row['n_reached']} of {row['n_in_role']} in listed roles · {low}" in text(at)
    assert MARKING in text(at)


def test_support_after_an_incident_is_what_the_command_line_says(demo: Path, open_page: Open) -> None:
    soon, week = asked(demo, "trauma_within_72_hours"), asked(demo, "trauma_within_7_days")
    wanted = (
        f"{percent(soon['share_within_72_hours'])} of people exposed at an incident were offered TRiM within 72 hours in the "
        f"12 months to October 2026, {percent(week['share_within_7_days'])} within 7 days"
    )
    assert headline(open_page(demo, INCIDENTS)) == wanted


def test_the_waits_are_the_command_lines(demo: Path, open_page: Open) -> None:
    row, still = asked(demo, "first_appointment_days"), asked(demo, "referrals_open", "--where", "force=demonstration")
    said = headline(open_page(demo, HEALTH))
    assert f"within {row['median_days']:g} days" in said
    assert f"nine in ten within {row['p90_days']:g} days; {still['n_open']} still wait" in said


def test_absence_is_what_the_command_line_says(demo: Path, open_page: Open) -> None:
    month = ("--where", "force=demonstration", "--from", "2026-10", "--to", "2026-10")
    row, long = asked(demo, "hours_lost_share", *month), asked(demo, "long_absences", *month)
    at = open_page(demo, ABSENCE)
    assert headline(at).startswith(f"{percent(row['share_lost'])} of contracted hours were lost in October 2026: ")
    assert f"Absent for more than 28 days {long['n_long']} " in text(at)
    assert f"{asked(demo, 'hours_lost_per_fte')['hours_lost_per_fte']:.1f} hours" in text(at)


def test_the_overview_and_the_recommendation_tell_the_same_figures(demo: Path, open_page: Open) -> None:
    figure = f"Reached beyond the yearly screening {percent(asked(demo, 'reached_beyond_screening')['share_reached'])}"
    overview, recommended = open_page(demo, "pages/overview.py"), open_page(demo, "pages/recommendations.py", rec="3")
    assert figure in text(overview)
    assert figure in text(recommended)
    assert "wellbeing?from=" in html.unescape(markup(overview))
    assert "Offered TRiM within 72 hours" in text(overview)


# Views


@pytest.mark.parametrize(("page", "view"), [(page, view) for page, views in VIEWS.items() for view in views])
def test_every_view_has_its_chart_and_its_finding(demo: Path, open_page: Open, page: str, view: str) -> None:
    at = open_page(demo, page, view=view, **FROM)
    assert len(charts(at)) == (2 if view in ("hours_lost_share", "long_absences") else 1)
    for chart, heading in zip(charts(at), re.findall(r"<h2>(.*?)</h2>", markup(at)), strict=False):
        assert html.unescape(heading).replace("\u00a0", " ") in chart.alt.replace("\u00a0", " ")


@pytest.mark.parametrize("stage", ["offered", "completed", "on_time"])
def test_screening_is_told_stage_by_stage(demo: Path, open_page: Open, stage: str) -> None:
    row = asked(demo, f"screening_{stage}")
    said = text(open_page(demo, ROLES, view="screening", of_screening=stage))
    assert f"Of {row['n_eligible']} screenings due in the 12 months to October 2026 {row[f'n_{stage}']} were" in said


def test_the_slow_group_stands_first_and_by_name(demo: Path, open_page: Open) -> None:
    at = open_page(demo, ROLES, view="screening", of_screening="on_time")
    assert "; child abuse and digital least: 37 of 72" in text(at)


def test_one_off_programmes_are_numbered_under_the_charts(demo: Path, open_page: Open) -> None:
    said = text(open_page(demo, INCIDENTS))
    assert "9 June 2025: The wellbeing bus tours ten stops in four weeks" in said
    assert "1 September 2025: Trauma risk management is to be offered within 72 hours" in said
    bus = text(open_page(demo, ROLES, view="offers", of_offers="bus"))
    assert "it toured once, so there is no trend" in bus


def test_the_list_names_its_owners_and_what_is_not_on_it(demo: Path, open_page: Open) -> None:
    said = text(open_page(demo, ROLES, view="list"))
    assert "12 roles are on the list of high-stress roles, one of them added by the force: custody" in said
    assert "custody custody since 1 April 2024 Head of People" in said
    assert "Response, the contact centre and rape and domestic abuse investigation are not on the national list" in said
    assert "No figure has been moved by a change of the list since the first build" in said


def test_absence_stands_beside_last_year_and_is_judged_without_its_seasons(demo: Path, open_page: Open) -> None:
    said = text(open_page(demo, ABSENCE, **FROM))
    assert re.search(r"lost in October 2026; \d\.\d % in October 2025: ", said)
    assert "Contracted hours lost, with the months' usual pattern taken out: " in said
    rolling = open_page(demo, ABSENCE, view="hours_lost_per_fte", **FROM)
    assert "a rolling series is never a process chart" in text(rolling)
    assert "limits by" not in text(rolling)


def test_reasons_have_no_national_benchmark(demo: Path, open_page: Open) -> None:
    assert "there is no national benchmark" in text(open_page(demo, ABSENCE, view="reasons"))


# What is not drawn


def test_a_process_with_a_hidden_month_is_not_drawn_and_says_why(demo: Path, open_page: Open) -> None:
    at = open_page(demo, ABSENCE, view="long_absences", worker_type="PCSO", **FROM)
    assert re.search(r"No process chart: \d+ of 4\d values are hidden to protect small numbers", text(at))
    assert len(charts(at)) == 1  # beside the year before alone, with a symbol for every hidden month
    assert "months without a figure" in charts(at)[0].alt


def test_months_of_few_people_give_way_to_quarters_and_say_why(demo: Path, open_page: Open) -> None:
    at = open_page(demo, ROLES, view="on_time", **FROM)
    assert "No process chart: health figures by month are shown for groups of 50 people or more" in text(at)
    assert "screenings due in July to September 2026 were completed by the day they were due" in text(at)


def test_a_hidden_group_is_a_symbol_with_its_key(demo: Path, open_page: Open) -> None:
    (chart,) = charts(open_page(demo, ROLES))
    assert "2 values hidden: small numbers" in chart.alt
    assert "child abuse and digital ‡" in chart.alt


# The fire service


def test_rows_of_the_fire_service_change_no_figure_of_the_police(open_page: Open, tmp_path: Path) -> None:
    told = {}
    for name in ("with", "without"):
        world = tmp_path / name
        shutil.copytree(wellbeing.HERE, world)
        if name == "without":
            path = world / "referrals.csv"
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if "fire" not in line.lower()), encoding="utf-8")
            assert path.read_text() != (wellbeing.HERE / "referrals.csv").read_text()
        store = tmp_path / f"store-{name}"
        for kind in ("referrals", "employments"):
            extract, profile = (world / f"{wellbeing.FILES[kind]}.{end}" for end in ("csv", "toml"))
            assert perfdash("load", kind, extract, "--profile", profile, "--store", store).code == 0
        at = open_page(store, HEALTH)
        said = text(at).partition("Fire and rescue, counted apart")[0]
        told[name] = (headline(at), said.partition(headline(at))[2])
    assert told["with"] == told["without"]


def test_the_fire_service_is_named_and_apart(demo: Path, open_page: Open) -> None:
    fire = asked(demo, "first_appointment_days", *LATELY, "--where", "organisation=fire and rescue")
    said = text(open_page(demo, HEALTH))
    assert f"Fire and rescue, counted apart {fire['median_days']:g} days" in said
    assert f"half of {fire['n_seen']} were first seen within that; in no figure of the police" in said
    assert "rows of fire and rescue and of others are left out" in said


# Audiences


@pytest.mark.parametrize(("page", "view"), [(page, view) for page, views in VIEWS.items() for view in views])
def test_the_public_has_no_filters_and_sees_no_small_number(demo: Path, open_page: Open, page: str, view: str) -> None:
    at = open_page(demo, page, role="public", view=view)
    assert not [*at.selectbox, *at.toggle, *at.multiselect]
    said = text(at)
    assert MARKING not in said
    assert "onward sharing" not in said
    counted = re.findall(r"(\d[\d,]*) of (\d[\d,]*) (?:in listed|in such|due|exposed|held)", said)
    numbers = [int(number.replace(",", "")) for pair in counted for number in pair]
    assert all(number % 5 == 0 and number >= 10 for number in numbers)
    for chart in charts(at):
        behind = re.findall(
            r"</b>  (\d[\d,]*) of (\d[\d,]*)", chart.spec.replace("\\u003c", "<").replace("\\u003e", ">")
        )
        assert all(int(n.replace(",", "")) % 5 == 0 for pair in behind for n in pair)


def test_the_public_is_not_told_parts_though_a_link_asks_for_them(demo: Path, open_page: Open) -> None:
    plain = open_page(demo, ROLES, role="public")
    asked_for = open_page(demo, ROLES, role="public", force="demonstration", worker_type="staff", command="Response")
    assert headline(asked_for) == headline(plain)
    assert "shown without filters" in text(asked_for)
    assert dict(asked_for.query_params) == {"force": "demonstration"}


def test_present_mode_shows_what_the_public_may_see(demo: Path, open_page: Open) -> None:
    assert headline(open_page(demo, ROLES, present="1")) == headline(open_page(demo, ROLES, role="public"))


# The address


def test_the_address_comes_back_and_a_part_is_named_as_one(demo: Path, open_page: Open) -> None:
    wanted = FROM | {"worker_type": "officer", "command": "Response"}
    at = open_page(demo, INCIDENTS, **wanted)
    assert dict(at.query_params) == wanted
    assert "of people exposed at an incident (officers in Response) were offered TRiM" in headline(at)


def test_a_choice_goes_into_the_address(demo: Path, open_page: Open) -> None:
    at = open_page(demo, ROLES)
    assert "worker_type" not in at.query_params  # everybody together at first
    at.selectbox(key="people_worker_type").set_value("staff").run()
    assert at.query_params["worker_type"] == "staff"
    assert "(staff)" in headline(at)


# Stores with some kinds of record only


@pytest.mark.parametrize("kind", wellbeing.FILES)
@pytest.mark.parametrize("page", [*PAGES, "pages/overview.py", "pages/retention.py"])
def test_a_store_of_one_kind_opens_every_page(open_page: Open, tmp_path: Path, kind: str, page: str) -> None:
    wellbeing.load(tmp_path / "store", kind)
    for role in ("chief officer", "public"):
        assert headline(open_page(tmp_path / "store", page, role=role))


MISSING = {ROLES: "programme contacts", INCIDENTS: "exposures", HEALTH: "referrals", ABSENCE: "absences"}


@pytest.mark.parametrize(("page", "kind"), list(MISSING.items()))
def test_each_chart_says_what_is_missing(open_page: Open, tmp_path: Path, page: str, kind: str) -> None:
    wellbeing.load(tmp_path / "store", "employments")
    at = open_page(tmp_path / "store", page)
    assert not charts(at)
    assert f"No {kind} of " in text(at)
    assert "are held; load an extract with 'perfdash load " in text(at)


@pytest.mark.parametrize("page", PAGES)
def test_a_store_without_people_says_what_to_load(good_store: Path, open_page: Open, page: str) -> None:
    assert "No records of people are loaded" in text(open_page(good_store, page))
