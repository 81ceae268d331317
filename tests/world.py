"""Sixty incidents small enough to work out by hand: the extract, its profile and the answer to each."""

import csv
from pathlib import Path

HERE = Path(__file__).parent / "world"
EXTRACT = HERE / "incidents.csv"
PROFILE = HERE / "profile.toml"


def answers() -> dict[str, dict[str, str]]:
    """What must become of each incident, and why, by its reference."""
    with (HERE / "answers.csv").open(encoding="utf-8", newline="") as text:
        return {row["ref"]: row for row in csv.DictReader(text, delimiter=";")}
