"""How one figure of a response record reads: the figure, its 95 % interval and what it was counted from.

Shares by Wilson, medians by order statistics, means from Student's t (analysis.intervals, analysis.differences).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan, nan
from typing import Any

from perfdash.analysis.differences import LEAST, Sample, welch
from perfdash.analysis.intervals import wilson
from perfdash.figures.call_sentences import wait
from perfdash.figures.words import count, minutes, percent
from perfdash.meeting.record_layout import Cell
from perfdash.reference.attendance import grade_row

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """A figure in words, its 95 % interval (empty where there is none), and what it was counted from.

    `is_figure` is False where the words only say why there is no figure.
    """

    figure: str
    interval: str = ""
    counted: str = ""
    notes: tuple[str, ...] = ()
    is_figure: bool = True

    @property
    def lines(self) -> Cell:
        """The lines of a table's cell; its caption says which of them is the interval."""
        return tuple(filter(None, (self.figure, self.interval, self.counted, *self.notes)))

    @property
    def in_brackets(self) -> str:
        """What stands behind the figure in a sentence: ' (95 % interval 85.2 % to 87.5 %; 2,950 of 3,412)'."""
        interval = f"95 % interval {self.interval}" if self.interval else ""
        rest = "; ".join(filter(None, (interval, self.counted)))
        return f" ({rest})" if rest else ""


def mean_value(sample: Sample) -> Value | None:
    """The mean of a stage; no interval below so many times that it would promise too much."""
    if not sample.n:
        return None
    # Against nothing at all, which varies by nothing, Welch's interval is Student's for one mean.
    found = welch(Sample(2, 0, 0), sample) if sample.n >= LEAST else None
    interval = _between(minutes, max(found.low, 0), found.high) if found else ""
    why = () if found else (f"no interval below {LEAST}",)
    return Value(f"{minutes(sample.mean)} on average", interval, f"{count(sample.n)} with all three stages", why)


def _between(words: Callable[[float], str], low: float, high: float) -> str:
    return "" if isnan(low) or isnan(high) else f"{words(low)} to {words(high)}"


def _share(n: float, of: float, counted: str) -> Value | None:
    return Value(percent(n / of), _between(percent, *wilson(n, of)), counted) if of else None


def _within(force: str, row: Row) -> Value | None:
    if not row["n_judged"]:
        return Value("no standard recorded", is_figure=False) if row["n_measured"] else None
    failed, passed = row["share_within_if_missing_failed"], row["share_within_if_missing_passed"]
    return Value(
        percent(row["share_within"]),
        _between(percent, row["share_within_low"], row["share_within_high"]),
        f"{count(row['n_within'])} of {count(row['n_judged'])}",
        (f"if missing times failed {percent(failed)}, if they passed {percent(passed)}",),
    )


def _median(force: str, row: Row) -> Value | None:
    if not row["n_measured"]:
        return None
    interval = _between(minutes, row.get("median_low_seconds", nan), row.get("median_high_seconds", nan))
    return Value(f"{minutes(row['median_seconds'])} (median)", interval, f"{count(row['n_measured'])} measured")


def _tail(force: str, row: Row) -> Value | None:
    limits = grade_row(force, row["grade"])
    if not row["n_measured"] or limits is None or not limits.tail_seconds:
        return None
    over = f"{count(row['n_tail'])} over {minutes(limits.tail_seconds)}"
    share = percent(row["n_tail"] / row["n_measured"])
    interval = _between(percent, *wilson(row["n_tail"], row["n_measured"]))
    return Value(f"{over}, {share}", interval, f"of {count(row['n_measured'])} measured")


OF_INCIDENTS: dict[str, Callable[[str, Row], Value | None]] = {
    "share_within": _within,
    "median_seconds": _median,
    "n_tail": _tail,
    "coverage": lambda force, row: _share(
        row["n_measured"], row["n_due"], f"{count(row['n_measured'])} of {count(row['n_due'])} due"
    ),
    "grade_share": lambda force, row: _share(
        row["n_incidents"], row["n_all"], f"{count(row['n_incidents'])} of {count(row['n_all'])}"
    ),
    "n_incidents": lambda force, row: Value(count(row["n_incidents"]), "", "all counted: no interval"),
}


def _answered_within(row: Row) -> Value | None:
    if not row["n_judged"]:
        return Value("no standard recorded", is_figure=False) if row["n_answered"] else None
    return Value(
        percent(row["share_within"]),
        _between(percent, row["share_within_low"], row["share_within_high"]),
        f"{count(row['n_within'])} of {count(row['n_judged'])} answered",
        (f"of all presented {percent(row['share_within_of_presented'])}",),
    )


OF_CALLS: dict[str, Callable[[Row], Value | None]] = {
    "share_within": _answered_within,
    "median_seconds": lambda row: (
        Value(f"{wait(row['median_seconds'])} (median)", "", f"{count(row['n_answered'])} answered")
        if row["n_answered"]
        else None
    ),
    "share_abandoned": lambda row: _share(
        row["n_abandoned"], row["n_calls"], f"{count(row['n_abandoned'])} of {count(row['n_calls'])} presented"
    ),
}
