"""Where performance is looked at: the calendar of forums and the delivery plans, with the measures each looks at."""

from collections.abc import Mapping, Sequence
from datetime import date

from perfdash.figures import framework_sentences as said
from perfdash.figures import words
from perfdash.figures.reference_tables import Cell, Column, State, gap
from perfdash.measures.months_held import MonthsHeld
from perfdash.measures.register import measures
from perfdash.reference import framework
from perfdash.reference.dated import standing
from perfdash.ui.framework_views import NOT_PUBLISHED, days_words, kept, looks_at, none_recorded, over

CALENDAR_CAPTION = "The next twelve months, this one first: ● meets, ▲ meets in public, · no meeting or not known"
PLANS_FORMAL = "Annual delivery plans by command or function, and the measures each is held to"
PLANS = (
    Column("Command or function", width=20), Column("Year", width=20), Column("State", width=18),
    Column("Measures it looks at", width=30), Column("Owner", width=14),
)  # fmt: skip


def twelve_months(on: date) -> list[date]:
    """The first days of this month and the eleven after it."""
    first = on.year * 12 + on.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + 12)]


def headline(forums: Sequence[framework.Forum], plans: Sequence[framework.DeliveryPlan], force: str, on: date) -> str:
    """What is to come, and which plans ran out; a plan whose command is not published is no plan we know of."""
    if not forums and not plans:
        return none_recorded("forum and no delivery plan", force)
    first, *_, last = twelve_months(on)
    meetings = {forum.key: len(forum.meets_in(first, last)) for forum in forums}
    public = sum(meetings[forum.key] for forum in forums if forum.is_public)
    return said.forums_headline(sum(meetings.values()), public, *_counted(plans, on))


def _counted(plans: Sequence[framework.DeliveryPlan], on: date) -> tuple[int, int]:
    """How many plans are known, and how many of them ran out."""
    known = [plan for plan in kept(plans, on) if plan.command]
    return len(known), sum(plan.to_on < on for plan in known)


def plans_title(plans: Sequence[framework.DeliveryPlan], on: date) -> str:
    """The finding over the plans."""
    return said.plans_words(*_counted(plans, on))


def calendar_columns(on: date) -> list[Column]:
    """The forum, its rhythm, a column a month, and what it looks at."""
    months = [Column(f"{month:%b} {month:%y}", "pd-mid") for month in twelve_months(on)]
    return [Column("Forum", width=20), Column("How often", width=11), *months, Column("Looks at", width=30)]


def calendar_rows(forums: Sequence[framework.Forum], held: Mapping[str, MonthsHeld], on: date) -> list[list[Cell]]:
    """A row a forum with the months it meets in; months that are not published are a gap, not an empty year."""
    return [
        [
            Cell(
                forum.name,
                notes=(f"{forum.owner}, {'in public' if forum.is_public else 'not public'}", *over(forum, on)),
            ),
            Cell(forum.rhythm) if forum.months else gap("months not published", forum.rhythm),
            *(_meets(forum, month) for month in twelve_months(on)),
            looks_at(forum.measures, held, NOT_PUBLISHED),
        ]
        for forum in forums
    ]


def _meets(forum: framework.Forum, month: date) -> Cell:
    if forum.meets_in(month, month):
        return Cell("▲" if forum.is_public else "●", spoken="meets in public" if forum.is_public else "meets")
    return Cell("·", spoken="no meeting" if forum.months else "not known")


def plan_rows(plans: Sequence[framework.DeliveryPlan], held: Mapping[str, MonthsHeld], on: date) -> list[list[Cell]]:
    """A row a plan of today, then those that ran out, then those yet to start."""
    coming = tuple(plan for plan in plans if plan.from_on > on)
    return [
        [
            Cell(plan.command, notes=(plan.kind or "",)) if plan.command else gap(NOT_PUBLISHED),
            Cell(f"{words.day(plan.from_on)} to {words.day(plan.to_on)}")
            if plan.to_on.year < 9999
            else gap(NOT_PUBLISHED),
            _plan_state(plan, on),
            looks_at(plan.measures, held, "names no measure" if plan.command else NOT_PUBLISHED),
            Cell(plan.owner),
        ]
        for plan in kept(plans, on) + coming
    ]


def _plan_state(plan: framework.DeliveryPlan, on: date) -> Cell:
    if not plan.command:
        return gap("no plan is known")
    if plan.to_on < on:
        return gap("ran out, not renewed", f"{days_words((on - plan.to_on).days)} ago")
    return Cell("in force", State.DONE) if plan.from_on <= on else Cell("yet to start", State.PLANNED)


def unlooked_at(forums: Sequence[framework.Forum], plans: Sequence[framework.DeliveryPlan], on: date) -> str:
    """Which measures no forum and no plan of today looks at; nothing where none names a measure."""
    looked_at = [row.measures for row in standing(forums, on)] + [row.measures for row in standing(plans, on)]
    named = {key for keys in looked_at for key in keys}
    left = [asked.name for key, asked in measures().items() if key not in named]
    if not named:
        return "Which measures each forum and plan looks at is not published."
    return (
        f"No forum and no plan in force looks at: {'; '.join(left)}."
        if left
        else "Every measure is looked at somewhere."
    )
