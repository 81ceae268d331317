"""The stages as tables for people, and as rows for a download."""

import pandas as pd

from perfdash.contract.stages import BY_KEY, STAGES
from perfdash.figures.stage_sentences import change_words, interval_words
from perfdash.figures.words import minutes, percent
from perfdash.measures.stages import ALL_STAGES, BY_CLOCK, StagesCompared

COLUMNS = [stage.column for stage in STAGES]
_WHOLE_NAMES = {ALL_STAGES: "All three stages", BY_CLOCK: "By the clock, every measured incident"}


def comparison_table(compared: StagesCompared) -> pd.DataFrame:
    """One row a stage, then all three, then the clock's own time, in words."""
    stages = [*compared.stages.parts, compared.stages.whole] if compared.has_stages else []
    changes = [*stages, compared.by_clock]
    return pd.DataFrame(
        {
            "Stage": [stage_name(change.key) for change in changes],
            "Before": [minutes(change.before.mean) for change in changes],
            "After": [minutes(change.after.mean) for change in changes],
            "Change": [change_words(change.difference.change) for change in changes],
            "95 % interval": [interval_words(change.difference) for change in changes],
            "Share of the change": [percent(change.share) for change in changes],
            "n before": [change.before.n for change in changes],
            "n after": [change.after.n for change in changes],
        }
    )


def stage_name(key: str) -> str:
    """A row's name for people."""
    return _WHOLE_NAMES[key] if key in _WHOLE_NAMES else BY_KEY[key].name.capitalize()


def month_table(months: pd.DataFrame) -> pd.DataFrame:
    """One row a month, a part month named as one: incidents with all three stages, and each stage's mean."""
    names = [f"{on:%Y-%m}{' (part)' if part else ''}" for on, part in months[["month", "is_part"]].to_numpy()]
    means = {stage.name.capitalize(): months[stage.column].map(minutes) for stage in STAGES}
    total = months[COLUMNS].sum(axis=1, skipna=False).map(minutes)
    return pd.DataFrame({"Month": names, "Incidents": months["n_staged"], **means, "All three": total})


def month_rows(months: pd.DataFrame) -> pd.DataFrame:
    """The same as numbers, for a download."""
    return months[["month", "n_staged", *COLUMNS, "is_part"]]
