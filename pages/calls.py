"""999 calls: are they answered within the standard, at which hours not, and how many callers give up?"""

import streamlit as st

from perfdash.figures import sentences
from perfdash.figures.call_hours import hours_chart
from perfdash.figures.call_sentences import became_of, hours_apart
from perfdash.figures.cards import cards_html
from perfdash.figures.comparisons import funnel_chart
from perfdash.figures.process_chart import process_chart
from perfdash.measures.calls import call_basis, of_calls
from perfdash.ui import call_views as views
from perfdash.ui import chrome, reads
from perfdash.ui.attendance_views import held_for
from perfdash.ui.call_cards import cards as call_cards
from perfdash.ui.call_tables import hour_table, month_table, status_table
from perfdash.ui.choices import chosen_selection
from perfdash.ui.panels import panel
from perfdash.ui.taken import take_lead
from perfdash.ui.trail import trail

chrome.begin()
chosen = chosen_selection()
held = views.calls_held(chosen)
trail(of_calls(chosen), has_incidents=False)
if held is None:
    chrome.headline(views.none_loaded(chosen), views.HOW_TO_LOAD)
    chrome.stamp(held_for(chosen), reads.status())
    st.stop()
view = views.call_view(chosen, held)
chrome.headline(view.headline, views.formal(view, chosen))
st.html(cards_html(call_cards(view)))
take_lead(view.headline, views.formal(view, chosen), lambda: call_cards(view), held)

if view.within is not None:
    marked, title = views.events(view), sentences.usual_range(view.within)
    panel(
        "calls_within_standard_by_month",
        title,
        views.formal_by_month(view),
        process_chart(view.within, "share", view.steps, marked),
        sentences.alt_text(view.within, title, "share"),
        month_table(view.months),
        view.months,
        held,
        marked,
    )

recent = views.recent(view)
hours, whole = views.by_hour(recent, held), reads.call_answering(recent).iloc[0]
judged = hours.dropna(subset="share_within")
if len(judged):
    ends = judged["share_within_low"].tolist(), judged["share_within_high"].tolist()
    title = hours_apart(judged["hour"].tolist(), *ends, whole["share_within"])
    panel(
        "calls_by_hour",
        title,
        f"By the local hour in which the call was presented, 95 % intervals widened for their number · {call_basis(recent)}",
        hours_chart(hours, whole["share_within"], f"Answered within {view.limit}", "Calls presented a day"),
        title,
        hour_table(hours),
        hours,
        held,
    )

left, right = st.columns(2, gap="large")
with left:
    counted = reads.call_funnel(recent)
    title = became_of(whole)
    panel(
        "calls_by_status",
        title,
        f"What became of every call presented, one status each · {call_basis(recent)}",
        funnel_chart(counted, everything="all calls"),
        title,
        status_table(counted),
        counted,
        held,
    )
with right:
    if view.abandoned is not None:
        title = f"Callers who gave up: {sentences.usual_range(view.abandoned)}"
        panel(
            "calls_abandoned_by_month",
            title,
            f"Abandoned calls as a share of those presented, whole months only · {call_basis(view.selection)}",
            process_chart(view.abandoned, "share"),
            sentences.alt_text(view.abandoned, title, "share"),
            month_table(view.months),
            view.months,
            held,
        )
chrome.foot(held, reads.status())
