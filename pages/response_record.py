"""Response record: what the force and the Commissioner answer to an inspection, with live figures; written and signed here."""

from datetime import date

import streamlit as st

from perfdash.ui import chrome, reads
from perfdash.ui import record_views as views
from perfdash.ui.framework_views import chosen_force

chrome.begin()
force = chosen_force(reads.status())
view = views.record_view(force, views.chosen_inspection(), date.today())
chrome.headline(view.headline, view.formal)
if view.shown is None:
    chrome.warning(views.NOT_PUBLIC)
else:
    views.show_downloads(view, view.shown)
    views.show_work(view)
    st.html(views.preview(view.shown))
chrome.stamp(view.record.live.held, reads.status())
