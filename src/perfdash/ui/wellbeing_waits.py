"""The charts of "Occupational health": how long people waited, as a distribution, who still waits, and the fire service apart."""

from dataclasses import replace

import numpy as np
import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.figures.group_dots import EVERYONE
from perfdash.figures.health_sentences import waiting_sentence
from perfdash.figures.open_ages import open_by_age, open_by_age_alt
from perfdash.figures.waiting_chart import waiting_alt, waiting_chart
from perfdash.figures.words import count, in_unit
from perfdash.figures.year_bars import year_bars, year_bars_alt
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_reads
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, cells, for_download, only_hidden
from perfdash.ui.people_reads import Answer, NotAnswered
from perfdash.ui.people_rows import of_force, year_to
from perfdash.ui.wellbeing_rows import formal, lately, notes_of, why_not, years_over

SEEN, OPEN = "first_appointment_days", "referrals_open"
APART = "Never added to the police's figures: occupational health is shared with the fire service"
_TABLE = {
    "First seen": "n_seen",
    "Median days": "median_days",
    "90th percentile, days": "p90_days",
    "Median days to the offer": "median_days_to_offer",
}
_NO_OPEN = pd.DataFrame(columns=["age_band", "n_open", "hidden"])
_NO_SEEN = pd.DataFrame({"n_seen": [0.0]})


def waits(selection: PeopleSelection, reader: Audience) -> Shown:
    """The share seen within so many days, of the last twelve months beside the twelve before; by year in public."""
    if reader is Audience.PUBLIC:
        return _by_year(selection, reader)
    years = _years(selection)
    answers = {name: people_reads.answer(SEEN, period, reader) for name, period in years.items()}
    bands = {name: people_reads.answer(SEEN, period, reader, "wait_band") for name, period in years.items()}
    answered = {name: one for name, one in answers.items() if isinstance(one, PeopleAnswer)}
    subject = "How long people waited to be seen"
    if not answered:
        return NotDrawn(subject, why_not(*answers.values()))
    percentiles = percentile_frame(answered)
    curves = [
        wait_curve(one, float(answered[name].rows["n_seen"].iloc[0]), name)
        for name, one in bands.items()
        if isinstance(one, PeopleAnswer) and name in set(percentiles["period"])
    ]
    title = waiting_sentence(percentiles, _NO_OPEN)
    newest = list(answered.values())[-1]
    drawn = Drawn(
        SEEN,
        f"{title} in the {percentiles['period'].iloc[-1]}" if not percentiles.empty else title,
        f"{newest.definition} · the first appointment kept, by days since the referral; never a mean",
        None,
        "",
        _table(answered, "Period"),
        pd.concat([for_download(one).assign(period=name) for name, one in answered.items()], ignore_index=True),
        notes=(*notes_of(*answers.values()),),
    )
    if not curves:
        return NotDrawn(drawn.title, why_not(*bands.values()) or "Nobody was seen in these periods.", drawn)
    frame = pd.concat(curves, ignore_index=True)
    return replace(drawn, figure=waiting_chart(frame, percentiles), alt=waiting_alt(frame, percentiles, drawn.title))


def _years(selection: PeopleSelection) -> dict[str, PeopleSelection]:
    """The twelve months before the last twelve, and the last, by their names."""
    periods = [lately(SEEN, selection, years_ago) for years_ago in (1, 0)]
    return {year_to(one.to_month).removeprefix("the "): one for one in periods if one.to_month}


