"""Random workforces: strength, joiners and leavers of the marts against a count in plain Python, person by person."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdash.measures.people import people_answer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.store.marts import build_marts
from perfdash.store.people_tables import tables_sql
from perfdash.store.publish import connect
from perfdash.store.sql_files import statements

FIRST, DATA_TO = date(2024, 1, 1), date(2025, 6, 17)
OPEN = date(9999, 12, 31)
PAID, UNPAID = ("officer", "staff"), ("volunteer",)


class Post(NamedTuple):
    person: str
    worker_type: str
    started_on: date
    ended_on: date | None
    leaver_type: str


def day(number: int) -> date:
    return FIRST + timedelta(number)


posts = st.builds(
    lambda person, kind, start, length, left: Post(
        f"p{person}", kind, day(start), None if length is None else day(start + length), left
    ),
    st.integers(1, 6),
    st.sampled_from([*PAID, *UNPAID]),
    st.integers(0, 520).map(lambda n: n // 30 * 30 if n % 2 else n),  # so that posts often touch
    st.none() | st.integers(0, 300) | st.sampled_from([29, 30, 59, 89]),
    st.sampled_from(["voluntary resignation", "transfer out", "not known"]),
)


def store(workforce: list[Post]) -> duckdb.DuckDBPyConnection:
    connection = connect()
    for statement in [*statements("tables.sql"), *tables_sql()]:
        connection.execute(statement)
    for number, post in enumerate(workforce):
        row: dict[str, Any] = dict.fromkeys(("rank", "command", "lpt", "role", "joiner_type"), "not known")
        row |= {"row_key": f"r{number:03d}", "force": "f", **post._asdict(), "fte": 1.0, "extracted_on": DATA_TO}
        row |= {
            "started_exact_to": "day",
            "ended_exact_to": post.ended_on and "day",
            "source_file": "",
            "source_record": 0,
        }
        marks = ", ".join(f"${name}" for name in row)
        connection.execute(f"INSERT INTO employment_rows ({', '.join(row)}) VALUES ({marks})", row)
    build_marts(connection)  # runs every check, the flows among them
    return connection


# The plain count: a person is as one worker type from day to day, in runs of days without a gap.


def runs(workforce: list[Post]) -> Iterator[tuple[str, str, date, date]]:
    """(person, worker type, first day, last day) of every unbroken run of days; the last is OPEN while it lasts."""
    for person, kind in sorted({(post.person, post.worker_type) for post in workforce}):
        own = [post for post in workforce if (post.person, post.worker_type) == (person, kind)]
        days = {
            start + timedelta(n)
            for start, end in ((post.started_on, min(post.ended_on or OPEN, day(900))) for post in own)
            for n in range((end - start).days + 1)
        }
        ended = {post.ended_on for post in own if post.ended_on and post.ended_on <= DATA_TO}
        for first in sorted(d for d in days if d - timedelta(1) not in days and d <= DATA_TO):
            last = first
            while last + timedelta(1) in days:
                last += timedelta(1)
            yield person, kind, first, last if last in ended else OPEN


class Gone(NamedTuple):
    worker_type: str
    on: date
    is_change: bool


def expected(workforce: list[Post]) -> tuple[list[Gone], Any]:
    """Who went when, and a function that gives the strength by worker type at the close of a day."""
    spells, gone = list(runs(workforce)), []
    for person, kind, first, last in spells:
        if last == OPEN:
            gone.append((kind, first, OPEN, False))
            continue
        others = [
            (start, end)
            for who, other, start, end in spells
            if who == person and (other in PAID or kind in UNPAID) and (other, start) != (kind, first)
            and start <= last + timedelta(1) and end > last
        ]  # fmt: skip
        is_overnight = bool(others) and all(start > last for start, _ in others)
        gone.append((kind, first, last + timedelta(1) if is_overnight else last, bool(others)))
    left = [Gone(kind, on, is_change) for kind, _, on, is_change in gone if on <= DATA_TO]

    def strength(at: date) -> Counter[str]:
        return Counter(kind for kind, first, on, _ in gone if first <= at < on)

    return left, strength


@settings(max_examples=40, deadline=None)
@given(st.lists(posts, min_size=1, max_size=14))
def test_strength_and_leavers_against_a_plain_count(workforce: list[Post]) -> None:
    # The first of them starts by DATA_TO, and a leaver long ago makes the records begin before them all.
    workforce = [*workforce, Post("old", "officer", date(2020, 1, 1), date(2023, 12, 5), "voluntary resignation")]
    left, strength = expected(workforce)
    with store(workforce) as connection:
        selection = PeopleSelection()
        found = people_answer(connection, "leavers", selection, ("month", "worker_type"), "analyst").rows
        counted = {
            (month.date(), kind): (int(n_leavers), int(n_changes))
            for month, kind, n_leavers, n_changes in zip(
                found["month"], found["worker_type"], found["n_leavers_with_transfers"], found["n_changes"], strict=True
            )
            if n_leavers or n_changes
        }
        cells = connection.execute(
            "SELECT as_at_on, worker_type, sum(n_people)::INT FROM strength_cells GROUP BY ALL"
        ).fetchall()
        days = [row[0] for row in connection.execute("SELECT DISTINCT last_on FROM service_months").fetchall()]
    by_month = Counter((gone.on.replace(day=1), gone.worker_type, gone.is_change) for gone in left)
    months = {(month, kind) for month, kind, _ in by_month}
    assert counted == {key: (by_month[(*key, False)], by_month[(*key, True)]) for key in months}
    at = {(on, kind): n for on, kind, n in cells}
    for on in days:
        assert {kind: n for (as_at, kind), n in at.items() if as_at == on} == dict(strength(on))


@pytest.mark.parametrize(
    ("gap", "n_left"), [(0, 0), (1, 0), (2, 1)], ids=["the same day", "the day after", "a whole day between"]
)
def test_what_makes_a_gap(gap: int, n_left: int) -> None:
    workforce = [
        Post("a", "officer", day(0), day(100), "voluntary resignation"),
        Post("a", "officer", day(100 + gap), None, "not known"),
        Post("old", "officer", date(2020, 1, 1), date(2023, 12, 5), "voluntary resignation"),
    ]
    with store(workforce) as connection:
        rows = people_answer(connection, "leavers", PeopleSelection(date(2024, 1, 1)), (), "analyst").rows
        assert rows["n_leavers"].tolist() == [n_left]
