"""Screens for the tests of packs: real figures of small frames, one of every kind that a meeting may see."""

import json
from collections.abc import Sequence
from datetime import date
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from perfdash.analysis.differences import Change, Comparison, Difference, Sample
from perfdash.analysis.intervals import wilson
from perfdash.analysis.spc import xmr
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.contract.stages import STAGES
from perfdash.figures.call_hours import hours_chart
from perfdash.figures.comparisons import dots_with_intervals, funnel_chart
from perfdash.figures.demand import demand_chart
from perfdash.figures.funnel_bars import STEPS, funnel_bars
from perfdash.figures.heat_map import heat_map
from perfdash.figures.interviewer_pool import pool_chart
from perfdash.figures.leaver_bars import cohort_bars, leaver_bars
from perfdash.figures.process_chart import Event, Step, process_chart
from perfdash.figures.reason_dots import reason_dots
from perfdash.figures.response_bars import response_bars
from perfdash.figures.retention_curves import retention_curves
from perfdash.figures.rolling_rate import rolling_rate_chart
from perfdash.figures.small_multiples import small_multiples
from perfdash.figures.stages import Span, stacked_months, waterfall
from perfdash.figures.style import Figure
from perfdash.figures.tile_map import tile_map
from perfdash.figures.year_dots import year_dots
from perfdash.meeting.pack_words import Pack
from perfdash.meeting.screens import Happened, Number, Screen

SOURCE = "demonstration extracts (invented); data to 31 October 2026; loaded 23 November 2026, 07:05 UTC"
HIDDEN = "small number"
STANDARDS = (
    Step(date(2022, 6, 27), date(2024, 1, 25), 0.85, "Ambition 85 %"),
    Step(date(2024, 1, 26), date(9999, 12, 31), 0.9, "Ambition 90 %"),
)


def made(key: str, title: str, figure: Figure | None, rows: pd.DataFrame, **more: Any) -> Screen:
    """A screen as a page makes one: the figure and the rows as plain values."""
    plain = rows.assign(**{name: rows[name].dt.strftime("%Y-%m-%d") for name in rows.select_dtypes("datetime").columns})
    return Screen(
        key=key,
        title=title,
        formal="Share within standard, grade 1, Staffordshire, November 2022 to October 2026, call to arrival, n = 41,203",
        source=SOURCE,
        link=f"/{key}?grade=1",
        alt=f"{title}. A chart.",
        is_synthetic=True,
        figure=None if figure is None else json.loads(figure.to_json()),
        rows=plain.astype(object).where(plain.notna(), None).to_dict("records"),
        **more,
    )


def process(hidden: Sequence[int] = ()) -> ProcessBehaviour:
    """Four years: a rebase, a run of bad months, then better ones."""
    values = [0.84 + 0.01 * (-1) ** at * (1 + at % 3) for at in range(24)]
    values += [0.87 + 0.008 * (-1) ** at * (1 + at % 3) for at in range(14)] + [0.80, 0.81, 0.79, 0.80]
    values += [0.93, 0.94, 0.92, 0.95, 0.94, 0.859]
    for at in hidden:
        values[at] = nan
    months = pd.date_range("2022-11-01", periods=len(values), freq="MS")
    return xmr(months, values, improvement_direction="increase", target=0.9, rebase_on=["2024-11-01"])


def process_screen(hidden: Sequence[int] = ()) -> Screen:
    result = process(hidden)
    events = [
        Event(1, date(2023, 6, 27), "New shift pattern in all local policing teams"),
        Event(2, date(2025, 6, 1), "Control room moved to the new telephone system"),
    ]
    days = [result.points["date"].iloc[at].date() for at in hidden]
    figure = process_chart(result, "share", STANDARDS, events, hidden=days)
    return made(
        "attendance", "85.9 % of grade 1 incidents attended within standard in October, no clear change since April; the "
        "90 % ambition may be met or missed by chance", figure,
        result.points[["date", "value", "mean", "lower_process_limit", "upper_process_limit"]],
        question="What moved in the summer of 2025, and did it hold?",
        notes="Grade 1 only. The control room's move is the likely reason; ask for the day-by-day figures.",
        events=tuple(Happened(event.number, f"{event.on:%-d %B %Y}", event.text) for event in events),
        commentary=("The control room moved on 1 June 2025.",),
    )  # fmt: skip


