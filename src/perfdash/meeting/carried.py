"""What comes first at the next meeting: what earlier ones asked and set, and what is not closed yet."""

from datetime import date
from pathlib import Path

from perfdash.meeting import actions, questions
from perfdash.meeting.actions import Action
from perfdash.meeting.meetings import meetings
from perfdash.meeting.questions import Question


def carried_forward(path: Path, force: str, before: date) -> tuple[Question | Action, ...]:
    """Everything that meetings before a day left unclosed, in the order in which it is to be taken.

    First what is overdue on that day (the longest first), then open questions and open actions, then what was answered
    or done since and waits for whoever asked. A meeting called off after it asked something still asked it.
    """
    earlier = {row.id for row in meetings(path, force, also_called_off=True) if row.on < before}
    asked = [q for q in questions.questions(path, force) if q.shown.meeting in earlier]
    set_then = [row for row in actions.actions(path, force) if row.shown.meeting in earlier]
    late = actions.overdue(set_then, before)
    return (
        *late,
        *(q for q in asked if q.state is questions.State.OPEN),
        *sorted(
            (row for row in set_then if row.state is actions.State.OPEN and row not in late),
            key=lambda row: (row.due, row.number),
        ),
        *(q for q in asked if q.state is questions.State.ANSWERED),
        *(row for row in set_then if row.state is actions.State.DONE),
    )
