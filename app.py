"""The frame: page configuration, navigation over pages/, and one plain sentence where there is no store."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from perfdash.errors import PerfdashError
from perfdash.ui import chrome, present
from perfdash.ui.trail import stand_on
from perfdash.ui.turns import in_turn


def sections() -> dict[str, list[StreamlitPage]]:
    """Every page, by the heading it stands under."""
    return {
        "": [st.Page("pages/overview.py", title="Overview", default=True)],
        "Recommendations": [
            st.Page("pages/recommendations.py", title="Recommendations"),
            st.Page("pages/response_record.py", title="Response record"),
            st.Page("pages/framework.py", title="Framework"),
            st.Page("pages/published.py", title="Published figures"),
        ],
        "Attendance times": [
            st.Page("pages/attendance.py", title="Within standard"),
            st.Page("pages/stages.py", title="Where the minutes go"),
            st.Page("pages/definitions.py", title="Why figures differ"),
            st.Page("pages/places.py", title="Where and when"),
            st.Page("pages/incidents.py", title="The incidents"),
            st.Page("pages/review.py", title="Tail review"),
            st.Page("pages/calls.py", title="999 calls"),
        ],
        "Retention": [
            st.Page("pages/retention.py", title="Who leaves"),
            st.Page("pages/leaving_reasons.py", title="Why they leave"),
            st.Page("pages/keeping_people.py", title="Keeping people"),
        ],
        "Wellbeing": [
            st.Page("pages/wellbeing.py", title="Support by role"),
            st.Page("pages/situations.py", title="After an incident"),
            st.Page("pages/occupational_health.py", title="Occupational health"),
            st.Page("pages/absence.py", title="Absence"),
        ],
        "Meetings": [st.Page("pages/meetings.py", title="Meetings")],
        "About": [st.Page("pages/method.py", title="How to read this")],
    }


with in_turn():
    st.set_page_config(
        page_title="perfdash: Getting a grip", page_icon=chrome.ICON, layout="wide", initial_sidebar_state=264
    )
    page = st.navigation(sections(), position="hidden" if present.is_presenting() else "top")
    stand_on(f"pages/{page.url_path}.py" if page.url_path else "pages/overview.py")
    try:
        if present.is_presenting():  # a statement: Streamlit would print the value of an expression
            present.run(page)
        else:
            page.run()
    except PerfdashError as error:
        chrome.stop_with(str(error))
