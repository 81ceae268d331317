"""The register of measures: what each asks, how it is counted, who owns it (data/reference/measures.csv)."""

from datetime import date
from functools import cache
from typing import Annotated, Literal

from pydantic import BeforeValidator

from perfdash.errors import BadQuestion
from perfdash.reference.tables import Row, read_table

Parts = Annotated[tuple[str, ...], BeforeValidator(lambda text: tuple(text.split("|")) if text else ())]


class Measure(Row):
    """One measure. `statistic` is the column of the answer that is its figure; direction and unit are stated here.

    `records` is the kind of record it counts, `frequency` how often it is looked at. A rate is a share of those who were there at
    the start of twelve months.
    """

    key: str
    question: str
    unit: Literal["share", "seconds", "count", "rate", "days", "hours"]
    improvement_direction: Literal["increase", "decrease", "neutral"]
    statistic: str
    denominator: str
    themes: Parts
    recommendations: Parts
    baseline_from: date
    baseline_to: date
    sensitivity: Literal["public", "workforce", "health"]
    owner: str
    source: str
    framework_code: str | None
    records: Literal[
        "incidents",
        "calls",
        "employments",
        "exit-interviews",
        "stay-interviews",
        "interviewers",
        "strength",
        "programme-contacts",
        "exposures",
        "referrals",
        "absences",
        "training",
        "assessments",
        "sessions",
    ]
    frequency: Literal["monthly", "quarterly", "yearly"]

    @property
    def name(self) -> str:
        """Its key as people read it: 'Attendance within standard'."""
        return self.key.replace("_", " ").capitalize()


@cache
def measures() -> dict[str, Measure]:
    """Every measure by key, in the order of the register."""
    return {row.key: row for row in read_table(Measure, "measures.csv")}


def measure(key: str) -> Measure:
    """One measure.

    Raises:
        BadQuestion: there is none of that key.
    """
    if key not in measures():
        raise BadQuestion(f"There is no measure '{key}'; 'perfdash measures' lists them.")
    return measures()[key]
