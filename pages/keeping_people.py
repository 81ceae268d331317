"""Keeping people: who is asked to stay, in time or not, and what was promised against what happened."""

import streamlit as st

from perfdash.figures.cards import cards_html
from perfdash.ui import chrome, reads
from perfdash.ui import retention_promised as promised
from perfdash.ui.audience import audience, marked, marking_html
from perfdash.ui.people_choices import chosen_people
from perfdash.ui.people_panels import show
from perfdash.ui.people_rows import force_of
from perfdash.ui.people_trail import people_trail
from perfdash.ui.reference_panels import heading, rows_panel
from perfdash.ui.retention_keeping import PROMISED, VIEWS, keeping_view
from perfdash.ui.retention_reached import EVERYBODY
from perfdash.ui.taken import take_lead
from perfdash.ui.views_switch import chosen_view

chrome.begin(needs="people")
reader = audience()
selection = chosen_people(reader)
view = keeping_view(selection, reader)

people_trail(selection)
st.html(chrome.stack(marking_html(reader), chrome.headline_html(view.headline, view.formal), cards_html(view.cards)))
take_lead(view.headline, view.formal, lambda: view.cards, view.held)
chosen = chosen_view(VIEWS, label="What of it")
if chosen == PROMISED:
    found = promised.promises(selection, reader)
    heading(promised.title(found), marked(promised.FORMAL, reader))
    source = marked(promised.source(force_of(selection)), reader)
    rows_panel("promised_and_done", promised.CAPTION, promised.COLUMNS, promised.table(found), source)
else:
    by_trigger = chosen == "funnel" and view.triggers
    trigger = chosen_view(view.trigger_labels, key="trigger_of", label="What started it") if by_trigger else EVERYBODY
    show(view.shown(chosen, trigger), view.held, reader)
chrome.foot(view.held, reads.status())
