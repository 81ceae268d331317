"""The Force Inspection response record of one inspection and force, put together as one value.

Reference data say what was asked, the log what people answered, settings who they are, and the store the figures. Whatever
is still missing is listed in the record itself. Statutory reply: Police Act 1996, section 55.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from perfdash.errors import BadQuestion, NothingToCompare
from perfdash.figures.sentences import Aim, within_standard
from perfdash.figures.stage_sentences import comparison_sentence
from perfdash.measures.attendance import attendance_by, offered
from perfdash.measures.register import measures
from perfdash.measures.selection import Selection
from perfdash.measures.series import ambitions_for, monthly_process, rebases_for
from perfdash.measures.stages import held_span, periods_asked, stages_compared
from perfdash.meeting import progress, response_log
from perfdash.meeting.record_figures import MeasureFigures, measure_figures
from perfdash.meeting.response_log import Part, Written
from perfdash.reference import recommendations as reference
from perfdash.reference.attendance import force_name, grade_name
from perfdash.reference.dated import ended, standing
from perfdash.reference.settings import Office, office
from perfdash.store.publish import Connection
from perfdash.store.read import ForceHeld, StoreStatus, store_status

WITHIN = "attendance_within_standard"


@dataclass(frozen=True)
class LiveFigures:
    """What the store says of a force today: every measure, how attendance changed, and from which data."""

    force: str
    held: ForceHeld
    build: str
    measures: tuple[MeasureFigures, ...]
    verdicts: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def without_data(self) -> tuple[MeasureFigures, ...]:
        """The measures of the register that the store has no figure for."""
        return tuple(found for found in self.measures if not found.is_held)


@dataclass(frozen=True)
class Asked:
    """One recommendation in the record: where it stands, the figures that speak to it, and what is missing of them."""

    row: reference.Recommendation
    state: progress.State
    figures: tuple[MeasureFigures, ...]
    awaited: tuple[str, ...]
    gaps: tuple[str, ...]
    response: Written | None


@dataclass(frozen=True)
class ResponseRecord:
    """A response record on a day: who answers to which inspection, what was written, and the live figures."""

    inspection: reference.Inspection
    office: Office
    version: int
    on: date
    texts: Mapping[str, Written]
    asked: tuple[Asked, ...]
    ran_out: tuple[reference.Recommendation, ...]
    live: LiveFigures
    earlier: tuple[response_log.Signed, ...] = ()
    signed_as: str = ""
    signed_at: datetime | None = None

    @property
    def clock(self) -> reference.ReplyClock:
        """The clock of the statutory reply."""
        return reference.reply_clock(self.inspection, self.on)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every part that people write."""
        return response_log.parts(asked.row.key for asked in self.asked)

    @property
    def missing_texts(self) -> tuple[str, ...]:
        """What somebody must still write before the record can be signed."""
        names = {
            f"The name of the {self.office.commissioner_title}": self.office.commissioner,
            f"The name of the {self.office.chief_constable_title}": self.office.chief_constable,
        }
        # On what is for others to deliver the force may answer, but nobody waits for it.
        due = {response_log.response_to(asked.row.key) for asked in self.asked if not asked.row.is_ours}
        unwritten = [part.title for part in self.parts if part.key not in self.texts and part.key not in due]
        return (*(name for name, held in names.items() if not held), *unwritten)

    @property
    def missing_data(self) -> tuple[str, ...]:
        """What no figure in the record can tell: measures without data, recommendations without a measure, gaps."""
        return (
            *(f"'{found.question}' has no figure: {found.why_not}" for found in self.live.without_data),
            *(line for asked in self.asked for line in _missing_of(asked)),
            *(
                f"Recommendation {row.key} held only until {row.to_on:%-d %B %Y}; nothing follows it"
                for row in self.ran_out
            ),
        )


def live_figures(connection: Connection, force: str) -> LiveFigures:
    """Reads everything that a record says of a force's data; the costly part, to be kept for as long as the store stands.

    Raises:
        BadQuestion: the store holds no incidents of that force.
    """
    status = store_status(connection)
    held = next((one for one in status.forces if one.force == force), None)
    if held is None:
        raise BadQuestion(f"The store holds no incidents of '{force}'; it holds {_listed(status)}.")
    calls = next((one for one in status.calls if one.force == force), None)
    grades = next(one.grades for one in offered(connection) if one.force == force)
    return LiveFigures(
        force,
        held,
        status.build,
        measure_figures(connection, force, held, calls),
        tuple(filter(None, (_verdict(connection, force, grade) for grade in grades))),
        tuple(filter(None, (_change(connection, force, grade) for grade in grades))),
    )


