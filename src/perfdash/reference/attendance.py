"""Forces, grades, local policing teams, clocks, standards, ambitions and annotations of attendance times."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from perfdash.errors import BadReference
from perfdash.reference.tables import DatedRow, Row, forbid_overlaps, read_table

Rurality = Literal["urban", "rural", "not known"]
Share = Annotated[float, Field(gt=0, le=1)]
Parts = Annotated[tuple[str, ...], BeforeValidator(lambda text: tuple((text or "").split("|")) if text else ())]
YesNo = Annotated[bool, BeforeValidator(lambda text: {"yes": True, "no": False}.get(text, text))]


class Force(Row):
    """A force or service, whether the national standards hold for it, and whose places and events it borrows."""

    force: str
    name: str
    standards: Literal["national", "own"]
    shaped_like: str | None
    source: str


class Grade(DatedRow):
    """A grade, the cap above which a time is held to be an error, and where its tail begins (seconds)."""

    force: str
    grade: str
    name: str
    cap_seconds: int = Field(gt=0)
    tail_seconds: int | None
    far_tail_seconds: int | None
    last_tail_seconds: int | None
    source: str


class Lpt(DatedRow):
    """A local policing team and its tile on the map."""

    force: str
    lpt: str
    name: str
    covers: str
    tile_row: int
    tile_column: int
    source: str


class Clock(Row):
    """Which instants start and stop the clock; the first of `starts` that is recorded starts it."""

    clock: str
    name: str
    starts: Parts
    stops: str
    is_chosen: YesNo
    source: str


class Standard(DatedRow):
    """A limit in seconds for a grade and rurality, from a day to a day; `pass_share` is often unpublished."""

    measure: Literal["attendance", "call answering"]
    force: str
    grade: str
    rurality: Rurality
    limit_seconds: int = Field(gt=0)
    pass_share: Share | None
    status: Literal["announced", "adopted", "local ambition"]
    name: str
    source: str


class Ambition(DatedRow):
    """The share a force hopes to reach, from a day to a day: a local aim, never a national standard."""

    measure: str
    force: str
    grade: str
    share: Share
    name: str
    source: str


class Rebase(Row):
    """A month from which a process is judged afresh, with the reason; never found by looking at the line."""

    measure: str
    force: str
    grade: str
    on: date
    reason: str
    source: str


class Annotation(Row):
    """Something that happened on a day and that a chart must mark: those of its theme, and of one grade where it names one."""

    force: str
    theme: Literal["attendance", "retention", "wellbeing"]
    grade: str | None
    on: date
    label: str
    text: str
    source: str


@cache
def forces() -> dict[str, Force]:
    """Every force of the reference data, by key. A force that is not listed is judged by the national standards."""
    return {row.force: row for row in read_table(Force, "forces.csv")}


@cache
def grades() -> tuple[Grade, ...]:
    """Grades with their caps and tails; a force's own rows replace those of `all`."""
    rows = read_table(Grade, "grades.csv")
    forbid_overlaps(rows, "grades.csv", ("force", "grade"))
    return rows


@cache
def lpts() -> tuple[Lpt, ...]:
    """Local policing teams in the order of the reference file."""
    rows = read_table(Lpt, "lpts.csv")
    forbid_overlaps(rows, "lpts.csv", ("force", "lpt"))
    return rows


@cache
def clocks() -> dict[str, Clock]:
    """The clocks by key, the chosen one first."""
    rows = read_table(Clock, "clocks.csv")
    chosen = [number for number, row in enumerate(rows, 2) if row.is_chosen]
    if len(chosen) != 1:
        raise BadReference("clocks.csv", (chosen or [2])[-1], "is_chosen", "exactly one clock must be the chosen one")
    return {row.clock: row for row in sorted(rows, key=lambda row: not row.is_chosen)}


def chosen_clock() -> Clock:
    """The clock the force has chosen."""
    return next(iter(clocks().values()))


