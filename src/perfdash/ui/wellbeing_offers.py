"""What else is offered: the pilot of assessments of muscles and joints, the wellbeing bus, and resilience for leaders."""

from collections.abc import Callable
from dataclasses import replace
from math import isnan

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.figures.counted_bars import assessment_bars, assessment_bars_alt, bus_bars, bus_bars_alt
from perfdash.figures.group_dots import EVERYONE
from perfdash.figures.health_sentences import assessments_sentence, bus_sentence
from perfdash.figures.offered_quarters import quarter_words
from perfdash.figures.words import count, percent
from perfdash.figures.year_dots import year_dots, year_dots_alt
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_reads
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, cells, for_download, percents, places_of, spans
from perfdash.ui.people_reads import Answer, NotAnswered
from perfdash.ui.people_rows import of_force
from perfdash.ui.wellbeing_rows import formal, whole_months, why_not, years_over

OFFERS = {"assessments": "Muscles and joints", "bus": "Wellbeing bus", "courses": "Leadership courses"}
_WHOLE_FORCE = "the whole force, whoever is chosen above"


def offer(selection: PeopleSelection, reader: Audience, which: str) -> Shown:
    """The chart of one of them."""
    made: dict[str, Callable[[PeopleSelection, Audience], Shown]] = {
        "assessments": assessments,
        "bus": bus,
        "courses": courses,
    }
    return made[which](selection, reader)


def assessments(selection: PeopleSelection, reader: Audience) -> Shown:
    """The pilot by area: assessments completed, of those offered."""
    key, subject = "assessments_completed", "Assessments of muscles and joints"
    areas, whole = _once(key, selection, reader, "area"), _once(key, selection, reader)
    if isinstance(areas, NotAnswered) or isinstance(whole, NotAnswered):
        return NotDrawn(subject, why_not(areas, whole))
    names = {"share_completed": "share", "share_completed_low": "low", "share_completed_high": "high"}
    columns = ["n_offered", "n_completed", *names.values(), "hidden"]
    title = assessments_sentence(whole.rows.rename(columns=names).reindex(columns=columns))
    rows, written = areas.rows, percents(areas)
    table = pd.DataFrame(
        {"Area": rows["area"], "Offered": cells(rows, "n_offered"), "Completed": cells(rows, "n_completed"),
         "Share": cells(rows, "share_completed", written), "Days to it (median)": cells(rows, "median_days")}
    )  # fmt: skip
    return Drawn(
        key,
        f"{title}{_in_year(whole)}",
        f"{formal(areas.definition, reader)} · a pilot in these areas alone: too few for a trend",
        assessment_bars(rows),
        assessment_bars_alt(rows, title),
        table,
        for_download(areas),
        notes=areas.notes,
    )


def bus(selection: PeopleSelection, reader: Audience) -> Shown:
    """Who came to the wellbeing bus, by stop."""
    key, subject = "bus_attendance", "The wellbeing bus"
    stops, whole = _once(key, selection, reader, "stop"), _once(key, selection, reader)
    if isinstance(stops, NotAnswered) or isinstance(whole, NotAnswered):
        return NotDrawn(subject, why_not(stops, whole))
    frame = pd.concat([stops.rows, whole.rows.assign(stop=EVERYONE)], ignore_index=True)
    title = bus_sentence(frame)
    rows = stops.rows
    table = pd.DataFrame(
        {"Stop": rows["stop"], "Came": cells(rows, "n_attended"), "Sessions": rows["sessions"],
         "A session": cells(rows, "attended_a_session")}
    )  # fmt: skip
    return Drawn(
        key,
        title,
        f"{formal(stops.definition, reader)} · whoever came twice counts twice",
        bus_bars(frame),
        bus_bars_alt(frame, title),
        table,
        for_download(stops),
        notes=stops.notes,
    )


def _once(key: str, selection: PeopleSelection, reader: Audience, *by: str) -> Answer:
    """Of everything held, for it happened once; in public of the newest year in which anything did."""
    if reader is Audience.OFFICIAL:
        return people_reads.answer(key, of_force(selection), reader, *by)
    found = people_reads.answer(key, of_force(selection), reader, "year", *by)
    if isinstance(found, NotAnswered):
        return found
    rows, over = found.rows, _over(key, selection)
    rows = rows[(rows["year"] <= over) & rows["value"].notna() | (rows["year"] == over)]
    newest = rows.loc[rows["value"].notna(), "year"].max() if rows["value"].notna().any() else over
    rows = rows[rows["year"] == newest]
    return (
        replace(found, rows=rows.reset_index(drop=True)) if len(rows) else NotAnswered("No year that is over is held.")
    )


def _over(key: str, selection: PeopleSelection) -> str:
    """The newest year from April to March that is over in the records of a measure: '2025/26'."""
    end = whole_months(key, of_force(selection)).to_month
    if end is None:
        return ""
    year = end.year if end.month >= 3 else end.year - 1
    return f"{year - 1}/{year % 100:02d}"


def _in_year(whole: PeopleAnswer) -> str:
    return f", in the year {whole.rows['year'].iloc[0]}" if "year" in whole.rows else ""


def courses(selection: PeopleSelection, reader: Audience) -> Shown:
    """Leadership courses that taught resilience, by quarter or, in public, by year."""
    key, subject = "leadership_resilience", "Leadership courses that teach resilience"
    time = "year" if reader is Audience.PUBLIC else "quarter"
    asked = of_force(selection) if reader is Audience.PUBLIC else whole_months(key, selection)
    found = people_reads.answer(key, asked, reader, time)
    if isinstance(found, NotAnswered):
        return NotDrawn(subject, found.why)
    rows = years_over(found.rows)
    if rows.empty:
        return NotDrawn(subject, f"Not drawn: no whole {time} is held.")
    names = {"share_with_resilience": "share", time: "year"}
    names |= {f"share_with_resilience_{end}": end for end in ("low", "high")}
    dots = rows[["hidden", *names]].rename(columns=names).assign(group="Taught resilience", is_part=False)
    places = places_of(found)
    title = _course_title(rows.iloc[-1], time, places)
    columns = {"With resilience": "n_with_resilience", "Completions": "n_completions", "Not known": "n_content_unknown"}
    numbers = {name: cells(found.rows, column) for name, column in columns.items()}
    table = pd.DataFrame({time.capitalize(): found.rows[time]} | numbers)
    table["Share"], table["95 % interval"] = (
        cells(found.rows, "share_with_resilience", percents(found)),
        spans(found.rows, "share_with_resilience"),
    )
    return Drawn(
        key,
        title,
        formal(found.definition, reader),
        year_dots(dots, places),
        year_dots_alt(dots, title, places),
        table,
        for_download(found),
        notes=found.notes,
    )


def _course_title(row: pd.Series, time: str, places: int) -> str:
    share, n = float(row["share_with_resilience"]), float(row["n_completions"])
    if isnan(share):
        return f"How many leadership courses of {row[time]} taught resilience is hidden: small number"
    span = quarter_words(str(row[time])) if time == "quarter" else f"the year {row[time]}"
    return f"{percent(share, places)} of {count(n)} leadership courses completed in {span} taught resilience"
