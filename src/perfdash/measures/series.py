"""A month-by-month figure as a judged process: part months left off, the ambition of today as its target."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from perfdash.analysis.spc import xmr
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection
from perfdash.reference import attendance as reference


def whole_months(months: pd.DataFrame) -> pd.DataFrame:
    """The months that the extract holds whole: a part month is never drawn as a full one."""
    return months[~months["is_part"]].reset_index(drop=True)


def monthly_process(
    months: pd.DataFrame, key: str, target: float | None = None, rebase_on: Sequence[date] = ()
) -> ProcessBehaviour | None:
    """A measure's figure over whole months, judged by the Making Data Count rules; None where there is no month.

    A month in between without a figure stays as a gap: it breaks runs, and no line may bridge it.
    """
    asked = measure(key)
    figures = whole_months(months[["month", "is_part", asked.statistic]]).set_index("month")[asked.statistic].dropna()
    if figures.empty:
        return None
    figures = figures.asfreq("MS")
    shown = {pd.Timestamp(month).date() for month in figures.index}
    return xmr(
        figures.index.to_numpy(),
        figures.to_numpy(float),
        improvement_direction=asked.improvement_direction,
        target=target,
        rebase_on=[on for on in rebase_on if on in shown],
    )


def processes_by(
    months: pd.DataFrame, by: str, key: str, target: float | None = None, rebase_on: Sequence[date] = ()
) -> dict[str, ProcessBehaviour]:
    """One judged process a group of a breakdown by month, in the order of the groups; empty groups are left out."""
    judged = {
        str(name): monthly_process(group, key, target, rebase_on) for name, group in months.groupby(by, sort=True)
    }
    return {name: process for name, process in judged.items() if process is not None}


def rebases_for(selection: Selection, key: str) -> list[date]:
    """The dated fresh starts of a measure for the one force and grade selected, whatever the area."""
    forces, grades = selection.chosen("force"), selection.chosen("grade")
    return [
        row.on.replace(day=1)
        for row in reference.rebases()
        if row.measure == key and forces == (row.force,) and grades == (row.grade,)
    ]


def ambitions_for(selection: Selection, key: str) -> Sequence[reference.Ambition]:
    """The dated ambitions of a measure for the one force and grade selected; none where several are."""
    forces, grades = selection.chosen("force"), selection.chosen("grade")
    if len(forces) != 1 or len(grades) != 1:
        return ()
    return [row for row in reference.ambitions() if (row.measure, row.force, row.grade) == (key, forces[0], grades[0])]
