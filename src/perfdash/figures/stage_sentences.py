"""What the stages say in English: how much longer, in which stage, and how sure that is."""

from math import isnan

import pandas as pd

from perfdash.analysis.differences import LEAST, Change, Comparison, Difference
from perfdash.contract.stages import BY_KEY, STAGES
from perfdash.figures.sentences import listed
from perfdash.figures.words import count, minutes, month, percent


def comparison_sentence(compared: Comparison, who: str, before: str, after: str) -> str:
    """'Grade 1 incidents took 1:32 min longer in … than in …; 71 % of it was despatch (…)'.

    `who` are the incidents as a sentence begins with them; `before` and `after` are the periods in words. The change is
    shared out only where it is clear and no stage pulled clearly the other way: "143 % of it" would help nobody.
    """
    whole = compared.whole.difference
    if isnan(whole.low):
        n = f"n = {count(compared.whole.after.n)} and {count(compared.whole.before.n)}"
        return f"Too few {_lower(who)} to compare {after} with {before}: {n}, and {LEAST} are needed in each"
    clear = [part for part in compared.parts if part.difference.is_clear]
    if not compared.can_be_split:
        none = f"No clear change in how long {_lower(who)} took, {after} against {before}"
        split = f"{none}: there is none to split between the stages" if compared.parts else none
        return f"{split}, though {listed([_took(part) for part in clear])}" if clear else split
    found = f"{who} took {change_words(whole.change)} in {after} than in {before}"
    main = max(compared.parts, key=lambda part: part.share, default=None)
    if main is None or not clear:
        return f"{found}; no single stage changed clearly" if compared.parts else found
    if any(part.share < 0 for part in clear) or round(main.share, 2) > 1 or main not in clear:
        return f"{found}: {listed([_took(part) for part in clear])}"
    how = f"{change_words(main.difference.change)}, 95 % interval {interval_words(main.difference)}"
    return f"{found}; {percent(main.share, 0)} of it was {BY_KEY[main.key].name} ({how})"


def steps_sentence(compared: Comparison, before: str, after: str) -> str:
    """The finding of the waterfall: from which mean to which, by which clear changes."""
    start, end = minutes(compared.whole.before.mean), minutes(compared.whole.after.mean)
    clear = [_took(part) for part in compared.parts if part.difference.is_clear]
    calm = [BY_KEY[part.key].name for part in compared.parts if not part.difference.is_clear]
    words = [*clear, *([f"no clear change in {listed(calm)}"] if calm else [])]
    return f"From {start} ({before}) to {end} ({after}){': ' if words else ''}{'; '.join(words)}"


def month_sentence(row: pd.Series, who: str, when: str) -> str:
    """'Grade 1 incidents took 12:30 min on average in October 2026: control room 3:50 min, …' from one row of means.

    `when` brings its preposition: 'in October 2026', 'from 1 to 8 January 2017'.
    """
    stages = listed([f"{stage.name} {minutes(row[stage.column])}" for stage in STAGES])
    return f"{who} took {minutes(sum(float(row[stage.column]) for stage in STAGES))} on average {when}: {stages}"


def longest_sentence(row: pd.Series) -> str:
    """'Travel is the longest stage: 3:56 of 5:51 min', from one row of means."""
    longest = max(STAGES, key=lambda stage: float(row[stage.column]))
    whole = sum(float(row[stage.column]) for stage in STAGES)
    part = minutes(row[longest.column]).removesuffix(" min")
    return f"{longest.name.capitalize()} is the longest stage: {part} of {minutes(whole)}"


def swayed_sentence(months: pd.DataFrame) -> str:
    """Which stage's mean a few very long times have swayed; empty where none. `months` has `month`, `n_staged`, the means.

    A month of 30 or more whose mean is over twice the middle month's: means have no other protection from a late stamp.
    """
    enough = months[months["n_staged"] >= 30]
    parts = []
    for stage in STAGES:
        usual, top = enough[stage.column].median(), enough[enough[stage.column] > 2 * enough[stage.column].median()]
        if len(top):
            worst = top.sort_values(stage.column).iloc[-1]
            others = f" ({count(len(top))} months over twice that)" if len(top) > 1 else ""
            parts.append(
                f"{stage.name} averaged {minutes(worst[stage.column])} in {month(worst['month'])}, against {minutes(usual)} in "
                f"a usual month{others}"
            )
    because = (
        "a few very long times, often errors of recording, can sway a mean that far: look at those incidents first"
    )
    return f"{listed(parts)[:1].upper()}{listed(parts)[1:]}; {because}." if parts else ""


def change_words(seconds: float) -> str:
    """'1:32 min longer', '0:20 min less'."""
    if isnan(seconds):
        return "not known"
    return f"{_size(seconds)} {'longer' if seconds > 0 else 'less'}"


def interval_words(difference: Difference) -> str:
    """'1:01 to 1:10 min', or, where it leaves both ways open, '0:03 min less to 0:13 min longer'."""
    if isnan(difference.low):
        return "cannot be given"
    if not difference.is_clear:
        return f"{change_words(difference.low)} to {change_words(difference.high)}"
    near, far = (_size(end) for end in sorted((difference.low, difference.high), key=abs))
    is_minutes = far.endswith(" min") and " h " not in far
    return f"{near.removesuffix(' min') if is_minutes else near} to {far}"


def _size(seconds: float) -> str:
    return minutes(abs(seconds)) if round(abs(seconds)) else "under a second"


def _took(part: Change) -> str:
    return f"{BY_KEY[part.key].name} took {change_words(part.difference.change)}"


def _lower(who: str) -> str:
    return f"{who[:1].lower()}{who[1:]}"
