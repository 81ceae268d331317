"""The places page's other half, put together: the week by hour and day, and demand beside performance."""

import pandas as pd

from perfdash.analysis.association import Association, rank_correlation
from perfdash.figures import place_sentences as found
from perfdash.figures.comparisons import FIGURES
from perfdash.figures.demand import demand_chart
from perfdash.figures.heat_map import WEEKDAYS, heat_map, scale_of
from perfdash.figures.words import month
from perfdash.measures import hours as week
from perfdash.measures.selection import Selection
from perfdash.measures.series import whole_months
from perfdash.measures.words import basis
from perfdash.ui import reads
from perfdash.ui.attendance_charts import opened_month
from perfdash.ui.attendance_views import AttendanceView
from perfdash.ui.place_views import MEASURES, WORDS, Place, Shown, unit_of
from perfdash.ui.tables import demand_table, hour_table
from perfdash.ui.trail import INCIDENTS

SHOWN = {"share": "Share within standard", "median": "Median", "volume": "Volume"}
_UNITS = {"share": "share", "median": "seconds", "volume": "count"}
_SCALE_WORDS = {"%": "percent", "min": "minutes", "hours": "hours", "days": "days"}


def by_hour(view: AttendanceView) -> Place:
    """The week's finding; its one panel is drawn by `hour_panel`, which has a switch of its own."""
    selection = view.selection
    whole = reads.attendances(selection).iloc[0]
    return Place(_differing_of(hours_of(selection), unit_of(whole), whole), MEASURES[unit_of(whole)], selection, ())


def figures_of(view: AttendanceView) -> dict[str, str]:
    """The heat maps to choose from, first the one that the selection can be judged by."""
    if unit_of(reads.attendances(view.selection).iloc[0]) == "share":
        return SHOWN
    return {key: SHOWN[key] for key in ("median", "volume", "share")}


def hours_of(selection: Selection) -> pd.DataFrame:
    """Every hour of the week with its counts, and how many of its times lie on either side of the whole's median."""
    median = float(reads.attendances(selection).iloc[0]["median_seconds"])
    beside = reads.beside_median(selection, median if median == median else 0.0)
    return week.every_hour(reads.attendances(selection, "weekday", "hour"), beside)


def _differing_of(hours: pd.DataFrame, unit: str, whole: pd.Series) -> str:
    if not whole["n_measured"]:
        return "No hour of the week can be compared: no incident of this selection has a usable time"
    if unit == "share" and not whole["n_judged"]:
        return "No hour of the week can be judged: no standard is recorded for these incidents"
    blocks, overall = week.by_block(hours), float(whole[FIGURES[unit][0]])
    sides = week.sides(blocks, unit, overall)
    below, above = (
        found.spans(blocks.loc[sides == side, ["weekday", "hour"]].to_numpy().tolist(), week.BLOCK_HOURS)
        for side in (-1, 1)
    )
    return found.hours_sentence(below, above, overall, unit)


def hour_panel(view: AttendanceView, shown: str) -> Shown:
    """The heat map of one figure of `SHOWN`: share, median or volume."""
    selection, unit = view.selection, _UNITS[shown]
    hours = hours_of(selection)
    first, last = week.days_of(selection, view.held.first_on, view.held.last_on)
    hours = week.with_volume(hours, first, last)
    cells = _cells(hours, unit, reads.attendances(selection).iloc[0])
    title = _title(hours, unit, reads.attendances(selection).iloc[0])
    drawn = not cells["is_few"].all()
    return Shown(
        f"{shown}_by_hour",
        title,
        _formal(cells, unit, selection),
        heat_map(cells, unit) if drawn else None,
        found.hours_alt(title, int((~cells["is_few"]).sum()), int(cells["is_few"].sum()), int(cells["differs"].sum())),
        hour_table(hours),
        reads.attendances(selection, "weekday", "hour"),
        lambda cell: opened_hour(selection, cell),
    )


def _title(hours: pd.DataFrame, unit: str, whole: pd.Series) -> str:
    """The finding of the panel; it says no more than the range where the page's headline has said what differs."""
    if unit == "count":
        return _volume(hours)
    if unit != unit_of(whole):
        return _differing_of(hours, unit, whole)
    if unit == "seconds":
        return f"Over the whole week: {found.medians_sentence([''], [float(whole['median_seconds'])]).lower().rstrip()}"
    blocks = week.by_block(hours)
    names = [found.spans([(day, hour)], week.BLOCK_HOURS)[0] for day, hour in blocks[["weekday", "hour"]].to_numpy()]
    return f"{found.spread_sentence(names, blocks['share_within'].tolist(), unit)}, in six-hour blocks"


