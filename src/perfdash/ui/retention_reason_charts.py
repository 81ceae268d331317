"""The charts of the page "Why they leave": groups of reasons by year, reason by reason, by command, and who answered."""

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.figures.interview_sentences import LEAST, named_most_sentence
from perfdash.figures.reason_dots import reason_dots, reason_dots_alt
from perfdash.figures.response_bars import response_bars, response_bars_alt
from perfdash.figures.words import count, percent
from perfdash.figures.year_dots import first_year, year_dots, year_dots_alt
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.reference.workforce import leaver_reasons, reason_words
from perfdash.ui import people_reads
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, cells, for_download, only_hidden, percents, spans
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import in_public_whole, is_part

_RETIRED = "Retirement reached"  # the one normal reason
_NOT_GROUPED = "not grouped"


def newest_year(rows: pd.DataFrame, selection: PeopleSelection) -> str:
    """The newest year that is over and of which enough is known; the newest of all where none is over."""
    years = sorted({str(year) for year in rows["year"]} - {"not known"}, key=first_year)
    told = set(rows.loc[rows["n_completed"].ge(LEAST), "year"].astype(str))
    whole = [year for year in years if not is_part(year, selection)]
    return next(iter([*(y for y in whole[::-1] if y in told), *whole[::-1], *years[::-1]]), "")


def responses(rows: pd.DataFrame) -> pd.DataFrame:
    """Who was asked and answered, as the chart reads it."""
    known = rows[rows["year"] != "not known"]
    order = known.assign(place=known["year"].map(lambda year: first_year(str(year)))).sort_values("place")
    return order[["year", "n_completed", "n_declined", "n_not_asked", "hidden"]].reset_index(drop=True)


def by_year(selection: PeopleSelection, reader: Audience) -> Shown:
    """Each group of reasons over the years, as a share of completed interviews."""
    found = people_reads.answer("leaving_reasons", selection, reader, "year", "reason_group")
    if isinstance(found, NotAnswered):
        return NotDrawn("Reasons over the years", found.why)
    every = in_public_whole(found.rows, selection, reader)
    rows = only_hidden(every, "share_naming")
    rows = rows[(rows["reason_group"] != _NOT_GROUPED) & (rows["year"] != "not known") & rows["n_completed"].ne(0)]
    told = rows[rows["n_completed"].ge(LEAST)]  # of fewer interviews a share says nothing; the table has them
    shares = pd.DataFrame(
        {
            "group": _group_words(told["reason_group"]),
            "year": told["year"].astype(str),
            "share": told["share_naming"],
            "low": told["share_naming_low"],
            "high": told["share_naming_high"],
            "is_part": [is_part(str(year), selection) for year in told["year"]],
            "hidden": told["hidden"],
        }
    )
    title = _named_most(shares, newest_year(found.rows, selection))
    formal = f"Share of completed interviews that name at least one reason of the group, several allowed · {found.definition}"
    if len(told) < len(rows):
        formal = f"{formal} · years of fewer than {LEAST} completed interviews stand in the table alone"
    table = pd.DataFrame(
        {"Year": rows["year"], "Group": _group_words(rows["reason_group"])} | _share_columns(rows, found)
    )
    return Drawn(
        "reasons_by_year",
        title,
        formal,
        year_dots(shares),
        year_dots_alt(shares, title),
        table,
        for_download(found, every),
    )


def _group_words(groups: pd.Series) -> pd.Series:
    return groups.replace("normal", _RETIRED).str.capitalize()


def _named_most(shares: pd.DataFrame, year: str) -> str:
    of_year = shares[shares["year"] == year].dropna(subset="share").sort_values("share", ascending=False)
    if of_year.empty:
        return "Every share is hidden: too few interviews for any to be shown"
    named = [(group.lower() if group == _RETIRED else f"{group.lower()} reasons") for group in of_year["group"]]
    said = [f"{name} {percent(share, 0)}" for name, share in zip(named, of_year["share"], strict=True)][:3]
    return f"{year[:1].upper()}{year[1:]}: {', '.join(said)} of completed interviews"


def _share_columns(rows: pd.DataFrame, found: PeopleAnswer) -> dict[str, list[str]]:
    return {
        "Named in": cells(rows, "share_naming", lambda share: percent(share, 0)),
        "95 % interval": spans(rows, "share_naming", percents(found)),
        "Interviews naming it": cells(rows, "n_naming"),
        "as the main reason": cells(rows, "n_main"),
        "Completed": cells(rows, "n_completed"),
        "Eligible": cells(rows, "n_eligible"),
    }