def times_screen() -> Screen:
    seconds = [600 + 30 * (-1) ** at * (1 + at % 3) for at in range(30)]
    months = pd.date_range("2024-05-01", periods=30, freq="MS")
    result = xmr(months, seconds, improvement_direction="decrease")
    return made(
        "median", "Half of grade 1 incidents were attended within 9:30 min in October, no clear change",
        process_chart(result, "seconds"), result.points[["date", "value"]],
    )  # fmt: skip


NAMES = ("Burton", "Cannock", "East Staffordshire", "Lichfield and Tamworth", "Newcastle-under-Lyme", "Stafford",
         "Stoke Central", "Stoke North")  # fmt: skip


def areas() -> pd.DataFrame:
    within, judged = [410, 295, 120, 388, 377, 251, 640, 505], [480, 340, 150, 420, 410, 300, 800, 610]
    low, high = wilson(within, judged)
    return pd.DataFrame(
        {"lpt": [name.lower() for name in NAMES], "name": NAMES, "tile_row": [1, 1, 1, 2, 2, 2, 3, 3],
         "tile_column": [1, 2, 3, 1, 2, 3, 1, 2],
         "share_within": [one / all_ for one, all_ in zip(within, judged, strict=True)],
         "share_within_low": low, "share_within_high": high, "n_judged": judged}
    )  # fmt: skip


def dots_screen() -> Screen:
    return made(
        "teams", "Stoke Central and Stoke North lie below the force's share by more than chance",
        dots_with_intervals(NAMES, areas(), 0.86), areas(), question="What differs in Stoke?",
    )  # fmt: skip


def tiles_screen() -> Screen:
    return made("tiles", "Two of eight teams lie below the whole", tile_map(areas(), 0.86, hidden=["cannock"]), areas())


def funnel_frame() -> pd.DataFrame:
    frame = pd.DataFrame(
        {"trigger": "all", "stage": STEPS, "n": [152.0, 96, 70, nan, 52, 31, 55, 44, 38],
         "base": [152.0, 140, 96, 70, 61, 52, 58, 52, 50], "n_too_early": [0, 12, 0, 0, 0, 9, 3, 9, 11],
         "share": nan, "hidden": ""}
    )  # fmt: skip
    return frame.assign(hidden=[HIDDEN if np.isnan(n) else "" for n in frame["n"]])


def funnel_screen() -> Screen:
    return made("stay", "70 of 96 who were invited accepted", funnel_bars(funnel_frame()), funnel_frame())


def statuses_screen() -> Screen:
    counts = pd.DataFrame(
        {"status": ["measured", "no arrival recorded", "cancelled", "over the cap"],
         "part": ["measured", "unknown", "apart", "apart"], "n": [41203, 2120, 3011, 12]}
    )  # fmt: skip
    return made("statuses", "Of 46,346 incidents 41,203 could be measured", funnel_chart(counts), counts)


def comparison() -> Comparison:
    def change(key: str, seconds: float, start: float, share: float) -> Change:
        before, after = (Sample(9000, round(9000 * value), 0) for value in (start, start + seconds))
        return Change(key, before, after, Difference(seconds, seconds - 5, seconds + 5, 9000), share)

    keys = [stage.key for stage in STAGES]
    parts = [change(keys[0], 72, 75, 0.71), change(keys[1], -20, 110, -0.2), change(keys[2], 49, 330, 0.49)]
    return Comparison(tuple(parts), change("all_stages", 101, 515, nan))


def waterfall_screen() -> Screen:
    rows = pd.DataFrame({"stage": ["control room", "despatch", "travel"], "change_seconds": [72.0, -20, 49]})
    return made(
        "minutes", "Attendance takes 1:41 min longer than in 2023; the control room brought 71 % of the change",
        waterfall(comparison(), "April 2023 to March 2024", "November 2025 to October 2026"), rows,
    )  # fmt: skip


def stages_screen() -> Screen:
    months = pd.date_range("2023-11-01", periods=36, freq="MS")
    frame = pd.DataFrame({"month": months}).assign(
        **{stage.column: [start + 5 * (at % 4) for at in range(36)]
           for stage, start in zip(STAGES, (75, 110, 330), strict=True)}
    )  # fmt: skip
    frame.loc[7, [stage.column for stage in STAGES]] = nan
    spans = [
        Span("before", date(2023, 11, 1), date(2024, 10, 1), 522),
        Span("after", date(2025, 11, 1), date(2026, 10, 1), 540),
    ]
    return made("stages", "Travel takes most of the wait", stacked_months(frame, spans), frame)


