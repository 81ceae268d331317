"""Frames of call answering turned into tables for people."""

import pandas as pd

from perfdash.contract.calls import STATUSES
from perfdash.figures.call_sentences import wait
from perfdash.figures.words import percent


def month_table(months: pd.DataFrame) -> pd.DataFrame:
    """One row a month in words; a part month is named as one."""
    pairs = months[["month", "is_part"]].to_numpy()
    names = [f"{month:%Y-%m}{' (part)' if is_part else ''}" for month, is_part in pairs]
    return pd.DataFrame({"Month": names} | _figures(months))


def hour_table(hours: pd.DataFrame) -> pd.DataFrame:
    """One row an hour in words."""
    return pd.DataFrame({"Hour": [f"{hour:02d}:00 to {hour:02d}:59" for hour in hours["hour"]]} | _figures(hours))


def status_table(funnel: pd.DataFrame) -> pd.DataFrame:
    """One row a status with its rule."""
    rules = {status.name: status.rule for status in STATUSES}
    return pd.DataFrame({"Status": funnel["status"], "Calls": funnel["n_calls"], "Rule": funnel["status"].map(rules)})


def _figures(calls: pd.DataFrame) -> dict[str, object]:
    return {
        "Presented": calls["n_calls"],
        "Answered": calls["n_answered"],
        "Within, of answered": calls["share_within"].map(percent),
        "95 % low": calls["share_within_low"].map(percent),
        "95 % high": calls["share_within_high"].map(percent),
        "Within, of presented": calls["share_within_of_presented"].map(percent),
        "Median": calls["median_seconds"].map(wait),
        "90th percentile": calls["p90_seconds"].map(wait),
        "Abandoned": calls["share_abandoned"].map(percent),
    }
