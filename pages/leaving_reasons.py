"""Why they leave: what leavers say, how it changes over the years, and how many were never asked or did not answer."""

import streamlit as st

from perfdash.figures.cards import cards_html
from perfdash.figures.reason_dots import GROUPS
from perfdash.ui import chrome, reads
from perfdash.ui.audience import audience, marking_html
from perfdash.ui.people_choices import chosen_people
from perfdash.ui.people_panels import show
from perfdash.ui.people_trail import people_trail
from perfdash.ui.retention_reasons import reasons_view
from perfdash.ui.taken import take_lead
from perfdash.ui.views_switch import chosen_view

chrome.begin(needs="people")
reader = audience()
selection = chosen_people(reader)
view = reasons_view(selection, reader)

people_trail(selection)
st.html(chrome.stack(marking_html(reader), chrome.headline_html(view.headline, view.formal), cards_html(view.cards)))
take_lead(view.headline, view.formal, lambda: view.cards, view.held)
if view.views:
    chosen = chosen_view(view.views, label="What of it")
    groups = {group: group.capitalize() for group in GROUPS}
    group = chosen_view(groups, key="group", label="Group of reasons") if chosen == "command" else GROUPS[0]
    for shown in view.shown(chosen, group):
        show(shown, view.held, reader)
chrome.foot(view.held, reads.status())
