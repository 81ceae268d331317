"""How many leave and how long they stay, in English, from the same rows that the charts are drawn from."""

from math import isnan

import pandas as pd

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.curve_facets import EVERYONE, people
from perfdash.figures.hidden_values import SYMBOL, are_hidden, hidden_count, shared, span_words
from perfdash.figures.leaver_bars import BANDS, YOUNG_BANDS, ordered
from perfdash.figures.rolling_rate import NO_LIMITS
from perfdash.figures.sentences import variation_words
from perfdash.figures.words import count, month, percent, spelt

HIDDEN = "hidden: small number"
_ONE = {"staff": "member of staff"}


def leavers_sentence(result: ProcessBehaviour, worker_type: str) -> str:
    """'31 officers left in March 2026: no clear change', from monthly counts that are judged as a process."""
    points = result.points.dropna(subset="value")
    if points.empty:
        return f"No month has a figure of {people(worker_type)} who left"
    last = points.iloc[-1]
    who = _ONE.get(worker_type, worker_type) if last["value"] == 1 else people(worker_type)
    return f"{count(last['value'])} {who} left in {month(last['date'])}: {variation_words(result)}"


def rolling_sentence(rates: pd.DataFrame, worker_type: str, basis: str = "headcount") -> str:
    """'6.0 % of officers left in the 12 months to March 2026, 7.1 % with transfers to other forces (headcount; …)'.

    `rates` as `rolling_rate_chart` takes them; the newest month is told.
    """
    who = people(worker_type)
    if rates.empty:
        return f"No 12 months of {who} are held: the leaver rate cannot be told yet"
    rows = rates.sort_values("month_end").iloc[-1:]
    row, when = rows.iloc[0], f"the 12 months to {month(rows['month_end'].iloc[0])}"
    if isnan(row["rate"]):
        why = f"is {HIDDEN}" if are_hidden(rows, "rate")[0] else "is not known"
        return f"The leaver rate of {who} in {when} {why}"
    moved = row["rate_with_transfers"]
    transfers = "" if isnan(moved) else f", {percent(moved)} with transfers to other forces"
    return f"{percent(row['rate'])} of {who} left in {when}{transfers} ({basis}; strength at the start)"


def rolling_note(basis: str = "headcount") -> str:
    """What the formal line of the rolling rate says of it: how it is made, and why it is not judged as a process."""
    return (
        f"Leavers of 12 months ÷ strength at the start of them, {basis} with {basis}, without transfers to other forces; "
        f"{NO_LIMITS}"
    )


def published_sentence(published: pd.DataFrame) -> str:
    """'England and Wales: 6.0 % in the year to March 2025 (edition July 2025)', the newest; nothing where none is."""
    if published.empty:
        return ""
    row = published.sort_values("month_end").iloc[-1]
    edition = "edition not stated" if pd.isna(row["edition"]) or not row["edition"] else f"edition {row['edition']}"
    return f"{row['name']}: {percent(row['rate'])} in the year to {month(row['month_end'])} ({edition})"


def curve_sentence(curve: pd.DataFrame, worker_type: str, cohort: str, years: int = 2) -> str:
    """'82 of 100 new officers of 2023/24 were still here after two years (76 to 87)'.

    `curve` holds the rows of one curve (`retention_curves.curve_of`). One that ends earlier tells of no year after that.
    """
    who = f"new {people(worker_type)}{'' if cohort == EVERYONE else f' of {cohort}'}"
    after = f"{spelt(years)} year{'' if years == 1 else 's'}"
    if curve.empty:
        return f"No {who} are held"
    if curve["years"].max() < years:
        return (
            f"{who[:1].upper()}{who[1:]} can be followed for {_years(curve['years'].max())} only: too early, or too few "
            f"people left to follow, to say after {after}"
        )
    # The share holds from one row to the next, so the last row until then tells it; before any, nobody had left.
    until = curve[curve["years"] <= years].sort_values("years").iloc[-1:]
    if until.empty:
        return f"All {who} were still here after {after}"
    if until["share_remaining"].isna().all():
        why = HIDDEN if are_hidden(until, "share_remaining")[0] else "not known"
        return f"How many {who} were still here after {after} is {why}"
    row = until.iloc[0]
    span = span_words(float(row["low"]), float(row["high"]))
    here = f"{100 * row['share_remaining']:.0f} of 100 {who} were still here after {after}"
    return f"{here} ({span})" if span else here


