"""Health extracts with a column for a score, a diagnosis or free text are refused whole, by the column's name.

perfdash has no column to put them in. They are refused all the same, because what must not be kept should not have
been sent, and the supplier is the one who can stop sending it.
"""

from collections.abc import Collection

from perfdash.contract.kinds import RecordKind
from perfdash.errors import BadExtract
from perfdash.ingest.extract import Extract
from perfdash.ingest.vocabulary import words_of

_FREE_TEXT = "free text"
_UNWANTED = {
    "a score": "score scores scored severity phq phq9 gad gad7 ies pcl wemwbs gwb mbi k10 k6 core10",
    "a diagnosis": (
        "diagnosis diagnoses diagnosed diagnostic icd icd10 icd11 symptom symptoms illness disorder condition "
        "medication medications prescription treatment ptsd depression anxiety"
    ),
    _FREE_TEXT: "note notes narrative comment comments remark remarks description text details summary observations",
}


def refuse_unwanted(kind: RecordKind, extract: Extract, named: Collection[str]) -> None:
    """Refuses a health extract with an unwanted column; other extracts pass.

    A column that the profile names is no free text, whatever it is called: its values are words of a list.

    Raises:
        BadExtract: names the file, the column and what it seems to hold.
    """
    if not kind.is_health:
        return
    for column in extract.header:
        for what, words in _UNWANTED.items():
            if what == _FREE_TEXT and column in named:
                continue
            if {*words_of(column), "".join(words_of(column))} & set(words.split()):
                raise BadExtract(
                    f"{extract.name}, column '{column}': it seems to hold {what}, which must not reach perfdash; "
                    f"remove the column, and ask the supplier to stop sending it."
                )
