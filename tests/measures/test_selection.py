"""What a reader chooses round-trips through the URL, says itself in English, and refuses what cannot be."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import world
from door import perfdash
from perfdash.errors import BadQuestion
from perfdash.measures import attendance, calls, people
from perfdash.measures.register import measure, measures
from perfdash.measures.selection import BREAKDOWNS, FILTERS, STANDARDS, Selection, breakdown_sql, parse_month
from perfdash.measures.words import chosen_words, definition, period
from perfdash.reference import attendance as reference

months = st.dates(date(1990, 1, 1), date(2100, 12, 1)).map(lambda day: day.replace(day=1))
# A code is whatever a supplier calls it; only the bar that separates codes in a URL cannot be in one.
words = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), min_size=1, max_size=12)
codes = st.fixed_dictionaries(
    {},
    optional={
        key: st.lists(st.integers(0, 23).map(str) if key in ("hour", "weekday") else words, min_size=1, max_size=4)
        for key in FILTERS
    },
)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    ends = sorted(draw(st.lists(months, min_size=2, max_size=2)))
    return Selection(
        from_month=draw(st.sampled_from([None, ends[0]])),
        to_month=draw(st.sampled_from([None, ends[1]])),
        filters=tuple((key, tuple(values)) for key, values in draw(codes).items()),
        clock=draw(st.sampled_from(["", *reference.clocks()])),
        standard=draw(st.sampled_from(STANDARDS)),
    )


@given(selections())
def test_every_selection_comes_back_from_its_url(selection: Selection) -> None:
    assert Selection.from_query(selection.to_query()) == selection


@given(selections())
def test_a_url_says_only_what_differs_from_the_default(selection: Selection) -> None:
    query = selection.to_query()
    assert all(query.values())
    assert Selection().to_query() == {}
    assert Selection.from_query({}) == Selection()
    assert Selection.from_query({**query, "page": "attendance", "embed": "true"}) == selection


@given(selections(), st.randoms())
def test_order_and_repetition_of_choices_do_not_matter(selection: Selection, chance: Any) -> None:
    shuffled = [(key, list(values) * 2) for key, values in selection.filters]
    for _, values in shuffled:
        chance.shuffle(values)
    chance.shuffle(shuffled)
    same = Selection(
        selection.from_month,
        selection.to_month,
        tuple((key, tuple(values)) for key, values in shuffled),
        selection.clock,
        selection.standard,
    )
    assert same == selection
    assert hash(same) == hash(selection)
    assert same.to_query() == selection.to_query()


@given(selections())
def test_every_choice_is_a_parameter_and_never_sql(selection: Selection) -> None:
    where, parameters = selection.where()
    chosen = [value for _, values in selection.filters for value in values]
    months_chosen = [str(month) for month in (selection.from_month, selection.to_month) if month]
    assert sorted(map(str, parameters.values())) == sorted([*chosen, *months_chosen])
    assert set(re.findall(r"\$(\w+)", where)) == set(parameters)


def test_the_caption_says_what_was_chosen() -> None:
    selection = Selection(
        date(2025, 4, 1), date(2026, 3, 1), (("grade", ("2", "1")), ("domestic_abuse", ("yes",))), "despatch_to_arrival"
    )
    assert chosen_words(selection) == [
        "domestic abuse: yes",
        "Grade 1 (emergency), Grade 2 (priority)",
        "April 2025 to March 2026",
    ]
    assert definition(measure("attendance_tail"), selection) == (
        "How many wait far too long? · Of measured incidents over the first tail threshold of their grade · "
        "first despatch → first arrival · by final grade, missing times left out · judged by the standard of its day · "
        "domestic abuse: yes · Grade 1 (emergency), Grade 2 (priority) · April 2025 to March 2026"
    )


def test_periods_in_words() -> None:
    april, may = date(2025, 4, 1), date(2025, 5, 1)
    assert period(april, may) == "April 2025 to May 2025"
    assert period(april, april) == "April 2025"
    assert period(april, None) == "from April 2025"
    assert period(None, may) == "to May 2025"
    assert period(None, None) == "the whole extract"


@pytest.mark.parametrize("text", ["2025-13", "2025", "April 2025", "2025-00", "2025-02-30", "25-04", "'; DROP"])
def test_a_month_that_cannot_be(text: str) -> None:
    with pytest.raises(BadQuestion, match="is not a month; write it as 2025-04"):
        parse_month(text)
    with pytest.raises(BadQuestion):
        Selection.from_query({"from": text})


def test_a_month_is_its_first_day() -> None:
    assert parse_month("2025-04") == parse_month("2025-04-17") == date(2025, 4, 1)
    assert parse_month("") is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"clock": "sundial"}, "no clock 'sundial'"),
        ({"standard": "tomorrow"}, "no standard 'tomorrow'"),
        ({"filters": (("caller", ("x",)),)}, "no filter 'caller'"),
        ({"filters": (("hour", ("noon",)),)}, "'hour' is a number"),
        ({"filters": (("weekday", ("-1",)),)}, "'weekday' is a number"),
        ({"from_month": date(2025, 5, 1), "to_month": date(2025, 4, 1)}, "ends before it starts"),
    ],
)
def test_what_cannot_be_chosen(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadQuestion, match=sentence):
        Selection(**wrong)


def test_what_cannot_be_asked() -> None:
    with pytest.raises(BadQuestion, match="no breakdown 'caller'"):
        breakdown_sql("caller", "call_to_arrival")
    with pytest.raises(BadQuestion, match="no measure 'happiness'"):
        measure("happiness")


def test_having_replaces_one_filter_and_keeps_the_others() -> None:
    selection = Selection(filters=(("grade", ("1",)), ("lpt", ("leek", "hanley"))))
    assert selection.having(grade="2").filters == (("grade", ("2",)), ("lpt", ("hanley", "leek")))
    assert selection.having(lpt=()).filters == (("grade", ("1",)),)
    assert selection.chosen("lpt") == ("hanley", "leek")
    assert selection.chosen("hour") == ()


def test_the_register_states_direction_and_unit_and_names_a_real_column() -> None:
    answers = {"incidents": attendance.attendance_by.__doc__ or "", "calls": calls.calls_by.__doc__ or ""}
    assert set(measures()) >= {
        "attendance_within_standard", "attendance_time", "attendance_tail",
        "attendance_coverage", "grade_share", "incident_volume",
    }  # fmt: skip
    for row in measures().values():
        question = people.QUESTIONS.get(row.key)
        asked = answers.get(row.records) or getattr(question, "func", question).__doc__ or ""
        named = [re.sub("<[a-z]+>", r"\\w+", name) for name in re.findall(r"[\w<>]+", asked)]
        assert any(re.fullmatch(name, row.statistic) for name in named), row.key
    of_people = {key for key, row in measures().items() if row.records not in answers}
    assert of_people == set(people.QUESTIONS)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("selection") / "store"
    assert perfdash("load", "incidents", world.EXTRACT, "--profile", world.PROFILE, "--store", store).code == 0
    return store


@pytest.mark.parametrize("name", BREAKDOWNS)
def test_every_breakdown_is_answered(held: Path, name: str) -> None:
    rows = perfdash("measure", "incident_volume", "--by", name, "--store", held, "--json").json["rows"]
    assert sum(row["n_incidents"] for row in rows) == 60
    assert len({row[name] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_finds_what_its_breakdown_counts(held: Path, name: str) -> None:
    for row in perfdash("measure", "attendance_time", "--by", name, "--store", held, "--json").json["rows"]:
        where = ("--where", f"{name}={row[name]}")
        (found,) = perfdash("measure", "attendance_time", *where, "--store", held, "--json").json["rows"]
        names = ("n_incidents", "n_due", "n_measured", "n_within", "median_seconds", "p90_seconds")
        assert {key: found[key] for key in names} == {key: row[key] for key in names}


def test_a_breakdown_of_nothing_has_no_rows(held: Path) -> None:
    for by in BREAKDOWNS:
        reply = perfdash("measure", "attendance_time", "--by", by, "--where", "lpt=nowhere", "--store", held, "--json")
        assert reply.json["rows"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("attendance_time", "--by", "caller"),
        ("attendance_time", "--where", "caller=x"),
        ("attendance_time", "--where", "grade"),
        ("attendance_time", "--from", "soon"),
        ("attendance_time", "--clock", "sundial"),
        ("attendance_time", "--standard", "tomorrow"),
        ("attendance_time", "--from", "2025-05", "--to", "2025-04"),
        ("happiness",),
    ],
)
def test_wrong_questions_are_wrong_usage_in_one_sentence(held: Path, wrong: tuple[str, ...]) -> None:
    ran = perfdash("measure", *wrong, "--store", held)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)


def test_people_get_a_table_and_the_definition(held: Path) -> None:
    ran = perfdash("measure", "attendance_time", "--by", "grade", "--store", held)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith("How long do people wait?")
    assert [line.split()[:3] for line in lines[-3:]] == [
        ["1", "900", "48"],
        ["2", "9,001", "9"],
        ["3", "345,600", "3"],
    ]
