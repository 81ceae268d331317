"""Groups of roles as the charts of wellbeing read them, listed roles in one block and all others in another."""

from collections.abc import Callable

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.contract.columns import NOT_KNOWN
from perfdash.figures.group_dots import EVERYONE, gaps_first, sides, wholes_of
from perfdash.figures.hidden_values import counted
from perfdash.figures.reach_dots import BLOCKS, LISTED, as_groups
from perfdash.figures.words import percent
from perfdash.measures.people import PeopleAnswer
from perfdash.measures.people_selection import PeopleSelection
from perfdash.reference.wellbeing import UNLISTED
from perfdash.ui.people_panels import cells, percents, spans
from perfdash.ui.people_reads import Answer, NotAnswered
from perfdash.ui.wellbeing_rows import recent

COLUMNS = ["role_group", "is_listed", "n_reached", "n_eligible", "share", "low", "high", "hidden"]


def reach_frame(found: PeopleAnswer, part: str, whole: str, share: str, by: str = "role_group") -> pd.DataFrame:
    """The rows of an answer by a group of roles; without one, its one row is a block as a whole.

    Roles that nobody has named are in neither block.
    """
    rows = found.rows
    names = rows[by] if by in rows else pd.Series(EVERYONE, rows.index)
    blank = pd.Series(float("nan"), rows.index)
    frame = pd.DataFrame(
        {
            "role_group": names.astype(str),
            "is_listed": (names != UNLISTED) & (by != "role"),
            "n_reached": rows[part],
            "n_eligible": rows[whole],
            "share": rows[share],
            "low": rows.get(f"{share}_low", blank),
            "high": rows.get(f"{share}_high", blank),
            "hidden": rows["hidden"],
        }
    )
    return frame[frame["role_group"] != NOT_KNOWN]


def listed_reach(selection: PeopleSelection, reader: Audience) -> tuple[pd.DataFrame, list[Answer]]:
    """Who in listed roles was reached, by group and as a whole; the answers behind it, of which one may be none."""
    return _both("reached_beyond_screening", "role_group", selection, reader)


def unlisted_reach(selection: PeopleSelection, reader: Audience) -> tuple[pd.DataFrame, list[Answer]]:
    """The same of every role that is not on the list."""
    return _both("unlisted_reached", "role", selection, reader)


def _both(key: str, by: str, selection: PeopleSelection, reader: Audience) -> tuple[pd.DataFrame, list[Answer]]:
    found = [recent(key, selection, reader, by), recent(key, selection, reader)]
    frames = [
        reach_frame(one, "n_reached", "n_in_role", "share_reached", by).assign(is_listed=by == "role_group")
        for one in found
        if not isinstance(one, NotAnswered)
    ]
    return (pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)), found


def least_words(frame: pd.DataFrame) -> str:
    """'; child abuse and digital least: 37 of 72', where a listed group lies below the whole by more than chance."""
    rows = as_groups(frame, "n_reached", "n_eligible")
    groups = gaps_first(rows[rows["block"] == LISTED], BLOCKS).dropna(subset="share")
    below = groups[[side == -1 for side in sides(groups, wholes_of(rows))]]
    if below.empty:
        return "; no group of roles lies below that by more than chance"
    row = below.iloc[0]
    return f"; {row['name']} least: {counted(float(row['n']), False)} of {counted(float(row['base']), False)}"


def group_table(found: PeopleAnswer, by: str, heading: str, columns: dict[str, str], share: str) -> pd.DataFrame:
    """One row a group: the numbers, the share and its interval."""
    written: Callable[[float], str] = percents(found)
    numbers = {name: cells(found.rows, column) for name, column in columns.items()}
    shares = {"Share": cells(found.rows, share, written), "95 % interval": spans(found.rows, share, percent)}
    return pd.DataFrame({heading: found.rows[by].astype(str)} | numbers | shares)
