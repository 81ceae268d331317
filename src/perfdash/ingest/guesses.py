"""Which column of an unknown extract fills which column of the contract, and why one thinks so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from perfdash.contract import incidents
from perfdash.ingest.contents import Content, Contents
from perfdash.ingest.instants import ISO
from perfdash.ingest.profile import After, Joined
from perfdash.ingest.vocabulary import likeness, meaning_words, unit_of, words_of

_GOOD = 0.9  # likeness below this is chance
_FEW, _MANY_PLACES = 40, 200
_LONG = 100  # a median above this is seconds, not minutes
_DURATION_WORDS = {"time", "duration", "delay", "elapsed", "interval", "wait", "took", "tta"}
_NEARLY_ALL = 0.98
_CATEGORIES = (
    "initial_grade",
    "final_grade",
    "despatch_grade",
    "lpt",
    "rurality",
    "origin",
    "is_domestic_abuse",
    "outcome",
)


@dataclass(frozen=True)
class Guess:
    """One line of the draft: the contract's column, where it comes from, and why."""

    column: str
    source: str | Joined | After
    why: str
    contents: tuple[Content, ...]
    strength: float = 0.0


@dataclass
class Guesses:
    """All that was guessed, and what could not be decided."""

    lines: list[Guess] = field(default_factory=list)
    key: tuple[str, ...] = ()
    resource: tuple[str, ...] = ()
    key_why: str = ""
    notes: list[str] = field(default_factory=list)

    def named(self, column: str) -> Guess | None:
        """The guess for that column of the contract, if there is one."""
        return next((line for line in self.lines if line.column == column), None)

    @property
    def used(self) -> set[str]:
        """The supplier's columns that have found a place."""
        return {c.name for line in self.lines for c in line.contents} | set(self.key) | set(self.resource)


def guess_columns(contents: Contents) -> Guesses:
    """Guesses by name first, then by content; a column that is in doubt is left out and noted."""
    found = Guesses()
    found.lines += _instants(contents, found.notes)
    found.lines += _durations(contents, found)
    _guess_key(contents, found)
    found.lines += _categories(contents, found.used)
    found.lines += _parent(contents, found.used)
    order = [column.name for column in incidents.COLUMNS]
    found.lines.sort(key=lambda line: order.index(line.column))
    return found


def _instants(contents: Contents, notes: list[str]) -> list[Guess]:
    candidates = [*_whole_instants(contents), *_joined_instants(contents)]
    chosen = _best_of_each(candidates)
    if chosen and not {line.column for line in chosen} & set(incidents.DATING_INSTANTS):
        notes.append("No column is named like a call or a creation, so nothing dates an incident: add one by hand.")
    if not chosen and candidates:
        first = candidates[0]
        notes.append(
            f"No column of times has a known name; '{first.contents[0].name}' is taken for the call: check it."
        )
        chosen = [Guess("call_answered_at", first.source, "the first column of times in the file", first.contents)]
    return chosen


def _whole_instants(contents: Contents) -> list[Guess]:
    return [
        # A column that is an instant by itself goes before a date and a time put together.
        Guess(column, content.name, f"named like {_spoken(column)}", (content,), fit + 0.5)
        for content in contents.columns
        if content.written_as == "instant"
        for column in incidents.INSTANTS
        if (fit := likeness(content.name, column)) > 0
    ]


def _joined_instants(contents: Contents) -> list[Guess]:
    dates = [content for content in contents.columns if content.written_as == "date"]
    times = [content for content in contents.columns if content.written_as == "time"]
    guesses = []
    for time in times if dates else ():
        date = max(dates, key=lambda d: len(set(meaning_words(d.name)) & set(meaning_words(time.name))))
        named = time.name if meaning_words(time.name) else f"{date.name} call"
        for column in incidents.INSTANTS:
            why = f"date and time of day together, named like {_spoken(column)}"
            fit = likeness(named, column)
            guesses.append(Guess(column, Joined(join=(date.name, time.name)), why, (date, time), fit))
    return guesses


