"""Meetings: what is next, what it is to look at, what was asked and set, and the figures as they were frozen for it."""

from datetime import date

import streamlit as st

from perfdash.meeting import meetings as planned
from perfdash.store.places import find_store
from perfdash.ui import (
    chrome,
    meeting_agenda,
    meeting_forms,
    meeting_freeze,
    meeting_present,
    meeting_said,
    present,
    reads,
)
from perfdash.ui import meeting_views as views
from perfdash.ui.meeting_writing import outcome

chrome.begin(needs="either")
store, today = find_store(), date.today()
force = views.chosen_force()
meeting = views.chosen_meeting(store, force)
if meeting is None and present.is_presenting():
    present.show((), nothing=views.WHICH)
elif meeting is not None and present.is_presenting():
    meeting_present.present_meeting(store, meeting)
elif meeting is not None and views.NOTES in st.query_params:
    meeting_present.show_notes(views.meeting_view(store, meeting))
elif meeting is not None:
    view = views.meeting_view(store, meeting)
    views.show_head(view, meeting_present.live(store, meeting).place)
    outcome()
    meeting_said.show_unclosed(view, today)
    meeting_freeze.show_freeze(view, today)
    meeting_agenda.show_agenda(view)
    meeting_forms.show_forms(view, today)
    meeting_freeze.show_packs(view, today)
else:
    found = planned.meetings(store.log, force)
    chrome.headline(
        views.list_headline(found, today), "Every meeting is shown to the public's rules: small numbers are hidden"
    )
    outcome()
    views.show_list(store, found, today)
    views.show_create(store, force, today)
if not present.is_presenting():
    chrome.stamp(views.held_of(force), reads.status())
