"""Who was reached: role groups against the people in them, listed and not, and by which means."""

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.group_dots import (
    EVERYONE,
    INTERVAL,
    dots,
    end_of,
    gaps_first,
    heading_notes,
    height_of,
    name_axis,
    name_room,
    places,
    row_words,
    share_axis,
    side_words,
    sides,
    wholes_of,
)
from perfdash.figures.hidden_values import (
    KEY,
    are_hidden,
    foot,
    foot_height,
    hidden_words,
    nothing_to_draw,
    shared,
    span_words,
)
from perfdash.figures.named_rows import plain
from perfdash.figures.style import WORK, Part, Sizes, at_once, room_for
from perfdash.figures.words import count

LISTED, UNLISTED = "Listed as high-stress", "Not on the list"
BLOCKS = (LISTED, UNLISTED)
ANY = "any of these"
OVERLAP = "Whoever was reached twice counts in both: the rows do not add up"


def reach_dots(reach: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """A row a role group with its share, interval and "n of N", the gaps first; listed roles in one block, others in another.

    `reach`: `role_group`, `is_listed`, `n_reached`, `n_eligible`, `share`, `low`, `high`, `hidden`; a row a group. A row
    'all' is its block as a whole, drawn as a line. A group whose interval lies off that line has a mark of its own. A dot's
    customdata is its group.
    """
    rows = as_groups(reach, "n_reached", "n_eligible")
    return _chart(rows, gaps_first(rows, BLOCKS), sizes)


def beyond_dots(means: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """A row for each means beyond the yearly screening, the most first, under the row of any of them.

    `means`: `means`, `n_reached`, `n_eligible`, `share`, `low`, `high`, `hidden`; a row a means, and one 'all'. A dot's
    customdata is its means.
    """
    rows = by_means(means)
    return _chart(rows, rows, sizes, OVERLAP)


def as_groups(reach: pd.DataFrame, n: str, base: str) -> pd.DataFrame:
    """The rows as `group_dots` reads them, in the blocks of the list."""
    block = reach["is_listed"].astype(bool).map({True: LISTED, False: UNLISTED})
    return reach.rename(columns={"role_group": "name", n: "n", base: "base"}).assign(block=block)


def by_means(means: pd.DataFrame) -> pd.DataFrame:
    """Any of them first, then the most; as `group_dots` reads them."""
    rows = means.rename(columns={"means": "name", "n_reached": "n", "n_eligible": "base"}).assign(block="")
    rows = rows.assign(_first=rows["name"] == EVERYONE, name=rows["name"].replace(EVERYONE, ANY))
    ranked = rows.sort_values(["_first", "share"], ascending=False, kind="stable", na_position="last")
    return ranked.drop(columns="_first").reset_index(drop=True)


def _chart(every: pd.DataFrame, rows: pd.DataFrame, sizes: Sizes, note: str = "") -> go.Figure:
    if rows.empty:
        return nothing_to_draw(sizes)
    heights, headings = places(
        rows["name"].astype(str).tolist(), rows["block"].tolist(), has_headings=bool(rows["block"].iloc[0])
    )
    wholes, words, most = wholes_of(every), row_words(rows), end_of(rows)
    left_out = int((every["name"] != EVERYONE).sum()) - len(rows)
    key = [
        INTERVAL,
        side_words(sides(rows, wholes)),
        note,
        f"{count(left_out)} more in the table" if left_out else "",
        KEY if are_hidden(rows, "share").any() else "",
    ]
    traces = dots(rows, heights, headings, wholes, words, most, sizes)
    return at_once(traces, _layout(rows, heights, headings, words, most, key, sizes), sizes)


def _layout(
    rows: pd.DataFrame,
    heights: list[float],
    headings: dict[str, float],
    words: list[str],
    most: float,
    key: list[str],
    sizes: Sizes,
) -> Part:
    names = rows["name"].astype(str).tolist()
    left = name_room(names, headings, sizes)
    below = 2 * sizes.text + foot_height(key, sizes)
    right = room_for([plain(word) for word in words], sizes) + sizes.text
    return {
        "height": int(height_of(heights, sizes) + below + 8),
        "margin": {"l": left, "r": right, "t": 8, "b": below},
        "hovermode": "closest",
        "xaxis": share_axis(most),
        "yaxis": name_axis(names, heights),
        "annotations": [*heading_notes(headings, left, sizes), *foot(key, sizes, 1.9 * sizes.text, left)],
    }


def reach_dots_alt(reach: pd.DataFrame, title: str) -> str:
    """The dots for people who do not see them: every group drawn, block by block, with its share and interval."""
    rows = gaps_first(as_groups(reach, "n_reached", "n_eligible"), BLOCKS)
    parts = [
        f"{block}: {', '.join(_said(row, flag) for (_, row), flag in _flagged(rows[rows['block'] == block]))}"
        for block in BLOCKS
        if (rows["block"] == block).any()
    ]
    groups = f"{count(len(rows))} group{'' if len(rows) == 1 else 's'} of roles"
    return f"{title}. Dots of {groups}, the lowest share first. {'; '.join(parts)}.{hidden_words(rows, 'share')}"


def beyond_dots_alt(means: pd.DataFrame, title: str) -> str:
    """The same of the means."""
    rows = by_means(means)
    said = ", ".join(_said(row, flag) for (_, row), flag in _flagged(rows))
    return f"{title}. Dots of {count(len(rows))} rows: {said}.{hidden_words(rows, 'share')}"


def _flagged(rows: pd.DataFrame) -> list[tuple[tuple[object, pd.Series], bool]]:
    return list(zip(rows.iterrows(), are_hidden(rows, "share").tolist(), strict=True))


def _said(row: pd.Series, is_hidden: bool) -> str:
    span = span_words(float(row["low"]), float(row["high"]))
    return f"{row['name']} {shared(float(row['share']), is_hidden)}{f' ({span})' if span else ''}"
