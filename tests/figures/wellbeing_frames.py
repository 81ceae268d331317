"""Hand-made rows for the tests of the wellbeing page's figures."""

from collections.abc import Sequence
from math import cos, nan, pi

import pandas as pd
import plotly.graph_objects as go
from retention_frames import contrast

from perfdash.analysis.intervals import wilson
from perfdash.analysis.seasonal import SeasonalSeries, month_adjusted, same_month_last_year
from perfdash.analysis.spc import xmr
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.offered_quarters import SOON, WEEK
from perfdash.figures.style import INK, ORANGE, TEXT_GREY

SHARE = ("share", "low", "high")
QUARTERS = ("2025/26 Q2", "2025/26 Q3", "2025/26 Q4", "2026/27 Q1", "2026/27 Q2", "2026/27 Q3")
SHARES = {SOON: (0.6, 0.61, 0.84, 0.85, 0.85, 0.9), WEEK: (0.68, 0.7, 0.9, 0.92, 0.91, 0.95)}
DAYS = (7, 14, 21, 28, 42, 56)
OLD, NEW = "year to October 2025", "year to October 2026"


def with_shares(rows: pd.DataFrame, n: str, base: str) -> pd.DataFrame:
    """The rows with their share, its interval and nothing hidden."""
    low, high = wilson(rows[n], rows[base])
    share = rows[n] / rows[base].where(rows[base] > 0)
    return rows.assign(share=share, low=low, high=high, hidden="")


def groups(rows: Sequence[tuple[str, bool, float, float]], n: str, base: str) -> pd.DataFrame:
    return with_shares(pd.DataFrame(rows, columns=["role_group", "is_listed", n, base]), n, base)


def reach() -> pd.DataFrame:
    return groups(
        [
            ("offender management", True, 70, 101),
            ("digital forensics", True, 9, 31),
            ("all", True, 131, 214),
            ("crime scene", True, 52, 82),
            ("contact centre", False, 50, 300),
            ("response", False, 40, 512),
            ("all", False, 90, 812),
        ],
        "n_reached",
        "n_eligible",
    )


def situations() -> pd.DataFrame:
    return groups(
        [
            ("all", True, 86, 100),
            ("digital forensics", True, 26, 30),
            ("crime scene", True, 60, 70),
            ("all", False, 168, 200),
            ("response", False, 128, 150),
            ("roads policing", False, 40, 50),
        ],
        "n_offered",
        "n_exposed",
    )


def means() -> pd.DataFrame:
    names = ["occupational health", "all", "resilience training", "enhanced support"]
    rows = pd.DataFrame({"means": names, "n_reached": [40.0, 131, 12, 88], "n_eligible": 214.0})
    return with_shares(rows, "n_reached", "n_eligible")


def offered() -> pd.DataFrame:
    """100 exposures a quarter; the last quarter is not over."""
    parts = [
        pd.DataFrame({"quarter": QUARTERS, "within": within, "share": shares}) for within, shares in SHARES.items()
    ]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.assign(n=100 * rows["share"], base=100.0, low=rows["share"] - 0.05, high=rows["share"] + 0.05)
    return rows.assign(is_part=rows["quarter"] == QUARTERS[-1], hidden="")


def waits() -> pd.DataFrame:
    shares = {OLD: (0.05, 0.22, 0.49, 0.74, 0.93, 0.98), NEW: (0.04, 0.2, 0.53, 0.81, 0.95, 0.99)}
    parts = [pd.DataFrame({"period": name, "days": DAYS, "share": own}) for name, own in shares.items()]
    return pd.concat(parts, ignore_index=True).assign(hidden="")


def percentiles() -> pd.DataFrame:
    frame = pd.DataFrame({"period": [OLD, NEW], "median_days": [21.5, 20], "p90_days": [36.0, 38]})
    return frame.assign(n_seen=[820.0, 790], hidden="")


def waiting() -> pd.DataFrame:
    bands = ["over 56 days", "0 to 14 days", "29 to 56 days", "15 to 28 days", "all"]
    return pd.DataFrame({"age_band": bands, "n_open": [31.0, 88, 29, 60, 208], "hidden": ""})


def assessments() -> pd.DataFrame:
    rows = pd.DataFrame(
        {"area": ["Leek", "Hanley", "all"], "n_offered": [11.0, 131, 142], "n_completed": [9.0, 70, 79]}
    )
    return with_shares(rows, "n_completed", "n_offered")


def stops() -> pd.DataFrame:
    names = ["Leek", "Hanley", "Burton", "all"]
    return pd.DataFrame({"stop": names, "n_attended": [7.0, 140, 80, 227], "sessions": [1, 2, 2, 5], "hidden": ""})


def contacts() -> pd.DataFrame:
    counts = {"n_eligible": [521.0], "n_offered": 500.0, "n_completed": 458.0, "n_on_time": 403.0, "n_too_early": 12.0}
    return pd.DataFrame(counts).assign(hidden="")


def seasons(months: int = 48, level: float = 0.043, swing: float = 0.004, last: float = 0.0) -> list[float]:
    """A series from November 2022, higher in winter, whose last three months lie higher by `last`."""
    wobble = [0.0004, -0.0003, 0.0001, -0.0005, 0.0002]
    values = [level + swing * cos((at + 10) / 6 * pi) + level * 20 * wobble[at % 5] for at in range(months)]
    return [value + (last if at >= months - 3 else 0) for at, value in enumerate(values)]


def compared(values: Sequence[float]) -> SeasonalSeries:
    return same_month_last_year(pd.date_range("2022-11-01", periods=len(values), freq="MS"), list(values))


def adjusted(values: Sequence[float]) -> ProcessBehaviour:
    points = month_adjusted(pd.date_range("2022-11-01", periods=len(values), freq="MS"), list(values)).points
    return xmr(points["date"], points["adjusted_value"], improvement_direction="decrease")


def nothing_known(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The rows with those columns all hidden."""
    return rows.assign(**dict.fromkeys(columns, nan), hidden="small number")


def assert_it_can_be_read(figure: go.Figure) -> None:
    """Plotly takes every part; text has 4.5 : 1 and marks 3 : 1 with white, or a dark outline."""
    go.Figure(figure.to_dict())
    fonts = {label.font.color for label in figure.layout.annotations} - {"white"}  # on the dark numbers of events
    fonts |= {trace.textfont.color for trace in figure.select_traces({"type": "scatter"})} - {None}
    assert fonts <= {INK, TEXT_GREY}
    for trace in figure.data:
        if trace.type == "scatter" and trace.line.width and trace.line.color:
            assert contrast(trace.line.color) >= 3
        if trace.marker.color is None:
            continue
        fills = [trace.marker.color] if isinstance(trace.marker.color, str) else list(trace.marker.color)
        outline = trace.marker.line.color
        outlines = [outline] * len(fills) if isinstance(outline, str) or outline is None else list(outline)
        for fill, edge in zip(fills, outlines, strict=True):
            assert (contrast(fill) >= 3 and fill != ORANGE) or contrast(edge) >= 3, (fill, edge)
