"""A chart as any office program can draw it: categories, named series, and how each is drawn. No program is named here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from perfdash.meeting.pack_panels import Unit

Values = tuple[float | None, ...]  # None is a gap: a value that is hidden or does not exist


@dataclass(frozen=True)
class Stroke:
    """A line: its colour, its width in points, and whether it is solid, dotted or dashed."""

    colour: str
    width: float
    dash: Literal["solid", "dot", "dash"] = "solid"


@dataclass(frozen=True)
class Mark:
    """A mark at a point, or the fill of a bar."""

    colour: str
    shape: Literal["circle", "triangle", "diamond", "square", "x", "none"] = "circle"
    size: int = 6
    edge: str = ""


@dataclass(frozen=True)
class Series:
    """Named values. `at` is where they stand along a numeric axis; `words` are said beside a point, shifted by `shift`.
    No line leads to the points in `breaks`: there it begins anew. `follows` names the series whose points these mark.

    `kind` says what the values are: figures of the data; a `line` over bars; a `carrier`, which is not seen and only holds
    words or another series in their place.
    """

    name: str
    values: Values
    at: tuple[float, ...] = ()
    stroke: Stroke | None = None
    marks: tuple[Mark | None, ...] = ()
    less: Values = ()
    more: Values = ()
    words: Mapping[int, str] = field(default_factory=dict)
    shift: Mapping[int, float] = field(default_factory=dict)
    breaks: frozenset[int] = frozenset()
    follows: str = ""
    side: Literal["right", "left", "top", "below", "middle", "inside"] = "right"
    kind: Literal["figures", "line", "carrier"] = "figures"


@dataclass(frozen=True)
class Axis:
    """An axis of values: its ends, the distance of its ticks, and what it measures."""

    low: float | None = None
    high: float | None = None
    step: float | None = None
    unit: Unit = "count"
    is_shown: bool = True
    has_grid: bool = True
    form: str = ""


@dataclass(frozen=True)
class Drawing:
    """One chart. `lines` and `columns` stand along categories, `bars` lie along them from the top, `points` have two axes.

    `box` is its place among others (left, foot, right, top); `plot` the place of its axes within it; `key` what is said
    below.
    """

    kind: Literal["lines", "columns", "bars", "points"]
    series: tuple[Series, ...]
    up: Axis
    across: Axis = field(default_factory=Axis)
    categories: tuple[date | str, ...] = ()
    is_reversed: bool = False
    is_stacked: bool = False
    has_legend: bool = False
    title: str = ""
    months: int = 12
    box: tuple[float, float, float, float] = (0, 0, 1, 1)
    plot: tuple[float, float, float, float] = (0.08, 0.06, 0.66, 0.8)
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a grid: its words on its colour; outlined where the figure outlines it."""

    words: str
    fill: str = "#FFFFFF"
    ink: str = "#000000"
    is_outlined: bool = False


@dataclass(frozen=True)
class Grid:
    """Cells in rows under a header: a heat map or a tile map as a table."""

    header: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    key: tuple[str, ...] = ()
