"""The words that every record of the workforce shares: worker types, how people join and leave, service bands.

No record of the workforce has a column for a name, a date of birth, an address, a diagnosis, a score or free text. A
person is known by a keyed hash alone.
"""

from perfdash.contract.columns import NOT_KNOWN, Column, ContractColumn

WORKER_TYPES = (
    "officer",
    "staff",
    "PCSO",
    "designated officer",
    "special constable",
    "volunteer",
    NOT_KNOWN,
)
# Their hours are their own, so they are counted as people and never as full-time equivalents.
HEADCOUNT_ONLY = ("special constable", "volunteer")

RESIGNATION, RETIREMENT, TRANSFER_OUT = "voluntary resignation", "normal retirement", "transfer out"
MEDICAL_RETIREMENT, DISMISSAL, DEATH = "medical retirement", "dismissal or contract end", "death"
END_OF_TERM = "end of fixed term or secondment"
LEAVER_TYPES = (
    RESIGNATION,
    RETIREMENT,
    MEDICAL_RETIREMENT,
    DISMISSAL,
    TRANSFER_OUT,
    DEATH,
    END_OF_TERM,
    "other",
    NOT_KNOWN,
)
TRANSFER_IN = "transfer in"
JOINER_TYPES = ("new joiner", TRANSFER_IN, "rejoiner", "other", NOT_KNOWN)

# Upper ends in whole years, exclusive, as the Home Office publishes them; the last band is open.
SERVICE_BANDS = (
    ("under 1", 1),
    ("1 to under 2", 2),
    ("2 to under 3", 3),
    ("3 to under 4", 4),
    ("4 to under 5", 5),
    ("5 to under 10", 10),
    ("10 to under 15", 15),
    ("15 to under 20", 20),
    ("20 to under 25", 25),
    ("25 to under 30", 30),
    ("30 and over", 200),
)

PERSON = ContractColumn("person", Column.PERSON, "the person's number in the system, replaced by a keyed hash")
WORKER_TYPE = ContractColumn("worker_type", Column.CHOICE, "what kind of worker", WORKER_TYPES)
RANK = ContractColumn("rank", Column.GROUP, "rank of an officer, grade of staff")
COMMAND = ContractColumn("command", Column.GROUP, "the command or department")
LPT = ContractColumn("lpt", Column.PLACE, "the local policing team")
ROLE = ContractColumn("role", Column.GROUP, "the role, as the list of high-stress roles names it")
EXTRACTED_ON = ContractColumn("extracted_on", Column.DATE, "the day the extract was made: nothing is known after it")
