"""The command that makes a pack of a meeting: the same screens, to be handed out or archived."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from perfdash.commands.meetings import Force, found_meeting
from perfdash.commands.terminal import StoreDir


def pack(
    meeting: Annotated[str, typer.Option(help="The id of the meeting, as 2026-12-03-public.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    form: Annotated[str, typer.Option("--format", help="pptx, pdf, html or csv (one a screen, in a .zip).")] = "",
    template: Annotated[Path | None, typer.Option(help="A PowerPoint file whose look is used, for pptx.")] = None,
    force: Force = "",
    store: StoreDir = None,
) -> None:
    """Write a meeting's screens as PowerPoint, PDF, HTML or CSV; today's where it is not frozen, and then it says so."""
    from perfdash.ui import without_server

    without_server.begin()
    from perfdash.meeting.pack_files import pack_content
    from perfdash.ui.meeting_screens import pack_of

    place, found = found_meeting(store, force, meeting)
    made = pack_of(place, found, date.today())
    out.write_bytes(pack_content(made, {"csv": "zip"}.get(form, form) or out.suffix.removeprefix("."), template))
    typer.echo(f"{out}: {len(made.screens)} screens. {made.as_at}.")
