"""The charts of "After an incident": trauma risk management offered in time, held and followed up, and for whom."""

from collections.abc import Iterable

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.group_dots import EVERYONE
from perfdash.figures.offered_quarters import SOON, WEEK, offered_alt, offered_chart, quarter_start, quarter_words
from perfdash.figures.sentences import variation_words
from perfdash.figures.situation_dots import situations_alt, situations_beside_roles
from perfdash.figures.wellbeing_sentences import situations_sentence, trauma_sentence
from perfdash.figures.words import count, month, percent
from perfdash.figures.year_dots import year_dots, year_dots_alt
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui import people_reads
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, cells, for_download, percents, places_of, spans
from perfdash.ui.people_reads import Answer, NotAnswered
from perfdash.ui.people_rows import of_force
from perfdash.ui.wellbeing_groups import COLUMNS, listed_reach, reach_frame, unlisted_reach
from perfdash.ui.wellbeing_rows import formal, lately, notes_of, recent, whole_months, why_not, years_over
from perfdash.ui.wellbeing_series import by_month, process_shown, wellbeing_events

TIMES = {SOON: ("trauma_within_72_hours", "within_72_hours"), WEEK: ("trauma_within_7_days", "within_7_days")}
HELD = {"held": "Held, of people exposed", "followed_up": "Followed up, of those held"}
OTHER_ROLES = "all other roles"
_STAGES = {stage: f"Offered within {within}" for within, (_, stage) in TIMES.items()} | HELD

_SAID = {
    _STAGES["within_72_hours"]: "offered to {} people exposed within 72 hours",
    _STAGES["within_7_days"]: "to {} them within 7 days",
    _STAGES["held"]: "held with {} people exposed",
    _STAGES["followed_up"]: "followed up with {} those",
}


def offered(selection: PeopleSelection, reader: Audience) -> Shown:
    """Offered within 72 hours and within 7 days, by quarter; by whole year in public."""
    found = {within: _by_time(key, selection, reader) for within, (key, _) in TIMES.items()}
    subject = "Offered TRiM within 72 hours and within 7 days"
    if reader is Audience.PUBLIC:
        return _years("trauma_offered", subject, {TIMES[within][1]: one for within, one in found.items()}, reader)
    answered = {within: one for within, one in found.items() if isinstance(one, PeopleAnswer)}
    if len(answered) < len(found):
        return NotDrawn(subject, why_not(*found.values()))
    frame = pd.concat([_within(one, within) for within, one in answered.items()], ignore_index=True)
    if frame.empty:
        return NotDrawn(subject, "Not drawn: nobody was exposed at an incident in this period.")
    events = wellbeing_events(selection, frame["quarter"].map(quarter_start))
    title, first = trauma_sentence(frame), answered[SOON]
    return Drawn(
        "trauma_offered",
        title,
        f"{first.definition} · by quarter of the incident, with 95 % intervals",
        offered_chart(frame, events),
        offered_alt(frame, title),
        _table(list(answered.values()), ["within_72_hours", "within_7_days"], "quarter"),
        _downloads(answered.values()),
        events,
        notes_of(*answered.values()),
    )


def _by_time(key: str, selection: PeopleSelection, reader: Audience) -> Answer:
    if reader is Audience.PUBLIC:
        return people_reads.answer(key, of_force(selection), reader, "year")
    return people_reads.answer(key, selection, reader, "quarter")


def _within(found: PeopleAnswer, within: str) -> pd.DataFrame:
    stage, rows = TIMES[within][1], found.rows
    names = {f"n_{stage}": "n", "n_exposures": "base", f"share_{stage}": "share"}
    names |= {f"share_{stage}_{end}": end for end in ("low", "high")}
    return rows[["quarter", "is_part", "hidden", *names]].rename(columns=names).assign(within=within)


