"""Which roles are listed as high-stress, from a day to a day, in which group, and by whom (data/reference)."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from perfdash.errors import BadReference
from perfdash.reference.attendance import places_of
from perfdash.reference.tables import DatedRow, forbid_overlaps, read_table

HIGH_STRESS = "high_stress_roles.csv"
NATIONAL = "national"  # rows that hold for every force
UNLISTED, NOT_KNOWN = "not on the list", "not known"


class HighStressRole(DatedRow):
    """A role on the national list, or one that a force has added for itself."""

    force: str
    role: str
    role_group: str
    owner: str
    source: str


@dataclass(frozen=True, order=True)
class ListedRole:
    """A role as it stands on a force's list between two days, both included; written small."""

    role: str
    role_group: str
    from_on: date
    to_on: date


@cache
def high_stress_roles() -> tuple[HighStressRole, ...]:
    """Every row of the list, in the order of the file.

    Raises:
        BadReference: a cell does not fit its column, or a role has two rows of one force on one day.
    """
    rows = read_table(HighStressRole, HIGH_STRESS)
    forbid_overlaps(rows, HIGH_STRESS, ("force", "role"))
    return rows


def listed_roles(force: str) -> tuple[ListedRole, ...]:
    """The list of one force: the national rows and its own, at most one row a role and day; its own comes first."""
    rows = [row for row in high_stress_roles() if row.force in (NATIONAL, *places_of(force))]
    roles = dict.fromkeys(row.role.lower() for row in rows)
    return tuple(sorted(part for role in roles for part in _parts([row for row in rows if row.role.lower() == role])))


def _parts(rows: list[HighStressRole]) -> Iterator[ListedRole]:
    """One role's rows cut at every day on which one starts or ends, the national ones giving way."""
    ends = {row.to_on + timedelta(1) for row in rows if row.to_on < date.max}
    starts = sorted({row.from_on for row in rows} | ends)
    for first, after in zip(starts, [*starts[1:], None], strict=True):
        last = after - timedelta(1) if after else date.max
        held = [row for row in rows if row.from_on <= first and last <= row.to_on]
        if held:
            best = min(held, key=lambda row: row.force == NATIONAL)
            yield ListedRole(best.role.lower(), best.role_group, first, last)


def list_digest() -> str:
    """Twelve letters that change whenever a force, role, group or date of the list does."""
    rows = sorted(
        "|".join([row.force, row.role, row.role_group, f"{row.from_on}", f"{row.to_on}"]) for row in high_stress_roles()
    )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]


def validate(forces: Collection[str]) -> None:
    """Reads the list, so that a wrong row stops the start and not a meeting; `forces` are the keys of forces.csv."""
    for number, row in enumerate(high_stress_roles(), 2):
        if row.force not in (NATIONAL, *forces):
            raise BadReference(HIGH_STRESS, number, "force", f"there is no force '{row.force}' in forces.csv")
        if row.role_group in (UNLISTED, NOT_KNOWN, "all"):
            raise BadReference(HIGH_STRESS, number, "role_group", f"no group may be called '{row.role_group}'")
