"""The employment contract: one row a post that a person holds, from a day to a day, at one FTE.

A change of hours, rank or command is a new row; a person may hold two posts at once. Who left, and who only moved, is
worked out from all rows of a person (`store/sql/staging/service.sql`).
"""

from perfdash.contract.columns import Column, ContractColumn
from perfdash.contract.workforce import (
    COMMAND,
    EXTRACTED_ON,
    JOINER_TYPES,
    LEAVER_TYPES,
    LPT,
    PERSON,
    RANK,
    ROLE,
    WORKER_TYPE,
)

COLUMNS = (
    ContractColumn("employment_reference", Column.REFERENCE, "the personnel system's own number of the post held"),
    PERSON,
    WORKER_TYPE,
    RANK,
    COMMAND,
    LPT,
    ROLE,
    ContractColumn("fte", Column.NUMBER, "full-time equivalent of the post, 0 to 1", bounds=(0, 1)),
    ContractColumn("started_on", Column.DATE, "the first day in the post at these hours"),
    ContractColumn("ended_on", Column.DATE, "the last day in it; blank while it is held"),
    ContractColumn("joiner_type", Column.CHOICE, "how the person came to the force", JOINER_TYPES),
    ContractColumn(
        "leaver_type", Column.CHOICE, "why the person left the force; blank where they did not", LEAVER_TYPES
    ),
    ContractColumn("service_started_on", Column.DATE, "the first day of police service, here or in another force"),
    ContractColumn("pensionable_on", Column.DATE, "the first day on which a pension can be drawn"),
    ContractColumn("is_supervisor", Column.FLAG, "has people to supervise"),
    EXTRACTED_ON,
)
DATING = ("started_on",)
IN_ORDER = (("started_on", "ended_on", "ends before it starts"),)
