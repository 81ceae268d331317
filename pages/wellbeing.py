"""Support by role: are people in high-stress roles reached by anything beyond the yearly screening?"""

from datetime import date

from perfdash.ui import chrome, reads, wellbeing_list
from perfdash.ui.audience import marked
from perfdash.ui.people_panels import show
from perfdash.ui.people_rows import force_of
from perfdash.ui.reference_panels import heading, rows_panel
from perfdash.ui.views_switch import chosen_view
from perfdash.ui.wellbeing_page import open_page
from perfdash.ui.wellbeing_roles import LIST, PARTS, roles_view, shown

page = open_page(roles_view)
if page.chosen == LIST:
    force = force_of(page.selection)
    rows = wellbeing_list.listed(force)
    heading(wellbeing_list.title(rows, date.today()), wellbeing_list.FORMAL)
    source = wellbeing_list.source(rows)
    rows_panel(
        "high_stress_roles", wellbeing_list.CAPTION, wellbeing_list.COLUMNS, wellbeing_list.list_rows(rows), source
    )
    title, changed, sentences = wellbeing_list.changed(force, page.reader)
    heading(title, marked(" ".join(sentences), page.reader))
    if changed:
        rows_panel("changed_figures", wellbeing_list.CHANGED_CAPTION, wellbeing_list.CHANGED, changed, source)
else:
    parts = PARTS.get(page.chosen, {})
    part = chosen_view(parts, key=f"of_{page.chosen}", label="Which") if parts else ""
    show(shown(page.view, page.chosen, part), page.view.held, page.reader)
chrome.foot(page.view.held, reads.status())
