"""A finding over rows of reference data: heading, formal line, table, then who says so and the rows as CSV."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from perfdash.figures.reference_tables import Cell, Column, table_html, words_of
from perfdash.figures.style import CONFIG, Figure
from perfdash.figures.tables import csv_text
from perfdash.figures.words import both, unbroken
from perfdash.reference.attendance import force_name
from perfdash.reference.dated import ForceRow, KeyedRow
from perfdash.reference.framework import is_invented
from perfdash.ui.chrome import SYNTHETIC
from perfdash.ui.taken import take_chart


def heading(title: str, formal: str) -> None:
    """The finding and the formal line."""
    st.html(f'<h2>{escape(unbroken(title))}</h2><p class="pd-formal">{escape(unbroken(formal))}</p>')


def rows_panel(
    key: str,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    source: str,
    figure: Figure | None = None,
    alt: str = "",
) -> None:
    """A chart where there is one, the table, and below it the source in words with the table as a download."""
    if figure is not None:
        take_chart(key, alt, "", source, figure, alt, _words(columns, rows))
        st.plotly_chart(figure, theme=None, config=CONFIG, alt=alt, key=f"chart_{key}")
    st.html(table_html(caption, columns, rows))
    download(key, _words(columns, rows), source)


def _words(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[dict[str, str]]:
    return [{c.name: words_of(cell) for c, cell in zip(columns, row, strict=True)} for row in rows]


def download(key: str, rows: Sequence[Mapping[Any, Any]], source: str) -> None:
    """The source in words, and the rows as CSV with the source as their last line."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"foot_{key}"):
        st.html(f'<p class="pd-note">{escape(unbroken(source))}</p>')
        st.download_button(
            "Download as CSV",
            csv_text(rows, [source]),
            f"perfdash-{key}.csv",
            "text/csv",
            key=f"csv_{key}",
            on_click="ignore",
        )


def source_words(rows: Iterable[KeyedRow], table: str, force: str) -> str:
    """'Source: …; owner: …; reference table x.csv', whose rows they are, and that they are invented where they are."""
    listed = list(rows)
    sources, owners = (list(dict.fromkeys(getattr(row, name) for row in listed)) for name in ("source", "owner"))
    lenders = {row.force for row in listed if isinstance(row, ForceRow)} - {force}
    borrowed = [
        f"These are the rows of {force_name(lender)}, from whom {force_name(force)} borrows" for lender in lenders
    ]
    invented = [SYNTHETIC] if any(isinstance(row, ForceRow) and is_invented(row) for row in listed) else []
    said = [f"Source: {'; '.join(sources)}", f"Owner: {both(owners)}", f"Reference table {table}"] if listed else []
    return ". ".join([*invented, *borrowed, *said]) + "." * bool(listed)
