"""The charts of absence: each month beside the same month of the year before, as a process, by year, and by reason."""

from dataclasses import replace
from functools import partial
from math import isnan

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures import sentences
from perfdash.figures.health_sentences import ROLLING, absence_sentence
from perfdash.figures.leaver_bars import leaver_bars, leaver_bars_alt
from perfdash.figures.process_chart import process_chart
from perfdash.figures.same_month import same_month_alt, same_month_chart
from perfdash.figures.words import in_unit, month, percent
from perfdash.figures.year_bars import year_bars, year_bars_alt
from perfdash.measures.people import people_process
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_reads
from perfdash.ui import wellbeing_cards as cards
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, cells, for_download, only_hidden
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import of_force
from perfdash.ui.wellbeing_rows import formal, lately, when, years_over
from perfdash.ui.wellbeing_series import (
    TAKEN_OUT,
    by_month,
    hidden_months,
    wellbeing_events,
    whole_rows,
    why_no_process,
    without_seasons,
    year_before,
)
from perfdash.ui.wellbeing_views import of_whom

SHARE, PER_FTE, LONG = "hours_lost_share", "hours_lost_per_fte", "long_absences"
NAMES = {SHARE: "Hours lost", PER_FTE: "Hours a person, 12 months", LONG: "Over 28 days"}
TITLES = cards.ABSENCE
_COLUMNS = {
    SHARE: {"Hours lost": "hours_lost", "Contracted hours": "contracted_hours", "Absent": "n_absent", "In post": "n_in_post"},
    PER_FTE: {"Hours lost": "hours_lost", "Full-time equivalents": "mean_fte", "Absent": "n_absent"},
    LONG: {"In post": "n_in_post"},
}  # fmt: skip
NO_BENCHMARK = "The Home Office collects no reasons of absence: there is no national benchmark"


def of_part(said: str, selection: PeopleSelection) -> str:
    """The sentence, with whose it is where a part of the force is chosen."""
    whom = of_whom(selection)
    return f"{whom.strip(' ()')[:1].upper()}{whom.strip(' ()')[1:]}: {said}" if whom else said


def beside_last_year(key: str, selection: PeopleSelection, reader: Audience) -> Shown:
    """Each month beside the same month of the year before; the marks are those of the series without its seasons."""
    found = by_month(key, selection, reader)
    if isinstance(found, NotAnswered):
        return NotDrawn(TITLES[key], found.why)
    rows, compared = whole_rows(found), year_before(found)
    if rows.empty:
        return NotDrawn(TITLES[key], "Not drawn: no whole month is held.")
    adjusted = None if key in ROLLING else without_seasons(found)
    title, events = absence_sentence(key, compared, adjusted), wellbeing_events(selection, rows["month"].tail(24))
    unit = found.asked.unit
    return Drawn(
        f"{key}_year_before",
        of_part(title, selection),
        f"{found.definition} · {compared.label}",
        same_month_chart(compared, unit, adjusted, events, hidden=hidden_months(found)),
        same_month_alt(compared, of_part(title, selection), unit, adjusted),
        _month_table(key, rows),
        for_download(found, rows),
        events,
        found.notes,
    )


def _month_table(key: str, rows: pd.DataFrame) -> pd.DataFrame:
    words = {
        SHARE: partial(percent, places=1),
        PER_FTE: partial(in_unit, unit="hours"),
        LONG: partial(in_unit, unit="count"),
    }
    names = [f"{day:%Y-%m}" for day in rows["month"]]
    figures = {NAMES[key]: cells(rows, "value", words[key])}
    behind = {name: cells(rows, column) for name, column in _COLUMNS[key].items() if column in rows}
    return pd.DataFrame({"Month" if key not in ROLLING else "12 months to": names} | figures | behind)


