"""The exit interview contract: one row a leaver who was, or should have been, asked why.

Reasons are a closed list, several a person and one the main; what people said in their own words has no column.
"""

from perfdash.contract.columns import NOT_KNOWN, Column, ContractColumn
from perfdash.contract.workforce import COMMAND, LEAVER_TYPES, LPT, PERSON, RANK, WORKER_TYPE

NOT_ASKED, DECLINED, COMPLETED = "not asked", "declined", "completed"
OUTCOMES = (NOT_ASKED, DECLINED, COMPLETED, NOT_KNOWN)
FULL, SHORT = "full", "short"
FORMS = (FULL, SHORT, NOT_KNOWN)

# Grouped in data/reference/leaver_reasons.csv.
REASONS = (
    "line manager",
    "senior leadership",
    "no voice",
    "progression",
    "recognition",
    "flexible hours",
    "adjustments",
    "workload",
    "culture",
    "complaint handling",
    "training load",
    "posting",
    "shifts",
    "trauma",
    "risk",
    "public treatment",
    "working conditions",
    "pay",
    "pension",
    "job security",
    "other job",
    "family",
    "relocation",
    "health",
    "study",
    "retirement reached",
    "other",
    "none given",
)

COLUMNS = (
    ContractColumn("exit_reference", Column.REFERENCE, "the number of the exit record"),
    PERSON,
    WORKER_TYPE,
    RANK,
    COMMAND,
    LPT,
    ContractColumn("leaver_type", Column.CHOICE, "why the person left", LEAVER_TYPES),
    ContractColumn("left_on", Column.DATE, "the last day in the force"),
    ContractColumn("service_started_on", Column.DATE, "the first day of service"),
    ContractColumn("noticed_on", Column.DATE, "notice was given"),
    ContractColumn("offered_on", Column.DATE, "an interview or a form was offered"),
    ContractColumn("completed_on", Column.DATE, "it was held or returned"),
    ContractColumn("outcome", Column.CHOICE, "what came of it", OUTCOMES),
    ContractColumn("form", Column.CHOICE, "full for resignation and transfer, short for retirement", FORMS),
    ContractColumn("reasons", Column.CHOICES, "every reason given", REASONS),
    ContractColumn("main_reason", Column.CHOICE, "the one main reason", (*REASONS, NOT_KNOWN)),
)
DATING = ("left_on", "completed_on", "offered_on", "noticed_on")
IN_ORDER = (("service_started_on", "left_on", "left before the service started"),)
