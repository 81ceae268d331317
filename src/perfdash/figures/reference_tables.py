"""Rows of reference data as accessible HTML tables: a caption, headings of columns and of rows, states by shape and word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from perfdash.figures.style import BLUE, GRID, INK, ORANGE_TEXT, TEXT_GREY
from perfdash.figures.words import unbroken

STYLE = f"""<style>
 .pd-wide {{overflow-x: auto}}
 .pd-rows {{border-collapse: collapse; width: 100%; font-size: .98rem; line-height: 1.4; margin: .2rem 0 .3rem}}
 .pd-rows caption {{text-align: left; color: {TEXT_GREY}; font-size: .9rem; padding: 0 0 .3rem; caption-side: top}}
 .pd-rows th, .pd-rows td {{text-align: left; vertical-align: top; padding: .4rem 1.2rem .4rem 0; font-weight: 400;
   border: none; border-bottom: 1px solid {GRID}; color: {INK}}}
 .pd-rows thead th {{color: {TEXT_GREY}; font-size: .9rem; border-bottom: 2px solid {BLUE}; vertical-align: bottom}}
 .pd-rows tbody th {{font-weight: 700}}
 .pd-rows .pd-number {{text-align: right; font-variant-numeric: tabular-nums}}
 .pd-rows .pd-mid {{text-align: center; padding-right: .3rem; padding-left: .3rem}}
 .pd-rows small {{display: block; color: {TEXT_GREY}; font-size: .87rem; font-weight: 400}}
 .pd-rows a {{color: {BLUE}}}
 .pd-bar {{display: block; height: .55rem; margin: .1rem 0 .2rem; background: {GRID}}}
 .pd-bar span {{display: block; height: 100%; background: {BLUE}}}
 .pd-mark {{font-weight: 700}}
 .pd-unseen {{position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap}}
 @media (max-width: 1500px) {{.pd-rows {{font-size: .9rem}} .pd-rows th, .pd-rows td {{padding-right: .8rem}}}}
</style>"""


class State(StrEnum):
    """What a cell says of its row; each has a shape of its own, and the word always stands beside it."""

    DONE = "done"
    PLANNED = "planned"
    LATE = "late"
    GAP = "gap"


SHAPES: Mapping[State, tuple[str, str]] = {
    State.DONE: ("■", BLUE),
    State.PLANNED: ("○", TEXT_GREY),
    State.LATE: ("◆", ORANGE_TEXT),
    State.GAP: ("◇", ORANGE_TEXT),
}


@dataclass(frozen=True)
class Cell:
    """One cell: its words, a state that gives them a shape, smaller words below, and where they lead to.

    `spoken` is what a bare sign stands for, for readers who do not see it and for a download. `bar` draws the figure as
    a bar of that share of its column's scale, from zero: only where all rows of the table have one definition.
    """

    text: str
    state: State | None = None
    notes: tuple[str, ...] = ()
    href: str = ""
    spoken: str = ""
    bar: float | None = None


@dataclass(frozen=True)
class Column:
    """A heading, whether its cells are numbers or marks, and its least width in characters."""

    name: str
    css: str = ""
    width: int = 0


def gap(text: str, *notes: str) -> Cell:
    """A cell that says what is missing."""
    return Cell(text, State.GAP, notes)


def table_html(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> str:
    """A table: `caption` says what it lists, the first cell of each row is the row's heading.  Everything is escaped."""
    return STYLE + bare_table(caption, columns, rows)


def bare_table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> str:
    """The same without its style, for a page that has many."""
    heads = "".join(_heading(column) for column in columns)
    body = "".join(_row(row, columns) for row in rows)
    return (
        f'<div class="pd-wide" role="region" tabindex="0" aria-label="{escape(caption)}"><table class="pd-rows">'
        f"<caption>{escape(unbroken(caption))}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _heading(column: Column) -> str:
    width = f' style="min-width: {column.width}ch"' if column.width else ""
    return f'<th scope="col" class="{column.css}"{width}>{escape(column.name)}</th>'


def _row(row: Sequence[Cell], columns: Sequence[Column]) -> str:
    first, *others = row
    cells = "".join(
        f'<td class="{column.css}">{cell_html(cell)}</td>' for cell, column in zip(others, columns[1:], strict=True)
    )
    return f'<tr><th scope="row">{cell_html(first)}</th>{cells}</tr>'


def cell_html(cell: Cell) -> str:
    """The inside of one cell."""
    words = escape(unbroken(cell.text))
    if cell.spoken:
        words = f'<span aria-hidden="true">{words}</span><span class="pd-unseen">{escape(cell.spoken)}</span>'
    if cell.state is not None:
        shape, colour = SHAPES[cell.state]
        words = f'<span class="pd-mark" style="color:{colour}"><span aria-hidden="true">{shape} </span>{words}</span>'
    if cell.href:
        words = f'<a href="{escape(cell.href)}" target="{_target(cell.href)}" rel="noreferrer">{words}</a>'
    if cell.bar is not None:
        words += f'<span class="pd-bar" aria-hidden="true"><span style="width:{100 * cell.bar:.1f}%"></span></span>'
    return words + "".join(f"<small>{escape(unbroken(note))}</small>" for note in cell.notes)


def _target(href: str) -> str:
    return "_blank" if "://" in href else "_self"


def words_of(cell: Cell) -> str:
    """The same cell as plain text, for a download."""
    named = f"Gap: {cell.text}" if cell.state is State.GAP else cell.spoken or cell.text
    return "; ".join([named, *cell.notes] if named else cell.notes)
