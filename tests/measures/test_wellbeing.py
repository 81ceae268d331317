"""Wellbeing: whose rows, small groups, one long absence, the dated list and what its change moves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

import wellbeing
from door import perfdash
from perfdash.analysis.disclosure import Audience, Sensitivity, suppress
from perfdash.errors import BadQuestion, BadReference, StoreBroken
from perfdash.measures.people import WELLBEING, PeopleAnswer, RollingAnswer, people_answer, people_process
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.register import measures
from perfdash.measures.wellbeing_changes import changed_figures, list_state
from perfdash.reference import wellbeing as reference
from perfdash.store.build import rebuild
from perfdash.store.marts import build_marts
from perfdash.store.places import find_store
from perfdash.store.read import reading
from random_force import random_force

UNKNOWN = "n_organisation_unknown"
OF_WELLBEING = [key for key, asked in measures().items() if asked.records in WELLBEING]
YEAR = PeopleSelection(date(2024, 4, 1), date(2025, 3, 1))


@pytest.fixture(scope="module")
def force() -> Iterator[duckdb.DuckDBPyConnection]:
    """To be read alone."""
    with random_force(3) as connection:
        yield connection


@pytest.fixture
def own_force() -> Iterator[duckdb.DuckDBPyConnection]:
    """To be changed."""
    with random_force(3) as connection:
        yield connection


def ask(
    connection: duckdb.DuckDBPyConnection, key: str, *by: str, audience: str = "analyst", **more: Any
) -> PeopleAnswer:
    return people_answer(connection, key, replace(YEAR, **more), by, audience)


def figures(connection: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """Every measure of wellbeing, for analysts, but for what is counted apart."""
    rows = {key: ask(connection, key).rows.fillna(-1).to_dict("records") for key in OF_WELLBEING}
    return {
        key: [{name: _rounded(value) for name, value in row.items() if name != UNKNOWN} for row in found]
        for key, found in rows.items()
    }


def _rounded(value: Any) -> Any:
    return round(value, 9) if isinstance(value, float) else value


# Whose rows -----------------------------------------------------------------------------------------------------------


def test_rows_of_others_change_no_figure_of_the_police(own_force: duckdb.DuckDBPyConnection) -> None:
    before = figures(own_force)
    for organisation in ("fire and rescue", "other", "not known"):
        for table in ("programme_contact_rows", "referral_rows"):
            own_force.execute(
                f"INSERT INTO {table} SELECT * REPLACE ('{organisation}' || row_key AS row_key, "
                f"'{organisation}' AS organisation) FROM {table} WHERE organisation = 'police'"
            )
    build_marts(own_force)
    assert figures(own_force) == before
    n_police = ask(own_force, "screening_offered").rows["n_eligible"].item()
    assert ask(own_force, "screening_offered").rows["n_organisation_unknown"].item() == n_police
    rows = ask(own_force, "referrals_seen", "organisation").rows.set_index("organisation")["n_referred"]
    assert rows["police"] == rows["other"] == rows["not known"]
    filtered = (("organisation", ("other",)),)
    assert ask(own_force, "screening_offered", filters=filtered).rows["n_eligible"].item() == n_police


def test_records_of_which_nobody_says_whose_they_are_are_refused(tmp_path: Path) -> None:
    profile = tmp_path / "contacts.toml"
    text = (wellbeing.HERE / "contacts.toml").read_text(encoding="utf-8")
    start = text.index("[values.organisation]")
    text = text[:start] + text[text.index("[values.programme]") :]
    profile.write_text(text.replace('organisation = "whose"\n', ""), encoding="utf-8")
    store = tmp_path / "store"
    loaded = perfdash(
        "load", "programme-contacts", wellbeing.HERE / "contacts.csv", "--profile", profile, "--store", store
    )
    assert loaded.code == 0, loaded.err
    refused = perfdash("measure", "screening_offered", "--store", store).sentence
    assert "have no organisation (column organisation)" in refused


# Order and checks -----------------------------------------------------------------------------------------------------


def test_each_stage_is_part_of_the_one_before_on_every_cut(force: duckdb.DuckDBPyConnection) -> None:
    for key in ("screening_offered", "programme_on_time"):
        for by in (
            "role_group",
            "role",
            "listed",
            "organisation",
            "worker_type",
            "command",
            "month",
            "quarter",
            "year",
        ):
            rows = ask(force, key, by).rows
            assert (rows["n_eligible"] >= rows["n_offered"]).all()
            assert (rows["n_offered"] >= rows["n_completed"]).all()
            assert (rows["n_completed"] >= rows["n_on_time"]).all()


def test_the_build_stops_with_the_row_that_cannot_be(own_force: duckdb.DuckDBPyConnection) -> None:
    own_force.execute(
        "UPDATE programme_contact_rows SET completed_on = offered_on - 1, completed_exact_to = 'day' "
        "WHERE row_key = (SELECT min(row_key) FROM programme_contact_rows WHERE offered_on IS NOT NULL)"
    )
    with pytest.raises(
        StoreBroken, match=r"support_days_in_order found a row that breaks its rule: \('programme contact'"
    ):
        build_marts(own_force)


# Small numbers --------------------------------------------------------------------------------------------------------


def test_a_person_with_most_of_a_cells_hours_hides_that_cell(own_force: duckdb.DuckDBPyConnection) -> None:
    """One officer of twelve in a role is away for a year; what the others lost would follow from the cell."""
    own_force.execute("DELETE FROM absence_rows WHERE role IN ('firearms', 'ViSOR')")
    for n in range(24):
        role = "firearms" if n < 12 else "ViSOR"
        long = n == 0
        own_force.execute(
            "INSERT INTO absence_rows (row_key, force, person, worker_type, role, command, started_on, started_exact_to, "
            "ended_on, ended_exact_to, contracted_hours, hours_lost, reason_group, extracted_on, source_file, source_record) "
            "VALUES ($key, 'f', $key, 'officer', $role, 'Operations', DATE '2024-05-01', 'day', $ended, 'day', 40, $hours, "
            "'other', DATE '2025-03-31', '', 0)",
            {
                "key": f"x{n}",
                "role": role,
                "ended": date(2025, 3, 1) if long else date(2024, 5, 7),
                "hours": 1740 if long else 40,
            },
        )
    build_marts(own_force)
    raw = ask(own_force, "hours_lost_share", "role").rows.set_index("role")
    assert raw.loc["firearms", ["n_absent", "largest_share"]].tolist() == [12, pytest.approx(1740 / (1740 + 11 * 40))]
    shown = ask(own_force, "hours_lost_share", "role", audience="official").rows.set_index("role")
    assert shown.loc["firearms", ["hours_lost", "value"]].isna().all()
    assert shown.loc["firearms", "hidden_hours_lost"] == "one person dominates"
    public = ask(own_force, "hours_lost_share", "role_group", audience="public").rows
    assert set(public["hidden_hours_lost"]) <= {"", "small number"}  # who is away is nobody's business


def test_many_events_of_few_people_are_hidden(force: duckdb.DuckDBPyConnection) -> None:
    rows = ask(force, "trauma_within_72_hours", "role").rows[["role", "n_exposures", "n_people"]]
    for audience, fewest in ((Audience.PUBLIC, 10), (Audience.OFFICIAL, 5)):
        shown = suppress(
            rows.assign(n_exposures=60.0, n_people=[*range(1, len(rows) + 1)]),
            counts=["n_exposures"],
            by=["role"],
            behind={"n_exposures": "n_people"},
            audience=audience,
            sensitivity=Sensitivity.HEALTH,
        )
        assert shown["n_exposures"].isna().tolist() == [n < fewest for n in range(1, len(rows) + 1)]
        assert "n_people" not in shown


@pytest.mark.parametrize("key", OF_WELLBEING)
def test_officials_and_the_public_never_see_a_small_count(force: duckdb.DuckDBPyConnection, key: str) -> None:
    for audience, by, fewest in (("official", ("role_group",), 5), ("public", (), 10)):
        try:
            rows = ask(force, key, *by, audience=audience).rows
        except BadQuestion:
            continue
        counts = rows[[name for name in rows if str(name).startswith("n_")]]
        assert not ((counts > 0) & (counts < fewest)).any(axis=None)


def test_in_public_a_measure_has_one_breakdown(force: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(BadQuestion, match="is shown by role group only; leave command out"):
        ask(force, "screening_offered", "command", audience="public")
    with pytest.raises(BadQuestion, match="without a breakdown; leave course out"):
        ask(force, "leadership_resilience", "course", audience="public")
    assert "n_too_early" not in ask(force, "screening_offered", audience="public").rows


def test_twelve_months_of_hours_are_no_process(force: duckdb.DuckDBPyConnection) -> None:
    rolling = people_answer(force, "hours_lost_per_fte", PeopleSelection(), ("month",))
    assert isinstance(rolling, RollingAnswer)
    with pytest.raises(BadQuestion, match="cannot be judged as a process"):
        people_process(rolling)
    monthly = people_answer(force, "hours_lost_share", PeopleSelection(), ("month",), "analyst")
    assert people_process(monthly) is not None


# The list -------------------------------------------------------------------------------------------------------------


def listing(*more: reference.HighStressRole) -> tuple[reference.HighStressRole, ...]:
    return (*reference.high_stress_roles(), *more)


def row(force: str, role: str, group: str, first: str, last: str = "9999-12-31") -> reference.HighStressRole:
    cells = {"force": force, "role": role, "role_group": group, "from": first, "to": last, "owner": "o", "source": "s"}
    return reference.HighStressRole.model_validate(cells)


def test_a_forces_own_row_comes_before_the_national_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = listing(row("staffordshire", "Firearms", "armed", "2024-04-01", "2024-12-31"))
    monkeypatch.setattr(reference, "high_stress_roles", lambda: rows)
    parts = [part for part in reference.listed_roles("staffordshire") if part.role == "firearms"]
    assert sorted((str(part.from_on), str(part.to_on), part.role_group) for part in parts) == [
        ("1970-01-01", "2024-03-31", "firearms and negotiation"),
        ("2024-04-01", "2024-12-31", "armed"),
        ("2025-01-01", "9999-12-31", "firearms and negotiation"),
    ]
    assert [part.role_group for part in reference.listed_roles("lfb") if part.role == "firearms"] == [
        "firearms and negotiation"
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (row("nowhere", "x", "y", "2020-01-01"), "no force 'nowhere'"),
        (row("national", "x", "all", "2020-01-01"), "may be called 'all'"),
    ],
)
def test_a_wrong_row_of_the_list_is_named(
    monkeypatch: pytest.MonkeyPatch, wrong: reference.HighStressRole, words: str
) -> None:
    rows = listing(wrong)
    monkeypatch.setattr(reference, "high_stress_roles", lambda: rows)
    with pytest.raises(BadReference, match=rf"high_stress_roles.csv, row {len(rows) + 1}, .*{words}"):
        reference.validate(["staffordshire", "demonstration"])


def test_a_change_of_the_list_restates_history_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = find_store(str(tmp_path / "store"))
    wellbeing.load(store.path, "employments", "programme-contacts")
    with reading(store) as connection:
        assert not list_state(connection).differs
        assert connection.execute("SELECT count(*) FROM changed_figures").fetchone() == (0,)
    rows = listing(row("staffordshire", "response", "response", "2025-09-01"))
    monkeypatch.setattr(reference, "high_stress_roles", lambda: rows)
    status = perfdash("status", "--store", store.path)
    assert "The list of high-stress roles has changed since this store was built; run 'perfdash build'" in status.out
    rebuild(store)
    rebuild(store)  # what moved then is kept, though the list is the same and the newest version cannot be read
    store.current().write_bytes(b"not a database at all")
    rebuild(store)
    with reading(store) as connection:
        assert not list_state(connection).differs
        moved = connection.execute(
            "SELECT measure, period, n_before, n_after, why FROM changed_figures ORDER BY ALL"
        ).fetchall()
        years = changed_figures(connection, "staffordshire", "analyst").to_dict("records")
        shown = changed_figures(connection, "staffordshire", "official")
        listed = people_answer(connection, "screening_offered", PeopleSelection(), ("role_group",), "analyst").rows
    # C06 of B1 was due on 1 October 2025; before April 2025 there are not twelve months of contacts, and B4 holds response too.
    why = "The list of high-stress roles changed; added: response (response) from 2025-09-01"
    assert moved[-1] == ("screening_offered", date(2025, 10, 1), 0, 1, why)
    assert {(name, before, after) for name, _, before, after, _ in moved[:-1]} == {("reached_beyond_screening", 7, 10)}
    assert [period for _, period, *_ in moved[:-1]] == [date(2025, 9, 1), date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1),
                                                       date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]  # fmt: skip
    assert {(row["measure"], row["period"], row["n_before"], row["n_after"]) for row in years} == {
        ("screening_offered", "2025/26", 0, 1), ("reached_beyond_screening", "2025/26", 7, 10),
    }  # fmt: skip
    assert shown["n_after"].isna().all()  # three people moved: nothing is told of them
    assert listed.set_index("role_group").loc["response", "n_eligible"] == 1


def test_changed_figures_by_month_are_for_large_groups_only(own_force: duckdb.DuckDBPyConnection) -> None:
    own_force.execute(
        "INSERT INTO changed_figures VALUES ('f', 'screening_offered', DATE '2024-05-01', 40, 60, 'w', 'a', 'b', current_date)"
    )
    assert len(changed_figures(own_force, "f", "analyst", "month")) == 1
    with pytest.raises(BadQuestion, match="groups of 50 people or more"):
        changed_figures(own_force, "f", "official", "month")
    assert changed_figures(own_force, "f", "official", "year")[["n_before", "n_after"]].to_numpy().tolist() == [
        [40, 60]
    ]
