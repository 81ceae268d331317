"""Attendance times: are emergencies attended within the standard, where not, and how far can the figure be trusted?"""

import streamlit as st

from perfdash.figures import sentences
from perfdash.figures.cards import cards_html
from perfdash.figures.comparisons import dots_with_intervals, funnel_chart
from perfdash.figures.process_chart import process_chart
from perfdash.figures.small_multiples import multiples_sentence, small_multiples
from perfdash.measures.attendance import widened
from perfdash.measures.register import measure
from perfdash.measures.series import whole_months
from perfdash.measures.words import basis, definition
from perfdash.reference.attendance import lpt_name
from perfdash.ui import attendance_views as views
from perfdash.ui import chrome, reads
from perfdash.ui.choices import chosen_selection
from perfdash.ui.panels import panel
from perfdash.ui.tables import area_table, funnel_table, month_table

chrome.begin()
selection = chosen_selection(reads.cuts())
view = views.attendance_view(selection)
formal = definition(measure("attendance_within_standard"), selection)

chrome.headline(view.headline, formal)
missing = views.missing_words(reads.missingness(selection), view.held.force)
if missing:
    chrome.warning(missing)
st.html(cards_html(views.cards(view)))

if view.within is not None:
    marked = views.events(view)
    title = sentences.within_standard(view.within, view.subject, view.aim, view.where)
    panel(
        "within_standard_by_month",
        sentences.usual_range(view.within),
        f"Share within standard by month, whole months only · {basis(selection)} · limits by {view.within.rules}",
        process_chart(view.within, "share", view.steps, marked),
        sentences.alt_text(view.within, title, "share"),
        month_table(view.months),
        view.months,
        view.held,
        marked,
    )
elif whole_months(view.months).empty:
    chrome.warning(f"No whole month to chart: the extract covers {view.latest_words}.")

recent = views.recent(selection, view)
everywhere = views.everywhere(recent)
whole, areas = reads.attendances(recent).iloc[0], reads.attendances(everywhere, "lpt")
left, right = st.columns(2, gap="large")
with left:
    judged = widened(areas[areas["n_judged"] > 0])
    overall = reads.attendances(everywhere).iloc[0]["share_within"]
    names = [lpt_name(view.held.force, lpt) for lpt in judged["lpt"]]
    title = sentences.places(names, judged["share_within_low"].tolist(), judged["share_within_high"].tolist(), overall)
    panel(
        "within_standard_by_lpt",
        title if names else views.why_no_area(whole),
        f"Share within standard by local policing team, 95 % intervals widened for their number · {basis(everywhere)}",
        dots_with_intervals(names, judged, overall, keys=judged["lpt"].tolist()) if names else None,
        title,
        area_table(areas, view.held.force),
        areas,
        view.held,
    )
with right:
    counted = reads.funnel(recent)
    title = sentences.coverage(
        whole["n_measured"],
        whole["n_due"],
        whole["share_within_if_missing_failed"],
        whole["share_within_if_missing_passed"],
    )
    panel(
        "funnel",
        title,
        f"From all incidents to measured ones, one reason each · {basis(recent)}",
        funnel_chart(counted),
        title,
        funnel_table(counted),
        counted,
        view.held,
    )
areas_by_month = views.areas_by_month(view) if view.within is not None else {}
if 1 < len(areas_by_month) <= 12:
    title = multiples_sentence(areas_by_month)
    panel(
        "within_standard_by_lpt_and_month",
        title,
        f"Share within standard by local policing team and month, one scale, whole months only · {basis(selection)}",
        small_multiples(areas_by_month, "share", view.steps),
        title,
        month_table(reads.attendances(selection, "lpt", "month"), view.held.force),
        reads.attendances(selection, "lpt", "month"),
        view.held,
    )
chrome.caveats(view.held)
chrome.stamp(view.held, reads.status())
