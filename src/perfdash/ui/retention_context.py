"""Leavers of England and Wales as others published them, with basis and edition: on one axis only with the same basis."""

from collections.abc import Sequence

import pandas as pd

from perfdash.contract.strength import FTE
from perfdash.figures.reference_tables import Cell, Column
from perfdash.figures.rolling_rate import NONE_PUBLISHED
from perfdash.reference import published
from perfdash.reference.published import PublishedFigure

OFFICERS = "police officers"
COLUMNS = (
    Column("Year, April to March", width=12),
    Column("Leaver rate", width=10),
    Column("Counted how", width=34),
    Column("Source and edition", width=34),
)
CAPTION = "Leaver rates of police officers, England and Wales, without transfers between forces"
FORMAL = (
    "As published by others, each with its basis and edition · on the chart above only where headcount meets headcount, or "
    "FTE meets FTE · a rate worked out by us is marked as that"
)


def published_rates(worker_type: str, basis: str) -> pd.DataFrame:
    """Published leaver rates that are counted as ours: officers, the same basis, stated and not inferred."""
    rows = [row for row in _rates() if worker_type == "officer" and basis_of(row) == basis]
    if not rows:
        return NONE_PUBLISHED
    return pd.DataFrame(
        {
            "month_end": pd.to_datetime([_year_end(row.period) for row in rows]),
            "rate": [row.number / 100 for row in rows],
            "name": [f"England and Wales ({basis})" for _ in rows],
            "edition": [_edition(row) for row in rows],
        }
    )


def basis_of(row: PublishedFigure) -> str:
    """FTE or headcount, '' where the basis is not stated or only inferred."""
    words = (row.basis or "").lower()
    if "inferred" in words or "not stated" in words:
        return ""
    return FTE if "fte" in words else "headcount" if "headcount" in words else ""


def _edition(row: PublishedFigure) -> str | None:
    return row.edition or (f"{row.released_on:%B %Y}" if row.released_on else None)


def _rates() -> Sequence[PublishedFigure]:
    return [row for row in published.england_and_wales("leaver rate") if row.group == OFFICERS]


def _year_end(year: str) -> str:
    return f"{int(year[:4]) + 1}-03-31"


def context_rows() -> list[list[Cell]]:
    """The published rates, and those that two published numbers of one basis give, the newest year first."""
    told = [(row.period, _as_published(row)) for row in _rates()]
    years = {row.period for row in _rates() if basis_of(row) == FTE}
    told += [(year, cells) for year, cells in _worked_out() if year not in years]
    return [cells for _, cells in sorted(told, key=lambda pair: pair[0], reverse=True)]


def _as_published(row: PublishedFigure) -> list[Cell]:
    source = Cell(
        row.publisher, notes=(f"Edition: {_edition(row) or 'not stated'}; evidence {row.evidence}",), href=row.source
    )
    return [Cell(row.period), Cell(row.in_words), Cell(row.basis or "not stated"), source]


def _worked_out() -> list[tuple[str, list[Cell]]]:
    """Leavers ÷ strength at the start of the year, both published as FTE; the newest edition of each."""
    strengths = {
        row.period: row
        for row in published.england_and_wales("strength")
        if row.group == OFFICERS and basis_of(row) == FTE
    }
    found = []
    for row in published.england_and_wales("leavers"):
        start = strengths.get(f"{row.period[:4]}-03-31")
        is_whole = row.group == OFFICERS and row.measure.startswith("leavers") and row.number_unit == FTE
        if start is None or not is_whole:
            continue
        parts = f"{row.number:,.0f} ÷ {start.number:,.0f}"
        inferred = "" if basis_of(row) else "; the unit of the leavers is inferred, not printed"
        note = f"Leavers: {row.edition or row.publisher}; strength: {start.edition or start.publisher}"
        cells = [Cell(row.period), Cell(f"{100 * row.number / start.number:.1f} %", notes=("worked out by us",)),
                 Cell(f"FTE: {parts}{inferred}"), Cell(row.publisher, notes=(note,), href=row.source)]  # fmt: skip
        found.append((row.period, cells))
    return found


def title() -> str:
    """'England and Wales: 6.2 % of officers left in 2023/24 (FTE), 6.6 % in 2022/23 (headcount)'."""
    said = [
        f"{row.in_words} {'of officers left ' if not place else ''}in {row.period} ({basis_of(row)})"
        for place, row in enumerate(sorted((r for r in _rates() if basis_of(r)), key=lambda r: r.period, reverse=True))
    ]
    return f"England and Wales: {', '.join(said)}"
