"""Situations beside roles: who in a role was reached, and of those exposed at an incident, who was offered support in time.

Some roles are on the list of high-stress roles and some are not; everybody may be exposed. Two panels over the same groups.
"""

import pandas as pd
import plotly.graph_objects as go

from perfdash.figures.group_dots import (
    COLUMNS,
    EVERYONE,
    INTERVAL,
    dots,
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
    hidden_count,
    nothing_to_draw,
    shared,
)
from perfdash.figures.named_rows import plain
from perfdash.figures.reach_dots import BLOCKS, as_groups
from perfdash.figures.style import INK, WORK, Part, Sizes, at_once, room_for
from perfdash.figures.words import count

PANELS = ("<b>Role:</b> reached beyond<br>the yearly screening", "<b>Situation:</b> offered TRiM<br>within 72 hours")
NO_EXPOSURE = "nobody exposed"
_NARROW = 1000  # pixels of the narrowest page


def situations_beside_roles(roles: pd.DataFrame, situations: pd.DataFrame, sizes: Sizes = WORK) -> go.Figure:
    """Two panels of dots with intervals over the same groups: people in the role who were reached, people exposed who were
    offered support within 72 hours.

    `roles` as `reach_dots` takes them. `situations`: `role_group`, `is_listed`, `n_offered`, `n_exposed`, `share`, `low`,
    `high`, `hidden`; a row a group, with 'all' for a block as a whole. The rows stand as in `reach_dots`; groups that are in
    `situations` alone come after the others of their block. A dot's customdata is its group.
    """
    every = [as_groups(roles, "n_reached", "n_eligible"), as_groups(situations, "n_offered", "n_exposed")]
    both = beside(*every)
    if both[0].empty:
        return nothing_to_draw(sizes)
    heights, headings = places(both[0]["name"].astype(str).tolist(), both[0]["block"].tolist())
    words = [row_words(rows, nobody) for rows, nobody in zip(both, ("–", NO_EXPOSURE), strict=True)]
    wholes = [wholes_of(rows) for rows in every]
    traces = [
        part
        for at in (0, 1)
        for part in dots(both[at], heights, headings, wholes[at], words[at], 1.0, sizes, ("", "2")[at])
    ]
    found = [side for rows, whole in zip(both, wholes, strict=True) for side in sides(rows, whole)]
    is_hidden = any(are_hidden(rows, "share").any() for rows in both)
    key = [INTERVAL, side_words(found), KEY if is_hidden else ""]
    return at_once(traces, _layout(both[0], heights, headings, words, key, sizes), sizes)


def beside(roles: pd.DataFrame, situations: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same groups in both, in the order of the roles' gaps; one that a frame lacks has no figure in it."""
    own = gaps_first(roles, BLOCKS)
    known = set(zip(own["name"], own["block"], strict=True))
    others = gaps_first(situations, BLOCKS)
    is_new = [pair not in known for pair in zip(others["name"], others["block"], strict=True)]
    order = pd.concat([own[["name", "block"]], others.loc[is_new, ["name", "block"]]], ignore_index=True)
    order = order.sort_values("block", key=lambda names: names.map(BLOCKS.index), kind="stable", ignore_index=True)
    return _placed(roles, order), _placed(situations, order)


def _placed(rows: pd.DataFrame, order: pd.DataFrame) -> pd.DataFrame:
    own = rows.loc[rows["name"] != EVERYONE, COLUMNS]
    placed = order.merge(own, on=["name", "block"], how="left")
    return placed.assign(hidden=placed["hidden"].fillna(""))


def _layout(
    rows: pd.DataFrame,
    heights: list[float],
    headings: dict[str, float],
    words: list[list[str]],
    key: list[str],
    sizes: Sizes,
) -> Part:
    names = rows["name"].astype(str).tolist()
    left = name_room(names, headings, sizes)
    rooms = [room_for([plain(word) for word in beside], sizes) + 1.5 * sizes.text for beside in words]
    across = max(_NARROW * sizes.text / WORK.text - left - rooms[1], 1)
    gap = min(rooms[0] / across, 0.6)
    width = (1 - gap) / 2
    above, below = 3.2 * sizes.text, 2 * sizes.text + foot_height(key, sizes)
    axis = share_axis(1.0, 2)
    return {
        "height": int(height_of(heights, sizes) + above + below),
        "margin": {"l": left, "r": rooms[1], "t": above, "b": below},
        "hovermode": "closest",
        "xaxis": axis | {"domain": [0, width], "anchor": "y"},
        "xaxis2": axis | {"domain": [width + gap, 1], "anchor": "y"},
        "yaxis": name_axis(names, heights),
        "annotations": [
            *(_title(at, place, sizes) for at, place in enumerate((0.0, width + gap))),
            *heading_notes(headings, left, sizes),
            *foot(key, sizes, 1.9 * sizes.text, left),
        ],
    }


def _title(at: int, place: float, sizes: Sizes) -> Part:
    mark = {
        "x": place,
        "xref": "paper",
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "align": "left",
    }
    return mark | {"text": PANELS[at], "showarrow": False, "font": {"size": sizes.text, "color": INK}}


def situations_alt(roles: pd.DataFrame, situations: pd.DataFrame, title: str) -> str:
    """Both panels for people who do not see them."""
    both = beside(as_groups(roles, "n_reached", "n_eligible"), as_groups(situations, "n_offered", "n_exposed"))
    said = [
        f"{one['name']} reached {_told(one)}, offered in time {_told(two)}"
        for (_, one), (_, two) in zip(both[0].iterrows(), both[1].iterrows(), strict=True)
    ]
    hidden = sum(hidden_count(rows, "share") for rows in both)
    s = "" if hidden == 1 else "s"
    are = f" {count(hidden)} value{s} hidden: small number{s}." if hidden else ""
    return f"{title}. Two panels of dots over {count(len(said))} groups: {'; '.join(said)}.{are}"


def _told(row: pd.Series) -> str:
    return shared(float(row["share"]), bool(row["hidden"]))
