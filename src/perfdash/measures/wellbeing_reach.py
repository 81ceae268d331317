"""Who in a high-stress role was reached by anything beyond the yearly screening: recommendation 3's own question.

Over the mart `role_months` (grain: a person at a month's close). Twelve months each, so a series by month is no process.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import duckdb
import pandas as pd

from perfdash.measures.disclosed import Counted
from perfdash.measures.people_counts import part_labels, whole_numbers
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.wellbeing_periods import RESTS_ON, closing_months, every_close, grouped_by, months_of

MEANS = {
    "enhanced support": "by_enhanced",
    "trauma risk management": "by_trauma",
    "occupational health": "by_health",
    "resilience training": "by_training",
}
REACHED = grouped_by("role_months", "programme-contacts", "People in roles")
# What a role's people rest on: the employments' roles where there are any, else those of the contacts.
REACHED = replace(REACHED, rests_on={name: on for name, on in RESTS_ON.items() if name != "listed"})
_COUNTS = ("n_in_role", "n_reached")


def reached_by(
    connection: duckdb.DuckDBPyConnection, selection: PeopleSelection, by: Sequence[str] = (), *, listed: str = "yes"
) -> Counted:
    """One row a group: people in roles on the list (or not on it) at the close of the period, and who of them was reached.

    Reached is whoever in the twelve months to that day completed enhanced support, had trauma risk management held, was seen by
    occupational health or completed training in resilience. Columns: `n_in_role`, of them `n_reached`; `share_reached` with
    `_low` and `_high`; by `means`, `n_reached` is by that means: the means overlap, and do not add up.
    """
    means = "means" in by
    by = REACHED.checked(connection, selection, [name for name in by if name != "means"])
    months = _months(connection, selection)
    asked = selection if selection.chosen("listed") or "listed" in by else selection.having(listed=listed)
    sums = {"n_in_role": "count(*)", "n_reached": "coalesce(sum(is_reached), 0)::BIGINT"}
    sums |= {column: f"coalesce(sum({column}), 0)::BIGINT" for column in MEANS.values()} if means else {}
    rows = REACHED.grouped(
        connection,
        asked,
        by,
        sums,
        when="list_contains($months, month)",
        parameters={"months": closing_months(months, by)},
    )
    rows = every_close(rows, months, by)
    labels = part_labels(by)
    if means:
        rows, by = _by_means(rows, [*by, *labels]), (*by, "means")
    return Counted(
        whole_numbers(rows, _COUNTS),
        by,
        counts=_COUNTS,
        nested=_COUNTS,
        shares={"share_reached": ("n_reached", "n_in_role")},
        labels=labels,
    )


unlisted_reached_by = partial(reached_by, listed="no")


def _by_means(rows: pd.DataFrame, kept: Sequence[str]) -> pd.DataFrame:
    """A row for each means of each group."""
    parts = [rows[[*kept, "n_in_role"]].assign(means=means, n_reached=rows[column]) for means, column in MEANS.items()]
    return pd.concat(parts, ignore_index=True)


def _months(connection: duckdb.DuckDBPyConnection, selection: PeopleSelection) -> pd.DataFrame:
    """The months of the period with twelve months of records behind them, within the employments where they are held."""
    months = months_of(connection, REACHED.kind, selection)
    parameters = {"forces": list(selection.chosen("force"))}
    found = connection.execute(
        "SELECT DISTINCT month FROM role_months WHERE len($forces) = 0 OR list_contains($forces, force)", parameters
    ).df()
    return months[months["month"].isin(found["month"])].reset_index(drop=True)
