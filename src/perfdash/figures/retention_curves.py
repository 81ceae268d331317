"""How long people stay, by worker type and joining cohort: step curves on one scale, the numbers at risk written below."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.contract.workforce import WORKER_TYPES
from perfdash.figures.curve_facets import EVERYONE, Facets, type_name
from perfdash.figures.curve_labels import Curve, label_heights
from perfdash.figures.hidden_values import (
    KEY,
    are_hidden,
    counted,
    foot,
    foot_height,
    hidden_words,
    nothing_to_draw,
    runs,
    shared,
    span_words,
    spread,
    symbols,
)
from perfdash.figures.style import BLUE, INK, WORK, Part, Sizes, at_once, mixed

MOST_COHORTS = 4
_MARKS = 15  # symbols that fit side by side along a facet


def retention_curves(curves: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """A facet a worker type, all on one scale; at most four cohorts each, the newest with its 95 % interval as a band.

    `curves`: `worker_type`, `cohort` ('2023/24', or 'all'), `years` since joining, `share_remaining`, `low`, `high`,
    `n_at_risk`, `hidden`; a row a point of a curve, which holds from there to the next (as Kaplan–Meier gives it).
    """
    facets = facets_of(curves, sizes)
    if not facets.types:
        return nothing_to_draw(sizes)
    apart = _apart(curves)
    traces: list[Part] = []
    notes = [note for row in range(facets.rows) for note in facets.row_names(row)]
    axes: Part = {}
    for place, worker_type in enumerate(facets.types):
        of_type = [(name, apart[worker_type, name]) for name in facets.cohorts if (worker_type, name) in apart]
        axes |= facets.axes(place)
        traces += _facet(of_type, facets, place)
        notes += [facets.title(place), facets.years_word(place), *_end_labels(of_type, facets, place)]
    key = _key(curves, facets)
    notes += foot(key, sizes, 0.3 * sizes.text)
    below = 0.4 * sizes.text + foot_height(key, sizes)
    margin = {"l": facets.left, "r": 1.5 * sizes.text, "t": 0, "b": below}
    layout = {"height": int(facets.height + below), "margin": margin, "hovermode": "closest"}
    return at_once(traces, layout | axes | {"annotations": notes}, sizes)


def facets_of(curves: pd.DataFrame, sizes: Sizes = WORK) -> Facets:
    """What is drawn: the worker types in their order, the cohorts, and how long the longest curve is."""
    cohorts = drawn_cohorts(curves)
    shown = curves[curves["cohort"].isin(cohorts)]
    types = tuple(name for name in WORKER_TYPES if (shown["worker_type"] == name).any())
    return Facets(types, cohorts, max(float(shown["years"].max()), 1.0) if types else 1.0, sizes)


def drawn_cohorts(curves: pd.DataFrame) -> tuple[str, ...]:
    """The newest first, at most four; where everyone is among them they come last and keep their place."""
    names = sorted({str(name) for name in curves["cohort"]} - {EVERYONE}, reverse=True)
    everyone = (EVERYONE,) if (curves["cohort"] == EVERYONE).any() else ()
    return (*names[: MOST_COHORTS - len(everyone)], *everyone)


def curve_of(curves: pd.DataFrame, worker_type: str, cohort: str) -> pd.DataFrame:
    """The rows of one curve in order of time."""
    is_it = (curves["worker_type"] == worker_type) & (curves["cohort"] == cohort)
    return curves[is_it].sort_values("years").reset_index(drop=True)


def _apart(curves: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    """Every curve by its worker type and cohort, in one pass over the rows."""
    groups = curves.sort_values("years").groupby(["worker_type", "cohort"], sort=False)
    return {(str(worker_type), str(cohort)): rows for (worker_type, cohort), rows in groups}


def _key(curves: pd.DataFrame, facets: Facets) -> list[str]:
    of = f" of {facets.cohorts[0]}" if len(facets.cohorts) > 1 else ""
    is_hidden = are_hidden(curves, "share_remaining").any() or are_hidden(curves, "n_at_risk").any()
    band = f"Band: 95 % interval{of}"
    return [
        "Years since joining, and below them how many are still followed (at risk of leaving)",
        band,
        KEY if is_hidden else "",
    ]


def _facet(of_type: Sequence[tuple[str, pd.DataFrame]], facets: Facets, place: int) -> list[Part]:
    axes = {"xaxis": f"x{facets.number(place)}", "yaxis": f"y{facets.number(place)}"}
    bands = [_band(curve) for name, curve in of_type if name == facets.cohorts[0]]
    lines = [_line(name, curve, facets) for name, curve in reversed(of_type)]  # the newest last, on top
    below = axes | {"yaxis": f"y{facets.table(place)}"}
    tables = [_at_risk(name, curve, facets) | below for name, curve in of_type]
    drawn = [trace | axes for trace in [*bands, *lines]]
    return [*drawn, *_hidden([curve for _, curve in of_type], facets, place), *tables]


def _stepped(curve: pd.DataFrame, column: str) -> tuple[list[float], list[float]]:
    """Corners of a step line."""
    years, values = curve["years"].to_numpy(float), curve[column].to_numpy(float)
    return np.repeat(years, 2)[1:].tolist(), np.repeat(values, 2)[:-1].tolist()


def _band(curve: pd.DataFrame) -> Part:
    """One shape of as many pieces as the interval is known in: a hidden stretch is left open."""
    x: list[float | None] = []
    y: list[float | None] = []
    for part in runs(curve["low"].to_numpy(float) + curve["high"].to_numpy(float)):
        years, low = _stepped(curve.iloc[part], "low")
        _, high = _stepped(curve.iloc[part], "high")
        x += [*years, *years[::-1], None]
        y += [*high, *low[::-1], None]
    look = {"type": "scatter", "mode": "lines", "line": {"width": 0}, "fill": "toself", "fillcolor": mixed(BLUE, 0.14)}
    return look | {"x": x, "y": y, "hoverinfo": "skip"}


def _line(name: str, curve: pd.DataFrame, facets: Facets) -> Part:
    years, shares = curve["years"].to_list(), curve["share_remaining"].to_list()
    words = _hovers(name, curve)
    if years[0] > 0:  # everyone is there on the first day
        years, shares, words = [0.0, *years], [1.0, *shares], ["", *words]
    width = facets.sizes.line * (1.5 if name == facets.cohorts[0] else 1)
    return {
        "type": "scatter",
        "x": years,
        "y": shares,
        "mode": "lines",
        "line": {"shape": "hv", "color": facets.colour(name), "width": width},
        "connectgaps": False,
        "text": words,
        "hovertemplate": "%{text}<extra></extra>",
        "name": name,
    }


def _hovers(name: str, curve: pd.DataFrame) -> list[str]:
    columns = (curve[column].to_list() for column in ("years", "share_remaining", "low", "high", "hidden"))
    return [
        f"{name}, {years:.1f} years: {shared(share, bool(hidden))} still here{_bracketed(span_words(low, high))}"
        for years, share, low, high, hidden in zip(*columns, strict=True)
    ]


def _bracketed(words: str) -> str:
    return f" ({words})" if words else ""


def _hidden(drawn: Sequence[pd.DataFrame], facets: Facets, place: int) -> list[Part]:
    """One symbol a stretch of time, whichever of the curves is hidden there: which they are is seen from where they end."""
    times = sorted({time for curve in drawn for time in curve.loc[are_hidden(curve, "share_remaining"), "years"]})
    kept = [times[at] for at in spread(times, (facets.years + facets.label_years) / _MARKS)]
    return symbols(kept, [0.0] * len(kept), facets.sizes, "top center", facets.number(place))


def numbers_at_risk(curve: pd.DataFrame, years: Sequence[int]) -> list[str]:
    """How many were still followed just before each of some years, '‡' where hidden; nothing where the curve has ended."""
    numbers = zip(curve["n_at_risk"].to_list(), are_hidden(curve, "n_at_risk").tolist(), strict=True)
    told = [*(counted(n, is_hidden) for n, is_hidden in numbers), ""]
    return [told[at] for at in np.searchsorted(curve["years"].to_numpy(float), years, side="left")]


def _at_risk(name: str, curve: pd.DataFrame, facets: Facets) -> Part:
    words = numbers_at_risk(curve, facets.ticks)
    return {
        "type": "scatter",
        "x": facets.ticks,
        "y": [facets.cohorts.index(name)] * len(words),
        "mode": "text",
        "text": words,
        "textposition": "middle center",
        "textfont": {"size": facets.sizes.text, "color": INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "name": f"at risk, {name}",
    }


def _end_labels(of_type: Sequence[tuple[str, pd.DataFrame]], facets: Facets, place: int) -> list[Part]:
    ended = [(name, curve.dropna(subset="share_remaining")) for name, curve in of_type]
    known = [(name, curve) for name, curve in ended if not curve.empty]
    lines = [Curve(curve["years"].to_numpy(float), curve["share_remaining"].to_numpy(float)) for _, curve in known]
    heights = label_heights(lines, facets.label_years, facets.label_height)
    axes = {"xref": f"x{facets.number(place)}", "yref": f"y{facets.number(place)}"}
    mark = axes | {
        "xanchor": "left",
        "xshift": 6,
        "showarrow": False,
        "font": {"size": facets.sizes.text, "color": INK},
    }
    return [
        mark | {"x": line.end[0], "y": height, "text": f"{facets.named(name)}<b>{shared(line.end[1], False)}</b>"}
        for (name, _), line, height in zip(known, lines, heights, strict=True)
    ]


def retention_curves_alt(curves: pd.DataFrame, title: str) -> str:
    """The curves for people who do not see them: how far each goes and where it ends."""
    facets = facets_of(curves)
    said = []
    for worker_type in facets.types:
        ends = [_end_words(name, curve_of(curves, worker_type, name)) for name in facets.cohorts]
        said.append(f"{type_name(worker_type)}: {', '.join(end for end in ends if end)}")
    shown = curves[curves["cohort"].isin(facets.cohorts)]
    return f"{title}. Step curves of the share still here. {'; '.join(said)}.{hidden_words(shown, 'share_remaining')}"


def _end_words(name: str, curve: pd.DataFrame) -> str:
    known = curve.dropna(subset="share_remaining")
    if known.empty:
        return "" if curve.empty else f"{name} not shown"
    last = known.iloc[-1]
    years = f"{last['years']:.1f}".removesuffix(".0")
    return f"{name} {shared(float(last['share_remaining']), False)} after {years} year{'' if years == '1' else 's'}"