def process(key: str, selection: PeopleSelection, reader: Audience) -> Shown:
    """The same as a process chart: with the months' usual pattern taken out where two years are held, and it says so."""
    found, subject = by_month(key, selection, reader), f"{TITLES[key]}, as a process"
    if isinstance(found, NotAnswered):
        return NotDrawn(subject, found.why)
    raw = people_process(found)
    if raw is None:
        return NotDrawn(subject, why_no_process(found))
    adjusted = without_seasons(found)
    judged, unit = adjusted or raw, found.asked.unit
    how = TAKEN_OUT if adjusted else "as counted: under two years are held, so a winter may look like a change"
    title = _process_title(key, judged, how)
    events, rows = wellbeing_events(selection, judged.points["date"]), whole_rows(found)
    drawn = Drawn(
        f"{key}_by_month",
        title,
        f"{found.definition} · {how} · limits by {judged.rules}",
        process_chart(judged, unit, events=events),
        sentences.alt_text(judged, title, unit),
        _month_table(key, rows).assign(
            **{"Without the months' pattern": [in_unit(v, unit) for v in judged.points["value"]]}
        ),
        for_download(found, rows),
        events,
    )
    return replace(drawn, rows=drawn.rows.assign(judged_value=judged.points["value"].to_numpy()))


def _process_title(key: str, judged: ProcessBehaviour, how: str) -> str:
    said = sentences.variation_words(judged)
    last = judged.points.dropna(subset="value").iloc[-1]
    return f"{TITLES[key]}, {how}: {said} to {month(last['date'])}"


def by_year(key: str, selection: PeopleSelection, reader: Audience) -> Shown:
    """Whole years from April to March as bars: what the public is shown instead of months."""
    found = people_reads.answer(key, of_force(selection), reader, "year")
    if isinstance(found, NotAnswered):
        return NotDrawn(f"{TITLES[key]}, year by year", found.why)
    rows = years_over(found.rows)
    if rows.empty:
        return NotDrawn(f"{TITLES[key]}, year by year", "Not drawn: no whole year from April to March is held.")
    unit, years = found.asked.unit, only_hidden(rows, "value")
    title = _year_title(key, rows.iloc[-1], unit)
    table = pd.DataFrame({"Year": rows["year"], NAMES[key]: cells(rows, "value", partial(_public_words, unit=unit))}
                         | {name: cells(rows, column) for name, column in _COLUMNS[key].items() if column in rows})  # fmt: skip
    return Drawn(
        f"{key}_by_year",
        title,
        formal(found.definition, reader),
        year_bars(years, unit),
        year_bars_alt(years, title, unit),
        table,
        for_download(found, rows),
        notes=found.notes,
    )


def _public_words(value: float, unit: str) -> str:
    return percent(value, 0) if unit == "share" else in_unit(value, unit)


def _year_title(key: str, row: pd.Series, unit: str) -> str:
    value, year = float(row["value"]), row["year"]
    if isnan(value):
        return f"{TITLES[key]} in the year {year}: hidden, small number"
    told = _public_words(value, unit)
    return {
        SHARE: f"{told} of contracted hours were lost to absence in the year {year}",
        PER_FTE: f"{told} were lost for each full-time equivalent in the year {year}",
        LONG: f"{told} people had been absent for more than 28 days at the end of the year {year}",
    }[key]


def by_reason(selection: PeopleSelection, reader: Audience) -> Shown:
    """Hours lost by the reason in the widest groups, of the last twelve months: for officials alone."""
    found = people_reads.answer(SHARE, lately(SHARE, selection), reader, "reason_group")
    if isinstance(found, NotAnswered):
        return NotDrawn("Hours lost by reason", found.why)
    rows = found.rows
    bars = pd.DataFrame(
        {"category": rows["reason_group"], "n": rows["hours_lost"], "share": rows["share_of_hours"],
         "hidden": only_hidden(rows, "hours_lost")["hidden"]}
    )  # fmt: skip
    title = _reason_title(rows, when(SHARE, selection, reader))
    table = pd.DataFrame(
        {"Reason": rows["reason_group"], "Hours lost": cells(rows, "hours_lost"),
         "Share of hours lost": cells(rows, "share_of_hours", percent),
         "Share of contracted hours": cells(rows, "share_lost", percent), "People": cells(rows, "n_absent")}
    )  # fmt: skip
    return Drawn(
        "hours_lost_by_reason", title, f"{found.definition} · hours lost · {NO_BENCHMARK}", leaver_bars(bars),
        leaver_bars_alt(bars, title), table, for_download(found),
    )  # fmt: skip


def _reason_title(rows: pd.DataFrame, period: str) -> str:
    own = rows.loc[rows["reason_group"] == "psychological", "share_of_hours"]
    if own.empty or pd.isna(own.iloc[0]):
        return "The part of hours lost for psychological reasons is hidden or not known"
    said = f"{percent(float(own.iloc[0]))} of the hours lost in {period} had a psychological reason"
    return f"{said}; there is no national benchmark"
