"""Reads the SQL files of the store, statement by statement, with their placeholders filled."""

from pathlib import Path
from string import Template

SQL = Path(__file__).parent / "sql"


def query(name: str, **parts: str) -> str:
    """The text of one SQL file, its `$placeholders` filled."""
    return Template((SQL / name).read_text(encoding="utf-8")).substitute(parts)


def statements(name: str, **parts: str) -> list[str]:
    """The statements of one SQL file, in order."""
    return [part for part in query(name, **parts).split(";\n") if part.strip()]


def checks() -> dict[str, str]:
    """Every check by name: a query that returns the rows that break a rule."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((SQL / "checks").glob("*.sql"))}
