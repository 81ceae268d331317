"""What meetings decided on a recommendation: on a screen that shows one of its measures, or by naming it."""

from html import escape

from perfdash.figures.words import day
from perfdash.meeting.decisions import Decision, decisions, on_recommendation
from perfdash.meeting.meetings import Meeting, meeting
from perfdash.store.places import find_store
from perfdash.ui.recommendation_views import RecommendationsView, table_region

_HEADS = (("Meeting", 22), ("Shown", 30), ("Decided", 36), ("By", 12))


def decided_html(view: RecommendationsView, key: str) -> str:
    """The decisions that stand, the newest first; nothing where no meeting has decided on it."""
    path = find_store().log
    rows = on_recommendation(decisions(path, view.force), key)
    if not rows:
        return ""
    head = "".join(f'<th scope="col" style="width:{share}%">{name}</th>' for name, share in _HEADS)
    body = "".join(_row(row, meeting(path, view.force, row.shown.meeting)) for row in rows)
    title = "Decided at meetings, the newest first"
    return f'<div class="pd-rec"><h3>{title}</h3>{table_region(title, head, body)}</div>'


def _row(row: Decision, held: Meeting) -> str:
    link, name = f"meetings?meeting={held.id}", f"{held.title}, {day(held.on)}"
    said = f"<b>{escape(str(row.says).capitalize())}</b>{f': {escape(row.words)}' if row.words else ''}"
    satisfied = f"<br><b>{escape(row.satisfied_words)}</b>" if row.satisfied_words else ""
    seen = escape(row.shown.title or "The meeting as a whole")
    return (
        f'<tr><th scope="row"><a href="{escape(link)}" target="_self">{escape(name)}</a></th><td>{seen}</td>'
        f'<td class="pd-said">{said}{satisfied}</td><td>{escape(row.who)}, {day(row.at.astimezone().date())}</td></tr>'
    )
