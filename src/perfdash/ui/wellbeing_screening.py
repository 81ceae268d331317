"""Yearly screening and six-monthly support: how far they came by group of roles, and on time by month."""

from math import isnan

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.hidden_values import span_words
from perfdash.figures.offered_quarters import quarter_words
from perfdash.figures.reach_dots import reach_dots, reach_dots_alt
from perfdash.figures.wellbeing_sentences import on_time_sentence
from perfdash.figures.words import count, percent
from perfdash.figures.year_dots import year_dots, year_dots_alt
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_reads
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, Words, cells, for_download, percents, places_of, spans
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import of_force
from perfdash.ui.wellbeing_groups import group_table, least_words, reach_frame
from perfdash.ui.wellbeing_rows import formal, recent, when, whole_months, why_not, years_over
from perfdash.ui.wellbeing_series import by_month, process_shown

STAGES = {"offered": "Offered", "completed": "Completed", "on_time": "Completed on time"}
PROGRAMMES = {"screening_on_time": "Yearly screening", "programme_on_time": "Six-monthly support"}
_QUARTERS = " · whole quarters; April to June is quarter 1"
_DONE = {"offered": "were offered", "completed": "were completed", "on_time": "were completed by the day they were due"}
_WHAT = {"screening_on_time": "screenings", "programme_on_time": "contacts of six-monthly support"}


def by_group(selection: PeopleSelection, reader: Audience, stage: str) -> Shown:
    """How far the yearly screening came, by group of roles, the gaps first."""
    key, n, share = f"screening_{stage}", f"n_{stage}", f"share_{stage}"
    groups, whole = recent(key, selection, reader, "role_group"), recent(key, selection, reader)
    if isinstance(groups, NotAnswered) or isinstance(whole, NotAnswered):
        return NotDrawn("Yearly screening by group of roles", why_not(groups, whole))
    frame = pd.concat([reach_frame(one, n, "n_eligible", share) for one in (groups, whole)], ignore_index=True)
    title = _group_title(whole, stage, when(key, selection, reader)) + least_words(frame)
    columns = {STAGES[stage]: n, "Due": "n_eligible"}
    columns |= {"None due in a year": "n_without_contact"} if "n_without_contact" in groups.rows else {}
    return Drawn(
        key,
        title,
        formal(groups.definition, reader),
        reach_dots(frame),
        reach_dots_alt(frame, title),
        group_table(groups, "role_group", "Group of roles", columns, share),
        for_download(groups),
        notes=groups.notes,
    )


def _group_title(whole: PeopleAnswer, stage: str, period: str) -> str:
    row = whole.rows.iloc[0]
    due, n, share = (float(row[name]) for name in ("n_eligible", f"n_{stage}", f"share_{stage}"))
    if isnan(share):
        why = "is hidden: small number" if row["hidden"] else "is not known: none fell due"
        return f"How many screenings {_DONE[stage]} in {period} {why}"
    low, high = (float(row.get(f"share_{stage}_{end}", float("nan"))) for end in ("low", "high"))
    told = ", ".join(part for part in (percent(share, 0), span_words(low, high)) if part)
    return f"Of {count(due)} screenings due in {period.partition(',')[0]} {count(n)} {_DONE[stage]} ({told})"


def on_time(selection: PeopleSelection, reader: Audience, programme: str) -> Shown:
    """Completed by the day due: by month where that may be shown, else by quarter with the sentence why; by year in public."""
    subject = f"{PROGRAMMES[programme]} completed on time"
    if reader is Audience.PUBLIC:
        return _by_period(programme, selection, reader, "year", subject)
    found = by_month(programme, selection, reader)

    def title(process: ProcessBehaviour) -> str:
        return on_time_sentence(process, _WHAT[programme])

    shown = process_shown(f"{programme}_by_month", subject, found, selection, _month_table, title)
    if isinstance(shown, NotDrawn):
        quarters = _by_period(programme, selection, reader, "quarter", subject)
        return NotDrawn(quarters.title, shown.why, quarters) if isinstance(quarters, Drawn) else shown
    return shown


def _month_table(rows: pd.DataFrame) -> pd.DataFrame:
    return _table(rows, [f"{day:%Y-%m}" for day in rows["month"]], "Month", percent)


def _table(rows: pd.DataFrame, names: list[str], heading: str, written: Words) -> pd.DataFrame:
    return pd.DataFrame(
        {
            heading: names,
            "On time": cells(rows, "n_on_time"),
            "Due": cells(rows, "n_eligible"),
            "Share": cells(rows, "share_on_time", written),
            "95 % interval": spans(rows, "share_on_time"),
        }
    )


def _by_period(programme: str, selection: PeopleSelection, reader: Audience, time: str, subject: str) -> Shown:
    asked = of_force(selection) if reader is Audience.PUBLIC else whole_months(programme, selection)
    found = people_reads.answer(programme, asked, reader, time)
    if isinstance(found, NotAnswered):
        return NotDrawn(subject, found.why)
    rows = years_over(found.rows)
    if rows.empty:
        return NotDrawn(subject, f"Not drawn: no whole {time} is held.")
    names = {"share_on_time": "share", "share_on_time_low": "low", "share_on_time_high": "high", time: "year"}
    dots = rows[["hidden", *names]].rename(columns=names).assign(group=PROGRAMMES[programme], is_part=False)
    last, places = rows.iloc[-1], places_of(found)
    told = f"{percent(float(last['share_on_time']), places)} of {count(float(last['n_eligible']))} {_WHAT[programme]}"
    span = quarter_words(str(last[time])) if time == "quarter" else str(last[time])
    title = f"{told} due in {span} were completed by the day they were due"
    if pd.isna(last["share_on_time"]):
        title = f"How many {_WHAT[programme]} due in {span} were completed on time is hidden: small number"
    return Drawn(
        f"{programme}_by_{time}",
        title,
        f"{formal(found.definition, reader)}{_QUARTERS if time == 'quarter' else ''}",
        year_dots(dots, places),
        year_dots_alt(dots, title, places),
        _table(found.rows, found.rows[time].astype(str).tolist(), time.capitalize(), percents(found)),
        for_download(found),
        notes=found.notes,
    )
