"""`perfdash …`: every command exits 0 done, 1 the data or the store is at fault (one sentence on stderr), 2 wrong usage."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from perfdash.commands import asking, loading, meetings, packs
from perfdash.commands.terminal import StoreDir
from perfdash.errors import BadQuestion, PerfdashError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
profile_app = typer.Typer(no_args_is_help=True, help="What a profile does to a file, before loading it.")
app.add_typer(profile_app, name="profile")
app.add_typer(meetings.meeting_app, name="meeting")

for command in (
    loading.load, loading.demo, loading.build, loading.check, loading.status, loading.rejects,
    asking.measures, asking.measure, asking.definitions, asking.stages, asking.incidents, asking.review,
    asking.response_record, packs.pack,
):  # fmt: skip
    app.command()(command)
profile_app.command("check")(loading.profile_check)
profile_app.command("suggest")(loading.profile_suggest)


@app.command()
def serve(
    store: StoreDir = None,
    port: int = 8501,
    host: Annotated[
        str, typer.Option(help="Who may ask: localhost is this machine alone, 0.0.0.0 every network.")
    ] = "localhost",
    role: Annotated[
        str, typer.Option(help="Who is looking: public, commissioner, chief officer or analyst; else PERFDASH_ROLE.")
    ] = "",
) -> None:
    """Serve the pages on http://HOST:PORT until Ctrl-C."""
    import os

    from perfdash.store.places import find_store
    from perfdash.ui.roles import SETTING, parse_role
    from perfdash.ui.server import serve as serve_pages

    if role:
        os.environ[SETTING] = parse_role(role)
    place = find_store(store)
    place.current()
    os.environ["PERFDASH_STORE"] = str(place.path)
    says = partial(typer.echo, f"The pages stand at http://{host}:{port}; Ctrl-C stops.", err=True)
    serve_pages(Path(__file__).parents[2] / "app.py", port, host, says)


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
