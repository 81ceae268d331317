"""Overview: one row a theme, the headline measures as cards, each a link to its page."""

from html import escape

import streamlit as st

from perfdash.figures.cards import cards_html
from perfdash.ui import attendance_views as views
from perfdash.ui import chrome, reads
from perfdash.ui.choices import default_selection

selection = default_selection(reads.cuts())
view = views.attendance_view(selection)
first, *others = views.cards(view, href="attendance")

st.html(f"<h1>{escape(view.headline)}</h1>")
chrome.formal_line("Attendance times against the recommendations of HMICFRS, Police performance: Getting a grip (July 2023)")
st.html(
    '<div class="pd-theme"><div><h2>Attendance times</h2><p class="pd-note">Rec 1a–1d · national bodies · standard announced '
    f'January 2026</p><span class="pd-state">Not ours to deliver</span></div>{cards_html([first, *others])}</div>'
)
chrome.stamp(view.held, reads.status())
