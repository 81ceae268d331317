"""Support by role: are people in high-stress roles reached by anything beyond the yearly screening?"""

from datetime import date

import streamlit as st

from perfdash.figures.cards import cards_html
from perfdash.ui import chrome, reads, wellbeing_list
from perfdash.ui.audience import audience, marked, marking_html
from perfdash.ui.people_choices import chosen_people, default_everybody
from perfdash.ui.people_panels import show
from perfdash.ui.people_rows import force_of
from perfdash.ui.people_trail import people_trail
from perfdash.ui.reference_panels import heading, rows_panel
from perfdash.ui.taken import take_lead
from perfdash.ui.views_switch import chosen_view
from perfdash.ui.wellbeing_roles import LIST, PARTS, roles_view, shown

chrome.begin(needs="people")
reader = audience()
selection = chosen_people(reader, may_be_all=True, begin=default_everybody)
view = roles_view(selection, reader)

people_trail(selection)
st.html(chrome.stack(marking_html(reader), chrome.headline_html(view.headline, view.formal), cards_html(view.cards)))
take_lead(view.headline, view.formal, lambda: view.cards, view.held)
chosen = chosen_view(view.views, label="What of it")
if chosen == LIST:
    force = force_of(selection)
    rows = wellbeing_list.listed(force)
    heading(wellbeing_list.title(rows, date.today()), wellbeing_list.FORMAL)
    source = wellbeing_list.source(rows)
    rows_panel(
        "high_stress_roles", wellbeing_list.CAPTION, wellbeing_list.COLUMNS, wellbeing_list.list_rows(rows), source
    )
    title, changed, sentences = wellbeing_list.changed(force, reader)
    heading(title, marked(" ".join(sentences), reader))
    if changed:
        rows_panel("changed_figures", wellbeing_list.CHANGED_CAPTION, wellbeing_list.CHANGED, changed, source)
else:
    parts = PARTS.get(chosen, {})
    part = chosen_view(parts, key=f"of_{chosen}", label="Which") if parts else ""
    show(shown(view, chosen, part), view.held, reader)
chrome.foot(view.held, reads.status())
