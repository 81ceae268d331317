"""What every page on wellbeing begins with: its finding, its cards, and the row of questions one of which is shown."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from perfdash.analysis.disclosure import Audience
from perfdash.figures.cards import cards_html
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import chrome
from perfdash.ui.audience import audience, marking_html
from perfdash.ui.people_choices import chosen_people, default_everybody
from perfdash.ui.people_trail import people_trail
from perfdash.ui.taken import take_lead
from perfdash.ui.views_switch import chosen_view
from perfdash.ui.wellbeing_views import WellbeingView


@dataclass(frozen=True)
class Opened:
    """A page on wellbeing down to its questions: for whom, of what, and the key of the question chosen."""

    reader: Audience
    selection: PeopleSelection
    view: WellbeingView
    chosen: str


def open_page(view_of: Callable[[PeopleSelection, Audience], WellbeingView]) -> Opened:
    """Draws the beginning of the page that `view_of` works out; the page draws what is chosen, and its foot."""
    chrome.begin(needs="people")
    reader = audience()
    selection = chosen_people(reader, may_be_all=True, begin=default_everybody)
    view = view_of(selection, reader)
    people_trail(selection)
    top = chrome.stack(marking_html(reader), chrome.headline_html(view.headline, view.formal), cards_html(view.cards))
    st.html(top)
    take_lead(view.headline, view.formal, lambda: view.cards, view.held)
    return Opened(reader, selection, view, chosen_view(view.views, label="What of it"))
