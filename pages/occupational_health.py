"""Occupational health: how long do people wait to be seen, and who still waits?"""

from perfdash.ui import chrome, reads
from perfdash.ui.people_panels import show
from perfdash.ui.wellbeing_health import health_view, shown
from perfdash.ui.wellbeing_page import open_page

page = open_page(health_view)
show(shown(page.view, page.chosen), page.view.held, page.reader)
chrome.foot(page.view.held, reads.status())
