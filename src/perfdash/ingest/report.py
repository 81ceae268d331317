"""Says what a load, a check or the store holds, for people and as JSON."""

import sys
from dataclasses import asdict
from typing import Any

from perfdash.ingest.load import LoadResult, describe
from perfdash.ingest.profile import Profile
from perfdash.ingest.readings import Readings
from perfdash.ingest.tallies import Tally
from perfdash.store.read import StoreStatus

_SHOWN = 20


def load_report(result: LoadResult) -> dict[str, Any]:
    """Counts of one load, the SHA-256 of each file, and the first refused rows."""
    record, readings = result.record, result.readings
    stored = readings.accepted - readings.repeated
    report = {
        "rows_read": readings.rows_read,
        "accepted": readings.accepted,
        "rejected": readings.rejected,
        "repeated": readings.repeated,
        "inserted": record.inserted if record else 0,
        "unchanged": record.unchanged if record else stored,
        "superseded": record.superseded if record else 0,
        "rejects_by_reason": readings.rejects_by_reason,
        "first_rejects": [describe(reject) for reject in readings.rejects[:_SHOWN]],
        "files": list(result.files),
        "already_loaded": record is None,
    }
    landed = {"load_id": record.load_id, "first_on": record.first_on, "last_on": record.last_on} if record else {}
    return report | landed


def check_report(profile: Profile, readings: Readings) -> dict[str, Any]:
    """What a profile would accept and refuse."""
    return {
        "profile": profile.name,
        "rows_read": readings.rows_read,
        "accepted": readings.accepted,
        "rejected": readings.rejected,
        "repeated": readings.repeated,
        "rejects_by_reason": readings.rejects_by_reason,
        "first_rejects": [describe(reject) for reject in readings.rejects[:_SHOWN]],
        "would_load": readings.rejected <= profile.refuse_above * readings.rows_read,
        "not_filled": [column.name for column in profile.records.filled if column.name not in profile.columns],
    }


def word_report(tallies: list[Tally]) -> dict[str, Any]:
    """What each word of the lists becomes, and in how many rows it stands."""
    return {"words": [asdict(tally) for tally in tallies]}


def status_report(status: StoreStatus) -> dict[str, Any]:
    """The build, the forces and the loads."""
    return {
        "build": status.build,
        "built_at": status.built_at,
        "forces": [
            {
                "force": held.force,
                "first_on": held.first_on,
                "data_to": held.last_on,
                "n_incidents": held.n_records,
                "is_synthetic": held.is_synthetic,
                "caveats": list(held.caveats),
            }
            for held in status.forces
        ],
        "calls": [
            {
                "force": held.force,
                "first_on": held.first_on,
                "data_to": held.last_on,
                "n_calls": held.n_records,
                "is_synthetic": held.is_synthetic,
                "caveats": list(held.caveats),
            }
            for held in status.calls
        ],
        "people": [
            {
                "force": held.force,
                "kind": held.kind,
                "first_on": held.first_on,
                "data_to": held.last_on,
                "n_records": held.n_records,
                "is_synthetic": held.is_synthetic,
                "caveats": list(held.caveats),
            }
            for held in status.people
        ],
        "loads": list(status.loads),
    }


def print_load(report: dict[str, Any]) -> None:
    """What a load did, in sentences."""
    if report["already_loaded"]:
        print("Nothing to do: every file had been loaded before with this profile.")
        return
    print(
        f"Read {report['rows_read']:,} rows: {report['accepted']:,} accepted ({report['repeated']:,} of them repeats), "
        f"{report['rejected']:,} refused. Stored: {report['inserted']:,} new, {report['superseded']:,} superseded, "
        f"{report['unchanged']:,} unchanged.{_span(report)}"
    )
    _print_rejects(report)


def _span(report: dict[str, Any]) -> str:
    return f" Data from {report['first_on']} to {report['last_on']}." if report["first_on"] else ""


def _print_rejects(report: dict[str, Any]) -> None:
    for reason, count in report["rejects_by_reason"].items():
        print(f"  {count:,} refused: {reason}")
    for line in report["first_rejects"][:5]:
        print(f"  {line}.", file=sys.stderr)


def print_check(report: dict[str, Any]) -> None:
    """What a load would do, in sentences."""
    print(
        f"Read {report['rows_read']:,} rows: {report['accepted']:,} would be accepted, {report['rejected']:,} refused."
    )
    for reason, count in report["rejects_by_reason"].items():
        print(f"  {count:,} refused: {reason}")
    for line in report["first_rejects"]:
        print(f"  {line}.")
    if not report["would_load"]:
        print("So many are refused that nothing would be loaded; correct the profile or raise refuse_above in it.")
    print(f"Not filled by this profile: {', '.join(report['not_filled'])}.")
    for tally in report.get("words", []):
        becomes = f"becomes {tally['becomes']}" if tally["becomes"] else "is refused"
        print(
            f"  {tally['column']}: '{tally['value']}' {becomes} in {tally['n_rows']:,} row{'s'[: tally['n_rows'] != 1]}."
        )


def print_status(report: dict[str, Any]) -> None:
    """What the store holds, in sentences."""
    print(f"Build {report['build']}, made {report['built_at']:%d %B %Y %H:%M} UTC.")
    for held in report["forces"]:
        invented = " Demonstration: invented figures." if held["is_synthetic"] else ""
        print(f"{held['force']}: {held['n_incidents']:,} incidents, {held['first_on']} to {held['data_to']}.{invented}")
    for held in report["calls"]:
        invented = " Demonstration: invented figures." if held["is_synthetic"] else ""
        print(f"{held['force']}: {held['n_calls']:,} calls, {held['first_on']} to {held['data_to']}.{invented}")
    for held in report["people"]:
        invented = " Demonstration: invented figures." if held["is_synthetic"] else ""
        since = f"{held['first_on']} to " if held["first_on"] else "to "
        print(f"{held['force']}: {held['n_records']:,} records of {held['kind']}, {since}{held['data_to']}.{invented}")
    for load in report["loads"]:
        names = ", ".join(file["name"] for file in load["files"][:3])
        more = f" and {len(load['files']) - 3} more" if len(load["files"]) > 3 else ""
        print(
            f"Load {load['load_id']} at {load['loaded_at']}: {names}{more} by profile {load['profile']}; "
            f"{load['accepted']:,} accepted, {load['rejected']:,} refused."
        )
