"""Series of wellbeing by month: judged where every month may be shown, the seasons of absence taken out, and its events."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from perfdash.analysis.disclosure import Audience, why_not_charted
from perfdash.analysis.errors import AnalysisError
from perfdash.analysis.seasonal import SeasonalSeries, month_adjusted, same_month_last_year
from perfdash.analysis.spc import xmr
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures import sentences
from perfdash.figures.health_sentences import ROLLING
from perfdash.figures.process_chart import Event, process_chart
from perfdash.measures.people import PeopleAnswer, people_process
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_reads
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, for_download, reasons
from perfdash.ui.people_reads import Answer, NotAnswered
from perfdash.ui.people_rows import force_of
from perfdash.ui.retention_charts import people_events
from perfdash.ui.wellbeing_rows import whole_months

TAKEN_OUT = "with the months' usual pattern taken out"


def by_month(key: str, selection: PeopleSelection, reader: Audience) -> Answer:
    """A measure month by month, the whole months of the selection; or why it is not shown so."""
    return people_reads.answer(key, whole_months(key, selection), reader, "month")


def whole_rows(found: PeopleAnswer) -> pd.DataFrame:
    """The rows of months that are over."""
    return found.rows[~found.rows["is_part"].astype(bool)] if "is_part" in found.rows else found.rows


def judged(key: str, selection: PeopleSelection, reader: Audience) -> ProcessBehaviour | None:
    """A measure of absence as a process without its seasons; nothing where months are hidden, too few, or not its own."""
    found = by_month(key, selection, reader) if key not in ROLLING else NotAnswered("")
    return None if isinstance(found, NotAnswered) else without_seasons(found)


def without_seasons(found: PeopleAnswer) -> ProcessBehaviour | None:
    """The series with each calendar month's usual departure taken out, judged; nothing where that cannot be done."""
    if people_process(found) is None:
        return None
    rows = whole_rows(found)
    try:
        adjusted = month_adjusted(rows["month"], rows["value"]).points
    except AnalysisError:  # fewer than two years, or a gap
        return None
    return xmr(adjusted["date"], adjusted["adjusted_value"], improvement_direction=found.asked.improvement_direction)


def year_before(found: PeopleAnswer) -> SeasonalSeries:
    """Every month beside the same month a year earlier."""
    rows = whole_rows(found)
    return same_month_last_year(rows["month"], rows["value"])


def hidden_months(found: PeopleAnswer) -> Sequence[date]:
    """The months whose value is hidden."""
    rows = whole_rows(found)
    return [month.date() for month, why in zip(rows["month"], reasons(rows, "value"), strict=True) if why]


def wellbeing_events(selection: PeopleSelection, months: pd.Series) -> tuple[Event, ...]:
    """The dated events of wellbeing, one-off programmes among them, in the months drawn."""
    firsts = pd.to_datetime(months)
    return tuple(people_events(force_of(selection), firsts.min(), firsts.max(), "wellbeing")) if len(firsts) else ()


def why_no_process(found: PeopleAnswer) -> str:
    """The sentence that stands where the process chart would."""
    rows = whole_rows(found)
    return why_not_charted(rows.assign(hidden_value=reasons(rows, "value")), "value") or "No whole month to chart."


def _why_refused(why: str) -> str:
    """Why months may not be shown, as the reason that there is no process chart; of records not held, what is missing."""
    return why if "are held" in why else f"No process chart: {why[:1].lower()}{why[1:].partition(';')[0].rstrip('.')}."


def process_shown(
    name: str,
    subject: str,
    found: Answer,
    selection: PeopleSelection,
    table: Callable[[pd.DataFrame], pd.DataFrame],
    title: Callable[[ProcessBehaviour], str],
) -> Shown:
    """A measure month by month as a judged process with the events of wellbeing; a sentence where a month is hidden."""
    if isinstance(found, NotAnswered):
        return NotDrawn(subject, _why_refused(found.why))
    process = people_process(found)
    formal = f"{found.definition} · by month, whole months only"
    rows = whole_rows(found)
    drawn = Drawn(name, subject, formal, None, "", table(rows), for_download(found, rows), notes=found.notes)
    if process is None:
        return NotDrawn(subject, why_no_process(found), drawn)
    unit, events = found.asked.unit, wellbeing_events(selection, process.points["date"])
    said = title(process)
    return replace(
        drawn,
        title=said,
        formal=f"{formal} · limits by {process.rules}",
        figure=process_chart(process, unit, events=events),
        alt=sentences.alt_text(process, said, unit),
        events=events,
    )
