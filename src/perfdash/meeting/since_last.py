"""What changed since the last meeting: verdicts in words, figures that later loads revised, actions that are overdue.

Only the same is compared with the same: a screen with the screen of that key, page and filters (the period may differ),
and a row with the row of the same month and group. Everything here is told from values, and reads nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from perfdash.meeting.actions import Action, overdue
from perfdash.meeting.plain import plain_screens
from perfdash.meeting.screens import Screen

# Every way in which sentences.py and the icons say a verdict, and the one spelling that is compared.
VERDICTS = {
    "getting better": "getting better", "getting worse": "getting worse", "no clear change": "no clear change",
    "higher than usual": "higher than usual", "changed: higher": "higher than usual",
    "lower than usual": "lower than usual", "changed: lower": "lower than usual", "too few points": "too few points",
    "will meet": "will meet", "will be met": "will meet", "will miss": "will miss", "will be missed": "will miss",
    "may meet or miss": "may meet or miss", "may be met or missed": "may meet or miss",
    "too early to say": "too early to say",
}  # fmt: skip

# Of a process, not of a month: they move with every new month.
OF_THE_PROCESS = ("mean", "lower_process_limit", "upper_process_limit", "segment", "relative_to_mean")
# Numbers that say which row it is.
_NUMBERS_THAT_NAME = ("hour", "weekday", "year", "number", "load_id")
_IN_THE_LINK = ("from", "to", "present")  # what may differ between two screens of the same thing

Row = Mapping[str, Any]
Name = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Reworded:
    """A verdict that is another than it was. `of` names the number it is of, blank for the finding of the screen."""

    key: str
    link: str
    of: str
    then: str
    now: str


@dataclass(frozen=True)
class Revised:
    """A figure that another build gives for the same period: `name` says of which row. No difference where one is hidden."""

    key: str
    link: str
    name: Name
    column: str
    then: float | None
    now: float | None

    @property
    def difference(self) -> float | None:
        """Now minus then."""
        return None if self.then is None or self.now is None else self.now - self.then

    @property
    def of(self) -> str:
        """'2026-10-01, burton'."""
        return ", ".join(str(value) for _, value in self.name)


@dataclass(frozen=True)
class SinceLast:
    """Everything that changed between two builds. `not_compared` are the titles of screens that only one of them has."""

    build_then: str
    build_now: str
    reworded: tuple[Reworded, ...]
    revised: tuple[Revised, ...]
    overdue: tuple[Action, ...]
    not_compared: tuple[str, ...]

    @property
    def is_same_build(self) -> bool:
        """Whether nothing was loaded in between, so that no figure can have been revised."""
        return self.build_then == self.build_now


def since_last(
    then: Sequence[Screen],
    now: Sequence[Screen],
    build_then: str,
    build_now: str,
    actions: Iterable[Action],
    on: date,
    columns: Sequence[str] = (),
) -> SinceLast:
    """Compares the screens last frozen with those of now, and says which of the actions are overdue on a day.

    `columns` are the figures that count; all do where none is named. Both must be made for the same audience: a value
    that is hidden from one and shown to another has not changed.
    """
    pairs = _pairs(then, now)
    met = {id(screen) for pair in pairs for screen in pair}
    return SinceLast(
        build_then,
        build_now,
        tuple(change for before, after in pairs for change in _reworded(before, after)),
        tuple(change for before, after in pairs for change in revised(before, after, columns)),
        overdue(actions, on),
        tuple(screen.title for screen in (*then, *now) if id(screen) not in met),
    )


def verdict_words(text: str) -> tuple[str, ...]:
    """The words for variation and assurance in a finding, in one spelling: ('getting worse', 'will miss')."""
    # 'None is getting better' says that nothing does.
    said = text.lower().replace("none is getting", "")
    return tuple(VERDICTS[words] for words in re.findall("|".join(VERDICTS), said))


def revised(then: Screen, now: Screen, columns: Sequence[str] = ()) -> tuple[Revised, ...]:
    """The figures of rows that both screens have and that are not the same; months that were not over then are left out."""
    before, after = (plain_screens([screen])[0].rows for screen in (then, now))
    shared = [name for name in (before[0] if before else {}) if all(name in row for row in after)]
    naming = [name for name in shared if _names_rows(name, (*before, *after))]
    figures = [name for name in shared if name not in naming and name in (columns or shared)]
    rows_now = _by_name(after, naming)
    return tuple(
        change
        for name, row in _by_name(before, naming).items()
        if name in rows_now and not row.get("is_part")
        for change in _moved(now, name, row, rows_now[name], figures)
    )


def _reworded(then: Screen, now: Screen) -> list[Reworded]:
    before, after = _verdicts(then), _verdicts(now)
    return [
        Reworded(now.key, now.link, of, before[of], words)
        for of, words in after.items()
        if of in before and words != before[of]
    ]


def _verdicts(screen: Screen) -> dict[str, str]:
    """The verdict of each number of a screen that says one, else of its finding."""
    of_numbers = {number.title: number.verdict for number in screen.numbers if verdict_words(number.verdict)}
    told = of_numbers or {"": screen.title}
    return {of: ", ".join(words) for of, text in told.items() if (words := verdict_words(text))}


def _pairs(then: Sequence[Screen], now: Sequence[Screen]) -> list[tuple[Screen, Screen]]:
    before = {_same(screen): screen for screen in then}
    return [(before[_same(screen)], screen) for screen in now if _same(screen) in before]


def _same(screen: Screen) -> tuple[Any, ...]:
    link = urlsplit(screen.link)
    query = sorted(pair for pair in parse_qsl(link.query) if pair[0] not in _IN_THE_LINK)
    return screen.key, link.path, tuple(query)


def _by_name(rows: Sequence[Row], naming: Sequence[str]) -> dict[Name, Row]:
    named = [(tuple((column, row[column]) for column in naming), row) for row in rows]
    times = Counter(name for name, _ in named)
    # Two rows of one name cannot be told apart, so neither is compared.
    return {name: row for name, row in named if times[name] == 1}


def _names_rows(column: str, rows: Sequence[Row]) -> bool:
    if column in _NUMBERS_THAT_NAME:
        return True
    values = [row[column] for row in rows]
    return any(isinstance(value, str) and value for value in values) and not any(map(_is_number, values))


def _moved(now: Screen, name: Name, before: Row, after: Row, figures: Sequence[str]) -> Iterable[Revised]:
    for column in figures:
        old, new = (float(row[column]) if _is_number(row[column]) else None for row in (before, after))
        if column in OF_THE_PROCESS or old == new:
            continue
        if old is None or new is None or not isclose(old, new, rel_tol=1e-9, abs_tol=1e-12):
            yield Revised(now.key, now.link, name, column, old, new)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
