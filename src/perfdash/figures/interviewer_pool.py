"""How many people may hold stay interviews, month by month, against the pool that is hoped for."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.hidden_values import (
    KEY,
    are_hidden,
    counted,
    foot,
    foot_height,
    hidden_words,
    nothing_to_draw,
    spread,
    symbols,
)
from perfdash.figures.process_chart import Step, end_labels
from perfdash.figures.style import BLUE, CATEGORIES, INK, WORK, Part, Sizes, at_once, room_for
from perfdash.figures.words import count, month

# Column, words and colour of each line; the pool as a whole is what the ambition is about.
LINES = (("n_interviewers", "all", INK), ("n_police", "police", BLUE), ("n_staff", "staff", CATEGORIES[1]))
_MARGIN = pd.Timedelta(days=20)
_MARKS = 40
_DTICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


def pool_chart(pool: pd.DataFrame, ambitions: Sequence[Step] = (), sizes: Sizes = WORK) -> go.Figure:
    """Stepped lines of the whole pool, its police and its staff, from zero, with the ambition while it held.

    `pool`: `month` (its first day), `n_interviewers`, `n_police`, `n_staff`, `hidden`; a row a month. `ambitions` are steps
    as on a process chart. The pool has no interval: it is a list of people, not a sample.
    """
    if pool.empty:
        return nothing_to_draw(sizes)
    months = _by_month(pool)
    most = max([_most(months), *(step.value for step in ambitions)]) * 1.12
    shown = [line for line in LINES if months[line[0]].notna().any() or are_hidden(months, line[0]).any()]
    traces = [_aim(step, months, sizes) for step in ambitions]
    traces += [_line(months, column, colour, sizes) for column, _, colour in shown]
    traces += _hidden(months, shown, sizes)
    labels = [_last(months, *line) for line in shown]
    labels += [
        (step.value, f"<b>{step.name}</b>", INK)
        for step in ambitions
        if pd.Timestamp(step.to_on) >= months["month"].iloc[-1]
    ]
    right = room_for([*(step.name for step in ambitions), "■ police 100"], sizes) + 1.5 * sizes.text
    key = [KEY if any(are_hidden(months, column).any() for column, _, _ in LINES) else ""]
    below = 3 * sizes.text
    notes = [*end_labels((0.0, most), labels, sizes), *foot(key, sizes, below)]
    return at_once(
        traces, _axes(months, most, right, below + foot_height(key, sizes), sizes) | {"annotations": notes}, sizes
    )


def _last(months: pd.DataFrame, column: str, name: str, colour: str) -> tuple[float, str, str]:
    value = float(months[column].iloc[-1])
    return value, f'<span style="color:{colour}">■</span> {name} <b>{count(value)}</b>', INK


def _by_month(pool: pd.DataFrame) -> pd.DataFrame:
    months = pool.assign(month=pd.to_datetime(pool["month"])).sort_values("month")
    return months.set_index("month").asfreq("MS").reset_index()


def _most(months: pd.DataFrame) -> float:
    values = months[[column for column, _, _ in LINES]].to_numpy(float)
    return float(np.nanmax(values)) if not np.isnan(values).all() and np.nanmax(values) > 0 else 1.0


def _line(months: pd.DataFrame, column: str, colour: str, sizes: Sizes) -> Part:
    is_whole = column == LINES[0][0]
    return {
        "type": "scatter",
        # To the end of the last month, which is as long as the others.
        "x": [*months["month"], months["month"].iloc[-1] + pd.offsets.MonthEnd(0)],
        "y": [*months[column].astype(float), float(months[column].iloc[-1])],
        "mode": "lines",
        "line": {"shape": "hv", "color": colour, "width": sizes.line * (1.5 if is_whole else 1)},
        "connectgaps": False,
        "hoverinfo": "skip",
        "name": column,
    }


def _aim(step: Step, months: pd.DataFrame, sizes: Sizes) -> Part:
    first, last = months["month"].iloc[0] - _MARGIN, months["month"].iloc[-1] + pd.offsets.MonthEnd(0) + _MARGIN
    ends = [max(pd.Timestamp(step.from_on), first), min(pd.Timestamp(step.to_on), last)]
    line = {"color": INK, "width": sizes.line * 1.2, "dash": "dash"}
    return {"type": "scatter", "x": ends, "y": [step.value] * 2, "mode": "lines", "line": line, "hoverinfo": "skip"}


def _hidden(months: pd.DataFrame, shown: Sequence[tuple[str, str, str]], sizes: Sizes) -> list[Part]:
    """One symbol a month, whichever of its counts is hidden."""
    flags = np.any([are_hidden(months, column) for column, _, _ in shown], axis=0) if shown else np.zeros(len(months))
    places = flags.nonzero()[0].tolist()
    kept = [places[at] for at in spread(places, len(months) / _MARKS)]
    return symbols(months["month"].iloc[kept].tolist(), [0.0] * len(kept), sizes)


def _axes(months: pd.DataFrame, most: float, right: float, below: float, sizes: Sizes) -> Part:
    dates = months["month"]
    step = 1 if len(dates) <= 6 else 6 if len(dates) <= 30 else 12
    marked = dates.iloc[::-1].iloc[::step]
    return {
        "margin": {"l": room_for([f"{count(most)}  "], sizes), "r": right, "t": 12, "b": below},
        "height": sizes.height,
        "hovermode": "closest",
        "yaxis": {
            "range": [0, most],
            "dtick": next((size for size in _DTICKS if most / size <= 6), _DTICKS[-1]),
            "tickformat": ",d",
            "ticksuffix": "  ",
            "automargin": False,
        },
        "xaxis": {
            "tickvals": marked.to_numpy(),
            "ticktext": [f"{day:%b<br>%Y}" for day in marked],
            "range": [dates.iloc[0] - _MARGIN, dates.iloc[-1] + pd.offsets.MonthEnd(0) + _MARGIN],
            "showline": True,
            "automargin": False,
        },
    }


def pool_alt(pool: pd.DataFrame, title: str) -> str:
    """The lines for people who do not see them: the pool at both ends."""
    if pool.empty:
        return f"{title}. There is no month to draw."
    months = pool.sort_values("month")
    ends = [
        f"{counted(float(row['n_interviewers']), bool(row['hidden']))} in {month(row['month'])}"
        for _, row in months.iloc[[0, -1]].iterrows()
    ]
    return f"{title}. Stepped lines from {ends[0]} to {ends[1]}.{hidden_words(months, 'n_interviewers')}"
