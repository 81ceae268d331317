"""The charts of the page "Who leaves": month by month beside the rolling rate, and the leavers of a year by group."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from perfdash.analysis.disclosure import Audience, why_not_charted
from perfdash.contract.strength import HEADCOUNT
from perfdash.figures import sentences
from perfdash.figures.leaver_bars import leaver_bars, leaver_bars_alt
from perfdash.figures.process_chart import Event, process_chart
from perfdash.figures.retention_sentences import (
    bands_sentence,
    leavers_sentence,
    published_sentence,
    rolling_note,
    rolling_sentence,
    types_sentence,
)
from perfdash.figures.rolling_rate import rolling_rate_alt, rolling_rate_chart
from perfdash.figures.words import count, month, percent
from perfdash.measures.people import PeopleAnswer, people_process
from perfdash.measures.people_selection import PeopleSelection
from perfdash.reference import attendance as reference
from perfdash.ui import people_reads
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, cells, for_download, only_hidden, reasons, spans
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import force_of, last_whole_month, told, type_of, where, who
from perfdash.ui.retention_context import published_rates

GROUPS = {"leaver_type": "way of leaving", "service_band": "length of service", "rank": "rank", "command": "command"}


def by_month(selection: PeopleSelection, reader: Audience) -> Shown:
    """Leavers a month as a process; a sentence where a month is hidden."""
    found = people_reads.answer("leavers", selection, reader, "month")
    if isinstance(found, NotAnswered):
        return NotDrawn("Leavers month by month", found.why)
    process = people_process(found)
    formal = f"Leavers by month, whole months only · {found.definition}"
    whole = found.rows[~found.rows["is_part"].astype(bool)]
    drawn = Drawn(
        "leavers_by_month", "", formal, None, "", month_table(found.rows), for_download(found), notes=found.notes
    )
    if process is None:
        why = why_not_charted(whole.assign(hidden_value=reasons(whole, "value")), "value") or "No whole month to chart."
        name = who(selection)
        return NotDrawn(f"{name[:1].upper()}{name[1:]} who left, month by month", why, drawn)
    events = people_events(force_of(selection), process.points["date"].iloc[0], process.points["date"].iloc[-1])
    title = leavers_sentence(process, _subject(selection))
    return replace(
        drawn,
        title=title,
        formal=f"{formal} · limits by {process.rules}",
        figure=process_chart(process, "count", events=events),
        alt=sentences.alt_text(process, title, "count"),
        events=tuple(events),
    )


def month_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a month; a part month is named as one."""
    names = [
        f"{day:%Y-%m}{' (part)' if part else ''}" for day, part in zip(rows["month"], rows["is_part"], strict=True)
    ]
    columns = {"Left": "value", "of them resigned": "n_resignations", "Went to another force": "n_transfers_out",
               "Changed worker type": "n_changes"}  # fmt: skip
    return pd.DataFrame({"Month": names} | {name: cells(rows, column) for name, column in columns.items()})


def people_events(force: str, first: pd.Timestamp, last: pd.Timestamp, theme: str = "retention") -> list[Event]:
    """Dated events of a theme of the workforce in the months drawn, numbered by day."""
    own, end = (*reference.places_of(force), "national"), last + pd.offsets.MonthEnd(0)
    dated: set[tuple[date, str]] = {
        (row.on, row.text)
        for row in reference.annotations(theme)
        if row.force in own and first <= pd.Timestamp(row.on) <= end
    }
    return [Event(number, on, text) for number, (on, text) in enumerate(sorted(dated), 1)]


def _subject(selection: PeopleSelection) -> str:
    # The sentences know a worker type by its name; of a part of the force they are told its people instead.
    return who(selection) if where(selection) else type_of(selection)


def rolling(selection: PeopleSelection, reader: Audience) -> Shown:
    """The leaver rate of the twelve months before each month's end, with what was published of England and Wales."""
    title = "The leaver rate of twelve months"
    found = people_reads.answer("leaver_rate", selection, reader, "month")
    if isinstance(found, NotAnswered):
        return NotDrawn(title, found.why)
    rates = rate_frame(found)
    # A part of the force has no counterpart among the figures of all forces.
    others = published_rates("" if where(selection) else type_of(selection), selection.basis)
    said = rolling_sentence(rates, _subject(selection), selection.basis)
    beside = published_sentence(others[_within(others, rates)])
    return Drawn(
        "leaver_rate_by_month",
        said,
        " · ".join(part for part in (rolling_note(selection.basis), beside, _place_words(selection)) if part),
        rolling_rate_chart(rates, others),
        rolling_rate_alt(rates, said, others),
        rate_table(found.rows, [f"{day:%Y-%m}" for day in found.rows["to_month"]], "12 months to"),
        for_download(found),
    )


