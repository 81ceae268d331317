"""Who in which role was reached by anything beyond the yearly screening, and by what: the charts of "Support by role"."""

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.figures.group_dots import EVERYONE
from perfdash.figures.reach_dots import beyond_dots, beyond_dots_alt, reach_dots, reach_dots_alt
from perfdash.figures.wellbeing_sentences import beyond_sentence, reach_sentence, unlisted_sentence
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, for_download
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.wellbeing_groups import (
    group_table,
    listed_reach,
    reach_frame,
    unlisted_reach,
)
from perfdash.ui.wellbeing_rows import formal, notes_of, recent, when, why_not

_BEHIND = {"Reached": "n_reached", "In the role": "n_in_role"}
_MEANS = "Completed six-monthly support, TRiM held, seen by occupational health, or completed training in resilience"


def reached(selection: PeopleSelection, reader: Audience) -> Shown:
    """Listed roles by group, the gaps first."""
    frame, (groups, whole) = listed_reach(selection, reader)
    subject = "Reached beyond the yearly screening, by group of roles"
    if isinstance(groups, NotAnswered):
        return NotDrawn(subject, why_not(groups, whole))
    title = reach_sentence(frame, _when("reached_beyond_screening", selection, reader))
    return _drawn("reached_by_role_group", title, frame, groups, "role_group", reader)


def unlisted(selection: PeopleSelection, reader: Audience) -> Shown:
    """Roles that are not on the list, by the same means."""
    frame, (roles, whole) = unlisted_reach(selection, reader)
    if isinstance(roles, NotAnswered):
        return NotDrawn("Reached, in roles that are not on the list", why_not(roles, whole))
    title = unlisted_sentence(frame, _when("unlisted_reached", selection, reader))
    return _drawn("reached_in_other_roles", title, frame, roles, "role", reader)


def means(selection: PeopleSelection, reader: Audience) -> Shown:
    """By what people in listed roles were reached."""
    key, subject = "reached_beyond_screening", "By what people in listed roles were reached"
    found, whole = recent(key, selection, reader, "means"), recent(key, selection, reader)
    if isinstance(found, NotAnswered) or isinstance(whole, NotAnswered):
        return NotDrawn(subject, why_not(found, whole))
    frames = [reach_frame(one, "n_reached", "n_in_role", "share_reached", "means") for one in (found, whole)]
    frame = pd.concat(frames, ignore_index=True).rename(columns={"role_group": "means"})
    title = beyond_sentence(frame)
    table = group_table(found, "means", "By what", _BEHIND, "share_reached")
    return Drawn(
        "reached_by_means",
        title,
        f"{formal(found.definition, reader)} · {_MEANS}",
        beyond_dots(frame),
        beyond_dots_alt(frame, title),
        table,
        for_download(found),
        notes=found.notes,
    )


def _when(key: str, selection: PeopleSelection, reader: Audience) -> str:
    told = when(key, selection, reader)
    return f"in {told.partition(',')[0]}" if told else ""


def _drawn(name: str, title: str, frame: pd.DataFrame, found: PeopleAnswer, by: str, reader: Audience) -> Shown:
    if frame[frame["role_group"] != EVERYONE].empty:
        return NotDrawn(title, "Not drawn: nobody in such a role is held in this period.")
    heading = "Group of roles" if by == "role_group" else "Role"
    return Drawn(
        name,
        title,
        f"{formal(found.definition, reader)} · {_MEANS}",
        reach_dots(frame),
        reach_dots_alt(frame, title),
        group_table(found, by, heading, _BEHIND, "share_reached"),
        for_download(found),
        notes=notes_of(found),
    )
