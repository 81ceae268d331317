"""Recommendations: where each stands against its due date, what was promised, what measures it and who has closed it."""

from datetime import date

import streamlit as st

from perfdash.figures.due_dates import due_dates, due_words
from perfdash.ui import chrome, reads
from perfdash.ui import recommendation_views as views
from perfdash.ui.choices import chosen_selection
from perfdash.ui.panels import panel
from perfdash.ui.progress_form import show_form
from perfdash.ui.recommendation_panel import show_recommendation
from perfdash.ui.trail import trail
from perfdash.ui.views_switch import chosen_view

chrome.begin()
selection = chosen_selection()
view = views.recommendations_view(selection, date.today())
trail(selection, has_incidents=False)
chrome.headline(views.headline(view), views.formal(view))

timeline, table = st.columns((3, 4), gap="large")
with timeline:
    announced = views.announcement(view.force)
    rows = views.plain_table(view)
    panel(
        "recommendations",
        views.timeline_title(view),
        "Due dates of the report against today; an overdue one draws a line to today; white: for others to deliver",
        due_dates(view.dues, view.on, [announced] if announced else []),
        due_words(view.dues, view.on),
        rows,
        rows,
        view.held,
        source=views.SOURCE,
    )
with table:
    st.html(views.table_html(view))

shown = chosen_view(view.options, key="rec", label="Recommendation")
show_recommendation(view, shown)
show_form(view, shown)
chrome.stamp(view.held, reads.status())
