"""What every definition of the share within standard is summed from: rendered once as a mart, and again for cuts by hour.

An incident whose three grades are the same counts alike on each basis, so it is kept once, under the basis `every`; only
the others are kept once a basis. That keeps the mart to a third of the size.
"""

from collections.abc import Sequence

from perfdash.contract import statuses
from perfdash.store import counts
from perfdash.store.sql_files import query

GROUPS = tuple(name for name in counts.GROUPS if name != "grade")
EVERY = "every"
BASES = {"final": "grade", "despatch": "despatch_grade", "initial": "initial_grade"}  # the column a basis reads
BY_DESPATCH, LATER, NONE = "by despatch", "later", "none"  # when an incident was upgraded to the grade it is judged by
SUMS = ("untimed", "uncapped", "uncapped_within", "capped", "capped_within", "hour", "hour_within")  # after `<clock>_`
STANDARDS = {"of the day": ("", "limit_seconds"), "today": ("_today", "today_limit_seconds")}  # suffix of a sum, limit
_SAME = "initial_grade = grade AND despatch_grade = grade"
_TIMED = (statuses.MEASURED, "over cap")


def definition_counts_sql(clocks: Sequence[str], groups: Sequence[str] = GROUPS, source: str = "incident_times") -> str:
    """SQL for the counts, one row a group, basis, grade and upgrade, of the incidents of `source`."""
    return "\nUNION ALL\n".join(_branch(basis, clocks, groups, source) for basis in (EVERY, *BASES))


def counts_of_cut_sql(clocks: Sequence[str], conditions: str, grade: str) -> str:
    """SQL for the same counts of one grade (an SQL expression), ungrouped: for cuts that the mart does not hold."""
    # The few incidents that count on any basis are picked out once, and not once a basis.
    columns = ", ".join([*_columns(clocks), "limit_seconds", "today_limit_seconds"])
    picked = f"SELECT {columns} FROM incident_times WHERE {conditions} AND {grade} IN ({', '.join(BASES.values())})"
    counted = definition_counts_sql(clocks, (), "picked")
    return f"WITH picked AS MATERIALIZED ({picked}) SELECT * FROM ({counted}) WHERE grade = {grade}"


def _branch(basis: str, clocks: Sequence[str], groups: Sequence[str], source: str) -> str:
    column = BASES.get(basis, "grade")
    is_regraded = basis in ("despatch", "initial")
    return query(
        "marts/definition_counts.sql",
        basis=basis,
        grade=column,
        groups=", ".join(groups) or "'all'",
        upgrade=f"'{NONE}'" if basis == EVERY else _upgrade(column),
        sums=",\n".join(_sums(clock, standard, is_regraded) for clock in clocks for standard in STANDARDS),
        incidents=_incidents(basis, clocks, source),
    )


def _sums(clock: str, standard: str, is_regraded: bool) -> str:
    suffix, limit = STANDARDS[standard]
    timed = _in(clock, _TIMED)
    # The status was decided by the cap of the final grade; on another basis the cap of that basis decides anew.
    regraded = f"({timed} AND {clock}_seconds <= COALESCE(cap_seconds, {clock}_seconds))"
    return query(
        "marts/definition_sums.sql",
        clock=clock,
        limit=limit,
        suffix=suffix,
        is_untimed=_in(clock, [name for name in statuses.UNKNOWN if name not in _TIMED]),
        is_timed=timed,
        is_capped=regraded if is_regraded else _in(clock, [statuses.MEASURED]),
    ).rstrip()


def _in(clock: str, names: Sequence[str]) -> str:
    return f"{clock}_status IN ({', '.join(repr(name) for name in names)})"


def _incidents(basis: str, clocks: Sequence[str], source: str) -> str:
    if basis in (EVERY, "final"):
        return f"SELECT * FROM {source} WHERE {'' if basis == EVERY else 'NOT '}({_SAME})"
    columns = ", ".join(f"incident.{name}" for name in _columns(clocks))
    return query("marts/regraded_incidents.sql", columns=columns, grade=BASES[basis], source=source)


def _columns(clocks: Sequence[str]) -> list[str]:
    timed = [f"{clock}_{part}" for clock in clocks for part in ("status", "seconds")]
    return [*counts.GROUPS, "initial_grade", "despatch_grade", "day", *timed]


def _upgrade(column: str) -> str:
    judged, first, sent = (f"CAST({name} AS VARCHAR)" for name in (column, "initial_grade", "despatch_grade"))
    upgraded = f"{_is_ordered(first)} AND {_is_ordered(judged)} AND {first} > {judged}"
    in_time = f"{_is_ordered(sent)} AND {sent} <= {judged}"
    return f"CASE WHEN {upgraded} AND {in_time} THEN '{BY_DESPATCH}' WHEN {upgraded} THEN '{LATER}' ELSE '{NONE}' END"


def _is_ordered(grade: str) -> str:
    # Grades are ordered where they are single digits, 1 the most urgent; words have no order that could be told.
    return f"({grade} BETWEEN '1' AND '9' AND CHAR_LENGTH({grade}) = 1)"
