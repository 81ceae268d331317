"""The list of high-stress roles itself: whose it is, since when each role is on it, and which figures its changes have moved."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from perfdash.analysis.disclosure import SYMBOL, Audience
from perfdash.figures.reference_tables import Cell, Column
from perfdash.figures.words import both, count, day, spelt
from perfdash.measures.register import measure
from perfdash.reference.attendance import places_of
from perfdash.reference.wellbeing import NATIONAL, HighStressRole, high_stress_roles
from perfdash.ui.wellbeing_rows import list_changes

CAPTION = "One row a role; a force may add its own to the national list"
FORMAL = (
    "Response, the contact centre and rape and domestic abuse investigation are not on the national list: see 'Roles not on the "
    "list' · a role counts from its first day on the list to its last, so a change moves figures of the past"
)
COLUMNS = (
    Column("Role", width=22),
    Column("Group", width=20),
    Column("On the list", width=22),
    Column("Owner", width=30),
)
CHANGED = (
    Column("Figure", width=30),
    Column("Year", width=10),
    Column("The list changed on", width=16),
    Column("Why", width=30),
    Column("Before", width=8, css="pd-number"),
    Column("After", width=8, css="pd-number"),
)
CHANGED_CAPTION = "People counted by the list as it was and by the list as it is, from the same records"


def listed(force: str) -> list[HighStressRole]:
    """The rows of the list that hold for a force: the national ones, then its own."""
    rows = [row for row in high_stress_roles() if row.force in (NATIONAL, *places_of(force))]
    return sorted(rows, key=lambda row: (row.force != NATIONAL, row.role_group, row.role.lower()))


def title(rows: Sequence[HighStressRole], today: date) -> str:
    """'12 roles are on the list of high-stress roles, one of them added by the force'."""
    held = [row for row in rows if row.from_on <= today <= row.to_on]
    own = [row for row in held if row.force != NATIONAL]
    added = f", {spelt(len(own))} of them added by the force: {both([row.role for row in own])}" if own else ""
    return f"{count(len(held))} roles are on the list of high-stress roles{added}"


def list_rows(rows: Sequence[HighStressRole]) -> list[list[Cell]]:
    """The list as cells."""
    return [[Cell(row.role), Cell(row.role_group), Cell(_since(row)), Cell(row.owner)] for row in rows]


def _since(row: HighStressRole) -> str:
    first = "first day not known" if row.from_on.year < 1990 else f"since {day(row.from_on)}"
    return first if row.to_on == date.max else f"{first}, until {day(row.to_on)}"


def source(rows: Sequence[HighStressRole]) -> str:
    """Who says so, and who owns the list."""
    sources, owners = (list(dict.fromkeys(getattr(row, name) for row in rows)) for name in ("source", "owner"))
    return f"Source: {'; '.join(sources)}. Owner: {both(owners)}. Reference table high_stress_roles.csv."


def changed(force: str, reader: Audience) -> tuple[str, list[list[Cell]], tuple[str, ...]]:
    """The heading of the changed figures, their rows, and what is to be said of the list as the store used it."""
    state, rows = list_changes(force, reader)
    used = (f"This store counts by the list as it stood on {day(state.used_on)}.",) if state.used_on else ()
    if rows.empty:
        return "No figure has been moved by a change of the list since the first build", [], (*used, *state.sentences())
    cells = [_changed_row(row) for _, row in rows.iterrows()]
    return "Changed figures: a change of the list has moved these", cells, (*used, *state.sentences())


def _changed_row(row: pd.Series) -> list[Cell]:
    figure = measure(str(row["measure"])).question.rstrip("?")
    changed_on = pd.Timestamp(row["changed_on"]).date()
    return [
        Cell(figure),
        Cell(str(row["period"])),
        Cell(day(changed_on)),
        Cell(str(row["why"])),
        _number(row, "n_before"),
        _number(row, "n_after"),
    ]


def _number(row: pd.Series, name: str) -> Cell:
    return Cell(SYMBOL, spoken="hidden") if pd.isna(row[name]) else Cell(count(float(row[name])))
