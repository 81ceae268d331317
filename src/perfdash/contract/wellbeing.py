"""The wellbeing contracts: what was offered, when, and whether it was done. Process, never prevalence.

None has a column for a score, a diagnosis or free text, and an extract that carries one is refused by the column's
name: what must not be stored should not have been sent.
"""

from perfdash.contract.columns import NOT_KNOWN, Column, ContractColumn
from perfdash.contract.workforce import COMMAND, EXTRACTED_ON, PERSON, ROLE, WORKER_TYPE

SCREENING, ENHANCED = "annual screening", "enhanced support"
PROGRAMMES = (SCREENING, ENHANCED, "other", NOT_KNOWN)
POLICE, FIRE = "police", "fire and rescue"
ORGANISATIONS = (POLICE, FIRE, "other", NOT_KNOWN)
REASON_GROUPS = ("psychological", "musculoskeletal", "other", NOT_KNOWN)

ORGANISATION = ContractColumn(
    "organisation", Column.CHOICE, "whose worker it is: some services are shared", ORGANISATIONS
)

CONTACTS = (
    ContractColumn("contact_reference", Column.REFERENCE, "the number of the contact"),
    PERSON,
    WORKER_TYPE,
    ROLE,
    COMMAND,
    ORGANISATION,
    ContractColumn("programme", Column.CHOICE, "which programme it belongs to", PROGRAMMES),
    ContractColumn("due_on", Column.DATE, "the day by which it was due"),
    ContractColumn("offered_on", Column.DATE, "it was offered"),
    ContractColumn("completed_on", Column.DATE, "it was completed"),
    ContractColumn("follow_up_due_on", Column.DATE, "the day by which a follow-up was due"),
    ContractColumn("followed_up_on", Column.DATE, "the follow-up was done"),
)
EXPOSURES = (
    ContractColumn("exposure_reference", Column.REFERENCE, "the number of the record"),
    ContractColumn("incident_reference", Column.REFERENCE, "the incident"),
    PERSON,
    WORKER_TYPE,
    ROLE,
    COMMAND,
    ContractColumn("occurred_at", Column.INSTANT, "the person was exposed"),
    ContractColumn("offered_at", Column.INSTANT, "trauma risk management was offered"),
    ContractColumn("held_at", Column.INSTANT, "the assessment was held"),
    ContractColumn("followed_up_at", Column.INSTANT, "the follow-up was held"),
)
REFERRALS = (
    ContractColumn("referral_reference", Column.REFERENCE, "the number of the referral"),
    PERSON,
    WORKER_TYPE,
    ROLE,
    COMMAND,
    ORGANISATION,
    ContractColumn("referred_on", Column.DATE, "occupational health received it"),
    ContractColumn("first_offered_on", Column.DATE, "the day of the first appointment that was offered"),
    ContractColumn("first_seen_on", Column.DATE, "the first appointment was kept"),
    ContractColumn("closed_on", Column.DATE, "it was closed"),
    EXTRACTED_ON,
)
ABSENCES = (
    ContractColumn("absence_reference", Column.REFERENCE, "the number of the spell"),
    PERSON,
    WORKER_TYPE,
    ROLE,
    COMMAND,
    ContractColumn("started_on", Column.DATE, "the first day of absence"),
    ContractColumn("ended_on", Column.DATE, "the last day; blank while it lasts"),
    ContractColumn("contracted_hours", Column.NUMBER, "contracted hours a week", bounds=(0, 60)),
    ContractColumn("hours_lost", Column.NUMBER, "contracted hours lost in the spell", bounds=(0, 20_000)),
    ContractColumn("reason_group", Column.CHOICE, "the reason, in the widest groups", REASON_GROUPS),
    EXTRACTED_ON,
)
TRAINING = (
    ContractColumn("training_reference", Column.REFERENCE, "the number of the completion"),
    PERSON,
    WORKER_TYPE,
    ROLE,
    COMMAND,
    ContractColumn("course", Column.GROUP, "the course"),
    ContractColumn("completed_on", Column.DATE, "it was completed"),
    ContractColumn("is_leadership", Column.FLAG, "it is a course for leaders"),
    ContractColumn("has_resilience_content", Column.FLAG, "it teaches psychological resilience"),
)
ASSESSMENTS = (
    ContractColumn("assessment_reference", Column.REFERENCE, "the number of the assessment"),
    PERSON,
    WORKER_TYPE,
    ContractColumn("area", Column.GROUP, "the area of the pilot"),
    ContractColumn("offered_on", Column.DATE, "it was offered"),
    ContractColumn("completed_on", Column.DATE, "it was completed"),
)
SESSIONS = (
    ContractColumn("session_reference", Column.REFERENCE, "the number of the session"),
    ContractColumn("stop", Column.GROUP, "where the wellbeing bus stood"),
    ContractColumn("held_on", Column.DATE, "the day"),
    ContractColumn("n_attended", Column.NUMBER, "how many came", bounds=(0, 5_000)),
)

# Pairs of days that no record may hold the wrong way round, each with the reason it is refused for.
CONTACTS_IN_ORDER = (
    ("offered_on", "completed_on", "is completed before it was offered"),
    ("completed_on", "followed_up_on", "is followed up before it was completed"),
)
REFERRALS_IN_ORDER = (
    ("referred_on", "first_offered_on", "is offered an appointment before the referral"),
    ("referred_on", "first_seen_on", "is seen before the referral"),
    ("referred_on", "closed_on", "is closed before the referral"),
)
ASSESSMENTS_IN_ORDER = (("offered_on", "completed_on", "is completed before it was offered"),)
