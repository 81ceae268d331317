"""Overview: one row a grade, each with its headline figures as cards that open the attendance page."""

from html import escape

import streamlit as st

from perfdash.figures.cards import cards_html
from perfdash.measures.register import measure
from perfdash.measures.words import definition
from perfdash.reference.attendance import grade_name
from perfdash.ui import attendance_views as views
from perfdash.ui import chrome, reads
from perfdash.ui.choices import default_selection, grades_of

chrome.begin()
selection = default_selection(reads.cuts())
shown = [views.attendance_view(selection.having(grade=grade)) for grade in grades_of(reads.cuts(), selection)]

chrome.headline(views.attendance_view(selection).headline, definition(measure("attendance_within_standard"), selection))
for view in shown:
    (grade,) = view.selection.chosen("grade")
    name = escape(grade_name(view.held.force, grade))
    cards = cards_html(views.cards(view, href=views.link("attendance", view.selection))[:4])
    st.html(
        f'<div class="pd-theme"><div><h2>{name}</h2><p class="pd-note">Attendance times · Rec 1a–1d, for national bodies '
        f'to deliver</p><p class="pd-note">{escape(view.latest_words)}</p></div>{cards}</div>'
    )
chrome.stamp(shown[0].held, reads.status())