def _best_of_each(candidates: Iterable[Guess]) -> list[Guess]:
    """One guess a contract column and one contract column a supplier's column, the best fits first."""
    order = {name: number for number, name in enumerate(column.name for column in incidents.COLUMNS)}
    taken: set[str] = set()
    chosen: dict[str, Guess] = {}
    for guess in sorted(candidates, key=lambda g: (-g.strength, order[g.column], g.contents[-1].position)):
        own = guess.contents[-1].name
        if guess.strength >= _GOOD and guess.column not in chosen and own not in taken:
            chosen[guess.column] = guess
            taken.add(own)
    return list(chosen.values())


def _durations(contents: Contents, found: Guesses) -> list[Guess]:
    start = next((name for name in incidents.DATING_INSTANTS if found.named(name)), None)
    if not start:
        return []
    guesses = []
    for content in contents.columns:
        unit = _unit(content)
        if unit:
            source = (
                After(after=start, seconds=content.name)
                if unit == "seconds"
                else After(after=start, minutes=content.name)
            )
            why = f"numbers, median {content.median:g}: {unit} after the call"
            guesses += [
                # Of one word for setting off and for arriving ("response"), a duration means arriving.
                Guess(column, source, why, (content,), likeness(content.name, column) + (column == "arrived_at"))
                for column in ("despatched_at", "en_route_at", "arrived_at", "closed_at")
                if not found.named(column) and likeness(content.name, column) > 0
            ]
            if unit_of(content.name) is None:
                found.notes.append(f"'{content.name}' does not say its unit; its size suggests {unit}: check it.")
    return _best_of_each(guesses)


def _unit(content: Content) -> str | None:
    """Seconds or minutes, by the name or else by the size; None where the column is no duration."""
    if not content.n_filled or content.n_numeric < content.n_filled or content.median is None:
        return None
    if not (unit_of(content.name) or _DURATION_WORDS & set(words_of(content.name))) or content.n_distinct <= _FEW // 10:
        return None
    return unit_of(content.name) or ("seconds" if content.median > _LONG else "minutes")


def _categories(contents: Contents, used: set[str]) -> list[Guess]:
    guesses = [
        Guess(
            column,
            content.name,
            f"named like {_spoken(column)}, {content.n_distinct} different values",
            (content,),
            fit,
        )
        for content in contents.columns
        if content.name not in used and content.written_as == "text" and content.n_distinct
        for column in _CATEGORIES
        if content.n_distinct <= (_MANY_PLACES if column == "lpt" else _FEW)
        if (fit := likeness(content.name, column)) > 0
    ]
    chosen = _best_of_each(guesses)
    return chosen + _plain_grade(guesses, chosen)


def _plain_grade(guesses: Sequence[Guess], chosen: Sequence[Guess]) -> list[Guess]:
    """Beside an initial and a final grade, a grade without either word is the one at despatch."""
    columns = {line.column for line in chosen}
    taken = {line.contents[0].name for line in chosen}
    if not {"initial_grade", "final_grade"} <= columns or "despatch_grade" in columns:
        return []
    left = [g for g in guesses if g.column == "final_grade" and g.contents[0].name not in taken]
    why = "a grade beside the initial and the final one"
    return [Guess("despatch_grade", g.source, why, g.contents) for g in left if g.strength >= _GOOD][:1]


def _parent(contents: Contents, used: set[str]) -> list[Guess]:
    guesses = [
        Guess("parent_reference", content.name, "named like the incident it repeats", (content,), fit)
        for content in contents.columns
        if content.name not in used and content.written_as == "text" and content.n_distinct
        if (fit := likeness(content.name, "parent_reference")) > 0
    ]
    return _best_of_each(guesses)


