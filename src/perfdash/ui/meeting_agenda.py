"""The agenda of a meeting on its page: its screens in order, and the forms that add, change, move and remove one."""

from html import escape

import streamlit as st

from perfdash.figures.words import unbroken
from perfdash.meeting import agenda as planned
from perfdash.meeting.agenda import Item
from perfdash.meeting.rights import MOST_CHARACTERS, MOST_IN_A_LINE, Act, may
from perfdash.ui.chrome import CAME_FROM
from perfdash.ui.meeting_views import MeetingView
from perfdash.ui.meeting_writing import act_button, button, who

_LINK_HELP = (
    "A page with everything chosen on it, as its address stands in the browser. Its first chart is shown; for another add "
    "&panel= and the name of the panel's download, for the large numbers &panel=lead."
)


def show_agenda(view: MeetingView) -> None:
    """Every item with its forms, and the form for one more."""
    items = planned.agenda(view.store.log, view.meeting)
    may_plan = may(Act.PLAN, who()) and not view.meeting.is_called_off
    st.html(f"<h2>Agenda</h2>{_listed(items)}")
    if not may_plan:
        return
    with st.expander("Add a screen", key="add_screen_fold", expanded=not items):
        _add(view)
    if items:
        with st.expander("Change, move or remove a screen", key="change_screen_fold"):
            place = st.selectbox(
                "Screen", range(len(items)), format_func=lambda n: f"{n + 1}: {items[n].question}", key="changed_screen"
            )
            _moves(view, items[place], place + 1, len(items))
            _edit(view, items[place])


def _listed(items: tuple[Item, ...]) -> str:
    if not items:
        return (
            '<p class="pd-gap">No screens yet. Open the page that answers the first question, then come back here.</p>'
        )
    rows = "".join(
        f"<li><b>{escape(unbroken(item.question))}</b> "
        f'<a href="./{escape(item.link)}" target="_blank">{escape(_page_words(item))}</a>'
        f"{_notes(item)}</li>"
        for item in items
    )
    return f'<ol class="pd-agenda">{rows}</ol>'


def _page_words(item: Item) -> str:
    """'Occupational health · worker type officer': the page and what is chosen on it, in words."""
    chosen = [f"{name} {value}" for name, value in item.parameters.items() if name not in ("force", "panel")]
    words = " · ".join([item.page or "overview", *chosen]).replace("_", " ")
    return words[0].upper() + words[1:]


def _notes(item: Item) -> str:
    return f'<p class="pd-note">Notes: {escape(item.notes)}</p>' if item.notes else ""


def _moves(view: MeetingView, item: Item, place: int, n: int) -> None:
    log, meeting, number = view.store.log, view.meeting, item.number
    with st.container(horizontal=True, key=f"moves_{number}"):
        if place > 1:
            act_button(
                "Move up", f"up_{number}", lambda: planned.move(log, meeting, number, place - 1, who()), "Moved up."
            )
        if place < n:
            act_button(
                "Move down",
                f"down_{number}",
                lambda: planned.move(log, meeting, number, place + 1, who()),
                "Moved down.",
            )
        act_button(
            "Remove",
            f"remove_{number}",
            lambda: planned.remove(log, meeting, number, who()),
            "Removed; it stays in the history.",
        )


def _edit(view: MeetingView, item: Item) -> None:
    keys = {name: f"{name}_{item.number}" for name in ("link", "question", "notes")}
    with st.form(f"edit_{item.number}", border=False):
        _fields(keys, item.link or "/", item.question, item.notes)
        button(
            "Write the changes",
            f"write_{item.number}",
            lambda told: planned.edit(
                view.store.log,
                view.meeting,
                item.number,
                who(),
                link=told["link"],
                question=told["question"],
                notes=told["notes"],
            ),
            "The item is changed.",
            **keys,
        )


def _add(view: MeetingView) -> None:
    keys = {name: f"new_{name}" for name in ("link", "question", "notes")}
    with st.form("add_item", border=False):
        _fields(keys, str(st.session_state.get(CAME_FROM) or "/"))
        button(
            "Add it",
            "add_screen",
            lambda told: planned.add(
                view.store.log, view.meeting, told["link"], told["question"], told["notes"], who()
            ),
            "Added at the end.",
            **keys,
        )


def _fields(keys: dict[str, str], link: str, question: str = "", notes: str = "") -> None:
    left, right = st.columns(2)
    left.text_input("Link (the page you came from)", link, key=keys["link"], help=_LINK_HELP)
    right.text_input("Question that the screen answers", question, MOST_IN_A_LINE, key=keys["question"])
    st.text_area("Notes for the presenter", notes, max_chars=MOST_CHARACTERS, key=keys["notes"], height=80)
