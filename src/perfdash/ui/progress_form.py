"""The form that writes a status or a closing into the log, for the roles that may; who writes is the server's role."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from perfdash.errors import PerfdashError
from perfdash.meeting.progress import commitment_standing
from perfdash.meeting.progress_entries import MOST_CHARACTERS, Draft, may_write, write
from perfdash.reference.recommendations import Closing, Commitment, Status
from perfdash.store.places import find_store
from perfdash.ui import chrome
from perfdash.ui.recommendation_panel import commitments
from perfdash.ui.recommendation_views import RecommendationsView
from perfdash.ui.roles import SETTING, role

_FAILED, _WRITTEN = "progress_failed", "progress_written"
_FIELDS = ("says", "since", "evidence", "reason", "taken_back")
PROMISE = (
    "An entry is dated, carries the role that wrote it and is never changed or removed: a wrong one is corrected by writing "
    "another. Everybody who opens this page reads it, the public too: name nobody, and write nothing about a single person."
)


def show_form(view: RecommendationsView, key: str) -> None:
    """The form for one recommendation and its commitments; one sentence for a role that may write nothing of it."""
    st.html('<div class="pd-rec"><h3>Record progress</h3></div>')
    _outcome()
    who, asked = str(role()), view.state(key).asked
    subjects: list[Commitment | None] = [None, *commitments(view, key)]
    open_to = [subject for subject in subjects if may_write(who, asked, subject)]
    if not open_to:
        st.html(f'<p class="pd-note">{escape(_nothing_to_write(who, key))}</p>')
        return
    about = st.selectbox(
        "About", open_to, format_func=lambda row: _subject_words(row, key), key=f"about_{key}", width=900
    )
    place = f"{key}_{about.key if about else ''}"
    with st.form(f"progress_{place}"):
        _fields(view, may_write(who, asked, about), place, key, about)
        st.form_submit_button(f"Write as {who}", on_click=_write, args=(view.force, key, about, place, view))
    st.html(
        f'<p class="pd-note">You write as {escape(who)}: the role this server was started with. {escape(PROMISE)}</p>'
    )


def _nothing_to_write(who: str, key: str) -> str:
    return (
        f"This server runs for the role '{who}', which reads and writes nothing of recommendation {key}. "
        f"Another role is set where the server is started ({SETTING})."
    )


def _subject_words(commitment: Commitment | None, key: str) -> str:
    return f"Commitment: {commitment.said}" if commitment else f"Recommendation {key} as a whole"


def _fields(
    view: RecommendationsView,
    allowed: Sequence[Status | Closing],
    place: str,
    key: str,
    about: Commitment | None,
) -> None:
    says, since = st.columns((2, 1))
    with says:
        st.selectbox(
            "Entry", allowed, index=None, format_func=_says_words, key=f"says_{place}", placeholder="Choose what is so"
        )
    with since:
        st.date_input("Holds from", view.on, max_value=view.on, format="DD/MM/YYYY", key=f"since_{place}")
    st.text_area(
        "Evidence: what shows it, and where it can be found", max_chars=MOST_CHARACTERS, key=f"evidence_{place}"
    )
    st.text_area(
        "Reason: for not accepted, for in progress of an overdue recommendation, and for what is taken back",
        max_chars=MOST_CHARACTERS,
        key=f"reason_{place}",
    )
    standing = commitment_standing(about, view.entries, view.on) if about else view.state(key).standing
    if standing.newest:
        st.checkbox("Take the chosen entry back: what stands of it was wrong", key=f"taken_back_{place}")


def _says_words(says: Status | Closing) -> str:
    return f"Status: {says}" if isinstance(says, Status) else says[:1].upper() + says[1:]


def _write(force: str, key: str, about: Commitment | None, place: str, view: RecommendationsView) -> None:
    # A callback runs before the page, outside the frame that turns errors into sentences: the page says it instead.
    told = {name: st.session_state.get(f"{name}_{place}") for name in _FIELDS}
    if told["says"] is None:
        st.session_state[_FAILED] = "Choose an entry first."
        return
    draft = Draft(
        force,
        view.state(key).asked,
        told["says"],
        told["evidence"] or "",
        told["reason"] or "",
        told["since"],
        bool(told["taken_back"]),
        about,
    )
    try:
        entry = write(find_store().log, draft, str(role()), date.today())
    except PerfdashError as error:
        st.session_state[_FAILED] = str(error)
    else:
        st.session_state[_WRITTEN] = f"Written: {entry.words}. It stands at the top of the history."
        for name in _FIELDS:
            st.session_state.pop(f"{name}_{place}", None)


def _outcome() -> None:
    """What became of the last entry, said once."""
    failed, told = st.session_state.pop(_FAILED, ""), st.session_state.pop(_WRITTEN, "")
    if failed:
        chrome.warning(f"Nothing was written. {failed}")
    if told:
        st.html(f'<p class="pd-formal" role="status">{escape(told)}</p>')
