"""Cached reads of what the store says of people: by its version, and by who looks, so that nobody gets another's answer.

Nothing here counts: every figure comes through `people_answer`, suppressed for its audience. A question that cannot be
answered comes back as the sentence that says why, and is kept like an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from perfdash.analysis.disclosure import Audience
from perfdash.contract.columns import NOT_KNOWN
from perfdash.contract.workforce import WORKER_TYPES
from perfdash.errors import BadQuestion, NotHeld
from perfdash.measures.people import KINDS, WELLBEING, PeopleAnswer, people_answer
from perfdash.measures.people_held import PeopleHeld, people_held
from perfdash.measures.people_selection import PeopleSelection
from perfdash.store.read import ForceHeld
from perfdash.ui import reads
from perfdash.ui.kept import Version, cursor, kept

# What there is to choose from is read off the first kind of record that a force has, the most telling first. In public
# by whole years, which is the only period that may be asked for there.
_INTERVIEWS = {"exit-interviews": "exit_interviews_offered", "stay-interviews": "stay_interviews"}
_SUPPORT = {
    "programme-contacts": "screening_offered",
    "exposures": "trauma_within_7_days",
    "referrals": "referrals_seen",
    "absences": "long_absences",
}
_CHOICES = {
    Audience.OFFICIAL: {"employments": "strength", **_INTERVIEWS, **_SUPPORT},
    Audience.PUBLIC: {"employments": "leaver_rate", **_INTERVIEWS},
}


@dataclass(frozen=True)
class NotAnswered:
    """A question that the store cannot answer, or that this audience may not ask: `why` is one plain sentence."""

    why: str


Answer = PeopleAnswer | NotAnswered


@kept(600, shared=True)
def answer(current: Version, key: str, selection: PeopleSelection, reader: Audience, *by: str) -> Answer:
    """A measure of the workforce as this audience may see it, or why not."""
    try:
        return people_answer(cursor(current), key, selection, by, reader.value)
    except (BadQuestion, NotHeld) as error:
        return NotAnswered(str(error))


@kept(3)
def held(current: Version) -> dict[str, tuple[PeopleHeld, ...]]:
    """What the store holds of people, by kind of record."""
    return {kind: people_held(cursor(current), kind) for kind in (*KINDS, *WELLBEING)}


def forces() -> tuple[str, ...]:
    """The forces with any record about people."""
    return tuple(dict.fromkeys(one.force for kind in held().values() for one in kind))


def kinds_of(force: str) -> tuple[str, ...]:
    """The kinds of record about people that a force has."""
    return tuple(kind for kind, found in held().items() if any(one.force == force for one in found))


def is_synthetic() -> bool:
    """Whether any of it is invented."""
    return any(one.is_synthetic for kind in held().values() for one in kind)


def force_held(force: str, kinds: Sequence[str] = KINDS) -> ForceHeld:
    """What a page's stamp says of a force's records about people: of the kinds it shows, the one that ends first."""
    every = [one for kind in held().values() for one in kind if one.force == force]
    found = [one for one in every if one.kind in kinds] or every
    oldest = min(found, key=lambda one: one.data_to)
    loads = [
        load for load in reads.status().loads if load["force"] == force and load["kind"] in {o.kind for o in found}
    ]
    caveats = tuple(dict.fromkeys(caveat for one in found for caveat in one.caveats))
    return ForceHeld(
        force,
        oldest.first_on or oldest.data_to,
        oldest.data_to,
        sum(one.n_records for one in found),
        any(one.is_synthetic for one in found),
        caveats,
        min(reads.moment(load["loaded_at"]) for load in loads),
        str(loads[-1]["zone"]),
    )


def choices_of(force: str, reader: Audience, name: str, worker_type: str = "") -> tuple[str, ...]:
    """The worker types or commands of a force, for its controls: names alone, no number is shown of them."""
    selection = PeopleSelection(filters=(("force", (force,)),))
    if worker_type:
        selection = selection.having(worker_type=worker_type)
    times = ["year"] if reader is Audience.PUBLIC else []
    for kind, key in _CHOICES[reader].items():
        if kind in kinds_of(force):
            found = answer(key, selection, reader, *times, name)
            if isinstance(found, PeopleAnswer):
                return tuple(sorted({str(value) for value in found.rows[name]} - {NOT_KNOWN}, key=_place))
    return ()


def _place(name: str) -> tuple[int, str]:
    return (WORKER_TYPES.index(name) if name in WORKER_TYPES else len(WORKER_TYPES), name)