def response_record(live: LiveFigures, log: Path, inspection: str, on: date) -> ResponseRecord:
    """The draft of a force's record on a day.

    Raises:
        BadQuestion: there is no such inspection.
        BadSettings, LogProblem: the settings or the log cannot be read.
    """
    asked_by = chosen_inspection(inspection)
    versions = response_log.versions(log, live.force, asked_by.inspection)
    texts = response_log.texts(log, live.force, asked_by.inspection)
    rows = [row for row in reference.recommendations() if row.inspection == asked_by.inspection]
    entries = progress.read(log, live.force)
    return ResponseRecord(
        asked_by,
        office(live.force),
        versions.number,
        on,
        texts,
        tuple(_asked(row, progress.state(row, entries, on), texts, live, on) for row in standing(rows, on)),
        ended(rows, on),
        live,
        tuple(versions.signed[number] for number in sorted(versions.signed)),
    )


def chosen_inspection(key: str = "") -> reference.Inspection:
    """An inspection by its key, the newest where none is given.

    Raises:
        BadQuestion: there is none of that key.
    """
    listed = reference.inspections()
    if key and key not in listed:
        raise BadQuestion(f"There is no inspection '{key}'; there is {', '.join(listed)}.")
    return listed[key] if key else max(listed.values(), key=lambda row: row.published_on)


def chosen_force(status: StoreStatus, asked: str = "") -> str:
    """A force of the store by its key or name; the only one where none is asked for.

    Raises:
        BadQuestion: the store does not hold it, or holds several and none was named.
    """
    names = {held.force: force_name(held.force) for held in status.forces}
    found = [key for key, name in names.items() if asked.casefold() in (key.casefold(), name.casefold())]
    found = found or ([] if asked else list(names))
    if len(found) != 1:
        wanted = f"holds no incidents of '{asked}'" if asked else "holds several forces"
        raise BadQuestion(f"The store {wanted}; choose with --force from {_listed(status)}.")
    return found[0]


def _listed(status: StoreStatus) -> str:
    return ", ".join(held.force for held in status.forces) or "none"


def _asked(
    row: reference.Recommendation, state: progress.State, texts: Mapping[str, Written], live: LiveFigures, on: date
) -> Asked:
    speaking = reference.measures_by_recommendation(measures())[row.key]
    commitments = reference.commitments_of(live.force, row.key, on)
    return Asked(
        row,
        state,
        tuple(found for found in live.measures if found.key in speaking),
        tuple(promise.awaits for promise in commitments if promise.awaits),
        tuple(promise.gap for promise in commitments if promise.gap),
        texts.get(response_log.response_to(row.key)),
    )


def _missing_of(asked: Asked) -> list[str]:
    lines = [] if asked.figures else [f"Recommendation {asked.row.key}: no measure speaks to it yet"]
    if asked.state.lacks_reason:
        lines.append(f"Recommendation {asked.row.key}: it is {asked.state.words}, and nobody has written why")
    lines += [f"Recommendation {asked.row.key} awaits data: {awaited}" for awaited in asked.awaited]
    return [*lines, *(f"Recommendation {asked.row.key}: {gap}" for gap in asked.gaps)]


def _verdict(connection: Connection, force: str, grade: str) -> str:
    """The finding of the attendance page for a grade, word for word; nothing for a grade without a standard."""
    selection = Selection().having(force=force, grade=grade)
    months = attendance_by(connection, selection, ("month",))
    ambitions = ambitions_for(selection, WITHIN)
    aim = (
        Aim(f"the {ambitions[-1].name.removeprefix('Ambition ')} ambition", ambitions[-1].share) if ambitions else None
    )
    process = monthly_process(months, WITHIN, aim.value if aim else None, rebases_for(selection, WITHIN))
    return f"{within_standard(process, _short(force, grade), aim)}." if process else ""


def _change(connection: Connection, force: str, grade: str) -> str:
    """Which stage brought the change since the baseline; nothing where there are no stages or no two periods."""
    selection = Selection().having(force=force, grade=grade)
    try:
        periods = periods_asked(held_span(connection, selection), selection)
    except NothingToCompare:
        return ""
    compared = stages_compared(connection, selection, periods)
    if not compared.has_stages:
        return ""
    who = f"{_short(force, grade).capitalize()} incidents"
    return f"{comparison_sentence(compared.stages, who, periods.before.words, periods.after.words)}."


def _short(force: str, grade: str) -> str:
    return grade_name(force, grade).partition(" (")[0].lower()
