"""Which native form a screen's figure has: charts, a grid of cells, or none, where the rows stand as a table instead."""

from collections.abc import Sequence
from dataclasses import replace

from perfdash.meeting.pack_bars import grid, is_grid, row_chart
from perfdash.meeting.pack_columns import column_chart
from perfdash.meeting.pack_drawing import Drawing, Grid
from perfdash.meeting.pack_lines import time_chart
from perfdash.meeting.pack_panels import Panel, panels_of, small_print, spoken_numbers
from perfdash.meeting.pack_points import curves, dot_rows
from perfdash.meeting.pack_years import year_chart
from perfdash.meeting.screens import Screen

MOST_CHARTS = 5  # on a slide; of more, the rows are read more easily than the charts


def drawings_of(screen: Screen) -> tuple[Drawing, ...] | Grid | None:
    """The charts of a screen, or its cells; nothing where an office program has no chart for it."""
    if screen.figure is None:
        return None
    panels = panels_of(screen.figure)
    if not panels or len(panels) > MOST_CHARTS:
        return None
    if is_grid(panels[0]):
        return grid(panels[0], small_print(screen.figure))
    made = [_drawing(panel, screen) for panel in panels]
    return tiled([one for one in made if one]) if all(made) else None


def tiled(drawings: Sequence[Drawing]) -> tuple[Drawing, ...]:
    """The charts in equal parts of the room, in the order in which the figure has them."""
    lefts, tops = (sorted({one.box[side] for one in drawings}) for side in (0, 3))
    width, height = 1 / len(lefts), 1 / len(tops)
    places = [(lefts.index(one.box[0]), tops.index(one.box[3])) for one in drawings]
    return tuple(
        replace(
            one,
            box=(x * width, y * height, (x + 1) * width, (y + 1) * height),
            title=one.title if len(drawings) > 1 else "",
        )
        for one, (x, y) in zip(drawings, places, strict=True)
    )


def key_of(screen: Screen, drawings: tuple[Drawing, ...] | Grid | None) -> tuple[str, ...]:
    """What is said below the charts: their keys and the figure's small print."""
    of_charts = [words for one in drawings for words in one.key] if isinstance(drawings, tuple) else []
    if not screen.figure or drawings is None:
        return ()
    return (" · ".join([*dict.fromkeys(of_charts), *small_print(screen.figure)]), *spoken_numbers(screen.figure))


def _drawing(panel: Panel, screen: Screen) -> Drawing | None:
    if panel.of("bar"):
        return row_chart(panel, screen.rows) if panel.has_rows else column_chart(panel, screen.rows)
    if panel.has_dates:
        return None if panel.has_rows or panel.up.get("visible") is False else time_chart(panel, screen.rows)
    if panel.has_rows:
        return dot_rows(panel, screen.rows)
    return year_chart(panel, screen.rows) if panel.has_names else curves(panel, screen.rows)