def _place_words(selection: PeopleSelection) -> str:
    return " · ".join(selection.caption())


def _within(others: pd.DataFrame, rates: pd.DataFrame) -> "pd.Series[bool]":
    ends = pd.to_datetime(others["month_end"])
    inside: pd.Series[bool] = (ends >= rates["month_end"].min()) & (ends <= rates["month_end"].max())
    return inside


def rate_frame(found: PeopleAnswer) -> pd.DataFrame:
    """The rows of an answer as the chart of rolling rates reads them."""
    rows = only_hidden(found.rows, "leaver_rate")
    blank = pd.Series(float("nan"), rows.index)
    return pd.DataFrame(
        {
            "month_end": pd.to_datetime(rows["to_month"]) + pd.offsets.MonthEnd(0),
            "rate": rows["leaver_rate"],
            "low": rows.get("leaver_rate_low", blank),
            "high": rows.get("leaver_rate_high", blank),
            "rate_with_transfers": rows["leaver_rate_with_transfers"],
            "hidden": rows["hidden"],
        }
    )


def rate_table(rows: pd.DataFrame, names: Sequence[str], heading: str) -> pd.DataFrame:
    """One row a period or group: both rates with the numbers behind them."""
    return pd.DataFrame(
        {
            heading: list(names),
            "Leaver rate": cells(rows, "leaver_rate", percent),
            "95 % interval": spans(rows, "leaver_rate"),
            "With transfers": cells(rows, "leaver_rate_with_transfers", percent),
            "Left": cells(rows, "n_leavers"),
            "Went to another force": cells(rows, "n_transfers_out"),
            "In post at the start": cells(rows, "n_at_start"),
        }
    )


# The leavers of twelve months by group


def by_group(selection: PeopleSelection, reader: Audience, name: str) -> Shown:
    """Who left in the last twelve months by way of leaving, service, rank or command: counts, shares, and rates in the table."""
    heads = replace(selection, basis=HEADCOUNT, from_month=None, to_month=last_whole_month(selection))
    found, whole = people_reads.answer("leaver_rate", heads, reader, name), told("leaver_rate", heads, reader)
    subject = f"{who(selection)[:1].upper()}{who(selection)[1:]} who left, by {GROUPS[name]}"
    if isinstance(found, NotAnswered) or isinstance(whole, NotAnswered):
        return NotDrawn(subject, found.why if isinstance(found, NotAnswered) else whole.why)  # type: ignore[union-attr]
    with_transfers = selection.transfers or name == "leaver_type"
    column = "n_leavers_with_transfers" if with_transfers else "n_leavers"
    rows = only_hidden(found.rows, column)
    bars = pd.DataFrame(
        {
            "category": rows[name],
            "n": rows[column],
            "share": rows[column] / whole.number(column),
            "hidden": rows["hidden"],
        }
    )
    bars = bars[(bars["n"] > 0) | (bars["hidden"] != "")]
    title = _group_title(name, bars, found.rows, selection, whole.number(column))
    formal = f"Of {count(whole.number(column))} who left · {found.definition}"
    return Drawn(
        f"leavers_by_{name}", title, formal, leaver_bars(bars), leaver_bars_alt(bars, title),
        rate_table(found.rows, found.rows[name].astype(str).tolist(), GROUPS[name].capitalize()), for_download(found),
    )  # fmt: skip


def _group_title(name: str, bars: pd.DataFrame, rows: pd.DataFrame, selection: PeopleSelection, whole: float) -> str:
    kind = type_of(selection)
    if name == "leaver_type":
        return f"{types_sentence(bars, kind)}{where(selection)}"
    if name == "service_band":
        return f"{bands_sentence(bars, kind)}{where(selection)}"
    known = bars.dropna(subset="n").sort_values("n", ascending=False, kind="stable")
    if known.empty:
        return f"Every number by {GROUPS[name]} is hidden: too few left for any to be shown"
    first = known.iloc[0]
    rate = float(rows.loc[rows[name] == first["category"], "value"].iloc[0])
    of = f"{count(first['n'])} of the {count(whole)} {who(selection)} who left"
    return f"{str(first['category'])[:1].upper()}{str(first['category'])[1:]}: {of}, {percent(rate)} of those in post there"


def last_month_words(selection: PeopleSelection) -> str:
    """'October 2026': the last month that is over."""
    return month(last_whole_month(selection))
