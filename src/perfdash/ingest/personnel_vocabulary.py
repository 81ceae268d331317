"""What personnel, survey and occupational health systems call things: words for each column of the people contracts."""

from collections.abc import Sequence

from perfdash.contract.columns import ContractColumn
from perfdash.contract.kinds import RecordKind
from perfdash.ingest.vocabulary import PERSONAL, fit, meaning_words, words_of

_BEGINS = (
    "start, started, hire, hired, dateof hire, appointment, appointed, joined, joining, commenced, commencement, engaged, "
    "employed, effective start, assignment start, start post, begin, began, entry duty, eod, current appointment"
)
_LEAVES = (
    "end, ended, leave, leaver, leaving, left, termination, dateof termination, terminated, term, separation, separated, "
    "departure, departed, exit, cessation, cease, ceased, last day, last working day, effective end, assignment end, resigned"
)
_ABSENCE_BEGINS = (
    "start, started, first day, absence start, first absence, absence, sick from, absent from, from, begin, began"
)
_FOLLOWED_UP = "follow up, followed up, follow up completed, follow up done, followup, followup completed"
_COMPLETED = (
    "completed, complete, completion, returned, held, survey completed, interview completed, submitted, submission, "
    "interviewed, interview held, interview, survey"
)

# Each phrase is a set of words that must all be in the column's name. A phrase of one kind alone stands under its name.
_PHRASES = {
    "person": (
        "employee, employee number, employee id, emp, emp id, emp number, staff number, staff id, payroll, payroll number, "
        "personnel number, person number, person id, person, collar, collar number, warrant number, badge, badge number, "
        "shoulder number, service number, worker id, officer id, officer number, star number, colleague number, learner, "
        "learner id, person reference, delegate number"
    ),
    "worker_type": (
        "type, worker type, worker, category, staff category, employee category, employee type, staff type, staff group, "
        "employee group, sworn, sworn civilian, sworn status, personnel type, personnel category, employment category"
    ),
    "rank": (
        "rank, grade, pay grade, job grade, pay band, band, rank grade, rank title, position, position title, job title, "
        "title, classification, job classification, job"
    ),
    "role": "role, job role, role title, position, position title, job title, job, post, post title, duty, specialism",
    "command": (
        "command, department, department name, directorate, division, business unit, business area, bureau, org unit, "
        "organisation unit, branch, section, work area, workarea, unit, region, cost centre, institute, agency, district"
    ),
    "lpt": "lpt, policing team, neighbourhood team, team, station, bcu, lpa, area, base, site, precinct, borough, location",
    "fte": "fte, contracted fte, full equivalent, wte, whole equivalent, fte value",
    "started_on": _BEGINS,
    "absences.started_on": _ABSENCE_BEGINS,
    "ended_on": _LEAVES,
    "absences.ended_on": "end, ended, last day, absence end, last absence, sick until, absent until, until, finish",
    "joiner_type": (
        "joiner type, joined as, hire type, recruitment, recruitment type, entry route, appointment type, how joined, "
        "joining reason, entry type, start reason"
    ),
    "leaver_type": (
        "leaver type, leaver reason, leaving reason, leaving type, reason leaving, leave reason, termination reason, "
        "termination type, term reason, separation type, separation reason, reason separation, exit type, exit reason, "
        "reason termination, reason ceasing, reason ceasing employment, cessation type, cessation reason, departure type, "
        "departure reason, employment status, status, reason"
    ),
    "service_started_on": "service start, continuous service, police service, service, original hire, service began",
    "exit-interviews.service_started_on": f"service start, continuous service, service, {_BEGINS}",
    "pensionable_on": "pension, pensionable, pension eligible, retirement eligible, retirement due, pension due",
    "is_supervisor": "supervisor, supervises, supervisory, manager flag, people manager, has reports",
    "extracted_on": "extract, extracted, extraction, run, report, report run, as, snapshot",
    "left_on": f"{_LEAVES}, cessation year, year cessation, leaving year",
    "noticed_on": "notice, notice given, notified, notification, resignation received, resignation submitted",
    "offered_on": "offered, offer, invited, invitation, sent, survey sent, issued, interview offered",
    "completed_on": _COMPLETED,
    "training.completed_on": "completed, completion, course, passed, trained, attended, training",
    "outcome": "outcome, status, interview status, interview outcome, survey status, response status, completed",
    "form": "form, form type, interview type, questionnaire, survey type",
    "reasons": "reasons, reasons leaving, all reasons, contributing factors, factors, contributing reasons, reasons given",
    "main_reason": (
        "main reason, main reason leaving, primary reason, principal reason, main factor, main factor leaving, "
        "primary factor, reason leaving, leaving reason, key reason, reason"
    ),
    "trigger": "trigger, trigger type, reason, reason referral, referral type, eligibility, eligibility reason",
    "eligible_on": "eligible, eligible from, due from, due, eligibility, trigger, identified, raised, referral, referred",
    "invited_on": "invited, invitation, invite, invitation sent, offered",
    "reply": "reply, response, answer, accepted, invitation response, invitation reply",
    "held_on": "held, interview held, interview, conducted, took place, session, visit, meeting",
    "interviewer": "interviewer, interviewer id, interviewer number, conducted by, interviewed by",
    "n_actions_agreed": "actions, actions agreed, agreed actions, number actions",
    "n_actions_done": "actions done, actions completed, actions closed",
    "in_post_after_3_months": "post 3 months, post 3, retained 3 months, 3 months, post months 3",
    "in_post_after_6_months": "post 6 months, post 6, retained 6 months, 6 months, post months 6",
    "in_post_after_12_months": "post 12 months, post 12, retained 12 months, 12 months, post months 12",
    "from_on": "from, start, trained, accredited, appointed, qualified, training, active from",
    "to_on": "end, ended, until, stood down, removed, lapsed, expires, expiry, stopped",
    "as_at_on": "as, snapshot, period, period ending, quarter, quarter ending, month, month ending, year, year ending",
    "basis": "basis, measure, measured, unit, counted",
    "strength": "strength, headcount, fte, value, count, total, figure, actual, people, number",
    "programme": "programme, program, scheme, screening type, intervention, type",
    "due_on": "due, deadline, target",
    "follow_up_due_on": "follow up due, followup due",
    "followed_up_on": _FOLLOWED_UP,
    "organisation": "organisation, employer, force, service, body",
    "incident_reference": "incident, incident number, incident reference, log number, cad",
    "occurred_at": "occurred, incident, exposure, exposed, event, happened",
    "offered_at": "offered, offer, trim offered",
    "held_at": "held, assessment, trim, trim held, trim assessment",
    "followed_up_at": _FOLLOWED_UP,
    "referred_on": "referred, referral, received, referral received",
    "first_offered_on": "first offered, first appointment offered, appointment offered, offered",
    "first_seen_on": "first seen, seen, first appointment, appointment, attended, first attended",
    "closed_on": "closed, closure, case closed, discharged, discharge",
    "contracted_hours": "contracted hours, contract hours, weekly hours, hours week, standard hours",
    "hours_lost": "hours lost, lost hours, absence hours, hours absent, absenteeism hours, hours, duration hours",
    "reason_group": "reason, absence reason, reason absence, absence category, sickness reason, reason group, absence type",
    "course": "course, course title, course name, module, training, training course",
    "is_leadership": "leadership, leadership course, leaders",
    "has_resilience_content": "resilience, resilience content",
    "area": "area, pilot area, site, station, location, team, department",
    "stop": "stop, location, site, venue, place",
    "n_attended": "attended, number attended, attendees, attendance, visitors, count, people",
}
_MORE = {
    "reference": (
        "record, record id, record number, id, reference, number, case, case number, assignment, assignment number, "
        "response, response id, survey id, respondent, respondent id, interview number, referral number, absence number, "
        "spell, spell number, session, session number, entry, entry number, post number, serial, row id, key, exposure, "
        "exposure number, completion, contact, contact number, referral, assessment, assessment number, interview"
    ),
    # About a person beyond what the vocabulary of incidents knows.
    "personal": (
        "age sex gender race ethnic ethnicity religion disability disabled orientation marital nationality citizen "
        "citizendesc salary wage pay income rate dob born racedesc maritaldesc hispanic latino aboriginal torres nesb "
        "nino ssn bank weight height mass son pet smoker drinker children married photo manager emergency kin "
        "forenames firstname lastname fullname initials surnames managername"
    ),
}
_SHORT = {
    "dept": "department",
    "org": "organisation",
    "div": "division",
    "organization": "organisation",
    "ref": "reference",
}
_NUMBERS = frozenset(("number", "id", "reference", "ref"))
_NAMED = frozenset(
    (
        "department",
        "course",
        "unit",
        "team",
        "station",
        "job",
        "position",
        "rank",
        "site",
        "command",
        "division",
        "role",
    )
)
_REFERENCE = tuple(_MORE["reference"].split(", "))
_PERSONAL = frozenset(_MORE["personal"].split())


