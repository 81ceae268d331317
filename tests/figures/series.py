"""Series for the figures' tests: judged by the real rules, never made up as results."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from perfdash.analysis.spc import xmr
from perfdash.analysis.spc_result import ProcessBehaviour

shares = st.lists(st.one_of(st.floats(0, 1, width=32), st.just(float("nan"))), min_size=1, max_size=36)
directions = st.sampled_from(["increase", "decrease", "neutral"])
targets = st.one_of(st.none(), st.floats(0, 1, width=32))


def judged(
    values: Sequence[float],
    direction: str = "increase",
    target: float | None = None,
    rebase_on: Sequence[str] = (),
    first: str = "2023-01-01",
) -> ProcessBehaviour:
    """One value a month from the first, judged."""
    months = pd.date_range(first, periods=len(values), freq="MS")
    return xmr(months, list(values), improvement_direction=direction, target=target, rebase_on=list(rebase_on))


@st.composite
def results(draw: st.DrawFn) -> ProcessBehaviour:
    """Any judged series of shares with at least one value, some with a rebase."""
    values = draw(shares.filter(lambda drawn: not np.isnan(drawn).all()))
    months = pd.date_range("2023-01-01", periods=len(values), freq="MS")
    rebases = draw(st.lists(st.sampled_from(list(months)), max_size=1))
    return judged(values, draw(directions), draw(targets), [str(month.date()) for month in rebases])


def wobbling(n: int, level: float = 0.85, step: float = 0.01) -> list[float]:
    """Values to and fro about a level: common cause only."""
    return [level + step * (-1) ** place * (1 + place % 3) for place in range(n)]