@cache
def standards() -> tuple[Standard, ...]:
    """Standards and local targets, dated."""
    rows = read_table(Standard, "standards.csv")
    forbid_overlaps(rows, "standards.csv", ("measure", "force", "grade", "rurality"))
    known = {"national", *forces()}
    for number, row in enumerate(rows, 2):
        if row.force not in known:
            raise BadReference("standards.csv", number, "force", f"there is no force '{row.force}' in forces.csv")
    return rows


def standards_for(force: str, measure: str) -> list[Standard]:
    """The standards of a measure that hold for a force: the national ones unless the force has its own."""
    listed = forces().get(force)
    source = force if listed and listed.standards == "own" else "national"
    return [row for row in standards() if row.measure == measure and row.force == source]


@cache
def ambitions() -> tuple[Ambition, ...]:
    """Shares the force hopes to reach, dated."""
    rows = read_table(Ambition, "ambitions.csv")
    forbid_overlaps(rows, "ambitions.csv", ("measure", "force", "grade"))
    return rows


@cache
def rebases() -> tuple[Rebase, ...]:
    """Dated, reasoned fresh starts of process limits."""
    return read_table(Rebase, "rebases.csv")


@cache
def annotations(theme: str) -> tuple[Annotation, ...]:
    """Dated events for the charts of a theme, in order of date."""
    rows = (row for row in read_table(Annotation, "annotations.csv") if row.theme == theme)
    return tuple(sorted(rows, key=lambda row: row.on))


def force_name(force: str) -> str:
    """The force's name as people read it."""
    listed = forces().get(force)
    return listed.name if listed else force


def grade_name(force: str, grade: str) -> str:
    """The grade's name as people read it; the code itself where the reference data has none."""
    row = grade_row(force, grade)
    return row.name if row else grade.capitalize()


def grade_row(force: str, grade: str) -> Grade | None:
    """The row that holds for a force's grade: its own, else that of `all`; nothing where the reference data has none."""
    rows = [row for row in grades() if row.grade == grade and row.force in (force, "all")]
    return next((row for row in rows if row.force == force), rows[0] if rows else None)


def places_of(force: str) -> tuple[str, ...]:
    """The forces whose places and events hold for this one: its own, and those of the force it is shaped like."""
    listed = forces().get(force)
    return (force, listed.shaped_like) if listed and listed.shaped_like else (force,)


def lpt_name(force: str, lpt: str) -> str:
    """The team's name as people read it; the supplier's own word, in title case, where the reference data has none."""
    own = places_of(force)
    return next(
        (row.name for row in lpts() if row.force in own and row.lpt == lpt), lpt.title() if lpt.isupper() else lpt
    )


def validate(measures: Collection[str]) -> None:
    """Reads every table once, so that a wrong row stops the start and not a meeting; `measures` are the register's keys."""
    for read in (forces, grades, lpts, clocks, standards, ambitions, rebases):
        read()
    annotations("attendance")
    _check_measures("ambitions.csv", [row.measure for row in ambitions()], measures)
    _check_measures("rebases.csv", [row.measure for row in rebases()], measures)
    _check_forces("grades.csv", [row.force for row in grades()])
    _check_forces("lpts.csv", [row.force for row in lpts()])
    _check_forces("ambitions.csv", [row.force for row in ambitions()])
    _check_forces("rebases.csv", [row.force for row in rebases()])


def _check_measures(name: str, named: Sequence[str], measures: Collection[str]) -> None:
    for number, measure in enumerate(named, 2):
        if measure not in measures:
            raise BadReference(name, number, "measure", f"there is no measure '{measure}' in measures.csv")


def _check_forces(name: str, named: Sequence[str]) -> None:
    for number, force in enumerate(named, 2):
        if force not in {"all", "national", *forces()}:
            raise BadReference(name, number, "force", f"there is no force '{force}' in forces.csv")
