"""Frames turned into tables for people: words for columns, figures as on the charts."""

import pandas as pd

from perfdash.contract.statuses import STATUSES
from perfdash.figures.words import in_unit, minutes, percent
from perfdash.measures.words import WEEKDAYS
from perfdash.reference.attendance import lpt_name


def month_table(months: pd.DataFrame, force: str = "") -> pd.DataFrame:
    """One row a month, or one an LPT or area and month where the frame has both; a part month is named as one."""
    places = {"LPT": [lpt_name(force, lpt) for lpt in months["lpt"]]} if "lpt" in months else {}
    places |= {"Area": months["rurality"].str.capitalize().tolist()} if "rurality" in months else {}
    names = [
        f"{month:%Y-%m}{' (part)' if is_part else ''}" for month, is_part in months[["month", "is_part"]].to_numpy()
    ]
    return pd.DataFrame(places | {"Month": names} | _figures(months))


def area_table(areas: pd.DataFrame, force: str) -> pd.DataFrame:
    """One row a local policing team."""
    return pd.DataFrame({"LPT": [lpt_name(force, lpt) for lpt in areas["lpt"]]} | _figures(areas))


def group_table(groups: pd.DataFrame) -> pd.DataFrame:
    """One row a group of few, with its heading where it has one."""
    names = {
        "Group": [f"{head}, {label}" if head else label for head, label in groups[["heading", "label"]].to_numpy()]
    }
    return pd.DataFrame(names | _figures(groups))


def hour_table(hours: pd.DataFrame) -> pd.DataFrame:
    """One row an hour of the week, its volume first."""
    names = [f"{WEEKDAYS[int(day) - 1]} {int(hour):02d}:00" for day, hour in hours[["weekday", "hour"]].to_numpy()]
    return pd.DataFrame({"Hour": names, "Incidents an hour": hours["per_hour"].round(1)} | _figures(hours))


def demand_table(months: pd.DataFrame, unit: str) -> pd.DataFrame:
    """One row a whole month: incidents a day beside the figure."""
    name = "Within standard" if unit == "share" else "Median"
    return pd.DataFrame(
        {
            "Month": [f"{month:%Y-%m}" for month in months["month"]],
            "Incidents": months["n_incidents"],
            "A day": months["per_day"].round(1),
            name: [in_unit(value, unit) for value in months["value"]],
        }
    )


def _figures(attendances: pd.DataFrame) -> dict[str, object]:
    return {
        "Incidents": attendances["n_incidents"],
        "Judged": attendances["n_judged"],
        "Within standard": attendances["share_within"].map(percent),
        "95 % low": attendances["share_within_low"].map(percent),
        "95 % high": attendances["share_within_high"].map(percent),
        "If missing failed": attendances["share_within_if_missing_failed"].map(percent),
        "If missing passed": attendances["share_within_if_missing_passed"].map(percent),
        "Median": attendances["median_seconds"].map(minutes),
        "90th percentile": attendances["p90_seconds"].map(minutes),
        "Coverage": attendances["coverage"].map(percent),
    }


def funnel_table(funnel: pd.DataFrame) -> pd.DataFrame:
    """One row a status with its rule."""
    rules = {status.name: status.rule for status in STATUSES}
    return pd.DataFrame(
        {"Status": funnel["status"], "Incidents": funnel["n_incidents"], "Rule": funnel["status"].map(rules)}
    )


def plain_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows for a download: numbers as numbers, days as ISO text, blanks where nothing can be said."""
    days = {name: frame[name].dt.strftime("%Y-%m-%d") for name in frame.select_dtypes("datetime").columns}
    return frame.assign(**days).astype(object).where(frame.notna(), "")
