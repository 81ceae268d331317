"""The places page, put together: what a view of it holds, the teams beside each other and the teams by month."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures import place_sentences as found
from perfdash.figures import sentences
from perfdash.figures.comparisons import FIGURES, dots_with_intervals, side_of
from perfdash.figures.small_multiples import multiples_sentence, small_multiples
from perfdash.figures.style import Figure
from perfdash.figures.tile_map import tile_map
from perfdash.measures.attendance import widened
from perfdash.measures.selection import Selection
from perfdash.measures.series import processes_by, rebases_for
from perfdash.measures.words import basis
from perfdash.reference import attendance as reference
from perfdash.ui import reads
from perfdash.ui.attendance_charts import why_no_chart
from perfdash.ui.attendance_views import AttendanceView, recent
from perfdash.ui.tables import area_table, month_table

MEASURES = {"share": "attendance_within_standard", "seconds": "attendance_time"}
WORDS = {"share": "Share within standard", "seconds": "Median attendance time"}
ATTENDANCE = "pages/attendance.py"
_MOST_MULTIPLES = 40  # more small charts than this are neither read nor drawn in good time
_TILE_KEY = " · coloured where it differs by more than chance: ▲ above, ◆ below"


@dataclass(frozen=True)
class Shown:
    """One panel of a page: everything that `panels.panel` prints, but for what the store holds."""

    key: str
    title: str
    formal: str
    figure: Figure | None
    alt: str
    table: pd.DataFrame
    rows: pd.DataFrame
    opens: Callable[[Any], tuple[str, Selection] | None] | None = None


@dataclass(frozen=True)
class Place:
    """One view of a page: its finding, the measure and the selection behind it, and the panels under it, in rows."""

    headline: str
    measure: str
    selection: Selection
    rows: tuple[tuple[Shown, ...], ...]


def unit_of(whole: pd.Series) -> str:
    """What places are compared by: the share within standard; the median where no standard is recorded."""
    return "share" if whole["n_judged"] else "seconds"


def with_intervals(selection: Selection, by: str, unit: str) -> pd.DataFrame:
    """The groups of a breakdown that have a figure, with intervals widened for their number."""
    groups = reads.attendances(selection, by)
    groups = groups[groups[FIGURES[unit][3]] > 0].reset_index(drop=True)
    if unit == "share":
        return widened(groups)
    return groups.merge(reads.median_intervals(selection, by, number=max(len(groups), 1)), on=by, how="left")


def by_team(view: AttendanceView) -> Place:
    """Dots with intervals and the tile map: the last twelve months, every team, whichever is selected."""
    lately = recent(view.selection, view).having(lpt=())
    whole, force = reads.attendances(lately).iloc[0], view.held.force
    unit = unit_of(whole)
    areas = with_intervals(lately, "lpt", unit)
    areas = areas.assign(name=[reference.lpt_name(force, lpt) for lpt in areas["lpt"]])
    every = reads.attendances(lately, "lpt")
    value, low, high, _ = FIGURES[unit]
    overall, names = float(whole[value]), areas["name"].tolist()
    if areas.empty:
        return _nothing(why_no_area(whole), unit, lately, "by_lpt", area_table(every, force), every)
    headline = sentences.places(names, areas[low].tolist(), areas[high].tolist(), overall, unit)
    formal = f"{WORDS[unit]} by local policing team, 95 % intervals widened for their number · {basis(lately)}"
    table = area_table(every, force)
    dots = Shown(
        f"{MEASURES[unit]}_by_lpt",
        found.spread_sentence(names, areas[value].tolist(), unit),
        formal,
        dots_with_intervals(names, areas, overall, keys=areas["lpt"].tolist(), unit=unit),
        headline,
        table,
        every,
        lambda lpt: _opened_team(view.selection, lpt),
    )
    tiles = _tiles(areas, force)
    if tiles is None:
        return Place(headline, MEASURES[unit], lately, ((dots,),))
    title = found.tiles_sentence(
        [side_of(start, end, overall) for start, end in areas[[low, high]].to_numpy(float)], unit
    )
    drawn = tile_map(tiles, overall, unit)
    mapped = replace(
        dots,
        key=f"{MEASURES[unit]}_tiles",
        title=title,
        formal=formal.replace(" · ", f"{_TILE_KEY} · ", 1),
        figure=drawn,
    )
    return Place(headline, MEASURES[unit], lately, ((dots, mapped),))


def _opened_team(selection: Selection, lpt: str) -> tuple[str, Selection]:
    return ATTENDANCE, selection.having(lpt=lpt)


def _tiles(areas: pd.DataFrame, force: str) -> pd.DataFrame | None:
    """The areas on their tiles, an area without a figure among them; nothing where an area has no tile."""
    own = reference.places_of(force)
    places = pd.DataFrame(
        [(row.lpt, row.name, row.tile_row, row.tile_column) for row in reference.lpts() if row.force in own],
        columns=["lpt", "name", "tile_row", "tile_column"],
    ).drop_duplicates("lpt")
    if not set(areas["lpt"]) <= set(places["lpt"]):
        return None
    return places.merge(areas.drop(columns="name"), on="lpt", how="left")


def why_no_area(whole: pd.Series) -> str:
    """Why no area can be compared: there is nothing measured."""
    if not whole["n_incidents"]:
        return "No area can be compared: there is no incident of this selection"
    return "No area can be compared: no incident of this selection has a usable time"


def _nothing(title: str, unit: str, selection: Selection, key: str, table: pd.DataFrame, rows: pd.DataFrame) -> Place:
    shown = Shown(f"{MEASURES[unit]}_{key}", title, f"{WORDS[unit]} · {basis(selection)}", None, title, table, rows)
    return Place(title, MEASURES[unit], selection, ((shown,),))


def teams_by_month(view: AttendanceView) -> Place:
    """A small process chart a team, on one scale."""
    selection, force = view.selection, view.held.force
    months = reads.attendances(selection, "lpt", "month")
    unit = unit_of(reads.attendances(selection).iloc[0])
    processes = processes_of(view, months, "lpt", unit)
    names = {lpt: reference.lpt_name(force, lpt) for lpt in processes}
    table = month_table(months, force)
    if not processes:
        return _nothing(why_no_chart(view).removesuffix("."), unit, selection, "by_lpt_and_month", table, months)
    drawn = {name: processes[lpt] for lpt, name in list(names.items())[:_MOST_MULTIPLES]}
    shown = Shown(
        f"{MEASURES[unit]}_by_lpt_and_month",
        f"{found.spread_sentence(list(drawn), _last(drawn), unit)}, {view.latest_words}",
        f"{WORDS[unit]} by local policing team and month, one scale, whole months only · {basis(selection)}"
        + (f" · the first {_MOST_MULTIPLES} of {len(names)} teams" if len(names) > len(drawn) else ""),
        small_multiples(drawn, unit, view.steps if unit == "share" else (), keys=list(names)[: len(drawn)]),
        multiples_sentence(drawn),
        table,
        months,
        lambda lpt: _opened_team(selection, lpt),
    )
    return Place(multiples_sentence(drawn), MEASURES[unit], selection, ((shown,),))


def _last(processes: dict[str, ProcessBehaviour]) -> list[float]:
    return [float(process.points["value"].iloc[-1]) for process in processes.values()]


def processes_of(view: AttendanceView, months: pd.DataFrame, by: str, unit: str) -> dict[str, ProcessBehaviour]:
    """A judged process of the share (or median) for every group of a breakdown by month, by the group's key."""
    target = view.aim.value if view.aim and unit == "share" else None
    key = MEASURES[unit]
    return dict(processes_by(months, by, key, target, rebases_for(view.selection, key)))
