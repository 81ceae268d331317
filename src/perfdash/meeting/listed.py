"""Meetings, agendas, questions and actions as plain rows for the command line."""

from datetime import date
from pathlib import Path
from typing import Any

from perfdash.meeting.actions import State as ActionState
from perfdash.meeting.actions import actions
from perfdash.meeting.agenda import agenda
from perfdash.meeting.frozen import versions
from perfdash.meeting.meetings import Meeting, meetings
from perfdash.meeting.questions import State as QuestionState
from perfdash.meeting.questions import questions


def meeting_rows(path: Path, force: str) -> list[dict[str, Any]]:
    """A row a meeting, the earliest first."""
    return [meeting_row(path, found) for found in meetings(path, force)]


def meeting_row(path: Path, found: Meeting) -> dict[str, Any]:
    """One meeting: how many items its agenda has, and the build it was last frozen from."""
    held = versions(path, found)
    return {
        "id": found.id,
        "on": found.on,
        "kind": str(found.kind),
        "title": found.title,
        "is_called_off": found.is_called_off,
        "reason": found.reason,
        "n_items": len(agenda(path, found)),
        "frozen_build": held[-1].build if held else None,
    }


def agenda_rows(path: Path, found: Meeting) -> list[dict[str, Any]]:
    """A row an item, in order."""
    return [
        {"number": item.number, "question": item.question, "notes": item.notes, "link": item.link}
        for item in agenda(path, found)
    ]


def question_rows(path: Path, force: str, meeting: str = "", every: bool = False) -> list[dict[str, Any]]:
    """A row a question that is not closed, or every one, with what prompted it and its answers."""
    return [
        {
            "number": row.number,
            "state": str(row.state),
            "meeting": row.shown.meeting,
            "question": row.text,
            "finding": row.shown.title,
            "figure": row.shown.figure,
            "build": row.shown.build,
            "link": row.shown.link,
            "answers": [{"text": told.text, "who": told.who, "at": told.at.isoformat()} for told in row.answers],
        }
        for row in questions(path, force, meeting)
        if every or row.state is not QuestionState.CLOSED
    ]


def action_rows(path: Path, force: str, on: date, meeting: str = "", every: bool = False) -> list[dict[str, Any]]:
    """A row an action that is not closed, or every one, with the days it is overdue on a day."""
    return [
        {
            "number": row.number,
            "state": str(row.state),
            "due": row.due,
            "days_overdue": row.days_overdue(on),
            "owner": row.owner,
            "meeting": row.shown.meeting,
            "action": row.text,
            "from_question": row.question,
        }
        for row in actions(path, force, meeting)
        if every or row.state is not ActionState.CLOSED
    ]
