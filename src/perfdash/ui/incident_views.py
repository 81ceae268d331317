"""What the page of incidents says: the headline, the rows of the table, and one incident as a line of time and in words."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from perfdash.contract.incidents import BY_NAME
from perfdash.contract.stages import STAGES
from perfdash.contract.statuses import MEASURED
from perfdash.figures import sentences
from perfdash.figures.tables import csv_text, safe_cell
from perfdash.figures.timeline import STYLE, Moment, Part, instants_html, line_html
from perfdash.figures.words import count, incidents, minutes, unbroken
from perfdash.measures.incidents import CSV_ROWS, LISTINGS, SLOWEST_ROWS, local_times
from perfdash.measures.selection import Selection
from perfdash.measures.words import basis, filter_words, period
from perfdash.reference import attendance as reference
from perfdash.store.read import ForceHeld
from perfdash.ui import chrome, reads
from perfdash.ui.chrome import SYNTHETIC

NOT_FOR_PUBLIC = "Single incidents are not shown in the public view: figures about groups are on the other pages."
_OTHERS = ("domestic_abuse", "weekday", "hour", "status", "origin")


def _minutes_column(meaning: str, width: int = 90) -> Any:
    return st.column_config.NumberColumn(format="%.1f", width=width, help=meaning)


COLUMNS: dict[str, Any] = {
    "Reference": st.column_config.TextColumn(width=155, help="The supplier's own number of the incident", pinned=True),
    "Began": st.column_config.TextColumn(width=200),
    "Grade": st.column_config.TextColumn(width=100, help="Final grade; first → at despatch → final where they differ"),
    "LPT": st.column_config.TextColumn(width=120),
    "Area": st.column_config.TextColumn(width=95),
    "Status": st.column_config.TextColumn(width=150),
    "Judged": st.column_config.TextColumn(width=160),
    "Minutes": _minutes_column("Attendance time by the chosen clock"),
    "Limit": _minutes_column("The limit it is judged by, in minutes"),
    "Control room": _minutes_column("Minutes from call to ready for despatch", 115),
    "Despatch": _minutes_column("Minutes from ready to first despatched"),
    "Travel": _minutes_column("Minutes from first despatched to first arrival"),
}


def scope(selection: Selection, held: ForceHeld, n: int) -> str:
    """'214 grade 1 incidents in Burton (Saturday) in March 2026': how many, of what, where and when."""
    force = held.force
    grades = [reference.grade_name(force, grade).partition(" (")[0].lower() for grade in selection.chosen("grade")]
    lpts = [reference.lpt_name(force, lpt) for lpt in selection.chosen("lpt")]
    where = sentences.in_places(lpts, " and ".join(selection.chosen("rurality")))
    others = [filter_words(key, selection.chosen(key), (force,)) for key in _OTHERS if selection.chosen(key)]
    kind = f"{', '.join(grades)} " if grades else ""
    counted = f"{count(n)} {kind}incident{'' if n == 1 else 's'}{where}"
    kept = f" ({', '.join(others)})" if others else ""
    return f"{counted}{kept}{_when(selection, held)}"


def _when(selection: Selection, held: ForceHeld) -> str:
    first, last = selection.from_month, selection.to_month
    if not first and not last:
        return f", {held.first_on:%-d %B %Y} to {held.last_on:%-d %B %Y}"
    return f" in {period(first, last)}" if first == last else f", {period(first, last)}"


def headline(selection: Selection, held: ForceHeld, listed: Mapping[str, int]) -> str:
    """How many incidents stand behind the figure, how many of them over the standard and how many without a time."""
    if not listed["all"]:
        return f"No incident: {scope(selection, held, 0).removeprefix('0 ')}"
    over = f"{count(listed['over'])} over the standard" if listed["judged"] else "no standard is recorded for them"
    return f"{scope(selection, held, listed['all'])}: {over}, {count(listed['unknown'])} without a usable time"


def listing_labels(listed: Mapping[str, int]) -> dict[str, str]:
    """The ways to list, with how many incidents each holds; the slowest are the measured ones in another order."""
    return {
        key: listing.words if key == "slowest" else f"{listing.words} ({count(listed[key])})"
        for key, listing in LISTINGS.items()
    }


def reference_of(key: str) -> str:
    """The supplier's own number in an incident's key, which names the force before it."""
    return str(safe_cell(key.partition("/")[2] or key))  # a table on the screen can be copied into a spreadsheet, too


def incident_table(rows: pd.DataFrame, force: str) -> pd.DataFrame:
    """One row an incident, times in minutes so that they sort."""
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "Reference": [reference_of(row["incident_key"]) for row in records],
            "Began": [_began(row) for row in records],
            "Grade": [_grades(row) for row in records],
            "LPT": [reference.lpt_name(force, row["lpt"]) for row in records],
            "Minutes": rows["seconds"].astype(float) / 60,
            "Limit": rows["limit_seconds"].astype(float) / 60,
            "Judged": [_judged(row) for row in records],
            "Status": [row["status"] for row in records],
            "Area": [str(row["rurality"]) for row in records],
            **{stage.name.capitalize(): rows[stage.column].astype(float) / 60 for stage in STAGES},
        }
    )


def _began(row: Mapping[Any, Any]) -> str:
    times = [at for at in local_times(row).values() if at]
    return f"{min(times):%a %-d %b %Y, %H:%M}" if times else "not recorded"


def _grades(row: Mapping[Any, Any]) -> str:
    passed = [row["initial_grade"], row["despatch_grade"], row["grade"]]
    known = [grade for grade in passed if grade != "not known"] or passed[-1:]
    changed = [grade for number, grade in enumerate(known) if number == 0 or grade != known[number - 1]]
    return " → ".join(changed)


def _judged(row: Mapping[Any, Any]) -> str:
    if row["status"] != MEASURED:
        return "not judged"
    if pd.isna(row["limit_seconds"]):
        return "no standard"
    late = row["seconds"] - row["limit_seconds"]
    return "within" if late <= 0 else f"over by {minutes(late)}"


def incident_html(row: Mapping[Any, Any], selection: Selection, force: str) -> str:
    """One incident: its finding, what it is, the stages of its wait to scale, and every recorded instant in a table."""
    times = local_times(row)
    moments = [Moment(_capital(BY_NAME[name].meaning), at) for name, at in times.items() if at]
    start = _start(times, selection.clock)
    limit = None if pd.isna(row["limit_seconds"]) else float(row["limit_seconds"])
    said = incident_sentence(row)
    line = line_html(_parts(row, selection), limit, said) if row["status"] in (MEASURED, "over cap") else ""
    zone = "" if row["zone"] else " · Times in UTC: no load of this extract noted its zone"
    return (
        f'{STYLE}<h2>{escape(unbroken(said))}</h2><p class="pd-formal">{escape(_what(row, selection, force) + zone)}</p>'
        f"{line}{instants_html(moments, start)}"
    )


def incident_sentence(row: Mapping[Any, Any]) -> str:
    """'Incident 20260307-00123 was attended after 17:26 min, 2:26 min over the limit of 15 min'."""
    name = f"Incident {reference_of(row['incident_key'])}"
    if row["status"] != MEASURED:
        took = f" ({minutes(row['seconds'])})" if row["status"] == "over cap" else ""
        return f"{name} is not measured: {row['status']}{took}, since {row['reason']}"
    waited = f"{name} was attended after {minutes(row['seconds'])}"
    if pd.isna(row["limit_seconds"]):
        return f"{waited}; no standard is recorded for it"
    late = row["seconds"] - row["limit_seconds"]
    limit = f"the limit of {minutes(row['limit_seconds'])}"
    return f"{waited}, {minutes(late)} over {limit}" if late > 0 else f"{waited}, within {limit}"


def _what(row: Mapping[Any, Any], selection: Selection, force: str) -> str:
    flag = {True: "flagged as domestic abuse", False: "not flagged as domestic abuse"}.get(row["is_domestic_abuse"])
    grade = reference.grade_name(force, row["grade"])
    passed = _grades(row)
    return " · ".join(
        part
        for part in (
            reference.clocks()[selection.clock].name,
            f"{grade}, graded {passed}" if "→" in passed else grade,
            reference.lpt_name(force, row["lpt"]),
            f"area {row['rurality']}" if row["rurality"] == "not known" else row["rurality"],
            f"started by {row['origin']}" if row["origin"] != "not known" else "",
            flag or "",
            f"outcome: {row['outcome']}",
        )
        if part
    )


def _start(times: Mapping[Any, Any], clock: str) -> Any:
    return next((times[name] for name in reference.clocks()[clock].starts if times[name]), None)


def _parts(row: Mapping[Any, Any], selection: Selection) -> list[Part]:
    """The stages where they add up to the wait by the chosen clock, else the whole wait as one."""
    known = [Part(stage.name, row[stage.column]) for stage in STAGES if not pd.isna(row[stage.column])]
    if len(known) == len(STAGES) and sum(part.seconds for part in known) == row["seconds"]:
        return known
    return [Part(reference.clocks()[selection.clock].name, row["seconds"])]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def csv_button(selection: Selection, held: ForceHeld, listing: str, n: int) -> None:
    """A download of every row of a listing, written only when it is asked for, so that the page need not wait for it."""
    most = SLOWEST_ROWS if listing == "slowest" else CSV_ROWS
    label = f"Download {incidents(n)} as CSV" if n <= most else f"Download the first {count(most)} as CSV"
    notes = csv_notes(selection, held, listing, n)
    st.download_button(
        label,
        lambda: reads.incidents_csv(selection, listing) + csv_text([], notes),
        f"perfdash-incidents-{listing}.csv",
        "text/csv",
        key=f"csv_incidents_{listing}",
        on_click="ignore",
    )


def csv_notes(selection: Selection, held: ForceHeld, listing: str, n: int) -> list[str]:
    """What stands below the rows of a download: what they are, where they come from, what is left off."""
    force = reference.force_name(held.force)
    source = "demonstration extracts (invented)" if held.is_synthetic else f"extracts of {force} as loaded"
    notes = [f"{LISTINGS[listing].words} · {basis(selection)}", f"Source: {source}; data to {held.last_on:%-d %B %Y}."]
    most = SLOWEST_ROWS if listing == "slowest" else CSV_ROWS
    if n > most:
        notes.append(f"The first {count(most)} of {incidents(n)}: narrow the selection to have them all.")
    return [*notes, SYNTHETIC] if held.is_synthetic else notes


def show_incident(key: str, rows: pd.DataFrame, selection: Selection, held: ForceHeld) -> Mapping[Any, Any] | None:
    """Draws the chosen incident, which need not be on the screen; returns its row, or nothing where none is chosen."""
    if not key:
        st.html('<p class="pd-formal">Tick a row to see its instants, its stages and its limit.</p>')
        return None
    found = rows[rows["incident_key"] == key] if len(rows) else rows
    found = found if len(found) else reads.incident(selection, key)
    if found.empty:
        chrome.warning(f"The link asks for incident '{reference_of(key)}', which this selection does not hold.")
        return None
    (row,) = found.to_dict("records")
    st.html(incident_html(row, selection, held.force))
    return dict(row)
