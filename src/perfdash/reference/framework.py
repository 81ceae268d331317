"""The performance framework: data products, forums, delivery plans, self-assessment and analysis capacity.

What the force has not published stays blank, and pages show it as a gap. Rows of the demonstration force are invented
and their source says so.
"""

from datetime import date
from functools import cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from perfdash.reference.attendance import Parts, YesNo
from perfdash.reference.dated import ForceRow, of_force, read_keyed

Month = Annotated[int, Field(ge=1, le=12)]
Months = Annotated[tuple[Month, ...], BeforeValidator(lambda text: tuple((text or "").split("|")) if text else ())]
INVENTED = "Invented"


class DataProduct(ForceRow):
    """A data product, planned against delivered. The day of delivery is often not published."""

    name: str
    state: Literal["delivered", "planned"]
    planned_on: date | None
    delivered_on: date | None
    measures: Parts

    @field_validator("planned_on")
    @classmethod
    def has_a_plan(cls, day: date | None, others: ValidationInfo) -> date | None:
        if day is None and others.data.get("state") == "planned":
            raise ValueError("a planned product needs the day it is planned for")
        return day

    @field_validator("delivered_on")
    @classmethod
    def is_delivered(cls, day: date | None, others: ValidationInfo) -> date | None:
        if day and others.data.get("state") == "planned":
            raise ValueError("a product with a day of delivery is delivered, not planned")
        return day

    def is_late(self, on: date) -> bool:
        """Whether its planned day has passed on a day without a delivery that we know of."""
        return self.state == "planned" and self.planned_on is not None and on > self.planned_on

    def days_late(self) -> int | None:
        """Days from plan to delivery (below 0: early); None where either day is unknown."""
        return (self.delivered_on - self.planned_on).days if self.delivered_on and self.planned_on else None


class Forum(ForceRow):
    """A meeting at which performance is looked at. `months` are the calendar months it meets in, where known."""

    name: str
    rhythm: Literal["monthly", "quarterly", "not published"]
    months: Months
    is_public: YesNo
    measures: Parts

    @field_validator("months")
    @classmethod
    def fit_the_rhythm(cls, months: tuple[int, ...], others: ValidationInfo) -> tuple[int, ...]:
        wanted = {"monthly": 12, "quarterly": 4}.get(others.data.get("rhythm", ""), 0)
        if months and len(set(months)) != wanted:
            raise ValueError(
                f"{wanted} different months are needed for its rhythm, or none where they are not published"
            )
        return months

    def meets_in(self, from_month: date, to_month: date) -> tuple[date, ...]:
        """The first days of the months it meets in, from a month to a month, both included."""
        first, last = (month.year * 12 + month.month - 1 for month in (from_month, to_month))
        months = (date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1))
        return tuple(month for month in months if month.month in self.months and self.from_on <= month <= self.to_on)


class DeliveryPlan(ForceRow):
    """The yearly plan of a command or function, and the measures it looks at; blank where not published."""

    command: str | None
    kind: Literal["command", "function"] | None
    measures: Parts


class Assessment(ForceRow):
    """One line of the self-assessment for recommendation 6; without evidence it is a gap."""

    statement: str
    evidence: str | None
    assessed_on: date | None

    @field_validator("assessed_on")
    @classmethod
    def stands_on_evidence(cls, day: date | None, others: ValidationInfo) -> date | None:
        if (day is None) != (others.data.get("evidence") is None):
            raise ValueError("evidence and its date come together")
        return day


class AnalysisUnit(ForceRow):
    """Who can analyse: posts, how many are filled, skills and tools of one unit; blank where never mapped."""

    unit: str | None
    posts: Annotated[int, Field(ge=0)] | None
    filled: Annotated[int, Field(ge=0)] | None
    skills: Parts
    tools: Parts
    gaps: str | None

    @field_validator("filled")
    @classmethod
    def within_the_posts(cls, filled: int | None, others: ValidationInfo) -> int | None:
        posts = others.data.get("posts")
        if filled is not None and (posts is None or filled > posts):
            raise ValueError("more posts are filled than there are")
        return filled


@cache
def data_products() -> tuple[DataProduct, ...]:
    """Every data product of every force."""
    return read_keyed(DataProduct, "data_products.csv")


@cache
def forums() -> tuple[Forum, ...]:
    """Every forum of every force."""
    return read_keyed(Forum, "forums.csv")


@cache
def delivery_plans() -> tuple[DeliveryPlan, ...]:
    """Every delivery plan, those of past years included."""
    return read_keyed(DeliveryPlan, "delivery_plans.csv")


@cache
def self_assessment() -> tuple[Assessment, ...]:
    """Every line of every self-assessment."""
    return read_keyed(Assessment, "self_assessment.csv")


@cache
def analysis_capacity() -> tuple[AnalysisUnit, ...]:
    """Every unit that analyses."""
    return read_keyed(AnalysisUnit, "analysis_capacity.csv")


def data_products_of(force: str) -> tuple[DataProduct, ...]:
    """A force's data products, or those of the force it is shaped like."""
    return of_force(data_products(), force)


def forums_of(force: str) -> tuple[Forum, ...]:
    """A force's forums, or those of the force it is shaped like."""
    return of_force(forums(), force)


def delivery_plans_of(force: str) -> tuple[DeliveryPlan, ...]:
    """A force's delivery plans of every year; `dated.standing` picks those of a day, `dated.ended` those not renewed."""
    return of_force(delivery_plans(), force)


def self_assessment_of(force: str) -> tuple[Assessment, ...]:
    """A force's self-assessment, or the empty one of the force it is shaped like."""
    return of_force(self_assessment(), force)


def analysis_capacity_of(force: str) -> tuple[AnalysisUnit, ...]:
    """A force's units that analyse, or those of the force it is shaped like."""
    return of_force(analysis_capacity(), force)


def is_invented(row: ForceRow) -> bool:
    """Whether a row is invented for the demonstration force; it must then be shown as such."""
    return row.source.startswith(INVENTED)