def week() -> pd.DataFrame:
    hours = [(day, hour) for day in range(1, 8) for hour in range(24)]
    frame = pd.DataFrame(hours, columns=["weekday", "hour"])
    values = [0.86 - 0.08 * (hour in (22, 23, 0, 1)) - 0.03 * (day > 5) for day, hour in hours]
    few = [day == 2 and hour == 4 for day, hour in hours]
    frame = frame.assign(value=values, n=120, is_few=few, differs=[value < 0.78 for value in values])
    return frame.assign(value=frame["value"].where(~frame["is_few"]))


def heat_screen() -> Screen:
    return made("week", "Around midnight at weekends the share is lowest", heat_map(week(), "share"), week())


def curves(types: Sequence[str] = ("officer",)) -> pd.DataFrame:
    years = [0.5 * (at + 1) for at in range(8)]
    parts = []
    for worker_type in types:
        for cohort, loss, n in (("2023/24", 0.05, 6), ("2022/23", 0.035, 8), ("all", 0.03, 8)):
            shares = [1 - loss * (at + 1) for at in range(n)]
            parts.append(pd.DataFrame(
                {"worker_type": worker_type, "cohort": cohort, "years": years[:n], "share_remaining": shares,
                 "low": [share - 0.04 for share in shares], "high": [min(share + 0.04, 1) for share in shares],
                 "n_at_risk": [240.0 - 20 * at for at in range(n)], "hidden": ""}
            ))  # fmt: skip
    frame = pd.concat(parts, ignore_index=True)
    is_hidden = (frame["cohort"] == "2022/23") & (frame["years"].between(2, 2.5))
    frame.loc[is_hidden, ["share_remaining", "low", "high"]] = nan
    return frame.assign(hidden=np.where(is_hidden, HIDDEN, ""))


def curves_screen() -> Screen:
    return made("stay_how_long", "Of officers who joined in 2023/24, 70 % are still here after three years",
                retention_curves(curves()), curves())  # fmt: skip


def two_curves_screen() -> Screen:
    frame = curves(("officer", "staff"))
    return made("two_types", "Officers and staff stay alike", retention_curves(frame), frame)


def reasons() -> pd.DataFrame:
    named = [("Leadership of my team", "organisational", 0.31), ("Workload", "organisational", nan),
             ("Shift pattern", "occupational", 0.22), ("Trauma at work", "occupational", 0.12),
             ("Pay", "reward", 0.25), ("Family", "personal", 0.28), ("Retirement at full pension", "normal", 0.41)]  # fmt: skip
    frame = pd.DataFrame(named, columns=["reason", "group", "share"])
    frame = frame.assign(
        n=(100 * frame["share"]).round(), base=100.0, low=frame["share"] - 0.08, high=frame["share"] + 0.08
    )
    return frame.assign(share_before=frame["share"] - 0.03, n_before=10.0, base_before=90.0,
                        hidden=[HIDDEN if np.isnan(share) else "" for share in frame["share"]])  # fmt: skip


def reasons_screen() -> Screen:
    return made(
        "reasons", "Leadership is named most among organisational reasons", reason_dots(reasons(), "2024/25"), reasons()
    )


def cohorts_screen() -> Screen:
    frame = pd.DataFrame(
        {"cohort": ["2022/23", "2023/24", "2024/25"], "share_left": [0.12, 0.16, 0.06], "low": [0.08, 0.11, 0.02],
         "high": [0.17, 0.22, 0.12], "n": [180.0, 1210, 90], "is_complete": [True, True, False], "hidden": ""}
    )  # fmt: skip
    return made("cohorts", "16 % of the 2023/24 cohort left within two years", cohort_bars(frame), frame)


def leavers_screen() -> Screen:
    frame = pd.DataFrame({"category": ["Resignation", "Retirement", "Transfer to another force", "Dismissal"],
                          "n": [214.0, 161, 58, nan], "share": [0.49, 0.37, 0.13, nan],
                          "hidden": ["", "", "", HIDDEN]})  # fmt: skip
    return made("leavers", "Half of those who leave resign", leaver_bars(frame), frame)


def responses_screen() -> Screen:
    frame = pd.DataFrame({"year": ["2023/24", "2024/25"], "n_completed": [60.0, 118], "n_declined": [70.0, 45],
                          "n_not_asked": [33.0, 4], "hidden": ""})  # fmt: skip
    return made("asked", "70 % of leavers completed an exit interview, up from 37 %", response_bars(frame), frame)


