"""A chart with what belongs under it: the formal line, the source, the table and its CSV."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from perfdash.figures.process_chart import Event
from perfdash.figures.style import CONFIG, Figure
from perfdash.figures.tables import csv_text
from perfdash.figures.words import unbroken
from perfdash.store.read import ForceHeld
from perfdash.ui.chrome import SYNTHETIC
from perfdash.ui.tables import plain_rows


def panel(
    key: str,
    title: str,
    formal: str,
    figure: Figure | None,
    alt: str,
    table: pd.DataFrame,
    rows: pd.DataFrame,
    held: ForceHeld,
    events: Sequence[Event] = (),
) -> None:
    """Title (the finding), formal line, chart with its alt text and events, then the table in words and `rows` as CSV."""
    st.html(f'<h2>{escape(unbroken(title))}</h2><p class="pd-formal">{escape(unbroken(formal))}</p>')
    if figure is not None:
        st.plotly_chart(figure, theme=None, config=CONFIG, alt=alt, key=f"chart_{key}")
    _events_list(events)
    with st.expander("Table, source and download"):
        st.dataframe(table, hide_index=True, width="stretch")
        source = f"Source: {_source_words(held)}; data to {held.last_on:%-d %B %Y}."
        st.caption(source)
        notes = [source, formal, *([SYNTHETIC] if held.is_synthetic else [])]
        st.download_button(
            "Download as CSV",
            csv_text(plain_rows(rows).to_dict("records"), notes),
            f"perfdash-{key}.csv",
            "text/csv",
            key=f"csv_{key}",
            on_click="ignore",  # a download changes nothing, so the page need not run again under the reader's hand
        )


def _source_words(held: ForceHeld) -> str:
    """The words for where a force's figures come from."""
    return "demonstration extracts (invented)" if held.is_synthetic else f"extracts of {held.force} as loaded"


def _events_list(events: Sequence[Event]) -> None:
    if events:
        rows = "".join(f"<li><b>{e.number}</b>{e.on:%-d %B %Y}: {escape(e.text)}</li>" for e in events)
        st.html(f'<ul class="pd-events">{rows}</ul>')
