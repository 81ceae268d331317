"""A small random force in memory: posts, interviews and every wellbeing record, with groups about as large as the thresholds."""

from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from perfdash.contract.columns import Column
from perfdash.contract.kinds import KINDS, RecordKind
from perfdash.store.marts import build_marts
from perfdash.store.people_tables import tables_sql
from perfdash.store.publish import connect
from perfdash.store.sql_files import statements

DATA_TO = date(2025, 3, 31)  # two whole years, April 2023 to March 2025
N_PEOPLE = 150
ROLES = {
    "response": 50, "contact centre": 20, "investigation": 12, "online child abuse": 17, "digital forensics": 6,
    "ViSOR": 12, "firearms": 12, "crime scene": 12, "counter terrorism": 3,
}  # fmt: skip
COMMANDS = ("Response", "Investigations", "Operations")
LEAVING = ("voluntary resignation", "normal retirement", "transfer out", "other")
Rows = list[dict[str, Any]]


def random_force(seed: int) -> duckdb.DuckDBPyConnection:
    """A store of one force, its marts built and checked."""
    rng = np.random.default_rng(seed)
    people = _people(rng)
    connection = connect()
    for statement in [*statements("tables.sql"), *tables_sql()]:
        connection.execute(statement)
    for kind, rows in _records(rng, people).items():
        _insert(connection, KINDS[kind], rows)
    build_marts(connection)
    return connection


def _insert(connection: duckdb.DuckDBPyConnection, kind: RecordKind, rows: Rows) -> None:
    filled = []
    for number, row in enumerate(rows):
        cells = {c.name: row.get(c.name, "not known" if _is_word(c.holds) else None) for c in kind.filled}
        exact = {c.exactness: "day" if row.get(c.name) else None for c in kind.filled if c.holds is Column.DATE}
        dated = next((row[name] for name in kind.dating if row.get(name)), None)
        filled.append(
            {
                "row_key": f"{kind.name}{number:05d}",
                "force": "f",
                "occurred_local": dated,
                "source_file": "",
                "source_record": 0,
            }
            | cells
            | exact
        )
    if not filled:
        return
    marks = ", ".join(f"${name}" for name in filled[0])
    connection.executemany(f"INSERT INTO {kind.table} ({', '.join(filled[0])}) VALUES ({marks})", filled)


def _is_word(holds: Column) -> bool:
    return holds in (Column.GROUP, Column.CHOICE, Column.PLACE)


def _people(rng: np.random.Generator) -> pd.DataFrame:
    roles = rng.choice(list(ROLES), N_PEOPLE, p=np.array(list(ROLES.values())) / sum(ROLES.values()))
    is_staff = (roles == "contact centre") | (rng.random(N_PEOPLE) < 0.2)
    started = [date(2019, 1, 1) + timedelta(int(n)) for n in rng.integers(0, 2200, N_PEOPLE)]
    return pd.DataFrame(
        {
            "person": [f"p{n:04d}" for n in range(N_PEOPLE)],
            "role": roles,
            "worker_type": np.where(is_staff, "staff", "officer"),
            "rank": np.where(is_staff, "grade", rng.choice(["constable", "sergeant"], N_PEOPLE, p=[0.8, 0.2])),
            "command": rng.choice(COMMANDS, N_PEOPLE, p=[0.5, 0.35, 0.15]),
            "lpt": rng.choice(["leek", "hanley", "stone"], N_PEOPLE),
            "started_on": started,
        }
    )


def _records(rng: np.random.Generator, people: pd.DataFrame) -> dict[str, Rows]:
    who = people.drop(columns=["started_on"]).to_dict("records")
    posts: Rows = [{"person": "old", "worker_type": "officer", "role": "response", "started_on": date(2010, 1, 1),
              "ended_on": date(2023, 4, 1), "leaver_type": "normal retirement", "fte": 1.0, "extracted_on": DATA_TO}]  # fmt: skip
    exits: Rows = []
    for person, started in zip(who, people["started_on"], strict=True):
        post = {
            **person,
            "started_on": started,
            "fte": 1.0,
            "is_supervisor": bool(rng.random() < 0.2),
            "joiner_type": "new joiner",
        }
        post |= {"extracted_on": DATA_TO, "pensionable_on": DATA_TO + timedelta(int(rng.integers(-200, 2000)))}
        if rng.random() < 0.45 and started < date(2024, 1, 1):
            left = date(2023, 4, 1) + timedelta(int(rng.integers(0, 730)))
            post |= {"ended_on": max(left, started), "leaver_type": str(rng.choice(LEAVING, p=[0.5, 0.25, 0.15, 0.1]))}
            exits.append(_exit(rng, person, post))
        posts.append(post)
    return {
        "employments": posts,
        "exit-interviews": exits,
        "stay-interviews": _stays(rng, who),
        "interviewers": _pool(who),
    } | _support(rng, who)


def _exit(rng: np.random.Generator, person: dict[str, Any], post: dict[str, Any]) -> dict[str, Any]:
    left = post["ended_on"]
    row = {**person, "leaver_type": post["leaver_type"], "left_on": left, "service_started_on": post["started_on"]}
    if rng.random() < 0.8:
        row |= {"noticed_on": left - timedelta(40), "offered_on": left - timedelta(30)}
        if rng.random() < 0.7:
            reasons = rng.choice(["pay", "workload", "family", "culture"], 2, replace=False).tolist()
            row |= {
                "completed_on": left - timedelta(int(rng.integers(1, 25))),
                "reasons": reasons,
                "main_reason": reasons[0],
            }
            row |= {"outcome": "completed"}
    return row


