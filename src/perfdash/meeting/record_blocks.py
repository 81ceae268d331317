"""A response record as sentences and tables, in the layout of a Force Inspection response record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from perfdash.errors import BadEntry, BadQuestion
from perfdash.figures.words import count, unbroken
from perfdash.meeting import response_log
from perfdash.meeting.record_figures import MeasureFigures
from perfdash.meeting.record_layout import Block, Cell, Document, Heading, Listed, Paragraph, Table, paragraphs
from perfdash.meeting.response_log import INITIAL, OVERALL, SUMMARY
from perfdash.meeting.response_record import Asked, LiveFigures, ResponseRecord, response_record

TITLE = "Force Inspection response record"
DEMONSTRATION = "Demonstration: invented figures"
NO_GRADE = "None: a thematic inspection grades no force"
NO_AREAS = "None: a thematic inspection names none"


def document(record: ResponseRecord) -> Document:
    """The record as it is read, in the order of its layout."""
    return Document(
        TITLE,
        f"{record.inspection.title}: {record.office.force_name}",
        (_mark(record), *([DEMONSTRATION] if record.live.held.is_synthetic else [])),
        headline(record),
        record.version,
        record.signed_at is not None,
        tuple(_blocks(record)),
    )


def current_document(live: LiveFigures, log: Path, inspection: str, on: date, version: int | None = None) -> Document:
    """The version asked for, else the newest: a signed one as it was signed, a draft with the figures of today.

    Raises:
        BadQuestion: there is no such version.
    """
    record = response_record(live, log, inspection, on)
    kept = {signed.version: signed.document for signed in record.earlier}
    wanted = version or record.version
    if wanted not in kept and wanted != record.version:
        raise BadQuestion(f"There is no version {wanted} of this record; the newest is {record.version}.")
    return kept.get(wanted) or document(record)


def sign(record: ResponseRecord, log: Path, who: str) -> Document:
    """Signs a draft as it stands and keeps it word for word; a draft with something unwritten cannot be signed.

    Raises:
        BadEntry: a part or a name is missing, the role may not sign, or this version is no draft any more.
    """
    response_log.check_may_sign(who)
    if record.missing_texts:
        raise BadEntry(f"It cannot be signed while something is unwritten: {'; '.join(record.missing_texts)}.")
    signed = document(replace(record, signed_as=who, signed_at=datetime.now(UTC)))
    response_log.keep_signed(log, record.live.force, record.inspection.inspection, signed, who)
    return signed


def headline(record: ResponseRecord) -> str:
    """Where the record stands, in one sentence."""
    n = len(record.missing_texts)
    if record.signed_at:
        return f"Version {record.version} is signed"
    missing = f"{count(n)} {'part is' if n == 1 else 'parts are'} still unwritten" if n else "every part is written"
    return f"Version {record.version} is a draft: {missing}"


def clock_words(record: ResponseRecord) -> str:
    """How the clock of the statutory reply stands."""
    clock = record.clock
    due = (
        f"The reply is due within 56 days beginning with the day of publication ({_day(clock.published_on)}), so by "
        f"{_day(clock.due_on)} (Police Act 1996, section 55)."
    )
    first = min(
        (signed.at.date() for signed in record.earlier), default=record.signed_at.date() if record.signed_at else None
    )
    if first:
        return f"{due} The first version held here was signed on {_day(first)}, {_against(clock.due_on, first)}."
    if clock.days_left < 0:
        return f"{due} On {_day(record.on)} no signed version is held here, {_against(clock.due_on, record.on)}."
    left = f"{_days(clock.days_left)} left" if clock.days_left else "the last day"
    return f"{due} {_day(record.on)}: {left}."


def _against(due_on: date, day: date) -> str:
    days = (day - due_on).days
    if not days:
        return "the last day"
    return f"{_days(abs(days))} {'after' if days > 0 else 'before'} the last day"


def _days(n: int) -> str:
    return f"{count(n)} day{'' if n == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _mark(record: ResponseRecord) -> str:
    if record.signed_at:
        return f"Signed, version {record.version}"
    return f"Draft, version {record.version}: not signed"


def _state(record: ResponseRecord) -> str:
    if record.signed_at:
        return f"Signed as {record.signed_as} on {record.signed_at:%-d %B %Y, %H:%M} UTC"
    return f"Draft of {_day(record.on)}, not signed"


def _blocks(record: ResponseRecord) -> Iterator[Block]:
    if record.live.held.is_synthetic:
        yield Paragraph(f"{DEMONSTRATION}. No figure in this record is a finding about any police force.", "notice")
    yield Table("The record", ("Item", "Entry"), _facts(record), (1, 2.4))
    yield Paragraph(clock_words(record))
    yield Heading(1, "Summary of the inspection")
    yield from _text(record, SUMMARY)
    yield Heading(1, "Recommendations")
    yield _recommendations(record)
    yield Heading(1, f"Initial response of the {record.office.commissioner_title}")
    yield from _text(record, INITIAL)
    yield Heading(1, f"Response of the {record.office.chief_constable_title} by recommendation")
    for asked in record.asked:
        yield from _response(asked)
    yield Heading(1, f"Overall comments of the {record.office.commissioner_title}")
    yield from _text(record, OVERALL)
    yield Heading(1, "What is still missing")
    yield from _missing(record)
    yield Heading(1, "The figures and their definitions")
    yield from _figures(record.live)


def _facts(record: ResponseRecord) -> tuple[tuple[Cell, ...], ...]:
    office, inspection = record.office, record.inspection
    is_thematic = inspection.kind == "thematic"
    facts = {
        "Version": str(record.version),
        "State": _state(record),
        "Force": office.force_name,
        office.commissioner_title: office.commissioner or f"({office.commissioner_title}: not set)",
        office.chief_constable_title: office.chief_constable or f"({office.chief_constable_title}: not set)",
        "Inspection": inspection.title,
        "Inspectorate": inspection.inspectorate,
        "Published": _day(inspection.published_on),
        "Grade": inspection.grade or (NO_GRADE if is_thematic else "(not recorded)"),
        "Areas for improvement": inspection.areas_for_improvement or (NO_AREAS if is_thematic else "(not recorded)"),
        "Data to": f"{_day(record.live.held.last_on)} (loaded {record.live.held.loaded_at:%-d %B %Y, %H:%M} UTC)",
        "Build of the figures": record.live.build,
    }
    return tuple(((name,), (entry,)) for name, entry in facts.items())


def _recommendations(record: ResponseRecord) -> Table:
    rows = tuple(
        (
            (asked.row.key,),
            (asked.row.summary,),
            (asked.row.owner,),
            (_day(asked.row.due_on),),
            tuple(filter(None, (asked.state.words, asked.state.reason))),
        )
        for asked in record.asked
    )
    caption = f"Recommendations of {record.inspection.title}, in our own words, as they stand on {_day(record.on)}"
    return Table(caption, ("No.", "Recommendation", "Owner", "Due", "State"), rows, (0.5, 3.1, 1.6, 1.6, 1.4))


def _text(record: ResponseRecord, key: str) -> Iterator[Block]:
    written = record.texts.get(key)
    if written is None:
        yield Paragraph("(Not written yet.)", "formal")
        return
    for text in paragraphs(written.text):
        yield Paragraph(text)


def _response(asked: Asked) -> Iterator[Block]:
    row = asked.row
    yield Heading(2, f"Recommendation {row.key}")
    yield Paragraph(f"{row.summary}. {row.owner}, due {_day(row.due_on)}: {asked.state.words}.", "formal")
    if asked.response is not None:
        for text in paragraphs(asked.response.text):
            yield Paragraph(text)
    else:
        nothing = "Not written yet." if row.is_ours else "Not for the force to deliver; no response is written."
        yield Paragraph(f"({nothing})", "formal")
    findings = tuple(unbroken(found.finding) for found in asked.figures if found.is_held)
    if findings:
        yield Paragraph("Live figures that speak to it:", "formal")
        yield Listed(findings)
    else:
        yield Paragraph("No measure with data speaks to it yet.", "notice")


def _missing(record: ResponseRecord) -> Iterator[Block]:
    for lead, lines in (
        ("Still to be written or set before it can be signed", record.missing_texts),
        ("Gaps in data and evidence", record.missing_data),
    ):
        if lines:
            yield Heading(2, lead)
            yield Listed(lines)
    if not record.missing_texts:
        yield Paragraph("Every part is written, and every name is set.")


def _figures(live: LiveFigures) -> Iterator[Block]:
    yield Paragraph(
        "Each figure stands with its 95 % interval, which covers chance and nothing else. Coverage and both bounds say how far "
        "missing times could move a share. Means stand for stages, because medians do not add up.",
        "formal",
    )
    for caveat in live.held.caveats:
        yield Paragraph(caveat, "formal")
    findings = (*live.verdicts, *live.changes)
    if findings:
        yield Listed(tuple(unbroken(finding) for finding in findings))
    for found in live.measures:
        yield Heading(2, found.question)
        yield from _measure(found)


def _measure(found: MeasureFigures) -> Iterator[Block]:
    yield Paragraph(unbroken(found.definition), "formal")
    if not found.is_held:
        yield Paragraph(f"No figure: {found.why_not}.", "notice")
        return
    header = ("Of", *(span.words[:1].upper() + span.words[1:] for span in found.spans))
    rows = tuple(
        ((name,), *(tuple(map(unbroken, value.lines)) if value else ("no data",) for value in values))
        for name, values in found.groups.items()
    )
    by = "line" if found.records == "calls" else "grade"
    yield Table(
        f"By {by}, each figure above its 95 % interval: {found.question}",
        header,
        rows,
        (1.3, *([2.0] * len(found.spans))),
    )
