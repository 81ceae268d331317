"""A chart with what belongs under it: the formal line, the source, the table and its CSV."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from perfdash.figures.figure_json import plain
from perfdash.figures.process_chart import Event
from perfdash.figures.style import CONFIG, Figure
from perfdash.figures.tables import csv_text
from perfdash.figures.words import unbroken
from perfdash.measures.selection import Selection
from perfdash.meeting.screens import Happened, Screen
from perfdash.reference.attendance import force_name
from perfdash.store.read import ForceHeld
from perfdash.ui import reads
from perfdash.ui.chrome import SYNTHETIC
from perfdash.ui.tables import plain_rows
from perfdash.ui.taken import is_taking, own_link, take, take_words

# What a click on a mark opens, by the mark's customdata: a page and a selection, or nothing.
Opens = Callable[[Any], tuple[str, Selection] | None]


def panel(
    key: str,
    title: str,
    formal: str,
    figure: Figure | None,
    alt: str,
    table: pd.DataFrame | Callable[[], pd.DataFrame],
    rows: pd.DataFrame,
    held: ForceHeld,
    events: Sequence[Event] = (),
    opens: Opens | None = None,
    source: str = "",
) -> None:
    """Title (the finding), formal line, chart with its alt text and events, then the table in words and `rows` as CSV.

    `source` names where the rows come from; without it they come from the force's extracts.
    """
    words = f"Source: {source or f'{_source_words(held)}; data to {held.last_on:%-d %B %Y}'}."
    if is_taking():
        take(_screen(key, title, formal, figure, alt, rows, held, events, words))
        return
    _heading(title, formal)
    if figure is not None and opens is not None:
        _clickable(key, figure, alt, opens)
    elif figure is not None:
        st.plotly_chart(figure, theme=None, config=CONFIG, alt=alt, key=f"chart_{key}")
    _events_list(events)
    # Closed, it costs nothing: neither the table nor the 1.5 MB of script that draws one, nor the text of the download.
    with st.expander("Table, source and download", key=f"more_{key}", on_change="rerun") as more:
        if more.open:
            _table(key, table if isinstance(table, pd.DataFrame) else table(), rows, words, formal, held)


def _screen(
    key: str,
    title: str,
    formal: str,
    figure: Figure | None,
    alt: str,
    rows: pd.DataFrame,
    held: ForceHeld,
    events: Sequence[Event],
    words: str,
) -> Screen:
    """The same as a screen of a meeting."""
    return Screen(
        key=key,
        title=title,
        formal=formal,
        source=f"{words} Loaded {held.loaded_at:%-d %B %Y}.",
        link=own_link(),
        alt=alt,
        is_synthetic=held.is_synthetic,
        figure=plain(figure.to_plotly_json()) if figure is not None else None,
        rows=[{str(name): cell for name, cell in row.items()} for row in plain_rows(rows).to_dict("records")],
        events=tuple(Happened(event.number, f"{event.on:%-d %B %Y}", event.text) for event in events),
    )


def _table(key: str, table: pd.DataFrame, rows: pd.DataFrame, source: str, formal: str, held: ForceHeld) -> None:
    st.dataframe(table, hide_index=True, width="stretch")
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


def not_drawn(title: str, force: str, *columns: str) -> None:
    """A heading and one sentence in place of a chart that needs columns which the force's extracts do not fill."""
    held = reads.columns_held(force)
    lacking = [name for name in columns if not held.get(name)] or list(columns)
    why = f"Not drawn: the extract of {force_name(force)} fills no {' and no '.join(lacking)}."
    take_words(title, why)
    _heading(title, why)


def _heading(title: str, formal: str) -> None:
    st.html(f'<h2>{escape(unbroken(title))}</h2><p class="pd-formal">{escape(unbroken(formal))}</p>')


def _clickable(key: str, figure: Figure, alt: str, opens: Opens) -> None:
    # After a click the chart is another widget, or the click would be met again; until then it is the same one, whatever
    # is chosen beside it: a chart that stays costs the browser half of one that is new.
    clicks = f"clicks_{key}"
    n_clicks = st.session_state.setdefault(clicks, 0)
    clicked = st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        alt=alt,
        key=f"chart_{key}_{n_clicks}",
        on_select="rerun",
        selection_mode="points",
    )
    for point in clicked["selection"]["points"]:
        st.session_state[clicks] = n_clicks + 1
        opened = opens(point["customdata"]) if point.get("customdata") else None
        if opened:
            page, selection = opened
            st.switch_page(page, query_params=selection.to_query())


def _source_words(held: ForceHeld) -> str:
    """The words for where a force's figures come from."""
    return "demonstration extracts (invented)" if held.is_synthetic else f"extracts of {held.force} as loaded"


def _events_list(events: Sequence[Event]) -> None:
    if events:
        rows = "".join(f"<li><b>{e.number}</b>{e.on:%-d %B %Y}: {escape(e.text)}</li>" for e in events)
        st.html(f'<ul class="pd-events">{rows}</ul>')
