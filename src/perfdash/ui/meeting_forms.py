"""What is written at a meeting about what a screen shows: a question, an action, a decision, each for the roles that may."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from perfdash.meeting import actions, decisions, questions
from perfdash.meeting.decisions import Draft, Says
from perfdash.meeting.rights import MOST_CHARACTERS, MOST_IN_A_LINE, Act, may
from perfdash.meeting.screens import Screen
from perfdash.meeting.shown import Shown, shown
from perfdash.ui.meeting_commentary import show_commentary
from perfdash.ui.meeting_screens import build_now, measures_of
from perfdash.ui.meeting_views import MeetingView
from perfdash.ui.meeting_writing import PROMISE, button, who
from perfdash.ui.views_switch import chosen_view

_SATISFIED = {"": "Nothing is said of it", "yes": "PCC satisfied", "no": "PCC not satisfied"}
_FORMS = {
    "ask": ("Ask a question", (Act.ASK,)),
    "set": ("Set an action", (Act.SET,)),
    "decide": ("Decide", (Act.DECIDE,)),
    "comment": ("Commentary", (Act.COMMENT, Act.APPROVE)),
}


def show_forms(view: MeetingView, on: date) -> None:
    """The choice of what to write, of which screen, and its form; one sentence for a role that writes nothing."""
    st.html("<h2>Write at this meeting</h2>")
    open_to = {key: label for key, (label, acts) in _FORMS.items() if any(may(act, who()) for act in acts)}
    if not open_to:
        st.html(f'<p class="pd-note">This server runs for the role {who()!r}, which writes nothing here.</p>')
        return
    kind = chosen_view(open_to, key="write", label="What to write")
    screen = _chosen_screen(view)
    if kind == "comment":
        show_commentary(view, screen)
    else:
        seen = seen_at(view, screen)
        {"ask": _ask, "set": _set, "decide": _decide}[kind](view, seen, on)
    st.html(f'<p class="pd-note">You write as {who()}. {PROMISE}</p>')


def seen_at(view: MeetingView, screen: Screen | None) -> Shown:
    """What stood on the screen that is spoken of."""
    build = view.frozen.build if view.frozen else build_now(view.store)
    return shown(view.meeting, screen, build, measures_of(screen) if screen else ())


def _chosen_screen(view: MeetingView) -> Screen | None:
    screens: list[Screen | None] = [None, *(view.frozen.screens if view.frozen else ())]
    place = st.selectbox(
        "Of which screen",
        range(len(screens)),
        format_func=lambda n: _name(screens[n], n),
        key="about_screen",
    )
    return screens[place]


def _name(screen: Screen | None, place: int) -> str:
    return f"{place}: {screen.question or screen.title}" if screen else "The meeting as a whole"


def _form(key: str, label: str, act: Callable[[Mapping[str, Any]], object], said: str, **fields: str) -> None:
    button(f"{label} as {who()}", f"go_{key}", act, said, **{name: f"{key}_{field}" for name, field in fields.items()})


def _ask(view: MeetingView, seen: Shown, on: date) -> None:
    with st.form("ask", border=False):
        st.text_area("Question", max_chars=MOST_CHARACTERS, key="ask_text", height=90)
        _form("ask", "Ask", lambda told: questions.ask(view.store.log, seen, told["text"], who()),
              "Asked; it stands above.", text="text")  # fmt: skip


def _set(view: MeetingView, seen: Shown, on: date) -> None:
    asked = [row for row in questions.questions(view.store.log, view.meeting.force) if row.state != "closed"]
    with st.form("set", border=False):
        st.text_area("Action", max_chars=MOST_CHARACTERS, key="set_text", height=90)
        first, second, third = st.columns(3)
        first.text_input("Owner (a post, not a name)", max_chars=MOST_IN_A_LINE, key="set_owner")
        second.date_input("Due", on, min_value=on, format="DD/MM/YYYY", key="set_due")
        third.selectbox(
            "From question", [None, *(row.number for row in asked)], format_func=lambda n: n or "none", key="set_from"
        )
        _form(
            "set", "Set", lambda told: _set_action(view, seen, told, on), "Set; it stands above.",
            text="text", owner="owner", due="due", question="from",
        )  # fmt: skip


def _set_action(view: MeetingView, seen: Shown, told: Mapping[str, Any], on: date) -> None:
    question = told["question"] or None
    actions.set_action(view.store.log, seen, told["text"], told["owner"], told["due"], who(), on, question)


def _decide(view: MeetingView, seen: Shown, on: date) -> None:
    says_satisfied = may(Act.BE_SATISFIED, who())
    closable = decisions.closable(seen.measures, who()) if says_satisfied else ()
    with st.form("decide", border=False):
        first, second, third = st.columns(3)
        first.selectbox("Decision", list(Says), format_func=str.capitalize, key="decide_says")
        if says_satisfied:
            second.selectbox("The PCC", list(_SATISFIED), format_func=_SATISFIED.__getitem__, key="decide_satisfied")
        if closable:
            third.selectbox(
                "With recommendation", ["", *closable], format_func=lambda key: key or "none", key="decide_rec"
            )
        st.text_area("Reason", max_chars=decisions.MOST_WORDS, key="decide_words", height=90)
        _form(
            "decide", "Decide", lambda told: decisions.decide(view.store.log, seen, _draft(told), who(), on),
            "Decided.", says="says", words="words", satisfied="satisfied", recommendation="rec",
        )  # fmt: skip


def _draft(told: Mapping[str, Any]) -> Draft:
    satisfied = {"yes": True, "no": False}.get(told["satisfied"])
    return Draft(Says(told["says"]), told["words"], satisfied, told["recommendation"])