def percentile_frame(found: dict[str, PeopleAnswer]) -> pd.DataFrame:
    """A row a period, the oldest first; a period in which nobody was seen is left out."""
    frames = [
        one.rows[["median_days", "p90_days", "n_seen", "hidden"]].assign(period=name) for name, one in found.items()
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame[frame["n_seen"].ne(0)].reset_index(drop=True)


def wait_curve(found: PeopleAnswer, n_seen: float, period: str) -> pd.DataFrame:
    """The share of the `n_seen` who were seen by the last day of each band: of those before it or, where one of these is
    hidden, of those after it."""
    rows = found.rows
    n = rows["n_seen"].astype(float).to_numpy()
    before, after = np.cumsum(n), np.cumsum(n[::-1])[::-1]
    seen = np.where(np.isnan(before[:-1]), n_seen - after[1:], before[:-1])
    shares = seen / (n_seen or np.nan)
    ends = rows["wait_band"].str.extract(r"to (\d+)", expand=False).astype(float).to_numpy()[:-1]
    hidden = np.where(np.isnan(shares), "small number", "")
    return pd.DataFrame({"period": period, "days": ends, "share": shares, "hidden": hidden})


def _table(found: dict[str, PeopleAnswer], heading: str) -> pd.DataFrame:
    return pd.concat(
        [pd.DataFrame({heading: [name]} | _columns(one.rows)) for name, one in found.items()], ignore_index=True
    )


def _columns(rows: pd.DataFrame) -> dict[str, list[str]]:
    return {title: cells(rows, column, _days if "days" in column else count) for title, column in _TABLE.items()}


def _days(value: float) -> str:
    return in_unit(value, "days").removesuffix(" days")


def _by_year(selection: PeopleSelection, reader: Audience) -> Shown:
    found = people_reads.answer(SEEN, of_force(selection), reader, "year")
    subject = "How long people waited to be seen, year by year"
    if isinstance(found, NotAnswered):
        return NotDrawn(subject, found.why)
    rows = years_over(found.rows)
    if rows.empty:
        return NotDrawn(subject, "Not drawn: no whole year from April to March is held.")
    years = only_hidden(rows, "median_days").rename(columns={"value": "_", "median_days": "value"})
    percentiles = rows.assign(period=rows["year"])[["period", "median_days", "p90_days", "n_seen", "hidden"]]
    told = waiting_sentence(percentiles, _NO_OPEN)
    title = f"{told} in the year {rows['year'].iloc[-1]}"
    table = pd.DataFrame({"Year": rows["year"]} | _columns(rows))
    return Drawn(
        f"{SEEN}_by_year",
        title,
        f"{formal(found.definition, reader)} · bars: days within which half were first seen",
        year_bars(years, "days"),
        year_bars_alt(years, title, "days"),
        table,
        for_download(found, rows),
        notes=found.notes,
    )


def waiting(selection: PeopleSelection, reader: Audience) -> Shown:
    """Open referrals by how long they have been open, on the last day held."""
    found, whole = (
        people_reads.answer(OPEN, selection, reader, "age_band"),
        people_reads.answer(OPEN, selection, reader),
    )
    if isinstance(found, NotAnswered) or isinstance(whole, NotAnswered):
        return NotDrawn("Who still waits", why_not(found, whole))
    rows = pd.concat([found.rows, whole.rows.assign(age_band=EVERYONE)], ignore_index=True)
    title = _waiting_title(rows)
    table = pd.DataFrame({"Open for": found.rows["age_band"], "Referrals": cells(found.rows, "n_open")})
    return Drawn(
        OPEN, title, found.definition, open_by_age(rows), open_by_age_alt(rows, title), table, for_download(found),
        notes=found.notes,
    )  # fmt: skip


def _waiting_title(rows: pd.DataFrame) -> str:
    """The half of the sentence that is about who still waits."""
    told = waiting_sentence(_NO_SEEN, rows).partition("; ")[2]
    n, _, rest = told.partition(" ")
    return f"{n} referral{'' if n == '1' else 's'} {rest}" if n[:1].isdigit() else f"{told[:1].upper()}{told[1:]}"


def apart(selection: PeopleSelection, reader: Audience) -> Shown:
    """Whose people occupational health sees: a row an organisation, the fire service's and others' never in a police figure."""
    subject, found = "Whose people they are", _by_organisation(SEEN, selection, reader)
    still = people_reads.answer(OPEN, selection, reader, "organisation")
    if isinstance(found, NotAnswered):
        return NotDrawn(subject, found.why)
    rows = found.rows
    names = {str(name): one for name, one in rows.groupby("organisation")}
    words = [
        f"{name} {in_unit(float(one['median_days'].iloc[0]), 'days')}"
        for name, one in names.items()
        if pd.notna(one["median_days"].iloc[0])
    ]
    title = (
        f"Half were first seen within: {', '.join(words)}"
        if words
        else "Every wait by organisation is hidden: small numbers"
    )
    bars = only_hidden(rows, "median_days").assign(year=rows["organisation"], value=rows["median_days"])
    table = pd.DataFrame({"Organisation": rows["organisation"]} | _columns(rows))
    if isinstance(still, PeopleAnswer):
        n_open = dict(zip(still.rows["organisation"], cells(still.rows, "n_open"), strict=True))
        table["Still waiting"] = [n_open.get(name, "0") for name in rows["organisation"]]
    return Drawn(
        "occupational_health_apart",
        title,
        f"{found.definition} · {APART}",
        year_bars(bars, "days"),
        year_bars_alt(bars, title, "days").replace("years", "organisations"),
        table,
        for_download(found),
    )


def _by_organisation(key: str, selection: PeopleSelection, reader: Audience) -> Answer:
    return people_reads.answer(key, lately(key, selection), reader, "organisation")
