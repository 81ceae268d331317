"""One recommendation on its page: what was promised and how it is checked, its measures, who has closed it, its history."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from perfdash.figures.cards import cards_html
from perfdash.measures.register import measure
from perfdash.meeting.progress import Standing, State, Written, commitment_standing
from perfdash.reference import dated
from perfdash.reference import recommendations as asked_for
from perfdash.reference.recommendations import Closing, Commitment
from perfdash.ui.measure_cards import bases, measure_card
from perfdash.ui.recommendation_meetings import decided_html
from perfdash.ui.recommendation_views import (
    ANCHOR,
    RecommendationsView,
    ran_out,
    state_cell,
    table_region,
)

CLOSED_APART = "Three bodies close a recommendation, each for itself: none follows from another."


def show_recommendation(view: RecommendationsView, key: str) -> None:
    """Everything of one recommendation but the form."""
    state = view.state(key)
    st.header(f"Recommendation {key}: {_themes(state)}", anchor=ANCHOR)
    st.html(_about(view, state))
    st.html(_closings(state))
    st.html(_commitments(view, key))
    _measures(view, key)
    st.html(decided_html(view, key) + _history(view, key))


def commitments(view: RecommendationsView, key: str) -> list[Commitment]:
    """What the force's response record says on it: the rows that hold today, and those that ran out."""
    listed = asked_for.commitments_of(view.force, key)
    shown = (*dated.standing(listed, view.on), *dated.ended(listed, view.on))
    return [row for row in listed if row in shown]


def _about(view: RecommendationsView, state: State) -> str:
    row, report = state.asked, asked_for.inspections()[state.asked.inspection]
    facts = [
        f"Owner: {row.owner}",
        f"due by {row.due_on:%-d %B %Y}",
        f"{report.inspectorate}, {report.title}",
    ]
    gaps = [ran_out(row, view.on), "No reason for this state is recorded" if state.lacks_reason else ""]
    reason = f'<p class="pd-said"><b>Reason:</b> {escape(state.reason)}</p>' if state.reason else ""
    return (
        f'<div class="pd-rec"><p>{escape(row.summary)}</p>'
        f'<p class="pd-formal">{escape(" · ".join(facts))}</p><p><b>{state_cell_line(state)}</b></p>{reason}'
        f"{_gaps(gaps)}</div>"
    )


def _themes(state: State) -> str:
    return " and ".join(theme.name.lower() for theme in asked_for.themes() if theme.key in state.asked.themes)


def state_cell_line(state: State) -> str:
    """The state with how long it has been overdue."""
    late = f", {state.days_overdue:,} days after the due date" if state.days_overdue else ""
    return f"{state_cell(state).partition('<p')[0]}{escape(late)}"


def _gaps(gaps: Sequence[str]) -> str:
    return "".join(f'<p class="pd-gap">{escape(gap)}</p>' for gap in gaps if gap)


# Closings


def _closings(state: State) -> str:
    boxes = "".join(_closing(closing, state.standing.closed(closing)) for closing in Closing)
    return f'<div class="pd-closings" role="group" aria-label="{escape(CLOSED_APART)}">{boxes}</div>'


def _closing(closing: Closing, entry: Written | None) -> str:
    name = escape(_capital(closing))
    if entry is None:
        return f'<section><h3>{name}: not recorded</h3><p class="pd-note">Nobody has said so here</p></section>'
    return (
        f'<section class="pd-closed"><h3>{name}: yes</h3><p class="pd-note">Since {entry.since:%-d %B %Y}; '
        f'{escape(_written_by(entry))}</p><p class="pd-said">{escape(entry.evidence)}</p></section>'
    )


def _written_by(entry: Written) -> str:
    return f"written by the {entry.who} on {entry.at.astimezone():%-d %B %Y}"


# Commitments


