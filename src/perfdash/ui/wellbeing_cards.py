"""Cards of wellbeing: the same on their own pages and on the overview. What was done, never how anybody was."""

from collections.abc import Callable
from functools import partial
from math import isnan

from perfdash.analysis.disclosure import SYMBOL, Audience
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.contract.wellbeing import FIRE
from perfdash.figures import words
from perfdash.figures.cards import Card
from perfdash.figures.sentences import variation_label
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_reads
from perfdash.ui.people_cards import absent, share_card
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import Told
from perfdash.ui.wellbeing_rows import last_month, lately, told, when
from perfdash.ui.wellbeing_series import TAKEN_OUT, judged

Maker = Callable[[PeopleSelection, Audience], Card]
# Of each share: the card's title, the share, the two numbers behind it, and whom the base counts.
_SHARES: dict[str, tuple[str, str, str, str, str]] = {
    "reached_beyond_screening": (
        "Reached beyond the yearly screening", "share_reached", "n_reached", "n_in_role", "in listed roles"
    ),
    "unlisted_reached": ("Reached, roles not on the list", "share_reached", "n_reached", "n_in_role", "in such roles"),
    "screening_offered": ("Yearly screening offered", "share_offered", "n_offered", "n_eligible", "due"),
    "screening_completed": ("Yearly screening completed", "share_completed", "n_completed", "n_eligible", "due"),
    "screening_on_time": ("Yearly screening done on time", "share_on_time", "n_on_time", "n_eligible", "due"),
    "programme_on_time": ("Six-monthly support on time", "share_on_time", "n_on_time", "n_eligible", "due"),
    "follow_ups_done": ("Follow-ups done", "share_followed_up", "n_followed_up", "n_follow_ups_due", "due"),
    "trauma_within_72_hours": (
        "Offered TRiM within 72 hours", "share_within_72_hours", "n_within_72_hours", "n_exposures", "exposed"
    ),
    "trauma_within_7_days": (
        "Offered TRiM within 7 days", "share_within_7_days", "n_within_7_days", "n_exposures", "exposed"
    ),
    "trauma_held": ("TRiM held", "share_held", "n_held", "n_exposures", "exposed"),
    "referrals_seen": ("Referrals seen", "share_seen", "n_seen", "n_referred", "referred"),
    "leadership_resilience": (
        "Leadership courses that taught resilience", "share_with_resilience", "n_with_resilience", "n_completions", "completed"
    ),
    "assessments_completed": ("Muscles and joints assessed", "share_completed", "n_completed", "n_offered", "offered"),
}  # fmt: skip


def shared(key: str, selection: PeopleSelection, reader: Audience, more: str = "") -> Card:
    """A measure that is a share, with its interval and the numbers behind it."""
    title, *columns = _SHARES[key]
    share, part, whole, noun = columns
    return share_card(title, told(key, selection, reader), share, part, whole, noun, more)


def screening_card(selection: PeopleSelection, reader: Audience) -> Card:
    """Yearly screenings completed by the day they were due, and whom it missed."""
    found = told("screening_on_time", selection, reader)
    missed = found.number("n_without_contact") if isinstance(found, Told) else 0.0
    more = f"{words.count(missed)} in listed roles had none due in a year" if missed > 0 else ""
    return shared("screening_on_time", selection, reader, more)


def enhanced_card(selection: PeopleSelection, reader: Audience) -> Card:
    """Contacts of the six-monthly programme completed by the day they were due, and how many people are on it."""
    members = told("programme_members", selection, reader)
    n = members.number("n_members") if isinstance(members, Told) else float("nan")
    return shared(
        "programme_on_time", selection, reader, "" if isnan(n) else f"{words.count(n)} people on the programme"
    )


def followed_card(selection: PeopleSelection, reader: Audience) -> Card:
    """Of those with whom it was held, those who were followed up."""
    found = told("trauma_held", selection, reader)
    return share_card("TRiM followed up", found, "share_followed_up", "n_followed_up", "n_held", "held")


def counted_card(key: str, title: str, selection: PeopleSelection, reader: Audience) -> Card:
    """A number of people."""
    found = told(key, selection, reader)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    return _amount(title, found.number("value"), "count", found.is_hidden(found.found.statistic), found.when)


def median_card(selection: PeopleSelection, reader: Audience) -> Card:
    """Within how many days half were first seen."""
    return _days_card("Half were first seen within", "median_days", selection, reader)


def late_card(selection: PeopleSelection, reader: Audience) -> Card:
    """Within how many days nine in ten were."""
    return _days_card("Nine in ten were first seen within", "p90_days", selection, reader)


def _days_card(title: str, column: str, selection: PeopleSelection, reader: Audience) -> Card:
    found = told("first_appointment_days", selection, reader)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    of = f"{words.count(found.number('n_seen'))} first seen"
    return _amount(title, found.number(column), "days", found.is_hidden(column), found.when, of)


