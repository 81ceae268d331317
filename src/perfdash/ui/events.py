"""The dated events that a chart by month must mark."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from perfdash.figures.process_chart import Event
from perfdash.measures.selection import Selection
from perfdash.reference import attendance as reference


def events_between(
    selection: Selection, first_month: pd.Timestamp, last_month: pd.Timestamp, rebased_on: Sequence[date] = ()
) -> list[Event]:
    """Events of the force and of the nation that concern the grades shown, and the reasons of fresh starts on
    `rebased_on`, numbered by day."""
    (force,), grades = selection.chosen("force"), selection.chosen("grade")
    own = (*reference.places_of(force), "national")
    dated = [
        (row.on, row.text) for row in reference.annotations("attendance") if row.force in own and _concerns(row, grades)
    ]
    dated += [(row.on, row.reason) for row in reference.rebases() if row.force == force and row.on in rebased_on]
    last = last_month + pd.offsets.MonthEnd(0)
    fitting = sorted({(on, text) for on, text in dated if first_month <= pd.Timestamp(on) <= last})
    return [Event(number, on, text) for number, (on, text) in enumerate(fitting, 1)]


def _concerns(row: reference.Annotation, grades: Sequence[str]) -> bool:
    # A note on another grade beside a fall would suggest a cause that it cannot be.
    return not row.grade or not grades or row.grade in grades
