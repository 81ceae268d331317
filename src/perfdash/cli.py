"""`perfdash …`: every command exits 0 done, 1 the data or the store is at fault (one sentence on stderr), 2 wrong usage."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from perfdash.errors import BadQuestion, PerfdashError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
profile_app = typer.Typer(no_args_is_help=True, help="What a profile does to a file, before loading it.")
app.add_typer(profile_app, name="profile")

StoreDir = Annotated[
    str | None, typer.Option("--store", help="The store directory; else PERFDASH_STORE, else data/store.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Files = Annotated[list[Path], typer.Argument(help="Extract files.")]
ProfileName = Annotated[str, typer.Option("--profile", help="A profile of data/profiles, or the path of a .toml file.")]


@app.command()
def load(kind: str, files: Files, profile: ProfileName, store: StoreDir = None, as_json: AsJson = False) -> None:
    """Load extracts of a KIND (incidents) and publish the store."""
    from perfdash.ingest.load import load as load_files
    from perfdash.ingest.profile import read_profile
    from perfdash.ingest.report import load_report, print_load
    from perfdash.store.places import find_store

    chosen = read_profile(profile)
    if kind != chosen.kind:
        raise BadQuestion(f"The profile {chosen.name} is for {chosen.kind}, not {kind}.")
    with progress_bar(f"Loading {len(files)} file{'s' if len(files) > 1 else ''}") as advance:
        report = load_report(load_files(find_store(store), chosen, files, advance))
    print_json(report) if as_json else print_load(report)


@app.command()
def demo(
    years: int = 4,
    incidents_per_year: int = 250_000,
    seed: int = 1,
    store: StoreDir = None,
) -> None:
    """Build the demonstration force: invented extracts, loaded through the same door as real ones."""
    import tempfile

    from perfdash.demo.incidents import write_extracts
    from perfdash.ingest.load import load as load_files
    from perfdash.ingest.profile import read_profile
    from perfdash.ingest.report import load_report, print_load
    from perfdash.store.places import find_store

    with tempfile.TemporaryDirectory(prefix="perfdash-demo-") as folder:
        with progress_bar("Inventing incidents") as advance:
            files = write_extracts(
                Path(folder), years=years, incidents_per_year=incidents_per_year, seed=seed, progress=advance
            )
        with progress_bar("Loading them") as advance:
            print_load(load_report(load_files(find_store(store), read_profile("demo"), files, advance)))


@app.command()
def build(store: StoreDir = None) -> None:
    """Build the store afresh from its Parquet record and today's reference data."""
    from perfdash.store.build import rebuild
    from perfdash.store.places import find_store

    with progress_bar("Building the store") as advance:
        rebuild(find_store(store), advance)
    status(store)


@app.command()
def check(store: StoreDir = None) -> None:
    """Run every check of the store and of the reference data."""
    from perfdash.measures.register import measures as register
    from perfdash.reference import attendance
    from perfdash.store.marts import check_marts
    from perfdash.store.places import find_store
    from perfdash.store.read import reading

    attendance.validate(register())
    with reading(find_store(store)) as connection:
        names = check_marts(connection)
    typer.echo(f"All is well: {len(names)} checks passed ({', '.join(names)}).")


@app.command()
def status(store: StoreDir = None, as_json: AsJson = False) -> None:
    """Say what is in the store, to which day, from which files."""
    from perfdash.ingest.report import print_status, status_report
    from perfdash.store.places import find_store
    from perfdash.store.read import reading, store_status

    with reading(find_store(store)) as connection:
        report = status_report(store_status(connection))
    print_json(report) if as_json else print_status(report)


@app.command()
def rejects(
    store: StoreDir = None,
    load_id: Annotated[int | None, typer.Option("--load", help="Only this load.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write a CSV instead of printing.")] = None,
) -> None:
    """List the rows that were refused: file, line, column, value, reason."""
    from perfdash.figures.tables import csv_text
    from perfdash.store.places import find_store
    from perfdash.store.read import reading
    from perfdash.store.read import rejects as refused

    with reading(find_store(store)) as connection:
        text = csv_text(refused(connection, load_id))
    if out:
        out.write_text(text, encoding="utf-8", newline="")
    else:
        typer.echo(text, nl=False)