def one_by_one(selection: PeopleSelection, reader: Audience) -> Shown:
    """Every reason of the newest whole year, with the year before."""
    found = people_reads.answer("leaving_reasons", selection, reader, "year", "reason")
    if isinstance(found, NotAnswered):
        return NotDrawn("Reason by reason", found.why)
    groups = {row.reason: row.group for row in leaver_reasons()}
    rows = only_hidden(in_public_whole(found.rows, selection, reader), "share_naming")
    year = newest_year(rows, selection)
    years = sorted({str(one) for one in rows["year"]}, key=first_year)
    before = years[years.index(year) - 1] if year in years and years.index(year) else ""
    now, then = (rows[rows["year"] == one].set_index("reason") for one in (year, before))
    dots = pd.DataFrame(
        {
            "reason": [reason_words(str(reason)) for reason in now.index],
            "group": [groups.get(str(reason), _NOT_GROUPED) for reason in now.index],
            "n": now["n_naming"].to_list(), "base": now["n_completed"].to_list(), "share": now["share_naming"].to_list(),
            "low": now["share_naming_low"].to_list(), "high": now["share_naming_high"].to_list(),
            "hidden": now["hidden"].to_list(),
            "share_before": then["share_naming"].reindex(now.index).to_list(),
        }
    )  # fmt: skip
    dots = dots[dots["group"] != _NOT_GROUPED]
    most = _lowered(named_most_sentence(dots)).replace(": ", " ", 1)
    title = f"{'In ' if '/' in year else ''}{year[:1].upper()}{year[1:]}, {most}"
    formal = f"Share of completed interviews that name the reason, several allowed · {found.definition}"
    every = pd.DataFrame({"Year": rows["year"], "Reason": _in_words(rows["reason"])} | _share_columns(rows, found))
    figure = reason_dots(dots, before)
    return Drawn(
        "reasons",
        title,
        formal,
        figure,
        reason_dots_alt(dots, title),
        every,
        for_download(found, rows),
        notes=(POPULATIONS,),
    )


POPULATIONS = (
    "Those who leave and answer are not those who stay: Federation surveys of serving officers stress pay, research on leavers "
    "finds organisational reasons first. Neither corrects the other."
)


def _in_words(reasons: "pd.Series[str]") -> list[str]:
    return [reason_words(str(reason)) for reason in reasons]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def by_command(selection: PeopleSelection, reader: Audience, group: str) -> Shown:
    """One group of reasons, command by command, over the months chosen."""
    found = people_reads.answer("leaving_reasons", selection.having(command=()), reader, "command", "reason_group")
    if isinstance(found, NotAnswered):
        return NotDrawn("Reasons by command", found.why)
    rows = only_hidden(found.rows, "share_naming")
    rows = rows[(rows["reason_group"] == group) & rows["n_completed"].ne(0)]
    dots = pd.DataFrame(
        {"reason": rows["command"].astype(str), "group": group, "n": rows["n_naming"], "base": rows["n_completed"],
         "share": rows["share_naming"], "low": rows["share_naming_low"], "high": rows["share_naming_high"],
         "hidden": rows["hidden"]}
    )  # fmt: skip
    known = dots.dropna(subset="share").sort_values("share", ascending=False)
    title = f"How often {group} reasons are named is hidden in every command: small numbers"
    if len(known):
        top = known.iloc[0]
        title = f"{top['reason']}: {group} reasons in {percent(top['share'], 0)} of {count(top['base'])} completed interviews"
    table = pd.DataFrame({"Command": rows["command"]} | _share_columns(rows, found))
    formal = f"Share of completed interviews that name at least one {group} reason · {found.definition}"
    return Drawn(
        f"reasons_by_command_{group}",
        title,
        formal,
        reason_dots(dots),
        reason_dots_alt(dots, title),
        table,
        for_download(found),
    )


def answers(selection: PeopleSelection, reader: Audience) -> Shown:
    """Eligible, offered, completed by year: those who were not asked and those who declined stand beside the answers."""
    found = people_reads.answer("exit_interviews_offered", selection, reader, "year")
    if isinstance(found, NotAnswered):
        return NotDrawn("Who was asked, and who answered", found.why)
    every = in_public_whole(found.rows, selection, reader)
    rows, year = responses(every), newest_year(every, selection)
    title = _answered_title(every[every["year"] == year], year)
    formal = f"Leavers due an exit interview; dismissals and deaths never are · {found.definition}"
    columns = {"Eligible": "n_eligible", "Asked": "n_offered", "Completed": "n_completed", "Declined": "n_declined",
               "Not asked": "n_not_asked",
               "No outcome known": "n_unknown", "Leavers without a record": "n_leavers_without_record"}  # fmt: skip
    table = pd.DataFrame({"Year": every["year"]} | {name: cells(every, column) for name, column in columns.items()})
    table["Median days from notice"] = cells(every, "median_days")
    return Drawn(
        "exit_interviews",
        title,
        formal,
        response_bars(rows),
        response_bars_alt(rows, title),
        table,
        for_download(found, every),
        notes=found.notes,
    )


def _answered_title(row: pd.DataFrame, year: str) -> str:
    if row.empty or row[["n_eligible", "n_offered", "n_completed"]].isna().to_numpy().any():
        return f"{year[:1].upper()}{year[1:]}: how many were asked and answered is hidden: small numbers"
    eligible, offered, completed = (count(row[name].iloc[0]) for name in ("n_eligible", "n_offered", "n_completed"))
    return f"{year[:1].upper()}{year[1:]}: of {eligible} leavers, {offered} were asked and {completed} answered"
