"""The commands that fill and mind a store: load, demo, build, check, status, rejects, and what a profile does."""

from pathlib import Path
from typing import Annotated

import typer

from perfdash.commands.terminal import AsJson, Files, ProfileName, StoreDir, print_json, progress_bar
from perfdash.errors import BadQuestion


def load(kind: str, files: Files, profile: ProfileName, store: StoreDir = None, as_json: AsJson = False) -> None:
    """Load extracts of a KIND (incidents, calls, employments, …) and publish the store."""
    from perfdash.ingest.load import load as load_files
    from perfdash.ingest.profile import read_profile
    from perfdash.ingest.report import load_report, print_load
    from perfdash.store.places import find_store

    _check_kind(kind)
    chosen = read_profile(profile)
    if kind != chosen.kind:
        raise BadQuestion(
            f"The profile {chosen.name} is for {chosen.kind}, not {kind}: "
            f"write 'perfdash load {chosen.kind}', or name another profile."
        )
    with progress_bar(f"Loading {len(files)} file{'s' if len(files) > 1 else ''}") as advance:
        report = load_report(load_files(find_store(store), chosen, files, advance))
    print_json(report) if as_json else print_load(report)


def _check_kind(kind: str) -> None:
    from perfdash.contract.kinds import KINDS

    if kind not in KINDS:
        raise BadQuestion(f"There is no kind of record '{kind}'; it is one of {', '.join(KINDS)}.")


def demo(
    years: int = 4,
    incidents_per_year: int = 250_000,
    seed: int = 1,
    store: StoreDir = None,
) -> None:
    """Build the demonstration force: invented extracts, loaded through the same door as real ones."""
    import tempfile

    from perfdash.demo import (
        write_call_extracts,
        write_extracts,
        write_wellbeing_extracts,
        write_workforce_extracts,
    )

    with tempfile.TemporaryDirectory(prefix="perfdash-demo-") as folder:
        # Each load builds every mart anew. Those of the incidents take longest, then those of the posts held: they come last.
        with progress_bar("Inventing the workforce") as advance:
            people = write_workforce_extracts(Path(folder), seed=seed, progress=advance)
        with progress_bar("Inventing its wellbeing") as advance:
            people |= write_wellbeing_extracts(Path(folder), seed=seed, progress=advance)
        for name, file in reversed(people.items()):
            _load_invented(name, [file], store)
        for kind, write, name in (("calls", write_call_extracts, "demo_calls"), ("incidents", write_extracts, "demo")):
            with progress_bar(f"Inventing {kind}") as advance:
                files = write(
                    Path(folder), years=years, incidents_per_year=incidents_per_year, seed=seed, progress=advance
                )
            _load_invented(name, files, store)


def _load_invented(name: str, files: list[Path], store: StoreDir) -> None:
    """Load invented extracts with the profile of that name, and say what came of it."""
    from perfdash.ingest.load import load as load_files
    from perfdash.ingest.profile import read_profile
    from perfdash.ingest.report import load_report, print_load
    from perfdash.store.places import find_store

    profile = read_profile(name)
    with progress_bar(f"Loading {profile.kind.replace('-', ' ')}") as advance:
        report = load_report(load_files(find_store(store), profile, files, advance))
    typer.echo(f"{profile.kind.replace('-', ' ').capitalize()}:")
    print_load(report)


def build(store: StoreDir = None) -> None:
    """Build the store afresh from its Parquet record and today's reference data."""
    from perfdash.measures.register import measures as register
    from perfdash.reference.validate import check_reference
    from perfdash.store.build import rebuild
    from perfdash.store.places import find_store

    check_reference(register())
    with progress_bar("Building the store") as advance:
        rebuild(find_store(store), advance)
    status(store)


def check(store: StoreDir = None) -> None:
    """Run every check of the store and of the reference data."""
    from perfdash.measures.register import measures as register
    from perfdash.reference.validate import check_reference
    from perfdash.store.marts import check_marts
    from perfdash.store.places import find_store
    from perfdash.store.read import reading

    check_reference(register())
    with reading(find_store(store)) as connection:
        names = check_marts(connection)
    typer.echo(f"All is well: {len(names)} checks passed ({', '.join(names)}).")


def status(store: StoreDir = None, as_json: AsJson = False) -> None:
    """Say what is in the store, to which day, from which files."""
    from perfdash.ingest.report import print_status, status_report
    from perfdash.measures.wellbeing_changes import list_state
    from perfdash.store.places import find_store
    from perfdash.store.read import reading, store_status

    with reading(find_store(store)) as connection:
        report, listed = status_report(store_status(connection)), list_state(connection)
    if as_json:
        print_json(report | {"high_stress_list": listed.to_row()})
    else:
        print_status(report)
        for sentence in listed.sentences():
            typer.echo(sentence)


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


def profile_check(
    files: Files,
    profile: ProfileName,
    words: Annotated[bool, typer.Option("--words", help="Also say what each word of a list becomes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what loading would accept and refuse, on the whole file; nothing is loaded."""
    from perfdash.ingest.load import check as check_files
    from perfdash.ingest.profile import read_profile
    from perfdash.ingest.report import check_report, print_check, word_report
    from perfdash.ingest.tallies import tally_words

    chosen = read_profile(profile)
    with progress_bar("Reading") as advance:
        report = check_report(chosen, check_files(chosen, files, advance))
    if words:
        report |= word_report(tally_words(chosen, files))
    print_json(report) if as_json else print_check(report)
    if not report["would_load"]:
        raise typer.Exit(1)


def profile_suggest(
    file: Path,
    kind: Annotated[str | None, typer.Option(help="What its rows are: incidents unless said, employments, …")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the draft there instead of printing it.")] = None,
) -> None:
    """Draft a profile for an unknown file, and say what was guessed and why."""
    from perfdash.contract.kinds import CALLS
    from perfdash.ingest.suggest import suggest

    if kind:
        _check_kind(kind)
    if kind == CALLS.name:
        raise BadQuestion("No profile of calls can be drafted: start from the example in docs/profiles.md.")
    draft = suggest(file, kind)
    if out:
        out.write_text(draft.toml, encoding="utf-8")
    else:
        typer.echo(draft.toml)
    for note in draft.notes:
        typer.echo(f"Note: {note}", err=True)
