"""The one definition of everything that adds up: rendered once as marts, and again for cuts the marts do not hold.

Percentiles do not add up: those of the usual cuts are finished here too, and the others are asked of the incidents.
"""

from collections.abc import Collection, Sequence

from perfdash.contract import statuses
from perfdash.store.sql_files import query

# What the marts are summed by, one with the status too; hour, weekday and day are asked of the incidents themselves.
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


def summed_tables(clock: str) -> dict[str, str]:
    """The marts of one clock that answer a page's questions without its incidents: SQL by name."""
    return {
        f"counts_{clock}": counts_sql(clock),
        f"counts_by_status_{clock}": counts_sql(clock, (*GROUPS, f"{clock}_status")),
        f"percentiles_{clock}": query("marts/percentiles.sql", clock=clock),
    }


def source_sql(clock: str, groups: Sequence[str], filtered: Collection[str], conditions: str) -> str:
    """What to read counts of groups from, under conditions on columns: a mart that knows them all, or the incidents."""
    for mart, known in ((f"counts_{clock}", GROUPS), (f"counts_by_status_{clock}", (*GROUPS, f"{clock}_status"))):
        if {*groups, *filtered} <= set(known):
            return f"{mart} WHERE {conditions}"
    return f"({counts_sql(clock, groups, conditions)})"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
