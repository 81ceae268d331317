"""The wellbeing row of the overview, and its measures as cards under a recommendation; each card opens its page."""

from dataclasses import replace
from urllib.parse import urlencode

from perfdash.analysis.disclosure import Audience
from perfdash.figures.cards import Card
from perfdash.figures.overview_sentences import Judged
from perfdash.measures.people import WELLBEING
from perfdash.ui import people_reads, wellbeing_cards
from perfdash.ui.findings import Finding
from perfdash.ui.people_cards import NO_DATA
from perfdash.ui.people_choices import default_everybody
from perfdash.ui.wellbeing_rows import a_month_ago
from perfdash.ui.wellbeing_series import judged

NOTES = 2  # of a card: the row has four, and they are read from across a room
LOST = "hours_lost_share"
# The page of a measure, with the parameters that show it there.
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "screening_offered": ("wellbeing", {"view": "screening"}),
    "screening_completed": ("wellbeing", {"view": "screening", "of_screening": "completed"}),
    "screening_on_time": ("wellbeing", {"view": "on_time"}),
    "programme_members": ("wellbeing", {"view": "on_time", "of_on_time": "programme_on_time"}),
    "programme_on_time": ("wellbeing", {"view": "on_time", "of_on_time": "programme_on_time"}),
    "follow_ups_done": ("wellbeing", {"view": "on_time", "of_on_time": "programme_on_time"}),
    "reached_beyond_screening": ("wellbeing", {}),
    "unlisted_reached": ("wellbeing", {"view": "unlisted"}),
    "trauma_within_72_hours": ("situations", {}),
    "trauma_within_7_days": ("situations", {}),
    "trauma_held": ("situations", {"view": "held"}),
    "first_appointment_days": ("occupational_health", {}),
    "referrals_seen": ("occupational_health", {}),
    "referrals_open": ("occupational_health", {"view": "open"}),
    "leadership_resilience": ("wellbeing", {"view": "offers", "of_offers": "courses"}),
    "assessments_completed": ("wellbeing", {"view": "offers"}),
    "bus_attendance": ("wellbeing", {"view": "offers", "of_offers": "bus"}),
    "hours_lost_share": ("absence", {}),
    "hours_lost_per_fte": ("absence", {"view": "hours_lost_per_fte"}),
    "long_absences": ("absence", {"view": "long_absences"}),
}
_FIRST = ("reached_beyond_screening", "trauma_within_72_hours", "first_appointment_days")


def has_wellbeing(force: str) -> bool:
    """Whether any record of wellbeing is held of a force."""
    return bool(set(people_reads.kinds_of(force)) & set(WELLBEING))


def wellbeing_card(key: str, force: str, reader: Audience) -> Card:
    """A measure of wellbeing of the whole force, with its page."""
    selection, (page, more) = default_everybody(force, reader), PAGES[key]
    card = wellbeing_cards.CARDS[key](selection, reader)
    notes = tuple(note for note in card.notes if note)
    return replace(card, notes=notes, href=f"{page}?{urlencode(selection.to_query() | more)}")


def wellbeing_findings(force: str, reader: Audience) -> list[Finding]:
    """The findings of a force for an audience; none where no record of wellbeing is held."""
    if not has_wellbeing(force):
        return []
    found = [Finding(_short(wellbeing_card(key, force, reader))) for key in _FIRST]
    found.append(_lost(force, reader))
    return [finding for finding in found if finding.card.verdict != NO_DATA]


def _lost(force: str, reader: Audience) -> Finding:
    """Hours lost, the one of them that is a process: judged without its seasons, now and a month ago."""
    card, selection = _short(wellbeing_card(LOST, force, reader)), default_everybody(force, reader)
    if reader is Audience.PUBLIC or card.result is None:
        return Finding(card)
    before = judged(LOST, a_month_ago(LOST, selection), reader)
    return Finding(card, Judged("the share of contracted hours lost to absence", card.result, before))


def _short(card: Card) -> Card:
    return replace(card, notes=card.notes[:NOTES])
