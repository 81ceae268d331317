"""Cards of what is measured of people: the same on their own pages, on the overview and under a recommendation."""

from collections.abc import Callable
from math import isnan

from perfdash.analysis.disclosure import SYMBOL, Audience
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures import sentences, words
from perfdash.figures.cards import Card
from perfdash.figures.curve_facets import people
from perfdash.measures.people import PeopleAnswer, people_process
from perfdash.measures.people_selection import PeopleSelection
from perfdash.measures.register import measure
from perfdash.measures.words import period
from perfdash.ui import people_reads
from perfdash.ui.people_panels import percents
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import Told, last_year, period_words, told, type_of, who, whole_extract

Maker = Callable[[PeopleSelection, Audience, str], Card]
NO_DATA, NOT_SHOWN = "No data yet", "Not shown"


def absent(title: str, why: str) -> Card:
    """A card without a figure: what is missing, in a sentence."""
    return Card(title, words.HIDDEN, verdict=NO_DATA if "are held" in why else NOT_SHOWN, notes=(why,))


def process_of(selection: PeopleSelection, reader: Audience) -> ProcessBehaviour | None:
    """Leavers a month as a judged process; nothing where a month is hidden, or months are not shown at all."""
    found = people_reads.answer("leavers", selection, reader, "month")
    return people_process(found) if isinstance(found, PeopleAnswer) else None


def baseline(key: str, selection: PeopleSelection, reader: Audience) -> str:
    """'Baseline 6.6 %, April 2023 to March 2024': fixed in the register, told of the same people."""
    asked = measure(key)
    span = PeopleSelection(
        asked.baseline_from, asked.baseline_to.replace(day=1), selection.filters, selection.basis, selection.transfers
    )
    when = period(span.from_month, span.to_month)
    found = people_reads.answer(key, span, reader) if reader is Audience.OFFICIAL else NotAnswered("")
    value = float(found.rows["value"].iloc[0]) if isinstance(found, PeopleAnswer) and len(found.rows) else float("nan")
    return f"The baseline, {when}, is not shown" if isnan(value) else f"Baseline {words.percent(value)}, {when}"


def share_card(title: str, found: Told | NotAnswered, share: str, part: str, whole: str, noun: str, *more: str) -> Card:
    """A share with its interval and the two numbers behind it."""
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    if isnan(found.number(share)):
        hidden = found.is_hidden(share) or found.is_hidden(part)
        return Card(title, SYMBOL if hidden else words.HIDDEN, verdict="Hidden: small number" if hidden else "Nobody to count",
                    notes=(found.when,))  # fmt: skip
    written = percents(found.found)
    low, high = found.number(f"{share}_low"), found.number(f"{share}_high")
    span = "" if isnan(low) else f" · 95 % interval {written(low)} to {written(high)}"
    of = f"{words.count(found.number(part))} of {words.count(found.number(whole))} {noun}{span}"
    figure = written(found.number(share)).removesuffix(" %")
    return Card(title, figure, "%", notes=(found.when, of, *more))


def leaver_rate_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """The leaver rate as chosen, with the other of the two rates beside it."""
    found = told("leaver_rate", selection, reader, worker_type)
    with_transfers = selection.transfers
    title = f"{_who(selection, worker_type)} who left (leaver rate)"
    shown, other = "leaver_rate", "leaver_rate_with_transfers"
    if with_transfers:
        shown, other = other, shown
    beside = ""
    if isinstance(found, Told) and not isnan(found.number(other)):
        beside = (
            f"{words.percent(found.number(other))} {'without' if with_transfers else 'with'} transfers to other forces"
        )
    part = "n_leavers_with_transfers" if with_transfers else "n_leavers"
    return share_card(
        title,
        found,
        shown,
        part,
        "n_at_start",
        "in post at the start",
        beside,
        _baseline_of("leaver_rate", selection, reader),
    )


def _baseline_of(key: str, selection: PeopleSelection, reader: Audience) -> str:
    return baseline(key, selection, reader) if reader is Audience.OFFICIAL else ""


def _who(selection: PeopleSelection, worker_type: str) -> str:
    name = people(worker_type) if worker_type else who(selection)
    return f"{name[:1].upper()}{name[1:]}"


