"""The incidents behind a figure: one row each, filtered as the figure is, and one of them as a line of time."""

import streamlit as st

from perfdash.measures.register import measure
from perfdash.measures.words import definition
from perfdash.ui import chrome, reads
from perfdash.ui import incident_views as views
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
    chrome.headline("The incidents behind a figure", views.NOT_FOR_PUBLIC)
    chrome.stamp(held, reads.status())
    st.stop()

listed = reads.listed(selection)
chrome.headline(views.headline(selection, held, listed), definition(measure("attendance_within_standard"), selection))
listing = chosen_view(views.listing_labels(listed), key="show", label="Which incidents, in which order")
if listing == "slowest":
    chrome.warning(
        "Slowest as recorded: a wait this long may be an error. Quote none that the tail review has not found real."
    )
place = f"{selection} {listing}"
offset = chosen_offset(listed[listing], place)
rows = reads.incidents_behind(selection, listing, offset)
chosen = ""
if rows.empty:
    chrome.warning("There is no such incident in this selection.")
else:
    chosen = chosen_incident(
        rows["incident_key"].tolist(),
        views.incident_table(rows, held.force),
        views.COLUMNS,
        f"{place} {offset}",
        views.headline(selection, held, listed),
    )
    steps(listed[listing], offset)  # below the table, whose own tools would cover them above it
    views.csv_button(selection, held, listing, listed[listing])
views.show_incident(chosen, rows, selection, held)
chrome.foot(held, reads.status())
