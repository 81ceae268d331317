"""What was asked and set and is not closed: first on the page of a meeting, each with the forms of whoever may go on with it."""

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from perfdash.figures.words import count, day
from perfdash.meeting import actions, questions
from perfdash.meeting.actions import Action
from perfdash.meeting.carried import carried_forward
from perfdash.meeting.questions import Question
from perfdash.meeting.rights import MOST_CHARACTERS, Act, may
from perfdash.ui.meeting_views import MeetingView
from perfdash.ui.meeting_writing import button, who


def unclosed(view: MeetingView, on: date) -> tuple[Question | Action, ...]:
    """What earlier meetings left, in the order in which it is to be taken, then what this one asked and set."""
    log, meeting = view.store.log, view.meeting
    own: list[Question | Action] = [
        *(row for row in questions.questions(log, meeting.force, meeting.id) if row.state != questions.State.CLOSED),
        *(row for row in actions.actions(log, meeting.force, meeting.id) if row.state != actions.State.CLOSED),
    ]
    return (*carried_forward(log, meeting.force, meeting.on), *own)


def heading(found: tuple[Question | Action, ...], on: date) -> str:
    """'Open: 2 questions and 3 actions, 1 overdue'."""
    asked = sum(isinstance(row, Question) for row in found)
    late = sum(isinstance(row, Action) and row.days_overdue(on) > 0 for row in found)
    if not found:
        return "Nothing is open: no question, and no action"
    words = [f"{count(asked)} question{'s' * (asked != 1)}", f"{count(len(found) - asked)} actions"]
    return f"Not closed: {' and '.join(words)}{f', {count(late)} overdue' if late else ''}"


def show_unclosed(view: MeetingView, on: date) -> None:
    """Every question and action that is not closed."""
    found = unclosed(view, on)
    st.html(f"<h2>{escape(heading(found, on))}</h2>")
    for row in found:
        if isinstance(row, Question):
            _question(view, row)
        else:
            _action(view, row, on)


def title_of(row: Question | Action, on: date) -> str:
    """'Question 12 (open): Why in Burton?'."""
    if isinstance(row, Question):
        return f"Question {row.number} ({row.state}): {row.text}"
    late = row.days_overdue(on)
    when = f"{count(late)} days overdue" if late else f"{row.state}, due {day(row.due)}"
    return f"Action {row.number} ({when}): {row.text}"


def _question(view: MeetingView, row: Question) -> None:
    with st.expander(title_of(row, date.today()), key=f"question_{row.number}"):
        said = "".join(
            f"<li>{escape(step.says)} by the {escape(step.who)}: {escape(step.text)}</li>" for step in row.steps
        )
        _facts(f"Asked by the {row.who} at {row.shown.meeting}", row.shown.title, said)
        log = view.store.log
        if may(Act.ANSWER, who()):
            _say(f"answer_{row.number}", "Answer", lambda text: questions.answer(log, row.number, text, who()))
        if who() == row.who:
            _say(f"close_q_{row.number}", "Close it", lambda text: questions.close(log, row.number, who(), text),
                 "Words (needed where nobody answered)")  # fmt: skip
            if row.state is not questions.State.OPEN:
                _say(f"reopen_q_{row.number}", "Reopen it",
                     lambda text: questions.reopen(log, row.number, text, who()), "What is still to be answered")  # fmt: skip


def _action(view: MeetingView, row: Action, on: date) -> None:
    with st.expander(title_of(row, on), key=f"action_{row.number}"):
        said = "".join(
            f"<li>{escape(step.says)} by the {escape(step.who)}: {escape(step.text)}</li>" for step in row.steps
        )
        _facts(f"For {row.owner}, set by the {row.who} at {row.shown.meeting}", row.shown.title, said)
        log = view.store.log
        if may(Act.REPORT, who()) and row.state is actions.State.OPEN:
            _say(f"done_{row.number}", "Report it done", lambda text: actions.report_done(log, row.number, text, who()),
                 "What shows that it is done")  # fmt: skip
        if who() == row.who:
            _say(f"close_a_{row.number}", "Close it", lambda text: actions.close(log, row.number, who(), text),
                 "Words (needed where nobody said it is done)")  # fmt: skip
            if row.state is actions.State.OPEN:
                _put_off(view, row, on)
            else:
                _say(f"reopen_a_{row.number}", "Reopen it",
                     lambda text: actions.reopen(log, row.number, text, who()), "What is still to be done")  # fmt: skip


def _facts(who_asked: str, finding: str, steps: str) -> None:
    shown = f" · the screen said: {escape(finding)}" if finding else ""
    listed = f'<ul class="pd-reasons">{steps}</ul>' if steps else ""
    st.html(f'<p class="pd-note">{escape(who_asked)}{shown}</p>{listed}')


def _say(key: str, label: str, act: Callable[[str], object], field: str = "") -> None:
    with st.form(key, border=False):
        st.text_area(field or label, max_chars=MOST_CHARACTERS, key=f"text_{key}", height=80)
        button(f"{label} as {who()}", f"go_{key}", lambda told: act(told["text"]), f"Written: {label.lower()}.",
               text=f"text_{key}")  # fmt: skip


def _put_off(view: MeetingView, row: Action, on: date) -> None:
    key = f"put_off_{row.number}"
    with st.form(key, border=False):
        left, right = st.columns((1, 3))
        left.date_input("Put off to", max(row.due, on), min_value=on, format="DD/MM/YYYY", key=f"due_{key}")
        right.text_input("Reason", key=f"text_{key}")
        button(f"Put it off as {who()}", f"go_{key}",
               lambda told: actions.put_off(view.store.log, row.number, told["due"], told["text"], who(), on),
               "Put off; the first date stays in the history.", due=f"due_{key}", text=f"text_{key}")  # fmt: skip