def likeness(name: str, kind: RecordKind, column: ContractColumn) -> float:
    """How well a column's name fits a column of the contract; 0 is not at all, above 2 is a good fit."""
    phrases = _PHRASES.get(f"{kind.name}.{column.name}", _PHRASES.get(column.name, ""))
    return _best(name, phrases.split(", ")) if phrases else 0.0


def likeness_to_reference(name: str) -> float:
    """How well a column's name fits the number of a record."""
    return _best(name, _REFERENCE)


def looks_personal(name: str) -> bool:
    """Whether a column's name suggests a name, an address, a characteristic of a person or free text."""
    words = {_SHORT.get(word, word) for word in words_of(name)}
    personal = (PERSONAL | _PERSONAL) & words
    if words & _NUMBERS:  # 'Person No' is what is hashed, 'Manager ID' another person
        personal -= {"person"}
    if "code" not in words:  # of a letter, and of a place
        personal -= {"post"}
    # The name of a department is not a person's, and a place of work no address.
    return bool(personal - {"name", "location"}) or ("name" in personal and not words & _NAMED)


def _best(name: str, phrases: Sequence[str]) -> float:
    # 'Employment Type. Employment Type': surveys give a column the name of its section too.
    spelt = [_SHORT.get(word, word) for word in words_of(name)]
    words = [word for word in dict.fromkeys(spelt) if word == "day" or meaning_words(word)]
    return max((fit(words, phrase.split()) for phrase in phrases), default=0.0)
