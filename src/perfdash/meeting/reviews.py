"""Marks of the tail review in the log: what somebody found of one incident, and which times they looked at."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from perfdash.errors import BadQuestion
from perfdash.measures.incident_answer import plain_row
from perfdash.measures.incidents import PAGE_ROWS
from perfdash.measures.review import Verdict, for_review, longest_reviewed_wait, n_for_review, reviewed, times_of
from perfdash.measures.selection import Selection
from perfdash.measures.words import basis
from perfdash.meeting import log
from perfdash.store.publish import Connection

KIND = "tail review"


@dataclass(frozen=True)
class Mark:
    """One mark: the verdict, who gave it and when (UTC), and the times it was given for."""

    verdict: Verdict
    who: str
    at: datetime
    times: Mapping[str, str | None]

    def holds_for(self, times: Mapping[str, str | None]) -> bool:
        """Whether the incident still has the times that were reviewed; if not, the mark is outdated."""
        return dict(self.times) == dict(times)


def mark(path: Path, incident_key: str, times: Mapping[str, str | None], verdict: Verdict, who: str) -> Mark:
    """Writes what somebody found of an incident; an earlier mark stays in its history.

    Raises:
        LogProblem: the log cannot be written.
    """
    return _mark(log.append(path, KIND, incident_key, {"verdict": str(verdict), "times": dict(times)}, who))


def marks(path: Path) -> dict[str, tuple[Mark, ...]]:
    """Every incident that was ever marked, with its marks, newest first: the first is the one that stands."""
    return {key: tuple(map(_mark, history)) for key, history in log.current(path, KIND).items()}


def mark_incident(connection: Connection, path: Path, incident_key: str, verdict: str, who: str) -> Mark:
    """Marks an incident for the times that the store holds of it now.

    Raises:
        BadQuestion: there is no such incident, or no such verdict.
    """
    rows = reviewed(connection, Selection(), [incident_key]).to_dict("records")
    if not rows:
        raise BadQuestion(f"There is no incident '{incident_key}'; 'perfdash review' lists the keys.")
    if verdict not in set(Verdict):
        raise BadQuestion(f"There is no verdict '{verdict}'; choose from {', '.join(Verdict)}.")
    return mark(path, incident_key, times_of(rows[0]), Verdict(verdict), who)


def standing(
    marked: Mapping[str, tuple[Mark, ...]], times: Mapping[str, Mapping[str, str | None]]
) -> dict[str, Verdict]:
    """What stands for each marked incident, by key; marks made for other times than these are left out."""
    return {key: marked[key][0].verdict for key, held in times.items() if marked[key][0].holds_for(held)}


def review_answer(
    connection: Connection, path: Path, selection: Selection, name: str = "slowest", limit: int = PAGE_ROWS
) -> dict[str, Any]:
    """The tail review of a selection for the command line: how many each list holds, the longest reviewed wait, and rows.

    A row is an incident with its `reasons` and its `mark`: verdict, who, when and whether a later load has outdated it.
    """
    marked = marks(path)
    among = reviewed(connection, selection, marked).to_dict("records")
    verdicts = standing(marked, {row["incident_key"]: times_of(row) for row in among})
    rows = for_review(connection, selection, name, limit).to_dict("records")
    return {
        "definition": basis(selection),
        "selection": selection.to_query(),
        "listed": n_for_review(connection, selection),
        "list": name,
        "longest_reviewed_wait": asdict(longest_reviewed_wait(connection, selection, verdicts)),
        "rows": [plain_row(row) | {"mark": _plain_mark(marked.get(row["incident_key"]), row)} for row in rows],
    }


def _plain_mark(history: tuple[Mark, ...] | None, row: Mapping[Any, Any]) -> dict[str, Any] | None:
    if not history:
        return None
    last = history[0]
    is_outdated = not last.holds_for(times_of(row))
    return {"verdict": str(last.verdict), "who": last.who, "at": last.at.isoformat(), "is_outdated": is_outdated}


def _mark(entry: log.Entry) -> Mark:
    return Mark(Verdict(entry.body["verdict"]), entry.who, entry.at, entry.body["times"])
