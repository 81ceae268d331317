"""Absence: how many hours are lost, by three measures that are never mixed, beside the same month of last year?"""

import streamlit as st

from perfdash.ui import chrome, reads
from perfdash.ui.people_panels import show
from perfdash.ui.wellbeing_absence import absence_view, shown
from perfdash.ui.wellbeing_page import open_page

page = open_page(absence_view)
found = shown(page.view, page.chosen)
for column, each in zip(st.columns(len(found), gap="large"), found, strict=True):
    with column:
        show(each, page.view.held, page.reader)
chrome.foot(page.view.held, reads.status())
