"""Answers that are kept: one for each question, each choice and each version of the store."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from door import perfdash
from perfdash.measures.attendance import attendance_by
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.periods import Period, Periods
from perfdash.measures.selection import Selection
from perfdash.store.places import Store
from perfdash.store.read import reading
from perfdash.ui import reads
from perfdash.ui.kept import Version, kept

JUNE, MAY = date(2025, 6, 1), date(2025, 5, 1)
asked: list[str] = []


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty memory, and a published version that nobody reads."""
    place = Store(tmp_path)
    place.published.mkdir(parents=True)
    publish(place, "2026-01-01.1")
    monkeypatch.setenv("PERFDASH_STORE", str(tmp_path))
    st.cache_data.clear()
    st.cache_resource.clear()
    asked.clear()
    yield tmp_path
    st.cache_data.clear()
    st.cache_resource.clear()


def publish(place: Store, build: str) -> None:
    file = place.published / f"perfdash-{build}.duckdb"
    file.touch()
    place.pointer.write_text(json.dumps({"file": file.name, "build": build}), encoding="utf-8")


@kept(100)
def one_question(current: Version, chosen: object, *by: str) -> list[str]:
    asked.append(f"one of {chosen} by {by}")
    return [f"one of {chosen} by {by}"]


@kept(100)
def another_question(current: Version, chosen: object, *by: str) -> list[str]:
    asked.append(f"another of {chosen} by {by}")
    return [f"another of {chosen} by {by}"]


@kept(10, shared=True)
def a_shared_one(current: Version) -> list[str]:
    return []


def test_a_question_is_asked_once_for_each_choice() -> None:
    first = Selection(filters=(("grade", ("1",)),))
    choices = [
        *(
            first,
            replace(first, clock="despatch_to_arrival"),
            replace(first, standard="today"),
            first.having(lpt="leek"),
        ),
        *(replace(first, from_month=MAY), replace(first, to_month=MAY), replace(first, from_month=MAY, to_month=JUNE)),
        *(first.having(lpt=("leek", "burton")), first.having(grade="2"), first.having(grade=())),
        *(PeopleSelection(), PeopleSelection(transfers=True), PeopleSelection(basis="FTE")),
        *(Periods(Period(MAY, MAY), Period(JUNE, JUNE)), Periods(Period(MAY, MAY), Period(MAY, JUNE))),
    ]
    for _ in range(2):
        for chosen in choices:
            for by in [(), ("month",), ("month", "grade")]:
                assert one_question(chosen, *by) == [f"one of {chosen} by {by}"]
                assert another_question(chosen, *by) == [f"another of {chosen} by {by}"]
    assert len(asked) == len(set(asked)) == 2 * 3 * len(choices)


def test_a_new_version_is_asked_anew_and_says_so_at_once(store: Path) -> None:
    one_question("grade 1")
    one_question("grade 1")
    publish(Store(store), "2026-01-02.2")
    one_question("grade 1")
    assert len(asked) == 2


def test_each_reader_has_a_copy_unless_the_answer_is_shared() -> None:
    assert one_question("grade 1") is not one_question("grade 1")
    assert a_shared_one() is a_shared_one()


PERIODS = [(None, None), (MAY, None), (None, MAY), (JUNE, JUNE), (date(2030, 1, 1), None), (None, date(2001, 1, 1))]


def test_months_are_asked_once_and_are_those_of_every_period(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "demo"
    assert perfdash("demo", "--years", 2, "--incidents-per-year", 2000, "--store", place).code == 0
    monkeypatch.setenv("PERFDASH_STORE", str(place))
    for first, last in PERIODS:
        for by in [("month",), ("lpt", "month")]:
            chosen = Selection(first, last, (("force", ("demonstration",)), ("grade", ("1",))))
            with reading(Store(place)) as connection:
                expected = attendance_by(connection, chosen, by)
            pd.testing.assert_frame_equal(reads.attendances(chosen, *by), expected, check_dtype=len(expected) > 0)
