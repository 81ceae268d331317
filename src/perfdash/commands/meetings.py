"""The commands around meetings: plan one, choose its agenda, and list what was asked and set."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from perfdash.commands.terminal import AsJson, StoreDir, cell, print_json, print_table

if TYPE_CHECKING:
    from pathlib import Path

    from perfdash.meeting.meetings import Meeting
    from perfdash.store.places import Store

meeting_app = typer.Typer(no_args_is_help=True, help="Meetings: their agenda, and what was asked and set at them.")
agenda_app = typer.Typer(no_args_is_help=True, help="Choose the screens of a meeting.")
meeting_app.add_typer(agenda_app, name="agenda")

Force = Annotated[str, typer.Option(help="Which force, by key or name; needed where the store holds several.")]
MeetingId = Annotated[str, typer.Argument(help="The id of the meeting, as 2026-12-03-public.")]
OfMeeting = Annotated[str, typer.Option(help="Only those of this meeting.")]
Number = Annotated[int, typer.Argument(help="The number of the item, as 'perfdash meeting show' gives it.")]
Every = Annotated[bool, typer.Option("--all", help="Closed ones too.")]


@meeting_app.command()
def create(
    on: Annotated[str, typer.Argument(metavar="DATE", help="The day, as 2026-12-03.")],
    kind: Annotated[str, typer.Argument(help="monthly, quarterly or public.")],
    title: Annotated[str, typer.Option(help="Its title; the forum's name unless said.")] = "",
    force: Force = "",
    store: StoreDir = None,
) -> None:
    """Plan a meeting."""
    from perfdash.meeting import meetings

    path, chosen = _log_and_force(store, force)
    new = meetings.create(path, chosen, meetings.parse_day(on), meetings.parse_kind(kind), title, _who())
    typer.echo(f"{new.id}: {new.title}")


@meeting_app.command("list")
def list_meetings(force: Force = "", store: StoreDir = None, as_json: AsJson = False) -> None:
    """List the meetings, the earliest first."""
    from perfdash.meeting.listed import meeting_rows

    rows = meeting_rows(*_log_and_force(store, force))
    _print("meetings", rows, ("id", "title", "n_items", "frozen_build"), as_json)


@meeting_app.command()
def show(meeting: MeetingId, force: Force = "", store: StoreDir = None, as_json: AsJson = False) -> None:
    """Show a meeting's agenda as it stands."""
    from perfdash.meeting.listed import agenda_rows, meeting_row

    path, found = _meeting(store, force, meeting)
    rows = agenda_rows(path, found)
    if as_json:
        print_json(meeting_row(path, found) | {"agenda": rows})
        return
    typer.echo(f"{found.title}, {found.on:%-d %B %Y}{f': called off ({found.reason})' if found.is_called_off else ''}")
    _print("agenda", rows, ("number", "question", "link"), as_json)


@meeting_app.command()
def freeze(meeting: MeetingId, force: Force = "", store: StoreDir = None) -> None:
    """Keep what the pages of a meeting's agenda show now, word for word, with the database behind it."""
    from perfdash.ui import without_server

    without_server.begin()
    from perfdash.ui.meeting_screens import freeze_now

    kept = freeze_now(*found_meeting(store, force, meeting), _who())
    typer.echo(f"{len(kept.screens)} screens. {kept.as_at}.")


@agenda_app.command("add")
def add_item(
    meeting: MeetingId,
    link: Annotated[str, typer.Argument(help="A page and its query, as attendance?grade=1, or its whole address.")],
    question: Annotated[str, typer.Option(help="The question that the screen is to answer.")],
    notes: Annotated[str, typer.Option(help="Notes for the presenter.")] = "",
    force: Force = "",
    store: StoreDir = None,
) -> None:
    """Add a screen at the end of an agenda."""
    from perfdash.meeting import agenda

    item = agenda.add(*_meeting(store, force, meeting), link, question, notes, _who())
    typer.echo(f"Item {item.number}: {item.question}")


@agenda_app.command("remove")
def remove_item(meeting: MeetingId, number: Number, force: Force = "", store: StoreDir = None) -> None:
    """Take a screen off an agenda; it stays in the history."""
    from perfdash.meeting import agenda

    agenda.remove(*_meeting(store, force, meeting), number, _who())


@agenda_app.command("move")
def move_item(
    meeting: MeetingId,
    number: Number,
    place: Annotated[int, typer.Argument(help="Its new place; 1 is the first.")],
    force: Force = "",
    store: StoreDir = None,
) -> None:
    """Move a screen to another place."""
    from perfdash.meeting import agenda

    agenda.move(*_meeting(store, force, meeting), number, place, _who())


@meeting_app.command("questions")
def list_questions(
    meeting: OfMeeting = "", every: Every = False, force: Force = "", store: StoreDir = None, as_json: AsJson = False
) -> None:
    """List the questions that are not closed."""
    from perfdash.meeting.listed import question_rows

    rows = question_rows(*_log_and_force(store, force), meeting, every)
    _print("questions", rows, ("number", "state", "meeting", "question", "finding"), as_json)


@meeting_app.command("actions")
def list_actions(
    meeting: OfMeeting = "", every: Every = False, force: Force = "", store: StoreDir = None, as_json: AsJson = False
) -> None:
    """List the actions that are not closed, with the days they are overdue."""
    from perfdash.meeting.listed import action_rows

    rows = action_rows(*_log_and_force(store, force), date.today(), meeting, every)
    _print("actions", rows, ("number", "state", "due", "days_overdue", "owner", "meeting", "action"), as_json)


def _print(name: str, rows: list[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        print_json({name: rows})
    else:
        print_table([column.replace("_", " ") for column in columns], [[cell(row[c]) for c in columns] for row in rows])


def _log_and_force(store: str | None, force: str) -> "tuple[Path, str]":
    from perfdash.meeting.response_record import chosen_force
    from perfdash.store.places import find_store
    from perfdash.store.read import reading, store_status

    place = find_store(store)
    with reading(place) as connection:
        return place.log, chosen_force(store_status(connection), force)


def _meeting(store: str | None, force: str, key: str) -> "tuple[Path, Meeting]":
    from perfdash.meeting.meetings import meeting

    path, chosen = _log_and_force(store, force)
    return path, meeting(path, chosen, key)


def found_meeting(store: str | None, force: str, key: str) -> "tuple[Store, Meeting]":
    """The store and one meeting in it; its pages are read from that store too."""
    import os

    from perfdash.store.places import find_store

    place = find_store(store)
    os.environ["PERFDASH_STORE"] = str(place.path)
    return place, _meeting(store, force, key)[1]


def _who() -> str:
    from perfdash.ui.roles import role

    return str(role())
