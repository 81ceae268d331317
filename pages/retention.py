"""Who leaves: is the force losing people faster, who are they, and how early do they go?"""

import streamlit as st

from perfdash.figures.cards import cards_html
from perfdash.ui import chrome, reads, retention_context
from perfdash.ui.audience import audience, marking_html
from perfdash.ui.people_choices import chosen_people
from perfdash.ui.people_panels import show
from perfdash.ui.people_trail import people_trail
from perfdash.ui.reference_panels import heading, rows_panel
from perfdash.ui.retention_views import retention_view
from perfdash.ui.taken import take_lead
from perfdash.ui.views_switch import chosen_view

chrome.begin(needs="people")
reader = audience()
selection = chosen_people(reader, may_be_all=True, of_leavers=True)
view = retention_view(selection, reader)

people_trail(selection)
st.html(chrome.stack(marking_html(reader), chrome.headline_html(view.headline, view.formal), cards_html(view.cards)))
take_lead(view.headline, view.formal, lambda: view.cards, view.held)
if view.views:
    chosen = chosen_view(view.views, label="What of it")
    worker_type = chosen_view(view.type_labels, key="of", label="Whose") if view.type_labels else ""
    found = view.shown(chosen, worker_type)
    for column, shown in zip(st.columns(len(found), gap="large"), found, strict=True):
        with column:
            show(shown, view.held, reader)
    with st.expander("England and Wales, as published"):
        heading(retention_context.title(), retention_context.FORMAL)
        rows_panel("leaver_rates_published", retention_context.CAPTION, retention_context.COLUMNS,
                   retention_context.context_rows(), "Source: the publisher that each row names")  # fmt: skip
chrome.foot(view.held, reads.status())