@app.command()
def measures(as_json: AsJson = False) -> None:
    """List the register of measures."""
    from perfdash.measures.register import measures as register

    rows = [row.model_dump(mode="json") for row in register().values()]
    if as_json:
        print_json({"measures": rows})
    else:
        print_table(
            ["key", "question", "unit", "better when", "denominator"],
            [[r["key"], r["question"], r["unit"], r["improvement_direction"], r["denominator"]] for r in rows],
        )


@app.command()
def measure(
    key: str,
    by: Annotated[
        list[str] | None, typer.Option(help="Break down by month, grade, lpt, rurality, hour, weekday, status …")
    ] = None,
    where: Annotated[list[str] | None, typer.Option(help="Keep only, as in grade=1.")] = None,
    since: Annotated[str, typer.Option("--from", help="First month, as 2025-04.")] = "",
    until: Annotated[str, typer.Option("--to", help="Last month.")] = "",
    clock: Annotated[str, typer.Option(help="Which clock; the chosen one unless said.")] = "",
    standard: Annotated[str, typer.Option(help="Judge by the standard 'of the day' or of 'today'.")] = "of the day",
    store: StoreDir = None,
    as_json: AsJson = False,
) -> None:
    """Print one measure: the same number as on the screen."""
    from perfdash.measures.answer import answer
    from perfdash.measures.selection import Selection, parse_month
    from perfdash.store.places import find_store
    from perfdash.store.read import reading

    breakdowns = tuple(name for part in by or [] for name in part.split(","))
    selection = Selection(parse_month(since), parse_month(until), _filters(where or []), clock, standard)
    with reading(find_store(store)) as connection:
        reply = answer(connection, key, selection, breakdowns)
    if as_json:
        print_json(reply)
    else:
        typer.echo(reply["definition"])
        rows: list[dict[str, Any]] = reply["rows"]
        names = [
            *breakdowns,
            "value",
            "n_incidents",
            "n_measured",
            "coverage",
            "share_within",
            "median_seconds",
            "p90_seconds",
        ]
        print_table(names, [[_cell(row[name]) for name in names] for row in rows])


@app.command()
def serve(store: StoreDir = None, port: int = 8501) -> None:
    """Serve the pages on http://localhost:PORT."""
    import os

    from perfdash.store.places import find_store
    from perfdash.ui.server import serve as serve_pages

    place = find_store(store)
    place.current()
    os.environ["PERFDASH_STORE"] = str(place.path)
    serve_pages(Path(__file__).parents[2] / "app.py", port)


@profile_app.command("check")
def profile_check(files: Files, profile: ProfileName, as_json: AsJson = False) -> None:
    """Show what loading would accept and refuse, on the whole file; nothing is loaded."""
    from perfdash.ingest.load import check as check_files
    from perfdash.ingest.profile import read_profile
    from perfdash.ingest.report import check_report, print_check

    with progress_bar("Reading") as advance:
        report = check_report(read_profile(profile), check_files(read_profile(profile), files, advance))
    print_json(report) if as_json else print_check(report)
    if not report["would_load"]:
        raise typer.Exit(1)


@profile_app.command("suggest")
def profile_suggest(
    file: Path, out: Annotated[Path | None, typer.Option(help="Write the draft there instead of printing it.")] = None
) -> None:
    """Draft a profile for an unknown file, and say what was guessed and why."""
    from perfdash.ingest.suggest import suggest

    draft = suggest(file)
    if out:
        out.write_text(draft.toml, encoding="utf-8")
    else:
        typer.echo(draft.toml)
    for note in draft.notes:
        typer.echo(f"Note: {note}", err=True)


def _filters(where: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    filters: dict[str, tuple[str, ...]] = {}
    for condition in where:
        key, equals, value = condition.partition("=")
        if not equals:
            raise BadQuestion(f"'{condition}' is not a filter; write it as grade=1.")
        filters[key] = filters.get(key, ()) + tuple(value.split("|"))
    return tuple(filters.items())


_WHOLE_FROM = 1000  # a table for people shows no decimals, and no exponent, from here on


def _cell(value: Any) -> str:
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


def main() -> None:
    """The command line; a PerfdashError, or a file that the system refuses, becomes one sentence and exit code 1."""
    try:
        app()
    except PerfdashError as error:
        typer.echo(str(error), err=True)
        sys.exit(2 if isinstance(error, BadQuestion) else 1)
    except OSError as error:
        typer.echo(f"{error.filename or 'A file'} cannot be read or written: {error.strerror}.", err=True)
        sys.exit(1)
