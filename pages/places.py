"""Places and times: where, in which areas, at which hours, under how much demand and for whom is it slower?"""

import streamlit as st

from perfdash.measures.register import measure
from perfdash.measures.words import definition
from perfdash.ui import attendance_views as attendance
from perfdash.ui import chrome, group_views, reads, week_views
from perfdash.ui import place_views as places
from perfdash.ui.choices import chosen_selection
from perfdash.ui.panels import not_drawn, panel
from perfdash.ui.trail import trail
from perfdash.ui.views_switch import chosen_view

VIEWS = {
    "team": "By team",
    "months": "Teams by month",
    "rurality": "Urban and rural",
    "hours": "By hour and day",
    "demand": "Demand",
    "abuse": "Domestic abuse",
}
PUT_TOGETHER = {
    "team": places.by_team,
    "months": places.teams_by_month,
    "rurality": group_views.town_and_country,
    "hours": week_views.by_hour,
    "demand": week_views.demand,
    "abuse": group_views.domestic_abuse,
}
NEEDED = {"rurality": "rurality", "abuse": "is_domestic_abuse"}


def show(shown: places.Shown) -> None:
    """One panel with everything that belongs under it."""
    panel(
        shown.key, shown.title, shown.formal, shown.figure, shown.alt, shown.table, shown.rows, view.held,
        opens=shown.opens,
    )  # fmt: skip


@st.fragment
def show_hours() -> None:
    """The week, with a switch that redraws nothing else."""
    show(
        week_views.hour_panel(
            view, chosen_view(week_views.figures_of(view), key="shown", label="Figure of the heat map")
        )
    )


chrome.begin()
selection = chosen_selection()
view = attendance.attendance_view(selection)

trail(selection)
chosen = chosen_view(VIEWS, label="Question")
lacking = NEEDED.get(chosen)
if lacking and not reads.columns_held(view.held.force)[lacking]:
    chrome.headline(
        f"{VIEWS[chosen]}: the extract does not say", definition(measure(places.MEASURES["share"]), selection)
    )
    not_drawn(VIEWS[chosen], view.held.force, lacking)
else:
    place = PUT_TOGETHER[chosen](view)
    chrome.headline(place.headline, definition(measure(place.measure), place.selection))
    for row in place.rows:
        for column, shown in zip(st.columns(len(row), gap="large"), row, strict=True):
            with column:
                show(shown)
    if chosen == "hours":
        show_hours()
chrome.foot(view.held, reads.status())
