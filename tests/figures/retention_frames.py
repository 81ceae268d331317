"""Hand-made rows for the tests of the retention page's figures."""

from collections.abc import Sequence
from math import nan

import pandas as pd
import plotly.graph_objects as go

from perfdash.contract.workforce import SERVICE_BANDS
from perfdash.figures.funnel_bars import STEPS
from perfdash.figures.style import INK, ORANGE, TEXT_GREY, luminance

HIDDEN = "small number"


def hide(rows: pd.DataFrame, places: Sequence[int], *columns: str) -> pd.DataFrame:
    """The rows as suppression leaves them: no value in these columns, and why."""
    kept = rows.reset_index(drop=True).astype(dict.fromkeys(columns, float))
    kept.loc[list(places), list(columns)] = nan
    kept.loc[list(places), "hidden"] = HIDDEN
    return kept


def curve(worker_type: str, cohort: str, shares: Sequence[float], step: float = 0.5) -> pd.DataFrame:
    """A curve that steps every half year, the first time after half a year; 100 people less ten a step."""
    n = len(shares)
    return pd.DataFrame(
        {
            "worker_type": worker_type,
            "cohort": cohort,
            "years": [step * (at + 1) for at in range(n)],
            "share_remaining": shares,
            "low": [share - 0.05 for share in shares],
            "high": [min(share + 0.05, 1.0) for share in shares],
            "n_at_risk": [100.0 - 10 * at for at in range(n)],
            "hidden": "",
        }
    )


def funnel() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "trigger": "all",
            "stage": STEPS,
            "n": [152.0, 96, 70, 61, 52, 31, 55, 44, 38],
            "base": [152.0, 140, 96, 70, 61, 52, 58, 52, 50],
            "n_too_early": [0, 12, 0, 0, 0, 9, 3, 9, 11],
            "share": nan,
            "hidden": "",
        }
    )


def reasons(shares: Sequence[tuple[str, str, float]]) -> pd.DataFrame:
    """(reason, group, share) of 100 interviews each."""
    frame = pd.DataFrame(shares, columns=["reason", "group", "share"])
    around = {"low": frame["share"] - 0.08, "high": frame["share"] + 0.08}
    return frame.assign(n=(100 * frame["share"]).round(), base=100.0, hidden="", **around)


def responses() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": ["2023/24", "2024/25"],
            "n_completed": [60.0, 118],
            "n_declined": [70.0, 45],
            "n_not_asked": [33.0, 4],
            "hidden": "",
        }
    )


def leavers(counts: dict[str, float]) -> pd.DataFrame:
    frame = pd.DataFrame({"category": list(counts), "n": list(counts.values()), "hidden": ""})
    return frame.assign(share=frame["n"] / frame["n"].sum())


def bands() -> pd.DataFrame:
    """Service bands, the last first: 10 leavers each, 110 in all."""
    return leavers({name: 10.0 for name, _ in reversed(SERVICE_BANDS)})


def cohorts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "cohort": ["2024/25", "2022/23", "2023/24"],
            "share_left": [0.06, 0.12, 0.16],
            "low": [0.02, 0.08, 0.11],
            "high": [0.12, 0.17, 0.22],
            "n": [90.0, 180, 1210],
            "is_complete": [False, True, True],
            "hidden": "",
        }
    )


def rates(months: int = 64, first: str = "2020-12-31") -> pd.DataFrame:
    frame = pd.DataFrame({"month_end": pd.date_range(first, periods=months, freq="ME"), "rate": 0.06})
    return frame.assign(low=0.055, high=0.065, rate_with_transfers=0.071, hidden="")


def published() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month_end": pd.to_datetime(["2019-03-31", "2024-03-31", "2025-03-31"]),
            "rate": [0.09, 0.062, 0.06],
            "name": "England and Wales",
            "edition": ["July 2019", "August 2024", None],
        }
    )


def pool(months: int = 24) -> pd.DataFrame:
    police = [float(min(at // 2, 9)) for at in range(months)]
    frame = pd.DataFrame({"month": pd.date_range("2024-04-01", periods=months, freq="MS"), "n_police": police})
    return frame.assign(n_staff=5.0, n_interviewers=frame["n_police"] + 5, hidden="")


def words(figure: go.Figure) -> list[str]:
    """Every text of a figure: of its marks, its notes and its axes."""
    found = [label.text for label in figure.layout.annotations]
    for trace in figure.data:
        found += list(trace.text) if trace.text is not None and not isinstance(trace.text, str) else []
    for axis in [*figure.select_xaxes(), *figure.select_yaxes()]:
        found += list(axis.ticktext or [])
    return [text.strip() for text in found if text and text.strip()]


def symbols_of(figure: go.Figure, symbol: str = "‡") -> list[tuple[object, float]]:
    """Where a symbol stands."""
    return [
        (x, y)
        for trace in figure.select_traces({"type": "scatter", "mode": "text"})
        if trace.text and set(trace.text) == {symbol}
        for x, y in zip(trace.x, trace.y, strict=True)
    ]


def contrast(colour: str) -> float:
    """With white."""
    return 1.05 / (luminance(colour) + 0.05)


def assert_it_can_be_read(figure: go.Figure) -> None:
    """Plotly takes every part; text has 4.5 : 1, marks 3 : 1; nothing but bands and pale bars with an outline is lighter."""
    go.Figure(figure.to_dict())
    fonts = {label.font.color for label in figure.layout.annotations}
    fonts |= {trace.textfont.color for trace in figure.select_traces({"type": "scatter"})} - {None}
    assert fonts <= {INK, TEXT_GREY}
    for trace in figure.data:
        drawn = [trace.line.color] if trace.type == "scatter" and trace.line.width and trace.line.color else []
        if trace.marker.color is not None:
            fill = [trace.marker.color] if isinstance(trace.marker.color, str) else list(trace.marker.color)
            outline = trace.marker.line.color
            drawn += [outline if contrast(colour) < 3 else colour for colour in fill]
        assert ORANGE not in drawn  # here nothing is a concern
        assert all(contrast(colour) >= 3 or colour in ("#FFFFFF", "#E3E3E3") for colour in drawn), drawn
