"""The charts of the page "Keeping people": the funnel, new joiners, people near retirement and the interviewers."""

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.figures.funnel_bars import funnel_alt, funnel_bars
from perfdash.figures.interview_sentences import funnel_sentence, pool_sentence, too_early_sentence
from perfdash.figures.leaver_bars import cohort_bars, cohort_bars_alt, leaver_bars, leaver_bars_alt
from perfdash.figures.words import count, percent
from perfdash.measures.people_selection import PeopleSelection
from perfdash.reference.workforce import ambition_for
from perfdash.ui import people_reads
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, cells, for_download, only_hidden, percents, spans
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import force_of, in_public_whole, of_force, who, whole_extract

EVERYBODY = "all"


def funnel(selection: PeopleSelection, reader: Audience, trigger: str) -> Shown:
    """From eligible to still in post: each step of those alone of whom it can be said by now."""
    by = ["year"] if reader is Audience.PUBLIC else ["trigger"] if trigger != EVERYBODY else []
    found = people_reads.answer("stay_interviews", selection, reader, *by)
    if isinstance(found, NotAnswered):
        return NotDrawn("Asked to stay, step by step", found.why)
    rows = only_hidden(found.rows, "n_reached")
    rows = rows[rows["trigger"] == trigger] if "trigger" in by else rows
    rows = in_public_whole(rows, selection, reader)
    year = str(rows["year"].max()) if "year" in by and len(rows) else ""
    rows = rows[rows["year"] == year] if year else rows
    if rows.empty or not rows["n_base"].fillna(1).any():
        return NotDrawn("Asked to stay, step by step", "Not drawn: nobody became eligible in this period.")
    steps = pd.DataFrame(
        {"trigger": trigger, "stage": rows["stage"], "n": rows["n_reached"], "base": rows["n_base"],
         "n_too_early": rows["n_too_early"], "share": rows["share_reached"], "hidden": rows["hidden"]}
    )  # fmt: skip
    title = funnel_sentence(steps)
    title = f"Eligible in {year}: {title[:1].lower()}{title[1:]}" if year else title
    columns = {"Reached": "n_reached", "Of": "n_base", "Too early to say": "n_too_early", "Not known": "n_unknown"}
    table = pd.DataFrame({"Step": rows["stage"]} | {name: cells(rows, column) for name, column in columns.items()})
    table["Share"], table["95 % interval"] = (
        cells(rows, "share_reached", percents(found)),
        spans(rows, "share_reached", percents(found)),
    )
    notes = tuple(note for note in (too_early_sentence(steps), *found.notes) if note)
    formal = f"People by step, each of those who had the time · {found.definition}"
    return Drawn(
        "stay_interviews",
        title,
        formal,
        funnel_bars(steps),
        funnel_alt(steps, title),
        table,
        for_download(found, rows),
        notes=notes,
    )


def joiners(selection: PeopleSelection, reader: Audience) -> Shown:
    """New joiners spoken to by month nine, by when they joined."""
    time = "year" if reader is Audience.PUBLIC else "quarter"
    found = people_reads.answer("joiners_reached", whole_extract(selection), reader, time)
    if isinstance(found, NotAnswered):
        return NotDrawn("New joiners spoken to by month nine", found.why)
    every = in_public_whole(found.rows, selection, reader)
    rows = only_hidden(every, "share_reached")
    rows = rows[rows["n_joiners"].ne(0)]
    if rows.empty:
        return NotDrawn(
            "New joiners spoken to by month nine",
            "Not drawn: nobody joined nine months ago or earlier since the interviews began.",
        )
    names = {
        "share_reached": "share_left",
        "share_reached_low": "low",
        "share_reached_high": "high",
        "n_joiners": "n",
        time: "cohort",
    }
    bars = rows[["hidden", *names]].rename(columns=names).assign(is_complete=True)
    title = _joiners_title(bars, who(selection))
    columns = {
        "Reached by month 9": "n_reached",
        "Joined nine months ago or earlier": "n_joiners",
        "Too early to say": "n_too_early",
    }
    table = pd.DataFrame(
        {f"Joined in {time}": every[time]} | {name: cells(every, column) for name, column in columns.items()}
    )
    written = percents(found)
    table["Share"], table["95 % interval"] = (
        cells(every, "share_reached", written),
        spans(every, "share_reached", written),
    )
    formal = f"Years run from April, quarter 1 is April to June · {found.definition}"
    return Drawn(
        "joiners_reached",
        title,
        formal,
        cohort_bars(bars),
        cohort_bars_alt(bars, title),
        table,
        for_download(found, every),
    )