def by_months(selection: PeopleSelection, reader: Audience) -> Shown:
    """Offered within 72 hours, month by month, as a process."""
    key = TIMES[SOON][0]

    def title(process: ProcessBehaviour) -> str:
        last = process.points.dropna(subset="value").iloc[-1]
        told = f"{percent(last['value'])} of people exposed in {month(last['date'])} were offered TRiM within {SOON}"
        return f"{told}: {variation_words(process)}"

    def table(rows: pd.DataFrame) -> pd.DataFrame:
        names = pd.Series([f"{day:%Y-%m}" for day in rows["month"]], name="Month")
        numbers = {"Offered in time": cells(rows, "n_within_72_hours"), "Exposed": cells(rows, "n_exposures")}
        return pd.DataFrame({"Month": names} | numbers | {"Share": cells(rows, "share_within_72_hours", percent)})

    found = by_month(key, selection, reader)
    return process_shown(
        "trauma_by_month", f"Offered TRiM within {SOON}, month by month", found, selection, table, title
    )


def held(selection: PeopleSelection, reader: Audience) -> Shown:
    """Held of the exposed, and followed up of those held, by quarter; by whole year in public."""
    time = "year" if reader is Audience.PUBLIC else "quarter"
    asked = of_force(selection) if reader is Audience.PUBLIC else whole_months("trauma_held", selection)
    found = people_reads.answer("trauma_held", asked, reader, time)
    return _years("trauma_held", "TRiM held and followed up", dict.fromkeys(HELD, found), reader, time)


def _years(name: str, subject: str, found: dict[str, Answer], reader: Audience, time: str = "year") -> Shown:
    """Two shares by year or quarter, a facet each: the newest whole periods."""
    answered = {stage: one for stage, one in found.items() if isinstance(one, PeopleAnswer)}
    if len(answered) < len(found):
        return NotDrawn(subject, why_not(*found.values()))
    parts = [_dots(years_over(one.rows), stage, time) for stage, one in answered.items()]
    dots = pd.concat(parts, ignore_index=True)
    if dots.empty:
        return NotDrawn(subject, f"Not drawn: no whole {time} is held.")
    first = next(iter(answered.values()))
    title, places = _years_title(dots, places_of(first)), places_of(first)
    every = list({id(one): one for one in answered.values()}.values())
    return Drawn(
        name,
        title,
        formal(first.definition, reader),
        year_dots(dots, places),
        year_dots_alt(dots, title, places),
        _table(every, list(answered), time),
        _downloads(every),
        notes=notes_of(*every),
    )


def _dots(rows: pd.DataFrame, stage: str, time: str) -> pd.DataFrame:
    names = {f"share_{stage}": "share", f"share_{stage}_low": "low", f"share_{stage}_high": "high", time: "year"}
    return rows[["hidden", *names]].rename(columns=names).assign(group=_STAGES[stage], is_part=False)


def _years_title(dots: pd.DataFrame, places: int) -> str:
    newest = dots[dots["year"] == dots["year"].max()]
    shares = dict(zip(newest["group"], newest["share"], strict=True))
    told = [
        words.format(f"{percent(float(shares[group]), places)} of" if pd.notna(shares[group]) else "a hidden number of")
        for group, words in _SAID.items()
        if group in shares
    ]
    when = str(dots["year"].max())
    return f"{quarter_words(when) if ' Q' in when else f'The year {when}'}: TRiM was {', '.join(told)}"


def _table(found: list[PeopleAnswer], stages: list[str], time: str) -> pd.DataFrame:
    rows = found[0].rows
    part = rows["is_part"].astype(bool) if "is_part" in rows else pd.Series(False, rows.index)
    names = [f"{name}{' (part)' if flag else ''}" for name, flag in zip(rows[time], part, strict=True)]
    table = pd.DataFrame({time.capitalize(): names, "Exposed": cells(rows, "n_exposures")})
    for stage in stages:
        own = next(one for one in found if f"n_{stage}" in one.rows)
        table[_STAGES[stage]] = cells(own.rows, f"n_{stage}")
        table[f"{_STAGES[stage]}, share"] = cells(own.rows, f"share_{stage}", percents(own))
        table[f"{_STAGES[stage]}, 95 % interval"] = spans(own.rows, f"share_{stage}")
    return table


def _downloads(found: Iterable[PeopleAnswer]) -> pd.DataFrame:
    return pd.concat([for_download(one).assign(measure=one.asked.key) for one in found], ignore_index=True)


# Situations beside roles ---------------------------------------------------------------------------------------------


