"""Why an extract about people cannot be drafted for, in one sentence, and which kind an extract looks like."""

from collections.abc import Sequence

from perfdash.contract.columns import Column
from perfdash.contract.kinds import RecordKind
from perfdash.ingest.contents import Content, Contents
from perfdash.ingest.personnel_guesses import is_dated
from perfdash.ingest.personnel_vocabulary import likeness, looks_personal
from perfdash.ingest.vocabulary import words_of

_GOOD = 0.9  # likeness below this is chance
_EXCEL_DAYS = (20_000, 60_000)  # 1954 to 2064, as Excel counts days
_SPAN_WORDS = {"years", "tenure", "length", "months", "duration"}
_PARTS = {"month": {"month", "mth"}, "day of the week": {"weekday", "week"}, "year": {"year", "yr"}}

# Words of a header that an extract of the kind has and one of incidents has not; the kinds in order of precedence.
_TELLING = {
    "stay-interviews": {"stay", "interviewer", "invited"},
    "exit-interviews": {"cease", "ceasing", "cessation", "separationtype", "separation", "exit", "leaving", "dissatisfaction"},
    "exposures": {"trim", "trauma", "exposure", "exposed"},
    "programme-contacts": {"programme", "screening"},
    "assessments": {"msk", "musculoskeletal"},
    "absences": {"spell", "absence", "absenteeism", "absent", "sickness", "sick"},
    "referrals": {"referral", "referred", "occupational"},
    "training": {"course", "module", "trainee"},
    "employments": {
        "hire", "hired", "dateof", "employee", "employees", "emp", "staff", "payroll", "termination", "attrition", "salary",
        "joined", "fte", "leaver", "rank", "badge", "appointment", "collar", "warrant", "department", "job",
    },
}  # fmt: skip
_OF_INCIDENTS = {
    "incident",
    "call",
    "caller",
    "despatch",
    "despatched",
    "scene",
    "arrived",
    "arrival",
    "cad",
    "onscene",
}


def likely_kind(header: Sequence[str]) -> str | None:
    """The kind of record about people that a header looks like; None where it may be one of incidents."""
    words = {word for name in header for word in words_of(name)}
    hits = {kind: len(words & telling) for kind, telling in _TELLING.items()}
    if sum(hits.values()) < max(2, 3 * len(words & _OF_INCIDENTS)):
        return None
    leading = [kind for kind in _TELLING if hits[kind] >= 1 and kind != "employments"]
    best = max(leading, key=lambda kind: hits[kind], default="employments")
    return best if hits[best] * 3 >= hits["employments"] else "employments"


def undated(name: str, kind: RecordKind, contents: Contents) -> str:
    """The sentence that says what is missing for a record of the kind to be dated."""
    columns = [column for name in kind.dating if (column := kind.column(name))]
    wanted = " or ".join(f"{column.name} ({column.meaning})" for column in columns[:2])
    needed = f"{wanted} is missing: ask the supplier for it"
    return (
        f"{name} cannot be loaded as {kind.name}: {_instead(kind, contents)}, so no {kind.noun} can be dated; {needed}."
    )


def _instead(kind: RecordKind, contents: Contents) -> str:
    """What the extract has in place of a date."""
    if serial := next((c.name for c in contents.columns if _is_serial(kind, c)), None):
        return f"'{serial}' holds numbers that look like Excel's count of days and no dates (save it as dates)"
    dated = [c.name for c in contents.columns if is_dated(c) and not looks_personal(c.name)]
    if dated:
        return f"its dates ({_named(dated)}) are named like none of this kind (see docs/people_extracts.md)"
    found = {
        part: [c.name for c in contents.columns if words & set(words_of(c.name))] for part, words in _PARTS.items()
    }
    if found["month"] and not found["year"]:
        return f"it has a month ('{found['month'][0]}') but no year"
    spans = [c.name for c in contents.columns if _SPAN_WORDS & set(words_of(c.name))]
    if spans:
        return f"it has lengths of time ({_named(spans)}) but no date"
    return "it has no column of dates"


def _is_serial(kind: RecordKind, content: Content) -> bool:
    columns = [column for column in kind.filled if column.holds in (Column.DATE, Column.INSTANT)]
    if not content.n_filled or content.n_numeric < content.n_filled or content.median is None:
        return False
    is_in_range = _EXCEL_DAYS[0] <= content.median <= _EXCEL_DAYS[1]
    return is_in_range and any(likeness(content.name, kind, column) >= _GOOD for column in columns)


def _named(names: list[str]) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:2])
    return f"{shown} and {len(names) - 2} more" if len(names) > 2 else shown