def _stays(rng: np.random.Generator, who: Rows) -> Rows:
    rows = []
    for person in who[::2]:
        due = _day(rng)
        row = {
            **person,
            "trigger": str(rng.choice(["new joiner", "considering leaving"])),
            "eligible_on": due,
            "extracted_on": DATA_TO,
        }
        if rng.random() < 0.7:
            row |= {"invited_on": due + timedelta(5), "reply": str(rng.choice(["accepted", "declined"]))}
            if row["reply"] == "accepted":
                row |= {
                    "held_on": due + timedelta(20),
                    "n_actions_agreed": 1,
                    "n_actions_done": int(rng.integers(0, 2)),
                }
        rows.append(row)
    return rows


def _pool(who: Rows) -> Rows:
    names = ("person", "worker_type")
    return [
        {name: person[name] for name in names} | {"from_on": date(2023, 1, 1), "extracted_on": DATA_TO}
        for person in who[::11]
    ]


def _support(rng: np.random.Generator, who: Rows) -> dict[str, Rows]:
    listed = [person for person in who if person["role"] not in ("response", "contact centre", "investigation")]
    fire = [{"person": f"f{n}", "role": "fire and rescue"} for n in range(9)]
    contacts: Rows = []
    for year in (2022, 2023, 2024):
        for person in [*listed, *who[::15], *fire]:
            due = date(year, 4, 1) + timedelta(int(rng.integers(0, 365)))
            contacts.append(_contact(rng, person, "annual screening", due))
            if person["role"] in ("online child abuse", "ViSOR", "fire and rescue"):
                contacts += [_contact(rng, person, "enhanced support", due + timedelta(n)) for n in (0, 182)]
    return {
        "programme-contacts": contacts,
        "exposures": [_exposure(rng, _one_of(rng, who)) for _ in range(230)],
        "referrals": [_referral(rng, _one_of(rng, [*who, *fire])) for _ in range(200)],
        "absences": [_absence(rng, _one_of(rng, who[:120])) for _ in range(420)],
        "training": [_course(rng, _one_of(rng, who)) for _ in range(150)],
        "assessments": [_assessment(rng, person) for person in who[:60]],
        "sessions": [
            {
                "stop": f"stop {n % 5}",
                "held_on": date(2024, 6, 3) + timedelta(n),
                "n_attended": float(rng.integers(1, 22)),
            }
            for n in range(10)
        ],
    }


def _day(rng: np.random.Generator) -> date:
    return date(2023, 4, 1) + timedelta(int(rng.integers(0, 725)))


def _one_of(rng: np.random.Generator, who: Rows) -> dict[str, Any]:
    return who[int(rng.integers(0, len(who)))]


def _contact(rng: np.random.Generator, person: dict[str, Any], programme: str, due: date) -> dict[str, Any]:
    whose = "fire and rescue" if person["role"] == "fire and rescue" else "police"
    row = {**person, "programme": programme, "due_on": due, "organisation": whose}
    if rng.random() < 0.75:
        row |= {"offered_on": due - timedelta(30)}
        if rng.random() < 0.75:
            done = due + timedelta(int(rng.integers(-20, 15)))
            row |= {"completed_on": done, "follow_up_due_on": done + timedelta(28)}
            row |= {"followed_up_on": done + timedelta(int(rng.integers(5, 50)))} if rng.random() < 0.7 else {}
    return row


def _exposure(rng: np.random.Generator, person: dict[str, Any]) -> dict[str, Any]:
    when = pd.Timestamp(_day(rng), tz="UTC").to_pydatetime()
    row = {**person, "occurred_at": when}
    if rng.random() < 0.85:
        row |= {"offered_at": when + timedelta(hours=int(rng.integers(1, 300)))}
        row |= {"held_at": when + timedelta(days=14)} if rng.random() < 0.7 else {}
    return row


def _referral(rng: np.random.Generator, person: dict[str, Any]) -> dict[str, Any]:
    day = _day(rng)
    whose = "fire and rescue" if person["role"] == "fire and rescue" else "police"
    row = {**person, "organisation": whose, "referred_on": day, "extracted_on": DATA_TO}
    seen = day + timedelta(int(rng.integers(3, 60)))
    return row | (
        {"first_offered_on": day + timedelta(3), "first_seen_on": seen}
        if rng.random() < 0.8 and seen <= DATA_TO
        else {}
    )


def _absence(rng: np.random.Generator, person: dict[str, Any]) -> dict[str, Any]:
    first = _day(rng)
    days = int(rng.choice([2, 10, 60, 200], p=[0.6, 0.2, 0.15, 0.05]))
    row = {**person, "started_on": first, "contracted_hours": 40.0, "extracted_on": DATA_TO}
    last = first + timedelta(days)
    row |= {"ended_on": last} if last <= DATA_TO else {}
    return row | {"hours_lost": days * 40 / 7, "reason_group": str(rng.choice(["psychological", "other"]))}


def _course(rng: np.random.Generator, person: dict[str, Any]) -> dict[str, Any]:
    leads = bool(rng.random() < 0.5)
    return {**person, "course": "lead" if leads else "drive", "completed_on": _day(rng), "is_leadership": leads,
            "has_resilience_content": bool(rng.random() < 0.5)}  # fmt: skip


def _assessment(rng: np.random.Generator, person: dict[str, Any]) -> dict[str, Any]:
    offered = date(2024, 4, 1) + timedelta(int(rng.integers(0, 300)))
    row = {"person": person["person"], "worker_type": person["worker_type"], "offered_on": offered}
    row |= {"area": str(rng.choice(["Hanley", "Leek", "Stone"], p=[0.5, 0.35, 0.15]))}
    return row | ({"completed_on": offered + timedelta(20)} if rng.random() < 0.6 else {})
