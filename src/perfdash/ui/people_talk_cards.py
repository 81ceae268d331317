"""Cards of exit and stay interviews, and every card about people by its measure of the register."""

from math import isnan

from perfdash.analysis.disclosure import SYMBOL, Audience
from perfdash.figures import words
from perfdash.figures.cards import Card
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.reference.workforce import ambition_for
from perfdash.ui import people_cards as leaving
from perfdash.ui import people_reads
from perfdash.ui.people_cards import Maker, absent, share_card
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import Told, force_of, last_year, of_force, period_words, told, whole_extract, whole_years


def offered_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """Exit interviews offered of eligible."""
    found = told("exit_interviews_offered", selection, reader, worker_type)
    return share_card("Leavers who were asked why", found, "share_offered", "n_offered", "n_eligible", "eligible")


def completed_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """Exit interviews completed of offered."""
    found = told("exit_interviews_completed", selection, reader, worker_type)
    return share_card(
        "Exit interviews completed, of those asked", found, "share_completed", "n_completed", "n_offered", "asked"
    )


def days_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """The median number of days from notice to interview."""
    title, found = "From notice to interview (median)", told("exit_interview_days", selection, reader, worker_type)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    days, n = found.number("median_days"), found.number("n_timed")
    if isnan(days):
        return Card(title, SYMBOL if found.is_hidden("median_days") else words.HIDDEN, verdict="No day of notice is known",
                    notes=(found.when,))  # fmt: skip
    return Card(title, words.count(days), "days", notes=(found.when, f"of {words.count(n)} with both days known"))


def joiners_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """New joiners spoken to by month nine, of all who are old enough."""
    title = "Joiners spoken to by month 9"
    if reader is Audience.PUBLIC:
        found = told("joiners_reached", selection, reader, worker_type)
    else:  # of all who joined since the first stay interview: the newest nine months can never be told
        every = people_reads.answer("joiners_reached", whole_extract(selection), reader)
        found = (
            every if isinstance(every, NotAnswered) else Told(every.rows.iloc[0], every, "since stay interviews began")
        )
    early = found.number("n_too_early") if isinstance(found, Told) else 0.0
    more = f"too early to say of {words.count(early)}" if early > 0 else ""
    return share_card(
        title, found, "share_reached", "n_reached", "n_joiners", "who joined at least nine months ago", more
    )


def pensionable_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """People near retirement invited to a stay interview."""
    title, found = (
        "Near retirement and asked to stay",
        people_reads.answer("pensionable_reached", whole_extract(selection), reader),
    )
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    held = Told(found.rows.iloc[0], found, "a pension within 12 months")
    more = (
        "" if isnan(held.number("n_held")) else f"{words.count(held.number('n_held'))} of the invited had the interview"
    )
    return share_card(title, held, "share_invited", "n_invited", "n_pensionable", "who can draw one", more)


def pool_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """The pool of interviewers against what is hoped for."""
    title = "People who may hold stay interviews"
    found = people_reads.answer("interviewer_pool", of_force(selection), reader)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    n = float(found.rows["value"].iloc[0])
    hoped = ambition_for("interviewer_pool", force_of(selection), people_reads.force_held(force_of(selection)).last_on)
    aim = f"{words.count(hoped.amount)} are hoped for, not promised" if hoped else "no number is hoped for"
    about = "rounded to 5" if reader is Audience.PUBLIC else ""
    return Card(title, SYMBOL if isnan(n) else words.count(n), notes=(aim, about))


def held_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """Stay interviews held, of those who were invited and accepted."""
    return _stage_card("Stay interviews held, of those accepted", "Held", "who accepted", selection, reader)


def invited_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """Who was invited to a stay interview, of all who became eligible."""
    return _stage_card("Invited to a stay interview", "Invited", "who became eligible", selection, reader)


def _stage_card(title: str, stage: str, noun: str, selection: PeopleSelection, reader: Audience) -> Card:
    by = ("year",) if reader is Audience.PUBLIC else ()
    found = people_reads.answer("stay_interviews", selection, reader, *by)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    rows = found.rows[found.rows["stage"] == stage]
    rows = whole_years(rows, selection) if by else rows
    if rows.empty:
        return absent(title, "No stay interviews are held in this period.")
    row = rows.iloc[-1]
    when = f"eligible in {row['year']}" if by else "of everybody made eligible in the period"
    return share_card(title, Told(row, found, when), "share_reached", "n_reached", "n_base", noun)


def reasons_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """How many completed interviews name the force itself: an organisational reason."""
    title = "Name a reason of the organisation"
    by = ("year", "reason_group") if reader is Audience.PUBLIC else ("reason_group",)
    chosen = selection if reader is Audience.PUBLIC else last_year(selection)
    found = people_reads.answer("leaving_reasons", chosen, reader, *by)
    if isinstance(found, PeopleAnswer) and not found.rows["n_completed"].gt(0).any():
        found = people_reads.answer("leaving_reasons", selection, reader, *by)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    rows = found.rows[found.rows["reason_group"] == "organisational"]
    rows = whole_years(rows, selection) if "year" in rows else rows
    if rows.empty:
        return absent(title, "No completed exit interviews are held in this period.")
    when = f"the year {rows['year'].iloc[-1]}" if "year" in rows else period_words(found.selection)
    return share_card(
        title, Told(rows.iloc[-1], found, when), "share_naming", "n_naming", "n_completed", "completed interviews"
    )


# By measure of the register, for the page of the recommendations.
CARDS: dict[str, Maker] = {
    "strength": leaving.strength_card,
    "joiners": leaving.new_card,
    "retention_curve": leaving.staying_card,
    "leavers": leaving.leavers_card,
    "leaver_rate": leaving.leaver_rate_card,
    "resignation_rate": leaving.resignation_card,
    "supervisor_leaver_rate": leaving.supervisor_card,
    "early_leavers": leaving.early_card,
    "exit_interviews_offered": offered_card,
    "exit_interviews_completed": completed_card,
    "exit_interview_days": days_card,
    "leaving_reasons": reasons_card,
    "stay_interviews": held_card,
    "joiners_reached": joiners_card,
    "pensionable_reached": pensionable_card,
    "interviewer_pool": pool_card,
}