def opened_hour(selection: Selection, cell: str) -> tuple[str, Selection]:
    """What a click on a cell opens: the incidents of that hour and weekday."""
    weekday, _, hour = cell.partition("|")
    return INCIDENTS, selection.having(weekday=weekday, hour=hour)


def _cells(hours: pd.DataFrame, unit: str, whole: pd.Series) -> pd.DataFrame:
    cells = hours[["weekday", "hour"]].copy()
    if unit == "count":
        return cells.assign(value=hours["per_hour"], n=hours["n_incidents"], is_few=False, differs=False)
    value, _, _, n = FIGURES[unit]
    sides = week.sides(hours, unit, float(whole[value]))
    is_few = hours[n] < week.FEW
    return cells.assign(value=hours[value], n=hours[n], is_few=is_few, differs=(sides != 0) & ~is_few)


def _formal(cells: pd.DataFrame, unit: str, selection: Selection) -> str:
    if unit == "count":
        return f"Incidents of every status in an average hour of the week · darker: more · {basis(selection)}"
    scale = _SCALE_WORDS[scale_of(cells, unit)]
    dark = "a lower share" if unit == "share" else "longer"
    return (
        f"{WORDS[unit]} in {scale}, by the hour in which the call came · darker: {dark} · ×: fewer than {week.FEW} incidents · "
        f"outlined: differs from the whole, 95 % intervals widened for 168 hours (in the sentence for 28 six-hour blocks) · "
        f"{basis(selection)}"
    )


def _volume(hours: pd.DataFrame) -> str:
    total = int(hours["n_incidents"].sum())
    known = hours.dropna(subset="per_hour")
    if not total or known.empty:
        return "There is no incident of this selection"
    by_start = hours.groupby(hours["hour"] // week.BLOCK_HOURS * week.BLOCK_HOURS)["n_incidents"].sum()
    start, most = int(by_start.index[int(by_start.argmax())]), int(by_start.max())
    busiest, quietest = (known.iloc[place] for place in (known["per_hour"].argmax(), known["per_hour"].argmin()))
    return found.volume_sentence(
        f"{start:02d}:00 and {start + week.BLOCK_HOURS:02d}:00",
        most / total,
        _hour_words(busiest),
        busiest["per_hour"],
        _hour_words(quietest),
        quietest["per_hour"],
    )


def _hour_words(row: pd.Series) -> str:
    return f"{WEEKDAYS[int(row['weekday']) - 1]} {int(row['hour']):02d}:00"


def demand(view: AttendanceView) -> Place:
    """Incidents a day of every grade over the figure of the chosen one, month by month."""
    selection, everything = view.selection, view.selection.having(grade=())
    unit = unit_of(reads.attendances(selection).iloc[0])
    months = demand_months(whole_months(view.months), whole_months(reads.attendances(everything, "month")), unit)
    found_together = association(months)
    words = f"{WORDS[unit]}, {view.subject}{view.where}"
    shown = Shown(
        f"demand_and_{unit}_by_month",
        found.range_sentence(
            f"Incidents a day{view.where}, every grade",
            [month(day) for day in months["month"]],
            months["per_day"].tolist(),
        ),
        f"Above, incidents of every status and grade ÷ days of the month; below, {words[0].lower()}{words[1:]}; whole months "
        f"only · Spearman's rank correlation · {basis(selection)}",
        demand_chart(months, unit, "Incidents a day, every grade", words) if len(months) else None,
        f"{found.demand_sentence(found_together, unit)}. Two charts of {len(months)} months on one time axis.",
        demand_table(months, unit),
        months,
        lambda on: opened_month(selection, on),
    )
    return Place(found.demand_sentence(found_together, unit), MEASURES[unit], selection, ((shown,),))


def demand_months(chosen: pd.DataFrame, everything: pd.DataFrame, unit: str) -> pd.DataFrame:
    """One row a month: `month, per_day` (incidents a day, of every grade), `value` (share or median of the chosen)."""
    value, _, _, n = FIGURES[unit]
    months = everything[["month", "n_incidents"]].merge(chosen[["month", value, n]], on="month", how="left")
    months = months.set_index("month").asfreq("MS").reset_index() if len(months) else months
    days = pd.to_datetime(months["month"]).dt.days_in_month
    return pd.DataFrame(
        {
            "month": pd.to_datetime(months["month"]),
            "n_incidents": months["n_incidents"],
            "per_day": months["n_incidents"] / days,
            "value": months[value].where(months[n] > 0),
        }
    )


def association(months: pd.DataFrame) -> Association:
    """How the two series go together."""
    return rank_correlation(months["per_day"].to_numpy(float), months["value"].to_numpy(float))