def _guess_key(contents: Contents, found: Guesses) -> None:
    keys = _alike(contents, "incident", found.used)
    unique = [content for content in keys if content.n_distinct == contents.n_rows]
    if keys and keys[0] in unique:
        found.key, found.key_why = (keys[0].name,), "named like an incident's number, and no two rows share one"
    elif keys and (resource := _resource(contents, keys[0], found.used)):
        found.key, found.resource = (keys[0].name,), (resource.name,)
        found.key_why = (
            f"{keys[0].n_distinct:,} incidents in {contents.n_rows:,} rows: several rows each, one a resource"
        )
    elif keys and (dated := _dated_key(contents, keys[0])):
        found.key, found.key_why = dated, "the number starts again, and is unique together with its date"
    elif unique:
        found.key, found.key_why = (unique[0].name,), "no two rows share one"
    elif keys:
        found.key, found.key_why = (keys[0].name,), "named like an incident's number"
        found.notes.append(
            f"'{keys[0].name}' has only {keys[0].n_distinct:,} values in {contents.n_rows:,} rows and no column tells the "
            "rows of one apart; rows that differ under one key are refused."
        )
    else:
        found.notes.append("No column looks like an incident's number; without one a key is made from the whole row.")


def _alike(contents: Contents, meaning: str, used: set[str]) -> list[Content]:
    fits = [
        (likeness(content.name, meaning), content)
        for content in contents.columns
        if content.name not in used and content.written_as == "text" and content.n_filled
    ]
    return [
        content
        for fit, content in sorted(fits, key=lambda pair: -pair[0])
        if fit >= _GOOD and _varies(content, meaning)
    ]


def _varies(content: Content, meaning: str) -> bool:
    return meaning == "resource" or content.n_distinct * 100 >= content.n_filled


def _resource(contents: Contents, key: Content, used: set[str]) -> Content | None:
    for content in _alike(contents, "resource", used | {key.name}):
        if contents.distinct_together([key.name, content.name]) >= _NEARLY_ALL * contents.n_rows:
            return content
    return None


def _dated_key(contents: Contents, key: Content) -> tuple[str, str] | None:
    for content in contents.columns:
        if content.written_as == "date" and contents.distinct_together([key.name, content.name]) == contents.n_rows:
            return content.name, key.name
    return None


def _spoken(column: str) -> str:
    return column.removesuffix("_at").replace("_", " ").removeprefix("is ")


def formats_of(guesses: Guesses, notes: list[str]) -> tuple[str, ...]:
    """The formats that the guessed instants need, both of a pair where day and month cannot be told apart."""
    stated = [line for line in guesses.lines if not isinstance(line.source, After)]
    return settled([pair for line in stated for pair in _patterns(line.contents)], notes)


def settled(pairs: list[tuple[str, str]], notes: list[str]) -> tuple[str, ...]:
    """The formats of (format, the same with day and month changed over or ''), as few as the whole file allows."""
    # Another column whose values allow one order only settles it for the whole file.
    certain = {pattern for pattern, swapped in pairs if not swapped}
    doubtful = [(p, swapped) for p, swapped in pairs if swapped and not {p, swapped} & certain]
    if doubtful:
        notes.append(
            "Every date fits both day-first and month-first; both formats are written, and rows that read differently "
            "under each are refused until you delete the wrong one."
        )
    settled = [pattern for pattern, _ in pairs if pattern in certain]
    return tuple(dict.fromkeys([*settled, *(pattern for pair in doubtful for pattern in pair)]))


def _patterns(contents: tuple[Content, ...]) -> list[tuple[str, str]]:
    """(format, the same with day and month changed over or '') of one instant."""
    if len(contents) == 1:
        swapped = contents[0].swapped or ("",) * len(contents[0].formats)
        return list(zip(contents[0].formats, swapped, strict=True))
    date, time = contents
    whole = []
    for day, other in zip(date.formats, date.swapped or ("",) * len(date.formats), strict=True):
        for hour in time.formats:
            if day == ISO and hour in ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f"):
                whole.append((ISO, ""))
            else:
                day_format = "%Y-%m-%d" if day == ISO else day
                whole.append((f"{day_format} {hour}", f"{other} {hour}" if other else ""))
    return whole
