"""Small counts as bars from zero: how far a programme's contacts came, a pilot's assessments, a bus and its stops."""

from collections.abc import Sequence
from math import isnan

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.group_dots import EVERYONE
from perfdash.figures.hidden_values import KEY, are_hidden, counted, hidden_words, nothing_to_draw, shared
from perfdash.figures.named_rows import bars_at, grey, row_layout, short_names, words_at
from perfdash.figures.style import BLUE, GREY, PALE, WORK, Sizes, at_once
from perfdash.figures.words import count

STEPS = {
    "n_eligible": "Due",
    "n_offered": "Offered",
    "n_completed": "Completed",
    "n_on_time": "Completed by the day due",
}


def contact_bars(contacts: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """How far the contacts of one programme came: due, offered, completed, completed by the day due, all of those due.

    `contacts`: `n_eligible`, then `n_offered`, `n_completed`, `n_on_time` as far as they were asked for, `hidden`; one row. A
    bar's customdata is its step.
    """
    return _bars(contact_steps(contacts), sizes)


def contact_steps(contacts: pd.DataFrame) -> pd.DataFrame:
    """A row a step: `name`, `n`, `base`, `hidden`."""
    if contacts.empty:
        return pd.DataFrame(columns=["name", "n", "base", "hidden"])
    row = contacts.iloc[0]
    due = float(row["n_eligible"])
    known = {column: name for column, name in STEPS.items() if column in contacts}
    rows = [
        (name, float(row[column]), float("nan") if column == "n_eligible" else due) for column, name in known.items()
    ]
    return pd.DataFrame(rows, columns=["name", "n", "base"]).assign(hidden=str(row["hidden"]))


def assessment_bars(assessments: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """A bar a pilot area of the assessments completed, on a pale bar of those offered; the most offered first.

    `assessments`: `area`, `n_offered`, `n_completed`, `hidden`; a row an area, 'all' is not drawn. A bar's customdata is its
    area.
    """
    return _bars(_areas(assessments), sizes)


def _areas(assessments: pd.DataFrame) -> pd.DataFrame:
    own = assessments[assessments["area"] != EVERYONE]
    named = own.rename(columns={"area": "name", "n_completed": "n", "n_offered": "base"})
    return named.sort_values("base", ascending=False, kind="stable", na_position="last").reset_index(drop=True)


def bus_bars(stops: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """A bar a stop of how many came, the most first, and at how many sessions.

    `stops`: `stop`, `n_attended`, `sessions`, `hidden`; a row a stop, 'all' is not drawn. A bar's customdata is its stop.
    """
    rows = _stops(stops)
    beside = [grey(f"{count(n)} session{'' if n == 1 else 's'}") for n in rows["sessions"]]
    return _bars(rows, sizes, beside)


def _stops(stops: pd.DataFrame) -> pd.DataFrame:
    own = stops[stops["stop"] != EVERYONE].rename(columns={"stop": "name", "n_attended": "n"})
    ranked = own.sort_values("n", ascending=False, kind="stable", na_position="last").reset_index(drop=True)
    return ranked.assign(base=float("nan"))


def _bars(rows: pd.DataFrame, sizes: Sizes, beside: Sequence[str] = ()) -> go.Figure:
    """A bar of `n` on a pale one of `base`, where there is one; a hidden count is a symbol and no bar."""
    if rows.empty:
        return nothing_to_draw(sizes)
    names, hidden = rows["name"].astype(str).tolist(), are_hidden(rows, "n")
    heights = [float(at) for at in range(len(rows))]
    words = [_words(row, flag) for (_, row), flag in zip(rows.iterrows(), hidden, strict=True)]
    words = [
        f"{word}   {more}" if more else word for word, more in zip(words, beside or [""] * len(words), strict=True)
    ]
    ends = rows[["n", "base"]].max(axis=1).fillna(0).astype(float).to_list()
    pale = {"color": PALE, "line": {"color": GREY, "width": 1}}
    traces = [bars_at(rows["base"].to_list(), heights, names, pale)] if rows["base"].notna().any() else []
    traces += [
        bars_at(rows["n"].to_list(), heights, names, {"color": BLUE}),
        words_at(ends, heights, words, sizes),
    ]
    is_hidden = hidden.any() or (are_hidden(rows, "base").any() and rows["base"].notna().any())
    layout = row_layout(short_names(names), heights, words, max(ends), sizes, [KEY] if is_hidden else [])
    return at_once(traces, layout | {"barmode": "overlay"}, sizes)


def _words(row: pd.Series, is_hidden: bool) -> str:
    n, base = float(row["n"]), float(row["base"])
    figure = f"<b>{counted(n, is_hidden)}</b>"
    if isnan(base):
        return figure
    share = "" if is_hidden or not base else f"  {shared(n / base, False)}"
    return f"{figure} of {count(base)}{share}"


def contact_bars_alt(contacts: pd.DataFrame, title: str) -> str:
    """The steps for people who do not see them."""
    return _alt(contact_steps(contacts), title, "steps")


def assessment_bars_alt(assessments: pd.DataFrame, title: str) -> str:
    """The areas for people who do not see them."""
    return _alt(_areas(assessments), title, "areas")


def bus_bars_alt(stops: pd.DataFrame, title: str) -> str:
    """The stops for people who do not see them."""
    return _alt(_stops(stops), title, "stops")


def _alt(rows: pd.DataFrame, title: str, noun: str) -> str:
    hidden = are_hidden(rows, "n")
    said = []
    for (_, row), flag in zip(rows.iterrows(), hidden, strict=True):
        of = "" if pd.isna(row["base"]) else f" of {count(float(row['base']))}"
        said.append(f"{row['name']} {counted(float(row['n']), flag)}{of}")
    rows_of = f"{count(len(rows))} {noun.removesuffix('s') if len(rows) == 1 else noun}"
    return f"{title}. Bars of {rows_of}: {', '.join(said)}.{hidden_words(rows, 'n')}"
