"""Trauma risk management (TRiM): was it offered in time to the people who were exposed at an incident? (docs/wellbeing.md)

Over the mart `trauma_exposures` (grain: a person at an incident).
"""

from collections.abc import Sequence
from functools import partial

import duckdb

from perfdash.measures.disclosed import Counted
from perfdash.measures.people_counts import every_period, part_labels, tally, whole_numbers
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.wellbeing_periods import grouped_by, in_time, months_of

EXPOSURES = grouped_by("trauma_exposures", "exposures", "Exposures")
_SUMS = {
    "n_exposures": "is_old = 1",
    "n_offered": "is_old = 1 AND is_offered = 1",
    "n_within_7_days": "is_old = 1 AND is_in_week = 1",
    "n_within_72_hours": "is_old = 1 AND is_soon = 1",
    "n_held": "is_old = 1 AND is_held = 1",
    "n_followed_up": "is_old = 1 AND is_followed_up = 1",
}
_EARLY = "n_too_early"


def exposures_by(
    connection: duckdb.DuckDBPyConnection,
    selection: PeopleSelection,
    by: Sequence[str] = (),
    *,
    stages: tuple[str, ...],
) -> Counted:
    """One row a group: exposures of the period that are at least seven days old, and how many came to each of the stages.

    Columns: `n_exposures`, of them those offered support `n_within_72_hours` or `n_within_7_days`, to the second, or `n_held`
    and of these `n_followed_up`; `share_<stage>` of the one before it, with `_low` and `_high`; `n_too_early` (less than
    seven days old). For analysts every stage, and `n_people` behind the exposures.
    """
    by = EXPOSURES.checked(connection, selection, by)
    when, parameters = in_time(selection)
    sums = {name: tally(condition) for name, condition in (_SUMS | {_EARLY: "is_old = 0"}).items()}
    sums |= {"n_people": "count(DISTINCT force || person) FILTER (WHERE is_old = 1)"}
    rows = EXPOSURES.grouped(connection, selection, by, sums, when=when, parameters=parameters)
    rows = every_period(connection, rows, selection, by, months_of(connection, EXPOSURES.kind, selection))
    shown = ("n_exposures", *(f"n_{stage}" for stage in stages))
    return Counted(
        whole_numbers(rows, (*_SUMS, _EARLY, "n_people")),
        by,
        counts=(*shown, _EARLY),
        nested=shown,
        shares={f"share_{stage}": (f"n_{stage}", base) for stage, base in zip(stages, shown, strict=False)},
        behind=dict.fromkeys(shown, "n_people"),
        beside=(_EARLY,),
        for_checking=(*(name for name in _SUMS if name not in shown), "n_people"),
        labels=part_labels(by),
    )


STAGES = {
    "trauma_within_72_hours": partial(exposures_by, stages=("within_72_hours",)),
    "trauma_within_7_days": partial(exposures_by, stages=("within_7_days",)),
    "trauma_held": partial(exposures_by, stages=("held", "followed_up")),
}