def leavers_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """How many left in the last whole month, judged; why not, where months are hidden."""
    title = "Left in the last month"
    found = people_reads.answer("leavers", selection, reader, "month")
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    rows = found.rows[~found.rows["is_part"].astype(bool)]
    if rows.empty:
        return absent(title, "No whole month is held.")
    value, when, process = float(rows["value"].iloc[-1]), words.month(rows["month"].iloc[-1]), people_process(found)
    if process is None:
        n_hidden = int(rows["value"].isna().sum())
        why = f"{n_hidden} of {len(rows)} months are hidden: too small to be judged month by month"
        return Card(title, SYMBOL if isnan(value) else words.count(value), verdict="Not judged", notes=(when, why))
    return Card(
        title,
        words.count(value),
        "",
        process,
        sentences.variation_label(process),
        notes=(when, "each month counted once"),
    )


def resignation_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """The rate of those who resigned."""
    found = told("resignation_rate", selection, reader, worker_type)
    return share_card("Resigned", found, "resignation_rate", "n_resignations", "n_at_start", "in post at the start")


def strength_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """People in post on the last day held."""
    title, found = "In post", people_reads.answer("strength", selection, reader)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    row = found.rows.iloc[-1]
    value, on = float(row["value"]), words.day(row["as_at_on"])
    return Card(title, SYMBOL if isnan(value) else words.count(value), notes=(f"on {on}", selection.basis))


def new_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """How many joined in the last twelve whole months."""
    title, found = "Joined", people_reads.answer("joiners", last_year(selection), reader)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    row = found.rows.iloc[0]
    value, new = float(row["value"]), float(row["n_new_joiners"])
    more = "" if isnan(new) else f"{words.count(new)} of them neither transferred nor back again"
    return Card(title, SYMBOL if isnan(value) else words.count(value), notes=(period_words(found.selection), more))


def staying_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """The share of the newest joining year that is followed for two years and is still here then."""
    title, found = (
        "Still here after two years",
        people_reads.answer("retention_curve", whole_extract(selection), reader, "cohort"),
    )
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    followed = found.rows[found.rows["cohort"].isin(found.rows.loc[found.rows["years"] >= 2, "cohort"])]
    until = followed[followed["years"] <= 2].sort_values(["cohort", "years"])
    if until.empty:
        return absent(title, "No joining year can be followed for two years.")
    row = until.iloc[-1]
    value, span = float(row["value"]), f"95 % interval {words.percent(row['low'])} to {words.percent(row['high'])}"
    when = f"joined in {row['cohort']} (Kaplan–Meier)"
    if isnan(value):
        return Card(title, SYMBOL, verdict="Hidden: small number", notes=(when,))
    return Card(title, words.percent(value).removesuffix(" %"), "%", notes=(when, span))


def supervisor_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """The leaver rate of supervisors."""
    found = told("supervisor_leaver_rate", selection, reader, worker_type)
    return share_card("Supervisors who left", found, "leaver_rate", "n_leavers", "n_at_start", "in post at the start")


def early_card(selection: PeopleSelection, reader: Audience, worker_type: str) -> Card:
    """Who of the newest joining year that is two years old left within two years."""
    title, by = "Joiners who left within two years", ("worker_type",) if worker_type else ()
    found = people_reads.answer("early_leavers", whole_extract(selection), reader, *by)
    if isinstance(found, NotAnswered):
        return absent(title, found.why)
    rows = found.rows[found.rows["is_complete"].astype(bool)]
    rows = rows[rows["worker_type"] == worker_type] if worker_type else rows
    if rows.empty:
        return absent(title, "No joining year is two years old yet.")
    row = rows.sort_values("cohort").iloc[-1]
    return share_card(
        title, Told(row, found, f"joined in {row['cohort']}"), "share_left", "n_left", "n_joiners", "new joiners"
    )


def first_type(selection: PeopleSelection, reader: Audience) -> str:
    """The worker type that the public's cards tell first: they cannot choose one, but one is never mixed with another."""
    if reader is Audience.OFFICIAL or type_of(selection):
        return ""
    return next(iter(people_reads.choices_of(selection.chosen("force")[0], reader, "worker_type")), "")
