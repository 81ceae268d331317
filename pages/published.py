"""Published figures: what others published on attendance and calls, by definition, and where the figures contradict."""

import streamlit as st

from perfdash.figures import published as drawn
from perfdash.figures.reference_tables import table_html
from perfdash.ui import chrome, framework_views, reads
from perfdash.ui import published_views as views
from perfdash.ui.reference_panels import download, heading
from perfdash.ui.views_switch import chosen_view

chrome.begin(has_real_figures=True)
force = framework_views.chosen_force(reads.status())
view = views.published_view(chosen_view(views.VIEWS, label="Published figures"), force)

chrome.headline(view.headline, view.formal)
if view.groups:
    st.html(drawn.groups_html(view.groups))
if view.alone:
    heading(view.alone_title, "Read them with their basis; they share no scale")
    st.html(table_html("One row a figure", drawn.ALONE, drawn.alone_rows(view.alone)))
if view.contradictions:
    if view.name != views.CONTRADICTIONS:
        heading(view.contradictions_title, "Side by side, never on one axis")
    st.html(drawn.contradictions_html(view.claims))
download(f"published_{view.name}", views.download_rows(view.rows), views.SOURCE)
chrome.stamp(framework_views.held_of(force, reads.status()), reads.status())
