"""The retention world: five extracts small enough to work out by hand (tests/retention_world/README.md)."""

from pathlib import Path
from typing import Any

from door import perfdash

HERE = Path(__file__).parent / "retention_world"
FILES = {
    "employments": "employments",
    "exit-interviews": "exits",
    "stay-interviews": "stays",
    "interviewers": "interviewers",
    "strength": "strength",
}


def load(store: Path, *kinds: str) -> dict[str, Any]:
    """Loads extracts of the world through the front door; the report of each by its kind."""
    reports = {}
    for kind in kinds or FILES:
        extract, profile = (HERE / f"{FILES[kind]}.{end}" for end in ("csv", "toml"))
        reports[kind] = perfdash("load", kind, extract, "--profile", profile, "--store", store, "--json").json
    return reports


def rows(store: Path, key: str, *options: str, audience: str = "analyst") -> list[dict[str, Any]]:
    """The rows of a measure, as the command line prints them; nothing hidden unless an audience is named."""
    found: list[dict[str, Any]] = reply(store, key, *options, audience=audience)["rows"]
    return found


def reply(store: Path, key: str, *options: str, audience: str = "analyst") -> dict[str, Any]:
    """The whole reply."""
    asked = ("measure", key, *options, "--audience", audience, "--store", store, "--json")
    found: dict[str, Any] = perfdash(*asked).json
    return found


def by(found: list[dict[str, Any]], name: str, *columns: str) -> dict[Any, Any]:
    """One column, or a tuple of several, by the value of a breakdown."""
    return {row[name]: row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns) for row in found}
