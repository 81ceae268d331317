"""The frame: page configuration, navigation over pages/, and one plain sentence where there is no store."""

import streamlit as st

from perfdash.errors import PerfdashError
from perfdash.ui import chrome

st.set_page_config(page_title="perfdash: Getting a grip", page_icon=chrome.ICON, layout="wide")
pages = [
    st.Page("pages/overview.py", title="Overview", default=True),
    st.Page("pages/attendance.py", title="Attendance"),
    st.Page("pages/method.py", title="How to read this"),
]
page = st.navigation(pages, position="top")
try:
    page.run()
except PerfdashError as error:
    chrome.stop_with(str(error))