def rates_screen() -> Screen:
    rates = pd.DataFrame({"month_end": pd.date_range("2022-01-31", periods=50, freq="ME")})
    rates = rates.assign(rate=[0.06 + 0.0004 * at for at in range(50)], rate_with_transfers=0.085, hidden="")
    rates = rates.assign(low=rates["rate"] - 0.005, high=rates["rate"] + 0.005)
    published = pd.DataFrame({"month_end": pd.to_datetime(["2024-03-31", "2025-03-31"]), "rate": [0.062, 0.066],
                              "name": "England and Wales", "label": "E", "edition": ["August 2024", None]})  # fmt: skip
    return made("rate", "The leaver rate is 8.0 %", rolling_rate_chart(rates, published), rates)


def years_screen() -> Screen:
    years = [
        (group, year) for group in ("Within 72 hours", "Within 7 days") for year in ("2023/24", "2024/25", "2025/26")
    ]
    frame = pd.DataFrame(years, columns=["group", "year"])
    frame = frame.assign(share=[0.59, nan, 0.76, 0.81, 0.82, 0.87], hidden=["", HIDDEN, "", "", "", ""])
    frame = frame.assign(low=frame["share"] - 0.04, high=frame["share"] + 0.03, is_part=frame["year"] == "2025/26")
    return made("by_year", "TRiM is offered sooner", year_dots(frame), frame)


def pool_screen() -> Screen:
    police = [float(min(at // 2, 9)) for at in range(24)]
    frame = pd.DataFrame({"month": pd.date_range("2024-11-01", periods=24, freq="MS"), "n_police": police})
    frame = frame.assign(n_staff=5.0, n_interviewers=frame["n_police"] + 5, hidden="")
    aims = [Step(date(2025, 4, 1), date(9999, 12, 31), 20, "Hoped for: 20")]
    return made("pool", "14 people may hold stay interviews", pool_chart(frame, aims), frame)


def hours_screen() -> Screen:
    hours = pd.DataFrame({"hour": range(24), "per_day": [8 + abs(12 - hour) * 3 for hour in range(24)]})
    share = [0.9 - 0.1 * (hour in (17, 18, 19)) for hour in range(24)]
    hours = hours.assign(
        share_within=share, share_within_low=[s - 0.02 for s in share], share_within_high=[s + 0.02 for s in share]
    )
    return made("hours", "Between 17:00 and 20:00 fewer calls are answered in time",
                hours_chart(hours, 0.88, "Answered within 10 seconds", "Calls presented a day"), hours)  # fmt: skip


def demand_screen() -> Screen:
    months = pd.DataFrame({"month": pd.date_range("2023-11-01", periods=36, freq="MS")})
    months = months.assign(
        per_day=[120.0 + at % 7 for at in range(36)], value=[0.86 + 0.01 * (at % 3) for at in range(36)]
    )
    return made(
        "demand",
        "Demand and attendance moved apart",
        demand_chart(months, "share", "Incidents a day", "Within standard"),
        months,
    )


def multiples_screen() -> Screen:
    result = process()
    return made("teams_by_month", "1 of 8 areas is getting worse",
                small_multiples(dict.fromkeys(NAMES, result), "share", STANDARDS), areas())  # fmt: skip


def numbers_screen() -> Screen:
    numbers = (Number("Grade 1 within standard", "85.9", "%", "No clear change", ("Ambition 90 %", "n = 812")),
               Number("Median attendance time, grade 1", "9:30", "min", "Getting better"),
               Number("999 calls answered within 10 seconds", "91.2", "%", "Getting worse"))  # fmt: skip
    return made("now", "Three measures at a glance", None, pd.DataFrame(), numbers=numbers)


def screens_for_tests() -> tuple[Screen, ...]:
    """Nine findings as a meeting shows them."""
    return (numbers_screen(), process_screen(), times_screen(), dots_screen(), waterfall_screen(), heat_screen(),
            funnel_screen(), curves_screen(), reasons_screen())  # fmt: skip


def every_screen() -> tuple[Screen, ...]:
    """One of every kind of figure in the house that a meeting may show."""
    return (*screens_for_tests(), process_screen(hidden=(5, 17)), tiles_screen(), statuses_screen(), stages_screen(),
            two_curves_screen(), years_screen(),
            cohorts_screen(), leavers_screen(), responses_screen(), rates_screen(), pool_screen(),
            hours_screen(), demand_screen(), multiples_screen())  # fmt: skip


def pack_of(screens: Sequence[Screen]) -> Pack:
    return Pack(
        title="Public performance and accountability meeting",
        held_on=date(2026, 11, 26),
        kind="Held in public, and webcast",
        as_at="As at 23 November 2026, 07:05 UTC (build 4f2a)",
        is_synthetic=True,
        suppression="Numbers of people below 5 are hidden, and the rest are rounded to 5.",
        screens=tuple(screens),
    )
