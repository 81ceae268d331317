"""What exit and stay interviews tell, in English: reasons beside who did not answer, counts without a claim of effect."""

from math import isnan

import pandas as pd

from perfdash.figures.funnel_bars import AFTER_12, ELIGIBLE, HELD, INVITED
from perfdash.figures.hidden_values import are_hidden, counted, shared, span_words
from perfdash.figures.response_bars import PARTS
from perfdash.figures.retention_sentences import HIDDEN
from perfdash.figures.words import count, month

LEAST = 10  # interviews, below which reasons are not told
NO_COMPARISON = "there is no comparison group, so this does not show that interviews work"


def reasons_sentence(group: str, share: float, responses: pd.DataFrame) -> str:
    """'Organisational reasons are named in 62 % of 118 completed interviews; 45 of 163 asked did not answer'.

    `share` is of the interviews that name at least one reason of the group: several are allowed, so it is no sum of shares.
    `responses` as `response_bars` takes them; the newest year is told. A share that is not a number is hidden.
    """
    if responses.empty:
        return "No exit interviews are held"
    row = responses.sort_values("year").iloc[-1:]
    completed, declined, not_asked = (float(row[column].iloc[0]) for column, _, _ in PARTS)
    answers = _answers(completed, declined, not_asked)
    if isnan(completed):
        return f"How many completed an interview is {HIDDEN}{answers}"
    if completed < LEAST:
        return f"{too_few_sentence(completed, 'completed interview', LEAST)}{answers}"
    what = f"{group[:1].upper()}{group[1:]} reasons"
    if isnan(share):
        return f"In how many of {count(completed)} completed interviews {group} reasons are named is {HIDDEN}{answers}"
    return f"{what} are named in {shared(share, False)} of {count(completed)} completed interviews{answers}"


def _answers(completed: float, declined: float, not_asked: float) -> str:
    """Who was asked and did not answer, and who was never asked: neither is counted among those who answered."""
    asked = completed + declined
    parts = []
    if not isnan(asked) and asked:
        parts.append(
            f"{count(declined)} of {count(asked)} asked did not answer" if declined else "all who were asked answered"
        )
    if not_asked > 0:
        parts.append(f"{count(not_asked)} {'was' if not_asked == 1 else 'were'} not asked")
    return "".join(f"; {part}" for part in parts)


def named_most_sentence(reasons: pd.DataFrame) -> str:
    """'Named most often: workload, 41 % (33 to 50) of 118', from rows as `reason_dots` takes them; a tie names both."""
    known = reasons.dropna(subset="share")
    if known.empty:
        return f"How often each reason is named is {HIDDEN}" if len(reasons) else "No reason is named"
    top = known[known["share"] == known["share"].max()]
    row = top.iloc[0]
    span = span_words(float(row["low"]), float(row["high"]))
    names = " and ".join(f"{name[:1].lower()}{name[1:]}" for name in top["reason"].astype(str))
    base = "" if isnan(row["base"]) else f" of {count(float(row['base']))}"
    each = " each" if len(top) > 1 else ""
    return f"Named most often: {names}, {shared(float(row['share']), False)}{f' ({span})' if span else ''}{base}{each}"


def funnel_sentence(funnel: pd.DataFrame) -> str:
    """'Of 140 people old enough to judge, 96 were invited and 61 interviewed; 38 are in post a year later – there is …'.

    `funnel` as `funnel_bars` takes it. Old enough to judge are the base of the invited. Where not all who were interviewed
    can be judged after a year, the base is said: '38 of 50 who can be judged are in post a year later'.
    """
    steps = {row["stage"]: row for _, row in funnel.iterrows()}
    if INVITED not in steps or HELD not in steps:
        return "No stay interviews are held"
    judged = _told(steps[INVITED], "base")
    invited, held = _told(steps[INVITED]), _told(steps[HELD])
    are = "were" if invited != "1" else "was"
    people = "person" if judged == "1" else "people"
    facts = f"Of {judged} {people} old enough to judge, {invited} {are} invited and {held} interviewed"
    stayed = f"; {_stayed(steps[AFTER_12], steps[HELD])} – {NO_COMPARISON}" if AFTER_12 in steps else ""
    return f"{facts}{stayed}"


def _stayed(after: pd.Series, held: pd.Series) -> str:
    if not float(after["base"]) and not bool(after["hidden"]):
        return "it is too early to say who is in post a year later"
    n = _told(after)
    of = "" if float(after["base"]) == float(held["n"]) else f" of {_told(after, 'base')} who can be judged"
    return f"{n}{of} {'is' if n == '1' else 'are'} in post a year later"


def _told(row: pd.Series, column: str = "n") -> str:
    return counted(float(row[column]), bool(row["hidden"]))


def too_early_sentence(funnel: pd.DataFrame) -> str:
    """'Too early to say: 12 invited, 11 in post after 12 months', nothing where nobody's time is still running."""
    rows = funnel[(funnel["n_too_early"] > 0) & (funnel["stage"] != ELIGIBLE)]
    parts = [f"{count(float(row['n_too_early']))} {row['stage'].lower()}" for _, row in rows.iterrows()]
    return f"Too early to say: {', '.join(parts)}" if parts else ""


def pool_sentence(pool: pd.DataFrame, ambition: float | None = None) -> str:
    """'14 people may hold stay interviews in March 2026 (9 police, 5 staff): 6 fewer than the ambition of 20'.

    `pool` as `pool_chart` takes it; the newest month is told.
    """
    if pool.empty:
        return "No list of interviewers is held"
    rows = pool.sort_values("month").iloc[-1:]
    row, when = rows.iloc[0], month(rows["month"].iloc[0])
    if are_hidden(rows, "n_interviewers")[0]:
        return f"How many people may hold stay interviews in {when} is {HIDDEN}"
    n = float(row["n_interviewers"])
    parts = f"{_told(row, 'n_police')} police, {_told(row, 'n_staff')} staff"
    facts = f"{count(n)} {'person' if n == 1 else 'people'} may hold stay interviews in {when} ({parts})"
    return facts if ambition is None or isnan(n) else f"{facts}: {_against(n, ambition)}"


def _against(n: float, ambition: float) -> str:
    gap = n - ambition
    if not gap:
        return f"as many as the ambition of {count(ambition)}"
    return f"{count(abs(gap))} {'more' if gap > 0 else 'fewer'} than the ambition of {count(ambition)}"


def too_few_sentence(n: float, what: str, least: int = LEAST) -> str:
    """'7 completed interviews: at least 10 are needed'; `what` is said of one."""
    return f"{count(n)} {what}{'' if n == 1 else 's'}: at least {count(least)} are needed"
