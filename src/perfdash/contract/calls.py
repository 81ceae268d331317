"""The call contract: how long 999 and 101 callers waited for an answer, kept apart from attendance times.

There is no column for a caller's number, a name, a recording or free text, so none can be loaded, whatever a
profile says. Call answering is measured by the telephone system and has a standard of its own.
"""

from perfdash.contract.columns import NOT_KNOWN, Column, ContractColumn
from perfdash.contract.statuses import Part, Status

LINES = ("999", "101", "other", NOT_KNOWN)
EMERGENCY = "999"

COLUMNS = (
    ContractColumn("call_reference", Column.REFERENCE, "the telephone system's own number of the call"),
    ContractColumn("call_line", Column.CHOICE, "which number was rung", LINES),
    ContractColumn("presented_at", Column.INSTANT, "the call was offered to the force's call handlers"),
    ContractColumn("answered_at", Column.INSTANT, "a call handler answered it"),
    ContractColumn("abandoned_at", Column.INSTANT, "the caller gave up before anybody answered"),
)

# A call belongs to the moment it was presented; without that instant nothing can be said of its wait.
DATING_INSTANTS = ("presented_at",)

# The status of a call: the first rule that holds, in this order. Applied in `store/sql/marts/calls.sql`.
STATUSES = (
    Status("out of sequence", Part.UNKNOWN, "it ended before it was presented, or as both answered and abandoned"),
    Status("abandoned", Part.APART, "the caller gave up before anybody answered"),
    Status("answer missing", Part.UNKNOWN, "neither an answer nor an abandonment is recorded"),
    Status("answered", Part.MEASURED, "none of the above"),
)
NAMES = tuple(status.name for status in STATUSES)
ANSWERED, ABANDONED = "answered", "abandoned"
UNKNOWN = tuple(status.name for status in STATUSES if status.part is Part.UNKNOWN)
