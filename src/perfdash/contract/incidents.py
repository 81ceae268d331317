"""The incident contract: every column an extract may fill, and none other.

There is no column for a caller, an address, a location finer than the local policing team or free text,
so none can be loaded, whatever a profile says. Column names follow docs/glossary.md.
"""

from perfdash.contract.columns import NOT_KNOWN as NOT_KNOWN
from perfdash.contract.columns import Column, ContractColumn

RURALITIES = ("urban", "rural", NOT_KNOWN)
ORIGINS = ("public", "officer", "scheduled", "other", NOT_KNOWN)
OUTCOMES = (
    "attended",
    "cancelled",
    "resolved without deployment",
    "scheduled appointment",
    "other",
    NOT_KNOWN,
)

COLUMNS = (
    ContractColumn("incident_reference", Column.REFERENCE, "the supplier's own number of the incident"),
    ContractColumn("resource_reference", Column.REFERENCE, "the unit a row is about, where rows are per resource"),
    ContractColumn("parent_reference", Column.REFERENCE, "the incident this one repeats"),
    ContractColumn("call_answered_at", Column.INSTANT, "the call was answered"),
    ContractColumn("created_at", Column.INSTANT, "the incident record was created"),
    ContractColumn("ready_for_despatch_at", Column.INSTANT, "the control room passed it for despatch"),
    ContractColumn("despatched_at", Column.INSTANT, "the first resource was despatched"),
    ContractColumn("en_route_at", Column.INSTANT, "the first resource set off"),
    ContractColumn("arrived_at", Column.INSTANT, "the first resource arrived"),
    ContractColumn("stood_down_at", Column.INSTANT, "the last resource was stood down"),
    ContractColumn("closed_at", Column.INSTANT, "the incident was closed"),
    ContractColumn("initial_grade", Column.GRADE, "the grade first given"),
    ContractColumn("despatch_grade", Column.GRADE, "the grade when the first resource was despatched"),
    ContractColumn("final_grade", Column.GRADE, "the grade at the end"),
    ContractColumn("lpt", Column.PLACE, "the local policing team, or the supplier's own area"),
    ContractColumn("rurality", Column.CHOICE, "urban or rural", RURALITIES),
    ContractColumn("origin", Column.CHOICE, "who started it", ORIGINS),
    ContractColumn("is_domestic_abuse", Column.FLAG, "flagged as domestic abuse"),
    ContractColumn("outcome", Column.CHOICE, "how it ended", OUTCOMES),
)
BY_NAME = {column.name: column for column in COLUMNS}
INSTANTS = tuple(column.name for column in COLUMNS if column.holds is Column.INSTANT)
GRADES = tuple(column.name for column in COLUMNS if column.holds is Column.GRADE)

# What a figure may need: every column but the references. Those of words hold NOT_KNOWN where an extract says nothing.
MEASURABLE = tuple(column.name for column in COLUMNS if column.holds is not Column.REFERENCE)
WORDS = tuple(column.name for column in COLUMNS if column.holds in (Column.GRADE, Column.PLACE, Column.CHOICE))

# An incident is dated by the first of these that it has.
DATING_INSTANTS = ("call_answered_at", "created_at", "ready_for_despatch_at", "despatched_at")
