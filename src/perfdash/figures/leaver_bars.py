"""Leavers by type, service band, rank or command, and attrition by joining cohort: bars from zero with their words."""

from collections.abc import Sequence
from math import isnan

import pandas as pd
import plotly.graph_objects as go

from perfdash.contract.columns import NOT_KNOWN
from perfdash.contract.workforce import SERVICE_BANDS
from perfdash.figures.hidden_values import (
    KEY,
    are_hidden,
    counted,
    hidden_words,
    nothing_to_draw,
    shared,
    span_words,
)
from perfdash.figures.named_rows import bars_at, grey, row_layout, short_names, words_at
from perfdash.figures.style import BLUE, GREY, INK, WORK, Part, Sizes, at_once
from perfdash.figures.words import count

BANDS = tuple(name for name, _ in SERVICE_BANDS)
YOUNG_BANDS = tuple(name for name, end in SERVICE_BANDS if end <= 5)
_LAST = ("other", NOT_KNOWN)
SO_FAR = "so far (Kaplan–Meier)"


def leaver_bars(leavers: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """A bar a category with its count and share: the most first, service bands in their own order, those under five years bold.

    `leavers`: `category`, `n`, `share`, `hidden`; a row a category. A bar's customdata is its category.
    """
    rows = ordered(leavers)
    if rows.empty:
        return nothing_to_draw(sizes)
    names, n, hidden = rows["category"].astype(str).tolist(), rows["n"].to_list(), are_hidden(rows, "n")
    is_banded = are_bands(rows)
    young = [is_banded and name in YOUNG_BANDS for name in names]
    colours = [BLUE if not is_banded or is_young else GREY for is_young in young]
    words = [_words(row, flag) for (_, row), flag in zip(rows.iterrows(), hidden, strict=True)]
    heights = [float(at) for at in range(len(rows))]
    traces = [
        bars_at(n, heights, names, {"color": colours}),
        words_at(rows["n"].fillna(0).to_list(), heights, words, sizes),
    ]
    shown = [
        f"<b>{_years(name)}</b>" if is_young else _years(name) for name, is_young in zip(names, young, strict=True)
    ]
    axis = shown if is_banded else short_names(names)
    key = [
        "<b>Bold, darker</b>: under five years of service" if any(young) else "",
        KEY if hidden.any() else "",
    ]
    most = float(rows["n"].max()) if rows["n"].notna().any() else 1.0
    return at_once(traces, row_layout(axis, heights, words, most, sizes, key), sizes)


def are_bands(leavers: pd.DataFrame) -> bool:
    """Whether the categories are bands of service, known by their names."""
    named = set(leavers["category"]) - set(_LAST)
    return bool(named) and named <= set(BANDS)


def ordered(leavers: pd.DataFrame) -> pd.DataFrame:
    """Bands in their order; else the most first, hidden ones after them; 'other' and 'not known' always last."""
    if are_bands(leavers):
        places = {name: at for at, name in enumerate((*BANDS, *_LAST))}
        return leavers.sort_values("category", key=lambda names: names.map(places)).reset_index(drop=True)
    ranked = leavers.assign(_last=leavers["category"].isin(_LAST)).sort_values(
        ["_last", "n"], ascending=[True, False], kind="stable", na_position="last"
    )
    return ranked.drop(columns="_last").reset_index(drop=True)


def _years(name: str) -> str:
    """'under 1 year', '1 to under 2 years', '30 years and over'; other names as they are."""
    if name not in BANDS:
        return name
    if name == BANDS[-1]:
        return name.replace(" and over", " years and over")
    return f"{name} year{'' if name == BANDS[0] else 's'}"


def _words(row: pd.Series, is_hidden: bool) -> str:
    share = "" if is_hidden else f"  {shared(float(row['share']), bool(row['hidden']))}"
    return f"<b>{counted(float(row['n']), is_hidden)}</b>{share}"


def leaver_bars_alt(leavers: pd.DataFrame, title: str) -> str:
    """The bars for people who do not see them: every category with its count and share."""
    rows = ordered(leavers)
    hidden = are_hidden(rows, "n")
    said = [
        f"{row['category']} {counted(float(row['n']), flag)}{'' if flag else f' ({shared(float(row.share), flag)})'}"
        for (_, row), flag in zip(rows.iterrows(), hidden, strict=True)
    ]
    return f"{title}. Bars of {count(len(rows))} groups: {', '.join(said)}.{hidden_words(rows, 'n')}"


def cohort_bars(cohorts: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """Who left within two years of joining, by joining cohort, with intervals; a cohort not yet two years old is hollow.

    `cohorts`: `cohort`, `share_left`, `low`, `high`, `n`, `is_complete`, `hidden`; a row a cohort, drawn in order of name. A
    bar's customdata is its cohort.
    """
    rows = cohorts.sort_values("cohort").reset_index(drop=True)
    if rows.empty:
        return nothing_to_draw(sizes)
    names, hidden = rows["cohort"].astype(str).tolist(), are_hidden(rows, "share_left")
    heights = [float(at) for at in range(len(rows))]
    words = [_cohort_words(row, flag) for (_, row), flag in zip(rows.iterrows(), hidden, strict=True)]
    fill = [BLUE if is_complete else "#FFFFFF" for is_complete in rows["is_complete"]]
    bars = bars_at(
        rows["share_left"].to_list(), heights, names, {"color": fill, "line": {"color": BLUE, "width": sizes.line}}
    )
    ends = rows[["share_left", "high"]].max(axis=1)
    traces = [bars, *_intervals(rows, heights, sizes), words_at(ends.fillna(0).to_list(), heights, words, sizes)]
    most = float(ends.max()) if ends.notna().any() else 1.0
    key = ["Line: 95 % interval", KEY if hidden.any() else ""]
    return at_once(traces, row_layout(names, heights, words, most, sizes, key), sizes)


def _intervals(rows: pd.DataFrame, heights: Sequence[float], sizes: Sizes) -> list[Part]:
    """Lines with gaps between the rows; on a filled bar white-edged, so that they are seen there too."""
    filled = rows["share_left"].where(rows["is_complete"].astype(bool))
    edged = [
        (low, share, height) for low, share, height in zip(rows["low"], filled, heights, strict=True) if share > low
    ]
    whole = list(zip(rows["low"], rows["high"], heights, strict=True))
    edge = _pieces(edged, {"color": "#FFFFFF", "width": sizes.line * 2.5})
    return [edge, _pieces(whole, {"color": INK, "width": sizes.line * 1.2})]


def _pieces(ends: Sequence[tuple[float, float, float]], line: Part) -> Part:
    x = [end for low, high, _ in ends for end in (low, high, None)]
    y = [place for _, _, height in ends for place in (height, height, None)]
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line, "hoverinfo": "skip"}


def _cohort_words(row: pd.Series, is_hidden: bool) -> str:
    span, n = span_words(float(row["low"]), float(row["high"])), float(row["n"])
    facts = [f"<b>{shared(float(row['share_left']), is_hidden)}</b>"]
    facts += [f"({span})"] if span else []
    facts += [] if isnan(n) else [f"n = {count(n)}"]
    return "  ".join(facts if row["is_complete"] else [*facts, f" {grey(SO_FAR)}"])


def cohort_bars_alt(cohorts: pd.DataFrame, title: str) -> str:
    """The bars for people who do not see them."""
    rows = cohorts.sort_values("cohort")
    hidden = are_hidden(rows, "share_left")
    said = [
        f"{row['cohort']} {shared(float(row['share_left']), flag)}{'' if row['is_complete'] else f' {SO_FAR}'}"
        for (_, row), flag in zip(rows.iterrows(), hidden, strict=True)
    ]
    return f"{title}. Bars of {count(len(rows))} cohorts: {', '.join(said)}.{hidden_words(rows, 'share_left')}"
