"""Attendance times: are emergencies attended within the standard, is it getting better, and how far can it be trusted?"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from perfdash.ui import attendance_charts as charts
from perfdash.ui import attendance_views as views
from perfdash.ui import chrome
from perfdash.ui.attendance_answers import ChartAnswer, attendance_answer
from perfdash.ui.choices import chosen_selection
from perfdash.ui.panels import Opens, panel
from perfdash.ui.tables import funnel_table, month_table
from perfdash.ui.taken import take_lead
from perfdash.ui.trail import trail
from perfdash.ui.views_switch import chosen_view

chrome.begin()
selection = chosen_selection()
answer = attendance_answer(selection)  # all of it before the first of it is drawn: so the browser draws once
view = answer.view


def draw(found: ChartAnswer, table: Callable[[pd.DataFrame], pd.DataFrame], opens: Opens) -> None:
    """One chart with its words and its table."""
    words = (found.key, found.title, found.formal, found.figure, found.alt)
    panel(*words, lambda: table(found.rows), found.rows, view.held, found.events, opens)


trail(selection)
st.html(answer.top)
take_lead(view.headline, view.formal, lambda: views.cards(view), view.held)
by_month, from_all_to_measured = st.columns((3, 2), gap="large")
with by_month:
    chart = answer.by_month(chosen_view(charts.CHARTS, key="chart", label="Process chart"))
    if chart is None:
        chrome.warning(charts.why_no_chart(view))
    else:
        draw(chart, month_table, lambda month: charts.opened_month(selection, month))
with from_all_to_measured:
    draw(answer.funnel, funnel_table, lambda status: charts.opened_status(answer.recent, status))
chrome.foot(view.held, answer.status, {"Published figures elsewhere": answer.published})
