"""The cards of the page of 999 calls: the month in the headline, with how sure each figure is."""

from dataclasses import replace

import pandas as pd

from perfdash.figures import call_sentences, words
from perfdash.figures.cards import Card
from perfdash.figures.sentences import assurance_words, variation_label
from perfdash.ui import reads
from perfdash.ui.call_views import CallView


def cards(view: CallView) -> list[Card]:
    """Share within standard, median, slowest tenth, abandoned; and how long 101 callers wait."""
    return [_share_card(view), _median_card(view), _slowest_card(view), _abandoned_card(view), _other_card(view)]


def _share_card(view: CallView) -> Card:
    row, title = view.latest, f"Answered within {view.limit}"
    if not row["n_judged"]:
        return Card(title, words.HIDDEN, verdict="No standard recorded", notes=(view.latest_words,))
    low, high = words.percent(row["share_within_low"]), words.percent(row["share_within_high"])
    return Card(
        title,
        words.percent(row["share_within"]).removesuffix(" %"),
        "%",
        view.within,
        variation_label(view.within) if view.within else "",
        assurance_words(view.within, view.aim) if view.within and view.aim else "",
        (
            f"{view.latest_words}, n = {words.count(row['n_judged'])} answered · 95 % interval {low} to {high}",
            f"Of all presented, abandoned ones included: {words.percent(row['share_within_of_presented'])}",
        ),
        view.aim.value if view.aim else None,
    )


def _median_card(view: CallView) -> Card:
    figure, unit = words.figure_and_unit(call_sentences.wait(view.latest["median_seconds"]))
    mean = call_sentences.wait(view.latest["mean_seconds"])
    notes = (f"{view.latest_words} · mean {mean}, which a few long waits move",)
    return Card("Half are answered within (median)", figure, unit, notes=notes)


def _slowest_card(view: CallView) -> Card:
    figure, unit = words.figure_and_unit(call_sentences.wait(view.latest["p90_seconds"]))
    notes = (f"{view.latest_words}, exact, from every call",)
    return Card("One in ten waits longer than (90th percentile)", figure, unit, notes=notes)


def _abandoned_card(view: CallView) -> Card:
    row = view.latest
    low, high = words.percent(row["share_abandoned_low"]), words.percent(row["share_abandoned_high"])
    return Card(
        "Callers who gave up (abandoned)",
        words.percent(row["share_abandoned"]).removesuffix(" %"),
        "%" if row["n_calls"] else "",
        view.abandoned,
        variation_label(view.abandoned) if view.abandoned else "",
        notes=(
            f"{words.count(row['n_abandoned'])} of {words.count(row['n_calls'])} presented · 95 % interval {low} to {high}",
        ),
    )


def _other_card(view: CallView) -> Card:
    selection = view.selection.having(line="101")
    if "month" in view.latest:
        month = pd.Timestamp(view.latest["month"]).date()
        selection = replace(selection, from_month=month, to_month=month)
    row = reads.call_answering(selection).iloc[0]
    figure, unit = words.figure_and_unit(call_sentences.wait(row["median_seconds"]))
    gave_up = f"{words.percent(row['share_abandoned'])} of {words.count(row['n_calls'])} callers gave up"
    return Card("101, beside it: half are answered within", figure, unit, notes=(gave_up, "No standard is recorded"))
