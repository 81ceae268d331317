"""How early people leave and how long they stay: joining years and curves. Only here are the statistics of survival needed."""

from collections.abc import Sequence

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.figures.curve_facets import people
from perfdash.figures.leaver_bars import cohort_bars, cohort_bars_alt
from perfdash.figures.retention_curves import (
    MOST_COHORTS,
    curve_of,
    drawn_cohorts,
    retention_curves,
    retention_curves_alt,
)
from perfdash.figures.retention_sentences import cohorts_sentence, curve_sentence
from perfdash.figures.words import percent
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_reads
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, cells, for_download, only_hidden, spans
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import type_of, where, whole_extract

_WHOLE = "joining years whatever the months chosen"
_SHORTEST = 1.0  # years that a curve must reach to be drawn: of months alone it says nothing of staying
YEARS = 2
FEW_COHORTS = 2  # where worker types stand side by side: more labels would cover each other


def early(selection: PeopleSelection, reader: Audience, worker_type: str = "") -> Shown:
    """Who left within two years of joining, by joining year."""
    kind = worker_type or type_of(selection)
    title, by = f"{people(kind).capitalize()} who left within two years", ("worker_type",) if worker_type else ()
    found = people_reads.answer("early_leavers", whole_extract(selection), reader, *by)
    if isinstance(found, NotAnswered):
        return NotDrawn(title, found.why)
    rows = only_hidden(found.rows, "share_left")
    rows = rows[rows["worker_type"] == worker_type] if worker_type else rows
    if rows.empty:
        return NotDrawn(title, "Not drawn: no joining year of these people lies whole in the records.")
    names = {"share_left_low": "low", "share_left_high": "high", "n_joiners": "n"}
    bars = rows[["cohort", "share_left", "is_complete", "hidden", *names]].rename(columns=names)
    told = bars[bars["is_complete"].astype(bool) | (bars["hidden"] == "")]  # of a year just begun "hidden" says nothing
    said = cohorts_sentence(told, _named(kind, selection))
    table = pd.DataFrame(
        {
            "Joined in": rows["cohort"],
            "Left within two years": cells(rows, "share_left", percent),
            "95 % interval": spans(rows, "share_left"),
            "Left so far": cells(rows, "n_left"),
            "New joiners": cells(rows, "n_joiners"),
            "How": rows["how"],
        }
    )
    formal = f"{found.definition} · {_WHOLE}"
    return Drawn(
        "early_leavers", said, formal, cohort_bars(bars), cohort_bars_alt(bars, said), table, for_download(found)
    )


def _named(kind: str, selection: PeopleSelection) -> str:
    return f"{people(kind)}{where(selection)}" if where(selection) else kind


def curves(selection: PeopleSelection, reader: Audience, types: Sequence[str]) -> Shown:
    """The share still in the force by years since joining: a facet a worker type, at most four joining years each."""
    title = "How long people stay"
    found = {
        kind: people_reads.answer(
            "retention_curve", whole_extract(selection.having(worker_type=kind)), reader, "cohort"
        )
        for kind in types
    }
    answered = {kind: one for kind, one in found.items() if not isinstance(one, NotAnswered)}
    if not answered:
        why = next((one.why for one in found.values() if isinstance(one, NotAnswered)), "No worker type is held.")
        return NotDrawn(title, why)
    every = pd.concat([one.rows.assign(worker_type=kind) for kind, one in answered.items()], ignore_index=True)
    drawn = _long_enough(only_hidden(every, "share_remaining"), MOST_COHORTS if len(types) == 1 else FEW_COHORTS)
    if drawn.empty:
        return NotDrawn(
            title, "Not drawn: no joining year can be followed for a whole year, or too few people are left to follow."
        )
    first = types[0]
    newest = _newest_told(drawn, first)
    said = curve_sentence(curve_of(drawn, first, newest), _named(first, selection), newest, YEARS)
    formal = f"{next(iter(answered.values())).definition} · {_WHOLE} · a curve stops where fewer than 10 are followed"
    table = pd.DataFrame(
        {
            "Worker type": drawn["worker_type"],
            "Joined in": drawn["cohort"],
            "Years since": drawn["years"],
            "Still here": cells(drawn, "share_remaining", percent),
            "95 % interval": spans(drawn.rename(columns={"low": "still_low", "high": "still_high"}), "still"),
            "At risk": cells(drawn, "n_at_risk"),
        }
    )
    rows = pd.concat([for_download(one).assign(worker_type=kind) for kind, one in answered.items()], ignore_index=True)
    return Drawn(
        "retention_curves", said, formal, retention_curves(drawn), retention_curves_alt(drawn, said), table, rows
    )


def _long_enough(curves: pd.DataFrame, most: int) -> pd.DataFrame:
    """The newest joining years that some curve follows for a year; others would be a mark at the left edge."""
    longest = curves.groupby("cohort")["years"].max()
    kept = sorted(longest[longest >= _SHORTEST].index, reverse=True)[:most]
    return curves[curves["cohort"].isin(kept)].reset_index(drop=True)


def _newest_told(curves: pd.DataFrame, worker_type: str) -> str:
    """The newest joining year that is followed for two years, else the newest."""
    reached = [name for name in drawn_cohorts(curves) if curve_of(curves, worker_type, name)["years"].max() >= YEARS]
    return next(iter([*reached, *drawn_cohorts(curves)]))