def _amount(title: str, value: float, unit: str, is_hidden: bool, *notes: str) -> Card:
    if isnan(value):
        why = "Hidden: small number" if is_hidden else "Nobody to count"
        return Card(title, SYMBOL if is_hidden else words.HIDDEN, verdict=why, notes=notes)
    figure = words.in_unit(value, unit).removesuffix(f" {unit}")
    return Card(title, figure, "" if unit == "count" else unit, notes=notes)


def open_card(selection: PeopleSelection, reader: Audience) -> Card:
    """Referrals neither seen nor closed on the last day held."""
    title, found = "Still waiting", people_reads.answer("referrals_open", selection, reader)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    row = Told(found.rows.iloc[0], found, "")
    held = people_reads.force_held(selection.chosen("force")[0], ("referrals",)).last_on
    notes = (f"on {words.day(held)}", "neither seen nor closed")
    return _amount(title, row.number("n_open"), "count", row.is_hidden("n_open"), *notes)


def fire_card(selection: PeopleSelection, reader: Audience) -> Card:
    """The fire service's own people, apart: occupational health is shared, and they are in no figure of the police."""
    title, key = "Fire and rescue, counted apart", "first_appointment_days"
    found = people_reads.answer(key, lately(key, selection).having(organisation=FIRE), reader)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    row = Told(found.rows.iloc[0], found, when(key, selection, reader))
    of = f"half of {words.count(row.number('n_seen'))} were first seen within that; in no figure of the police"
    return _amount(title, row.number("median_days"), "days", row.is_hidden("median_days"), row.when, of)


ABSENCE = {
    "hours_lost_share": "Contracted hours lost",
    "hours_lost_per_fte": "Hours lost for each full-time equivalent",
    "long_absences": "Absent for more than 28 days",
}


def absence_card(key: str, selection: PeopleSelection, reader: Audience) -> Card:
    """The newest figure of one measure of absence, judged without its seasons; of the public's newest year, not judged."""
    title, found = ABSENCE[key], _newest(key, selection, reader)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    unit = {"share": "%"}.get(found.found.asked.unit, found.found.asked.unit)
    value = found.number("value")
    if isnan(value):
        return _amount(title, value, unit, found.is_hidden(found.found.statistic), found.when)
    process = judged(key, selection, reader)
    return _judged(title, value, found, process)


def _judged(title: str, value: float, found: Told, process: ProcessBehaviour | None) -> Card:
    unit = found.found.asked.unit
    places = 0 if found.found.audience == Audience.PUBLIC else 1
    figure = words.percent(value, places) if unit == "share" else words.in_unit(value, unit)
    figure, _, shown = figure.partition(" ")
    n = found.number("n_absent")
    of = "" if isnan(n) else f"{words.count(n)} people absent, of {words.count(found.number('n_in_post'))} in post"
    verdict = variation_label(process) if process else ""
    aside = TAKEN_OUT if process else ""
    return Card(title, figure, shown, process, verdict, aside, notes=(found.when, of))


def _newest(key: str, selection: PeopleSelection, reader: Audience) -> Told | NotAnswered:
    """The last month's row for officials (of a rolling measure, the twelve months to it); the newest year in public."""
    if reader is Audience.PUBLIC or key == "hours_lost_per_fte":
        return told(key, selection, reader)
    last = last_month(key, selection)
    of_month = people_reads.answer(key, PeopleSelection(last, last, selection.filters), reader)
    if isinstance(of_month, NotAnswered):
        return of_month
    at = words.month(last) if last else ""
    at = f"at the end of {at}" if key == "long_absences" else at
    return Told(of_month.rows.iloc[0], of_month, at)


def psychological_card(selection: PeopleSelection, reader: Audience) -> Card:
    """The part of all hours lost that has a psychological reason: nobody else collects it."""
    title, key = "Hours lost for psychological reasons", "hours_lost_share"
    found = people_reads.answer(key, lately(key, selection), reader, "reason_group")
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    rows = found.rows[found.rows["reason_group"] == "psychological"]
    if rows.empty:
        return absent(title, "No absence with a psychological reason is held.")
    row = Told(rows.iloc[0], found, when(key, selection, reader))
    if isnan(row.number("share_of_hours")):
        return Card(title, SYMBOL, verdict="Hidden: small number", notes=(row.when,))
    figure = words.percent(row.number("share_of_hours")).removesuffix(" %")
    return Card(title, figure, "%", notes=(row.when, "of all hours lost; no national benchmark"))


# By measure of the register, for the pages, the overview and the recommendations.
CARDS: dict[str, Maker] = {
    **{key: partial(shared, key) for key in _SHARES},
    "screening_on_time": screening_card,
    "programme_on_time": enhanced_card,
    "programme_members": partial(counted_card, "programme_members", "On the six-monthly programme"),
    "bus_attendance": partial(counted_card, "bus_attendance", "Came to the wellbeing bus"),
    "first_appointment_days": median_card,
    "referrals_open": open_card,
    **{key: partial(absence_card, key) for key in ABSENCE},
}
