"""Occupational health: how long do people wait to be seen, and who still waits?"""

import streamlit as st

from perfdash.figures.cards import cards_html
from perfdash.ui import chrome, reads
from perfdash.ui.audience import audience, marking_html
from perfdash.ui.people_choices import chosen_people, default_everybody
from perfdash.ui.people_panels import show
from perfdash.ui.people_trail import people_trail
from perfdash.ui.taken import take_lead
from perfdash.ui.views_switch import chosen_view
from perfdash.ui.wellbeing_health import health_view, shown

chrome.begin(needs="people")
reader = audience()
selection = chosen_people(reader, may_be_all=True, begin=default_everybody)
view = health_view(selection, reader)

people_trail(selection)
st.html(chrome.stack(marking_html(reader), chrome.headline_html(view.headline, view.formal), cards_html(view.cards)))
take_lead(view.headline, view.formal, lambda: view.cards, view.held)
chosen = chosen_view(view.views, label="What of it")
show(shown(view, chosen), view.held, reader)
chrome.foot(view.held, reads.status())
