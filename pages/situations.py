"""After an incident: are people who were exposed offered support in time, whatever their role?"""

from perfdash.ui import chrome, reads
from perfdash.ui.people_panels import show
from perfdash.ui.wellbeing_incidents import incidents_view, shown
from perfdash.ui.wellbeing_page import open_page

page = open_page(incidents_view)
show(shown(page.view, page.chosen), page.view.held, page.reader)
chrome.foot(page.view.held, reads.status())
