"""The live figures of a response record: every measure of the register, group by group, over the same three spans.

The latest whole month, the last twelve and the register's baseline; where no whole month is held, the days there are.
Intervals: shares by Wilson, medians by order statistics, means from Student's t (analysis). A figure here is the one that
`perfdash measure` prints, since both come from the same functions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from perfdash.analysis.differences import Sample
from perfdash.contract.calls import EMERGENCY
from perfdash.contract.incidents import NOT_KNOWN
from perfdash.contract.stages import STAGES
from perfdash.measures.attendance import attendance_by
from perfdash.measures.calls import call_definition, calls_by
from perfdash.measures.medians import median_intervals_by
from perfdash.measures.periods import Period, Periods, whole_span
from perfdash.measures.register import Measure, measures
from perfdash.measures.selection import Selection
from perfdash.measures.stages import stages_compared
from perfdash.measures.words import definition, period
from perfdash.meeting.record_values import OF_CALLS, OF_INCIDENTS, Row, Value, mean_value
from perfdash.reference.attendance import grade_name
from perfdash.store.publish import Connection
from perfdash.store.read import ForceHeld

_YEAR = 12
_MEANS = {stage.column: stage.key for stage in STAGES}
_DRAWN = {"incidents": {*OF_INCIDENTS, *_MEANS}, "calls": set(OF_CALLS)}  # statistics that a record knows how to word


@dataclass(frozen=True)
class Span:
    """A stretch of time: what it is called, and its months."""

    words: str
    months: Period


@dataclass(frozen=True)
class MeasureFigures:
    """One measure: its definition, its spans and, by the name of each group, its value in every span."""

    key: str
    question: str
    records: str
    definition: str
    spans: tuple[Span, ...]
    groups: Mapping[str, tuple[Value | None, ...]]
    is_drawn: bool = True

    @property
    def is_held(self) -> bool:
        """Whether any group has a figure in any span."""
        return any(value and value.is_figure for values in self.groups.values() for value in values)

    @property
    def why_not(self) -> str:
        """Why there is no figure."""
        if not self.is_drawn:
            return f"this record draws no figure of {self.records} of this kind yet"
        return "no incident or call gives it a figure" if self.spans else f"no {self.records} are loaded"

    @property
    def finding(self) -> str:
        """One sentence: the first group that has a figure; the newest span in full, the others beside it."""
        for name, values in self.groups.items():
            held = [
                (value, span.words)
                for span, value in zip(self.spans, values, strict=True)
                if value is not None and value.is_figure
            ]
            if held:
                (value, span), *others = held
                beside = "".join(f"; {other.figure} in {words}" for other, words in others)
                return f"{self.question} {name}: {value.figure} in {span}{value.in_brackets}{beside}."
        return f"{self.question} No figure: {self.why_not}."


@dataclass
class _Reader:
    """Reads one force's figures, each question once however many measures ask it."""

    connection: Connection
    force: str
    held: ForceHeld | None
    _kept: dict[Any, Any] = field(default_factory=dict)

    def once(self, key: Any, read: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = read()
        return self._kept[key]

    def selection(self, span: Span) -> Selection:
        return Selection(span.months.first, span.months.last, (("force", (self.force,)),))


def measure_figures(
    connection: Connection, force: str, incidents: ForceHeld | None, calls: ForceHeld | None
) -> tuple[MeasureFigures, ...]:
    """Every measure of the register for a force; one of a kind of record that is not held has no group."""
    readers = {"incidents": _Reader(connection, force, incidents), "calls": _Reader(connection, force, calls)}
    nothing = _Reader(connection, force, None)
    return tuple(_figures(asked, readers.get(asked.records, nothing)) for asked in measures().values())


def spans_of(held: ForceHeld, baseline: Period) -> tuple[Span, ...]:
    """The spans that an extract can tell of; the baseline only where it is held whole."""
    whole = whole_span(held.first_on, held.last_on)
    if whole is None:
        days = f"{held.first_on:%-d %B %Y} to {held.last_on:%-d %B %Y} (no whole month)"
        return (Span(days, Period(held.first_on.replace(day=1), held.last_on.replace(day=1))),)
    month, year = Period(whole.last, whole.last), Period(whole.months[-_YEAR:][0], whole.last)
    spans = [Span(month.words, month), *([Span(year.words, year)] if year != month else [])]
    if whole.holds(baseline) and baseline not in (month, year):
        spans.append(Span(f"the baseline, {baseline.words}", baseline))
    return tuple(spans)


def _figures(asked: Measure, reader: _Reader) -> MeasureFigures:
    baseline = Period(asked.baseline_from.replace(day=1), asked.baseline_to.replace(day=1))
    is_drawn = asked.statistic in _DRAWN.get(asked.records, ())
    spans = spans_of(reader.held, baseline) if reader.held and is_drawn else ()
    values_in = _call_values if asked.records == "calls" else _incident_values
    found = [values_in(asked.statistic, reader, span) for span in spans]
    names = dict.fromkeys(name for values in found for name in values)
    groups = {name: tuple(values.get(name) for values in found) for name in names}
    spoken = _definition(asked, Selection().having(force=reader.force))
    return MeasureFigures(asked.key, asked.question, asked.records, spoken, spans, groups, is_drawn)


def _definition(asked: Measure, selection: Selection) -> str:
    spoken = call_definition(asked, selection) if asked.records == "calls" else definition(asked, selection)
    # The question is the heading, and the spans are columns: "the whole extract" would be untrue.
    return spoken.removeprefix(f"{asked.question} · ").removesuffix(f" · {period(None, None)}")


def _incident_values(statistic: str, reader: _Reader, span: Span) -> dict[str, Value | None]:
    rows = reader.once(("rows", span), lambda: _incident_rows(reader.connection, reader.selection(span)))
    names = {row["grade"]: grade_name(reader.force, row["grade"]) for row in rows}
    if statistic in _MEANS:
        samples = reader.once(("stages", span), lambda: _samples(reader, span, list(names)))
        return {name: mean_value(samples[grade][_MEANS[statistic]]) for grade, name in names.items()}
    return {names[row["grade"]]: OF_INCIDENTS[statistic](reader.force, row) for row in rows}


def _incident_rows(connection: Connection, selection: Selection) -> list[Row]:
    """One row a grade, in order and the unknown one last, with the interval of its median."""
    grades = attendance_by(connection, selection, ("grade",))
    grades = grades.merge(median_intervals_by(connection, selection, ("grade",)), on="grade", how="left")
    grades["n_all"] = grades["n_incidents"].sum()
    return _in_order(grades, "grade")


def _in_order(groups: pd.DataFrame, by: str) -> list[Row]:
    rows: list[Any] = groups.to_dict("records")
    return sorted(rows, key=lambda row: (row[by] == NOT_KNOWN, row[by]))


def _samples(reader: _Reader, span: Span, grades: list[str]) -> dict[str, dict[str, Sample]]:
    """The stages of every grade over one span: whole numbers summed, from which mean and interval follow."""
    found = {}
    for grade in grades:
        selection = Selection().having(force=reader.force, grade=grade)
        compared = stages_compared(reader.connection, selection, Periods(span.months, span.months))
        found[grade] = {part.key: part.after for part in compared.stages.parts}
    return found


def _call_values(statistic: str, reader: _Reader, span: Span) -> dict[str, Value | None]:
    read = partial(calls_by, reader.connection, reader.selection(span), ("line",))
    rows = _in_order(reader.once(("calls", span), read), "line")
    # The emergency line first: the register asks about it, and the other stands beside it.
    rows = sorted(rows, key=lambda row: row["line"] != EMERGENCY)
    return {f"{row['line']} calls": OF_CALLS[statistic](row) for row in rows}
