"""Tail review: the slowest and the doubtful incidents, why each may be an error, and what somebody found of it."""

import streamlit as st

from perfdash.ui import chrome, incident_views, reads
from perfdash.ui import review_views as views
from perfdash.ui.attendance_views import held_for
from perfdash.ui.choices import chosen_selection
from perfdash.ui.incident_list import chosen_incident, chosen_offset, steps
from perfdash.ui.roles import role
from perfdash.ui.trail import trail
from perfdash.ui.views_switch import chosen_view

chrome.begin()
selection = chosen_selection()
held = held_for(selection)
trail(selection)
if not role().sees_incidents:
    chrome.headline("Tail review", incident_views.NOT_FOR_PUBLIC)
    chrome.stamp(held, reads.status())
    st.stop()

view = views.review_view(selection, held)
chrome.headline(view.headline, view.formal)
st.html(views.cards(view))
name = chosen_view(view.labels, key="list", label="Which incidents")
place = f"{selection} {name}"
offset = chosen_offset(view.length(name), place)
rows = view.rows(name, offset)
chosen = ""
if rows.empty:
    chrome.warning("There is no such incident in this selection.")
else:
    chosen = chosen_incident(
        rows["incident_key"].tolist(), views.review_table(rows, view), views.COLUMNS, f"{place} {offset}", view.headline
    )
    steps(view.length(name), offset)
left, right = st.columns([3, 2], gap="large")
with left:
    row = incident_views.show_incident(chosen, rows, selection, held)
if row is not None:
    with right:
        views.show_mark(row, view)
if name != views.REVIEWED:
    with st.expander("The rules, and how many incidents of this list each holds for"):
        st.dataframe(views.rules_table(selection, name), hide_index=True, width="stretch")
chrome.foot(held, reads.status())
