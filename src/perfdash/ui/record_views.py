"""The page of the response record: which version is read, what is still missing, and the forms that write and sign it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from perfdash.errors import PerfdashError
from perfdash.meeting import response_log
from perfdash.meeting.record_blocks import clock_words, document, sign
from perfdash.meeting.record_docx import MIME, docx_bytes
from perfdash.meeting.record_html import STYLE, html_page, html_part
from perfdash.meeting.record_layout import Document
from perfdash.meeting.response_log import CHIEF_OFFICER, COMMISSIONER, Part
from perfdash.meeting.response_record import LiveFigures, ResponseRecord, live_figures, response_record
from perfdash.reference.recommendations import Inspection, inspections
from perfdash.store.places import find_store
from perfdash.ui import chrome
from perfdash.ui.kept import Version, cursor, kept
from perfdash.ui.roles import Role, role
from perfdash.ui.views_switch import chosen_view

_FAILED, _DONE = "record_failed", "record_done"
MOST_CHARACTERS = 20_000
NOT_PUBLIC = "A draft is not shown to the public: this page waits for the first signed version."
PROMISE = (
    "What you write carries the role of this server, stays in the log for ever and is replaced only by writing again. "
    "Name nobody but office-holders."
)


@dataclass(frozen=True)
class RecordView:
    """The record of one force and inspection as it stands, and the version that is shown (none where it is not public)."""

    record: ResponseRecord
    shown: Document | None

    @property
    def is_newest(self) -> bool:
        """Whether the version shown is the one that people work on."""
        return self.shown is not None and self.shown.version == self.record.version

    @property
    def headline(self) -> str:
        """Where the version shown stands."""
        return self.shown.headline if self.shown else "No version of the response record is signed yet"

    @property
    def formal(self) -> str:
        """Whose record it is, and how its clock stands."""
        office, inspection = self.record.office, self.record.inspection
        return f"{office.force_name} · {inspection.title} ({inspection.inspectorate}) · {clock_words(self.record)}"


@kept(10)
def _live(current: Version, force: str) -> LiveFigures:
    return live_figures(cursor(current), force)


def chosen_inspection() -> Inspection:
    """The inspection that is answered: the newest, or the one that the switch says where there are several."""
    newest_first = sorted(inspections().values(), key=lambda row: row.published_on, reverse=True)
    titles = {row.inspection: row.title for row in newest_first}
    key = next(iter(titles)) if len(titles) == 1 else chosen_view(titles, key="inspection", label="Inspection")
    return inspections()[key]


def record_view(force: str, inspection: Inspection, on: date) -> RecordView:
    """The version to be read: the newest, or the one that the switch says. The public reads what is signed, never a draft."""
    try:
        record = response_record(_live(force), find_store().log, inspection.inspection, on)
    except PerfdashError as error:  # said by the page itself, which Streamlit may run without its frame
        chrome.stop_with(str(error))
        raise
    versions = {signed.version: signed.document for signed in record.earlier}
    if record.version not in versions and role() is not Role.PUBLIC:
        versions[record.version] = document(record)
    if not versions:
        return RecordView(record, None)
    options = {str(number): _version_words(versions[number]) for number in sorted(versions, reverse=True)}
    only = next(iter(options))
    chosen = only if len(options) == 1 else chosen_view(options, key="version", label="Version")
    return RecordView(record, versions[int(chosen)])


def _version_words(shown: Document) -> str:
    return f"Version {shown.version} ({'signed' if shown.is_signed else 'draft'})"


def preview(shown: Document) -> str:
    """The record on the page, below its own title: the same words as in both files."""
    return f"<style>{STYLE}</style>{html_part(shown, title_level=2)}"


def show_downloads(view: RecordView, shown: Document) -> None:
    """Both files of the version shown, drawn only when somebody asks for them."""
    state = "signed" if shown.is_signed else "draft"
    name = f"response-record-{view.record.live.force}-{view.record.inspection.inspection}-v{shown.version}-{state}"
    with st.container(horizontal=True):
        for label, ending, mime, data in (
            ("Download for Word (DOCX)", "docx", MIME, partial(docx_bytes, shown)),
            ("Download as HTML", "html", "text/html", partial(html_page, shown)),
        ):
            st.download_button(label, data, f"{name}.{ending}", mime, key=f"download_{ending}", on_click="ignore")


def show_work(view: RecordView) -> None:
    """What is still missing, and the controls of the role: write a part, sign, start the next version."""
    _outcome()
    record, who = view.record, str(role())
    if who not in (COMMISSIONER, CHIEF_OFFICER) or not view.is_newest:
        return
    if record.version in {signed.version for signed in record.earlier}:
        st.html(f'<p class="pd-note">Version {record.version} is signed and stays as it is, figures and texts.</p>')
        st.button(
            f"Start version {record.version + 1} as a draft", key="start_version", on_click=_start, args=(record,)
        )
        return
    if record.missing_texts:
        chrome.warning(f"Still to be written or set: {'; '.join(record.missing_texts)}.")
    with st.expander(f"Write a part as {who}"):
        _show_form(record, who)
    if who == COMMISSIONER:
        _show_signing(record)


def _show_form(record: ResponseRecord, who: str) -> None:
    own = [part for part in record.parts if part.writer == who]
    part = st.selectbox("Part", own, format_func=lambda part: _part_words(record, part), key=f"part_{record.version}")
    written = record.texts.get(part.key)
    # Keyed by what stands: a text that somebody else has written since is shown, and not quietly overwritten.
    key = f"text_{record.live.force}_{part.key}_{written.at if written else ''}"
    st.text_area("Text", written.text if written else "", height=220, max_chars=MOST_CHARACTERS, key=key)
    st.button(f"Write as {who}", key="write_part", on_click=_write, args=(record, part, key))
    if written:
        st.html(
            f'<p class="pd-note">Stands as written by {escape(written.who)}, {written.at:%-d %B %Y, %H:%M} UTC.</p>'
        )
    st.html(f'<p class="pd-note">{escape(PROMISE)}</p>')


def _part_words(record: ResponseRecord, part: Part) -> str:
    return part.title if part.key in record.texts else f"{part.title} (not written)"


def _show_signing(record: ResponseRecord) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        is_read = st.checkbox(
            f"I have read version {record.version} as it stands below",
            key=f"read_{record.version}",
            disabled=bool(record.missing_texts),
        )
        st.button(
            f"Sign version {record.version} as {COMMISSIONER}",
            key="sign",
            disabled=not is_read or bool(record.missing_texts),
            on_click=_sign,
            args=(record,),
        )


def _write(record: ResponseRecord, part: Part, key: str) -> None:
    log, text = find_store().log, st.session_state[key]
    _try(
        lambda: response_log.write_text(log, record.live.force, record.inspection.inspection, part, text, str(role())),
        f"Written: {part.title.lower()}.",
    )


def _sign(record: ResponseRecord) -> None:
    # What was read is what is signed: the very value that the page showed, whatever was loaded or written meanwhile.
    _try(lambda: sign(record, find_store().log, str(role())), f"Version {record.version} is signed.")


def _start(record: ResponseRecord) -> None:
    log, force, inspection = find_store().log, record.live.force, record.inspection.inspection
    _try(
        lambda: response_log.start_version(log, force, inspection, str(role())),
        f"Version {record.version + 1} is a draft.",
    )


def _try(act: Callable[[], object], done: str) -> None:
    # A callback runs before the page, outside the frame that turns errors into sentences: the page says it instead.
    try:
        act()
    except PerfdashError as error:
        st.session_state[_FAILED] = str(error)
    else:
        st.session_state[_DONE] = done


def _outcome() -> None:
    failed, done = st.session_state.pop(_FAILED, ""), st.session_state.pop(_DONE, "")
    if failed:
        chrome.warning(f"Nothing was written. {failed}")
    if done:
        st.html(f'<p class="pd-formal" role="status">{escape(done)}</p>')
