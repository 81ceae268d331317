"""The commands that answer: measures, other definitions, stages, incidents, the tail review, the response record."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from perfdash.commands.terminal import (
    AsJson,
    ClockName,
    Since,
    StandardName,
    StoreDir,
    Until,
    Where,
    cell,
    people_selection_of,
    print_json,
    print_table,
    refuse_of_incidents,
    refuse_of_people,
    selection_of,
)


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


def measure(
    key: str,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Break down by month, grade, lpt, hour, line …; of people by worker_type, leaver_type, command …"
        ),
    ] = None,
    where: Where = None,
    since: Since = "",
    until: Until = "",
    clock: ClockName = "",
    standard: StandardName = "of the day",
    basis: Annotated[str, typer.Option(help="Of people: headcount or fte.")] = "",
    transfers: Annotated[
        bool, typer.Option("--transfers", help="Of people: count transfers to other forces too.")
    ] = False,
    audience: Annotated[
        str, typer.Option(help="Of people: official, public, or analyst (nothing hidden, for checking only).")
    ] = "",
    store: StoreDir = None,
    as_json: AsJson = False,
) -> None:
    """Print one measure: the same number as on the screen."""
    from perfdash.measures.answer import SHOWN, answer
    from perfdash.measures.people import KINDS, WELLBEING
    from perfdash.measures.people_reply import people_reply, table_columns
    from perfdash.measures.register import measure as register
    from perfdash.store.places import find_store
    from perfdash.store.read import reading

    breakdowns, records = tuple(name for part in by or [] for name in part.split(",")), register(key).records
    with reading(find_store(store)) as connection:
        if records in (*KINDS, *WELLBEING):
            refuse_of_people(clock=clock, standard=standard.removeprefix("of the day"))
            people = people_selection_of(where, since, until, basis, transfers)
            reply = people_reply(connection, key, people, breakdowns, audience or "official")
        else:
            refuse_of_incidents(basis=basis, transfers=transfers, audience=audience)
            reply = answer(connection, key, selection_of(where, since, until, clock, standard), breakdowns)
    if as_json:
        print_json(reply)
    else:
        typer.echo("\n".join(filter(None, [reply["definition"], *reply.get("notes", []), reply.get("marking", "")])))
        rows: list[dict[str, Any]] = reply["rows"]
        names = [*breakdowns, *SHOWN[records]] if records in SHOWN else table_columns(reply)
        print_table(names, [[cell(row[name]) for name in names] for row in rows])


def definitions(
    where: Annotated[list[str] | None, typer.Option(help="Keep only; one grade is needed, as in grade=1.")] = None,
    since: Since = "",
    until: Until = "",
    standard: StandardName = "of the day",
    store: StoreDir = None,
    as_json: AsJson = False,
) -> None:
    """Print what other definitions would give for the same incidents, beside the chosen one."""
    from perfdash.measures.definitions import definitions_answer
    from perfdash.store.places import find_store
    from perfdash.store.read import reading

    selection = selection_of(where, since, until, standard=standard)
    with reading(find_store(store)) as connection:
        reply = definitions_answer(connection, selection)
    if as_json:
        print_json(reply)
    else:
        typer.echo(reply["definition"])
        names = ["dimension", "words", "chosen", "n_judged", "n_within", "share_within", "difference_points", "why_not"]
        rows = [row | {"chosen": "chosen" if row["is_chosen"] else ""} for row in reply["rows"]]
        print_table(names, [[cell(row[name]) for name in names] for row in rows])
        for name in ("least", "most"):
            if reply[name]:
                unlike = "; ".join(reply[name]["unlike_the_chosen"]) or "the chosen definition"
                typer.echo(f"{name}: {cell(reply[name]['share_within'])} of {reply[name]['n_judged']:,} ({unlike})")


def stages(
    before: Annotated[str, typer.Option(help="Whole months, as 2023-04..2024-03; the baseline unless said.")] = "",
    after: Annotated[str, typer.Option(help="Whole months; the last twelve unless said.")] = "",
    where: Where = None,
    clock: Annotated[str, typer.Option(help="Which clock decides who is measured; the chosen one unless said.")] = "",
    store: StoreDir = None,
    as_json: AsJson = False,
) -> None:
    """Print which stage of an attendance brought the change between two periods."""
    from perfdash.measures.stages import stages_answer
    from perfdash.store.places import find_store
    from perfdash.store.read import reading

    with reading(find_store(store)) as connection:
        reply = stages_answer(connection, selection_of(where, clock=clock), before, after)
    if as_json:
        print_json(reply)
    else:
        typer.echo("\n".join(filter(None, [reply["definition"], reply["note"]])))
        print_table(list(reply["rows"][0]), [[cell(value) for value in row.values()] for row in reply["rows"]])


def incidents(
    listing: Annotated[
        str, typer.Option(help="all, over (the standard), unknown (no usable time) or slowest (first).")
    ] = "all",
    where: Where = None,
    since: Since = "",
    until: Until = "",
    clock: ClockName = "",
    limit: Annotated[int, typer.Option(help="How many rows.")] = 20,
    store: StoreDir = None,
    as_json: AsJson = False,
) -> None:
    """List the incidents behind a figure."""
    from perfdash.measures.incident_answer import incidents_answer
    from perfdash.store.places import find_store
    from perfdash.store.read import reading

    selection = selection_of(where, since, until, clock)
    with reading(find_store(store)) as connection:
        reply = incidents_answer(connection, selection, listing, limit)
    if as_json:
        print_json(reply)
    else:
        typer.echo(reply["definition"])
        typer.echo(", ".join(f"{name}: {n:,}" for name, n in reply["listed"].items()))
        names = ["incident_key", "day", "grade", "lpt", "status", "seconds", "limit_seconds"]
        print_table(names, [[cell(row[name]) for name in names] for row in reply["rows"]])


def review(
    name: Annotated[str, typer.Option("--list", help="slowest, over_cap, zero or out_of_sequence.")] = "slowest",
    mark: Annotated[str, typer.Option(help="The key of an incident to mark.")] = "",
    verdict: Annotated[str, typer.Option(help="real wait, error in the record or to be checked.")] = "",
    where: Where = None,
    since: Since = "",
    until: Until = "",
    clock: ClockName = "",
    limit: Annotated[int, typer.Option(help="How many rows.")] = 20,
    store: StoreDir = None,
    as_json: AsJson = False,
) -> None:
    """List the slowest and the doubtful incidents with the reasons they may be errors, or mark one as reviewed."""
    from perfdash.meeting.reviews import mark_incident, review_answer
    from perfdash.store.places import find_store
    from perfdash.store.read import reading
    from perfdash.ui.roles import role

    place = find_store(store)
    selection = selection_of(where, since, until, clock)
    with reading(place) as connection:
        if mark:
            mark_incident(connection, place.log, mark, verdict, str(role()))
        reply = review_answer(connection, place.log, selection, name, limit)
    if as_json:
        print_json(reply)
    else:
        typer.echo(reply["definition"])
        typer.echo(", ".join(f"{name}: {n:,}" for name, n in reply["listed"].items()))
        names = ["incident_key", "grade", "lpt", "status", "seconds", "reasons", "mark"]
        rows = [row | {"reasons": ", ".join(row["reasons"]), "mark": _mark_words(row["mark"])} for row in reply["rows"]]
        print_table(names, [[cell(row[name]) for name in names] for row in rows])


def _mark_words(mark: dict[str, Any] | None) -> str:
    if not mark:
        return "not reviewed"
    return f"{'outdated: ' if mark['is_outdated'] else ''}{mark['verdict']} ({mark['who']})"


def response_record(
    out: Annotated[Path, typer.Option(help="The file to write; another of that name is replaced.")],
    form: Annotated[str, typer.Option("--format", help="docx or html; else what the file's name ends in.")] = "",
    inspection: Annotated[str, typer.Option(help="Which inspection; the newest unless said.")] = "",
    force: Annotated[str, typer.Option(help="Which force, by key or name; needed where the store holds several.")] = "",
    version: Annotated[
        int | None, typer.Option(help="A signed version; the newest, signed or draft, unless said.")
    ] = None,
    store: StoreDir = None,
) -> None:
    """Write the response record of an inspection, with today's figures (a draft) or as it was signed."""
    from perfdash.meeting.record_blocks import current_document
    from perfdash.meeting.record_files import file_content
    from perfdash.meeting.response_record import chosen_force, live_figures
    from perfdash.store.places import find_store
    from perfdash.store.read import reading, store_status

    place = find_store(store)
    with reading(place) as connection:
        live = live_figures(connection, chosen_force(store_status(connection), force))
    record = current_document(live, place.log, inspection, date.today(), version)
    out.write_bytes(file_content(record, form or out.suffix.removeprefix(".")))
    typer.echo(f"{record.headline}. Written to {out}.")
