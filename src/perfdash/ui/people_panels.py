"""A chart about people with what belongs under it, or the sentence that stands in its place.

A hidden value is "‡" in the table, with its key below, and the word "hidden" in the download: never blank, and never 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from perfdash.analysis.disclosure import KEY, SYMBOL, Audience
from perfdash.figures.process_chart import Event
from perfdash.figures.style import Figure
from perfdash.figures.words import count, percent, unbroken
from perfdash.measures.people import PeopleAnswer
from perfdash.store.read import ForceHeld
from perfdash.ui.audience import marked
from perfdash.ui.panels import panel
from perfdash.ui.taken import take_words

HIDDEN_CELL = "hidden"
Words = Callable[[float], str]


@dataclass(frozen=True)
class Drawn:
    """One chart of a page with its words, its table for people and its rows for a download."""

    key: str
    title: str
    formal: str
    figure: Figure | None
    alt: str
    table: pd.DataFrame
    rows: pd.DataFrame
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotDrawn:
    """What stands where a chart would: its subject, and in one sentence why there is none. `found` still has its table."""

    title: str
    why: str
    found: Drawn | None = None


Shown = Drawn | NotDrawn


def show(shown: Shown, held: ForceHeld, reader: Audience) -> None:
    """Draws it, or says why not."""
    if isinstance(shown, NotDrawn) and shown.found is None:
        take_words(shown.title, f"Not drawn: {shown.why}")
        st.html(f'<h2>{escape(shown.title)}</h2><p class="pd-gap">{escape(unbroken(shown.why))}</p>')
        return
    drawn, gap = (shown.found, shown.why) if isinstance(shown, NotDrawn) else (shown, "")
    assert drawn is not None
    formal = marked(" · ".join([drawn.formal, *([gap.rstrip(".")] if gap else [])]), reader)
    panel(
        drawn.key, shown.title, formal, drawn.figure, drawn.alt, drawn.table, drawn.rows, held, drawn.events,
        source=source_words(held, drawn),
    )  # fmt: skip
    for note in drawn.notes:
        st.html(f'<p class="pd-note">{escape(unbroken(note))}</p>')


def source_words(held: ForceHeld, drawn: Drawn) -> str:
    """Where the rows come from, to which day, and the key of what is hidden in them."""
    origin = "demonstration extracts (invented)" if held.is_synthetic else f"extracts of {held.force} as loaded"
    is_hidden = (drawn.table.astype(str).to_numpy() == SYMBOL).any()
    return f"{origin}; data to {held.last_on:%-d %B %Y}{f'. {KEY}' if is_hidden else ''}"


def cells(rows: pd.DataFrame, column: str, words: Words = count) -> list[str]:
    """One column for people: '‡' where a value is hidden, '–' where there is none."""
    if column not in rows:
        return ["–"] * len(rows)
    hidden = reasons(rows, column)
    return [SYMBOL if why else words(value) for value, why in zip(rows[column].astype(float), hidden, strict=True)]


def percents(found: PeopleAnswer) -> Words:
    """How a share of an answer is written: in public, figures of interviews are told in whole percents."""
    return partial(percent, places=places_of(found))


def places_of(found: PeopleAnswer) -> int:
    """Decimals of a percentage."""
    return 0 if found.audience == Audience.PUBLIC and found.asked.sensitivity == "health" else 1


def spans(rows: pd.DataFrame, name: str, words: Words = percent) -> list[str]:
    """'4.6 to 6.6 %' by the columns `_low` and `_high`; '–' where there is none."""
    ends = [rows.get(f"{name}_{end}", pd.Series(float("nan"), rows.index)).astype(float) for end in ("low", "high")]
    return [
        "–" if pd.isna(low) or pd.isna(high) else f"{words(low).removesuffix(' %')} to {words(high)}"
        for low, high in zip(*ends, strict=True)
    ]


def reasons(rows: pd.DataFrame, column: str) -> list[str]:
    """Why each value of a column is hidden, '' where none is; what is put together of others is, where it is missing."""
    own = f"hidden_{column}"
    why = rows[own] if own in rows else rows["hidden"].where(rows[column].isna(), "")
    return [str(word) if pd.isna(value) else "" for word, value in zip(why.fillna(""), rows[column], strict=True)]


def only_hidden(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The same rows with `hidden` speaking of one column, as the charts read it."""
    return rows.assign(hidden=reasons(rows, column))


def for_download(found: PeopleAnswer, shown: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows of an answer (or those of them that are shown) as numbers, 'hidden' where a value is hidden.

    `value` would repeat another column.
    """
    rows = found.rows if shown is None else found.rows.loc[shown.index]
    names = [str(name) for name in rows if not str(name).startswith("hidden") and name != "value"]
    days = {name: rows[name].dt.strftime("%Y-%m-%d") for name in rows[names].select_dtypes("datetime").columns}
    plain = rows[names].assign(**days).astype(object)
    for name in names:
        if name not in found.by and rows[name].isna().any():
            plain[name] = [
                HIDDEN_CELL if why else kept for kept, why in zip(plain[name], reasons(rows, name), strict=True)
            ]
    return plain
