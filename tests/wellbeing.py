"""The wellbeing world: eight extracts small enough to work out by hand (tests/wellbeing_world/README.md)."""

from pathlib import Path
from typing import Any

from door import perfdash

HERE = Path(__file__).parent / "wellbeing_world"
FILES = {
    "employments": "employments",
    "programme-contacts": "contacts",
    "exposures": "exposures",
    "referrals": "referrals",
    "absences": "absences",
    "training": "training",
    "assessments": "assessments",
    "sessions": "sessions",
}


def load(store: Path, *kinds: str) -> dict[str, Any]:
    """Loads extracts of the world through the front door; the report of each by its kind."""
    reports = {}
    for kind in kinds or FILES:
        extract, profile = (HERE / f"{FILES[kind]}.{end}" for end in ("csv", "toml"))
        reports[kind] = perfdash("load", kind, extract, "--profile", profile, "--store", store, "--json").json
    return reports
