"""What the overview says above its cards: how many measures move which way, which to ask about, and what has changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.sentences import listed, variation_words

WORSE, BETTER = "getting worse", "getting better"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Judged:
    """A named measure as it is judged now, and as it was before its newest month."""

    name: str
    now: ProcessBehaviour | None
    before: ProcessBehaviour | None = None

    @property
    def verdict(self) -> str:
        """'getting better', 'no clear change', …; nothing where it cannot be judged yet."""
        return _verdict(self.now)


def _verdict(result: ProcessBehaviour | None) -> str:
    return "" if result is None or result.has_too_few_points else variation_words(result)


def overview_headline(measures: Sequence[Judged]) -> str:
    """'Two of seven measures are getting worse, and one is getting better'."""
    judged = [measure for measure in measures if measure.verdict]
    if not judged:
        return "No measure can be judged yet: none has months enough"
    worse, better = ([m for m in judged if m.verdict == verdict] for verdict in (WORSE, BETTER))
    of = f"of {_number(len(judged))} measure{'' if len(judged) == 1 else 's'}"
    if not worse and not better:
        return f"None {of} shows a change beyond chance"
    if not worse:
        return f"{_number(len(better)).capitalize()} {of} {_are(better)} {BETTER}, and none is {WORSE}"
    rest = f"and {_number(len(better))} {_are(better)} {BETTER}" if better else "and none is getting better"
    return f"{_number(len(worse)).capitalize()} {of} {_are(worse)} {WORSE}, {rest}"


def ask_about(measures: Sequence[Judged]) -> str:
    """Which measures to ask about: those that get worse, by name."""
    worse = [measure.name for measure in measures if measure.verdict == WORSE]
    if worse:
        return f"Ask about {listed(worse)}."
    return (
        "Nothing is getting worse by its own limits: ask what keeps it so." if any(m.verdict for m in measures) else ""
    )


def changed_since(measures: Sequence[Judged], month: str) -> str:
    """What the newest month changed: 'Since the figures to September 2026: grade 1 … from no clear change to …'."""
    moved = [m for m in measures if m.verdict and _verdict(m.before) and _verdict(m.before) != m.verdict]
    if not moved:
        return f"No verdict has changed since the figures to {month}."
    changes = [f"{m.name} went from {_verdict(m.before)} to {m.verdict}" for m in moved]
    return f"Since the figures to {month}: {'; '.join(changes)}."


def _are(measures: Sequence[Judged]) -> str:
    return "is" if len(measures) == 1 else "are"


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else f"{n:,}"
