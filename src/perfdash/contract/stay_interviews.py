"""The stay interview contracts: a conversation held to keep somebody, and the people trained to hold it."""

from perfdash.contract.columns import NOT_KNOWN, Column, ContractColumn
from perfdash.contract.workforce import COMMAND, EXTRACTED_ON, LPT, PERSON, RANK, WORKER_TYPE

TRIGGERS = (
    "approaching retirement",
    "considering leaving",
    "new joiner",
    "manager referral",
    "self referral",
    NOT_KNOWN,
)
REPLIES = ("accepted", "declined", "no reply", NOT_KNOWN)

COLUMNS = (
    ContractColumn("stay_reference", Column.REFERENCE, "the number of the stay interview record"),
    PERSON,
    WORKER_TYPE,
    RANK,
    COMMAND,
    LPT,
    ContractColumn("trigger", Column.CHOICE, "what made the person eligible", TRIGGERS),
    ContractColumn("eligible_on", Column.DATE, "the day the trigger arose"),
    ContractColumn("invited_on", Column.DATE, "the person was invited"),
    ContractColumn("reply", Column.CHOICE, "what the person replied", REPLIES),
    ContractColumn("held_on", Column.DATE, "the interview was held"),
    ContractColumn("interviewer", Column.PERSON, "who held it, replaced by a keyed hash"),
    ContractColumn("n_actions_agreed", Column.NUMBER, "actions agreed", bounds=(0, 100)),
    ContractColumn("n_actions_done", Column.NUMBER, "actions done", bounds=(0, 100)),
    ContractColumn("in_post_after_3_months", Column.FLAG, "still in the force 3 months after it was held"),
    ContractColumn("in_post_after_6_months", Column.FLAG, "still in the force 6 months after it was held"),
    ContractColumn("in_post_after_12_months", Column.FLAG, "still in the force 12 months after it was held"),
    EXTRACTED_ON,
)
DATING = ("eligible_on",)
IN_ORDER = (
    ("eligible_on", "invited_on", "invited before the trigger arose"),
    ("invited_on", "held_on", "held before the invitation"),
)

INTERVIEWER_COLUMNS = (
    ContractColumn("interviewer_reference", Column.REFERENCE, "the number of the entry in the list of interviewers"),
    PERSON,
    WORKER_TYPE,
    ContractColumn("from_on", Column.DATE, "the first day on which the person may hold interviews"),
    ContractColumn("to_on", Column.DATE, "the last day; blank while it lasts"),
    EXTRACTED_ON,
)
INTERVIEWER_DATING = ("from_on",)
INTERVIEWER_IN_ORDER = (("from_on", "to_on", "ends before it starts"),)
