"""Why figures differ: the same incidents under other definitions, side by side with the chosen one."""

from html import escape

import streamlit as st

from perfdash.figures.definitions import definitions_chart
from perfdash.measures.register import measure
from perfdash.measures.variants import NAMES
from perfdash.measures.words import basis, definition
from perfdash.reference.attendance import grade_name
from perfdash.ui import attendance_views, chrome, reads
from perfdash.ui import definition_views as views
from perfdash.ui.choices import chosen_selection, grades_of
from perfdash.ui.panels import panel
from perfdash.ui.trail import trail

chrome.begin()
selection = chosen_selection()
held = attendance_views.held_for(selection)
trail(selection)

if views.has_one_grade(selection):
    view = views.definition_view(selection, held)
    chrome.headline(view.headline, view.formal)
    if view.set_aside:
        chrome.warning(view.set_aside)
    panel(
        "definitions",
        view.title,
        f"Share within standard, 95 % intervals; one thing at a time unlike the chosen definition · {basis(view.selection)}",
        definitions_chart(view.found.rows, NAMES) if view.is_given else None,
        view.alt,
        views.definition_table(view.found.rows),
        view.found.rows,
        held,
    )
    st.markdown(views.explained(view.found.rows))
    if view.combinations:
        st.html(f'<p class="pd-formal">{escape(view.combinations)}</p>')
else:
    chrome.headline(views.NO_GRADE, definition(measure("attendance_within_standard"), selection))
    for grade in grades_of(selection):
        label, narrower = grade_name(held.force, grade), selection.having(grade=grade)
        st.page_link("pages/definitions.py", label=label, query_params=narrower.to_query())
chrome.foot(held, reads.status())
