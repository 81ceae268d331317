"""Who was reached and what was offered in time, in English, from the same rows that the charts are drawn from.

Of what was done, never of how anybody was.
"""

from collections.abc import Sequence
from math import isnan

import pandas as pd

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.group_dots import EVERYONE, gaps_first, sides, wholes_of
from perfdash.figures.hidden_values import are_hidden, counted, shared, span_words
from perfdash.figures.offered_quarters import SOON, by_quarter, quarter_words
from perfdash.figures.reach_dots import BLOCKS, LISTED, as_groups
from perfdash.figures.retention_sentences import HIDDEN
from perfdash.figures.sentences import variation_words
from perfdash.figures.words import both, count, month, percent

LEAST = 10  # people, below whom no share is told
_DONE = {
    "n_offered": "offered",
    "n_completed": "completed",
    "n_on_time": "completed by the day they were due",
}
BEYOND = "something beyond the annual screening"


def reach_sentence(reach: pd.DataFrame, when: str = "") -> str:
    """'Of 214 people in listed roles 131 were reached by something beyond … (61 %, 54 to 68); digital forensics least: 9 of 31'.

    `reach` as `reach_dots` takes it, with the row 'all' of the listed roles. `when` is 'in the 12 months to October 2026'.
    The least reached is told where its interval lies below the whole, else that none does.
    """
    rows = as_groups(reach, "n_reached", "n_eligible")
    facts = _reached(rows[rows["block"] == LISTED], "listed roles", BEYOND, when)
    return f"{facts}{_least(rows[rows['block'] == LISTED])}"


def unlisted_sentence(reach: pd.DataFrame, when: str = "") -> str:
    """'Of 812 people in roles that are not on the list 90 were reached by the same means (11 %, 9 to 13)'."""
    rows = as_groups(reach, "n_reached", "n_eligible")
    return _reached(rows[rows["block"] != LISTED], "roles that are not on the list", "the same means", when)


def _reached(rows: pd.DataFrame, roles: str, means: str, when: str) -> str:
    whole = rows[rows["name"] == EVERYONE]
    if whole.empty:
        return f"Nobody in {roles} is counted" if rows.empty else f"How many in {roles} were reached is not known"
    row = whole.iloc[0]
    n, base, share = float(row["n"]), float(row["base"]), float(row["share"])
    if are_hidden(whole, "share")[0] or isnan(n):
        return f"How many of the people in {roles} were reached by {means} is {HIDDEN}"
    if base < LEAST:
        return f"{count(base)} {'person' if base == 1 else 'people'} in {roles}: at least {LEAST} are needed to tell a share"
    span = span_words(float(row["low"]), float(row["high"]))
    told = ", ".join(part for part in (shared(share, False), span) if part)
    lately = f" {when}" if when else ""
    return f"Of {count(base)} people in {roles} {count(n)} {_were(n)} reached{lately} by {means} ({told})"


def _were(n: float) -> str:
    return "was" if n == 1 else "were"


def _least(rows: pd.DataFrame) -> str:
    """Which group has the lowest share, if that is more than chance; nothing where no group can be compared."""
    wholes, groups = wholes_of(rows), gaps_first(rows, BLOCKS).dropna(subset="share")
    if not wholes or groups.empty:
        return ""
    below = groups[[side == -1 for side in sides(groups, wholes)]]
    if below.empty:
        return "; no group of roles lies below that by more than chance"
    row = below.iloc[0]
    return f"; {row['name']} least: {_n_of(row)}"


def _n_of(row: pd.Series) -> str:
    return f"{counted(float(row['n']), bool(row['hidden']))} of {counted(float(row['base']), bool(row['hidden']))}"


def beyond_sentence(means: pd.DataFrame) -> str:
    """'Enhanced support reached 88 of 214, occupational health 40; resilience training is hidden: small number; whoever …'.

    `means` as `beyond_dots` takes them.
    """
    own = means[means["means"] != EVERYONE].sort_values("n_reached", ascending=False, kind="stable", na_position="last")
    known = own.dropna(subset="n_reached")
    if known.empty:
        return f"By what means people were reached is {HIDDEN if len(own) else 'not known'}"
    first = known.iloc[0]
    base = float(first["n_eligible"])
    of = "" if isnan(base) else f" of {count(base)}"
    others = "".join(f", {row['means']} {count(float(row['n_reached']))}" for _, row in known[1:].iterrows())
    names = own.loc[are_hidden(own, "n_reached"), "means"].astype(str).tolist()
    why = f"; {both(names)} {'is' if len(names) == 1 else 'are'} {HIDDEN}" if names else ""
    name = str(first["means"])
    overlap = "; whoever was reached twice counts in both" if len(own) > 1 else ""
    return f"{name[:1].upper()}{name[1:]} reached {count(float(first['n_reached']))}{of}{others}{why}{overlap}"