def _joiners_title(bars: pd.DataFrame, name: str) -> str:
    known = bars.dropna(subset="share_left").sort_values("cohort")
    if known.empty:
        return f"How many new {name} were spoken to by month 9 is hidden: small numbers"
    first, newest = known.iloc[0], known.iloc[-1]
    said = f"{percent(newest['share_left'], 0)} of new {name} of {newest['cohort']} were spoken to by month 9"
    return said if len(known) < 2 else f"{said}, {percent(first['share_left'], 0)} of those of {first['cohort']}"


def retiring(selection: PeopleSelection, reader: Audience) -> Shown:
    """Who can draw a pension within twelve months, who of them was invited, and who had the interview."""
    found = people_reads.answer("pensionable_reached", whole_extract(selection), reader)
    if isinstance(found, NotAnswered):
        return NotDrawn("Near retirement", found.why)
    row = found.rows.iloc[0]
    steps = {
        "Can draw a pension within 12 months": "n_pensionable",
        "Invited to a stay interview": "n_invited",
        "Interview held": "n_held",
    }
    whole = float(row["n_pensionable"])
    bars = pd.DataFrame(
        {"category": list(steps), "n": [float(row[name]) for name in steps.values()],
         "share": [float(row[name]) / whole if whole else float("nan") for name in steps.values()],
         "hidden": [str(row[f"hidden_{name}"]) for name in steps.values()]}
    )  # fmt: skip
    title = "Of those near retirement, how many were invited is hidden: small number"
    if not bars["n"].isna().any():
        reached = f"{count(row['n_invited'])} were invited and {count(row['n_held'])} had the interview"
        title = f"Of {count(whole)} {who(selection)} near retirement, {reached}"
    table = pd.DataFrame(
        {"Step": bars["category"], "People": cells(bars, "n"), "Of all near retirement": cells(bars, "share", percent)}
    )
    return Drawn(
        "pensionable_reached",
        title,
        found.definition,
        leaver_bars(bars),
        leaver_bars_alt(bars, title),
        table,
        for_download(found),
    )


def pool(selection: PeopleSelection, reader: Audience) -> Shown:
    """Who may hold stay interviews on the day the data reach to, of police and of staff, against what is hoped for."""
    whole, parts = (
        people_reads.answer("interviewer_pool", of_force(selection), reader, *by) for by in ((), ("interviewer_group",))
    )
    if isinstance(whole, NotAnswered) or isinstance(parts, NotAnswered):
        why = whole.why if isinstance(whole, NotAnswered) else parts.why if isinstance(parts, NotAnswered) else ""
        return NotDrawn("Interviewers", why)
    force, rows = force_of(selection), parts.rows
    end = people_reads.force_held(force, ("interviewers",)).last_on
    n = {str(name): float(value) for name, value in zip(rows["interviewer_group"], rows["value"], strict=True)}
    month = pd.Timestamp(end).replace(day=1)
    frame = pd.DataFrame(
        {"month": [month], "n_interviewers": whole.rows["value"].astype(float),
         "n_police": [n.get("police", 0.0)], "n_staff": [n.get("staff", 0.0)],
         "hidden": ["".join([*whole.rows["hidden"], *rows["hidden"]])]}
    )  # fmt: skip
    hoped = ambition_for("interviewer_pool", force, end)
    title = pool_sentence(frame, hoped.amount if hoped else None)
    bars = pd.DataFrame(
        {"category": [f"{name[:1].upper()}{name[1:]}" for name in n], "n": list(n.values()), "hidden": rows["hidden"].to_list(),
         "share": (rows["value"] / float(whole.rows["value"].iloc[0])).to_list()}
    )  # fmt: skip
    table = pd.DataFrame({"Group": bars["category"], "Interviewers": cells(bars, "n")})
    return Drawn(
        "interviewer_pool",
        title,
        parts.definition,
        leaver_bars(bars),
        leaver_bars_alt(bars, title),
        table,
        for_download(parts),
        notes=whole.notes,
    )
