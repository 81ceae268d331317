"""The framework page: its views, the force it is about, and what it says of data products, planned against delivered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from perfdash.figures import framework_sentences as said
from perfdash.figures import words
from perfdash.figures.data_products import Product
from perfdash.figures.reference_tables import Cell, Column, State, gap
from perfdash.measures.months_held import MonthsHeld
from perfdash.measures.register import measures
from perfdash.reference import framework
from perfdash.reference.attendance import force_name
from perfdash.reference.dated import ForceRow, ended, standing
from perfdash.store.read import ForceHeld, StoreStatus
from perfdash.ui.choices import kept_force
from perfdash.ui.views_switch import chosen_view

VIEWS = {
    "measures": "Measures",
    "products": "Data products",
    "forums": "Forums and plans",
    "assessment": "Self-assessment",
    "capacity": "Analysis capacity",
}
PRODUCTS = (
    Column("Data product", width=18), Column("State", width=18), Column("Planned", width=14), Column("Delivered", width=14),
    Column("Shows", width=26), Column("Owner", width=14),
)  # fmt: skip
PRODUCTS_FORMAL = (
    "Data products planned against delivered, in days · circle: the day planned for · square: delivered · diamond: not "
    "delivered by today · recommendation 6, the right data at hand"
)
NOT_PUBLISHED = "not published"
_Row = TypeVar("_Row", bound=ForceRow)


def chosen_force(status: StoreStatus) -> str:
    """The force whose framework is shown: of the URL or the switch, where the store holds more than one."""
    # The force that was chosen on another page stands first: the switch starts with it where the link names none.
    held = sorted((held.force for held in status.forces), key=lambda force: (force != kept_force(), force))
    forces = {force: force_name(force) for force in held}
    if len(forces) == 1:
        return held[0]
    return chosen_view(forces, key="force", label="Force")


def held_of(force: str, status: StoreStatus) -> ForceHeld:
    """What the store holds of the force, for the stamp."""
    return next(held for held in status.forces if held.force == force)


def none_recorded(what: str, force: str) -> str:
    """Said where the reference data has no row at all."""
    return f"No {what} of {force_name(force)} is recorded"


def kept(rows: Sequence[_Row], on: date) -> tuple[_Row, ...]:
    """The rows that hold on a day, then those that ran out and were not renewed: gaps to be shown."""
    return standing(rows, on) + ended(rows, on)


def days_words(n: int) -> str:
    """'1 day', '1,027 days'."""
    return f"{words.count(n)} day{'' if n == 1 else 's'}"


def over(row: ForceRow, on: date) -> tuple[str, ...]:
    """A note below what ran out and was not renewed."""
    return (f"ended {words.day(row.to_on)}, not renewed",) if row.to_on < on else ()


def looks_at(keys: Iterable[str], held: Mapping[str, MonthsHeld], nothing: str) -> Cell:
    """The measures a row names; those without data say so, and where none is named that is the gap."""
    named = [measures()[key].name + ("" if held[key].has_data else " (◇ no data)") for key in keys]
    return Cell("; ".join(named)) if named else gap(nothing)


def products_headline(rows: Sequence[framework.DataProduct], force: str, on: date) -> str:
    """How many are delivered, and how late the others are."""
    if not rows:
        return none_recorded("data product", force)
    delivered = [row for row in rows if row.state == "delivered"]
    late = [row for row in delivered if (row.days_late() or 0) > 0]
    overdue = [_overdue(row, on) for row in rows if row.is_late(on)]
    return said.products_headline(len(rows), len(delivered), len(late), overdue)


def drawn_products(rows: Sequence[framework.DataProduct], on: date) -> list[Product]:
    """The rows as the chart draws them."""
    return [Product(row.name, row.planned_on, row.delivered_on, row.is_late(on), _drawn_words(row, on)) for row in rows]


def product_rows(rows: Sequence[framework.DataProduct], held: Mapping[str, MonthsHeld], on: date) -> list[list[Cell]]:
    """A row a product: its state in words, both days, and the measures it shows."""
    return [
        [
            Cell(row.name, notes=over(row, on)),
            product_state(row, on),
            Cell(words.day(row.planned_on)) if row.planned_on else gap(NOT_PUBLISHED),
            _delivered(row),
            looks_at(row.measures, held, NOT_PUBLISHED),
            Cell(row.owner),
        ]
        for row in rows
    ]


def product_state(row: framework.DataProduct, on: date) -> Cell:
    """'delivered, 43 days late', 'late by 1,027 days', 'planned'."""
    if row.is_late(on):
        return Cell(f"late by {days_words(_overdue(row, on))}", State.LATE)
    if row.state == "planned":
        return Cell("planned", State.PLANNED)
    days = row.days_late()
    return Cell("delivered", State.DONE, () if days is None else (_punctual(days),))


def _drawn_words(row: framework.DataProduct, on: date) -> str:
    state = product_state(row, on)
    days = () if row.state == "planned" or row.delivered_on else ("day not published",)
    return ", ".join([state.text, *state.notes, *days])


def _delivered(row: framework.DataProduct) -> Cell:
    if row.delivered_on:
        return Cell(words.day(row.delivered_on))
    return gap(NOT_PUBLISHED) if row.state == "delivered" else Cell("not yet")


def _overdue(row: framework.DataProduct, on: date) -> int:
    return (on - row.planned_on).days if row.planned_on else 0


def _punctual(days: int) -> str:
    if days == 0:
        return "on its day"
    return f"{days_words(abs(days))} {'late' if days > 0 else 'early'}"