def _commitments(view: RecommendationsView, key: str) -> str:
    rows = commitments(view, key)
    title = "What the response record commits to"
    if not rows:
        return f'<div class="pd-rec"><h3>{title}</h3>{_gaps(["No commitment on it is recorded"])}</div>'
    heads = (
        ("Commitment, in our words", 28),
        ("How it is checked", 28),
        ("What it leaves open", 22),
        ("As recorded", 22),
    )
    head = "".join(f'<th scope="col" style="width:{share}%">{name}</th>' for name, share in heads)
    body = "".join(_commitment(view, row) for row in rows)
    return f'<div class="pd-rec"><h3>{title}</h3>{table_region(title, head, body)}</div>'


def _commitment(view: RecommendationsView, row: Commitment) -> str:
    said = escape(row.said) if row.said else _gaps([f"Gap: {row.gap}"])
    said += f'<p class="pd-note">{escape(row.owner)}</p>{_gaps([ran_out(row, view.on)])}'
    standing = commitment_standing(row, view.entries, view.on)
    return (
        f'<tr><th scope="row">{said}</th><td>{escape(check_words(row))}</td>'
        f"<td>{escape(row.ambiguity or '–')}</td><td>{_recorded(row, standing)}</td></tr>"
    )


def check_words(row: Commitment) -> str:
    """How a commitment can be checked: by measures we have, by what would be counted, or by evidence."""
    if row.check == "evidence":
        return "By evidence"
    counted = " · ".join(measure(key).question for key in row.measures)
    without = "Not counted yet" if row.measures else "No measure yet; would be counted"
    awaited = f"{without}: {row.awaits}" if row.awaits else ""
    return " · ".join(part for part in (counted, awaited) if part)


def _recorded(row: Commitment, standing: Standing) -> str:
    if row.gap:
        return "Nothing was promised"
    lines = [
        f"<b>{escape(_capital(entry.words))}</b> since {entry.since:%-d %b %Y} ({escape(entry.who)})"
        for entry in standing.newest.values()
    ]
    return "<br>".join(lines) or _gaps(["Nothing recorded yet"])


# Measures


def _measures(view: RecommendationsView, key: str) -> None:
    keys = view.speaking[key]
    if not keys:
        gap = f"No measure of the register speaks to recommendation {key} yet"
        st.html(f'<div class="pd-rec"><h3>Measures</h3>{_gaps([gap])}</div>')
        return
    cards = [measure_card(name, view.selection) for name in keys]
    told = "".join(f'<p class="pd-formal">{escape(words)}</p>' for words in bases(keys, view.selection))
    st.html(f'<div class="pd-rec"><h3>Measures</h3>{told}</div>{cards_html(cards)}')


# History


def _history(view: RecommendationsView, key: str) -> str:
    told = sorted((entry for entry in view.entries if entry.recommendation == key), key=lambda entry: -entry.id)
    if not told:
        return '<div class="pd-rec"><h3>History</h3><p class="pd-note">Nothing has been written yet</p></div>'
    heads = (("Written", 12), ("About", 21), ("Entry", 14), ("Holds from", 11), ("Evidence and reason", 32), ("By", 10))
    head = "".join(f'<th scope="col" style="width:{share}%">{name}</th>' for name, share in heads)
    said = {row.key: row.said or "" for row in asked_for.commitments_of(view.force, key)}
    body = "".join(_entry(entry, said) for entry in told)
    title = "History, the newest first: nothing is overwritten"
    return f'<div class="pd-rec"><h3>{title}</h3>{table_region(title, head, body)}</div>'


def _entry(entry: Written, said: dict[str, str]) -> str:
    about = (
        said.get(entry.commitment, entry.commitment) if entry.commitment else f"Recommendation {entry.recommendation}"
    )
    reason = f"Reason: {entry.reason}" if entry.reason else ""
    words = "\n".join(part for part in (entry.evidence, reason) if part)
    return (
        f'<tr><th scope="row">{entry.at.astimezone():%-d %b %Y, %H:%M}</th><td>{escape(about)}</td>'
        f"<td><b>{escape(_capital(entry.words))}</b></td><td>{entry.since:%-d %b %Y}</td>"
        f'<td class="pd-said">{escape(words)}</td><td>{escape(entry.who)}</td></tr>'
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
