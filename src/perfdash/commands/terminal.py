"""What every command shares: its options, its tables, its JSON and its progress bar."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from perfdash.errors import BadQuestion
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.selection import Selection, parse_month

StoreDir = Annotated[
    str | None, typer.Option("--store", help="The store directory; else PERFDASH_STORE, else data/store.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Files = Annotated[list[Path], typer.Argument(help="Extract files.")]
ProfileName = Annotated[str, typer.Option("--profile", help="A profile of data/profiles, or the path of a .toml file.")]
Where = Annotated[list[str] | None, typer.Option(help="Keep only, as in grade=1.")]
Since = Annotated[str, typer.Option("--from", help="First month, as 2025-04.")]
Until = Annotated[str, typer.Option("--to", help="Last month.")]
ClockName = Annotated[str, typer.Option(help="Which clock; the chosen one unless said.")]
StandardName = Annotated[str, typer.Option(help="Judge by the standard 'of the day' or of 'today'.")]

_WHOLE_FROM = 1000  # a table for people shows no decimals, and no exponent, from here on


def filters_of(where: list[str] | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The filters of a selection, from conditions such as `grade=1` or `lpt=burton|leek`.

    Raises:
        BadQuestion: a condition without `=`.
    """
    filters: dict[str, tuple[str, ...]] = {}
    for condition in where or []:
        key, equals, value = condition.partition("=")
        if not equals:
            raise BadQuestion(f"'{condition}' is not a filter; write it as grade=1.")
        filters[key] = filters.get(key, ()) + tuple(value.split("|"))
    return tuple(filters.items())


def selection_of(
    where: list[str] | None, since: str = "", until: str = "", clock: str = "", standard: str = "of the day"
) -> Selection:
    """What the options of a command select."""
    return Selection(parse_month(since), parse_month(until), filters_of(where), clock, standard)


def people_selection_of(
    where: list[str] | None, since: str = "", until: str = "", basis: str = "", transfers: bool = False
) -> PeopleSelection:
    """What the options of a command select of the workforce."""
    return PeopleSelection(parse_month(since), parse_month(until), filters_of(where), basis or "headcount", transfers)


def refuse_of_people(**options: str) -> None:
    """Refuses options that mean nothing for people.

    Raises:
        BadQuestion: one was given.
    """
    _refuse(options, "The workforce has no {name}; leave --{name} out.")


def refuse_of_incidents(**options: str | bool) -> None:
    """Refuses options that mean something for people alone.

    Raises:
        BadQuestion: one was given.
    """
    _refuse(options, "--{name} is for measures of the workforce; leave it out.")


def _refuse(options: Mapping[str, str | bool], sentence: str) -> None:
    for name, value in options.items():
        if value:
            raise BadQuestion(sentence.format(name=name))


def cell(value: Any) -> str:
    """One cell of a table for people."""
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= _WHOLE_FROM else f"{value:,.4g}"


def print_json(value: Any) -> None:
    """One JSON object on standard output; dates as ISO text."""
    typer.echo(json.dumps(value, default=_plain, indent=1, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def print_table(names: list[str], rows: list[list[str]]) -> None:
    """A plain table for people."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*names, box=None, header_style="bold")
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 200).print(table)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[float], None]]:
    """A progress bar on stderr; silent when nobody is at the terminal."""
    if not sys.stderr.isatty():
        yield lambda share: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=1.0)
        yield lambda share: bar.update(task, completed=share)