def beside_roles(selection: PeopleSelection, reader: Audience) -> Shown:
    """Who in a role was reached beyond screening; beside it, of those exposed, who was offered support within 72 hours."""
    subject = "Roles and situations, side by side"
    situations, found = situation_frame(selection, reader)
    if isinstance(found, NotAnswered):
        return NotDrawn(subject, found.why)
    (listed, of_listed), (others, of_others) = (make(selection, reader) for make in (listed_reach, unlisted_reach))
    if OTHER_ROLES in set(situations["role_group"]):  # exposures are not told role by role, so neither is reach
        wholes = others[others["role_group"] == EVERYONE]
        others = pd.concat([wholes.assign(role_group=OTHER_ROLES), wholes])
    roles = pd.concat([listed, others], ignore_index=True)
    title = _beside_title(situations, reader)
    missing = why_not(*of_listed, *of_others)
    behind = [one for one in (*of_listed, *of_others, found) if isinstance(one, PeopleAnswer)]
    return Drawn(
        "situations_beside_roles",
        title,
        formal(found.definition, reader),
        situations_beside_roles(roles, situations),
        situations_alt(roles, situations, title),
        _beside_table(roles, situations),
        _downloads(behind),
        notes=(*([f"Roles: {missing}"] if missing else []), *notes_of(*behind)),
    )


def _beside_title(situations: pd.DataFrame, reader: Audience) -> str:
    own = situations[(situations["role_group"] == EVERYONE) & ~situations["is_listed"].astype(bool)]
    if reader is Audience.OFFICIAL or own.empty or pd.isna(own["share"].iloc[0]):
        return situations_sentence(situations)
    of = f"{percent(float(own['share'].iloc[0]), 0)} of {count(float(own['n_exposed'].iloc[0]))} people exposed"
    return f"{of} whose roles are not on the list were offered TRiM within {SOON}"


def situation_frame(selection: PeopleSelection, reader: Audience) -> tuple[pd.DataFrame, Answer]:
    """People exposed and those offered support within 72 hours: listed groups, other roles, and each block as a whole."""
    key = TIMES[SOON][0]
    groups = recent(key, selection, reader, "role_group")
    if isinstance(groups, NotAnswered):
        return pd.DataFrame(columns=COLUMNS), groups
    columns = ("n_within_72_hours", "n_exposures", "share_within_72_hours")
    own = reach_frame(groups, *columns)
    others = own[~own["is_listed"]]
    parts = [own[own["is_listed"]], others.assign(role_group=EVERYONE), others.assign(role_group=OTHER_ROLES)]
    if reader is Audience.OFFICIAL:
        by_list = recent(key, selection, reader, "listed")
        roles = people_reads.answer(key, lately(key, selection).having(listed="no"), reader, "role")
        if isinstance(by_list, PeopleAnswer):
            blocks = reach_frame(by_list, *columns, "listed")
            parts[1] = blocks.assign(is_listed=blocks["role_group"] == "yes", role_group=EVERYONE)
        if isinstance(roles, PeopleAnswer):
            parts[2] = reach_frame(roles, *columns, "role").assign(is_listed=False)
    frame = pd.concat(parts, ignore_index=True)
    return frame.rename(columns={"n_reached": "n_offered", "n_eligible": "n_exposed"}), groups


def _beside_table(roles: pd.DataFrame, situations: pd.DataFrame) -> pd.DataFrame:
    renamed = situations.rename(columns={"n_offered": "n_reached", "n_exposed": "n_eligible"})
    both = roles.merge(renamed, on=["role_group", "is_listed"], how="outer", suffixes=("_role", "_situation"))
    table = pd.DataFrame({"Role or group": both["role_group"].replace(EVERYONE, "all of them"),
                          "On the list": both["is_listed"].map({True: "yes", False: "no"})})  # fmt: skip
    for suffix, words in (("role", "Role"), ("situation", "Situation")):
        own = both.assign(hidden=both[f"hidden_{suffix}"].fillna(""))
        table[f"{words}: reached" if suffix == "role" else f"{words}: in time"] = _column(own, f"n_reached_{suffix}")
        table[f"{words}: of"] = _column(own, f"n_eligible_{suffix}")
    return table


def _column(rows: pd.DataFrame, name: str) -> list[str]:
    return ["‡" if why and pd.isna(n) else count(float(n)) for n, why in zip(rows[name], rows["hidden"], strict=True)]
