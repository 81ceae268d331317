"""The one definition of everything that adds up: rendered once as marts, and again for cuts the marts do not hold."""

from collections.abc import Sequence

from perfdash.contract import statuses
from perfdash.store.sql_files import query

# What the marts are summed by; hour, weekday, day and status are asked of the incidents themselves.
GROUPS = ("force", "month", "grade", "lpt", "rurality", "origin", "is_domestic_abuse")


def counts_sql(clock: str, groups: Sequence[str] = GROUPS, conditions: str = "1 = 1") -> str:
    """SQL for the counts and sums of incidents by one clock, one row a group; one row in all without groups."""
    status = f"{clock}_status"
    return query(
        "marts/counts.sql",
        clock=clock,
        groups=", ".join(groups) or "'all'",
        conditions=conditions,
        is_due=f"{status} IN ({_listed(statuses.DUE)})",
        is_unknown=f"{status} IN ({_listed(statuses.UNKNOWN)})",
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