def _years(years: float) -> str:
    """1.38 → '1.4 years', 1 → '1 year'."""
    words = f"{years:.1f}".removesuffix(".0")
    return f"{words} year{'' if words == '1' else 's'}"


def cohorts_sentence(cohorts: pd.DataFrame, worker_type: str) -> str:
    """'12 % of officers who joined in 2021/22 left within two years (8 to 17, n = 180); of 2023/24 6 % so far (…)'.

    The newest cohort that is two years old, and the newest that is not. `cohorts` as `cohort_bars` takes them.
    """
    rows = cohorts.sort_values("cohort")
    is_complete = rows["is_complete"].astype(bool)
    parts: list[str] = []
    for row in (rows[is_complete].iloc[-1:], rows[~is_complete].iloc[-1:]):
        if len(row):
            parts.append(_cohort(row, people(worker_type), bool(row["is_complete"].iloc[0]), bool(parts)))
    return "; ".join(parts) or f"No joining cohort of {people(worker_type)} is held"


def _cohort(row: pd.DataFrame, who: str, is_complete: bool, follows: bool) -> str:
    share, low, high, n = (float(row[name].iloc[0]) for name in ("share_left", "low", "high", "n"))
    cohort = row["cohort"].iloc[0]
    subject = f"those of {cohort}" if follows else f"{who} who joined in {cohort}"
    time = "within two years" if is_complete else "so far"
    if are_hidden(row, "share_left")[0]:
        return f"{'how' if follows else 'How'} many of {subject} left {time} is {HIDDEN}"
    facts = [span_words(low, high), "" if isnan(n) else f"n = {count(n)}", "" if is_complete else "Kaplan–Meier"]
    said = ", ".join(fact for fact in facts if fact)
    return f"{shared(share, False)} of {subject} left {time}{f' ({said})' if said else ''}"


def bands_sentence(bands: pd.DataFrame, worker_type: str) -> str:
    """'Under five years of service: 41 % of officer leavers', from rows as `leaver_bars` takes them."""
    young = bands[bands["category"].isin(YOUNG_BANDS)]
    whose = f"of {worker_type} leavers"
    if not bands["category"].isin(BANDS).any():
        return f"The length of service {whose} is not known"
    if are_hidden(young, "share").any():
        return f"Under five years of service: the share {whose} is {HIDDEN}"
    return f"Under five years of service: {percent(float(young['share'].sum()), 0)} {whose}"


def types_sentence(leavers: pd.DataFrame, worker_type: str) -> str:
    """'Voluntary resignation 52 %, normal retirement 19 % of officer leavers': the two largest parts, as they are drawn."""
    known = ordered(leavers).dropna(subset="share").sort_values("share", ascending=False, kind="stable")[:2]
    if known.empty:
        hidden = f" is {HIDDEN}" if len(leavers) and are_hidden(leavers, "n").any() else " is not known"
        return f"How {worker_type} leavers divide{hidden}"
    parts = [f"{row['category']} {shared(float(row['share']), False)}" for _, row in known.iterrows()]
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]} of {worker_type} leavers"


def hidden_sentence(rows: pd.DataFrame, column: str) -> str:
    """'2 of 9 values are hidden (‡): small numbers', nothing where none is."""
    n, of = hidden_count(rows, column), len(rows)
    if not n:
        return ""
    are = f"value{'' if of == 1 else 's'} {'is' if n == 1 else 'are'}"
    return f"{count(n)} of {count(of)} {are} hidden ({SYMBOL}): small number{'' if n == 1 else 's'}"
