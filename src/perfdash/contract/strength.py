"""The strength contract: how many people a force has on a day, as somebody published it. Control totals, not people."""

from perfdash.contract.columns import Column, ContractColumn
from perfdash.contract.workforce import RANK, WORKER_TYPE

FTE, HEADCOUNT = "FTE", "headcount"
BASES = (FTE, HEADCOUNT)

COLUMNS = (
    ContractColumn("strength_reference", Column.REFERENCE, "what tells the figure from every other in the extract"),
    ContractColumn("as_at_on", Column.DATE, "the day the strength was counted"),
    WORKER_TYPE,
    RANK,
    ContractColumn("basis", Column.CHOICE, "counted as full-time equivalents or as people", BASES),
    ContractColumn("strength", Column.NUMBER, "how many", bounds=(0, 1e6)),
)
DATING = ("as_at_on",)