def on_time_sentence(result: ProcessBehaviour, what: str = "screenings", places: int = 1) -> str:
    """'72.4 % of screenings due in October 2026 were completed by the day they were due: getting worse'."""
    points = result.points.dropna(subset="value")
    if points.empty:
        return f"No month of {what} can be judged"
    last = points.iloc[-1]
    share, when = percent(last["value"], places), month(last["date"])
    return f"{share} of {what} due in {when} were completed by the day they were due: {variation_words(result)}"


def contacts_sentence(contacts: pd.DataFrame, what: str = "screenings") -> str:
    """'Of 521 screenings due 500 were offered, 458 completed and 403 completed by the day they were due; 12 are not due yet'.

    `contacts` as `contact_bars` takes them, with `n_too_early` where it is known.
    """
    if contacts.empty or float(contacts["n_eligible"].iloc[0]) == 0:
        return f"No {what} fell due"
    row = contacts.iloc[0]
    flag = bool(row["hidden"])
    told = [(counted(float(row[column]), flag), words) for column, words in _DONE.items() if column in contacts]
    first = [f"{n} {'was' if n == '1' else 'were'} {words}" for n, words in told[:1]]
    done = both([*first, *(f"{n} {words}" for n, words in told[1:])])
    early = float(row.get("n_too_early", float("nan")))
    later = f"; {count(early)} {'is' if early == 1 else 'are'} not due yet" if early > 0 else ""
    return f"Of {counted(float(row['n_eligible']), flag)} {what} due {done}{later}"


def trauma_sentence(offered: pd.DataFrame, within: str = SOON) -> str:
    """'85 % of people exposed were offered TRiM within 72 hours, July to September 2026; 60 % a year before'.

    `offered` as `offered_chart` takes it; the newest whole quarter is told, or the newest where none is whole.
    """
    if offered.empty or not (offered["within"] == within).any():
        return "No exposure at an incident is held"
    quarters = by_quarter(offered, within).dropna(subset="quarter")
    whole = quarters[~quarters["is_part"].astype(bool)]
    row = (whole if len(whole) else quarters).iloc[-1:]
    when = quarter_words(str(row["quarter"].iloc[0]))
    part = ", so far" if row["is_part"].iloc[0] else ""
    if are_hidden(row, "share")[0]:
        return f"How many people exposed were offered TRiM within {within}, {when}{part}, is {HIDDEN}"
    if isnan(float(row["share"].iloc[0])):
        return f"Nobody was exposed at an incident, {when}{part}"
    share = shared(float(row["share"].iloc[0]), False)
    year_ago = quarters[quarters["start"] == row["start"].iloc[0] - pd.DateOffset(years=1)]
    return f"{share} of people exposed were offered TRiM within {within}, {when}{part}{_before(year_ago)}"


def _before(row: pd.DataFrame) -> str:
    if row.empty or row["is_part"].iloc[0]:
        return ""
    if are_hidden(row, "share")[0]:
        return f"; a year before {HIDDEN}"
    share = float(row["share"].iloc[0])
    return "" if isnan(share) else f"; {shared(share, False)} a year before"


def situations_sentence(situations: pd.DataFrame) -> str:
    """'1,240 of 1,900 exposures (65 %) were of people in roles that are not on the list; 84 % of these were offered TRiM within
    72 hours, 86 % of those in listed roles'.

    `situations` as `situations_beside_roles` takes them, with a row 'all' of both blocks.
    """
    rows = as_groups(situations, "n_offered", "n_exposed")
    wholes = [rows[(rows["name"] == EVERYONE) & (rows["block"] == block)] for block in BLOCKS]
    if rows.empty:
        return "No exposure at an incident is held"
    if any(whole.empty or isnan(float(whole["base"].iloc[0])) for whole in wholes):
        return f"How the exposures divide between listed and other roles is {HIDDEN}"
    listed, others = (float(whole["base"].iloc[0]) for whole in wholes)
    if not listed + others:
        return "No exposure at an incident is held"
    part = f"{count(others)} of {count(listed + others)} exposures ({percent(others / (listed + others), 0)})"
    return f"{part} were of people in roles that are not on the list{_in_time(wholes)}"


def _in_time(wholes: Sequence[pd.DataFrame]) -> str:
    shares = [float(whole["share"].iloc[0]) for whole in wholes]
    if any(isnan(share) for share in shares):
        return ""
    listed, others = (shared(share, False) for share in shares)
    return f"; {others} of these were offered TRiM within {SOON}, {listed} of those in listed roles"
