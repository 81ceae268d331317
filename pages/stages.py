"""Where the minutes go: control room, despatch or travel, between two periods and by month."""

import streamlit as st

from perfdash.errors import NothingToCompare
from perfdash.figures.small_multiples import multiples_sentence, small_multiples
from perfdash.figures.stage_sentences import longest_sentence, swayed_sentence
from perfdash.figures.stages import cascade, stacked_months, waterfall
from perfdash.measures.stages import compared_rows
from perfdash.ui import chrome, reads
from perfdash.ui import stage_views as views
from perfdash.ui.attendance_charts import opened_month
from perfdash.ui.choices import chosen_selection
from perfdash.ui.panels import not_drawn, panel
from perfdash.ui.periods import chosen_periods
from perfdash.ui.stage_tables import comparison_table, month_rows, month_table
from perfdash.ui.trail import trail

chrome.begin()
selection = chosen_selection()
view = views.stages_view(selection)

trail(selection)
heading = st.container()  # the finding depends on the periods, whose boxes stand below it
compared = None
try:
    compared = views.compared_view(view, chosen_periods(view.held_whole, selection))
except NothingToCompare as error:
    chrome.warning(str(error))
with heading:
    chrome.headline(views.headline(view, compared), views.formal(view, compared))

if compared is not None and compared.is_drawn:
    if compared.compared.periods.note:
        chrome.warning(compared.compared.periods.note)
    panel(
        "stages_compared",
        compared.title,
        views.formal_of_waterfall(view, compared),
        waterfall(compared.drawn, compared.before, compared.after),
        views.waterfall_words(compared),
        comparison_table(compared.compared),
        compared_rows(compared.compared),
        view.held,
    )
elif compared is not None:
    chrome.warning(views.too_few(view, compared))
if view.has_stages and (compared is None or not compared.is_drawn):
    panel(
        "stages",
        longest_sentence(views.now_row(view)),
        views.formal(view, None),
        cascade(views.now_row(view), "From call to arrival"),
        views.now_sentence(view),
        month_table(view.months),
        month_rows(view.months),
        view.held,
    )

if not view.whole.empty:
    marked = views.events(view)
    panel(
        "stages_by_month",
        views.now_sentence(view),
        views.formal_by_month(view),
        stacked_months(view.whole, views.spans(compared), marked),
        views.months_words(view),
        month_table(view.months),
        month_rows(view.months),
        view.held,
        marked,
        lambda month: opened_month(selection, month),
    )
judged = views.processes(view)
if judged:
    swayed = swayed_sentence(view.whole)
    if swayed:
        chrome.warning(swayed)
    title = multiples_sentence(judged, "stage")
    panel(
        "stages_as_processes",
        title,
        views.formal_of_processes(view, judged),
        small_multiples(judged, "seconds", columns=3, one_scale=False),
        title,
        month_table(view.months),
        month_rows(view.months),
        view.held,
        opens=lambda month: opened_month(selection, month),
    )
elif view.whole.empty and view.lacking:
    not_drawn("The three stages by month, and as process charts", view.held.force, *view.lacking)
elif view.whole.empty:
    chrome.warning(views.why_no_months(view))
chrome.foot(view.held, reads.status())
