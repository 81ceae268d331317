"""Attendance times: are emergencies attended within the standard, is it getting better, and how far can it be trusted?"""

import streamlit as st

from perfdash.figures import sentences
from perfdash.figures.cards import cards_html
from perfdash.figures.comparisons import funnel_chart
from perfdash.figures.process_chart import process_chart
from perfdash.measures.words import basis
from perfdash.ui import attendance_charts as charts
from perfdash.ui import attendance_views as views
from perfdash.ui import chrome, published_views, reads
from perfdash.ui.choices import chosen_selection
from perfdash.ui.panels import panel
from perfdash.ui.tables import funnel_table, month_table
from perfdash.ui.trail import trail
from perfdash.ui.views_switch import chosen_view

chrome.begin()
selection = chosen_selection(reads.cuts())
view = views.attendance_view(selection)

trail(selection)
chrome.headline(view.headline, view.formal)
missing = views.missing_words(reads.missingness(selection), view.held.force)
if missing:
    chrome.warning(missing)
st.html(cards_html(views.cards(view)))

by_month, from_all_to_measured = st.columns((2, 1), gap="large")
with by_month:
    chart = charts.drawn(view, chosen_view(charts.CHARTS, key="chart", label="Process chart"))
    marked = charts.events(view, chart)
    if chart.process is None:
        chrome.warning(charts.why_no_chart(view))
    else:
        panel(
            f"{chart.key}_by_month",
            chart.title,
            chart.formal,
            process_chart(chart.process, chart.unit, chart.steps, marked),
            sentences.alt_text(chart.process, chart.title, chart.unit),
            month_table(view.months),
            view.months,
            view.held,
            marked,
            lambda month: charts.opened_month(selection, month),
        )
with from_all_to_measured:
    recent = views.recent(selection, view)
    whole, counted = reads.attendances(recent).iloc[0], reads.funnel(recent)
    title = charts.coverage_sentence(whole)
    panel(
        "funnel",
        title,
        f"From all incidents to measured ones, one reason each · {basis(recent)}",
        funnel_chart(counted),
        title,
        funnel_table(counted),
        counted,
        view.held,
        opens=lambda status: charts.opened_status(recent, status),
    )
with st.expander("Published figures elsewhere"):
    st.html(published_views.context_html(selection))
chrome.caveats(view.held)
chrome.stamp(view.held, reads.status())
