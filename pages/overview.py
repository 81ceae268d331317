"""Overview: a row a theme, its headline figures as cards that open their page, and what to ask about first."""

import streamlit as st

from perfdash.figures import overview_sentences as said
from perfdash.measures.words import basis
from perfdash.ui import chrome, reads
from perfdash.ui import overview_views as views
from perfdash.ui.attendance_views import has_incidents, held_for
from perfdash.ui.choices import default_selection
from perfdash.ui.taken import take_lead

chrome.begin(needs="either")
selection = default_selection()
rows = views.theme_rows(selection)
judged = views.judged(rows)

month = views.month_before(selection)
chrome.headline(
    said.overview_headline(judged),
    " ".join([said.ask_about(judged), said.changed_since(judged, month) if month else ""]),
)
st.html("".join(views.row_html(row, views.states(row, selection)) for row in rows))
st.html(
    f'<p class="pd-formal">{basis(selection)}</p>'
    if has_incidents(selection)
    else chrome.warning_html(views.NO_INCIDENTS)
)
take_lead(said.overview_headline(judged), basis(selection), lambda: views.first_cards(rows), held_for(selection))
chrome.stamp(held_for(selection), reads.status())
