"""The ways to define a share within standard: five questions, the force's chosen answer to each, and the others."""

from dataclasses import dataclass

from perfdash.measures.selection import Selection
from perfdash.reference import attendance as reference
from perfdash.store.marts import grades_of

Columns = tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """One question that a definition answers: its key, its name, what moves the share, and the question in plain words."""

    key: str
    name: str
    mover: str
    asks: str


DIMENSIONS = (
    Dimension(
        "clock", "Clock", "the clock", "What starts the wait: the answered call, the record of the incident, or the despatch?"
    ),
    Dimension(
        "basis", "Grade", "the choice of grade", 
        "Which grade decides the standard and the cap: the last one, the one at despatch, or the first one given?",
    ),
    Dimension(
        "missing", "Missing times", "the treatment of missing times",
        "Somebody was due, but the time is missing or cannot be true: is the incident left out, late, or in time?",
    ),
    Dimension(
        "cap", "Cap", "the cap",
        "Above what time is a record taken for an error? At one hour, real delays are taken for errors too.",
    ),
    Dimension(
        "upgrade", "Upgrades", "the rule for upgrades",
        "The incident was given a more urgent grade later: does it count, and does its wait begin with the first call? When it "
        "was upgraded is not recorded, so the clock can only be restarted at despatch, for those upgraded by then.",
    ),
)  # fmt: skip
NAMES = {dimension.key: dimension.name for dimension in DIMENSIONS}


@dataclass(frozen=True)
class Variant:
    """One answer. `needs`: of each group of contract columns the extract must fill one; `restarts`: the clock of those
    upgraded by despatch, where it is another; `why_not`: why it cannot be given, else empty."""

    dimension: str
    key: str
    words: str
    is_chosen: bool = False
    needs: tuple[Columns, ...] = ()
    restarts: str = ""
    why_not: str = ""

    @property
    def name(self) -> str:
        """The name of its dimension."""
        return NAMES[self.dimension]


def variants(selection: Selection) -> list[Variant]:
    """Every variant for a selection of one grade, by dimension, the chosen one of each first."""
    (grade,) = selection.chosen("grade")
    return [*_clocks(), *_bases(), *_missing(), *_caps(selection.chosen("force"), grade), *_upgrades(grade)]


def _clocks() -> list[Variant]:
    return [
        Variant("clock", key, clock.name, clock.is_chosen, (clock.starts, (clock.stops,)))
        for key, clock in reference.clocks().items()
    ]


def _bases() -> list[Variant]:
    return [
        Variant("basis", "final", "final grade", True),
        Variant("basis", "despatch", "grade at despatch", needs=(("despatch_grade",),)),
        Variant("basis", "initial", "first grade", needs=(("initial_grade",),)),
    ]


def _missing() -> list[Variant]:
    return [
        Variant("missing", "left_out", "left out", True),
        Variant("missing", "failed", "counted as late"),
        Variant("missing", "passed", "counted as in time"),
    ]


def _caps(forces: tuple[str, ...], grade: str) -> list[Variant]:
    own = [row.cap_seconds for force in forces[:1] for row in grades_of(force) if row.grade == grade]
    listed = f"the grade's cap ({_long(own[-1])})" if len(forces) == 1 and own else "the grade's cap"
    return [
        Variant("cap", "listed", listed, True),
        Variant("cap", "none", "no cap"),
        Variant("cap", "hour", "one hour"),
    ]


def _upgrades(grade: str) -> list[Variant]:
    first, sent = ("initial_grade",), ("despatch_grade",)
    unordered = "" if len(grade) == 1 and grade in "123456789" else "its grades are words, which have no order"
    from_despatch = next((key for key, clock in reference.clocks().items() if clock.starts == ("despatched_at",)), "")
    no_clock = "" if from_despatch else "no clock starts at despatch"
    return [
        Variant("upgrade", "kept", "kept, clock from the first call", True),
        Variant("upgrade", "left_out", "left out", needs=(first,), why_not=unordered),
        Variant(
            "upgrade",
            "restarted",
            "clock restarted at despatch",
            needs=(first, sent, ("despatched_at",)),
            restarts=from_despatch,
            why_not=unordered or no_clock,
        ),
    ]


def _long(seconds: int) -> str:
    hours = seconds / 3600
    return f"{hours / 24:g} days" if hours >= 48 else f"{hours:g} hours"
