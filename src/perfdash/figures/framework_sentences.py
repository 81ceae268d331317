"""The findings of the framework page, computed from the rows that it shows."""

from collections.abc import Sequence

from perfdash.figures.words import both, count, spelt


def of_all(n: int, all_of: int, noun: str) -> str:
    """'None of five data products', 'Two of five data products', 'All five data products', 'The only data product'."""
    if n == all_of:
        return f"The only {noun}" if n == 1 else f"{'Both' if n == 2 else f'All {spelt(n)}'} {noun}s"
    return f"{spelt(n).capitalize() if n else 'None'} of {spelt(all_of)} {noun}{'' if all_of == 1 else 's'}"


def measures_headline(bare_themes: Sequence[str], n_themes: int, n_measures: int, n_without_data: int) -> str:
    """Which themes nobody measures, and how many measures have no data."""
    have = "have" if len(bare_themes) > 1 else "has"
    themes = (
        f"{of_all(len(bare_themes), n_themes, 'theme')} {have} no measure: {both(bare_themes)}"
        if bare_themes
        else f"{of_all(n_themes, n_themes, 'theme')} have a measure"
    )
    lack = "lacks" if n_without_data == 1 else "lack"
    data = (
        f"{of_all(n_without_data, n_measures, 'measure').lower()} {lack} data"
        if n_without_data
        else "every measure of the register has data"
    )
    return f"{themes}; {data}"


def baseline_words(n_measures: int, n_held: int) -> str:
    """How many measures have every month of their baseline."""
    return f"{of_all(n_held, n_measures, 'measure')} {'has its' if n_held <= 1 else 'have their'} whole baseline in the store"


def products_headline(n: int, n_delivered: int, n_delivered_late: int, days_overdue: Sequence[int]) -> str:
    """How many products are delivered, and how late the others are; `days_overdue` of those past their planned day."""
    delivered = f"{of_all(n_delivered, n, 'data product')} {_are(n_delivered)} delivered"
    late = f", {spelt(n_delivered_late)} of them late" if n_delivered_late else ""
    if not days_overdue:
        return f"{delivered}{late}; none is past its planned day"
    longest = f"{count(max(days_overdue))} day{'' if max(days_overdue) == 1 else 's'}"
    each = longest if len(set(days_overdue)) == 1 else f"up to {longest}"
    return f"{delivered}{late}; {spelt(len(days_overdue))} {_are(len(days_overdue))} not, and late by {each}"


def forums_headline(n_meetings: int, n_public: int, n_plans: int, n_ended: int) -> str:
    """What the next twelve months hold, and which plans have run out."""
    meetings = f"{count(n_meetings)} meeting{'' if n_meetings == 1 else 's'} in the next twelve months"
    dated = (
        f"{meetings}, {spelt(n_public) if n_public else 'none'} of them public"
        if n_meetings
        else "No meeting can be dated"
    )
    plans = plans_words(n_plans, n_ended)
    return f"{dated}; {plans[:1].lower()}{plans[1:]}"


def plans_words(n_plans: int, n_ended: int) -> str:
    """How many delivery plans ran out, of those that are known."""
    if not n_plans:
        return "No delivery plan is published"
    if not n_ended:
        return f"{of_all(n_plans, n_plans, 'delivery plan')} {_are(n_plans)} in force"
    was = "was" if n_ended == 1 else "were"
    return f"{of_all(n_ended, n_plans, 'delivery plan')} ran out and {was} not renewed"


def assessment_headline(n: int, n_evidenced: int) -> str:
    """How much of the self-assessment rests on evidence."""
    if n_evidenced == n:
        return f"{of_all(n, n, 'line')} of the self-assessment rest on evidence"
    bare = n - n_evidenced
    has = "has" if bare == 1 else "have"
    if not n_evidenced:
        return f"None of {spelt(n)} lines of the self-assessment rests on evidence"
    return f"{of_all(bare, n, 'line')} of the self-assessment {has} no evidence"


def capacity_headline(posts: int, filled: int, n_units: int, n_unmapped: int, is_public: bool = False) -> str:
    """How many posts are filled, and how many units were never mapped; posts of few people are not for the public."""
    never = f"{of_all(n_unmapped, n_units, 'unit')} that {_analyse(n_units)} {'was' if n_unmapped == 1 else 'were'} never mapped"
    every = f"{of_all(n_units, n_units, 'unit')} that {_analyse(n_units)} {'is' if n_units == 1 else 'are'} mapped"
    if is_public:
        return never if n_unmapped else every
    if not posts:
        return never
    mapped = f"{count(filled)} of {count(posts)} posts that were mapped {'is' if filled == 1 else 'are'} filled"
    return f"{mapped}; {never[:1].lower()}{never[1:]}" if n_unmapped else f"{mapped}; every unit is mapped"


def _analyse(n: int) -> str:
    return "analyses" if n == 1 else "analyse"


def _are(n: int) -> str:
    return "is" if n <= 1 else "are"
