"""The overview's own sentences, from judged series."""

import pandas as pd

from perfdash.analysis.spc import xmr
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.overview_sentences import Judged, ask_about, changed_since, overview_headline

CALM = [10.0, 11, 10, 9, 10, 11, 10, 9, 10, 11, 10, 9, 10, 11]


def judged(values: list[float], name: str = "waits", direction: str = "decrease") -> Judged:
    return Judged(name, series(values, direction), series(values[:-1], direction))


def series(values: list[float], direction: str) -> ProcessBehaviour:
    months = pd.date_range("2025-01-01", periods=len(values), freq="MS")
    return xmr(months, pd.Series(values), improvement_direction=direction)


WORSE, BETTER, SAME = judged([*CALM, 30]), judged([*CALM, 30], "coverage", "increase"), judged(CALM, "volume")
TOO_SHORT = judged(CALM[:5], "calls")


def test_the_headline_counts_what_moves() -> None:
    assert overview_headline([WORSE, SAME, BETTER]) == (
        "One of three measures is getting worse, and one is getting better"
    )
    assert overview_headline([WORSE, WORSE, SAME]) == (
        "Two of three measures are getting worse, and none is getting better"
    )
    assert overview_headline([BETTER]) == "One of one measure is getting better, and none is getting worse"
    assert overview_headline([SAME, SAME]) == "None of two measures shows a change beyond chance"


def test_what_cannot_be_judged_is_not_counted() -> None:
    assert overview_headline([TOO_SHORT, SAME]) == "None of one measure shows a change beyond chance"
    assert overview_headline([TOO_SHORT]) == "No measure can be judged yet: none has months enough"
    assert overview_headline([Judged("nothing", None)]) == "No measure can be judged yet: none has months enough"


def test_what_gets_worse_is_asked_about_by_name() -> None:
    assert ask_about([WORSE, SAME, BETTER]) == "Ask about waits."
    assert ask_about([SAME]) == "Nothing is getting worse by its own limits: ask what keeps it so."
    assert ask_about([TOO_SHORT]) == ""


def test_a_verdict_that_the_newest_month_changed_is_said() -> None:
    assert changed_since([WORSE, SAME], "September 2026") == (
        "Since the figures to September 2026: waits went from no clear change to getting worse."
    )
    assert changed_since([SAME, TOO_SHORT], "September 2026") == (
        "No verdict has changed since the figures to September 2026."
    )
